//! Zone geometry in whole numbers: vertices in 1e-7°, rings without the repeated last point.
//!
//! The same area drawn from another corner, in another direction or order has one normal form, so
//! it has one hash. Sums and products are exact: no rounding happens after the door.

use minicbor::{Decode, Encode};

/// Units of [`Vertex`] in one degree.
pub const UNITS_PER_DEGREE: i32 = 10_000_000;

/// One corner of a ring, in 1e-7° (about 1 cm).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(array)]
pub struct Vertex {
    /// Longitude in 1e-7°.
    #[n(0)]
    pub lon: i32,
    /// Latitude in 1e-7°.
    #[n(1)]
    pub lat: i32,
}

impl Vertex {
    /// The nearest vertex to a place in degrees, halves away from zero; none if it is no place on
    /// earth (not finite, |lat| > 90, |lon| > 180).
    #[must_use]
    pub fn from_degrees(lon: f64, lat: f64) -> Option<Self> {
        let on_earth = (-180.0..=180.0).contains(&lon) && (-90.0..=90.0).contains(&lat);
        on_earth.then(|| Self { lon: (lon * 1e7).round() as i32, lat: (lat * 1e7).round() as i32 })
    }

    /// Longitude in degrees.
    #[must_use]
    pub fn lon_degrees(self) -> f64 {
        f64::from(self.lon) / 1e7
    }

    /// Latitude in degrees.
    #[must_use]
    pub fn lat_degrees(self) -> f64 {
        f64::from(self.lat) / 1e7
    }

    /// True within ±180° and ±90°.
    #[must_use]
    pub fn on_earth(self) -> bool {
        self.lon.unsigned_abs() <= 180 * UNITS_PER_DEGREE as u32
            && self.lat.unsigned_abs() <= 90 * UNITS_PER_DEGREE as u32
    }
}

/// A closed line; the edge from the last vertex to the first is implied.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(transparent)]
pub struct Ring(#[n(0)] pub Vec<Vertex>);

impl Ring {
    /// Twice the enclosed area in square units of 1e-7°: positive when counter-clockwise. Exact.
    #[must_use]
    pub fn doubled_area(&self) -> i128 {
        self.edges().map(|(a, b)| cross(a, b)).sum()
    }

    /// Every edge, the closing one last.
    pub fn edges(&self) -> impl Iterator<Item = (Vertex, Vertex)> + Clone + '_ {
        let next = self.0.iter().skip(1).chain(self.0.first());
        self.0.iter().copied().zip(next.copied())
    }

    /// Makes the ring turn as wanted and begin at its smallest vertex (longitude, then latitude).
    fn normalise(&mut self, counter_clockwise: bool) {
        let area = self.doubled_area();
        if area != 0 && (area > 0) != counter_clockwise {
            self.0.reverse();
        }
        let smallest = self.0.iter().enumerate().min_by_key(|(_, vertex)| **vertex);
        if let Some((begin, _)) = smallest {
            self.0.rotate_left(begin);
        }
    }
}

fn cross(a: Vertex, b: Vertex) -> i128 {
    // Each product is below 2^63, their difference may not be.
    i128::from(i64::from(a.lon) * i64::from(b.lat)) - i128::from(i64::from(b.lon) * i64::from(a.lat))
}

/// A shell (counter-clockwise) and its holes (clockwise).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(array)]
pub struct Polygon {
    /// The outer ring.
    #[n(0)]
    pub shell: Ring,
    /// Rings cut out of the shell.
    #[n(1)]
    pub holes: Vec<Ring>,
}

impl Polygon {
    /// The shell, then the holes.
    pub fn rings(&self) -> impl Iterator<Item = &Ring> {
        core::iter::once(&self.shell).chain(&self.holes)
    }
}

/// One or more polygons whose interiors do not overlap.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Encode, Decode)]
#[cbor(transparent)]
pub struct ZoneGeometry(#[n(0)] pub Vec<Polygon>);

impl ZoneGeometry {
    /// Corners of all rings.
    #[must_use]
    pub fn vertex_count(&self) -> usize {
        self.0.iter().flat_map(Polygon::rings).map(|ring| ring.0.len()).sum()
    }

    /// The smallest box around it, as its south-west and north-east corners; none without a vertex.
    #[must_use]
    pub fn bounds(&self) -> Option<(Vertex, Vertex)> {
        let mut shells = self.0.iter().flat_map(|polygon| &polygon.shell.0);
        let first = *shells.next()?;
        Some(shells.fold((first, first), |(low, high), v| {
            let low = Vertex { lon: low.lon.min(v.lon), lat: low.lat.min(v.lat) };
            let high = Vertex { lon: high.lon.max(v.lon), lat: high.lat.max(v.lat) };
            (low, high)
        }))
    }

    /// The one normal form of this area: shells counter-clockwise, holes clockwise, every ring from
    /// its smallest vertex, holes and polygons sorted.
    #[must_use]
    pub fn normalised(mut self) -> Self {
        for polygon in &mut self.0 {
            polygon.shell.normalise(true);
            for hole in &mut polygon.holes {
                hole.normalise(false);
            }
            polygon.holes.sort_unstable();
        }
        self.0.sort_unstable();
        self
    }
}
