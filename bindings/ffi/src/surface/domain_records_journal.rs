//! Types of `beatbook_domain::records::journal`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// Fact, opinion or hearsay (DPA 2018 s38(1)).
#[uniffi::remote(Enum)]
pub enum Basis {
    /// Seen or done by the officer.
    Fact,
    /// What the officer thinks.
    Opinion,
    /// What someone told the officer.
    Hearsay,
}

/// An instant as a phone saw it, by both clocks.
#[uniffi::remote(Record)]
pub struct Moment {
    /// Wall clock, UTC milliseconds. It may be wrong.
    pub wall: i64,
    /// Monotonic clock since the phone's start, milliseconds, sleep included.
    pub mono: i64,
    /// Which start of the phone.
    pub boot: BootId,
}
