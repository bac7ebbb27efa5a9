//! Whether a zone's outline is an area at all: checked on the stored whole numbers, exactly.
//!
//! Rings of one polygon may not meet each other or themselves, not even in one point: there a walk
//! along the edge would be neither in nor out. Polygons of one zone may touch in single points, as
//! islands of real wards do, but not overlap or run along each other.

use std::collections::{BTreeMap, BTreeSet};

use beatbook_protocol::limits::ZONE_VERTICES_MAX;

use crate::geometry::{Polygon, Ring, Vertex, ZoneGeometry};
use crate::zones::geodesy;
use crate::zones::segments::{
    Direction, Edge, Meeting, Place, along, direction, meeting, place_in, side, sweep, turn,
};

/// Longest edge in metres. A straight edge in longitude and latitude is not the straight line on the
/// ground: at 51° N and 50 km the two lie about 60 m apart.
pub const LONGEST_EDGE_M: f64 = 50_000.0;
/// Faults listed of one zone; what is wrong beyond them shows when these are mended.
pub const FAULTS_PER_ZONE: usize = 20;

/// What is wrong with an outline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShapeFault {
    /// More corners than [`ZONE_VERTICES_MAX`].
    TooManyVertices {
        /// How many there are.
        vertices: usize,
    },
    /// Fewer than three different corners.
    TooFewPoints,
    /// All corners of a ring lie on one line.
    ZeroArea,
    /// The line runs out to a corner and back over itself.
    Spike,
    /// Two edges of one ring pass through or run along each other.
    RingCrossesItself,
    /// A ring comes back to a point it has been at.
    RingTouchesItself,
    /// A hole's edge passes through the shell's.
    HoleCrossesShell,
    /// A hole and the shell share a point or a stretch of line.
    HoleTouchesShell,
    /// A hole lies beside its shell.
    HoleOutsideShell,
    /// Two holes overlap or touch, or one lies in the other.
    HolesOverlap,
    /// Two polygons of the zone overlap.
    PolygonsOverlap,
    /// Two polygons of the zone run along one line.
    PolygonsShareEdge,
    /// An edge spans more than half the globe, or a corner lies on the 180° line.
    Antimeridian,
    /// An edge is longer than [`LONGEST_EDGE_M`].
    LongEdge {
        /// Its length in whole metres.
        metres: u32,
    },
}

/// Where in a zone an outline is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShapeProblem {
    /// Which polygon, from 0.
    pub polygon: usize,
    /// Which of its rings: 0 is the shell.
    pub ring: usize,
    /// Number of the corner, or of the first corner of the edge.
    pub vertex: usize,
    /// That corner.
    pub at: Option<Vertex>,
    /// Polygon and ring it collides with, if another one.
    pub other: Option<(usize, usize)>,
    /// Where two edges meet, to the nearest vertex.
    pub meets: Option<Vertex>,
    /// What is wrong.
    pub fault: ShapeFault,
}

/// Everything wrong with the outline, by place; at most [`FAULTS_PER_ZONE`]. Empty is good.
#[must_use]
pub fn shape_problems(geometry: &ZoneGeometry) -> Vec<ShapeProblem> {
    let mut check = Check::new(geometry);
    if check.too_many_vertices(geometry) {
        return check.problems;
    }
    check.rings_alone();
    check.meetings();
    check.holes_in_shells(geometry);
    check.polygons_apart(geometry);
    check.problems.sort_by_key(|problem| (problem.polygon, problem.ring, problem.vertex));
    check.problems
}

struct PlacedRing<'a> {
    polygon: usize,
    number: usize,
    ring: &'a Ring,
    /// Spikes make their neighbours touch: said once, not three times.
    spiked: bool,
}

struct Check<'a> {
    rings: Vec<PlacedRing<'a>>,
    problems: Vec<ShapeProblem>,
    /// Ring pairs that are known to meet, with whether that was a fault.
    met: BTreeMap<(usize, usize), bool>,
}

impl<'a> Check<'a> {
    fn new(geometry: &'a ZoneGeometry) -> Self {
        let rings = geometry.0.iter().enumerate().flat_map(|(polygon, shape)| {
            let place = move |(number, ring)| PlacedRing { polygon, number, ring, spiked: false };
            shape.rings().enumerate().map(place)
        });
        Self { rings: rings.collect(), problems: Vec::new(), met: BTreeMap::new() }
    }

    /// Enough is known; a hostile file shall not fill the memory with the rest.
    fn full(&self) -> bool {
        self.problems.len() >= FAULTS_PER_ZONE
    }

    fn report(&mut self, ring: usize, vertex: usize, other: Option<usize>, fault: ShapeFault) {
        self.report_meeting(ring, vertex, other, None, fault);
    }

    fn report_meeting(
        &mut self,
        ring: usize,
        vertex: usize,
        other: Option<usize>,
        meets: Option<Vertex>,
        fault: ShapeFault,
    ) {
        if self.full() {
            return;
        }
        let Some(placed) = self.rings.get(ring) else { return };
        let other = other.and_then(|other| self.rings.get(other)).map(|o| (o.polygon, o.number));
        let problem = ShapeProblem {
            polygon: placed.polygon,
            ring: placed.number,
            vertex,
            at: placed.ring.0.get(vertex).copied(),
            other,
            meets,
            fault,
        };
        // A point where corners coincide is met by up to four pairs of edges: say it once.
        if !self.problems.contains(&problem) {
            self.problems.push(problem);
        }
    }

    fn too_many_vertices(&mut self, geometry: &ZoneGeometry) -> bool {
        let vertices = geometry.vertex_count();
        let too_many = vertices > ZONE_VERTICES_MAX;
        if too_many {
            self.report(0, 0, None, ShapeFault::TooManyVertices { vertices });
        }
        too_many
    }

    /// What can be said of a ring by walking round it once.
    fn rings_alone(&mut self) {
        for number in 0..self.rings.len() {
            let Some(ring) = self.rings.get(number).map(|placed| placed.ring) else { continue };
            if ring.0.len() < 3 {
                self.report(number, 0, None, ShapeFault::TooFewPoints);
                continue;
            }
            if is_one_line(ring) {
                self.report(number, 0, None, ShapeFault::ZeroArea);
                continue;
            }
            let mut spiked = false;
            let edges = ring.edges().zip(ring.edges().cycle().skip(1));
            for (vertex, ((a, b), (_, c))) in edges.enumerate() {
                if let Some(fault) = edge_fault(a, b) {
                    self.report(number, vertex, None, fault);
                }
                let (out, back) = (direction(a, b), direction(b, c));
                if turn(out, back) == 0 && along(out, back) < 0 {
                    spiked = true;
                    self.report(number, (vertex + 1) % ring.0.len(), None, ShapeFault::Spike);
                }
            }
            if let Some(placed) = self.rings.get_mut(number) {
                placed.spiked = spiked;
            }
        }
    }

    /// What shows where two edges meet.
    fn meetings(&mut self) {
        let rings = self.rings.iter().enumerate();
        let mut edges: Vec<Edge> = rings
            .flat_map(|(ring, placed)| {
                let edge = move |(index, (a, b))| Edge { a, b, ring, index };
                // Rings already refused as no area would only collide with everything.
                let area = placed.ring.0.len() >= 3 && !is_one_line(placed.ring);
                placed.ring.edges().enumerate().map(edge).filter(move |_| area)
            })
            .collect();
        sweep(&mut edges, |one, two| {
            let (first, second) =
                if (one.ring, one.index) <= (two.ring, two.index) { (one, two) } else { (two, one) };
            if self.full() || (first.ring == second.ring && self.are_neighbours(first, second)) {
                return;
            }
            if let Some(how) = meeting(first.a, first.b, second.a, second.b) {
                self.judge(first, second, how);
            }
        });
    }

    fn are_neighbours(&self, first: &Edge, second: &Edge) -> bool {
        let length = self.rings.get(first.ring).map_or(0, |placed| placed.ring.0.len());
        let apart = second.index - first.index;
        apart <= 1 || apart + 1 == length
    }

    fn judge(&mut self, first: &Edge, second: &Edge, how: Meeting) {
        let (Some(one), Some(two)) = (self.rings.get(first.ring), self.rings.get(second.ring)) else {
            return;
        };
        let fault = if first.ring == second.ring {
            match how {
                Meeting::Cross => Some(ShapeFault::RingCrossesItself),
                _ if one.spiked => None,
                Meeting::Overlap(_) => Some(ShapeFault::RingCrossesItself),
                Meeting::Touch(_) => Some(ShapeFault::RingTouchesItself),
            }
        } else if one.polygon == two.polygon {
            Some(match (one.number, how) {
                (0, Meeting::Cross) => ShapeFault::HoleCrossesShell,
                (0, _) => ShapeFault::HoleTouchesShell,
                (_, _) => ShapeFault::HolesOverlap,
            })
        } else {
            match how {
                Meeting::Cross => Some(ShapeFault::PolygonsOverlap),
                Meeting::Overlap(_) => Some(ShapeFault::PolygonsShareEdge),
                Meeting::Touch(at) => {
                    pass_through(one.ring, first, two.ring, second, at).then_some(ShapeFault::PolygonsOverlap)
                }
            }
        };
        let bad = self.met.entry((first.ring, second.ring)).or_insert(false);
        *bad |= fault.is_some();
        let Some(fault) = fault else { return };

        // Of shell and hole the hole is named, of two polygons the later one.
        let (ring, edge, other) = match first.ring == second.ring {
            true => (first.ring, first, None),
            false => (second.ring, second, Some(first.ring)),
        };
        let (vertex, meets) = match how {
            Meeting::Touch(at) | Meeting::Overlap(at) if at == edge.b => (self.next(ring, edge.index), at),
            Meeting::Touch(at) | Meeting::Overlap(at) => (edge.index, at),
            Meeting::Cross => (edge.index, crossing(first, second)),
        };
        self.report_meeting(ring, vertex, other, Some(meets), fault);
    }

    fn next(&self, ring: usize, vertex: usize) -> usize {
        let length = self.rings.get(ring).map_or(1, |placed| placed.ring.0.len().max(1));
        (vertex + 1) % length
    }

    /// Holes that meet nothing must lie in their shell and beside each other.
    fn holes_in_shells(&mut self, geometry: &ZoneGeometry) {
        let mut shell_number = 0;
        for polygon in &geometry.0 {
            let shell = shell_number;
            let holes = shell + 1..shell + 1 + polygon.holes.len();
            shell_number = holes.end;
            for (number, hole) in holes.clone().zip(&polygon.holes) {
                let apart = !self.met.contains_key(&(shell, number)) && !is_one_line(hole);
                if apart && lies(hole, &polygon.shell) == Place::Outside {
                    self.report(number, 0, Some(shell), ShapeFault::HoleOutsideShell);
                }
            }
            pairs_by_box(polygon.holes.iter(), |one, two| {
                let (low, high) = (shell + 1 + one, shell + 1 + two);
                if self.full() || self.met.contains_key(&(low, high)) {
                    return;
                }
                let (Some(a), Some(b)) = (polygon.holes.get(one), polygon.holes.get(two)) else { return };
                if lies(a, b) == Place::Inside || lies(b, a) == Place::Inside {
                    self.report(high, 0, Some(low), ShapeFault::HolesOverlap);
                }
            });
        }
    }

    /// Polygons whose edges do not pass through each other must not contain each other.
    fn polygons_apart(&mut self, geometry: &ZoneGeometry) {
        if geometry.0.len() < 2 {
            return;
        }
        let collided: BTreeSet<(usize, usize)> = self
            .met
            .iter()
            .filter(|(_, bad)| **bad)
            .filter_map(|((one, two), _)| {
                Some((self.rings.get(*one)?.polygon, self.rings.get(*two)?.polygon))
            })
            .collect();
        let shells = self.rings.iter().enumerate().filter(|(_, placed)| placed.number == 0);
        let shells: Vec<usize> = shells.map(|(number, _)| number).collect();
        pairs_by_box(geometry.0.iter().map(|polygon| &polygon.shell), |one, two| {
            if self.full() || collided.contains(&(one, two)) {
                return;
            }
            let (Some(a), Some(b)) = (geometry.0.get(one), geometry.0.get(two)) else { return };
            let (Some(&first), Some(&second)) = (shells.get(one), shells.get(two)) else { return };
            if is_within(&a.shell, b) || is_within(&b.shell, a) {
                self.report(second, 0, Some(first), ShapeFault::PolygonsOverlap);
            }
        });
    }
}

fn is_one_line(ring: &Ring) -> bool {
    let Some(&first) = ring.0.first() else { return true };
    let Some(&other) = ring.0.iter().find(|vertex| **vertex != first) else { return true };
    ring.0.iter().all(|vertex| side(first, other, *vertex).is_eq())
}

/// The vertex nearest to where two edges cross; for people, not for any decision.
fn crossing(one: &Edge, two: &Edge) -> Vertex {
    let (u, v) = (direction(one.a, one.b), direction(two.a, two.b));
    let share = turn(direction(one.a, two.a), v) as f64 / turn(u, v) as f64;
    let step = |length: i64| (share * length as f64).round() as i32;
    Vertex { lon: one.a.lon.saturating_add(step(u.0)), lat: one.a.lat.saturating_add(step(u.1)) }
}

fn edge_fault(a: Vertex, b: Vertex) -> Option<ShapeFault> {
    const HALF_TURN: u32 = 1_800_000_000;
    if a.lon.unsigned_abs() == HALF_TURN || a.lon.abs_diff(b.lon) > HALF_TURN {
        return Some(ShapeFault::Antimeridian);
    }
    // No degree is longer than 111.7 km: short edges need no sine.
    let units = f64::from(a.lon.abs_diff(b.lon)) + f64::from(a.lat.abs_diff(b.lat));
    if units * 0.011_17 <= LONGEST_EDGE_M {
        return None;
    }
    let metres = geodesy::local_distance(a, b);
    (metres > LONGEST_EDGE_M).then_some(ShapeFault::LongEdge { metres: metres as u32 })
}

/// Whether two rings that share the vertex `at` pass through each other there.
fn pass_through(one: &Ring, first: &Edge, two: &Ring, second: &Edge, at: Vertex) -> bool {
    let (Some((u1, u2)), Some((v1, v2))) = (arms(one, first, at), arms(two, second, at)) else {
        return false;
    };
    // Arms on one line are a shared edge, found and named as that.
    let shared = [(u1, v1), (u1, v2), (u2, v1), (u2, v2)];
    let shared = shared.iter().any(|(u, v)| turn(*u, *v) == 0 && along(*u, *v) > 0);
    !shared && between(u1, v1, u2) != between(u1, v2, u2)
}

/// The two directions in which a ring leaves the vertex `at`, which lies on its edge.
fn arms(ring: &Ring, edge: &Edge, at: Vertex) -> Option<(Direction, Direction)> {
    let length = ring.0.len();
    if at == edge.a {
        let before = *ring.0.get((edge.index + length - 1) % length)?;
        Some((direction(at, before), direction(at, edge.b)))
    } else if at == edge.b {
        let after = *ring.0.get((edge.index + 2) % length)?;
        Some((direction(at, edge.a), direction(at, after)))
    } else {
        Some((direction(at, edge.a), direction(at, edge.b)))
    }
}

/// Whether `middle` comes before `end` when turning left from `begin`.
fn between(begin: Direction, middle: Direction, end: Direction) -> bool {
    let left_of_begin = turn(begin, middle) > 0;
    let left_of_end = turn(middle, end) > 0;
    if turn(begin, end) > 0 || (turn(begin, end) == 0 && along(begin, end) > 0) {
        left_of_begin && left_of_end
    } else {
        left_of_begin || left_of_end
    }
}

/// Where a ring lies with respect to another that it does not pass through.
fn lies(ring: &Ring, other: &Ring) -> Place {
    // Corners first; if all lie on the other's edge, points between them, which cannot all do so.
    let corners = ring.0.iter().map(|v| ((i64::from(v.lon), i64::from(v.lat)), 1));
    let first_edge = ring.edges().take(1).flat_map(|(a, b)| {
        (2..=64_i64).map(move |parts| {
            let (a, step) = ((i64::from(a.lon), i64::from(a.lat)), direction(a, b));
            ((a.0 * parts + step.0, a.1 * parts + step.1), parts)
        })
    });
    let places = corners.chain(first_edge).map(|(numerator, parts)| place_in(other, numerator, parts));
    places.into_iter().find(|place| *place != Place::Edge).unwrap_or(Place::Edge)
}

/// Whether a ring lies in a polygon's area, not in one of its holes.
fn is_within(ring: &Ring, polygon: &Polygon) -> bool {
    lies(ring, &polygon.shell) != Place::Outside
        && !polygon.holes.iter().any(|hole| lies(ring, hole) != Place::Outside)
}

/// Calls `met` with the numbers, lower first, of every two rings whose boxes meet.
fn pairs_by_box<'r>(rings: impl Iterator<Item = &'r Ring>, mut met: impl FnMut(usize, usize)) {
    let boxes = rings.enumerate().filter_map(|(number, ring)| {
        let lons = ring.0.iter().map(|v| v.lon);
        let lats = ring.0.iter().map(|v| v.lat);
        Some((lons.clone().min()?, lons.max()?, lats.clone().min()?, lats.max()?, number))
    });
    let mut boxes: Vec<_> = boxes.collect();
    boxes.sort_unstable();
    let mut open: Vec<(i32, i32, i32, i32, usize)> = Vec::new();
    for new in boxes {
        open.retain(|old| old.1 >= new.0);
        for old in open.iter().filter(|old| old.2 <= new.3 && new.2 <= old.3) {
            met(old.4.min(new.4), old.4.max(new.4));
        }
        open.push(new);
    }
}
