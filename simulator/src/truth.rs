//! True presence: the true path cut at the edges of the zones, by brute force.
//!
//! Every leg is tried against every edge in plain f64; nothing is shared with the engine. Slow and simple,
//! so that it can be believed.

use beatbook_domain::geometry::ZoneGeometry;
use beatbook_domain::presence::Interval;

use crate::plane::{Place, Plane};
use crate::shift::SimulatedShift;

/// A stay shorter than this is not asked for when stays are compared.
pub const STAY_MS: i64 = 120_000;
/// Outages longer than this are gaps: nobody can know, so truth leaves them out of the hours.
pub const GAP_LIMIT_MS: i64 = 120_000;

/// What was true of one shift.
#[derive(Debug, Clone, PartialEq)]
pub struct Truth {
    /// One for each zone given, in that order.
    pub zones: Vec<ZoneTruth>,
    /// The planned outages beyond the gap limit, within the shift.
    pub left_out: Vec<Interval>,
}

/// What was true of one shift in one zone.
#[derive(Debug, Clone, PartialEq)]
pub struct ZoneTruth {
    /// Every time inside, outages or not.
    pub inside: Vec<Interval>,
    /// The same without the outages beyond the gap limit: what hours are compared with.
    pub countable: Vec<Interval>,
    /// The times inside of at least [`STAY_MS`].
    pub stays: Vec<Interval>,
}

impl ZoneTruth {
    /// Milliseconds that hours are compared with.
    #[must_use]
    pub fn countable_ms(&self) -> i64 {
        total(&self.countable)
    }
}

/// Cuts the true path of `shift` at the edges of each zone.
#[must_use]
pub fn truth(shift: &SimulatedShift, zones: &[&ZoneGeometry]) -> Truth {
    let left_out: Vec<Interval> = shift
        .outages
        .iter()
        .map(|outage| outage.span)
        .filter(|span| span.to - span.from > GAP_LIMIT_MS)
        .collect();
    let zones = zones
        .iter()
        .map(|zone| {
            let inside = times_inside(shift, zone);
            ZoneTruth {
                countable: without(&inside, &left_out),
                stays: inside.iter().copied().filter(|stay| stay.to - stay.from >= STAY_MS).collect(),
                inside,
            }
        })
        .collect();
    Truth { zones, left_out }
}

/// Whether a place is inside: an odd number of edges lies east of it.
#[must_use]
pub fn contains(zone: &ZoneGeometry, place: Place) -> bool {
    edges(zone)
        .filter(|(a, b)| {
            (a.lat > place.lat) != (b.lat > place.lat)
                && place.lon < a.lon + (place.lat - a.lat) / (b.lat - a.lat) * (b.lon - a.lon)
        })
        .count()
        % 2
        == 1
}

/// Sum of lengths in milliseconds.
#[must_use]
pub fn total(intervals: &[Interval]) -> i64 {
    intervals.iter().map(|interval| interval.to - interval.from).sum()
}

/// The parts of `intervals` that no interval of `holes` covers. Both sorted and disjoint.
#[must_use]
pub fn without(intervals: &[Interval], holes: &[Interval]) -> Vec<Interval> {
    let mut left = Vec::new();
    for interval in intervals {
        let mut from = interval.from;
        for hole in holes.iter().filter(|hole| hole.to > interval.from && hole.from < interval.to) {
            if hole.from > from {
                left.push(Interval { from, to: hole.from });
            }
            from = from.max(hole.to);
        }
        if from < interval.to {
            left.push(Interval { from, to: interval.to });
        }
    }
    left
}

/// Milliseconds that two sorted lists of disjoint intervals share.
#[must_use]
pub fn overlap(one: &[Interval], other: &[Interval]) -> i64 {
    total(one) - total(&without(one, other))
}

fn times_inside(shift: &SimulatedShift, zone: &ZoneGeometry) -> Vec<Interval> {
    let mut inside: Vec<(f64, f64)> = Vec::new();
    for leg in shift.path.waypoints.windows(2) {
        let [from, to] = leg else { continue };
        let (start, end) = (shift.plane.place(from.point), shift.plane.place(to.point));
        let mut cuts = vec![0.0, 1.0];
        cuts.extend(edges(zone).filter_map(|(a, b)| crossing(start, end, a, b)));
        cuts.sort_by(f64::total_cmp);
        for pair in cuts.windows(2) {
            let [share, next] = pair else { continue };
            let middle = (share + next) / 2.0;
            let place = Place {
                lon: start.lon + middle * (end.lon - start.lon),
                lat: start.lat + middle * (end.lat - start.lat),
            };
            if next > share && contains(zone, place) {
                let at = |share: f64| from.at as f64 + share * (to.at - from.at) as f64;
                match inside.last_mut() {
                    Some(last) if at(*share) - last.1 < 0.5 => last.1 = at(*next),
                    _ => inside.push((at(*share), at(*next))),
                }
            }
        }
    }
    inside
        .into_iter()
        .map(|(from, to)| Interval { from: libm::round(from) as i64, to: libm::round(to) as i64 })
        .map(|stay| Interval { from: stay.from.max(shift.span.from), to: stay.to.min(shift.span.to) })
        .filter(|stay| stay.to > stay.from)
        .collect()
}

/// Where on the leg, from 0 to 1, it meets the edge.
fn crossing(start: Place, end: Place, a: Place, b: Place) -> Option<f64> {
    let leg = (end.lon - start.lon, end.lat - start.lat);
    let edge = (b.lon - a.lon, b.lat - a.lat);
    let across = leg.0 * edge.1 - leg.1 * edge.0;
    if across == 0.0 {
        return None;
    }
    let to_edge = (a.lon - start.lon, a.lat - start.lat);
    let on_leg = (to_edge.0 * edge.1 - to_edge.1 * edge.0) / across;
    let on_edge = (to_edge.0 * leg.1 - to_edge.1 * leg.0) / across;
    ((0.0..=1.0).contains(&on_leg) && (0.0..=1.0).contains(&on_edge)).then_some(on_leg)
}

fn edges(zone: &ZoneGeometry) -> impl Iterator<Item = (Place, Place)> + '_ {
    let rings = zone.0.iter().flat_map(|polygon| core::iter::once(&polygon.shell).chain(&polygon.holes));
    rings.flat_map(|ring| {
        let corners =
            || ring.0.iter().map(|v| Place { lon: f64::from(v.lon) / 1e7, lat: f64::from(v.lat) / 1e7 });
        corners().zip(corners().cycle().skip(1))
    })
}

/// A zone's shells and holes in metres on a plane.
#[must_use]
pub(crate) fn outline(zone: &ZoneGeometry, plane: &Plane) -> Vec<(crate::plane::Point, crate::plane::Point)> {
    edges(zone).map(|(a, b)| (plane.point(a), plane.point(b))).collect()
}
