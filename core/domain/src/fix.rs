//! One position report, quantised at the door: what is stored, sent and computed with.
//!
//! Floating-point coordinates never go further than [`Fix::quantise`], so every later step works
//! on the same integers whatever platform produced the report.

use beatbook_protocol::limits::NUMBER_MAX;
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Who says where the phone is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum Provider {
    /// A satellite receiver; its time is GNSS time.
    Gnss = 0,
    /// Cell towers and wireless networks; its time is the phone's wall clock.
    Network = 1,
    /// Declared by the platform to come from a simulation app. Kept as evidence, never used.
    Mock = 2,
}

/// A position report as platforms give it, before the door.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RawFix {
    /// Latitude in degrees, WGS84.
    pub lat: f64,
    /// Longitude in degrees, WGS84.
    pub lon: f64,
    /// UTC milliseconds as the provider tells it. Of a network fix that is the phone's wall clock, right or wrong.
    pub time: i64,
    /// Milliseconds of the monotonic clock since the phone's start, sleep included.
    pub mono: i64,
    /// Radius in metres holding the true position with 68 % probability; absent if not told.
    pub accuracy: Option<f64>,
    /// Metres per second.
    pub speed: Option<f64>,
    /// Degrees clockwise from north.
    pub bearing: Option<f64>,
    /// Who says so.
    pub provider: Provider,
}

/// One accepted position report at the door's resolutions. Absent is not zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fix {
    /// Latitude in 1e-6°.
    pub lat: i32,
    /// Longitude in 1e-6°.
    pub lon: i32,
    /// UTC milliseconds as the provider tells it. Of a network fix it is the phone's wall clock, perhaps years
    /// off; nothing is reckoned from it.
    pub time: i64,
    /// Milliseconds of the monotonic clock since the phone's start.
    pub mono: i64,
    /// 0.1 m, 68 % radius; [`u16::MAX`] stands for 6,553.5 m and more.
    pub accuracy: Option<u16>,
    /// 0.1 m/s; [`u16::MAX`] stands for that and more.
    pub speed: Option<u16>,
    /// Whole degrees 0–359.
    pub bearing: Option<u16>,
    /// Who says so.
    pub provider: Provider,
}

/// Why a position report was refused at the door. Carries the field, never the value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Error)]
pub enum FixRefusal {
    /// Latitude is NaN, infinite or outside −90…90.
    #[error("latitude is not a number from -90 to 90: pass degrees, WGS84")]
    Latitude,
    /// Longitude is NaN, infinite or outside −180…180.
    #[error("longitude is not a number from -180 to 180: pass degrees, WGS84")]
    Longitude,
    /// Accuracy is NaN, infinite, zero or negative.
    #[error("accuracy is not a positive number of metres: pass none if the platform gave none")]
    Accuracy,
    /// Speed is NaN, infinite or negative.
    #[error("speed is not a number of metres per second from 0 up: pass none if the platform gave none")]
    Speed,
    /// Bearing is NaN or infinite.
    #[error("bearing is not a number of degrees: pass none if the platform gave none")]
    Bearing,
    /// Time is before 2020 or after 2120: not UTC milliseconds. Only told of fixes whose time is not the wall clock's.
    #[error(
        "time is not a number of UTC milliseconds between 2020 and 2120: pass the time the receiver gave with the fix"
    )]
    Time,
    /// Monotonic time is negative or longer than ten years.
    #[error(
        "monotonic time is not a number of milliseconds from 0 to ten years: pass the time since the phone's start, \
         sleep included"
    )]
    Mono,
}

impl FixRefusal {
    /// The field of [`RawFix`] the refusal is about.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Latitude => "lat",
            Self::Longitude => "lon",
            Self::Accuracy => "accuracy",
            Self::Speed => "speed",
            Self::Bearing => "bearing",
            Self::Time => "time",
            Self::Mono => "mono",
        }
    }
}

/// 2020-01-01T00:00:00Z: no fix of ours is older. UTC milliseconds.
pub const EARLIEST_MS: i64 = 1_577_836_800_000;
/// 2120-01-01T00:00:00Z: every fix of ours is older. UTC milliseconds.
pub const LATEST_MS: i64 = 4_733_510_400_000;
/// Ten years of uptime.
const LONGEST_UPTIME_MS: i64 = 315_576_000_000;

impl Fix {
    /// Brings a platform's report to the door's resolutions.
    ///
    /// # Errors
    /// A [`FixRefusal`] naming the first field that cannot be used.
    pub fn quantise(raw: &RawFix) -> Result<Self, FixRefusal> {
        if !(-90.0..=90.0).contains(&raw.lat) {
            return Err(FixRefusal::Latitude);
        }
        if !(-180.0..=180.0).contains(&raw.lon) {
            return Err(FixRefusal::Longitude);
        }
        let times = match raw.provider {
            // A wrong wall clock is no reason to lose a place whose monotonic time is right.
            Provider::Network => -NUMBER_MAX..NUMBER_MAX,
            Provider::Gnss | Provider::Mock => EARLIEST_MS..LATEST_MS,
        };
        if !times.contains(&raw.time) {
            return Err(FixRefusal::Time);
        }
        if !(0..=LONGEST_UPTIME_MS).contains(&raw.mono) {
            return Err(FixRefusal::Mono);
        }
        let accuracy = match raw.accuracy {
            Some(metres) if !(metres.is_finite() && metres > 0.0) => return Err(FixRefusal::Accuracy),
            // A real radius is never stored as zero: the smallest step is 0.1 m.
            Some(metres) => Some(tenths(metres).max(1)),
            None => None,
        };
        let speed = match raw.speed {
            Some(speed) if !(speed.is_finite() && speed >= 0.0) => return Err(FixRefusal::Speed),
            Some(speed) => Some(tenths(speed)),
            None => None,
        };
        let bearing = match raw.bearing {
            Some(degrees) if !degrees.is_finite() => return Err(FixRefusal::Bearing),
            Some(degrees) => Some((round_half_away(degrees % 360.0) as i64).rem_euclid(360) as u16),
            None => None,
        };
        Ok(Self {
            lat: round_half_away(raw.lat * 1e6) as i32,
            lon: round_half_away(raw.lon * 1e6) as i32,
            time: raw.time,
            mono: raw.mono,
            accuracy,
            speed,
            bearing,
            provider: raw.provider,
        })
    }
}

fn tenths(value: f64) -> u16 {
    // `as` saturates: huge values stand for "that and more".
    round_half_away(value * 10.0) as u16
}

/// Rounds to the nearest whole number, halves away from zero; exact on every platform.
fn round_half_away(value: f64) -> f64 {
    let whole = value.trunc();
    let rest = value - whole;
    if rest >= 0.5 {
        whole + 1.0
    } else if rest <= -0.5 {
        whole - 1.0
    } else {
        whole
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raw() -> RawFix {
        RawFix {
            lat: 51.3826,
            lon: 0.5265,
            time: 1_757_181_600_000,
            mono: 5_000,
            accuracy: Some(6.04),
            speed: Some(1.25),
            bearing: Some(359.6),
            provider: Provider::Gnss,
        }
    }

    #[test]
    fn resolutions_are_those_of_the_design() {
        let fix = Fix::quantise(&raw()).unwrap();
        assert_eq!((fix.lat, fix.lon), (51_382_600, 526_500));
        assert_eq!((fix.accuracy, fix.speed, fix.bearing), (Some(60), Some(13), Some(0)));
    }

    #[test]
    fn absent_is_not_zero_and_a_real_radius_is_never_zero() {
        let none = Fix::quantise(&RawFix { accuracy: None, speed: None, bearing: None, ..raw() }).unwrap();
        assert_eq!((none.accuracy, none.speed, none.bearing), (None, None, None));
        let tiny = Fix::quantise(&RawFix { accuracy: Some(0.01), speed: Some(0.0), ..raw() }).unwrap();
        assert_eq!((tiny.accuracy, tiny.speed), (Some(1), Some(0)));
        let huge = Fix::quantise(&RawFix { accuracy: Some(10_000.0), ..raw() }).unwrap();
        assert_eq!(huge.accuracy, Some(u16::MAX));
    }

    #[test]
    fn each_bad_field_is_named() {
        let cases: [(RawFix, FixRefusal); 14] = [
            (RawFix { lat: f64::NAN, ..raw() }, FixRefusal::Latitude),
            (RawFix { lat: 90.000_001, ..raw() }, FixRefusal::Latitude),
            (RawFix { lon: f64::INFINITY, ..raw() }, FixRefusal::Longitude),
            (RawFix { lon: -180.1, ..raw() }, FixRefusal::Longitude),
            (RawFix { accuracy: Some(0.0), ..raw() }, FixRefusal::Accuracy),
            (RawFix { accuracy: Some(-1.0), ..raw() }, FixRefusal::Accuracy),
            (RawFix { accuracy: Some(f64::NAN), ..raw() }, FixRefusal::Accuracy),
            (RawFix { speed: Some(-0.1), ..raw() }, FixRefusal::Speed),
            (RawFix { speed: Some(f64::INFINITY), ..raw() }, FixRefusal::Speed),
            (RawFix { bearing: Some(f64::NAN), ..raw() }, FixRefusal::Bearing),
            (RawFix { time: 0, ..raw() }, FixRefusal::Time),
            (RawFix { time: i64::MAX, ..raw() }, FixRefusal::Time),
            (RawFix { mono: -1, ..raw() }, FixRefusal::Mono),
            (RawFix { mono: i64::MAX, ..raw() }, FixRefusal::Mono),
        ];
        for (bad, expected) in &cases {
            assert_eq!(Fix::quantise(bad), Err(*expected));
        }
        let refused: std::collections::HashSet<FixRefusal> =
            cases.iter().map(|(_, refusal)| *refusal).collect();
        for refusal in &refused {
            let field = match refusal {
                FixRefusal::Latitude => "latitude",
                FixRefusal::Longitude => "longitude",
                FixRefusal::Accuracy => "accuracy",
                FixRefusal::Speed => "speed",
                FixRefusal::Bearing => "bearing",
                FixRefusal::Time => "time",
                FixRefusal::Mono => "monotonic time",
            };
            // Which field, what class of value it has to be, and what to do.
            let text = refusal.to_string();
            let (what, remedy) = text.split_once(": ").unwrap_or_else(|| panic!("no remedy: {text}"));
            assert!(what.starts_with(&format!("{field} is not a ")) && what.contains("number"), "{text}");
            assert!(remedy.starts_with("pass "), "{text}");
        }
        assert_eq!(refused.len(), 7, "each of them");
    }

    #[test]
    fn a_network_fix_keeps_the_time_of_a_wrong_wall_clock() {
        for time in [-86_400_000, 0, LATEST_MS] {
            let raw = RawFix { time, provider: Provider::Network, ..raw() };
            assert_eq!(Fix::quantise(&raw).unwrap().time, time);
            assert_eq!(Fix::quantise(&RawFix { provider: Provider::Gnss, ..raw }), Err(FixRefusal::Time));
        }
        let endless = RawFix { time: i64::MIN, provider: Provider::Network, ..raw() };
        assert_eq!(Fix::quantise(&endless), Err(FixRefusal::Time));
    }

    #[test]
    fn the_ends_of_the_earth_are_places() {
        let corner = Fix::quantise(&RawFix { lat: -90.0, lon: 180.0, ..raw() }).unwrap();
        assert_eq!((corner.lat, corner.lon), (-90_000_000, 180_000_000));
    }
}
