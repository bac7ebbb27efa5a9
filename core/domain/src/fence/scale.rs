//! Metres from degrees: the earth model of every distance, the same on every platform.
//!
//! WGS84's radii of curvature at the latitude band of the point (bands of 2^16 × 1e-7°, about 730 m),
//! then plane geometry. Against the geodesic the error stays below 0.1 % within 5 km (docs/adr/0004).

use crate::geometry::Vertex;

/// WGS84 equatorial radius in metres.
const EQUATOR_M: f64 = 6_378_137.0;
/// WGS84 first eccentricity squared.
const E2: f64 = 0.006_694_379_990_141_33;
/// 1e-7° in radians.
const UNIT_RAD: f64 = core::f64::consts::PI / 1.8e9;
/// Bits of one latitude band.
const BAND_BITS: u32 = 16;
/// The last band centre still short of a pole, in 1e-7°.
const LAST_LATITUDE: i32 = 899_990_000;

/// Metres of 1e-7° eastwards and northwards around one latitude.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Scale {
    band: i32,
    pub(crate) east: f64,
    pub(crate) north: f64,
}

impl Scale {
    /// The scale of the band in which `lat` (1e-7°) lies.
    pub(crate) fn at(lat: i32) -> Self {
        let band = lat >> BAND_BITS;
        let centre = (band << BAND_BITS).saturating_add(1 << (BAND_BITS - 1));
        let phi = f64::from(centre.clamp(-LAST_LATITUDE, LAST_LATITUDE)) * UNIT_RAD;
        let (sin, cos) = libm::sincos(phi);
        let w = (1.0 - E2 * sin * sin).sqrt();
        let north = EQUATOR_M * (1.0 - E2) / (w * w * w) * UNIT_RAD;
        let east = EQUATOR_M / w * cos * UNIT_RAD;
        Self { band, east, north }
    }

    /// Becomes the scale for `lat`: mostly it is already.
    #[inline]
    pub(crate) fn move_to(&mut self, lat: i32) {
        if lat >> BAND_BITS != self.band {
            *self = Self::at(lat);
        }
    }

    /// True if its band is that of the other or next to it.
    #[inline]
    pub(crate) fn is_beside(self, other: Self) -> bool {
        self.band.abs_diff(other.band) <= 1
    }

    /// Metres from `a` to `b`, squared.
    #[inline]
    pub(crate) fn distance2(self, a: Vertex, b: Vertex) -> f64 {
        let x = (f64::from(b.lon) - f64::from(a.lon)) * self.east;
        let y = (f64::from(b.lat) - f64::from(a.lat)) * self.north;
        x * x + y * y
    }

    /// Metres from `a` to `b`.
    #[inline]
    pub(crate) fn distance(self, a: Vertex, b: Vertex) -> f64 {
        self.distance2(a, b).sqrt()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_geodesics_are_met() {
        // Vincenty distances on WGS84 of 0.01 degrees of latitude and longitude.
        for (lat, north, east) in [
            (0.0, 1_105.743, 1_113.195),
            (51.38, 1_112.547, 696.160),
            (57.15, 1_113.644, 605.049),
            (-33.9, 1_109.228, 924.848),
        ] {
            let scale = Scale::at((lat * 1e7) as i32);
            assert!((scale.north * 1e5 / north - 1.0).abs() < 1e-3, "{lat} north {}", scale.north * 1e5);
            assert!((scale.east * 1e5 / east - 1.0).abs() < 1e-3, "{lat} east {}", scale.east * 1e5);
        }
    }

    #[test]
    fn the_poles_have_a_scale() {
        for lat in [i32::MIN, -900_000_000, 900_000_000, i32::MAX] {
            let scale = Scale::at(lat);
            assert!(scale.east > 0.0 && scale.north > 0.0);
        }
    }
}
