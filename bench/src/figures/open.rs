//! `open`: from a closed notebook to the first committed fix, at 1 MB and at 1 GB.

use std::error::Error;
use std::path::Path;

use beatbook_device::SignOn;
use beatbook_domain::fix::RawFix;
use beatbook_domain::records::journal::Basis;

use crate::bare::{self, Medium, fill};
use crate::beats::simulated;
use crate::handset::{Handset, nowhere};
use crate::harness::{Figure, Goal, Lab, Measured, Peer, Spread, timed};

const MB: u64 = 1_000_000;
const ROUNDS: usize = 25;
/// Half a shift is on the way when the app is killed: two chunks and a hot table of ten minutes.
const BEFORE: usize = 3_000;
const TEXT: usize = 1_000;

/// See `docs/performance.md`.
///
/// # Errors
/// What phone or engine say.
pub fn run(lab: &Lab) -> Measured {
    let (small, bare_small) = milliseconds(&lab.folder, MB)?;
    let (large, bare_large) = milliseconds(&lab.folder, 1_000 * MB)?;
    let figure = |name: &str, value: Spread, peer: Option<Peer>, goal: Goal| Figure {
        name: name.to_owned(),
        value,
        unit: "ms",
        peer,
        goal,
        note: String::new(),
    };
    let beside = Peer { what: "the same at 1 MB", value: small.clone() };
    Ok(vec![
        figure("open 1 MB", small, Some(floor(bare_small)), Goal::AtMost(10.0)),
        figure("open 1 GB", large.clone(), Some(floor(bare_large)), Goal::AtMost(10.0)),
        figure("open flat", large, Some(beside), Goal::RatioAtMost(1.25)),
    ])
}

fn floor(value: Spread) -> Peer {
    Peer { what: "bare open and one commit", value }
}

fn milliseconds(scratch: &Path, bytes: u64) -> Result<(Spread, Spread), Box<dyn Error>> {
    let mut handset = Handset::found(scratch, &nowhere())?;
    handset.book()?.note(&"x".repeat(TEXT), Basis::Fact)?;
    handset.close()?;
    fill(&handset.file(), |_, length| length >= bytes)?;
    handset.open()?;

    let fixes = simulated(0);
    let (before, after) = fixes.split_at(BEFORE);
    handset.wait_until(before.first().ok_or("no fix")?.time - 1_000)?;
    handset.book()?.sign_on(SignOn::tasked())?;
    let before = handset.on_my_clock(before)?;
    let mut after = handset.on_my_clock(after)?.into_iter();
    record(&handset, &before)?;
    let folder = tempfile::tempdir_in(scratch)?;
    let copy = folder.path().join("peer.beatbook");
    std::fs::copy(handset.file(), &copy)?;
    let (mut times, mut floors) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        handset.close()?;
        let fix = after.next().ok_or("no fix is left")?;
        let (opened, took) = timed(|| {
            handset.open()?;
            record(&handset, std::slice::from_ref(&fix))
        });
        opened?;
        times.push(took.as_secs_f64() * 1e3);
        let (opened, took) = timed(|| {
            let file = bare::open(&copy, Medium::Full)?;
            file.execute(
                "INSERT INTO hot (patrol, boot, wall_offset, fixes) VALUES (1, 1, 1, zeroblob(31))",
                [],
            )?;
            Ok::<_, Box<dyn Error>>(file)
        });
        floors.push(took.as_secs_f64() * 1e3);
        opened?.close().map_err(|(_, error)| error)?;
    }
    Ok((Spread::of(times), Spread::of(floors)))
}

fn record(handset: &Handset, fixes: &[RawFix]) -> Result<(), Box<dyn Error>> {
    handset.platform.advance_to_mono(fixes.last().map_or(0, |fix| fix.mono));
    let report = handset.book()?.record_fixes(fixes)?;
    if report.accepted as usize == fixes.len() { Ok(()) } else { Err("a fix was not accepted".into()) }
}
