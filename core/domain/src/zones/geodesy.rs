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

/// The vertex nearest to where one arrives after `metres` on the geodesic that leaves with this bearing
/// (radians clockwise from north): the direct problem after Vincenty (Survey Review 23/176, 1975), good to
/// well under a millimetre. None beyond the 180° line.
pub fn destination(from: Vertex, bearing: f64, metres: f64) -> Option<Vertex> {
    let b = WGS84_A * (1.0 - WGS84_F);
    let reduced_tan = (1.0 - WGS84_F) * libm::tan(from.lat_degrees().to_radians());
    let reduced_cos = 1.0 / (1.0 + reduced_tan * reduced_tan).sqrt();
    let reduced_sin = reduced_tan * reduced_cos;
    let (sin_bearing, cos_bearing) = libm::sincos(bearing);

    let sigma_1 = libm::atan2(reduced_tan, cos_bearing);
    let sin_alpha = reduced_cos * sin_bearing;
    let cos2_alpha = 1.0 - sin_alpha * sin_alpha;
    let u2 = cos2_alpha * (WGS84_A * WGS84_A - b * b) / (b * b);
    let big_a = 1.0 + u2 / 16_384.0 * (4_096.0 + u2 * (-768.0 + u2 * (320.0 - 175.0 * u2)));
    let big_b = u2 / 1_024.0 * (256.0 + u2 * (-128.0 + u2 * (74.0 - 47.0 * u2)));

    // Six rounds bring every distance a zone can have to rest.
    let mut sigma = metres / (b * big_a);
    for _ in 0..6 {
        let middle = libm::cos(2.0 * sigma_1 + sigma);
        let (sin, cos) = libm::sincos(sigma);
        let inner = cos * (-1.0 + 2.0 * middle * middle)
            - big_b / 6.0 * middle * (-3.0 + 4.0 * sin * sin) * (-3.0 + 4.0 * middle * middle);
        sigma = metres / (b * big_a) + big_b * sin * (middle + big_b / 4.0 * inner);
    }
    let middle = libm::cos(2.0 * sigma_1 + sigma);
    let (sin, cos) = libm::sincos(sigma);
    let x = reduced_sin * sin - reduced_cos * cos * cos_bearing;
    let lat = libm::atan2(
        reduced_sin * cos + reduced_cos * sin * cos_bearing,
        (1.0 - WGS84_F) * (sin_alpha * sin_alpha + x * x).sqrt(),
    );
    let lambda = libm::atan2(sin * sin_bearing, reduced_cos * cos - reduced_sin * sin * cos_bearing);
    let c = WGS84_F / 16.0 * cos2_alpha * (4.0 + WGS84_F * (4.0 - 3.0 * cos2_alpha));
    let turn = sigma + c * sin * (middle + c * cos * (-1.0 + 2.0 * middle * middle));
    let east = lambda - (1.0 - c) * WGS84_F * sin_alpha * turn;
    Vertex::from_degrees(from.lon_degrees() + east.to_degrees(), lat.to_degrees())
}
