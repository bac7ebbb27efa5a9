//! Types of `beatbook_domain::records::encounter::judged`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// One condition of the conduct's code.
#[uniffi::remote(Record)]
pub struct Decision {
    /// Order version, condition, zone version, distances to its edge and to the nearest sign.
    pub cited: OrderCited,
    /// How it stood.
    pub stood: Stood,
    /// Codes of what was unsure.
    #[uniffi(default = [])]
    pub doubts: Vec<String>,
    /// Codes of why it was not in force.
    #[uniffi(default = [])]
    pub not_in_force: Vec<String>,
    /// Why only a warning was offered.
    #[uniffi(default = None)]
    pub warn_only: Option<WhyWarnOnly>,
}

/// How the conditions of a conduct's code stood.
#[uniffi::remote(Record)]
pub struct EncounterJudged {
    /// When it was written down.
    pub at: Moment,
    /// The condition's code that a conduct names.
    pub code: String,
    /// When the conduct was seen, as surely as that was known: with the code it tells which of them.
    pub time: LegalTime,
    /// The position it was judged by; absent if none counted.
    #[uniffi(default = None)]
    pub place: Option<KeptPlace>,
    /// Distance in 0.1 m between that and the position at the conduct; absent if it is that. The judgement is wider by it.
    #[uniffi(default = None)]
    pub apart: Option<u32>,
    /// The rule set in force then.
    #[uniffi(default = None)]
    pub rule_set: Option<RuleSetRef>,
    /// The order book it was judged by.
    pub book: Hash,
    /// The conditions of its code that are near; none if no order's area reaches there.
    #[uniffi(default = [])]
    pub decisions: Vec<Decision>,
    /// Codes of what was unsure beside them: no position, an old briefing.
    #[uniffi(default = [])]
    pub doubts: Vec<String>,
}

/// How a condition stood, in a word.
#[uniffi::remote(Enum)]
pub enum Stood {
    /// In force there for certain.
    Certain,
    /// Perhaps.
    Unsure,
    /// The officer was outside for certain, and near.
    JustOutside,
    /// There, and not in force.
    NotInForce,
}
