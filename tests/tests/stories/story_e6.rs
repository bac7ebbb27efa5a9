//! Story E6: half past four at the Great Lines. An outreach worker and a constable meet five people; help comes first,
//! consent is asked, somebody is not breathing well – and nobody who enforces reads who they were or where they sleep.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use beatbook_device::{AskWhere, BeginWelfare, TaskView, WelfareNews};
use beatbook_domain::calendar::local_date;
use beatbook_domain::law::clocks::days_following;
use beatbook_domain::records::encounter::steps::HelpAnswer;
use beatbook_domain::records::journal::Basis;
use beatbook_domain::records::patrol::Duty;
use beatbook_domain::records::tasking::NotDoneReason;
use beatbook_domain::records::welfare::steps::{CareStep, HelpKind, PlacementKind};
use beatbook_domain::records::welfare::{Subject, WelfareAbout, WelfareResult};
use beatbook_domain::tasks::TaskState;
use beatbook_domain::welfare::concern::{ConcernCode, ConcernLevel};
use beatbook_domain::welfare::consent::Answer;
use beatbook_domain::welfare::sleeping::SleepingState;
use beatbook_tests::force::Force;
use beatbook_tests::outreach::{WORDING, closed, concern, consent, danger, meets, person, phone, step, town};
use beatbook_tests::pages::holds;
use beatbook_tests::phone::Phone;

fn reads(force: &Force, table: &str, reader: &str) -> String {
    force.command(&["welfare", table, "--authority", "MDW", "--as", reader])
}

#[test]
fn story_e6_five_people_before_dawn_and_who_reads_of_them_afterwards() {
    use SleepingState::{AboutTo, AwakeNot, BeddedDown};
    let force = town();
    let (mut worker, mut constable) =
        (phone(&force, "O-12", Duty::Outreach), phone(&force, "4711", Duty::TaskedCore));
    let today = local_date(force.clock.now()).unwrap();
    let later = days_following(today, 1).unwrap();

    // Two agree to support, in words whose version is kept; the third says no and nobody asks for a name.
    let first = meets(&worker, 0.0, person(Some(("Persephone", "Quillfeather")), BeddedDown));
    let second = meets(&worker, 40.0, person(Some(("Sam", "Example")), BeddedDown));
    let third = meets(&worker, 300.0, person(None, BeddedDown));
    let visit = || step(CareStep::NextVisit { due: later, what: "Bring the housing form.".to_owned() });
    for record in [first, second] {
        let offer = CareStep::Offer {
            help: HelpKind::Accommodation,
            service: "Night shelter".to_owned(),
            answer: HelpAnswer::Accepted,
        };
        let sent =
            CareStep::Referral { to: "Coordinator".to_owned(), sent: "Wants a bed tonight.".to_owned() };
        let placed = CareStep::Placed {
            kind: PlacementKind::Shelter,
            service: "Night shelter".to_owned(),
            from: today,
        };
        let news =
            vec![danger(false, None), step(offer), consent(Answer::Given), step(sent), step(placed), visit()];
        worker.book().tell_welfare(record, news).unwrap();
        worker.book().tell_welfare(record, vec![closed(WelfareResult::Referral)]).unwrap();
    }
    let news = vec![danger(false, None), consent(Answer::Declined), visit(), closed(WelfareResult::Advice)];
    worker.book().tell_welfare(third, news).unwrap();
    // Sitting on bedding, and not breathing well: the card first, the form later.
    let fourth = meets(&worker, 350.0, person(None, AboutTo));
    worker.book().tell_welfare(fourth, vec![danger(true, None)]).unwrap();
    let card = worker.book().emergency_card(AskWhere::Newest).unwrap();
    assert!(card.lines[0].contains("999") && card.lines[1].contains("Grid reference TQ"), "{:?}", card.lines);
    assert!(card.lines.contains(&"In River.".to_owned()), "{:?}", card.lines);
    let early = worker.book().tell_welfare(fourth, vec![closed(WelfareResult::Emergency)]).unwrap_err();
    assert_eq!(early.code(), "emergency_first");
    let rung = danger(true, Some(force.clock.now()));
    let news = vec![
        rung,
        concern(ConcernCode::PhysicalHealth, ConcernLevel::High),
        closed(WelfareResult::Emergency),
    ];
    worker.book().tell_welfare(fourth, news).unwrap();
    // The fifth walks by, and the constable speaks with them.
    let fifth = meets(&constable, 380.0, person(Some(("Kim", "Walker")), AwakeNot));
    let news = vec![danger(false, None), concern(ConcernCode::SelfNeglect, ConcernLevel::Low)];
    constable.book().tell_welfare(fifth, news).unwrap();
    constable.book().tell_welfare(fifth, vec![closed(WelfareResult::Advice)]).unwrap();
    for phone in [&worker, &constable] {
        phone.book().sign_off(&[]).unwrap();
        phone.sync();
        phone.sync();
    }

    // Four of the five meet the definition. The own team sees the exact place, to ten metres.
    let own = reads(&force, "list", "O-12");
    assert_eq!(own.matches("TQ ").count(), 4, "{own}");
    let eight =
        own.split_whitespace().filter(|word| word.len() == 4 && word.chars().all(|c| c.is_ascii_digit()));
    assert_eq!(eight.count(), 8, "eight figures each:\n{own}");
    let numbers = reads(&force, "contacts", "A-1");
    let row: Vec<&str> = numbers.lines().last().unwrap().split_whitespace().collect();
    assert_eq!(row[1..], ["5", "5", "4", "2", "2", "0", "2"], "{numbers}");

    // The coordinator reads all five: three sleep in the ward for certain, so their squares are told, and of the others
    // – another nobody knows, and one who walked by – the ward; another team nothing of them but that it is none of theirs.
    let coordinator = reads(&force, "list", "C-1");
    let cells = coordinator
        .split_whitespace()
        .filter(|word| word.len() == 3 && word.chars().all(|c| c.is_ascii_digit()));
    assert_eq!((coordinator.matches("contact").count() - 1, cells.count()), (5, 6), "{coordinator}");
    assert!(reads(&force, "list", "O-20").contains("nothing"));
    // Who enforces learns that there is something in this month and ward.
    let police = reads(&force, "list", "4711");
    assert_eq!(police.matches("exists").count(), 1, "{police}");
    assert!(police.contains("River") && !police.contains("TQ") && !police.contains("complete"), "{police}");
    for words in [["welfare", "list"], ["welfare", "referrals"], ["welfare", "reviews"]] {
        let refused = force.refused(&[&words[..], &["--authority", "MDW", "--as", "X-1"]].concat());
        assert!(refused.to_string().contains("roles"), "{refused}");
    }
    for code in ["4711", "O-12", "A-1", "C-1"] {
        let _ = force.refused(&["welfare", "reviews", "--authority", "MDW", "--as", code]);
    }
    let record = fifth.to_string();
    let shown = ["welfare", "show", record.as_str(), "--authority", "MDW", "--as"];
    assert!(force.command(&[&shown[..], &["C-1"]].concat()).contains("Walker"));
    for code in ["4711", "O-20", "S-1"] {
        let text = match code {
            // A concern is on it: the safeguarding lead reads it.
            "S-1" => force.command(&[&shown[..], &[code]].concat()),
            _ => force.refused(&[&shown[..], &[code]].concat()).to_string(),
        };
        assert_eq!(text.contains("Walker"), code == "S-1", "{code}: {text}");
    }

    // Visits by day for three, on the phones of the team and on no other; the constable's phone knows nothing.
    let colleague = phone(&force, "O-13", Duty::Outreach);
    let stranger = phone(&force, "O-20", Duty::Outreach);
    // The coordinator reads the records at a desk; the exact place is the team's alone.
    let desk = phone(&force, "C-1", Duty::TaskedCore);
    for (phone, tasks) in [(&worker, 3), (&colleague, 3), (&stranger, 0), (&constable, 0), (&desk, 0)] {
        assert_eq!(phone.book().welfare_tasks().unwrap().len(), tasks);
    }
    let task = &worker.book().welfare_tasks().unwrap()[0];
    assert!(
        task.place.as_ref().is_some_and(|place| place.starts_with("TQ ") && place.len() == 12),
        "{task:?}"
    );
    assert!(holds(&mut worker, "Quillfeather") && !holds(&mut constable, "Quillfeather"));
    assert!(!holds(&mut constable, "housing form"));

    // Existence is told by the month: asked day by day there is nothing.
    let day = ["welfare", "list", "--authority", "MDW", "--as", "4711", "--period", &today.to_string()];
    assert!(force.command(&day).contains("nothing"));
    let month = today.strftime("%Y-%m").to_string();
    assert!(force.command(&[&day[..7], &[month.as_str()]].concat()).contains("exists"));

    // A grave concern is reviewed by the next working day, by the lead alone.
    let reviews = reads(&force, "reviews", "S-1");
    assert!(reviews.contains("high: physical_health") && !reviews.contains("self_neglect"), "{reviews}");

    // Support referrals carry the version of the words; whoever takes consent back is not in the next export.
    let export = |reader: &str| {
        force.command(&["welfare", "referrals", "--authority", "MDW", "--as", reader, "--csv"])
    };
    let before = export("C-1");
    assert_eq!(before.matches(WORDING).count(), 2, "{before}");
    assert!(before.contains("Quillfeather"), "{before}");
    worker.book().tell_welfare(first, vec![consent(Answer::Withdrawn)]).unwrap();
    worker.sync();
    let after = export("C-1");
    assert!(!after.contains("Quillfeather") && after.contains("Example"), "{after}");
    let tombstone = after.lines().find(|line| line.contains(&first.to_string())).unwrap();
    assert!(tombstone.ends_with(",,,,withdrawn"), "{tombstone}");
    let stock = reads(&force, "stock", "A-1");
    let row = |name: &str| {
        stock.lines().find(|line| line.trim().starts_with(name)).map(|line| line.ends_with(" 2"))
    };
    assert_eq!(
        [row("shelter"), row("all in services"), row("rsi")],
        [Some(true), Some(true), Some(false)],
        "{stock}"
    );

    // Every look is in the access log, under the name of who looked, and nothing of anybody's.
    let log = force.access_log();
    assert!(
        force.has_logged("4711", "list of welfare records") && force.has_logged("C-1", "support referrals"),
        "{log}"
    );
    for private in ["Quillfeather", "Walker", "TQ "] {
        assert!(!log.contains(private), "{private}");
    }
}

#[test]
fn story_e6_small_concerns_of_several_people_add_up_and_of_one_do_not() {
    let force = town();
    let (worker, constable) =
        (phone(&force, "O-12", Duty::Outreach), phone(&force, "4711", Duty::TaskedCore));
    let visits = |phone: &Phone, times: usize| {
        for _ in 0..times {
            let begin = BeginWelfare {
                about: WelfareAbout::Check(Subject::VulnerableAddress),
                place: AskWhere::Newest,
                address: Some("1 Example Road, Chatham".to_owned()),
                joint: None,
            };
            let record = phone.book().begin_welfare(begin).unwrap();
            let note = WelfareNews::Step {
                person: None,
                time: None,
                step: CareStep::Concern {
                    concern: ConcernCode::Exploitation,
                    level: ConcernLevel::Low,
                    text: "Strangers come and go.".to_owned(),
                    basis: Basis::Hearsay,
                },
            };
            phone.book().tell_welfare(record, vec![note]).unwrap();
        }
        phone.sync();
    };
    visits(&worker, 3);
    assert!(reads(&force, "reviews", "S-1").contains("nothing"), "three of one person are one person's view");
    visits(&constable, 1);
    let reviews = reads(&force, "reviews", "S-1");
    assert!(reviews.contains("4 concerns noted by 2 people") && reviews.contains("an address"), "{reviews}");
    assert!(!reviews.contains("Example Road"), "{reviews}");

    // The lead's phone has it as a task; nobody else's phone or list knows of it.
    let (lead, colleague) = (phone(&force, "S-1", Duty::TaskedCore), phone(&force, "O-13", Duty::Outreach));
    let of = |phone: &Phone| {
        let tasks = phone.book().tasks().unwrap().into_iter();
        tasks.filter(|view| view.task.set.what.contains("Review of concerns")).collect::<Vec<_>>()
    };
    let [task] = &of(&lead)[..] else { panic!("one review is a task") };
    assert!(task.task.set.what.contains("4 concerns noted by 2 people"), "{task:?}");
    for phone in [&worker, &constable, &colleague] {
        phone.sync();
        assert!(of(phone).is_empty() && phone.book().welfare_tasks().unwrap().is_empty());
    }
    let listed = |code: &str| {
        let list = ["task", "list", "--welfare", "--authority", "MDW", "--as", code];
        force.tried(&list).unwrap_or_default().contains("Review of concerns")
    };
    assert_eq!(["S-1", "C-1", "O-12", "4711", "M-1"].map(listed), [true, false, false, false, false]);

    // A further concern, of another day, joins the review that is still to be done: the same task, told again.
    let next_day = |phones: &[&Phone]| {
        force.clock.advance(86_400_000);
        for phone in phones {
            phone.wait_until(force.clock.now());
        }
    };
    let id = task.task.set.task;
    next_day(&[&worker, &lead]);
    visits(&worker, 1);
    lead.sync();
    let [task] = &of(&lead)[..] else { panic!("one review at a time") };
    assert_eq!(task.task.set.task, id);
    assert!(task.task.set.what.contains("5 concerns noted by 2 people"), "{task:?}");

    // Who leads now is asked, too; whoever says that it was not done is not asked again for the same, and it stays in the table.
    force.add_officer("S-2", "Safeguarding");
    force.give_role("S-2", "safeguarding_lead");
    next_day(&[&constable, &lead]);
    visits(&constable, 1);
    let second = phone(&force, "S-2", Duty::TaskedCore);
    assert_eq!(of(&second).iter().map(|view| view.task.set.task).collect::<Vec<_>>(), [id]);

    // Once it is done nothing is left of it; a concern of another day asks for another.
    lead.sync();
    lead.book().task_done(id, false, Some("Visited together with housing.".to_owned())).unwrap();
    lead.sync();
    let open = |view: &&TaskView| !matches!(view.task.state, TaskState::Done { .. });
    next_day(&[&worker, &lead]);
    worker.sync();
    lead.sync();
    assert_eq!(of(&lead).iter().filter(open).count(), 0, "what joined it is done with it");
    visits(&worker, 1);
    lead.sync();
    let views = of(&lead);
    let [another] = &views.iter().filter(open).collect::<Vec<_>>()[..] else { panic!("and one more") };

    // Not done is an answer, too: the next concern asks anew instead of joining what nobody looks at.
    let not_done = NotDoneReason::ALL[0];
    lead.book()
        .task_not_done(another.task.set.task, not_done, Some("No answer at the door.".to_owned()))
        .unwrap();
    lead.sync();
    next_day(&[&constable, &lead]);
    visits(&constable, 1);
    lead.sync();
    assert_eq!(of(&lead).len(), 3);
    let is_open = |view: &TaskView| view.task.is_pending();
    assert_eq!(of(&lead).into_iter().filter(is_open).count(), 1);
}
