//! Returns: somebody was directed to leave land, and within the time of that direction there is an encampment on it again,
//! or one with a vehicle or a person of that direction (CJPOA 1994 s77(3)(b)). Shown with what it rests on; a person decides.

use std::collections::{BTreeMap, BTreeSet};

use beatbook_protocol::id::Id;
use jiff::civil::Date;
use serde::Serialize;

use super::story::{Encampment, Placed};
use crate::calendar::local_date;
use crate::fence::metres_between;
use crate::geometry::Vertex;
use crate::notices::known::Tag;
use crate::records::encampment::{Direction, Land};
use crate::records::encounter::people::registration;
use crate::records::seen::KeptPlace;

/// What counts as the same land.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReturnRules {
    /// Two places closer than this, metres, may be the same land. The shipped value is a proposal (unverified).
    pub near_m: u32,
}

impl Default for ReturnRules {
    fn default() -> Self {
        Self { near_m: 100 }
    }
}

/// The time of a direction in which to return is an offence: after it was given, until the end of its last day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReturnTime {
    /// When it was given, UTC milliseconds; absent where only the day was told.
    pub given: Option<i64>,
    /// Its local day.
    pub directed: Date,
    /// Last local day.
    pub until: Date,
}

impl ReturnTime {
    /// Whether an instant falls into it.
    #[must_use]
    pub fn has(self, time: i64) -> bool {
        let Ok(day) = local_date(time) else { return false };
        self.given.map_or(self.directed <= day, |given| given < time) && day <= self.until
    }
}

/// On what a return rests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ReturnBasis {
    /// The same code of land.
    LandCode,
    /// The same words for the land.
    LandWords,
    /// Places so many metres apart.
    LandNear(u32),
    /// So many vehicles of the direction.
    Vehicles(u32),
    /// So many people of the direction, by keyed hash.
    People(u32),
}

impl core::fmt::Display for ReturnBasis {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::LandCode => f.write_str("same land by its code"),
            Self::LandWords => f.write_str("same land by its words"),
            Self::LandNear(metres) => write!(f, "land {metres} m away"),
            Self::Vehicles(number) => write!(f, "vehicles of the direction: {number}"),
            Self::People(number) => write!(f, "people of the direction: {number}"),
        }
    }
}

/// A return, or what looks like one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Return {
    /// The encampment that is looked at.
    pub encampment: Id,
    /// The one that was directed to leave.
    pub earlier: Id,
    /// Number of the direction's notice.
    pub number: Option<String>,
    /// Its local day.
    pub directed: Date,
    /// Last local day on which to return is an offence.
    pub until: Date,
    /// The local day on which it was seen to match.
    pub seen: Date,
    /// On what it rests.
    pub basis: BTreeSet<ReturnBasis>,
}

impl Return {
    /// On what it rests, in words.
    #[must_use]
    pub fn basis_words(&self) -> String {
        let known = self.basis.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        let is_land = |one: &ReturnBasis| !matches!(one, ReturnBasis::Vehicles(_) | ReturnBasis::People(_));
        if self.basis.iter().any(is_land) {
            return known;
        }
        format!("{known}; not known to be the land itself, and s77(3)(b) is about that land alone")
    }

    /// A line that cannot be overlooked.
    #[must_use]
    pub fn alert(&self) -> String {
        let number = self.number.as_deref().unwrap_or("without a number");
        format!(
            "RETURN of encampment {}: direction {number} of {}, not to return until {}; {}",
            self.earlier,
            self.directed,
            self.until,
            self.basis_words()
        )
    }
}

/// All returns among encampments, by the one that is looked at and the newest direction first.
#[must_use]
pub fn returns(stories: &BTreeMap<Id, Encampment>, rules: ReturnRules) -> Vec<Return> {
    let mut found: Vec<Return> = Vec::new();
    for earlier in stories.values() {
        for direction in &earlier.written {
            let Some(until) = direction.what.return_until else { continue };
            let time = ReturnTime { given: Some(direction.time), directed: direction.day(), until };
            let earlier = Directed { earlier, direction, time };
            let others = stories.values().filter(|story| story.id != earlier.earlier.id);
            found.extend(others.filter_map(|story| earlier.returned(story, rules)));
        }
    }
    found.sort_by(|one, other| {
        (one.encampment, other.directed, one.earlier).cmp(&(other.encampment, one.directed, other.earlier))
    });
    found
}

struct Directed<'a> {
    earlier: &'a Encampment,
    direction: &'a Placed<Direction>,
    time: ReturnTime,
}

impl Directed<'_> {
    fn returned(&self, story: &Encampment, rules: ReturnRules) -> Option<Return> {
        let mut basis: BTreeSet<ReturnBasis> = BTreeSet::new();
        let mut days: BTreeSet<Date> = BTreeSet::new();
        // Somebody next door who was there before has not come back.
        let is_new = story.reports.first().is_some_and(|first| self.time.has(first.time));
        if is_new && let (Some(land), Some(first)) = (story.land(), story.reports.first()) {
            let same: Vec<ReturnBasis> = self
                .earlier
                .reports
                .iter()
                .filter_map(|one| same_land(&one.what.land, land, rules))
                .collect();
            if let Some(best) = same.into_iter().min() {
                basis.insert(best);
                days.insert(first.day());
            }
        }
        let (vehicles, people) =
            (self.earlier.vehicles_of(self.direction), self.earlier.people_of(self.direction));
        let mut seen_vehicles: BTreeSet<String> = BTreeSet::new();
        let mut seen_people: BTreeSet<Tag> = BTreeSet::new();
        let visits =
            story.visits.iter().map(|one| (one.time, one.day(), &one.what.registrations, &one.what.people));
        let directions = story.written.iter().chain(&story.spoken);
        let directions =
            directions.map(|one| (one.time, one.day(), &one.what.registrations, &one.what.people));
        for (time, day, registrations, known) in visits.chain(directions) {
            if !self.time.has(time) {
                continue;
            }
            let plates = registrations.iter().filter_map(|typed| registration(typed));
            let plates: Vec<String> = plates.filter(|plate| vehicles.contains(plate)).collect();
            let known: Vec<Tag> = known.iter().filter(|tag| people.contains(tag)).copied().collect();
            if !plates.is_empty() || !known.is_empty() {
                days.insert(day);
            }
            seen_vehicles.extend(plates);
            seen_people.extend(known);
        }
        let number = |len: usize| u32::try_from(len).unwrap_or(u32::MAX);
        if !seen_vehicles.is_empty() {
            basis.insert(ReturnBasis::Vehicles(number(seen_vehicles.len())));
        }
        if !seen_people.is_empty() {
            basis.insert(ReturnBasis::People(number(seen_people.len())));
        }
        Some(Return {
            encampment: story.id,
            earlier: self.earlier.id,
            number: self.direction.what.number().map(str::to_owned),
            directed: self.time.directed,
            until: self.time.until,
            seen: days.first().copied()?,
            basis,
        })
    }
}

/// Whether two reports are of the same land, and how that is known.
#[must_use]
pub fn same_land(one: &Land, other: &Land, rules: ReturnRules) -> Option<ReturnBasis> {
    let plain = |text: &Option<String>| text.as_deref().and_then(registration);
    if plain(&one.code).is_some_and(|code| plain(&other.code) == Some(code)) {
        return Some(ReturnBasis::LandCode);
    }
    if registration(&one.words).is_some_and(|words| registration(&other.words) == Some(words)) {
        return Some(ReturnBasis::LandWords);
    }
    let apart = metres_apart(one.place?, other.place?)?;
    (apart < rules.near_m).then_some(ReturnBasis::LandNear(apart))
}

/// Whole metres between two places; absent if they are many kilometres apart.
#[must_use]
pub fn metres_apart(one: KeptPlace, other: KeptPlace) -> Option<u32> {
    const FAR: u32 = 500_000;
    if one.lat.abs_diff(other.lat) > FAR || one.lon.abs_diff(other.lon) > FAR {
        return None;
    }
    let vertex = |place: KeptPlace| Vertex { lat: place.lat, lon: place.lon };
    let metres = metres_between(vertex(one), vertex(other));
    Some(metres.min(1e9) as u32)
}
