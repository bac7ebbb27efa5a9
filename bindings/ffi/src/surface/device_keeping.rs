//! Types of `beatbook_device::keeping`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// How long bodies stay on the phone after the server has signed for them, milliseconds. What is kept how long for whom is
/// the server's to say, and it tells the phone what it has erased and what is under a hold; these keep the phone small and
/// quiet before that.
#[uniffi::remote(Record)]
pub struct Keeping {
    /// Track chunks and patrol summaries; lone workers' timers.
    pub tracks: i64,
    /// Sightings of rough-sleeper counts.
    pub counts: i64,
    /// Everything else.
    pub records: i64,
}

/// What a purge took away.
#[uniffi::remote(Record)]
pub struct Purged {
    /// Bodies.
    pub bodies: u64,
    /// Whole entries at the beginning of the journal.
    pub entries: u64,
}
