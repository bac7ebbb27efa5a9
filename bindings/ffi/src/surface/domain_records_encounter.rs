//! Types of `beatbook_domain::records::encounter`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// Something that belongs to the encounter as a whole.
#[uniffi::remote(Enum)]
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

/// One behaviour. Several in one encounter are several entries.
#[uniffi::remote(Record)]
pub struct EncounterConduct {
    /// When it was written down.
    pub at: Moment,
    /// When it was seen, UTC milliseconds.
    #[uniffi(default = None)]
    pub time: Option<i64>,
    /// The same by legal time, as surely as it was known, where it was seen just then; absent where the officer said when,
    /// and in entries from before it was kept.
    #[uniffi(default = None)]
    pub seen: Option<LegalTime>,
    /// Code of a condition, such as `NV-4`, or of the authority's conduct list.
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

/// The first entry.
#[uniffi::remote(Record)]
pub struct EncounterOpened {
    /// When it was written down.
    pub at: Moment,
    /// Legal time, if the phone has one.
    #[uniffi(default = None)]
    pub time: Option<LegalTime>,
    /// Where.
    #[uniffi(default = None)]
    pub place: Option<KeptPlace>,
    /// On which patrol.
    #[uniffi(default = None)]
    pub patrol: Option<Id>,
    /// Code of the authority that controls this record: the recorder's employer.
    pub controller: String,
    /// Random link between the records of several controllers about one event.
    #[uniffi(default = None)]
    pub joint: Option<Id>,
    /// Name of the operation.
    #[uniffi(default = None)]
    pub operation: Option<String>,
    /// Kind of land.
    #[uniffi(default = None)]
    pub land: Option<LandType>,
}

/// A step of the ladder, or of fair dealing beside it.
#[uniffi::remote(Record)]
pub struct EncounterStep {
    /// When it was written down.
    pub at: Moment,
    /// When it happened, UTC milliseconds; absent if nobody looked.
    #[uniffi(default = None)]
    pub time: Option<i64>,
    /// With whom; absent: with everybody there.
    #[uniffi(default = None)]
    pub person: Option<u16>,
    /// What.
    pub step: Step,
}

/// The kind of land it happened on.
#[uniffi::remote(Enum)]
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

/// How it ended for someone.
#[uniffi::remote(Enum)]
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
