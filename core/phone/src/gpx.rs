//! Reads recorded walks: GPX 1.0 and 1.1 as loggers and phones really write them.
//!
//! Every point of the file ends in exactly one line of the account: used, or not used and why. Nothing is
//! guessed silently; the file is streamed, never held.

mod account;
mod point;
mod walk;

use std::io::{BufRead, ErrorKind};

use beatbook_domain::fix::RawFix;
use thiserror::Error;

pub use account::{AccuracySources, GpxAccount, Refused, UnusedReason};

/// Longest file that is read, bytes.
pub const FILE_MAX: u64 = 1024 * 1024 * 1024;
/// Most points in a file: a week at one a second.
pub const POINTS_MAX: usize = 604_800;

/// A recorded walk, ready to be replayed.
#[derive(Debug, Clone, PartialEq)]
pub struct GpxWalk {
    /// The points used, by time, none twice. Their monotonic time starts at the base given to [`read`].
    pub fixes: Vec<RawFix>,
    /// What became of every point.
    pub account: GpxAccount,
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
    let (mut fixes, mut account) = walk::points(file)?;
    let is_earlier = |pair: &[RawFix]| matches!(pair, [a, b] if b.time < a.time);
    account.out_of_order = fixes.windows(2).filter(|pair| is_earlier(pair)).count();
    fixes.sort_by_key(|fix| fix.time);
    let before = fixes.len();
    drop_duplicates(&mut fixes);
    account.duplicates = before - fixes.len();
    account.used = fixes.len();
    let start = fixes.first().map_or(0, |fix| fix.time);
    for fix in &mut fixes {
        fix.mono = fix.time.saturating_sub(start).saturating_add(mono_base);
    }
    Ok(GpxWalk { fixes, account })
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

/// Drops points that say the same place at the same time as one before; the list is sorted by time.
fn drop_duplicates(fixes: &mut Vec<RawFix>) {
    let mut kept: Vec<RawFix> = Vec::with_capacity(fixes.len());
    for fix in fixes.drain(..) {
        let is_same = |other: &RawFix| other.lat == fix.lat && other.lon == fix.lon;
        if !kept.iter().rev().take_while(|other| other.time == fix.time).any(is_same) {
            kept.push(fix);
        }
    }
    *fixes = kept;
}
