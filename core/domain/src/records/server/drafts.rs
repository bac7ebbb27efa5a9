//! What a supervisor decides about a draft.

use beatbook_protocol::hash::Hash;
use beatbook_protocol::id::Id;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::register::IssuedNotice;

/// A draft was issued under a number of the server's own and sent by post on the same day. What it says is the
/// draft's words; this journal goes to every phone of the authority and holds no person.
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
    /// Why, in words without names.
    pub why: String,
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
