//! Real walks over real wards: recorded in the hills, moved to Medway, and every minute accounted for.
//!
//! Walks and wards are not shipped; where they are absent this test says so and ends.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that cannot go on should stop, one that cannot run should say so"
)]

use std::path::PathBuf;

use beatbook_device::SignOn;
use beatbook_domain::fix::RawFix;
use beatbook_domain::interval::{intersect, total};
use beatbook_domain::presence::{Interval, ModeInterval};
use beatbook_domain::zone::ZoneKind;
use beatbook_domain::zones::import::{ImportOptions, PropertyNames};
use beatbook_phone::gpx;
use beatbook_tests::force::Force;
use beatbook_tests::phone::Phone;

/// 2025-09-10T06:00:00Z.
const ON: i64 = 1_757_484_000_000;
/// 2025-03-01T00:00:00Z.
const IMPORTED: i64 = 1_740_787_200_000;
/// A corner of three real wards of Medway, about the middle of Chatham.
const CHATHAM: (f64, f64) = (51.3790, 0.5290);

fn shared(name: &str) -> Option<Vec<u8>> {
    let folder = std::env::var_os("BEATBOOK_SHARED_DATA")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/data"), PathBuf::from);
    let file = std::fs::read(folder.join(name)).ok();
    if file.is_none() {
        println!("SKIPPED: {name} is not in the folder BEATBOOK_SHARED_DATA or ../shared/data");
    }
    file
}

/// The walk as if its middle had been in Chatham and its first fix a second after sign-on.
fn moved(fixes: &[RawFix], mono: i64) -> Vec<RawFix> {
    let count = fixes.len() as f64;
    let middle = |of: fn(&RawFix) -> f64| fixes.iter().map(of).sum::<f64>() / count;
    let (lat, lon) = (middle(|fix| fix.lat), middle(|fix| fix.lon));
    let (time, first_mono) = (fixes[0].time, fixes[0].mono);
    fixes
        .iter()
        .map(|fix| RawFix {
            lat: fix.lat - lat + CHATHAM.0,
            lon: fix.lon - lon + CHATHAM.1,
            time: fix.time - time + ON + 1_000,
            mono: fix.mono - first_mono + mono + 1_000,
            ..*fix
        })
        .collect()
}

fn spans(intervals: &[ModeInterval]) -> Vec<Interval> {
    intervals.iter().map(|interval| interval.span).collect()
}

#[test]
fn real_walks_over_real_wards_account_for_every_millisecond() {
    let Some(wards) = shared("medway-wards-2013.geojson") else { return };
    let force = Force::begin();
    let properties =
        PropertyNames { code: "WD13CD".to_owned(), name: "WD13NM".to_owned(), ..PropertyNames::default() };
    let options = ImportOptions { properties, kind: Some(ZoneKind::Ward), ..ImportOptions::at(IMPORTED) };
    force.import_file(force.authority, wards, options, None);

    for (number, name) in ["real-walk-296-points.gpx", "real-walk-871-points.gpx"].into_iter().enumerate() {
        let Some(file) = shared(name) else { return };
        let walk = gpx::read(file.as_slice(), 0).unwrap();
        assert!(walk.fixes.len() > 200, "{name}: {}", walk.account);
        let officer = force.add_officer(&format!("47{number}"), "Centre");
        let phone = Phone::found(&force.ticket(officer), ON - 3_600_000);
        phone.sync();
        phone.wait_until(ON);
        phone.sign_on(SignOn::tasked());
        let fixes = moved(&walk.fixes, phone.mono());
        phone.record(&fixes);
        let off = fixes.last().unwrap().time + 60_000;
        let told = phone.sign_off(off).result;
        phone.sync();

        let derived = force.derived(Interval { from: ON, to: off });
        let patrol = derived.iter().find(|patrol| patrol.officer == officer).unwrap();
        assert!(!patrol.areas.is_empty(), "{name} touches wards");
        assert_eq!(told.zones.len(), patrol.areas.len());
        let mut inside = 0;
        for area in &patrol.areas {
            let zone = told.zones.iter().find(|zone| zone.code == area.zone).unwrap();
            let presence = spans(&area.presence);
            assert_eq!(total(&presence), zone.foot + zone.cycle + zone.vehicle, "{name}: phone and server");
            let within = |inner: &[Interval], outer: &[Interval]| intersect(inner, outer) == inner;
            assert!(within(&spans(&area.certain), &presence) && within(&presence, &spans(&area.possible)));
            assert_eq!(total(&intersect(&presence, &patrol.gaps)), 0, "a gap is not presence");
            inside += total(&presence);
        }
        // Wards share edges and never overlap: together with gaps they cannot be more than the patrol.
        let gaps = total(&patrol.gaps);
        assert!(inside + gaps <= patrol.span.to - patrol.span.from);
        assert!(inside > 0 && gaps > 0, "{name}: {inside} ms inside, {gaps} ms gaps");
    }
}
