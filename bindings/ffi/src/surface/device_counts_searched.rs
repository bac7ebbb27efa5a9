//! Types of `beatbook_device::counts_searched`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// A sector of this phone's team.
#[uniffi::remote(Record)]
pub struct SectorSearched {
    /// Its code.
    pub sector: String,
    /// What this phone has said of it; absent before it has.
    #[uniffi(default = None)]
    pub outcome: Option<SectorOutcome>,
    /// How much of it this phone came by.
    pub searched: Searched,
    /// Within how many metres of the track, as the plan says.
    pub distance_m: u32,
}
