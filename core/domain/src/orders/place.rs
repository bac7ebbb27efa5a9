//! Places in an order book: where a sign hangs, how far premises reach, where an officer stands.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::geometry::Vertex;

/// A point, written `{"lat": 51.3848, "lon": 0.5107}` in degrees, kept in 1e-7°.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Spot(pub Vertex);

#[derive(Serialize, Deserialize)]
struct Degrees {
    lat: f64,
    lon: f64,
}

impl Serialize for Spot {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Degrees { lat: self.0.lat_degrees(), lon: self.0.lon_degrees() }.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Spot {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Degrees { lat, lon } = Degrees::deserialize(deserializer)?;
        let vertex = Vertex::from_degrees(lon, lat);
        vertex.map(Self).ok_or_else(|| serde::de::Error::custom("no place on earth"))
    }
}

/// Where an officer is, as far as the phone knows.
#[derive(Debug, Clone, Copy, PartialEq)]
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

impl Place {
    /// A place as measured now.
    #[must_use]
    pub fn now(lat: i32, lon: i32, accuracy_m: f64) -> Self {
        Self { lat, lon, accuracy_m, age_ms: 0 }
    }

    /// The point.
    #[must_use]
    pub fn vertex(&self) -> Vertex {
        Vertex { lon: self.lon, lat: self.lat }
    }

    /// Radius in metres of the disc in which the officer is, for certain: twice the accuracy, as for hours
    /// (docs/adr/0005).
    #[must_use]
    pub fn disc_m(&self) -> f64 {
        2.0 * self.accuracy_m
    }
}
