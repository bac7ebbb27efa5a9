//! What a beat book that leaned on geo would ask: inside, how far, how large, which part of a zone.

use geo::{
    Area, BooleanOps, Closest, Contains, ConvexHull, Distance, Geodesic, Haversine, HaversineClosestPoint,
    Length, LineString, Point, Polygon, Simplify,
};

use crate::{FloorError, Place};

fn line(places: &[Place]) -> LineString {
    places.iter().map(|place| (place.lon, place.lat)).collect()
}

/// A walk beside a zone, in metres and degrees.
///
/// # Errors
/// If the walk has no place.
#[uniffi::export]
pub fn measures(walk: Vec<Place>, zone: Vec<Place>) -> Result<Vec<f64>, FloorError> {
    let last = walk.last().ok_or(FloorError::NoShape)?;
    let here = Point::new(last.lon, last.lat);
    let walk = line(&walk);
    let zone = Polygon::new(line(&zone), Vec::new());
    let edge = match zone.haversine_closest_point(&here) {
        Closest::Intersection(point) | Closest::SinglePoint(point) => Geodesic.distance(here, point),
        Closest::Indeterminate => f64::NAN,
    };
    let around = walk.convex_hull();
    Ok(vec![
        if zone.contains(&here) { 1.0 } else { 0.0 },
        edge,
        Haversine.length(&walk.simplify(0.000_01)),
        around.unsigned_area(),
        zone.intersection(&around).unsigned_area(),
    ])
}
