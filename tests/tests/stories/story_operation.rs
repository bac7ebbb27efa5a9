//! A night in Rochester (002 ¶3.15): several phones, one operation, however they spell it; what it came to adds up.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeMap;

use beatbook_device::{BeginEncounter, EncounterNews, NoticeAbout, NuisanceAsked, PatrolChange, SignOn};
use beatbook_domain::calendar::local_date;
use beatbook_domain::records::encounter::people::{VehicleKind, VehicleKnown};
use beatbook_domain::records::patrol::TallyKind;
use beatbook_tests::beat::{adult, asked, fix, issued, officer_as, town};
use beatbook_tests::engagement::{records, refused, shown, told, what};
use beatbook_tests::force::Force;
use beatbook_tests::phone::Phone;
use serde_json::Value;

const ESTATE: (f64, f64) = (51.4009, 0.5302);
const PLACE: &str = "Medway City Estate, Whitewall Road";

/// An officer on duty for an operation.
fn on(force: &Force, code: &str, operation: &str) -> Phone {
    let phone = officer_as(force, code, "constable", &["s59_vehicles"]);
    phone.book().sign_off(&[]).unwrap();
    phone.platform.advance(60_000);
    phone.sign_on(SignOn { operation: Some(operation.to_owned()), ..SignOn::tasked() });
    fix(&phone, ESTATE, 5.0);
    phone
}

/// A driver is warned under section 59.
fn warns(phone: &Phone, number: u32) {
    let book = phone.book();
    let encounter = book.begin_encounter(BeginEncounter::here()).unwrap();
    let vehicle = VehicleKnown {
        kind: Some(VehicleKind::Car),
        plate: Some(format!("AB12 C{number:02}")),
        driver: Some(1),
        ..VehicleKnown::default()
    };
    let known = adult(&format!("Driver Number {number}"));
    let news = vec![
        EncounterNews::Person { person: 1, known },
        EncounterNews::Vehicle { vehicle: 1, known: vehicle },
    ];
    book.tell_encounter(encounter, news).unwrap();
    let nuisance = NuisanceAsked {
        vehicle: 1,
        driving: "Careless and inconsiderate: wheel spins and revving.".to_owned(),
        annoyance: "People on the pavement jumped aside.".to_owned(),
    };
    let about = NoticeAbout::S59Warning { nuisance, warned: true };
    let _ = issued(phone, &asked(encounter, about, PLACE, "Spun the wheels in a convoy of fourteen."));
}

fn figure(table: &Value, operation: &str, figure: &str) -> String {
    let rows = table["rows"].as_array().unwrap();
    let found = rows.iter().find(|row| row["operation"] == operation && row["figure"] == figure);
    found.map_or_else(
        || format!("no {figure} of {operation} in {table}"),
        |row| row["number"].as_str().unwrap().to_owned(),
    )
}

#[test]
fn story_operation_in_rochester_comes_to_what_was_published() {
    let force = town();
    force.add_officer("M-1", "Safety");
    let grant = ["--authority", "MDW", "--code", "M-1", "--from", "2025-01-01"];
    force.command(&[&["officer", "role", "add", "--role", "community_safety_manager"], &grant[..]].concat());
    let first = on(&force, "4417", "Op Rochester");
    let second = on(&force, "4418", "op  rochester");
    let tally = |phone: &Phone, tors, seized| {
        let add = BTreeMap::from([(TallyKind::Tor, tors), (TallyKind::VehicleSeizedS59, seized)]);
        phone.book().tally(add).unwrap();
    };
    tally(&first, 30, 4);
    tally(&second, 27, 6);
    // One was counted twice.
    second.book().tally(BTreeMap::from([(TallyKind::Tor, -1)])).unwrap();
    (1..=5).for_each(|number| warns(&first, number));
    (6..=9).for_each(|number| warns(&second, number));
    let _ = records(&second, what(Some("event"), Some("stand")));
    for phone in [&first, &second] {
        phone.platform.advance(3_600_000);
        phone.book().sign_off(&[]).unwrap();
    }
    force.clock.advance(2 * 3_600_000);
    first.sync();
    second.sync();
    force.block_on(force.server().jobs().clear()).unwrap();

    let today = local_date(force.clock.now()).unwrap();
    let period = format!("{}..{today}", today.yesterday().unwrap());
    let table = told(&force, &["operation", "totals", "--period", &period], "M-1");
    let of = |name: &str| figure(&table, "Op Rochester", name);
    assert_eq!([of("tors"), of("notices_s59_warning"), of("vehicles_seized")], ["56", "9", "10"]);
    assert_eq!([of("patrols"), of("engagements")], ["2", "1"]);
    assert!(
        of("patrol_hours").starts_with("2.0"),
        "two crews, a little over an hour each: {}",
        of("patrol_hours")
    );
    assert_eq!(figure(&table, "(no operation)", "patrols"), "2", "as they signed on at first");
    let check = "patrols 4 of 4, tallied 66 of 66, notices 9 of 9, engagements 1 of 1, premises visits 0 of 0 in the rows of all; adds up";
    assert_eq!(table["check"], check);
    // One operation alone, however it is spelled; none of that name; nothing for who may not count.
    let one = ["operation", "totals", "--period", &period, "--operation", "OP ROCHESTER", "--csv"];
    let csv = shown(&force, &one, "M-1");
    assert!(csv.contains("Op Rochester,tors,56\r\n") && !csv.contains("no operation"), "{csv}");
    // As it may be published: one operation by its name, no hours, no small numbers nor what would give them away.
    let public = ["operation", "totals", "--period", &period, "--public", "--operation", "Op Rochester"];
    let public = shown(&force, &[&public[..], &["--csv"]].concat(), "M-1");
    for row in ["patrols,2", "engagements,1", "tors,56", "notices_s59_warning,9", "vehicles_seized,10"] {
        assert!(public.contains(&format!("\r\nOp Rochester,{row}\r\n")), "{row}: {public}");
    }
    assert!(!public.contains("hours") && !public.contains("check"), "{public}");
    let unnamed = ["operation", "totals", "--period", &period, "--public"];
    assert_eq!(refused(&force, &unnamed, "M-1"), "not_public");
    let none = ["operation", "totals", "--period", &period, "--operation", "Op Chatham"];
    assert_eq!(refused(&force, &none, "M-1"), "unknown_operation");
    let all = ["operation", "totals", "--period", &period];
    assert_eq!(refused(&force, &all, "4417"), "not_allowed");
    // A supervisor of another team is not told what this one calls its operations.
    for code in ["S-8", "8001", "8002", "8003", "8004"] {
        force.add_officer(code, "Elsewhere");
    }
    force.give_role("S-8", "police_supervisor");
    let theirs = told(&force, &all, "S-8");
    assert!(!theirs.to_string().contains("Rochester"), "{theirs}");
    assert_eq!(refused(&force, &one[..6], "S-8"), "unknown_operation");
}

#[test]
fn hours_stay_with_the_operation_that_was_declared_then_and_tallies_go_with_the_last() {
    let force = town();
    force.add_officer("M-1", "Safety");
    let grant = ["--authority", "MDW", "--code", "M-1", "--from", "2025-01-01"];
    force.command(&[&["officer", "role", "add", "--role", "community_safety_manager"], &grant[..]].concat());
    let phone = on(&force, "4417", "Alpha");
    phone.book().tally(BTreeMap::from([(TallyKind::Arrest, 2)])).unwrap();
    let goes_over = |to: &str| {
        let operation = Some(to.to_owned());
        phone.book().change_patrol(PatrolChange { operation, ..PatrolChange::default() }).unwrap();
    };
    let passes = |minutes: i64| {
        phone.platform.advance(minutes * 60_000);
        fix(&phone, ESTATE, 5.0);
    };
    passes(30);
    goes_over("Beta");
    passes(45);
    goes_over("alpha");
    passes(15);
    goes_over("Gamma");
    phone.book().sign_off(&[]).unwrap();
    force.clock.advance(2 * 3_600_000);
    phone.sync();
    force.block_on(force.server().jobs().clear()).unwrap();

    let today = local_date(force.clock.now()).unwrap();
    let period = format!("{}..{today}", today.yesterday().unwrap());
    let table = told(&force, &["operation", "totals", "--period", &period], "M-1");
    let of = |name: &str| ["patrol_hours", "officer_hours"].map(|what| figure(&table, name, what));
    assert_eq!(of("Alpha"), ["0.75", "0.75"], "half an hour, and a quarter at the end: {table}");
    assert_eq!(of("Beta"), ["0.75", "0.75"], "{table}");
    assert!(
        figure(&table, "Gamma", "patrol_hours").starts_with("no patrol_hours"),
        "named too late: {table}"
    );
    let counted = |name: &str| ["patrols", "arrests"].map(|what| figure(&table, name, what));
    assert_eq!(counted("Gamma"), ["1", "2"], "{table}");
    assert_eq!(figure(&table, "Alpha", "patrols"), "0");
    assert!(table["check"].as_str().unwrap().ends_with("adds up"), "{table}");
}

#[test]
fn a_notice_of_which_only_the_number_is_left_still_counts() {
    let force = town();
    force.add_officer("M-1", "Safety");
    let grant = ["--authority", "MDW", "--code", "M-1", "--from", "2025-01-01"];
    force.command(&[&["officer", "role", "add", "--role", "community_safety_manager"], &grant[..]].concat());
    let phone = on(&force, "4417", "Op Rochester");
    (1..=2).for_each(|number| warns(&phone, number));
    let entries = phone.book().entries(None, 1_000).unwrap();
    let erased = entries.iter().find(|one| one.kind == "notice_issued").unwrap().seq;
    phone.sync();
    phone.book().erase(erased, "data_subject_request").unwrap();
    phone.sync();
    let today = local_date(force.clock.now()).unwrap();
    let period = format!("{}..{today}", today.yesterday().unwrap());
    let table = told(&force, &["operation", "totals", "--period", &period], "M-1");
    assert_eq!(figure(&table, "Op Rochester", "notices_s59_warning"), "1");
    // Nobody knows any more which encounter it was of.
    assert_eq!(figure(&table, "(no operation)", "notices_s59_warning"), "1");
    assert!(table["check"].as_str().unwrap().contains("notices 2 of 2"), "{table}");
}
