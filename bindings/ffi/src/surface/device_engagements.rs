//! Types of `beatbook_device::engagements`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// What an engagement is to be; what is absent is not told.
#[uniffi::remote(Record)]
pub struct EngagementChange {
    /// Code of the category; may be absent where a kind is told.
    #[uniffi(default = None)]
    pub category: Option<String>,
    /// Code of the kind.
    #[uniffi(default = None)]
    pub kind: Option<String>,
    /// When it began, UTC milliseconds; absent at first: just now, by legal time.
    #[uniffi(default = None)]
    pub from: Option<i64>,
    /// How long it took.
    #[uniffi(default = None)]
    pub minutes: Option<u16>,
    /// Code of the ward; absent at first: as the phone proposes.
    #[uniffi(default = None)]
    pub ward: Option<String>,
    /// The ward's priority it serves.
    #[uniffi(default = None)]
    pub priority: Option<String>,
    /// Code of the parish.
    #[uniffi(default = None)]
    pub parish: Option<String>,
    /// How many people came.
    #[uniffi(default = None)]
    pub attendance: Option<u32>,
    /// How many signed up to messages.
    #[uniffi(default = None)]
    pub sign_ups: Option<u32>,
    /// What it was about, without names.
    #[uniffi(default = None)]
    pub text: Option<String>,
    /// Name of the operation; absent at first: the patrol's.
    #[uniffi(default = None)]
    pub operation: Option<String>,
}

/// An engagement of this notebook.
#[uniffi::remote(Record)]
pub struct EngagementView {
    /// Its story.
    pub engagement: Engagement,
}

/// An engagement to be recorded.
#[uniffi::remote(Record)]
pub struct RecordEngagement {
    /// What it is.
    pub what: EngagementChange,
    /// Where; a place that nobody knows is no obstacle.
    pub place: AskWhere,
}

/// The ward at a place.
#[uniffi::remote(Record)]
pub struct WardProposal {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
}
