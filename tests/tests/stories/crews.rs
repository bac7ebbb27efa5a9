//! Crews: one officer is never counted twice in a minute, and a pair is one patrol, however many phones it has.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use beatbook_device::{PatrolChange, SignOn};
use beatbook_protocol::id::Id;
use beatbook_tests::force::{Force, row};
use beatbook_tests::phone::Phone;
use beatbook_tests::walk::{Walk, rectangle};
use serde_json::{Value, json};

const CENTRE: (f64, f64) = (51.3826, 0.5265);
/// 2025-09-10T10:00:00Z, a Wednesday.
const ON: i64 = 1_757_498_400_000;
/// 2025-03-01T00:00:00Z.
const IMPORTED: i64 = 1_740_787_200_000;
const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;

fn force() -> Force {
    let force = Force::begin();
    let zones = json!({"type": "FeatureCollection", "features": [{
        "type": "Feature",
        "properties": {
            "code": "HS", "name": "High Street", "kind": "hotspot", "programme": "GRIP",
            "valid_from": "2025-04-01", "illustrative": true,
        },
        "geometry": {
            "type": "Polygon", "coordinates": [rectangle(CENTRE, -200.0, -200.0, 200.0, 200.0)],
        },
    }]});
    force.import_zones(&zones, IMPORTED);
    force
}

/// An hour inside the hotspot, up and down.
fn hour_inside() -> Walk {
    Walk::from(CENTRE, ON, (-100.0, 0.0)).to_and_fro((100.0, 0.0), 3 * MINUTE, ON + HOUR)
}

fn phone(force: &Force, officer: Id) -> Phone {
    let phone = Phone::found(&force.ticket(officer), ON - HOUR);
    phone.sync();
    phone.wait_until(ON);
    phone
}

fn with(colleagues: &[Id], others: u8) -> SignOn {
    SignOn { colleagues: colleagues.to_vec(), others, ..SignOn::tasked() }
}

/// Records from `from` to `to` (UTC ms) in fixes every five seconds, beginning at the phone's present time.
fn walk(phone: &Phone, from: i64, to: i64) {
    phone.wait_until(from);
    phone.record(&hour_inside().fixes(from, to, 5_000, phone.mono(), 5.0));
}

fn foot_minutes(report: &Value, by: &str) -> i64 {
    let foot = &row(report, "HS")["hours"]["modes"]["foot"]["presence"];
    (foot[by].as_i64().unwrap() + MINUTE / 2) / MINUTE
}

fn figures(force: &Force) -> (i64, i64) {
    let report = force.hours("2025-09-10");
    (foot_minutes(&report, "officer"), foot_minutes(&report, "patrol"))
}

#[test]
fn a_pair_with_two_phones_is_two_officer_hours_and_one_patrol_hour() {
    let force = force();
    let (anne, ben) = (force.add_officer("4711", "Centre"), force.add_officer("4712", "Centre"));
    let (first, second) = (phone(&force, anne), phone(&force, ben));
    first.sign_on(with(&[ben], 0));
    second.sign_on(with(&[anne], 0));
    walk(&first, ON, ON + HOUR);
    walk(&second, ON, ON + HOUR);
    first.sign_off(ON + HOUR);
    first.sync();
    assert_eq!(figures(&force), (120, 60), "one phone speaks for both");
    second.sign_off(ON + HOUR);
    second.sync();
    assert_eq!(figures(&force), (120, 60), "the second phone adds nothing");
}

#[test]
fn a_pair_with_one_phone_and_a_colleague_without_a_notebook() {
    let force = force();
    let anne = force.add_officer("4711", "Centre");
    let phone = phone(&force, anne);
    phone.sign_on(with(&[], 1));
    walk(&phone, ON, ON + HOUR);
    phone.sign_off(ON + HOUR);
    phone.sync();
    assert_eq!(figures(&force), (120, 60));
    let report = force.hours("2025-09-10");
    let others = row(&report, "HS")["hours"]["others_foot"].as_i64().unwrap();
    assert_eq!((others + MINUTE / 2) / MINUTE, 60, "the colleague without a notebook stands beside");
}

#[test]
fn a_phone_that_dies_half_way_leaves_no_hole_when_the_colleagues_lives() {
    let force = force();
    let (anne, ben) = (force.add_officer("4711", "Centre"), force.add_officer("4712", "Centre"));
    let (first, mut second) = (phone(&force, anne), phone(&force, ben));
    first.sign_on(with(&[ben], 0));
    second.sign_on(with(&[anne], 0));
    walk(&first, ON, ON + HOUR);
    walk(&second, ON, ON + HOUR / 2);
    second.killed();
    first.sign_off(ON + HOUR);
    first.sync();
    // The next morning the second phone is charged again; the patrol was never signed off.
    second.wait_until(ON + 20 * HOUR);
    second.restarted();
    second.book().close_forgotten("battery empty").unwrap();
    second.sync();
    assert_eq!(figures(&force), (120, 60));
}

#[test]
fn a_pair_that_splits_mid_shift_is_two_patrols_from_then_on() {
    let force = force();
    let (anne, ben) = (force.add_officer("4711", "Centre"), force.add_officer("4712", "Centre"));
    let (first, second) = (phone(&force, anne), phone(&force, ben));
    for (phone, colleague) in [(&first, ben), (&second, anne)] {
        phone.sign_on(with(&[colleague], 0));
        walk(phone, ON, ON + HOUR / 2);
        phone.wait_until(ON + HOUR / 2);
        let alone = PatrolChange { crew: Some((Vec::new(), 0)), ..PatrolChange::default() };
        phone.book().change_patrol(alone).unwrap();
        walk(phone, ON + HOUR / 2, ON + HOUR);
        phone.sign_off(ON + HOUR);
        phone.sync();
    }
    assert_eq!(figures(&force), (120, 90), "half an hour together, then an hour apart in sum");
}

#[test]
fn abstracted_time_is_shown_and_does_not_count_for_the_hotspot() {
    let force = force();
    let anne = force.add_officer("4711", "Centre");
    let phone = phone(&force, anne);
    phone.sign_on(SignOn::tasked());
    walk(&phone, ON, ON + HOUR / 3);
    phone.wait_until(ON + HOUR / 3);
    phone.book().start_abstraction("scene control", "superintendent").unwrap();
    walk(&phone, ON + HOUR / 3, ON + 2 * HOUR / 3);
    phone.wait_until(ON + 2 * HOUR / 3);
    phone.book().end_abstraction().unwrap();
    walk(&phone, ON + 2 * HOUR / 3, ON + HOUR);
    phone.sign_off(ON + HOUR);
    phone.sync();
    assert_eq!(figures(&force), (40, 40));
    let report = force.hours("2025-09-10");
    let abstracted = row(&report, "HS")["hours"]["abstracted"]["officer"].as_i64().unwrap();
    assert_eq!((abstracted + MINUTE / 2) / MINUTE, 20);
}
