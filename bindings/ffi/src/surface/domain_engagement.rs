//! Types of `beatbook_domain::engagement`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// An engagement as its entries tell it.
#[uniffi::remote(Record)]
pub struct Engagement {
    /// The notebook that tells it.
    pub notebook: Id,
    /// Whose it is.
    pub by: Id,
    /// The engagement.
    pub record: Id,
    /// Number of its first entry.
    pub first: u64,
    /// As it was recorded.
    pub recorded: EngagementRecorded,
    /// What it was, by the newest word.
    pub details: EngagementDetails,
    /// Name of its own operation, by the newest word.
    #[uniffi(default = None)]
    pub operation: Option<String>,
    /// Corrections, in order.
    #[uniffi(default = [])]
    pub corrections: Vec<Reason>,
    /// What it is called in other systems.
    #[uniffi(default = [])]
    pub references: Vec<Reference>,
    /// It is not counted any more.
    #[uniffi(default = None)]
    pub taken_back: Option<Reason>,
    /// Entries that do not hold.
    #[uniffi(default = [])]
    pub refused: Vec<EngagementEntryRefusedPair>,
}

/// A reason that was given, and the entry that gives it.
#[uniffi::remote(Record)]
pub struct Reason {
    /// The entry's number.
    pub seq: u64,
    /// Why.
    pub why: String,
}
