//! Which fixes are used: a jump of the receiver is not a walk of the officer.
//!
//! A fix that could not be reached from the last accepted one at the mode's top speed is held until
//! one of the next three shows what it was. If the track jumps back to where it could have been, it was an
//! excursion and is not used; if it does not, the officer really is somewhere else (a car, the far end
//! of a tunnel) and it is used. So a real ride is never thrown away and nothing is blocked for ever.

use super::scale::Scale;
use crate::geometry::Vertex;

/// Fixes after a doubtful one that may decide about it.
const LOOK_AHEAD: usize = 3;

/// A usable fix on the engine's grid.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Point {
    pub(crate) at: Vertex,
    /// Monotonic milliseconds.
    pub(crate) mono: i64,
    /// Metres, 68 % radius.
    pub(crate) accuracy: f64,
}

/// What became of the oldest undecided fix.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Decision {
    /// It is used, and this is final.
    Accepted(Point),
    /// This many were an excursion.
    Excursion(u32),
    /// The next fixes will tell.
    Undecided,
}

/// The last accepted fix and the few that are held.
#[derive(Debug, Clone)]
pub(crate) struct Filter {
    last: Option<Point>,
    held: [Point; LOOK_AHEAD + 1],
    count: usize,
    scale: Scale,
}

impl Filter {
    pub(crate) fn new() -> Self {
        let nowhere = Point { at: Vertex { lon: 0, lat: 0 }, mono: 0, accuracy: 0.0 };
        Self { last: None, held: [nowhere; LOOK_AHEAD + 1], count: 0, scale: Scale::at(0) }
    }

    /// Monotonic time of the newest fix accepted or held.
    #[inline]
    pub(crate) fn newest(&self) -> Option<i64> {
        self.held().last().or(self.last.as_ref()).map(|point| point.mono)
    }

    /// Monotonic time of the oldest fix still held.
    #[inline]
    pub(crate) fn oldest(&self) -> Option<i64> {
        self.held().first().map(|point| point.mono)
    }

    /// True if nothing is held.
    #[inline]
    pub(crate) fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// True while [`Filter::hold`] must not be called before [`Filter::decide`].
    #[inline]
    pub(crate) fn is_full(&self) -> bool {
        self.count == self.held.len()
    }

    /// Takes one more fix, later than all before.
    #[inline]
    pub(crate) fn hold(&mut self, point: Point) {
        if let Some(slot) = self.held.get_mut(self.count) {
            *slot = point;
            self.count += 1;
        }
    }

    /// Accepts a fix that could be reached while nothing is held: the same as to hold it and to decide.
    #[inline(always)]
    pub(crate) fn goes_on_to(&mut self, point: &Point, limit: f64) -> bool {
        self.scale.move_to(point.at.lat);
        match &self.last {
            Some(last) if self.reachable(last, point, limit) => {
                self.last = Some(*point);
                true
            }
            _ => false,
        }
    }

    /// Decides about the oldest held fix. `limit` is the mode's top speed in m/s; `ended` says that no
    /// more fixes will come.
    pub(crate) fn decide(&mut self, limit: f64, ended: bool) -> Decision {
        let Some(first) = self.held().first().copied() else { return Decision::Undecided };
        self.scale.move_to(first.at.lat);
        let Some(last) = self.last else { return self.decide_first(first, limit, ended) };
        if self.reachable(&last, &first, limit) {
            return self.accept(first);
        }
        let mut before = first;
        for (passed, next) in self.held().iter().enumerate().skip(1) {
            if self.reachable(&last, next, limit) {
                if self.reachable(&before, next, limit) {
                    // It went on calmly from there: the officer had been quick, not the receiver.
                    return self.accept(first);
                }
                return self.drop_front(passed);
            }
            before = *next;
        }
        if ended || self.is_full() { self.accept(first) } else { Decision::Undecided }
    }

    /// The first fix of all: wrong only if the next ones agree among themselves and not with it.
    fn decide_first(&mut self, first: Point, limit: f64, ended: bool) -> Decision {
        let held = self.held();
        if held.get(1).is_some_and(|next| self.reachable(&first, next, limit)) {
            return self.accept(first);
        }
        let calm = held.iter().skip(1).zip(held.iter().skip(2)).all(|(a, b)| self.reachable(a, b, limit));
        match (calm, self.is_full()) {
            (true, true) => self.drop_front(1),
            (true, false) if !ended => Decision::Undecided,
            _ => self.accept(first),
        }
    }

    #[inline]
    fn held(&self) -> &[Point] {
        self.held.get(..self.count).unwrap_or_default()
    }

    /// Could the officer have come from `a` to `b`, given what both say of their own accuracy?
    #[inline]
    fn reachable(&self, a: &Point, b: &Point, limit: f64) -> bool {
        let seconds = (b.mono - a.mono) as f64 / 1000.0;
        let reach = limit * seconds + (a.accuracy + b.accuracy) * 0.5;
        self.scale.distance2(a.at, b.at) <= reach * reach
    }

    #[inline]
    fn accept(&mut self, point: Point) -> Decision {
        self.last = Some(point);
        self.drop_front(1);
        Decision::Accepted(point)
    }

    #[inline]
    fn drop_front(&mut self, passed: usize) -> Decision {
        // Mostly nothing is left, and nothing is to be moved.
        if passed < self.count {
            self.held.copy_within(passed..self.count, 0);
        }
        self.count -= passed;
        Decision::Excursion(passed as u32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FOOT: f64 = 3.0;

    /// A fix every five seconds, so many metres north of the start, accuracy 5 m.
    fn at(place: usize, metres: f64) -> Point {
        let lat = 513_800_000 + (metres / Scale::at(513_800_000).north) as i32;
        Point { at: Vertex { lon: 5_000_000, lat }, mono: place as i64 * 5_000, accuracy: 5.0 }
    }

    fn used(metres: &[f64]) -> (Vec<usize>, u32) {
        let (mut filter, mut accepted, mut excursions) = (Filter::new(), Vec::new(), 0);
        let mut drain = |filter: &mut Filter, ended| loop {
            match filter.decide(FOOT, ended) {
                Decision::Accepted(point) => accepted.push((point.mono / 5_000) as usize),
                Decision::Excursion(count) => excursions += count,
                Decision::Undecided => break,
            }
        };
        for (place, north) in metres.iter().enumerate() {
            filter.hold(at(place, *north));
            drain(&mut filter, false);
        }
        drain(&mut filter, true);
        (accepted, excursions)
    }

    #[test]
    fn a_walk_is_used_whole() {
        assert_eq!(used(&[0.0, 7.0, 14.0, 20.0, 27.0]), (vec![0, 1, 2, 3, 4], 0));
    }

    #[test]
    fn a_jump_there_and_back_is_not_used() {
        assert_eq!(used(&[0.0, 7.0, 120.0, 20.0, 27.0]), (vec![0, 1, 3, 4], 1));
        assert_eq!(used(&[0.0, 7.0, 120.0, 124.0, 126.0, 30.0, 36.0]), (vec![0, 1, 5, 6], 3));
    }

    #[test]
    fn a_jump_that_stays_is_a_place_and_never_blocks() {
        assert_eq!(used(&[0.0, 7.0, 400.0, 405.0, 410.0, 415.0, 420.0]), (vec![0, 1, 2, 3, 4, 5, 6], 0));
    }

    #[test]
    fn getting_into_a_car_is_no_excursion() {
        let ride: Vec<f64> = (0..12).map(|place| f64::from(place * place) * 6.0).collect();
        assert_eq!(used(&ride), ((0..12).collect(), 0));
    }

    #[test]
    fn a_false_first_fix_is_dropped_when_the_next_three_agree() {
        assert_eq!(used(&[300.0, 0.0, 5.0, 10.0, 15.0]), (vec![1, 2, 3, 4], 1));
    }

    #[test]
    fn two_fixes_that_disagree_are_both_evidence_of_something() {
        assert_eq!(used(&[0.0, 300.0]), (vec![0, 1], 0));
    }
}
