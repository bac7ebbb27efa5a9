//! Local days, weeks and years in London, on the nights the clocks change and otherwise.
//!
//! UTC instants are written out by hand; only the calendar under test converts.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on should stop"
)]

use beatbook_domain::calendar::{
    CalendarError, Days, Period, cut_at_hours, cut_at_midnights, hour_of_week, local_date, local_label,
    local_midnight, parse_day, parse_instant, parse_time,
};
use beatbook_domain::presence::Interval;
use proptest::prelude::*;

const HOUR: i64 = 3_600_000;
/// 25 Oct 2025, 23:00 UTC: midnight in London, still summer time.
const AUTUMN_MIDNIGHT: i64 = 1_761_433_200_000;
/// 29 Mar 2026, 00:00 UTC: midnight in London, still winter time.
const SPRING_MIDNIGHT: i64 = 1_774_742_400_000;

fn interval(text: &str) -> Interval {
    Period::parse(text).and_then(Period::interval).unwrap()
}

fn hours(text: &str) -> i64 {
    let interval = interval(text);
    (interval.to - interval.from) / HOUR
}

#[test]
fn the_night_the_clocks_go_back_belongs_to_a_day_of_25_hours() {
    assert_eq!(interval("2025-10-26").from, AUTUMN_MIDNIGHT);
    assert_eq!(hours("2025-10-25"), 24);
    assert_eq!(hours("2025-10-26"), 25);
    assert_eq!(hours("2025-10-27"), 24);
    assert_eq!(hours("2025-W43"), 7 * 24 + 1);
}

#[test]
fn the_night_the_clocks_go_forward_belongs_to_a_day_of_23_hours() {
    assert_eq!(interval("2026-03-29").from, SPRING_MIDNIGHT);
    assert_eq!(hours("2026-03-29"), 23);
    assert_eq!(hours("2026-W13"), 7 * 24 - 1);
    assert_eq!(hours("2026-03"), 31 * 24 - 1);
}

#[test]
fn a_span_touches_the_days_it_has_time_in() {
    let days = Days::of(Period::parse("2025-10-24..2025-10-27").unwrap().interval().unwrap()).unwrap();
    let touched = |from: i64, to: i64| -> Vec<String> {
        let span = Interval { from: AUTUMN_MIDNIGHT + from, to: AUTUMN_MIDNIGHT + to };
        days.touched(span).map(|(day, _)| day.to_string()).collect()
    };
    // 26 October begins at this midnight, and has 25 hours.
    assert_eq!(touched(-HOUR, 0), ["2025-10-25"]);
    assert_eq!(touched(-1, 1), ["2025-10-25", "2025-10-26"]);
    assert_eq!(touched(0, 25 * HOUR), ["2025-10-26"]);
    assert_eq!(touched(25 * HOUR, i64::MAX - AUTUMN_MIDNIGHT), ["2025-10-27"]);
    assert_eq!(touched(-90 * HOUR, 90 * HOUR).len(), 4);
    assert_eq!(touched(-90 * HOUR, -80 * HOUR), [""; 0]);
}

#[test]
fn a_saturday_night_shift_across_the_change_is_cut_at_local_midnight_only() {
    // Saturday 18:00 summer time to Sunday 06:00 winter time: 13 hours.
    let shift = Interval { from: AUTUMN_MIDNIGHT - 6 * HOUR, to: AUTUMN_MIDNIGHT + 7 * HOUR };
    let parts = cut_at_midnights(shift).unwrap();
    let days: Vec<(String, i64)> =
        parts.iter().map(|(day, part)| (day.to_string(), (part.to - part.from) / HOUR)).collect();
    assert_eq!(days, [("2025-10-25".to_owned(), 6), ("2025-10-26".to_owned(), 7)]);
    assert_eq!(cut_at_midnights(Interval { from: 5, to: 5 }), Ok(vec![]));
}

#[test]
fn half_past_one_comes_twice_and_both_go_to_the_same_hour_of_the_week() {
    let (first, second) = (AUTUMN_MIDNIGHT + HOUR + HOUR / 2, AUTUMN_MIDNIGHT + 2 * HOUR + HOUR / 2);
    assert_eq!(local_label(first).unwrap(), "Sun 26 Oct 2025 01:30 BST");
    assert_eq!(local_label(second).unwrap(), "Sun 26 Oct 2025 01:30 GMT");
    assert_eq!((hour_of_week(first), hour_of_week(second)), (Ok(6 * 24 + 1), Ok(6 * 24 + 1)));
    let day = cut_at_hours(interval("2025-10-26")).unwrap();
    assert_eq!(day.len(), 25);
    assert_eq!(day.iter().filter(|(hour, _)| *hour == 6 * 24 + 1).count(), 2);
    let spring = cut_at_hours(interval("2026-03-29")).unwrap();
    assert_eq!(spring.len(), 23);
    assert!(!spring.iter().any(|(hour, _)| *hour == 6 * 24 + 1), "there is no 01:30 that night");
}

#[test]
fn periods_are_the_days_their_names_say() {
    for (text, first, last, label) in [
        ("2026-04-01", "2026-04-01", "2026-04-01", "Wednesday 1 April 2026"),
        ("2026-W01", "2025-12-29", "2026-01-04", "week 1 of 2026, from 29 December 2025"),
        ("2020-W53", "2020-12-28", "2021-01-03", "week 53 of 2020, from 28 December 2020"),
        ("2024-02", "2024-02-01", "2024-02-29", "February 2024"),
        ("2026-Q2", "2026-04-01", "2026-06-30", "April to June 2026"),
        ("2025/26", "2025-04-01", "2026-03-31", "financial year 2025/26"),
        ("2099/00", "2099-04-01", "2100-03-31", "financial year 2099/00"),
        ("2026", "2026-01-01", "2026-12-31", "2026"),
        ("12m-to-2026-02", "2025-03-01", "2026-02-28", "March 2025 to February 2026"),
        ("12m-to-2025-12", "2025-01-01", "2025-12-31", "January to December 2025"),
        ("2026-04-01..2026-04-15", "2026-04-01", "2026-04-15", "1 April 2026 to 15 April 2026"),
    ] {
        let period = Period::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        let (from, to) = period.days().unwrap();
        assert_eq!((from.to_string().as_str(), to.to_string().as_str()), (first, last), "{text}");
        assert_eq!(period.label(), label);
    }
    // A financial year begins and ends in summer time: 1 April 00:00 is 31 March 23:00 UTC.
    assert_eq!(interval("2025/26"), Interval { from: 1_743_462_000_000, to: 1_774_998_000_000 });
}

#[test]
fn texts_that_are_no_period_are_refused() {
    for text in [
        "",
        "yesterday",
        "2026-13",
        "2026-00",
        "2026-02-30",
        "2026-W54",
        "2025-W53",
        "2026-W1",
        "2026-Q5",
        "2026-Q0",
        "2025/27",
        "2025/2026",
        "26",
        "12m-to-2026",
        "2026-04-01..",
        "2026-4-1",
        "2026-04-0é",
        "２０２６",
        "2026-04-01..soon",
        "+026",
    ] {
        assert!(Period::parse(text).is_err(), "{text}");
    }
    assert_eq!(Period::parse("2026-04-15..2026-04-01"), Err(CalendarError::EndsBeforeBegin));
    assert_eq!(Period::parse("1999-12"), Err(CalendarError::OutOfRange));
    assert_eq!(Period::parse("2200"), Err(CalendarError::OutOfRange));
    assert!(Period::FinancialYear(i16::MAX).interval().is_err());
}

#[test]
fn an_instant_is_a_local_date_or_carries_its_offset() {
    assert_eq!(parse_instant("2025-10-26"), Ok(AUTUMN_MIDNIGHT));
    assert_eq!(parse_instant("2025-10-26T00:00:00+01:00"), Ok(AUTUMN_MIDNIGHT));
    assert_eq!(parse_instant("2025-10-25T23:00:00Z"), Ok(AUTUMN_MIDNIGHT));
    for text in ["", "26/10/2025", "2025-10-26T00:00:00", "2025-02-29", "2025-10-26 noon", "9999999999"] {
        assert_eq!(parse_instant(text), Err(CalendarError::NotADate), "{text}");
    }
    assert_eq!(parse_instant("1969-01-01"), Err(CalendarError::OutOfRange));
    assert!(local_date(i64::MAX).is_err());
}

#[test]
fn a_time_that_a_person_writes_is_read_whole_or_refused() {
    let evening = parse_instant("2026-11-10T22:30:00Z");
    for text in ["2026-11-10T22:30", "2026-11-10 22:30:00", "2026-11-10T22:30Z", " 2026-11-10T23:30+01:00 "] {
        assert_eq!(parse_time(text), evening, "{text}");
    }
    assert_eq!(parse_time("2025-10-26"), Ok(AUTUMN_MIDNIGHT));
    for text in ["2025-10-26T01:30", "2026-03-29T01:30"] {
        assert_eq!(parse_time(text), Err(CalendarError::TwiceOrNever), "{text}");
    }
    for text in ["", "22:30", "2026-11-10T22", "2026-11-10T22:30[Europe/Paris]", "2026-11-10T22:30 BST"] {
        assert_eq!(parse_time(text), Err(CalendarError::NotADate), "{text}");
    }
    for text in ["1999-11-10T22:30", "1999-11-10T22:30Z"] {
        assert_eq!(parse_time(text), Err(CalendarError::OutOfRange), "{text}");
    }
}

#[test]
fn a_day_with_a_time_is_no_day() {
    assert_eq!(parse_day(" 1907-03-02 ").map(|day| day.to_string()), Ok("1907-03-02".to_owned()));
    for text in
        ["2026-11-10T22:30", "2026-11-10 22:30", "20261110", "2026-W46-2", "2026-02-29", "-26-11-100", ""]
    {
        assert_eq!(parse_day(text), Err(CalendarError::NotADate), "{text}");
    }
}

proptest! {
    #[test]
    fn cutting_loses_and_doubles_no_millisecond(from in 946_684_800_000_i64..7_000_000_000_000, length in 0_i64..10_000_000_000) {
        let span = Interval { from, to: from + length };
        let days = cut_at_midnights(span).unwrap();
        let hours = cut_at_hours(Interval { to: span.from + length.min(400 * HOUR), ..span }).unwrap();
        let mut at = span.from;
        for (day, part) in &days {
            prop_assert_eq!(part.from, at);
            prop_assert!(part.from < part.to);
            prop_assert_eq!(local_date(part.from).unwrap(), *day);
            prop_assert_eq!(local_date(part.to - 1).unwrap(), *day);
            at = part.to;
        }
        prop_assert_eq!(at, span.to);
        for (hour, part) in hours {
            prop_assert_eq!(hour_of_week(part.from).unwrap(), hour);
            prop_assert_eq!(hour_of_week(part.to - 1).unwrap(), hour);
        }
    }

    #[test]
    fn a_day_begins_at_its_midnight(days in 0_i64..70_000) {
        let instant = 946_728_000_000 + days * 24 * HOUR;
        let day = local_date(instant).unwrap();
        let begin = local_midnight(day).unwrap();
        prop_assert_eq!(local_date(begin).unwrap(), day);
        prop_assert!(local_date(begin - 1).unwrap() < day);
    }

    #[test]
    fn any_text_is_a_period_or_refused(text in "\\PC{0,24}") {
        let _ = Period::parse(&text).map(Period::interval);
        let _ = parse_instant(&text);
    }
}
