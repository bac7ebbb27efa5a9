//! The funnel: 23 reported, 14 directed, 9 orders, no bailiffs, one by the police (002 ¶17.5); and whatever is told, it sums.

use beatbook_domain::encampments::funnel::Funnel;
use beatbook_domain::encampments::story::Stage;
use beatbook_domain::encampments::{Beside, Told, fold};
use beatbook_domain::records::encampment::EncampmentStep;
use proptest::prelude::*;

use super::support::{at, caravans, check, court, day, direction, on, reported, step, vacated};

/// Encampment `n` that came so far; it is told by its own phone.
fn came_to(n: u8, furthest: usize) -> Vec<Told> {
    let (date, number) = (i64::from(n % 28) + 1, format!("N-{n}"));
    let all = [
        reported(n, at(n, 1), on(date, 8), &format!("Land {n}")),
        step(n, at(n, 2), on(date, 9), caravans(2, &[])),
        step(n, at(n, 3), on(date, 10), check(n, on(date, 10), None)),
        step(n, at(n, 4), on(date + 1, 10), direction(Some(&number), "2026-02-09")),
        step(n, at(n, 5), on(date + 3, 10), EncampmentStep::S78Applied(court())),
        step(n, at(n, 6), on(date + 5, 10), EncampmentStep::S78Order(court())),
        step(n, at(n, 7), on(date + 8, 10), EncampmentStep::Bailiffs),
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
    told.push(step(3, at(3, 20), on(5, 12), EncampmentStep::PoliceS61 { reference: None }));
    for n in 1..=23 {
        told.push(step(n, at(n, 30), on(60, 9), vacated()));
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

proptest! {
    #[test]
    fn whatever_is_told_it_adds_up(
        stories in prop::collection::vec((0..8_usize, any::<bool>()), 0..30),
        dropped in prop::collection::vec(any::<prop::sample::Index>(), 0..10),
        as_at in 1_i64..40,
    ) {
        let mut told: Vec<Told> = Vec::new();
        for (n, (furthest, left)) in (1_u8..).zip(&stories) {
            told.extend(came_to(n, *furthest));
            told.extend(left.then(|| step(n, at(n, 30), on(i64::from(n % 28) + 4, 12), vacated())));
        }
        // Some have not come yet.
        for index in dropped {
            if !told.is_empty() {
                told.remove(index.index(told.len()));
            }
        }
        let date = day("2025-11-01").checked_add(jiff::Span::new().days(as_at)).unwrap();
        let beside = Beside { as_at: Some(date), ..Beside::default() };
        let folded = fold(&told, &beside);
        let funnel = Funnel::of(folded.values(), None);
        let rows = funnel.rows();
        prop_assert_eq!(rows.len(), Stage::ALL.len());
        prop_assert!(rows.windows(2).all(|pair| pair[1].reached <= pair[0].reached));
        prop_assert!(rows.iter().all(|row| row.vacated <= row.no_further));
        let sum: u32 = rows.iter().map(|row| row.no_further).sum();
        prop_assert_eq!(sum, rows[0].reached);
        let reported = folded.values().filter(|story| story.reported().is_some()).count();
        prop_assert_eq!(sum as usize, reported);
        prop_assert!(funnel.check().ends_with("each stage within the one before"));
    }
}
