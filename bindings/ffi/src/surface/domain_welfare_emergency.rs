//! Types of `beatbook_domain::welfare::emergency`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// One of eight winds.
#[uniffi::remote(Enum)]
pub enum CompassDirection {
    /// 0°.
    North,
    /// 45°.
    NorthEast,
    /// 90°.
    East,
    /// 135°.
    SouthEast,
    /// 180°.
    South,
    /// 225°.
    SouthWest,
    /// 270°.
    West,
    /// 315°.
    NorthWest,
}

/// What to tell.
#[uniffi::remote(Record)]
pub struct EmergencyCard {
    /// Grid reference of eight figures, a square of 10 m; absent outside the grid.
    #[uniffi(default = None)]
    pub reference: Option<GridRef>,
    /// Latitude, such as `51.38120° north`: to the metre.
    pub latitude: String,
    /// Longitude, such as `0.52060° east`.
    pub longitude: String,
    /// 68 % radius in whole metres, rounded up; absent if not told.
    #[uniffi(default = None)]
    pub accuracy: Option<u32>,
    /// How old the position is, milliseconds; absent for a place that was pointed at.
    #[uniffi(default = None)]
    pub age_ms: Option<i64>,
    /// Wards and other areas that hold it, by name.
    #[uniffi(default = [])]
    pub within: Vec<String>,
    /// The nearest named place within 5 km: a point, else the middle of an area.
    #[uniffi(default = None)]
    pub nearest: Option<Nearest>,
}

/// The nearest named place, as seen from there.
#[uniffi::remote(Record)]
pub struct Nearest {
    /// Its name.
    pub name: String,
    /// How far one is from it, metres.
    pub metres: u32,
    /// On which side of it one is.
    pub direction: CompassDirection,
}
