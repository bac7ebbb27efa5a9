//! Encounters on the command line: begun, told step by step in the words of the field, shown.
//!
//! Every word becomes one entry of the library; nothing is decided here.

use std::fmt::Write;

use beatbook_device::{
    AskWhere, Beatbook, BeatbookError, BeginEncounter, ConsultFirst, EncounterNews, EncounterView,
};
use beatbook_domain::calendar::local_label;
use beatbook_domain::records::encounter::people::{Details, PersonKnown};
use beatbook_domain::records::encounter::steps::{EarlierHelp, Item, LanguageHelp, Step};
use beatbook_domain::records::encounter::story::Stage;
use beatbook_domain::records::encounter::{Label, Outcome};
use beatbook_protocol::id::Id;
use clap::{Args, Subcommand, ValueEnum};
use jiff::civil::Date;
use serde_json::{Value, json};

use crate::applies::place;
use crate::arguments::When;
use crate::encounter_words::{AskedUnder, DetailWord, HelpWord, LooksWord, PartWord, SawWords, VehicleWords};
use crate::notices::Page;

/// What to do with encounters.
#[derive(Subcommand)]
pub enum EncounterCommand {
    /// Begins one where the newest fix is; answers its id.
    Begin {
        /// Another place, in degrees.
        #[arg(long, value_name = "LAT,LON", value_parser = place, allow_hyphen_values = true)]
        place: Option<(f64, f64)>,
        /// Metres within which the true place lies.
        #[arg(long, value_name = "M", default_value_t = 5.0, requires = "place")]
        accuracy: f64,
        /// Name of the operation.
        #[arg(long)]
        operation: Option<String>,
        #[command(flatten)]
        when: When,
    },
    /// Tells what is known of a person; what is left out stays as it was.
    Person(PersonWords),
    /// Tells what is known of a vehicle; what is left out stays as it was.
    Vehicle(VehicleWords),
    /// Tells what somebody did, under the code of a condition such as ALC-1.
    Saw(SawWords),
    /// Adds what belongs to the encounter as a whole: a witness, a reference, your own statement.
    Add {
        #[command(subcommand)]
        detail: DetailWord,
        #[command(flatten)]
        of: Of,
    },
    /// Looks up vehicle warnings given before to this person, or about this vehicle.
    Warnings {
        /// Which vehicle of it: 1, 2, 3 …
        #[arg(long, default_value_t = 1)]
        vehicle: Label,
        /// Answers in JSON.
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        of: Of,
    },
    /// Tells a step: spoken to, advised, required, refused and the like.
    Step {
        #[command(subcommand)]
        step: StepWord,
    },
    /// Tells how it ended.
    End {
        /// How.
        outcome: OutcomeWord,
        /// Why, to whom, under which number.
        #[arg(long)]
        text: Option<String>,
        #[command(flatten)]
        of: Of,
    },
    /// Prints the receipt for what a person handed over, once it is told what became of it.
    Receipt {
        /// Where it was, in words.
        #[arg(long)]
        place: String,
        #[command(flatten)]
        page: Page,
        #[command(flatten)]
        of: Of,
    },
    /// Lists encounters, the newest first.
    List {
        /// At most so many.
        #[arg(long, default_value_t = 20)]
        limit: u32,
        /// Answers in JSON.
        #[arg(long)]
        json: bool,
    },
    /// Shows one; the newest if not told.
    Show {
        /// Which.
        encounter: Option<Id>,
        /// Answers in JSON.
        #[arg(long)]
        json: bool,
    },
}

/// Of which encounter and whom.
#[derive(Args)]
pub struct Of {
    /// Which encounter; the newest if not told.
    #[arg(long, value_name = "ID")]
    pub encounter: Option<Id>,
    /// Which person: 1, 2, 3 …
    #[arg(long, default_value_t = 1)]
    pub person: Label,
    #[command(flatten)]
    pub when: When,
}

impl Of {
    /// The encounter told, or the newest.
    pub fn encounter_in(&self, book: &Beatbook) -> Result<Id, BeatbookError> {
        match self.encounter {
            Some(record) => Ok(record),
            None => Ok(book.encounters(1)?.first().ok_or(BeatbookError::NotFound)?.record),
        }
    }
}

/// A person, as far as they are known.
#[derive(Args)]
pub struct PersonWords {
    /// Name, as they write it.
    #[arg(long)]
    name: Option<String>,
    /// A line of the address; again for the next.
    #[arg(long, requires = "name")]
    address: Vec<String>,
    /// Date of birth.
    #[arg(long, value_name = "DATE", requires = "name")]
    born: Option<Date>,
    /// You doubt name or address.
    #[arg(long, requires = "name")]
    doubted: bool,
    /// They would not say who they are.
    #[arg(long, conflicts_with = "name")]
    details_refused: bool,
    /// Under which power they were asked who they are.
    #[arg(long, value_name = "POWER", default_value = "volunteered")]
    asked_under: AskedUnder,
    /// What they were doing there.
    #[arg(long)]
    part: Option<PartWord>,
    /// How old they look.
    #[arg(long)]
    looks: Option<LooksWord>,
    /// Whether they appear homeless.
    #[arg(long, value_name = "YES/NO")]
    homeless: Option<YesNo>,
    /// Whether they appear vulnerable.
    #[arg(long, value_name = "YES/NO")]
    vulnerable: Option<YesNo>,
    /// What they look like; on the officer's copy only.
    #[arg(long)]
    description: Option<String>,
    #[command(flatten)]
    of: Of,
}

/// Yes or no.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum YesNo {
    /// Yes.
    Yes,
    /// No.
    No,
}

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
    Understood(Of),
    /// Did not understand.
    NotUnderstood(Of),
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

/// How it ended.
#[derive(Clone, Copy, ValueEnum)]
pub enum OutcomeWord {
    /// Nothing further.
    None,
    /// A warning.
    Warning,
    /// A fixed penalty notice.
    Fpn,
    /// Reported for prosecution.
    Report,
    /// Arrested.
    Arrest,
    /// Referred to somebody.
    Referral,
    /// An acceptable behaviour agreement.
    Agreement,
    /// Breach of a criminal behaviour order.
    CboBreach,
    /// Breach of a closure.
    ClosureBreach,
    /// A dispersal, reported to the system that keeps it.
    Dispersal,
}

impl From<OutcomeWord> for Outcome {
    fn from(word: OutcomeWord) -> Self {
        match word {
            OutcomeWord::None => Self::None,
            OutcomeWord::Warning => Self::Warning,
            OutcomeWord::Fpn => Self::Fpn,
            OutcomeWord::Report => Self::Report,
            OutcomeWord::Arrest => Self::Arrest,
            OutcomeWord::Referral => Self::Referral,
            OutcomeWord::Agreement => Self::AcceptableBehaviourAgreement,
            OutcomeWord::CboBreach => Self::CboBreach,
            OutcomeWord::ClosureBreach => Self::ClosureBreach,
            OutcomeWord::Dispersal => Self::DispersalReported,
        }
    }
}

/// How one begins.
pub fn begin(place: Option<(f64, f64)>, accuracy_m: f64, operation: Option<String>) -> BeginEncounter {
    let place = place.map_or(AskWhere::Newest, |(lat, lon)| AskWhere::At { lat, lon, accuracy_m });
    BeginEncounter { place, operation, ..BeginEncounter::here() }
}

impl PersonWords {
    /// What is told, and of whom.
    pub fn news(self) -> (EncounterNews, Of) {
        let details = match self.name {
            Some(name) => Some(Details::Person {
                name,
                address: self.address,
                born: self.born,
                basis: self.asked_under.into(),
                believed: !self.doubted,
            }),
            None if self.details_refused => Some(Details::Refused { asked_under: self.asked_under.into() }),
            None => None,
        };
        let yes = |answer: YesNo| answer == YesNo::Yes;
        let known = PersonKnown {
            details,
            part: self.part.map(Into::into),
            looks: self.looks.map(Into::into),
            appears_homeless: self.homeless.map(yes),
            vulnerable: self.vulnerable.map(yes),
            description: self.description,
        };
        (EncounterNews::Person { person: self.of.person, known }, self.of)
    }
}

impl StepWord {
    /// What is told, and of whom.
    pub fn news(self) -> (EncounterNews, Of) {
        let understood =
            |explained_back| Step::Understanding { language: None, help: LanguageHelp::None, explained_back };
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
            Self::Understood(of) => (understood(true), of),
            Self::NotUnderstood(of) => (understood(false), of),
            Self::HelpOffered { behaviour, offer: help, answer, earlier, decision, of } => {
                let own = (!earlier.is_empty()).then_some(EarlierHelp::OwnEncounters(earlier));
                let earlier = decision.map(|reference| EarlierHelp::Decision { reference }).or(own);
                (Step::HelpOffered { behaviour, help, answer: answer.into(), earlier }, of)
            }
            Self::Premises { outside, of } => (Step::PremisesAsked { outside_condition: outside }, of),
            Self::Exemption { exemption, applies, of } => (Step::ExemptionAsked { exemption, applies }, of),
        };
        (EncounterNews::Step { person: Some(of.person), time: None, step }, of)
    }
}

/// That outreach asks to be rung before a notice; empty if it does not.
pub fn consult_first(asks: Option<&ConsultFirst>) -> String {
    let Some(ConsultFirst { ring, until }) = asks else { return String::new() };
    let ring = ring.as_ref().map(|number| format!(": {number}")).unwrap_or_default();
    format!("ring outreach before a notice{ring} (asked until {until}; no reason is told)\n")
}

/// The same for programs.
pub fn consult_json(asks: &ConsultFirst) -> Value {
    json!({ "ring": asks.ring, "until": asks.until })
}

/// An encounter for programs.
pub fn json(view: &EncounterView) -> Value {
    json!({ "encounter": view.record, "first_entry": view.first, "story": view.encounter })
}

/// An encounter for a person.
pub fn shown(view: &EncounterView) -> String {
    let encounter = &view.encounter;
    let mut text = String::new();
    let begun = encounter.opened.time.map_or(encounter.opened.at.wall, |time| time.at);
    let begun = local_label(begun).unwrap_or_default();
    let _ = writeln!(text, "encounter {}  {begun}", view.record);
    for conduct in &encounter.conducts {
        let _ = writeln!(text, "  {}: {}", conduct.code, conduct.text);
    }
    for (label, person) in &encounter.people {
        let stage = match &person.stage {
            Stage::Noticed => "seen",
            Stage::Engaged => "spoken to",
            Stage::Advised => "advised",
            Stage::Required { .. } => "required",
            Stage::Complied => "complied",
            Stage::Surrendered { disposed: None, .. } => "handed it over",
            Stage::Surrendered { .. } => "handed it over, disposed of",
            Stage::Refused { .. } => "refused",
        };
        let _ = writeln!(text, "  person {label}: {stage}");
    }
    for (place, oddity) in &encounter.oddities {
        let _ = writeln!(text, "  step {} is out of order: {oddity:?}", place + 1);
    }
    text
}
