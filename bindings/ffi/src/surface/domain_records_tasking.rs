//! Types of `beatbook_domain::records::tasking`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// What care a sensitive task needs.
#[uniffi::remote(Record)]
pub struct Discretion {
    /// Why.
    pub kind: SensitiveKind,
    /// No card, letter or note is to be left there.
    pub leave_nothing_in_writing: bool,
    /// Nobody is to ring there before or after.
    pub do_not_call: bool,
}

/// Why a task was not done.
#[uniffi::remote(Enum)]
pub enum NotDoneReason {
    /// There was no time.
    NoTime,
    /// The officer was abstracted.
    Abstracted,
    /// Nobody got there, or in.
    NoAccess,
    /// Nobody was there.
    NobodyThere,
    /// It was not safe.
    NotSafe,
    /// It was no longer needed.
    NotNeeded,
    /// Something else: see the words.
    Other,
}

/// Between what the presence of a proof lies.
#[uniffi::remote(Record)]
pub struct ProofBounds {
    /// Certainly in the zone within the window, milliseconds.
    pub certain: i64,
    /// Possibly there, milliseconds.
    pub possible: i64,
}

/// Why a task is sensitive.
#[uniffi::remote(Enum)]
pub enum SensitiveKind {
    /// Domestic abuse.
    DomesticAbuse,
    /// A vulnerable address.
    VulnerableAddress,
}

/// What an officer answers to a task.
#[uniffi::remote(Enum)]
pub enum TaskAnswer {
    /// The officer takes it on.
    Accepted,
    /// It is done.
    Done {
        /// Presence that shows it, as the officer confirmed.
        proof: Option<TaskProof>,
        /// What came of it.
        words: Option<String>,
    },
    /// It is not.
    NotDone {
        /// Why.
        reason: NotDoneReason,
        /// The same in words; with `Other` they must be there.
        words: Option<String>,
    },
    /// A colleague takes it.
    HandedOver {
        /// Who.
        to: Id,
    },
}

/// Whom a task is for.
#[uniffi::remote(Enum)]
pub enum TaskFor {
    /// This officer.
    Officer(Id),
    /// Anybody of this team, as officers' teams are spelled.
    Team(String),
    /// Anybody of the welfare service.
    Service,
    /// Those who lead safeguarding, and nobody else.
    Leads(Vec<Id>),
}

/// Where it is to be done.
#[uniffi::remote(Enum)]
pub enum TaskPlace {
    /// In the zone of this code: presence there is proposed as proof.
    Zone(String),
    /// At a place in words.
    Address(String),
}

/// What comes first.
#[uniffi::remote(Enum)]
pub enum TaskPriority {
    /// Before everything else.
    High,
    /// As it comes.
    Normal,
    /// When there is time.
    Low,
}

/// Presence in a task's zone within its window, as the phone measured it.
#[uniffi::remote(Record)]
pub struct TaskProof {
    /// The patrol it was measured on.
    pub patrol: Id,
    /// Code of the zone.
    pub zone: String,
    /// First instant of presence, UTC milliseconds.
    pub from: i64,
    /// First instant after the last.
    pub to: i64,
    /// Presence between them, milliseconds: the estimate.
    pub present: i64,
    /// How sure that is; absent in what was told before phones kept it.
    #[uniffi(default = None)]
    pub bounds: Option<ProofBounds>,
}

/// A task as the desk set it; a later one of the same id replaces it.
#[uniffi::remote(Record)]
pub struct TaskSet {
    /// The task, and its entry's record. It tells no more than the hour.
    pub task: Id,
    /// Which meeting or plan it comes from.
    pub source: TaskSource,
    /// The meeting's or plan's own reference.
    #[uniffi(default = None)]
    pub reference: Option<String>,
    /// Whom it is for.
    pub for_whom: TaskFor,
    /// Where.
    pub place: TaskPlace,
    /// What is to be done.
    pub what: String,
    /// First instant, UTC milliseconds.
    pub from: i64,
    /// First instant after it, UTC milliseconds: undone then, it is overdue.
    pub until: i64,
    /// What comes first.
    pub priority: TaskPriority,
    /// Present if it is sensitive.
    #[uniffi(default = None)]
    pub discretion: Option<Discretion>,
    /// Who set it; absent if it follows by a rule.
    #[uniffi(default = None)]
    pub by: Option<Id>,
}

/// Which meeting or plan a task comes from.
#[uniffi::remote(Enum)]
pub enum TaskSource {
    /// National Intelligence Model: the tasking meeting's nominations.
    Nim,
    /// A problem management plan.
    Pmp,
    /// The daily management meeting.
    Dmm,
    /// The community safety partnership.
    Csp,
    /// The welfare service: what follows from a welfare record, `WelfareTask`.
    Welfare,
}
