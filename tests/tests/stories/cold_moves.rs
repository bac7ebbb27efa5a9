//! A cold night for people who move: out of a placement nobody ended, on to another place, and a switch that is turned off and on.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use beatbook_domain::calendar::local_date;
use beatbook_domain::records::encounter::steps::HelpAnswer;
use beatbook_domain::records::patrol::Duty;
use beatbook_domain::records::welfare::steps::{CareStep, HelpKind, PlacementKind};
use beatbook_domain::welfare::cold::dawn_after;
use beatbook_domain::welfare::sleeping::SleepingState::{AwakeNot, BeddedDown};
use beatbook_protocol::id::Id;
use beatbook_tests::encampment::now;
use beatbook_tests::force::Force;
use beatbook_tests::outreach::{danger, meets, person, phone, step, town};
use beatbook_tests::phone::Phone;
use serde_json::Value;

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;
const LEA: Option<(&str, &str)> = Some(("Lea", "Moor"));

fn cold(force: &Force, word: &str) -> Value {
    force.asked(&["welfare", "cold", word, "--authority", "MDW", "--as", "C-1"], &[]).unwrap()
}

fn people(force: &Force) -> u64 {
    cold(force, "on")["people"].as_u64().unwrap()
}

/// Places with how many people of each are still to be asked, by this phone once it has met the network.
fn list(phone: &Phone) -> Vec<(String, u32, u32)> {
    phone.sync();
    offline(phone)
}

/// The same with no network.
fn offline(phone: &Phone) -> Vec<(String, u32, u32)> {
    let night = phone.book().cold_night().unwrap().expect("a night is on");
    night.places.into_iter().map(|(place, still)| (place.place, place.people, still)).collect()
}

/// How many of all those people that is.
fn left(places: &[(String, u32, u32)]) -> u32 {
    places.iter().map(|(_, _, still)| still).sum()
}

/// Meets somebody and offers them a bed, in a record of its own.
fn offers(phone: &Phone, who: Option<(&str, &str)>) {
    let record = meets(phone, 1.0, person(who, BeddedDown));
    let offer = CareStep::Offer {
        help: HelpKind::Accommodation,
        service: "Night shelter".to_owned(),
        answer: HelpAnswer::Declined,
    };
    phone.book().tell_welfare(record, vec![danger(false, None), step(offer)]).unwrap();
}

fn town_at_evening() -> Force {
    let force = town();
    let dawn = dawn_after(force.clock.now()).unwrap();
    force.clock.advance(dawn - force.clock.now() + 12 * HOUR);
    force
}

fn days_pass(force: &Force, phone: &Phone, days: i64) {
    force.clock.advance(days * DAY);
    force.block_on(force.server().renew_certificate()).unwrap();
    phone.wait_until(force.clock.now());
}

fn moves_in(phone: &Phone, record: Id) {
    let from = local_date(now(phone)).unwrap();
    let placed = CareStep::Placed { kind: PlacementKind::Shelter, service: "Night shelter".to_owned(), from };
    phone.book().tell_welfare(record, vec![danger(false, None), step(placed)]).unwrap();
}

#[test]
fn who_sleeps_rough_after_a_placement_nobody_ended_is_looked_for_and_the_phone_says_so() {
    let force = town_at_evening();
    let worker = phone(&force, "O-12", Duty::Outreach);
    let record = meets(&worker, 0.0, person(LEA, BeddedDown));
    moves_in(&worker, record);
    worker.sync();
    assert_eq!(people(&force), 0, "she has moved in");
    cold(&force, "off");
    days_pass(&force, &worker, 12);
    let again = meets(&worker, 200.0, person(None, AwakeNot));
    let told = worker.book().tell_welfare(again, vec![person(LEA, BeddedDown)]).unwrap();
    assert_eq!(told.doubts.iter().map(|one| one.code).collect::<Vec<_>>(), ["placement_open"]);
    assert!(told.doubts[0].remedy.contains("Night shelter"), "{:?}", told.doubts);
    worker.sync();
    assert_eq!(people(&force), 1);
    assert_eq!(list(&worker).len(), 1);
}

#[test]
fn who_was_met_elsewhere_since_awake_is_looked_for_there() {
    let force = town_at_evening();
    let worker = phone(&force, "O-12", Duty::Outreach);
    meets(&worker, 0.0, person(LEA, BeddedDown));
    worker.sync();
    days_pass(&force, &worker, 2);
    // Who is met awake for the first time is no sleeper.
    meets(&worker, 900.0, person(Some(("Kim", "Walker")), AwakeNot));
    worker.sync();
    assert_eq!(people(&force), 1);
    let before = list(&worker);
    cold(&force, "off");
    meets(&worker, 900.0, person(LEA, AwakeNot));
    worker.sync();
    assert_eq!(people(&force), 1);
    let after = list(&worker);
    assert_eq!((before.len(), after.len()), (1, 1));
    assert_ne!(before[0].0, after[0].0, "where she was met last");
}

#[test]
fn a_night_switched_off_and_on_again_knows_who_was_asked() {
    let force = town_at_evening();
    let worker = phone(&force, "O-12", Duty::Outreach);
    let colleague = phone(&force, "O-13", Duty::Outreach);
    let record = meets(&worker, 0.0, person(LEA, BeddedDown));
    worker.sync();
    cold(&force, "on");
    let still = |phone: &Phone| list(phone).into_iter().map(|(.., still)| still).collect::<Vec<_>>();
    assert_eq!(still(&worker), [1]);
    let (help, service) = (HelpKind::Accommodation, "Night shelter".to_owned());
    let offer = CareStep::Offer { help, service, answer: HelpAnswer::Declined };
    worker.book().tell_welfare(record, vec![danger(false, None), step(offer)]).unwrap();
    worker.sync();
    assert_eq!((still(&worker), still(&colleague)), (vec![0], vec![0]));
    // Its end is changed.
    cold(&force, "off");
    cold(&force, "on");
    assert_eq!((still(&worker), still(&colleague)), (vec![0], vec![0]), "nobody is asked twice a night");
    let shown = ["welfare", "cold", "show", "--authority", "MDW", "--as", "O-12"];
    assert_eq!(force.asked(&shown, &[]).unwrap()["rows"][0]["still_to_be_asked"], "0");
    cold(&force, "off");
    // The next night everybody is asked again.
    days_pass(&force, &worker, 1);
    cold(&force, "on");
    assert_eq!(still(&worker), [1]);
    force.command(&["verify"]);
}

#[test]
fn whoever_is_asked_by_two_takes_nobody_else_off_the_list() {
    let force = town_at_evening();
    let (worker, colleague) = (phone(&force, "O-12", Duty::Outreach), phone(&force, "O-13", Duty::Outreach));
    meets(&worker, 0.0, person(LEA, BeddedDown));
    meets(&worker, 2.0, person(Some(("Petra", "Moss")), BeddedDown));
    worker.sync();
    colleague.sync();
    assert_eq!(people(&force), 2);
    for phone in [&worker, &colleague] {
        phone.sync();
        offers(phone, LEA);
    }
    worker.sync();
    colleague.sync();
    let still = |phone: &Phone| left(&list(phone));
    assert_eq!((still(&worker), still(&colleague)), (1, 1), "the other was not asked");
    // Nor in two records of one phone.
    offers(&worker, LEA);
    assert_eq!((still(&worker), still(&colleague)), (1, 1));
    assert_eq!(cold(&force, "off")["offered"], 1);
    // Switched on again the same night it is still so.
    assert_eq!(people(&force), 2);
    assert_eq!((still(&worker), still(&colleague)), (1, 1));
}

#[test]
fn whoever_is_asked_twice_with_no_network_takes_nobody_else_off_the_list() {
    let force = town_at_evening();
    let (worker, colleague) = (phone(&force, "O-12", Duty::Outreach), phone(&force, "O-13", Duty::Outreach));
    let [petra, kim] = [Some(("Petra", "Moss")), Some(("Kim", "Walker"))];
    for who in [LEA, petra, kim] {
        meets(&worker, 0.0, person(who, BeddedDown));
    }
    worker.sync();
    assert_eq!(people(&force), 3);
    worker.sync();
    colleague.sync();
    // Late in the evening and once more in the night, each time in a contact of its own.
    for _ in 0..2 {
        offers(&worker, LEA);
        assert_eq!(left(&offline(&worker)), 2, "nobody asked the others");
        force.clock.advance(HOUR);
        worker.wait_until(force.clock.now());
    }
    assert_eq!(left(&list(&worker)), 2, "nor by what the server counts");
    offers(&worker, petra);
    assert_eq!(left(&offline(&worker)), 1, "at once, whatever was asked twice before");
    // A colleague who has heard of none of it asks the first of them twice, too.
    colleague.wait_until(force.clock.now());
    for _ in 0..2 {
        offers(&colleague, LEA);
        assert_eq!(left(&offline(&colleague)), 2);
    }
    assert_eq!(left(&list(&colleague)), 2, "the other phone has not told of the second yet");
    assert_eq!((left(&list(&worker)), left(&list(&colleague))), (1, 1));
    offers(&colleague, kim);
    assert_eq!((left(&offline(&colleague)), left(&offline(&worker))), (0, 1));
    // Switched off and on again between the two it is still so.
    cold(&force, "off");
    assert_eq!(people(&force), 3);
    assert_eq!((left(&list(&worker)), left(&list(&colleague))), (1, 0));
    assert_eq!(left(&list(&worker)), 0);
    assert_eq!(cold(&force, "off")["offered"], 3);
    force.command(&["verify"]);
}
