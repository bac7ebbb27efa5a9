//! How far the nearest edge is: looked for among all edges once, then among a few while no other can be nearer.
//!
//! An edge is measured by the same operations in whatever company, so the way it is found changes no result.
//! Eight are measured together and without a branch, which compilers turn into vectors.

use core::array::from_fn;
use core::hint::select_unpredictable;
use core::ops::Range;

use super::edges::{Bounds, Edges, FAN, RingSpan};
use super::scale::Scale;
use crate::geometry::Vertex;

/// A box is skipped only when it is farther by more than rounding could explain.
const SURELY: f64 = 1.0 - 1e-9;

/// Leaves kept on either side of the nearest.
const KEPT: u32 = 2;

/// Consecutive edges of one ring; edge `n` begins at corner `n` of the shared list.
type Run = Range<u32>;

/// The edges around the one that was nearest, and how far all others were.
#[derive(Debug, Clone)]
pub(crate) struct Kept {
    run: Run,
    /// The leaf of the first of them.
    leaf: u32,
    /// Those of one leaf, among which the nearest was last.
    pub(crate) nearest: Run,
    /// Where that was.
    pub(crate) at: Vertex,
    /// Metres from there to the nearest of the others, or fewer.
    pub(crate) others: f64,
}

impl Edges {
    /// Metres from `p` to the nearest edge, squared; `cap2` if none is nearer than that.
    pub(crate) fn distance2(&self, rings: &[RingSpan], p: Vertex, scale: Scale, cap2: f64) -> f64 {
        self.search(rings, p, scale, cap2, None).0
    }

    /// Metres from `p` to the nearest of the kept edges, squared. The leaf that was nearest goes first.
    pub(crate) fn kept_distance2(&self, kept: &mut Kept, p: Vertex, scale: Scale) -> f64 {
        let mut nearest2 = run_distance2(self.corners_of(&kept.nearest), p, scale);
        let first = kept.nearest.start;
        let leaves = &self.leaves[kept.leaf as usize..];
        for (leaf, start) in leaves.iter().zip(kept.run.clone().step_by(FAN)) {
            if start != first && leaf.distance2(p, scale) * SURELY <= nearest2 {
                let run = start..(start + FAN as u32).min(kept.run.end);
                let metres2 = run_distance2(self.corners_of(&run), p, scale);
                if metres2 < nearest2 {
                    (nearest2, kept.nearest) = (metres2, run);
                }
            }
        }
        nearest2
    }

    /// As [`Self::distance2`], with the edges to keep if there is a nearest one. `first` is looked at first.
    pub(crate) fn nearest(
        &self,
        rings: &[RingSpan],
        p: Vertex,
        scale: Scale,
        cap2: f64,
        first: Option<Run>,
    ) -> (f64, Option<Kept>) {
        let (nearest2, found) = self.search(rings, p, scale, cap2, first);
        let kept = found.and_then(|found| {
            let ring = rings.iter().find(|ring| ring.run().contains(&found.start))?;
            let edges = ring.run();
            let side = KEPT * FAN as u32;
            let start = found.start.saturating_sub(side).max(edges.start);
            let run = start..(found.end + side).min(edges.end);
            let others = self.others_at_least2(rings, p, scale, &run, f64::INFINITY).sqrt() * SURELY;
            let leaf = ring.leaf + (start - edges.start) / FAN as u32;
            Some(Kept { run, leaf, nearest: found, at: p, others })
        });
        (nearest2, kept)
    }

    /// The nearest edge's distance squared, and a run of edges among which it is.
    fn search(
        &self,
        rings: &[RingSpan],
        p: Vertex,
        scale: Scale,
        cap2: f64,
        first: Option<Run>,
    ) -> (f64, Option<Run>) {
        let mut nearest2 = cap2;
        let mut found = None;
        let mut try_run = |run: Run| {
            let metres2 = run_distance2(self.corners_of(&run), p, scale);
            if metres2 < nearest2 {
                nearest2 = metres2;
                found = Some(run);
            }
            nearest2
        };
        let mut within2 = first.map_or(cap2, &mut try_run);
        for ring in rings {
            for (node, leaves) in self.nodes_of(ring) {
                if node.distance2(p, scale) * SURELY > within2 {
                    continue;
                }
                for (leaf, run) in leaves {
                    if leaf.distance2(p, scale) * SURELY <= within2 {
                        within2 = try_run(run);
                    }
                }
            }
        }
        (nearest2, found)
    }

    /// Metres to the nearest box of edges that are not in `but`, squared: none of those is nearer. Boxes
    /// farther than `enough2` are taken whole.
    pub(crate) fn others_at_least2(
        &self,
        rings: &[RingSpan],
        p: Vertex,
        scale: Scale,
        but: &Run,
        enough2: f64,
    ) -> f64 {
        let mut nearest2 = f64::INFINITY;
        for ring in rings {
            for (node, leaves) in self.nodes_of(ring) {
                let whole2 = node.distance2(p, scale);
                if whole2 > enough2 {
                    nearest2 = less(whole2, nearest2);
                } else if whole2 < nearest2 {
                    for (leaf, run) in leaves {
                        let metres2 = leaf.distance2(p, scale);
                        let nearer = (metres2 < nearest2) & !but.contains(&run.start);
                        nearest2 = select_unpredictable(nearer, metres2, nearest2);
                    }
                }
            }
        }
        nearest2
    }

    /// The nodes of a ring with their leaves and what edges these hold.
    #[inline]
    fn nodes_of(
        &self,
        ring: &RingSpan,
    ) -> impl Iterator<Item = (&Bounds, impl Iterator<Item = (&Bounds, Run)>)> {
        let Range { start, end } = ring.run();
        let fan = FAN as u32;
        let count = ring.edges.div_ceil(fan);
        let leaves = &self.leaves[ring.leaf as usize..(ring.leaf + count) as usize];
        let nodes = &self.nodes[ring.node as usize..(ring.node + count.div_ceil(fan)) as usize];
        let runs = (start..end).step_by(FAN * FAN);
        nodes.iter().zip(leaves.chunks(FAN)).zip(runs).map(move |((node, leaves), first)| {
            let runs = (first..end).step_by(FAN).map(move |first| first..(first + fan).min(end));
            (node, leaves.iter().zip(runs))
        })
    }

    /// The corners of a run: one more than its edges.
    #[inline]
    fn corners_of(&self, run: &Run) -> &[Vertex] {
        &self.corners[run.start as usize..=run.end as usize]
    }
}

impl Bounds {
    /// Metres from `p`, squared; zero inside.
    #[inline]
    pub(super) fn distance2(&self, p: Vertex, scale: Scale) -> f64 {
        let off = |low: i32, at: i32, high: i32| {
            let (low, at, high) = (f64::from(low), f64::from(at), f64::from(high));
            more(more(low - at, at - high), 0.0)
        };
        let x = off(self.west, p.lon, self.east) * scale.east;
        let y = off(self.south, p.lat, self.north) * scale.north;
        x * x + y * y
    }
}

/// The lesser of two, without a branch.
#[inline]
pub(super) fn less(a: f64, b: f64) -> f64 {
    select_unpredictable(a < b, a, b)
}

/// The greater of two, without a branch.
#[inline]
pub(super) fn more(a: f64, b: f64) -> f64 {
    select_unpredictable(a > b, a, b)
}

/// Metres from `p` to the nearest edge of a run of corners, squared.
#[inline]
fn run_distance2(mut corners: &[Vertex], p: Vertex, scale: Scale) -> f64 {
    let mut nearest2 = f64::INFINITY;
    while let Some(eight) = corners.first_chunk() {
        nearest2 = less(nearest2, eight_distance2(eight, p, scale));
        corners = &corners[FAN..];
    }
    if let (Some(last), true) = (corners.last(), corners.len() > 1) {
        // Filled up with edges of no length at the end.
        let mut eight = [*last; FAN + 1];
        eight[..corners.len()].copy_from_slice(corners);
        nearest2 = less(nearest2, eight_distance2(&eight, p, scale));
    }
    nearest2
}

/// The same for eight edges, one after the other: compilers take longitude and latitude together.
fn eight_distance2(corners: &[Vertex; FAN + 1], p: Vertex, scale: Scale) -> f64 {
    let (middle_x, middle_y) = (f64::from(p.lon), f64::from(p.lat));
    let x = corners.map(|corner| (f64::from(corner.lon) - middle_x) * scale.east);
    let y = corners.map(|corner| (f64::from(corner.lat) - middle_y) * scale.north);
    let metres2: [f64; FAN] = from_fn(|at| {
        let (back_x, back_y) = (x[at] - x[at + 1], y[at] - y[at + 1]);
        let along = x[at] * back_x + y[at] * back_y;
        // An edge of no length is its corner.
        let length2 = more(back_x * back_x + back_y * back_y, f64::MIN_POSITIVE);
        let part = less(more(along, 0.0), length2) / length2;
        let (near_x, near_y) = (x[at] - part * back_x, y[at] - part * back_y);
        near_x * near_x + near_y * near_y
    });
    let pairs: [f64; FAN / 2] = from_fn(|at| less(metres2[at], metres2[at + FAN / 2]));
    less(less(pairs[0], pairs[2]), less(pairs[1], pairs[3]))
}
