//! Which concerns add up, and what the table of reviews says each rests on.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeSet;

use beatbook_device::WelfareNews;
use beatbook_domain::records::patrol::Duty;
use beatbook_domain::welfare::concern::{ConcernCode, ConcernLevel};
use beatbook_domain::welfare::sleeping::SleepingState;
use beatbook_protocol::id::Id;
use beatbook_tests::outreach::{concern, danger, meets, person, phone, town};
use beatbook_tests::phone::Phone;
use beatbook_tests::reviews::{answer, at_the_address, days_pass, of_ida, reviews, team};
use serde_json::Value;

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
    assert!(row["reasons"].as_str().unwrap().starts_with("3 concerns noted by 3 people"), "{row}");
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
    let pass = |days: i64| days_pass(&force, days, &workers.each_ref());
    // A fourth joins what is still to be done: one row, with all four.
    pass(1);
    records.push(worries(&workers[0], Some(1)));
    let told = |records: &[Id]| {
        let mut ids: Vec<String> = records.iter().map(ToString::to_string).collect();
        ids.sort();
        ids.join(" ")
    };
    let [row] = &reviews(&force)[..] else { panic!("one review: {:?}", reviews(&force)) };
    assert!(row["reasons"].as_str().unwrap().starts_with("4 concerns noted by 3 people"), "{row}");
    assert_eq!(row["records"], told(&records));
    let task = row["task"].as_str().unwrap().to_owned();
    answer(&force, &task, "referred");
    // What comes later asks for another, and is none of what was answered.
    pass(3);
    worries(&workers[1], Some(1));
    let rows = reviews(&force);
    let answered = rows.iter().find(|row| row["task"] == task.as_str()).unwrap();
    assert_eq!(answered["records"], told(&records), "{rows:?}");
    assert_eq!(answered["state"], "referred");
    assert_eq!(rows.len(), 2, "{rows:?}");
}

fn says(row: &Value, parts: &[&str]) {
    let why = row["reasons"].as_str().unwrap();
    assert!(parts.iter().all(|part| why.contains(part)), "{row}");
}

#[test]
fn what_is_grave_stays_named_and_due_however_many_small_ones_join_it() {
    let force = town();
    let (workers, lead) = team(&force);
    let [first, second, third] = &workers;
    of_ida(first, ConcernCode::SelfHarm, ConcernLevel::High);
    first.sync();
    let [row] = &reviews(&force)[..] else { panic!("one review") };
    says(row, &["high: self_harm"]);
    let (task, due) = (row["task"].clone(), row["due"].clone());
    days_pass(&force, 1, &[first, second, third, &lead]);
    for worker in [second, third] {
        of_ida(worker, ConcernCode::SelfNeglect, ConcernLevel::Low);
        worker.sync();
    }
    let [row] = &reviews(&force)[..] else { panic!("one review: {:?}", reviews(&force)) };
    says(row, &["high: self_harm", "3 concerns noted by 3 people"]);
    assert_eq!((&row["task"], &row["due"]), (&task, &due), "{row}");
    // The lead's phone says so, too.
    lead.sync();
    let tasks = lead.book().tasks().unwrap();
    let what: Vec<&str> = tasks.iter().map(|task| task.task.set.what.as_str()).collect();
    assert!(what.iter().any(|what| what.contains("self_harm") && what.contains("3 concerns")), "{what:?}");
    // Two that are grave on two days are both named.
    days_pass(&force, 1, &[first, second, third, &lead]);
    of_ida(first, ConcernCode::Missing, ConcernLevel::High);
    first.sync();
    let [row] = &reviews(&force)[..] else { panic!("one review: {:?}", reviews(&force)) };
    says(row, &["high: self_harm", "high: missing", "4 concerns noted by 3 people"]);
    // Once answered it is not asked about again: what comes then is.
    let task = row["task"].as_str().unwrap().to_owned();
    answer(&force, &task, "referred");
    days_pass(&force, 1, &[first, second, third, &lead]);
    of_ida(second, ConcernCode::SelfNeglect, ConcernLevel::Low);
    second.sync();
    let rows = reviews(&force);
    let again = rows.iter().find(|row| row["task"] != task.as_str()).unwrap();
    assert!(again["reasons"].as_str().unwrap().starts_with("5 concerns noted by 3 people"), "{rows:?}");
    let answered = rows.iter().find(|row| row["task"] == task.as_str()).unwrap();
    says(answered, &["high: self_harm", "high: missing"]);
}

#[test]
fn what_is_grave_and_told_late_is_named_and_due_by_its_own_day() {
    let force = town();
    let (workers, lead) = team(&force);
    let [first, second, third] = &workers;
    // Written down on the first day, and not handed over.
    of_ida(first, ConcernCode::ModernSlavery, ConcernLevel::High);
    days_pass(&force, 1, &[first, second, third, &lead]);
    for worker in [second, third, second] {
        of_ida(worker, ConcernCode::SelfNeglect, ConcernLevel::Low);
        worker.sync();
    }
    let [row] = &reviews(&force)[..] else { panic!("one review") };
    says(row, &["3 concerns noted by 2 people"]);
    let (task, due) = (row["task"].as_str().unwrap().to_owned(), row["due"].clone());
    answer(&force, &task, "no-action");
    first.sync();
    let rows = reviews(&force);
    let late = rows.iter().find(|row| row["task"] != task.as_str()).unwrap();
    says(late, &["high: modern_slavery", "4 concerns noted by 3 people"]);
    assert!(late["due"].as_str() < due.as_str(), "{rows:?}");
}

#[test]
fn somebody_at_an_address_and_the_address_are_one_matter() {
    let force = town();
    let (workers, _) = team(&force);
    for worker in &workers {
        let who = person(Some(("Ida", "Kupfer")), SleepingState::AwakeNot);
        let worry = concern(ConcernCode::SelfNeglect, ConcernLevel::Low);
        at_the_address(worker, vec![who, danger(false, None), worry]);
    }
    let rows = reviews(&force);
    let tasks: BTreeSet<&str> = rows.iter().map(|row| row["task"].as_str().unwrap()).collect();
    assert_eq!(tasks.len(), 1, "{rows:?}");
    let about: BTreeSet<&str> = rows.iter().map(|row| row["about"].as_str().unwrap()).collect();
    assert_eq!(about, BTreeSet::from(["a person", "an address"]), "{rows:?}");
}

#[test]
fn whoever_else_is_told_of_at_once_or_joins_takes_no_grave_word_from_anybody() {
    let force = town();
    let (workers, lead) = team(&force);
    let [first, second, third] = &workers;
    // Two people in one record, told of in one breath.
    let otto = WelfareNews::Person {
        person: 2,
        known: match person(Some(("Otto", "Blei")), SleepingState::AwakeNot) {
            WelfareNews::Person { known, .. } => known,
            other => panic!("{other:?}"),
        },
    };
    let of_otto = |code| match concern(code, ConcernLevel::High) {
        WelfareNews::Step { time, step, .. } => WelfareNews::Step { person: Some(2), time, step },
        other => other,
    };
    let record = meets(first, 0.0, person(Some(("Ida", "Kupfer")), SleepingState::AwakeNot));
    let news = vec![
        otto,
        danger(false, None),
        concern(ConcernCode::SelfHarm, ConcernLevel::High),
        concern(ConcernCode::Missing, ConcernLevel::High),
        of_otto(ConcernCode::ModernSlavery),
    ];
    first.book().tell_welfare(record, news).unwrap();
    first.sync();
    let rows = reviews(&force);
    let why: BTreeSet<&str> = rows.iter().map(|row| row["reasons"].as_str().unwrap()).collect();
    assert_eq!(why, BTreeSet::from(["high: modern_slavery", "high: self_harm; high: missing"]), "{rows:?}");
    lead.sync();
    let asked = lead.book().tasks().unwrap().len();
    assert_eq!(asked, 2, "one for each of them");

    // Somebody at an address; then others speak of the address alone.
    days_pass(&force, 1, &[first, second, third, &lead]);
    let small = || concern(ConcernCode::SelfNeglect, ConcernLevel::Low);
    let of_nobody = |news| match news {
        WelfareNews::Step { time, step, .. } => WelfareNews::Step { person: None, time, step },
        other => other,
    };
    let anna = || person(Some(("Anna", "Silber")), SleepingState::AwakeNot);
    at_the_address(first, vec![anna(), danger(false, None), small()]);
    let record = meets(first, 0.0, anna());
    let grave = concern(ConcernCode::FireOrStructure, ConcernLevel::High);
    first.book().tell_welfare(record, vec![danger(false, None), grave]).unwrap();
    first.sync();
    days_pass(&force, 1, &[first, second, third, &lead]);
    for worker in [second, third] {
        at_the_address(worker, vec![of_nobody(danger(false, None)), of_nobody(small())]);
    }
    lead.sync();
    let tasks = lead.book().tasks().unwrap();
    let what: Vec<&str> = tasks.iter().map(|task| task.task.set.what.as_str()).collect();
    let both =
        what.iter().any(|what| what.contains("high: fire") && what.contains("3 concerns noted by 3 people"));
    assert!(both, "{what:?}");
}
