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
        self.boxes.touching(&area, |zone, _| {
            let rings = self.rings_of(zone);
            let location = self.edges.locate(rings, point);
            let inside = location.within || location.on_edge;
            let reach = if inside { cap } else { metres };
            let edge_m = self.edges.distance2(rings, point, scale, reach * reach).sqrt();
            if (inside || edge_m < metres)
                && let Some(fenced) = self.zones.get(zone)
            {
                found.push(ZoneAround { zone: fenced.hash, validity: &fenced.validity, inside, edge_m });
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
