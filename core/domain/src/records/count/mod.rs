//! A count as phones write it: each team's phone has a record of its own part, joined by the count's id.
//!
//! The plan comes from the server ([`crate::counts::plan`]). Recording is never refused: what a team saw before it
//! pressed start, or after the end, is kept, and the label of the count says so ([`crate::counts::label`]).

pub mod form;
pub mod story;
pub mod told;

use std::collections::BTreeSet;

use beatbook_protocol::id::Id;
use serde::{Deserialize, Serialize};

use crate::orders::legal_time::LegalTime;
use crate::records::count::form::OnForm;
use crate::records::journal::Moment;
use crate::records::kinds::kinds;
use crate::records::seen::KeptPlace;
use crate::welfare::identity::KeyedId;
use crate::welfare::sleeping::{Age, Gender, Nationality, Site, SleepingState};

/// A sighting of one phone's part: 1, 2, 3 …
pub type Label = u16;

/// Which sighting, among all of a count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SightingRef {
    /// The notebook that wrote it.
    pub notebook: Id,
    /// Its part of the count.
    pub record: Id,
    /// Which of its sightings.
    pub label: Label,
}

/// Two different sightings, the smaller first: one pair has one spelling.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "[SightingRef; 2]", into = "[SightingRef; 2]")]
pub struct SightingPair {
    one: SightingRef,
    other: SightingRef,
}

impl SightingPair {
    /// The pair, in either order; none of a sighting with itself.
    #[must_use]
    pub fn of(one: SightingRef, other: SightingRef) -> Option<Self> {
        (one != other).then(|| Self { one: one.min(other), other: one.max(other) })
    }

    /// Both, the smaller first.
    #[must_use]
    pub fn both(self) -> [SightingRef; 2] {
        [self.one, self.other]
    }
}

impl From<SightingPair> for [SightingRef; 2] {
    fn from(pair: SightingPair) -> Self {
        pair.both()
    }
}

impl TryFrom<[SightingRef; 2]> for SightingPair {
    type Error = &'static str;

    fn try_from([one, other]: [SightingRef; 2]) -> Result<Self, Self::Error> {
        Self::of(one, other).ok_or("a pair needs two different sightings")
    }
}

/// A team's phone opens its part of a planned count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountJoined {
    /// When it was written down.
    pub at: Moment,
    /// Legal time.
    pub time: LegalTime,
    /// The planned count.
    pub count: Id,
    /// Code of the team.
    pub team: String,
    /// Who is on it, as roles such as `outreach worker`, never as names.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub members: Vec<String>,
    /// On which patrol.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub patrol: Option<Id>,
    /// Its officer was briefed by then, with the data-protection statement.
    #[serde(skip_serializing_if = "core::ops::Not::not", default)]
    pub briefed: bool,
}

/// The team begins to count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountStarted {
    /// When it was written down.
    pub at: Moment,
    /// Legal time.
    pub time: LegalTime,
}

/// Who it is, as keyed identities of the count's own session key. Everything may be absent: help never needs a name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountIdentity {
    /// Keyed hash of given name, family name and date of birth; 32 hexadecimal digits.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub k1: Option<KeyedId>,
    /// Keyed hash of initials and date of birth; 32 hexadecimal digits.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub k2: Option<KeyedId>,
    /// Initials.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub initials: Option<String>,
}

/// Somebody, a tent or bedding was seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountSighting {
    /// When it was written down.
    pub at: Moment,
    /// Legal time.
    pub time: LegalTime,
    /// Which sighting of this part.
    pub label: Label,
    /// Where; absent without a position.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub place: Option<KeptPlace>,
    /// That place was typed, or told later than the sighting: it was not measured there and then.
    #[serde(skip_serializing_if = "core::ops::Not::not", default)]
    pub place_typed: bool,
    /// Code of the team.
    pub team: String,
    /// The kind of place.
    pub site: Site,
    /// What was seen.
    pub state: SleepingState,
    /// Tent, shelter or vehicle, in words.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub structure: Option<String>,
    /// Gender.
    #[serde(default)]
    pub gender: Gender,
    /// Age band.
    #[serde(default)]
    pub age: Age,
    /// That band came of a date of birth, which is not kept: another one needs the date again.
    #[serde(skip_serializing_if = "core::ops::Not::not", default)]
    pub age_by_date: bool,
    /// Nationality, only as told.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub nationality: Option<Nationality>,
    /// What the official form asks beside, only as told.
    #[serde(skip_serializing_if = "OnForm::is_empty", default)]
    pub form: OnForm,
    /// Who it is.
    #[serde(default)]
    pub identity: CountIdentity,
    /// What tells them from others: codes of the authority's list.
    #[serde(skip_serializing_if = "BTreeSet::is_empty", default)]
    pub descriptors: BTreeSet<String>,
    /// In words, for the own team and the debrief.
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub text: String,
    /// Other sightings of this part who were there at the same time: different people.
    #[serde(skip_serializing_if = "BTreeSet::is_empty", default)]
    pub beside: BTreeSet<Label>,
}

/// News about one sighting of this part; fields that are absent stay as they were.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountSightingChanged {
    /// When it was written down.
    pub at: Moment,
    /// Legal time of the news; the sighting keeps its own.
    pub time: LegalTime,
    /// Which sighting.
    pub label: Label,
    /// Where.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub place: Option<KeptPlace>,
    /// The kind of place.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub site: Option<Site>,
    /// What was seen: a tent that was unconfirmed is confirmed so.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub state: Option<SleepingState>,
    /// Tent, shelter or vehicle, in words.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub structure: Option<String>,
    /// Gender.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub gender: Option<Gender>,
    /// Age band.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub age: Option<Age>,
    /// That band came of a date of birth, which is not kept.
    #[serde(skip_serializing_if = "core::ops::Not::not", default)]
    pub age_by_date: bool,
    /// Nationality, only as told.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub nationality: Option<Nationality>,
    /// What the official form asks beside, only as told.
    #[serde(skip_serializing_if = "OnForm::is_empty", default)]
    pub form: OnForm,
    /// Who it is; what is absent in it stays, too.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub identity: Option<CountIdentity>,
    /// Descriptors, all of them anew.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub descriptors: Option<BTreeSet<String>>,
    /// In words.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub text: Option<String>,
    /// Sightings at the same time and place, all of them anew.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub beside: Option<BTreeSet<Label>>,
}

/// What became of a sector.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SectorOutcome {
    /// Searched.
    Visited,
    /// Not searched.
    NotVisited {
        /// Why.
        reason: String,
    },
    /// It could not be entered, as behind a locked gate.
    Inaccessible {
        /// Why.
        reason: String,
    },
}

/// A known site that was reached though no position shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteByHand {
    /// Code of the site.
    pub site: String,
    /// Why no position shows it.
    pub reason: String,
}

/// What became of a sector. A later entry of the same part replaces the outcome; sites that were reached add up, but for those
/// it takes back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountSector {
    /// When it was written down.
    pub at: Moment,
    /// Legal time.
    pub time: LegalTime,
    /// Code of the sector.
    pub sector: String,
    /// What became of it.
    pub outcome: SectorOutcome,
    /// Known sites that were reached, by hand.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub reached: Vec<SiteByHand>,
    /// Codes of known sites that were not reached after all, whatever this part has said before.
    #[serde(skip_serializing_if = "BTreeSet::is_empty", default)]
    pub not_reached: BTreeSet<String>,
}

impl CountSector {
    /// Whether it takes back what the same part has said before of a known site. Either it says so by name, or the sector was not
    /// searched after all: then only those sites were reached that it repeats. That a sector was searched leaves sites as they are.
    #[must_use]
    pub fn takes_back(&self, site: &str) -> bool {
        let repeats = self.reached.iter().any(|told| told.site == site);
        !repeats && (self.not_reached.contains(site) || self.outcome != SectorOutcome::Visited)
    }
}

/// The team has finished.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountEnded {
    /// When it was written down.
    pub at: Moment,
    /// Legal time.
    pub time: LegalTime,
}

/// What somebody says of two sightings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PairAnswer {
    /// One person.
    Same,
    /// Two people.
    Different,
    /// Neither: what was said before is taken back.
    Withdrawn,
}

/// One voice about two sightings. What holds is in [`crate::counts::decisions`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountDecision {
    /// When it was written down.
    pub at: Moment,
    /// Which two.
    pub pair: SightingPair,
    /// One person or two.
    pub answer: PairAnswer,
    /// Who says so: the notebook's officer.
    pub by: Id,
    /// Why.
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub why: String,
}

/// The team was debriefed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountDebriefed {
    /// When it was written down.
    pub at: Moment,
    /// Legal time.
    pub time: LegalTime,
    /// What was said.
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub text: String,
}

/// One entry of a team's part of a count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CountEntry {
    /// See [`CountJoined`].
    Joined(CountJoined),
    /// See [`CountStarted`].
    Started(CountStarted),
    /// See [`CountSighting`].
    Sighting(Box<CountSighting>),
    /// See [`CountSightingChanged`].
    SightingChanged(Box<CountSightingChanged>),
    /// See [`CountSector`].
    Sector(CountSector),
    /// See [`CountEnded`].
    Ended(CountEnded),
    /// See [`CountDecision`].
    Decision(CountDecision),
    /// See [`CountDebriefed`].
    Debriefed(CountDebriefed),
}

kinds!(CountEntry {
    "count_joined" => Joined,
    "count_started" => Started,
    "count_sighting" => Sighting,
    "count_sighting_changed" => SightingChanged,
    "count_sector" => Sector,
    "count_ended" => Ended,
    "count_decision" => Decision,
    "count_debriefed" => Debriefed,
});

impl CountEntry {
    /// The sighting of which it says that somebody is under eighteen, in whatever state they were seen.
    #[must_use]
    pub fn child(&self) -> Option<Label> {
        let (label, age) = match self {
            Self::Sighting(seen) => (seen.label, Some(seen.age)),
            Self::SightingChanged(news) => (news.label, news.age),
            _ => return None,
        };
        (age == Some(Age::Under18)).then_some(label)
    }
}
