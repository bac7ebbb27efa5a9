//! Types of `beatbook_domain::cards::conditions`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// A condition in force in a zone.
#[uniffi::remote(Record)]
pub struct ZoneCondition {
    /// Code of the order.
    pub order: String,
    /// What people call the order.
    pub title: String,
    /// Its version.
    pub version: u32,
    /// Invented: nobody's order.
    pub illustrative: bool,
    /// Code of the condition.
    pub code: String,
    /// Its words in one line, cut short if they are long.
    pub line: String,
    /// It counts at some hours or dates only.
    pub at_times: bool,
}
