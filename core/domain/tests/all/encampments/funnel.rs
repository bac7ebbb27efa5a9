//! The funnel: 23 reported, 14 directed, 9 orders, no bailiffs, one by the police (002 ¶17.5); and whatever is told, it sums.

use beatbook_domain::calendar::local_date;
use beatbook_domain::encampments::funnel::Funnel;
use beatbook_domain::encampments::story::Stage;
use beatbook_domain::encampments::{Beside, Told, fold};
use beatbook_domain::records::encampment::{EncampmentStep, EntryAt};
use proptest::prelude::*;

use super::support::{at, caravans, check, court, day, direction, on, reported, step, vacated};

/// An entry of the phone of encampment `n`.
fn phone(n: u8, seq: u64) -> EntryAt {
    at(100 + n, seq)
}

/// An entry of the desk's about encampment `n`; phones have other journals.
fn desk(n: u8, seq: u64) -> EntryAt {
    at(9, u64::from(n) * 100 + seq)
}

/// Encampment `n` that came so far; it is told by its own phone and by the desk.
fn came_to(n: u8, furthest: usize) -> Vec<Told> {
    let (date, number) = (i64::from(n % 28) + 1, format!("N-{n}"));
    let all = [
        reported(n, phone(n, 1), on(date, 8), &format!("Land {n}")),
        step(n, phone(n, 2), on(date, 9), caravans(2, &[])),
        step(n, phone(n, 3), on(date, 10), check(n, on(date, 10), None)),
        step(n, phone(n, 4), on(date + 1, 10), direction(Some(&number), "2026-02-09")),
        step(n, desk(n, 5), on(date + 3, 10), EncampmentStep::S78Applied(court())),
        step(n, desk(n, 6), on(date + 5, 10), EncampmentStep::S78Order(court())),
        step(n, desk(n, 7), on(date + 8, 10), EncampmentStep::Bailiffs),
    ];
    all.into_iter().take(furthest + 1).collect()
}

fn funnel(told: &[Told], as_at: Option<&str>) -> Funnel {
    let beside = Beside { as_at: as_at.map(day), ..Beside::default() };
    Funnel::of(fold(told, &beside).values(), None)
}

#[test]
fn the_year_of_the_paper() {
    // Nine left before anybody directed them, five on the direction, nine on the order.
    let furthest = [(1..=9, 2), (10..=14, 3), (15..=23, 5)];
    let mut told: Vec<Told> = furthest
        .into_iter()
        .flat_map(|(numbers, stage)| numbers.flat_map(move |n| came_to(n, stage)))
        .collect();
    told.push(step(3, phone(3, 20), on(5, 12), EncampmentStep::PoliceS61 { reference: None }));
    for n in 1..=23 {
        told.push(step(n, phone(n, 30), on(60, 9), vacated()));
    }
    let year = funnel(&told, Some("2026-01-31"));
    let reached =
        [Stage::Reported, Stage::S77, Stage::S78Order, Stage::Bailiffs].map(|stage| year.reached(stage));
    assert_eq!((reached, year.s61()), ([23, 14, 9, 0], 1));
    assert_eq!(
        year.check(),
        "reported = sum of the furthest stages: 23 = 0 + 0 + 9 + 5 + 0 + 9 + 0 = 23; each stage within the one before"
    );
    assert_eq!(year.rows().iter().map(|row| row.vacated).sum::<u32>(), 23);
    // At an earlier date there was less, and it adds up as well.
    let early = funnel(&told, Some("2025-11-12"));
    assert_eq!(early.reached(Stage::Reported), 11);
    let first_days = Some((day("2025-11-01"), day("2025-11-12")));
    let based = Funnel::of(fold(&told, &Beside::default()).values(), first_days);
    assert_eq!(based.reached(Stage::Reported), 11, "those of these days, as they stand now");
}

#[test]
fn what_nobody_has_reported_yet_is_in_no_row() {
    let told: Vec<Told> = came_to(1, 3).into_iter().skip(1).collect();
    let funnel = funnel(&told, None);
    assert_eq!((funnel.reached(Stage::Reported), funnel.unreported()), (0, 1));
}

/// How far the first entries of a story bring it, if these are there: each stage needs the one before it, except that
/// somebody may complete a check of people nobody counted. Told from the words of the funnel, not by its code.
fn furthest(there: &[bool]) -> Option<Stage> {
    let has = |entry: usize| there.get(entry).copied().unwrap_or_default();
    if !has(0) {
        return None;
    }
    let court = [(4, Stage::S78Applied), (5, Stage::S78Order), (6, Stage::Bailiffs)];
    let mut stage = match (has(1), has(2), has(2) && has(3)) {
        (_, _, true) => Stage::S77,
        (_, true, false) => Stage::WelfareDone,
        (true, false, false) => Stage::Attended,
        (false, false, false) => Stage::Reported,
    };
    if stage == Stage::S77 {
        stage = court.into_iter().take_while(|(entry, _)| has(*entry)).last().map_or(stage, |(_, last)| last);
    }
    Some(stage)
}

proptest! {
    #[test]
    fn each_row_is_what_one_counts_by_hand(
        stories in prop::collection::vec((prop::collection::vec(prop::bool::weighted(0.8), 7), any::<bool>()), 0..30),
        as_at in 1_i64..60,
    ) {
        let date = day("2025-10-31").checked_add(jiff::Span::new().days(as_at)).unwrap();
        let mut told: Vec<Told> = Vec::new();
        let mut by_hand: Vec<(Stage, bool)> = Vec::new();
        for (n, (there, left)) in (1_u8..).zip(&stories) {
            let all = came_to(n, 6);
            // What has not come, and what had not happened by then.
            let happened: Vec<bool> = all.iter().map(|one| local_date(one.entry.time()).unwrap() <= date).collect();
            let seen: Vec<bool> = there.iter().zip(&happened).map(|(there, happened)| *there && *happened).collect();
            told.extend(all.into_iter().zip(there).filter_map(|(one, there)| there.then_some(one)));
            let gone = step(n, phone(n, 30), on(40, 12), vacated());
            told.extend(left.then_some(gone));
            by_hand.extend(furthest(&seen).map(|stage| (stage, *left && as_at >= 40)));
        }
        let beside = Beside { as_at: Some(date), ..Beside::default() };
        let funnel = Funnel::of(fold(&told, &beside).values(), None);
        let count = |is: &dyn Fn(&(Stage, bool)) -> bool| by_hand.iter().filter(|one| is(one)).count() as u32;
        for (row, stage) in funnel.rows().iter().zip(Stage::ALL) {
            prop_assert_eq!(row.stage, stage);
            prop_assert_eq!(row.reached, count(&|(at, _)| *at >= stage));
            prop_assert_eq!(row.no_further, count(&|(at, _)| *at == stage));
            prop_assert_eq!(row.vacated, count(&|(at, left)| *at == stage && *left));
        }
        prop_assert_eq!(funnel.rows().len(), Stage::ALL.len());
    }
}
