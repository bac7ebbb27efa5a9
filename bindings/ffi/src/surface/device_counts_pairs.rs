//! Types of `beatbook_device::counts_pairs`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// Two sightings of this part that may be one person, or of which something was said here.
#[uniffi::remote(Record)]
pub struct OwnPair {
    /// Which.
    pub pair: SightingPair,
    /// Points, 50 or more; absent where nothing proposes it any more.
    #[uniffi(default = None)]
    pub score: Option<i32>,
    /// Why, with the points of each; they add up to the score.
    #[uniffi(default = [])]
    pub reasons: Vec<PairReason>,
    /// This officer's last word on it; absent before the first, and once it was taken back.
    #[uniffi(default = None)]
    pub said: Option<PairAnswer>,
}
