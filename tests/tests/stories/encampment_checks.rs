//! Which encampment is meant where nobody names one, whose welfare check is whose, and what a check that asks to wait after it
//! was told does to directions of before and of after.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use beatbook_device::{EncampmentNews, WelfareNews};
use beatbook_domain::encampments::story::Stage;
use beatbook_domain::records::patrol::Duty;
use beatbook_domain::records::welfare::Subject;
use beatbook_domain::records::welfare::steps::CareStep;
use beatbook_protocol::id::Id;
use beatbook_tests::beat::{CHATHAM, fix, issued, met};
use beatbook_tests::encampment::{
    LAND, WEIGHED, camp_json, checked, comes_upon, council, day_after, directed, direction, later,
    safety_officer, visit,
};
use beatbook_tests::outreach;
use beatbook_tests::phone::Phone;

fn spoken(why: Option<&str>) -> EncampmentNews {
    let without_assessment = why.map(str::to_owned);
    EncampmentNews::Spoken { leave_by: None, registrations: Vec::new(), without_assessment }
}

fn defers(phone: &Phone, check: Id, days: i64) {
    let deferral = CareStep::Deferral {
        until: day_after(phone, days),
        owner: "2201".to_owned(),
        equality: WEIGHED.to_owned(),
    };
    phone
        .book()
        .tell_welfare(check, vec![WelfareNews::Step { person: None, step: deferral, time: None }])
        .unwrap();
}

#[test]
fn the_one_told_of_last_is_the_last_whatever_its_id() {
    let force = council();
    let phone = outreach::phone(&force, "O-1", Duty::Outreach);
    fix(&phone, CHATHAM, 5.0);
    let last = || phone.book().encampments().unwrap().last().unwrap().encampment;
    // On outreach ids tell no more than the hour.
    let all: Vec<Id> = (1..=6)
        .map(|number| {
            let one = comes_upon(&phone, &format!("Place {number}"));
            assert_eq!(last(), one, "place {number}");
            one
        })
        .collect();
    phone.book().tell_encampment(all[2], vec![visit(1, &[])], None).unwrap();
    assert_eq!(last(), all[2]);
    // What others told of is never the one that is meant by itself.
    let officer = safety_officer(&force, "2201");
    let mine = comes_upon(&officer, "Mine");
    let other = safety_officer(&force, "2202");
    comes_upon(&other, "Theirs");
    other.sync();
    officer.sync();
    let views = officer.book().encampments().unwrap();
    assert_eq!((views.len(), views[1].encampment), (2, mine));
}

#[test]
fn a_check_that_asks_to_wait_after_it_was_told_holds_what_comes_and_takes_nothing_from_what_was() {
    let force = council();
    let phone = safety_officer(&force, "2201");
    let book = phone.book();
    let (before, later) = (comes_upon(&phone, LAND), comes_upon(&phone, "The Strand"));
    let check = checked(&phone, None);
    book.tell_encampment(before, vec![EncampmentNews::Welfare { check }], None).unwrap();
    phone.platform.advance(60_000);
    directed(&phone, before, LAND, check);
    phone.platform.advance(60_000);
    // The check asks to wait by now: the encampment is told at once, with no word of the officer's.
    defers(&phone, check, 4);
    phone.sync();
    let shown = |camp: Id| camp_json(&force, &["show", &camp.to_string()], "M-1");
    let stands = shown(before);
    assert_eq!((&stands["stage"], &stands["refused"]), (&"s77".into(), &serde_json::json!([])), "{stands}");
    let known = book.encampment(before).unwrap().standing.unwrap();
    assert_eq!((known.stage, known.wait_until), (Some(Stage::S77), Some(day_after(&phone, 4))));

    // Where nothing was directed yet the next direction waits, on this phone and by all that was told.
    phone.platform.advance(60_000);
    let check = checked(&phone, None);
    book.tell_encampment(later, vec![EncampmentNews::Welfare { check }], None).unwrap();
    phone.platform.advance(60_000);
    defers(&phone, check, 4);
    phone.platform.advance(60_000);
    assert_eq!(book.tell_encampment(later, vec![spoken(None)], None).unwrap_err().code(), "welfare_wait");
    book.tell_encampment(later, vec![spoken(Some("A fire"))], None).unwrap();
    phone.sync();
    assert_eq!(shown(later)["refused"][0]["code"], "welfare_wait");
    // Less time, told later, makes nothing of before hold.
    phone.platform.advance(60_000);
    defers(&phone, check, 0);
    phone.sync();
    phone.platform.advance(60_000);
    book.tell_encampment(later, vec![spoken(None)], None).unwrap();
    phone.sync();
    let stands = shown(later);
    assert_eq!(
        (stands["spoken"].as_array().unwrap().len(), &stands["refused"][0]["code"]),
        (1, &"welfare_wait".into())
    );
}

#[test]
fn a_colleagues_newer_check_counts_and_what_rests_on_it_is_listed_as_ones_own() {
    let force = council();
    let (first, second) = (safety_officer(&force, "2201"), safety_officer(&force, "2202"));
    let site = comes_upon(&first, LAND);
    let older = checked(&first, None);
    first.book().tell_encampment(site, vec![EncampmentNews::Welfare { check: older }], None).unwrap();
    first.sync();
    later(&force, &[&first, &second], 60_000);
    second.sync();
    let newer = checked(&second, None);
    second.book().tell_encampment(site, vec![EncampmentNews::Welfare { check: newer }], None).unwrap();
    second.sync();
    later(&force, &[&first, &second], 60_000);
    // Before the phone has heard it says that it told; then that the other one counts.
    let deferred = |days: i64| {
        let equality = WEIGHED.to_owned();
        let step = CareStep::Deferral { until: day_after(&first, days), owner: "2201".to_owned(), equality };
        let news = WelfareNews::Step { person: None, step, time: None };
        let told = first.book().tell_welfare(older, vec![news]).unwrap();
        told.doubts.iter().map(|point| point.code).collect::<Vec<_>>()
    };
    assert_eq!(deferred(4), ["told_anew"]);
    first.sync();
    later(&force, &[&first, &second], 60_000);
    assert_eq!(deferred(5), ["newer_check"]);
    first.sync();
    let shown = camp_json(&force, &["show", &site.to_string()], "M-1");
    assert_eq!((&shown["wait_until"], &shown["refused"]), (&serde_json::Value::Null, &serde_json::json!([])));

    // Of a site where a colleague alone completed a check one speaks, and finds it among one's own.
    let strand = comes_upon(&second, "The Strand");
    let check = checked(&second, None);
    second.book().tell_encampment(strand, vec![EncampmentNews::Welfare { check }], None).unwrap();
    second.sync();
    first.sync();
    later(&force, &[&first, &second], 60_000);
    first.book().tell_encampment(strand, vec![spoken(None)], None).unwrap();
    first.sync();
    let view = first.book().encampment(strand).unwrap();
    let own = view.own.unwrap();
    assert_eq!(
        (own.refused.len(), view.unheld.len()),
        (1, 0),
        "here it rests on nothing, and the server holds it"
    );
}

#[test]
fn the_newest_check_is_the_sites_own_also_after_sign_off_and_one_begun_far_away_is_said() {
    let force = council();
    let phone = safety_officer(&force, "2201");
    let book = phone.book();
    let newest = |site| book.newest_check(Subject::Encampment, site).map_err(|error| error.code());
    let (here, there) = (comes_upon(&phone, LAND), comes_upon(&phone, "The Strand"));
    assert_eq!(newest(Some(here)), Err("not_found"));
    let first = checked(&phone, None);
    phone.platform.advance(60_000);
    let second = checked(&phone, None);
    assert_eq!((newest(Some(here)), newest(None)), (Ok(second), Ok(second)));
    book.tell_encampment(there, vec![EncampmentNews::Welfare { check: second }], None).unwrap();
    assert_eq!((newest(Some(here)), newest(Some(there))), (Ok(first), Ok(second)));
    // The officer's roles read it no more after sign-off; to go on with it its id is enough.
    book.sign_off(&[]).unwrap();
    assert!(book.welfare_records(10).unwrap().is_empty());
    assert_eq!(newest(Some(here)), Ok(first));
    let told = book.tell_encampment(here, vec![EncampmentNews::Welfare { check: first }], None).unwrap();
    assert!(told.doubts.is_empty(), "{told:?}");

    // Ten kilometres on.
    let phone = safety_officer(&force, "2202");
    let far = checked(&phone, None);
    phone.platform.advance(60_000);
    fix(&phone, (CHATHAM.0 - 0.09, CHATHAM.1), 5.0);
    let elsewhere = comes_upon(&phone, "A lay-by");
    let told =
        phone.book().tell_encampment(elsewhere, vec![EncampmentNews::Welfare { check: far }], None).unwrap();
    let [doubt] = &told.doubts[..] else { panic!("{told:?}") };
    assert_eq!(doubt.code, "check_far");
    // It names what would have to be taken back.
    let entry = phone.book().status().unwrap().last_entry.unwrap();
    assert!(doubt.remedy.contains(&format!("encampment {elsewhere}")), "{doubt:?}");
    assert!(doubt.remedy.ends_with(&format!("take entry {entry} back.")), "{doubt:?}");
}

#[test]
fn a_deferral_is_due_no_more_once_nobody_lives_there() {
    let force = council();
    let phone = safety_officer(&force, "2201");
    let (camp, check) = (comes_upon(&phone, LAND), checked(&phone, None));
    let tells = |news| phone.book().tell_encampment(camp, vec![news], None).unwrap();
    tells(EncampmentNews::Welfare { check });
    defers(&phone, check, 7);
    phone.sync();
    let on = day_after(&phone, 7).to_string();
    let due =
        || force.command(&["welfare", "due", "--on", &on, "--csv", "--authority", "MDW", "--as", "2201"]);
    assert!(due().contains(&check.to_string()), "its owner is told: {}", due());
    tells(EncampmentNews::Vacated { text: None });
    phone.sync();
    assert!(!due().contains(&check.to_string()), "{}", due());
}

#[test]
fn a_direction_is_told_of_its_encampment_with_the_paper_itself() {
    let force = council();
    let phone = safety_officer(&force, "2201");
    let camp = comes_upon(&phone, LAND);
    let check = checked(&phone, None);
    let book = phone.book();
    book.tell_encampment(camp, vec![EncampmentNews::Welfare { check }], None).unwrap();
    let encounter = met(&phone, CHATHAM, "Example");
    let notice = issued(&phone, &direction(&phone, encounter, LAND, Some(check)));
    let number = notice.story.number().unwrap().to_owned();
    let written = || book.encampment(camp).unwrap().own.unwrap().written;
    assert_eq!(written()[0].what.number(), Some(number.as_str()), "nobody has to tell it twice");
    // Told again it adds nothing; with a registration it is told anew.
    let again = |registrations: Vec<String>| {
        let news = EncampmentNews::Written { number: number.clone(), registrations };
        book.tell_encampment(camp, vec![news], None).unwrap().doubts
    };
    let first = written()[0].at;
    assert_eq!((again(Vec::new()), written()[0].at), (Vec::new(), first));
    assert_eq!(again(vec!["AB12 CDE".to_owned()]), []);
    let told = written();
    assert_eq!((told.len(), told[0].what.registrations.len()), (1, 1));
    phone.sync();
    let stands = camp_json(&force, &["show", &camp.to_string()], "M-1");
    assert_eq!(
        (&stands["stage"], stands["written"].as_array().unwrap().len()),
        (&"s77".into(), 1),
        "{stands}"
    );
    assert_eq!(stands["refused"].as_array().unwrap().len(), 0, "{stands}");
}

#[test]
fn paper_given_beside_a_newer_check_of_another_phone_or_where_nobody_is_goes_to_review() {
    let force = council();
    let [first, second, third] = ["2201", "2202", "2203"].map(|code| safety_officer(&force, code));
    let (waits, empty) = (comes_upon(&first, LAND), comes_upon(&first, "The Strand"));
    for phone in [&first, &second, &third] {
        phone.sync();
        phone.sync();
    }
    let welfare = |phone: &Phone, camp| {
        let check = checked(phone, None);
        phone.book().tell_encampment(camp, vec![EncampmentNews::Welfare { check }], None).unwrap();
        check
    };
    let (here, there) = (welfare(&first, waits), welfare(&first, empty));
    // What the others tell the server the first does not hear of.
    second.platform.advance(60_000);
    let newer = welfare(&second, waits);
    defers(&second, newer, 5);
    second.book().tell_encampment(waits, vec![EncampmentNews::Welfare { check: newer }], None).unwrap();
    second.sync();
    third.platform.advance(60_000);
    third.book().tell_encampment(empty, vec![EncampmentNews::Vacated { text: None }], None).unwrap();
    third.sync();
    first.platform.advance(120_000);
    let number = |camp, land, check| directed(&first, camp, land, check).story.number().unwrap().to_owned();
    let numbers = [number(waits, LAND, here), number(empty, "The Strand", there)];
    first.sync();
    for (number, why) in numbers.iter().zip(["asked to wait longer", "was vacated"]) {
        let shown = force.at_desk(&["notice", "show", number]);
        assert!(shown.contains(why), "{shown}");
    }
}
