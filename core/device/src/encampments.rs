//! Encampments: reported and visited offline, directed, vacated. What this notebook tells is joined with where the server
//! says each encampment stands, so that one can be visited, and a return seen, that somebody else reported.

use std::collections::{BTreeMap, BTreeSet};

use beatbook_domain::access::Area;
use beatbook_domain::calendar::local_date;
use beatbook_domain::encampments::refusal::StepRefusal;
use beatbook_domain::encampments::returns::Return;
use beatbook_domain::encampments::standing::{EncampmentStanding, Seen};
use beatbook_domain::encampments::story::{Encampment, Refused};
use beatbook_domain::encampments::{Beside, Told as EntryTold, fold};
use beatbook_domain::law::missing::Missing;
use beatbook_domain::notices::known::{Subject, Tag, TagKey};
use beatbook_domain::records::body::EntryBody;
use beatbook_domain::records::encampment::{
    Direction, DirectionForm, EncampmentEntry, EncampmentReported, EncampmentStep, EncampmentTold, EntryAt,
    Land, ReportSource, UnitCount, Visit,
};
use beatbook_domain::records::notice::Recipient;
use beatbook_domain::records::reference::Reference;
use beatbook_domain::records::seen::Evidence;
use beatbook_domain::records::server::ServerBody;
use beatbook_protocol::id::Id;
use beatbook_store::ReadTransaction;
use jiff::civil::Date;

use crate::access::bodies;
use crate::beatbook::{Beatbook, Told};
use crate::directing::ToldBefore;
use crate::encampment_doubts::Unheld;
use crate::error::{DeviceError, not_yet};
use crate::journal::{encampment_entries, record_id, welfare_of};
use crate::looks::Looking;
use crate::notebook::Notebook;
use crate::orders::AskWhere;
use crate::platform::Now;
use crate::returning::told_of;

/// Somebody told of an encampment.
#[derive(Debug, Clone, PartialEq)]
pub struct ReportEncampment {
    /// By whom, as a kind.
    pub source: ReportSource,
    /// The land in words.
    pub land: String,
    /// The land's code in the authority's list.
    pub code: Option<String>,
    /// Number of the report in another system.
    pub reference: Option<String>,
    /// Where; a place that nobody knows is no obstacle.
    pub place: AskWhere,
    /// When it was reported, UTC milliseconds; absent: just now, by legal time.
    pub time: Option<i64>,
}

/// Somebody known by name and date of birth. The name is hashed on the phone and not kept.
#[derive(Clone, PartialEq, Eq)]
pub struct PersonMet {
    /// Name, in any order.
    pub name: String,
    /// Date of birth.
    pub born: Date,
}

impl core::fmt::Debug for PersonMet {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("PersonMet(…)")
    }
}

/// What was seen on a visit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Visited {
    /// Units by kind; a kind that is left out was not there.
    pub units: Vec<UnitCount>,
    /// Registrations, as read.
    pub registrations: Vec<String>,
    /// People the officer knew.
    pub people: Vec<PersonMet>,
    /// About the site, in words.
    pub text: Option<String>,
    /// Photographs of the site.
    pub evidence: Vec<Evidence>,
}

/// What is told of an encampment. Each becomes an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EncampmentNews {
    /// Somebody went there and counted.
    Visit(Box<Visited>),
    /// A welfare check of this phone is complete; of it nothing is told but that, and until when it asks to wait.
    Welfare {
        /// The check.
        check: Id,
    },
    /// A direction was spoken.
    Spoken {
        /// By when to leave, UTC milliseconds.
        leave_by: Option<i64>,
        /// Registrations of the vehicles directed; none: those seen before.
        registrations: Vec<String>,
        /// Why it was spoken before a welfare check was complete, or before the day until which that asks to wait. It is kept, and
        /// does not hold; without it such a direction is refused.
        without_assessment: Option<String>,
    },
    /// A direction that this phone issued is about this encampment.
    Written {
        /// Its number.
        number: String,
        /// Registrations of the vehicles directed; none: those seen before.
        registrations: Vec<String>,
    },
    /// The police directed people to leave (CJPOA 1994 s61).
    PoliceS61 {
        /// Number of the police.
        reference: Option<String>,
    },
    /// Nobody and nothing is there any more.
    Vacated {
        /// What was left, in words.
        text: Option<String>,
    },
    /// What it is called in another system.
    Reference(Reference),
    /// An entry of this notebook was wrong.
    TakenBack {
        /// Its number.
        entry: u64,
        /// Why.
        why: String,
    },
}

/// An encampment as this phone knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EncampmentView {
    /// Its id.
    pub encampment: Id,
    /// What this notebook's own entries tell; absent if it told nothing.
    pub own: Option<Encampment>,
    /// Where it stands by what all journals tell, as new as the last exchange; absent before the server has told.
    pub standing: Option<EncampmentStanding>,
    /// What was told of it and does not hold, as far as this phone knows: its own entries, then others'.
    pub unheld: Vec<Unheld>,
}

/// What came of telling.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EncampmentTelling {
    /// The encampment.
    pub encampment: Id,
    /// Returns this phone sees in what was just told: a person decides what follows.
    pub returns: Vec<Return>,
    /// What was just told and does not hold, as far as this phone knows. It is kept as it was told; the server has the last word.
    pub doubts: Vec<Missing>,
}

impl Beatbook {
    /// Reports an encampment; answers its id, and whether it looks like a return.
    ///
    /// # Errors
    /// `encampment_text`; `time` (one to come), `moved`, `retired`, storage errors: nothing was stored.
    pub fn report_encampment(&self, report: ReportEncampment) -> Told<EncampmentTelling> {
        let longest = self.setup.timeouts.request;
        Ok(self.gate.with(|notebook| notebook.report_encampment(report, longest))?)
    }

    /// Tells what happened to an encampment, in order, all of it or none; `time` is when, UTC milliseconds, and absent: just
    /// now. An encampment that nobody told this phone of can be told of, by its id.
    ///
    /// # Errors
    /// `encampment_text`, `encampment_number`, `encampment_registration`, `encampment_itself`; `welfare_first` (the check is not
    /// complete; or a direction was spoken before one was, and nobody says why), `welfare_wait` (spoken before its day, and nobody says why),
    /// `s77_notice` (not a direction in force of this phone), `check_elsewhere` and `notice_elsewhere` (told of another encampment),
    /// `no_such_entry`, `takes_back` (an entry that this phone cannot take back), `people_key`, `people_name`,
    /// `born_in_future`, `no_vehicle_counted` (a direction where tents or structures alone were counted), `time` (one to come);
    /// `not_found` (the check); `moved`, `retired`, storage errors: nothing was stored.
    pub fn tell_encampment(
        &self,
        encampment: Id,
        news: Vec<EncampmentNews>,
        time: Option<i64>,
    ) -> Told<EncampmentTelling> {
        let longest = self.setup.timeouts.request;
        Ok(self.gate.with(|notebook| notebook.tell_encampment(encampment, news, (time, longest)))?)
    }

    /// Encampments this phone knows of: where each stands if the officer's roles read that, and after them those it told of itself,
    /// the one it told of last at the end.
    ///
    /// # Errors
    /// Storage errors.
    pub fn encampments(&self) -> Told<Vec<EncampmentView>> {
        Ok(self.gate.look(Looking::list(Area::Welfare), Vec::len, |notebook| notebook.encampments())?)
    }

    /// One of them, by any of its ids.
    ///
    /// # Errors
    /// `not_found`, storage errors.
    pub fn encampment(&self, id: Id) -> Told<EncampmentView> {
        let found = self.gate.look(
            Looking::view(Area::Welfare, id),
            |_| 1,
            |notebook| {
                let id = notebook.encampment_named(id)?;
                let found = notebook.encampments()?.into_iter().find(|view| view.encampment == id);
                found.ok_or(DeviceError::NotFound)
            },
        );
        Ok(found?)
    }
}

/// The name the server has for an encampment by now.
pub(crate) fn named(standings: &BTreeMap<Id, EncampmentStanding>, record: Id) -> Id {
    standings.values().find(|one| one.is(record)).map_or(record, |one| one.encampment)
}

/// Where encampments stand, as the server told last of each.
pub(crate) fn standings(tx: &ReadTransaction<'_>) -> Result<BTreeMap<Id, EncampmentStanding>, DeviceError> {
    let mut standings = BTreeMap::new();
    for body in bodies(tx, "encampment_standing")? {
        if let ServerBody::EncampmentStanding(standing) = body {
            for joined in &standing.joined {
                standings.remove(joined);
            }
            standings.insert(standing.encampment, *standing);
        }
    }
    Ok(standings)
}

impl Notebook {
    /// What this notebook told of encampments, each under the name the server has for it by now, and what the desk took back of it.
    pub(crate) fn encampments_told(
        &self,
        standings: &BTreeMap<Id, EncampmentStanding>,
    ) -> Result<Vec<EntryTold>, DeviceError> {
        let told = self.ledger.db.read(encampment_entries)?;
        let entries = told.into_iter().filter_map(|(record, seq, says)| match says {
            EntryBody::Encampment(entry) => Some(self.told_by_me(named(standings, record), seq, entry)),
            _ => None,
        });
        let mut told: Vec<EntryTold> = entries.collect();
        let own: BTreeSet<EntryAt> = told.iter().map(|one| one.at).collect();
        let back =
            standings.values().flat_map(|one| one.taken_back.iter().map(|back| (one.encampment, back)));
        told.extend(back.filter(|(_, back)| own.contains(&back.entry)).map(|(id, back)| back.told(id)));
        Ok(told)
    }

    pub(crate) fn told_by_me(&self, encampment: Id, seq: u64, entry: EncampmentEntry) -> EntryTold {
        let (journal, by) = (self.ledger.identity.notebook, self.ledger.identity.officer);
        // Whether a direction was this officer's to give the server says: powers are those of the day.
        let (desk, discreet, entitled) = (false, false, true);
        EntryTold { at: EntryAt { journal, seq }, encampment, by, desk, discreet, entitled, entry }
    }

    fn encampments(&self) -> Result<Vec<EncampmentView>, DeviceError> {
        let mut standings = self.ledger.db.read(standings)?;
        let told = self.encampments_told(&standings)?;
        let over = self.notices_over(&standings, &told)?;
        let mut own = fold(&told, &Beside::known(standings.values(), i64::MAX).and(&over));
        standings.retain(|_, one| !one.is_nothing());
        standings.values_mut().for_each(|one| one.without(&over));
        let ids: BTreeSet<Id> = own.keys().chain(standings.keys()).copied().collect();
        // Ids tell no more than the hour.
        let own_told = told.iter().filter(|one| !one.desk);
        let last: BTreeMap<Id, u64> = own_told.map(|one| (one.encampment, one.at.seq)).collect();
        let mut ids: Vec<(Option<u64>, Option<Date>, Id)> = ids
            .into_iter()
            .map(|id| (last.get(&id).copied(), standings.get(&id).and_then(|one| one.reported), id))
            .collect();
        ids.sort_unstable();
        let view = |(_, _, encampment)| {
            let (own, standing) = (own.remove(&encampment), standings.remove(&encampment));
            let unheld = self.unheld(own.as_ref(), standing.as_ref())?;
            Ok(EncampmentView { encampment, own, standing, unheld })
        };
        ids.into_iter().map(view).collect()
    }

    /// A check or a number that this notebook told of another encampment is refused: telling it of both helps nobody.
    fn check_elsewhere(&self, encampment: Id, entries: &[EncampmentEntry]) -> Result<(), DeviceError> {
        let standings = self.ledger.db.read(standings)?;
        let encampment = named(&standings, encampment);
        let mut told = self.encampments_told(&standings)?;
        let next = self.ledger.head_point().map_or(0, |point| point.seq + 1);
        let new = (next..).zip(entries);
        told.extend(new.map(|(seq, entry)| self.told_by_me(encampment, seq, entry.clone())));
        let refused = fold(&told, &Beside::default()).remove(&encampment).map(|story| story.refused);
        let elsewhere = |one: &Refused| {
            let is = matches!(one.refusal, StepRefusal::CheckElsewhere | StepRefusal::NoticeElsewhere);
            is && one.at.seq >= next
        };
        match refused.into_iter().flatten().find(elsewhere) {
            Some(one) => Err(not_yet(one.refusal.code(), &one.refusal.to_string(), WELFARE)),
            None => Ok(()),
        }
    }

    /// The name the server has for an encampment by now.
    pub(crate) fn encampment_named(&self, id: Id) -> Result<Id, DeviceError> {
        Ok(named(&self.ledger.db.read(standings)?, id))
    }

    fn report_encampment(
        &mut self,
        report: ReportEncampment,
        longest: u64,
    ) -> Result<EncampmentTelling, DeviceError> {
        self.ledger.check_writable()?;
        let now = self.ledger.now()?;
        let (legal, place) = self.seen_from(report.place, &now, longest)?;
        let open = self.tracked.as_ref().filter(|tracked| tracked.is_open());
        let land = Land { code: report.code, words: report.land, place };
        let reported = EncampmentReported {
            at: now.moment(),
            legal: Some(legal),
            time: happened(report.time, legal.at)?,
            controller: self.ledger.identity.controller(),
            source: report.source,
            reference: report.reference,
            land: land.clone(),
            patrol: open.map(|tracked| tracked.record),
        };
        let standings = self.directions_known()?;
        let (time, record) = (reported.time, record_id(&*self.ledger.platform, &now, self.is_on_welfare())?);
        let entry = EncampmentEntry::Reported(Box::new(reported));
        self.append_encampment(record, now, vec![entry])?;
        let seen = Seen { land: Some((land, time)), ..Seen::default() };
        Ok(told_of(record, (time, &seen), &standings))
    }

    pub(crate) fn tell_encampment(
        &mut self,
        encampment: Id,
        news: Vec<EncampmentNews>,
        (time, longest): (Option<i64>, u64),
    ) -> Result<EncampmentTelling, DeviceError> {
        self.ledger.check_writable()?;
        let now = self.ledger.now()?;
        let legal = self.legal_now(&now, longest)?.at;
        let time = happened(time, legal)?;
        let key = self.people_key()?;
        let (standings, mut seen) = (self.directions_known()?, Seen::default());
        let mut entries = Vec::with_capacity(news.len());
        for one in news {
            let before = self.told_before(encampment, &one)?;
            if matches!(before, ToldBefore::TheSame) {
                continue;
            }
            if let Some(step) = before.taken_back() {
                entries.push(EncampmentEntry::Step(Box::new(EncampmentTold {
                    at: now.moment(),
                    time,
                    step,
                })));
            }
            let (time, step) = self.encampment_step(one, time, key.as_ref())?;
            if let EncampmentStep::Visit(Visit { registrations, people, .. })
            | EncampmentStep::Direction(Direction { registrations, people, .. }) = &step
            {
                // Of tents, or of nobody at all, the land tells no return.
                let on_land = if let EncampmentStep::Visit(visit) = &step { visit.is_driven() } else { true };
                if on_land && seen.land.is_none() {
                    seen.land = self.land_of(encampment)?;
                }
                let tag = |plate: &String| key.as_ref()?.tag(Subject::Registration(plate));
                seen.vehicles.extend(registrations.iter().filter_map(tag));
                seen.people.extend(people);
            }
            entries.push(EncampmentEntry::Step(Box::new(EncampmentTold { at: now.moment(), time, step })));
        }
        if entries.is_empty() {
            return Ok(told_of(encampment, (time, &seen), &standings));
        }
        self.check_elsewhere(encampment, &entries)?;
        let doubts = self.doubts(encampment, &entries, legal)?;
        self.append_encampment(encampment, now, entries)?;
        Ok(EncampmentTelling { doubts, ..told_of(encampment, (time, &seen), &standings) })
    }

    fn append_encampment(
        &mut self,
        record: Id,
        now: Now,
        entries: Vec<EncampmentEntry>,
    ) -> Result<(), DeviceError> {
        entries.iter().try_for_each(|entry| entry.check(record))?;
        let bodies: Vec<EntryBody> = entries.into_iter().map(EntryBody::Encampment).collect();
        // On outreach and on a count no header says that there is a place, or when.
        let coarse = self.is_on_welfare();
        self.ledger.append(now, |journal| {
            bodies.iter().try_for_each(|body| journal.append(record, body, coarse).map(drop))
        })
    }

    /// The key under which people and vehicles are compared: it comes with what the server tells of encampments.
    fn people_key(&self) -> Result<Option<TagKey>, DeviceError> {
        let standings = self.ledger.db.read(standings)?;
        Ok(standings.into_values().next_back().map(|standing| standing.key))
    }

    /// The step that news is, and when it happened.
    fn encampment_step(
        &mut self,
        news: EncampmentNews,
        time: i64,
        key: Option<&TagKey>,
    ) -> Result<(i64, EncampmentStep), DeviceError> {
        Ok(match news {
            EncampmentNews::Visit(visited) => {
                let day = local_date(time)?;
                let people =
                    visited.people.iter().map(|one| tag(key, (one, day))).collect::<Result<_, _>>()?;
                let Visited { units, registrations, text, evidence, .. } = *visited;
                (time, EncampmentStep::Visit(Visit { units, registrations, people, text, evidence }))
            }
            EncampmentNews::Welfare { check } => {
                let told = self.ledger.db.read(|tx| welfare_of(tx, check))?.ok_or(DeviceError::NotFound)?;
                let first = "Complete the welfare check of this encampment first.";
                let done = told.story.done(check).ok_or_else(|| not_yet("welfare_first", first, WELFARE))?;
                // What it asks for by now it did not ask for when it was told first: no direction of before rests on that.
                let again = self.site_checked(check)?.is_some();
                (if again { time } else { done.completed }, EncampmentStep::Welfare(done))
            }
            EncampmentNews::Spoken { leave_by, registrations, without_assessment } => {
                let direction = Direction {
                    form: DirectionForm::Spoken,
                    leave_by,
                    return_until: None,
                    registrations,
                    people: Vec::new(),
                    without_assessment,
                };
                (time, EncampmentStep::Direction(direction))
            }
            EncampmentNews::Written { number, registrations } => self.written(&number, registrations)?,
            EncampmentNews::PoliceS61 { reference } => (time, EncampmentStep::PoliceS61 { reference }),
            EncampmentNews::Vacated { text } => (time, EncampmentStep::Vacated { text }),
            EncampmentNews::Reference(reference) => (time, EncampmentStep::Reference(reference)),
            EncampmentNews::TakenBack { entry, why } => {
                let journal = self.ledger.identity.notebook;
                (time, EncampmentStep::TakenBack { entry: EntryAt { journal, seq: entry }, why })
            }
        })
    }
}

const WELFARE: &str = "welfare enquiries before a direction; Equality Act 2010 s149";

/// The keyed hash of somebody who was met on a day.
fn tag(key: Option<&TagKey>, (person, met): (&PersonMet, Date)) -> Result<Tag, DeviceError> {
    let known = Recipient::Person { name: person.name.clone(), address: Vec::new(), born: Some(person.born) };
    let lacks = "Tell the visit without people: this phone has no key to compare them by. Those whose roles read what is enforced get \
                 it with a sync.";
    if person.name.trim().is_empty() {
        return Err(not_yet("people_name", "Tell the name of whoever was met.", "DPA 2018 s37"));
    }
    if person.born > met {
        return Err(not_yet("born_in_future", "Correct the date of birth.", "rules of the field 6"));
    }
    let none = || not_yet("people_key", lacks, "DPA 2018 s37");
    key.and_then(|key| key.tag(Subject::Recipient(&known))).ok_or_else(none)
}

/// When it happened: as told, and never to come.
fn happened(told: Option<i64>, now: i64) -> Result<i64, DeviceError> {
    match told {
        Some(told) if told > now => {
            Err(not_yet("time", "Say when it happened: not in time to come.", "a record tells what was"))
        }
        told => Ok(told.unwrap_or(now)),
    }
}
