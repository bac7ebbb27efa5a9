//! At half past four in the morning nothing is open: a contact asks for a follow-up in working hours, and it is a task of the
//! team named, or of the whole service, until somebody answers it.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use beatbook_device::TaskView;
use beatbook_domain::calendar::local_date;
use beatbook_domain::law::clocks::weekdays_following;
use beatbook_domain::records::patrol::Duty;
use beatbook_domain::records::tasking::{NotDoneReason, TaskPlace};
use beatbook_domain::records::welfare::steps::{CareStep, FollowUpBy};
use beatbook_domain::tasks::TaskState;
use beatbook_domain::welfare::sleeping::SleepingState;
use beatbook_tests::outreach::{self, step};
use beatbook_tests::phone::Phone;
use jiff::ToSpan as _;
use jiff::civil::{Date, Weekday};

fn asked(on: Date, by: FollowUpBy, what: &str, team: Option<&str>) -> beatbook_device::WelfareNews {
    let (what, team) = (what.to_owned(), team.map(str::to_owned));
    step(CareStep::FollowUp { on, by, what, team })
}

fn task(phone: &Phone, words: &str) -> Option<TaskView> {
    phone.sync();
    phone.book().tasks().unwrap().into_iter().find(|view| view.task.set.what.contains(words))
}

#[test]
fn a_follow_up_in_working_hours_is_a_task_of_whom_it_names() {
    let force = outreach::town();
    let phone = |code, duty| outreach::phone(&force, code, duty);
    let [worker, mate, other] = ["O-12", "O-13", "O-20"].map(|code| phone(code, Duty::Outreach));
    let constable = phone("4711", Duty::TaskedCore);
    let today = local_date(force.clock.now()).unwrap();
    let on = weekdays_following(today, 1).unwrap();
    let weekend = (0..7).map(|days| today.checked_add(days.days()).unwrap());
    let saturday = weekend.into_iter().find(|day| day.weekday() == Weekday::Saturday).unwrap();
    let record = outreach::meets(&worker, 10.0, outreach::person(None, SleepingState::BeddedDown));
    let tell = |news| worker.book().tell_welfare(record, vec![news]);
    let refused = tell(asked(saturday, FollowUpBy::Health, "Wound on the hand.", None)).unwrap_err();
    assert_eq!(refused.code(), "follow_up_day");
    tell(asked(on, FollowUpBy::HousingOptions, "Has no papers.", Some("Forward"))).unwrap();
    tell(asked(on, FollowUpBy::DrugService, "Asks for a script.", None)).unwrap();
    tell(asked(on, FollowUpBy::Health, "Wound on the hand.", Some("RSI"))).unwrap();
    worker.sync();
    let housing = task(&other, "Has no papers.").unwrap();
    assert_eq!(housing.task.set.what, "Housing options, in working hours: Has no papers.");
    assert_eq!(housing.task.set.place, TaskPlace::Address(String::new()), "another team is told no place");
    assert_eq!(local_date(housing.task.set.from).unwrap(), on);
    assert!(task(&mate, "Has no papers.").is_none() && task(&other, "Wound").is_none());
    let wound = task(&mate, "Wound").unwrap();
    assert_ne!(wound.task.set.place, TaskPlace::Address(String::new()), "the own team knows where");
    for words in ["Has no papers.", "Asks for a script.", "Wound"] {
        assert!(task(&constable, words).is_none(), "{words}");
    }
    // As officers' teams are spelled; what no officer's team is called goes nowhere, and one that reads no welfare is marked.
    let (code, says) = {
        let refused = tell(asked(on, FollowUpBy::Health, "Alpa.", Some("Alpa"))).unwrap_err();
        (refused.code(), refused.to_string())
    };
    assert!(
        code == "unknown_team" && says.contains("Alpa") && says.contains("Forward") && says.contains("RSI"),
        "{says}"
    );
    tell(asked(on, FollowUpBy::Health, "Cough.", Some(" forward "))).unwrap();
    tell(asked(on, FollowUpBy::Health, "Sprain.", Some("NTF"))).unwrap();
    worker.sync();
    assert!(task(&other, "Cough.").is_some());
    let listed = force.command(&["task", "list", "--welfare", "--authority", "MDW", "--as", "C-1"]);
    let row = |words: &str| listed.lines().find(|line| line.contains(words)).unwrap();
    assert!(row("Sprain.").contains("team NTF: reaches nobody"), "{listed}");
    assert!(!row("Cough.").contains("reaches nobody"), "{listed}");
    other.book().task_done(housing.task.set.task, false, Some("Seen at ten.".to_owned())).unwrap();
    let script = task(&other, "Asks for a script.").unwrap().task.set.task;
    assert!(task(&mate, "Asks for a script.").is_some());
    mate.book().task_not_done(script, NotDoneReason::NobodyThere, None).unwrap();
    mate.sync();
    assert!(matches!(task(&other, "Has no papers.").unwrap().task.state, TaskState::Done { .. }));
    assert!(matches!(task(&mate, "Asks for a script.").unwrap().task.state, TaskState::NotDone { .. }));
}

#[test]
fn two_follow_ups_in_the_same_words_are_each_their_own_teams() {
    let force = outreach::town();
    let [worker, mate, other] =
        ["O-12", "O-13", "O-20"].map(|code| outreach::phone(&force, code, Duty::Outreach));
    let on = weekdays_following(local_date(force.clock.now()).unwrap(), 1).unwrap();
    let record = outreach::meets(&worker, 10.0, outreach::person(None, SleepingState::BeddedDown));
    for team in ["RSI", "Forward"] {
        let news = vec![asked(on, FollowUpBy::Health, "Wound on the hand.", Some(team))];
        worker.book().tell_welfare(record, news).unwrap();
    }
    worker.sync();
    for phone in [&mate, &other, &mate] {
        phone.sync();
        let tasks = phone.book().tasks().unwrap();
        let wounds: Vec<_> = tasks.iter().filter(|view| view.task.set.what.contains("Wound")).collect();
        let [wound] = &wounds[..] else { panic!("one each: {wounds:?}") };
        assert!(matches!(wound.task.state, TaskState::Open), "{wound:?}");
    }
}
