//! What each patrol's track says of one area: a zone, or several zones as one.
//!
//! Zones of an area are joined as sets of time, so that a minute in two overlapping zones is one minute.

use crate::hours::facts::{AreaTime, PatrolTime};
use crate::interval::{normalise, subtract};
use crate::presence::{Interval, ModeInterval, TravelMode};

/// Time by way of moving; each list sorted and disjoint.
#[derive(Debug, Default)]
pub(super) struct Moved {
    pub foot: Vec<Interval>,
    pub cycle: Vec<Interval>,
    pub vehicle: Vec<Interval>,
    pub all: Vec<Interval>,
}

/// One patrol in one area.
#[derive(Debug)]
pub(super) struct Area {
    pub presence: Moved,
    pub certain: Moved,
    pub possible: Moved,
    /// Presence outside every visit.
    pub passing: Vec<Interval>,
}

/// Each patrol's time in the area made of the zones that `holds` accepts; none where it never possibly was,
/// or if it has no time in the period at all.
pub(super) fn areas(
    patrols: &[PatrolTime],
    period: Interval,
    holds: impl Fn(&str) -> bool,
) -> Vec<Option<Area>> {
    patrols
        .iter()
        .map(|patrol| {
            if patrol.span.common(period).is_empty() {
                return None;
            }
            let zones: Vec<&AreaTime> = patrol.areas.iter().filter(|area| holds(&area.zone)).collect();
            let possible = moved(zones.iter().map(|zone| zone.possible.as_slice()));
            if possible.all.is_empty() {
                return None;
            }
            let presence = moved(zones.iter().map(|zone| zone.presence.as_slice()));
            let visits = zones.iter().flat_map(|zone| zone.visits.iter().map(|visit| visit.span)).collect();
            let passing = subtract(&presence.all, &normalise(visits));
            let certain = moved(zones.iter().map(|zone| zone.certain.as_slice()));
            Some(Area { presence, certain, possible, passing })
        })
        .collect()
}

fn moved<'a>(lists: impl Iterator<Item = &'a [ModeInterval]>) -> Moved {
    let mut moved = Moved::default();
    for one in lists.flatten() {
        match one.mode {
            TravelMode::Foot => moved.foot.push(one.span),
            TravelMode::Cycle => moved.cycle.push(one.span),
            TravelMode::Vehicle => moved.vehicle.push(one.span),
        }
        moved.all.push(one.span);
    }
    for list in [&mut moved.foot, &mut moved.cycle, &mut moved.vehicle, &mut moved.all] {
        *list = normalise(core::mem::take(list));
    }
    moved
}

/// The parts of a sorted, disjoint list that lie in a span.
pub(super) fn within(list: &[Interval], span: Interval) -> impl Iterator<Item = Interval> {
    let first = list.partition_point(|one| one.to <= span.from);
    list.iter().skip(first).take_while(move |one| one.from < span.to).map(move |one| one.common(span))
}

/// Milliseconds of a sorted, disjoint list in a span.
pub(super) fn length_within(list: &[Interval], span: Interval) -> i64 {
    within(list, span).fold(0, |sum, part| sum.saturating_add(part.length()))
}

/// The parts of a span that lie in any of several sorted, disjoint lists.
pub(super) fn any_within(lists: &[&[Interval]], span: Interval) -> Vec<Interval> {
    normalise(lists.iter().flat_map(|list| within(list, span)).collect())
}
