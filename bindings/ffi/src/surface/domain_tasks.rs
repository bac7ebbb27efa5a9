//! Types of `beatbook_domain::tasks`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// An answer that does not hold.
#[uniffi::remote(Record)]
pub struct AnswerRefused {
    /// Whose.
    pub by: Id,
    /// The notebook it is in.
    pub notebook: Id,
    /// Its entry.
    pub seq: u64,
    /// What it says.
    pub answer: TaskAnswer,
    /// Why not.
    pub why: TaskRefusal,
}

/// A task as the desk and all phones tell it.
#[uniffi::remote(Record)]
pub struct Task {
    /// As it was set last.
    pub set: TaskSet,
    /// How many concerns and sightings a review is about; none: it is no review.
    #[uniffi(default = None)]
    pub about: Option<u32>,
    /// Officers and teams it was for before, in order: it was given on from each to the next.
    #[uniffi(default = [])]
    pub was_for: Vec<TaskFor>,
    /// Where it stands.
    pub state: TaskState,
    /// Others who did it, too.
    #[uniffi(default = [])]
    pub also_done_by: Vec<Id>,
    /// Answers that do not hold.
    #[uniffi(default = [])]
    pub refused: Vec<AnswerRefused>,
}

/// Where a task stands, the window apart.
#[uniffi::remote(Enum)]
pub enum TaskState {
    /// Nobody has taken it on.
    Open,
    /// Somebody has.
    Accepted {
        /// Who.
        by: Id,
    },
    /// It is handed over, and the desk has not given it on yet.
    HandedOver {
        /// By whom.
        by: Id,
        /// To whom.
        to: Id,
    },
    /// It is done.
    Done {
        /// Who did it.
        by: Id,
        /// When it was told, by legal time, UTC milliseconds.
        at: i64,
        /// Presence that shows it.
        proof: Option<TaskProof>,
        /// What came of it.
        words: Option<String>,
    },
    /// It was not done.
    NotDone {
        /// Who says so.
        by: Id,
        /// Why.
        reason: NotDoneReason,
        /// The same in words.
        words: Option<String>,
    },
    /// The desk withdrew it.
    Withdrawn {
        /// Why.
        why: String,
    },
}
