//! The plain rule that the engine is compared with: point in polygon, fix by fix.
//!
//! What a spreadsheet would do: a fix inside credits the time to the next fix; consecutive fixes inside are
//! a stay. It gets the same mercies as the engine where they cost nothing: no fix worse than 50 m, no credit
//! beyond the gap limit, and no stay is broken by a gap.

use beatbook_domain::geometry::ZoneGeometry;
use beatbook_domain::presence::Interval;

use crate::plane::Place;
use crate::shift::SimulatedShift;
use crate::truth::{GAP_LIMIT_MS, contains};

/// Less accurate fixes are not looked at, metres.
const USABLE_M: f64 = 50.0;

/// What the plain rule says of one zone.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PlainPresence {
    /// Milliseconds credited.
    pub presence_ms: i64,
    /// From the first to after the last of consecutive fixes inside.
    pub stays: Vec<Interval>,
}

/// Applies the plain rule to a shift, for each zone.
#[must_use]
pub fn plain_rule(shift: &SimulatedShift, zones: &[&ZoneGeometry]) -> Vec<PlainPresence> {
    let mut fixes: Vec<(i64, Place)> = shift
        .boots
        .iter()
        .flat_map(|boot| &boot.fixes)
        .filter(|fix| fix.accuracy.is_some_and(|metres| metres <= USABLE_M))
        .map(|fix| (fix.time, Place { lon: fix.lon, lat: fix.lat }))
        .collect();
    fixes.sort_by_key(|(time, _)| *time);
    zones.iter().map(|zone| in_zone(&fixes, zone)).collect()
}

fn in_zone(fixes: &[(i64, Place)], zone: &ZoneGeometry) -> PlainPresence {
    let mut plain = PlainPresence::default();
    let mut open: Option<Interval> = None;
    for (index, (time, place)) in fixes.iter().enumerate() {
        if !contains(zone, *place) {
            plain.stays.extend(open.take());
            continue;
        }
        let step = fixes.get(index + 1).map_or(0, |(next, _)| next - time);
        let credit = if step <= GAP_LIMIT_MS { step } else { 0 };
        plain.presence_ms += credit;
        open = Some(Interval { from: open.map_or(*time, |stay| stay.from), to: time + credit.max(1) });
    }
    plain.stays.extend(open);
    plain
}
