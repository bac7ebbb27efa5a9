//! Phones that started again without a network and show another year: what they tell of consent, concerns and nights is believed
//! no later than the server took it in, and where an order is not known, no is the answer.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use beatbook_device::{AskWhere, BeginWelfare, WelfareNews};
use beatbook_domain::calendar::local_date;
use beatbook_domain::records::patrol::Duty;
use beatbook_domain::records::welfare::WelfareAbout;
use beatbook_domain::records::welfare::people::PersonSeen;
use beatbook_domain::records::welfare::steps::CareStep;
use beatbook_domain::welfare::concern::{ConcernCode, ConcernLevel};
use beatbook_domain::welfare::consent::Answer;
use beatbook_domain::welfare::sleeping::SleepingState;
use beatbook_protocol::id::Id;
use beatbook_tests::force::Force;
use beatbook_tests::outreach::{LINES, concern, consent, danger, person, phone, step, town};
use beatbook_tests::phone::Phone;
use serde_json::Value;

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;
const NAME: (&str, &str) = ("Persephone", "Quillfeather");

fn desk(force: &Force, words: &[&str], who: &str) -> Value {
    force.asked(&[&["welfare"], words, &["--authority", "MDW", "--as", who]].concat(), &[]).unwrap()
}

/// The state of a record's referral.
fn state(force: &Force, record: Id) -> String {
    let table = desk(force, &["referrals"], "C-1");
    let rows = table["rows"].as_array().unwrap();
    let row = rows.iter().find(|row| row["record"] == record.to_string().as_str()).unwrap();
    row["state"].as_str().unwrap().to_owned()
}

/// The phone starts again out of reach, and its clock is days off.
fn wrong_by(phone: &mut Phone, days: i64) {
    let wall = beatbook_tests::encampment::now(phone);
    phone.rebooted(9);
    phone.platform.set_wall(wall + days * DAY);
}

/// Back in reach: the network sets the clock, and everything is handed over.
fn back(force: &Force, phone: &Phone) {
    phone.platform.set_wall(force.clock.now());
    phone.sync();
}

/// Meets somebody while no satellite is seen.
fn meets(phone: &Phone, who: WelfareNews) -> Id {
    let place = AskWhere::At { lat: LINES.0, lon: LINES.1, accuracy_m: 10.0 };
    let begin = BeginWelfare { about: WelfareAbout::Contact, place, address: None, joint: None };
    let record = phone.book().begin_welfare(begin).unwrap();
    phone.book().tell_welfare(record, vec![who, danger(false, None)]).unwrap();
    record
}

fn refers(phone: &Phone) -> Id {
    let record = meets(phone, person(Some(NAME), SleepingState::BeddedDown));
    let sent = CareStep::Referral { to: "Coordinator".to_owned(), sent: "Wants a bed.".to_owned() };
    phone.book().tell_welfare(record, vec![consent(Answer::Given), step(sent)]).unwrap();
    record
}

#[test]
fn consent_told_by_a_clock_that_runs_years_ahead_is_taken_back_by_whoever_asks_later() {
    let force = town();
    let mut worker = phone(&force, "O-12", Duty::Outreach);
    let colleague = phone(&force, "O-13", Duty::Outreach);
    wrong_by(&mut worker, 180);
    let record = refers(&worker);
    back(&force, &worker);
    assert_eq!(state(&force, record), "consent in force");
    colleague.platform.advance(HOUR);
    let again = meets(&colleague, person(Some(NAME), SleepingState::AwakeNot));
    colleague.book().tell_welfare(again, vec![consent(Answer::Withdrawn)]).unwrap();
    colleague.sync();
    assert_eq!(state(&force, record), "withdrawn");
}

#[test]
fn consent_taken_back_by_a_clock_that_runs_years_behind_is_taken_back_until_it_is_given_again() {
    let force = town();
    let worker = phone(&force, "O-12", Duty::Outreach);
    let mut colleague = phone(&force, "O-13", Duty::Outreach);
    let record = refers(&worker);
    worker.sync();
    wrong_by(&mut colleague, -300);
    let again = meets(&colleague, person(Some(NAME), SleepingState::AwakeNot));
    colleague.book().tell_welfare(again, vec![consent(Answer::Withdrawn)]).unwrap();
    back(&force, &colleague);
    assert_eq!(state(&force, record), "withdrawn");
    // It had been taken back when the server heard of it at the latest: what is given after that is newer.
    force.clock.advance(HOUR);
    worker.wait_until(force.clock.now());
    worker.book().tell_welfare(record, vec![consent(Answer::Given)]).unwrap();
    worker.sync();
    assert_eq!(state(&force, record), "consent in force");
}

#[test]
fn a_phone_refers_nobody_who_said_no_in_another_record_whatever_its_clock_showed_then() {
    let force = town();
    let mut worker = phone(&force, "O-12", Duty::Outreach);
    wrong_by(&mut worker, 180);
    let record = refers(&worker);
    worker.platform.set_wall(force.clock.now());
    worker.platform.advance(HOUR);
    let again = meets(&worker, person(Some(NAME), SleepingState::AwakeNot));
    worker.book().tell_welfare(again, vec![consent(Answer::Withdrawn)]).unwrap();
    let refer = || step(CareStep::Referral { to: "Coordinator".to_owned(), sent: "A bed.".to_owned() });
    let told = |news| worker.book().tell_welfare(record, news).map(drop).map_err(|error| error.code());
    assert_eq!(told(vec![refer()]), Err("no_consent"));
    worker.platform.advance(HOUR);
    assert_eq!(told(vec![consent(Answer::Given), refer()]), Ok(()), "asked again, they agree");
}

#[test]
fn in_which_order_one_phone_heard_yes_and_no_is_known_however_often_it_starts_again() {
    let force = town();
    let mut worker = phone(&force, "O-12", Duty::Outreach);
    wrong_by(&mut worker, 180);
    let record = refers(&worker);
    let agree = |worker: &Phone| worker.book().welfare_record(record).unwrap().agree;
    let tells = |worker: &Phone, record, news| {
        worker.book().tell_welfare(record, news).map(drop).map_err(|error| error.code())
    };
    let refer = || step(CareStep::Referral { to: "Coordinator".to_owned(), sent: "A bed.".to_owned() });
    assert_eq!(agree(&worker), [1]);
    worker.rebooted(10);
    let again = meets(&worker, person(Some(NAME), SleepingState::AwakeNot));
    assert_eq!(tells(&worker, again, vec![consent(Answer::Withdrawn)]), Ok(()));
    assert!(agree(&worker).is_empty());
    worker.rebooted(11);
    assert_eq!((agree(&worker), tells(&worker, record, vec![refer()])), (vec![], Err("no_consent")));
    assert_eq!(tells(&worker, record, vec![consent(Answer::Given)]), Ok(()));
    worker.rebooted(12);
    assert_eq!((agree(&worker), tells(&worker, record, vec![refer()])), (vec![1], Ok(())));
    // By names alone, too: nobody refers whoever may have said no since.
    let (given, family) = NAME;
    let undated = WelfareNews::Person {
        person: 1,
        known: Box::new(PersonSeen {
            given: Some(given.to_owned()),
            family: Some(family.to_owned()),
            state: Some(SleepingState::AwakeNot),
            ..PersonSeen::default()
        }),
    };
    let third = meets(&worker, undated);
    assert_eq!(tells(&worker, third, vec![consent(Answer::Declined)]), Ok(()));
    assert_eq!((agree(&worker), tells(&worker, record, vec![refer()])), (vec![], Err("no_consent")));
    worker.rebooted(13);
    assert_eq!(tells(&worker, record, vec![consent(Answer::Given), refer()]), Ok(()));
    assert_eq!(agree(&worker), [1]);
}

#[test]
fn a_concern_and_a_night_of_a_clock_that_is_years_off_are_of_the_day_the_server_heard_of_them() {
    for days in [200, -1_100] {
        let force = town();
        let mut worker = phone(&force, "O-12", Duty::Outreach);
        wrong_by(&mut worker, days);
        let record = meets(&worker, person(Some(NAME), SleepingState::BeddedDown));
        let grave = concern(ConcernCode::OverdoseRisk, ConcernLevel::High);
        worker.book().tell_welfare(record, vec![grave]).unwrap();
        back(&force, &worker);
        let today = local_date(force.clock.now()).unwrap();
        let reviews = desk(&force, &["reviews"], "S-1");
        let row = &reviews["rows"][0];
        let due: jiff::civil::Date = row["due"].as_str().unwrap().parse().unwrap();
        assert!((1..=3).contains(&(due - today).get_days()), "due {due} of what came on {today}");
        assert_eq!(row["noted"], today.to_string());
        let people = desk(&force, &["people"], "A-1");
        assert_eq!(people["rows"][0]["month"], today.strftime("%Y-%m").to_string(), "{people}");
        let on = desk(&force, &["cold", "on"], "C-1");
        assert_eq!(on["people"], 1, "who slept there when it was heard of is looked for tonight");
    }
}
