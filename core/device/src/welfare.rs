//! Welfare checks and outreach contacts: begun where the officer stands, told step by step, closed once nothing is left
//! to ask. Works offline; everything goes behind the coarse kind of header, whatever the duty.

use beatbook_domain::access::Area;
use beatbook_domain::calendar::local_date;
use beatbook_domain::law::missing::Missing;
use beatbook_domain::orders::legal_time::LegalTime;
use beatbook_domain::records::body::EntryBody;
use beatbook_domain::records::encounter::Label;
use beatbook_domain::records::journal::Moment;
use beatbook_domain::records::welfare::people::PersonSeen;
use beatbook_domain::records::welfare::steps::CareStep;
use beatbook_domain::records::welfare::story::{Question, Welfare, WelfareRefusal};
use beatbook_domain::records::welfare::{
    WelfareAbout, WelfareClosed, WelfareEntry, WelfareOpened, WelfarePerson, WelfareResult, WelfareStep,
};
use beatbook_protocol::id::Id;
use beatbook_store::ReadTransaction;
use jiff::civil::Date;

use crate::access::OwnReading;
use crate::beatbook::{Beatbook, Told};
use crate::child_first::WelfareAnswer;
use crate::error::{DeviceError, not_yet};
use crate::journal::{StoryTold, record_id, welfare_of, welfare_records};
use crate::looks::Looking;
use crate::notebook::Notebook;
use crate::orders::AskWhere;
use crate::outreach::services;
use crate::placements;
use crate::platform::Now;
use crate::reading::LIST_MAX;
use crate::teams;
use crate::welfare_doubted;

/// By so much the clock that somebody read may be ahead of the phone's, milliseconds.
const CLOCKS_DIFFER_MS: i64 = 10 * 60_000;

/// How a welfare record begins.
#[derive(Debug, Clone, PartialEq)]
pub struct BeginWelfare {
    /// What it is.
    pub about: WelfareAbout,
    /// Where; a place that nobody knows is no obstacle.
    pub place: AskWhere,
    /// The address, or the place in words.
    pub address: Option<String>,
    /// Random link to the records of others about the same visit.
    pub joint: Option<Id>,
}

/// What is told of a welfare record. Each becomes an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WelfareNews {
    /// What is known of a person; absent fields stay as they were.
    Person {
        /// Which person: 1, 2, 3 …
        person: Label,
        /// What is known.
        known: Box<PersonSeen>,
    },
    /// A step.
    Step {
        /// With whom; absent: about the place or everybody there.
        person: Option<Label>,
        /// When, UTC milliseconds; absent: just now, by legal time.
        time: Option<i64>,
        /// What.
        step: CareStep,
    },
    /// It is complete.
    Closed {
        /// What it came to.
        result: WelfareResult,
        /// In words.
        text: Option<String>,
    },
}

impl WelfareNews {
    fn entry(self, at: Moment, legal: LegalTime) -> WelfareEntry {
        match self {
            Self::Person { person, known } => {
                WelfareEntry::Person(Box::new(WelfarePerson { at, person, known: *known }))
            }
            Self::Step { person, time, step } => {
                let time = Some(time.unwrap_or(legal.at));
                WelfareEntry::Step(WelfareStep { at, time, within: legal.within, person, step })
            }
            Self::Closed { result, text } => {
                WelfareEntry::Closed(WelfareClosed { at, time: Some(legal), result, text })
            }
        }
    }
}

/// A welfare record as its entries tell it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WelfareView {
    /// The record.
    pub record: Id,
    /// Number of its first entry.
    pub first: u64,
    /// Its story.
    pub welfare: Welfare,
    /// Who agrees to support by this record, and by what the others of this phone tell of them: nobody else can be referred.
    pub agree: Vec<Label>,
    /// What has to be answered before it is complete, in the order in which it is asked.
    pub open: Vec<Question>,
}

impl WelfareView {
    /// As far as the officer may read it; what is left to ask and who agrees is told of all of it.
    fn of(
        notebook: &Notebook,
        tx: &ReadTransaction<'_>,
        (told, records): (&StoryTold<Welfare>, &[StoryTold<Welfare>]),
        reading: &OwnReading,
    ) -> Result<Option<Self>, DeviceError> {
        let Some(welfare) = reading.welfare(told) else { return Ok(None) };
        let agree = notebook.agree(tx, records, told)?;
        let (record, first, open) = (told.record, told.first, told.story.open_questions());
        Ok(Some(Self { record, first, welfare, agree, open }))
    }
}

impl Beatbook {
    /// Begins a welfare check or a contact; answers its record. Place and legal time are taken as far as they are known.
    /// Somebody in immediate danger waits for nothing: [`Self::begin_emergency`].
    ///
    /// # Errors
    /// `child_first` (in an earlier record of this phone somebody perhaps under eighteen sleeps rough, and no disclosure is
    /// made), `text` (one that cannot be kept), `moved`, `retired`, storage errors.
    pub fn begin_welfare(&self, begin: BeginWelfare) -> Told<Id> {
        let longest = self.setup.timeouts.request;
        Ok(self.gate.with(|notebook| notebook.begin_welfare(begin, longest))?)
    }

    /// Tells what was seen and done, in order, all of it or none. It answers what cannot wait: somebody is in immediate danger,
    /// and what to tell 999; somebody perhaps under eighteen sleeps rough, and whom to ring.
    ///
    /// # Errors
    /// `not_found`; `unknown_person`, `person_number` (somebody new is not the next number), `another_person` (the person is told
    /// otherwise in more than one of names, initials and date of birth), `which_person`, `too_many`, `text`;
    /// `age_band` (a band beside another date of birth, or a date after the day of the record: it says which band the date gives); `consent_no_capacity`,
    /// `consent_capacity_in_doubt`, `no_consent`; `unknown_service`; `unknown_team` (a follow-up of a team that none of the
    /// officers is of whom this phone was told); `occupants_among_people`; `follow_up_day` (a follow-up on a weekend); `day`
    /// (what is asked for is over, or more than a year ahead); `time` (999 was rung at a time to come);
    /// `incomplete` (a disclosure, an act of violence, an assessment of risk: all that is missing);
    /// `danger_first` and the other open questions, if it was to be closed; `result_no_concern` (closed as no concern, and it
    /// holds one, a disclosure or an immediate danger); `moved`, `retired`, storage errors: nothing was
    /// stored.
    pub fn tell_welfare(&self, record: Id, news: Vec<WelfareNews>) -> Told<WelfareAnswer> {
        let longest = self.setup.timeouts.request;
        Ok(self.gate.with(|notebook| notebook.tell_welfare(record, news, longest))?)
    }

    /// Welfare records, the newest first, at most 1,000, as far as the officer may read them: with most
    /// roles until sign-off; concerns and disclosures at the level of safeguarding.
    ///
    /// # Errors
    /// Storage errors.
    pub fn welfare_records(&self, limit: u32) -> Told<Vec<WelfareView>> {
        Ok(self.gate.look(Looking::list(Area::Welfare), Vec::len, |notebook| {
            let reading = notebook.own_reading()?;
            notebook.ledger.db.read(|tx| {
                let records = welfare_records(tx, LIST_MAX)?;
                let listed = records.iter().take(limit as usize);
                let views = listed.map(|one| WelfareView::of(notebook, tx, (one, &records), &reading));
                views.filter_map(Result::transpose).collect::<Result<Vec<_>, DeviceError>>()
            })
        })?)
    }

    /// The newest welfare record: for going on with it, whatever the officer's roles read.
    ///
    /// # Errors
    /// `not_found`, storage errors.
    pub fn newest_welfare_record(&self) -> Told<Id> {
        let newest = self.gate.with(|notebook| notebook.ledger.db.read(|tx| welfare_records(tx, 1)))?;
        Ok(newest.first().ok_or(DeviceError::NotFound)?.record)
    }

    /// The number of the only person of a record, 1 while nobody is told of: for telling more of them, whatever the officer's
    /// roles read. It is no look: nothing is told of anybody.
    ///
    /// # Errors
    /// `not_found`, `which_person` (it has several), storage errors.
    pub fn only_welfare_person(&self, record: Id) -> Told<Label> {
        let told = self.gate.with(|notebook| notebook.ledger.db.read(|tx| welfare_of(tx, record)))?;
        let people = told.ok_or(DeviceError::NotFound)?.story.people;
        let mut labels = people.into_keys();
        match (labels.next(), labels.next()) {
            (only, None) => Ok(only.unwrap_or(1)),
            (_, Some(_)) => Err(DeviceError::from(WelfareRefusal::WhichPerson).into()),
        }
    }

    /// One welfare record.
    ///
    /// # Errors
    /// `not_found`, storage errors.
    pub fn welfare_record(&self, record: Id) -> Told<WelfareView> {
        Ok(self.gate.look(
            Looking::view(Area::Welfare, record),
            |_| 1,
            |notebook| {
                let reading = notebook.own_reading()?;
                notebook.ledger.db.read(|tx| {
                    let told = welfare_of(tx, record)?.ok_or(DeviceError::NotFound)?;
                    let records = welfare_records(tx, LIST_MAX)?;
                    let view = WelfareView::of(notebook, tx, (&told, &records), &reading)?;
                    view.ok_or(DeviceError::NotFound)
                })
            },
        )?)
    }
}

impl Notebook {
    /// How a record begins that is written down now.
    pub(crate) fn welfare_opened(
        &self,
        begin: BeginWelfare,
        longest: u64,
    ) -> Result<(Now, WelfareOpened), DeviceError> {
        let now = self.ledger.now()?;
        let (time, place) = self.seen_from(begin.place, &now, longest)?;
        let open = self.tracked.as_ref().filter(|tracked| tracked.is_open());
        let opened = WelfareOpened {
            at: now.moment(),
            time: Some(time),
            place,
            patrol: open.map(|tracked| tracked.record),
            controller: self.ledger.identity.controller(),
            about: begin.about,
            address: begin.address,
            joint: begin.joint,
        };
        Ok((now, opened))
    }

    pub(crate) fn begin_welfare(&mut self, begin: BeginWelfare, longest: u64) -> Result<Id, DeviceError> {
        self.ledger.check_writable()?;
        let (now, opened) = self.welfare_opened(begin, longest)?;
        Welfare::open(&opened)?;
        self.check_child_first()?;
        let record = record_id(&*self.ledger.platform, &now, true)?;
        let body = EntryBody::Welfare(WelfareEntry::Opened(opened));
        self.ledger.append(now, |journal| journal.append(record, &body, true))?;
        Ok(record)
    }

    /// Before the next form comes the disclosure about somebody perhaps under eighteen who sleeps rough (rules of the field 10).
    fn check_child_first(&self) -> Result<(), DeviceError> {
        let told = self.ledger.db.read(|tx| welfare_records(tx, LIST_MAX))?;
        let Some(first) = told.iter().find(|one| !one.story.children_first().is_empty()) else {
            return Ok(());
        };
        let remedy = format!(
            "Somebody perhaps under 18 sleeps rough: make the safeguarding disclosure of welfare record {} first. \
             In danger: ring 999, and begin with the emergency card.",
            first.record
        );
        Err(not_yet("child_first", &remedy, "Children Act 1989 s47; rules of the field 10"))
    }

    fn tell_welfare(
        &mut self,
        record: Id,
        mut news: Vec<WelfareNews>,
        longest: u64,
    ) -> Result<WelfareAnswer, DeviceError> {
        self.ledger.check_writable()?;
        let now = self.ledger.now()?;
        let legal = self.legal_now(&now, longest)?;
        let today = local_date(legal.at)?;
        self.check_services(&news)?;
        self.ledger.db.read(|tx| teams::spelled(tx, &mut news))?;
        let told = self.ledger.db.read(|tx| welfare_of(tx, record))?.ok_or(DeviceError::NotFound)?;
        self.check_hazards(&news, longest)?;
        let mut doubts = placements::doubts(&told.story, &news, &self.ledger.db.read(services)?);
        doubts.extend(self.doubted(&told, &news, today)?);
        let mut here = told.clone();
        let mut bodies = Vec::with_capacity(news.len());
        for one in news {
            check_rung(&one, legal)?;
            let entry = match one.entry(now.moment(), legal) {
                WelfareEntry::Person(told) => WelfareEntry::Person(Box::new(here.story.with_band(*told)?)),
                entry => entry,
            };
            check_named(&here.story, &entry)?;
            self.check_consented(&here, &entry)?;
            here.story.check_person_known(&entry)?;
            here.story.check_complete(&entry)?;
            here.story.check_result(&entry)?;
            Welfare::check_occupants(&entry)?;
            Welfare::check_day(&entry, today)?;
            here.story.apply(&entry)?;
            bodies.push(EntryBody::Welfare(entry));
        }
        let welfare = here.story;
        let anew = self.told_anew(record, (&told.story, &welfare), (&now, legal))?;
        self.ledger.append(now, |journal| {
            bodies.iter().try_for_each(|body| journal.append(record, body, true).map(drop))?;
            anew.iter().try_for_each(|(site, body, _)| journal.append(*site, body, true).map(drop))
        })?;
        doubts.extend(anew.map(|(_, _, said)| said));
        doubts.extend(welfare.result_doubt());
        let answer = self.ledger.db.read(|tx| WelfareAnswer::of(tx, &welfare))?;
        // What is stored is not answered by an error: without a card 999 is rung all the same.
        let emergency = self.emergency_of(&welfare).unwrap_or_default();
        Ok(WelfareAnswer { emergency, doubts, ..answer })
    }
}

impl Notebook {
    /// What looks wrong beside other records, as far as the officer may read them.
    fn doubted(
        &self,
        told: &StoryTold<Welfare>,
        news: &[WelfareNews],
        today: Date,
    ) -> Result<Vec<Missing>, DeviceError> {
        let reading = self.own_reading()?;
        let all = self.ledger.db.read(|tx| welfare_records(tx, LIST_MAX))?;
        let readable = all.iter().filter(|one| {
            let patrol = one.story.opened.patrol;
            one.record != told.record && reading.allows(Area::Welfare, one.first, patrol)
        });
        let others: Vec<&Welfare> = readable.map(|one| &one.story).collect();
        Ok(welfare_doubted::doubts(&told.story, news, &others, today))
    }
}

/// That nobody becomes somebody else by a name. Who they are told as is not said: whoever may read the record sees it there.
fn check_named(welfare: &Welfare, entry: &WelfareEntry) -> Result<(), DeviceError> {
    let WelfareEntry::Person(told) = entry else { return Ok(()) };
    if !welfare.is_named_otherwise(entry) {
        return Ok(());
    }
    let person = told.person;
    let next = welfare.people.last_key_value().map_or(1, |(last, _)| u32::from(*last) + 1);
    let remedy = format!(
        "Person {person} is told as somebody else, and what they agreed to is theirs: tell of another person as person {next}. If \
         more than one thing was wrong, put one name or the date right first, then the rest.",
    );
    Err(not_yet("another_person", &remedy, "each person of a record has a number of their own"))
}

/// When 999 was rung is no time to come; where nobody knows the time, no day to come.
fn check_rung(news: &WelfareNews, now: LegalTime) -> Result<(), DeviceError> {
    let WelfareNews::Step { step: CareStep::Danger { called: Some(called), .. }, .. } = news else {
        return Ok(());
    };
    if now.within.is_some() && *called > now.span().1.saturating_add(CLOCKS_DIFFER_MS) {
        return Err(not_yet(
            "time",
            "Say when 999 was rung: not at a time to come.",
            "a record tells what was",
        ));
    }
    no_day_to_come(*called, local_date(now.at)?)
}

/// What was done was done on no day to come; by how little clocks differ is nobody's fault.
pub(crate) fn no_day_to_come(told: i64, today: Date) -> Result<(), DeviceError> {
    if local_date(told)? > today {
        return Err(not_yet("time", "Say when it was: not on a day to come.", "a record tells what was"));
    }
    Ok(())
}
