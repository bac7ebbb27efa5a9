//! Days, weeks, months and years as a police colleague means them: local time, Europe/London.
//!
//! Everything inside is UTC milliseconds and half-open; only here do clocks change. The time-zone
//! rules are compiled in, so a phone without a zone database counts the same days.

use jiff::civil::{Date, DateTime, Time, Weekday};
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp, ToSpan};
use thiserror::Error;

use crate::presence::Interval;

/// The one local time of the project, with its rules compiled in.
static LONDON: TimeZone = jiff::tz::get!("Europe/London");

/// The name of the local time, for people and reports.
pub const ZONE_NAME: &str = "Europe/London";

/// Why a date or period cannot be used. Carries no value of the input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum CalendarError {
    /// Neither a date nor a time with an offset.
    #[error("not a date: write 2026-04-01, or 2026-04-01T06:00:00+01:00 with its offset")]
    NotADate,
    /// Not one of the period spellings.
    #[error(
        "not a period: write 2026-04-01 (day), 2026-W14 (week), 2026-04 (month), 2026-Q2 (quarter), \
         2026/27 (financial year), 2026 (year), 12m-to-2026-03 (twelve months to its end) or \
         2026-04-01..2026-04-15 (both days included)"
    )]
    NotAPeriod,
    /// The last day is before the first.
    #[error("the period ends before it begins: put the earlier date first")]
    EndsBeforeBegin,
    /// Before 2000 or after 2199.
    #[error("the date is not between 2000 and 2199")]
    OutOfRange,
    /// In the night in which clocks are changed.
    #[error(
        "clocks show this time twice or never that night: write it with its offset, such as 2026-10-25T01:30+01:00"
    )]
    TwiceOrNever,
}

impl CalendarError {
    /// Stable name for machines.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::NotADate => "not_a_date",
            Self::NotAPeriod => "not_a_period",
            Self::EndsBeforeBegin => "period_ends_before_begin",
            Self::OutOfRange => "date_out_of_range",
            Self::TwiceOrNever => "time_twice_or_never",
        }
    }
}

/// A stretch of local days that a report is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Period {
    /// One day.
    Day(Date),
    /// The ISO week, Monday to Sunday, that this Monday begins.
    Week(Date),
    /// The month of this first day.
    Month(Date),
    /// The quarter of the calendar year that this first day begins.
    Quarter(Date),
    /// 1 April of this year to 31 March of the next.
    FinancialYear(i16),
    /// 1 January to 31 December.
    Year(i16),
    /// The twelve months that end with the month of this first day.
    TwelveMonths(Date),
    /// Both days included.
    Dates(Date, Date),
}

const FIRST_YEAR: i16 = 2000;
const LAST_YEAR: i16 = 2199;

impl Period {
    /// Reads `2026-04-01`, `2026-W14`, `2026-04`, `2026-Q2`, `2026/27`, `2026`, `12m-to-2026-03` or
    /// `2026-04-01..2026-04-15`.
    ///
    /// # Errors
    /// [`CalendarError::NotAPeriod`] for any other text, or what is wrong with the dates.
    pub fn parse(text: &str) -> Result<Self, CalendarError> {
        let text = text.trim();
        if let Some((first, last)) = text.split_once("..") {
            return Self::dates(read_day(first)?, read_day(last)?);
        }
        if let Some(month) = text.strip_prefix("12m-to-") {
            return Ok(Self::TwelveMonths(read_month(month)?));
        }
        if let Some((year, next)) = text.split_once('/') {
            let (year, next) = (read_year(year)?, read_digits(next, 2)?);
            let follows = next == (i32::from(year) + 1) % 100;
            return if follows { Ok(Self::FinancialYear(year)) } else { Err(CalendarError::NotAPeriod) };
        }
        if let Some((year, week)) = text.split_once("-W") {
            let (year, week) = (read_year(year)?, read_digits(week, 2)?);
            let week = i8::try_from(week).map_err(|_| CalendarError::NotAPeriod)?;
            let monday = jiff::civil::ISOWeekDate::new(year, week, Weekday::Monday);
            return monday.map(|day| Self::Week(day.date())).map_err(|_| CalendarError::NotAPeriod);
        }
        if let Some((year, quarter)) = text.split_once("-Q") {
            let (year, quarter) = (read_year(year)?, read_digits(quarter, 1)?);
            return match quarter {
                1..=4 => first_of(year, quarter * 3 - 2).map(Self::Quarter),
                _ => Err(CalendarError::NotAPeriod),
            };
        }
        match text.len() {
            4 => read_year(text).map(Self::Year),
            7 => read_month(text).map(Self::Month),
            _ => read_day(text).map(Self::Day),
        }
    }

    /// Any days, both included.
    ///
    /// # Errors
    /// [`CalendarError::EndsBeforeBegin`], [`CalendarError::OutOfRange`].
    pub fn dates(first: Date, last: Date) -> Result<Self, CalendarError> {
        in_range(first)?;
        in_range(last)?;
        if last < first { Err(CalendarError::EndsBeforeBegin) } else { Ok(Self::Dates(first, last)) }
    }

    /// The first and the last local day.
    ///
    /// # Errors
    /// [`CalendarError::OutOfRange`] for a period made by hand outside 2000–2199.
    pub fn days(self) -> Result<(Date, Date), CalendarError> {
        let (first, length) = match self {
            Self::Dates(first, last) => return Ok((first, last)),
            Self::Day(day) => (day, 1.day()),
            Self::Week(monday) => (monday, 7.days()),
            Self::Month(first) => (first, 1.month()),
            Self::Quarter(first) => (first, 3.months()),
            Self::FinancialYear(year) => (first_of(year, 4)?, 12.months()),
            Self::Year(year) => (first_of(year, 1)?, 12.months()),
            Self::TwelveMonths(month) => (shift(month, (-11).months())?, 12.months()),
        };
        Ok((first, shift(shift(first, length)?, (-1).day())?))
    }

    /// From local midnight of the first day to local midnight after the last, in UTC.
    ///
    /// # Errors
    /// As [`Period::days`].
    pub fn interval(self) -> Result<Interval, CalendarError> {
        let (first, last) = self.days()?;
        Ok(Interval { from: local_midnight(first)?, to: local_midnight(shift(last, 1.day())?)? })
    }

    /// What a report calls it, such as `April to June 2026`.
    #[must_use]
    pub fn label(self) -> String {
        match self {
            Self::Day(day) => day.strftime("%A %-d %B %Y").to_string(),
            Self::Week(monday) => {
                let week = monday.iso_week_date();
                format!("week {} of {}, from {}", week.week(), week.year(), monday.strftime("%-d %B %Y"))
            }
            Self::Month(first) => first.strftime("%B %Y").to_string(),
            Self::Quarter(_) | Self::TwelveMonths(_) => match self.days() {
                Ok((first, last)) if first.year() == last.year() => {
                    format!("{} to {}", first.strftime("%B"), last.strftime("%B %Y"))
                }
                Ok((first, last)) => format!("{} to {}", first.strftime("%B %Y"), last.strftime("%B %Y")),
                Err(_) => ZONE_NAME.to_owned(),
            },
            Self::FinancialYear(year) => {
                format!("financial year {year}/{:02}", (i32::from(year) + 1).rem_euclid(100))
            }
            Self::Year(year) => year.to_string(),
            Self::Dates(first, last) => {
                format!("{} to {}", first.strftime("%-d %B %Y"), last.strftime("%-d %B %Y"))
            }
        }
    }
}

/// UTC milliseconds of a text: a plain date is its local midnight, a time must carry its offset.
///
/// # Errors
/// [`CalendarError::NotADate`], [`CalendarError::OutOfRange`].
pub fn parse_instant(text: &str) -> Result<i64, CalendarError> {
    let text = text.trim();
    if text.len() == 10 {
        return local_midnight(read_day(text)?);
    }
    let instant: Timestamp = text.parse().map_err(|_| CalendarError::NotADate)?;
    in_range(local_date_of(instant))?;
    Ok(instant.as_millisecond())
}

/// UTC milliseconds of what a person writes: as [`parse_instant`] reads it, or without an offset as clocks in London show it.
///
/// # Errors
/// [`CalendarError::NotADate`], [`CalendarError::OutOfRange`], [`CalendarError::TwiceOrNever`].
pub fn parse_time(text: &str) -> Result<i64, CalendarError> {
    let read = parse_instant(text);
    let Err(CalendarError::NotADate) = read else { return read };
    let text = text.trim();
    // What else there is, such as the name of a time zone, would be left aside without a word.
    let plain = |byte: u8| byte.is_ascii_digit() || b"-T :.".contains(&byte);
    let is_clock = text.contains(':') && text.bytes().all(plain);
    let clock: DateTime = text.parse().ok().filter(|_| is_clock).ok_or(CalendarError::NotADate)?;
    in_range(clock.date())?;
    let mut instants = instants_of(clock);
    match (instants.next(), instants.next()) {
        (Some(instant), None) => Ok(instant),
        _ => Err(CalendarError::TwiceOrNever),
    }
}

/// A day of any year, written as 1985-03-02 and in no other way: of a text with a time that would be left aside without a word.
///
/// # Errors
/// [`CalendarError::NotADate`].
pub fn parse_day(text: &str) -> Result<Date, CalendarError> {
    let text = text.trim();
    let plain = text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    text.parse().ok().filter(|_| plain).ok_or(CalendarError::NotADate)
}

/// The instant a local day begins, UTC milliseconds.
///
/// # Errors
/// [`CalendarError::OutOfRange`].
pub fn local_midnight(day: Date) -> Result<i64, CalendarError> {
    // London's clocks change at 01:00 UTC: midnight always exists and comes once.
    let begin = LONDON.to_ambiguous_timestamp(DateTime::from_parts(day, Time::midnight())).compatible();
    begin.map(Timestamp::as_millisecond).map_err(|_| CalendarError::OutOfRange)
}

/// The local day of an instant in UTC milliseconds.
///
/// # Errors
/// [`CalendarError::OutOfRange`] if the instant is no date.
pub fn local_date(instant: i64) -> Result<Date, CalendarError> {
    let instant = Timestamp::from_millisecond(instant).map_err(|_| CalendarError::OutOfRange)?;
    Ok(local_date_of(instant))
}

/// Date and time of day of an instant (UTC milliseconds) on a clock in London.
///
/// # Errors
/// [`CalendarError::OutOfRange`] if the instant is no date.
pub fn local_clock(instant: i64) -> Result<DateTime, CalendarError> {
    let instant = Timestamp::from_millisecond(instant).map_err(|_| CalendarError::OutOfRange)?;
    Ok(LONDON.to_datetime(instant))
}

/// The instants (UTC milliseconds) at which clocks in London show this: one, two in the hour that comes twice in
/// autumn, none in the hour that is left out in spring.
pub fn instants_of(clock: DateTime) -> impl Iterator<Item = i64> {
    use jiff::tz::AmbiguousOffset;
    let at = |offset: jiff::tz::Offset| offset.to_timestamp(clock).map(Timestamp::as_millisecond).ok();
    let instants = match LONDON.to_ambiguous_timestamp(clock).offset() {
        AmbiguousOffset::Unambiguous { offset } => [at(offset), None],
        AmbiguousOffset::Gap { .. } => [None, None],
        AmbiguousOffset::Fold { before, after } => [at(before), at(after)],
    };
    instants.into_iter().flatten()
}

/// The instants (UTC milliseconds) after `from` and up to `to` at which London's clocks are changed.
pub fn clock_changes(from: i64, to: i64) -> impl Iterator<Item = i64> {
    let after = Timestamp::from_millisecond(from).unwrap_or(Timestamp::MAX);
    let changes = LONDON.following(after).map(|change| change.timestamp().as_millisecond());
    changes.take_while(move |change| *change <= to)
}

/// A span cut at every local midnight within it, each part with its day. An empty span has no part.
///
/// # Errors
/// [`CalendarError::OutOfRange`] if an end is outside 2000–2199.
pub fn cut_at_midnights(span: Interval) -> Result<Vec<(Date, Interval)>, CalendarError> {
    let mut parts = Vec::new();
    let mut from = span.from;
    while from < span.to {
        let day = local_date(from)?;
        in_range(day)?;
        let to = local_midnight(shift(day, 1.day())?)?.min(span.to);
        parts.push((day, Interval { from, to }));
        from = to;
    }
    Ok(parts)
}

/// The local days of a period, to ask which of them a span touches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Days(Vec<(Date, Interval)>);

impl Days {
    /// Those of a period, of one that begins or ends within a day only that part.
    ///
    /// # Errors
    /// As [`cut_at_midnights`].
    pub fn of(period: Interval) -> Result<Self, CalendarError> {
        cut_at_midnights(period).map(Self)
    }

    /// Those that a span touches, in order.
    pub fn touched(&self, span: Interval) -> impl Iterator<Item = (Date, Interval)> {
        let first = self.0.partition_point(|(_, day)| day.to <= span.from);
        self.0.iter().skip(first).take_while(move |(_, day)| day.from < span.to).copied()
    }
}

/// An hour of the local week: 0 is Monday 00:00–01:00, 167 is Sunday 23:00–24:00. In the hour that
/// comes twice in autumn both go to the same number.
///
/// # Errors
/// [`CalendarError::OutOfRange`] if the instant is no date.
pub fn hour_of_week(instant: i64) -> Result<u8, CalendarError> {
    let instant = Timestamp::from_millisecond(instant).map_err(|_| CalendarError::OutOfRange)?;
    let local = LONDON.to_datetime(instant);
    let hour = i16::from(local.weekday().to_monday_zero_offset()) * 24 + i16::from(local.hour());
    u8::try_from(hour).map_err(|_| CalendarError::OutOfRange)
}

/// A span cut at every full local hour, each part with its hour of the week.
///
/// # Errors
/// [`CalendarError::OutOfRange`] if an end is no date.
pub fn cut_at_hours(span: Interval) -> Result<Vec<(u8, Interval)>, CalendarError> {
    /// London's offsets are whole hours, so its hours begin where UTC's do.
    const HOUR_MS: i64 = 3_600_000;
    let mut parts = Vec::new();
    let mut from = span.from;
    while from < span.to {
        let to = (from.div_euclid(HOUR_MS) + 1).saturating_mul(HOUR_MS).min(span.to);
        parts.push((hour_of_week(from)?, Interval { from, to }));
        from = to;
    }
    Ok(parts)
}

/// Time of day for a person: `19:00:05`; `unknown` where no calendar reaches.
#[must_use]
pub fn local_time(instant: i64) -> String {
    local_clock(instant).map_or_else(|_| "unknown".to_owned(), |clock| clock.strftime("%H:%M:%S").to_string())
}

/// Date and time as a person reads it, with the zone's short name: `Sun 26 Oct 2025 01:30 GMT`.
///
/// # Errors
/// [`CalendarError::OutOfRange`] if the instant is no date.
pub fn local_label(instant: i64) -> Result<String, CalendarError> {
    let instant = Timestamp::from_millisecond(instant).map_err(|_| CalendarError::OutOfRange)?;
    Ok(instant.to_zoned(LONDON.clone()).strftime("%a %-d %b %Y %H:%M %Z").to_string())
}

fn local_date_of(instant: Timestamp) -> Date {
    LONDON.to_datetime(instant).date()
}

fn in_range(day: Date) -> Result<(), CalendarError> {
    let known = (FIRST_YEAR..=LAST_YEAR).contains(&day.year());
    if known { Ok(()) } else { Err(CalendarError::OutOfRange) }
}

pub(crate) fn shift(day: Date, by: Span) -> Result<Date, CalendarError> {
    day.checked_add(by).map_err(|_| CalendarError::OutOfRange)
}

fn first_of(year: i16, month: i32) -> Result<Date, CalendarError> {
    let month = i8::try_from(month).map_err(|_| CalendarError::NotAPeriod)?;
    let first = Date::new(year, month, 1).map_err(|_| CalendarError::NotAPeriod)?;
    in_range(first).map(|()| first)
}

fn read_day(text: &str) -> Result<Date, CalendarError> {
    let (Some(month), Some(day)) = (text.get(..7), text.get(7..)) else {
        return Err(CalendarError::NotADate);
    };
    let first = read_month(month).map_err(as_date)?;
    let day = day.strip_prefix('-').ok_or(CalendarError::NotADate)?;
    let day = i8::try_from(read_digits(day, 2).map_err(as_date)?).map_err(|_| CalendarError::NotADate)?;
    Date::new(first.year(), first.month(), day).map_err(|_| CalendarError::NotADate)
}

fn as_date(error: CalendarError) -> CalendarError {
    if error == CalendarError::NotAPeriod { CalendarError::NotADate } else { error }
}

fn read_month(text: &str) -> Result<Date, CalendarError> {
    let (year, month) = text.split_once('-').ok_or(CalendarError::NotAPeriod)?;
    first_of(read_year(year)?, read_digits(month, 2)?)
}

fn read_year(text: &str) -> Result<i16, CalendarError> {
    let year = i16::try_from(read_digits(text, 4)?).map_err(|_| CalendarError::NotAPeriod)?;
    let known = (FIRST_YEAR..=LAST_YEAR).contains(&year);
    if known { Ok(year) } else { Err(CalendarError::OutOfRange) }
}

/// A number of exactly so many ASCII digits.
fn read_digits(text: &str, digits: usize) -> Result<i32, CalendarError> {
    let plain = text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit());
    if plain { text.parse().map_err(|_| CalendarError::NotAPeriod) } else { Err(CalendarError::NotAPeriod) }
}
