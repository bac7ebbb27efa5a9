//! Stays of a crew: what two phones of one crew tell of one stay is one visit.
//!
//! A visit is counted in the period it begins in, with all its minutes; so a stay over midnight is one
//! visit of the first day, and two halves of a period add up to the whole.

use std::collections::BTreeMap;

use beatbook_protocol::id::Id;

use crate::crew::{Sets, Stint};
use crate::hours::facts::{AreaTime, PatrolTime};
use crate::interval::{intersect, normalise, subtract};
use crate::presence::{Interval, TravelMode};

/// One stay of one crew in one zone.
#[derive(Debug)]
pub(super) struct CrewVisit<'a> {
    /// The zone's code.
    pub zone: &'a str,
    /// When it began.
    pub from: i64,
    /// Whether most of it was on foot.
    pub on_foot: bool,
    /// Whether it has enough time on foot to count as a dose.
    pub dosage: bool,
    /// The patrols whose tracks tell of it, by index.
    pub patrols: Vec<usize>,
}

/// One phone's account of a stay.
struct Told<'a> {
    patrol: usize,
    span: Interval,
    of: &'a PatrolTime,
    area: &'a AreaTime,
}

/// The visits of all crews in all zones that begin in a period; those wholly abstracted or of welfare duties
/// are not among them.
pub(super) fn visits<'a>(
    patrols: &'a [PatrolTime],
    stints: &[Stint],
    period: Interval,
) -> Vec<CrewVisit<'a>> {
    let together = together(stints);
    let mut zones: BTreeMap<&str, Vec<Told<'a>>> = BTreeMap::new();
    for (patrol, of) in patrols.iter().enumerate().filter(|(_, of)| !of.duty.is_welfare()) {
        for area in &of.areas {
            let told = area.visits.iter().map(|visit| Told { patrol, span: visit.span, of, area });
            zones.entry(&area.zone).or_default().extend(told);
        }
    }
    let mut found = Vec::new();
    for (zone, mut told) in zones {
        told.sort_by_key(|one| (one.span, one.of.id));
        let mut sets = Sets::new(told.len());
        for (place, one) in told.iter().enumerate() {
            let later = told.iter().enumerate().skip(place + 1);
            for (other_place, other) in later.take_while(|(_, other)| other.span.from < one.span.to) {
                let pair = (one.patrol.min(other.patrol), one.patrol.max(other.patrol));
                let both = one.span.common(other.span);
                if together.get(&pair).is_some_and(|spans| spans.iter().any(|s| !s.common(both).is_empty())) {
                    sets.join(place, other_place);
                }
            }
        }
        for group in sets.groups() {
            let accounts: Vec<&Told<'a>> = group.iter().filter_map(|place| told.get(*place)).collect();
            if accounts
                .first()
                .is_some_and(|first| period.from <= first.span.from && first.span.from < period.to)
            {
                found.extend(visit(zone, &accounts));
            }
        }
    }
    found
}

/// When each pair of patrols was one crew.
fn together(stints: &[Stint]) -> BTreeMap<(usize, usize), Vec<Interval>> {
    let mut pairs: BTreeMap<(usize, usize), Vec<Interval>> = BTreeMap::new();
    for stint in stints.iter().filter(|stint| stint.patrols.len() > 1) {
        for (place, one) in stint.patrols.iter().enumerate() {
            for other in stint.patrols.iter().skip(place + 1) {
                pairs.entry((*one.min(other), *one.max(other))).or_default().push(stint.span);
            }
        }
    }
    pairs
}

fn visit<'a>(zone: &'a str, accounts: &[&Told<'a>]) -> Option<CrewVisit<'a>> {
    let first = accounts.first()?;
    let time = |mode: TravelMode| -> i64 {
        let parts = accounts.iter().flat_map(|account| on_purpose(account, mode)).collect();
        normalise(parts).iter().fold(0, |sum, part| sum.saturating_add(part.length()))
    };
    let (foot, cycle, vehicle) = (time(TravelMode::Foot), time(TravelMode::Cycle), time(TravelMode::Vehicle));
    (foot.max(cycle).max(vehicle) > 0).then(|| CrewVisit {
        zone,
        from: first.span.from,
        on_foot: foot > 0 && foot >= cycle.max(vehicle),
        dosage: foot >= first.of.dosage,
        patrols: accounts.iter().map(|account| account.patrol).collect(),
    })
}

/// Presence of one mode within the stay, abstraction apart.
fn on_purpose(account: &Told<'_>, mode: TravelMode) -> Vec<Interval> {
    let presence = account.area.presence.iter().filter(|one| one.mode == mode).map(|one| one.span).collect();
    let there = intersect(&normalise(presence), &[account.span]);
    if account.of.abstractions.is_empty() {
        return there;
    }
    subtract(&there, &normalise(account.of.abstractions.iter().map(|abstraction| abstraction.span).collect()))
}

/// The officers on a patrol at an instant.
pub(super) fn crew_at(patrol: &PatrolTime, instant: i64) -> &[Id] {
    let crew = patrol.crews.iter().rev().find(|crew| crew.span.from <= instant && instant < crew.span.to);
    crew.map_or(&[], |crew| &crew.officers)
}
