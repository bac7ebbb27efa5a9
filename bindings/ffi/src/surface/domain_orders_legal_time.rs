//! Types of `beatbook_domain::orders::legal_time`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// An estimate of the time.
#[uniffi::remote(Record)]
pub struct LegalTime {
    /// UTC milliseconds.
    pub at: i64,
    /// It lies at most so many milliseconds before or after; unknown without an anchor since the phone started.
    #[uniffi(default = None)]
    pub within: Option<i64>,
}

/// What an estimate rests on.
#[uniffi::remote(Enum)]
pub enum TimeSource {
    /// The time of a satellite fix.
    Gnss,
    /// The server's time at the last exchange.
    Server,
    /// The phone's own clock, which may be years off.
    WallClock,
}
