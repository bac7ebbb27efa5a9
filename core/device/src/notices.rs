//! Notices: all that is missing at once, or a number and the paper's record in one transaction. What is unsure in
//! time, place or briefing stays a draft without a number. Works offline.

use beatbook_domain::access::Area;
use beatbook_domain::calendar::local_date;
use beatbook_domain::law::missing::Missing;
use beatbook_domain::notices::completeness::Ready;
use beatbook_domain::notices::number::NoticeNumber;
use beatbook_domain::orders::signs::WhyWarnOnly;
use beatbook_domain::records::body::EntryBody;
use beatbook_domain::records::journal::Moment;
use beatbook_domain::records::notice::story::{NoticeRefusal, NoticeStory};
use beatbook_domain::records::notice::young::{ToldHow, ToldWhom, YoungTold};
use beatbook_domain::records::notice::{
    Notice, NoticeAmended, NoticeDrafted, NoticeDropped, NoticeEntry, NoticeIssued, NoticeServed,
    NoticeVoided, NoticeWithdrawn, ServiceMethod, Signature,
};
use beatbook_domain::records::seen::Evidence;
use beatbook_domain::register::tables::{StillToTell, still_to_tell};
use beatbook_protocol::id::Id;
use jiff::civil::Date;

use crate::asked::NoticeAsked;
use crate::beatbook::{Beatbook, Told};
use crate::error::DeviceError;
use crate::journal::{StoryTold, notice_numbered, notice_of, notices, record_id};
use crate::looks::Looking;
use crate::notebook::Notebook;
use crate::reading::LIST_MAX;
use crate::scene::Prepared;

/// What came of asking for a notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoticeOutcome {
    /// It has its number.
    Issued {
        /// The record.
        record: Id,
        /// As printed.
        number: String,
        /// Last local day to tell guardian and youth justice; absent for adults.
        tell_guardian_by: Option<Date>,
        /// What is worth knowing beside, as the check said it; and `direction_not_told`: a direction to leave land that its encampment
        /// has to be told of, as this phone does not know which it is.
        notes: Vec<Missing>,
    },
    /// It is complete, and something is unsure: a supervisor issues it by post or drops it.
    Draft {
        /// The record.
        record: Id,
        /// Codes of what is unsure.
        doubts: Vec<String>,
    },
}

/// What a check of a notice finds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeChecked {
    /// How it goes on, if nothing is missing.
    pub goes_on: Option<Ready>,
    /// Every missing point.
    pub missing: Vec<Missing>,
    /// What is worth knowing before it is issued, and refuses no number: questions before the caution, by what a vehicle
    /// warning is going to be found.
    pub notes: Vec<Missing>,
    /// Why only a warning is offered: the signs. It refuses no number.
    pub warn_only: Option<WhyWarnOnly>,
    /// A task for that sign was opened by this officer's phone, and is open.
    pub sign_task: bool,
}

impl NoticeChecked {
    /// Whether it may have its number, or every missing point.
    ///
    /// # Errors
    /// What is missing.
    pub fn ready(self) -> Result<Ready, Vec<Missing>> {
        self.goes_on.ok_or(self.missing)
    }

    fn of(ready: Result<Ready, Vec<Missing>>) -> Self {
        let (goes_on, missing) = match ready {
            Ok(ready) => (Some(ready), Vec::new()),
            Err(missing) => (None, missing),
        };
        Self { goes_on, missing, notes: Vec::new(), warn_only: None, sign_task: false }
    }
}

/// What is told of a notice that was issued or drafted. Each becomes an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoticeNews {
    /// Served.
    Served {
        /// When, UTC milliseconds; absent: just now, by legal time.
        time: Option<i64>,
        /// How; absent: as the paper says.
        method: Option<ServiceMethod>,
        /// Whether the recipient signed.
        signature: Signature,
        /// Photographs of it where it was left or hangs.
        evidence: Vec<Evidence>,
    },
    /// A slip put right.
    Amended {
        /// Which statement, by its name: one of [`statements`](beatbook_domain::records::notice::statements::statements) of its
        /// kind.
        field: String,
        /// What it should say.
        text: String,
        /// Why.
        reason: String,
    },
    /// Invalid; its number stays accounted for.
    Voided {
        /// Why.
        reason: String,
    },
    /// Valid, and dropped.
    Withdrawn {
        /// Why.
        reason: String,
        /// How the recipient was told; empty while nobody has told them.
        told: String,
        /// The local day they were told; absent while nobody has. Told later, it is withdrawn once more with this day.
        told_on: Option<Date>,
    },
    /// A draft that becomes nothing.
    Dropped {
        /// Why.
        reason: String,
    },
    /// Guardian or youth justice was told of paper given to somebody of sixteen or seventeen.
    YoungTold {
        /// Who.
        whom: ToldWhom,
        /// How.
        how: ToldHow,
        /// On which local day; absent: today.
        on: Option<Date>,
    },
}

impl NoticeNews {
    fn entry(self, at: Moment, (now, today): (i64, Date), notice: &Notice) -> NoticeEntry {
        match self {
            Self::YoungTold { whom, how, on } => {
                NoticeEntry::YoungTold(YoungTold { at, whom, how, on: on.unwrap_or(today) })
            }
            Self::Served { time, method, signature, evidence } => {
                let time = time.unwrap_or(now);
                let method = method.or(notice.service).unwrap_or(ServiceMethod::Hand);
                NoticeEntry::Served(NoticeServed { at, time, method, signature, evidence })
            }
            Self::Amended { field, text, reason } => {
                NoticeEntry::Amended(NoticeAmended { at, field, text, reason })
            }
            Self::Voided { reason } => NoticeEntry::Voided(NoticeVoided { at, reason }),
            Self::Withdrawn { reason, told, told_on } => {
                NoticeEntry::Withdrawn(NoticeWithdrawn { at, reason, told, told_on })
            }
            Self::Dropped { reason } => NoticeEntry::Dropped(NoticeDropped { at, reason }),
        }
    }
}

/// A notice as its entries tell it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeView {
    /// The record.
    pub record: Id,
    /// Number of its first entry.
    pub first: u64,
    /// Its story.
    pub story: NoticeStory,
}

impl From<StoryTold<NoticeStory>> for NoticeView {
    fn from(StoryTold { record, first, story }: StoryTold<NoticeStory>) -> Self {
        Self { record, first, story }
    }
}

impl Beatbook {
    /// What stands between this notice and its number, what would be unsure, and whether only a warning is offered. Stores
    /// nothing.
    ///
    /// # Errors
    /// `not_found` (the encounter), `no_time`, storage errors.
    pub fn check_notice(&self, asked: &NoticeAsked) -> Told<NoticeChecked> {
        let longest = self.setup.timeouts.request;
        let prepared = self.gate.look(
            Looking::person(Area::Enforcement, asked.encounter),
            |_| 1,
            |notebook| {
                let prepared = notebook.prepare(asked, longest)?;
                if !asked.training && matches!(prepared.ready, Ok(Ready::Draft(_))) {
                    notebook.check_not_drafted(&prepared.notice)?;
                }
                Ok(prepared)
            },
        );
        match prepared {
            Ok(Prepared { ready, notes, warn_only, .. }) => {
                let sign_task = warn_only.as_ref().is_some_and(|(_, open)| *open);
                let warn_only = warn_only.map(|(why, _)| why);
                Ok(NoticeChecked { notes, warn_only, sign_task, ..NoticeChecked::of(ready) })
            }
            Err(DeviceError::Incomplete(missing)) => Ok(NoticeChecked::of(Err(missing))),
            Err(error) => Err(error.into()),
        }
    }

    /// Issues a notice under the next number of this phone, spent in the same transaction; what is unsure becomes a
    /// draft without one. `Ok` with a number means that no other notice anywhere has it.
    ///
    /// # Errors
    /// `incomplete` with every missing point, or `drafted_already` alone while a draft of the same conduct and person waits;
    /// `no_notice_number_left` (keep it with [`Beatbook::draft_notice`]);
    /// `not_found` (the encounter), `notice` (a text), `no_time`, `moved`, `retired`, storage errors.
    pub fn issue_notice(&self, asked: &NoticeAsked) -> Told<NoticeOutcome> {
        let (longest, seats) = (self.setup.timeouts.request, &self.setup.places.seats);
        Ok(self.gate.with(|notebook| {
            let prepared = notebook.prepare(asked, longest)?;
            match &prepared.ready {
                Err(missing) => Err(DeviceError::Incomplete(missing.clone())),
                Ok(Ready::Draft(doubts)) => {
                    let doubts = doubts.clone();
                    let record = notebook.keep_draft(prepared, asked.training)?;
                    Ok(NoticeOutcome::Draft { record, doubts })
                }
                Ok(Ready::Number { tell_guardian_by }) => {
                    let tell_guardian_by = *tell_guardian_by;
                    let Prepared { now, time, notice, mut notes, .. } = prepared;
                    let record = record_id(&*notebook.ledger.platform, &now, false)?;
                    let (at, number) = (now.moment(), String::new());
                    let mut issued = NoticeIssued { at, time, number, notice, templates: None };
                    // Only its form is asked: the number comes with the transaction.
                    NoticeStory::begin(&drafted(&issued))?;
                    issued.templates = Some(notebook.templates_for(&issued)?);
                    let number = notebook.issue(seats, record, &issued, asked.training)?.to_string();
                    if !asked.training {
                        notes.extend(notebook.direct(&issued.notice, &number, longest));
                    }
                    Ok(NoticeOutcome::Issued { record, number, tell_guardian_by, notes })
                }
            }
        })?)
    }

    /// Keeps a notice without a number, with the codes of all that is missing or unsure; answers its record.
    ///
    /// # Errors
    /// `incomplete` only if nothing could be written at all: no order book, rules, order or powers on this phone; or
    /// `drafted_already` as [`Beatbook::issue_notice`];
    /// `not_found` (the encounter), `notice` (a text), `no_time`, `moved`, `retired`, storage errors.
    pub fn draft_notice(&self, asked: &NoticeAsked) -> Told<Id> {
        let longest = self.setup.timeouts.request;
        Ok(self.gate.with(|notebook| {
            let prepared = notebook.prepare(asked, longest)?;
            notebook.keep_draft(prepared, asked.training)
        })?)
    }

    /// Tells what became of a notice: served, amended, voided, withdrawn, or – a draft – dropped.
    ///
    /// # Errors
    /// `not_found`, `notice` (it does not follow, or a text), `moved`, `retired`, storage errors.
    pub fn tell_notice(&self, record: Id, news: NoticeNews) -> Told<()> {
        let longest = self.setup.timeouts.request;
        Ok(self.gate.with(|notebook| notebook.tell_notice(record, news, longest))?)
    }

    /// Notices, the newest first, at most 1,000, as far as the officer's roles read enforcement.
    ///
    /// # Errors
    /// Storage errors.
    pub fn notices(&self, limit: u32) -> Told<Vec<NoticeView>> {
        let told = self.gate.look(Looking::list(Area::Enforcement), Vec::len, |notebook| {
            let reading = notebook.own_reading()?;
            let told = notebook.ledger.db.read(|tx| notices(tx, limit.min(LIST_MAX)))?;
            let readable = |one: &StoryTold<_>| reading.allows(Area::Enforcement, one.first, None);
            Ok::<_, DeviceError>(told.into_iter().filter(readable).collect::<Vec<_>>())
        })?;
        Ok(told.into_iter().map(NoticeView::from).collect())
    }

    /// One notice.
    ///
    /// # Errors
    /// `not_found`, also if the officer's roles do not read enforcement; storage errors.
    pub fn notice(&self, record: Id) -> Told<NoticeView> {
        let told = self.gate.look(
            Looking::view(Area::Enforcement, record),
            |_| 1,
            |notebook| notebook.notice_read(record),
        )?;
        Ok(told.into())
    }

    /// The notice of this number, as printed.
    ///
    /// # Errors
    /// As [`Beatbook::notice`].
    pub fn notice_numbered(&self, number: &str) -> Told<NoticeView> {
        let record = self.notice_record(number)?;
        self.notice(record)
    }

    /// Notices of this notebook of which guardian or youth justice is still to be told, as far as this phone and the
    /// server's journal tell; what runs out first before the others.
    ///
    /// # Errors
    /// `no_time`, storage errors.
    pub fn young_to_tell(&self) -> Told<Vec<YoungNotice>> {
        let longest = self.setup.timeouts.request;
        Ok(self.gate.look(Looking::list(Area::Enforcement), Vec::len, |notebook| {
            let now = notebook.ledger.now()?;
            let today = local_date(notebook.legal_now(&now, longest)?.at)?;
            let standings = notebook.notice_standings(today)?;
            let list = still_to_tell(standings.iter().map(|one| (&one.number, &one.standing)), today);
            let record = |number: &NoticeNumber| {
                standings.iter().find(|one| one.number == *number).map(|one| one.record)
            };
            let with = |to_tell: StillToTell| Some(YoungNotice { record: record(&to_tell.number)?, to_tell });
            Ok::<_, DeviceError>(list.into_iter().filter_map(with).collect())
        })?)
    }

    /// The record of the notice of this number: what becomes of it is told whatever the officer's roles read.
    ///
    /// # Errors
    /// `not_found`, storage errors.
    pub fn notice_record(&self, number: &str) -> Told<Id> {
        Ok(self.gate.with(|notebook| notebook.record_numbered(number))?)
    }
}

impl Notebook {
    fn record_numbered(&self, number: &str) -> Result<Id, DeviceError> {
        let told = self.ledger.db.read(|tx| notice_numbered(tx, number))?.ok_or(DeviceError::NotFound)?;
        Ok(told.record)
    }

    /// A notice, for somebody who reads it.
    pub(crate) fn notice_read(&mut self, record: Id) -> Result<StoryTold<NoticeStory>, DeviceError> {
        let reading = self.own_reading()?;
        let told = self.notice_told(record)?;
        if reading.allows(Area::Enforcement, told.first, None) {
            Ok(told)
        } else {
            Err(DeviceError::NotFound)
        }
    }

    pub(crate) fn notice_told(&self, record: Id) -> Result<StoryTold<NoticeStory>, DeviceError> {
        self.ledger.db.read(|tx| notice_of(tx, record))?.ok_or(DeviceError::NotFound)
    }

    /// What the record does not know of: a day to come, and that the desk has told already.
    fn check_telling(&self, record: Id, told: &YoungTold, today: Date) -> Result<(), DeviceError> {
        if told.on > today {
            return Err(NoticeRefusal::ToldInFuture.into());
        }
        let standings = self.notice_standings(Date::MAX)?.into_iter();
        let young = standings.filter(|one| one.record == record).find_map(|one| one.standing.young);
        match young.and_then(|young| young.told(told.whom)) {
            Some(_) => Err(NoticeRefusal::ToldAlready(told.whom.words()).into()),
            None => Ok(()),
        }
    }

    fn keep_draft(&mut self, prepared: Prepared, training: bool) -> Result<Id, DeviceError> {
        self.ledger.check_writable()?;
        if !training {
            self.check_not_drafted(&prepared.notice)?;
        }
        let Prepared { now, notice, ready, doubts, .. } = prepared;
        let (doubts, missing) = match ready {
            Ok(Ready::Draft(doubts)) => (doubts, Vec::new()),
            Ok(Ready::Number { .. }) => (doubts, Vec::new()),
            Err(missing) => (doubts, missing.iter().map(|point| point.code.to_owned()).collect()),
        };
        let record = record_id(&*self.ledger.platform, &now, false)?;
        let drafted = NoticeDrafted { at: now.moment(), notice, doubts, missing, training };
        let entry = NoticeEntry::Drafted(Box::new(drafted));
        NoticeStory::begin(&entry)?;
        let body = EntryBody::Notice(entry);
        self.ledger.append(now, |journal| journal.append(record, &body, false))?;
        Ok(record)
    }

    fn tell_notice(&mut self, record: Id, news: NoticeNews, longest: u64) -> Result<(), DeviceError> {
        self.ledger.check_writable()?;
        let now = self.ledger.now()?;
        let time = self.legal_now(&now, longest)?;
        let today = local_date(time.at)?;
        let mut story = self.notice_told(record)?.story;
        let entry = news.entry(now.moment(), (time.at, today), &story.notice);
        if let NoticeEntry::Amended(amended) = &entry {
            story.check_amendment(amended, today)?;
        }
        story.apply(&entry)?;
        match &entry {
            NoticeEntry::YoungTold(told) => self.check_telling(record, told, today)?,
            NoticeEntry::Withdrawn(told) if told.told_on.is_some_and(|on| on > today) => {
                return Err(NoticeRefusal::ToldInFuture.into());
            }
            _ => {}
        }
        if matches!(entry, NoticeEntry::Dropped(_)) && self.is_decided(record)? {
            return Err(NoticeRefusal::Over.into());
        }
        let body = EntryBody::Notice(entry);
        self.ledger.append(now, |journal| journal.append(record, &body, false).map(drop))
    }
}

/// Paper given to somebody of sixteen or seventeen, of which somebody is still to be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YoungNotice {
    /// The record.
    pub record: Id,
    /// Number, last day, who is still to be told.
    pub to_tell: StillToTell,
}

fn drafted(issued: &NoticeIssued) -> NoticeEntry {
    let NoticeIssued { at, notice, .. } = issued;
    let (doubts, missing) = (Vec::new(), Vec::new());
    let (notice, training) = (notice.clone(), false);
    NoticeEntry::Drafted(Box::new(NoticeDrafted { at: *at, notice, doubts, missing, training }))
}
