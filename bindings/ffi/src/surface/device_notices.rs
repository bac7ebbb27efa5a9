//! Types of `beatbook_device::notices`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// What a check of a notice finds.
#[uniffi::remote(Record)]
pub struct NoticeChecked {
    /// How it goes on, if nothing is missing.
    #[uniffi(default = None)]
    pub goes_on: Option<Ready>,
    /// Every missing point.
    #[uniffi(default = [])]
    pub missing: Vec<Missing>,
    /// What is worth knowing before it is issued, and refuses no number: questions before the caution, by what a vehicle
    /// warning is going to be found.
    #[uniffi(default = [])]
    pub notes: Vec<Missing>,
    /// Why only a warning is offered: the signs. It refuses no number.
    #[uniffi(default = None)]
    pub warn_only: Option<WhyWarnOnly>,
    /// A task for that sign was opened by this officer's phone, and is open.
    pub sign_task: bool,
}

/// What is told of a notice that was issued or drafted. Each becomes an entry.
#[uniffi::remote(Enum)]
pub enum NoticeNews {
    /// Served.
    Served {
        /// When, UTC milliseconds; absent: just now, by legal time.
        time: Option<i64>,
        /// How; absent: as the paper says.
        method: Option<ServiceMethod>,
        /// Whether the recipient signed.
        signature: Signature,
        /// Photographs of it where it was left or hangs.
        evidence: Vec<Evidence>,
    },
    /// A slip put right.
    Amended {
        /// Which statement, by its name: one of `statements` of its
        /// kind.
        field: String,
        /// What it should say.
        text: String,
        /// Why.
        reason: String,
    },
    /// Invalid; its number stays accounted for.
    Voided {
        /// Why.
        reason: String,
    },
    /// Valid, and dropped.
    Withdrawn {
        /// Why.
        reason: String,
        /// How the recipient was told; empty while nobody has told them.
        told: String,
        /// The local day they were told; absent while nobody has. Told later, it is withdrawn once more with this day.
        told_on: Option<Date>,
    },
    /// A draft that becomes nothing.
    Dropped {
        /// Why.
        reason: String,
    },
    /// Guardian or youth justice was told of paper given to somebody of sixteen or seventeen.
    YoungTold {
        /// Who.
        whom: ToldWhom,
        /// How.
        how: ToldHow,
        /// On which local day; absent: today.
        on: Option<Date>,
    },
}

/// What came of asking for a notice.
#[uniffi::remote(Enum)]
pub enum NoticeOutcome {
    /// It has its number.
    Issued {
        /// The record.
        record: Id,
        /// As printed.
        number: String,
        /// Last local day to tell guardian and youth justice; absent for adults.
        tell_guardian_by: Option<Date>,
        /// What is worth knowing beside, as the check said it; and `direction_not_told`: a direction to leave land that its encampment
        /// has to be told of, as this phone does not know which it is.
        notes: Vec<Missing>,
    },
    /// It is complete, and something is unsure: a supervisor issues it by post or drops it.
    Draft {
        /// The record.
        record: Id,
        /// Codes of what is unsure.
        doubts: Vec<String>,
    },
}

/// A notice as its entries tell it.
#[uniffi::remote(Record)]
pub struct NoticeView {
    /// The record.
    pub record: Id,
    /// Number of its first entry.
    pub first: u64,
    /// Its story.
    pub story: NoticeStory,
}

/// Paper given to somebody of sixteen or seventeen, of which somebody is still to be told.
#[uniffi::remote(Record)]
pub struct YoungNotice {
    /// The record.
    pub record: Id,
    /// Number, last day, who is still to be told.
    pub to_tell: StillToTell,
}
