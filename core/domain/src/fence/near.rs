//! One zone close to the officer: its open spans, its distance, its visit – all that a step changes.

use super::clock::At;
use super::edges::Step;
use super::filter::Point;
use super::index::Fence;
use super::nearest::{Kept, less, more};
use super::scale::Scale;
use super::stay::{Sight, State, Stay};
use crate::geometry::Vertex;
use crate::thresholds::Thresholds;

/// Relative error allowed for when distances of different places are compared: latitude bands differ
/// by less than this over the longest reach.
const SLACK: f64 = 0.004;
/// Metres allowed for rounding in the same comparison.
const MARGIN_M: f64 = 0.05;

/// Distances to edges are taken short by this share when a bound is drawn.
const SHORT: f64 = 0.001;
/// An exact distance is never needed beyond this many times the reach.
const BEYOND: f64 = 1.01;
/// Metres looked farther than needed, so that the next fixes need not look again.
const LOOK_ROUND_M: f64 = 150.0;
/// Metres beyond what is needed from which a lower bound does as well as the distance.
const FAR_M: f64 = 20.0;

/// A half-open span on the engine's clock, within one boot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) run: u32,
    pub(crate) from: i64,
    pub(crate) to: i64,
}

/// What has been found of all zones so far, each list in the order in which it was finished.
///
/// One list for all zones, not one per zone: a walk through a hundred zones allocates nothing.
#[derive(Debug, Clone)]
pub(crate) struct Log {
    pub(crate) presence: Vec<(u32, Span)>,
    pub(crate) certain: Vec<(u32, Span)>,
    pub(crate) possible: Vec<(u32, Span)>,
    pub(crate) stays: Vec<(u32, Stay)>,
}

impl Log {
    pub(crate) fn new() -> Self {
        let room = || Vec::with_capacity(512);
        Self { presence: room(), certain: room(), possible: room(), stays: Vec::with_capacity(256) }
    }
}

/// A span being drawn. While it is running it goes on to the last accepted fix without being touched.
#[derive(Debug, Clone, Copy, Default)]
struct Pen {
    drawn: Option<(i64, i64)>,
    running: bool,
}

impl Pen {
    /// Brings a running span up to the begin of a step.
    #[inline]
    fn catch_up(&mut self, to: i64) {
        if let (true, Some((_, upto))) = (self.running, &mut self.drawn) {
            *upto = to;
        }
    }

    /// Draws [from, to], joined to what ends at `from`.
    fn draw(&mut self, zone: u32, run: u32, from: i64, to: i64, spans: &mut Vec<(u32, Span)>) {
        match &mut self.drawn {
            Some((_, upto)) if *upto >= from => *upto = to.max(*upto),
            _ => {
                self.lift(zone, run, spans);
                self.drawn = Some((from, to));
            }
        }
    }

    fn lift(&mut self, zone: u32, run: u32, spans: &mut Vec<(u32, Span)>) {
        self.running = false;
        if let Some((from, to)) = self.drawn.take().filter(|(from, to)| from < to) {
            spans.push((zone, Span { run, from, to }));
        }
    }
}

/// What every zone is judged with.
#[derive(Clone, Copy)]
pub(crate) struct Scene<'a> {
    pub(crate) fence: &'a Fence,
    pub(crate) thresholds: &'a Thresholds,
    /// The scale at the fix that is looked at.
    pub(crate) scale: Scale,
    /// The scale at the fix before.
    pub(crate) from_scale: Scale,
    /// Without them every distance is looked for among all edges.
    pub(crate) shortcuts: bool,
}

impl Scene<'_> {
    /// True if distances at both ends of the step are of scales alike enough to be added up.
    fn ends_compare(&self) -> bool {
        self.scale.is_beside(self.from_scale)
    }
}

/// What a step of the track is for every zone: its two ends, its speed, and how far it reaches.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Leg {
    pub(crate) run: u32,
    pub(crate) from: Point,
    pub(crate) to: Point,
    /// Metres.
    pub(crate) length: f64,
    /// Metres per millisecond at which the disc grows.
    pub(crate) growth: f64,
    /// Metres from either end beyond which no edge matters to this step.
    pub(crate) reach: f64,
}

impl Leg {
    /// The instant half-way; the left half belongs to the first fix, the right half to the second.
    fn middle(&self) -> i64 {
        self.from.mono + (self.to.mono - self.from.mono) / 2
    }
}

/// Radius of the disc at a fix, in metres: 2 × accuracy.
pub(crate) fn disc(point: &Point) -> f64 {
    2.0 * point.accuracy
}

/// Metres from the edge beyond which a fix outside is on its way out of a visit.
pub(crate) fn leaving_distance(point: &Point, thresholds: &Thresholds) -> f64 {
    more(point.accuracy, f64::from(thresholds.leave_distance) / 10.0)
}

/// The distance at one place, good enough to tell at other places what cannot be.
#[derive(Debug, Clone, Copy)]
struct Measured {
    at: Vertex,
    /// Metres to the nearest edge; a lower bound if `capped`.
    metres: f64,
    capped: bool,
}

impl Measured {
    /// True if it tells the distance at `point`, exact as far as `need` goes.
    #[inline]
    fn answers(&self, point: &Point, need: f64) -> bool {
        self.at == point.at && (!self.capped || self.metres > need * BEYOND)
    }
}

/// What remains of a distance after having moved.
#[inline]
pub(crate) fn at_least(metres: f64, moved: f64) -> f64 {
    metres * (1.0 - SLACK) - MARGIN_M - moved
}

/// True if no edge is within `reach` after having moved by no more than the root of `moved2`.
#[inline]
pub(crate) fn stays_clear(metres: f64, moved2: f64, reach: f64) -> bool {
    let room = at_least(metres, reach);
    room > 0.0 && moved2 < room * room
}

/// One zone near the officer.
#[derive(Debug, Clone)]
pub(crate) struct Near {
    pub(crate) zone: u32,
    /// By the estimate, at the last accepted fix.
    pub(crate) inside: bool,
    pub(crate) state: State,
    /// A step out of reach of every edge leaves this zone as it is.
    pub(crate) settled: bool,
    entered: At,
    left: At,
    present_from: Option<i64>,
    certain: Pen,
    possible: Pen,
    measured: Measured,
    kept: Option<Kept>,
}

impl Near {
    /// A zone of which nothing is known at `at` but that it is out of reach, and at least so many metres
    /// from `point`.
    pub(crate) fn out_of_reach(zone: u32, at: At, point: Vertex, metres: f64) -> Self {
        Self {
            zone,
            inside: false,
            state: State::Outside,
            settled: true,
            entered: at,
            left: at,
            present_from: None,
            certain: Pen::default(),
            possible: Pen::default(),
            measured: Measured { at: point, metres, capped: true },
            kept: None,
        }
    }

    /// True if nothing is open, so that the zone may be forgotten. Writes down what is finished.
    pub(crate) fn is_idle(&mut self, run: u32, log: &mut Log) -> bool {
        for (pen, spans) in [(&mut self.certain, &mut log.certain), (&mut self.possible, &mut log.possible)] {
            if !pen.running {
                pen.lift(self.zone, run, spans);
            }
        }
        !self.inside && self.state == State::Outside && !self.certain.running && !self.possible.running
    }

    /// One step on. Says how many metres around its end the zone has no edge.
    #[inline]
    pub(crate) fn advance(
        &mut self,
        scene: &Scene<'_>,
        leg: &Leg,
        crossings: &mut Vec<i64>,
        log: &mut Log,
    ) -> f64 {
        let Measured { at, metres, .. } = self.measured;
        let (from2, to2) = (scene.scale.distance2(at, leg.from.at), scene.scale.distance2(at, leg.to.at));
        if scene.shortcuts && stays_clear(metres, more(from2, to2), leg.reach) {
            self.pass(scene, leg, log);
            return at_least(metres, to2.sqrt());
        }
        match self.ends(scene, leg) {
            Some(ends) => self.step(scene, leg, ends, crossings, log),
            None => self.pass(scene, leg, log),
        }
        self.measured.metres
    }

    /// Metres from either end of the step to the nearest edge; none if both are out of its reach.
    fn ends(&mut self, scene: &Scene<'_>, leg: &Leg) -> Option<(f64, f64)> {
        let before = self.measured;
        let to = self.measured_at(scene, scene.scale, &leg.to, leg.reach);
        self.measured = to;
        let to_is_clear = scene.shortcuts && stays_clear(to.metres, 0.0, leg.reach);
        let moved2 = scene.scale.distance2(leg.to.at, leg.from.at);
        if to_is_clear && stays_clear(to.metres, moved2, leg.reach) {
            return None;
        }
        let from = if before.answers(&leg.from, leg.reach) && scene.shortcuts {
            before
        } else {
            self.measured_anew(scene, scene.from_scale, &leg.from, leg.reach)
        };
        let is_clear = to_is_clear && scene.ends_compare() && stays_clear(from.metres, 0.0, leg.reach);
        (!is_clear).then_some((from.metres, to.metres))
    }

    /// Metres from `point` to the nearest edge, exact as far as `need` goes.
    #[inline]
    fn measured_at(&mut self, scene: &Scene<'_>, scale: Scale, point: &Point, need: f64) -> Measured {
        if scene.shortcuts && self.measured.answers(point, need) {
            self.measured
        } else {
            self.measured_anew(scene, scale, point, need)
        }
    }

    /// Among the kept edges if the nearest must be one of them, else among all.
    fn measured_anew(&mut self, scene: &Scene<'_>, scale: Scale, point: &Point, need: f64) -> Measured {
        let edges = &scene.fence.edges;
        let at = point.at;
        let far = need + FAR_M;
        let mut first = None;
        if let Some(kept) = self.kept.as_mut().filter(|_| scene.shortcuts) {
            let metres = edges.kept_distance2(kept, at, scale).sqrt();
            let others = at_least(kept.others, scale.distance(kept.at, at));
            if metres <= others || others > far {
                return Measured { at, metres: less(metres, others), capped: metres > others };
            }
            first = (metres <= far).then(|| kept.nearest.clone());
        }
        self.kept = None;
        let rings = scene.fence.rings_of(self.zone as usize);
        if scene.shortcuts && first.is_none() {
            let metres = edges.others_at_least2(rings, at, scale, &(0..0), far * far).sqrt();
            if metres > far {
                return Measured { at, metres, capped: true };
            }
        }
        let cap = need * BEYOND + LOOK_ROUND_M;
        let (metres2, kept) = edges.nearest(rings, at, scale, cap * cap, first);
        self.kept = kept;
        let metres = metres2.sqrt();
        Measured { at, metres, capped: metres >= cap }
    }

    /// The first fix after sign-on or a gap. `short` tells whether a gap since an instant is short.
    pub(crate) fn begin(
        &mut self,
        scene: &Scene<'_>,
        at: At,
        point: &Point,
        short: impl FnOnce(At) -> bool,
        log: &mut Log,
    ) {
        let within = scene.fence.edges.locate(scene.fence.rings_of(self.zone as usize), point.at).within;
        let need = disc(point).max(leaving_distance(point, scene.thresholds));
        self.measured = self.measured_at(scene, scene.scale, point, need);
        let metres = self.measured.metres;
        self.inside = within;
        self.entered = at;
        self.left = at;
        self.present_from = within.then_some(at.mono);
        let (certain, possible) = self.at_fix(point, metres);
        if certain {
            self.certain.draw(self.zone, at.run, at.mono, at.mono, &mut log.certain);
            self.certain.running = true;
        }
        if possible {
            self.possible.draw(self.zone, at.run, at.mono, at.mono, &mut log.possible);
            self.possible.running = true;
        }
        let (state, stay) = self.state.resumed(within, short);
        self.state = state;
        log.stays.extend(stay.map(|stay| (self.zone, stay)));
        self.look(scene, at, point, metres, log);
    }

    /// One step on, the nearest edge so far from its ends: cuts it, draws the bounds, moves the visit.
    fn step(
        &mut self,
        scene: &Scene<'_>,
        leg: &Leg,
        (from_metres, to_metres): (f64, f64),
        crossings: &mut Vec<i64>,
        log: &mut Log,
    ) {
        self.certain.catch_up(leg.from.mono);
        self.possible.catch_up(leg.from.mono);
        let was_inside = self.inside;
        // An edge crossed is as near to both ends as these are to each other.
        let beyond = if scene.ends_compare() { to_metres } else { 0.0 };
        if from_metres + beyond <= leg.length * (1.0 + SLACK) + MARGIN_M {
            self.cut(scene, leg, crossings, log);
        }
        let (middle, run) = (leg.middle(), leg.run);
        let (sure, maybe) = lasting(was_inside, from_metres, disc(&leg.from), leg.growth);
        if let Some(sure) = sure {
            let to = leg.from.mono.saturating_add(sure).min(middle);
            self.certain.draw(self.zone, run, leg.from.mono, to, &mut log.certain);
        }
        let from = leg.from.mono.saturating_add(maybe);
        if from <= middle {
            self.possible.draw(self.zone, run, from, middle, &mut log.possible);
        }
        let (sure, maybe) = lasting(self.inside, to_metres, disc(&leg.to), leg.growth);
        if let Some(sure) = sure {
            let from = leg.to.mono.saturating_sub(sure).max(middle);
            self.certain.draw(self.zone, run, from, leg.to.mono, &mut log.certain);
        }
        let to = leg.to.mono.saturating_sub(maybe);
        if to >= middle {
            self.possible.draw(self.zone, run, middle, to, &mut log.possible);
        }
        (self.certain.running, self.possible.running) = self.at_fix(&leg.to, to_metres);
        self.look(scene, At { run, mono: leg.to.mono }, &leg.to, to_metres, log);
    }

    /// One step on, every edge out of its reach: only an unsettled visit can change.
    #[inline]
    fn pass(&mut self, scene: &Scene<'_>, leg: &Leg, log: &mut Log) {
        if !self.settled {
            self.look(scene, At { run: leg.run, mono: leg.to.mono }, &leg.to, f64::INFINITY, log);
        }
    }

    /// The last fix before a gap or the end was at `last`: lifts the pens, suspends the visit.
    pub(crate) fn interrupt(&mut self, last: At, log: &mut Log) {
        if let Some(from) = self.present_from.take().filter(|from| *from < last.mono) {
            log.presence.push((self.zone, Span { run: last.run, from, to: last.mono }));
        }
        self.certain.catch_up(last.mono);
        self.certain.lift(self.zone, last.run, &mut log.certain);
        self.possible.catch_up(last.mono);
        self.possible.lift(self.zone, last.run, &mut log.possible);
        let (state, stay) = self.state.interrupted(last, self.inside, self.left);
        self.state = state;
        log.stays.extend(stay.map(|stay| (self.zone, stay)));
        self.inside = false;
    }

    /// Cuts the step at the zone's edges.
    fn cut(&mut self, scene: &Scene<'_>, leg: &Leg, crossings: &mut Vec<i64>, log: &mut Log) {
        crossings.clear();
        let step = Step { from: leg.from.at, to: leg.to.at };
        scene.fence.edges.crossings(scene.fence.rings_of(self.zone as usize), step, |crossing| {
            crossings.push(crossing.instant(leg.from.mono, leg.to.mono));
        });
        crossings.sort_unstable();
        let mut rest = crossings.iter().peekable();
        while let Some(&mono) = rest.next() {
            // In and out within the same millisecond is nothing.
            if rest.next_if(|next| **next == mono).is_some() {
                continue;
            }
            let at = At { run: leg.run, mono };
            self.inside = !self.inside;
            if self.inside {
                self.entered = at;
                self.present_from = Some(mono);
            } else {
                self.left = at;
                if let Some(from) = self.present_from.take().filter(|from| *from < mono) {
                    log.presence.push((self.zone, Span { run: leg.run, from, to: mono }));
                }
            }
        }
    }

    /// Shows the fix to the visit.
    fn look(&mut self, scene: &Scene<'_>, at: At, point: &Point, metres: f64, log: &mut Log) {
        let sight = Sight {
            at,
            inside: self.inside,
            certain: self.at_fix(point, metres).0,
            beyond: !self.inside && metres > leaving_distance(point, scene.thresholds),
            entered: self.entered,
            left: self.left,
        };
        let (state, stay) = self.state.seen(&sight, scene.thresholds);
        self.state = state;
        self.settled = state.is_settled(self.inside);
        log.stays.extend(stay.map(|stay| (self.zone, stay)));
    }

    /// Certainly and possibly inside at a fix so far from the nearest edge.
    fn at_fix(&self, point: &Point, metres: f64) -> (bool, bool) {
        let short = taken_short(metres);
        (self.inside && short >= disc(point), self.inside || short <= disc(point))
    }

    /// Spans and visit as they stand, without ending anything; `now` is the last accepted fix.
    pub(crate) fn show(&self, now: At, log: &mut Log) {
        let mut open = self.clone();
        if matches!(open.state, State::Interrupted { .. }) {
            open.finish(log);
        } else {
            open.interrupt(now, log);
            open.finish(log);
        }
    }

    /// Nothing follows: an interrupted visit ended where the track stopped.
    pub(crate) fn finish(&mut self, log: &mut Log) {
        if let State::Interrupted { from, until } = self.state {
            self.state = State::Outside;
            log.stays.push((self.zone, Stay { from, to: until }));
        }
    }
}

fn taken_short(metres: f64) -> f64 {
    metres * (1.0 - SHORT) - MARGIN_M
}

/// How far a step reaches when `disc` grows to `grown`: a little farther than any bound is drawn.
pub(crate) fn reach(grown: f64, leaving: f64) -> f64 {
    more(grown, leaving) * (1.0 + 2.0 * SHORT) + 4.0 * MARGIN_M
}

/// For a fix so far from the nearest edge: for how long around it the officer is certainly inside (if
/// at all), and after how long possibly (zero: at once). Distances are taken a little short for the
/// one and a little long for the other, so both bounds are safe.
fn lasting(inside: bool, metres: f64, disc: f64, growth: f64) -> (Option<i64>, i64) {
    let short = taken_short(metres);
    if inside {
        let spare = short - disc;
        (if spare >= 0.0 { Some((spare / growth) as i64) } else { None }, 0)
    } else if short <= disc {
        (None, 0)
    } else {
        (None, ((short - disc) / growth) as i64)
    }
}
