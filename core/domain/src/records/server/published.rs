//! What a server's journal says was published for phones: zones and order books.

use beatbook_protocol::hash::Hash;
use beatbook_protocol::id::Id;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::orders::templates::TemplatesTaken;

/// Zones for phones: which objects make up the briefing from now on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BriefingPublished {
    /// Hash of the zone manifest object: which versions count when.
    pub manifest: Hash,
    /// Hashes of the objects that hold the zone versions.
    pub objects: Vec<Hash>,
    /// The earliest instant whose published figures change, if any, UTC milliseconds.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub restated_from: Option<i64>,
    /// Why history changes; required with `restated_from`.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub reason: Option<String>,
}

/// Orders, premises, signs, templates, rule sets and powers for phones: which objects make up the order book from now on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderBookPublished {
    /// Hash of the book's index object.
    pub book: Hash,
    /// Hashes of the objects it names and the book before did not, as far as they are few enough.
    pub objects: Vec<Hash>,
    /// The first day that is past on which another version counts than before, if any.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub restated_from: Option<Date>,
    /// Why the past changes, required with `restated_from`; or why somebody settled what the law or an officer's power is.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub reason: Option<String>,
    /// The officer who settled that; absent for imports, and in entries from before it was kept.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub by: Option<Id>,
    /// The set of templates that it brings, if it brings one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub templates: Option<TemplatesTaken>,
}
