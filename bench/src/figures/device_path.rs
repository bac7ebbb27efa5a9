//! `device-path`: fixes a second through the whole phone: door, engine, disk, sealing.

use beatbook_device::SignOn;
use beatbook_simulator::presets::hundred_zones;
use rusqlite::params;

use crate::bare;
use crate::beats::{FIXES, simulated};
use crate::handset::Handset;
use crate::harness::{Figure, Goal, Lab, Measured, Peer, Spread, timed};
use crate::station::Station;

const CALL: usize = 1_000;
const ROUNDS: u32 = 15;
/// Bytes of a packed fix in the hot table.
const HOT_BYTES: usize = 31;

/// See `docs/performance.md`.
///
/// # Errors
/// If phone or server cannot be used.
pub fn run(lab: &Lab) -> Measured {
    let station = Station::begin(&lab.folder)?;
    station.import_zones(&hundred_zones())?;
    let handset = Handset::found(&lab.folder, &station.ticket("PC1", None)?)?;
    handset.sync()?;
    let book = handset.book()?;

    let folder = tempfile::tempdir_in(&lab.folder)?;
    let peer = bare::open(&folder.path().join("peer.sqlite3"), bare::Medium::Full)?;
    peer.execute_batch("CREATE TABLE hot (id INTEGER PRIMARY KEY, fixes BLOB NOT NULL)")?;
    let packed = vec![0x55_u8; CALL * HOT_BYTES];

    let (mut ours, mut floor) = (Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        let fixes = simulated(round);
        handset.wait_until(fixes.first().ok_or("no fix")?.time - 1_000)?;
        book.sign_on(SignOn::tasked())?;
        let fixes = handset.on_my_clock(&fixes)?;
        // A screen is open: from here on every call moves the engine, too.
        book.status()?;
        let mut spent = 0.0;
        for call in fixes.chunks(CALL) {
            handset.platform.advance_to_mono(call.last().map_or(0, |fix| fix.mono));
            let (report, took) = timed(|| book.record_fixes(call));
            if report?.accepted as usize != call.len() {
                return Err("a fix was not accepted".into());
            }
            spent += took.as_secs_f64();
        }
        ours.push(FIXES as f64 / spent);
        let status = book.status()?;
        if status.on_duty.is_none() {
            return Err("the patrol is not open".into());
        }
        handset.platform.advance(1_000);
        book.sign_off(&[])?;

        let (bare, took) = timed(|| {
            fixes.chunks(CALL).try_for_each(|_| {
                peer.prepare_cached("INSERT INTO hot (fixes) VALUES (?1)")?.execute(params![packed]).map(drop)
            })
        });
        bare?;
        floor.push(FIXES as f64 / took.as_secs_f64());
    }
    Ok(vec![Figure {
        name: "device-path".to_owned(),
        value: Spread::of(ours),
        unit: "fixes/s",
        peer: Some(Peer { what: "bare commits of the packed bytes", value: Spread::of(floor) }),
        goal: Goal::AtLeast(100_000.0),
        note: format!("shifts of {FIXES} fixes in calls of {CALL}, seven zones, engine running"),
    }])
}
