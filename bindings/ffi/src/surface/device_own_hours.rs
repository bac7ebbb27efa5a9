//! Types of `beatbook_device::own_hours`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// What is asked of the officer's own hours.
#[uniffi::remote(Record)]
pub struct AskHours {
    /// First instant of the period, UTC milliseconds.
    pub from: i64,
    /// First instant after it, UTC milliseconds.
    pub to: i64,
    /// Codes of the zones; empty for all that the officer's time says anything of.
    #[uniffi(default = [])]
    pub zones: Vec<String>,
}
