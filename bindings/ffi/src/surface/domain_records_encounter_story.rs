//! Types of `beatbook_domain::records::encounter::story`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// What was asked of someone.
#[uniffi::remote(Enum)]
pub enum Asked {
    /// To stop drinking or to surrender alcohol.
    Alcohol,
    /// To follow a direction under this condition.
    Direction(String),
}

/// An encounter.
#[uniffi::remote(Record)]
pub struct Encounter {
    /// The first entry.
    pub opened: EncounterOpened,
    /// Kind of land.
    #[uniffi(default = None)]
    pub land: Option<LandType>,
    /// Operations it belongs to.
    #[uniffi(default = [])]
    pub operations: Vec<String>,
    /// People by label.
    pub people: PersonByU16,
    /// Vehicles by label.
    pub vehicles: VehicleKnownByU16,
    /// What was done, in order.
    #[uniffi(default = [])]
    pub conducts: Vec<EncounterConduct>,
    /// Steps, in the order they were written down.
    #[uniffi(default = [])]
    pub steps: Vec<EncounterStep>,
    /// Outcome of everybody without an own one.
    #[uniffi(default = None)]
    pub outcome: Option<OutcomeToldPair>,
    /// Why no fixed penalty was given, as it stands: one line for whom an outcome was told.
    #[uniffi(default = [])]
    pub no_fpn: Vec<NoFpn>,
    /// References, witnesses, statements, evidence and annotations, in order.
    #[uniffi(default = [])]
    pub details: Vec<Detail>,
    /// What was out of order: the step's place in `steps`, and what.
    #[uniffi(default = [])]
    pub oddities: Vec<StepOddityPair>,
    /// Positions told after it began, in order.
    #[uniffi(default = [])]
    pub positions: Vec<EncounterPlaced>,
    /// How the conditions stood that conducts name, in order; of one conduct the last holds.
    #[uniffi(default = [])]
    pub judged: Vec<EncounterJudged>,
    /// What was done without the power for it: with whom, absent for everybody, and what.
    #[uniffi(default = [])]
    pub unpowered: Vec<PersonOddityPair>,
}

/// Why somebody was given no fixed penalty.
#[uniffi::remote(Record)]
pub struct NoFpn {
    /// To whom; absent for everybody who has no outcome of their own.
    #[uniffi(default = None)]
    pub person: Option<u16>,
    /// The reason's code.
    pub reason: String,
    /// When it was told.
    pub at: Moment,
}

/// A step that does not follow from the one before. Kept, shown, and settled by doing it again in order.
#[uniffi::remote(Enum)]
pub enum Oddity {
    /// Complied or refused with nothing asked.
    NothingAsked,
    /// Disposed of something with nothing handed over.
    NothingSurrendered,
    /// An evidential question before the caution, by the times told.
    QuestionBeforeCaution,
    /// Details required under PRA 2002 s50 or EPA 1990 s88 by somebody who held no such power.
    DetailsWithoutPower,
    /// An arrest by somebody who held no power for it.
    ArrestWithoutPower,
}

/// A person of the encounter.
#[uniffi::remote(Record)]
pub struct Person {
    /// What is known.
    pub known: PersonKnown,
    /// How far it came.
    pub stage: Stage,
    /// How it ended.
    #[uniffi(default = None)]
    pub outcome: Option<OutcomeToldPair>,
}

/// How far up the ladder someone is.
#[uniffi::remote(Enum)]
pub enum Stage {
    /// Seen.
    Noticed,
    /// Spoken to.
    Engaged,
    /// Advised.
    Advised,
    /// Required or directed.
    Required {
        /// What.
        asked: Asked,
        /// When, UTC milliseconds.
        time: Option<i64>,
    },
    /// Did it.
    Complied,
    /// Handed over what was asked for.
    Surrendered {
        /// What.
        items: Vec<Item>,
        /// What became of it.
        disposed: Option<String>,
    },
    /// Did not.
    Refused {
        /// What was asked.
        asked: Asked,
        /// When it was asked, UTC milliseconds.
        required: Option<i64>,
        /// When it was refused, UTC milliseconds.
        refused: Option<i64>,
    },
}
