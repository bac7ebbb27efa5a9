//! Dates that follow from the law, as plain local days of Europe/London: no day is a working day or holiday
//! unless a function says so.
//!
//! Two clocks run beside each other and are never merged: the statutory period without proceedings, from
//! the *notice*, and the limit for prosecuting, from the *offence*.

use jiff::civil::{Date, Weekday};
use jiff::{Span, ToSpan};
use serde::{Deserialize, Serialize};

use crate::calendar::{CalendarError, shift};
use crate::law::rule_set::{CpnRules, FpnRules, OffenceRow, S59Rules, S77Rules};
use crate::law::terms::FineTerms;

/// Every date of a fixed penalty notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FpnDates {
    /// First day on which proceedings may be taken.
    pub earliest_proceedings: Date,
    /// Last day of the lower amount, if one is offered.
    pub early_until: Option<Date>,
    /// Last day of the authority's own payment period.
    pub pay_until: Date,
    /// Last day to lay the information; absent where there is no limit.
    pub prosecute_by: Option<Date>,
}

impl FpnDates {
    /// The dates of a notice of this day about conduct of that day.
    ///
    /// # Errors
    /// [`CalendarError::OutOfRange`].
    pub fn of(
        rules: &FpnRules,
        row: &OffenceRow,
        terms: &FineTerms,
        conduct: Date,
        notice: Date,
    ) -> Result<Self, CalendarError> {
        Ok(Self {
            earliest_proceedings: earliest_proceedings(rules, notice)?,
            early_until: terms.early.as_ref().map(|early| days_following(notice, early.days)).transpose()?,
            pay_until: days_following(notice, terms.payment_days)?,
            prosecute_by: prosecute_by(row, conduct)?,
        })
    }
}

/// First day on which proceedings may be taken: after the days *following* the date of the notice
/// (ASBCPA 2014 ss52, 68).
///
/// # Errors
/// [`CalendarError::OutOfRange`].
pub fn earliest_proceedings(rules: &FpnRules, notice: Date) -> Result<Date, CalendarError> {
    days_following(notice, rules.no_proceedings_days.saturating_add(1))
}

/// Last of so many days following a day, which is itself not counted.
///
/// # Errors
/// [`CalendarError::OutOfRange`].
pub fn days_following(day: Date, days: u32) -> Result<Date, CalendarError> {
    shift(day, span(days, Span::try_days)?)
}

/// Last day to lay an information: months from the offence, whose day is not counted (MCA 1980 s127). A
/// month without that day ends the period on its last.
///
/// # Errors
/// [`CalendarError::OutOfRange`].
pub fn prosecute_by(row: &OffenceRow, offence: Date) -> Result<Option<Date>, CalendarError> {
    let months = row.prosecute_months.map(|months| span(months, Span::try_months)).transpose()?;
    months.map(|months| shift(offence, months)).transpose()
}

/// Last day to appeal against a community protection notice: the day of issue is the first of the period
/// (ASBCPA 2014 s46(2)).
///
/// # Errors
/// [`CalendarError::OutOfRange`].
pub fn cpn_appeal_until(rules: &CpnRules, issued: Date) -> Result<Date, CalendarError> {
    days_following(issued, rules.appeal_days.saturating_sub(1))
}

/// Last day on which a vehicle warning counts: the day before the anniversary (PRA 2002 s59(5)).
///
/// # Errors
/// [`CalendarError::OutOfRange`].
pub fn s59_counts_until(rules: &S59Rules, warned: Date) -> Result<Date, CalendarError> {
    months_beginning_with(warned, rules.warning_months)
}

/// Last day on which to return to the land is an offence (CJPOA 1994 s77(3)).
///
/// # Errors
/// [`CalendarError::OutOfRange`].
pub fn s77_return_until(rules: &S77Rules, directed: Date) -> Result<Date, CalendarError> {
    months_beginning_with(directed, rules.return_months)
}

/// Whether a day is one from Monday to Friday. Bank holidays count as the weekday they are.
#[must_use]
pub fn is_weekday(day: Date) -> bool {
    !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

/// Last of so many days from Monday to Friday following a day. Bank holidays count as the weekday they are.
///
/// # Errors
/// [`CalendarError::OutOfRange`].
pub fn weekdays_following(day: Date, weekdays: u32) -> Result<Date, CalendarError> {
    let mut last = day;
    let mut left = weekdays;
    while left > 0 {
        last = shift(last, 1.day())?;
        if is_weekday(last) {
            left -= 1;
        }
    }
    Ok(last)
}

/// Last day of months of which this day is the first: the day before the same day of the last month. Where
/// that month is too short to have the day, its own last day.
pub(crate) fn months_beginning_with(first: Date, months: u32) -> Result<Date, CalendarError> {
    let same_day = shift(first, span(months, Span::try_months)?)?;
    if same_day.day() == first.day() { shift(same_day, (-1).day()) } else { Ok(same_day) }
}

fn span(units: u32, of: impl FnOnce(Span, i64) -> Result<Span, jiff::Error>) -> Result<Span, CalendarError> {
    of(Span::new(), i64::from(units)).map_err(|_| CalendarError::OutOfRange)
}
