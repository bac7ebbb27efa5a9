//! Story E9, the hours: month end. What is published is derived, says what is missing, and says when it changed.
//!
//! The figures of the published papers (4,996 of 12,186 hours, 41.0 %) are told by the report's own tests; here
//! real phones make the hours and two of them come late.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use beatbook_device::SignOn;
use beatbook_domain::records::patrol::Duty;
use beatbook_server::report::Form;
use beatbook_tests::force::{Force, row};
use beatbook_tests::phone::Phone;
use beatbook_tests::walk::{Walk, rectangle};
use serde_json::json;

const CENTRE: (f64, f64) = (51.3826, 0.5265);
/// 2025-09-10T10:00:00Z, a Wednesday.
const ON: i64 = 1_757_498_400_000;
/// 2025-03-01T00:00:00Z.
const IMPORTED: i64 = 1_740_787_200_000;
const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const SEPTEMBER: &str = "2025-09";

fn zones() -> serde_json::Value {
    let hotspot = |code: &str, east: f64| {
        json!({
            "type": "Feature",
            "properties": {
                "code": code, "name": format!("Hotspot {code}"), "kind": "hotspot", "programme": "GRIP",
                "target_hours": 4, "valid_from": "2025-04-01", "illustrative": true,
            },
            "geometry": {
                "type": "Polygon",
                "coordinates": [rectangle(CENTRE, east - 200.0, -200.0, east + 200.0, 200.0)],
            },
        })
    };
    json!({"type": "FeatureCollection", "features": [hotspot("HS-1", 0.0), hotspot("HS-2", 1_000.0)]})
}

/// An hour inside the hotspot whose middle lies so far east.
fn patrol(force: &Force, code: &str, day: i64, east: f64, duty: Duty) -> Phone {
    let officer = force.add_officer(code, "Centre");
    let phone = Phone::found(&force.ticket(officer), ON - HOUR);
    phone.sync();
    let on = ON + day * 24 * HOUR;
    phone.wait_until(on);
    phone.sign_on(SignOn { duty, ..SignOn::tasked() });
    // The last signal for a long time: the server knows that the officer went out.
    phone.sync();
    let walk =
        Walk::from(CENTRE, on, (east - 100.0, 0.0)).to_and_fro((east + 100.0, 0.0), 3 * MINUTE, on + HOUR);
    phone.record(&walk.fixes(on, on + HOUR, 5_000, phone.mono(), 5.0));
    phone.sign_off(on + HOUR);
    phone
}

fn foot_minutes(report: &serde_json::Value, code: &str) -> i64 {
    let told = &row(report, code)["hours"]["modes"]["foot"]["presence"]["officer"];
    (told.as_i64().unwrap() + MINUTE / 2) / MINUTE
}

#[test]
fn story_e9_core_overtime_and_share_are_told_apart() {
    let force = Force::begin();
    force.import_zones(&zones(), IMPORTED);
    patrol(&force, "4711", 0, 0.0, Duty::TaskedCore).sync();
    patrol(&force, "4712", 1, 0.0, Duty::OvertimeFunded).sync();
    patrol(&force, "4713", 2, 1_000.0, Duty::TaskedCore).sync();
    let report = force.hours(SEPTEMBER);
    let first = row(&report, "HS-1");
    let duty = |kind: &str| first["hours"]["duties"][kind]["foot"]["officer"].as_i64().unwrap();
    assert_eq!((duty("tasked_core") + MINUTE / 2) / MINUTE, 60);
    assert_eq!((duty("overtime_funded") + MINUTE / 2) / MINUTE, 60);
    assert_eq!(foot_minutes(&report, "HS-1"), 120);
    assert_eq!(foot_minutes(&report, "HS-2"), 60);
    let total = first["programme_total"].as_i64().unwrap();
    let shares = [first, row(&report, "HS-2")].map(|row| {
        row["hours"]["modes"]["foot"]["presence"]["officer"].as_i64().unwrap() as f64 / total as f64
    });
    assert!((shares[0] - 2.0 / 3.0).abs() < 0.01 && (shares[0] + shares[1] - 1.0).abs() < 1e-9);
    let table = force.report(SEPTEMBER, Form::Table);
    assert!(table.contains("nobody typed them"), "{table}");
}

#[test]
fn story_e9_two_phones_not_synced_are_named_and_their_late_sync_is_marked() {
    let force = Force::begin();
    force.import_zones(&zones(), IMPORTED);
    patrol(&force, "4711", 0, 0.0, Duty::TaskedCore).sync();
    let late = [
        patrol(&force, "4712", 0, 0.0, Duty::TaskedCore),
        patrol(&force, "4713", 1, 1_000.0, Duty::OvertimeFunded),
    ];
    let table = |force: &Force| force.report(SEPTEMBER, Form::Table);
    let waiting: Vec<_> = late.iter().map(|phone| phone.notebook()).collect();
    let outstanding = force.command(&["outstanding", "--authority", "MDW", "--period", SEPTEMBER]);
    for notebook in &waiting {
        assert!(outstanding.contains(&notebook.to_string()), "{outstanding}");
    }
    assert!(table(&force).contains("INCOMPLETE: 2 notebooks outstanding"), "{}", table(&force));

    force.publish_hours(SEPTEMBER);
    let same = force.hours(SEPTEMBER);
    assert!(row(&same, "HS-1")["restated"].is_null(), "nothing has changed yet");
    for phone in &late {
        phone.sync();
    }
    let after = force.hours(SEPTEMBER);
    assert_eq!((foot_minutes(&after, "HS-1"), foot_minutes(&after, "HS-2")), (120, 60));
    assert!(!row(&after, "HS-1")["restated"].is_null(), "the published figure was another");
    assert!(table(&force).contains("RESTATED"), "{}", table(&force));
    assert!(!table(&force).contains("INCOMPLETE"), "{}", table(&force));
}

#[test]
fn story_e9_the_same_question_on_a_replica_gives_the_same_bytes() {
    let mut force = Force::begin();
    force.import_zones(&zones(), IMPORTED);
    patrol(&force, "4711", 0, 0.0, Duty::TaskedCore).sync();
    patrol(&force, "4712", 1, 1_000.0, Duty::TaskedCore).sync();
    let ask = |force: &Force| force.report(SEPTEMBER, Form::Csv);
    let first = ask(&force);
    assert_eq!(ask(&force), first, "asked twice");
    let backup = force.folder().join("replica.beatbook");
    force.command(&["backup", backup.to_str().unwrap()]);
    force.restore(&backup);
    assert_eq!(ask(&force), first, "asked of the restored copy");
}
