//! Types of `beatbook_domain::records::count::story`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// One phone's part of a count.
#[uniffi::remote(Record)]
pub struct CountPart {
    /// The first entry.
    pub joined: CountJoined,
    /// The start, once pressed.
    #[uniffi(default = None)]
    pub started: Option<CountStarted>,
    /// Sightings by label.
    pub sightings: SightingByU16,
    /// The last word on each sector, with all sites reached by hand that were not taken back.
    pub sectors: CountSectorByString,
    /// The end, once pressed.
    #[uniffi(default = None)]
    pub ended: Option<CountEnded>,
    /// What its officer said of pairs, in order.
    #[uniffi(default = [])]
    pub decisions: Vec<CountDecision>,
    /// Debriefs, in order.
    #[uniffi(default = [])]
    pub debriefs: Vec<CountDebriefed>,
}

/// When something was said, to tell the later of two words. A wall clock alone is never later than a known time.
#[uniffi::remote(Record)]
pub struct Said {
    /// The time is known, with its uncertainty.
    pub known: bool,
    /// UTC milliseconds.
    pub at: i64,
}

/// A sighting with all news about it.
#[uniffi::remote(Record)]
pub struct Sighting {
    /// What is known; its times are those of the first entry.
    pub seen: CountSighting,
    /// When the state was said.
    pub state_said: Said,
    /// When the gender was said.
    pub gender_said: Said,
    /// When the age was said.
    pub age_said: Said,
    /// When the nationality was said.
    pub nationality_said: Said,
}
