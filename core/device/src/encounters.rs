//! Encounters: begun where the officer stands, told step by step, read back. Works offline, and law refuses nothing
//! here: only numbered paper asks for more.

use beatbook_domain::access::Area;
use beatbook_domain::law::powers::Power;
use beatbook_domain::orders::legal_time::LegalTime;
use beatbook_domain::orders::place::Place;
use beatbook_domain::records::body::EntryBody;
use beatbook_domain::records::encounter::joint::JointLink;
use beatbook_domain::records::encounter::people::{Details, DetailsBasis, PersonKnown, VehicleKnown};
use beatbook_domain::records::encounter::positions::FRESH_MS;
use beatbook_domain::records::encounter::steps::Step;
use beatbook_domain::records::encounter::story::Encounter;
use beatbook_domain::records::encounter::{
    Detail, EncounterAdded, EncounterConduct, EncounterEntry, EncounterOpened, EncounterOutcome,
    EncounterPerson, EncounterStep, EncounterVehicle, Label, LandType, Outcome,
};
use beatbook_domain::records::journal::{Basis, Moment};
use beatbook_domain::records::seen::KeptPlace;
use beatbook_protocol::hash::Hash;
use beatbook_protocol::id::Id;

use crate::beatbook::{Beatbook, Told};
use crate::error::DeviceError;
use crate::journal::{StoryTold, encounter_of, encounters, entry, record_id};
use crate::judging::EncounterSettled;
use crate::looks::Looking;
use crate::notebook::Notebook;
use crate::orders::AskWhere;
use crate::platform::{Now, random};
use crate::reading::LIST_MAX;

/// How an encounter begins.
#[derive(Debug, Clone, PartialEq)]
pub struct BeginEncounter {
    /// Where; a place that nobody knows is no obstacle.
    pub place: AskWhere,
    /// Kind of land.
    pub land: Option<LandType>,
    /// Name of the operation.
    pub operation: Option<String>,
    /// Random link to the records of other controllers about the same event: [`JointLink::id`].
    pub joint: Option<Id>,
}

impl BeginEncounter {
    /// Where the newest fix is.
    #[must_use]
    pub fn here() -> Self {
        Self { place: AskWhere::Newest, land: None, operation: None, joint: None }
    }
}

/// One behaviour, as it is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Behaviour {
    /// When it was seen, UTC milliseconds; absent: just now, by legal time.
    pub time: Option<i64>,
    /// Code of a condition, or of the authority's conduct list.
    pub code: String,
    /// The order version the code belongs to.
    pub order: Option<Hash>,
    /// By whom.
    pub person: Option<Label>,
    /// With which vehicle.
    pub vehicle: Option<Label>,
    /// How many vehicles, dogs or people, where that matters.
    pub count: Option<u16>,
    /// What was seen, in words.
    pub text: String,
    /// On what it rests.
    pub basis: Basis,
}

/// What is told of an encounter. Each becomes an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EncounterNews {
    /// What is known of a person; absent fields stay as they were.
    Person {
        /// Which person: 1, 2, 3 …
        person: Label,
        /// What is known.
        known: PersonKnown,
    },
    /// What is known of a vehicle; absent fields stay as they were.
    Vehicle {
        /// Which vehicle: 1, 2, 3 …
        vehicle: Label,
        /// What is known.
        known: VehicleKnown,
    },
    /// What somebody did.
    Conduct(Behaviour),
    /// A step of the ladder, or of fair dealing beside it.
    Step {
        /// With whom; absent: with everybody there.
        person: Option<Label>,
        /// When, UTC milliseconds; absent: just now, by legal time.
        time: Option<i64>,
        /// What.
        step: Step,
    },
    /// How it ended.
    Outcome {
        /// For whom; absent: for everybody who has no outcome of their own.
        person: Option<Label>,
        /// How.
        outcome: Outcome,
        /// Why, to whom, under which number.
        text: Option<String>,
        /// Why an offence ended without a fixed penalty, by its code.
        no_fpn: Option<String>,
    },
    /// Something that belongs to the encounter as a whole.
    Added(Detail),
}

impl EncounterNews {
    /// The power that what is told asks for.
    fn power(&self) -> Option<Power> {
        match self {
            Self::Person { known, .. } => match &known.details {
                Some(
                    Details::Person { basis: DetailsBasis::S50, .. }
                    | Details::Refused { asked_under: DetailsBasis::S50 },
                ) => Some(Power::S50Details),
                Some(
                    Details::Person { basis: DetailsBasis::Epa88, .. }
                    | Details::Refused { asked_under: DetailsBasis::Epa88 },
                ) => Some(Power::Epa88Fpn),
                _ => None,
            },
            Self::Outcome { outcome: Outcome::Arrest, .. } => Some(Power::Arrest),
            _ => None,
        }
    }

    fn entry(self, at: Moment, legal: LegalTime, without_power: bool) -> EncounterEntry {
        match self {
            Self::Person { person, known } => {
                EncounterEntry::Person(EncounterPerson { at, person, known, without_power })
            }
            Self::Vehicle { vehicle, known } => {
                EncounterEntry::Vehicle(EncounterVehicle { at, vehicle, known })
            }
            Self::Conduct(seen) => EncounterEntry::Conduct(EncounterConduct {
                at,
                time: Some(seen.time.unwrap_or(legal.at)),
                seen: seen.time.is_none().then_some(legal),
                code: seen.code,
                order: seen.order,
                person: seen.person,
                vehicle: seen.vehicle,
                count: seen.count,
                text: seen.text,
                basis: seen.basis,
            }),
            Self::Step { person, time, step } => {
                let time = Some(time.unwrap_or(legal.at));
                EncounterEntry::Step(EncounterStep { at, time, person, step })
            }
            Self::Outcome { person, outcome, text, no_fpn } => {
                EncounterEntry::Outcome(EncounterOutcome { at, person, outcome, text, no_fpn, without_power })
            }
            Self::Added(detail) => EncounterEntry::Added(EncounterAdded { at, detail }),
        }
    }
}

/// An encounter as its entries tell it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EncounterView {
    /// The record.
    pub record: Id,
    /// Number of its first entry.
    pub first: u64,
    /// Its story.
    pub encounter: Encounter,
}

impl From<StoryTold<Encounter>> for EncounterView {
    fn from(StoryTold { record, first, story }: StoryTold<Encounter>) -> Self {
        Self { record, first, encounter: story }
    }
}

impl Beatbook {
    /// Begins an encounter; answers its record. Place and legal time are taken as far as they are known.
    ///
    /// # Errors
    /// `encounter` (a text that cannot be kept), `moved`, `retired`, storage errors.
    pub fn begin_encounter(&self, begin: BeginEncounter) -> Told<Id> {
        let longest = self.setup.timeouts.request;
        Ok(self.gate.with(|notebook| notebook.begin_encounter(begin, longest))?)
    }

    /// A new link for a joint encounter: begin with it, show it, and a colleague of another employer begins with what was
    /// typed. Nothing is stored.
    ///
    /// # Errors
    /// `phone` (no randomness).
    pub fn joint_link(&self) -> Told<JointLink> {
        Ok(self
            .gate
            .with(|notebook| Ok::<_, DeviceError>(JointLink::random(random(&*notebook.ledger.platform)?)))?)
    }

    /// Tells what happened, in order, all of it or none. A step out of order is kept, and noted as such. Where a conduct
    /// names an order's condition, how it stood there and then is kept with it, and a sign task is opened where only a
    /// warning is offered: both are answered, and so are codes that this phone's order book does not have.
    ///
    /// # Errors
    /// `not_found`, `encounter` (a person or vehicle nobody recorded, too many, a text), `moved`, `retired`,
    /// storage errors: nothing was stored.
    pub fn tell_encounter(&self, encounter: Id, news: Vec<EncounterNews>) -> Told<EncounterSettled> {
        let longest = self.setup.timeouts.request;
        Ok(self.gate.with(|notebook| notebook.tell_encounter(encounter, news, longest))?)
    }

    /// Encounters, the newest first, at most 1,000, as far as the officer's roles read enforcement.
    ///
    /// # Errors
    /// Storage errors.
    pub fn encounters(&self, limit: u32) -> Told<Vec<EncounterView>> {
        let told = self.gate.look(Looking::list(Area::Enforcement), Vec::len, |notebook| {
            let reading = notebook.own_reading()?;
            let told = notebook.ledger.db.read(|tx| encounters(tx, limit.min(LIST_MAX)))?;
            let readable = |one: &StoryTold<Encounter>| {
                reading.allows(Area::Enforcement, one.first, one.story.opened.patrol)
            };
            Ok::<_, DeviceError>(told.into_iter().filter(readable).collect::<Vec<_>>())
        })?;
        Ok(told.into_iter().map(EncounterView::from).collect())
    }

    /// One encounter.
    ///
    /// # Errors
    /// `not_found`, also if the officer's roles do not read enforcement; storage errors.
    pub fn encounter(&self, encounter: Id) -> Told<EncounterView> {
        let told = self.gate.look(
            Looking::view(Area::Enforcement, encounter),
            |_| 1,
            |notebook| {
                let reading = notebook.own_reading()?;
                let told = notebook.ledger.db.read(|tx| encounter_of(tx, encounter))?;
                let readable = |one: &StoryTold<Encounter>| {
                    reading.allows(Area::Enforcement, one.first, one.story.opened.patrol)
                };
                told.filter(readable).ok_or(DeviceError::NotFound)
            },
        )?;
        Ok(told.into())
    }
}

impl Notebook {
    fn begin_encounter(&mut self, begin: BeginEncounter, longest: u64) -> Result<Id, DeviceError> {
        self.ledger.check_writable()?;
        let now = self.ledger.now()?;
        let (time, place) = self.seen_from(begin.place, &now, longest)?;
        let open = self.tracked.as_ref().filter(|tracked| tracked.is_open());
        let welfare = open.is_some_and(|tracked| tracked.patrol.duty.is_welfare());
        let opened = EncounterOpened {
            at: now.moment(),
            time: Some(time),
            place,
            patrol: open.map(|tracked| tracked.record),
            controller: self.ledger.identity.controller(),
            joint: begin.joint,
            operation: begin.operation,
            land: begin.land,
        };
        Encounter::open(&opened)?;
        let record = record_id(&*self.ledger.platform, &now, welfare)?;
        let body = EntryBody::Encounter(EncounterEntry::Opened(opened));
        self.ledger.append(now, |journal| journal.append(record, &body, welfare))?;
        Ok(record)
    }

    /// Legal time, and where the officer is, if that is known and fresh.
    pub(crate) fn seen_from(
        &self,
        place: AskWhere,
        now: &Now,
        longest: u64,
    ) -> Result<(LegalTime, Option<KeptPlace>), DeviceError> {
        let time = self.legal_now(now, longest)?;
        let place = self.place(place, now).ok().filter(|(place, _)| place.age_ms <= FRESH_MS);
        Ok((time, place.map(|(place, _)| kept(place))))
    }

    fn tell_encounter(
        &mut self,
        record: Id,
        news: Vec<EncounterNews>,
        longest: u64,
    ) -> Result<EncounterSettled, DeviceError> {
        self.ledger.check_writable()?;
        let now = self.ledger.now()?;
        let legal = self.legal_now(&now, longest)?;
        let told = self.ledger.db.read(|tx| encounter_of(tx, record))?.ok_or(DeviceError::NotFound)?;
        let welfare = self.is_coarse(told.first)?;
        let mut encounter = told.story;
        let mut bodies = Vec::with_capacity(news.len());
        let mut settled = EncounterSettled::default();
        for one in news {
            let without_power = match one.power() {
                Some(power) => self.lacks(power, legal.at)?,
                None => false,
            };
            let entry = one.entry(now.moment(), legal, without_power);
            encounter.apply(&entry)?;
            settled.unknown.extend(self.unknown_codes(&entry)?);
            let conduct = matches!(entry, EncounterEntry::Conduct(_));
            bodies.push(EntryBody::Encounter(entry));
            if conduct {
                let number = encounter.conducts.len().saturating_sub(1);
                let about = (record, welfare);
                self.settle(about, &mut encounter, number, (&now, longest), &mut settled, &mut bodies)?;
            }
        }
        self.write_settled(now, (record, welfare), &bodies, &settled.sign_tasks)?;
        Ok(settled)
    }

    /// Whether the record beginning with this entry hides what it is.
    pub(crate) fn is_coarse(&self, first: u64) -> Result<bool, DeviceError> {
        let line = self.ledger.db.read(|tx| entry(tx, first))?;
        let header = line.map(|line| line.header()).transpose()?;
        Ok(header.is_some_and(|header| header.kind == beatbook_domain::records::body::COARSE_KIND))
    }
}

pub(crate) fn kept(place: Place) -> KeptPlace {
    // Nothing is kept finer than it was measured, or coarser than a field holds.
    let tenths = (place.accuracy_m * 10.0).ceil().min(f64::from(u16::MAX));
    KeptPlace { lat: place.lat, lon: place.lon, accuracy: Some(tenths as u16) }
}
