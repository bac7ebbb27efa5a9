//! Reviews of concerns at the desk: the safeguarding lead sees where each stands, what is overdue and what came of it, and
//! answers there too. Nobody else does either.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use beatbook_device::TaskView;
use beatbook_domain::records::patrol::Duty;
use beatbook_domain::records::tasking::NotDoneReason;
use beatbook_domain::tasks::TaskState;
use beatbook_domain::welfare::concern::{ConcernCode, ConcernLevel};
use beatbook_domain::welfare::sleeping::SleepingState;
use beatbook_tests::force::Force;
use beatbook_tests::outreach;
use beatbook_tests::phone::Phone;

const DAY: i64 = 86_400_000;
const WHY: &str = "Housing options has seen them";

fn asked(force: &Force, words: &[&str], who: &str) -> Result<String, String> {
    let who = ["--authority", "MDW", "--as", who];
    force.tried(&[&["welfare"], words, &who[..]].concat()).map_err(|refusal| refusal.code)
}

/// Rows of the table: task, state, overdue, by whom, why.
fn rows(force: &Force) -> Vec<[String; 5]> {
    let table = asked(force, &["reviews", "--csv"], "S-1").unwrap();
    let rows = table.lines().skip(1).map(|row| {
        let cells: Vec<&str> = row.split(',').collect();
        [0, 1, 2, 9, 11].map(|column| cells[column].to_owned())
    });
    rows.collect()
}

fn worried(worker: &Phone) {
    let who = outreach::person(None, SleepingState::BeddedDown);
    let record = outreach::meets(worker, 10.0, who);
    let concern = outreach::concern(ConcernCode::SelfNeglect, ConcernLevel::High);
    worker.book().tell_welfare(record, vec![outreach::danger(false, None), concern]).unwrap();
    worker.sync();
}

fn of(lead: &Phone, task: &str) -> TaskView {
    let tasks = lead.book().tasks().unwrap();
    tasks.into_iter().find(|view| view.task.set.task.to_string() == task).unwrap()
}

#[test]
fn a_review_stands_open_overdue_taken_and_answered_and_is_answered_at_the_desk_and_on_the_phone() {
    let force = outreach::town();
    let worker = outreach::phone(&force, "O-12", Duty::Outreach);
    let lead = outreach::phone(&force, "S-1", Duty::TaskedCore);
    worried(&worker);
    lead.sync();
    let open = rows(&force);
    let [[task, state, late, by, _]] = &open[..] else { panic!("one review: {open:?}") };
    assert_eq!([state, late, by], ["open", "", ""]);

    // Only who leads safeguarding answers, and every try is in the access log.
    let answer = |words: &[&str], who: &str| asked(&force, &[&["review", task], words].concat(), who);
    let outcome = ["--outcome", "referred", "--why", WHY, "--matters", "1"];
    for who in ["O-12", "O-13", "C-1", "4711", "A-1", "X-1"] {
        assert_eq!(answer(&outcome, who), Err("not_allowed".to_owned()), "{who}");
        assert!(force.has_logged(who, "review"), "{who}");
    }
    let because = |why: &str| answer(&["--outcome", "no-action", "--why", why, "--matters", "1"], "S-1");
    assert_eq!(because(" "), Err("task_text".to_owned()));
    assert_eq!(because(&"x".repeat(2_001)), Err("task_text".to_owned()));

    // A week on nobody has looked: it is overdue; then it is taken, and overdue still.
    force.clock.advance(7 * DAY);
    let state = |number: usize| rows(&force)[number].clone();
    assert_eq!(state(0)[1..3], ["open", "OVERDUE"]);
    answer(&[], "S-1").unwrap();
    assert_eq!(state(0)[1..4], ["taken", "OVERDUE", "S-1"]);
    lead.wait_until(force.clock.now());
    lead.sync();
    assert!(matches!(of(&lead, task).task.state, TaskState::Accepted { .. }), "the phone hears of it");

    // With its outcome it is over, everywhere; nobody answers twice.
    answer(&outcome, "S-1").unwrap();
    assert_eq!(state(0)[1..], ["referred", "", "S-1", WHY]);
    assert_eq!(answer(&outcome, "S-1"), Err("task_done_already".to_owned()));
    lead.sync();
    let TaskState::Done { words, .. } = of(&lead, task).task.state else { panic!("answered") };
    assert_eq!(words, Some(format!("referred: {WHY}")));
    let refused = lead.book().task_not_done(of(&lead, task).task.set.task, NotDoneReason::NoTime, None);
    assert_eq!(refused.unwrap_err().code(), "task_done_already");

    // What a phone answers is in the same table; what was not done is answered at the desk after all.
    worker.wait_until(force.clock.now());
    worried(&worker);
    lead.sync();
    let second = rows(&force).into_iter().find(|row| row[1] == "open").unwrap()[0].clone();
    let of_second = || rows(&force).into_iter().find(|row| row[0] == second).unwrap();
    let id = of(&lead, &second).task.set.task;
    lead.book().accept_task(id).unwrap();
    lead.sync();
    assert_eq!(of_second()[1..4], ["taken", "", "S-1"]);
    lead.book().task_not_done(id, NotDoneReason::NoAccess, None).unwrap();
    lead.sync();
    assert_eq!(of_second()[1..], ["not_done", "", "S-1", "no_access"]);
    let moved_in = ["--outcome", "no-action", "--why", "Moved in", "--matters", "1"];
    asked(&force, &[&["review", &second], &moved_in[..]].concat(), "S-1").unwrap();
    assert_eq!(of_second()[1..], ["no_action", "", "S-1", "Moved in"]);
    worried(&worker);
    lead.sync();
    let third = rows(&force).into_iter().find(|row| row[1] == "open").unwrap()[0].clone();
    lead.book().task_done(of(&lead, &third).task.set.task, false, Some("Visited.".to_owned())).unwrap();
    lead.sync();
    let row = rows(&force).into_iter().find(|row| row[0] == third).unwrap();
    assert_eq!(row[1..], ["done", "", "S-1", "Visited."]);
    // What is written down names nobody but who answered, and no reason is in the access log.
    assert!(!force.access_log().contains(WHY), "{}", force.access_log());
}
