//! Where an encampment stands, as the server tells phones of who enforces: enough to tell a visit and to see a return,
//! offline. No position, name or registration is in it: where people sleep is exact on the phone that was there alone.

use std::collections::{BTreeMap, BTreeSet};

use beatbook_protocol::id::Id;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Beside;
use super::desk_back::DeskBack;
use super::quiet::stood;
use super::refusal::StepRefusal;
use super::returns::{Return, ReturnBasis, ReturnRules, ReturnTime, same_land};
use super::story::{Encampment, Placed, Refused, Stage};
use crate::access::{Area, AreaAudience, Audience};
use crate::calendar::{local_date, local_midnight};
use crate::notices::known::{Subject, Tag, TagKey};
use crate::records::encampment::{Direction, EncampmentEntry, EntryAt, Land, UnitCount, Visit};
use crate::records::notice::content::{NoticeKind, WelfareDone};
use crate::register::{BucketKind, Case};

/// Something was told of an encampment at the desk. Phones are told where it stands, not this.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EncampmentActed {
    /// Which.
    pub encampment: Id,
    /// The officer who told it.
    pub by: Id,
    /// What.
    pub entry: EncampmentEntry,
}

/// A written direction, as others are told of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DirectionStanding {
    /// Number of its notice.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub number: Option<String>,
    /// Its local day.
    pub directed: Date,
    /// When it was given, UTC milliseconds; absent in what was told before this was.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub at: Option<i64>,
    /// Last local day on which to return is an offence.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub until: Option<Date>,
    /// The local day from which it is given up, as its notice was withdrawn.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub withdrawn: Option<Date>,
    /// Its vehicles, as keyed hashes.
    #[serde(skip_serializing_if = "BTreeSet::is_empty", default)]
    pub vehicles: BTreeSet<Tag>,
    /// Its people who are known, as keyed hashes.
    #[serde(skip_serializing_if = "BTreeSet::is_empty", default)]
    pub people: BTreeSet<Tag>,
}

/// An entry that does not hold, as others are told of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusedStanding {
    /// The entry.
    pub at: EntryAt,
    /// Who told it; absent in what was told before this was.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub by: Option<Id>,
    /// What it tells, by its name.
    pub what: String,
    /// Why not: a stable code.
    pub code: String,
}

/// What has stood there, of all that anybody counted or named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StoodThere {
    /// Tents or structures alone: there is nobody to direct under s77.
    Tents,
    /// A caravan or vehicle, whatever else.
    Vehicles,
}

/// Where an encampment stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EncampmentStanding {
    /// Which.
    pub encampment: Id,
    /// The authority's key of the hashes below, and of people told of on visits.
    pub key: TagKey,
    /// Its other ids, if it was reported more than once.
    #[serde(skip_serializing_if = "BTreeSet::is_empty", default)]
    pub joined: BTreeSet<Id>,
    /// The land's code.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub land_code: Option<String>,
    /// The land in words.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub land: Option<String>,
    /// The land as its other reports name it, without a place.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub other_lands: Vec<Land>,
    /// The local day it was first reported.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub reported: Option<Date>,
    /// How far it has come; absent while nothing of it holds.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub stage: Option<Stage>,
    /// What was counted last, and on which local day.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub counted: Option<(Date, Vec<UnitCount>)>,
    /// What has stood there so far; absent while nobody has counted, and in what was told before this was.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub stood: Option<StoodThere>,
    /// When the newest welfare check was complete, UTC milliseconds.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub checked: Option<i64>,
    /// Until which local day welfare asks to wait.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub wait_until: Option<Date>,
    /// Written directions.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub directions: Vec<DirectionStanding>,
    /// The local day it was vacated.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub vacated: Option<Date>,
    /// When that was, UTC milliseconds; absent of tents alone, and in what was told before this was.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub vacated_at: Option<i64>,
    /// Entries that do not hold.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub refused: Vec<RefusedStanding>,
    /// Entries of phones that the desk took back.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub taken_back: Vec<DeskBack>,
}

impl EncampmentStanding {
    /// Where a story stands.
    #[must_use]
    pub fn of(story: &Encampment, key: &TagKey) -> Self {
        let direction = |one: &Placed<Direction>| DirectionStanding {
            number: one.what.number().map(str::to_owned),
            directed: one.day(),
            at: Some(one.time),
            until: one.what.return_until,
            // The register tells.
            withdrawn: None,
            vehicles: story
                .vehicles_of(one)
                .iter()
                .filter_map(|plate| key.tag(Subject::Registration(plate)))
                .collect(),
            people: story.people_of(one),
        };
        Self {
            encampment: story.id,
            key: key.clone(),
            joined: story.joined.clone(),
            land_code: story.land().and_then(|land| land.code.clone()),
            land: story.land().map(|land| land.words.clone()),
            other_lands: other_lands(story),
            reported: story.reported(),
            stage: story.stage(),
            counted: story.counted().map(|visit| (visit.day(), visit.what.units.clone())),
            stood: stood(story),
            checked: story.welfare.as_ref().map(|done| done.what.completed),
            wait_until: story.welfare.as_ref().and_then(|done| done.what.wait_until),
            directions: story.written.iter().map(direction).collect(),
            vacated: story.vacated.as_ref().map(Placed::day),
            vacated_at: story.vacated.as_ref().map(|left| left.time),
            refused: story.refused.iter().map(refused).collect(),
            taken_back: DeskBack::among(&story.taken_back),
        }
    }

    /// What phones are told of a story that is told to nobody any more, in place of what they were told before: which entries the
    /// desk took back, by the day.
    #[must_use]
    pub fn of_nothing(story: &Encampment, key: &TagKey) -> Self {
        let mut nothing = Self {
            encampment: story.id,
            key: key.clone(),
            joined: story.joined.clone(),
            land_code: None,
            land: None,
            other_lands: Vec::new(),
            reported: None,
            stage: None,
            counted: None,
            stood: None,
            checked: None,
            wait_until: None,
            directions: Vec::new(),
            vacated: None,
            vacated_at: None,
            refused: Vec::new(),
            taken_back: DeskBack::among(&story.taken_back),
        };
        nothing.by_days();
        nothing
    }

    /// Tells where it is in these words alone, and the day in place of the minute: of tents alone, to others than the own team.
    pub fn coarsely(&mut self, place: String) {
        self.land = Some(place);
        self.other_lands.clear();
        self.by_days();
    }

    /// Tells the day in place of the minute: of what helps people.
    pub fn by_days(&mut self) {
        (self.vacated_at, self.checked) = (None, None);
        for back in &mut self.taken_back {
            back.time = local_date(back.time).and_then(local_midnight).unwrap_or_default();
        }
    }

    /// Whether it tells that there is nothing: nobody is told of it any more, or all reports of it were taken back.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        self.reported.is_none()
            && self.stage.is_none()
            && self.directions.is_empty()
            && self.refused.is_empty()
    }

    /// Counts in which notices are void and which were withdrawn: a direction under the former was never given.
    pub fn without(&mut self, over: &Beside) {
        let number = |one: &DirectionStanding| one.number.clone().unwrap_or_default();
        self.directions.retain(|one| !over.void.contains(&number(one)));
        for one in &mut self.directions {
            let withdrawn = over.withdrawn.get(&number(one)).copied();
            one.withdrawn = one.withdrawn.into_iter().chain(withdrawn).min();
        }
    }

    /// Those whose roles read all of enforcement.
    #[must_use]
    pub fn audience() -> Audience {
        Audience::Area(AreaAudience::of(Area::Enforcement))
    }

    /// When it was vacated at the latest, UTC milliseconds: where the day alone was told, by its end, and before `now`.
    fn left(&self, now: i64) -> Option<i64> {
        let by = |day: Date| Some(local_midnight(day.tomorrow().ok()?).ok()?.min(now) - 1);
        self.vacated_at.or_else(|| by(self.vacated?))
    }

    /// Whether another check than this one counts, because it was complete later.
    #[must_use]
    pub fn is_newer_than(&self, done: &WelfareDone) -> bool {
        self.checked.is_some_and(|newest| newest > done.completed)
    }

    /// The land as each of its reports names it, without a place: near ones are compared at the server.
    #[must_use]
    pub fn lands(&self) -> Vec<Land> {
        let last = self.land.clone().map(|words| Land { code: self.land_code.clone(), words, place: None });
        last.into_iter().chain(self.other_lands.iter().cloned()).collect()
    }

    /// What has stood there. Of what was told before this was: by the vehicles of directions and what was counted last, and where that
    /// was tents, by whether the minute of a check is told, which of tents alone it is not.
    #[must_use]
    pub fn has_stood(&self) -> Option<StoodThere> {
        let before = || {
            let last = Visit { units: self.counted.clone()?.1, ..Visit::default() };
            let driven = last.is_driven() || (last.has_units() && self.checked.is_some());
            let tents = || last.has_units().then_some(StoodThere::Tents);
            if driven { Some(StoodThere::Vehicles) } else { tents() }
        };
        let named = self.directions.iter().any(|one| !one.vehicles.is_empty());
        self.stood.or_else(|| if named { Some(StoodThere::Vehicles) } else { before() })
    }

    /// Whether an id is of this encampment.
    #[must_use]
    pub fn is(&self, id: Id) -> bool {
        self.encampment == id || self.joined.contains(&id)
    }
}

impl RefusedStanding {
    /// Why not, in words; the code where this version does not know it.
    #[must_use]
    pub fn why(&self) -> String {
        self.refusal().map_or_else(|| self.code.clone(), |refusal| refusal.to_string())
    }

    fn refusal(&self) -> Option<StepRefusal> {
        StepRefusal::OF_STORIES.into_iter().find(|refusal| refusal.code() == self.code)
    }
}

impl Beside {
    /// What is known of directions by their notices at the end of a day: which are void, and which were withdrawn since when.
    #[must_use]
    pub fn of_notices<'a>(cases: impl IntoIterator<Item = &'a Case>, today: Date) -> Self {
        let mut beside = Self::default();
        for case in cases.into_iter().filter(|case| case.issued().kind == NoticeKind::S77Direction) {
            let number = || case.issued().number.to_string();
            if case.standing(today).kind() == BucketKind::Voided {
                beside.void.insert(number());
            }
            // A phone tells it by its own clock: never before the direction was given.
            let withdrawn = case.withdrawn_on(today).map(|day| day.max(case.issued().issued));
            beside.withdrawn.extend(withdrawn.map(|day| (number(), day)));
        }
        beside
    }

    /// With what is known of notices besides.
    #[must_use]
    pub fn and(mut self, over: &Self) -> Self {
        self.void.extend(over.void.iter().cloned());
        for (number, day) in &over.withdrawn {
            let first = self.withdrawn.entry(number.clone()).or_insert(*day);
            *first = (*first).min(*day);
        }
        self
    }

    /// What was told of encampments, for whoever has few of their entries, by `now`, UTC milliseconds.
    #[must_use]
    pub fn known<'a>(standings: impl IntoIterator<Item = &'a EncampmentStanding>, now: i64) -> Self {
        let mut known = Self::default();
        for one in standings {
            known.vacated.extend(one.left(now).map(|left| (one.encampment, left)));
            let withdrawn =
                |direction: &DirectionStanding| Some((direction.number.clone()?, direction.withdrawn?));
            known.withdrawn.extend(one.directions.iter().filter_map(withdrawn));
            let refused = |refused: &RefusedStanding| Some((refused.at, refused.refusal()?));
            known.refused.extend(one.refused.iter().filter_map(refused));
        }
        known
    }
}

/// The land as reports before the last name it, where they name it otherwise.
fn other_lands(story: &Encampment) -> Vec<Land> {
    let placeless = |land: &Land| Land { place: None, ..land.clone() };
    let last = story.land().map(placeless);
    let mut others: Vec<Land> = Vec::new();
    for land in story.reports.iter().map(|report| placeless(&report.what.land)) {
        if last.as_ref() != Some(&land) && !others.contains(&land) {
            others.push(land);
        }
    }
    others
}

fn refused(one: &Refused) -> RefusedStanding {
    let (what, code) = (one.what.to_owned(), one.refusal.code().to_owned());
    RefusedStanding { at: one.at, by: Some(one.by), what, code }
}

/// What was seen on land on a day, to be compared with directions given before.
#[derive(Debug, Clone, Default)]
pub struct Seen {
    /// The land, where it is about land, and since when they are known to be there, UTC milliseconds: somebody next door who was
    /// there before has not come back.
    pub land: Option<(Land, i64)>,
    /// Vehicles, as keyed hashes.
    pub vehicles: BTreeSet<Tag>,
    /// People, as keyed hashes.
    pub people: BTreeSet<Tag>,
}

/// Returns as a phone can see them offline: of an encampment at an instant, UTC milliseconds, among the standings it was
/// told.
#[must_use]
pub fn seen_again(
    encampment: Id,
    (time, seen): (i64, &Seen),
    standings: &BTreeMap<Id, EncampmentStanding>,
) -> Vec<Return> {
    let mut found = Vec::new();
    let Ok(day) = local_date(time) else { return found };
    for standing in standings.values().filter(|one| !one.is(encampment)) {
        for direction in &standing.directions {
            let Some(until) = direction.until else { continue };
            let directed = direction.directed;
            let is_given_up = direction.withdrawn.is_some_and(|from| from <= day);
            let in_time = ReturnTime { given: direction.at, directed, until };
            if is_given_up || !in_time.has(time) {
                continue;
            }
            let mut basis: BTreeSet<ReturnBasis> = BTreeSet::new();
            let came = seen.land.as_ref().filter(|(_, since)| in_time.has(*since));
            let same = |(one, _): &(Land, i64)| {
                let lands = standing.lands().into_iter();
                lands.filter_map(|other| same_land(one, &other, ReturnRules::default())).min()
            };
            basis.extend(came.and_then(same));
            let number = |matches: usize| u32::try_from(matches).unwrap_or(u32::MAX);
            let vehicles = number(seen.vehicles.intersection(&direction.vehicles).count());
            let people = number(seen.people.intersection(&direction.people).count());
            basis.extend((vehicles > 0).then_some(ReturnBasis::Vehicles(vehicles)));
            basis.extend((people > 0).then_some(ReturnBasis::People(people)));
            if !basis.is_empty() {
                let (earlier, number) = (standing.encampment, direction.number.clone());
                found.push(Return { encampment, earlier, number, directed, until, seen: day, basis });
            }
        }
    }
    found.sort_by(|one, other| (other.directed, one.earlier).cmp(&(one.directed, other.earlier)));
    found
}
