//! Reads recorded walks: GPX 1.0 and 1.1 as loggers and phones really write them.
//!
//! Every point of the file ends in exactly one line of the account: offered to the notebook, or not and why.
//! Nothing is guessed silently; the file is streamed, never held.

mod account;
mod point;
mod walk;

use std::collections::HashMap;
use std::io::{BufRead, ErrorKind};

use beatbook_domain::fix::{EARLIEST_MS, LATEST_MS, RawFix};
use thiserror::Error;

pub use account::{AccuracySources, GpxAccount, Refused, UnusedReason};
use point::Point;

/// Longest file that is read, bytes.
pub const FILE_MAX: u64 = 1024 * 1024 * 1024;
/// Most points in a file: a week at one a second.
pub const POINTS_MAX: usize = 604_800;

/// A point dated further than this from the middle of its walk has a wrong date: no shift lasts so long, and a
/// logger's one wrong date would make the rest of the walk years older or younger than it is.
const STRAY_MS: u64 = 48 * 3_600_000;

/// A recorded walk, ready to be replayed.
#[derive(Debug, Clone, PartialEq)]
pub struct GpxWalk {
    /// The points offered, by time, none twice. Their monotonic time is the file's own where `starts` says so,
    /// else it begins at the base given to [`read`].
    pub fixes: Vec<RawFix>,
    /// The phone's starts, if the file tells boot and monotonic time of every point as our simulator does; the
    /// fixes are then in the phone's own order. Else empty.
    pub starts: Vec<PhoneStart>,
    /// What became of every point.
    pub account: GpxAccount,
}

/// From which fix on the phone was in which start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PhoneStart {
    /// The random name of this start.
    pub boot: u64,
    /// Index of its first fix.
    pub first: usize,
}

/// Why a file could not be read at all. Says where in the file, never what is written there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum GpxError {
    /// No bytes, or nothing but blanks.
    #[error("the file is empty: export the walk again")]
    Empty,
    /// Not well-formed XML.
    #[error("the file is not XML, or is broken near byte {byte}: export the walk again as GPX")]
    NotXml {
        /// Bytes of text before the fault.
        byte: u64,
    },
    /// XML of another kind.
    #[error("the file is XML but not GPX: export the walk as GPX 1.0 or 1.1")]
    NotGpx,
    /// Longer than [`FILE_MAX`] or more than [`POINTS_MAX`] points.
    #[error("the file has more than {POINTS_MAX} points or is longer than 1 GiB: split it by day")]
    TooLarge,
    /// The disk or the pipe failed.
    #[error("the file could not be read ({0}): check that it is there and may be read")]
    Read(ErrorKind),
}

/// Reads a walk. Times without a zone are UTC, as GPX has it. `mono_base` is the monotonic time in
/// milliseconds that the first fix gets.
///
/// A file that breaks off after at least one point is used up to there; the account says so.
///
/// # Errors
/// A [`GpxError`]. A file without a usable point is no error: its account tells why.
pub fn read(file: impl BufRead, mono_base: i64) -> Result<GpxWalk, GpxError> {
    let (mut points, mut account) = walk::points(file)?;
    drop_strays(&mut points, &mut account);
    points.iter().for_each(|point| account.accuracy.count(point.accuracy));
    let is_earlier = |pair: &[Point]| matches!(pair, [a, b] if b.fix.time < a.fix.time);
    account.out_of_order = points.windows(2).filter(|pair| is_earlier(pair)).count();
    account.clocks_told = points.iter().filter(|point| point.clock.is_some()).count();
    let by_own_clocks = !points.is_empty() && account.clocks_told == points.len();
    if by_own_clocks {
        sort_by_own_clocks(&mut points);
    } else {
        points.sort_by_key(|point| point.fix.time);
    }
    let before = points.len();
    drop_duplicates(&mut points);
    account.duplicates = before - points.len();
    account.offered = points.len();
    let start = points.first().map_or(0, |point| point.fix.time);
    let mut starts: Vec<PhoneStart> = Vec::new();
    for (index, point) in points.iter_mut().enumerate() {
        match point.clock.filter(|_| by_own_clocks) {
            Some(clock) => {
                point.fix.mono = clock.mono;
                if starts.last().is_none_or(|last| last.boot != clock.boot) {
                    starts.push(PhoneStart { boot: clock.boot, first: index });
                }
            }
            None => point.fix.mono = point.fix.time.saturating_sub(start).saturating_add(mono_base),
        }
    }
    Ok(GpxWalk { fixes: points.into_iter().map(|point| point.fix).collect(), starts, account })
}

/// Refuses points whose date cannot be right, beside the others: of other years than a notebook takes, though the
/// walk is not, or too far from its middle.
fn drop_strays(points: &mut Vec<Point>, account: &mut GpxAccount) {
    let is_of_our_years = |point: &Point| (EARLIEST_MS..LATEST_MS).contains(&point.fix.time);
    if points.iter().any(is_of_our_years) {
        keep(points, account, UnusedReason::Year, is_of_our_years);
    }
    let mut times: Vec<i64> = points.iter().map(|point| point.fix.time).collect();
    if times.is_empty() {
        return;
    }
    let half = times.len() / 2;
    let middle = *times.select_nth_unstable(half).1;
    keep(points, account, UnusedReason::Stray, |point| point.fix.time.abs_diff(middle) <= STRAY_MS);
}

fn keep(
    points: &mut Vec<Point>,
    account: &mut GpxAccount,
    otherwise: UnusedReason,
    is_kept: impl Fn(&Point) -> bool,
) {
    points.retain(|point| {
        let kept = is_kept(point);
        if !kept {
            account.refuse(otherwise, point.number);
        }
        kept
    });
}

/// By start of the phone as they come in the file, within one by monotonic time.
fn sort_by_own_clocks(points: &mut [Point]) {
    let mut order: HashMap<u64, usize> = HashMap::new();
    for clock in points.iter().filter_map(|point| point.clock) {
        let next = order.len();
        order.entry(clock.boot).or_insert(next);
    }
    points.sort_by_key(|point| point.clock.map(|clock| (order.get(&clock.boot).copied(), clock.mono)));
}

impl GpxWalk {
    /// Moves the whole walk in time so that it begins at `start` (UTC milliseconds): a notebook takes no fix from
    /// before 2020, and a walk is replayed into the patrol that is open.
    pub fn move_to(&mut self, start: i64) {
        let shift = self.fixes.first().map_or(0, |fix| start.saturating_sub(fix.time));
        for fix in &mut self.fixes {
            fix.time = fix.time.saturating_add(shift);
        }
    }
}

/// Drops points that say the same place at the same time as one before; points of one time are together.
fn drop_duplicates(points: &mut Vec<Point>) {
    let mut kept: Vec<Point> = Vec::with_capacity(points.len());
    for point in points.drain(..) {
        let fix = &point.fix;
        let is_same = |other: &Point| other.fix.lat == fix.lat && other.fix.lon == fix.lon;
        if !kept.iter().rev().take_while(|other| other.fix.time == fix.time).any(is_same) {
            kept.push(point);
        }
    }
    *points = kept;
}
