//! What was seen in a zone lately: numbers by code, day of the week and part of the day, and the same long before. No
//! person, no vehicle, no place within the zone.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::policy;
use crate::calendar::local_clock;
use crate::orders::book::Book;
use crate::presence::Interval;
use crate::records::encounter::EncounterConduct;
use crate::records::encounter::judged::{Decision, Stood};
use crate::records::encounter::story::Encounter;

const DAY_MS: i64 = 24 * 3_600_000;
/// Hours of one part of the day.
const PART_HOURS: usize = 4;

/// One code, counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeCount {
    /// Code of the order, if it is an order's condition.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub order: Option<String>,
    /// Code of the condition, or of the authority's conduct list.
    pub code: String,
    /// How often it was seen.
    pub now: u32,
    /// How often in as many days before.
    pub before: u32,
}

/// What was seen in one zone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ZoneBreaches {
    /// The zone's code.
    pub zone: String,
    /// Over so many days.
    pub days: u16,
    /// How often anything was seen.
    pub now: u32,
    /// How often in as many days before.
    pub before: u32,
    /// The most frequent codes.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub codes: Vec<CodeCount>,
    /// What is not listed by its code: now, and in as many days before.
    #[serde(skip_serializing_if = "is_nothing", default)]
    pub others: (u32, u32),
    /// By day of the week, Monday first, local time.
    pub weekdays: [u32; 7],
    /// By part of the day: 0 to 4, 4 to 8, … 20 to 24, local time.
    pub parts: [u32; 6],
}

fn is_nothing(others: &(u32, u32)) -> bool {
    *others == (0, 0)
}

/// A behaviour that was seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breach {
    /// When, UTC milliseconds.
    pub at: i64,
    /// Code of the order, if it is an order's condition.
    pub order: Option<String>,
    /// Code of the condition or conduct.
    pub code: String,
}

/// The days that are counted, and as many before them.
#[must_use]
pub fn spans(as_at: i64, days: u16) -> (Interval, Interval) {
    let long = i64::from(days) * DAY_MS;
    let from = as_at.saturating_sub(long);
    (Interval { from, to: as_at }, Interval { from: from.saturating_sub(long), to: from })
}

/// Counts what was seen in a zone.
#[must_use]
pub fn count<'a>(
    zone: &str,
    days: u16,
    as_at: i64,
    seen: impl IntoIterator<Item = &'a Breach>,
) -> ZoneBreaches {
    let (now, before) = spans(as_at, days);
    let holds = |span: &Interval, at: i64| span.from <= at && at < span.to;
    let mut told = ZoneBreaches {
        zone: zone.to_owned(),
        days,
        now: 0,
        before: 0,
        codes: Vec::new(),
        others: (0, 0),
        weekdays: [0; 7],
        parts: [0; 6],
    };
    let mut codes: BTreeMap<(Option<&str>, &str), (u32, u32)> = BTreeMap::new();
    for one in seen {
        let key = (one.order.as_deref(), one.code.as_str());
        if holds(&before, one.at) {
            told.before += 1;
            codes.entry(key).or_default().1 += 1;
        } else if holds(&now, one.at)
            && let Ok(clock) = local_clock(one.at)
        {
            let day = clock.weekday().to_monday_zero_offset().unsigned_abs() as usize;
            let part = clock.hour().unsigned_abs() as usize / PART_HOURS;
            told.now += 1;
            codes.entry(key).or_default().0 += 1;
            told.weekdays.iter_mut().skip(day).take(1).for_each(|number| *number += 1);
            told.parts.iter_mut().skip(part).take(1).for_each(|number| *number += 1);
        }
    }
    let mut codes: Vec<CodeCount> = codes
        .into_iter()
        .map(|((order, code), (now, before))| CodeCount {
            order: order.map(str::to_owned),
            code: code.to_owned(),
            now,
            before,
        })
        .collect();
    codes.sort_by_key(|one| core::cmp::Reverse((one.now, one.before)));
    for one in codes.drain(codes.len().min(policy().codes_listed)..) {
        told.others = (told.others.0 + one.now, told.others.1 + one.before);
    }
    told.codes = codes;
    told
}

impl ZoneBreaches {
    /// Whether each way of counting comes to the same.
    #[must_use]
    pub fn adds_up(&self) -> bool {
        let of = |number: fn(&CodeCount) -> u32| self.codes.iter().map(number).sum::<u32>();
        of(|one| one.now) + self.others.0 == self.now
            && of(|one| one.before) + self.others.1 == self.before
            && self.weekdays.iter().sum::<u32>() == self.now
            && self.parts.iter().sum::<u32>() == self.now
    }
}

/// Whether a conduct counts: not if, by the last decision about it, its condition was not in force there, or no area of its
/// order reached there for certain.
#[must_use]
pub fn counts(encounter: &Encounter, conduct: &EncounterConduct) -> bool {
    let stands = |one: &Decision| matches!(one.stood, Stood::Certain | Stood::Unsure);
    encounter.judged_of(conduct).is_none_or(|judged| judged.decisions.iter().any(stands))
}

/// The order whose condition a conduct names: by the decision about it, by the version it names, or as the only order that has
/// a condition of this code.
#[must_use]
pub fn order_of(encounter: &Encounter, conduct: &EncounterConduct, book: &Book) -> Option<String> {
    let decided = encounter.judged_of(conduct).and_then(|judged| judged.decisions.first());
    if let Some(decision) = decided {
        return Some(decision.cited.code.clone());
    }
    let having = book.orders.iter().filter(|order| order.condition(&conduct.code).is_some());
    let named = |hash| book.orders.iter().find(|order| order.hash() == hash);
    let order = conduct.order.and_then(named).map(|order| order.code.clone());
    order.or_else(|| {
        let mut codes: Vec<&str> = having.map(|order| order.code.as_str()).collect();
        codes.dedup();
        match codes[..] {
            [only] => Some(only.to_owned()),
            _ => None,
        }
    })
}
