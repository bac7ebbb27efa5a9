//! Types of `beatbook_device::drafts`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// What was decided about a draft of this notebook.
#[uniffi::remote(Record)]
pub struct DraftDecision {
    /// The draft's record.
    pub record: Id,
    /// What has become of it.
    pub outcome: DraftOutcome,
    /// Why, as the supervisor said.
    pub why: String,
}

/// What has become of a draft.
#[uniffi::remote(Enum)]
pub enum DraftOutcome {
    /// Issued and sent by post.
    Posted {
        /// Under this number.
        number: NoticeNumber,
        /// On this local day: the date of the notice.
        on: Date,
        /// UTC milliseconds.
        time: i64,
    },
    /// Dropped.
    Dropped {
        /// On this local day.
        on: Date,
    },
}
