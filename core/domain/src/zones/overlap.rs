//! Whether two areas have ground in common: exact, in whole numbers. Areas that only share an edge or a corner have none.

use super::segments::{Edge, Meeting, Place, meeting, place_in, sweep};
use crate::geometry::{Ring, Vertex};

/// Whether areas of these rings – shells and holes alike – overlap. Equal areas do.
pub fn overlap(one: &[Ring], other: &[Ring]) -> bool {
    let mut edges = edges_of(one, 0);
    edges.extend(edges_of(other, one.len()));
    let mut cross = false;
    // Where edges meet without crossing: of which ring and edge, and at which corner.
    let mut touches: Vec<(usize, usize, Vertex)> = Vec::new();
    sweep(&mut edges, |a, b| {
        if (a.ring < one.len()) == (b.ring < one.len()) {
            return;
        }
        match meeting(a.a, a.b, b.a, b.b) {
            Some(Meeting::Cross) => cross = true,
            Some(Meeting::Touch(_) | Meeting::Overlap(_)) => {
                for (edge, met) in [(a, b), (b, a)] {
                    touches.extend([met.a, met.b].map(|corner| (edge.ring, edge.index, corner)));
                }
            }
            None => {}
        }
    });
    cross
        || shell_in_common(one, other)
        || reaches_into(one, 0, other, &touches)
        || reaches_into(other, one.len(), one, &touches)
}

fn edges_of(rings: &[Ring], first: usize) -> Vec<Edge> {
    let of = |(number, ring): (usize, &Ring)| {
        let edges: Vec<Edge> = ring
            .edges()
            .enumerate()
            .map(|(index, (a, b))| Edge { a, b, ring: first + number, index })
            .collect();
        edges
    };
    rings.iter().enumerate().flat_map(of).collect()
}

/// Whether both have one and the same ring, turning the same way: a shell of both, or a hole of both beside which both lie.
fn shell_in_common(one: &[Ring], other: &[Ring]) -> bool {
    one.iter().any(|ring| other.contains(ring))
}

/// Whether any piece of an edge, cut where the other area's edges touch it, runs inside the other area.
fn reaches_into(rings: &[Ring], first: usize, other: &[Ring], touches: &[(usize, usize, Vertex)]) -> bool {
    edges_of(rings, first).iter().any(|edge| {
        let on_it = |corner: &Vertex| {
            super::segments::side(edge.a, edge.b, *corner).is_eq()
                && (edge.a.min(edge.b)..=edge.a.max(edge.b)).contains(corner)
        };
        let of_it = |(ring, index, _): &&(usize, usize, Vertex)| (*ring, *index) == (edge.ring, edge.index);
        let mut cuts: Vec<Vertex> = touches.iter().filter(of_it).map(|(_, _, corner)| *corner).collect();
        cuts.retain(on_it);
        cuts.extend([edge.a, edge.b]);
        cuts.sort_unstable();
        cuts.dedup();
        cuts.windows(2).any(|piece| {
            let [from, to] = piece else { return false };
            let middle = (i64::from(from.lon) + i64::from(to.lon), i64::from(from.lat) + i64::from(to.lat));
            is_inside(other, middle)
        })
    })
}

/// Whether a point, given in halves, lies inside the area and on none of its edges.
fn is_inside(rings: &[Ring], halves: (i64, i64)) -> bool {
    let mut inside = false;
    for ring in rings {
        match place_in(ring, halves, 2) {
            Place::Edge => return false,
            Place::Inside => inside = !inside,
            Place::Outside => {}
        }
    }
    inside
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ring(corners: &[(i32, i32)]) -> Ring {
        Ring(corners.iter().map(|&(lon, lat)| Vertex { lon, lat }).collect())
    }

    fn square(west: i32, south: i32, size: i32) -> Ring {
        ring(&[(west, south), (west + size, south), (west + size, south + size), (west, south + size)])
    }

    #[test]
    fn ground_in_common_is_told_from_an_edge_in_common() {
        let field = [square(0, 0, 10)];
        let cases = [
            ("apart", vec![square(20, 0, 10)], false),
            ("beside, one edge in common", vec![square(10, 0, 10)], false),
            ("beside, part of an edge", vec![square(10, 3, 4)], false),
            ("one corner in common", vec![square(10, 10, 5)], false),
            ("across a corner", vec![square(5, 5, 10)], true),
            ("inside", vec![square(3, 3, 2)], true),
            ("around", vec![square(-5, -5, 30)], true),
            ("the same", vec![square(0, 0, 10)], true),
            ("inside, along an edge", vec![square(0, 3, 4)], true),
            ("half of it, three edges in common", vec![ring(&[(0, 0), (10, 0), (10, 5), (0, 5)])], true),
            ("corner to corner", vec![ring(&[(0, 0), (10, 10), (0, 10)])], true),
            ("a hole that holds all of it", vec![square(-5, -5, 30), hole(-1, -1, 12)], false),
            ("a hole that is just it", vec![square(-5, -5, 30), hole(0, 0, 10)], false),
            ("a hole in part of it", vec![square(-5, -5, 30), hole(0, 0, 5)], true),
        ];
        for (name, other, expected) in cases {
            assert_eq!(overlap(&field, &other), expected, "{name}");
            assert_eq!(overlap(&other, &field), expected, "{name}, the other way");
        }
    }

    /// A hole turns the other way.
    fn hole(west: i32, south: i32, size: i32) -> Ring {
        let Ring(mut corners) = square(west, south, size);
        corners.reverse();
        Ring(corners)
    }
}
