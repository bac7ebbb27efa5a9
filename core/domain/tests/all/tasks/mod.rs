//! Tasks: where each stands by what the desk and all phones tell, and a table in which each stands once.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeSet;

use beatbook_domain::orders::legal_time::LegalTime;
use beatbook_domain::records::journal::Moment;
use beatbook_domain::records::server::ServerBody;
use beatbook_domain::records::task::{ConcernAt, ReviewAnswer, ReviewAsked, ReviewOutcome};
use beatbook_domain::records::tasking::{
    Discretion, NotDoneReason, ProofBounds, SensitiveKind, TaskAnswer, TaskAnswered, TaskFor, TaskForm,
    TaskPlace, TaskPriority, TaskProof, TaskSet, TaskSource, TaskWithdrawn, WINDOW_MAX_MS,
};
use beatbook_domain::tasks::table::{TaskColumn, TaskTable};
use beatbook_domain::tasks::told::TaskTold;
use beatbook_domain::tasks::{Answer, DeskSays, Task, TaskRefusal, TaskState, fold, fold_told};
use beatbook_protocol::entry::BootId;
use beatbook_protocol::id::Id;
use proptest::prelude::*;

const NOON: i64 = 1_757_160_000_000;
const HOUR: i64 = 3_600_000;

fn id(number: u8) -> Id {
    Id::from_bytes([number; 16])
}

fn task(number: u8, for_whom: TaskFor) -> TaskSet {
    TaskSet {
        task: id(number),
        source: TaskSource::Nim,
        reference: None,
        for_whom,
        place: TaskPlace::Zone("CHA-HS".to_owned()),
        what: "Be seen at the taxi rank".to_owned(),
        from: NOON,
        until: NOON + 6 * HOUR,
        priority: TaskPriority::Normal,
        discretion: None,
        by: Some(id(90)),
    }
}

fn ntf() -> TaskFor {
    TaskFor::Team("NTF".to_owned())
}

fn set(set: TaskSet) -> DeskSays {
    DeskSays::Set(set)
}

fn withdrawn(number: u8, for_whom: TaskFor) -> DeskSays {
    let (why, by) = ("The event is off".to_owned(), id(90));
    DeskSays::Withdrawn(TaskWithdrawn {
        task: id(number),
        for_whom,
        sensitive: false,
        why,
        by,
        given_on: false,
    })
}

/// Officer 5 is of another team than the others.
fn says(by: u8, number: u8, seq: u64, answer: TaskAnswer) -> Answer {
    let at = Moment { wall: NOON, mono: 1, boot: BootId(1) };
    let told = TaskAnswered { at, legal: LegalTime::exactly(NOON + HOUR), about: None, answer };
    let team = if by == 5 { "Rural" } else { "NTF" }.to_owned();
    Answer { notebook: id(100 + by), seq, by: id(by), team, task: id(number), told }
}

/// A review of so many concerns, asked of officer 1.
fn review(number: u8, concerns: i64) -> DeskSays {
    let concerns = (0..concerns).map(|wall| ConcernAt { record: id(80), wall, mono: wall, nth: 0 });
    let leads = vec![id(1)];
    let asked = ReviewAsked {
        concerns: concerns.collect(),
        each: true,
        sightings: BTreeSet::new(),
        leads: leads.clone(),
        answers: vec![],
    };
    DeskSays::Review(task(number, TaskFor::Leads(leads)), asked)
}

#[test]
fn concerns_of_one_instant_are_told_apart_also_in_reviews_that_were_asked_for_before_they_were() {
    let one = |wall, nth| ConcernAt { record: id(80), wall, mono: wall, nth };
    let before = ReviewAsked {
        concerns: BTreeSet::from([one(1, 0), one(2, 0)]),
        each: false,
        sightings: BTreeSet::new(),
        leads: vec![],
        answers: vec![],
    };
    let text = serde_json::to_string(&before).expect("text");
    assert!(!text.contains("nth") && !text.contains("each"), "phones of before read it: {text}");
    assert!(before.covers(&BTreeSet::from([one(1, 3), one(2, 0)])), "it was about all of an instant");
    assert!(!before.covers(&BTreeSet::from([one(3, 0)])));
    let mut now = before.clone();
    now.tell_apart(&[one(1, 0), one(1, 1), one(3, 1)]);
    assert_eq!(now.concerns, BTreeSet::from([one(1, 0), one(1, 1), one(2, 0)]));
    assert!(now.covers(&BTreeSet::from([one(1, 1)])) && !now.covers(&BTreeSet::from([one(1, 2)])));
    assert_eq!((before.about(), now.about()), (2, 3), "an answer that knew of fewer did not know of all");
    let told = now.clone();
    now.tell_apart(&[one(1, 2)]);
    assert_eq!(now, told, "once");
}

/// The same as [`says`] by a phone that knew of so many concerns.
fn knowing(about: u32, one: Answer) -> Answer {
    Answer { told: TaskAnswered { about: Some(about), ..one.told }, ..one }
}

#[test]
fn a_review_is_answered_for_what_was_known_of_it_and_no_more() {
    for answer in [done(), not_done()] {
        let said = |concerns: i64, about: u32| {
            let told = [
                knowing(about, says(1, 1, 1, TaskAnswer::Accepted)),
                knowing(about, says(1, 1, 2, answer.clone())),
            ];
            let tasks = fold(&[review(1, 2), review(1, concerns)], &told);
            let task = &tasks[&id(1)];
            (task.is_pending(), task.refused.iter().map(|one| (one.seq, one.why.code())).collect::<Vec<_>>())
        };
        assert_eq!(said(2, 2), (false, vec![]));
        assert_eq!(said(3, 3), (false, vec![]));
        assert_eq!(
            said(3, 2),
            (true, vec![(2, "review_more_joined")]),
            "it is still to be done, and taken on"
        );
    }
    // Earlier phones do not say what they knew of.
    let tasks = fold(&[review(1, 2), review(1, 3)], &[says(1, 1, 1, done())]);
    assert!(!tasks[&id(1)].is_pending());
}

fn done() -> TaskAnswer {
    TaskAnswer::Done { proof: None, words: None }
}

fn not_done() -> TaskAnswer {
    TaskAnswer::NotDone { reason: NotDoneReason::NoTime, words: None }
}

fn state(desk: &[DeskSays], answers: &[Answer]) -> TaskState {
    fold(desk, answers).remove(&id(1)).unwrap().state
}

fn refused(told: &Task) -> Vec<(Id, u64, TaskRefusal)> {
    told.refused.iter().map(|one| (one.notebook, one.seq, one.why)).collect()
}

#[test]
fn what_is_handed_over_twice_goes_to_the_first_and_the_other_word_is_kept() {
    let over = |seq, to| says(1, 1, seq, TaskAnswer::HandedOver { to: id(to) });
    let (first, mine) = (TaskFor::Officer(id(5)), TaskFor::Officer(id(1)));
    let gone = match withdrawn(1, mine.clone()) {
        DeskSays::Withdrawn(gone) => DeskSays::Withdrawn(TaskWithdrawn { given_on: true, by: id(1), ..gone }),
        other => other,
    };
    let desk = [set(task(1, mine)), gone, set(task(1, first))];
    let told = fold(&desk, &[over(1, 5), over(2, 6)]).remove(&id(1)).unwrap();
    assert_eq!(told.state, TaskState::Open);
    assert_eq!(refused(&told), [(id(101), 2, TaskRefusal::NotYours)]);
    let told = fold(&desk, &[over(1, 5)]).remove(&id(1)).unwrap();
    assert_eq!(refused(&told), []);
}

#[test]
fn from_set_to_done_and_every_way_that_leads_nowhere() {
    let desk = [set(task(1, ntf()))];
    assert_eq!(state(&desk, &[]), TaskState::Open);
    let accepted = says(1, 1, 1, TaskAnswer::Accepted);
    assert_eq!(state(&desk, std::slice::from_ref(&accepted)), TaskState::Accepted { by: id(1) });
    let no_time = TaskState::NotDone { by: id(1), reason: NotDoneReason::NoTime, words: None };
    assert_eq!(state(&desk, &[accepted.clone(), says(1, 1, 2, not_done())]), no_time);
    // A colleague does it after all; the first one's word takes nothing from that, whichever comes first.
    let by_colleague = TaskState::Done { by: id(2), at: NOON + HOUR, proof: None, words: None };
    for answers in [
        [says(1, 1, 2, not_done()), says(2, 1, 1, done())],
        [says(2, 1, 1, done()), says(1, 1, 2, not_done())],
    ] {
        let told = fold(&desk, &answers).remove(&id(1)).unwrap();
        assert_eq!((told.state, told.refused), (by_colleague.clone(), vec![]));
    }
    // Two do it: one is first, the other is named beside, neither is lost.
    let told = fold(&desk, &[says(1, 1, 3, done()), says(2, 1, 1, done())]).remove(&id(1)).unwrap();
    assert_eq!((told.also_done_by, told.refused), (vec![id(2)], vec![]));
    // Done twice by one is an answer that does not hold, and is kept.
    let told = fold(&desk, &[says(1, 1, 3, done()), says(1, 1, 4, done())]).remove(&id(1)).unwrap();
    assert_eq!(refused(&told), [(id(101), 4, TaskRefusal::DoneAlready)]);
    // Somebody whose task it never was.
    let told = fold(&desk, &[says(5, 1, 1, done())]).remove(&id(1)).unwrap();
    assert_eq!(refused(&told), [(id(105), 1, TaskRefusal::NotYours)]);
    assert_eq!(told.state, TaskState::Open);
}

/// The same so many minutes later; whether the phone knew the time.
fn later(minutes: i64, sure: bool, one: Answer) -> Answer {
    let at = one.told.legal.at + minutes * HOUR / 60;
    let legal = LegalTime { at, within: sure.then_some(2_000) };
    Answer { told: TaskAnswered { legal, ..one.told }, ..one }
}

fn in_words(words: &str) -> TaskAnswer {
    TaskAnswer::Done { proof: None, words: Some(words.to_owned()) }
}

fn told(desk: &[DeskSays], answers: &[Answer]) -> TaskTold {
    fold_told(desk, answers).remove(&id(1)).unwrap()
}

#[test]
fn presence_and_words_of_everyone_who_did_it_are_kept_whoever_syncs_first() {
    let (zone, bounds) = ("CHA-HS".to_owned(), None);
    let proof = TaskProof { patrol: id(7), zone, from: NOON, to: NOON + HOUR, present: HOUR, bounds };
    let (seen, words) = (Some(proof.clone()), Some("Quiet at the rank".to_owned()));
    let first = says(3, 1, 1, TaskAnswer::Done { proof: seen, words: words.clone() });
    let second = later(1, true, says(2, 1, 1, done()));
    // Its phone did not know the time: it may have been at any.
    let unsure = later(-60, false, says(1, 1, 1, in_words("Nobody there")));
    let again = later(2, true, says(2, 1, 2, in_words("Once more")));
    let desk = [set(task(1, ntf()))];
    for order in [[0, 1, 2, 3], [1, 0, 3, 2], [3, 2, 1, 0], [2, 3, 0, 1]] {
        let answers = order.map(|place| [&first, &second, &unsure, &again][place].clone());
        let TaskTold { task, done } = told(&desk, &answers);
        let by: Vec<Id> = done.iter().map(|one| one.by).collect();
        assert_eq!(by, [id(3), id(2), id(1)], "{order:?}");
        assert_eq!((&done[0].proof, &done[0].words), (&Some(proof.clone()), &words));
        assert_eq!(done[2].words.as_deref(), Some("Nobody there"));
        assert_eq!((task.also_done_by.as_slice(), by[0]), (&by[1..], id(3)));
        assert!(matches!(&task.state, TaskState::Done { by, proof: Some(_), .. } if *by == id(3)));
        assert_eq!(refused(&task), [(id(102), 2, TaskRefusal::DoneAlready)], "who did it once did it");
    }
    assert_eq!(told(&desk, &[says(1, 1, 1, TaskAnswer::Accepted)]).done, []);
}

#[test]
fn a_review_answered_by_two_leads_keeps_the_words_of_both() {
    let outcome = Some(ReviewOutcome::NoAction);
    let at_desk = |at| ReviewAnswer { by: id(2), at, outcome, why: Some("Moved in".to_owned()) };
    for (at, first) in [(NOON, id(2)), (NOON + 2 * HOUR, id(1))] {
        let DeskSays::Review(mut set, mut asked) = review(1, 1) else { panic!("a review") };
        set.for_whom = TaskFor::Leads(vec![id(1), id(2)]);
        asked.answers = vec![at_desk(at)];
        let told = told(&[DeskSays::Review(set, asked)], &[says(1, 1, 1, in_words("Visited"))]);
        assert!(matches!(told.task.state, TaskState::Done { by, .. } if by == first));
        let mut words: Vec<&str> = told.done.iter().filter_map(|one| one.words.as_deref()).collect();
        words.sort_unstable();
        assert_eq!(words, ["Visited", "no_action: Moved in"]);
    }
}

#[test]
fn what_was_done_is_done_whatever_the_desk_did_meanwhile() {
    let desk = [set(task(1, ntf())), withdrawn(1, ntf())];
    assert!(matches!(state(&desk, &[]), TaskState::Withdrawn { .. }));
    assert!(matches!(state(&desk, &[says(1, 1, 1, TaskAnswer::Accepted)]), TaskState::Withdrawn { .. }));
    assert!(matches!(state(&desk, &[says(1, 1, 1, done())]), TaskState::Done { .. }));
    // Given to somebody else: the first one's acceptance says nothing of it any more, the work would.
    let given = [set(task(1, ntf())), withdrawn(1, ntf()), set(task(1, TaskFor::Officer(id(5))))];
    assert_eq!(state(&given, &[says(1, 1, 1, TaskAnswer::Accepted)]), TaskState::Open);
    assert_eq!(state(&given, &[says(5, 1, 1, TaskAnswer::Accepted)]), TaskState::Accepted { by: id(5) });
    assert_eq!(fold(&given, &[]).remove(&id(1)).unwrap().was_for, [ntf()], "from whom it was given on");
    assert_eq!(fold(&desk, &[]).remove(&id(1)).unwrap().was_for, []);
    assert!(matches!(state(&given, &[says(1, 1, 1, done())]), TaskState::Done { .. }));
}

#[test]
fn what_is_sensitive_is_for_one_officer_and_goes_from_desk_to_phone_only() {
    let mut sensitive = task(1, TaskFor::Officer(id(1)));
    let (kind, leave_nothing_in_writing) = (SensitiveKind::DomesticAbuse, true);
    sensitive.discretion = Some(Discretion { kind, leave_nothing_in_writing, do_not_call: true });
    assert_eq!(sensitive.check(), Err(TaskForm::SensitiveZone));
    sensitive.place = TaskPlace::Address("1 Quarry Row".to_owned());
    assert_eq!(sensitive.check(), Ok(()));
    assert!(ServerBody::TaskSet(Box::new(sensitive.clone())).is_coarse(), "no header says what it is");
    let over = [says(1, 1, 1, TaskAnswer::HandedOver { to: id(2) })];
    let told = fold(&[set(sensitive.clone())], &over).remove(&id(1)).unwrap();
    assert_eq!(refused(&told), [(id(101), 1, TaskRefusal::SensitiveHandOver)]);
    sensitive.for_whom = ntf();
    assert_eq!(sensitive.check(), Err(TaskForm::SensitiveTeam));
    // Nor is what the welfare service asks for: who may read that the table of roles says, not a colleague.
    let visit = TaskSet { source: TaskSource::Welfare, ..task(1, ntf()) };
    let told = fold(&[set(visit)], &over).remove(&id(1)).unwrap();
    assert_eq!(refused(&told), [(id(101), 1, TaskRefusal::SensitiveHandOver)]);
    // What is neither is handed over, but not to oneself.
    let told =
        |to: u8| state(&[set(task(1, ntf()))], &[says(1, 1, 1, TaskAnswer::HandedOver { to: id(to) })]);
    assert_eq!((told(2), told(1)), (TaskState::HandedOver { by: id(1), to: id(2) }, TaskState::Open));
}

#[test]
fn a_task_that_comes_back_is_new() {
    let given_on = |by: u8, from: TaskFor| {
        let (why, by) = ("handed over".to_owned(), id(by));
        DeskSays::Withdrawn(TaskWithdrawn {
            task: id(1),
            for_whom: from,
            sensitive: false,
            why,
            by,
            given_on: true,
        })
    };
    let (one, two) = (TaskFor::Officer(id(1)), TaskFor::Officer(id(2)));
    let over = |by, seq, to| says(by, 1, seq, TaskAnswer::HandedOver { to: id(to) });
    let mut desk = vec![set(task(1, one.clone()))];
    let mut answers = vec![says(1, 1, 1, TaskAnswer::Accepted), over(1, 2, 2)];
    assert_eq!(state(&desk, &answers), TaskState::HandedOver { by: id(1), to: id(2) });
    desk.extend([given_on(1, one.clone()), set(task(1, two.clone()))]);
    assert_eq!(state(&desk, &answers), TaskState::Open);
    answers.push(over(2, 1, 1));
    desk.extend([given_on(2, two), set(task(1, one))]);
    assert_eq!(state(&desk, &answers), TaskState::Open, "it is the first one's again, and to be done");
    answers.push(says(1, 1, 3, TaskAnswer::Accepted));
    assert_eq!(state(&desk, &answers), TaskState::Accepted { by: id(1) });
}

#[test]
fn limits_at_their_edges() {
    let with = |change: fn(&mut TaskSet)| {
        let mut one = task(1, ntf());
        change(&mut one);
        one.check()
    };
    assert_eq!(with(|_| {}), Ok(()));
    assert_eq!(with(|one| one.what = "x".repeat(20_000)), Ok(()));
    assert_eq!(with(|one| one.what = "x".repeat(20_001)), Err(TaskForm::Text("what")));
    assert_eq!(with(|one| one.what = " ".to_owned()), Err(TaskForm::Text("what")));
    assert_eq!(with(|one| one.reference = Some("x".repeat(201))), Err(TaskForm::Text("reference")));
    assert_eq!(with(|one| one.until = one.from), Err(TaskForm::Window));
    assert_eq!(with(|one| one.until = one.from + WINDOW_MAX_MS), Ok(()));
    assert_eq!(with(|one| one.until = one.from + WINDOW_MAX_MS + 1), Err(TaskForm::Window));
    assert_eq!(with(|one| (one.from, one.until) = (i64::MIN, i64::MAX)), Err(TaskForm::Window));
    assert_eq!(with(|one| one.source = TaskSource::Welfare), Err(TaskForm::OfWelfare));
    let of = |answer| says(1, 1, 1, answer).told.check();
    let other = |words: Option<&str>| TaskAnswer::NotDone {
        reason: NotDoneReason::Other,
        words: words.map(str::to_owned),
    };
    assert_eq!((of(other(None)), of(other(Some("Flooded")))), (Err(TaskForm::Text("words")), Ok(())));
    let bounded = |from, to, present, bounds| {
        let proof = TaskProof { patrol: id(7), zone: "CHA-HS".to_owned(), from, to, present, bounds };
        of(TaskAnswer::Done { proof: Some(proof), words: None })
    };
    let proof = |from, to, present| bounded(from, to, present, None);
    // The estimate lies between what is certain and what is possible.
    for (certain, possible, holds) in
        [(0, 9, true), (5, 5, true), (6, 9, false), (0, 4, false), (-1, 9, false)]
    {
        let got = bounded(0, 10, 5, Some(ProofBounds { certain, possible }));
        assert_eq!(got.is_ok(), holds, "{certain} to {possible}");
    }
    assert_eq!((proof(0, 10, 10), proof(0, 10, 11)), (Ok(()), Err(TaskForm::Proof)));
    assert_eq!((proof(0, 10, 0), proof(i64::MIN, i64::MAX, 1)), (Err(TaskForm::Proof), Err(TaskForm::Proof)));
}

#[test]
fn the_last_instant_of_the_window_is_not_overdue_and_the_next_is() {
    let told = fold(&[set(task(1, ntf()))], &[]).remove(&id(1)).unwrap();
    assert_eq!(TaskColumn::of(&told, NOON + 6 * HOUR - 1), TaskColumn::Open);
    assert_eq!(TaskColumn::of(&told, NOON + 6 * HOUR), TaskColumn::Overdue);
}

fn anything() -> impl Strategy<Value = (Vec<DeskSays>, Vec<Answer>)> {
    let desk = (0_u8..3, 1_u8..5, any::<bool>()).prop_map(|(what, number, team)| {
        let for_whom = if team { ntf() } else { TaskFor::Officer(id(1 + number % 3)) };
        if what == 2 { withdrawn(number, for_whom) } else { set(task(number, for_whom)) }
    });
    let when = (0_i64..5, any::<bool>());
    let answer =
        (1_u8..6, 1_u8..6, 1_u64..40, 0_u8..4, when).prop_map(|(by, number, seq, what, (at, sure))| {
            let answer = match what {
                0 => TaskAnswer::Accepted,
                1 => in_words(&format!("{by} in entry {seq}")),
                2 => not_done(),
                _ => TaskAnswer::HandedOver { to: id(2) },
            };
            later(at, sure, says(by, number, seq, answer))
        });
    (prop::collection::vec(desk, 0..12), prop::collection::vec(answer, 0..20)).prop_map(
        |(desk, mut answers)| {
            // One entry each number: a journal is a chain.
            let mut known = BTreeSet::new();
            answers.retain(|one| known.insert((one.notebook, one.seq)));
            (desk, answers)
        },
    )
}

proptest! {
    #[test]
    fn copies_change_nothing_and_every_table_adds_up((desk, answers) in anything()) {
        let tasks = fold(&desk, &answers);
        let twice: Vec<Answer> = answers.iter().chain(&answers).cloned().collect();
        prop_assert_eq!(&tasks, &fold(&desk, &twice));
        for now in [NOON, NOON + 6 * HOUR] {
            let table = TaskTable::of(tasks.values(), |task| task.set.source.name().to_owned(), now);
            let sum: u64 = TaskColumn::ALL.iter().map(|column| table.total(*column)).sum();
            prop_assert_eq!(sum, table.set);
            prop_assert_eq!(table.set, tasks.len() as u64);
        }
    }

    #[test]
    fn in_whatever_order_answers_come_the_same_tasks_are_done_by_the_same_in_the_same_words(
        (desk, answers, otherwise) in anything().prop_flat_map(|(desk, answers)| {
            (Just(desk), Just(answers.clone()), Just(answers).prop_shuffle())
        })
    ) {
        let others = fold_told(&desk, &otherwise);
        for (number, told) in fold_told(&desk, &answers) {
            let other = &others[&number];
            prop_assert_eq!(&told.done, &other.done);
            let is_done = matches!(told.task.state, TaskState::Done { .. });
            prop_assert_eq!(is_done, !told.done.is_empty());
            if is_done {
                prop_assert_eq!(&told.task.state, &other.task.state);
                prop_assert_eq!(&told.task.also_done_by, &other.task.also_done_by);
            } else {
                let is_done = matches!(other.task.state, TaskState::Done { .. });
                prop_assert!(!is_done);
            }
        }
    }
}
