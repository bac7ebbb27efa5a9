//! Months seen, as stories and against the plain words of the flags.

use jiff::ToSpan;
use jiff::civil::date;
use proptest::prelude::*;

use super::*;

const RULES: SeenRules =
    SeenRules { new_months: 60, returning_days: 180, long_term_months: 3, long_term_of: 12 };

fn seen(days: &[Date]) -> MonthsSeen {
    let (first, rest) = days.split_first().expect("a day");
    let mut seen = MonthsSeen::on(*first);
    rest.iter().for_each(|day| seen.see(*day));
    seen
}

fn flags(days: &[Date], day: Date) -> SeenFlags {
    seen(days).flags(&RULES, day)
}

#[test]
fn the_defaults_are_the_frameworks() {
    assert_eq!(SeenRules::default(), RULES);
}

#[test]
fn somebody_never_seen_is_new_for_one_month() {
    let days = [date(2025, 9, 30)];
    let september = flags(&days, date(2025, 9, 1));
    assert!(september.seen && september.new && !september.returning && !september.long_term);
    let october = flags(&days, date(2025, 10, 1));
    assert!(!october.seen && !october.new && !october.returning);
    let both = flags(&[date(2025, 9, 30), date(2025, 10, 1)], date(2025, 10, 31));
    assert!(both.seen && !both.new && !both.returning);
}

#[test]
fn sixty_months_away_is_known_and_sixty_one_is_new() {
    let now = date(2025, 9, 15);
    let known = flags(&[date(2020, 9, 1), now], now);
    assert!(!known.new && known.returning);
    let new = flags(&[date(2020, 8, 31), now], now);
    assert!(new.new && !new.returning);
}

#[test]
fn a_hundred_and_eighty_days_away_is_returning_and_one_fewer_is_not() {
    // Through the 29th of February.
    let left = date(2023, 12, 1);
    assert!(flags(&[left, date(2024, 5, 29)], date(2024, 5, 31)).returning);
    assert!(!flags(&[left, date(2024, 5, 28)], date(2024, 5, 31)).returning);
    // A second sighting in the month of the return changes nothing of it.
    assert!(flags(&[left, date(2024, 5, 29), date(2024, 5, 30)], date(2024, 5, 1)).returning);
}

#[test]
fn three_of_twelve_months_is_long_term() {
    let days = [date(2024, 10, 31), date(2025, 2, 28), date(2025, 9, 1)];
    assert!(flags(&days, date(2025, 9, 30)).long_term);
    assert!(!flags(&days, date(2025, 10, 1)).long_term);
    assert!(!flags(&days[1..], date(2025, 9, 30)).long_term);
}

#[test]
fn an_earlier_month_is_told_as_it_was_then() {
    let days = [date(2024, 1, 31), date(2024, 9, 1), date(2025, 6, 2)];
    let then = flags(&days, date(2024, 9, 15));
    assert!(then.seen && !then.new && then.returning);
    assert!(flags(&days, date(2024, 1, 1)).new);
    assert!(!flags(&days, date(2023, 12, 31)).seen);
}

#[test]
fn with_the_days_gone_returning_is_said_only_when_it_is_certain() {
    // 31 January to 30 July is 180 days, but 1 July would be 151.
    let mut six = seen(&[date(2025, 1, 31), date(2025, 7, 30)]);
    assert!(six.flags(&RULES, date(2025, 7, 31)).returning);
    six.forget_days();
    assert!(!six.flags(&RULES, date(2025, 7, 31)).returning);
    assert_eq!((six.last_day(), six.last_month()), (None, Some(date(2025, 7, 1))));
    // Whatever the days were, from January to August it is 182 at least.
    let mut seven = seen(&[date(2025, 1, 1), date(2025, 8, 30)]);
    seven.forget_days();
    assert!(seven.flags(&RULES, date(2025, 8, 1)).returning);
    // A new day beside forgotten ones counts from the end of their month.
    six.see(date(2026, 1, 26));
    assert!(!six.flags(&RULES, date(2026, 1, 31)).returning);
    six.forget_days();
    six.see(date(2026, 7, 30));
    assert!(six.flags(&RULES, date(2026, 7, 31)).returning);
}

#[test]
fn sixty_months_after_the_last_time_nothing_is_left() {
    let once = seen(&[date(2020, 9, 30)]);
    assert!(!once.is_over(date(2025, 9, 30)));
    assert!(once.is_over(date(2025, 10, 1)));
    assert!(!once.is_over(date(2019, 1, 1)));
}

#[test]
fn it_is_written_in_a_few_characters_and_read_strictly() {
    let mut twice = seen(&[date(2025, 7, 31), date(2025, 9, 3), date(2025, 9, 20)]);
    let text = serde_json::to_string(&twice).expect("text");
    assert_eq!(
        text,
        r#"{"latest":"2025-09-01","months":"5","days":["2025-09-03","2025-09-20"],"before":"2025-07-31"}"#
    );
    assert_eq!(serde_json::from_str::<MonthsSeen>(&text).expect("the same"), twice);
    twice.forget_days();
    assert_eq!(serde_json::to_string(&twice).expect("text"), r#"{"latest":"2025-09-01","months":"5"}"#);
    for wrong in [
        r#"{"latest":"2025-09-01","months":"4"}"#,
        r#"{"latest":"2025-09-01","months":"ffffffffffffffff"}"#,
        r#"{"latest":"2025-09-01","months":"x"}"#,
        r#"{"latest":"2025-09-01","months":"1","days":["2025-08-03","2025-09-20"]}"#,
        r#"{"latest":"2025-09-01","months":"5","before":"2025-08-31"}"#,
    ] {
        assert!(serde_json::from_str::<MonthsSeen>(wrong).is_err(), "{wrong}");
    }
}

fn days() -> impl Strategy<Value = Vec<Date>> {
    let day = (0..3_000_i32).prop_map(|after| date(2019, 1, 30).checked_add(after.days()).unwrap());
    prop::collection::vec(day, 1..24)
}

/// The flags as their words say, from all days there are.
fn plain(days: &[Date], day: Date) -> SeenFlags {
    let month = Month::of(day);
    let ago = |other: &Date| month.after(Month::of(*other));
    let first = days.iter().filter(|other| ago(other) == Some(0)).min();
    let known = days.iter().filter(|other| ago(other).is_some_and(|ago| (1..=60).contains(&ago)));
    let last = known.max();
    let mut year: Vec<u32> = days.iter().filter_map(ago).filter(|ago| *ago < 12).collect();
    year.sort_unstable();
    year.dedup();
    let away = first.zip(last).map(|(first, last)| first.since(*last).unwrap().get_days());
    SeenFlags {
        seen: first.is_some(),
        new: first.is_some() && last.is_none(),
        returning: away.is_some_and(|days| days >= 180),
        long_term: year.len() >= 3,
    }
}

proptest! {
    #[test]
    fn the_order_of_sightings_plays_no_part(days in days(), shuffled in days().prop_shuffle(), cut in 0..24_usize) {
        let mut backwards = days.clone();
        backwards.reverse();
        let mut sorted = days.clone();
        sorted.sort_unstable();
        prop_assert_eq!(seen(&days), seen(&backwards));
        prop_assert_eq!(seen(&days), seen(&sorted));

        // Nor after days were forgotten.
        let mut left = seen(&days[..cut.clamp(1, days.len())]);
        left.forget_days();
        let mut right = left;
        shuffled.iter().for_each(|day| left.see(*day));
        shuffled.iter().rev().for_each(|day| right.see(*day));
        prop_assert_eq!(left, right);
    }

    #[test]
    fn the_latest_month_is_told_as_its_words_say(days in days()) {
        let last = *days.iter().max().unwrap();
        prop_assert_eq!(seen(&days).flags(&RULES, last), plain(&days, last));
    }

    #[test]
    fn months_alone_agree_but_for_returning_and_never_say_that_wrongly(days in days(), at in 0..24_usize) {
        let day = days[at % days.len()];
        // Sightings more than sixty months before the last are let go: look no further back than that allows.
        let last = *days.iter().max().unwrap();
        let recent: Vec<Date> = days
            .iter()
            .copied()
            .filter(|day| Month::of(last).after(Month::of(*day)).is_some_and(|ago| ago <= 60))
            .collect();
        let mut months = seen(&days);
        months.forget_days();
        let (told, truth) = (months.flags(&RULES, day), plain(&recent, day));
        prop_assert_eq!((told.seen, told.new, told.long_term), (truth.seen, truth.new, truth.long_term));
        prop_assert!(truth.returning || !told.returning);
    }

    #[test]
    fn what_is_written_reads_itself(days in days(), forget in any::<bool>()) {
        let mut months = seen(&days);
        if forget {
            months.forget_days();
        }
        let text = serde_json::to_string(&months).unwrap();
        prop_assert_eq!(serde_json::from_str::<MonthsSeen>(&text).unwrap(), months);
    }
}
