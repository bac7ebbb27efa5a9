//! What one officer told of an encampment or of a tent, and nothing of anybody else's: for whoever reads own records alone.
//! Whether an entry holds is judged by all that was told.

use std::collections::BTreeMap;

use beatbook_protocol::id::Id;

use super::story::{Encampment, Placed, TakenBack};
use super::tents::Tent;
use crate::records::encampment::EntryAt;

fn only<T: Clone>(by: Id, all: &[Placed<T>]) -> Vec<Placed<T>> {
    all.iter().filter(|one| one.by == by).cloned().collect()
}

fn once<T: Clone>(by: Id, one: &Option<Placed<T>>) -> Option<Placed<T>> {
    one.clone().filter(|one| one.by == by)
}

fn back(by: Id, all: &BTreeMap<EntryAt, TakenBack>) -> BTreeMap<EntryAt, TakenBack> {
    all.iter().filter(|(_, gone)| gone.by == by).map(|(at, gone)| (*at, gone.clone())).collect()
}

impl Encampment {
    /// As this officer told it.
    #[must_use]
    pub fn told_by(&self, by: Id) -> Self {
        let welfare = once(by, &self.welfare);
        Self {
            id: self.id,
            joined: self.joined.clone(),
            reports: only(by, &self.reports),
            visits: only(by, &self.visits),
            checks: welfare.iter().map(|done| done.what.record).collect(),
            welfare,
            spoken: only(by, &self.spoken),
            unassessed: only(by, &self.unassessed),
            written: only(by, &self.written),
            applied: once(by, &self.applied),
            order: once(by, &self.order),
            bailiffs: once(by, &self.bailiffs),
            s61: once(by, &self.s61),
            vacated: once(by, &self.vacated),
            references: only(by, &self.references),
            same: only(by, &self.same),
            taken_back: back(by, &self.taken_back),
            refused: self.refused.iter().filter(|one| one.by == by).cloned().collect(),
        }
    }
}

impl Tent {
    /// As this officer told it.
    #[must_use]
    pub fn told_by(&self, by: Id) -> Self {
        let removed = once(by, &self.removed);
        let items = if removed.is_some() { self.items.clone() } else { Vec::new() };
        Self {
            id: self.id,
            noted: once(by, &self.noted),
            welfare: once(by, &self.welfare),
            offers: only(by, &self.offers),
            removed,
            items,
            gone: only(by, &self.gone),
            references: only(by, &self.references),
            taken_back: back(by, &self.taken_back),
            refused: self.refused.iter().filter(|(one, _)| one.by == by).cloned().collect(),
        }
    }
}
