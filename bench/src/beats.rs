//! Shifts as phones report them: simulated ones, and real walks repeated until a shift is full.

use std::error::Error;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use beatbook_domain::fix::RawFix;
use beatbook_phone::gpx;
use beatbook_simulator::presets::beat_shift;

/// Fixes of a shift of eight hours at 5 s.
pub const FIXES: usize = 5_760;
/// Shifts of a figure.
pub const SHIFTS: usize = 10;
/// A receiver hands over a minute at a time.
pub const CALL: usize = 12;
const CADENCE_S: i64 = 5;
const DAY_MS: i64 = 86_400_000;
/// 2025-09-07T06:00:00Z, the morning after a handset's first evening.
const FIRST: i64 = 1_757_224_800_000;
/// Between the end of a walk and its repetition.
const PAUSE_MS: i64 = 10_000;

/// A simulated shift of exactly [`FIXES`] fixes, a day after the one before.
#[must_use]
pub fn simulated(number: u32) -> Vec<RawFix> {
    let fixes = beat_shift(u64::from(number), CADENCE_S).boots.into_iter().flat_map(|boot| boot.fixes);
    on_day(number, fixes.collect())
}

/// The real walks of a folder, by name: only points with a time, which is what the reader uses.
///
/// # Errors
/// If one cannot be read, or has no point with a time.
pub fn walks(folder: &Path) -> Result<Vec<Vec<RawFix>>, Box<dyn Error>> {
    let mut files: Vec<_> = std::fs::read_dir(folder)?.flatten().map(|file| file.path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "gpx"));
    files.sort();
    let walks: Vec<Vec<RawFix>> = files
        .iter()
        .map(|file| Ok(gpx::read(BufReader::new(File::open(file)?), 0)?.fixes))
        .collect::<Result<_, Box<dyn Error>>>()?;
    if walks.is_empty() || walks.iter().any(Vec::is_empty) {
        return Err("BEATBOOK_SHARED_DATA holds no recorded walk with times".into());
    }
    Ok(walks)
}

/// A shift of the walks in turns, over and over: exactly [`FIXES`] fixes.
#[must_use]
pub fn walked(walks: &[Vec<RawFix>], number: u32) -> Vec<RawFix> {
    let mut fixes: Vec<RawFix> = Vec::with_capacity(FIXES);
    let Some(walk) = walks.get(number as usize % walks.len().max(1)).filter(|walk| !walk.is_empty()) else {
        return fixes;
    };
    while fixes.len() < FIXES {
        let begin = fixes.last().map_or(0, |last| last.time + PAUSE_MS);
        let start = walk.first().map_or(0, |first| first.time);
        fixes.extend(walk.iter().map(|fix| RawFix { time: fix.time - start + begin, ..*fix }));
    }
    fixes.truncate(FIXES);
    on_day(number, fixes)
}

fn on_day(number: u32, mut fixes: Vec<RawFix>) -> Vec<RawFix> {
    let start = fixes.first().map_or(0, |first| first.time);
    for fix in &mut fixes {
        fix.time += FIRST + i64::from(number) * DAY_MS - start;
    }
    fixes
}
