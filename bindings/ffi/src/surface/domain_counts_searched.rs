//! Types of `beatbook_domain::counts::searched`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// How much of a sector was come by.
#[uniffi::remote(Enum)]
pub enum Searched {
    /// There is no track: of no phone, or none of its fixes in the window counts.
    NoTrack,
    /// The sector has no zone that this look knows of.
    NoZone,
    /// So much of its area.
    Share {
        /// Per cent, rounded down.
        percent: u8,
    },
}
