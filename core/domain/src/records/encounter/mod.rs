//! An encounter: people, vehicles and what they did, step by step, until each has an outcome.
//!
//! Recording is never refused for law's sake: a step out of order is kept and noted ([`story`]). Only
//! numbered paper asks for more ([`crate::notices`]).

mod cautioned;
pub mod joint;
pub mod judged;
pub mod no_fpn;
pub mod people;
pub mod positions;
pub mod shown;
pub mod steps;
pub mod story;
mod vehicles;
mod words;

use beatbook_protocol::hash::Hash;
use beatbook_protocol::id::Id;
use serde::{Deserialize, Serialize};

use crate::orders::legal_time::LegalTime;
use crate::records::journal::{Basis, Moment};
use crate::records::kinds::kinds;
use crate::records::reference::Reference;
use crate::records::seen::{Evidence, KeptPlace};
use judged::EncounterJudged;
use people::{PersonKnown, VehicleKnown};
use positions::EncounterPlaced;
use steps::Step;

/// A person or vehicle of one encounter: 1, 2, 3 …
pub type Label = u16;

/// The kind of land it happened on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LandType {
    /// A road or pavement.
    Highway,
    /// Other public land.
    Public,
    /// Private land that the public may enter.
    PrivateOpen,
    /// Other private land.
    Private,
}

/// The first entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EncounterOpened {
    /// When it was written down.
    pub at: Moment,
    /// Legal time, if the phone has one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub time: Option<LegalTime>,
    /// Where.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub place: Option<KeptPlace>,
    /// On which patrol.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub patrol: Option<Id>,
    /// Code of the authority that controls this record: the recorder's employer.
    pub controller: String,
    /// Random link between the records of several controllers about one event.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub joint: Option<Id>,
    /// Name of the operation.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub operation: Option<String>,
    /// Kind of land.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub land: Option<LandType>,
}

/// What is known of a person; fields that are absent stay as they were.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EncounterPerson {
    /// When it was written down.
    pub at: Moment,
    /// Which person.
    pub person: Label,
    /// What is known.
    pub known: PersonKnown,
    /// Details were required under PRA 2002 s50 or EPA 1990 s88, and the phone knew of no such power of the officer.
    #[serde(skip_serializing_if = "core::ops::Not::not", default)]
    pub without_power: bool,
}

/// What is known of a vehicle; fields that are absent stay as they were.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EncounterVehicle {
    /// When it was written down.
    pub at: Moment,
    /// Which vehicle.
    pub vehicle: Label,
    /// What is known.
    pub known: VehicleKnown,
}

/// One behaviour. Several in one encounter are several entries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EncounterConduct {
    /// When it was written down.
    pub at: Moment,
    /// When it was seen, UTC milliseconds.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub time: Option<i64>,
    /// The same by legal time, as surely as it was known, where it was seen just then; absent where the officer said when,
    /// and in entries from before it was kept.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub seen: Option<LegalTime>,
    /// Code of a condition, such as `NV-4`, or of the authority's conduct list.
    pub code: String,
    /// The order version the code belongs to.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub order: Option<Hash>,
    /// By whom.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub person: Option<Label>,
    /// With which vehicle.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub vehicle: Option<Label>,
    /// How many vehicles, dogs or people, where that matters.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub count: Option<u16>,
    /// What was seen, in words.
    pub text: String,
    /// On what it rests.
    pub basis: Basis,
}

/// A step of the ladder, or of fair dealing beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EncounterStep {
    /// When it was written down.
    pub at: Moment,
    /// When it happened, UTC milliseconds; absent if nobody looked.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub time: Option<i64>,
    /// With whom; absent: with everybody there.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub person: Option<Label>,
    /// What.
    pub step: Step,
}

/// How it ended for someone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Nothing further.
    None,
    /// A warning, spoken or on paper.
    Warning,
    /// A fixed penalty notice.
    Fpn,
    /// Reported for prosecution.
    Report,
    /// Arrested.
    Arrest,
    /// Referred: to support, to youth services, to another team.
    Referral,
    /// An acceptable behaviour agreement.
    AcceptableBehaviourAgreement,
    /// Breach of a criminal behaviour order, reported.
    CboBreach,
    /// Breach of a closure order, reported.
    ClosureBreach,
    /// A dispersal direction, reported to another system.
    DispersalReported,
}

/// How it ended. A later entry for the same person replaces it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EncounterOutcome {
    /// When.
    pub at: Moment,
    /// For whom; absent: for everybody who has no outcome of their own.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub person: Option<Label>,
    /// How.
    pub outcome: Outcome,
    /// Why, to whom, under which number.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub text: Option<String>,
    /// Why an offence ended without a fixed penalty: a code of [`no_fpn`].
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub no_fpn: Option<String>,
    /// An arrest, and the phone knew of no power of the officer for it.
    #[serde(skip_serializing_if = "core::ops::Not::not", default)]
    pub without_power: bool,
}

/// Something that belongs to the encounter as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Detail {
    /// Its number in another system, body-worn video too.
    Reference(Reference),
    /// Someone else who saw it.
    Witness {
        /// Name or number, and how to reach them.
        who: String,
        /// Gave a statement.
        statement: bool,
    },
    /// The officer's own witness statement.
    OwnStatement {
        /// In words.
        text: String,
    },
    /// A photograph or recording.
    Evidence(Evidence),
    /// The kind of land.
    Land(LandType),
    /// An operation.
    Operation(String),
    /// What the officer adds later.
    Annotation(String),
}

/// See [`Detail`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EncounterAdded {
    /// When.
    pub at: Moment,
    /// What.
    pub detail: Detail,
}

/// One entry of an encounter's story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EncounterEntry {
    /// See [`EncounterOpened`].
    Opened(EncounterOpened),
    /// See [`EncounterPerson`].
    Person(EncounterPerson),
    /// See [`EncounterVehicle`].
    Vehicle(EncounterVehicle),
    /// See [`EncounterConduct`].
    Conduct(EncounterConduct),
    /// See [`EncounterStep`].
    Step(EncounterStep),
    /// See [`EncounterOutcome`].
    Outcome(EncounterOutcome),
    /// See [`EncounterAdded`].
    Added(EncounterAdded),
    /// See [`EncounterPlaced`].
    Placed(EncounterPlaced),
    /// See [`EncounterJudged`].
    Judged(Box<EncounterJudged>),
}

kinds!(EncounterEntry {
    "encounter_opened" => Opened,
    "encounter_person" => Person,
    "encounter_vehicle" => Vehicle,
    "encounter_conduct" => Conduct,
    "encounter_step" => Step,
    "encounter_outcome" => Outcome,
    "encounter_added" => Added,
    "encounter_placed" => Placed,
    "encounter_judged" => Judged,
});
