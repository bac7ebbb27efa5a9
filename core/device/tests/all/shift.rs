//! A working shift with no network: recorded, killed, resumed, signed off.
//! What a call returned Ok for is there afterwards, once, unchanged.
#![allow(clippy::unwrap_used, reason = "helpers of tests are not recognised as tests")]

use crate::support;

use beatbook_device::{BeatbookError, FixOutcome, PatrolChange, SignOn};
use beatbook_domain::fix::FixRefusal;
use beatbook_domain::presence::TravelMode;
use beatbook_domain::records::journal::Basis;
use beatbook_domain::records::patrol::{PatrolRefusal, TallyKind};
use beatbook_protocol::entry::BootId;
use support::{MINUTE, Phone, SECOND};

#[test]
fn an_eight_hour_shift_becomes_four_chunks_a_summary_and_an_end() {
    let phone = Phone::new();
    let book = phone.found();
    book.sign_on(SignOn::tasked()).unwrap();
    for _ in 0..96 {
        let report = book.record_fixes(&phone.walk(5 * 60)).unwrap();
        assert_eq!(report.accepted, 60);
    }
    let signed_off = book.sign_off(&[]).unwrap();
    assert_eq!(signed_off.result.fixes.accepted, 5_760);
    let kinds: Vec<String> = book.entries(None, 100).unwrap().into_iter().map(|entry| entry.kind).collect();
    let chunk = "track_chunk".to_owned();
    assert_eq!(kinds[..2], ["genesis".to_owned(), "patrol_started".to_owned()]);
    assert_eq!(kinds.iter().filter(|kind| **kind == chunk).count(), 4);
    assert_eq!(kinds[kinds.len() - 2..], ["patrol_ended".to_owned(), "patrol_summary".to_owned()]);
    let found = book.verify().unwrap();
    assert!(found.is_sound(), "{found:?}");
    assert_eq!((found.entries, found.bodies), (8, 8));
}

#[test]
fn no_tracking_outside_on_duty() {
    let phone = Phone::new();
    let book = phone.found();
    let before = phone.walk(60);
    assert_eq!(book.record_fixes(&before), Err(BeatbookError::OffDuty));
    assert_eq!(book.sign_off(&[]), Err(BeatbookError::Patrol(PatrolRefusal::NotOpen)));
    phone.platform.advance(SECOND);
    book.sign_on(SignOn::tasked()).unwrap();
    // The receiver hands out what it remembers from before sign-on: not stored.
    let report = book.record_fixes(&before).unwrap();
    assert_eq!((report.off_duty, report.accepted), (12, 0));
    assert_eq!(book.sign_on(SignOn::tasked()), Err(BeatbookError::Patrol(PatrolRefusal::AlreadyOpen)));
    let during = phone.walk(60);
    assert_eq!(book.record_fixes(&during).unwrap().accepted, 12);
    book.sign_off(&[]).unwrap();
    // What was on its way at sign-off is kept as evidence for ten minutes; what is dated later never.
    let late = phone.step();
    let mut on_its_way = during[11];
    on_its_way.lat += 0.0001;
    let report = book.record_fixes(&[on_its_way, late]).unwrap();
    assert_eq!(report.outcomes, [FixOutcome::Late, FixOutcome::OffDuty]);
    phone.platform.advance(10 * MINUTE);
    assert_eq!(book.record_fixes(&[on_its_way]), Err(BeatbookError::OffDuty));
    // The evidence is sealed by the next sign-on, after the summary and apart from it.
    book.sign_on(SignOn::tasked()).unwrap();
    let kinds: Vec<String> = book.entries(None, 100).unwrap().into_iter().map(|entry| entry.kind).collect();
    let expected = [
        "genesis",
        "patrol_started",
        "track_chunk",
        "patrol_ended",
        "patrol_summary",
        "track_chunk",
        "patrol_started",
    ];
    assert_eq!(kinds, expected);
    assert!(book.verify().unwrap().is_sound());
}

#[test]
fn a_phone_restarted_in_the_middle_goes_on_with_the_same_patrol() {
    let phone = Phone::new();
    let book = phone.found();
    let id = book.notebook();
    let record = book.sign_on(SignOn::tasked()).unwrap();
    book.record_fixes(&phone.walk(600)).unwrap();
    let before = book.status().unwrap().on_duty.unwrap();
    drop(book);
    let book = phone.open(id).unwrap();
    assert_eq!(book.status().unwrap().on_duty.unwrap(), before, "killed and opened again: the same");
    drop(book);
    phone.platform.advance(3 * MINUTE);
    phone.platform.restart(BootId(2));
    let book = phone.open(id).unwrap();
    assert_eq!(book.record_fixes(&phone.walk(600)).unwrap().accepted, 120);
    let signed_off = book.sign_off(&phone.walk(60)).unwrap();
    assert_eq!(signed_off.record, record);
    assert_eq!(signed_off.result.fixes.accepted, 252);
    let gap = signed_off.result.gap;
    assert!((3 * MINUTE..4 * MINUTE).contains(&gap), "a change of boot is a gap: {gap} ms");
    let listed = book.patrols(10).unwrap().remove(0);
    assert_eq!(listed.result, Some(signed_off.result));
    assert!(book.verify().unwrap().is_sound());
}

#[test]
fn the_report_says_of_each_fix_what_became_of_it() {
    let phone = Phone::new();
    let book = phone.found();
    book.sign_on(SignOn::tasked()).unwrap();
    let walk = phone.walk(30);
    let mut bad = walk.clone();
    bad[1].lat = f64::NAN;
    bad[2].accuracy = Some(0.0);
    let report = book.record_fixes(&bad).unwrap();
    assert_eq!(report.outcomes[1], FixOutcome::Refused(FixRefusal::Latitude));
    assert_eq!(report.outcomes[2], FixOutcome::Refused(FixRefusal::Accuracy));
    assert_eq!((report.accepted, report.refused), (4, 2));
    let again = book.record_fixes(&walk).unwrap();
    assert_eq!((again.duplicates, again.late), (4, 2));
    assert_eq!(book.record_fixes(&[]).unwrap().outcomes, []);
    let fixes = vec![walk[0]; 10_001];
    assert_eq!(book.record_fixes(&fixes), Err(BeatbookError::TooManyFixes));
    assert_eq!(book.record_fixes(&fixes[1..]).unwrap().duplicates, 10_000);
}

#[test]
fn a_patrol_is_told_step_by_step_and_never_edited() {
    let phone = Phone::new();
    let book = phone.found();
    let record = book.sign_on(SignOn::tasked()).unwrap();
    phone.platform.advance(MINUTE);
    book.change_patrol(PatrolChange { mode: Some(TravelMode::Cycle), ..PatrolChange::default() }).unwrap();
    book.start_abstraction("scene control", "superintendent").unwrap();
    phone.platform.advance(20 * MINUTE);
    book.end_abstraction().unwrap();
    book.tally([(TallyKind::Arrest, 1)].into()).unwrap();
    book.note("Two bikes chained to the railings.", Basis::Fact).unwrap();
    let ended = book.sign_off(&[]).unwrap();
    assert_eq!(ended.result.abstracted, 20 * MINUTE);
    assert_eq!(ended.result.headline(), "21 min gap");
    let refused = book.tally([(TallyKind::Arrest, 1)].into());
    assert_eq!(refused, Err(BeatbookError::Patrol(PatrolRefusal::NotOpen)));
    book.annotate(record, "Radio room kept me twenty minutes.").unwrap();
    let listed = book.patrols(10).unwrap();
    assert_eq!(listed[0].patrol.annotations.len(), 1);
    assert_eq!(listed[0].patrol.tallies[&TallyKind::Arrest], 1);
    assert_eq!(book.notes(None, 10).unwrap()[0].patrol, Some(record));
    let before = (book.patrols(10).unwrap(), book.notes(None, 10).unwrap());
    book.rebuild().unwrap();
    assert_eq!((book.patrols(10).unwrap(), book.notes(None, 10).unwrap()), before);
}

#[test]
fn a_forgotten_sign_off_is_closed_at_the_last_fix() {
    let phone = Phone::new();
    let book = phone.found();
    book.sign_on(SignOn::tasked()).unwrap();
    book.record_fixes(&phone.walk(30 * 60)).unwrap();
    phone.platform.advance(9 * 60 * MINUTE);
    let ended = book.close_forgotten("forgot after a long arrest").unwrap();
    assert_eq!(ended.result.span.to - ended.result.span.from, 30 * MINUTE);
    assert!(ended.result.gap < MINUTE);
}
