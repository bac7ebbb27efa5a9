//! Types of `beatbook_domain::alone`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// By which clock a phone knows how much of a timer's time has gone.
#[uniffi::remote(Enum)]
pub enum AloneClock {
    /// The phone has not been restarted: by the clock that nobody sets.
    SameStart,
    /// It was restarted; satellites or the server told the time before and after.
    Legal,
    /// It was restarted: by its wall clock, which may be wrong.
    Wall,
    /// It was restarted, and its wall clock was put back: nobody knows, and so it is overdue.
    Nobody,
}
