//! Types of `beatbook_domain::records::outreach`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// A place where people were last seen who sleep rough.
#[uniffi::remote(Record)]
pub struct ColdPlace {
    /// Its number this night, the same for all teams.
    pub number: u16,
    /// A square of 100 m of the National Grid, or the code of a ward, as this team may know it.
    pub place: String,
    /// How many people.
    pub people: u32,
    /// The local day on which the last of them was seen.
    pub last: Date,
}

/// A service that takes people in, as it was told last. It names nobody, and is for every phone: whoever offers help on the
/// street has to know where there is room.
#[uniffi::remote(Record)]
pub struct ServiceTold {
    /// What it is called.
    pub name: String,
    /// What kind of placement it is.
    pub kind: PlacementKind,
    /// All places.
    pub places: u32,
    /// Those that are free.
    pub free: u32,
    /// When that was so, UTC milliseconds by the server's clock.
    pub at: i64,
    /// Whom it takes, in words; empty: everybody.
    pub takes: String,
    /// It takes nobody in any more, and is in no list.
    pub ended: bool,
}
