//! Types of `beatbook_device::door`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// What became of one position report.
#[uniffi::remote(Enum)]
pub enum FixOutcome {
    /// Part of the track.
    Accepted,
    /// Not later than one before it: kept as evidence, not used for hours.
    Late,
    /// The very same report is part of the track already: dropped.
    Duplicate,
    /// From before sign-on or after sign-off: not stored.
    OffDuty,
    /// Not a position report: not stored.
    Refused(FixRefusal),
}

/// What became of the reports of one call, by their index in it.
#[uniffi::remote(Record)]
pub struct FixReport {
    /// One for each report.
    #[uniffi(default = [])]
    pub outcomes: Vec<FixOutcome>,
    /// How many became part of the track.
    pub accepted: u32,
    /// How many are kept as evidence only.
    pub late: u32,
    /// How many were here already.
    pub duplicates: u32,
    /// How many were from outside duty.
    pub off_duty: u32,
    /// How many were no position reports.
    pub refused: u32,
}
