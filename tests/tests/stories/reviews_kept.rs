//! What the safeguarding lead was asked and has answered stays: however much is noted of an address, whatever joins meanwhile,
//! whoever turns out to be one person, and whichever record's time is over first.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeSet;

use beatbook_device::WelfareNews;
use beatbook_domain::law::age::AgeBand;
use beatbook_domain::records::patrol::Duty;
use beatbook_domain::records::welfare::WelfareResult;
use beatbook_domain::records::welfare::people::PersonSeen;
use beatbook_domain::welfare::concern::{ConcernCode, ConcernLevel};
use beatbook_domain::welfare::sleeping::SleepingState;
use beatbook_server::auth::Purpose;
use beatbook_tests::force::Force;
use beatbook_tests::keeping::{bodies, keeper};
use beatbook_tests::outreach::{asked_of_children, closed, concern, danger, meets, person, town};
use beatbook_tests::reviews::{answer, at_the_address, days_pass, of_ida, reviews, team};
use beatbook_tests::{keeping, outreach};
use serde_json::Value;

fn of_nobody(news: WelfareNews) -> WelfareNews {
    match news {
        WelfareNews::Step { time, step, .. } => WelfareNews::Step { person: None, time, step },
        other => other,
    }
}

/// What the server does by itself twice an hour.
fn looked_after(force: &Force) {
    let service = force.server().service();
    let scope = service.keyholder().scope(force.authority, Purpose::Welfare);
    assert!(force.block_on(beatbook_server::reviews::tell(service, &scope)).unwrap());
}

fn tasks(rows: &[Value]) -> BTreeSet<&str> {
    rows.iter().map(|row| row["task"].as_str().unwrap()).collect()
}

#[test]
fn hundreds_of_concerns_at_one_address_keep_nobody_from_being_asked() {
    let force = town();
    let ([first, second, third], lead) = team(&force);
    // A hostel: two workers note what they see, night after night.
    let small = || concern(ConcernCode::SelfNeglect, ConcernLevel::Low);
    for worker in [&first, &second].iter().cycle().take(9) {
        let worries = std::iter::repeat_with(|| of_nobody(small())).take(89);
        at_the_address(worker, std::iter::once(of_nobody(danger(false, None))).chain(worries).collect());
    }
    of_ida(&third, ConcernCode::SelfHarm, ConcernLevel::High);
    third.sync();
    let rows = reviews(&force);
    let why: Vec<&str> = rows.iter().map(|row| row["reasons"].as_str().unwrap()).collect();
    assert!(why.contains(&"high: self_harm"), "{why:?}");
    assert!(why.iter().any(|why| why.starts_with("801 concerns noted by 2 people")), "{why:?}");
    assert!(rows.iter().all(|row| row["state"] == "open"), "{rows:?}");
    // Each further one is asked about as well, also when there is no room left in what is open.
    days_pass(&force, 1, &[&first, &lead]);
    at_the_address(&first, vec![of_nobody(danger(false, None)), of_nobody(small())]);
    let rows = reviews(&force);
    assert!(rows.iter().all(|row| row["state"] == "open"), "{rows:?}");
    lead.sync();
    let what: Vec<String> =
        lead.book().tasks().unwrap().into_iter().map(|view| view.task.set.what.clone()).collect();
    assert!(what.iter().any(|what| what.contains("802 concerns")), "{what:?}");
}

#[test]
fn the_desk_answers_no_more_than_it_has_seen() {
    let force = town();
    let ([first, second, _], _lead) = team(&force);
    of_ida(&first, ConcernCode::SelfHarm, ConcernLevel::High);
    first.sync();
    let [row] = &reviews(&force)[..] else { panic!("one review") };
    let (task, seen) =
        (row["task"].as_str().unwrap().to_owned(), row["matters"].as_str().unwrap().to_owned());
    assert_eq!(seen, "1");
    // While the lead makes up her mind, something graver joins.
    of_ida(&second, ConcernCode::ModernSlavery, ConcernLevel::High);
    second.sync();
    let says = |matters: &str| {
        let told = ["--outcome", "no-action", "--why", "Seen", "--matters", matters];
        let who = ["--authority", "MDW", "--as", "S-1"];
        let words = [&["welfare", "review", &task], &told[..], &who].concat();
        force.tried(&words).map(drop).map_err(|refusal| refusal.code)
    };
    assert_eq!(says(&seen), Err("review_more_joined".to_owned()));
    let [row] = &reviews(&force)[..] else { panic!("one review") };
    assert_eq!((&row["state"], &row["matters"]), (&"open".into(), &"2".into()), "{row}");
    assert_eq!(row["reasons"], "high: self_harm; high: modern_slavery");
    says("2").unwrap();
}

#[test]
fn two_who_turn_out_to_be_one_are_looked_at_together() {
    let force = town();
    let ([first, second, _], lead) = team(&force);
    let somebody = meets(&first, 0.0, person(None, SleepingState::AwakeNot));
    let grave = concern(ConcernCode::SelfHarm, ConcernLevel::High);
    first.book().tell_welfare(somebody, vec![danger(false, None), grave]).unwrap();
    first.sync();
    answer(&force, reviews(&force)[0]["task"].as_str().unwrap(), "referred");
    days_pass(&force, 4, &[&first, &second, &lead]);
    of_ida(&second, ConcernCode::Missing, ConcernLevel::High);
    second.sync();
    let rows = reviews(&force);
    let open = rows.iter().find(|row| row["state"] == "open").unwrap();
    answer(&force, open["task"].as_str().unwrap(), "referred");
    let before: BTreeSet<String> = tasks(&reviews(&force)).into_iter().map(str::to_owned).collect();
    assert_eq!(before.len(), 2);
    // It was her.
    first
        .book()
        .tell_welfare(somebody, vec![person(Some(("Ida", "Kupfer")), SleepingState::AwakeNot)])
        .unwrap();
    first.sync();
    looked_after(&force);
    let rows = reviews(&force);
    let both: Vec<&Value> =
        rows.iter().filter(|row| !before.contains(row["task"].as_str().unwrap())).collect();
    let [both] = &both[..] else { panic!("one more: {rows:?}") };
    assert_eq!((&both["state"], &both["matters"]), (&"open".into(), &"2".into()), "{rows:?}");
    assert!(both["reasons"].as_str().unwrap().contains("high: missing"), "{both}");
    assert_eq!(tasks(&rows).len(), 3, "{rows:?}");
    // Once that is answered nothing is asked again.
    answer(&force, both["task"].as_str().unwrap(), "no-action");
    looked_after(&force);
    assert!(reviews(&force).iter().all(|row| row["state"] != "open"), "{:?}", reviews(&force));
}

#[test]
fn an_old_record_takes_no_review_along_that_rests_on_newer_ones() {
    let force = town();
    keeper(&force);
    let ([first, second, third], lead) = team(&force);
    let ida = |worker: &beatbook_tests::phone::Phone| {
        let record = of_ida(worker, ConcernCode::SelfNeglect, ConcernLevel::Low);
        worker.book().tell_welfare(record, vec![closed(WelfareResult::Advice)]).unwrap();
        worker.sync();
        record
    };
    let oldest = ida(&first);
    days_pass(&force, 60, &[&first, &second, &third, &lead]);
    let newest = [ida(&second), ida(&third)];
    let task = reviews(&force)[0]["task"].as_str().unwrap().to_owned();
    answer(&force, &task, "referred");
    let of_task = || reviews(&force).into_iter().find(|row| row["task"] == task.as_str());
    assert_eq!(of_task().unwrap()["matters"], "3");
    // Six years after the first of them its time is over, and not that of the others, nor of the answer.
    keeping::days_pass(&force, 6 * 366 - 60);
    keeping::run(&force);
    assert_eq!(bodies(&force, &oldest.to_string()).0, 0);
    assert!(bodies(&force, &newest[0].to_string()).0 > 0);
    let row = of_task().unwrap();
    assert_eq!((&row["state"], &row["why"]), (&"referred".into(), &"Seen".into()), "{row}");
    assert_eq!(reviews(&force).len(), 1, "nothing is asked again: {:?}", reviews(&force));
    // With the last of its records it goes, also when several go at once.
    keeping::days_pass(&force, 61);
    keeping::run(&force);
    assert_eq!(bodies(&force, &newest[0].to_string()).0, 0);
    keeping::days_pass(&force, 1);
    keeping::run(&force);
    assert_eq!(reviews(&force), [] as [Value; 0]);
}

#[test]
fn what_a_lead_answered_on_the_phone_stays_as_long_as_any_record_of_its_review() {
    let force = town();
    keeper(&force);
    let ([first, second, _], lead) = team(&force);
    // Asked of one record first; a few days later another joins.
    let grave = |worker: &beatbook_tests::phone::Phone| {
        let record = of_ida(worker, ConcernCode::SelfHarm, ConcernLevel::High);
        worker.book().tell_welfare(record, vec![closed(WelfareResult::Advice)]).unwrap();
        worker.sync();
        record
    };
    let oldest = grave(&first);
    days_pass(&force, 20, &[&first, &second, &lead]);
    grave(&second);
    lead.sync();
    let [task] = &lead.book().tasks().unwrap()[..] else { panic!("one task") };
    lead.book().task_done(task.task.set.task, false, Some("Has a key worker now.".to_owned())).unwrap();
    lead.sync();
    keeping::days_pass(&force, 6 * 366 - 20);
    keeping::run(&force);
    assert_eq!(bodies(&force, &oldest.to_string()).0, 0);
    let [row] = &reviews(&force)[..] else { panic!("one review: {:?}", reviews(&force)) };
    assert_eq!((&row["state"], &row["why"]), (&"done".into(), &"Has a key worker now.".into()), "{row}");
}

#[test]
fn whether_a_child_is_surely_one_is_told_again_when_it_is_known() {
    let force = town();
    let [worker, lead] = ["O-12", "S-1"].map(|code| outreach::phone(&force, code, Duty::Outreach));
    let says = |record, known: PersonSeen| {
        let known = Box::new(PersonSeen { state: Some(SleepingState::BeddedDown), ..known });
        worker.book().tell_welfare(record, vec![WelfareNews::Person { person: 1, known }]).unwrap();
        worker.sync();
    };
    let record = meets(&worker, 0.0, person(None, SleepingState::BeddedDown));
    says(record, PersonSeen { looks: Some(AgeBand::MaybeUnder18), ..PersonSeen::default() });
    let asked = |force: &Force| {
        let [task] = &asked_of_children(&lead)[..] else { panic!("one child: {:?}", reviews(force)) };
        task.task.set.what.clone()
    };
    assert!(asked(&force).contains("somebody perhaps under 18"), "{}", asked(&force));
    says(record, PersonSeen { born: "2015-01-01".parse().ok(), ..PersonSeen::default() });
    let sure = asked(&force);
    assert!(sure.contains("now: somebody under 18") && !sure.contains("perhaps"), "{sure}");
}
