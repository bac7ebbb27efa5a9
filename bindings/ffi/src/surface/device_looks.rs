//! Types of `beatbook_device::looks`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// Rows of the phone's access log, in order.
#[uniffi::remote(Record)]
pub struct AccessLog {
    /// The rows.
    #[uniffi(default = [])]
    pub rows: Vec<AccessRow>,
    /// Looks since the last row that could not be written down, as the phone was full; the next row says so for good.
    pub missed: u32,
}

/// A row of the phone's access log.
#[uniffi::remote(Record)]
pub struct AccessRow {
    /// Its number on this phone.
    pub number: u64,
    /// Who looked is the officer of the notebook; at what and when.
    pub look: Look,
    /// Whether an entry for the server has it.
    pub told: bool,
}
