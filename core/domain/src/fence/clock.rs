//! Instants of one patrol: the monotonic clock within a boot, and how each boot is put on UTC.
//!
//! The anchor of a boot is the patrol's first satellite time in it that others agree with, else the phone's
//! wall clock at its start if that is within a day of what is known otherwise, else the boot beside it (ADR 0004).

use beatbook_protocol::entry::BootId;

use crate::fix::{EARLIEST_MS, Fix, LATEST_MS, Provider};
use crate::records::journal::Moment;

/// A wall clock is wrong that puts a boot more than a day later after the one before than it must be, or earlier;
/// so is a single satellite time more than a day from the wall clock.
const ADRIFT_MS: i64 = 86_400_000;
/// Satellite times agree if they put their boot on UTC within a minute of each other: quartz drifts by
/// seconds a day, receivers leave out leap seconds at first.
const AGREE_MS: u64 = 60_000;

/// One run of the phone from start to restart, as a patrol saw it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Boot {
    /// The boot's random number.
    pub id: u64,
    /// Wall clock minus monotonic clock in milliseconds, read once: at the first moment of the patrol
    /// in this boot.
    pub wall_offset: i64,
}

impl Boot {
    /// The boot as the first moment of the patrol in it shows it.
    #[must_use]
    pub fn at(moment: Moment) -> Self {
        Self { id: moment.boot.0, wall_offset: moment.wall.saturating_sub(moment.mono) }
    }
}

/// An instant of the engine: which boot of the patrol, in order, and its monotonic time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct At {
    pub(crate) run: u32,
    pub(crate) mono: i64,
}

/// What the satellites say of a boot, by majority (Boyer and Moore 1981): no single corrupt time moves it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Satellites {
    /// UTC minus monotonic, as the first of those that agree has it.
    offset: i64,
    /// How many more agree with it than do not.
    votes: u32,
}

impl Satellites {
    #[inline]
    fn hear(&mut self, offset: i64) {
        if self.votes == 0 {
            *self = Self { offset, votes: 1 };
        } else if self.offset.abs_diff(offset) <= AGREE_MS {
            self.votes = self.votes.saturating_add(1);
        } else {
            self.votes -= 1;
        }
    }
}

/// A boot of the patrol.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Run {
    boot: Boot,
    satellites: Satellites,
    /// Monotonic time of its first moment in the patrol.
    first: Option<i64>,
    /// Monotonic time of the last accepted fix.
    last: Option<i64>,
}

impl Run {
    fn new(boot: Boot, first: Option<i64>) -> Self {
        Self { boot, satellites: Satellites::default(), first, last: None }
    }

    fn first(&self) -> i64 {
        self.first.unwrap_or_default()
    }

    /// Its first instant, by its anchor.
    fn begin(&self, anchor: i64) -> Known {
        Known { utc: self.first().saturating_add(anchor), mono: self.first() }
    }

    /// Its last instant that is known, by its anchor.
    fn end(&self, anchor: i64) -> Known {
        let mono = self.last.unwrap_or(self.first());
        Known { utc: mono.saturating_add(anchor), mono }
    }

    /// The anchor that stands by itself: satellites that agree, or one and a wall clock that does not speak
    /// against it or cannot be right.
    fn known(&self) -> Option<i64> {
        let Satellites { offset, votes } = self.satellites;
        let wall = self.first().saturating_add(self.boot.wall_offset);
        let is_believed = match votes {
            0 => false,
            1 => {
                offset.abs_diff(self.boot.wall_offset) <= ADRIFT_MS.unsigned_abs()
                    || !(EARLIEST_MS..LATEST_MS).contains(&wall)
            }
            _ => true,
        };
        is_believed.then_some(offset)
    }

    /// What else might be its anchor.
    fn guesses(&self) -> impl Iterator<Item = i64> {
        let single = (self.satellites.votes == 1).then_some(self.satellites.offset);
        single.into_iter().chain([self.boot.wall_offset])
    }

    /// The anchor of a boot after an instant that is known, and before one if another is: it lies between.
    fn anchor_after(&self, known: Known, next: Option<Known>) -> i64 {
        let fits = |anchor: &i64| {
            (0..=ADRIFT_MS).contains(&known.slack(self.begin(*anchor)))
                && next.is_none_or(|next| self.end(*anchor).slack(next) >= 0)
        };
        let right_after =
            || known.utc.saturating_add(known.proven(self.first())).saturating_sub(self.first());
        self.known().or_else(|| self.guesses().find(fits)).unwrap_or_else(right_after)
    }

    /// The anchor of a boot before an instant that is known: it lies before it.
    fn anchor_before(&self, next: Known) -> i64 {
        let fits = |anchor: &i64| (0..=ADRIFT_MS).contains(&self.end(*anchor).slack(next));
        let end = self.end(0);
        let right_before = || next.utc.saturating_sub(end.proven(next.mono)).saturating_sub(end.mono);
        self.guesses().find(fits).unwrap_or_else(right_before)
    }
}

/// An instant put on UTC, and its monotonic time in its boot.
#[derive(Debug, Clone, Copy)]
struct Known {
    utc: i64,
    mono: i64,
}

impl Known {
    /// What must have passed since, up to a monotonic time of a later boot: as long as that boot had been running,
    /// or, where the clock went on because the boot's number is a process's, the time between.
    fn proven(self, later: i64) -> i64 {
        if later >= self.mono { later.saturating_sub(self.mono) } else { later.max(0) }
    }

    /// How much more has passed up to an instant of a later boot than must have; negative if that cannot be.
    fn slack(self, later: Self) -> i64 {
        later.utc.saturating_sub(self.utc).saturating_sub(self.proven(later.mono))
    }
}

/// The anchor of every run: by satellites where they are known, else by its own clock as far as the runs beside
/// it allow. Without any satellites the first wall clock is all there is.
fn anchors(runs: &[Run]) -> Vec<i64> {
    let told = runs.iter().position(|run| run.known().is_some()).unwrap_or(0);
    let (before, after) = runs.split_at(told);
    let mut anchors = Vec::with_capacity(runs.len());
    let Some(base) = after.first() else { return anchors };
    let anchor = base.known().unwrap_or(base.boot.wall_offset);
    let mut next = base.begin(anchor);
    for run in before.iter().rev() {
        let anchor = run.anchor_before(next);
        next = run.begin(anchor);
        anchors.push(anchor);
    }
    anchors.reverse();
    anchors.push(anchor);
    let mut nexts = Vec::with_capacity(after.len());
    let mut next = None;
    for run in after.iter().rev() {
        nexts.push(next);
        next = run.known().map(|anchor| run.begin(anchor)).or(next);
    }
    let mut known = base.end(anchor);
    for (run, next) in after.iter().zip(nexts.into_iter().rev()).skip(1) {
        let anchor = run.anchor_after(known, next);
        let end = run.end(anchor);
        known = Known { utc: known.utc.max(end.utc), mono: end.mono };
        anchors.push(anchor);
    }
    anchors
}

/// The boots of a patrol in the order in which they were first seen.
#[derive(Debug, Clone)]
pub(crate) struct Clock {
    runs: Vec<Run>,
}

impl Clock {
    pub(crate) fn started(start: Moment) -> Self {
        let mut runs = Vec::with_capacity(4);
        runs.push(Run::new(Boot::at(start), Some(start.mono)));
        Self { runs }
    }

    pub(crate) fn current(&self) -> u32 {
        self.runs.len().saturating_sub(1) as u32
    }

    pub(crate) fn current_boot(&self) -> Option<Boot> {
        self.runs.last().map(|run| run.boot)
    }

    /// The run of a boot seen before.
    pub(crate) fn run_of(&self, id: u64) -> Option<u32> {
        self.runs.iter().position(|run| run.boot.id == id).map(|at| at as u32)
    }

    /// Begins another boot.
    pub(crate) fn restarted(&mut self, boot: Boot) {
        self.runs.push(Run::new(boot, None));
    }

    /// Takes note of a fix of the current boot, accepted or not.
    #[inline]
    pub(crate) fn heard(&mut self, fix: &Fix) {
        if let Some(run) = self.runs.last_mut() {
            run.first.get_or_insert(fix.mono);
            if fix.provider == Provider::Gnss {
                run.satellites.hear(fix.time.saturating_sub(fix.mono));
            }
        }
    }

    /// Takes note of an accepted fix of the current boot.
    #[inline]
    pub(crate) fn accepted(&mut self, mono: i64) {
        if let Some(run) = self.runs.last_mut() {
            run.last = Some(mono);
        }
    }

    /// The last accepted fix of the patrol.
    pub(crate) fn last_accepted(&self) -> Option<At> {
        let runs = self.runs.iter().enumerate().rev();
        runs.filter_map(|(run, known)| known.last.map(|mono| At { run: run as u32, mono })).next()
    }

    /// The same instant as the phone's clocks told it.
    pub(crate) fn moment(&self, at: At) -> Option<Moment> {
        let run = self.runs.get(at.run as usize)?;
        Some(Moment { wall: self.wall(at), mono: at.mono, boot: BootId(run.boot.id) })
    }

    fn wall(&self, at: At) -> i64 {
        let offset = self.runs.get(at.run as usize).map_or(0, |run| run.boot.wall_offset);
        at.mono.saturating_add(offset)
    }

    /// Whether no more than `limit` has passed, for a decision that may not wait for a later satellite time.
    /// Where the wall clock cannot be right it may be so: the told result knows better.
    pub(crate) fn may_be_within(&self, limit: i64, since: At, at: At) -> bool {
        let gone = self.wall(at).saturating_sub(self.wall(since));
        let is_adrift = since.run != at.run && !(0..=ADRIFT_MS).contains(&gone);
        (0..=limit).contains(&gone) || is_adrift
    }

    /// The runs with that of the patrol's end, which may be of a boot without a fix.
    fn runs_until(&self, end: Moment) -> Vec<Run> {
        let mut runs = self.runs.clone();
        if self.run_of(end.boot.0).is_none() {
            runs.push(Run::new(Boot::at(end), Some(end.mono)));
        }
        runs
    }

    /// The translation to UTC as far as it is known now, for a patrol from `start` to `end`.
    pub(crate) fn settle(&self, start: Moment, end: Moment) -> Utc {
        let known = self.runs_until(end);
        let anchors = anchors(&known);
        let from = anchors.first().map_or(start.wall, |anchor| start.mono.saturating_add(*anchor));
        let (mut floor, mut to) = (from, from);
        let mut runs = Vec::with_capacity(known.len());
        for (run, anchor) in known.iter().zip(anchors) {
            runs.push((anchor, floor));
            if run.boot.id == end.boot.0 {
                to = end.mono.saturating_add(anchor);
            } else if run.last.is_some() {
                floor = floor.max(run.end(anchor).utc);
            }
        }
        // A sign-off told by another boot's clock never cuts what came before that boot.
        Utc { runs, from, to: to.max(floor) }
    }
}

/// Puts any moment of a patrol on the UTC its track was put on, so that crews and abstractions are cut
/// by the same clock as presence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timeline {
    boots: Vec<u64>,
    utc: Utc,
}

impl Timeline {
    pub(crate) fn new(clock: &Clock, start: Moment, end: Moment) -> Self {
        let boots = clock.runs_until(end).iter().map(|run| run.boot.id).collect();
        Self { boots, utc: clock.settle(start, end) }
    }

    /// UTC milliseconds, never outside the patrol. A boot without fixes is read by its wall clock.
    #[must_use]
    pub fn utc(&self, moment: Moment) -> i64 {
        match self.run_of(moment) {
            Some(run) => self.utc.of(At { run: run as u32, mono: moment.mono }),
            None => moment.wall.min(self.utc.to).max(self.utc.from),
        }
    }

    /// As [`Self::utc`], for moments in the order of the journal: one of a boot without fixes is not before the moments before it, nor
    /// before the end of their boots, whatever its wall clock says.
    pub(crate) fn in_order(&self, moments: impl IntoIterator<Item = Moment>) -> Vec<i64> {
        let mut ended = self.utc.from;
        let utc = |moment: Moment| {
            let at = self.utc(moment);
            let Some(run) = self.run_of(moment) else {
                ended = ended.max(at);
                return ended;
            };
            // What is known of the next begins with the end of this one.
            let next = self.utc.runs.get(run.saturating_add(1));
            ended = ended.max(at).max(next.map_or(self.utc.to, |(_, floor)| *floor));
            at
        };
        moments.into_iter().map(utc).collect()
    }

    fn run_of(&self, moment: Moment) -> Option<usize> {
        self.boots.iter().position(|boot| *boot == moment.boot.0)
    }
}

/// The finished translation of a patrol's instants to UTC milliseconds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Utc {
    /// Anchor and earliest instant of each run.
    runs: Vec<(i64, i64)>,
    pub(crate) from: i64,
    pub(crate) to: i64,
}

impl Utc {
    /// Never before the end of what an earlier boot told, never outside the patrol.
    pub(crate) fn of(&self, at: At) -> i64 {
        let (anchor, floor) = self.runs.get(at.run as usize).copied().unwrap_or((0, self.from));
        at.mono.saturating_add(anchor).max(floor).min(self.to).max(self.from)
    }
}
