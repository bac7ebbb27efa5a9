//! Days, hours and dates on which a condition counts, as clocks in London show them.
//!
//! A clock time that comes twice in autumn counts both times. Whether a condition counts for all of a stretch
//! is found from the moments at which that can change, never by trying minutes.

use core::fmt;

use jiff::ToSpan;
use jiff::civil::{Date, DateTime, Time, Weekday};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::calendar::{CalendarError, clock_changes, instants_of, local_clock};

/// When a condition counts (ASBCPA 2014 s59(6)(b)).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Times {
    /// At all times.
    Always,
    /// In these windows and no others.
    Only(Vec<Window>),
    /// At all times but in these windows.
    Except(Vec<Window>),
}

/// A stretch that comes back: on these days, between these hours, within these dates. What is absent does not
/// limit it. A window that crosses midnight belongs to the day on which it begins.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    /// Days of the week; none means all.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub days: Vec<Day>,
    /// Hours of the day.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub hours: Option<Hours>,
    /// Dates, both included.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub dates: Option<Dates>,
    /// A season of every year, both days included.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub season: Option<Season>,
}

/// A day of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "days explain themselves")]
pub enum Day {
    Mon,
    Tue,
    Wed,
    Thu,
    Fri,
    Sat,
    Sun,
}

/// From a time of day to the next time of day that the clock shows `to`: 22:00 to 06:00 crosses midnight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hours {
    /// First minute that counts.
    pub from: ClockTime,
    /// First minute that does not; never equal to `from`.
    pub to: ClockTime,
}

/// Hours and minutes on a clock, 00:00 to 23:59.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClockTime(u16);

/// Dates, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dates {
    /// First day.
    pub from: Date,
    /// Last day.
    pub until: Date,
}

/// A part of every year, both days included; from November to February it goes over the new year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Season {
    /// First day.
    pub from: MonthDay,
    /// Last day.
    pub until: MonthDay,
}

/// A day of every year, written 05-01.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MonthDay {
    month: i8,
    day: i8,
}

/// Whether a condition counts in a stretch of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Held {
    /// At every instant of it.
    Throughout,
    /// At none.
    Never,
    /// At some, or nobody looked so far.
    Partly,
}

/// A stretch longer than this is not looked through, milliseconds: no legal time is as vague.
const LONGEST_MS: i64 = 40 * 86_400_000;

impl Times {
    /// Whether it counts at an instant (UTC milliseconds).
    ///
    /// # Errors
    /// [`CalendarError::OutOfRange`] if the instant is no date.
    pub fn hold_at(&self, instant: i64) -> Result<bool, CalendarError> {
        Ok(match self {
            Self::Always => true,
            Self::Only(windows) => any_covers(windows, local_clock(instant)?),
            Self::Except(windows) => !any_covers(windows, local_clock(instant)?),
        })
    }

    /// Whether it counts from one instant to another, both included (UTC milliseconds).
    ///
    /// # Errors
    /// [`CalendarError::OutOfRange`] if an instant is no date.
    pub fn hold_over(&self, from: i64, to: i64) -> Result<Held, CalendarError> {
        if matches!(self, Self::Always) {
            return Ok(Held::Throughout);
        }
        if to.saturating_sub(from) > LONGEST_MS {
            return Ok(Held::Partly);
        }
        let first = self.hold_at(from)?;
        for change in self.may_change(from, to)? {
            if self.hold_at(change)? != first {
                return Ok(Held::Partly);
            }
        }
        Ok(if first { Held::Throughout } else { Held::Never })
    }

    /// The first instant after `after` and up to `until` at which it begins or ceases to count.
    ///
    /// # Errors
    /// [`CalendarError::OutOfRange`] if an instant is no date.
    pub fn next_change(&self, after: i64, until: i64) -> Result<Option<i64>, CalendarError> {
        let now = self.hold_at(after)?;
        for change in self.may_change(after, until)? {
            if self.hold_at(change)? != now {
                return Ok(Some(change));
            }
        }
        Ok(None)
    }

    /// Instants after `from` and up to `to` at which it may change, in order: begins and ends of hours, midnights
    /// (where days and dates change), and the clock changes themselves.
    fn may_change(&self, from: i64, to: i64) -> Result<Vec<i64>, CalendarError> {
        let (Self::Only(windows) | Self::Except(windows)) = self else { return Ok(Vec::new()) };
        let (mut day, last) = (local_clock(from)?.date(), local_clock(to)?.date());
        let mut clocks: Vec<u16> = windows
            .iter()
            .filter_map(|window| window.hours)
            .flat_map(|hours| [hours.from.0, hours.to.0])
            .chain([0])
            .collect();
        clocks.sort_unstable();
        clocks.dedup();
        let mut found: Vec<i64> = clock_changes(from, to).collect();
        while day <= last {
            for minutes in &clocks {
                found.extend(instants_of(day.to_datetime(ClockTime(*minutes).time())));
            }
            day = day.checked_add(1.day()).map_err(|_| CalendarError::OutOfRange)?;
        }
        found.retain(|instant| from < *instant && *instant <= to);
        found.sort_unstable();
        found.dedup();
        Ok(found)
    }
}

fn any_covers(windows: &[Window], clock: DateTime) -> bool {
    windows.iter().any(|window| window.covers(clock))
}

impl Window {
    /// Whether a clock that shows this shows a time in the window.
    #[must_use]
    pub fn covers(&self, clock: DateTime) -> bool {
        let (day, minute) = (clock.date(), ClockTime::of(clock.time()));
        match self.hours {
            None => self.begins_on(day),
            Some(Hours { from, to }) if from < to => from <= minute && minute < to && self.begins_on(day),
            Some(Hours { from, to }) => {
                let yesterday = day.yesterday();
                (from <= minute && self.begins_on(day))
                    || (minute < to && yesterday.is_ok_and(|yesterday| self.begins_on(yesterday)))
            }
        }
    }

    fn begins_on(&self, day: Date) -> bool {
        (self.days.is_empty() || self.days.contains(&Day::of(day)))
            && self.dates.is_none_or(|dates| dates.from <= day && day <= dates.until)
            && self.season.is_none_or(|season| season.covers(day))
    }
}

impl Day {
    /// All of them, Monday first, with their names in files.
    pub const NAMES: [(Self, &'static str); 7] = [
        (Self::Mon, "mon"),
        (Self::Tue, "tue"),
        (Self::Wed, "wed"),
        (Self::Thu, "thu"),
        (Self::Fri, "fri"),
        (Self::Sat, "sat"),
        (Self::Sun, "sun"),
    ];

    /// The day of the week of a date.
    #[must_use]
    pub fn of(date: Date) -> Self {
        match date.weekday() {
            Weekday::Monday => Self::Mon,
            Weekday::Tuesday => Self::Tue,
            Weekday::Wednesday => Self::Wed,
            Weekday::Thursday => Self::Thu,
            Weekday::Friday => Self::Fri,
            Weekday::Saturday => Self::Sat,
            Weekday::Sunday => Self::Sun,
        }
    }
}

impl Season {
    fn covers(self, day: Date) -> bool {
        let day = MonthDay { month: day.month(), day: day.day() };
        if self.from <= self.until {
            self.from <= day && day <= self.until
        } else {
            self.from <= day || day <= self.until
        }
    }
}

impl ClockTime {
    /// A time of day; none from 24:00 on.
    #[must_use]
    pub fn new(hour: u8, minute: u8) -> Option<Self> {
        (hour < 24 && minute < 60).then(|| Self(u16::from(hour) * 60 + u16::from(minute)))
    }

    fn of(time: Time) -> Self {
        Self(u16::from(time.hour().unsigned_abs()) * 60 + u16::from(time.minute().unsigned_abs()))
    }

    fn time(self) -> Time {
        let (hour, minute) = ((self.0 / 60) as i8, (self.0 % 60) as i8);
        Time::new(hour, minute, 0, 0).unwrap_or(Time::midnight())
    }

    /// Reads 22:00.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (hour, minute) = text.split_once(':')?;
        Self::new(two_digits(hour)?, two_digits(minute)?)
    }
}

impl MonthDay {
    /// A day that at least leap years have.
    #[must_use]
    pub fn new(month: u8, day: u8) -> Option<Self> {
        let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
        Date::new(2024, month, day).ok().map(|_| Self { month, day })
    }

    /// Reads 05-01.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (month, day) = text.split_once('-')?;
        Self::new(two_digits(month)?, two_digits(day)?)
    }
}

fn two_digits(text: &str) -> Option<u8> {
    let plain = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
    if plain { text.parse().ok() } else { None }
}

impl fmt::Display for ClockTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

impl fmt::Display for MonthDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}-{:02}", self.month, self.day)
    }
}

impl Serialize for ClockTime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for ClockTime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom("not a time of day such as 22:00"))
    }
}

impl Serialize for MonthDay {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for MonthDay {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom("not a day of the year such as 05-01"))
    }
}
