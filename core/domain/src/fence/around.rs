//! Which zones lie around a point, and how far their edges are: what an officer standing still asks.

use super::edges::Bounds;
use super::index::{Fence, on_globe};
use super::scale::Scale;
use crate::geometry::Vertex;
use crate::presence::Interval;
use crate::zone::ZoneHash;

/// A zone version around a point.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ZoneAround<'f> {
    /// Which.
    pub zone: ZoneHash,
    /// When it is in force, UTC milliseconds, half-open, in order.
    pub validity: &'f [Interval],
    /// The point lies in it; its edge counts as inside.
    pub inside: bool,
    /// Metres to its nearest edge; the `cap` asked for stands for that and more.
    pub edge_m: f64,
    /// The smallest box around all of it.
    pub bounds: Bounds,
}

impl ZoneAround<'_> {
    /// Whether it is in force at an instant, UTC milliseconds.
    #[must_use]
    pub fn in_force(&self, at: i64) -> bool {
        self.validity.iter().any(|span| span.from <= at && at < span.to)
    }

    /// The middle of its box, and the metres from there within which all of it lies.
    #[must_use]
    pub fn circle(&self) -> (Vertex, f64) {
        let Bounds { west, south, east, north } = self.bounds;
        let half = |low: i32, high: i32| ((i64::from(low) + i64::from(high)) / 2) as i32;
        let middle = Vertex { lon: half(west, east), lat: half(south, north) };
        // Degrees of longitude are longest nearest to the equator; a metre stands for rounding.
        let to = |lat| {
            metres_between(Vertex { lon: west, lat }, middle)
                .max(metres_between(middle, Vertex { lon: east, lat }))
        };
        (middle, to(south).max(to(north)) + 1.0)
    }
}

impl Fence {
    /// Zone versions, whatever their validity, that hold a point in 1e-7° or have their edge within `metres` of it,
    /// sorted by hash. Of zones that hold the point the edge is looked for within `cap` metres.
    #[must_use]
    pub fn around(&self, lat: i32, lon: i32, metres: f64, cap: f64) -> Vec<ZoneAround<'_>> {
        let point = on_globe(lat, lon);
        let scale = Scale::at(point.lat);
        let area = area_around(lat, lon, metres);
        let mut found = Vec::new();
        self.boxes.touching(&area, |zone, bounds| {
            let rings = self.rings_of(zone);
            let location = self.edges.locate(rings, point);
            let inside = location.within || location.on_edge;
            let reach = if inside { cap } else { metres };
            let edge_m = self.edges.distance2(rings, point, scale, reach * reach).sqrt();
            if (inside || edge_m < metres)
                && let Some(fenced) = self.zones.get(zone)
            {
                let (zone, validity, bounds) = (fenced.hash, &fenced.validity[..], *bounds);
                found.push(ZoneAround { zone, validity, inside, edge_m, bounds });
            }
        });
        found.sort_unstable_by_key(|around| around.zone);
        found
    }
}

/// The box in which every zone lies, at least in part, that [`Fence::around`] could find there.
#[must_use]
pub fn area_around(lat: i32, lon: i32, metres: f64) -> Bounds {
    let point = on_globe(lat, lon);
    Bounds::of(&[point]).widened(metres, Scale::at(point.lat))
}

/// Metres between two places at most some kilometres apart, in the plane that zones are measured in.
#[must_use]
pub fn metres_between(from: Vertex, to: Vertex) -> f64 {
    Scale::at(on_globe(from.lat, from.lon).lat).distance(from, to)
}
