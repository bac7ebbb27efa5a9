//! Visits to premises as all journals tell them: one story each from any order of arrival, goods item by item.
//!
//! A visit is told by one notebook. What became of seized goods the desk tells as well, since whoever keeps the store is
//! seldom who seized them: its words come after the notebook's, in the order of its own journal.

pub mod lists;
pub mod seals;
pub mod shown;
pub mod table;

use std::collections::{BTreeMap, BTreeSet};

use beatbook_protocol::id::Id;
use jiff::civil::Date;
use serde::Serialize;
use thiserror::Error;

use crate::calendar::local_date;
use crate::engagement::Reason;
use crate::premises::seals::same_seal;
use crate::records::premises::{
    Defect, ItemStep, ItemTold, PremisesActed, PremisesEntry, PremisesForm, PremisesPart, PremisesTakenBack,
    PremisesVisited, SeizedGoods, VisitDetails, VisitOutcome,
};
use crate::records::reference::Reference;

/// An entry as it stands in a journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The notebook.
    pub notebook: Id,
    /// Whose it is.
    pub by: Id,
    /// The visit.
    pub record: Id,
    /// The entry's number.
    pub seq: u64,
    /// What it says.
    pub entry: PremisesEntry,
}

/// Why an entry does not hold. It is kept all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum PremisesRefusal {
    /// It is there already.
    #[error("this visit is recorded already: correct it instead")]
    RecordedAlready,
    /// It, or the item, was taken back.
    #[error("this was taken back: record it anew")]
    TakenBackAlready,
    /// It is told of before it was recorded.
    #[error("this comes before the visit was recorded: record it first")]
    NotRecorded,
    /// No such defect was found.
    #[error("this defect is not among those found on this visit: `premises show` lists them")]
    DefectNotFound,
    /// No such item was seized.
    #[error("no item of this number was seized on this visit: `premises show` lists them")]
    ItemNotFound,
    /// Another item has the number.
    #[error("another item of this visit has this number: give it the next")]
    ItemNumberTaken,
    /// Another item of this visit has the seal.
    #[error("another item of this visit has this seal: look at the bag again, or take the other item back")]
    SealTaken,
    /// It went already.
    #[error("this item is not held any more: if it is here after all, say so first, with a reason")]
    ItemGoneAlready,
    /// It never went.
    #[error("this item is held: nothing else was told of it")]
    ItemHeld,
    /// Nobody has the second officer's code.
    #[error("no officer of this authority has the second officer's code: look at it again, or sync first")]
    UnknownOfficer,
    /// No zone of the authority is a ward of this code.
    #[error(
        "no ward here has this code: look at it again, sync first, or leave it out and the ward at the place is taken"
    )]
    UnknownWard,
    /// Its form.
    #[error(transparent)]
    Form(#[from] PremisesForm),
}

impl PremisesRefusal {
    /// A stable name for scripts and tests.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::RecordedAlready => "recorded_already",
            Self::TakenBackAlready => "taken_back_already",
            Self::NotRecorded => "not_recorded",
            Self::DefectNotFound => "defect_not_found",
            Self::ItemNotFound => "item_not_found",
            Self::ItemNumberTaken => "item_number_taken",
            Self::SealTaken => "seal_taken",
            Self::UnknownOfficer => "unknown_officer",
            Self::ItemGoneAlready => "item_gone_already",
            Self::ItemHeld => "item_held",
            Self::UnknownWard => "unknown_ward",
            Self::Form(form) => form.code(),
        }
    }
}

/// An entry that does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refused {
    /// The entry's number in its notebook; none: it was told at the desk.
    pub entry: Option<u64>,
    /// Why.
    pub why: PremisesRefusal,
}

/// Where an item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ItemState {
    /// Here.
    Held,
    /// Given back.
    Returned,
    /// Disposed of.
    Disposed,
    /// With somebody else.
    PassedOn,
}

impl ItemState {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Held, Self::Returned, Self::Disposed, Self::PassedOn];

    /// Its word.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::Returned => "returned",
            Self::Disposed => "disposed",
            Self::PassedOn => "passed_on",
        }
    }
}

/// A step that holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ItemDone {
    /// Who told it.
    pub by: Id,
    /// It was told at the desk.
    pub at_desk: bool,
    /// When it happened, UTC milliseconds.
    pub time: i64,
    /// What.
    pub step: ItemStep,
}

/// An item that was seized.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// What it is, by the newest word.
    pub goods: SeizedGoods,
    /// Where it is.
    pub state: ItemState,
    /// What became of it, in order.
    pub done: Vec<ItemDone>,
    /// Corrections, in order.
    pub corrections: Vec<Reason>,
    /// It is not counted any more.
    pub taken_back: Option<Reason>,
}

/// A visit as its entries tell it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visit {
    /// The notebook that tells it.
    pub notebook: Id,
    /// Whose it is.
    pub by: Id,
    /// The visit.
    pub record: Id,
    /// Number of its first entry.
    pub first: u64,
    /// As it was recorded.
    pub recorded: PremisesVisited,
    /// What it was, by the newest word.
    pub details: VisitDetails,
    /// Defects by their code, by the newest word.
    pub defects: BTreeMap<String, Defect>,
    /// Items by their number, those taken back among them.
    pub items: BTreeMap<u16, Item>,
    /// Corrections of the visit, defects told anew and parts taken back, in order.
    pub corrections: Vec<Reason>,
    /// What it is called in other systems.
    pub references: Vec<Reference>,
    /// It is not counted any more.
    pub taken_back: Option<Reason>,
    /// Entries that do not hold.
    pub refused: Vec<Refused>,
}

impl Visit {
    /// Whether it counts.
    #[must_use]
    pub fn counts(&self) -> bool {
        self.taken_back.is_none()
    }

    /// The local day it began on.
    #[must_use]
    pub fn day(&self) -> Option<Date> {
        local_date(self.details.from).ok()
    }

    /// Items that count, by their number. Those of a visit taken back do not.
    pub fn seized(&self) -> impl Iterator<Item = (u16, &Item)> {
        let counts = self.counts();
        let items = self.items.iter().filter(move |(_, item)| counts && item.taken_back.is_none());
        items.map(|(number, item)| (*number, item))
    }

    /// Whether an item is held that counts.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.seized().any(|(_, item)| item.state == ItemState::Held)
    }

    /// Codes of all defects: those told, and those that items were seized for.
    #[must_use]
    pub fn defect_codes(&self) -> BTreeSet<&str> {
        let of_items = self.items.values().filter(|item| item.taken_back.is_none());
        let of_items = of_items.filter_map(|item| item.goods.defect.as_deref());
        self.defects.keys().map(String::as_str).chain(of_items).collect()
    }

    /// Last local day on which somebody is to come again, if that is told.
    #[must_use]
    pub fn follow_up(&self) -> Option<Date> {
        self.details.outcomes.iter().find_map(|outcome| match outcome {
            VisitOutcome::FollowUp { by } => Some(*by),
            _ => None,
        })
    }

    /// What somebody should look at: it was told all the same.
    #[must_use]
    pub fn doubts(&self) -> Vec<&'static str> {
        let told = |outcome| self.details.outcomes.contains(&outcome);
        let compliant = told(VisitOutcome::Compliant);
        let seized = self.seized().next().is_some();
        let doubts = [
            (compliant && !self.defect_codes().is_empty(), "compliant_with_defects"),
            (compliant && seized, "compliant_with_goods"),
            (told(VisitOutcome::Seizure) && !seized, "seizure_without_goods"),
        ];
        let doubts = doubts.into_iter().filter(|(doubt, _)| *doubt && self.counts());
        doubts.map(|(_, name)| name).collect()
    }

    /// The number of the next item.
    #[must_use]
    pub fn next_item(&self) -> u16 {
        self.items.keys().last().map_or(1, |last| last.saturating_add(1))
    }

    fn begin(told: &Told, recorded: &PremisesVisited) -> Self {
        Self {
            notebook: told.notebook,
            by: told.by,
            record: told.record,
            first: told.seq,
            recorded: recorded.clone(),
            details: recorded.details.clone(),
            defects: BTreeMap::new(),
            items: BTreeMap::new(),
            corrections: Vec::new(),
            references: Vec::new(),
            taken_back: None,
            refused: Vec::new(),
        }
    }

    /// Whether an entry of its notebook would hold.
    ///
    /// # Errors
    /// Why it would not.
    pub fn check(&self, seq: u64, entry: &PremisesEntry) -> Result<(), PremisesRefusal> {
        if seq < self.first {
            return Err(PremisesRefusal::NotRecorded);
        }
        if matches!(entry, PremisesEntry::Visited(_)) {
            return Err(PremisesRefusal::RecordedAlready);
        }
        if self.taken_back.is_some() {
            return Err(PremisesRefusal::TakenBackAlready);
        }
        entry.check()?;
        match entry {
            PremisesEntry::Visited(_)
            | PremisesEntry::Corrected(_)
            | PremisesEntry::Defect(_)
            | PremisesEntry::Referenced(_) => Ok(()),
            PremisesEntry::TakenBack(back) => match &back.part {
                PremisesPart::Visit => Ok(()),
                PremisesPart::Defect(code) if self.defects.contains_key(code) => Ok(()),
                PremisesPart::Defect(_) => Err(PremisesRefusal::DefectNotFound),
                PremisesPart::Item(number) => self.item(*number).map(drop),
            },
            PremisesEntry::Seized(seized) if self.items.contains_key(&seized.item) => {
                Err(PremisesRefusal::ItemNumberTaken)
            }
            PremisesEntry::Seized(seized) => self.check_seal(seized.item, &seized.goods),
            PremisesEntry::ItemCorrected(corrected) => {
                self.item(corrected.item)?;
                self.check_seal(corrected.item, &corrected.goods)
            }
            PremisesEntry::Item(told) => self.check_told(told),
        }
    }

    /// Whether what is told of an item would hold, in its notebook or at the desk.
    ///
    /// # Errors
    /// Why it would not.
    pub fn check_told(&self, told: &ItemTold) -> Result<(), PremisesRefusal> {
        if self.taken_back.is_some() {
            return Err(PremisesRefusal::TakenBackAlready);
        }
        told.check()?;
        let state = self.item(told.item)?.state;
        match told.step {
            ItemStep::HeldAfterAll { .. } if state == ItemState::Held => Err(PremisesRefusal::ItemHeld),
            ItemStep::HeldAfterAll { .. } => Ok(()),
            _ if state != ItemState::Held => Err(PremisesRefusal::ItemGoneAlready),
            _ => Ok(()),
        }
    }

    /// An item that was not taken back.
    fn item(&self, number: u16) -> Result<&Item, PremisesRefusal> {
        let item = self.items.get(&number).ok_or(PremisesRefusal::ItemNotFound)?;
        if item.taken_back.is_some() { Err(PremisesRefusal::TakenBackAlready) } else { Ok(item) }
    }

    /// Whether no other item of this visit has the seal. On other visits it may well be: phones do not know of each other.
    fn check_seal(&self, number: u16, goods: &SeizedGoods) -> Result<(), PremisesRefusal> {
        let Some(seal) = goods.seal.as_deref().map(same_seal) else { return Ok(()) };
        let mut others =
            self.items.iter().filter(|(other, item)| **other != number && item.taken_back.is_none());
        let taken = others.any(|(_, item)| item.goods.seal.as_deref().map(same_seal).as_ref() == Some(&seal));
        if taken { Err(PremisesRefusal::SealTaken) } else { Ok(()) }
    }

    fn take(&mut self, told: &Told) {
        if let Err(why) = self.check(told.seq, &told.entry) {
            return self.refused.push(Refused { entry: Some(told.seq), why });
        }
        let reason = |why: &String| Reason { seq: told.seq, why: why.clone() };
        match &told.entry {
            PremisesEntry::Visited(_) => {}
            PremisesEntry::Corrected(corrected) => {
                self.details.clone_from(&corrected.details);
                self.corrections.push(reason(&corrected.why));
            }
            PremisesEntry::TakenBack(back) => self.take_back(told.seq, back),
            PremisesEntry::Defect(found) => {
                let code = found.defect.code.clone();
                if self.defects.insert(code.clone(), found.defect.clone()).is_some() {
                    self.corrections.push(reason(&format!("{code} told anew")));
                }
            }
            PremisesEntry::Seized(seized) => {
                let item = Item {
                    goods: seized.goods.clone(),
                    state: ItemState::Held,
                    done: Vec::new(),
                    corrections: Vec::new(),
                    taken_back: None,
                };
                self.items.insert(seized.item, item);
            }
            PremisesEntry::ItemCorrected(corrected) => {
                if let Some(item) = self.items.get_mut(&corrected.item) {
                    item.goods.clone_from(&corrected.goods);
                    item.corrections.push(reason(&corrected.why));
                }
            }
            PremisesEntry::Item(step) => self.step(step, told.by, false),
            PremisesEntry::Referenced(told) => self.references.push(told.reference.clone()),
        }
    }

    fn take_back(&mut self, seq: u64, back: &PremisesTakenBack) {
        let reason = Reason { seq, why: back.why.clone() };
        match &back.part {
            PremisesPart::Visit => self.taken_back = Some(reason),
            PremisesPart::Defect(code) => {
                self.defects.remove(code);
                self.corrections.push(reason);
            }
            PremisesPart::Item(number) => {
                if let Some(item) = self.items.get_mut(number) {
                    item.taken_back = Some(reason);
                }
            }
        }
    }

    fn step(&mut self, told: &ItemTold, by: Id, at_desk: bool) {
        let Some(item) = self.items.get_mut(&told.item) else { return };
        item.state = match &told.step {
            ItemStep::Returned(_) => ItemState::Returned,
            ItemStep::Disposed(_) => ItemState::Disposed,
            ItemStep::PassedOn { .. } => ItemState::PassedOn,
            ItemStep::HeldAfterAll { .. } => ItemState::Held,
        };
        item.done.push(ItemDone { by, at_desk, time: told.time, step: told.step.clone() });
    }

    fn act(&mut self, acted: &PremisesActed) {
        match self.check_told(&acted.told) {
            Ok(()) => self.step(&acted.told, acted.by, true),
            Err(why) => self.refused.push(Refused { entry: None, why }),
        }
    }
}

/// All visits, whatever the order in which notebooks' entries came and however often; `acted` is what the desk tells, in the
/// order of its journal. A visit without a beginning that can be kept is not among them: its beginning is still to come, or
/// erased, or not well formed.
#[must_use]
pub fn fold<'a>(told: impl IntoIterator<Item = &'a Told>, acted: &[PremisesActed]) -> Vec<Visit> {
    let in_order: BTreeMap<(Id, Id, u64), &Told> =
        told.into_iter().map(|one| ((one.notebook, one.record, one.seq), one)).collect();
    let entries: Vec<&Told> = in_order.into_values().collect();
    let records = entries.chunk_by(|one, next| (one.notebook, one.record) == (next.notebook, next.record));
    records.filter_map(|entries| story(entries, acted)).collect()
}

fn story(entries: &[&Told], acted: &[PremisesActed]) -> Option<Visit> {
    let begins = |one: &&&Told| matches!(one.entry, PremisesEntry::Visited(_)) && one.entry.check().is_ok();
    let first = entries.iter().find(begins)?;
    let PremisesEntry::Visited(recorded) = &first.entry else { return None };
    let mut story = Visit::begin(first, recorded);
    entries.iter().filter(|one| one.seq != first.seq).for_each(|one| story.take(one));
    acted.iter().filter(|one| one.visit == first.record).for_each(|one| story.act(one));
    Some(story)
}
