//! How officers move on a beat: along streets, along edges, lingering, resting, driving.
//!
//! A walker adds legs to a true path until the shift is over. Paces and pauses are those of a foot patrol:
//! 1.0–1.5 m/s with many short stops.

use beatbook_domain::geometry::ZoneGeometry;
use beatbook_domain::presence::Interval;

use crate::path::{TruePath, Waypoint};
use crate::plane::{Plane, Point};
use crate::rng::Rng;
use crate::truth::{contains, outline};

/// The streets of a town: a grid of lines with uneven distances, in metres on its plane.
#[derive(Debug, Clone)]
pub struct Town {
    /// The flat map.
    pub plane: Plane,
    streets_x: Vec<f64>,
    streets_y: Vec<f64>,
}

impl Town {
    /// Streets 70–110 m apart between two corners.
    #[must_use]
    pub fn new(plane: Plane, south_west: Point, north_east: Point, rng: &mut Rng) -> Self {
        let mut lines = |from: f64, to: f64| {
            let mut lines = vec![from];
            let mut at = from;
            while at < to {
                at += rng.between(70.0, 110.0);
                lines.push(at);
            }
            lines
        };
        let streets_x = lines(south_west.x, north_east.x);
        let streets_y = lines(south_west.y, north_east.y);
        Self { plane, streets_x, streets_y }
    }
}

/// How far beyond an edge officers go before they turn: to about the next junction, metres. They do not see
/// the edge, so their time is spread evenly across it.
const REACH_M: f64 = 40.0;

/// An area an officer is sent to.
#[derive(Debug, Clone)]
pub struct Area<'a> {
    zone: &'a ZoneGeometry,
    edges: Vec<(Point, Point)>,
    /// The middle of a street from west to east, for an area that is one street.
    middle: Vec<Point>,
}

impl<'a> Area<'a> {
    /// The area of `zone` on a plane.
    #[must_use]
    pub fn new(zone: &'a ZoneGeometry, plane: &Plane) -> Self {
        Self { zone, edges: outline(zone, plane), middle: Vec::new() }
    }

    /// The same for one street: officers keep between the house fronts, 7 m to each side of its `middle` (from
    /// west to east), and sometimes step into a shop.
    #[must_use]
    pub fn street(zone: &'a ZoneGeometry, plane: &Plane, middle: Vec<Point>) -> Self {
        Self { zone, edges: outline(zone, plane), middle }
    }

    /// South-west and north-east corners.
    #[must_use]
    pub fn corners(&self) -> (Point, Point) {
        let mut low = Point { x: f64::INFINITY, y: f64::INFINITY };
        let mut high = Point { x: f64::NEG_INFINITY, y: f64::NEG_INFINITY };
        for (corner, _) in &self.edges {
            low = Point { x: low.x.min(corner.x), y: low.y.min(corner.y) };
            high = Point { x: high.x.max(corner.x), y: high.y.max(corner.y) };
        }
        (low, high)
    }

    /// Some place an officer would go to who is sent here: inside, or up to 40 m beyond the edge.
    pub fn somewhere(&self, plane: &Plane, rng: &mut Rng) -> Point {
        let (low, high) = self.corners();
        if !self.middle.is_empty() {
            let x = rng.between(low.x - REACH_M, high.x + REACH_M);
            return self.on_street(x, rng);
        }
        for _ in 0..400 {
            let point = Point {
                x: rng.between(low.x - REACH_M, high.x + REACH_M),
                y: rng.between(low.y - REACH_M, high.y + REACH_M),
            };
            let is_near = || self.edges.iter().any(|(a, b)| distance_to_edge(point, *a, *b) <= REACH_M);
            if contains(self.zone, plane.place(point)) || is_near() {
                return point;
            }
        }
        low
    }

    fn on_street(&self, x: f64, rng: &mut Rng) -> Point {
        let aside = if rng.chance(0.15) {
            rng.between(8.0, 20.0) * if rng.chance(0.5) { 1.0 } else { -1.0 }
        } else {
            rng.between(-7.0, 7.0)
        };
        let next = self.middle.partition_point(|point| point.x < x).clamp(1, self.middle.len().max(2) - 1);
        match (self.middle.get(next - 1), self.middle.get(next)) {
            (Some(a), Some(b)) => Point { x, y: a.y + (x - a.x) / (b.x - a.x) * (b.y - a.y) + aside },
            _ => Point { x, y: aside },
        }
    }

    /// The corners on the way between two places of the area, the goal included.
    fn way(&self, from: Point, to: Point) -> Vec<Point> {
        let (west, east) = (from.x.min(to.x), from.x.max(to.x));
        let mut corners: Vec<Point> =
            self.middle.iter().copied().filter(|corner| west < corner.x && corner.x < east).collect();
        if to.x < from.x {
            corners.reverse();
        }
        corners.push(to);
        corners
    }
}

fn distance_to_edge(point: Point, a: Point, b: Point) -> f64 {
    let (dx, dy) = (b.x - a.x, b.y - a.y);
    let share = ((point.x - a.x) * dx + (point.y - a.y) * dy) / (dx * dx + dy * dy).max(1e-9);
    let share = share.clamp(0.0, 1.0);
    point.distance(Point { x: a.x + share * dx, y: a.y + share * dy })
}

/// One officer on the move.
pub struct Walker<'a> {
    town: &'a Town,
    path: TruePath,
    now: i64,
    here: Point,
    end: i64,
    rng: Rng,
}

impl<'a> Walker<'a> {
    /// Starts at `here` at sign-on and goes on until `span` is over.
    #[must_use]
    pub fn new(town: &'a Town, span: Interval, here: Point, rng: Rng) -> Self {
        let mut path = TruePath::default();
        path.waypoints.push(Waypoint { at: span.from, point: here });
        Self { town, path, now: span.from, here, end: span.to, rng }
    }

    /// Whether the shift is over.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.now >= self.end
    }

    /// Where the clock stands, UTC milliseconds.
    #[must_use]
    pub fn now(&self) -> i64 {
        self.now
    }

    /// The way so far.
    #[must_use]
    pub fn into_path(self) -> TruePath {
        self.path
    }

    /// A random choice of the walker's own.
    pub fn rng(&mut self) -> &mut Rng {
        &mut self.rng
    }

    /// Straight to a point at this pace (m/s).
    pub fn go(&mut self, to: Point, pace: f64) {
        let milliseconds = (self.here.distance(to) / pace * 1000.0) as i64;
        if milliseconds == 0 {
            return;
        }
        self.now += milliseconds;
        self.here = to;
        self.path.waypoints.push(Waypoint { at: self.now, point: to });
    }

    /// Stands still.
    pub fn stand(&mut self, seconds: f64) {
        self.now += (seconds * 1000.0) as i64;
        self.path.waypoints.push(Waypoint { at: self.now, point: self.here });
    }

    /// Walks by streets, on either pavement, with a word here and there.
    pub fn walk_to(&mut self, to: Point) {
        for corner in self.route(to, 4.0) {
            let pace = self.rng.between(1.0, 1.5);
            self.go(corner, pace);
            if self.rng.chance(0.25) {
                let pause = self.rng.between(8.0, 70.0);
                self.stand(pause);
            }
        }
    }

    /// Drives by streets with stops at lights; walking begins and ends at the car.
    pub fn drive_to(&mut self, to: Point) {
        let from = self.now;
        for corner in self.route(to, 1.0) {
            let speed = self.rng.between(8.0, 13.0);
            self.go(corner, speed);
            if self.rng.chance(0.3) {
                let lights = self.rng.between(5.0, 30.0);
                self.stand(lights);
            }
        }
        if self.now > from {
            self.path.in_vehicle.push(Interval { from, to: self.now });
        }
    }

    /// Stays about: stands, takes a few steps, talks, for so many seconds.
    pub fn linger(&mut self, seconds: f64) {
        let until = self.now + (seconds * 1000.0) as i64;
        while self.now < until && !self.is_over() {
            let pause = self.rng.between(15.0, 120.0);
            self.stand(pause);
            let near = Point {
                x: self.here.x + self.rng.between(-3.0, 3.0),
                y: self.here.y + self.rng.between(-3.0, 3.0),
            };
            let pace = self.rng.between(0.5, 1.1);
            self.go(near, pace);
        }
    }

    /// Patrols inside an area for about so many seconds: from place to place, lingering at some.
    pub fn patrol(&mut self, area: &Area<'_>, seconds: f64) {
        let until = self.now + (seconds * 1000.0) as i64;
        while self.now < until && !self.is_over() {
            let to = area.somewhere(&self.town.plane, &mut self.rng);
            if area.middle.is_empty() {
                self.walk_to(to);
            } else {
                let pace = self.rng.between(0.9, 1.4);
                for corner in area.way(self.here, to) {
                    self.go(corner, pace);
                }
            }
            if self.rng.chance(0.45) {
                let stay = self.rng.between(60.0, 420.0);
                self.linger(stay);
            }
        }
    }

    /// Walks along a part of an area's edge, a few metres outside or inside of it.
    pub fn follow_edge(&mut self, area: &Area<'_>) {
        let first = self.rng.below(area.edges.len());
        let count = 1 + self.rng.below(3);
        let aside = self.rng.between(-12.0, 12.0);
        for (a, b) in area.edges.iter().cycle().skip(first).take(count) {
            let length = a.distance(*b);
            if length < 1.0 {
                continue;
            }
            let (east, north) = ((b.x - a.x) / length, (b.y - a.y) / length);
            let beside = |p: &Point| Point { x: p.x + north * aside, y: p.y - east * aside };
            let pace = self.rng.between(1.0, 1.5);
            self.go(beside(a), pace);
            self.go(beside(b), pace);
        }
    }

    /// Sits indoors, where reception is poor.
    pub fn rest_indoors(&mut self, at: Point, seconds: f64) {
        self.go(at, 1.2);
        let from = self.now;
        self.stand(seconds);
        self.path.indoors.push(Interval { from, to: self.now });
    }

    /// Corners on the way: to the nearest street, along it, along the street nearest to the goal.
    fn route(&mut self, to: Point, aside: f64) -> Vec<Point> {
        let from = self.here;
        let off = self.rng.between(-aside, aside);
        let mut corners = if self.rng.chance(0.5) {
            let (x, y) =
                (nearest(&self.town.streets_x, from.x) + off, nearest(&self.town.streets_y, to.y) + off);
            vec![Point { x, y: from.y }, Point { x, y }, Point { x: to.x, y }]
        } else {
            let (x, y) =
                (nearest(&self.town.streets_x, to.x) + off, nearest(&self.town.streets_y, from.y) + off);
            vec![Point { x: from.x, y }, Point { x, y }, Point { x, y: to.y }]
        };
        corners.push(to);
        corners
    }
}

fn nearest(lines: &[f64], to: f64) -> f64 {
    let distance = |line: f64| if line > to { line - to } else { to - line };
    lines
        .iter()
        .copied()
        .fold(f64::INFINITY, |best, line| if distance(line) < distance(best) { line } else { best })
}
