//! The report once more, told minute by minute as a supervisor would with pen and paper.
//!
//! Slow and plain on purpose: the properties compare it with the report on random nights.

use std::collections::{BTreeMap, BTreeSet};

use beatbook_domain::hours::{Both, HoursFacts, PatrolTime};
use beatbook_domain::presence::{Interval, ModeInterval, TravelMode};
use beatbook_protocol::id::Id;

use super::beat::MINUTE;

/// What one zone has in a period, in milliseconds.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Told {
    pub presence: Both,
    pub certain: Both,
    pub possible: Both,
    pub foot: Both,
    pub abstracted: Both,
    pub others: i64,
    /// The most that any one officer has.
    pub most_of_one: i64,
}

fn inside(spans: &[ModeInterval], at: i64) -> Option<TravelMode> {
    spans.iter().find(|one| one.span.from <= at && at < one.span.to).map(|one| one.mode)
}

fn holds(span: Interval, at: i64) -> bool {
    span.from <= at && at < span.to
}

fn add(sum: &mut Both, officers: i64) {
    sum.officer += officers * MINUTE;
    sum.patrol += if officers > 0 { MINUTE } else { 0 };
}

/// One zone in a period whose ends, like all facts, lie on whole minutes.
pub fn tell(facts: &HoursFacts, zone: &str, period: Interval) -> Told {
    let mut patrols: Vec<&PatrolTime> = facts.patrols.iter().collect();
    patrols.sort_by_key(|patrol| (patrol.span.from, patrol.id));
    let mut told = Told::default();
    let mut each: BTreeMap<Id, i64> = BTreeMap::new();
    let mut at = period.from;
    while at < period.to {
        minute(&patrols, zone, at, &mut told, &mut each);
        at += MINUTE;
    }
    told.most_of_one = each.into_values().max().unwrap_or(0);
    told
}

fn minute(patrols: &[&PatrolTime], zone: &str, at: i64, told: &mut Told, each: &mut BTreeMap<Id, i64>) {
    let running: Vec<(&PatrolTime, &[Id], u8)> = patrols
        .iter()
        .filter_map(|patrol| {
            let crew = patrol.crews.iter().rev().find(|crew| holds(crew.span, at))?;
            Some((*patrol, crew.officers.as_slice(), crew.others))
        })
        .collect();
    let blind = |patrol: &PatrolTime| patrol.gaps.iter().any(|gap| holds(*gap, at));
    let away = |patrol: &PatrolTime| patrol.abstractions.iter().any(|one| holds(one.span, at));
    // Whose phones an officer is with.
    let everyone: BTreeSet<Id> = running.iter().flat_map(|(_, crew, _)| crew.iter().copied()).collect();
    let with: BTreeMap<Id, Vec<usize>> = everyone
        .into_iter()
        .map(|officer| {
            let own: Vec<_> = running.iter().filter(|(patrol, ..)| patrol.officer == officer).collect();
            let agreed = |owner: Id| own.is_empty() || own.iter().any(|(_, crew, _)| crew.contains(&owner));
            let phones = (0..running.len())
                .filter(|&place| {
                    let (patrol, crew, _) = running[place];
                    crew.contains(&officer) && (patrol.officer == officer || agreed(patrol.officer))
                })
                .collect();
            (officer, phones)
        })
        .collect();
    // Crews: phones that share an officer.
    let mut crew_of: Vec<usize> = (0..running.len()).collect();
    for _ in 0..running.len() {
        for phones in with.values() {
            let least = phones.iter().map(|phone| crew_of[*phone]).min().unwrap_or(0);
            phones.iter().for_each(|phone| crew_of[*phone] = least);
        }
    }
    for crew in crew_of.iter().copied().collect::<BTreeSet<_>>() {
        let phones: Vec<usize> = (0..running.len()).filter(|phone| crew_of[*phone] == crew).collect();
        // (phone that places, phone that declares, how many, who)
        let mut heads: Vec<(Option<usize>, usize, i64, Option<Id>)> = Vec::new();
        for (officer, own_first) in &with {
            let mut own_first = own_first.clone();
            own_first.sort_by_key(|phone| (running[*phone].0.officer != *officer, *phone));
            if own_first.first().is_some_and(|phone| phones.contains(phone)) {
                let placing = own_first.iter().copied().find(|phone| !blind(running[*phone].0));
                heads.push((placing, own_first[0], 1, Some(*officer)));
            }
        }
        let most = phones.iter().map(|phone| running[*phone].2).max().unwrap_or(0);
        if most > 0 {
            let names = phones.iter().copied().find(|phone| running[*phone].2 == most).unwrap();
            let sighted: Vec<usize> =
                phones.iter().copied().filter(|phone| !blind(running[*phone].0)).collect();
            let placing = if sighted.contains(&names) { Some(names) } else { sighted.first().copied() };
            heads.push((placing, names, i64::from(most), None));
        }
        let count = |pick: &dyn Fn(&PatrolTime, bool) -> bool| -> i64 {
            heads
                .iter()
                .filter(|(placing, declaring, ..)| {
                    placing.is_some_and(|phone| pick(running[phone].0, away(running[*declaring].0)))
                })
                .map(|(_, _, heads, _)| heads)
                .sum()
        };
        let area = |patrol: &PatrolTime| patrol.areas.iter().find(|area| area.zone == zone).cloned();
        let here = |patrol: &PatrolTime| area(patrol).and_then(|area| inside(&area.presence, at));
        add(&mut told.presence, count(&|patrol, away| !away && here(patrol).is_some()));
        add(&mut told.foot, count(&|patrol, away| !away && here(patrol) == Some(TravelMode::Foot)));
        add(&mut told.abstracted, count(&|patrol, away| away && here(patrol).is_some()));
        let certain = |patrol: &PatrolTime| area(patrol).and_then(|area| inside(&area.certain, at));
        add(&mut told.certain, count(&|patrol, away| !away && certain(patrol).is_some()));
        let possible = |patrol: &PatrolTime| area(patrol).and_then(|area| inside(&area.possible, at));
        add(&mut told.possible, count(&|patrol, away| !away && possible(patrol).is_some()));
        for (placing, declaring, heads, officer) in &heads {
            let there = placing.is_some_and(|phone| here(running[phone].0).is_some());
            if there && !away(running[*declaring].0) {
                match officer {
                    Some(officer) => *each.entry(*officer).or_default() += MINUTE,
                    None => told.others += heads * MINUTE,
                }
            }
        }
    }
}
