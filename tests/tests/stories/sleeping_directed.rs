//! Nobody is directed to leave under s77 from where tents alone were counted: the phone refuses it until somebody tells of a caravan or
//! vehicle, and what was directed all the same opens to nobody where they stand.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use beatbook_device::{BeginEncounter, EncampmentNews};
use beatbook_domain::records::patrol::Duty;
use beatbook_protocol::id::Id;
use beatbook_tests::beat::{fix, missing};
use beatbook_tests::encampment::{
    camp, checked, comes_upon_listed, council, directed, direction, later, safety_officer, tents, visit,
};
use beatbook_tests::force::Force;
use beatbook_tests::outreach::{self, LINES};
use beatbook_tests::pages::holds;
use beatbook_tests::phone::Phone;

const WHERE: &str = "Mill field, behind the bandstand";

/// Ten minutes on, where the tents are.
fn reports(force: &Force, phone: &Phone) -> Id {
    later(force, &[phone], 600_000);
    fix(phone, LINES, 4.0);
    comes_upon_listed(phone, WHERE, Some("MF-1")).encampment
}

fn spoken(why: Option<&str>) -> EncampmentNews {
    let without_assessment = why.map(str::to_owned);
    EncampmentNews::Spoken { leave_by: None, registrations: Vec::new(), without_assessment }
}

#[test]
fn a_direction_where_tents_alone_were_counted_is_refused_until_somebody_tells_of_a_caravan() {
    let force = council();
    outreach::river(&force);
    let phone = safety_officer(&force, "2201");
    let book = phone.book();
    let site = reports(&force, &phone);
    book.tell_encampment(site, vec![tents()], None).unwrap();
    let check = checked(&phone, None);
    book.tell_encampment(site, vec![EncampmentNews::Welfare { check }], None).unwrap();
    let encounter = book.begin_encounter(BeginEncounter::here()).unwrap();
    let told = |news| book.tell_encampment(site, news, None).map_err(|error| error.code());
    // By its own visits, and after a sync by what the server tells as well.
    for _ in 0..2 {
        assert_eq!(told(vec![spoken(None)]).unwrap_err(), "no_vehicle_counted");
        let asked = direction(&phone, encounter, WHERE, Some(check));
        assert_eq!(missing(&phone, &asked), ["no_vehicle_counted"]);
        phone.sync();
    }
    // Whoever was told of it, and counted nothing, is refused it too.
    let other = safety_officer(&force, "2202");
    other.sync();
    let refused = other.book().tell_encampment(site, vec![spoken(None)], None).unwrap_err();
    assert_eq!(refused.code(), "no_vehicle_counted");
    // What was said all the same was said.
    let fact = other.book().tell_encampment(site, vec![spoken(Some("A fire"))], None).unwrap();
    assert!(fact.doubts.iter().any(|doubt| doubt.code == "no_vehicle_counted"), "{fact:?}");
    // The visit that counted the caravan is told first, be it in the same breath.
    assert_eq!(told(vec![visit(1, &[]), spoken(None)]).unwrap().doubts, []);
    let asked = direction(&phone, encounter, WHERE, Some(check));
    assert!(book.check_notice(&asked).unwrap().ready().is_ok());
}

#[test]
fn a_direction_of_before_anybody_had_counted_does_not_open_where_tents_stand() {
    let force = council();
    outreach::river(&force);
    let phone = safety_officer(&force, "2201");
    force.add_officer("2202", "North");
    force.give_role("2202", "community_safety_officer");
    let mut other = outreach::phone(&force, "2202", Duty::TaskedCore);
    let site = reports(&force, &phone);
    let check = checked(&phone, None);
    phone.book().tell_encampment(site, vec![EncampmentNews::Welfare { check }], None).unwrap();
    let _ = directed(&phone, site, WHERE, check);
    phone.book().tell_encampment(site, vec![spoken(None)], None).unwrap();
    phone.sync();
    other.sync();
    assert!(holds(&mut other, WHERE), "while nobody had counted it was land");

    later(&force, &[&phone], 60_000);
    phone.book().tell_encampment(site, vec![tents()], None).unwrap();
    phone.sync();
    other.sync();
    let id = site.to_string();
    for reader in ["2202", "M-1"] {
        let told = camp(&force, &["list"], reader) + &camp(&force, &["show", &id], reader);
        assert!(told.contains("the own team knows where") && !told.contains("Mill field"), "{told}");
    }
    assert!(camp(&force, &["show", &id], "2201").contains(WHERE));
    let known = other.book().encampment(site).unwrap().standing.unwrap().land.unwrap();
    assert!(known.starts_with("land MF-1") && !known.contains("Mill field"), "{known}");
    assert!(!holds(&mut other, "Mill field"), "nothing of before stays on the phone");
}

#[test]
fn what_has_stood_there_is_known_by_all_visits_whatever_was_counted_last_and_whoever_else_directed() {
    let force = council();
    outreach::river(&force);
    let (phone, other) = (safety_officer(&force, "2201"), safety_officer(&force, "2202"));
    let site = reports(&force, &phone);
    phone.book().tell_encampment(site, vec![tents()], None).unwrap();
    let check = checked(&phone, None);
    phone.book().tell_encampment(site, vec![EncampmentNews::Welfare { check }], None).unwrap();
    phone.sync();
    // Police direct people away under s61, and tents stay tents.
    force.add_officer("PC-1", "NTF");
    force.give_role("PC-1", "constable");
    let constable = outreach::phone(&force, "PC-1", Duty::TaskedCore);
    let s61 = EncampmentNews::PoliceS61 { reference: Some("CAD 12".to_owned()) };
    constable.book().tell_encampment(site, vec![s61], None).unwrap();
    constable.sync();
    for phone in [&phone, &other] {
        phone.sync();
        let refused = phone.book().tell_encampment(site, vec![spoken(None)], None).unwrap_err();
        assert_eq!(refused.code(), "no_vehicle_counted");
    }
    // A caravan came and left; tents are what was counted last.
    later(&force, &[&phone, &other], 60_000);
    phone.book().tell_encampment(site, vec![visit(1, &[])], None).unwrap();
    later(&force, &[&phone, &other], 60_000);
    phone.book().tell_encampment(site, vec![tents()], None).unwrap();
    for phone in [&phone, &other] {
        phone.sync();
        phone.book().tell_encampment(site, vec![spoken(None)], None).unwrap();
    }
}
