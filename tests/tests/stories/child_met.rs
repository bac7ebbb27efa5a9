//! Somebody perhaps under eighteen is met sleeping rough: the phone says at once what comes first, the next form waits for the
//! disclosure, and those who lead safeguarding are asked without a later step of the officer. Danger to life waits for nothing.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use beatbook_device::{AskWhere, BeginWelfare, WelfareAnswer, WelfareNews};
use beatbook_domain::law::age::AgeBand;
use beatbook_domain::records::patrol::Duty;
use beatbook_domain::records::welfare::people::PersonSeen;
use beatbook_domain::records::welfare::steps::CareStep;
use beatbook_domain::records::welfare::{Subject, WelfareAbout, WelfareResult};
use beatbook_domain::welfare::disclosure::{Disclosure, DisclosureReason, PersonTold};
use beatbook_domain::welfare::risk::RiskAssessment;
use beatbook_domain::welfare::sleeping::SleepingState;
use beatbook_protocol::id::Id;
use beatbook_tests::outreach::{self, asked_of_children, step};
use beatbook_tests::phone::Phone;

const RING: &str = "01634 333 333";

fn begin(phone: &Phone, about: WelfareAbout) -> Result<Id, String> {
    let begin = BeginWelfare { about, place: AskWhere::Newest, address: None, joint: None };
    phone.book().begin_welfare(begin).map_err(|refused| refused.code().to_owned())
}

fn looks(phone: &Phone, record: Id, looks: AgeBand) -> WelfareAnswer {
    let (looks, state) = (Some(looks), Some(SleepingState::BeddedDown));
    let known = Box::new(PersonSeen { looks, state, ..PersonSeen::default() });
    phone.book().tell_welfare(record, vec![WelfareNews::Person { person: 1, known }]).unwrap()
}

fn disclosed() -> WelfareNews {
    let (reason, told) = (Some(DisclosureReason::ChildAtRisk), Some(PersonTold::Told));
    let (recipient, sent) = ("Children's duty desk".to_owned(), "Sleeps in a doorway.".to_owned());
    step(CareStep::Disclosure(Disclosure { reason, told, recipient, sent }))
}

#[test]
fn a_child_met_by_outreach_comes_before_the_next_form_and_to_the_safeguarding_lead_alone() {
    let force = outreach::town();
    let ring = ["welfare", "duty", "set", RING, "--team", "RSI", "--authority", "MDW", "--as", "C-1"];
    force.command(&ring);
    let phone = |code| outreach::phone(&force, code, Duty::Outreach);
    let [worker, mate, lead, coordinator] = ["O-12", "O-13", "S-1", "C-1"].map(phone);
    let adult = outreach::meets(&worker, 0.0, outreach::person(None, SleepingState::BeddedDown));
    assert_eq!(looks(&worker, adult, AgeBand::Adult), WelfareAnswer::default());

    // Offline: the child comes first, with whom to ring.
    let met = begin(&worker, WelfareAbout::Contact).unwrap();
    let first = looks(&worker, met, AgeBand::MaybeUnder18).child_first.unwrap();
    assert_eq!(first.labels, [1]);
    assert_eq!(
        first.lines[..4],
        [
            "Somebody perhaps under 18 sleeps rough: act now, before the next form.",
            "In danger: ring 999 first.",
            "Duty number of RSI: 01634 333 333.",
            "Make the safeguarding disclosure; the next welfare record waits for it.",
        ]
    );
    for about in [WelfareAbout::Contact, WelfareAbout::Check(Subject::Person)] {
        assert_eq!(begin(&worker, about), Err("child_first".to_owned()));
    }
    // Whoever is in danger waits for nothing.
    worker.book().begin_emergency(AskWhere::Newest).unwrap();
    // Nothing else is answered meanwhile, and the shift ends: the lead is asked all the same, and nobody else is.
    worker.book().sign_off(&[]).unwrap();
    worker.sync();
    let [task] = &asked_of_children(&lead)[..] else { panic!("one child") };
    let what = &task.task.set.what;
    let seen = "Child at risk now: somebody perhaps under 18 was seen sleeping rough, bedded down";
    let whom = "noted by O-12; for the exact place ask them, or ring 01634 333 333; a safeguarding disclosure sends it on";
    assert!(what.starts_with(seen) && what.ends_with(whom), "{what}");
    let told = format!("{task:?}");
    assert!(told.contains("River") && !told.contains("TQ 7"), "two sleep there: the ward: {told}");
    for phone in [&worker, &mate, &coordinator] {
        assert_eq!(asked_of_children(phone), []);
    }
    let table = force.command(&["welfare", "reviews", "--authority", "MDW", "--as", "S-1"]);
    assert_eq!(table.matches("now: somebody perhaps under 18").count(), 1, "{table}");

    // The disclosure is made: the next form opens, and nobody is asked twice.
    let answer = worker.book().tell_welfare(met, vec![disclosed()]).unwrap();
    assert_eq!(answer, WelfareAnswer::default());
    assert!(begin(&worker, WelfareAbout::Contact).is_ok());
    worker.sync();
    assert_eq!(asked_of_children(&lead).len(), 1);

    // Where three people sleep the square is told; the exact place stays with the team.
    outreach::meets(&mate, 40.0, outreach::person(Some(("Ada", "Zimbalist")), SleepingState::BeddedDown));
    outreach::meets(&mate, 80.0, outreach::person(Some(("Ben", "Yelverton")), SleepingState::BeddedDown));
    let young = begin(&mate, WelfareAbout::Contact).unwrap();
    assert!(looks(&mate, young, AgeBand::MaybeUnder18).child_first.is_some());
    mate.sync();
    let places = asked_of_children(&lead).into_iter().map(|view| format!("{:?}", view.task.set));
    let squares = places.filter(|told| told.contains("TQ 7")).collect::<Vec<_>>();
    assert_eq!(squares.len(), 1, "{squares:?}");
    let figures = squares[0].split("TQ ").nth(1).unwrap();
    assert!(figures.chars().take(7).all(|c| c.is_ascii_digit() || c == ' '), "{figures}");
    assert!(!figures.chars().nth(7).unwrap().is_ascii_digit(), "no finer than 100 m: {figures}");
}

#[test]
fn a_child_found_bedded_down_through_the_emergency_card_reaches_the_safeguarding_lead() {
    let force = outreach::town();
    let phone = |code| outreach::phone(&force, code, Duty::Outreach);
    let [worker, lead] = ["O-12", "S-1"].map(phone);
    let begun = worker.book().begin_emergency(AskWhere::Newest).unwrap().record;
    let born = Some("2015-01-01".parse().unwrap());
    let known = |state| Box::new(PersonSeen { born, state: Some(state), ..PersonSeen::default() });
    let found = WelfareNews::Person { person: 1, known: known(SleepingState::BeddedDown) };
    let answer = worker.book().tell_welfare(begun, vec![found]).unwrap();
    assert!(answer.emergency.is_some(), "999 comes first");
    assert_eq!(answer.child_first.unwrap().labels, [1]);
    let rung = vec![
        outreach::danger(true, Some(force.clock.now())),
        step(CareStep::Risk(RiskAssessment::default())),
    ];
    assert!(worker.book().tell_welfare(begun, rung).unwrap().child_first.is_some());
    let closed = worker.book().tell_welfare(begun, vec![outreach::closed(WelfareResult::Emergency)]);
    assert_eq!(closed.map_err(|refused| refused.code().to_owned()), Err("child_first".to_owned()));
    // Whatever is said later: the lead is asked.
    let woke = WelfareNews::Person { person: 1, known: known(SleepingState::AwakeNot) };
    worker.book().tell_welfare(begun, vec![woke]).unwrap();
    worker.sync();
    let [task] = &asked_of_children(&lead)[..] else { panic!("one child") };
    let what = &task.task.set.what;
    assert!(what.contains("somebody under 18 was seen"), "a date of birth leaves no perhaps: {what}");
}
