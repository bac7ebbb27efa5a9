//! Types of `beatbook_domain::records::notice::story`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// Number and time of issue.
#[uniffi::remote(Record)]
pub struct Issue {
    /// As printed.
    pub number: String,
    /// Legal time.
    pub time: LegalTime,
    /// The templates it was printed with; absent: the first that shipped.
    #[uniffi(default = None)]
    pub templates: Option<TemplatesRef>,
}

/// Where a notice stands.
#[uniffi::remote(Enum)]
pub enum NoticeState {
    /// Without a number.
    Draft {
        /// What was unsure.
        doubts: Vec<String>,
        /// What was missing.
        missing: Vec<String>,
    },
    /// A draft that became nothing.
    Dropped {
        /// Why.
        reason: String,
    },
    /// Issued.
    Issued(Issue),
    /// Invalid.
    Voided {
        /// Its number and time.
        issue: Issue,
        /// Why.
        reason: String,
    },
    /// Valid and dropped.
    Withdrawn {
        /// Its number and time.
        issue: Issue,
        /// Why.
        reason: String,
        /// How the recipient was told; empty while nobody has told them.
        told: String,
        /// The local day they were told; absent while nobody has, or nobody noted it.
        told_on: Option<Date>,
    },
}

/// A notice with its story.
#[uniffi::remote(Record)]
pub struct NoticeStory {
    /// What it says.
    pub notice: Notice,
    /// Where it stands.
    pub standing: NoticeState,
    /// Every service, in order.
    #[uniffi(default = [])]
    pub served: Vec<NoticeServed>,
    /// Every amendment, in order.
    #[uniffi(default = [])]
    pub amended: Vec<NoticeAmended>,
    /// That guardian and youth justice were told, in order.
    #[uniffi(default = [])]
    pub young_told: Vec<YoungTold>,
}
