//! A direction to leave whose notice was withdrawn: it is given up. Nothing is a return under it, no court is asked on it, and how
//! far the encampment had come stays.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use beatbook_device::{EncampmentNews, EncampmentTelling, NoticeNews};
use beatbook_domain::encampments::returns::ReturnBasis;
use beatbook_protocol::id::Id;
use beatbook_tests::encampment::{
    LAND, camp, camp_json, camp_refused, checked, comes_upon, comes_upon_listed, council, day_after,
    directed, later, next_shift, safety_officer, tents, visit,
};
use beatbook_tests::force::Force;
use beatbook_tests::phone::Phone;

/// Directed in writing; the encampment, and the number of its notice.
fn sent_away(phone: &Phone) -> (Id, String) {
    let site = comes_upon(phone, LAND);
    phone.book().tell_encampment(site, vec![visit(2, &["AB12 CDE"])], None).unwrap();
    let check = checked(phone, None);
    phone.book().tell_encampment(site, vec![EncampmentNews::Welfare { check }], None).unwrap();
    let number = directed(phone, site, LAND, check).story.number().unwrap().to_owned();
    phone.sync();
    (site, number)
}

fn withdraws(force: &Force, phone: &Phone, number: &str) {
    let told = day_after(phone, 0).to_string();
    let why =
        ["--reason", "policy", "--why", "given up", "--told", &told, "--authority", "MDW", "--by", "M-1"];
    force.command(&[&["notice", "withdraw", number], &why[..]].concat());
}

/// The same land is come upon again.
fn again(phone: &Phone) -> EncampmentTelling {
    comes_upon_listed(phone, LAND, None)
}

#[test]
fn a_withdrawn_direction_makes_no_return_and_carries_no_application() {
    let force = council();
    let (officer, other) = (safety_officer(&force, "2201"), safety_officer(&force, "2202"));
    let (site, number) = sent_away(&officer);
    other.sync();
    let returns = |phone: &Phone| again(phone).returns.len();
    assert_eq!(returns(&other), 1, "while it is in force");
    other.sync();
    assert!(camp(&force, &["returns"], "M-1").contains(&number));

    next_shift(&force, &[&officer, &other], 2);
    withdraws(&force, &officer, &number);
    let id = site.to_string();
    let shown = camp_json(&force, &["show", &id], "M-1");
    let today = day_after(&officer, 0);
    assert_eq!(
        (&shown["stage"], &shown["written"][0]["what"]["withdrawn"]),
        (&"s77".into(), &today.to_string().into())
    );
    // Without anything new of the encampment itself.
    for phone in [&officer, &other] {
        phone.sync();
        let standing = phone.book().encampment(site).unwrap().standing.unwrap();
        let [direction] = &standing.directions[..] else { panic!("one direction: {standing:?}") };
        assert_eq!(direction.withdrawn, Some(today));
        assert_eq!(returns(phone), 0, "from that day on");
        phone.sync();
    }
    next_shift(&force, &[&officer, &other], 1);
    assert_eq!(camp_refused(&force, &["s78-applied", &id, "--court", "Medway"], "M-1"), "direction_first");
    // What came back before it was given up did so.
    assert_eq!(camp_json(&force, &["returns"], "M-1")["rows"].as_array().unwrap().len(), 1);
}

#[test]
fn an_application_of_before_stays_when_the_direction_is_withdrawn() {
    let force = council();
    let officer = safety_officer(&force, "2201");
    let (site, number) = sent_away(&officer);
    let id = site.to_string();
    next_shift(&force, &[&officer], 2);
    later(&force, &[&officer], 3_600_000);
    camp(&force, &["s78-applied", &id, "--court", "Medway"], "M-1");
    // On the same day, too.
    withdraws(&force, &officer, &number);
    let shown = camp_json(&force, &["show", &id], "M-1");
    assert_eq!(
        (&shown["stage"], &shown["refused"]),
        (&"s78_applied".into(), &serde_json::json!([])),
        "{shown}"
    );
}

#[test]
fn a_phone_that_ended_its_own_direction_sees_no_return_under_it_before_it_syncs() {
    let withdrawn = |today| NoticeNews::Withdrawn {
        reason: "policy".to_owned(),
        told: "By hand".to_owned(),
        told_on: Some(today),
    };
    for voids in [false, true] {
        let force = council();
        let officer = safety_officer(&force, "2201");
        let (site, number) = sent_away(&officer);
        next_shift(&force, &[&officer], 2);
        assert_eq!(again(&officer).returns.len(), 1, "while it is in force");
        let notice = officer.book().notice_numbered(&number).unwrap().record;
        let ends = match voids {
            true => NoticeNews::Voided { reason: "officer_error".to_owned() },
            false => withdrawn(day_after(&officer, 0)),
        };
        officer.book().tell_notice(notice, ends).unwrap();
        assert_eq!(again(&officer).returns, [], "voided: {voids}");
        let seen = vec![visit(1, &["AB12 CDE"])];
        let other = again(&officer).encampment;
        assert_eq!(officer.book().tell_encampment(other, seen, None).unwrap().returns, []);
        let shown = officer.book().encampment(site).unwrap();
        assert_eq!(shown.standing.unwrap().directions.len(), usize::from(!voids));
        let own = shown.own.unwrap();
        assert_eq!((own.written.len(), own.refused.len()), (usize::from(!voids), usize::from(voids)));
        // Told again it adds nothing, and of a void one nothing is told.
        let written = EncampmentNews::Written { number, registrations: Vec::new() };
        let again = officer.book().tell_encampment(site, vec![written], None).map_err(|error| error.code());
        assert_eq!(again.err(), voids.then_some("s77_notice"));
    }
}

#[test]
fn a_number_that_the_desk_ended_directs_nobody_from_any_land() {
    let force = council();
    let officer = safety_officer(&force, "2201");
    let (_, number) = sent_away(&officer);
    next_shift(&force, &[&officer], 2);
    withdraws(&force, &officer, &number);
    officer.sync();
    let other = comes_upon(&officer, "Elm field");
    let written = EncampmentNews::Written { number, registrations: Vec::new() };
    let refused = officer.book().tell_encampment(other, vec![written], None).unwrap_err();
    assert_eq!(refused.code(), "s77_notice");
}

/// A colleague of whoever directed people to leave, two days later.
fn a_colleague_who_knows() -> (Force, Phone) {
    let force = council();
    let (officer, other) = (safety_officer(&force, "2201"), safety_officer(&force, "2202"));
    sent_away(&officer);
    next_shift(&force, &[&officer, &other], 2);
    other.sync();
    (force, other)
}

#[test]
fn vehicles_on_the_very_land_are_a_return_to_it_on_the_phone_as_well() {
    let (_force, other) = a_colleague_who_knows();
    let site = again(&other).encampment;
    let told = other.book().tell_encampment(site, vec![visit(1, &["AB12 CDE"])], None).unwrap();
    let [found] = &told.returns[..] else { panic!("one return: {told:?}") };
    assert_eq!(Vec::from_iter(&found.basis), [&ReturnBasis::LandWords, &ReturnBasis::Vehicles(1)]);
}

#[test]
fn whoever_was_there_before_has_not_come_back_on_phones_either() {
    let force = council();
    let (officer, other) = (safety_officer(&force, "2201"), safety_officer(&force, "2202"));
    let neighbours = comes_upon(&other, LAND);
    other.sync();
    later(&force, &[&officer, &other], 3_600_000);
    sent_away(&officer);
    next_shift(&force, &[&officer, &other], 2);
    for phone in [&officer, &other] {
        phone.sync();
        let told = phone.book().tell_encampment(neighbours, vec![visit(1, &["XY99 ZZZ"])], None).unwrap();
        assert_eq!(told.returns, []);
    }
}

#[test]
fn tents_or_nobody_at_all_on_land_that_others_were_directed_from_are_no_return() {
    let (_force, other) = a_colleague_who_knows();
    let site = again(&other).encampment;
    for seen in [tents(), visit(0, &[])] {
        assert_eq!(other.book().tell_encampment(site, vec![seen], None).unwrap().returns, []);
    }
    let driven = other.book().tell_encampment(site, vec![visit(1, &[])], None).unwrap();
    assert_eq!(driven.returns.len(), 1, "a caravan is");
}
