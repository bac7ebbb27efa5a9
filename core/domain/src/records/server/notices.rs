//! What a server's journal says of notices: decided upon, paid, and what became of drafts. No person is in it.

use beatbook_protocol::hash::Hash;
use beatbook_protocol::id::Id;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::notices::number::NoticeNumber;
use crate::orders::templates::TemplatesRef;
use crate::register::{Act, IssuedNotice, Payment};

/// How an entry names the notice it tells of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AboutNotice<'a> {
    /// By its number.
    Numbered(&'a NoticeNumber),
    /// As a draft of this notebook.
    DraftOf(Id),
}

/// Something was decided about a notice, or has happened to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeDecided {
    /// The notice.
    pub number: NoticeNumber,
    /// The local day it counts from.
    pub on: Date,
    /// The officer or supervisor who decided; absent if the server found it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub by: Option<Id>,
    /// What.
    pub act: Act,
    /// Why, in words without names: the officer's phone reads it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub why: Option<String>,
}

/// A draft was issued under a number of the server's own and sent by post on the same day. What it says is the
/// draft's words; no person is in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftPosted {
    /// The notebook that drafted it.
    pub notebook: Id,
    /// The draft's record.
    pub record: Id,
    /// Hash of the header of the drafting entry: its words are the notice's, whatever that notebook writes later.
    pub draft: Hash,
    /// When, UTC milliseconds; its local day is the date of the notice and of posting.
    pub time: i64,
    /// The notice as the register counts it.
    pub issued: IssuedNotice,
    /// The supervisor who decided.
    pub by: Id,
    /// Codes of what was unsure and decided upon.
    pub doubts: Vec<String>,
    /// Codes of what was missing and decided upon, because a supervisor may.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub missing: Vec<String>,
    /// Why, in words without names.
    pub why: String,
    /// The templates it is printed with; absent in entries from before they were kept: the first that shipped.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub templates: Option<TemplatesRef>,
}

/// A draft becomes nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftDropped {
    /// The notebook that drafted it.
    pub notebook: Id,
    /// The draft's record.
    pub record: Id,
    /// Hash of the header of the drafting entry.
    pub draft: Hash,
    /// On which local day.
    pub on: Date,
    /// The supervisor who decided.
    pub by: Id,
    /// Why, in words without names.
    pub why: String,
}

/// Money has cleared for a notice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentTaken {
    /// The notice.
    pub number: NoticeNumber,
    /// The money.
    pub payment: Payment,
    /// The officer who took it in; absent in entries from before it was kept.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub by: Option<Id>,
}
