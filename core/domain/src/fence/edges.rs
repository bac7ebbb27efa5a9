//! The edges of all zones, with boxes over runs of them: where a point lies, what a step crosses
//! (how far the nearest edge is: `nearest.rs`). Signs and crossings are exact in whole numbers.
//!
//! A ring's edges are kept in order; eight make a leaf, eight leaves a node. An ordered run knows its
//! parity from its two ends alone, so most leaves are settled without looking at their edges. An
//! interval tree per ring was tried first: as fast for points, of no use for crossings and distances.

use core::cmp::Ordering;

use super::scale::Scale;
use crate::geometry::Vertex;

/// Edges of one leaf, and leaves of one node.
pub(super) const FAN: usize = 8;

/// The smallest rectangle around something, in 1e-7°, edges included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// Least longitude.
    pub west: i32,
    /// Least latitude.
    pub south: i32,
    /// Greatest longitude.
    pub east: i32,
    /// Greatest latitude.
    pub north: i32,
}

impl Bounds {
    pub(crate) const NOTHING: Self =
        Self { west: i32::MAX, south: i32::MAX, east: i32::MIN, north: i32::MIN };

    pub(crate) fn of(corners: &[Vertex]) -> Self {
        corners.iter().fold(Self::NOTHING, |bounds, corner| Self {
            west: bounds.west.min(corner.lon),
            south: bounds.south.min(corner.lat),
            east: bounds.east.max(corner.lon),
            north: bounds.north.max(corner.lat),
        })
    }

    pub(crate) fn with(self, other: Self) -> Self {
        Self {
            west: self.west.min(other.west),
            south: self.south.min(other.south),
            east: self.east.max(other.east),
            north: self.north.max(other.north),
        }
    }

    /// Whether they have a point in common.
    #[inline]
    #[must_use]
    pub fn touches(&self, other: &Self) -> bool {
        // Without a branch: which of the four decides is anybody's guess.
        (self.west <= other.east)
            & (other.west <= self.east)
            & (self.south <= other.north)
            & (other.south <= self.north)
    }

    /// Whether all of `other` lies in it.
    pub(crate) fn holds(&self, other: &Self) -> bool {
        self.west <= other.west
            && other.east <= self.east
            && self.south <= other.south
            && other.north <= self.north
    }

    /// Widened by `metres` on every side.
    pub(crate) fn widened(self, metres: f64, scale: Scale) -> Self {
        // `as` saturates; the sums below cannot overflow.
        let x = (metres / scale.east).min(4e9) as i64 + 2;
        let y = (metres / scale.north).min(4e9) as i64 + 2;
        let fit = |value: i64| value.clamp(i64::from(i32::MIN), i64::from(i32::MAX)) as i32;
        Self {
            west: fit(i64::from(self.west) - x),
            south: fit(i64::from(self.south) - y),
            east: fit(i64::from(self.east) + x),
            north: fit(i64::from(self.north) + y),
        }
    }
}

/// One ring: where its corners, leaves and nodes lie in the shared lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct RingSpan {
    /// First corner; the ring has `edges + 1` corners, the first repeated at the end.
    pub(crate) corner: u32,
    /// Number of edges.
    pub(crate) edges: u32,
    pub(super) leaf: u32,
    pub(super) node: u32,
}

impl RingSpan {
    /// Its edges, each by the corner it begins at.
    pub(super) fn run(&self) -> core::ops::Range<u32> {
        self.corner..self.corner + self.edges
    }
}

/// Every ring of a fence.
#[derive(Debug, Clone, Default)]
pub(crate) struct Edges {
    pub(super) corners: Vec<Vertex>,
    pub(super) leaves: Vec<Bounds>,
    pub(super) nodes: Vec<Bounds>,
}

/// How a point lies to a set of rings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Location {
    /// By parity, the point moved by an infinitely small step (ε, ε²) to the north-east, so that
    /// areas sharing an edge never both hold it.
    pub(crate) within: bool,
    /// Exactly on an edge.
    pub(crate) on_edge: bool,
}

/// The straight step from one accepted fix to the next.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Step {
    pub(crate) from: Vertex,
    pub(crate) to: Vertex,
}

/// A crossing at `part / whole` of a step; `whole` > 0, 0 ≤ `part` ≤ `whole`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Crossing {
    part: i128,
    whole: i128,
}

impl Crossing {
    /// The instant of the crossing when the step takes from `from` to `to`, rounded once.
    pub(crate) fn instant(self, from: i64, to: i64) -> i64 {
        let time = i128::from(to) - i128::from(from);
        let rounded = (2 * self.part * time + self.whole).div_euclid(2 * self.whole);
        from + rounded as i64
    }
}

/// Which side of the line a→b the point lies on; coordinates are within ±1.8e9, so products fit.
#[inline]
fn side(a: Vertex, b: Vertex, p: Vertex) -> Ordering {
    let (ex, ey) = (i64::from(b.lon) - i64::from(a.lon), i64::from(b.lat) - i64::from(a.lat));
    let (px, py) = (i64::from(p.lon) - i64::from(a.lon), i64::from(p.lat) - i64::from(a.lat));
    (ex * py).cmp(&(ey * px))
}

/// The same for the point moved by (ε, ε²): never on the line unless a = b.
#[inline]
fn side_moved(a: Vertex, b: Vertex, p: Vertex) -> Ordering {
    side(a, b, p).then_with(|| a.lat.cmp(&b.lat)).then_with(|| b.lon.cmp(&a.lon))
}

impl Step {
    fn bounds(self) -> Bounds {
        Bounds::of(&[self.from, self.to])
    }

    /// Which side of the moved step the corner lies on. Moving the step is moving the corner back.
    #[inline]
    fn side_of(self, corner: Vertex) -> Ordering {
        side(self.from, self.to, corner)
            .then_with(|| self.to.lat.cmp(&self.from.lat))
            .then_with(|| self.from.lon.cmp(&self.to.lon))
    }

    /// Where the moved step crosses the edge a→b, if it does.
    #[inline]
    fn crossing(self, a: Vertex, b: Vertex) -> Option<Crossing> {
        if self.side_of(a) == self.side_of(b) || side_moved(a, b, self.from) == side_moved(a, b, self.to) {
            return None;
        }
        let wide = |to: Vertex, from: Vertex| {
            (i128::from(to.lon) - i128::from(from.lon), i128::from(to.lat) - i128::from(from.lat))
        };
        let (dx, dy) = wide(self.to, self.from);
        let (ex, ey) = wide(b, a);
        let (ax, ay) = wide(a, self.from);
        let (part, whole) = (ax * ey - ay * ex, dx * ey - dy * ex);
        // Corners on different sides mean lines that are not parallel: `whole` is not zero.
        let sign = whole.signum();
        Some(Crossing { part: part * sign, whole: whole * sign })
    }
}

impl Edges {
    /// Adds a ring given without its repeated last corner.
    pub(crate) fn push(&mut self, ring: &[Vertex]) -> RingSpan {
        let span = RingSpan {
            corner: self.corners.len() as u32,
            edges: ring.len() as u32,
            leaf: self.leaves.len() as u32,
            node: self.nodes.len() as u32,
        };
        self.corners.extend(ring.iter().chain(ring.first()));
        for first in (0..ring.len()).step_by(FAN) {
            let start = span.corner as usize + first;
            let end = (start + FAN).min(span.corner as usize + ring.len());
            self.leaves.push(Bounds::of(&self.corners[start..=end]));
        }
        for leaves in self.leaves[span.leaf as usize..].chunks(FAN) {
            self.nodes.push(leaves.iter().fold(Bounds::NOTHING, |bounds, leaf| bounds.with(*leaf)));
        }
        span
    }

    /// The corners of a ring without the repetition.
    pub(crate) fn ring(&self, span: RingSpan) -> &[Vertex] {
        &self.corners[span.corner as usize..(span.corner + span.edges) as usize]
    }

    /// Calls `each` with the corners of every leaf whose box passes; a node that fails spares its leaves.
    #[inline]
    fn leaves(
        &self,
        span: RingSpan,
        mut passes: impl FnMut(&Bounds, &[Vertex]) -> bool,
        mut each: impl FnMut(&[Vertex]),
    ) {
        let corners = &self.corners[span.corner as usize..=(span.corner + span.edges) as usize];
        let run = |first: usize, edges: usize| &corners[first..=(first + edges).min(span.edges as usize)];
        let leaves = (span.edges as usize).div_ceil(FAN);
        for node in 0..leaves.div_ceil(FAN) {
            let first = node * FAN;
            if !passes(&self.nodes[span.node as usize + node], run(first * FAN, FAN * FAN)) {
                continue;
            }
            for leaf in first..(first + FAN).min(leaves) {
                let edges = run(leaf * FAN, FAN);
                if passes(&self.leaves[span.leaf as usize + leaf], edges) {
                    each(edges);
                }
            }
        }
    }

    /// How `p` lies to the rings together.
    pub(crate) fn locate(&self, rings: &[RingSpan], p: Vertex) -> Location {
        let mut found = Location { within: false, on_edge: false };
        let mut within = false;
        for span in rings {
            let passes = |bounds: &Bounds, run: &[Vertex]| {
                if p.lat < bounds.south || p.lat > bounds.north || p.lon > bounds.east {
                    return false;
                }
                if p.lon < bounds.west {
                    // The whole run lies to the east: its two ends tell its parity.
                    if let (Some(first), Some(last)) = (run.first(), run.last()) {
                        within ^= (first.lat > p.lat) != (last.lat > p.lat);
                    }
                    return false;
                }
                true
            };
            let mut crossed = false;
            self.leaves(*span, passes, |run| {
                for (a, b) in run.iter().zip(run.iter().skip(1)) {
                    let straddles = (a.lat > p.lat) != (b.lat > p.lat);
                    let side = side(*a, *b, p);
                    if side == Ordering::Equal && Bounds::of(&[*a, *b]).touches(&Bounds::of(&[p])) {
                        found.on_edge = true;
                    }
                    // West of an upward edge or of a downward one: the edge is to the east.
                    let east = if b.lat > a.lat { Ordering::Greater } else { Ordering::Less };
                    crossed ^= straddles && side == east;
                }
            });
            within ^= crossed;
        }
        found.within = within;
        found
    }

    /// Calls `each` with every crossing of the step with the rings, in no order.
    pub(crate) fn crossings(&self, rings: &[RingSpan], step: Step, mut each: impl FnMut(Crossing)) {
        let bounds = step.bounds();
        for span in rings {
            self.leaves(
                *span,
                |leaf, _| leaf.touches(&bounds),
                |run| {
                    for (a, b) in run.iter().zip(run.iter().skip(1)) {
                        if let Some(crossing) = step.crossing(*a, *b) {
                            each(crossing);
                        }
                    }
                },
            );
        }
    }
}
