//! Who directs people to leave: a direction counts from whoever held that power on the day, one of the police from the police or
//! the desk. What others tell is kept, and shown with why it does not count.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use beatbook_device::EncampmentNews;
use beatbook_domain::records::patrol::Duty;
use beatbook_protocol::id::Id;
use beatbook_tests::beat::officer_as;
use beatbook_tests::encampment::{LAND, camp_json, checked, council, reported, safety_officer, visit};
use beatbook_tests::force::Force;
use beatbook_tests::outreach;
use beatbook_tests::phone::Phone;

fn spoken() -> EncampmentNews {
    // Phones that have not heard of the check are told that a colleague made it.
    let without_assessment = Some("A colleague checked.".to_owned());
    EncampmentNews::Spoken { leave_by: None, registrations: Vec::new(), without_assessment }
}

fn s61() -> EncampmentNews {
    EncampmentNews::PoliceS61 { reference: Some("CAD 12".to_owned()) }
}

fn tells(phone: &Phone, camp: Id, news: EncampmentNews) {
    phone.book().tell_encampment(camp, vec![news], None).unwrap();
    phone.platform.advance(60_000);
    phone.sync();
}

/// How many spoken directions count, whether one of the police does, and why others do not.
fn stands(force: &Force, camp: Id) -> (usize, bool, Vec<String>) {
    let shown = camp_json(force, &["show", &camp.to_string()], "M-1");
    let refused = shown["refused"].as_array().unwrap().iter();
    let codes = refused.map(|one| one["code"].as_str().unwrap().to_owned()).collect();
    (shown["spoken"].as_array().unwrap().len(), !shown["police_s61"].is_null(), codes)
}

#[test]
fn a_direction_counts_from_who_held_the_power_and_of_the_police_from_the_police_or_the_desk() {
    let force = council();
    let directs = safety_officer(&force, "2201");
    let litter = officer_as(&force, "2202", "council_authorised", &["s63_requirement", "s68_fpn"]);
    force.add_officer("PC-1", "NTF");
    force.give_role("PC-1", "constable");
    let constable = outreach::phone(&force, "PC-1", Duty::TaskedCore);
    let camp = reported(&force, LAND);
    directs.sync();
    let check = checked(&directs, None);
    let news = vec![visit(4, &[]), EncampmentNews::Welfare { check }];
    directs.book().tell_encampment(camp, news, None).unwrap();
    directs.sync();

    for phone in [&litter, &constable] {
        phone.platform.advance(120_000);
        tells(phone, camp, spoken());
    }
    assert_eq!(stands(&force, camp), (0, false, vec!["power_not_held".to_owned(); 2]));
    directs.platform.advance(240_000);
    tells(&directs, camp, spoken());
    assert_eq!(stands(&force, camp).0, 1);

    tells(&litter, camp, s61());
    assert!(!stands(&force, camp).1);
    assert!(stands(&force, camp).2.contains(&"police_tell".to_owned()));
    tells(&constable, camp, s61());
    assert!(stands(&force, camp).1);
    // It counts once: the desk, which may tell it as well, is told that it is.
    let again = ["encampment", "police-s61", &camp.to_string(), "--authority", "MDW", "--as", "M-1"];
    assert_eq!(force.refused(&again).code, "told_already");
}
