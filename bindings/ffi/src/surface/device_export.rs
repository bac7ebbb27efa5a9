//! Types of `beatbook_device::export`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// What was written.
#[uniffi::remote(Record)]
pub struct Exported {
    /// Entries.
    pub entries: u64,
    /// Bodies among them.
    pub bodies: u64,
    /// Bodies left out, as the officer may not read them any more; they stay in the notebook.
    pub left_out: u64,
    /// Fixes that were not sealed yet.
    pub unsealed: u64,
}
