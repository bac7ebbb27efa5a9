//! In which months somebody was seen: all that is kept of a person when their records are gone.
//!
//! One bit a month, for the month last seen in and the sixty before it, and as long as the records are there the days
//! that tell new from returning. The order in which sightings arrive plays no part. Months are those of Europe/London.
//!
//! Source of the flags: Rough Sleeping Data Framework. Their numbers are partly unverified: see [`SeenRules`].

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Months before the last one that are kept.
const BEFORE: u32 = 60;
/// The last month and those before it, bit 0 the last.
const KEPT: u64 = (1 << (BEFORE + 1)) - 1;

/// What makes somebody new, returning or long-term. Data of an authority; the defaults are those of the framework.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeenRules {
    /// New: in none of so many months before this one. At most 60 are known.
    pub new_months: u32,
    /// Returning: so many days or more since they were last seen.
    pub returning_days: i32,
    /// Long-term: in at least so many months …
    pub long_term_months: u32,
    /// … of so many, this one included.
    pub long_term_of: u32,
}

impl Default for SeenRules {
    fn default() -> Self {
        Self { new_months: 60, returning_days: 180, long_term_months: 3, long_term_of: 12 }
    }
}

/// What is said of somebody for one calendar month, all of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeenFlags {
    /// Seen in this month. Without it neither new nor returning.
    pub seen: bool,
    /// Seen in this month, and in none of the sixty before it.
    pub new: bool,
    /// Seen in this month, for the first time in 180 days or more, and not new.
    pub returning: bool,
    /// Seen in three or more of the twelve months that end with this one.
    pub long_term: bool,
}

/// A calendar month, counted from the year 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Month(i32);

impl Month {
    fn of(day: Date) -> Self {
        Self(i32::from(day.year()) * 12 + i32::from(day.month()) - 1)
    }

    /// Its first day; absent beyond the calendar.
    fn first(self) -> Option<Date> {
        let year = i16::try_from(self.0.div_euclid(12)).ok()?;
        Date::new(year, i8::try_from(self.0.rem_euclid(12) + 1).ok()?, 1).ok()
    }

    /// How many months it is after another; absent if before it.
    fn after(self, other: Self) -> Option<u32> {
        u32::try_from(self.0 - other.0).ok()
    }

    fn back(self, months: u32) -> Self {
        Self(self.0.saturating_sub_unsigned(months))
    }
}

/// The months somebody was seen in. Never empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "Written")]
pub struct MonthsSeen {
    latest: Month,
    /// Bit n: seen n months before the latest. Bit 0 is always set.
    months: u64,
    /// First and last day in the latest month; absent once days are forgotten.
    days: Option<(Date, Date)>,
    /// Last day before the latest month, if it lies within the months kept; absent once days are forgotten.
    before: Option<Date>,
}

impl MonthsSeen {
    /// Seen on one day.
    #[must_use]
    pub fn on(day: Date) -> Self {
        Self { latest: Month::of(day), months: 1, days: Some((day, day)), before: None }
    }

    /// Takes a sighting in, in whatever order they come. One older than the months kept is let go.
    pub fn see(&mut self, day: Date) {
        let month = Month::of(day);
        if month == self.latest {
            self.days = self.days.map(|(first, last)| (first.min(day), last.max(day)));
        } else if let Some(later) = month.after(self.latest) {
            let before = self.days.map(|(_, last)| last);
            let months = shifted(self.months, later) | 1;
            *self = Self { latest: month, months, days: Some((day, day)), before };
            self.before = self.before.filter(|_| self.previous().is_some());
        } else if let Some(earlier) = self.latest.after(month).filter(|earlier| *earlier <= BEFORE) {
            match self.previous() {
                // Other days of that month are forgotten: this one need not be its last.
                Some(previous) if previous == month => self.before = self.before.map(|last| last.max(day)),
                Some(previous) if previous > month => {}
                _ => self.before = Some(day),
            }
            self.months |= 1 << earlier;
        }
    }

    /// Leaves the months only, as when the records they come from are erased.
    pub fn forget_days(&mut self) {
        self.days = None;
        self.before = None;
    }

    /// The last day seen, while days are known.
    #[must_use]
    pub fn last_day(&self) -> Option<Date> {
        self.days.map(|(_, last)| last)
    }

    /// The first day of the month last seen in.
    #[must_use]
    pub fn last_month(&self) -> Option<Date> {
        self.latest.first()
    }

    /// Months seen in as at a day: bit 0 is that day's month, bit 60 the month sixty before it. Later sightings are
    /// left out.
    #[must_use]
    pub fn as_at(&self, day: Date) -> u64 {
        let month = Month::of(day);
        match (month.after(self.latest), self.latest.after(month)) {
            (Some(later), _) => shifted(self.months, later),
            (None, Some(earlier)) => self.months.checked_shr(earlier).unwrap_or(0),
            (None, None) => 0,
        }
    }

    /// Whether nothing is left in the sixty months before a day's month, nor in it: the key goes, too.
    #[must_use]
    pub fn is_over(&self, day: Date) -> bool {
        Month::of(day) > self.latest && self.as_at(day) == 0
    }

    /// What is said for the calendar month of a day.
    ///
    /// Returning rests on days where they are known. Where only months are, it is said only if any days in them would
    /// make it so: counted from the end of the month last seen in, or to the beginning of this one. Somebody may so be
    /// missed as returning, and nobody is called it wrongly. Of a month before the last one seen in, the days are not
    /// known, and what lies more than sixty months before the last is not, either.
    #[must_use]
    pub fn flags(&self, rules: &SeenRules, day: Date) -> SeenFlags {
        let months = self.as_at(day);
        let seen = months & 1 == 1;
        let new = seen && months & first_bits(rules.new_months.saturating_add(1)) == 1;
        let long_term = (months & first_bits(rules.long_term_of)).count_ones() >= rules.long_term_months;
        let away = || self.days_away(Month::of(day), months);
        let returning = seen && !new && away().is_some_and(|days| days >= rules.returning_days);
        SeenFlags { seen, new, returning, long_term }
    }

    /// Days from the sighting before a month to the first in it: at least so many. Absent without an earlier one.
    fn days_away(&self, month: Month, months: u64) -> Option<i32> {
        let previous = month.back(before(months)?);
        let (first, last) = if month == self.latest {
            (self.days.map(|(first, _)| first), self.before)
        } else {
            (None, None)
        };
        let first = first.or_else(|| month.first())?;
        let last = last.or_else(|| previous.first().map(Date::last_of_month))?;
        Some(first.since(last).ok()?.get_days())
    }

    /// The month seen in before the latest.
    fn previous(&self) -> Option<Month> {
        before(self.months).map(|months| self.latest.back(months))
    }
}

/// How many months before bit 0 the next one seen in is.
fn before(months: u64) -> Option<u32> {
    let earlier = months >> 1;
    (earlier != 0).then(|| earlier.trailing_zeros() + 1)
}

fn shifted(months: u64, by: u32) -> u64 {
    // 61 bits are kept: what is shifted beyond 64 was beyond them.
    if by > BEFORE { 0 } else { (months << by) & KEPT }
}

fn first_bits(bits: u32) -> u64 {
    KEPT & 1_u64.checked_shl(bits).map_or(u64::MAX, |next| next - 1)
}

/// How it is written: `{"latest":"2025-09-01","months":"15","days":["2025-09-03","2025-09-20"]}`.
#[derive(Serialize, Deserialize)]
struct Written {
    /// First day of the month last seen in.
    latest: Date,
    /// The bits, hexadecimal.
    months: String,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    days: Option<(Date, Date)>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    before: Option<Date>,
}

impl From<MonthsSeen> for Written {
    fn from(seen: MonthsSeen) -> Self {
        let MonthsSeen { latest, months, days, before } = seen;
        // Every latest month is that of a day.
        let latest = latest.first().unwrap_or(Date::ZERO);
        Self { latest, months: format!("{months:x}"), days, before }
    }
}

impl TryFrom<Written> for MonthsSeen {
    type Error = &'static str;

    fn try_from(written: Written) -> Result<Self, Self::Error> {
        let Written { latest, months, days, before } = written;
        let months = u64::from_str_radix(&months, 16).map_err(|_| "months are not hexadecimal")?;
        if months & 1 == 0 || months & !KEPT != 0 {
            return Err("months do not begin with the latest, or are more than sixty before it");
        }
        let seen = Self { latest: Month::of(latest), months, days, before };
        let in_latest =
            |(first, last)| first <= last && [first, last].map(Month::of) == [seen.latest, seen.latest];
        if !days.is_none_or(in_latest) {
            return Err("days are not in the latest month");
        }
        if before.is_some_and(|day| Some(Month::of(day)) != seen.previous()) {
            return Err("the day before is not in the month seen in before the latest");
        }
        Ok(seen)
    }
}

#[cfg(test)]
mod tests;
