//! Types of `beatbook_domain::records::task`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// A concern of a welfare record, by when it was written down.
#[uniffi::remote(Record)]
pub struct ConcernAt {
    /// The record.
    pub record: Id,
    /// By the phone's wall clock, UTC milliseconds.
    pub wall: i64,
    /// By its monotonic clock, milliseconds.
    pub mono: i64,
    /// Which of those that were told in one go, from 0.
    pub nth: u32,
}

/// What somebody who leads safeguarding answers to a review at the desk.
#[uniffi::remote(Record)]
pub struct ReviewAnswer {
    /// Who.
    pub by: Id,
    /// When, UTC milliseconds.
    pub at: i64,
    /// What came of it; absent: it is taken on.
    #[uniffi(default = None)]
    pub outcome: Option<ReviewOutcome>,
    /// Why; with an outcome it is there.
    #[uniffi(default = None)]
    pub why: Option<String>,
}

/// A review: what it looks at, and who is asked for it. Nobody else is told. It names nobody: whom it is about the records tell.
#[uniffi::remote(Record)]
pub struct ReviewAsked {
    /// Every concern it is about: also those that joined it later.
    pub concerns: SetOfConcernAt,
    /// Whether those of one instant are told apart: if not, it is about all of them.
    pub each: bool,
    /// Sightings of a count of which somebody said that it was a person under eighteen; people of welfare records who are, or
    /// perhaps are.
    pub sightings: SetOfSightingRef,
    /// Those who lead safeguarding when it is asked for.
    #[uniffi(default = [])]
    pub leads: Vec<Id>,
    /// What was answered at the desk, in order.
    #[uniffi(default = [])]
    pub answers: Vec<ReviewAnswer>,
}

/// What came of a review. It is written down, and does nothing by itself.
#[uniffi::remote(Enum)]
pub enum ReviewOutcome {
    /// Somebody was referred to support.
    Referred,
    /// A safeguarding disclosure was made.
    Disclosed,
    /// Nothing is to be done.
    NoAction,
}

/// A task of the welfare service. Its entry has a coarse header, and its id tells no more than the hour.
#[uniffi::remote(Record)]
pub struct WelfareTask {
    /// The task, and its entry's record.
    pub id: Id,
    /// The officer it is for; absent if any of the team may do it.
    #[uniffi(default = None)]
    pub officer: Option<Id>,
    /// The team it is for; absent with an officer: nobody else's; without one and no review: any team of the service.
    #[uniffi(default = None)]
    pub team: Option<String>,
    /// Where: for the own team a grid reference of ten metres, for others the cell or ward that is shown of the place.
    #[uniffi(default = None)]
    pub place: Option<String>,
    /// What is to be done, in a line.
    pub what: String,
    /// By which local day.
    pub due: Date,
    /// The record it follows from.
    pub from_record: Id,
    /// The review it asks for, of concerns that add up.
    #[uniffi(default = None)]
    pub review: Option<ReviewAsked>,
}
