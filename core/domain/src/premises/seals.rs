//! The register of seized goods: every item in exactly one state, every seal on one item – or listed for review.

use std::collections::{BTreeMap, BTreeSet};

use beatbook_protocol::id::Id;

use super::{Item, ItemState, Visit};

/// One spelling for all: blanks and capitals make no other seal.
#[must_use]
pub fn same_seal(seal: &str) -> String {
    seal.split_whitespace().map(str::to_uppercase).collect()
}

/// Where an item stands in the register.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// It counts, and is in this state.
    Seized(ItemState),
    /// It, or its visit, was taken back: it is listed and not counted.
    TakenBack,
}

impl Standing {
    /// Its word.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Seized(state) => state.name(),
            Self::TakenBack => "taken_back",
        }
    }
}

/// An item among others: notebook, visit, number.
pub type ItemAt = (Id, Id, u16);

/// An item in the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealRow<'a> {
    /// Its visit.
    pub visit: &'a Visit,
    /// Its number there.
    pub number: u16,
    /// What it is.
    pub item: &'a Item,
    /// Where it stands.
    pub standing: Standing,
    /// Other items of the authority that have the same seal: somebody has to look at the bags.
    pub twins: Vec<ItemAt>,
}

/// Items and what they are worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sum {
    /// Items.
    pub items: u64,
    /// Pence, where it is told.
    pub value_pence: u64,
}

/// Which items have which seal. What was taken back has none.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Twins(BTreeMap<String, BTreeSet<ItemAt>>);

impl Twins {
    /// Of all visits of an authority.
    #[must_use]
    pub fn of<'a>(visits: impl IntoIterator<Item = &'a Visit>) -> Self {
        let mut seals: BTreeMap<String, BTreeSet<ItemAt>> = BTreeMap::new();
        for visit in visits {
            for (number, item) in visit.seized() {
                if let Some(seal) = &item.goods.seal {
                    let at = (visit.notebook, visit.record, number);
                    seals.entry(same_seal(seal)).or_default().insert(at);
                }
            }
        }
        Self(seals)
    }

    /// Other items that have this seal.
    #[must_use]
    pub fn others(&self, at: ItemAt, seal: &str) -> Vec<ItemAt> {
        self.0.get(&same_seal(seal)).into_iter().flatten().copied().filter(|other| *other != at).collect()
    }
}

/// The register.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Seals<'a> {
    /// Items, by the day of their visit.
    pub rows: Vec<SealRow<'a>>,
    /// By where they stand.
    pub states: BTreeMap<Standing, Sum>,
    /// Of everything that counts, added up visit by visit.
    pub seized: Sum,
}

impl<'a> Seals<'a> {
    /// The register of some visits; `twins` is of all visits of the authority.
    #[must_use]
    pub fn of(visits: impl IntoIterator<Item = &'a Visit>, twins: &Twins) -> Self {
        let mut register = Self::default();
        for visit in visits {
            register.seized.add(visit);
            for (number, item) in &visit.items {
                let counts = visit.counts() && item.taken_back.is_none();
                let standing = if counts { Standing::Seized(item.state) } else { Standing::TakenBack };
                let sum = register.states.entry(standing).or_default();
                sum.items += 1;
                sum.value_pence += item.goods.value_pence.unwrap_or(0);
                let at = (visit.notebook, visit.record, *number);
                let seal = item.goods.seal.as_ref().filter(|_| counts);
                let twins = seal.map(|seal| twins.others(at, seal)).unwrap_or_default();
                register.rows.push(SealRow { visit, number: *number, item, standing, twins });
            }
        }
        register.rows.sort_by_key(|row| (row.visit.details.from, row.visit.record, row.number));
        register
    }

    /// How many stand so.
    #[must_use]
    pub fn sum(&self, standing: Standing) -> Sum {
        self.states.get(&standing).copied().unwrap_or_default()
    }

    /// The row that shows that every item that counts is in exactly one state.
    #[must_use]
    pub fn check(&self) -> String {
        let of = |state| self.sum(Standing::Seized(state));
        let told: Vec<String> =
            ItemState::ALL.iter().map(|state| format!("{} {}", of(*state).items, state.name())).collect();
        let items: u64 = ItemState::ALL.iter().map(|state| of(*state).items).sum();
        let value: u64 = ItemState::ALL.iter().map(|state| of(*state).value_pence).sum();
        let adds_up = Sum { items, value_pence: value } == self.seized;
        format!(
            "{} = {items} items seized, counted visit by visit: {}; {value} of {} pence; {} taken back beside them; {}",
            told.join(" + "),
            self.seized.items,
            self.seized.value_pence,
            self.sum(Standing::TakenBack).items,
            if adds_up { "adds up" } else { "DOES NOT ADD UP" }
        )
    }
}

impl Sum {
    fn add(&mut self, visit: &Visit) {
        for (_, item) in visit.seized() {
            self.items += 1;
            self.value_pence += item.goods.value_pence.unwrap_or(0);
        }
    }
}
