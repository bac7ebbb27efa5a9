//! Exact questions about edges: which side, where two of them meet, inside or outside a ring.
//!
//! Whole numbers throughout, so the answers are true of the stored vertices and the same everywhere.
//! A sweep finds all meetings of a zone's edges without comparing each with each.

use core::cmp::Ordering;

use crate::geometry::{Ring, Vertex};

/// Which side of the line a→b the point lies on: greater is left, equal is on the line.
pub fn side(a: Vertex, b: Vertex, point: Vertex) -> Ordering {
    turn(direction(a, b), direction(a, point)).cmp(&0)
}

/// A difference of two vertices.
pub type Direction = (i64, i64);

/// From `a` to `b`.
pub fn direction(a: Vertex, b: Vertex) -> Direction {
    (i64::from(b.lon) - i64::from(a.lon), i64::from(b.lat) - i64::from(a.lat))
}

/// Positive when `v` points to the left of `u`.
pub fn turn(u: Direction, v: Direction) -> i128 {
    i128::from(u.0) * i128::from(v.1) - i128::from(u.1) * i128::from(v.0)
}

/// Whether two directions on one line point the same way (positive) or back (negative).
pub fn along(u: Direction, v: Direction) -> i128 {
    i128::from(u.0) * i128::from(v.0) + i128::from(u.1) * i128::from(v.1)
}

/// How two edges meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meeting {
    /// Each passes through the other.
    Cross,
    /// They share a stretch of line; the vertex is one of its ends.
    Overlap(Vertex),
    /// They share exactly this vertex of at least one of them.
    Touch(Vertex),
}

/// How the closed edges a–b and c–d meet, if they do.
pub fn meeting(a: Vertex, b: Vertex, c: Vertex, d: Vertex) -> Option<Meeting> {
    let (side_c, side_d) = (side(a, b, c), side(a, b, d));
    if side_c == side_d && side_c != Ordering::Equal {
        return None;
    }
    let (side_a, side_b) = (side(c, d, a), side(c, d, b));
    if side_a == side_b && side_a != Ordering::Equal {
        return None;
    }
    if side_c == Ordering::Equal && side_d == Ordering::Equal {
        // On one line the order of vertices (longitude, then latitude) is the order along it.
        let begin = a.min(b).max(c.min(d));
        let end = a.max(b).min(c.max(d));
        return match begin.cmp(&end) {
            Ordering::Less => Some(Meeting::Overlap(begin)),
            Ordering::Equal => Some(Meeting::Touch(begin)),
            Ordering::Greater => None,
        };
    }
    let on_the_other = [(side_c, c), (side_d, d), (side_a, a), (side_b, b)];
    match on_the_other.iter().find(|(side, _)| side.is_eq()) {
        Some(&(_, vertex)) => Some(Meeting::Touch(vertex)),
        None => Some(Meeting::Cross),
    }
}

/// Where a point lies with respect to a ring.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Strictly inside.
    Inside,
    /// On an edge or corner.
    Edge,
    /// Strictly outside.
    Outside,
}

/// Where the point `numerator / denominator` lies. The fraction lets a point between two vertices be
/// asked about exactly; the denominator is from 1 to 64.
pub fn place_in(ring: &Ring, numerator: (i64, i64), denominator: i64) -> Place {
    let scaled = |v: Vertex| (i64::from(v.lon) * denominator, i64::from(v.lat) * denominator);
    let mut inside = false;
    for (a, b) in ring.edges() {
        let (a, b) = (scaled(a), scaled(b));
        let to_point = (numerator.0 - a.0, numerator.1 - a.1);
        let turned = turn((b.0 - a.0, b.1 - a.1), to_point);
        if turned == 0
            && (a.0.min(b.0)..=a.0.max(b.0)).contains(&numerator.0)
            && (a.1.min(b.1)..=a.1.max(b.1)).contains(&numerator.1)
        {
            return Place::Edge;
        }
        // The ray runs east: count edges that pass the point's latitude to the east of it.
        let upwards = a.1 <= numerator.1 && b.1 > numerator.1;
        let downwards = b.1 <= numerator.1 && a.1 > numerator.1;
        if (upwards && turned > 0) || (downwards && turned < 0) {
            inside = !inside;
        }
    }
    if inside { Place::Inside } else { Place::Outside }
}

/// One edge of one ring of a zone.
#[derive(Debug, Clone, Copy)]
pub struct Edge {
    /// First end.
    pub a: Vertex,
    /// Second end.
    pub b: Vertex,
    /// Which ring, counted over the whole zone.
    pub ring: usize,
    /// Which edge of it; its first end is the vertex of the same number.
    pub index: usize,
}

/// Calls `met` for every two edges whose boxes meet, each pair once.
///
/// Edges are swept along the axis in which they are shorter, so that few are under the sweep line at once.
pub fn sweep(edges: &mut [Edge], mut met: impl FnMut(&Edge, &Edge)) {
    let (width, height) = edges.iter().fold((0_u64, 0_u64), |(width, height), edge| {
        let across = u64::from(edge.a.lon.abs_diff(edge.b.lon));
        (width + across, height + u64::from(edge.a.lat.abs_diff(edge.b.lat)))
    });
    let by_lon = width <= height;
    let along_axis = |v: Vertex| if by_lon { v.lon } else { v.lat };
    let over_axis = |v: Vertex| if by_lon { v.lat } else { v.lon };
    let span = |edge: &Edge, axis: &dyn Fn(Vertex) -> i32| {
        let (a, b) = (axis(edge.a), axis(edge.b));
        (a.min(b), a.max(b))
    };

    edges.sort_unstable_by_key(|edge| (span(edge, &along_axis).0, edge.ring, edge.index));
    // Under the sweep line: where an edge ends along the axis, its span over the axis, and itself.
    let mut under: Vec<(i32, i32, i32, &Edge)> = Vec::new();
    for edge in edges.iter() {
        let (begin, end) = span(edge, &along_axis);
        let (low, high) = span(edge, &over_axis);
        under.retain(|&(other_end, other_low, other_high, other)| {
            if other_end < begin {
                return false;
            }
            if other_low <= high && low <= other_high {
                met(other, edge);
            }
            true
        });
        under.push((end, low, high, edge));
    }
}
