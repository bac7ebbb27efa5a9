//! Hours by the minute, nights over midnight, seasons over the new year, and the two nights on which clocks change.

use beatbook_domain::calendar::parse_instant;
use beatbook_domain::orders::times::{ClockTime, Dates, Day, Held, Hours, MonthDay, Season, Times, Window};
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use proptest::prelude::*;

const MINUTE: i64 = 60_000;
static LONDON: TimeZone = jiff::tz::get!("Europe/London");

fn at(text: &str) -> i64 {
    parse_instant(text).unwrap()
}

fn clock(text: &str) -> ClockTime {
    ClockTime::parse(text).unwrap()
}

fn hours(from: &str, to: &str) -> Window {
    Window { hours: Some(Hours { from: clock(from), to: clock(to) }), ..Window::default() }
}

#[test]
fn an_evening_counts_from_its_first_minute_and_not_in_its_last() {
    let evening = Times::Only(vec![hours("18:00", "23:00")]);
    let holds = |text| evening.hold_at(at(text)).unwrap();
    assert!(!holds("2025-09-06T17:59:59.999+01:00"));
    assert!(holds("2025-09-06T18:00:00+01:00"));
    assert!(holds("2025-09-06T22:59:59.999+01:00"));
    assert!(!holds("2025-09-06T23:00:00+01:00"));
    // A minute late, known to half a minute: certainly over. Known to two: nobody can say.
    let late = at("2025-09-06T23:01:00+01:00");
    assert_eq!(evening.hold_over(late - MINUTE / 2, late + MINUTE / 2), Ok(Held::Never));
    assert_eq!(evening.hold_over(late - 2 * MINUTE, late + 2 * MINUTE), Ok(Held::Partly));
    assert_eq!(evening.hold_over(late - 60 * MINUTE, late - 2 * MINUTE), Ok(Held::Throughout));
}

#[test]
fn a_friday_night_goes_on_into_saturday_and_no_other_night_does() {
    let night = Times::Only(vec![Window { days: vec![Day::Fri], ..hours("22:00", "04:00") }]);
    let holds = |text| night.hold_at(at(text)).unwrap();
    assert!(holds("2025-09-05T22:00:00+01:00") && holds("2025-09-06T03:59:00+01:00"));
    assert!(!holds("2025-09-06T04:00:00+01:00") && !holds("2025-09-06T22:00:00+01:00"));
    assert!(!holds("2025-09-05T03:00:00+01:00"), "that night began on Thursday");
}

#[test]
fn the_hour_that_comes_twice_counts_both_times() {
    let half_past_one = Times::Only(vec![hours("01:15", "01:45")]);
    let (first, second) = (at("2025-10-26T01:30:00+01:00"), at("2025-10-26T01:30:00Z"));
    assert_eq!(second - first, 60 * MINUTE);
    assert_eq!(half_past_one.hold_at(first), Ok(true));
    assert_eq!(half_past_one.hold_at(second), Ok(true));
    assert_eq!(half_past_one.hold_over(first, second), Ok(Held::Partly), "01:00 lies between them");
    // Closing time at 01:30: over, then back at the clock change, then over for good.
    let bar = Times::Only(vec![hours("22:00", "01:30")]);
    let next = |text| bar.next_change(at(text), at("2025-10-27T12:00:00Z")).unwrap();
    assert_eq!(next("2025-10-26T00:30:00+01:00"), Some(first));
    assert_eq!(next("2025-10-26T01:40:00+01:00"), Some(at("2025-10-26T01:00:00Z")));
    assert_eq!(next("2025-10-26T01:00:00Z"), Some(second));
}

#[test]
fn an_hour_that_is_left_out_in_spring_is_no_hole() {
    // 29 March 2026: 01:00 becomes 02:00.
    let all_night = Times::Only(vec![hours("22:00", "06:00")]);
    let span = (at("2026-03-28T22:00:00Z"), at("2026-03-29T05:59:59+01:00"));
    assert_eq!(all_night.hold_over(span.0, span.1), Ok(Held::Throughout));
    let left_out = Times::Only(vec![hours("01:00", "02:00")]);
    assert_eq!(left_out.hold_over(at("2026-03-29T00:30:00Z"), at("2026-03-29T05:00:00Z")), Ok(Held::Never));
}

#[test]
fn summer_and_the_turn_of_the_year() {
    let day = |text| MonthDay::parse(text).unwrap();
    let season = |from, until| {
        Times::Only(vec![Window {
            season: Some(Season { from: day(from), until: day(until) }),
            ..Window::default()
        }])
    };
    let summer = season("05-01", "09-30");
    assert_eq!(summer.hold_at(at("2026-04-30T23:59:59+01:00")), Ok(false));
    assert_eq!(summer.hold_at(at("2026-05-01T00:00:00+01:00")), Ok(true));
    assert_eq!(summer.hold_at(at("2026-09-30T23:59:59+01:00")), Ok(true));
    assert_eq!(summer.hold_at(at("2026-10-01T00:00:00+01:00")), Ok(false));
    let winter = season("11-01", "02-29");
    for (text, holds) in
        [("2026-12-31", true), ("2027-01-01", true), ("2027-02-28", true), ("2027-03-01", false)]
    {
        assert_eq!(winter.hold_at(at(text)), Ok(holds), "{text}");
    }
    let festival = Times::Except(vec![Window {
        dates: Some(Dates { from: date(2026, 7, 3), until: date(2026, 7, 5) }),
        ..Window::default()
    }]);
    assert_eq!(festival.hold_at(at("2026-07-05T23:59:00+01:00")), Ok(false));
    assert_eq!(festival.hold_at(at("2026-07-06T00:00:00+01:00")), Ok(true));
}

#[test]
fn nobody_looks_through_a_year_and_always_is_always() {
    let (from, to) = (at("2025-01-01"), at("2026-01-01"));
    assert_eq!(Times::Always.hold_over(from, to), Ok(Held::Throughout));
    assert_eq!(Times::Only(vec![Window::default()]).hold_over(from, to), Ok(Held::Partly));
}

#[test]
fn times_are_written_as_people_write_them() {
    let json = r#"{"only":[{"days":["fri","sat"],"hours":{"from":"22:00","to":"04:00"},"dates":{"from":"2025-05-01","until":"2025-09-30"}},{"season":{"from":"11-01","until":"02-29"}}]}"#;
    let times: Times = serde_json::from_str(json).unwrap();
    assert_eq!(serde_json::to_string(&times).unwrap(), json);
    assert_eq!(serde_json::to_string(&Times::Always).unwrap(), r#""always""#);
    for wrong in ["24:00", "7:00", "12:60", "12", "noon"] {
        assert_eq!(ClockTime::parse(wrong), None, "{wrong}");
    }
    for wrong in ["02-30", "13-01", "5-1", "05-01-2025"] {
        assert_eq!(MonthDay::parse(wrong), None, "{wrong}");
    }
}

/// The same said the slow way: is there a day whose window, laid out on the clock, holds what the clock shows?
fn slowly(times: &Times, instant: i64) -> bool {
    let shown = LONDON.to_datetime(Timestamp::from_millisecond(instant).unwrap());
    let covers = |window: &Window| {
        [-1, 0].into_iter().any(|back| {
            let day = shown.date().checked_add(back.days()).unwrap();
            let weekday = Day::NAMES[usize::from(day.weekday().to_monday_zero_offset().unsigned_abs())].0;
            let in_days = window.days.is_empty() || window.days.contains(&weekday);
            let in_dates = window.dates.is_none_or(|dates| (dates.from..=dates.until).contains(&day));
            let in_season = window.season.is_none_or(|season| {
                let text = |day: Date| day.strftime("%m-%d").to_string();
                let (from, until, day) = (season.from.to_string(), season.until.to_string(), text(day));
                if from <= until { from <= day && day <= until } else { from <= day || day <= until }
            });
            let (from, to) = match window.hours {
                None => (0, 24 * 60),
                Some(Hours { from, to }) => {
                    let minutes = |clock: ClockTime| {
                        let text = clock.to_string();
                        text[..2].parse::<i64>().unwrap() * 60 + text[3..].parse::<i64>().unwrap()
                    };
                    let crosses = if to <= from { 24 * 60 } else { 0 };
                    (minutes(from), minutes(to) + crosses)
                }
            };
            let since = i64::from(shown.hour()) * 60 + i64::from(shown.minute()) - i64::from(back) * 24 * 60;
            in_days && in_dates && in_season && from <= since && since < to
        })
    };
    match times {
        Times::Always => true,
        Times::Only(windows) => windows.iter().any(covers),
        Times::Except(windows) => !windows.iter().any(covers),
    }
}

fn any_window() -> impl Strategy<Value = Window> {
    let days = prop::collection::vec(prop::sample::select(Day::NAMES.map(|(day, _)| day).to_vec()), 0..4);
    let quarter = |quarters: u8| ClockTime::new(quarters / 4, quarters % 4 * 15).unwrap();
    let hours = prop::option::of((0_u8..96, 0_u8..96)).prop_map(move |pair| {
        pair.filter(|(from, to)| from != to).map(|(from, to)| Hours { from: quarter(from), to: quarter(to) })
    });
    let near = |day: Date, by: i64| day.checked_add(by.days()).unwrap();
    let dates = prop::option::of((0_i64..6, 0_i64..6)).prop_map(move |pair| {
        pair.map(|(from, long)| {
            let from = near(date(2025, 10, 23), from);
            Dates { from, until: near(from, long) }
        })
    });
    let month_day = |(month, day): (u8, u8)| MonthDay::new(month, day).unwrap();
    let any_day = move || (1_u8..=12, 1_u8..=29).prop_map(month_day);
    let season = prop::option::weighted(0.2, (any_day(), any_day()))
        .prop_map(|pair| pair.map(|(from, until)| Season { from, until }));
    (days, hours, dates, season).prop_map(|(days, hours, dates, season)| Window {
        days,
        hours,
        dates,
        season,
    })
}

fn any_times() -> impl Strategy<Value = Times> {
    let windows = || prop::collection::vec(any_window(), 0..4);
    prop_oneof![
        4 => windows().prop_map(Times::Only),
        2 => windows().prop_map(Times::Except),
        1 => Just(Times::Always),
    ]
}

/// Around the nights on which clocks change, and around an ordinary one.
fn any_beginning() -> impl Strategy<Value = i64> {
    let nights = ["2025-10-25T12:00:00Z", "2026-03-28T12:00:00Z", "2025-12-31T12:00:00Z"];
    (prop::sample::select(nights.to_vec()), 0_i64..36 * 60)
        .prop_map(|(night, minutes)| at(night) + minutes * MINUTE)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn a_stretch_is_what_its_minutes_are(
        times in any_times(), from in any_beginning(), minutes in 0_i64..20 * 60,
    ) {
        let to = from + minutes * MINUTE;
        let each: Vec<bool> = (0..=minutes).map(|minute| slowly(&times, from + minute * MINUTE)).collect();
        let expected = match (each.contains(&true), each.contains(&false)) {
            (true, true) => Held::Partly,
            (true, false) => Held::Throughout,
            (false, _) => Held::Never,
        };
        prop_assert_eq!(times.hold_over(from, to).unwrap(), expected);
        let change = each.iter().position(|holds| *holds != each[0]);
        let told = times.next_change(from, to).unwrap();
        prop_assert_eq!(told, change.map(|minute| from + minute as i64 * MINUTE));
        for (minute, holds) in each.iter().enumerate() {
            prop_assert_eq!(times.hold_at(from + minute as i64 * MINUTE + 17_000).unwrap(), *holds);
        }
    }

    #[test]
    fn times_come_back_from_their_file(times in any_times()) {
        let json = serde_json::to_string(&times).unwrap();
        prop_assert_eq!(serde_json::from_str::<Times>(&json).unwrap(), times);
    }
}
