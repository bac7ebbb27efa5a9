//! The return adds up whatever is in it, and no hidden number can be worked out from what is published.

use std::collections::{BTreeMap, BTreeSet};

use beatbook_domain::counts::persons::Person;
use beatbook_domain::counts::table::CountTable;
use beatbook_domain::suppression::{PublicNumber, publish, publish_within};
use beatbook_domain::welfare::sleeping::{Age, Gender, Nationality, SleepingState};
use proptest::prelude::*;

use PublicNumber::{Shown, Suppressed};

fn person(state: SleepingState, gender: Gender, age: Age, nationality: Nationality) -> Person {
    Person { sightings: Vec::new(), state, gender, age, nationality }
}

/// So many people of each gender, otherwise alike.
fn of_genders(numbers: [u32; 4]) -> CountTable {
    let people = Gender::ALL.into_iter().zip(numbers).flat_map(|(gender, number)| {
        let one = person(SleepingState::BeddedDown, gender, Age::NotKnown, Nationality::NotKnown);
        std::iter::repeat_n(one, number as usize)
    });
    CountTable::of(&people.collect::<Vec<_>>())
}

fn published(numbers: [u32; 4]) -> (PublicNumber, [PublicNumber; 4]) {
    let public = of_genders(numbers).public();
    (public.counted, public.gender.map(|(_, number)| number))
}

#[test]
fn one_to_four_are_hidden_and_never_alone() {
    assert_eq!(published([20, 3, 0, 0]), (Shown(23), [Suppressed, Suppressed, Shown(0), Shown(0)]));
    assert_eq!(published([11, 3, 9, 0]), (Shown(23), [Shown(11), Suppressed, Suppressed, Shown(0)]));
    assert_eq!(published([16, 3, 4, 0]), (Shown(23), [Shown(16), Suppressed, Suppressed, Shown(0)]));
    // 2 hidden in two can only be 1 and 1, 8 only 4 and 4.
    assert_eq!(published([21, 1, 1, 0]), (Shown(23), [Suppressed, Suppressed, Suppressed, Shown(0)]));
    assert_eq!(published([4, 4, 0, 0]), (Shown(8), [Suppressed; 4]));
    // Equals are hidden together, or their order would tell.
    assert_eq!(published([0, 5, 5, 4]), (Shown(14), [Shown(0), Suppressed, Suppressed, Suppressed]));
    assert_eq!(published([23, 0, 0, 0]), (Shown(23), [Shown(23), Shown(0), Shown(0), Shown(0)]));
    assert_eq!(published([5, 6, 7, 5]), (Shown(23), [Shown(5), Shown(6), Shown(7), Shown(5)]));
    assert_eq!(published([2, 0, 2, 0]), (Suppressed, [Suppressed; 4]));
    assert_eq!(published([0; 4]), (Shown(0), [Shown(0); 4]));
}

/// Somebody who knows the rule works through every table that would be published the same.
#[test]
fn no_hidden_number_follows_from_the_others_for_any_count_up_to_forty() {
    const MOST: u32 = 40;
    type Publication = (PublicNumber, [PublicNumber; 4]);
    let mut worlds: BTreeMap<Publication, [BTreeSet<u32>; 4]> = BTreeMap::new();
    for a in 0..=MOST {
        for b in 0..=MOST - a {
            for c in 0..=MOST - a - b {
                for d in 0..=MOST - a - b - c {
                    let numbers = [a, b, c, d];
                    let possible = worlds.entry(published(numbers)).or_default();
                    possible.iter_mut().zip(numbers).for_each(|(known, number)| {
                        known.insert(number);
                    });
                }
            }
        }
    }
    for ((total, shown), possible) in worlds {
        for (number, possible) in shown.into_iter().zip(possible) {
            match number {
                Shown(number) => assert_eq!(possible, [number].into()),
                Suppressed => assert!(possible.len() > 1, "{total:?} {shown:?} tells {possible:?}"),
            }
        }
        assert!(!matches!(total, Shown(1..=4)));
    }
}

fn anybody() -> impl Strategy<Value = Person> {
    (0..5usize, 0..4usize, 0..4usize, 0..4usize).prop_map(|(state, gender, age, nationality)| {
        person(SleepingState::ALL[state], Gender::ALL[gender], Age::ALL[age], Nationality::ALL[nationality])
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_breakdown_adds_up_to_the_count(people in proptest::collection::vec(anybody(), 0..120)) {
        let table = CountTable::of(&people);
        let check = table.check();
        prop_assert!(check.agrees);
        prop_assert_eq!(check.distinct as usize, people.len());
        prop_assert_eq!(check.counted as usize, people.iter().filter(|one| one.is_counted()).count());
    }

    /// Somebody who only knows that 1 to 4 are hidden: the hidden numbers, whole and not negative, sum to the rest.
    #[test]
    fn nothing_published_leaves_a_hidden_number_one_value(numbers in proptest::array::uniform4(0u32..60)) {
        let (total, shown) = published(numbers);
        let hidden = shown.iter().filter(|number| **number == Suppressed).count();
        if let Shown(total) = total {
            let told: u32 = shown.iter().map(|number| if let Shown(number) = number { *number } else { 0 }).sum();
            prop_assert!(hidden != 1);
            prop_assert!(hidden == 0 || total > told);
        } else {
            prop_assert_eq!(hidden, 4);
        }
        prop_assert!(!shown.iter().any(|number| matches!(number, Shown(1..=4))));
    }
}

#[test]
fn where_nothing_is_left_to_hide_them_the_whole_is_hidden_too() {
    assert_eq!(publish(&[3, 4]), (Shown(7), vec![Suppressed; 2]), "3 and 4, or 4 and 3");
    assert_eq!(publish(&[4, 4]), (Suppressed, vec![Suppressed; 2]));
    assert_eq!(publish(&[1; 6]), (Suppressed, vec![Suppressed; 6]));
    assert_eq!(publish(&[7]), (Shown(7), vec![Shown(7)]));
    assert_eq!(publish(&[2]), (Suppressed, vec![Suppressed]));
    assert_eq!(publish(&[]), (Shown(0), vec![]));
}

#[test]
fn of_numbers_within_each_other_neither_a_small_one_is_shown_nor_a_small_difference() {
    let shown = |numbers: &[u32]| -> String {
        let shown: Vec<_> = publish_within(numbers).iter().map(ToString::to_string).collect();
        shown.join(" ")
    };
    assert_eq!(shown(&[23, 14, 9, 0]), "23 14 9 0", "the published year");
    assert_eq!(shown(&[23, 22, 14, 13, 9, 9, 0]), "23 c 14 c 9 9 0");
    assert_eq!(shown(&[23, 19, 18, 3, 0]), "23 c 18 c 0");
    assert_eq!(shown(&[4, 4, 0]), "c c 0");
    assert_eq!(shown(&[5, 1, 0]), "5 c 0");
    assert_eq!(shown(&[]), "");
}
