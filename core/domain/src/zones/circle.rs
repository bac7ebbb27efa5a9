//! A circle on the ground as a polygon whose greatest error is known.
//!
//! Hotspots are often "150 m around this place". Zones are polygons only, so that there is one rule of inside:
//! a circle is drawn once, with as few corners as its allowed error needs, and is a polygon from then on.

use core::f64::consts::PI;

use beatbook_protocol::limits::ZONE_VERTICES_MAX;
use thiserror::Error;

use crate::geometry::{Polygon, Ring, Vertex};
use crate::zones::geodesy::{destination, radii};

/// Which side of the true circle the polygon keeps to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CircleFit {
    /// Corners on the circle, edges inside: nothing outside the circle counts. For hotspots and areas of orders.
    Inside,
    /// Edges touch the circle, corners outside: nothing inside the circle is missed. For exclusions.
    Outside,
}

/// A circle drawn as a polygon.
#[derive(Debug, Clone, PartialEq)]
pub struct Circle {
    /// The drawing.
    pub polygon: Polygon,
    /// No point of the polygon's edge is further than this from the true circle, in metres.
    pub error_m: f64,
}

/// Why a circle cannot be drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum CircleError {
    /// A radius that is not from 1 m to 20 km.
    #[error("the radius is not from 1 to 20,000 metres")]
    Radius,
    /// An allowed error that is not from 2 cm to a tenth of the radius.
    #[error("the allowed error is not from 0.02 metres to a tenth of the radius")]
    AllowedError,
    /// A centre off the earth, beyond 80° of latitude or within a degree of the 180° line.
    #[error("the centre is not between 80° south and 80° north, or too near the 180° line")]
    Centre,
}

/// Rounding to 1e-7° moves a corner by at most half a unit each way, on the ground 7.9 mm.
const ROUNDING_M: f64 = 0.008;
const LARGEST_RADIUS_M: f64 = 20_000.0;
const SMALLEST_ERROR_M: f64 = 0.02;

/// Draws the geodesic circle (WGS84) of this radius with the fewest corners, a multiple of four, that keep
/// the polygon's edge within `max_error_m` of it.
///
/// # Errors
/// A [`CircleError`] naming the argument.
pub fn circle(
    centre: Vertex,
    radius_m: f64,
    max_error_m: f64,
    fit: CircleFit,
) -> Result<Circle, CircleError> {
    if !(1.0..=LARGEST_RADIUS_M).contains(&radius_m) {
        return Err(CircleError::Radius);
    }
    if !(SMALLEST_ERROR_M..=(radius_m / 10.0).max(SMALLEST_ERROR_M)).contains(&max_error_m) {
        return Err(CircleError::AllowedError);
    }
    if centre.lat.unsigned_abs() > 800_000_000 || centre.lon.unsigned_abs() > 1_790_000_000 {
        return Err(CircleError::Centre);
    }
    let (mut corners, mut error_m) = (8_usize, error_of(8, centre, radius_m, fit));
    while error_m > max_error_m && corners + 4 <= ZONE_VERTICES_MAX {
        corners += 4;
        error_m = error_of(corners, centre, radius_m, fit);
    }
    if error_m > max_error_m {
        return Err(CircleError::AllowedError);
    }
    let reach = reach_of(corners, radius_m, fit);
    let corner = |number: usize| {
        // Counter-clockwise from east; a bearing turns the other way from north.
        let bearing = PI / 2.0 - 2.0 * PI * number as f64 / corners as f64;
        destination(centre, bearing, reach)
    };
    let mut shell: Vec<Vertex> = (0..corners).filter_map(corner).collect();
    shell.dedup();
    Ok(Circle { polygon: Polygon { shell: Ring(shell), holes: Vec::new() }, error_m })
}

/// Distance of the corners from the centre.
fn reach_of(corners: usize, radius_m: f64, fit: CircleFit) -> f64 {
    match fit {
        CircleFit::Inside => radius_m,
        CircleFit::Outside => radius_m / libm::cos(PI / corners as f64),
    }
}

/// Greatest distance between the polygon's edge and the circle: at the middle of an edge (inside) or at a
/// corner (outside), plus rounding, plus what an edge straight in degrees departs from one straight on the ground.
fn error_of(corners: usize, centre: Vertex, radius_m: f64, fit: CircleFit) -> f64 {
    let half_angle = PI / corners as f64;
    let reach = reach_of(corners, radius_m, fit);
    let sagitta = reach * (1.0 - libm::cos(half_angle));
    let edge = 2.0 * reach * libm::sin(half_angle);
    // The steepest tangent on the circle, at its poleward end.
    let lat = centre.lat_degrees().abs().to_radians();
    let (along, _) = radii(lat);
    let slope = libm::tan(lat + reach / along);
    sagitta + ROUNDING_M + edge * edge * slope / (8.0 * along)
}
