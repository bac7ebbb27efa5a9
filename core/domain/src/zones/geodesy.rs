//! Lengths on the ground, WGS84, for what zones need: long edges and circles.
//!
//! Presence is never computed here; the engine has its own local plane.

use crate::geometry::Vertex;

/// Semi-major axis of WGS84 in metres (NIMA TR8350.2).
pub const WGS84_A: f64 = 6_378_137.0;
/// Flattening of WGS84.
pub const WGS84_F: f64 = 1.0 / 298.257_223_563;

/// Radii of curvature at a latitude in radians: along the meridian and across it, in metres.
pub fn radii(lat: f64) -> (f64, f64) {
    let e2 = WGS84_F * (2.0 - WGS84_F);
    let sin = libm::sin(lat);
    let w2 = 1.0 - e2 * sin * sin;
    let across = WGS84_A / w2.sqrt();
    (across * (1.0 - e2) / w2, across)
}

/// Distance in metres in the plane that touches the earth between the two: within 0.1 % up to 100 km
/// below 60° of latitude, and good enough to tell a long edge anywhere.
pub fn local_distance(a: Vertex, b: Vertex) -> f64 {
    let middle = ((a.lat_degrees() + b.lat_degrees()) / 2.0).to_radians();
    let (along, across) = radii(middle);
    let north = (b.lat_degrees() - a.lat_degrees()).to_radians() * along;
    let east = (b.lon_degrees() - a.lon_degrees()).to_radians() * across * libm::cos(middle);
    (north * north + east * east).sqrt()
}
