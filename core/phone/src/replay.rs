//! Replays a recorded walk as position reports of the phone: batch by batch, start by start of the phone.
//!
//! What is already in the notebook is left out, so a replay that was killed is simply started again.

use std::fs::File;
use std::io::{BufReader, IsTerminal, Write};
use std::time::{Duration, Instant};

use beatbook_device::{Beatbook, FixReport};
use beatbook_domain::fix::{EARLIEST_MS, LATEST_MS, Provider, RawFix};
use beatbook_phone::gpx::{self, GpxWalk};

use crate::clock::TrainingClock;
use crate::commands::Phone;
use crate::error::PhoneError;
use crate::time;

/// How long a phone has been running when its first fix after a restart comes, if the walk does not say.
const FIRST_FIX_AFTER_START: i64 = 40_000;

/// What to replay.
pub struct Plan {
    /// First fix then, UTC milliseconds.
    pub start: Option<i64>,
    /// No fix after this, UTC milliseconds.
    pub until: Option<i64>,
    /// Reports in one call.
    pub batch: usize,
    /// The phone was restarted before.
    pub boot: Option<u64>,
}

/// What became of a walk.
#[derive(Debug, Default)]
pub struct Replayed {
    /// In the notebook from a replay before.
    pub already: usize,
    /// After the moment to stop at.
    pub later: usize,
    /// What the library said to the rest.
    pub report: FixReport,
    /// Starts of the phone on the way.
    pub restarts: usize,
}

/// One start of the phone within a walk.
struct Part {
    /// Its name in the walk, if it has one.
    boot: Option<u64>,
    fixes: Vec<RawFix>,
}

/// Replays; answers what became of it and the open notebook.
///
/// # Errors
/// A [`PhoneError`]; what was recorded before stays recorded.
pub fn run(
    phone: &Phone,
    clock: &mut TrainingClock,
    mut walk: GpxWalk,
    plan: &Plan,
) -> Result<(Replayed, Beatbook), PhoneError> {
    if let Some(start) = plan.start {
        walk.move_to(start);
    }
    let first = walk.fixes.first().ok_or(PhoneError::EmptyWalk)?;
    // Reading has left no stray date: the first stands for all.
    if !(EARLIEST_MS..LATEST_MS).contains(&first.time) {
        return Err(PhoneError::OldWalk);
    }
    let mut progress = Progress::of(walk.fixes.len());
    let mut replayed = Replayed::default();
    let mut book = None;
    let mut parts = parts(walk, plan.boot);
    // Starts of the phone before the one that runs were replayed before.
    let before = parts.iter().position(|part| is_running(clock, part)).unwrap_or(0);
    replayed.already = parts.drain(..before).map(|part| part.fixes.len()).sum();
    for part in parts {
        if plan.until.is_some_and(|until| part.fixes.first().is_none_or(|fix| fix.time > until)) {
            replayed.later += part.fixes.len();
            continue;
        }
        if take_up(clock, &part, plan.boot.is_some())? {
            // A restarted phone opens its notebook anew, as a real one does.
            book = None;
            replayed.restarts += 1;
        }
        let open = match book.take() {
            Some(open) => open,
            None => phone.open_on(clock.platform())?,
        };
        record(&open, clock, part, plan, &mut replayed, &mut progress)?;
        book = Some(open);
    }
    progress.done();
    if let Some(until) = plan.until.filter(|until| replayed.later > 0 && *until > clock.standing.wall()) {
        clock.advance_to(until)?;
    }
    clock.keep()?;
    let book = match book {
        Some(book) => book,
        None => phone.open_on(clock.platform())?,
    };
    Ok((replayed, book))
}

/// Reads the walk.
///
/// # Errors
/// [`PhoneError::File`], [`PhoneError::Gpx`].
pub fn read(file: &std::path::Path) -> Result<GpxWalk, PhoneError> {
    let file = File::open(file).map_err(PhoneError::file("opening the walk"))?;
    Ok(gpx::read(BufReader::new(file), 0)?)
}

/// The walk cut at the phone's starts; all of it is one where a start was named by hand.
fn parts(walk: GpxWalk, boot: Option<u64>) -> Vec<Part> {
    if boot.is_some() || walk.starts.is_empty() {
        return vec![Part { boot, fixes: walk.fixes }];
    }
    let mut fixes = walk.fixes;
    let mut parts: Vec<Part> = Vec::new();
    for start in walk.starts.iter().rev() {
        parts.push(Part { boot: Some(start.boot), fixes: fixes.split_off(start.first) });
    }
    parts.reverse();
    parts
}

fn is_running(clock: &TrainingClock, part: &Part) -> bool {
    part.boot.is_some_and(|boot| clock.standing.walk_boot == Some(format!("{boot:016x}")))
}

/// Brings the clock to the start of the phone that this part belongs to; says whether the phone was restarted.
fn take_up(clock: &mut TrainingClock, part: &Part, by_hand: bool) -> Result<bool, PhoneError> {
    let (Some(boot), Some(anchor)) = (part.boot, anchor(&part.fixes)) else { return Ok(false) };
    let name = format!("{boot:016x}");
    if by_hand {
        if clock.standing.boot == name {
            return Ok(false);
        }
        check_forward(clock, anchor)?;
        clock.restart(boot, FIRST_FIX_AFTER_START, anchor.time)?;
        return Ok(true);
    }
    if is_running(clock, part) {
        return Ok(false);
    }
    let untouched = clock.standing.walk_boot.is_none() && clock.standing.recorded.is_none();
    if untouched {
        // The start that sign-on happened in.
        let here = anchor.time.saturating_sub(clock.standing.wall_offset);
        clock.standing.walk_shift = here.saturating_sub(anchor.mono);
    } else {
        check_forward(clock, anchor)?;
        clock.restart(boot, anchor.mono, anchor.time)?;
    }
    clock.standing.walk_boot = Some(name);
    Ok(!untouched)
}

/// A restarted phone goes on later than it stopped; a walk from before would be recorded a second time.
fn check_forward(clock: &TrainingClock, anchor: &RawFix) -> Result<(), PhoneError> {
    if anchor.time < clock.standing.wall() { Err(PhoneError::ClockBack) } else { Ok(()) }
}

/// The fix that ties the monotonic clock to the time of day: the first by satellite.
fn anchor(fixes: &[RawFix]) -> Option<&RawFix> {
    fixes.iter().find(|fix| fix.provider == Provider::Gnss).or(fixes.first())
}

fn record(
    book: &Beatbook,
    clock: &mut TrainingClock,
    part: Part,
    plan: &Plan,
    replayed: &mut Replayed,
    progress: &mut Progress,
) -> Result<(), PhoneError> {
    let standing = &clock.standing;
    let own_clock = part.boot.is_some() && plan.boot.is_none();
    let mut fixes = part.fixes;
    for fix in &mut fixes {
        fix.mono = if own_clock {
            fix.mono.saturating_add(standing.walk_shift)
        } else {
            fix.time.saturating_sub(standing.wall_offset)
        };
    }
    let before = fixes.len();
    if let Some(recorded) = standing.recorded {
        fixes.retain(|fix| fix.mono > recorded);
    }
    replayed.already += before - fixes.len();
    let within = fixes.len();
    if let Some(until) = plan.until {
        let offset = standing.wall_offset;
        fixes.retain(|fix| fix.mono.saturating_add(offset) <= until);
    }
    replayed.later += within - fixes.len();
    progress.advance(before - fixes.len(), clock.standing.wall());
    for batch in fixes.chunks(plan.batch) {
        let Some(last) = batch.iter().map(|fix| fix.mono).max() else { continue };
        clock.advance_to_mono(last);
        add(&mut replayed.report, &book.record_fixes(batch)?);
        clock.standing.recorded = Some(last);
        clock.keep()?;
        progress.advance(batch.len(), clock.standing.wall());
    }
    Ok(())
}

fn add(sum: &mut FixReport, more: &FixReport) {
    sum.accepted += more.accepted;
    sum.late += more.late;
    sum.duplicates += more.duplicates;
    sum.off_duty += more.off_duty;
    sum.refused += more.refused;
}

/// How far a long replay has come, on a terminal only.
struct Progress {
    done: usize,
    of: usize,
    told: Option<Instant>,
}

impl Progress {
    fn of(of: usize) -> Self {
        Self { done: 0, of, told: std::io::stderr().is_terminal().then(Instant::now) }
    }

    fn advance(&mut self, more: usize, wall: i64) {
        self.done += more;
        if let Some(told) = &mut self.told
            && told.elapsed() > Duration::from_millis(200)
        {
            *told = Instant::now();
            eprint!("\rreplaying {} of {} fixes, {}", self.done, self.of, time::clock(wall));
            let _ = std::io::stderr().flush();
        }
    }

    fn done(&self) {
        if self.told.is_some() {
            eprint!("\r{:60}\r", "");
        }
    }
}
