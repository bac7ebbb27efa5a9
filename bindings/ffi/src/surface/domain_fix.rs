//! Types of `beatbook_domain::fix`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// Who says where the phone is.
#[uniffi::remote(Enum)]
pub enum Provider {
    /// A satellite receiver; its time is GNSS time.
    Gnss,
    /// Cell towers and wireless networks; its time is the phone's wall clock.
    Network,
    /// Declared by the platform to come from a simulation app. Kept as evidence, never used.
    Mock,
}

/// A position report as platforms give it, before the door.
#[uniffi::remote(Record)]
pub struct RawFix {
    /// Latitude in degrees, WGS84.
    pub lat: f64,
    /// Longitude in degrees, WGS84.
    pub lon: f64,
    /// UTC milliseconds as the provider tells it. Of a network fix that is the phone's wall clock, right or wrong.
    pub time: i64,
    /// Milliseconds of the monotonic clock since the phone's start, sleep included.
    pub mono: i64,
    /// Radius in metres holding the true position with 68 % probability; absent if not told.
    #[uniffi(default = None)]
    pub accuracy: Option<f64>,
    /// Metres per second.
    #[uniffi(default = None)]
    pub speed: Option<f64>,
    /// Degrees clockwise from north.
    #[uniffi(default = None)]
    pub bearing: Option<f64>,
    /// Who says so.
    pub provider: Provider,
}
