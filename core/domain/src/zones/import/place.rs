//! Where positions of a file can be: on earth, in the right order, in the right system.
//!
//! Most broken files are whole files in another coordinate system or with latitude first; said once
//! per feature, with what it looks like, that is mended in one step.

use crate::zones::import::ImportFault;

/// A box of longitude and latitude in which zones are to lie.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PlausibleArea {
    /// What people call it, as in "outside …".
    pub name: &'static str,
    /// Least longitude in degrees.
    pub west: f64,
    /// Least latitude in degrees.
    pub south: f64,
    /// Greatest longitude in degrees.
    pub east: f64,
    /// Greatest latitude in degrees.
    pub north: f64,
}

/// From Scilly to Shetland, from St Kilda to Lowestoft.
pub const UNITED_KINGDOM: PlausibleArea =
    PlausibleArea { name: "the United Kingdom", west: -8.7, south: 49.8, east: 1.8, north: 60.9 };

impl PlausibleArea {
    fn holds(&self, lon: f64, lat: f64) -> bool {
        (self.west..=self.east).contains(&lon) && (self.south..=self.north).contains(&lat)
    }
}

/// Whether a position can be used as it is.
pub fn is_plausible(lon: f64, lat: f64, area: Option<&PlausibleArea>) -> bool {
    on_earth(lon, lat) && area.is_none_or(|area| area.holds(lon, lat))
}

/// What an implausible position looks like.
pub fn explain(lon: f64, lat: f64, area: Option<&PlausibleArea>) -> ImportFault {
    let swapped = match area {
        Some(area) => area.holds(lat, lon),
        None => lat.abs() > 90.0 && on_earth(lat, lon),
    };
    if swapped {
        ImportFault::Swapped
    } else if on_earth(lon, lat) {
        match area {
            // 180° is on the edge of the map, not merely somewhere else.
            Some(_) if lon.abs() >= 180.0 => ImportFault::Shape(super::ShapeFault::Antimeridian),
            Some(area) => ImportFault::OutsideArea { area: area.name },
            None => ImportFault::OffEarth,
        }
    } else if (1_000.0..=700_000.0).contains(&lon) && (1_000.0..=1_300_000.0).contains(&lat) {
        ImportFault::BritishGrid
    } else if lon.abs() <= 20_037_509.0 && lat.abs() <= 20_048_967.0 && lat.abs() > 1_000.0 {
        ImportFault::WebMercator
    } else {
        ImportFault::OffEarth
    }
}

fn on_earth(lon: f64, lat: f64) -> bool {
    (-180.0..=180.0).contains(&lon) && (-90.0..=90.0).contains(&lat)
}
