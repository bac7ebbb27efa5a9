//! All zones that can matter to a patrol, ready to be asked where a point lies.
//!
//! Broad phase: a packed tree of boxes. Narrow phase: runs of edges with boxes (`edges.rs`).

use core::ops::Range;

use thiserror::Error;

use super::boxes::{BoxTree, hilbert};
use super::edges::{Bounds, Edges, RingSpan};
use super::scale::Scale;
use crate::geometry::{Vertex, ZoneGeometry};
use crate::interval::normalise;
use crate::presence::Interval;
use crate::zone::ZoneHash;

/// The longest longitude and latitude in 1e-7°.
const LIMIT: Vertex = Vertex { lon: 1_800_000_000, lat: 900_000_000 };

/// Why zones could not be made into a fence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum FenceError {
    /// A ring has fewer than three corners.
    #[error("zone {0} has a ring of fewer than three corners: import it again")]
    Ring(ZoneHash),
    /// A corner lies outside the globe.
    #[error("zone {0} has a corner outside the globe: import it again")]
    Corner(ZoneHash),
    /// Two geometries under one hash.
    #[error("zone {0} came with two different geometries: import it again")]
    Twice(ZoneHash),
    /// More corners than the index counts.
    #[error("the zones have more than four billion corners together")]
    TooMany,
}

/// One zone version in the fence.
#[derive(Debug, Clone)]
pub(crate) struct FencedZone {
    pub(crate) hash: ZoneHash,
    /// When it is in force, UTC milliseconds, normalised.
    pub(crate) validity: Vec<Interval>,
    pub(crate) bounds: Bounds,
    pub(crate) rings: Range<u32>,
}

/// How a point lies to one zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ZoneAt {
    /// Which zone version.
    pub zone: ZoneHash,
    /// The point is exactly on the edge, which counts as inside.
    pub on_edge: bool,
}

/// Zone versions with their geometry, indexed. Immutable; share it behind an `Arc`.
#[derive(Debug, Clone, Default)]
pub struct Fence {
    pub(crate) zones: Vec<FencedZone>,
    pub(crate) rings: Vec<RingSpan>,
    pub(crate) edges: Edges,
    pub(crate) boxes: BoxTree,
    /// Where it holds every zone; absent for a whole fence, which does so everywhere.
    pub(crate) within: Option<Vec<Bounds>>,
}

impl Fence {
    /// Indexes zone versions; one hash may come several times with different validity.
    ///
    /// # Errors
    /// [`FenceError`] if a geometry did not pass import's checks.
    pub fn build<'a>(
        zones: impl IntoIterator<Item = (ZoneHash, Interval, &'a ZoneGeometry)>,
    ) -> Result<Self, FenceError> {
        let mut known: Vec<(ZoneHash, Interval, &ZoneGeometry)> = zones.into_iter().collect();
        known.sort_by_key(|(hash, validity, _)| (*hash, *validity));
        let mut sources: Vec<Source> = Vec::new();
        for (hash, validity, geometry) in known {
            match sources.last_mut().filter(|last| last.hash == hash) {
                Some(last) if last.geometry != geometry => return Err(FenceError::Twice(hash)),
                Some(last) => last.validity.push(validity),
                None => {
                    let bounds = checked_bounds(hash, geometry)?;
                    sources.push(Source { hash, validity: vec![validity], bounds, geometry });
                }
            }
        }
        sources.sort_by_key(|source| (hilbert(&source.bounds), source.hash));
        let corners: usize =
            sources.iter().flat_map(|source| rings_of(source.geometry)).map(<[_]>::len).sum();
        if u32::try_from(corners.saturating_mul(2)).is_err() {
            return Err(FenceError::TooMany);
        }
        let mut fence = Self::default();
        for source in sources {
            fence.add(source.hash, normalise(source.validity), rings_of(source.geometry));
        }
        fence.seal();
        Ok(fence)
    }

    /// Adds a zone whose rings have been checked.
    pub(crate) fn add<'a>(
        &mut self,
        hash: ZoneHash,
        validity: Vec<Interval>,
        rings: impl Iterator<Item = &'a [Vertex]>,
    ) {
        let first = self.rings.len() as u32;
        let mut bounds = Bounds::NOTHING;
        for ring in rings {
            bounds = bounds.with(Bounds::of(ring));
            self.rings.push(self.edges.push(ring));
        }
        self.zones.push(FencedZone { hash, validity, bounds, rings: first..self.rings.len() as u32 });
    }

    /// Builds the broad phase; to be called once all zones are in.
    pub(crate) fn seal(&mut self) {
        self.boxes = BoxTree::over(self.zones.iter().map(|zone| zone.bounds).collect());
    }

    /// How many zone versions there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.zones.len()
    }

    /// True if there is no zone.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.zones.is_empty()
    }

    /// The zone versions holding a point given in 1e-7°, whatever their validity; the edge is inside.
    /// Sorted by hash.
    #[must_use]
    pub fn zones_at(&self, lat: i32, lon: i32) -> Vec<ZoneAt> {
        let point = on_globe(lat, lon);
        let mut found = Vec::new();
        self.boxes.touching(&Bounds::of(&[point]), |zone, _| {
            let location = self.edges.locate(self.rings_of(zone), point);
            if location.within || location.on_edge {
                found.push(ZoneAt { zone: self.zones[zone].hash, on_edge: location.on_edge });
            }
        });
        found.sort_unstable_by_key(|at| at.zone);
        found
    }

    /// Metres from a point in 1e-7° to the zone's nearest edge, positive inside, negative outside,
    /// never farther than `cap` metres; absent if the fence does not hold the zone.
    #[must_use]
    pub fn signed_distance(&self, zone: &ZoneHash, lat: i32, lon: i32, cap: f64) -> Option<f64> {
        let at = self.zones.iter().position(|known| known.hash == *zone)?;
        let point = on_globe(lat, lon);
        let scale = Scale::at(point.lat);
        let location = self.edges.locate(self.rings_of(at), point);
        let distance = self.edges.distance2(self.rings_of(at), point, scale, cap * cap).sqrt();
        Some(if location.within || location.on_edge { distance } else { -distance })
    }

    pub(crate) fn rings_of(&self, zone: usize) -> &[RingSpan] {
        let rings = &self.zones[zone].rings;
        &self.rings[rings.start as usize..rings.end as usize]
    }
}

struct Source<'a> {
    hash: ZoneHash,
    validity: Vec<Interval>,
    bounds: Bounds,
    geometry: &'a ZoneGeometry,
}

fn rings_of(geometry: &ZoneGeometry) -> impl Iterator<Item = &[Vertex]> {
    let polygons = geometry.0.iter();
    polygons
        .flat_map(|polygon| core::iter::once(&polygon.shell).chain(&polygon.holes))
        .map(|ring| &ring.0[..])
}

fn checked_bounds(hash: ZoneHash, geometry: &ZoneGeometry) -> Result<Bounds, FenceError> {
    let mut bounds = Bounds::NOTHING;
    for ring in rings_of(geometry) {
        if ring.len() < 3 {
            return Err(FenceError::Ring(hash));
        }
        bounds = bounds.with(Bounds::of(ring));
    }
    if is_on_globe(&bounds) { Ok(bounds) } else { Err(FenceError::Corner(hash)) }
}

/// True for boxes on the globe and for the box of nothing.
pub(crate) fn is_on_globe(bounds: &Bounds) -> bool {
    bounds.west >= -LIMIT.lon
        && bounds.east <= LIMIT.lon
        && bounds.south >= -LIMIT.lat
        && bounds.north <= LIMIT.lat
}

/// A point brought back to the globe, so that no product of differences overflows.
pub(crate) fn on_globe(lat: i32, lon: i32) -> Vertex {
    Vertex { lon: lon.clamp(-LIMIT.lon, LIMIT.lon), lat: lat.clamp(-LIMIT.lat, LIMIT.lat) }
}
