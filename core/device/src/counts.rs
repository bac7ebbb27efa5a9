//! One phone's part of a rough-sleeper count: joined, started, sighting by sighting, sector by sector, ended. Works
//! offline; recording is never refused, and the count's label says what that means for its quality.

use std::collections::BTreeSet;

use beatbook_domain::access::Area;
use beatbook_domain::orders::legal_time::LegalTime;
use beatbook_domain::records::body::EntryBody;
use beatbook_domain::records::count::form::OnForm;
use beatbook_domain::records::count::story::{CountPart, CountRefusal};
use beatbook_domain::records::count::{
    CountDebriefed, CountDecision, CountEnded, CountEntry, CountJoined, CountSector, CountSighting,
    CountSightingChanged, CountStarted, Label, PairAnswer, SectorOutcome, SightingPair, SiteByHand,
};
use beatbook_domain::records::seen::KeptPlace;
use beatbook_domain::welfare::identity::IdentityKey;
use beatbook_domain::welfare::sleeping::{Age, Gender, Nationality, Site, SleepingState};
use beatbook_protocol::id::Id;

use crate::beatbook::{Beatbook, Told};
use crate::child_first::CountAnswer;
use crate::counts_doubted::taken_back;
use crate::counts_known::{NameTold, key_of, plan_of};
use crate::encounters::kept;
use crate::error::DeviceError;
use crate::journal::{StoryTold, count_part_of, count_parts, record_id};
use crate::looks::Looking;
use crate::notebook::Notebook;
use crate::orders::AskWhere;
use crate::platform::Now;
use crate::reading::LIST_MAX;

/// A team's phone joins a planned count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JoinCount {
    /// The planned count.
    pub count: Id,
    /// Code of the team.
    pub team: String,
    /// Who is on it, as roles, never as names.
    pub members: Vec<String>,
    /// This officer was briefed, with the data-protection statement.
    pub briefed: bool,
}

/// Somebody, a tent or bedding, as a team saw it.
#[derive(Debug, Clone, PartialEq)]
pub struct Sighted {
    /// Where; a place that nobody knows is no obstacle.
    pub place: AskWhere,
    /// The kind of place.
    pub site: Site,
    /// What was seen.
    pub state: SleepingState,
    /// Tent, shelter or vehicle, in words.
    pub structure: Option<String>,
    /// Gender.
    pub gender: Gender,
    /// Age band.
    pub age: Age,
    /// Nationality, only as told.
    pub nationality: Option<Nationality>,
    /// What the official form asks beside, only as told.
    pub form: OnForm,
    /// Who it is, as far as they say.
    pub who: NameTold,
    /// What tells them from others: codes of the authority's list.
    pub descriptors: BTreeSet<String>,
    /// In words, for the own team and the debrief.
    pub text: String,
    /// Other sightings of this part who were there at the same time.
    pub beside: BTreeSet<Label>,
}

impl Sighted {
    /// Somebody where the newest fix is, of whom nothing else is known.
    #[must_use]
    pub fn here(site: Site, state: SleepingState) -> Self {
        Self {
            place: AskWhere::Newest,
            site,
            state,
            structure: None,
            gender: Gender::NotKnown,
            age: Age::NotKnown,
            nationality: None,
            form: OnForm::default(),
            who: NameTold::default(),
            descriptors: BTreeSet::new(),
            text: String::new(),
            beside: BTreeSet::new(),
        }
    }
}

/// News about one sighting of this part; what is absent stays as it was.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SightingNews {
    /// Another place than was told; one that nobody can make out changes nothing and is refused.
    pub place: Option<AskWhere>,
    /// The kind of place.
    pub site: Option<Site>,
    /// What was seen: a tent that was unconfirmed is confirmed so.
    pub state: Option<SleepingState>,
    /// Tent, shelter or vehicle, in words.
    pub structure: Option<String>,
    /// Gender.
    pub gender: Option<Gender>,
    /// Age band.
    pub age: Option<Age>,
    /// Nationality, only as told.
    pub nationality: Option<Nationality>,
    /// What the official form asks beside, only as told.
    pub form: OnForm,
    /// Who it is; all that is known of it anew.
    pub who: Option<NameTold>,
    /// Descriptors, all of them anew.
    pub descriptors: Option<BTreeSet<String>>,
    /// In words.
    pub text: Option<String>,
    /// Sightings at the same time and place, all of them anew.
    pub beside: Option<BTreeSet<Label>>,
}

/// What is told of a part. Each becomes an entry.
#[derive(Debug, Clone, PartialEq)]
pub enum CountNews {
    /// The team begins to count.
    Started,
    /// Somebody, a tent or bedding was seen; the library numbers it.
    Sighted(Box<Sighted>),
    /// News about a sighting.
    Changed {
        /// Which sighting of this part.
        label: Label,
        /// What is new.
        news: Box<SightingNews>,
    },
    /// What became of a sector.
    Sector {
        /// Its code.
        sector: String,
        /// What became of it.
        outcome: SectorOutcome,
        /// Known sites that were reached though no position shows it.
        reached: Vec<SiteByHand>,
        /// Known sites that were not reached after all, whatever was told before. Of a sector that was not searched all sites
        /// are taken back that are not among those reached.
        not_reached: BTreeSet<String>,
    },
    /// What this officer says of two sightings, of whatever phones.
    Decided {
        /// Which two.
        pair: SightingPair,
        /// One person or two, or neither any more.
        answer: PairAnswer,
        /// Why.
        why: String,
    },
    /// The team was debriefed.
    Debriefed {
        /// What was said.
        text: String,
    },
    /// The team has finished.
    Ended,
}

impl CountNews {
    fn names_somebody(&self) -> bool {
        match self {
            Self::Sighted(seen) => seen.who != NameTold::default(),
            Self::Changed { news, .. } => news.who.is_some(),
            _ => false,
        }
    }
}

/// A part as its entries tell it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountPartView {
    /// The record.
    pub record: Id,
    /// Number of its first entry.
    pub first: u64,
    /// Its story.
    pub part: CountPart,
}

impl From<StoryTold<CountPart>> for CountPartView {
    fn from(StoryTold { record, first, story }: StoryTold<CountPart>) -> Self {
        Self { record, first, part: story }
    }
}

impl Beatbook {
    /// Joins a count with a team; answers the record of this phone's part.
    ///
    /// # Errors
    /// `count_not_planned` (the plan has this officer on no team, or no plan is known and no role of theirs counts);
    /// `count_text` (one that cannot be kept), `moved`, `retired`, storage errors: nothing was stored.
    pub fn join_count(&self, join: JoinCount) -> Told<Id> {
        let longest = self.setup.timeouts.request;
        Ok(self.gate.with(|notebook| notebook.join_count(join, longest))?)
    }

    /// Tells what was seen and done, in order, all of it or none; answers what cannot wait: that somebody under eighteen was
    /// seen, with the duty numbers this phone knows. Those who lead safeguarding are asked without another step. What looks wrong
    /// is answered, too, and kept as it was told: the count is over; a word on a sector takes back, without naming them, known
    /// sites that were told as reached; at the start of a part, and where nothing is told,
    /// which stores nothing, that the plan has no such team, or another one for this officer, or that another part is open.
    ///
    /// # Errors
    /// `not_found`; `no_place` (news of a place that nobody knows); `count_started_already`, `count_ended_already`,
    /// `count_unknown_sighting`, `count_unknown_sector`, `count_unknown_site` (a plan that is known here has none of this code),
    /// `count_site_both` (one word says both of a known site), `count_too_many`, `count_text`, `count_descriptor`; `age_band` (a band
    /// beside another date of birth, or a date
    /// after the sighting: it says which band the date gives); `moved`, `retired`, storage errors: nothing was stored.
    pub fn tell_count(&self, record: Id, news: Vec<CountNews>) -> Told<CountAnswer> {
        let longest = self.setup.timeouts.request;
        Ok(self.gate.with(|notebook| notebook.tell_count(record, news, longest))?)
    }

    /// The part this phone joined last, to tell more of it, whether it can still be read or not.
    ///
    /// # Errors
    /// `not_found`, storage errors.
    pub fn newest_count_part(&self) -> Told<Id> {
        let newest = self.gate.with(|notebook| {
            let told = notebook.ledger.db.read(|tx| count_parts(tx, 1))?;
            told.first().map(|one| one.record).ok_or(DeviceError::NotFound)
        })?;
        Ok(newest)
    }

    /// This phone's parts of counts, the newest first, at most 1,000, as far as the officer may read them: with most
    /// roles until sign-off, or until the count is over.
    ///
    /// # Errors
    /// Storage errors.
    pub fn count_parts(&self, limit: u32) -> Told<Vec<CountPartView>> {
        let told = self.gate.look(Looking::list(Area::Count), Vec::len, |notebook| {
            let reading = notebook.own_reading()?;
            let told = notebook.ledger.db.read(|tx| count_parts(tx, limit.min(LIST_MAX)))?;
            Ok::<_, DeviceError>(told.into_iter().filter_map(|one| reading.part(one)).collect::<Vec<_>>())
        })?;
        Ok(told.into_iter().map(CountPartView::from).collect())
    }

    /// One of them.
    ///
    /// # Errors
    /// `not_found`, storage errors.
    pub fn count_part(&self, record: Id) -> Told<CountPartView> {
        let told = self.gate.look(
            Looking::view(Area::Count, record),
            |_| 1,
            |notebook| {
                let reading = notebook.own_reading()?;
                let told = notebook.ledger.db.read(|tx| count_part_of(tx, record))?;
                told.and_then(|one| reading.part(one)).ok_or(DeviceError::NotFound)
            },
        )?;
        Ok(told.into())
    }
}

impl Notebook {
    fn join_count(&mut self, join: JoinCount, longest: u64) -> Result<Id, DeviceError> {
        self.ledger.check_writable()?;
        let now = self.ledger.now()?;
        self.check_planned(join.count)?;
        let open = self.tracked.as_ref().filter(|tracked| tracked.is_open());
        let joined = CountEntry::Joined(CountJoined {
            at: now.moment(),
            time: self.legal_now(&now, longest)?,
            count: join.count,
            team: join.team,
            members: join.members,
            patrol: open.map(|tracked| tracked.record),
            briefed: join.briefed,
        });
        CountPart::begin(&joined)?;
        let record = record_id(&*self.ledger.platform, &now, true)?;
        let body = EntryBody::Count(joined);
        self.ledger.append(now, |journal| journal.append(record, &body, true))?;
        Ok(record)
    }

    /// Only who is planned takes part. A phone that was not told the plan yet goes by the roles it knows.
    fn check_planned(&self, count: Id) -> Result<(), DeviceError> {
        let officer = self.ledger.identity.officer;
        let is_planned = match self.ledger.db.read(|tx| plan_of(tx, count))? {
            Some(plan) => plan.teams.iter().any(|team| team.has(officer)),
            None => self.own_reading()?.may_write(Area::Count),
        };
        if is_planned { Ok(()) } else { Err(CountRefusal::NotPlanned.into()) }
    }

    fn tell_count(
        &mut self,
        record: Id,
        news: Vec<CountNews>,
        longest: u64,
    ) -> Result<CountAnswer, DeviceError> {
        if !news.is_empty() {
            self.ledger.check_writable()?;
        }
        let now = self.ledger.now()?;
        let time = self.legal_now(&now, longest)?;
        let mut part =
            self.ledger.db.read(|tx| count_part_of(tx, record))?.ok_or(DeviceError::NotFound)?.story;
        let mut doubts = self.count_doubts((record, &part), &news, now.wall)?;
        let names = news.iter().any(CountNews::names_somebody);
        let key = match names {
            true => self.ledger.db.read(|tx| key_of(tx, part.joined.count))?,
            false => None,
        };
        let plan = self.ledger.db.read(|tx| plan_of(tx, part.joined.count))?;
        let mut entries = Vec::with_capacity(news.len());
        for one in news {
            if let (CountNews::Sector { sector, reached, not_reached, .. }, Some(plan)) = (&one, &plan) {
                let sites = reached.iter().map(|site| site.site.as_str());
                plan.check_sector(sector, sites.chain(not_reached.iter().map(String::as_str)))?;
            }
            // Of sightings of others this phone knows nothing; of its own part it does.
            if let CountNews::Decided { pair, .. } = &one
                && pair.both().iter().any(|of| {
                    (of.notebook, of.record) == (self.ledger.identity.notebook, record)
                        && !part.sightings.contains_key(&of.label)
                })
            {
                return Err(CountRefusal::UnknownSighting.into());
            }
            let entry = self.count_entry(one, (&part, key.as_ref()), (&now, time), longest)?;
            part.check_told(&entry)?;
            if let CountEntry::Sector(told) = &entry {
                doubts.extend(taken_back(&part, told));
            }
            part.apply(&entry)?;
            entries.push(entry);
        }
        let answer = self.ledger.db.read(|tx| CountAnswer::of(tx, &entries))?;
        let bodies: Vec<EntryBody> = entries.into_iter().map(EntryBody::Count).collect();
        if !bodies.is_empty() {
            self.ledger.append(now, |journal| {
                bodies.iter().try_for_each(|body| journal.append(record, body, true).map(drop))
            })?;
        }
        Ok(CountAnswer { doubts, ..answer })
    }

    fn count_entry(
        &self,
        news: CountNews,
        (part, key): (&CountPart, Option<&IdentityKey>),
        (now, time): (&Now, LegalTime),
        longest: u64,
    ) -> Result<CountEntry, DeviceError> {
        let at = now.moment();
        Ok(match news {
            CountNews::Started => CountEntry::Started(CountStarted { at, time }),
            CountNews::Sighted(mut seen) => {
                seen.age = CountPart::band_seen(seen.age, seen.who.born, time).map_err(CountRefusal::from)?;
                let (_, place) = self.seen_from(seen.place, now, longest)?;
                CountEntry::Sighting(Box::new(sighting(*seen, (part, key), place, (at, time))))
            }
            CountNews::Changed { label, news } => {
                let there = |place| self.place(place, now).map(|(place, _)| kept(place));
                let place = news.place.map(there).transpose()?;
                let born = news.who.as_ref().and_then(|who| who.born);
                let age = part.band_news(label, news.age, born).map_err(CountRefusal::from)?;
                CountEntry::SightingChanged(Box::new(CountSightingChanged {
                    at,
                    time,
                    label,
                    place,
                    site: news.site,
                    state: news.state,
                    structure: news.structure,
                    gender: news.gender,
                    age,
                    age_by_date: born.is_some() && age.and_then(Age::known).is_some(),
                    nationality: news.nationality,
                    form: news.form,
                    identity: news.who.map(|who| who.identity(key)),
                    descriptors: news.descriptors,
                    text: news.text,
                    beside: news.beside,
                }))
            }
            CountNews::Sector { sector, outcome, reached, not_reached } => {
                CountEntry::Sector(CountSector { at, time, sector, outcome, reached, not_reached })
            }
            CountNews::Decided { pair, answer, why } => {
                let by = self.ledger.identity.officer;
                CountEntry::Decision(CountDecision { at, pair, answer, by, why })
            }
            CountNews::Debriefed { text } => CountEntry::Debriefed(CountDebriefed { at, time, text }),
            CountNews::Ended => CountEntry::Ended(CountEnded { at, time }),
        })
    }
}

/// The next sighting of a part.
fn sighting(
    seen: Sighted,
    (part, key): (&CountPart, Option<&IdentityKey>),
    place: Option<KeptPlace>,
    (at, time): (beatbook_domain::records::journal::Moment, LegalTime),
) -> CountSighting {
    CountSighting {
        at,
        time,
        label: part.sightings.last_key_value().map_or(1, |(last, _)| last.saturating_add(1)),
        place,
        place_typed: place.is_some() && seen.place.is_typed(),
        team: part.joined.team.clone(),
        site: seen.site,
        state: seen.state,
        structure: seen.structure,
        gender: seen.gender,
        age: seen.age,
        age_by_date: seen.who.born.is_some() && seen.age.known().is_some(),
        nationality: seen.nationality,
        form: seen.form,
        identity: seen.who.identity(key),
        descriptors: seen.descriptors,
        text: seen.text,
        beside: seen.beside,
    }
}
