//! A direction to leave whose ground goes after its notice has arrived: the notice comes under review, at the desk and on the phone,
//! once for each reason. A person decides.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use beatbook_device::EncampmentNews;
use beatbook_protocol::id::Id;
use beatbook_tests::encampment::{
    LAND, camp, checked, comes_upon, council, day_after, directed, later, safety_officer, tents, visit,
};
use beatbook_tests::force::Force;
use beatbook_tests::phone::Phone;

const UNTOLD: &str = "the welfare check counts for no encampment";

/// An encampment that was visited and checked.
fn cared_for(phone: &Phone) -> (Id, Id) {
    let site = comes_upon(phone, LAND);
    phone.book().tell_encampment(site, vec![visit(2, &["AB12 CDE"])], None).unwrap();
    let check = checked(phone, None);
    phone.book().tell_encampment(site, vec![EncampmentNews::Welfare { check }], None).unwrap();
    (site, check)
}

/// Directed in writing, and the server has heard; the encampment, and the number of its notice.
fn sent_away(phone: &Phone) -> (Id, String) {
    let (site, check) = cared_for(phone);
    let number = directed(phone, site, LAND, check).story.number().unwrap().to_owned();
    phone.sync();
    (site, number)
}

fn shown(force: &Force, number: &str) -> String {
    force.at_desk(&["notice", "show", number])
}

/// Whether the phone was told that one of its notices is to be reviewed.
fn is_reviewed(phone: &Phone) -> bool {
    let standings = phone.book().notice_standings(day_after(phone, 0)).unwrap();
    standings.iter().any(|one| one.standing.review_until.is_some())
}

#[test]
fn a_check_that_its_officer_takes_back_after_the_notice_has_the_notice_reviewed_once() {
    let force = council();
    force.add_officer("SGT7", "Centre");
    force.give_role("SGT7", "police_supervisor");
    let phone = safety_officer(&force, "2201");
    let (site, number) = sent_away(&phone);
    assert!(!shown(&force, &number).contains("REVIEW") && !is_reviewed(&phone));
    later(&force, &[&phone], 60_000);
    let entry = phone.book().encampment(site).unwrap().own.unwrap().welfare.unwrap().at.seq;
    let back = EncampmentNews::TakenBack { entry, why: "Of another".to_owned() };
    phone.book().tell_encampment(site, vec![back], None).unwrap();
    phone.sync();
    let told = shown(&force, &number);
    assert!(told.contains("REVIEW: confirm or void it by") && told.contains(UNTOLD), "{told}");
    assert!(is_reviewed(&phone), "in the very same sync");

    // More is told of it: nobody is asked twice for one reason, also not after it was confirmed.
    let tells_more = || {
        later(&force, &[&phone], 60_000);
        phone.book().tell_encampment(site, vec![visit(3, &[])], None).unwrap();
        phone.sync();
    };
    tells_more();
    assert_eq!(shown(&force, &number).matches(UNTOLD).count(), told.matches(UNTOLD).count());
    let by = ["--authority", "MDW", "--by", "SGT7", "--why", "The paper stands"];
    force.command(&[&["notice", "confirm", &number], &by[..]].concat());
    tells_more();
    assert!(!shown(&force, &number).contains("REVIEW") && !is_reviewed(&phone));
}

#[test]
fn a_check_that_the_desk_takes_back_has_the_notice_reviewed_at_once() {
    let force = council();
    let phone = safety_officer(&force, "2201");
    let (site, number) = sent_away(&phone);
    later(&force, &[&phone], 60_000);
    let entry = phone.book().encampment(site).unwrap().own.unwrap().welfare.unwrap().at;
    let (id, journal, seq) = (site.to_string(), entry.journal.to_string(), entry.seq.to_string());
    camp(&force, &["take-back", &id, &journal, &seq, "--why", "Of another"], "M-1");
    let told = shown(&force, &number);
    assert!(told.contains("REVIEW") && told.contains(UNTOLD), "{told}");
    phone.sync();
    assert!(is_reviewed(&phone));
}

#[test]
fn what_a_colleague_saw_before_and_tells_after_the_notice_has_it_reviewed() {
    let force = council();
    let (first, second) = (safety_officer(&force, "2201"), safety_officer(&force, "2202"));
    let (site, check) = cared_for(&first);
    first.sync();
    second.sync();
    later(&force, &[&first, &second], 60_000);
    second.book().tell_encampment(site, vec![EncampmentNews::Vacated { text: None }], None).unwrap();
    later(&force, &[&first, &second], 60_000);
    let number = directed(&first, site, LAND, check).story.number().unwrap().to_owned();
    first.sync();
    assert!(!shown(&force, &number).contains("REVIEW"), "nobody has heard that they were gone");
    second.sync();
    let told = shown(&force, &number);
    assert!(told.contains("REVIEW") && told.contains("was vacated when the direction was given"), "{told}");
    first.sync();
    assert!(is_reviewed(&first));
}

#[test]
fn people_who_leave_after_they_were_directed_and_a_notice_that_is_over_have_nothing_reviewed() {
    let force = council();
    let phone = safety_officer(&force, "2201");
    let (site, number) = sent_away(&phone);
    later(&force, &[&phone], 60_000);
    phone.book().tell_encampment(site, vec![EncampmentNews::Vacated { text: None }], None).unwrap();
    phone.sync();
    assert!(!shown(&force, &number).contains("REVIEW"), "they did as they were told");

    let today = day_after(&phone, 0).to_string();
    let why =
        ["--reason", "policy", "--why", "given up", "--told", &today, "--authority", "MDW", "--by", "M-1"];
    force.command(&[&["notice", "withdraw", &number], &why[..]].concat());
    let entry = phone.book().encampment(site).unwrap().own.unwrap().welfare.unwrap().at.seq;
    let back = EncampmentNews::TakenBack { entry, why: "Of another".to_owned() };
    phone.book().tell_encampment(site, vec![back], None).unwrap();
    phone.sync();
    assert!(!shown(&force, &number).contains("REVIEW") && !is_reviewed(&phone));
}

#[test]
fn a_notice_where_a_colleague_had_counted_tents_alone_is_reviewed_until_somebody_sees_a_caravan() {
    for is_driven in [false, true] {
        let force = council();
        let (first, second) = (safety_officer(&force, "2201"), safety_officer(&force, "2202"));
        let site = comes_upon(&first, LAND);
        let check = checked(&first, None);
        first.book().tell_encampment(site, vec![EncampmentNews::Welfare { check }], None).unwrap();
        first.sync();
        second.sync();
        later(&force, &[&first, &second], 60_000);
        let seen = if is_driven { vec![tents(), visit(1, &[])] } else { vec![tents()] };
        second.book().tell_encampment(site, seen, None).unwrap();
        later(&force, &[&first, &second], 60_000);
        let number = directed(&first, site, LAND, check).story.number().unwrap().to_owned();
        first.sync();
        assert!(!shown(&force, &number).contains("REVIEW"), "nobody has heard what was counted");
        second.sync();
        assert_eq!(shown(&force, &number).contains("tents or structures alone were counted"), !is_driven);
    }
}
