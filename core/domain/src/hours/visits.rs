//! Stays of a crew: what two phones of one crew tell of one stay is one visit.
//!
//! A visit is counted in the period it begins in, with all its minutes; so a stay over midnight is one
//! visit of the first day, and two halves of a period add up to the whole.

use std::collections::BTreeMap;

use crate::crew::{Sets, Stint, Voice};
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
    /// The crew with which it began, as far as a phone that tells of it places them; outreach apart. Whoever comes
    /// into it later had been elsewhere, or on something else.
    pub voices: Vec<Voice>,
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
    let stints_of = stints_of(stints);
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
                let voices = first_voices(patrols, &stints_of, &accounts);
                found.extend(visit(zone, &accounts, voices));
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

/// The stints of each patrol, one after the other.
fn stints_of(stints: &[Stint]) -> BTreeMap<usize, Vec<&Stint>> {
    let mut of: BTreeMap<usize, Vec<&Stint>> = BTreeMap::new();
    for stint in stints {
        for patrol in &stint.patrols {
            of.entry(*patrol).or_default().push(stint);
        }
    }
    of
}

/// Those who were one crew with the first to come in, when they came in, and are placed by one of the accounts.
fn first_voices(
    patrols: &[PatrolTime],
    stints_of: &BTreeMap<usize, Vec<&Stint>>,
    accounts: &[&Told<'_>],
) -> Vec<Voice> {
    let Some(began) = accounts.first().map(|first| first.span.from) else { return Vec::new() };
    // Whom no phone places, the own one's account does.
    let is_told = |voice: &&Voice| {
        let place = voice.position.unwrap_or(voice.declared);
        let is_welfare = patrols.get(voice.declared).is_none_or(|patrol| patrol.duty.is_welfare());
        !is_welfare && accounts.iter().any(|account| account.patrol == place)
    };
    let first = accounts.iter().take_while(|account| account.span.from == began);
    let crews = first.filter_map(|account| crew_at(stints_of.get(&account.patrol)?, began));
    crews.flat_map(|stint| stint.voices.iter().filter(is_told)).cloned().collect()
}

/// Of one patrol's stints the one that runs at an instant.
fn crew_at<'s>(stints: &[&'s Stint], instant: i64) -> Option<&'s Stint> {
    let ended = stints.partition_point(|stint| stint.span.to <= instant);
    stints.get(ended).copied().filter(|stint| stint.span.from <= instant)
}

fn visit<'a>(zone: &'a str, accounts: &[&Told<'a>], voices: Vec<Voice>) -> Option<CrewVisit<'a>> {
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
        voices,
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
