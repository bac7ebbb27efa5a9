//! Types of `beatbook_domain::records::engagement`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// What an engagement was. What is absent is not told.
#[uniffi::remote(Record)]
pub struct EngagementDetails {
    /// Code of the official category.
    pub category: String,
    /// Code of the kind within the category.
    #[uniffi(default = None)]
    pub kind: Option<String>,
    /// When it began, UTC milliseconds.
    pub from: i64,
    /// How long it took.
    #[uniffi(default = None)]
    pub minutes: Option<u16>,
    /// Code of the ward.
    #[uniffi(default = None)]
    pub ward: Option<String>,
    /// The ward's priority it serves, by code or in a few words.
    #[uniffi(default = None)]
    pub priority: Option<String>,
    /// Code of the parish, of a parish council's meeting.
    #[uniffi(default = None)]
    pub parish: Option<String>,
    /// How many people came.
    #[uniffi(default = None)]
    pub attendance: Option<u32>,
    /// How many signed up to messages (MCV).
    #[uniffi(default = None)]
    pub sign_ups: Option<u32>,
    /// What it was about, without names.
    #[uniffi(default = None)]
    pub text: Option<String>,
}

/// The first entry.
#[uniffi::remote(Record)]
pub struct EngagementRecorded {
    /// When it was written down.
    pub at: Moment,
    /// Legal time of that.
    pub legal: LegalTime,
    /// Where the phone was.
    #[uniffi(default = None)]
    pub place: Option<KeptPlace>,
    /// Code of the ward that the phone proposed.
    #[uniffi(default = None)]
    pub proposed_ward: Option<String>,
    /// On which patrol.
    #[uniffi(default = None)]
    pub patrol: Option<Id>,
    /// Name of the operation.
    #[uniffi(default = None)]
    pub operation: Option<String>,
    /// Code of the recorder's employer, who controls the record.
    pub controller: String,
    /// What it was.
    pub details: EngagementDetails,
}

/// A parish of the authority.
#[uniffi::remote(Record)]
pub struct Parish {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
}
