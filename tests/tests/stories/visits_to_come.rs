//! A visit or a deferral still to come keeps a record from being erased: no longer than a year, no longer than until somebody
//! answers it, and never by what a later one has replaced. It goes along with its officer to another team.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use beatbook_device::WelfareNews;
use beatbook_domain::calendar::local_date;
use beatbook_domain::law::clocks::weekdays_following;
use beatbook_domain::records::patrol::Duty;
use beatbook_domain::records::tasking::TaskPlace;
use beatbook_domain::records::welfare::WelfareResult;
use beatbook_domain::records::welfare::steps::{CareStep, FollowUpBy, PlacementKind};
use beatbook_domain::welfare::sleeping::SleepingState;
use beatbook_protocol::id::Id;
use beatbook_tests::force::Force;
use beatbook_tests::keeping::{keeper, tried};
use beatbook_tests::outreach::{self, step};
use beatbook_tests::pages::holds;
use beatbook_tests::phone::Phone;
use jiff::ToSpan as _;
use jiff::civil::{Date, date};

fn visit(due: Date) -> WelfareNews {
    step(CareStep::NextVisit { due, what: "Bring the housing form.".to_owned() })
}

fn deferred(until: Date) -> WelfareNews {
    let (owner, equality) = ("Education welfare".to_owned(), "School until the term ends.".to_owned());
    WelfareNews::Step { person: None, time: None, step: CareStep::Deferral { until, owner, equality } }
}

fn placed(from: Date) -> WelfareNews {
    step(CareStep::Placed { kind: PlacementKind::Other, service: "With an aunt".to_owned(), from })
}

fn met(phone: &Phone, more: Vec<WelfareNews>) -> Id {
    let record = outreach::meets(phone, 10.0, outreach::person(None, SleepingState::BeddedDown));
    let mut news = vec![outreach::danger(false, None)];
    news.extend(more);
    news.push(outreach::closed(WelfareResult::Advice));
    phone.book().tell_welfare(record, news).unwrap();
    record
}

fn erased(force: &Force, record: Id) -> Result<(), String> {
    tried(force, &["keeping", "erase", &record.to_string()]).map(drop)
}

#[test]
fn a_day_is_to_come_and_no_more_than_a_year_ahead() {
    let force = outreach::town();
    let worker = outreach::phone(&force, "O-12", Duty::Outreach);
    let today = local_date(force.clock.now()).unwrap();
    let record = met(&worker, Vec::new());
    let told = |news| {
        let told = worker.book().tell_welfare(record, vec![news]);
        told.map(drop).map_err(|refused| (refused.code(), refused.to_string()))
    };
    let last = today.checked_add(366.days()).unwrap();
    let over = last.tomorrow().unwrap();
    for news in [visit(date(2099, 1, 1)), visit(over), deferred(date(2099, 1, 1)), placed(date(2099, 1, 1))] {
        let (code, text) = told(news).unwrap_err();
        assert_eq!(code, "day");
        assert!(text.contains(&last.to_string()), "it says until when: {text}");
    }
    for news in [visit(date(2020, 1, 1)), visit(today.yesterday().unwrap()), deferred(date(2020, 1, 1))] {
        assert_eq!(told(news).unwrap_err().0, "day");
    }
    // Somebody may have moved in long ago.
    for news in [visit(last), visit(today), deferred(last), placed(date(2020, 1, 1))] {
        told(news).unwrap();
    }
}

#[test]
fn an_answered_visit_and_a_deferral_that_was_replaced_keep_nothing() {
    let force = outreach::town();
    keeper(&force);
    let worker = outreach::phone(&force, "O-12", Duty::Outreach);
    let today = local_date(force.clock.now()).unwrap();
    let far = today.checked_add(300.days()).unwrap();
    let (visited, put_off) = (met(&worker, vec![visit(far)]), met(&worker, vec![deferred(far)]));
    worker.sync();
    worker.sync();
    for record in [visited, put_off] {
        assert_eq!(erased(&force, record), Err("still_open".to_owned()));
    }
    let task = worker.book().tasks().unwrap().remove(0).task.set.task;
    worker.book().task_done(task, false, None).unwrap();
    worker.book().tell_welfare(put_off, vec![deferred(today)]).unwrap();
    worker.sync();
    assert_eq!(erased(&force, visited), Ok(()));
    assert_eq!(erased(&force, put_off), Err("still_open".to_owned()), "its day is today");
    beatbook_tests::keeping::days_pass(&force, 1);
    assert_eq!(erased(&force, put_off), Ok(()));
}

/// Task and place, in words, of what a phone is still asked to do.
fn asked(phone: &Phone, words: &str) -> Option<(Id, String)> {
    let tasks = phone.book().tasks().unwrap();
    let task = tasks.into_iter().map(|view| view.task).find(|one| one.set.what.contains(words))?;
    let TaskPlace::Address(place) = &task.set.place else { panic!("words") };
    task.is_pending().then(|| (task.set.task, place.clone()))
}

#[test]
fn a_visit_goes_along_to_another_team_and_a_follow_up_stays_where_it_was_asked_without_the_place() {
    let force = outreach::town();
    let [worker, mut former, next] =
        ["O-12", "O-13", "O-20"].map(|code| outreach::phone(&force, code, Duty::Outreach));
    let today = local_date(force.clock.now()).unwrap();
    let (what, team) = ("Wound on the hand.".to_owned(), Some("RSI".to_owned()));
    let on = weekdays_following(today, 1).unwrap();
    let health = step(CareStep::FollowUp { on, by: FollowUpBy::Health, what, team });
    met(&worker, vec![visit(today.tomorrow().unwrap()), health]);
    let all_sync = || {
        [&worker, &former, &next].iter().for_each(|phone| {
            let _ = phone.sync();
        })
    };
    all_sync();
    let (task, exact) = asked(&former, "housing form").unwrap();
    assert!(exact.starts_with("TQ ") && exact.len() == 12, "{exact}");
    assert_eq!(asked(&former, "Wound").unwrap().1, exact);
    assert_eq!(asked(&next, "housing form"), None);

    let change = ["officer", "change", "--authority", "MDW", "--code", "O-12", "--team", "Forward"];
    force.command(&change);
    all_sync();
    assert_eq!(asked(&next, "housing form"), Some((task, exact.clone())), "the new team is told where");
    assert_eq!(asked(&worker, "housing form"), Some((task, exact.clone())));
    assert_eq!(asked(&former, "housing form"), None);
    assert_eq!(asked(&former, "Wound").unwrap().1, "", "asked as before, and told no place");
    assert_eq!(asked(&next, "Wound"), None);

    // Somebody of the former team has been there: it is done for everybody.
    former.book().task_done(task, false, None).unwrap();
    all_sync();
    all_sync();
    assert_eq!((asked(&next, "housing form"), asked(&worker, "housing form")), (None, None));
    assert!(!holds(&mut former, &exact), "the place has left its phones");
    force.command(&["verify"]);
}

#[test]
fn a_visit_of_whoever_leaves_outreach_is_anybodys_of_the_service() {
    a_visit_stays(false);
    a_visit_stays(true);
}

fn a_visit_stays(changes_first: bool) {
    let force = outreach::town();
    let [worker, former, next] =
        ["O-12", "O-13", "O-20"].map(|code| outreach::phone(&force, code, Duty::Outreach));
    let today = local_date(force.clock.now()).unwrap();
    met(&worker, vec![visit(today.tomorrow().unwrap())]);
    worker.sync();
    outreach::leaves_outreach(&force, "O-12", changes_first);
    for phone in [&former, &next] {
        phone.sync();
        assert!(asked(phone, "housing form").is_some(), "somebody goes");
    }
}
