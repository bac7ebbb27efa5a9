//! Zone geometry in whole numbers: vertices in 1e-7°, rings without the repeated last point.

use minicbor::{Decode, Encode};

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

/// A closed line; the edge from the last vertex to the first is implied.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Encode, Decode)]
#[cbor(transparent)]
pub struct Ring(#[n(0)] pub Vec<Vertex>);

/// A shell (counter-clockwise) and its holes (clockwise).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Encode, Decode)]
#[cbor(array)]
pub struct Polygon {
    /// The outer ring.
    #[n(0)]
    pub shell: Ring,
    /// Rings cut out of the shell.
    #[n(1)]
    pub holes: Vec<Ring>,
}

/// One or more polygons whose interiors do not overlap.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Encode, Decode)]
#[cbor(transparent)]
pub struct ZoneGeometry(#[n(0)] pub Vec<Polygon>);
