//! A cold night: where people who sleep rough were last seen, and how many of them have not been offered a bed yet.
//!
//! Severe-weather provision is switched on by the coordinator for one night. The list works offline and is wiped at dawn,
//! on phones and server.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan as _;
use jiff::civil::{Date, Time};
use thiserror::Error;

use crate::calendar::{CalendarError, local_clock, local_midnight};
use crate::records::encounter::Label;
use crate::records::outreach::{ColdNight, ColdOffered, ColdPlace};
use crate::records::welfare::WelfareStep;
use crate::records::welfare::steps::{CareStep, HelpKind};
use crate::records::welfare::story::Welfare;
use crate::welfare::cell::Cell;
use crate::welfare::identity::{IdentityKey, KeyedId};
use crate::welfare::shown::Shown;

/// Who was seen so many days ago is listed (unverified).
pub const SEEN_DAYS: i32 = 30;
/// A night ends at this hour on a clock in London, if nothing else is said (unverified).
pub const DAWN_HOUR: i8 = 8;
/// The longest night, milliseconds.
pub const LONGEST_MS: i64 = 24 * 3_600_000;
/// Most places of a night.
pub const PLACES_MAX: usize = 500;

/// Why a night is not switched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ColdRefusal {
    /// One is on.
    #[error("a cold night is on already: end it with `welfare cold off`, or let it end by itself")]
    On,
    /// None is.
    #[error("no cold night is on: `welfare cold on` begins one")]
    Off,
    /// It would end before now, or go on for more than a day.
    #[error(
        "a cold night ends within 24 hours: choose another end, or leave it out to end it at {DAWN_HOUR}:00"
    )]
    Window,
}

impl ColdRefusal {
    /// Stable name for machines.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::On => "cold_night_on",
            Self::Off => "cold_night_off",
            Self::Window => "cold_night_window",
        }
    }
}

/// The next dawn after an instant, UTC milliseconds.
///
/// # Errors
/// Outside the calendar.
pub fn dawn_after(now: i64) -> Result<i64, CalendarError> {
    let local = local_clock(now)?;
    let dawn = Time::constant(DAWN_HOUR, 0, 0, 0);
    let day = if local.time() < dawn { local.date() } else { local.date().saturating_add(1.day()) };
    // Clocks change before this hour, never in it: from the midnight after, backwards, the day has its usual hours.
    let next = local_midnight(day.saturating_add(1.day()))?;
    Ok(next - (24 - i64::from(DAWN_HOUR)) * 3_600_000)
}

/// Where somebody who sleeps rough was last seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastSeen {
    /// The square.
    pub cell: Cell,
    /// What others than the own team may know of it.
    pub shown: Shown,
    /// Whose team saw them last.
    pub team: String,
    /// How many: of whom nobody knows, all of one record.
    pub people: u32,
    /// On which local day.
    pub day: Date,
}

/// The night's places with every square, for the desk, the most people first; and the same as a team may know them. Places
/// beyond [`PLACES_MAX`] are left out: those with the fewest people, seen longest ago.
#[must_use]
pub fn places(seen: &[LastSeen]) -> Vec<ColdPlace> {
    let mut by_cell: BTreeMap<Cell, (u32, Date)> = BTreeMap::new();
    for one in seen {
        let (people, last) = by_cell.entry(one.cell).or_insert((0, one.day));
        (*people, *last) = (people.saturating_add(one.people), one.day.max(*last));
    }
    let mut places: Vec<(Cell, (u32, Date))> = by_cell.into_iter().collect();
    places.sort_by_key(|(cell, (people, last))| (std::cmp::Reverse((*people, *last)), *cell));
    let numbered = (1..).zip(places).take(PLACES_MAX);
    numbered
        .map(|(number, (cell, (people, last)))| ColdPlace { number, place: String::from(cell), people, last })
        .collect()
}

/// The desk's places as a team may know them: squares in which the team itself saw somebody last, and of the others what is
/// shown of them. What may not be shown at all is left out.
#[must_use]
pub fn for_team(places: &[ColdPlace], seen: &[LastSeen], team: &str) -> Vec<ColdPlace> {
    let as_known = |place: &ColdPlace| {
        let here = || seen.iter().filter(|one| String::from(one.cell) == place.place);
        if here().any(|one| one.team == team) {
            return Some(place.place.clone());
        }
        here().find_map(|one| match &one.shown {
            Shown::Cell(cell) => Some(String::from(*cell)),
            Shown::Ward(ward) => Some(ward.clone()),
            Shown::Nothing => None,
        })
    };
    places.iter().filter_map(|place| Some(ColdPlace { place: as_known(place)?, ..place.clone() })).collect()
}

/// Whether a step offers a bed.
#[must_use]
pub fn offers_bed(step: &WelfareStep) -> bool {
    matches!(step.step, CareStep::Offer { help: HelpKind::Accommodation, .. })
}

/// Whether a step offers a bed from one instant to another.
#[must_use]
pub fn offers_bed_within(step: &WelfareStep, (from, until): (i64, i64)) -> bool {
    offers_bed(step) && (from..until).contains(&step.told_at())
}

/// To how many people a bed was offered in all of these records from one instant to another: whoever is known by initials and
/// date of birth counts once, anybody else once in each record, and an offer to nobody in particular is one.
#[must_use]
pub fn offered_to<'w>(
    records: impl IntoIterator<Item = &'w Welfare>,
    key: &IdentityKey,
    night: (i64, i64),
) -> u32 {
    let mut known: BTreeSet<KeyedId> = BTreeSet::new();
    let mut others: u32 = 0;
    for welfare in records {
        let (people, nobody) = offers_of(welfare, night);
        others = others.saturating_add(nobody);
        for label in people {
            match welfare.people.get(&label).and_then(|person| key.person_seen(person).by_initials) {
                Some(who) => drop(known.insert(who)),
                None => others = others.saturating_add(1),
            }
        }
    }
    u32::try_from(known.len()).unwrap_or(u32::MAX).saturating_add(others)
}

/// To which people of a record a bed was offered from one instant to another, and how often to nobody in particular.
#[must_use]
pub fn offers_of(welfare: &Welfare, night: (i64, i64)) -> (BTreeSet<Label>, u32) {
    let then = welfare.steps.iter().filter(|step| offers_bed_within(step, night));
    let (known, nobody): (Vec<_>, Vec<_>) = then.map(|step| step.person).partition(Option::is_some);
    (known.into_iter().flatten().collect(), u32::try_from(nobody.len()).unwrap_or(u32::MAX))
}

/// How many people of a night's place have not been offered a bed: `own` are offers that this phone knows of itself, and
/// `told` those of others.
#[must_use]
pub fn still_to_ask(night: &ColdNight, place: &ColdPlace, own: u32, told: &[ColdOffered]) -> u32 {
    let others = told.iter().filter(|one| one.night == night.night && one.number == place.number);
    let offered = others.map(|one| one.people).fold(own, u32::saturating_add);
    place.people.saturating_sub(offered)
}
