//! One phone's part of a count as its entries tell it: the fold, on the phone and on the server alike.
//!
//! Only form is refused. Whether it began too early or reached too little is said by the count's label.

use std::collections::{BTreeMap, BTreeSet};

use beatbook_protocol::limits::{NAME_MAX, TEXT_MAX};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::calendar::local_date;
use crate::orders::legal_time::LegalTime;
use crate::records::count::{
    CountDebriefed, CountDecision, CountEnded, CountEntry, CountIdentity, CountJoined, CountSector,
    CountSighting, CountSightingChanged, CountStarted, Label, SectorOutcome,
};
use crate::records::seen::{BadText, said, short};
use crate::records::take;
use crate::welfare::sleeping::{Age, AgeConflict, day_of_clock};

/// Most sightings, sectors, decisions and debriefs of one part, each.
pub const EACH_MAX: usize = 1_000;
/// Most descriptors of a sighting, others beside it, members of a team, sites reached by hand in one entry.
pub const LIST_MAX: usize = 50;
/// Longest code of a descriptor.
const DESCRIPTOR_MAX: usize = 40;

/// Why an entry does not fit a part's story. The entry is kept all the same.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CountRefusal {
    /// It begins with another entry than joining.
    #[error("this phone has not joined the count: join it first")]
    NotJoined,
    /// It is joined.
    #[error("this phone has joined the count already")]
    AlreadyJoined,
    /// It is started; the first start holds.
    #[error("the count is started already")]
    AlreadyStarted,
    /// It is ended; the first end holds.
    #[error("the count is ended already")]
    AlreadyEnded,
    /// A sighting of this label was recorded.
    #[error("there is a sighting of this number already: say what is new about it instead")]
    LabelTaken,
    /// No sighting of this label was recorded.
    #[error("record the sighting before news about it")]
    UnknownSighting,
    /// A sighting beside it is none of this part, or itself.
    #[error(
        "this part has no other sighting {label}: record it first, or leave it out of those who were there at the same time"
    )]
    UnknownBeside {
        /// Its number, as it was told.
        label: Label,
    },
    /// Whoever joins is not planned for the count.
    #[error(
        "only those who are planned on a team of a count take part in it: `sync` if you were told that you are, else ask its coordinator"
    )]
    NotPlanned,
    /// The plan has no such sector.
    #[error("the count has no sector {sector}: its sectors are {known}")]
    UnknownSector {
        /// What was told.
        sector: String,
        /// Those of the plan.
        known: String,
    },
    /// The sector has no such known site.
    #[error("sector {sector} has no known site {site}: its sites are {known}")]
    UnknownSite {
        /// The sector.
        sector: String,
        /// What was told.
        site: String,
        /// Those of the plan.
        known: String,
    },
    /// One word says both of a known site.
    #[error("known site {site} is told as reached and as not reached at once: leave one out")]
    SiteBoth {
        /// The site.
        site: String,
    },
    /// Too many of something.
    #[error("one part of a count holds at most {EACH_MAX} of each: join again as a new part")]
    TooMany,
    /// A date of birth and an age band that contradict each other.
    #[error(transparent)]
    Age(#[from] AgeConflict),
    /// A descriptor that is no code: words of an officer's own may name somebody, and equal none of another phone.
    #[error(
        "a descriptor is one code of the authority's list, such as red_hat: letters, digits, - and _, at most 40; say the rest in words"
    )]
    Descriptor,
    /// A text is empty or too long, or a list is.
    #[error(
        "{field} is empty or too long: a name or code has at most {NAME_MAX} characters, a text {TEXT_MAX}, a list {LIST_MAX} entries"
    )]
    Text {
        /// Which field.
        field: &'static str,
    },
}

impl CountRefusal {
    /// Stable name for machines.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotJoined => "count_not_joined",
            Self::AlreadyJoined => "count_joined_already",
            Self::AlreadyStarted => "count_started_already",
            Self::AlreadyEnded => "count_ended_already",
            Self::LabelTaken => "count_label_taken",
            Self::UnknownSighting | Self::UnknownBeside { .. } => "count_unknown_sighting",
            Self::NotPlanned => "count_not_planned",
            Self::UnknownSector { .. } => "count_unknown_sector",
            Self::UnknownSite { .. } => "count_unknown_site",
            Self::SiteBoth { .. } => "count_site_both",
            Self::TooMany => "count_too_many",
            Self::Age(_) => AgeConflict::CODE,
            Self::Descriptor => "count_descriptor",
            Self::Text { .. } => "count_text",
        }
    }
}

impl From<BadText> for CountRefusal {
    fn from(bad: BadText) -> Self {
        Self::Text { field: bad.field }
    }
}

/// When something was said, to tell the later of two words. A wall clock alone is never later than a known time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Said {
    /// The time is known, with its uncertainty.
    pub known: bool,
    /// UTC milliseconds.
    pub at: i64,
}

impl From<LegalTime> for Said {
    fn from(time: LegalTime) -> Self {
        Self { known: time.within.is_some(), at: time.at }
    }
}

/// A sighting with all news about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sighting {
    /// What is known; its times are those of the first entry.
    pub seen: CountSighting,
    /// When the state was said.
    pub state_said: Said,
    /// When the gender was said.
    pub gender_said: Said,
    /// When the age was said.
    pub age_said: Said,
    /// When the nationality was said.
    pub nationality_said: Said,
}

impl Sighting {
    /// As first recorded.
    #[must_use]
    pub fn new(seen: CountSighting) -> Self {
        let said = Said::from(seen.time);
        Self { seen, state_said: said, gender_said: said, age_said: said, nationality_said: said }
    }

    /// Takes what is newly known; what is absent stays.
    pub fn learn(&mut self, news: &CountSightingChanged) {
        let said = Said::from(news.time);
        let seen = &mut self.seen;
        seen.place = news.place.or(seen.place);
        // The sighting keeps its own time: whoever tells the place later may be anywhere.
        seen.place_typed |= news.place.is_some();
        seen.site = news.site.unwrap_or(seen.site);
        if let Some(state) = news.state {
            (seen.state, self.state_said) = (state, said);
        }
        if let Some(gender) = news.gender {
            (seen.gender, self.gender_said) = (gender, said);
        }
        if let Some(age) = news.age {
            // The same band told once more without the date is still the one that the date gave.
            seen.age_by_date = news.age_by_date || (seen.age_by_date && seen.age == age);
            (seen.age, self.age_said) = (age, said);
        }
        if news.nationality.is_some() {
            (seen.nationality, self.nationality_said) = (news.nationality, said);
        }
        seen.form.learn(&news.form);
        if let Some(identity) = &news.identity {
            seen.identity.k1 = identity.k1.or(seen.identity.k1);
            seen.identity.k2 = identity.k2.or(seen.identity.k2);
            take(&mut seen.identity.initials, &identity.initials);
        }
        take(&mut seen.structure, &news.structure);
        if let Some(descriptors) = &news.descriptors {
            seen.descriptors.clone_from(descriptors);
        }
        if let Some(text) = &news.text {
            seen.text.clone_from(text);
        }
        if let Some(beside) = &news.beside {
            seen.beside.clone_from(beside);
        }
    }
}

/// One phone's part of a count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountPart {
    /// The first entry.
    pub joined: CountJoined,
    /// The start, once pressed.
    pub started: Option<CountStarted>,
    /// Sightings by label.
    pub sightings: BTreeMap<Label, Sighting>,
    /// The last word on each sector, with all sites reached by hand that were not taken back.
    pub sectors: BTreeMap<String, CountSector>,
    /// The end, once pressed.
    pub ended: Option<CountEnded>,
    /// What its officer said of pairs, in order.
    pub decisions: Vec<CountDecision>,
    /// Debriefs, in order.
    pub debriefs: Vec<CountDebriefed>,
}

impl CountPart {
    /// Begins the story.
    ///
    /// # Errors
    /// [`CountRefusal::NotJoined`], [`CountRefusal::Text`].
    pub fn begin(entry: &CountEntry) -> Result<Self, CountRefusal> {
        let CountEntry::Joined(joined) = entry else { return Err(CountRefusal::NotJoined) };
        said("team", &joined.team, NAME_MAX)?;
        list("members", joined.members.len())?;
        joined.members.iter().try_for_each(|member| said("member", member, NAME_MAX))?;
        Ok(Self {
            joined: joined.clone(),
            started: None,
            sightings: BTreeMap::new(),
            sectors: BTreeMap::new(),
            ended: None,
            decisions: Vec::new(),
            debriefs: Vec::new(),
        })
    }

    /// Whether the phone whose part it is may tell this: it knows its own sightings, and initials are letters. A fold takes what
    /// other phones told before this was asked.
    ///
    /// # Errors
    /// [`CountRefusal::UnknownBeside`], [`CountRefusal::Text`].
    pub fn check_told(&self, entry: &CountEntry) -> Result<(), CountRefusal> {
        let (label, beside, identity) = match entry {
            CountEntry::Sighting(seen) => (seen.label, Some(&seen.beside), Some(&seen.identity)),
            CountEntry::SightingChanged(news) => (news.label, news.beside.as_ref(), news.identity.as_ref()),
            _ => return Ok(()),
        };
        let is_other = |one: &Label| *one != label && self.sightings.contains_key(one);
        if let Some(label) = beside.into_iter().flatten().find(|one| !is_other(one)) {
            return Err(CountRefusal::UnknownBeside { label: *label });
        }
        let initials = identity.and_then(|identity| identity.initials.as_deref());
        match initials {
            Some(initials) if !initials.chars().any(char::is_alphabetic) => {
                Err(CountRefusal::Text { field: "initials" })
            }
            _ => Ok(()),
        }
    }

    /// Takes the next entry of the story; on a refusal nothing has changed.
    ///
    /// # Errors
    /// A [`CountRefusal`] of form.
    pub fn apply(&mut self, entry: &CountEntry) -> Result<(), CountRefusal> {
        match entry {
            CountEntry::Joined(_) => return Err(CountRefusal::AlreadyJoined),
            CountEntry::Started(_) if self.started.is_some() => return Err(CountRefusal::AlreadyStarted),
            CountEntry::Started(started) => self.started = Some(started.clone()),
            CountEntry::Sighting(seen) => {
                check_sighting(seen)?;
                if self.sightings.contains_key(&seen.label) {
                    return Err(CountRefusal::LabelTaken);
                }
                room(self.sightings.len())?;
                self.sightings.insert(seen.label, Sighting::new((**seen).clone()));
            }
            CountEntry::SightingChanged(news) => {
                check_news(news)?;
                self.sightings.get_mut(&news.label).ok_or(CountRefusal::UnknownSighting)?.learn(news);
            }
            CountEntry::Sector(told) => self.sector(told)?,
            CountEntry::Ended(_) if self.ended.is_some() => return Err(CountRefusal::AlreadyEnded),
            CountEntry::Ended(ended) => self.ended = Some(ended.clone()),
            CountEntry::Decision(decision) => {
                short("why", &decision.why, TEXT_MAX)?;
                room(self.decisions.len())?;
                self.decisions.push(decision.clone());
            }
            CountEntry::Debriefed(debriefed) => {
                short("text", &debriefed.text, TEXT_MAX)?;
                room(self.debriefs.len())?;
                self.debriefs.push(debriefed.clone());
            }
        }
        Ok(())
    }

    /// The band a phone writes for a new sighting: the date of birth, which is not kept, gives it on the day of the sighting.
    ///
    /// # Errors
    /// An [`AgeConflict`].
    pub fn band_seen(age: Age, born: Option<Date>, time: LegalTime) -> Result<Age, AgeConflict> {
        match (born, day_of(time)) {
            (Some(born), Some(day)) => Age::agreed(Some(age), born, day),
            _ => Ok(age),
        }
    }

    /// The band a phone writes in news about a sighting. A band that was told before counts, too, unless it came of a date of
    /// birth; where it did and no date is told, another band is none.
    ///
    /// # Errors
    /// An [`AgeConflict`].
    pub fn band_news(
        &self,
        label: Label,
        age: Option<Age>,
        born: Option<Date>,
    ) -> Result<Option<Age>, AgeConflict> {
        let Some(seen) = self.sightings.get(&label).map(|one| &one.seen) else { return Ok(age) };
        let Some(day) = day_of(seen.time) else { return Ok(age) };
        // Before sightings kept it themselves only what is keyed by a date told of one.
        let came_of_date = seen.age_by_date || seen.identity.k2.is_some();
        let by_date = seen.age.known().filter(|_| came_of_date);
        match (born, by_date, age) {
            (Some(born), None, _) => Age::agreed(age.or(Some(seen.age)), born, day).map(Some),
            (Some(born), Some(_), _) => Age::agreed(age, born, day).map(Some),
            (None, Some(given), Some(age)) if age.known().is_some_and(|age| age != given) => {
                Err(AgeConflict::ByDate { given })
            }
            (None, Some(given), Some(_)) => Ok(Some(given)),
            (None, ..) => Ok(age),
        }
    }

    /// Known sites of which this part has said that they were reached, and that a word takes back without naming them.
    #[must_use]
    pub fn unrepeated(&self, told: &CountSector) -> Vec<&str> {
        let before = self.sectors.get(&told.sector).into_iter().flat_map(|before| &before.reached);
        let sites = before.map(|site| site.site.as_str());
        sites.filter(|site| told.takes_back(site) && !told.not_reached.contains(*site)).collect()
    }

    fn sector(&mut self, told: &CountSector) -> Result<(), CountRefusal> {
        said("sector", &told.sector, NAME_MAX)?;
        match &told.outcome {
            SectorOutcome::Visited => {}
            SectorOutcome::NotVisited { reason } | SectorOutcome::Inaccessible { reason } => {
                said("reason", reason, TEXT_MAX)?;
            }
        }
        list("reached", told.reached.len())?;
        for site in &told.reached {
            said("site", &site.site, NAME_MAX)?;
            said("reason", &site.reason, TEXT_MAX)?;
            if told.not_reached.contains(&site.site) {
                return Err(CountRefusal::SiteBoth { site: site.site.clone() });
            }
        }
        list("not_reached", told.not_reached.len())?;
        told.not_reached.iter().try_for_each(|site| said("site", site, NAME_MAX))?;
        let mut told = told.clone();
        if let Some(before) = self.sectors.get(&told.sector) {
            let anew: BTreeSet<&str> = told.reached.iter().map(|site| site.site.as_str()).collect();
            let stands = |site: &str| !anew.contains(site) && !told.takes_back(site);
            let kept: Vec<_> = before.reached.iter().filter(|site| stands(&site.site)).cloned().collect();
            told.reached.splice(0..0, kept);
        } else {
            room(self.sectors.len())?;
        }
        self.sectors.insert(told.sector.clone(), told);
        Ok(())
    }
}

fn day_of(time: LegalTime) -> Option<Date> {
    local_date(time.at).ok().and_then(day_of_clock)
}

fn room(held: usize) -> Result<(), CountRefusal> {
    if held < EACH_MAX { Ok(()) } else { Err(CountRefusal::TooMany) }
}

fn list(field: &'static str, length: usize) -> Result<(), CountRefusal> {
    if length <= LIST_MAX { Ok(()) } else { Err(CountRefusal::Text { field }) }
}

fn check_sighting(seen: &CountSighting) -> Result<(), CountRefusal> {
    said("team", &seen.team, NAME_MAX)?;
    seen.form.check()?;
    check_words(seen.structure.as_deref(), Some(&seen.text), Some(&seen.identity))?;
    check_sets(Some(&seen.descriptors), Some(&seen.beside))
}

fn check_news(news: &CountSightingChanged) -> Result<(), CountRefusal> {
    news.form.check()?;
    check_words(news.structure.as_deref(), news.text.as_deref(), news.identity.as_ref())?;
    check_sets(news.descriptors.as_ref(), news.beside.as_ref())
}

fn check_words(
    structure: Option<&str>,
    text: Option<&str>,
    identity: Option<&CountIdentity>,
) -> Result<(), CountRefusal> {
    structure.into_iter().try_for_each(|structure| short("structure", structure, NAME_MAX))?;
    text.into_iter().try_for_each(|text| short("text", text, TEXT_MAX))?;
    let initials = identity.and_then(|identity| identity.initials.as_deref());
    Ok(initials.into_iter().try_for_each(|initials| short("initials", initials, NAME_MAX))?)
}

fn check_sets(
    descriptors: Option<&BTreeSet<String>>,
    beside: Option<&BTreeSet<Label>>,
) -> Result<(), CountRefusal> {
    list("descriptors", descriptors.map_or(0, BTreeSet::len))?;
    list("beside", beside.map_or(0, BTreeSet::len))?;
    let is_code = |code: &String| {
        let is_of_one = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_');
        (1..=DESCRIPTOR_MAX).contains(&code.len()) && code.chars().all(is_of_one)
    };
    if descriptors.into_iter().flatten().all(is_code) { Ok(()) } else { Err(CountRefusal::Descriptor) }
}
