//! What a person at the server should look at.

use beatbook_protocol::id::Id;
use serde::{Deserialize, Serialize};

/// What a person should look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AlarmKind {
    /// A notebook's history came in two versions.
    Fork,
    /// Phone and server derived different figures from the same fixes.
    PresenceDiffers,
    /// This server was restored and had lost what it once signed for.
    Restored,
    /// A body does not fit its record.
    Rejected,
    /// A notebook went on in another one by its own word, without a new code.
    Succeeded,
    /// A restore lost entries or bodies for good: the phone had purged them.
    Lost,
    /// A patrol lasts longer than anybody is on duty, or lies in the future: a clock was wrong, or nobody signed off.
    ImplausibleTime,
}

/// An alarm.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlarmRaised {
    /// Which.
    pub kind: AlarmKind,
    /// The notebook concerned.
    pub notebook: Id,
    /// The record concerned, if it is one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub record: Option<Id>,
}
