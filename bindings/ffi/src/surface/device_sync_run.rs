//! Types of `beatbook_device::sync::run`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// What a sync came to.
#[uniffi::remote(Record)]
pub struct SyncReport {
    /// Requests that were answered.
    pub exchanges: u32,
    /// Bodies the server newly signed for.
    pub acknowledged: u64,
    /// Entries and objects pulled.
    pub pulled: u64,
    /// Bodies still without a receipt.
    pub left: u64,
    /// Whether the notebook may still be written.
    pub state: NotebookState,
    /// Come again no sooner than after so many milliseconds; 0 for any time.
    pub wait: i64,
}

/// How far a running sync has come.
#[uniffi::remote(Record)]
pub struct SyncSoFar {
    /// Requests that were answered.
    pub exchanges: u32,
    /// Bodies the server newly signed for.
    pub acknowledged: u64,
    /// Entries and objects pulled.
    pub pulled: u64,
}
