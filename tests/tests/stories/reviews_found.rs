//! Which concerns add up, and what the table of reviews says each rests on.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use beatbook_device::WelfareNews;
use beatbook_domain::records::patrol::Duty;
use beatbook_domain::welfare::concern::{ConcernCode, ConcernLevel};
use beatbook_domain::welfare::sleeping::SleepingState;
use beatbook_protocol::id::Id;
use beatbook_tests::force::Force;
use beatbook_tests::outreach::{concern, danger, meets, person, phone, town};
use beatbook_tests::phone::Phone;
use serde_json::Value;

const DAY: i64 = 86_400_000;

fn reviews(force: &Force) -> Vec<Value> {
    let told = force.asked(&["welfare", "reviews", "--authority", "MDW", "--as", "S-1"], &[]).unwrap();
    told["rows"].as_array().unwrap().clone()
}

/// A small worry about somebody, with or without saying about whom.
fn worries(worker: &Phone, about: Option<u16>) -> Id {
    let record = meets(worker, 0.0, person(Some(("Fritz", "Gold")), SleepingState::AwakeNot));
    let worry = match concern(ConcernCode::SelfNeglect, ConcernLevel::Low) {
        WelfareNews::Step { time, step, .. } => WelfareNews::Step { person: about, time, step },
        other => other,
    };
    worker.book().tell_welfare(record, vec![danger(false, None), worry]).unwrap();
    worker.sync();
    record
}

#[test]
fn a_concern_told_of_everybody_adds_up_where_one_person_is_told_of() {
    let force = town();
    let workers = ["O-12", "O-13", "O-20"].map(|code| phone(&force, code, Duty::Outreach));
    for (worker, about) in workers.iter().zip([None, Some(1), None]) {
        assert_eq!(reviews(&force).len(), 0);
        worries(worker, about);
    }
    let [row] = &reviews(&force)[..] else { panic!("one review") };
    assert!(row["reasons"].as_str().unwrap().starts_with("3 concerns of 3 people"), "{row}");
    assert_eq!(row["about"], "a person");
    // Of two people nobody can say whom it is about.
    let [worker, other, _] = &workers;
    for worker in [worker, other, worker] {
        let record = meets(worker, 0.0, person(Some(("Anna", "Silber")), SleepingState::AwakeNot));
        let second = match person(Some(("Otto", "Blei")), SleepingState::AwakeNot) {
            WelfareNews::Person { known, .. } => WelfareNews::Person { person: 2, known },
            other => other,
        };
        let worry = match concern(ConcernCode::SelfNeglect, ConcernLevel::Low) {
            WelfareNews::Step { time, step, .. } => WelfareNews::Step { person: None, time, step },
            other => other,
        };
        worker.book().tell_welfare(record, vec![second, danger(false, None), worry]).unwrap();
        worker.sync();
    }
    assert_eq!(reviews(&force).len(), 1);
}

#[test]
fn an_answered_review_shows_what_it_rests_on_and_nothing_that_came_later() {
    let force = town();
    let workers = ["O-12", "O-13", "O-20"].map(|code| phone(&force, code, Duty::Outreach));
    phone(&force, "S-1", Duty::TaskedCore).sync();
    let mut records: Vec<Id> = workers.iter().map(|worker| worries(worker, Some(1))).collect();
    let pass = |days: i64| {
        force.clock.advance(days * DAY);
        force.block_on(force.server().renew_certificate()).unwrap();
        workers.iter().for_each(|worker| worker.wait_until(force.clock.now()));
    };
    // A fourth joins what is still to be done: one row, with all four.
    pass(1);
    records.push(worries(&workers[0], Some(1)));
    let told = |records: &[Id]| {
        let mut ids: Vec<String> = records.iter().map(ToString::to_string).collect();
        ids.sort();
        ids.join(" ")
    };
    let [row] = &reviews(&force)[..] else { panic!("one review: {:?}", reviews(&force)) };
    assert!(row["reasons"].as_str().unwrap().starts_with("4 concerns of 3 people"), "{row}");
    assert_eq!(row["records"], told(&records));
    let task = row["task"].as_str().unwrap().to_owned();
    let why = ["--outcome", "referred", "--why", "Seen", "--authority", "MDW", "--as", "S-1"];
    force.command(&[&["welfare", "review", &task], &why[..]].concat());
    // What comes later asks for another, and is none of what was answered.
    pass(3);
    worries(&workers[1], Some(1));
    let rows = reviews(&force);
    let answered = rows.iter().find(|row| row["task"] == task.as_str()).unwrap();
    assert_eq!(answered["records"], told(&records), "{rows:?}");
    assert_eq!(answered["state"], "referred");
    assert_eq!(rows.len(), 2, "{rows:?}");
}
