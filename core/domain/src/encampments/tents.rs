//! Tents: what all journals tell of each, put together like encampments. Nothing is taken before welfare and an offer, and
//! of what was taken every single thing is somewhere: kept, given back, or disposed of by two people after its day.

use std::collections::BTreeMap;

use beatbook_protocol::id::Id;
use jiff::Span;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::story::{Only, Placed, TakenBack};
use crate::calendar::local_date;
use crate::colleagues::Colleagues;
use crate::records::encampment::EntryAt;
use crate::records::encounter::steps::HelpAnswer;
use crate::records::reference::Reference;
use crate::records::tent::{
    Belonging, BelongingsGone, TentEntry, TentForm, TentNoted, TentRemoved, TentStep,
};

/// Last local day on which what is taken on a day is kept, for so many days as the authority has settled.
#[must_use]
pub fn keep_until(day: Date, days: u32) -> Date {
    day.checked_add(Span::new().days(i64::from(days))).unwrap_or(day)
}

impl Colleagues {
    /// Whether the second of two people is an officer, and another than the one who tells it.
    ///
    /// # Errors
    /// [`TentRefusal::UnknownOfficer`], [`TentForm::TwoPeople`].
    pub fn check(&self, gone: &BelongingsGone, by: Id) -> Result<(), TentRefusal> {
        let [_, second] = &gone.people;
        match self.by_code(second) {
            None => need(self.may_be(second), TentRefusal::UnknownOfficer),
            Some(second) => need(second != by, TentRefusal::Form(TentForm::TwoPeople)),
        }
    }
}

/// An entry that tells of a tent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TentSaid {
    /// Where it is.
    pub at: EntryAt,
    /// The tent.
    pub tent: Id,
    /// Who told it.
    pub by: Id,
    /// Told at the desk: in the authority's own journal.
    pub desk: bool,
    /// What it says.
    pub entry: TentEntry,
}

impl TentSaid {
    fn order(&self) -> (i64, u8, EntryAt) {
        let rank = match &self.entry {
            TentEntry::Noted(_) => 0,
            TentEntry::Step(told) => match &told.step {
                TentStep::Welfare { .. } => 1,
                TentStep::Offered { .. } => 2,
                TentStep::Removed(_) => 3,
                TentStep::Returned(_) => 4,
                TentStep::Disposed(_) => 5,
                TentStep::Reference(_) => 6,
                TentStep::TakenBack { .. } => 7,
            },
        };
        (self.entry.time(), rank, self.at)
    }
}

/// Why an entry does not hold. It is kept and shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum TentRefusal {
    /// Its form.
    #[error(transparent)]
    Form(TentForm),
    /// Moved before a welfare check was complete.
    #[error("no welfare check was complete before it was moved: complete one first")]
    WelfareFirst,
    /// A welfare check of another tent, or of a day before this one was noted.
    #[error("this welfare check is not of this tent: complete one of whoever lives in it")]
    CheckElsewhere,
    /// Moved before help was offered.
    #[error("no help was offered before it was moved: offer it first, and tell the answer")]
    OfferFirst,
    /// It was told before.
    #[error("this was told before, of an earlier time: nothing is to be done")]
    ToldAlready,
    /// Nothing was taken.
    #[error("nothing was taken by then: tell first what was, item by item")]
    NotRemoved,
    /// No such thing.
    #[error("there is no thing of this number: look at the list of what was taken")]
    UnknownItem,
    /// It went before.
    #[error("one of these things is not kept any more: look at what became of it")]
    GoneAlready,
    /// On the day it was taken.
    #[error("nothing is disposed of on the day it was taken: keep it until its day is over")]
    OnTheDay,
    /// Before its day is over.
    #[error("these things are still to be kept: wait until their day is over")]
    StillKept,
    /// What it takes back is not of this tent, not here, or not yet.
    #[error("this tent has no such entry, or it has not come yet: look at its journal and number")]
    NoSuchEntry,
    /// What it takes back takes something back itself.
    #[error("what takes an entry back is not taken back: tell it anew")]
    TakesBack,
    /// What it takes back is in another journal.
    #[error("this is another officer's entry: ask them, or the desk, to take it back")]
    NotYours,
    /// Nobody has the second officer's code.
    #[error("no officer of this authority has the second officer's code: look at it again, or sync first")]
    UnknownOfficer,
    /// Medicine, identity papers, phones.
    #[error("medicine, identity papers and phones are never disposed of: keep them, or hand them to who can")]
    NeverDisposed,
}

impl TentRefusal {
    /// A stable name for screens, logs and tests.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Form(form) => form.code(),
            Self::WelfareFirst => "welfare_first",
            Self::CheckElsewhere => "check_elsewhere",
            Self::OfferFirst => "offer_first",
            Self::ToldAlready => "told_already",
            Self::NotRemoved => "not_removed",
            Self::UnknownItem => "unknown_item",
            Self::GoneAlready => "gone_already",
            Self::OnTheDay => "on_the_day",
            Self::StillKept => "still_kept",
            Self::NoSuchEntry => "no_such_entry",
            Self::TakesBack => "takes_back",
            Self::NotYours => "not_yours",
            Self::UnknownOfficer => "unknown_officer",
            Self::NeverDisposed => "never_disposed",
        }
    }
}

/// What became of a thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ItemState {
    /// It is kept, or was left.
    Kept,
    /// Given back.
    Returned,
    /// Disposed of.
    Disposed,
}

/// A tent as all journals tell it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tent {
    /// Its id.
    pub id: Id,
    /// How it was found; absent while that has not come.
    pub noted: Option<Placed<TentNoted>>,
    /// The welfare check that is complete.
    pub welfare: Option<Placed<Id>>,
    /// Help that was offered, and the answers.
    pub offers: Vec<Placed<(String, HelpAnswer)>>,
    /// What was taken.
    pub removed: Option<Placed<TentRemoved>>,
    /// What became of each thing, in their order.
    pub items: Vec<ItemState>,
    /// Who gave things back or disposed of them.
    pub gone: Vec<Placed<BelongingsGone>>,
    /// What it is called in other systems.
    pub references: Vec<Placed<Reference>>,
    /// Entries that were taken back.
    pub taken_back: BTreeMap<EntryAt, TakenBack>,
    /// Entries that do not hold: where, when, and why.
    pub refused: Vec<(Placed<Only>, TentRefusal)>,
}

/// Puts all tents together, by id: whatever the order of arrival, and however often.
#[must_use]
pub fn fold_tents<'a>(
    said: impl IntoIterator<Item = &'a TentSaid>,
    colleagues: &Colleagues,
) -> BTreeMap<Id, Tent> {
    fold_onto(BTreeMap::new(), said, colleagues)
}

/// The same of entries that go on where tents stood by what was told of others' entries.
pub(super) fn fold_onto<'a>(
    mut tents: BTreeMap<Id, Tent>,
    said: impl IntoIterator<Item = &'a TentSaid>,
    colleagues: &Colleagues,
) -> BTreeMap<Id, Tent> {
    let all: BTreeMap<EntryAt, &TentSaid> = said.into_iter().map(|one| (one.at, one)).collect();
    let mut refused: BTreeMap<EntryAt, TentRefusal> = BTreeMap::new();
    for one in all.values() {
        if let Err(form) = one.entry.check() {
            refused.insert(one.at, TentRefusal::Form(form));
        }
    }
    let taken_back = taken_back(&all, &mut refused);
    let mut sorted: Vec<&TentSaid> = all.into_values().collect();
    sorted.sort_by_key(|one| one.order());
    // A check holds for one tent and for no other.
    let mut checks: BTreeMap<Id, Id> = BTreeMap::new();
    for one in sorted {
        let tent = tents.entry(one.tent).or_insert_with(|| Tent::new(one.tent));
        if let Some(back) = taken_back.get(&one.at) {
            let (what, by, time) = (one.entry.name(), one.by, one.entry.time());
            tent.taken_back.insert(one.at, TakenBack { what, by, time, back: back.clone() });
            continue;
        }
        let refusal = match refused.get(&one.at) {
            Some(refusal) => Some(*refusal),
            None => tent.take(one, colleagues, &mut checks).err(),
        };
        if let Some(refusal) = refusal {
            tent.refused.push((placed(one, Only::Happened), refusal));
        }
    }
    tents
}

/// What was taken back, by what, and why. A phone takes back its own entries, the desk any; what takes something back is not
/// taken back itself.
fn taken_back(
    all: &BTreeMap<EntryAt, &TentSaid>,
    refused: &mut BTreeMap<EntryAt, TentRefusal>,
) -> BTreeMap<EntryAt, Placed<String>> {
    let mut gone: BTreeMap<EntryAt, Placed<String>> = BTreeMap::new();
    for one in all.values() {
        let Some((entry, why)) = one.entry.takes_back() else { continue };
        if refused.contains_key(&one.at) {
            continue;
        }
        let refusal = match all.get(&entry).filter(|target| target.tent == one.tent) {
            None => Some(TentRefusal::NoSuchEntry),
            Some(target) if target.entry.takes_back().is_some() => Some(TentRefusal::TakesBack),
            Some(_) if !one.desk && entry.journal != one.at.journal => Some(TentRefusal::NotYours),
            Some(_) => None,
        };
        match refusal {
            Some(refusal) => drop(refused.insert(one.at, refusal)),
            None => drop(gone.entry(entry).or_insert_with(|| placed(one, why.to_owned()))),
        }
    }
    gone
}

fn placed<T>(said: &TentSaid, what: T) -> Placed<T> {
    Placed { at: said.at, by: said.by, time: said.entry.time(), what }
}

fn need(met: bool, refusal: TentRefusal) -> Result<(), TentRefusal> {
    if met { Ok(()) } else { Err(refusal) }
}

impl Tent {
    pub(super) fn new(id: Id) -> Self {
        Self {
            id,
            noted: None,
            welfare: None,
            offers: Vec::new(),
            removed: None,
            items: Vec::new(),
            gone: Vec::new(),
            references: Vec::new(),
            taken_back: BTreeMap::new(),
            refused: Vec::new(),
        }
    }

    /// Who told of it what holds; somebody more than once.
    pub fn tellers(&self) -> impl Iterator<Item = Id> + Clone {
        let first = self.noted.iter().map(|one| one.by).chain(self.welfare.iter().map(|one| one.by));
        let moved = self.offers.iter().map(|one| one.by).chain(self.removed.iter().map(|one| one.by));
        let later = self.gone.iter().map(|one| one.by).chain(self.references.iter().map(|one| one.by));
        first.chain(moved).chain(later)
    }

    /// Who noted it, also if that was taken back.
    #[must_use]
    pub fn noted_by(&self) -> Option<Id> {
        let back = || self.taken_back.values().find(|one| one.what == "noted").map(|one| one.by);
        self.noted.as_ref().map(|noted| noted.by).or_else(back)
    }

    /// How many things are kept or were left.
    #[must_use]
    pub fn kept(&self) -> usize {
        self.items.iter().filter(|state| **state == ItemState::Kept).count()
    }

    fn take(
        &mut self,
        said: &TentSaid,
        colleagues: &Colleagues,
        checks: &mut BTreeMap<Id, Id>,
    ) -> Result<(), TentRefusal> {
        let step = match &said.entry {
            TentEntry::Noted(noted) => {
                need(self.noted.is_none(), TentRefusal::ToldAlready)?;
                self.noted = Some(placed(said, (**noted).clone()));
                return Ok(());
            }
            TentEntry::Step(told) => &told.step,
        };
        match said.entry.gone().map(|gone| colleagues.check(gone, said.by)) {
            // Its owner has it, whoever saw that: the desk is shown that nobody is known by this code.
            Some(Err(TentRefusal::UnknownOfficer)) if matches!(step, TentStep::Returned(_)) => {}
            checked => checked.unwrap_or(Ok(()))?,
        }
        match step {
            TentStep::Welfare { record } => {
                need(self.welfare.as_ref().is_none_or(|one| one.what != *record), TentRefusal::ToldAlready)?;
                let whose = *checks.entry(*record).or_insert(self.id);
                need(whose == self.id, TentRefusal::CheckElsewhere)?;
                self.welfare = Some(placed(said, *record));
            }
            TentStep::Offered { help, answer } => self.offers.push(placed(said, (help.clone(), *answer))),
            TentStep::Removed(removed) => {
                need(self.welfare.is_some(), TentRefusal::WelfareFirst)?;
                need(!self.offers.is_empty(), TentRefusal::OfferFirst)?;
                need(self.removed.is_none(), TentRefusal::ToldAlready)?;
                self.items = vec![ItemState::Kept; removed.belongings.len()];
                self.removed = Some(placed(said, (**removed).clone()));
            }
            TentStep::Reference(reference) => self.references.push(placed(said, reference.clone())),
            // Looked at before all others.
            TentStep::TakenBack { .. } => {}
            TentStep::Returned(gone) => self.go(said, gone, ItemState::Returned)?,
            TentStep::Disposed(gone) => self.go(said, gone, ItemState::Disposed)?,
        }
        Ok(())
    }

    /// All of these things go, or none.
    fn go(&mut self, said: &TentSaid, gone: &BelongingsGone, to: ItemState) -> Result<(), TentRefusal> {
        let removed = self.removed.as_ref().ok_or(TentRefusal::NotRemoved)?;
        let day = local_date(said.entry.time()).unwrap_or(Date::ZERO);
        may_go((&removed.what, removed.day(), &self.items), gone, (to, day))?;
        for place in gone.items.iter().filter_map(|item| place_of(*item)) {
            if let Some(state) = self.items.get_mut(place) {
                *state = to;
            }
        }
        self.gone.push(placed(said, gone.clone()));
        Ok(())
    }
}

/// Whether things may go on a day, of what was taken on another and is so by now.
fn may_go(
    (removed, taken, items): (&TentRemoved, Date, &[ItemState]),
    gone: &BelongingsGone,
    (to, day): (ItemState, Date),
) -> Result<(), TentRefusal> {
    if to == ItemState::Disposed {
        need(day > taken, TentRefusal::OnTheDay)?;
        let mut things = gone.items.iter().filter_map(|item| thing(removed, *item));
        need(things.all(|thing| thing.kind.may_be_disposed_of()), TentRefusal::NeverDisposed)?;
        need(day > removed.keep_until, TentRefusal::StillKept)?;
    }
    for item in &gone.items {
        let place = place_of(*item).ok_or(TentRefusal::UnknownItem)?;
        let state = items.get(place).ok_or(TentRefusal::UnknownItem)?;
        need(*state == ItemState::Kept, TentRefusal::GoneAlready)?;
    }
    Ok(())
}

pub(super) fn place_of(item: u16) -> Option<usize> {
    usize::from(item).checked_sub(1)
}

fn thing(removed: &TentRemoved, item: u16) -> Option<&Belonging> {
    removed.belongings.get(place_of(item)?)
}
