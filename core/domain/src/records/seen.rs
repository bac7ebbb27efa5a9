//! Where something was and what shows it, as a record keeps it, and the check of texts that people type.

use beatbook_protocol::hash::Hash;
use serde::{Deserialize, Serialize};

/// A position as it is kept in a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct KeptPlace {
    /// Latitude in 1e-7°, WGS84.
    pub lat: i32,
    /// Longitude in 1e-7°, WGS84.
    pub lon: i32,
    /// 68 % radius in 0.1 m; absent if not told.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub accuracy: Option<u16>,
}

/// A photograph or recording: its content, and what it shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// SHA-256 of the file.
    pub content: Hash,
    /// What it shows.
    pub shows: String,
}

/// A text that is empty or longer than its field allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BadText {
    /// Which field.
    pub field: &'static str,
    /// Characters it may have at most.
    pub most: usize,
}

/// A text that must say something, in at most so many characters.
pub(crate) fn said(field: &'static str, text: &str, most: usize) -> Result<(), BadText> {
    if text.trim().is_empty() { Err(BadText { field, most }) } else { short(field, text, most) }
}

/// A text of at most so many characters; it may be empty.
pub(crate) fn short(field: &'static str, text: &str, most: usize) -> Result<(), BadText> {
    if text.chars().count() > most { Err(BadText { field, most }) } else { Ok(()) }
}

/// Whether two people are named, and not one of them twice.
pub(crate) fn are_two(people: &[String; 2]) -> bool {
    let [one, other] = people.each_ref().map(|person| person.trim());
    !one.is_empty() && !other.is_empty() && !one.eq_ignore_ascii_case(other)
}
