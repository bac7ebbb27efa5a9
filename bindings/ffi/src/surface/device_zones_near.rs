//! Types of `beatbook_device::zones_near`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// A zone in force near a place.
#[uniffi::remote(Record)]
pub struct ZoneNear {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// What kind of zone.
    pub kind: ZoneKind,
    /// The place lies in it.
    pub inside: bool,
    /// Metres from the place to its nearest edge.
    pub edge_m: f64,
    /// Of the middle of the smallest box around it, degrees, WGS84.
    pub lat: f64,
    /// Of the middle of the smallest box around it, degrees, WGS84.
    pub lon: f64,
    /// Metres from there within which all of it lies.
    pub radius_m: f64,
}
