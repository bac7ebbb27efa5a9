//! Random scribbles on squared paper: the checks of an outline against the plainest possible ones.
//!
//! On a small grid every awkward case comes up by itself: shared corners, edges on one line, spikes.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use beatbook_domain::geometry::{Polygon, Ring, Vertex, ZoneGeometry};
use beatbook_domain::zones::validate::{ShapeFault, shape_problems};
use proptest::prelude::*;

type Point = (i64, i64);

fn side(a: Point, b: Point, c: Point) -> i64 {
    ((b.0 - a.0) * (c.1 - a.1) - (b.1 - a.1) * (c.0 - a.0)).signum()
}

fn on_edge(a: Point, b: Point, p: Point) -> bool {
    side(a, b, p) == 0
        && (a.0.min(b.0)..=a.0.max(b.0)).contains(&p.0)
        && (a.1.min(b.1)..=a.1.max(b.1)).contains(&p.1)
}

fn meet(a: Point, b: Point, c: Point, d: Point) -> bool {
    let crossing = side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
    crossing || on_edge(a, b, c) || on_edge(a, b, d) || on_edge(c, d, a) || on_edge(c, d, b)
}

/// A ring is simple if edges that are no neighbours do not meet, and neighbours only in their corner.
fn is_simple(points: &[Point]) -> bool {
    let n = points.len();
    let at = |i: usize| points[i % n];
    let neighbours =
        (0..n).all(|i| !on_edge(at(i), at(i + 1), at(i + 2)) && !on_edge(at(i + 1), at(i + 2), at(i)));
    let others =
        (0..n).all(|i| (i + 2..n).all(|j| (j + 1) % n == i || !meet(at(i), at(i + 1), at(j), at(j + 1))));
    neighbours && others
}

/// Even-odd rule for a point in tenths that lies on no edge.
fn holds(points: &[Point], tenths: Point) -> bool {
    let n = points.len();
    let scaled = |i: usize| (points[i % n].0 * 10, points[i % n].1 * 10);
    (0..n)
        .filter(|&i| {
            let (a, b) = (scaled(i), scaled(i + 1));
            let passes = (a.1 <= tenths.1) != (b.1 <= tenths.1);
            passes && (side(a, b, tenths) > 0) == (b.1 > a.1)
        })
        .count()
        % 2
        == 1
}

fn is_off(points: &[Point], tenths: Point) -> bool {
    let n = points.len();
    (0..n).all(|i| {
        let (a, b) = (points[i], points[(i + 1) % n]);
        !on_edge((a.0 * 10, a.1 * 10), (b.0 * 10, b.1 * 10), tenths)
    })
}

fn scribble(corners: std::ops::Range<usize>) -> impl Strategy<Value = Vec<Point>> {
    let mut points = prop::collection::vec((0_i64..7, 0_i64..7), corners).boxed();
    points = points
        .prop_map(|mut points| {
            points.dedup();
            points
        })
        .boxed();
    points.prop_filter("a ring", |points| points.len() >= 3 && points.first() != points.last())
}

fn simple() -> impl Strategy<Value = Vec<Point>> {
    scribble(3..7).prop_filter("simple", |points| is_simple(points))
}

fn ring(points: &[Point]) -> Ring {
    Ring(
        points
            .iter()
            .map(|&(lon, lat)| Vertex { lon: lon as i32 * 1_000, lat: lat as i32 * 1_000 })
            .collect(),
    )
}

fn faults(polygons: &[&[&[Point]]]) -> Vec<ShapeFault> {
    let polygon = |rings: &&[&[Point]]| Polygon {
        shell: ring(rings[0]),
        holes: rings[1..].iter().map(|hole| ring(hole)).collect(),
    };
    let geometry = ZoneGeometry(polygons.iter().map(polygon).collect());
    shape_problems(&geometry).into_iter().map(|problem| problem.fault).collect()
}

fn edges_meet(one: &[Point], two: &[Point]) -> bool {
    let edges = |p: &[Point]| (0..p.len()).map(|i| (p[i], p[(i + 1) % p.len()])).collect::<Vec<_>>();
    edges(one).iter().any(|&(a, b)| edges(two).iter().any(|&(c, d)| meet(a, b, c, d)))
}

/// A point of the fine grid that is strictly in both.
fn share_area(one: &[Point], two: &[Point]) -> bool {
    (0..70).any(|x| {
        (0..70)
            .any(|y| is_off(one, (x, y)) && is_off(two, (x, y)) && holds(one, (x, y)) && holds(two, (x, y)))
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 3_000, max_global_rejects: 1_000_000, max_local_rejects: 1_000_000, ..ProptestConfig::default() })]

    #[test]
    fn a_ring_is_accepted_exactly_if_it_is_simple(points in scribble(3..9)) {
        prop_assert_eq!(faults(&[&[&points]]).is_empty(), is_simple(&points), "{:?}", faults(&[&[&points]]));
    }

    #[test]
    fn a_hole_is_accepted_exactly_if_it_lies_inside_and_meets_nothing(shell in simple(), hole in simple()) {
        let inside = holds(&shell, (hole[0].0 * 10, hole[0].1 * 10));
        let good = !edges_meet(&shell, &hole) && inside;
        let found = faults(&[&[&shell, &hole]]);
        prop_assert_eq!(found.is_empty(), good, "{:?}", found);
    }

    #[test]
    fn polygons_of_one_zone_are_refused_if_they_share_area(one in simple(), two in simple()) {
        let found = faults(&[&[&one], &[&two]]);
        if share_area(&one, &two) {
            prop_assert!(!found.is_empty());
        }
        if found.contains(&ShapeFault::PolygonsOverlap) && !found.contains(&ShapeFault::PolygonsShareEdge) {
            prop_assert!(edges_meet(&one, &two) || share_area(&one, &two));
        }
        if !edges_meet(&one, &two) {
            prop_assert_eq!(!found.is_empty(), share_area(&one, &two), "{:?}", found);
        }
        let mirrored = faults(&[&[&two], &[&one]]);
        prop_assert_eq!(found.is_empty(), mirrored.is_empty());
    }
}
