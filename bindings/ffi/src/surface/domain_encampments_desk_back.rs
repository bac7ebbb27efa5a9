//! Types of `beatbook_domain::encampments::desk_back`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// An entry of a phone that the desk took back.
#[uniffi::remote(Record)]
pub struct DeskBack {
    /// The phone's entry.
    pub entry: EntryAt,
    /// The desk's, which takes it back.
    pub at: EntryAt,
    /// The officer at the desk.
    pub by: Id,
    /// When, UTC milliseconds.
    pub time: i64,
}
