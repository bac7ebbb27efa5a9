//! Types of `beatbook_device::briefing`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// What people call a zone.
#[uniffi::remote(Record)]
pub struct ZoneName {
    /// The authority's code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub kind: ZoneKind,
}
