//! Types of `beatbook_domain::orders::place`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// Where an officer is, as far as the phone knows.
#[uniffi::remote(Record)]
pub struct Place {
    /// Latitude in 1e-7°.
    pub lat: i32,
    /// Longitude in 1e-7°.
    pub lon: i32,
    /// Metres within which the true position lies with 68 % probability.
    pub accuracy_m: f64,
    /// Milliseconds since it was measured.
    pub age_ms: i64,
}
