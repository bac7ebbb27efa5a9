//! Dates of the law against a calendar that is counted day by day.

use beatbook_domain::law::clocks::{
    FpnDates, cpn_appeal_until, earliest_proceedings, prosecute_by, s59_counts_until, s77_return_until,
    weekdays_following,
};
use beatbook_domain::law::terms::{EarlyPayment, FineTerms};
use jiff::civil::{Date, Weekday};
use proptest::prelude::*;

use super::{day, ew_2014};

fn terms() -> FineTerms {
    let early = Some(EarlyPayment { amount: 7_500, days: 13 });
    FineTerms { offence: "PSPO-X".to_owned(), amount: 10_000, early, payment_days: 28 }
}

fn dates(conduct: &str, notice: &str) -> FpnDates {
    let set = ew_2014();
    FpnDates::of(&set.fpn, set.offence("PSPO-X").unwrap(), &terms(), day(conduct), day(notice)).unwrap()
}

#[test]
fn a_notice_handed_over_on_12_september() {
    let told = dates("2025-09-12", "2025-09-12");
    assert_eq!(told.earliest_proceedings, day("2025-09-27"));
    assert_eq!(told.early_until, Some(day("2025-09-25")));
    assert_eq!(told.pay_until, day("2025-10-10"));
    assert_eq!(told.prosecute_by, Some(day("2026-03-12")));
}

#[test]
fn the_limit_for_prosecuting_runs_from_the_offence_not_from_the_post() {
    let told = dates("2025-09-12", "2025-09-20");
    assert_eq!(told.earliest_proceedings, day("2025-10-05"));
    assert_eq!(told.prosecute_by, Some(day("2026-03-12")));
    let set = ew_2014();
    assert_eq!(
        prosecute_by(set.offence("FLY").unwrap(), day("2025-09-12")),
        Ok(None),
        "either way: no limit"
    );
}

#[test]
fn months_that_are_too_short_end_on_their_last_day() {
    for (offence, last) in [
        ("2025-08-31", "2026-02-28"),
        ("2025-08-29", "2026-02-28"),
        ("2023-08-30", "2024-02-29"),
        ("2025-08-28", "2026-02-28"),
        ("2026-02-28", "2026-08-28"),
        ("2025-10-31", "2026-04-30"),
    ] {
        assert_eq!(dates(offence, offence).prosecute_by, Some(day(last)), "{offence}");
    }
}

#[test]
fn the_week_the_clocks_change_has_as_many_days_as_any() {
    assert_eq!(dates("2025-10-20", "2025-10-20").earliest_proceedings, day("2025-11-04"));
    assert_eq!(dates("2026-03-20", "2026-03-20").earliest_proceedings, day("2026-04-04"));
}

#[test]
fn warnings_appeals_and_returns() {
    let set = ew_2014();
    let s59 = |from: &str| s59_counts_until(&set.s59, day(from)).unwrap();
    assert_eq!(s59("2025-09-07"), day("2026-09-06"));
    assert_eq!(s59("2024-02-29"), day("2025-02-28"));
    assert_eq!(s59("2024-03-01"), day("2025-02-28"));
    assert_eq!(cpn_appeal_until(&set.cpn, day("2025-09-12")), Ok(day("2025-10-02")));
    assert_eq!(s77_return_until(&set.s77, day("2025-11-30")), Ok(day("2026-02-28")));
    assert_eq!(s77_return_until(&set.s77, day("2025-09-15")), Ok(day("2025-12-14")));
}

#[test]
fn five_weekdays_pass_over_the_weekend() {
    assert_eq!(weekdays_following(day("2025-09-07"), 5), Ok(day("2025-09-12")));
    assert_eq!(weekdays_following(day("2025-09-12"), 5), Ok(day("2025-09-19")));
}

#[test]
fn a_date_no_calendar_has_is_refused() {
    assert!(earliest_proceedings(&ew_2014().fpn, Date::MAX).is_err());
    assert!(s59_counts_until(&ew_2014().s59, Date::MAX).is_err());
}

/// Year, month and day as numbers; months carry into years, days are left as they are even if there is no such day.
fn months_on(from: Date, months: i32) -> (i32, i32, i32) {
    let month = i32::from(from.year()) * 12 + i32::from(from.month()) - 1 + months;
    (month / 12, month % 12 + 1, i32::from(from.day()))
}

fn numbers(day: Date) -> (i32, i32, i32) {
    (i32::from(day.year()), i32::from(day.month()), i32::from(day.day()))
}

/// The last of the days from `from` on, one by one, for which this is true.
fn last_while(from: Date, holds: impl Fn(Date) -> bool) -> Date {
    let mut last = from;
    while holds(last.tomorrow().unwrap()) {
        last = last.tomorrow().unwrap();
    }
    last
}

proptest! {
    #[test]
    fn every_date_is_the_one_counted_day_by_day(offset in 0_i32..73_000, later in 0_i32..400) {
        let set = ew_2014();
        let start = day("2000-01-01");
        let conduct = start.checked_add(jiff::Span::new().days(offset)).unwrap();
        let notice = conduct.checked_add(jiff::Span::new().days(later)).unwrap();
        let told = FpnDates::of(&set.fpn, set.offence("PSPO-X").unwrap(), &terms(), conduct, notice).unwrap();

        let count = |days: usize| (0..days).fold(notice, |day, _| day.tomorrow().unwrap());
        prop_assert_eq!(told.earliest_proceedings, count(15));
        prop_assert_eq!(told.early_until, Some(count(13)));
        prop_assert_eq!(told.pay_until, count(28));
        // The same day of the month six months on still counts, and no day after it.
        let limit = last_while(conduct, |day| numbers(day) <= months_on(conduct, 6));
        prop_assert_eq!(told.prosecute_by, Some(limit));
        let warning = last_while(notice, |day| numbers(day) < months_on(notice, 12));
        prop_assert_eq!(s59_counts_until(&set.s59, notice), Ok(warning));
        let back = last_while(notice, |day| numbers(day) < months_on(notice, 3));
        prop_assert_eq!(s77_return_until(&set.s77, notice), Ok(back));
        prop_assert_eq!(cpn_appeal_until(&set.cpn, notice), Ok(count(20)));
        let week = |day: &Date| !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
        let fifth = (1..).map(count).filter(week).nth(4);
        prop_assert_eq!(weekdays_following(notice, 5).ok(), fifth);
    }
}
