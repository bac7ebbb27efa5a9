//! How the officer moves: declared, or recognised by sustained speed.
//!
//! Speed is judged over legs of a third of the window at least, each a straight distance, so that noise
//! does not add up; and every leg must show half the speed, so that one jump is no ride.

use super::clock::At;
use super::filter::Point;
use super::scale::Scale;
use crate::presence::TravelMode;
use crate::thresholds::Thresholds;

/// Legs that make one window.
const LEGS: usize = 3;

/// A stretch recognised as too fast for something, within one boot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Ride {
    pub(crate) from: At,
    pub(crate) to: i64,
}

/// Joins a window to the rides found so far.
fn extend(rides: &mut Vec<Ride>, from: At, to: i64) {
    match rides.last_mut() {
        Some(last) if last.from.run == from.run && last.to >= from.mono => last.to = to,
        _ => rides.push(Ride { from, to }),
    }
}

/// The places at which legs begin and end, the newest last, and what they showed.
#[derive(Debug, Clone)]
pub(crate) struct Pace {
    marks: [Point; LEGS + 1],
    count: usize,
    riding: bool,
    racing: bool,
    /// Faster than the vehicle speed.
    pub(crate) rides: Vec<Ride>,
    /// Faster than any cycle.
    pub(crate) races: Vec<Ride>,
}

impl Pace {
    pub(crate) fn new(first: Point) -> Self {
        Self {
            marks: [first; LEGS + 1],
            count: 0,
            riding: false,
            racing: false,
            rides: Vec::with_capacity(16),
            races: Vec::with_capacity(16),
        }
    }

    /// After a gap nothing is known of how the officer moved.
    pub(crate) fn interrupted(&mut self) {
        self.count = 0;
        self.riding = false;
        self.racing = false;
    }

    /// The mode as far as it is known at the last accepted fix.
    #[inline]
    pub(crate) fn mode(&self, declared: TravelMode) -> TravelMode {
        mode(declared, self.riding, self.racing)
    }

    /// Takes note of an accepted fix.
    #[inline]
    pub(crate) fn accepted(&mut self, run: u32, point: &Point, scale: &Scale, thresholds: &Thresholds) {
        let leg = thresholds.vehicle_window / LEGS as i64;
        match self.marks.get(self.count.wrapping_sub(1)) {
            Some(mark) if point.mono - mark.mono < leg => {}
            _ => self.mark(run, point, scale, thresholds),
        }
    }

    fn mark(&mut self, run: u32, point: &Point, scale: &Scale, thresholds: &Thresholds) {
        if self.count == self.marks.len() {
            let [_, rest @ ..] = self.marks;
            self.marks[..LEGS].copy_from_slice(&rest);
            self.count -= 1;
        }
        if let Some(slot) = self.marks.get_mut(self.count) {
            *slot = *point;
            self.count += 1;
        }
        let fast = self.window_faster(thresholds.vehicle_speed, thresholds.vehicle_window, scale);
        let raced = match fast {
            Some(_) => self.window_faster(thresholds.excursion_cycle, thresholds.vehicle_window, scale),
            None => None,
        };
        self.riding = fast.is_some();
        self.racing = raced.is_some();
        if let Some(mono) = fast {
            extend(&mut self.rides, At { run, mono }, point.mono);
        }
        if let Some(mono) = raced {
            extend(&mut self.races, At { run, mono }, point.mono);
        }
    }

    /// The begin of the shortest window ending at the last mark, if its mean speed is above `limit`.
    fn window_faster(&self, limit: u16, window: i64, scale: &Scale) -> Option<i64> {
        let limit = f64::from(limit) / 10.0;
        let marks = self.marks.get(..self.count)?;
        let last = marks.last()?;
        let mut metres = 0.0;
        for (a, b) in marks.iter().zip(marks.iter().skip(1)).rev() {
            let leg = scale.distance(a.at, b.at);
            if leg < limit * 0.5 * seconds(a, b) {
                return None;
            }
            metres += leg;
            if last.mono - a.mono >= window {
                return (metres > limit * seconds(a, last)).then_some(a.mono);
            }
        }
        None
    }
}

fn seconds(a: &Point, b: &Point) -> f64 {
    (b.mono - a.mono) as f64 / 1000.0
}

/// What a declaration and the speed make together. A declared vehicle stays one at any speed (a
/// static car is still a car); a declared cycle is believed up to the speed no cycle reaches.
#[inline]
pub(crate) fn mode(declared: TravelMode, riding: bool, racing: bool) -> TravelMode {
    match declared {
        TravelMode::Foot if riding => TravelMode::Vehicle,
        TravelMode::Cycle if racing => TravelMode::Vehicle,
        declared => declared,
    }
}

/// The mode's top speed in m/s: beyond it, it is the receiver that moved.
#[inline]
pub(crate) fn top_speed(mode: TravelMode, thresholds: &Thresholds) -> f64 {
    let tenths = match mode {
        TravelMode::Foot => thresholds.excursion_foot,
        TravelMode::Cycle => thresholds.excursion_cycle,
        TravelMode::Vehicle => thresholds.excursion_vehicle,
    };
    f64::from(tenths) / 10.0
}
