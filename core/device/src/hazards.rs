//! Dangers of the place where the officer stands: what the server has told this phone, and what this officer noted and no
//! server has heard of yet. Found offline; asking stores nothing.

use std::collections::{BTreeMap, BTreeSet};

use beatbook_domain::access::Area;
use beatbook_domain::calendar::local_date;
use beatbook_domain::orders::book::Policy;
use beatbook_domain::records::body::EntryBody;
use beatbook_domain::records::hazard::{HazardEntry, HazardPlace, HazardTold};
use beatbook_domain::records::journal::Basis;
use beatbook_domain::records::seen::KeptPlace;
use beatbook_domain::records::server::ServerBody;
use beatbook_domain::records::welfare::steps::{CareStep, Hazard};
use beatbook_domain::records::work::Work;
use beatbook_domain::welfare::hazards::{HazardNow, HazardSaid, HazardWord, Near, fold, near, shown_until};
use beatbook_protocol::id::Id;
use beatbook_store::ReadTransaction;
use jiff::civil::Date;

use crate::access::coarse_bodies;
use crate::beatbook::{Beatbook, Told};
use crate::encounters::kept;
use crate::error::DeviceError;
use crate::journal::{welfare_of, work_entries};
use crate::looks::Looking;
use crate::notebook::Notebook;
use crate::orders::AskWhere;
use crate::welfare::{BeginWelfare, WelfareNews};

/// A danger of a place, as this phone knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HazardView {
    /// What it is called by when it is seen again or gone.
    pub hazard: Id,
    /// What kind.
    pub kind: Hazard,
    /// In words.
    pub text: String,
    /// On what it rests.
    pub basis: Basis,
    /// Who says so.
    pub source: Option<String>,
    /// Where, as far as this officer is told.
    pub place: HazardPlace,
    /// Local day on which it was last seen.
    pub seen: Date,
    /// Last local day on which it is shown.
    pub until: Date,
    /// This phone alone knows of it: no server has heard of it yet.
    pub own: bool,
}

/// One that is near.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HazardHere {
    /// How near.
    pub near: Near,
    /// What.
    pub hazard: HazardView,
}

/// A welfare record that has begun, and what is dangerous there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WelfareBegun {
    /// The record.
    pub record: Id,
    /// Dangers of the place, the nearest first; none if the phone has no position.
    pub hazards: Vec<HazardHere>,
}

impl Beatbook {
    /// Dangers of a place within the authority's distance (100 m if nothing is settled), the nearest first. Those whose
    /// time is over, or that somebody found gone, are not among them.
    ///
    /// # Errors
    /// `no_place`, `no_time`, storage errors.
    pub fn hazards_here(&self, place: AskWhere) -> Told<Vec<HazardHere>> {
        let longest = self.setup.timeouts.request;
        Ok(self
            .gate
            .look(Looking::list(Area::Welfare), Vec::len, |notebook| notebook.hazards_here(place, longest))?)
    }

    /// All dangers of places this phone knows of, the newest first.
    ///
    /// # Errors
    /// `no_time`, storage errors.
    pub fn hazards(&self) -> Told<Vec<HazardView>> {
        let longest = self.setup.timeouts.request;
        Ok(self.gate.look(Looking::list(Area::Welfare), Vec::len, |notebook| {
            let mut all = notebook.hazards(longest)?;
            all.sort_by_key(|one| (core::cmp::Reverse(one.seen), one.hazard));
            Ok::<_, DeviceError>(all)
        })?)
    }

    /// Begins a welfare check or a contact, and answers with it what is dangerous there: to be shown before anything is
    /// done, after the question whether anybody is in immediate danger.
    ///
    /// # Errors
    /// As [`Beatbook::begin_welfare`]; `no_time`.
    pub fn begin_welfare_here(&self, begin: BeginWelfare) -> Told<WelfareBegun> {
        let longest = self.setup.timeouts.request;
        Ok(self.gate.with(|notebook| {
            let hazards = match notebook.hazards_here(begin.place, longest) {
                Err(DeviceError::NoPlace) => Vec::new(),
                found => found?,
            };
            let record = notebook.begin_welfare(begin, longest)?;
            Ok::<_, DeviceError>(WelfareBegun { record, hazards })
        })?)
    }
}

impl Notebook {
    fn hazards_here(&mut self, place: AskWhere, longest: u64) -> Result<Vec<HazardHere>, DeviceError> {
        let now = self.ledger.now()?;
        let (here, _) = self.place(place, &now)?;
        let at = self.legal_now(&now, longest)?.at;
        let metres = self.policy().hazard_m;
        let all = self.hazards(longest)?;
        let by_ward = all.iter().any(|one| matches!(one.place, HazardPlace::Ward(_)));
        let ward = if by_ward { self.ward_of((here.lat, here.lon), at)? } else { None };
        let (here, ward) = (kept(here), ward.as_ref().map(|ward| ward.code.as_str()));
        let found =
            |hazard: HazardView| Some(HazardHere { near: near(&hazard.place, here, ward, metres)?, hazard });
        let mut found: Vec<HazardHere> = all.into_iter().filter_map(found).collect();
        found.sort_by_key(|one| (one.near, one.hazard.kind, one.hazard.hazard));
        Ok(found)
    }

    /// What the authority has settled; the field's usual values where that cannot be read.
    pub(crate) fn policy(&mut self) -> Policy {
        self.book().ok().flatten().map(|book| book.book().policy).unwrap_or_default()
    }

    fn hazards(&mut self, longest: u64) -> Result<Vec<HazardView>, DeviceError> {
        let now = self.ledger.now()?;
        let today = local_date(self.legal_now(&now, longest)?.at)?;
        let days = self.policy().hazard_days;
        let notebook = self.ledger.identity.notebook;
        let reading = self.own_reading()?;
        let (told, own, waiting) = self.ledger.db.read(|tx| {
            let mut own = Vec::new();
            for (record, seq, says) in work_entries(tx, Work::Hazard)? {
                let EntryBody::Welfare(entry) = says else { continue };
                let of = welfare_of(tx, record)?
                    .filter(|one| reading.allows(Area::Welfare, one.first, one.story.opened.patrol));
                let place = of.as_ref().and_then(|one| one.story.opened.place);
                own.extend(HazardSaid::of(&entry, (notebook, seq), record, place).filter(|_| of.is_some()));
            }
            Ok::<_, DeviceError>((told(tx)?, own, waiting(tx)?))
        })?;
        let mut known: BTreeMap<Id, HazardView> = told
            .values()
            .filter_map(|entry| match entry {
                HazardEntry::Told(one) => Some((one.hazard, of_told(one))),
                HazardEntry::Ended(_) => None,
            })
            .collect();
        for (hazard, now) in fold(&own) {
            if now.gone.is_none() && !told.contains_key(&hazard) {
                let own = waiting.contains(&now.first.seq);
                known.insert(hazard, HazardView { own, ..of_own(hazard, &now, days)? });
            }
        }
        // What this officer said of others' and has not handed over yet.
        for one in own.iter().filter(|one| waiting.contains(&one.at.seq)) {
            match &one.word {
                HazardWord::Noted(_) => {}
                HazardWord::Gone(hazard) => drop(known.remove(hazard)),
                HazardWord::Again(hazard) => {
                    let seen = local_date(one.at.time)?;
                    if let Some(view) = known.get_mut(hazard) {
                        view.seen = view.seen.max(seen);
                        view.until = view.until.max(shown_until(seen, days));
                    }
                }
            }
        }
        Ok(known.into_values().filter(|one| today <= one.until).collect())
    }

    /// Refuses a word on a danger nobody here has heard of.
    pub(crate) fn check_hazards(&mut self, news: &[WelfareNews], longest: u64) -> Result<(), DeviceError> {
        let named = |news: &WelfareNews| match news {
            WelfareNews::Step { step: CareStep::HazardSeen { hazard, .. }, .. } => Some(*hazard),
            _ => None,
        };
        let named: BTreeSet<Id> = news.iter().filter_map(named).collect();
        if named.is_empty() {
            return Ok(());
        }
        let known: BTreeSet<Id> = self.hazards(longest)?.into_iter().map(|one| one.hazard).collect();
        if named.is_subset(&known) { Ok(()) } else { Err(DeviceError::NotFound) }
    }
}

/// The last word of the server on each, the exact one if this officer has that.
fn told(tx: &ReadTransaction<'_>) -> Result<BTreeMap<Id, HazardEntry>, DeviceError> {
    let mut told: BTreeMap<Id, HazardEntry> = BTreeMap::new();
    for (_, body) in coarse_bodies(tx, "hazard_")? {
        let ServerBody::Hazard(entry) = body else { continue };
        let exact = |entry: &HazardEntry| matches!(entry, HazardEntry::Told(one) if matches!(one.place, HazardPlace::Exact(_)));
        let before = told.get(&entry.hazard());
        let knows_better = matches!(entry, HazardEntry::Told(_))
            && before.is_some_and(|one| exact(one) && one.rests_on() == entry.rests_on());
        if !knows_better {
            told.insert(entry.hazard(), entry);
        }
    }
    Ok(told)
}

/// Entries that no receipt covers yet.
fn waiting(tx: &ReadTransaction<'_>) -> Result<BTreeSet<u64>, DeviceError> {
    let seqs: Vec<i64> = tx.all("SELECT seq FROM outbox", [], |row| row.get(0))?;
    Ok(seqs.into_iter().map(i64::cast_unsigned).collect())
}

fn of_told(told: &HazardTold) -> HazardView {
    HazardView {
        hazard: told.hazard,
        kind: told.kind,
        text: told.text.clone(),
        basis: told.basis,
        source: told.source.clone(),
        place: told.place.clone(),
        seen: told.seen,
        until: told.until,
        own: false,
    }
}

fn of_own(hazard: Id, now: &HazardNow, days: u32) -> Result<HazardView, DeviceError> {
    let seen = local_date(now.seen)?;
    let place = |place: KeptPlace| HazardPlace::Exact(place);
    Ok(HazardView {
        hazard,
        kind: now.noted.kind,
        text: now.noted.text.clone(),
        basis: now.noted.basis,
        source: now.noted.source.clone(),
        place: now.noted.place.map_or(HazardPlace::Unknown, place),
        seen,
        until: shown_until(seen, days),
        own: true,
    })
}
