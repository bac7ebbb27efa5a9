//! Premises in which a condition about alcohol does not bite (ASBCPA 2014 s62), and for how long after.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::calendar::{CalendarError, local_date};
use crate::orders::place::Spot;
use crate::orders::times::{Held, Times};

/// Premises that an order does not reach.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Premises {
    /// The authority's code of them.
    pub code: String,
    /// Their name.
    pub name: String,
    /// Why they are outside.
    pub kind: PremisesKind,
    /// How far they reach, curtilage included.
    pub area: PremisesArea,
    /// First day, if they were not always so.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub from: Option<Date>,
    /// Last day, if they will not always be so.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub until: Option<Date>,
    /// Invented.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub illustrative: bool,
}

/// Why premises are outside an order about alcohol (s62).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PremisesKind {
    /// A premises licence to sell alcohol, with the curtilage.
    Licensed,
    /// A club premises certificate, with the curtilage.
    Club,
    /// Licensed premises that a council runs: while alcohol is sold there, and the tail after.
    Council {
        /// When it is sold.
        in_use: Times,
    },
    /// Tables on the highway by permission or pavement licence: at the times permitted.
    PavementLicence {
        /// The times.
        permitted: Times,
    },
    /// A temporary event notice, and the tail after.
    TemporaryEvent {
        /// Its first instant.
        begins: Timestamp,
        /// Its end.
        ends: Timestamp,
    },
}

impl PremisesKind {
    /// Its name in files and answers.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Licensed => "licensed",
            Self::Club => "club",
            Self::Council { .. } => "council",
            Self::PavementLicence { .. } => "pavement_licence",
            Self::TemporaryEvent { .. } => "temporary_event",
        }
    }
}

/// How far premises reach.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PremisesArea {
    /// A zone of kind `premises_exclusion`, by its code.
    Zone(String),
    /// Everything within so many metres of a point.
    Around {
        /// The point.
        at: Spot,
        /// Metres.
        metres: u32,
    },
}

const MINUTE_MS: i64 = 60_000;

impl Premises {
    /// Whether they are outside an order from one instant to another, both included (UTC milliseconds). The tail
    /// (minutes, of the rule set) counts after use by a council and after a temporary event.
    ///
    /// # Errors
    /// [`CalendarError::OutOfRange`] if an instant is no date.
    pub fn exempt_over(&self, from: i64, to: i64, tail_minutes: u32) -> Result<Held, CalendarError> {
        let (first, last) = (local_date(from)?, local_date(to)?);
        let covered =
            |day: Date| self.from.is_none_or(|begin| begin <= day) && self.until.is_none_or(|end| day <= end);
        let exempt = self.kind.exempt_over(from, to, i64::from(tail_minutes) * MINUTE_MS)?;
        Ok(match (covered(first), covered(last)) {
            (true, true) => exempt,
            (false, false) => Held::Never,
            _ if exempt == Held::Never => Held::Never,
            _ => Held::Partly,
        })
    }
}

impl PremisesKind {
    fn exempt_over(&self, from: i64, to: i64, tail: i64) -> Result<Held, CalendarError> {
        match self {
            Self::Licensed | Self::Club => Ok(Held::Throughout),
            Self::PavementLicence { permitted } => permitted.hold_over(from, to),
            Self::Council { in_use } => with_tail(from, to, tail, |from, to| in_use.hold_over(from, to)),
            Self::TemporaryEvent { begins, ends } => with_tail(from, to, tail, |from, to| {
                let (begins, ends) = (begins.as_millisecond(), ends.as_millisecond());
                Ok(match (begins <= from && to < ends, to < begins || ends <= from) {
                    (true, _) => Held::Throughout,
                    (_, true) => Held::Never,
                    _ => Held::Partly,
                })
            }),
        }
    }
}

/// Whether all, some or none of a stretch is in use or less than the tail after it.
fn with_tail(
    from: i64,
    to: i64,
    tail: i64,
    used: impl Fn(i64, i64) -> Result<Held, CalendarError>,
) -> Result<Held, CalendarError> {
    // The tail is over the moment it has lasted so long.
    let tail = (tail - 1).max(0);
    if used(from, to)? == Held::Throughout {
        return Ok(Held::Throughout);
    }
    if used(from - tail, to)? == Held::Never {
        return Ok(Held::Never);
    }
    // In use at some moment that every instant of the stretch still has within its tail.
    let common = to - tail <= from && used(to - tail, from)? != Held::Never;
    Ok(if common { Held::Throughout } else { Held::Partly })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::parse_instant;
    use crate::orders::times::{ClockTime, Hours, Window};

    const TAIL: u32 = 30;

    fn at(text: &str) -> i64 {
        parse_instant(text).unwrap()
    }

    fn premises(kind: PremisesKind) -> Premises {
        Premises {
            code: "P-1".to_owned(),
            name: "Hall (invented)".to_owned(),
            kind,
            area: PremisesArea::Zone("P-1".to_owned()),
            from: None,
            until: None,
            illustrative: true,
        }
    }

    fn over(premises: &Premises, from: &str, to: &str) -> Held {
        premises.exempt_over(at(from), at(to), TAIL).unwrap()
    }

    #[test]
    fn a_temporary_event_reaches_half_an_hour_beyond_its_end_and_not_a_minute_more() {
        let event = premises(PremisesKind::TemporaryEvent {
            begins: "2025-09-06T18:00:00+01:00".parse().unwrap(),
            ends: "2025-09-06T22:00:00+01:00".parse().unwrap(),
        });
        let instant = |text: &str| over(&event, text, text);
        assert_eq!(instant("2025-09-06T17:59:59+01:00"), Held::Never);
        assert_eq!(instant("2025-09-06T18:00:00+01:00"), Held::Throughout);
        assert_eq!(instant("2025-09-06T22:29:59+01:00"), Held::Throughout);
        assert_eq!(instant("2025-09-06T22:30:00+01:00"), Held::Never);
        assert_eq!(over(&event, "2025-09-06T22:20:00+01:00", "2025-09-06T22:25:00+01:00"), Held::Throughout);
        assert_eq!(over(&event, "2025-09-06T22:29:00+01:00", "2025-09-06T22:31:00+01:00"), Held::Partly);
        assert_eq!(over(&event, "2025-09-06T17:00:00+01:00", "2025-09-06T17:59:00+01:00"), Held::Never);
    }

    #[test]
    fn a_council_hall_counts_in_use_and_after_and_a_pavement_only_at_its_times() {
        let evening = Times::Only(vec![Window {
            hours: Some(Hours {
                from: ClockTime::parse("18:00").unwrap(),
                to: ClockTime::parse("23:00").unwrap(),
            }),
            ..Window::default()
        }]);
        let hall = premises(PremisesKind::Council { in_use: evening.clone() });
        let tables = premises(PremisesKind::PavementLicence { permitted: evening });
        let (late, later) = ("2025-09-06T23:15:00+01:00", "2025-09-06T23:45:00+01:00");
        assert_eq!((over(&hall, late, late), over(&hall, later, later)), (Held::Throughout, Held::Never));
        assert_eq!(over(&tables, late, late), Held::Never);
        let longer = over(&hall, "2025-09-06T22:00:00+01:00", late);
        assert_eq!(longer, Held::Partly, "longer than the tail: nobody looks closer, and nothing is claimed");
    }

    #[test]
    fn a_licence_ends_with_its_last_day() {
        let pub_until = |until| Premises { until: Some(until), ..premises(PremisesKind::Licensed) };
        let closed = pub_until(jiff::civil::date(2025, 9, 5));
        assert_eq!(over(&closed, "2025-09-05T23:59:00+01:00", "2025-09-05T23:59:00+01:00"), Held::Throughout);
        assert_eq!(over(&closed, "2025-09-06T00:00:00+01:00", "2025-09-06T00:00:00+01:00"), Held::Never);
        assert_eq!(over(&closed, "2025-09-05T23:59:00+01:00", "2025-09-06T00:01:00+01:00"), Held::Partly);
    }
}
