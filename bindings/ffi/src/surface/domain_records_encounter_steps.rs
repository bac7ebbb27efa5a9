//! Types of `beatbook_domain::records::encounter::steps`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// On what earlier offers of help rest: the officer's own knowledge, never a welfare record.
#[uniffi::remote(Enum)]
pub enum EarlierHelp {
    /// The officer's own encounters with an offer.
    OwnEncounters(Vec<Id>),
    /// A multi-agency decision.
    Decision {
        /// Its reference.
        reference: String,
    },
}

/// The answer to help that is offered.
#[uniffi::remote(Enum)]
pub enum HelpAnswer {
    /// Accepted.
    Accepted,
    /// Declined.
    Declined,
    /// No answer.
    NoAnswer,
}

/// A thing handed over.
#[uniffi::remote(Record)]
pub struct Item {
    /// "Beer, can".
    pub what: String,
    /// "2 × 500 ml".
    pub quantity: String,
}

/// Help with understanding.
#[uniffi::remote(Enum)]
pub enum LanguageHelp {
    /// None was needed.
    None,
    /// An interpreter, on the telephone or there.
    Interpreter,
    /// A card in the language.
    Card,
}

/// One step.
#[uniffi::remote(Enum)]
pub enum Step {
    /// Spoken to.
    Engaged {
        /// Words given.
        words: String,
    },
    /// Advised what the order asks.
    Advised {
        /// Words given.
        words: String,
    },
    /// Required to stop drinking or to surrender alcohol (ASBCPA 2014 s63(2)).
    Required {
        /// Words given.
        words: String,
        /// Why the officer believed that alcohol was, or was about to be, consumed in breach.
        belief: String,
        /// Told that failing without reasonable excuse is an offence (s63(3)).
        offence_told: bool,
    },
    /// Directed or asked under a condition that wants that first, such as to put a dog on a lead.
    Directed {
        /// Code of the condition.
        condition: String,
        /// Words given.
        words: String,
    },
    /// Did what was asked.
    Complied,
    /// Handed over alcohol or containers.
    Surrendered {
        /// What.
        items: Vec<Item>,
    },
    /// What became of it (s63(5)).
    Disposed {
        /// How and where.
        how: String,
        /// Who saw it.
        witness: Option<String>,
    },
    /// Did not do what was asked.
    Refused {
        /// What they said.
        words: Option<String>,
    },
    /// Asked the officer to show an authorisation (s63(4)).
    AuthorityAsked,
    /// It was shown.
    AuthorityShown,
    /// Identification shown, without being asked or otherwise.
    IdShown,
    /// From here on an offence was suspected.
    Suspected,
    /// Cautioned.
    Cautioned {
        /// Version of the caution's text.
        version: String,
    },
    /// Asked for a reasonable excuse.
    ExcuseAsked {
        /// What they answered; empty if nothing.
        answer: String,
    },
    /// Asked another question about the offence.
    Questioned {
        /// The question.
        question: String,
        /// The answer.
        answer: String,
    },
    /// Said something unprompted.
    Comment {
        /// Word for word.
        words: String,
        /// Offered to read and sign.
        offered: bool,
        /// Signed.
        signed: bool,
    },
    /// Understood, or not.
    Understanding {
        /// Language spoken, if not English.
        language: Option<String>,
        /// Help used.
        help: LanguageHelp,
        /// Explained in their own words what was told.
        explained_back: bool,
    },
    /// Help offered to someone who appears homeless, before any paper.
    HelpOffered {
        /// What they did beyond being homeless.
        behaviour: String,
        /// What help was offered now.
        help: String,
        /// The answer.
        answer: HelpAnswer,
        /// On what earlier offers rest.
        earlier: Option<EarlierHelp>,
        /// On what the officer knows that those encounters were with the same person, where names do not tell.
        same_person: Option<String>,
    },
    /// Asked whether an exemption applies, such as an assistance dog.
    ExemptionAsked {
        /// Code of the exemption.
        exemption: String,
        /// It applies.
        applies: bool,
    },
    /// Asked whether the place is licensed or otherwise outside an alcohol condition (s62).
    PremisesAsked {
        /// It is: the condition does not apply there.
        outside_condition: bool,
    },
}
