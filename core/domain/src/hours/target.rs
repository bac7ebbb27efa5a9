//! What a programme wants in a period: so many minutes a month, and of a part of a month its share.

use jiff::ToSpan;

use crate::calendar::{CalendarError, Period, local_date, local_midnight};
use crate::presence::Interval;

/// Milliseconds wanted in a period. Of a month that lies partly in it, by the length of that part.
pub(super) fn wanted(minutes_a_month: u32, period: Interval) -> Result<i64, CalendarError> {
    let mut month = local_date(period.from)?.first_of_month();
    let mut wanted = 0_i64;
    loop {
        let whole = Period::Month(month).interval()?;
        let part = whole.common(period).length();
        let share =
            i128::from(minutes_a_month) * 60_000 * i128::from(part) / i128::from(whole.length().max(1));
        wanted = wanted.saturating_add(i64::try_from(share).unwrap_or(i64::MAX));
        if whole.to >= period.to {
            return Ok(wanted);
        }
        month = month.checked_add(1.month()).map_err(|_| CalendarError::OutOfRange)?;
    }
}

/// Whether a period is made of whole local months.
pub(super) fn is_whole_months(period: Interval) -> Result<bool, CalendarError> {
    let begins_month = |instant: i64| -> Result<bool, CalendarError> {
        Ok(local_midnight(local_date(instant)?.first_of_month())? == instant)
    };
    Ok(begins_month(period.from)? && begins_month(period.to)?)
}
