//! A phone that has forgotten what the server was to keep, and a server restored from before it: work goes on.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::path::PathBuf;

use beatbook_device::{Keeping, NotebookState, SignOn};
use beatbook_domain::records::journal::Basis;
use beatbook_domain::records::server::{AlarmKind, EntriesLost, ServerBody};
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

/// Keeping times that are over at once.
const OVER: Keeping = Keeping { tracks: 0, counts: 0, records: 0 };

fn force() -> Force {
    let force = Force::begin();
    let zones = json!({"type": "FeatureCollection", "features": [{
        "type": "Feature",
        "properties": {"code": "HS", "name": "High Street", "kind": "hotspot", "valid_from": "2025-04-01"},
        "geometry": {
            "type": "Polygon", "coordinates": [rectangle(CENTRE, -200.0, -200.0, 200.0, 200.0)],
        },
    }]});
    force.import_zones(&zones, IMPORTED);
    force
}

fn back_up(force: &Force, name: &str) -> PathBuf {
    let backup = force.folder().join(name);
    force.command(&["backup", backup.to_str().unwrap()]);
    backup
}

fn notes(phone: &Phone, count: u32) {
    for number in 0..count {
        phone.book().note(&format!("Note {number}."), Basis::Fact).unwrap();
    }
}

fn patrol(phone: &Phone, from: i64) {
    let walk = Walk::from(CENTRE, from, (-100.0, 0.0)).to_and_fro((100.0, 0.0), 3 * MINUTE, from + HOUR);
    phone.wait_until(from);
    phone.sign_on(SignOn::tasked());
    phone.record(&walk.fixes(from, from + HOUR, 5_000, phone.mono(), 5.0));
    phone.sign_off(from + HOUR);
}

fn losses(force: &Force) -> Vec<EntriesLost> {
    let lost = |body| match body {
        ServerBody::EntriesLost(lost) => Some(lost),
        _ => None,
    };
    force.journal().into_iter().filter_map(lost).collect()
}

/// The phone goes on, all of it signed for, and both patrols are in the hours.
fn assert_goes_on_whole(force: &Force, phone: &Phone) {
    let status = phone.book().status().unwrap();
    assert_eq!((status.receipt, status.state), (status.last_entry, NotebookState::Open));
    assert!(phone.book().verify().unwrap().is_sound());
    let report = force.hours("2025-09-10");
    let foot = row(&report, "HS")["hours"]["modes"]["foot"]["presence"]["officer"].as_i64().unwrap();
    assert_eq!((foot + MINUTE / 2) / MINUTE, 120, "both patrols are whole");
}

#[test]
fn a_phone_goes_on_behind_what_neither_side_has_any_more() {
    let mut force = force();
    let officer = force.add_officer("4711", "Centre");
    let phone = Phone::found(&force.ticket(officer), ON - HOUR);
    notes(&phone, 2);
    phone.sync();
    let backup = back_up(&force, "monday.backup");
    notes(&phone, 4);
    phone.sync();
    let purged = phone.book().purge(&OVER).unwrap();
    assert!(purged.entries >= 6, "{purged:?}");
    let checkpoint = phone.book().verify().unwrap().checkpoint.unwrap();
    // An hour that the server had whole, and loses as well; the phone still has it.
    patrol(&phone, ON);
    phone.sync();

    force.restore(&backup);
    patrol(&phone, ON + 2 * HOUR);
    phone.sync();
    assert_goes_on_whole(&force, &phone);
    // Nobody has to look for it: journal, alarm, and three commands say what is gone.
    assert_eq!(losses(&force), [EntriesLost { notebook: phone.notebook(), first: 3, last: checkpoint }]);
    let alarm = |body: &ServerBody| matches!(body, ServerBody::AlarmRaised(a) if a.kind == AlarmKind::Lost);
    assert_eq!(force.journal().iter().filter(|body| alarm(body)).count(), 1);
    let line = format!("entries 3 to {checkpoint}");
    assert!(force.command(&["verify"]).contains(&line));
    assert!(force.command(&["outstanding", "--authority", "MDW"]).contains(&line));
    assert!(force.command(&["status"]).contains("by a restore, for good"));

    // The next purge, backup and restore find nothing new to complain of.
    notes(&phone, 1);
    phone.sync();
    let again = back_up(&force, "tuesday.backup");
    assert!(phone.book().purge(&OVER).unwrap().entries > 0, "the journal can be cut again");
    force.restore(&again);
    notes(&phone, 1);
    phone.sync();
    assert_eq!(losses(&force).len(), 1);
    force.command(&["verify"]);
}

#[test]
fn two_restores_one_after_the_other_lose_twice_and_stop_nothing() {
    let mut force = force();
    let officer = force.add_officer("4711", "Centre");
    let phone = Phone::found(&force.ticket(officer), ON - HOUR);
    notes(&phone, 1);
    phone.sync();
    let early = back_up(&force, "early.backup");
    notes(&phone, 3);
    phone.sync();
    let late = back_up(&force, "late.backup");
    notes(&phone, 3);
    phone.sync();
    phone.book().purge(&OVER).unwrap();
    // Restored, and restored again from something older before the phone could say anything but hello.
    force.restore(&late);
    notes(&phone, 2);
    phone.sync();
    force.restore(&early);
    phone.sync();
    notes(&phone, 2);
    phone.sync();
    assert_eq!(losses(&force).len(), 1, "the journal of the older backup knows of its own loss only");
    let status = phone.book().status().unwrap();
    assert_eq!((status.receipt, status.state), (status.last_entry, NotebookState::Open));
    force.command(&["verify"]);
}

#[test]
fn bodies_the_phone_purged_are_told_as_purged_and_not_claimed_to_be_waiting() {
    let mut force = force();
    let officer = force.add_officer("4711", "Centre");
    let phone = Phone::found(&force.ticket(officer), ON - HOUR);
    notes(&phone, 1);
    phone.sync();
    let backup = back_up(&force, "monday.backup");
    patrol(&phone, ON);
    phone.sync();
    // Only tracks are due: their bodies go, and every header stays.
    let purged = phone.book().purge(&Keeping { tracks: 0, ..Keeping::default() }).unwrap();
    assert!(purged.bodies >= 2 && purged.entries == 0, "{purged:?}");
    force.restore(&backup);
    phone.sync();
    let outstanding = force.command(&["outstanding", "--authority", "MDW", "--period", "2025-09-10"]);
    assert!(outstanding.contains("No notebook is outstanding."), "{outstanding}");
    assert!(outstanding.contains(&format!("LOST by a restore: bodies of {} entries", purged.bodies)));
    assert!(losses(&force).is_empty(), "every header is held");
    force.command(&["verify"]);
}

#[test]
fn a_backup_of_before_a_new_receipt_key_recognises_what_the_new_key_signed() {
    let mut force = force();
    let officer = force.add_officer("4711", "Centre");
    let phone = Phone::found(&force.ticket(officer), ON - HOUR);
    notes(&phone, 2);
    phone.sync();
    let backup = back_up(&force, "before-the-keys.backup");
    // Two new keys, and all that the phone purges is purged under the last one.
    force.command(&["receipt-key", "change"]);
    phone.sync();
    force.command(&["receipt-key", "change"]);
    notes(&phone, 4);
    phone.sync();
    phone.book().purge(&OVER).unwrap();
    let checkpoint = phone.book().verify().unwrap().checkpoint.unwrap();
    patrol(&phone, ON);
    phone.sync();

    force.restore(&backup);
    phone.sync();
    patrol(&phone, ON + 2 * HOUR);
    phone.sync();
    assert_goes_on_whole(&force, &phone);
    assert_eq!(losses(&force), [EntriesLost { notebook: phone.notebook(), first: 3, last: checkpoint }]);
    // The server's own check reads what the phone has shown, also after another change and another restore.
    force.command(&["verify"]);
    force.command(&["receipt-key", "change"]);
    let again = back_up(&force, "after.backup");
    notes(&phone, 1);
    phone.sync();
    force.restore(&again);
    notes(&phone, 1);
    phone.sync();
    force.command(&["verify"]);
}
