//! Types of `beatbook_domain::records::alone`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// What ended an alarm.
#[uniffi::remote(Enum)]
pub enum AloneEnd {
    /// The officer was well, and went on.
    Checked,
    /// The officer stopped the timer.
    Stopped,
}

/// Where the officer was last, as far as it is told.
#[uniffi::remote(Enum)]
pub enum AloneWhere {
    /// Exactly.
    Exact(KeptPlace),
    /// In this square of 100 m.
    Cell(Cell),
}
