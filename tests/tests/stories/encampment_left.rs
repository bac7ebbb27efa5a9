//! An encampment that a colleague vacated: what is told of it afterwards is said not to hold at once, offline, no number is spent on
//! it, and phone and desk count the same.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use beatbook_device::{BeginEncounter, EncampmentNews, NoticeAbout};
use beatbook_protocol::id::Id;
use beatbook_tests::beat::missing;
use beatbook_tests::encampment::{
    LAND, camp_json, checked, comes_upon, council, direction, later, safety_officer, visit,
};
use beatbook_tests::phone::Phone;

/// What does not hold of it, as it is told.
fn doubts(phone: &Phone, camp: Id, news: EncampmentNews) -> Vec<&'static str> {
    let told = phone.book().tell_encampment(camp, vec![news], None).unwrap();
    told.doubts.iter().map(|point| point.code).collect()
}

fn left() -> EncampmentNews {
    EncampmentNews::Vacated { text: None }
}

fn spoken() -> EncampmentNews {
    EncampmentNews::Spoken { leave_by: None, registrations: Vec::new(), without_assessment: None }
}

/// What stands between a written direction and its number; nothing: it may have it.
fn gate(phone: &Phone, camp: Option<Id>, check: Id) -> Vec<&'static str> {
    let encounter = phone.book().begin_encounter(BeginEncounter::here()).unwrap();
    let mut asked = direction(phone, encounter, LAND, Some(check));
    if let NoticeAbout::S77Direction(direction) = &mut asked.about {
        direction.encampment = camp;
    }
    match phone.book().check_notice(&asked).unwrap().goes_on {
        Some(_) => Vec::new(),
        None => missing(phone, &asked),
    }
}

#[test]
fn what_is_told_after_a_colleague_saw_them_gone_is_said_at_once_and_spends_no_number() {
    let force = council();
    let (officer, other) = (safety_officer(&force, "2201"), safety_officer(&force, "2202"));
    let camp = comes_upon(&officer, LAND);
    assert_eq!(doubts(&officer, camp, visit(2, &[])), [""; 0]);
    let check = checked(&officer, None);
    assert_eq!(doubts(&officer, camp, EncampmentNews::Welfare { check }), [""; 0]);
    assert_eq!(gate(&officer, None, check), [""; 0]);
    officer.sync();
    other.sync();
    later(&force, &[&officer, &other], 60_000);
    assert_eq!(doubts(&other, camp, left()), [""; 0]);
    other.sync();
    later(&force, &[&officer, &other], 60_000);
    officer.sync();

    later(&force, &[&officer, &other], 60_000);
    let empty = EncampmentNews::Visit(Box::default());
    assert_eq!(doubts(&officer, camp, empty), [""; 0], "that it is still empty is no contradiction");
    assert_eq!(doubts(&officer, camp, visit(3, &[])), ["vacated_already"]);
    let anew = checked(&officer, None);
    assert_eq!(doubts(&officer, camp, EncampmentNews::Welfare { check: anew }), ["vacated_already"]);
    assert_eq!(doubts(&officer, camp, spoken()), ["vacated_already"]);
    assert_eq!(doubts(&officer, camp, left()), ["told_already"]);
    for (camp, check) in [(None, check), (Some(camp), check), (None, anew), (Some(camp), anew)] {
        assert_eq!(gate(&officer, camp, check), ["vacated_already"]);
    }
    // Phone and desk count the same, before and after the desk has heard.
    let counted = || {
        let own = officer.book().encampment(camp).unwrap().own.unwrap();
        (own.visits.len(), own.counted().unwrap().what.units.len())
    };
    assert_eq!(counted(), (2, 0));
    officer.sync();
    let shown = camp_json(&force, &["show", &camp.to_string()], "M-1");
    let refused: Vec<&str> =
        shown["refused"].as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap()).collect();
    assert_eq!(refused, ["vacated_already", "vacated_already", "vacated_already", "told_already"]);
    assert_eq!(shown["visits"].as_array().unwrap().len(), 2);
    assert_eq!(counted(), (2, 0));
    // A colleague whose phone was told no more than that is told the same.
    other.sync();
    assert_eq!(gate(&other, Some(camp), checked(&other, None)), ["vacated_already"]);
}

#[test]
fn who_took_back_that_they_were_gone_goes_on_offline() {
    let force = council();
    let officer = safety_officer(&force, "2201");
    let camp = comes_upon(&officer, LAND);
    let check = checked(&officer, None);
    assert_eq!(doubts(&officer, camp, EncampmentNews::Welfare { check }), [""; 0]);
    later(&force, &[&officer], 60_000);
    assert_eq!(doubts(&officer, camp, left()), [""; 0]);
    assert_eq!(gate(&officer, None, check), ["vacated_already"], "by its own entry as well");
    officer.sync();
    later(&force, &[&officer], 60_000);
    let before = officer.book().encampment(camp).unwrap();
    assert!(before.standing.unwrap().vacated.is_some());
    let (entry, why) = (before.own.unwrap().vacated.unwrap().at.seq, "Behind the hedge".to_owned());
    assert_eq!(doubts(&officer, camp, EncampmentNews::TakenBack { entry, why }), [""; 0]);
    later(&force, &[&officer], 60_000);
    assert_eq!(doubts(&officer, camp, visit(3, &[])), [""; 0]);
    assert_eq!(gate(&officer, None, check), [""; 0]);
}
