//! Types of `beatbook_device::encampment_doubts`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// Something that was told of an encampment and does not hold.
#[uniffi::remote(Record)]
pub struct Unheld {
    /// Number of the entry, of this phone's own: what takes it back names that.
    #[uniffi(default = None)]
    pub entry: Option<u64>,
    /// Code of the officer who told it; absent of this phone's own entries, and of an officer this phone does not know.
    #[uniffi(default = None)]
    pub by: Option<String>,
    /// What it tells, by its name.
    pub what: String,
    /// Why it does not hold: a stable code.
    pub code: String,
    /// The same in words.
    pub why: String,
}
