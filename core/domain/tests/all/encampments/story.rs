//! One encampment: a stage needs what comes before it, and what cannot be is kept with its reason.

use std::collections::BTreeSet;

use beatbook_domain::encampments::refusal::StepRefusal;
use beatbook_domain::encampments::standing::{EncampmentStanding, RefusedStanding};
use beatbook_domain::encampments::story::Stage;
use beatbook_domain::encampments::{Beside, fold};
use beatbook_domain::notices::known::{Subject, TagKey};
use beatbook_domain::records::encampment::{EncampmentStep, ReportSource, Visit};

use super::support::{
    at, caravans, check, codes, court, day, direction, empty, id, on, one, reported, step, vacated, welfare,
    whole_story,
};

#[test]
fn story_e8_comes_to_an_order_and_to_no_bailiffs() {
    let story = one(&whole_story());
    assert_eq!((story.stage(), codes(&story)), (Some(Stage::S78Order), vec![]));
    assert_eq!(story.reported(), Some(day("2025-11-06")));
    assert_eq!(story.vacated.as_ref().map(|one| one.day()), Some(day("2025-11-14")));
    assert_eq!(story.reports[0].what.source, ReportSource::Resident);
    assert_eq!((story.spoken.len(), story.written.len()), (1, 1));
    // As it stood on each day.
    let stood = |text: &str| {
        let beside = Beside { as_at: Some(day(text)), ..Beside::default() };
        fold(&whole_story(), &beside).pop_first().unwrap().1.stage()
    };
    assert_eq!(stood("2025-11-05"), None);
    assert_eq!(stood("2025-11-06"), Some(Stage::WelfareDone));
    assert_eq!(stood("2025-11-10"), Some(Stage::S77));
    assert_eq!(stood("2025-11-12"), Some(Stage::S78Applied));
}

#[test]
fn every_reason_a_phone_is_told_by_its_code_is_known_in_words() {
    let codes: BTreeSet<&str> = StepRefusal::OF_STORIES.iter().map(|refusal| refusal.code()).collect();
    assert_eq!(codes.len(), StepRefusal::OF_STORIES.len());
    for refusal in StepRefusal::OF_STORIES {
        let (what, code) = ("visit".to_owned(), refusal.code().to_owned());
        assert_eq!(RefusedStanding { at: at(1, 1), by: None, what, code }.why(), refusal.to_string());
    }
}

#[test]
fn welfare_comes_before_any_direction_and_says_how_long_it_waits() {
    let early = [
        reported(1, at(1, 1), on(6, 8), "Car park"),
        step(1, at(2, 1), on(6, 9), direction(None, "2026-02-05")),
        step(1, at(2, 2), on(6, 11), welfare(on(6, 11), Some("2025-11-10"))),
        step(1, at(2, 3), on(9, 23), direction(Some("N-1"), "2026-02-08")),
        step(1, at(9, 1), on(9, 23), EncampmentStep::S78Applied(court())),
    ];
    let story = one(&early);
    let expected = [
        ("direction_spoken", "welfare_first"),
        ("direction_written", "welfare_wait"),
        ("s78_applied", "direction_first"),
    ];
    assert_eq!((story.stage(), codes(&story)), (Some(Stage::WelfareDone), expected.to_vec()));
    // On the day itself, whoever gives it. What was refused for the want of it holds then by itself, if it came after.
    let mut mended = early.to_vec();
    mended.push(step(1, at(3, 1), on(10, 10), direction(Some("N-2"), "2026-02-09")));
    mended.push(step(1, at(9, 2), on(12, 10), EncampmentStep::S78Applied(court())));
    let story = one(&mended);
    assert_eq!(story.stage(), Some(Stage::S78Applied));
    assert_eq!(codes(&story).len(), 3, "what did not hold then is kept");
}

#[test]
fn nobody_left_before_it_was_reported() {
    let left = |time: i64| [reported(1, at(1, 1), on(6, 8), "Car park"), step(1, at(9, 1), time, vacated())];
    let early = one(&left(on(5, 8)));
    assert_eq!((early.stage(), codes(&early)), (Some(Stage::Reported), vec![("vacated", "before_report")]));
    assert!(one(&left(on(6, 8))).vacated.is_some());
}

#[test]
fn an_earlier_check_told_anew_takes_nothing_from_a_later_one() {
    let told = [
        reported(1, at(1, 1), on(6, 8), "Car park"),
        step(1, at(2, 1), on(6, 9), check(77, on(6, 9), Some("2025-11-12"))),
        // A colleague's, of the next day; then the first asks for less.
        step(1, at(3, 1), on(7, 9), check(78, on(7, 9), Some("2025-11-20"))),
        step(1, at(2, 2), on(8, 9), check(77, on(6, 9), Some("2025-11-09"))),
        step(1, at(2, 3), on(10, 9), direction(None, "2026-02-09")),
    ];
    let story = one(&told);
    assert_eq!(codes(&story), [("direction_spoken", "welfare_wait")]);
    assert_eq!(story.welfare.as_ref().unwrap().what.wait_until, Some(day("2025-11-20")));
    assert_eq!(story.checks.len(), 2);
}

#[test]
fn a_check_and_a_number_hold_for_one_encampment_and_for_no_other() {
    let told = |later: Vec<EncampmentStep>| {
        let mut told = whole_story();
        told.push(reported(2, at(3, 1), on(8, 8), "The Strand, Gillingham"));
        told.extend((2..).zip(later).map(|(seq, what)| {
            let time = match &what {
                EncampmentStep::Welfare(done) => done.completed,
                _ => on(10, 11),
            };
            step(2, at(3, seq), time, what)
        }));
        let stories = fold(&told, &Beside::default());
        assert_eq!(stories[&id(1)], one(&whole_story()), "nothing is taken from the first");
        stories[&id(2)].clone()
    };
    let number = Some("MDW-A7-000118-M");
    // The first one's, told again; and one that was complete before anybody knew of the second.
    for borrowed in [check(77, on(9, 9), None), check(78, on(7, 23), None)] {
        let story = told(vec![borrowed, direction(None, "2026-02-09")]);
        assert_eq!(codes(&story), [("welfare", "check_elsewhere"), ("direction_spoken", "welfare_first")]);
        assert_eq!((story.stage(), story.checks.len()), (Some(Stage::Reported), 0));
    }
    // Its own, of that morning, before it was written down as reported.
    let own = || check(78, on(8, 7), None);
    let story = told(vec![own(), direction(number, "2026-02-09"), direction(Some("N-2"), "2026-02-09")]);
    assert_eq!(codes(&story), [("direction_written", "notice_elsewhere")]);
    assert_eq!(story.stage(), Some(Stage::S77));
    // Told once more it is no news, unless it asks to wait by now.
    let story = told(vec![own(), own(), check(78, on(8, 7), Some("2025-11-20"))]);
    assert_eq!(codes(&story), [("welfare", "told_already")]);
    assert_eq!(story.welfare.unwrap().what.wait_until, Some(day("2025-11-20")));
}

#[test]
fn no_stage_is_skipped_and_none_is_told_twice() {
    let told = [
        reported(1, at(1, 1), on(6, 8), "Car park"),
        step(1, at(9, 1), on(7, 8), EncampmentStep::S78Order(court())),
        step(1, at(9, 2), on(7, 9), EncampmentStep::Bailiffs),
        step(1, at(9, 3), on(7, 10), EncampmentStep::PoliceS61 { reference: Some("CAD 7".to_owned()) }),
        step(1, at(9, 4), on(7, 11), EncampmentStep::PoliceS61 { reference: None }),
    ];
    let story = one(&told);
    let expected =
        [("s78_order", "application_first"), ("bailiffs", "order_first"), ("police_s61", "told_already")];
    assert_eq!(codes(&story), expected);
    assert_eq!(story.s61.and_then(|one| one.what), Some("CAD 7".to_owned()));
}

#[test]
fn after_it_was_vacated_there_is_nothing_but_an_empty_visit() {
    let mut told = whole_story();
    told.push(step(1, at(2, 40), on(15, 9), empty()));
    told.push(step(1, at(2, 41), on(20, 9), caravans(3, &[])));
    // No caravan counted, and yet one of its vehicles seen, or somebody known: it was not empty.
    told.push(step(1, at(2, 42), on(20, 9), caravans(0, &["AB12 CDE"])));
    let somebody = TagKey::from_bytes([7; 32]).tag(Subject::Registration("AB12 CDE")).unwrap();
    let known = Visit { people: vec![somebody], ..Visit::default() };
    told.push(step(1, at(2, 43), on(20, 9), EncampmentStep::Visit(known)));
    told.push(step(1, at(3, 41), on(20, 10), vacated()));
    told.push(reported(1, at(3, 42), on(20, 11), "The car park in Medway Street, Chatham"));
    let story = one(&told);
    let visit = ("visit", "vacated_already");
    let expected = [visit, visit, visit, ("vacated", "told_already"), ("reported", "vacated_already")];
    assert_eq!(codes(&story), expected);
    assert_eq!(story.visits.len(), 2);
}

#[test]
fn what_was_wrong_is_taken_back_by_who_told_it_or_by_the_desk() {
    let back = |journal, seq, entry| {
        step(
            1,
            at(journal, seq),
            on(21, 9),
            EncampmentStep::TakenBack { entry, why: "Another site".to_owned() },
        )
    };
    let mut told = whole_story();
    told.push(step(1, at(2, 41), on(20, 9), caravans(3, &[])));
    // Another officer cannot, nor of what is not there, nor of what takes back.
    told.push(back(3, 1, at(2, 31)));
    told.push(back(3, 2, at(3, 900)));
    told.push(back(3, 3, at(3, 1)));
    assert_eq!(one(&told).vacated.as_ref().map(|one| one.at), Some(at(2, 31)));
    let refused = codes(&one(&told));
    let expected = ["vacated_already", "not_yours", "no_such_entry", "takes_back"];
    assert_eq!(refused.iter().map(|(_, code)| *code).collect::<Vec<_>>(), expected);
    for journal in [2, 9] {
        let mut told = told.clone();
        told.push(back(journal, 99, at(2, 31)));
        let story = one(&told);
        assert_eq!((&story.vacated, story.visits.len()), (&None, 2), "so the later visit holds");
        let gone = &story.taken_back[&at(2, 31)];
        assert_eq!((gone.what, gone.by, gone.back.at), ("vacated", id(2), at(journal, 99)));
        assert_eq!((gone.back.by, gone.back.what.as_str()), (id(journal), "Another site"));
    }
}

#[test]
fn what_the_desk_decides_is_told_by_no_phone() {
    let mut told = whole_story();
    told.retain(|one| !one.desk);
    told.push(reported(2, at(3, 1), on(6, 8), "The Strand, Gillingham"));
    let same = EncampmentStep::Same { other: id(2), why: "One car park".to_owned() };
    let steps = [
        EncampmentStep::S78Applied(court()),
        EncampmentStep::S78Order(court()),
        EncampmentStep::Bailiffs,
        same,
    ];
    for (seq, what) in (50..).zip(&steps) {
        told.push(step(1, at(2, seq), on(13, 9), what.clone()));
    }
    let stories = fold(&told, &Beside::default());
    let names = ["s78_applied", "s78_order", "bailiffs", "same"].map(|name| (name, "desk_decides"));
    assert_eq!((stories.len(), stories[&id(1)].stage()), (2, Some(Stage::S77)));
    assert_eq!(codes(&stories[&id(1)]), names);
    // The same told at the desk holds, one after the other.
    told.extend((60..).zip(steps).map(|(seq, what)| step(1, at(9, seq), on(13, 10), what)));
    let story = one(&told);
    assert_eq!((story.stage(), codes(&story)), (Some(Stage::Bailiffs), names.to_vec()));
}

#[test]
fn two_reports_of_one_encampment_are_one_story() {
    let mut told = whole_story();
    told.push(reported(4, at(5, 1), on(6, 7), "Medway Street car park"));
    told.push(step(4, at(5, 2), on(6, 8), caravans(7, &[])));
    assert_eq!(fold(&told, &Beside::default()).len(), 2);
    let same = |from, seq, to| {
        step(
            from,
            at(9, seq),
            on(7, 9),
            EncampmentStep::Same { other: id(to), why: "One car park".to_owned() },
        )
    };
    // Whoever is said to be the other, and in a circle.
    for joined in [vec![same(4, 90, 1)], vec![same(1, 90, 4)], vec![same(1, 90, 4), same(4, 91, 1)]] {
        let told: Vec<_> = told.iter().cloned().chain(joined).collect();
        let story = one(&told);
        assert_eq!((story.id, story.joined.clone()), (id(1), BTreeSet::from([id(4)])));
        assert_eq!((story.reports.len(), story.visits.len(), story.stage()), (2, 2, Some(Stage::S78Order)));
        let said: Vec<_> = story.same.iter().map(|one| (one.at.journal, one.what.why.as_str())).collect();
        assert!(!said.is_empty() && said.iter().all(|one| *one == (id(9), "One car park")), "{said:?}");
    }
    let itself = one(&[reported(1, at(1, 1), on(6, 8), "Car park"), same(1, 90, 1)]);
    assert_eq!(codes(&itself), [("same", "encampment_itself")]);
}

#[test]
fn a_direction_under_a_void_notice_was_never_given() {
    let void = BTreeSet::from(["MDW-A7-000118-M".to_owned()]);
    let story = fold(&whole_story(), &Beside { void, ..Beside::default() }).pop_first().unwrap().1;
    assert_eq!(story.stage(), Some(Stage::WelfareDone));
    let expected = [
        ("direction_written", "notice_void"),
        ("s78_applied", "direction_first"),
        ("s78_order", "application_first"),
    ];
    assert_eq!(codes(&story), expected);
}

#[test]
fn the_court_is_asked_when_the_time_to_leave_is_over_and_not_before() {
    let EncampmentStep::Direction(mut written) = direction(Some("N-1"), "2026-02-09") else {
        panic!("a direction")
    };
    written.leave_by = Some(on(12, 10));
    let asked = |when| {
        let told = [
            reported(1, at(1, 1), on(6, 8), "Car park"),
            step(1, at(2, 1), on(6, 9), welfare(on(6, 9), None)),
            step(1, at(3, 1), on(10, 10), EncampmentStep::Direction(written.clone())),
            step(1, at(9, 1), when, EncampmentStep::S78Applied(court())),
        ];
        let story = one(&told);
        (story.stage(), codes(&story))
    };
    assert_eq!(asked(on(11, 23)), (Some(Stage::S77), vec![("s78_applied", "direction_running")]));
    assert_eq!(asked(on(12, 9)).1, [("s78_applied", "direction_running")], "an hour before, on its day");
    assert_eq!(asked(on(12, 10)), (Some(Stage::S78Applied), vec![]));
    assert_eq!(asked(on(13, 9)), (Some(Stage::S78Applied), vec![]));
}

#[test]
fn an_entry_is_taken_back_under_its_own_encampment_or_one_that_was_said_to_be_the_same() {
    let why = || "Another car park".to_owned();
    let told = |more: &[(u64, EncampmentStep)]| {
        let mut told = vec![
            reported(1, at(1, 1), on(6, 8), "Car park"),
            reported(2, at(2, 1), on(6, 9), "The Strand, Gillingham"),
            step(2, at(2, 2), on(7, 9), caravans(3, &[])),
        ];
        told.extend(more.iter().map(|(seq, what)| step(1, at(9, *seq), on(12, 9), what.clone())));
        let stories = fold(&told, &Beside::default());
        let visits: usize = stories.values().map(|story| story.visits.len()).sum();
        (stories.len(), visits, stories.values().flat_map(codes).collect::<Vec<_>>())
    };
    let visit = (1, EncampmentStep::TakenBack { entry: at(2, 2), why: why() });
    let same = (2, EncampmentStep::Same { other: id(2), why: why() });
    let two_again = (3, EncampmentStep::TakenBack { entry: at(9, 2), why: why() });
    assert_eq!(told(std::slice::from_ref(&visit)), (2, 1, vec![("taken_back", "no_such_entry")]));
    assert_eq!(told(&[visit.clone(), same.clone()]), (1, 0, vec![]));
    assert_eq!(told(&[visit, same, two_again]), (2, 0, vec![]), "what was told of them as one stays told");
}

#[test]
fn what_others_vacated_is_over_for_whoever_was_told_no_more_than_that() {
    let key = TagKey::from_bytes([7; 32]);
    let whole = one(&[
        reported(1, at(1, 1), on(6, 8), "Car park"),
        step(1, at(2, 1), on(7, 12), vacated()),
        step(1, at(2, 2), on(7, 15), caravans(2, &[])),
    ]);
    let exact = EncampmentStanding::of(&whole, &key);
    let day = EncampmentStanding { vacated_at: None, ..exact.clone() };
    let mine = [
        step(1, at(3, 1), on(7, 10), caravans(3, &[])),
        step(1, at(3, 2), on(7, 14), caravans(4, &[])),
        step(1, at(3, 3), on(8, 14), caravans(5, &[])),
        step(1, at(3, 4), on(8, 15), vacated()),
    ];
    let told = |standing: &EncampmentStanding, now| {
        let story = fold(&mine, &Beside::known([standing], now)).pop_first().unwrap().1;
        let refused: Vec<_> = story.refused.iter().map(|one| (one.at.seq, one.refusal.code())).collect();
        (story.visits.len(), refused)
    };
    let later = (3, "vacated_already");
    let last = (4, "told_already");
    assert_eq!(told(&exact, on(9, 0)), (1, vec![(2, "vacated_already"), later, last]));
    // By its day alone: what happened on that day may have come before, unless it is told just now.
    assert_eq!(told(&day, on(9, 0)), (2, vec![later, last]));
    assert_eq!(told(&day, on(7, 14)), (1, vec![(2, "vacated_already"), later, last]));
    // Whoever told it has taken it back, and the server has not heard yet.
    let mut back = mine.to_vec();
    let own = step(1, at(3, 5), on(7, 12), vacated());
    let entry = own.at;
    back.extend([
        own,
        step(1, at(3, 6), on(8, 16), EncampmentStep::TakenBack { entry, why: "Not they".to_owned() }),
    ]);
    let story = fold(&back, &Beside::known([&exact], on(9, 0))).pop_first().unwrap().1;
    assert_eq!((story.visits.len(), codes(&story)), (3, vec![]));
    // What the server told of an entry of one's own is so.
    let refused = EncampmentStanding {
        vacated: None,
        vacated_at: None,
        refused: vec![RefusedStanding {
            at: at(3, 1),
            by: None,
            what: "visit".to_owned(),
            code: "check_elsewhere".to_owned(),
        }],
        ..exact
    };
    assert_eq!(told(&refused, on(9, 0)), (2, vec![(1, "check_elsewhere")]));
}
