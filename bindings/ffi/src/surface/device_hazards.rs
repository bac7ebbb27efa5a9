//! Types of `beatbook_device::hazards`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// One that is near.
#[uniffi::remote(Record)]
pub struct HazardHere {
    /// How near.
    pub near: Near,
    /// What.
    pub hazard: HazardView,
}

/// A danger of a place, as this phone knows it.
#[uniffi::remote(Record)]
pub struct HazardView {
    /// What it is called by when it is seen again or gone.
    pub hazard: Id,
    /// What kind.
    pub kind: Hazard,
    /// In words.
    pub text: String,
    /// On what it rests.
    pub basis: Basis,
    /// Who says so.
    #[uniffi(default = None)]
    pub source: Option<String>,
    /// Where, as far as this officer is told.
    pub place: HazardPlace,
    /// Local day on which it was last seen.
    pub seen: Date,
    /// Last local day on which it is shown.
    pub until: Date,
    /// This phone alone knows of it: no server has heard of it yet.
    pub own: bool,
}

/// A welfare record that has begun, and what is dangerous there.
#[uniffi::remote(Record)]
pub struct WelfareBegun {
    /// The record.
    pub record: Id,
    /// Dangers of the place, the nearest first; none if the phone has no position.
    #[uniffi(default = [])]
    pub hazards: Vec<HazardHere>,
}
