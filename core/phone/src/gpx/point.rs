//! One track point while it is read, and what it is worth once it is complete.
//!
//! The first value of a kind counts; text is judged only when the point ends.

use beatbook_domain::fix::{Provider, RawFix};
use jiff::{Timestamp, civil::DateTime, tz::TimeZone};

use super::account::{AccuracySource, GpxAccount, UnusedReason};

/// Metres that one unit of horizontal dilution is worth.
const METRES_PER_HDOP: f64 = 5.0;
/// Metres assumed when a file says nothing.
const ASSUMED_METRES: f64 = 10.0;

/// A child of a track point that is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Time,
    Hdop,
    Accuracy,
    Speed,
    Course,
    Provider,
    Boot,
    Mono,
}

/// A usable point with its number in the file and, if it tells them, the phone's own clocks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Point {
    pub(super) number: usize,
    pub(super) fix: RawFix,
    pub(super) accuracy: AccuracySource,
    pub(super) clock: Option<PhoneClock>,
}

/// Which start of the phone, and milliseconds since.
#[derive(Debug, Clone, Copy)]
pub(super) struct PhoneClock {
    pub(super) boot: u64,
    pub(super) mono: i64,
}

/// The texts of one track point.
#[derive(Debug, Clone, Default)]
pub(super) struct OpenPoint {
    lat: Option<String>,
    lon: Option<String>,
    time: Option<String>,
    hdop: Option<String>,
    accuracy: Option<String>,
    speed: Option<String>,
    course: Option<String>,
    provider: Option<String>,
    boot: Option<String>,
    mono: Option<String>,
}

impl Field {
    /// The field an element tells, by its local name: a direct child of the point, or anywhere in extensions.
    pub(super) fn of(local_name: &str, in_extensions: bool) -> Option<Self> {
        match local_name {
            "time" if !in_extensions => Some(Self::Time),
            "hdop" if !in_extensions => Some(Self::Hdop),
            "accuracy" => Some(Self::Accuracy),
            "speed" => Some(Self::Speed),
            "course" => Some(Self::Course),
            "bearing" if in_extensions => Some(Self::Course),
            "provider" if in_extensions => Some(Self::Provider),
            "boot" if in_extensions => Some(Self::Boot),
            "mono" if in_extensions => Some(Self::Mono),
            _ => None,
        }
    }
}

impl OpenPoint {
    /// A point at a place as written, nothing else known yet.
    pub(super) fn at(lat: Option<String>, lon: Option<String>) -> Self {
        Self { lat, lon, ..Self::default() }
    }

    pub(super) fn set(&mut self, field: Field, text: &str) {
        let place = match field {
            Field::Time => &mut self.time,
            Field::Hdop => &mut self.hdop,
            Field::Accuracy => &mut self.accuracy,
            Field::Speed => &mut self.speed,
            Field::Course => &mut self.course,
            Field::Provider => &mut self.provider,
            Field::Boot => &mut self.boot,
            Field::Mono => &mut self.mono,
        };
        place.get_or_insert_with(|| text.trim().to_owned());
    }

    /// The fix, or nothing; either way the account has its line.
    pub(super) fn close(self, account: &mut GpxAccount) -> Option<Point> {
        account.points += 1;
        let Some(time) = self.time.as_deref().filter(|time| !time.is_empty()) else {
            account.without_time += 1;
            return None;
        };
        let number = account.points;
        match self.judge(time, account) {
            Ok((fix, accuracy)) => Some(Point { number, fix, accuracy, clock: self.clock() }),
            Err(reason) => {
                account.refuse(reason, number);
                None
            }
        }
    }

    fn clock(&self) -> Option<PhoneClock> {
        let boot = u64::from_str_radix(self.boot.as_deref()?, 16).ok()?;
        Some(PhoneClock { boot, mono: self.mono.as_deref()?.parse().ok()? })
    }

    fn judge(&self, time: &str, account: &mut GpxAccount) -> Result<(RawFix, AccuracySource), UnusedReason> {
        let lat = degrees(self.lat.as_deref(), 90.0).ok_or(UnusedReason::Latitude)?;
        let lon = degrees(self.lon.as_deref(), 180.0).ok_or(UnusedReason::Longitude)?;
        let time = instant(time).ok_or(UnusedReason::Time)?;
        let above_zero = |metres: &f64| metres.is_finite() && *metres > 0.0;
        let hdop = number(self.hdop.as_deref()).filter(above_zero);
        let (accuracy, source) = match (&self.accuracy, hdop) {
            (Some(told), _) => {
                let metres = number(Some(told)).filter(above_zero).ok_or(UnusedReason::Accuracy)?;
                (metres, AccuracySource::Told)
            }
            (None, Some(hdop)) => (hdop * METRES_PER_HDOP, AccuracySource::Hdop),
            (None, None) => (ASSUMED_METRES, AccuracySource::Assumed),
        };
        let mut motion = |text: &Option<String>| {
            let value = number(Some(text.as_deref()?)).filter(|value| value.is_finite() && *value >= 0.0);
            account.unknown_motion += usize::from(value.is_none());
            value
        };
        let fix = RawFix {
            lat,
            lon,
            time,
            mono: 0,
            accuracy: Some(accuracy),
            speed: motion(&self.speed),
            bearing: motion(&self.course),
            provider: provider(self.provider.as_deref()),
        };
        Ok((fix, source))
    }
}

/// Who says so, as Android's loggers and ours spell it; a file that says nothing is of a satellite receiver.
fn provider(text: Option<&str>) -> Provider {
    match text {
        Some("network") => Provider::Network,
        Some("mock") => Provider::Mock,
        _ => Provider::Gnss,
    }
}

fn number(text: Option<&str>) -> Option<f64> {
    text?.trim().parse().ok()
}

fn degrees(text: Option<&str>, limit: f64) -> Option<f64> {
    number(text).filter(|degrees| (-limit..=limit).contains(degrees))
}

/// A date with a zone, or without one in UTC.
fn instant(text: &str) -> Option<i64> {
    let zoned = text.parse::<Timestamp>();
    let instant = zoned.or_else(|_| {
        text.parse::<DateTime>().and_then(|date| date.to_zoned(TimeZone::UTC)).map(|zoned| zoned.timestamp())
    });
    instant.ok().map(Timestamp::as_millisecond)
}
