//! A zone is redrawn after officers were in it: for the time to come nothing of the past changes; for the past itself,
//! with a reason, the hours are derived again and marked. A phone that knew only the former outline still agrees.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use beatbook_device::{SignOn, SignedOff};
use beatbook_domain::records::server::{AlarmKind, BriefingPublished, ServerBody};
use beatbook_server::report::Form;
use beatbook_tests::force::{Force, row};
use beatbook_tests::phone::Phone;
use beatbook_tests::walk::{Walk, rectangle};
use serde_json::{Value, json};

const CENTRE: (f64, f64) = (51.3826, 0.5265);
/// 2025-09-10T10:00:00Z, a Wednesday.
const ON: i64 = 1_757_498_400_000;
/// 2025-04-01 in Medway.
const APRIL: i64 = 1_743_462_000_000;
const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const SEPTEMBER: &str = "2025-09";
const REASON: [&str; 3] = ["--retroactive", "--reason", "drawn along the wrong street"];

/// A hotspot from 200 m west of the middle of the walk to so far east of it.
fn hotspot(east: f64, valid_from: Option<&str>) -> Value {
    let mut zones = json!({"type": "FeatureCollection", "features": [{
        "type": "Feature",
        "properties": {"code": "HS-1", "name": "High Street", "kind": "hotspot"},
        "geometry": {
            "type": "Polygon", "coordinates": [rectangle(CENTRE, -200.0, -200.0, east, 200.0)],
        },
    }]});
    if let Some(from) = valid_from {
        zones["features"][0]["properties"]["valid_from"] = from.into();
    }
    zones
}

/// Imports zones as an administrator types it; answers what is told to programs, or the refusal's code.
fn import(force: &Force, zones: &Value, words: &[&str]) -> Result<Value, String> {
    let import = ["zones", "import", "zones.geojson", "--authority", "MDW"];
    let told = force.asked(&[&import[..], words].concat(), zones.to_string().as_bytes());
    told.map_err(|refusal| refusal.code)
}

/// A force with the hotspot as it was first drawn, and an officer's phone that knows it.
fn drawn() -> (Force, Phone) {
    let force = Force::begin();
    let past = ["--retroactive", "--reason", "first import"];
    import(&force, &hotspot(200.0, Some("2025-04-01")), &past).unwrap();
    let officer = force.add_officer("4711", "Centre");
    let phone = Phone::found(&force.ticket(officer), ON - HOUR);
    phone.sync();
    (force, phone)
}

/// An hour on foot up and down the street, half of it on either side of its middle.
fn walks(phone: &Phone) -> SignedOff {
    phone.wait_until(ON);
    phone.sign_on(SignOn::tasked());
    let walk = Walk::from(CENTRE, ON, (-100.0, 0.0)).to_and_fro((100.0, 0.0), 3 * MINUTE, ON + HOUR);
    phone.record(&walk.fixes(ON, ON + HOUR, 5_000, phone.mono(), 5.0));
    phone.sign_off(ON + HOUR)
}

fn foot(force: &Force) -> i64 {
    let report = force.hours(SEPTEMBER);
    row(&report, "HS-1")["hours"]["modes"]["foot"]["presence"]["officer"].as_i64().unwrap()
}

fn minutes(milliseconds: i64) -> i64 {
    (milliseconds + MINUTE / 2) / MINUTE
}

fn newest_briefing(force: &Force) -> BriefingPublished {
    let briefing = |body| match body {
        ServerBody::BriefingPublished(briefing) => Some(briefing),
        _ => None,
    };
    force.journal().into_iter().filter_map(briefing).next_back().unwrap()
}

fn disagreements(force: &Force) -> usize {
    let differs = |body: &&ServerBody| matches!(body, ServerBody::AlarmRaised(alarm) if alarm.kind == AlarmKind::PresenceDiffers);
    force.journal().iter().filter(differs).count()
}

#[test]
fn a_zone_redrawn_for_the_past_restates_its_hours_and_for_the_time_to_come_does_not() {
    let (force, phone) = drawn();
    let ended = walks(&phone);
    phone.sync();
    assert_eq!(minutes(foot(&force)), 60);
    force.publish_hours(SEPTEMBER);
    // Beside its figures a report says up to which moment they are derived.
    let figures = || force.hours(SEPTEMBER)["rows"].to_string();
    let (first, published) = (figures(), foot(&force));

    // For the past it takes a reason.
    let redrawn = hotspot(0.0, Some("2025-04-01"));
    assert_eq!(import(&force, &redrawn, &[]).unwrap_err(), "changes_history");
    // From now on it does not; and the patrol, derived again because of a late word on it, comes to the same.
    let told = import(&force, &hotspot(0.0, None), &[]).unwrap();
    assert_eq!((&told["published"], &told["restated_from"]), (&true.into(), &Value::Null));
    phone.book().annotate(ended.record, "Radio room kept me twenty minutes.").unwrap();
    phone.book().sync().unwrap();
    assert_eq!(figures(), first, "not a byte of the period's figures has changed");
    assert_eq!(newest_briefing(&force).reason, None);

    let told = import(&force, &redrawn, &REASON).unwrap();
    assert_eq!((&told["published"], &told["restated_from"]), (&true.into(), &APRIL.into()));
    assert_eq!(minutes(foot(&force)), 30, "by the outline as it is now");
    let report = force.hours(SEPTEMBER);
    let restated = &row(&report, "HS-1")["restated"];
    assert_eq!(restated["published"]["officer_foot"], published);
    assert_eq!(restated["officer_foot"], foot(&force) - published);
    let table = force.report(SEPTEMBER, Form::Table);
    assert!(table.contains("RESTATED (*)"), "{table}");
    let why = format!("Zones were changed for the past, from Tue 1 Apr 2025 00:00 BST on: {}.", REASON[2]);
    assert!(table.contains(&why), "{table}");
    assert!(!table.contains("first import"), "that was before the figures were published");
    let briefing = newest_briefing(&force);
    assert_eq!((briefing.restated_from, briefing.reason.as_deref()), (Some(APRIL), Some(REASON[2])));
    assert_eq!(disagreements(&force), 0, "the phone is compared by the zones it had");
}

#[test]
fn a_phone_that_was_out_while_the_zone_was_redrawn_agrees_all_the_same() {
    let (force, phone) = drawn();
    let ended = walks(&phone);
    let told = &ended.result.zones[0];
    assert_eq!((told.code.as_str(), minutes(told.foot)), ("HS-1", 60), "by the outline it had");
    import(&force, &hotspot(0.0, Some("2025-04-01")), &REASON).unwrap();
    phone.sync();
    assert_eq!(minutes(foot(&force)), 30, "by the outline that counts");
    assert_eq!(disagreements(&force), 0);
}
