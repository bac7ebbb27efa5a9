//! Visits to premises: recorded at the counter with no network, defects and seized goods told one by one, put right by
//! further entries.

use beatbook_domain::access::Area;
use beatbook_domain::premises::lists::PremisesLists;
use beatbook_domain::premises::seals::Twins;
use beatbook_domain::premises::{PremisesRefusal, Told as EntryTold, Visit, fold};
use beatbook_domain::records::body::EntryBody;
use beatbook_domain::records::premises::{
    Defect, DefectFound, ItemCorrected, ItemGone, ItemSeized, ItemStep, ItemTold, PremisesEntry,
    PremisesForm, PremisesPart, PremisesTakenBack, PremisesVisited, SeizedGoods, VisitCorrected,
    VisitDetails, VisitOutcome,
};
use beatbook_domain::records::reference::{Reference, Referenced};
use beatbook_domain::records::seen::Evidence;
use beatbook_domain::records::work::Work;
use beatbook_protocol::id::Id;

use crate::beatbook::{Beatbook, Told};
use crate::error::{DeviceError, not_yet};
use crate::journal::{record_id, work_entries};
use crate::looks::Looking;
use crate::notebook::Notebook;
use crate::orders::AskWhere;

/// What a visit is to be; what is absent is not told.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct VisitChange {
    /// What the premises are called; at first it must be told.
    pub name: Option<String>,
    /// Code of their kind; at first it must be told.
    pub kind: Option<String>,
    /// Their address.
    pub address: Option<String>,
    /// Code of the ward; absent at first: as the phone proposes.
    pub ward: Option<String>,
    /// When it began, UTC milliseconds; absent at first: just now, by legal time.
    pub from: Option<i64>,
    /// Code of why; at first it must be told.
    pub why: Option<String>,
    /// Codes of all partners who came along.
    pub with: Option<Vec<String>>,
    /// Codes of the capacities of all who were spoken to.
    pub spoken_to: Option<Vec<String>>,
    /// All it came to.
    pub outcomes: Option<Vec<VisitOutcome>>,
    /// Anything else, without names.
    pub notes: Option<String>,
}

/// A visit to be recorded.
#[derive(Debug, Clone, PartialEq)]
pub struct RecordVisit {
    /// What it is.
    pub what: VisitChange,
    /// Where; a place that nobody knows is no obstacle.
    pub place: AskWhere,
    /// Name of the operation; absent: the patrol's.
    pub operation: Option<String>,
}

/// What an item is after all; what is absent stays as it was.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GoodsChange {
    /// What they are.
    pub what: Option<String>,
    /// How many.
    pub quantity: Option<u32>,
    /// Of what.
    pub unit: Option<String>,
    /// What they are worth by estimate, pence.
    pub value_pence: Option<u64>,
    /// Number of the seal.
    pub seal: Option<String>,
    /// Their photograph.
    pub photo: Option<Evidence>,
    /// Code of the defect.
    pub defect: Option<String>,
    /// On what power.
    pub power: Option<String>,
}

/// What became of an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ItemNews {
    /// It was given back, by this officer and another.
    Returned {
        /// Public id of the other officer.
        with: String,
        /// To whom, without a name.
        text: String,
    },
    /// It was disposed of, by this officer and another.
    Disposed {
        /// Public id of the other officer.
        with: String,
        /// How.
        text: String,
    },
    /// It was passed to somebody else.
    PassedOn {
        /// To whom.
        to: String,
        /// Their reference.
        reference: String,
    },
    /// It is here after all.
    HeldAfterAll {
        /// Why it was told otherwise.
        why: String,
    },
}

/// Another item of this notebook with the same seal, on another visit. It refuses nothing: look at the bags.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SealSeen {
    /// The visit.
    pub visit: Id,
    /// The item's number there.
    pub item: u16,
}

impl Beatbook {
    /// Records a visit; answers its record.
    ///
    /// # Errors
    /// `premises_kind`, `premises_why`, `premises_partner`, `premises_capacity`, `premises_text`, `premises_twice`,
    /// `premises_outcome`; `unknown_ward` (where this phone was told of any); `moved`, `retired`, storage errors: nothing was stored.
    pub fn record_premises_visit(&self, record: RecordVisit) -> Told<Id> {
        let longest = self.setup.timeouts.request;
        Ok(self.gate.with(|notebook| notebook.record_visit(record, longest))?)
    }

    /// Says what a visit was after all; what is absent stays as it was.
    ///
    /// # Errors
    /// `not_found`, `taken_back_already`, and those of [`Beatbook::record_premises_visit`]: nothing was stored.
    pub fn correct_premises_visit(&self, visit: Id, mut what: VisitChange, why: &str) -> Told<()> {
        Ok(self.gate.with(|notebook| {
            notebook.check_ward(&mut what)?;
            let story = notebook.visit(visit)?;
            let (at, details) = (notebook.ledger.now()?.moment(), visit_changed(story.details.clone(), what));
            let corrected = VisitCorrected { at, details, why: why.to_owned() };
            notebook.tell_premises(&story, PremisesEntry::Corrected(Box::new(corrected)))
        })?)
    }

    /// Takes a visit, a defect or an item back: it is not counted any more.
    ///
    /// # Errors
    /// `not_found`, `defect_not_found`, `item_not_found`, `taken_back_already`, `premises_text`; `moved`, `retired`,
    /// storage errors: nothing was stored.
    pub fn take_back_premises(&self, visit: Id, part: PremisesPart, why: &str) -> Told<()> {
        Ok(self.gate.with(|notebook| {
            let (story, at) = (notebook.visit(visit)?, notebook.ledger.now()?.moment());
            let back = PremisesTakenBack { at, part, why: why.to_owned() };
            notebook.tell_premises(&story, PremisesEntry::TakenBack(back))
        })?)
    }

    /// Says what a visit is called in another system.
    ///
    /// # Errors
    /// `not_found`, `taken_back_already`, `premises_text`, `moved`, `retired`, storage errors: nothing was stored.
    pub fn reference_premises_visit(&self, visit: Id, reference: Reference) -> Told<()> {
        Ok(self.gate.with(|notebook| {
            let (story, at) = (notebook.visit(visit)?, notebook.ledger.now()?.moment());
            notebook.tell_premises(&story, PremisesEntry::Referenced(Referenced { at, reference }))
        })?)
    }

    /// Tells a defect; the same one told again is told anew.
    ///
    /// # Errors
    /// `not_found`, `taken_back_already`, `premises_defect`, `premises_number`, `premises_text`; `moved`, `retired`, storage
    /// errors: nothing was stored.
    pub fn find_defect(&self, visit: Id, defect: Defect) -> Told<()> {
        Ok(self.gate.with(|notebook| {
            let (story, at) = (notebook.visit(visit)?, notebook.ledger.now()?.moment());
            notebook.tell_premises(&story, PremisesEntry::Defect(DefectFound { at, defect }))
        })?)
    }

    /// Tells goods that were seized, in one bag; answers the item's number, and where else this notebook has the seal.
    ///
    /// # Errors
    /// `not_found`, `taken_back_already`, `seal_taken` (by another item of this visit), `premises_defect`,
    /// `premises_number`, `premises_text`; `moved`, `retired`, storage errors: nothing was stored.
    pub fn seize_goods(&self, visit: Id, goods: SeizedGoods) -> Told<(u16, Vec<SealSeen>)> {
        Ok(self.gate.with(|notebook| {
            let (story, at) = (notebook.visit(visit)?, notebook.ledger.now()?.moment());
            let item = story.next_item();
            let seized = ItemSeized { at, item, goods };
            notebook.tell_premises(&story, PremisesEntry::Seized(Box::new(seized)))?;
            Ok::<_, DeviceError>((item, notebook.seals_seen(visit, item)?))
        })?)
    }

    /// Says what an item was after all; answers where else this notebook has the seal.
    ///
    /// # Errors
    /// `item_not_found`, and those of [`Beatbook::seize_goods`]: nothing was stored.
    pub fn correct_item(&self, visit: Id, item: u16, what: GoodsChange, why: &str) -> Told<Vec<SealSeen>> {
        Ok(self.gate.with(|notebook| {
            let (story, at) = (notebook.visit(visit)?, notebook.ledger.now()?.moment());
            let was = story.items.get(&item).ok_or(PremisesRefusal::ItemNotFound)?;
            let goods = goods_changed(was.goods.clone(), what);
            let corrected = ItemCorrected { at, item, goods, why: why.to_owned() };
            notebook.tell_premises(&story, PremisesEntry::ItemCorrected(Box::new(corrected)))?;
            notebook.seals_seen(visit, item)
        })?)
    }

    /// Tells what became of an item.
    ///
    /// # Errors
    /// `not_found`, `item_not_found`, `item_gone_already`, `item_held`, `taken_back_already`, `two_people`,
    /// `unknown_officer` (the second), `premises_text`; `moved`, `retired`, storage errors: nothing was stored.
    pub fn tell_item(&self, visit: Id, item: u16, news: ItemNews) -> Told<()> {
        let longest = self.setup.timeouts.request;
        Ok(self.gate.with(|notebook| {
            let (story, now) = (notebook.visit(visit)?, notebook.ledger.now()?);
            let time = notebook.legal_now(&now, longest)?.at;
            if let ItemNews::Returned { with, .. } | ItemNews::Disposed { with, .. } = &news
                && !notebook.colleagues()?.may_be(with)
            {
                return Err(PremisesRefusal::UnknownOfficer.into());
            }
            let step = step(notebook.ledger.identity.own_code(), news);
            let told = ItemTold { at: now.moment(), time, item, step };
            notebook.tell_premises(&story, PremisesEntry::Item(told))
        })?)
    }

    /// Visits of this notebook, the newest last, as far as the officer's roles read enforcement. What the desk told of goods
    /// is not on the phone.
    ///
    /// # Errors
    /// Storage errors.
    pub fn premises_visits(&self) -> Told<Vec<Visit>> {
        Ok(self.gate.look(Looking::list(Area::Enforcement), Vec::len, |notebook| {
            let reading = notebook.own_reading()?;
            let mut visits = notebook.visits()?;
            visits.retain(|visit| reading.allows(Area::Enforcement, visit.first, visit.recorded.patrol));
            Ok::<_, DeviceError>(visits)
        })?)
    }

    /// One of them.
    ///
    /// # Errors
    /// `not_found`, storage errors.
    pub fn premises_visit(&self, visit: Id) -> Told<Visit> {
        let looking = Looking::view(Area::Enforcement, visit);
        Ok(self.gate.look(
            looking,
            |_| 1,
            |notebook| {
                let (reading, found) = (notebook.own_reading()?, notebook.visit(visit)?);
                let readable = reading.allows(Area::Enforcement, found.first, found.recorded.patrol);
                if readable { Ok(found) } else { Err(DeviceError::NotFound) }
            },
        )?)
    }

    /// The newest visit of this notebook: for going on with it, whatever the officer's roles read.
    ///
    /// # Errors
    /// `not_found`, storage errors.
    pub fn newest_premises_visit(&self) -> Told<Id> {
        let all = self.gate.with(|notebook| notebook.visits())?;
        Ok(all.last().ok_or(DeviceError::NotFound)?.record)
    }
}

/// What nobody told is no word that there is not: it is said what is missing, and which words there are.
fn check_told(what: &VisitChange) -> Result<(), DeviceError> {
    let lists = PremisesLists::shipped();
    let first = [
        (&what.kind, "premises_kind", "Say what kind of premises it is", &lists.kinds),
        (&what.why, "premises_why", "Say why they were visited", &lists.reasons),
    ];
    for (told, code, say, words) in first {
        if told.is_none() {
            let words: Vec<&str> = words.iter().map(|word| word.code.as_str()).collect();
            return Err(not_yet(code, &format!("{say}, one of: {}.", words.join(", ")), &lists.source));
        }
    }
    Ok(())
}

/// What it is once the change is made.
fn visit_changed(was: VisitDetails, what: VisitChange) -> VisitDetails {
    VisitDetails {
        name: what.name.unwrap_or(was.name),
        kind: what.kind.unwrap_or(was.kind),
        address: what.address.or(was.address),
        ward: what.ward.or(was.ward),
        from: what.from.unwrap_or(was.from),
        why: what.why.unwrap_or(was.why),
        with: what.with.unwrap_or(was.with),
        spoken_to: what.spoken_to.unwrap_or(was.spoken_to),
        outcomes: what.outcomes.unwrap_or(was.outcomes),
        notes: what.notes.or(was.notes),
    }
}

fn goods_changed(was: SeizedGoods, what: GoodsChange) -> SeizedGoods {
    SeizedGoods {
        what: what.what.unwrap_or(was.what),
        quantity: what.quantity.unwrap_or(was.quantity),
        unit: what.unit.unwrap_or(was.unit),
        value_pence: what.value_pence.or(was.value_pence),
        seal: what.seal.or(was.seal),
        photo: what.photo.or(was.photo),
        defect: what.defect.or(was.defect),
        power: what.power.or(was.power),
    }
}

fn step(own: String, news: ItemNews) -> ItemStep {
    match news {
        ItemNews::Returned { with, text } => ItemStep::Returned(ItemGone { people: [own, with], text }),
        ItemNews::Disposed { with, text } => ItemStep::Disposed(ItemGone { people: [own, with], text }),
        ItemNews::PassedOn { to, reference } => ItemStep::PassedOn { to, reference },
        ItemNews::HeldAfterAll { why } => ItemStep::HeldAfterAll { why },
    }
}

impl Notebook {
    fn check_ward(&mut self, what: &mut VisitChange) -> Result<(), DeviceError> {
        let Some(ward) = &mut what.ward else { return Ok(()) };
        self.ward_spelled(ward, PremisesRefusal::UnknownWard)
    }

    fn record_visit(&mut self, mut record: RecordVisit, longest: u64) -> Result<Id, DeviceError> {
        self.ledger.check_writable()?;
        check_told(&record.what)?;
        self.check_ward(&mut record.what)?;
        let here = self.here(record.place, longest)?;
        let nothing = VisitDetails {
            name: String::new(),
            kind: String::new(),
            address: None,
            ward: here.ward.clone(),
            from: here.legal.at,
            why: String::new(),
            with: Vec::new(),
            spoken_to: Vec::new(),
            outcomes: Vec::new(),
            notes: None,
        };
        let visited = PremisesVisited {
            at: here.now.moment(),
            legal: here.legal,
            place: here.place,
            proposed_ward: here.ward,
            patrol: here.patrol,
            operation: record.operation.or(here.operation),
            controller: self.ledger.identity.controller(),
            details: visit_changed(nothing, record.what),
        };
        let entry = PremisesEntry::Visited(Box::new(visited));
        entry.check()?;
        let id = record_id(&*self.ledger.platform, &here.now, here.coarse)?;
        let body = EntryBody::Premises(entry);
        self.ledger.append(here.now, |journal| journal.append(id, &body, here.coarse))?;
        Ok(id)
    }

    fn tell_premises(&mut self, story: &Visit, entry: PremisesEntry) -> Result<(), DeviceError> {
        self.ledger.check_writable()?;
        story.check(u64::MAX, &entry)?;
        let (now, coarse) = (self.ledger.now()?, self.is_coarse(story.first)?);
        let (record, body) = (story.record, EntryBody::Premises(entry));
        self.ledger.append(now, |journal| journal.append(record, &body, coarse))?;
        Ok(())
    }

    fn visit(&self, record: Id) -> Result<Visit, DeviceError> {
        self.visits()?.into_iter().find(|one| one.record == record).ok_or(DeviceError::NotFound)
    }

    fn visits(&self) -> Result<Vec<Visit>, DeviceError> {
        let told = self.ledger.db.read(|tx| work_entries(tx, Work::Premises))?;
        let (notebook, by) = (self.ledger.identity.notebook, self.ledger.identity.officer);
        let told = told.into_iter().filter_map(|(record, seq, says)| match says {
            EntryBody::Premises(entry) => Some(EntryTold { notebook, by, record, seq, entry }),
            _ => None,
        });
        let mut all = fold(&told.collect::<Vec<_>>(), &[]);
        all.sort_by_key(|one| one.first);
        Ok(all)
    }

    /// Where else this notebook has an item's seal.
    fn seals_seen(&self, visit: Id, number: u16) -> Result<Vec<SealSeen>, DeviceError> {
        let (all, notebook) = (self.visits()?, self.ledger.identity.notebook);
        let item = all.iter().find(|one| one.record == visit).and_then(|one| one.items.get(&number));
        let Some(seal) = item.and_then(|item| item.goods.seal.as_deref()) else { return Ok(Vec::new()) };
        let others = Twins::of(&all).others((notebook, visit, number), seal);
        Ok(others.into_iter().map(|(_, visit, item)| SealSeen { visit, item }).collect())
    }
}

impl From<PremisesForm> for DeviceError {
    fn from(form: PremisesForm) -> Self {
        Self::Premises(form.into())
    }
}
