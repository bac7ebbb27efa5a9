//! Types of `beatbook_device::child_first`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// Somebody under eighteen sleeps rough: an immediate matter of safeguarding (Children Act 1989 s47; rules of the field 10).
#[uniffi::remote(Record)]
pub struct ChildFirst {
    /// Of a count: which sightings of the part, of those that were told just now. Of a welfare record: which people.
    #[uniffi(default = [])]
    pub labels: Vec<u16>,
    /// Duty numbers as the server told them last, by team; the number without a team is that of all others.
    #[uniffi(default = [])]
    pub numbers: Vec<DutyToRing>,
    /// What to do, line by line, the most urgent first.
    #[uniffi(default = [])]
    pub lines: Vec<String>,
}

/// What was told of a part of a count is recorded; this is what cannot wait.
#[uniffi::remote(Record)]
pub struct CountAnswer {
    /// Somebody under eighteen was seen: shown before anything else is asked. Absent if nobody was.
    #[uniffi(default = None)]
    pub child_first: Option<ChildFirst>,
    /// What looks wrong with this part and with what was told just now. It is kept as it was told.
    #[uniffi(default = [])]
    pub doubts: Vec<Missing>,
}

/// A number to ring.
#[uniffi::remote(Record)]
pub struct DutyToRing {
    /// Whose it is, as officers' teams are spelled; empty: of all teams without a number of their own.
    pub team: String,
    /// The number.
    pub number: DutyNumber,
}

/// What was told of a welfare record is recorded; this is what cannot wait.
#[uniffi::remote(Record)]
pub struct WelfareAnswer {
    /// Somebody is in immediate danger, and nobody has said when 999 was rung: what to tell 999, shown before anything else,
    /// with each answer until it is said. Absent if nobody is.
    #[uniffi(default = None)]
    pub emergency: Option<Emergency>,
    /// Somebody who is, or perhaps is, under eighteen sleeps rough, and no disclosure is made: shown before anything else is
    /// asked, with each answer until it is. Absent if nobody does.
    #[uniffi(default = None)]
    pub child_first: Option<ChildFirst>,
    /// What looks wrong with what was told just now of placements, of whoever sleeps rough beside one and of consent taken back, and
    /// a record that ended as no concern before one was told. They are kept as they were told.
    #[uniffi(default = [])]
    pub doubts: Vec<Missing>,
}
