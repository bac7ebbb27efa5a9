//! `record-while-sync`: how long a fix takes to be recorded while a sync hangs on a link that went dead.

use std::error::Error;
use std::thread;
use std::time::{Duration, Instant};

use beatbook_device::SignOn;
use beatbook_domain::fix::RawFix;
use beatbook_simulator::presets::hundred_zones;

use crate::beats::{CALL, simulated};
use crate::handset::Handset;
use crate::harness::{Figure, Goal, Lab, Measured, Peer, timed};
use crate::relay::Relay;
use crate::station::Station;

/// Fixes recorded one by one: 2,000 calls have twenty beyond their 99th percentile.
const CALLS: usize = 2_000;
/// The handshake and a part of the first request pass; then nothing does.
const PASSES: u64 = 20_000;
/// Until the sync hangs.
const HANGS_WITHIN: Duration = Duration::from_secs(10);

/// See `docs/performance.md`.
///
/// # Errors
/// What phone or server say; also if the sync did not hang.
pub fn run(lab: &Lab) -> Measured {
    let station = Station::begin(&lab.folder)?;
    station.import_zones(&hundred_zones())?;
    let relay = Relay::to(station.server().address())?;
    let handset = Handset::found(&lab.folder, &station.ticket("PC1", Some(relay.address().port()))?)?;
    handset.sync()?;
    // Three shifts wait to be sent when the fourth meets the dead link.
    for number in 0..3 {
        handset.shift(&simulated(number), CALL)?;
    }
    let fixes = simulated(3);
    handset.wait_until(fixes.first().ok_or("no fix")?.time - 1_000)?;
    let book = handset.book()?;
    book.sign_on(SignOn::tasked())?;
    let fixes = handset.on_my_clock(&fixes)?;
    let (alone, beside) = fixes.split_at(CALLS);
    let alone = calls(&handset, alone)?;

    relay.go_dead_after(PASSES);
    let before = relay.wire().bytes;
    let (times, outcome) = thread::scope(|scope| {
        let sync = scope.spawn(|| book.sync());
        let begun = Instant::now();
        while relay.wire().bytes - before < PASSES && begun.elapsed() < HANGS_WITHIN {
            thread::sleep(Duration::from_millis(10));
        }
        let times = calls(&handset, beside.get(..CALLS).unwrap_or_default());
        let hangs = !sync.is_finished();
        book.cancel();
        let ended = sync.join();
        (times, hangs.then_some(ended))
    });
    let Some(Ok(Err(_))) = outcome else { return Err("the sync did not hang".into()) };
    let times = times?;
    let figure = |name: &str, share: f64, goal: Goal| Figure {
        name: name.to_owned(),
        value: percentile(&times, share).into(),
        unit: "ms",
        peer: Some(Peer { what: "the same with no sync", value: percentile(&alone, share).into() }),
        goal,
        note: format!("{CALLS} calls of one fix"),
    };
    Ok(vec![
        figure("record-while-sync p99", 0.99, Goal::AtMost(50.0)),
        figure("record-while-sync worst", 1.0, Goal::Shown),
    ])
}

/// Milliseconds of each call, sorted.
fn calls(handset: &Handset, fixes: &[RawFix]) -> Result<Vec<f64>, Box<dyn Error>> {
    let book = handset.book()?;
    let mut times = Vec::with_capacity(fixes.len());
    for fix in fixes {
        handset.platform.advance_to_mono(fix.mono);
        let (report, took) = timed(|| book.record_fixes(std::slice::from_ref(fix)));
        if report?.accepted != 1 {
            return Err("a fix was not accepted".into());
        }
        times.push(took.as_secs_f64() * 1e3);
    }
    times.sort_by(f64::total_cmp);
    Ok(times)
}

fn percentile(sorted: &[f64], share: f64) -> f64 {
    let place = (sorted.len() as f64 * share).ceil() as usize;
    sorted.get(place.saturating_sub(1)).copied().unwrap_or(f64::NAN)
}
