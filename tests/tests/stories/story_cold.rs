//! A cold night: services tell their free places, the coordinator switches severe-weather provision on, two teams ask people
//! in with no network, and at dawn the list is gone from phones and server.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use beatbook_device::{BeatbookError, WelfareNews};
use beatbook_domain::records::encounter::steps::HelpAnswer;
use beatbook_domain::records::patrol::Duty;
use beatbook_domain::records::welfare::steps::{CareStep, HelpKind, PlacementKind};
use beatbook_domain::welfare::cold::dawn_after;
use beatbook_domain::welfare::sleeping::SleepingState::{AwakeNot, BeddedDown};
use beatbook_protocol::id::Id;
use beatbook_tests::encampment::now;
use beatbook_tests::force::Force;
use beatbook_tests::outreach::{danger, initials, meets, person, phone, step, town};
use beatbook_tests::pages::{holds, server_holds};
use beatbook_tests::phone::Phone;
use serde_json::Value;

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;

fn at_desk(force: &Force, words: &[&str], reader: &str) -> String {
    force.command(&[&["welfare"], words, &["--authority", "MDW", "--as", reader]].concat())
}

fn for_programs(force: &Force, words: &[&str], reader: &str) -> Value {
    force.asked(&[&["welfare"], words, &["--authority", "MDW", "--as", reader]].concat(), &[]).unwrap()
}

fn refusal(force: &Force, words: &[&str], reader: &str) -> String {
    force.refused(&[&["welfare"], words, &["--authority", "MDW", "--as", reader]].concat()).code
}

fn bed(phone: &Phone, record: Id, answer: HelpAnswer) {
    let offer =
        CareStep::Offer { help: HelpKind::Accommodation, service: "Night shelter".to_owned(), answer };
    phone.book().tell_welfare(record, vec![danger(false, None), step(offer)]).unwrap();
}

fn placed(kind: PlacementKind, service: &str, phone: &Phone) -> WelfareNews {
    let from = beatbook_domain::calendar::local_date(now(phone)).unwrap();
    step(CareStep::Placed { kind, service: service.to_owned(), from })
}

/// Places with how many people of each are still to be asked, by this phone.
fn list(phone: &Phone) -> Vec<(String, u32, u32)> {
    let night = phone.book().cold_night().unwrap().expect("a night is on");
    night.places.into_iter().map(|(place, still)| (place.place, place.people, still)).collect()
}

/// A town whose clock shows an evening: at whatever hour this runs, the night ahead is a whole one.
fn town_at_evening() -> Force {
    let force = town();
    let dawn = dawn_after(force.clock.now()).unwrap();
    force.clock.advance(dawn - force.clock.now() + 12 * HOUR);
    force
}

#[test]
fn story_cold_night_from_the_switch_to_dawn() {
    let mut force = town_at_evening();
    let (mut worker, constable) =
        (phone(&force, "O-12", Duty::Outreach), phone(&force, "4711", Duty::TaskedCore));
    // Two people at one place, one known by name; another two further on; a fifth who is not sleeping rough, and a sixth who
    // has moved in since.
    meets(&worker, 0.0, person(Some(("Persephone", "Quillfeather")), BeddedDown));
    meets(&worker, 5.0, person(None, BeddedDown));
    meets(&worker, 300.0, person(Some(("Sam", "Example")), BeddedDown));
    meets(&worker, 500.0, person(Some(("Kim", "Walker")), AwakeNot));
    let housed = meets(&worker, 600.0, person(Some(("Ada", "Housed")), BeddedDown));
    let moved_in = placed(PlacementKind::Shelter, "Night shelter", &worker);
    worker.book().tell_welfare(housed, vec![danger(false, None), moved_in]).unwrap();
    worker.sync();

    assert_eq!(refusal(&force, &["cold", "on"], "O-12"), "not_allowed");
    assert_eq!(refusal(&force, &["cold", "off"], "C-1"), "cold_night_off");
    let until = force.clock.now() + 25 * HOUR;
    let until = jiff::Timestamp::from_millisecond(until).unwrap().to_string();
    assert_eq!(refusal(&force, &["cold", "on", "--until", &until], "C-1"), "cold_night_window");
    let on = for_programs(&force, &["cold", "on"], "C-1");
    assert_eq!((on["places"].as_u64(), on["people"].as_u64()), (Some(2), Some(3)), "{on}");
    assert_eq!(refusal(&force, &["cold", "on"], "C-1"), "cold_night_on");

    let mut colleague = phone(&force, "O-13", Duty::Outreach);
    let other = phone(&force, "O-20", Duty::Outreach);
    worker.sync();
    constable.sync();
    let squares = list(&colleague);
    assert_eq!(
        squares.iter().map(|(_, people, still)| (*people, *still)).collect::<Vec<_>>(),
        [(2, 2), (1, 1)]
    );
    assert!(squares.iter().all(|(place, ..)| place.starts_with("TQ ") && place.len() == 10), "{squares:?}");
    assert_eq!(list(&worker), squares);
    // Another team learns no more than it may of others' places: four people slept in the ward, so the squares.
    assert_eq!(list(&other), squares);
    assert_eq!(constable.book().cold_night().unwrap(), None);

    // No network: what this phone has asked goes from its list at once, each person once.
    let at_the_first = meets(&colleague, 2.0, initials("P.Q.", BeddedDown));
    bed(&colleague, at_the_first, HelpAnswer::Declined);
    bed(&colleague, at_the_first, HelpAnswer::Accepted);
    assert_eq!(list(&colleague)[0].2, 1);
    assert_eq!(list(&other)[0].2, 2, "nobody has told them");
    let nowhere = meets(&colleague, 1_500.0, person(None, BeddedDown));
    bed(&colleague, nowhere, HelpAnswer::Accepted);
    colleague.sync();
    other.sync();
    worker.sync();
    let asked = |phone: &Phone| list(phone).into_iter().map(|(_, _, still)| still).collect::<Vec<_>>();
    assert_eq!((asked(&colleague), asked(&other), asked(&worker)), (vec![1, 1], vec![1, 1], vec![1, 1]));
    let shown = for_programs(&force, &["cold", "show"], "O-12");
    assert_eq!(shown["rows"][0]["still_to_be_asked"], "1", "{shown}");
    assert_eq!(refusal(&force, &["cold", "show"], "4711"), "not_allowed");
    assert_eq!(refusal(&force, &["cold", "show"], "A-1"), "not_allowed");
    // Who was asked is not asked again: the place goes to the end.
    let last = meets(&other, 300.0, person(Some(("Sam", "Example")), BeddedDown));
    bed(&other, last, HelpAnswer::NoAnswer);
    other.sync();
    colleague.sync();
    assert_eq!(asked(&colleague), [1, 0]);

    // Dawn. A phone without network forgets by itself; so does the server, and the numbers stay.
    assert!(holds(&mut colleague, "cold_night"));
    colleague.wait_until(now(&colleague) + DAY);
    assert_eq!(colleague.book().cold_night().unwrap(), None);
    assert!(!holds(&mut colleague, "cold_night") && !holds(&mut colleague, "cold_offered"));
    assert!(server_holds(&mut force, "\"place\":\"TQ"));
    force.clock.advance(DAY);
    let nights = for_programs(&force, &["cold", "nights"], "A-1");
    let row = &nights["rows"][0];
    assert_eq!((&row["people"], &row["offered_a_bed"]), (&"3".into(), &"2".into()), "{nights}");
    assert!(!server_holds(&mut force, "\"place\":\"TQ"));
    assert!(at_desk(&force, &["cold", "show"], "O-12").contains("No cold night is on"));
    // A phone that was away all night is told nothing of it any more.
    force.block_on(force.server().renew_certificate()).unwrap();
    worker.wait_until(force.clock.now());
    worker.sync();
    assert_eq!(worker.book().cold_night().unwrap(), None);
    assert!(!holds(&mut worker, "cold_night"));
    force.command(&["verify"]);
}

#[test]
fn story_cold_night_switched_off_leaves_every_phone_with_its_next_sync() {
    let force = town_at_evening();
    let mut worker = phone(&force, "O-12", Duty::Outreach);
    meets(&worker, 0.0, person(None, BeddedDown));
    worker.sync();
    at_desk(&force, &["cold", "on"], "C-1");
    // Few people in the ward: another team is told the ward alone.
    let other = phone(&force, "O-20", Duty::Outreach);
    worker.sync();
    assert_eq!(list(&other), [("River".to_owned(), 1, 1)]);
    assert!(list(&worker)[0].0.starts_with("TQ "));
    let off = for_programs(&force, &["cold", "off"], "C-1");
    assert_eq!((off["people"].as_u64(), off["offered"].as_u64()), (Some(1), Some(0)), "{off}");
    worker.sync();
    other.sync();
    assert_eq!((worker.book().cold_night().unwrap(), other.book().cold_night().unwrap()), (None, None));
    assert!(!holds(&mut worker, "cold_night"));
    // The next one can begin.
    at_desk(&force, &["cold", "on"], "C-1");
    worker.sync();
    assert_eq!(list(&worker).len(), 1);
    force.command(&["verify"]);
}

#[test]
fn story_cold_services_tell_their_free_places_and_others_are_not_moved_into() {
    let force = town();
    let shelter = ["service", "set", "Night shelter", "--kind", "shelter"];
    let places =
        [&shelter[..], &["--places", "12", "--free", "3", "--takes", "men over 25, dogs allowed"]].concat();
    let too_many = [&shelter[..], &["--places", "2", "--free", "3"]].concat();
    assert_eq!(refusal(&force, &places, "4711"), "not_allowed");
    assert_eq!(refusal(&force, &too_many, "O-12"), "service_places");
    assert_eq!(refusal(&force, &["service", "free", "Night shelter", "1"], "O-12"), "unknown_service");
    let worker = phone(&force, "O-12", Duty::Outreach);
    assert_eq!(worker.book().services().unwrap(), []);
    // Before anybody has told of services, any can be named.
    let first = meets(&worker, 0.0, person(None, BeddedDown));
    let news = |kind, name| vec![danger(false, None), placed(kind, name, &worker)];
    worker.book().tell_welfare(first, news(PlacementKind::Supported, "Cedar House")).unwrap();
    at_desk(&force, &places, "O-12");
    at_desk(
        &force,
        &["service", "set", "Cedar House", "--kind", "supported", "--places", "4", "--free", "0"],
        "C-1",
    );
    at_desk(&force, &["service", "free", "night  SHELTER", "2"], "C-1");
    worker.sync();
    let services = worker.book().services().unwrap();
    let free: Vec<(&str, u32, u32)> = services
        .iter()
        .map(|one| (one.service.name.as_str(), one.service.free, one.service.places))
        .collect();
    assert_eq!(free, [("Cedar House", 0, 4), ("Night shelter", 2, 12)]);
    assert!(services.iter().all(|one| !one.stale));
    let unknown =
        worker.book().tell_welfare(first, news(PlacementKind::Shelter, "Nite shelter")).unwrap_err();
    assert!(matches!(unknown, BeatbookError::Welfare(_)) && unknown.code() == "unknown_service");
    assert!(unknown.to_string().contains("Cedar House, Night shelter"), "{unknown}");
    assert_eq!(worker.book().welfare_record(first).unwrap().welfare.steps.len(), 2, "nothing was stored");
    worker.book().tell_welfare(first, news(PlacementKind::Shelter, "night shelter")).unwrap();
    worker.book().tell_welfare(first, news(PlacementKind::Other, "A friend's sofa")).unwrap();
    // The next day free places are no news any more.
    worker.wait_until(now(&worker) + DAY + HOUR);
    assert!(worker.book().services().unwrap().iter().all(|one| one.stale));
    at_desk(&force, &["service", "end", "Cedar House"], "C-1");
    let text = at_desk(&force, &["service", "list"], "4711");
    assert!(text.contains("Night shelter") && !text.contains("Cedar"), "{text}");
    force.command(&["verify"]);
}

#[test]
fn story_cold_months_tell_who_is_new_who_returns_and_who_has_long_been_there() {
    let force = town();
    let worker = phone(&force, "O-12", Duty::Outreach);
    let pass = |days: i64| {
        worker.sync();
        force.clock.advance(days * DAY);
        force.block_on(force.server().renew_certificate()).unwrap();
        worker.wait_until(force.clock.now());
    };
    let name = Some(("Persephone", "Quillfeather"));
    let first = meets(&worker, 0.0, person(name, BeddedDown));
    let seen = worker.book().seen_before(first, 1).unwrap().unwrap();
    assert!(seen.flags.new && !seen.flags.returning && seen.last.is_none() && !seen.same_day);
    let again = meets(&worker, 0.0, person(name, BeddedDown));
    let seen = worker.book().seen_before(again, 1).unwrap().unwrap();
    assert!(seen.flags.new && seen.last.is_none() && seen.same_day, "twice on one day: {seen:?}");
    meets(&worker, 0.0, person(None, BeddedDown));
    pass(31);
    meets(&worker, 0.0, initials("P.Q.", BeddedDown));
    pass(31);
    // In three months of twelve: long-term. Somebody who only walks by is not counted.
    let third = meets(&worker, 0.0, person(name, BeddedDown));
    let seen = worker.book().seen_before(third, 1).unwrap().unwrap();
    assert!(seen.flags.long_term && !seen.flags.new && seen.last.is_some());
    meets(&worker, 0.0, person(Some(("Kim", "Walker")), AwakeNot));
    pass(200);
    let back = meets(&worker, 0.0, person(name, BeddedDown));
    let seen = worker.book().seen_before(back, 1).unwrap().unwrap();
    assert!(seen.flags.returning, "{seen:?}");
    let nobody = meets(&worker, 0.0, person(None, BeddedDown));
    assert_eq!(worker.book().seen_before(nobody, 1).unwrap(), None);
    worker.sync();

    let table = for_programs(&force, &["people"], "A-1");
    let rows: Vec<Vec<String>> = table["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            let columns = ["people", "new", "returning", "other", "long_term", "seen_and_not_known"];
            columns.map(|column| row[column].as_str().unwrap().to_owned()).to_vec()
        })
        .collect();
    assert_eq!(
        rows,
        [
            ["1", "1", "0", "0", "0", "1"],
            ["1", "0", "0", "1", "0", "0"],
            ["1", "0", "0", "1", "1", "0"],
            ["1", "0", "1", "0", "1", "1"],
        ],
        "{table}"
    );
    let text = at_desk(&force, &["people", "--csv"], "C-1");
    assert!(text.contains("people = new + returning + other: 4 = 1 + 1 + 2"), "{text}");
    assert_eq!(refusal(&force, &["people"], "4711"), "not_allowed");
}
