//! Metres on the ground to degrees and back, near one place.
//!
//! A linear map, so that a straight line on the ground is a straight line in degrees, as zones are drawn.

/// Metres of one degree of latitude on the mean sphere.
const METRES_PER_DEGREE: f64 = 111_195.08;

/// A place in degrees, WGS84.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    /// Longitude.
    pub lon: f64,
    /// Latitude.
    pub lat: f64,
}

/// A point in metres east and north of a plane's origin.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Point {
    /// Metres east.
    pub x: f64,
    /// Metres north.
    pub y: f64,
}

impl Point {
    /// Metres to another point.
    #[must_use]
    pub fn distance(self, other: Self) -> f64 {
        let (dx, dy) = (other.x - self.x, other.y - self.y);
        (dx * dx + dy * dy).sqrt()
    }
}

/// The flat map of one town.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Plane {
    origin: Place,
    metres_per_lon: f64,
}

impl Plane {
    /// A map around `origin`; good to a metre within a few kilometres.
    #[must_use]
    pub fn around(origin: Place) -> Self {
        Self { origin, metres_per_lon: METRES_PER_DEGREE * libm::cos(origin.lat.to_radians()) }
    }

    /// Metres to degrees.
    #[must_use]
    pub fn place(&self, point: Point) -> Place {
        Place {
            lon: self.origin.lon + point.x / self.metres_per_lon,
            lat: self.origin.lat + point.y / METRES_PER_DEGREE,
        }
    }

    /// Degrees to metres.
    #[must_use]
    pub fn point(&self, place: Place) -> Point {
        Point {
            x: (place.lon - self.origin.lon) * self.metres_per_lon,
            y: (place.lat - self.origin.lat) * METRES_PER_DEGREE,
        }
    }
}
