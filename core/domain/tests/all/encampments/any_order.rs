//! Whatever the order of arrival and however often, all journals give one story.

use beatbook_domain::encampments::story::Stage;
use beatbook_domain::encampments::{Beside, Told, fold};
use beatbook_domain::records::encampment::EncampmentStep;
use proptest::prelude::*;

use super::support::{
    at, caravans, check, codes, court, direction, empty, id, on, one, reported, step, vacated, whole_story,
};

/// Anything somebody might tell, sensible or not.
fn entry() -> impl Strategy<Value = Told> {
    let what = prop_oneof![
        Just(0_u8),
        Just(1),
        Just(2),
        Just(3),
        Just(4),
        Just(5),
        Just(6),
        Just(7),
        Just(8),
        Just(9),
        Just(10),
        Just(11)
    ];
    (what, 1_u8..4, 1_u8..10, 1_u64..6, 1_i64..20, 8_i64..11, 1_u64..6).prop_map(
        |(what, encampment, journal, seq, date, hour, other)| {
            let (place, time) = (at(journal, u64::from(what) * 10 + seq), on(date, hour));
            let why = || "Why".to_owned();
            let other_id = u8::try_from(other).unwrap();
            match what {
                0 => reported(encampment, place, time, "Land"),
                1 => step(encampment, place, time, caravans(3, &["AB12 CDE"])),
                2 => step(encampment, place, time, empty()),
                3 => step(encampment, place, time, check(70 + u8::try_from(other).unwrap(), time, None)),
                4 => step(encampment, place, time, direction(None, "2026-02-09")),
                5 => step(encampment, place, time, direction(Some("N-1"), "2026-02-09")),
                6 => step(encampment, place, time, EncampmentStep::S78Applied(court())),
                7 => step(encampment, place, time, EncampmentStep::S78Order(court())),
                8 => step(encampment, place, time, EncampmentStep::Bailiffs),
                9 => step(encampment, place, time, vacated()),
                10 => step(encampment, place, time, EncampmentStep::Same { other: id(other_id), why: why() }),
                _ => {
                    let entry = at(journal, 20 + other);
                    step(encampment, place, time, EncampmentStep::TakenBack { entry, why: why() })
                }
            }
        },
    )
}

/// One entry each number: a journal is a chain.
fn chain(told: Vec<Told>) -> Vec<Told> {
    let by_place: std::collections::BTreeMap<_, _> = told.into_iter().map(|one| (one.at, one)).collect();
    by_place.into_values().collect()
}

proptest! {
    #[test]
    fn any_order_and_any_copies_give_one_story(
        (told, shuffled) in prop::collection::vec(entry(), 0..40).prop_map(chain).prop_flat_map(|told| {
            let twice: Vec<Told> = told.iter().chain(&told).cloned().collect();
            (Just(told), Just(twice).prop_shuffle())
        })
    ) {
        let beside = Beside::default();
        let stories = fold(&told, &beside);
        prop_assert_eq!(&stories, &fold(&shuffled, &beside));
        // Nothing is lost: each entry holds, is refused, is taken back, or has joined two or taken one back.
        let kept: usize = stories.values().map(|story| {
            let once = [story.applied.is_some(), story.order.is_some(), story.bailiffs.is_some(),
                story.s61.is_some(), story.vacated.is_some()];
            let once = once.into_iter().filter(|there| *there).count();
            story.reports.len() + story.visits.len() + story.spoken.len() + story.written.len() + once
                + story.refused.len() + story.taken_back.len()
        }).sum();
        let is_quiet = |one: &&Told| {
            let quiet = matches!(&one.entry, beatbook_domain::records::encampment::EncampmentEntry::Step(told)
                if matches!(told.step, EncampmentStep::Same { .. } | EncampmentStep::TakenBack { .. }
                    | EncampmentStep::Welfare(_)));
            let refused = stories.values().any(|story| story.refused.iter().any(|refused| refused.at == one.at)
                || story.taken_back.contains_key(&one.at));
            quiet && !refused
        };
        prop_assert_eq!(kept + told.iter().filter(is_quiet).count(), told.len());
    }
}

#[test]
fn what_came_without_what_it_needs_waits_for_it_and_then_the_story_is_whole() {
    let whole = whole_story();
    // What is left out, how far the story comes without it, and what does not hold for the want of it.
    let (applied, ordered) = (("s78_applied", "direction_first"), ("s78_order", "application_first"));
    let directions = [("direction_spoken", "welfare_first"), ("direction_written", "welfare_first")];
    let table = [
        (0, Stage::S78Order, vec![]),
        (1, Stage::S78Order, vec![]),
        (2, Stage::Attended, [&directions[..], &[applied, ordered]].concat()),
        (3, Stage::S78Order, vec![]),
        (4, Stage::WelfareDone, vec![applied, ordered]),
        (5, Stage::S77, vec![ordered]),
        (6, Stage::S78Applied, vec![]),
        (7, Stage::S78Order, vec![]),
    ];
    assert_eq!(table.len(), whole.len());
    for (missing, stage, waits) in table {
        let mut arrived = whole.clone();
        let late = arrived.remove(missing);
        let story = one(&arrived);
        assert_eq!((story.stage(), codes(&story)), (Some(stage), waits), "without {missing}");
        arrived.push(late);
        let story = one(&arrived);
        assert_eq!((story.stage(), codes(&story)), (Some(Stage::S78Order), vec![]), "{missing} came last");
        assert_eq!(story, one(&whole));
    }
}
