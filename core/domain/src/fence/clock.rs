//! Instants of one patrol: the monotonic clock within a boot, and how each boot is put on UTC.
//!
//! The anchor of a boot is the patrol's first satellite time in it, else the phone's wall clock at its
//! start. If the anchored times of two boots overlap, the earlier boot keeps the time: later instants
//! are moved up to its end. So results are sorted and disjoint whatever a clock did.

use beatbook_protocol::entry::BootId;

use crate::fix::{Fix, Provider};
use crate::records::journal::Moment;

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

/// A boot of the patrol.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Run {
    boot: Boot,
    /// UTC minus monotonic by the first satellite time.
    satellite: Option<i64>,
    /// Monotonic time of the last accepted fix.
    last: Option<i64>,
}

impl Run {
    fn anchor(&self) -> i64 {
        self.satellite.unwrap_or(self.boot.wall_offset)
    }
}

/// The boots of a patrol in the order in which they were first seen.
#[derive(Debug, Clone)]
pub(crate) struct Clock {
    runs: Vec<Run>,
}

impl Clock {
    pub(crate) fn started(boot: Boot) -> Self {
        let mut runs = Vec::with_capacity(4);
        runs.push(Run { boot, satellite: None, last: None });
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
        self.runs.push(Run { boot, satellite: None, last: None });
    }

    /// Takes note of a fix of the current boot, accepted or not.
    #[inline]
    pub(crate) fn heard(&mut self, fix: &Fix) {
        if let Some(run) = self.runs.last_mut()
            && run.satellite.is_none()
            && fix.provider == Provider::Gnss
        {
            run.satellite = Some(fix.time.saturating_sub(fix.mono));
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

    /// By the wall clock alone: for a decision that may not wait for a later satellite time.
    pub(crate) fn wall(&self, at: At) -> i64 {
        let offset = self.runs.get(at.run as usize).map_or(0, |run| run.boot.wall_offset);
        at.mono.saturating_add(offset)
    }

    /// The translation to UTC as far as it is known now, for a patrol from `start` to `end`.
    pub(crate) fn settle(&self, start: Moment, end: Moment) -> Utc {
        let anchor = |moment: Moment| {
            let run = self.runs.iter().find(|run| run.boot.id == moment.boot.0);
            run.map_or(moment.wall, |run| moment.mono.saturating_add(run.anchor()))
        };
        let from = anchor(start);
        let mut floor = from;
        let mut runs = Vec::with_capacity(self.runs.len());
        for run in &self.runs {
            runs.push((run.anchor(), floor));
            if let Some(last) = run.last.filter(|_| run.boot.id != end.boot.0) {
                floor = floor.max(last.saturating_add(run.anchor()));
            }
        }
        // A sign-off told by another boot's clock never cuts what came before that boot.
        Utc { runs, from, to: anchor(end).max(floor) }
    }
}

/// Puts any moment of a patrol on the UTC its track was put on, so that crews and abstractions are cut
/// by the same clock as presence.
#[derive(Debug, Clone)]
pub struct Timeline {
    boots: Vec<u64>,
    utc: Utc,
}

impl Timeline {
    pub(crate) fn new(clock: &Clock, start: Moment, end: Moment) -> Self {
        Self { boots: clock.runs.iter().map(|run| run.boot.id).collect(), utc: clock.settle(start, end) }
    }

    /// UTC milliseconds, never outside the patrol. A boot without fixes is read by its wall clock.
    #[must_use]
    pub fn utc(&self, moment: Moment) -> i64 {
        match self.boots.iter().position(|boot| *boot == moment.boot.0) {
            Some(run) => self.utc.of(At { run: run as u32, mono: moment.mono }),
            None => moment.wall.min(self.utc.to).max(self.utc.from),
        }
    }
}

/// The finished translation of a patrol's instants to UTC milliseconds.
#[derive(Debug, Clone)]
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
