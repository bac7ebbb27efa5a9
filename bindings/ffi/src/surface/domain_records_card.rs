//! Types of `beatbook_domain::records::card`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// The plan behind a card, and when it is looked at again: monthly (002 ¶3.5, 004 ¶15ii).
#[uniffi::remote(Record)]
pub struct CardPlan {
    /// Which.
    pub kind: PlanKind,
    /// Its own reference.
    pub reference: String,
    /// The local day of the next review.
    pub review: Date,
}

/// A priority of the zone.
#[uniffi::remote(Record)]
pub struct CardPriority {
    /// Its code in this zone, by which engagements name what they serve.
    pub code: String,
    /// What people want to be looked after.
    pub words: String,
    /// The quarter or survey it comes from.
    pub source: String,
    /// First local day.
    pub from: Date,
    /// Last local day; absent while open-ended.
    #[uniffi(default = None)]
    pub until: Option<Date>,
}

/// A card as the desk set it; a later one of the same zone replaces it.
#[uniffi::remote(Record)]
pub struct CardSet {
    /// The zone's card, and its entries' record.
    pub card: Id,
    /// The zone's code.
    pub zone: String,
    /// When it was set, UTC milliseconds.
    pub at: i64,
    /// The team that keeps it, as officers' teams are spelled.
    pub team: String,
    /// The named beat officer.
    #[uniffi(default = None)]
    pub officer: Option<Id>,
    /// What comes first, at most `PRIORITIES_MAX`.
    #[uniffi(default = [])]
    pub priorities: Vec<CardPriority>,
    /// The plan behind it.
    #[uniffi(default = None)]
    pub plan: Option<CardPlan>,
    /// What to do: where to stand, when, what to look for.
    #[uniffi(default = [])]
    pub todo: Vec<String>,
    /// What not to do, and hazards that everybody knows.
    #[uniffi(default = [])]
    pub avoid: Vec<String>,
    /// Days over which breaches are counted.
    pub breach_days: u16,
    /// First local day.
    pub from: Date,
    /// Last local day; absent while open-ended.
    #[uniffi(default = None)]
    pub until: Option<Date>,
    /// Who set it.
    pub by: Id,
}

/// Which plan stands behind a card.
#[uniffi::remote(Enum)]
pub enum PlanKind {
    /// A problem management plan.
    Pmp,
    /// A nomination of the National Intelligence Model's tasking meeting.
    Nim,
}

/// "You said, we did": what was done about a priority.
#[uniffi::remote(Record)]
pub struct PriorityClosed {
    /// The card.
    pub card: Id,
    /// The zone's code.
    pub zone: String,
    /// When it was written down, UTC milliseconds.
    pub at: i64,
    /// The priority's code.
    pub priority: String,
    /// What was done.
    pub did: String,
    /// The local day on which it was.
    pub on: Date,
    /// Who says so.
    pub by: Id,
}
