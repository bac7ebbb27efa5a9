//! The time that law goes by: an estimate t ± u, from satellites or from the server, never from a wall clock alone.
//!
//! Both anchors are carried on by the phone's monotonic clock, within one start of the phone. Anchors that
//! contradict each other are no anchor.

use beatbook_protocol::entry::BootId;
use serde::{Deserialize, Serialize};

use crate::records::journal::Moment;

/// An estimate of the time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct LegalTime {
    /// UTC milliseconds.
    pub at: i64,
    /// It lies at most so many milliseconds before or after; unknown without an anchor since the phone started.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub within: Option<i64>,
}

/// What an estimate rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TimeSource {
    /// The time of a satellite fix.
    Gnss,
    /// The server's time at the last exchange.
    Server,
    /// The phone's own clock, which may be years off.
    WallClock,
}

/// A time somebody else told, with the phone's monotonic clock at that moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Anchor {
    /// UTC milliseconds as told.
    pub time: i64,
    /// Monotonic clock, milliseconds.
    pub mono: i64,
    /// Which start of the phone.
    pub boot: BootId,
    /// It was right to so many milliseconds.
    pub within: i64,
}

/// A satellite receiver's time is right to a second once it has a fix; leap seconds and rounding included.
const GNSS_WITHIN_MS: i64 = 1_000;
/// How long ago a fix may be to tell the time, milliseconds.
const FRESH_MS: i64 = 10 * 60_000;
/// A phone's monotonic clock runs wrong by at most 100 parts in a million (unverified).
const DRIFT_PARTS: i64 = 10_000;

impl Anchor {
    /// The time of a satellite fix.
    #[must_use]
    pub fn gnss(time: i64, mono: i64, boot: BootId) -> Self {
        Self { time, mono, boot, within: GNSS_WITHIN_MS }
    }

    /// The time a server signed, `longest` milliseconds being the most an answer can have been on its way.
    #[must_use]
    pub fn server(time: i64, mono: i64, boot: BootId, longest: i64) -> Self {
        Self { time, mono, boot, within: longest.max(0) }
    }

    /// Milliseconds since; none in another start of the phone.
    fn age(&self, now: &Moment) -> Option<i64> {
        (self.boot == now.boot).then(|| now.mono.saturating_sub(self.mono)).filter(|age| *age >= 0)
    }

    fn estimate(&self, now: &Moment) -> Option<(i64, i64)> {
        let age = self.age(now)?;
        Some((self.time.saturating_add(age), self.within.saturating_add(age / DRIFT_PARTS)))
    }
}

impl LegalTime {
    /// A time that is known exactly: for asking what would apply then, never for paper.
    #[must_use]
    pub fn exactly(at: i64) -> Self {
        Self { at, within: Some(0) }
    }

    /// First and last instant it can be; both `at` while nobody knows.
    #[must_use]
    pub fn span(&self) -> (i64, i64) {
        let within = self.within.unwrap_or(0);
        (self.at.saturating_sub(within), self.at.saturating_add(within))
    }

    /// The estimate at a moment of the phone from what anchors there are.
    #[must_use]
    pub fn estimate(now: &Moment, fix: Option<Anchor>, server: Option<Anchor>) -> (Self, TimeSource) {
        let fix = fix.filter(|fix| fix.age(now).is_some_and(|age| age <= FRESH_MS));
        let of = |anchor: Option<Anchor>, source| {
            anchor.and_then(|anchor| anchor.estimate(now)).map(|(at, within)| (at, within, source))
        };
        let (by_fix, by_server) = (of(fix, TimeSource::Gnss), of(server, TimeSource::Server));
        let best = match (by_fix, by_server) {
            (Some(one), Some(other)) if (one.0 - other.0).abs() > one.1.saturating_add(other.1) => None,
            (Some(one), Some(other)) => Some(if one.1 <= other.1 { one } else { other }),
            (one, other) => one.or(other),
        };
        match best {
            Some((at, within, source)) => (Self { at, within: Some(within) }, source),
            None => (Self { at: now.wall, within: None }, TimeSource::WallClock),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: i64 = 3_600_000;
    const SATURDAY: i64 = 1_757_181_600_000;
    const BOOT: BootId = BootId(7);

    fn now(mono: i64) -> Moment {
        // Somebody has set the phone's clock to 2031.
        Moment { wall: 1_930_000_000_000, mono, boot: BOOT }
    }

    #[test]
    fn a_fresh_fix_tells_the_time_to_the_second_whatever_the_phones_clock_says() {
        let fix = Anchor::gnss(SATURDAY, HOUR, BOOT);
        let (time, source) = LegalTime::estimate(&now(HOUR + 20_000), Some(fix), None);
        assert_eq!((time.at, time.within, source), (SATURDAY + 20_000, Some(1_002), TimeSource::Gnss));
        let (stale, source) = LegalTime::estimate(&now(HOUR + FRESH_MS + 1), Some(fix), None);
        assert_eq!((stale.within, source), (None, TimeSource::WallClock));
    }

    #[test]
    fn the_servers_time_is_carried_through_a_shift_by_the_monotonic_clock() {
        let server = Anchor::server(SATURDAY, HOUR, BOOT, 60_000);
        let (time, source) = LegalTime::estimate(&now(9 * HOUR), None, Some(server));
        assert_eq!((time.at, source), (SATURDAY + 8 * HOUR, TimeSource::Server));
        assert_eq!(time.within, Some(60_000 + 2_880));
    }

    #[test]
    fn the_better_anchor_wins_and_contradicting_ones_are_none() {
        let (fix, server) =
            (Anchor::gnss(SATURDAY, HOUR, BOOT), Anchor::server(SATURDAY, HOUR, BOOT, 60_000));
        let (_, source) = LegalTime::estimate(&now(HOUR), Some(fix), Some(server));
        assert_eq!(source, TimeSource::Gnss);
        // A receiver whose week number has rolled over is 1,024 weeks behind.
        let rolled = Anchor { time: SATURDAY - 1_024 * 7 * 24 * HOUR, ..fix };
        let (time, source) = LegalTime::estimate(&now(HOUR), Some(rolled), Some(server));
        assert_eq!((time.at, time.within, source), (1_930_000_000_000, None, TimeSource::WallClock));
    }

    #[test]
    fn after_a_restart_nobody_knows_the_time_until_somebody_tells_it() {
        let server = Anchor::server(SATURDAY, HOUR, BootId(6), 60_000);
        let (time, source) = LegalTime::estimate(&now(HOUR), None, Some(server));
        assert_eq!((time.within, source), (None, TimeSource::WallClock));
        assert_eq!(time.span(), (time.at, time.at));
        // A clock that ran backwards is no clock.
        let later = Anchor::gnss(SATURDAY, 2 * HOUR, BOOT);
        assert_eq!(LegalTime::estimate(&now(HOUR), Some(later), None).0.within, None);
    }
}
