//! Steps of an encounter in the words of the field.

use beatbook_device::EncounterNews;
use beatbook_domain::records::encounter::steps::{EarlierHelp, Item, LanguageHelp, Step};
use beatbook_protocol::id::Id;
use clap::{Args, Subcommand, ValueEnum};

use crate::encounter_words::HelpWord;
use crate::encounters::Of;

/// A step, in a word.
#[derive(Subcommand)]
pub enum StepWord {
    /// Spoken to.
    Engaged {
        /// Words given.
        words: String,
        #[command(flatten)]
        of: Of,
    },
    /// Advised what the order asks.
    Advised {
        /// Words given.
        words: String,
        #[command(flatten)]
        of: Of,
    },
    /// Required to stop drinking or to hand over alcohol (ASBCPA 2014 s63).
    Required {
        /// Words given.
        words: String,
        /// Why you believed that alcohol was being drunk in breach.
        #[arg(long)]
        belief: String,
        /// Told that failing without reasonable excuse is an offence.
        #[arg(long)]
        offence_told: bool,
        #[command(flatten)]
        of: Of,
    },
    /// Directed or asked under a condition that wants that first.
    Directed {
        /// Code of the condition.
        condition: String,
        /// Words given.
        words: String,
        #[command(flatten)]
        of: Of,
    },
    /// Did what was asked.
    Complied(Of),
    /// Did not do what was asked.
    Refused {
        /// What they said.
        words: Option<String>,
        #[command(flatten)]
        of: Of,
    },
    /// Handed something over.
    Surrendered {
        /// What: "Beer, can".
        what: String,
        /// How much: "2 × 500 ml".
        quantity: String,
        #[command(flatten)]
        of: Of,
    },
    /// What became of it.
    Disposed {
        /// How and where.
        how: String,
        /// Who saw it.
        #[arg(long)]
        witness: Option<String>,
        #[command(flatten)]
        of: Of,
    },
    /// Asked you to show your authorisation.
    AuthorityAsked(Of),
    /// You showed it.
    AuthorityShown(Of),
    /// You showed your identification.
    IdShown(Of),
    /// You began to suspect an offence.
    Suspected(Of),
    /// Asked something else about the offence.
    Questioned {
        /// The question.
        question: String,
        /// The answer.
        answer: String,
        #[command(flatten)]
        of: Of,
    },
    /// Said something unprompted.
    Comment {
        /// Word for word.
        words: String,
        /// Offered to read and sign.
        #[arg(long)]
        offered: bool,
        /// Signed.
        #[arg(long, requires = "offered")]
        signed: bool,
        #[command(flatten)]
        of: Of,
    },
    /// Cautioned.
    Cautioned {
        /// Version of the caution's text.
        version: String,
        #[command(flatten)]
        of: Of,
    },
    /// Asked for a reasonable excuse.
    Excuse {
        /// What they answered; empty if nothing.
        answer: String,
        #[command(flatten)]
        of: Of,
    },
    /// Explained back in their own words what was told.
    Understood(Language),
    /// Did not understand.
    NotUnderstood(Language),
    /// Offered help to someone who appears homeless, before any paper.
    HelpOffered {
        /// What they did beyond being homeless.
        #[arg(long)]
        behaviour: String,
        /// What help was offered now.
        #[arg(long)]
        offer: String,
        /// The answer.
        #[arg(long)]
        answer: HelpWord,
        /// An earlier encounter of your own with an offer; again for more.
        #[arg(long, value_name = "ID")]
        earlier: Vec<Id>,
        /// On what you know that those were with the same person, where names do not tell.
        #[arg(long, value_name = "TEXT", requires = "earlier")]
        same_person: Option<String>,
        /// A multi-agency decision's reference instead.
        #[arg(long, conflicts_with = "earlier")]
        decision: Option<String>,
        #[command(flatten)]
        of: Of,
    },
    /// Asked whether the place is licensed or otherwise outside an alcohol condition (s62).
    Premises {
        /// It is outside the condition.
        #[arg(long)]
        outside: bool,
        #[command(flatten)]
        of: Of,
    },
    /// Asked whether an exemption applies.
    Exemption {
        /// Its code, such as `assistance_dog`.
        exemption: String,
        /// It applies.
        #[arg(long)]
        applies: bool,
        #[command(flatten)]
        of: Of,
    },
}

/// In which language somebody was spoken to, and with what help.
#[derive(Args)]
pub struct Language {
    /// The language, if it was not English.
    #[arg(long)]
    language: Option<String>,
    /// With what help.
    #[arg(long, default_value = "none")]
    with: LanguageHelpWord,
    #[command(flatten)]
    of: Of,
}

/// What helped somebody to understand.
#[derive(Clone, Copy, ValueEnum)]
pub enum LanguageHelpWord {
    /// Nothing was needed.
    None,
    /// An interpreter, on the telephone or there.
    Interpreter,
    /// A card in the language.
    Card,
}

impl Language {
    fn step(self, explained_back: bool) -> (Step, Of) {
        let help = match self.with {
            LanguageHelpWord::None => LanguageHelp::None,
            LanguageHelpWord::Interpreter => LanguageHelp::Interpreter,
            LanguageHelpWord::Card => LanguageHelp::Card,
        };
        (Step::Understanding { language: self.language, help, explained_back }, self.of)
    }
}

impl StepWord {
    /// What is told, and of whom.
    pub fn news(self) -> (EncounterNews, Of) {
        let (step, of) = match self {
            Self::Engaged { words, of } => (Step::Engaged { words }, of),
            Self::Advised { words, of } => (Step::Advised { words }, of),
            Self::Required { words, belief, offence_told, of } => {
                (Step::Required { words, belief, offence_told }, of)
            }
            Self::Directed { condition, words, of } => (Step::Directed { condition, words }, of),
            Self::Complied(of) => (Step::Complied, of),
            Self::Refused { words, of } => (Step::Refused { words }, of),
            Self::Surrendered { what, quantity, of } => {
                (Step::Surrendered { items: vec![Item { what, quantity }] }, of)
            }
            Self::Disposed { how, witness, of } => (Step::Disposed { how, witness }, of),
            Self::AuthorityAsked(of) => (Step::AuthorityAsked, of),
            Self::AuthorityShown(of) => (Step::AuthorityShown, of),
            Self::IdShown(of) => (Step::IdShown, of),
            Self::Suspected(of) => (Step::Suspected, of),
            Self::Questioned { question, answer, of } => (Step::Questioned { question, answer }, of),
            Self::Comment { words, offered, signed, of } => (Step::Comment { words, offered, signed }, of),
            Self::Cautioned { version, of } => (Step::Cautioned { version }, of),
            Self::Excuse { answer, of } => (Step::ExcuseAsked { answer }, of),
            Self::Understood(language) => language.step(true),
            Self::NotUnderstood(language) => language.step(false),
            Self::HelpOffered { behaviour, offer: help, answer, earlier, same_person, decision, of } => {
                let own = (!earlier.is_empty()).then_some(EarlierHelp::OwnEncounters(earlier));
                let earlier = decision.map(|reference| EarlierHelp::Decision { reference }).or(own);
                (Step::HelpOffered { behaviour, help, answer: answer.into(), earlier, same_person }, of)
            }
            Self::Premises { outside, of } => (Step::PremisesAsked { outside_condition: outside }, of),
            Self::Exemption { exemption, applies, of } => (Step::ExemptionAsked { exemption, applies }, of),
        };
        (EncounterNews::Step { person: Some(of.person), time: None, step }, of)
    }
}
