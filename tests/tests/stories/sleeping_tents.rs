//! Tents that an officer on the beat comes upon: where they stand is that officer's team's. Others who enforce know that they are
//! there, how many, how far it is, and the square or the ward; land with caravans is told as it is, for notices to leave it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use beatbook_device::{EncampmentNews, Visited};
use beatbook_domain::records::encampment::UnitCount;
use beatbook_domain::records::notice::content::UnitKind;
use beatbook_domain::records::patrol::Duty;
use beatbook_domain::welfare::sleeping::SleepingState;
use beatbook_protocol::id::Id;
use beatbook_tests::beat::fix;
use beatbook_tests::encampment::{
    camp, camp_json, comes_upon_listed, council, day_after, later, next_shift, safety_officer, visit,
};
use beatbook_tests::outreach::{self, LINES};
use beatbook_tests::pages::holds;
use beatbook_tests::phone::Phone;

const WHERE: &str = "Elderland, behind the bandstand";
const SAID: &str = "Two of them left of the ash tree";

fn reports(phone: &Phone) -> Id {
    fix(phone, LINES, 4.0);
    comes_upon_listed(phone, WHERE, Some("P-12")).encampment
}

fn tents() -> EncampmentNews {
    EncampmentNews::Visit(Box::new(Visited {
        units: vec![UnitCount { kind: UnitKind::Tent, count: 2, lived_in: 2 }],
        text: Some(SAID.to_owned()),
        ..Visited::default()
    }))
}

#[test]
fn tents_alone_are_told_to_others_by_square_or_ward_until_a_caravan_comes() {
    let force = council();
    outreach::river(&force);
    let officer = safety_officer(&force, "2201");
    force.add_officer("2202", "North");
    force.give_role("2202", "community_safety_officer");
    let mut other = outreach::phone(&force, "2202", Duty::TaskedCore);
    let found = reports(&officer);
    officer.sync();
    other.sync();
    assert!(holds(&mut other, WHERE), "what stands there nobody has said yet: it is land");
    officer.book().tell_encampment(found, vec![tents()], None).unwrap();
    officer.sync();
    other.sync();
    let id = found.to_string();
    let told = |reader: &str| {
        let json = camp_json(&force, &["list"], reader).to_string();
        let words = [&["list"][..], &["list", "--csv"], &["show", &id], &["returns"]];
        words.map(|words| camp(&force, words, reader)).join("\n") + &json
    };
    let other_phone = |other: &mut Phone| {
        let view = other.book().encampment(found).unwrap();
        (view.standing.unwrap().land.unwrap(), holds(other, "Elderland"))
    };
    for reader in ["2202", "M-1"] {
        let told = told(reader);
        for private in ["Elderland", "bandstand", SAID, "TQ 7"] {
            assert!(!told.contains(private), "{reader}: {private}: {told}");
        }
        for known in
            ["land P-12, in the ward River; the own team knows where", "tent", "attended", &id, "2201"]
        {
            assert!(told.contains(known), "{reader}: {known}: {told}");
        }
    }
    let coarse = "land P-12, in the ward River; the own team knows where".to_owned();
    assert_eq!(other_phone(&mut other), (coarse, false), "nothing of before stays on the phone");
    assert!(told("2201").contains(WHERE) && told("2201").contains(SAID));

    // Three people are known to sleep in the ward, one of them in this square: the square is told.
    let worker = outreach::phone(&force, "O-1", Duty::Outreach);
    for (name, metres) in [("Zimbalist", 0.0), ("Yelverton", 400.0), ("Xanthakis", 800.0)] {
        outreach::meets(&worker, metres, outreach::person(Some(("Ada", name)), SleepingState::BeddedDown));
    }
    worker.book().sign_off(&[]).unwrap();
    worker.sync();
    let list = camp(&force, &["list"], "2202");
    assert!(list.contains("land P-12, in the 100 m square TQ ") && !list.contains("Elderland"), "{list}");

    // A caravan: land that people may be directed to leave, and whoever may serve that finds it.
    later(&force, &[&officer], 60_000);
    officer.book().tell_encampment(found, vec![visit(1, &["AB12 CDE"])], None).unwrap();
    officer.sync();
    other.sync();
    assert!(camp(&force, &["show", &id], "2202").contains(WHERE));
    assert_eq!(other_phone(&mut other), (WHERE.to_owned(), true));
}

#[test]
fn as_it_stood_before_anybody_had_counted_the_words_are_the_own_teams_as_well() {
    let force = council();
    outreach::river(&force);
    let officer = safety_officer(&force, "2201");
    let found = reports(&officer);
    officer.sync();
    next_shift(&force, &[&officer], 4);
    officer.book().tell_encampment(found, vec![tents()], None).unwrap();
    officer.sync();
    let as_at = |reader: &str, days: i64| {
        let day = day_after(&officer, days).to_string();
        camp(&force, &["list", "--as-at", &day], reader)
            + &camp_json(&force, &["list", "--as-at", &day], reader).to_string()
    };
    for days in -4..=0 {
        let told = as_at("M-1", days);
        assert!(told.contains("the own team knows where") && !told.contains("Elderland"), "{days}: {told}");
        assert!(as_at("2201", days).contains(WHERE), "{days}");
    }
    assert!(!as_at("M-1", -5).contains(&found.to_string()), "nothing was told of it yet");
}
