//! Visits and those with defects, as they are published: no few with or without one follow from what is printed.

use std::collections::{BTreeMap, BTreeSet};

use beatbook_domain::suppression::{PublicNumber, PublicShare, publish_part, publish_shares};
use proptest::prelude::*;

use PublicNumber::{Shown, Suppressed};

type Published = (PublicShare, Vec<PublicShare>);

fn published(rows: &[(u32, u32)]) -> Published {
    publish_shares(rows.iter().map(|(whole, part)| (u64::from(*whole), u64::from(*part))))
}

fn as_text(rows: &[(u32, u32)]) -> String {
    let (all, shown) = published(rows);
    let rows: Vec<String> =
        shown.iter().chain([&all]).map(|(whole, part)| format!("{whole} {part}")).collect();
    rows.join(" | ")
}

/// Every number there is, of the rows and of all of them: the whole, the part, and the rest.
fn numbers(rows: &[(u32, u32)]) -> Vec<u32> {
    let all = rows.iter().fold((0, 0), |sum, row| (sum.0 + row.0, sum.1 + row.1));
    rows.iter().chain([&all]).flat_map(|(whole, part)| [*whole, *part, *whole - *part]).collect()
}

#[test]
fn a_row_with_few_is_hidden_with_another_and_the_sum_stays() {
    // Two of seven had no defect: 11 less 6 would tell it.
    assert_eq!(as_text(&[(12, 6), (7, 5)]), "12 c | 7 c | 19 11");
    assert_eq!(as_text(&[(30, 20), (20, 19), (9, 9)]), "30 c | 20 c | 9 c | 59 48");
    assert_eq!(as_text(&[(30, 20), (20, 19), (40, 9), (15, 5)]), "30 20 | 20 c | 40 9 | 15 c | 105 53");
    assert_eq!(as_text(&[(12, 6), (17, 5)]), "12 6 | 17 5 | 29 11");
    // Nothing is found in a kind that nobody visited, so it hides nothing.
    assert_eq!(as_text(&[(0, 0), (12, 3), (17, 5)]), "0 0 | 12 c | 17 c | 29 8");
    // Of all of them two had none: whatever the rows are, that is hidden.
    assert_eq!(as_text(&[(12, 12), (7, 5), (8, 8), (9, 9)]), "12 12 | 7 c | 8 c | 9 9 | 36 c");
    // What is hidden of the visits is hidden of the defects, and where one row is left, with it.
    assert_eq!(as_text(&[(3, 0), (9, 0), (20, 10)]), "c c | c c | 20 c | 32 10");
    assert_eq!(as_text(&[(2, 1)]), "c c | c c");
}

#[test]
fn a_part_is_shown_where_it_leaves_nothing_small() {
    assert_eq!(publish_part(&[Shown(20), Shown(12)], 7), Shown(7));
    assert_eq!(publish_part(&[Shown(20), Shown(12)], 9), Suppressed, "three of twelve are left");
    assert_eq!(publish_part(&[Shown(20)], 20), Shown(20));
    assert_eq!(publish_part(&[Shown(20)], 4), Suppressed);
    assert_eq!(publish_part(&[Shown(20), Suppressed], 7), Suppressed);
}

/// Tables of so many rows with so many in all of them, or fewer.
fn tables(rows: u32, most: u32) -> Vec<Vec<(u32, u32)>> {
    if rows == 0 {
        return vec![Vec::new()];
    }
    let mut all = Vec::new();
    for whole in 0..=most {
        for rest in tables(rows - 1, most - whole) {
            all.extend((0..=whole).map(|part| [&rest[..], &[(whole, part)]].concat()));
        }
    }
    all
}

/// Somebody who knows the rule works through every table that would be published the same.
#[test]
fn no_few_follow_for_any_three_rows_of_up_to_sixteen() {
    let mut worlds: BTreeMap<Published, Vec<BTreeSet<u32>>> = BTreeMap::new();
    for rows in tables(3, 16) {
        let numbers = numbers(&rows);
        let possible = worlds.entry(published(&rows)).or_insert_with(|| vec![BTreeSet::new(); numbers.len()]);
        possible.iter_mut().zip(numbers).for_each(|(known, number)| {
            known.insert(number);
        });
    }
    for (shown, possible) in worlds {
        let told = possible.iter().find(|known| known.len() == 1 && known.iter().all(|one| is_few(*one)));
        assert_eq!(told, None, "{shown:?}");
    }
}

fn is_few(number: u32) -> bool {
    (1..=4).contains(&number)
}

/// A row with this much more of it, if there is so much.
fn with((whole, part): (u32, u32), (more, of_part): (i32, i32)) -> Option<(u32, u32)> {
    let changed = (whole.checked_add_signed(more)?, part.checked_add_signed(of_part)?);
    (changed.1 <= changed.0).then_some(changed)
}

/// Tables that differ in one of a row, or in one that moves from a row to another.
fn like(rows: &[(u32, u32)]) -> Vec<Vec<(u32, u32)>> {
    let mut all = Vec::new();
    for (more, of_part) in [(1, 0), (1, 1), (0, 1), (-1, 0), (-1, -1), (0, -1)] {
        for (at, row) in rows.iter().enumerate() {
            let Some(changed) = with(*row, (more, of_part)) else { continue };
            let mut one = rows.to_vec();
            one[at] = changed;
            for (other, row) in rows.iter().enumerate().filter(|(other, _)| *other != at) {
                let Some(changed) = with(*row, (-more, -of_part)) else { continue };
                let mut moved = one.clone();
                moved[other] = changed;
                all.push(moved);
            }
            all.push(one);
        }
    }
    all
}

/// Whether a table has every number that is printed.
fn fits(rows: &[(u32, u32)], (all, shown): &Published) -> bool {
    let printed = shown.iter().chain([all]).flat_map(|(whole, part)| [*whole, *part]);
    let has: Vec<u32> = numbers(rows).chunks(3).flat_map(|row| [row[0], row[1]]).collect();
    printed.zip(has).all(|(printed, has)| printed == Suppressed || printed == Shown(has))
}

fn rows() -> impl Strategy<Value = Vec<(u32, u32)>> {
    let small_or_large = prop_oneof![0..6u32, 0..40u32];
    let row = (small_or_large.clone(), small_or_large);
    prop::collection::vec(row.prop_map(|(part, rest)| (part + rest, part)), 1..8)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Somebody who only adds and subtracts what is printed: of every few there is another number that fits it as well.
    #[test]
    fn no_few_can_be_worked_out_from_what_is_printed(rows in rows()) {
        let printed = published(&rows);
        let others: Vec<Vec<u32>> =
            like(&rows).iter().filter(|one| fits(one, &printed)).map(|one| numbers(one)).collect();
        for (at, number) in numbers(&rows).into_iter().enumerate().filter(|(_, number)| is_few(*number)) {
            let differs = others.iter().any(|other| other[at] != number);
            prop_assert!(differs, "{} tells number {at}, {number}: {rows:?}", as_text(&rows));
        }
    }
}
