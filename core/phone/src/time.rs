//! Times on the command line, and times as the phone prints them: local, Europe/London.
//!
//! With an offset, as a local date and time, or as a time of day: then the next such moment after a known one.

use beatbook_domain::calendar::parse_instant;
use jiff::civil::{DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use crate::error::PhoneError;

static LONDON: TimeZone = jiff::tz::get!("Europe/London");

/// UTC milliseconds of a text; `after` is what a bare time of day follows.
///
/// # Errors
/// [`PhoneError::Time`].
pub fn parse(text: &str, after: Option<i64>) -> Result<i64, PhoneError> {
    let text = text.trim();
    if let Ok(instant) = parse_instant(text) {
        return Ok(instant);
    }
    if let Ok(local) = text.parse::<DateTime>() {
        return in_london(local);
    }
    let time: Time = text.parse().map_err(|_| PhoneError::Time)?;
    let after = Timestamp::from_millisecond(after.ok_or(PhoneError::Time)?).map_err(|_| PhoneError::Time)?;
    let day = LONDON.to_datetime(after).date();
    let same_day = in_london(day.to_datetime(time))?;
    if same_day >= after.as_millisecond() {
        return Ok(same_day);
    }
    in_london(day.checked_add(1.day()).map_err(|_| PhoneError::Time)?.to_datetime(time))
}

fn in_london(local: DateTime) -> Result<i64, PhoneError> {
    let instant = LONDON.to_ambiguous_timestamp(local).compatible().map_err(|_| PhoneError::Time)?;
    Ok(instant.as_millisecond())
}

/// Date and time for a person: `Sat 6 Sep 2025 19:00:05`.
pub fn shown(instant: i64) -> String {
    local(instant, "%a %-d %b %Y %H:%M:%S")
}

/// Time of day for a person: `19:00:05`.
pub fn clock(instant: i64) -> String {
    local(instant, "%H:%M:%S")
}

/// An instant as it is read beside another, such as now, or when something began: the time of day, with the date if that is not
/// the same.
pub fn beside(other: i64, instant: i64) -> String {
    let day = |instant| local(instant, "%F");
    if day(other) == day(instant) { clock(instant) } else { shown(instant) }
}

fn local(instant: i64, form: &str) -> String {
    Timestamp::from_millisecond(instant).map_or_else(
        |_| "unknown".to_owned(),
        |instant| instant.to_zoned(LONDON.clone()).strftime(form).to_string(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2025-09-06T19:00 in Chatham.
    const SATURDAY_NIGHT: i64 = 1_757_181_600_000;

    #[test]
    fn a_time_is_read_as_people_write_it() {
        for text in
            ["2025-09-06T18:00:00Z", "2025-09-06T19:00:00+01:00", "2025-09-06T19:00", "2025-09-06 19:00:00"]
        {
            assert_eq!(parse(text, None).unwrap(), SATURDAY_NIGHT, "{text}");
        }
        assert_eq!(parse("19:00", Some(SATURDAY_NIGHT)).unwrap(), SATURDAY_NIGHT);
        assert_eq!(parse("03:00", Some(SATURDAY_NIGHT)).unwrap(), SATURDAY_NIGHT + 8 * 3_600_000);
        for text in ["", "yesterday", "25:00", "2025-13-01T00:00"] {
            assert!(parse(text, Some(SATURDAY_NIGHT)).is_err(), "{text}");
        }
        assert!(parse("19:00", None).is_err());
        assert_eq!(shown(SATURDAY_NIGHT), "Sat 6 Sep 2025 19:00:00");
    }
}
