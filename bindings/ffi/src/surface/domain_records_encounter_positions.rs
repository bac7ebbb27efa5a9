//! Types of `beatbook_domain::records::encounter::positions`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// A further position of the encounter, of a fresh fix of the receiver's; nobody types one.
#[uniffi::remote(Record)]
pub struct EncounterPlaced {
    /// When it was written down.
    pub at: Moment,
    /// Legal time then.
    pub time: LegalTime,
    /// Where.
    pub place: KeptPlace,
    /// Milliseconds between the fix and `time`.
    pub age: i64,
}
