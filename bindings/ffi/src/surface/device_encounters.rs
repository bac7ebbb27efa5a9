//! Types of `beatbook_device::encounters`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// How an encounter begins.
#[uniffi::remote(Record)]
pub struct BeginEncounter {
    /// Where; a place that nobody knows is no obstacle.
    pub place: AskWhere,
    /// Kind of land.
    #[uniffi(default = None)]
    pub land: Option<LandType>,
    /// Name of the operation.
    #[uniffi(default = None)]
    pub operation: Option<String>,
    /// Random link to the records of other controllers about the same event: `id`.
    #[uniffi(default = None)]
    pub joint: Option<Id>,
}

/// One behaviour, as it is told.
#[uniffi::remote(Record)]
pub struct Behaviour {
    /// When it was seen, UTC milliseconds; absent: just now, by legal time.
    #[uniffi(default = None)]
    pub time: Option<i64>,
    /// Code of a condition, or of the authority's conduct list.
    pub code: String,
    /// The order version the code belongs to.
    #[uniffi(default = None)]
    pub order: Option<Hash>,
    /// By whom.
    #[uniffi(default = None)]
    pub person: Option<u16>,
    /// With which vehicle.
    #[uniffi(default = None)]
    pub vehicle: Option<u16>,
    /// How many vehicles, dogs or people, where that matters.
    #[uniffi(default = None)]
    pub count: Option<u16>,
    /// What was seen, in words.
    pub text: String,
    /// On what it rests.
    pub basis: Basis,
}

/// What is told of an encounter. Each becomes an entry.
#[uniffi::remote(Enum)]
pub enum EncounterNews {
    /// What is known of a person; absent fields stay as they were.
    Person {
        /// Which person: 1, 2, 3 …
        person: u16,
        /// What is known.
        known: PersonKnown,
    },
    /// What is known of a vehicle; absent fields stay as they were.
    Vehicle {
        /// Which vehicle: 1, 2, 3 …
        vehicle: u16,
        /// What is known.
        known: VehicleKnown,
    },
    /// What somebody did.
    Conduct(Behaviour),
    /// A step of the ladder, or of fair dealing beside it.
    Step {
        /// With whom; absent: with everybody there.
        person: Option<u16>,
        /// When, UTC milliseconds; absent: just now, by legal time.
        time: Option<i64>,
        /// What.
        step: Step,
    },
    /// How it ended.
    Outcome {
        /// For whom; absent: for everybody who has no outcome of their own.
        person: Option<u16>,
        /// How.
        outcome: Outcome,
        /// Why, to whom, under which number.
        text: Option<String>,
        /// Why an offence ended without a fixed penalty, by its code.
        no_fpn: Option<String>,
    },
    /// Something that belongs to the encounter as a whole.
    Added(Detail),
}

/// An encounter as its entries tell it.
#[uniffi::remote(Record)]
pub struct EncounterView {
    /// The record.
    pub record: Id,
    /// Number of its first entry.
    pub first: u64,
    /// Its story.
    pub encounter: Encounter,
}
