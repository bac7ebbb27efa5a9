//! Where an officer really was: straight legs at steady pace, known at every millisecond.
//!
//! Legs are in metres on the town's plane; instants are UTC milliseconds.

use beatbook_domain::presence::Interval;

use crate::plane::Point;

/// The officer is exactly here at this instant.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Waypoint {
    /// UTC milliseconds.
    pub at: i64,
    /// Where.
    pub point: Point,
}

/// A whole shift's way, waypoints in order of time, with the parts that were in a car.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TruePath {
    /// At least one; instants never decrease.
    pub waypoints: Vec<Waypoint>,
    /// When the officer sat in a vehicle.
    pub in_vehicle: Vec<Interval>,
    /// When the officer was under a roof that weakens reception.
    pub indoors: Vec<Interval>,
}

/// Position and velocity at one instant.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Motion {
    /// Where.
    pub point: Point,
    /// Metres per second eastwards.
    pub east: f64,
    /// Metres per second northwards.
    pub north: f64,
}

impl TruePath {
    /// Where the officer is at `at`; before the first and after the last waypoint, there and standing.
    #[must_use]
    pub fn at(&self, at: i64) -> Motion {
        let next = self.waypoints.partition_point(|waypoint| waypoint.at <= at);
        let before = next.checked_sub(1).and_then(|index| self.waypoints.get(index));
        match (before, self.waypoints.get(next)) {
            (Some(from), Some(to)) => {
                let seconds = (to.at - from.at) as f64 / 1000.0;
                let share = (at - from.at) as f64 / (to.at - from.at) as f64;
                let (dx, dy) = (to.point.x - from.point.x, to.point.y - from.point.y);
                Motion {
                    point: Point { x: from.point.x + share * dx, y: from.point.y + share * dy },
                    east: dx / seconds,
                    north: dy / seconds,
                }
            }
            (Some(only), None) | (None, Some(only)) => Motion { point: only.point, ..Motion::default() },
            (None, None) => Motion::default(),
        }
    }
}

/// Whether one of `intervals` holds the instant.
#[must_use]
pub fn covers(intervals: &[Interval], at: i64) -> bool {
    intervals.iter().any(|interval| interval.from <= at && at < interval.to)
}
