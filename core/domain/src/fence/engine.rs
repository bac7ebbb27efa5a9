//! The engine: one patrol's fixes in, presence and visits out, in one pass.
//!
//! State is O(1) for each zone near the officer, and a fix allocates nothing within the room made at sign-on: 64 stretches
//! between gaps, 512 spans of each kind and 256 visits, more than a shift has; beyond it those lists grow. Three ways through
//! a step, with equal results (a property test compares them): far from every edge nothing needs touching; near
//! some, only those zones are looked at; where the neighbourhood ends, the index is asked again.

use core::mem::replace;
use std::sync::Arc;

use super::clock::{At, Boot, Clock, Timeline};
use super::edges::Bounds;
use super::filter::{Decision, Filter, Point};
use super::index::{Fence, on_globe};
use super::near::{Leg, Log, Near, Scene, disc, leaving_distance, reach, stays_clear};
use super::nearest::{less, more};
use super::pace::{Pace, top_speed};
use super::part::note_beyond;
use super::scale::Scale;
use crate::fix::{Fix, Provider};
use crate::geometry::Vertex;
use crate::presence::{FixCounts, TrackPresence, TravelMode};
use crate::records::journal::Moment;
use crate::thresholds::Thresholds;

/// Metres beyond the reach of a step within which zones are kept at hand.
const NEIGHBOURHOOD_M: f64 = 250.0;
/// Relative and absolute allowance when the neighbourhood's radius is compared.
const RADIUS_SHARE: f64 = 0.99;
/// Ten years of uptime in milliseconds: the door lets nothing else in.
const LONGEST_UPTIME_MS: i64 = 315_576_000_000;
/// 1e-6° in units of 1e-7°.
const FIX_UNIT: i32 = 10;

/// The officer said how they move from this moment on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ModeChange {
    /// From when.
    pub at: Moment,
    /// How.
    pub mode: TravelMode,
}

/// Whether a declaration came in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use = "a late declaration needs the patrol folded again"]
pub enum Declared {
    /// It is in force for every fix after it.
    InTime,
    /// Fixes after that moment have been folded already: derive the patrol again to have it counted.
    TooLate,
}

/// A declared mode as it was said.
#[derive(Debug, Clone, Copy)]
struct Declaration {
    boot: u64,
    mono: i64,
    /// The run that was current when it was said.
    after: u32,
    mode: TravelMode,
}

impl Declaration {
    /// From when it holds. Said in a boot that has sent no fix (yet): after the fixes of the boot before.
    fn from(&self, clock: &Clock) -> At {
        match clock.run_of(self.boot) {
            Some(run) => At { run, mono: self.mono },
            None => At { run: self.after, mono: i64::MAX },
        }
    }
}

/// The part of the engine's knowledge that lasts from fix to fix.
#[derive(Debug, Clone)]
struct Stretch {
    last: Point,
    scale: Scale,
    /// Middle and radius of the circle without any edge.
    clear: (Vertex, f64),
    /// Metres from that middle to the last fix, squared.
    gone2: f64,
    /// Middle and radius of the circle whose zones are all in `near`.
    known: (Point, f64),
    /// Far from every edge nothing can change.
    settled: bool,
}

/// Derives presence and visits of one patrol from its fixes as they come.
#[derive(Debug, Clone)]
pub struct TrackEngine {
    pub(crate) fence: Arc<Fence>,
    pub(crate) thresholds: Thresholds,
    pub(crate) start: Moment,
    pub(crate) clock: Clock,
    declared: Vec<Declaration>,
    pub(crate) pace: Pace,
    pub(crate) log: Log,
    /// Stretches without a gap, from first to last accepted fix; the current one is open.
    pub(crate) covered: Vec<(At, At)>,
    pub(crate) near: Vec<Near>,
    pub(crate) counts: FixCounts,
    filter: Filter,
    stretch: Option<Stretch>,
    crossings: Vec<i64>,
    shortcuts: bool,
    /// Where it looked for zones beyond what its fence holds.
    pub(crate) beyond: Vec<Bounds>,
    /// Where accepted fixes are, if somebody asks for them.
    pub(crate) accepted: Option<Vec<(At, Vertex)>>,
}

impl TrackEngine {
    /// A patrol beginning at `start`, moving as declared (on foot if nothing was).
    #[must_use]
    pub fn new(
        fence: Arc<Fence>,
        thresholds: Thresholds,
        start: Moment,
        declared: Option<TravelMode>,
    ) -> Self {
        let nowhere = Point { at: on_globe(0, 0), mono: 0, accuracy: 0.0 };
        let clock = Clock::started(start);
        let mode = declared.unwrap_or(TravelMode::Foot);
        let first = Declaration { boot: start.boot.0, mono: i64::MIN, after: 0, mode };
        Self {
            fence,
            thresholds,
            start,
            clock,
            declared: vec![first],
            pace: Pace::new(nowhere),
            log: Log::new(),
            covered: Vec::with_capacity(64),
            near: Vec::with_capacity(64),
            counts: FixCounts::default(),
            filter: Filter::new(),
            stretch: None,
            crossings: Vec::with_capacity(64),
            shortcuts: true,
            beyond: Vec::new(),
            accepted: None,
        }
    }

    /// The same engine looking at every zone at every fix: slow, and equal in all it says. For tests.
    #[doc(hidden)]
    #[must_use]
    pub fn without_shortcuts(mut self) -> Self {
        self.shortcuts = false;
        self
    }

    /// Takes the next fix in the order of the track. Never fails: a fix that cannot be used is counted.
    pub fn push(&mut self, boot: Boot, fix: &Fix) {
        if self.clock.current_boot().is_none_or(|current| current.id != boot.id) {
            if self.clock.run_of(boot.id).is_some() {
                // A boot that is over cannot speak again.
                self.counts.late = self.counts.late.saturating_add(1);
                return;
            }
            self.restart(boot);
        }
        if fix.provider == Provider::Mock {
            self.counts.mock = self.counts.mock.saturating_add(1);
            return;
        }
        self.clock.heard(fix);
        let Some(accuracy) = fix.accuracy.filter(|accuracy| *accuracy <= self.thresholds.usable_accuracy)
        else {
            self.counts.inaccurate = self.counts.inaccurate.saturating_add(1);
            return;
        };
        let in_range = (0..=LONGEST_UPTIME_MS).contains(&fix.mono);
        if !in_range || self.filter.newest().is_some_and(|newest| fix.mono <= newest) {
            self.counts.late = self.counts.late.saturating_add(1);
            return;
        }
        let at = on_globe(fix.lat.saturating_mul(FIX_UNIT), fix.lon.saturating_mul(FIX_UNIT));
        let point = Point { at, mono: fix.mono, accuracy: f64::from(accuracy) / 10.0 };
        if self.filter.is_empty() {
            let limit = self.top_speed(point.mono);
            if self.filter.goes_on_to(&point, limit) {
                self.accept(point, limit);
                return;
            }
        }
        self.filter.hold(point);
        self.drain(false);
    }

    /// The officer says how they move. Call it before pushing any fix later than `change.at`.
    pub fn declare_mode(&mut self, change: ModeChange) -> Declared {
        let after = self.clock.current();
        let said = Declaration { boot: change.at.boot.0, mono: change.at.mono, after, mode: change.mode };
        self.declared.push(said);
        let newest = self.filter.newest().map(|mono| At { run: after, mono });
        if newest.is_some_and(|newest| newest > said.from(&self.clock)) {
            Declared::TooLate
        } else {
            Declared::InTime
        }
    }

    /// Ends the patrol at `end` and says what its track says.
    #[must_use]
    pub fn finish(self, end: Moment) -> TrackPresence {
        self.finish_with_timeline(end).0
    }

    /// As [`Self::finish`], with the translation of the patrol's other moments to UTC.
    #[must_use]
    pub fn finish_with_timeline(mut self, end: Moment) -> (TrackPresence, Timeline) {
        self.drain(true);
        (self.told(end), Timeline::new(&self.clock, self.start, end))
    }

    /// Decides about what is held, as far as it can be decided.
    pub(crate) fn drain(&mut self, ended: bool) {
        while let Some(oldest) = self.filter.oldest() {
            let limit = self.top_speed(oldest);
            match self.filter.decide(limit, ended) {
                Decision::Accepted(point) => self.accept(point, limit),
                Decision::Excursion(count) => {
                    self.counts.excursion = self.counts.excursion.saturating_add(count);
                }
                Decision::Undecided => return,
            }
        }
    }

    /// Metres per second up to which the officer is believed to have moved, for the next fix to be decided about.
    #[inline]
    fn top_speed(&self, mono: i64) -> f64 {
        top_speed(self.pace.mode(self.declared_mode(mono)), &self.thresholds)
    }

    /// The mode declared for that instant of the current boot.
    #[inline]
    fn declared_mode(&self, mono: i64) -> TravelMode {
        match self.declared[..] {
            [only] => only.mode,
            _ => self.latest_declared(mono),
        }
    }

    /// The same where more than one was declared.
    #[inline(never)]
    fn latest_declared(&self, mono: i64) -> TravelMode {
        let at = At { run: self.clock.current(), mono };
        self.declarations()
            .filter(|(from, _)| *from <= at)
            .max_by_key(|(from, _)| *from)
            .map_or(TravelMode::Foot, |(_, mode)| mode)
    }

    /// What was declared, and from which instant it holds.
    pub(crate) fn declarations(&self) -> impl Iterator<Item = (At, TravelMode)> {
        self.declared.iter().map(|said| (said.from(&self.clock), said.mode))
    }

    /// The last accepted fix.
    pub(crate) fn last_accepted(&self) -> Option<At> {
        self.clock.last_accepted()
    }

    fn restart(&mut self, boot: Boot) {
        self.drain(true);
        self.interrupt();
        self.clock.restarted(boot);
        self.filter = Filter::new();
    }

    /// Inlined, as is a step, because nearly every fix comes this way and nowhere else.
    #[inline(always)]
    fn accept(&mut self, point: Point, limit: f64) {
        self.counts.accepted = self.counts.accepted.saturating_add(1);
        let run = self.clock.current();
        match self.stretch.as_ref().map(|stretch| point.mono - stretch.last.mono) {
            Some(time) if time <= self.thresholds.gap_limit => self.step(run, point, limit),
            _ => {
                self.interrupt();
                self.begin(At { run, mono: point.mono }, point);
            }
        }
        if let Some(stretch) = &self.stretch {
            self.pace.accepted(run, &point, &stretch.scale, &self.thresholds);
        }
        self.clock.accepted(point.mono);
        if let Some(accepted) = &mut self.accepted {
            accepted.push((At { run, mono: point.mono }, point.at));
        }
    }

    /// The first fix after sign-on or a gap.
    fn begin(&mut self, at: At, point: Point) {
        let scale = Scale::at(point.at.lat);
        let mut stretch = Stretch {
            last: point,
            scale,
            clear: (point.at, 0.0),
            gone2: 0.0,
            known: (point, 0.0),
            settled: false,
        };
        let need = reach(disc(&point), leaving_distance(&point, &self.thresholds));
        let (thresholds, shortcuts) = (&self.thresholds, self.shortcuts);
        let scene = Scene { fence: &self.fence, thresholds, scale, from_scale: scale, shortcuts };
        stretch.gather(&scene, &mut self.near, at, &point, need, &mut self.log);
        note_beyond(&self.fence, stretch.known, scale, &mut self.beyond);
        let clock = &self.clock;
        let limit = self.thresholds.visit_gap_limit;
        let short = |since: At| clock.may_be_within(limit, since, at);
        for near in &mut self.near {
            near.begin(&scene, at, &point, short, &mut self.log);
        }
        self.covered.push((at, at));
        self.stretch = Some(stretch);
    }

    /// The track stops at the last accepted fix: a gap, another boot, or the end.
    fn interrupt(&mut self) {
        if let Some(stretch) = self.stretch.take() {
            let last = At { run: self.clock.current(), mono: stretch.last.mono };
            if let Some((_, to)) = self.covered.last_mut() {
                *to = last;
            }
            for near in &mut self.near {
                near.interrupt(last, &mut self.log);
            }
            self.pace.interrupted();
        }
    }

    /// From one accepted fix to the next within the gap limit.
    #[inline(always)]
    fn step(&mut self, run: u32, point: Point, limit: f64) {
        let Some(stretch) = &mut self.stretch else { return };
        let from = stretch.last;
        let time = (point.mono - from.mono) as f64;
        let length = stretch.scale.distance(from.at, point.at);
        // A real ride that is not recognised yet, or a relocation, was at least as fast as it was.
        let moved = length * 1.001;
        // Without a division: a bound may be rounded, growth below is a result.
        let grown = more(disc(&from), disc(&point)) + more(limit * 0.001 * time, moved) * 0.5;
        let leaving =
            more(leaving_distance(&from, &self.thresholds), leaving_distance(&point, &self.thresholds));
        let need = reach(grown, leaving);
        let from_scale = stretch.scale;
        stretch.scale.move_to(point.at.lat);
        stretch.last = point;
        if self.shortcuts && stretch.settled {
            let (middle, radius) = stretch.clear;
            let before2 = replace(&mut stretch.gone2, stretch.scale.distance2(middle, point.at));
            if stays_clear(radius, more(before2, stretch.gone2), need) {
                return;
            }
        }
        let growth = more(limit / 1000.0, moved / time);
        let leg = Leg { run, from, to: point, length, growth, reach: need };
        self.step_slowly(&leg, from_scale);
    }

    #[inline(never)]
    fn step_slowly(&mut self, leg: &Leg, from_scale: Scale) {
        let Some(stretch) = &mut self.stretch else { return };
        let scale = stretch.scale;
        let (thresholds, shortcuts) = (&self.thresholds, self.shortcuts);
        let scene = Scene { fence: &self.fence, thresholds, scale, from_scale, shortcuts };
        let (middle, radius) = stretch.known;
        let gone = scale.distance(middle.at, leg.to.at) + leg.length;
        if !self.shortcuts || radius * RADIUS_SHARE < gone + leg.reach {
            let before = At { run: leg.run, mono: leg.from.mono };
            let need = leg.reach + leg.length;
            stretch.gather(&scene, &mut self.near, before, &leg.from, need, &mut self.log);
            note_beyond(&self.fence, stretch.known, from_scale, &mut self.beyond);
        }
        // The circle around this end that holds no edge, and whether anything can change within it.
        let (middle, radius) = stretch.known;
        let mut clear = radius * RADIUS_SHARE - scale.distance(middle.at, leg.to.at);
        let mut settled = true;
        for near in &mut self.near {
            clear = less(clear, near.advance(&scene, leg, &mut self.crossings, &mut self.log));
            settled &= near.settled;
        }
        stretch.clear = (leg.to.at, clear);
        stretch.gone2 = 0.0;
        stretch.settled = settled;
    }
}

impl Stretch {
    /// Brings all zones within `need` metres of `point`, and some more, into `near`. Forgets those farther off
    /// of which nothing is open.
    fn gather(
        &mut self,
        scene: &Scene<'_>,
        near: &mut Vec<Near>,
        at: At,
        point: &Point,
        need: f64,
        log: &mut Log,
    ) {
        let (fence, scale) = (scene.fence, scene.from_scale);
        let radius = need + NEIGHBOURHOOD_M;
        let area = Bounds::of(&[point.at]).widened(radius, scale);
        near.retain_mut(|near| {
            !near.is_idle(at.run, log) || fence.zones[near.zone as usize].bounds.touches(&area)
        });
        let known = near.len();
        fence.boxes.touching(&area, |zone, bounds| {
            if !near[..known].iter().any(|other| other.zone as usize == zone) {
                let metres = bounds.distance2(point.at, scale).sqrt();
                near.push(Near::out_of_reach(zone as u32, at, point.at, metres));
            }
        });
        self.known = (*point, radius);
    }
}

/// The fixes of one boot of the patrol, in order of the track.
#[derive(Debug, Clone, Copy)]
pub struct BootRun<'a> {
    /// Which boot.
    pub boot: Boot,
    /// Its fixes.
    pub fixes: &'a [Fix],
}

/// The whole patrol at once; identical to pushing the fixes one by one.
#[must_use]
pub fn derive(
    fence: &Arc<Fence>,
    thresholds: Thresholds,
    start: Moment,
    end: Moment,
    modes: (Option<TravelMode>, &[ModeChange]),
    runs: &[BootRun<'_>],
) -> TrackPresence {
    derive_with_timeline(fence, thresholds, start, end, modes, runs).0
}

/// As [`derive()`], with the translation of the patrol's other moments to UTC.
#[must_use]
pub fn derive_with_timeline(
    fence: &Arc<Fence>,
    thresholds: Thresholds,
    start: Moment,
    end: Moment,
    modes: (Option<TravelMode>, &[ModeChange]),
    runs: &[BootRun<'_>],
) -> (TrackPresence, Timeline) {
    let (presence, timeline, _) = derive_within(fence, thresholds, start, end, modes, runs);
    (presence, timeline)
}

/// As [`derive_with_timeline`], with where the track looked for zones beyond what the fence holds.
pub(crate) fn derive_within(
    fence: &Arc<Fence>,
    thresholds: Thresholds,
    start: Moment,
    end: Moment,
    modes: (Option<TravelMode>, &[ModeChange]),
    runs: &[BootRun<'_>],
) -> (TrackPresence, Timeline, Vec<Bounds>) {
    let mut engine = TrackEngine::new(Arc::clone(fence), thresholds, start, modes.0);
    engine.push_all(modes.1, runs);
    let beyond = std::mem::take(&mut engine.beyond);
    let (presence, timeline) = engine.finish_with_timeline(end);
    (presence, timeline, beyond)
}
