//! Somebody under eighteen who was seen in a count: an immediate matter for those who lead safeguarding, without any later step
//! of the officer (rules of the field 10). They are told what the sighting says of place and time, and nothing of the count:
//! neither that there is one, nor which team or sector it was.

use std::collections::{BTreeMap, BTreeSet};

use beatbook_domain::calendar::{local_date, local_label};
use beatbook_domain::records::body::EntryBody;
use beatbook_domain::records::count::story::Sighting;
use beatbook_domain::records::count::{CountEntry, SightingRef};
use beatbook_domain::records::task::{ReviewAsked, WelfareTask};
use beatbook_domain::records::work::Work;
use beatbook_protocol::id::Id;
use jiff::civil::Date;

use crate::auth::Scope;
use crate::counts::{Told, fold};
use crate::error::Fault;
use crate::store::{CountTold, Store};
use crate::welfare::reference;

/// Sightings of which any entry says that somebody is under eighteen, also where a later one says otherwise: who leads
/// safeguarding decides what that means. Of a count that nobody planned, too.
///
/// # Errors
/// The store's.
pub async fn told(store: &dyn Store, scope: &Scope) -> Result<BTreeSet<SightingRef>, Fault> {
    let facts = store.work_facts(scope, Work::Concern).await?;
    let children = facts.told.iter().filter_map(|one| match &one.says {
        EntryBody::Count(entry) => {
            Some(SightingRef { notebook: one.notebook, record: one.record, label: entry.child()? })
        }
        _ => None,
    });
    Ok(children.collect())
}

/// One of them, as far as it is known.
#[derive(Debug, Clone)]
pub struct Child {
    /// Which sighting.
    pub of: SightingRef,
    /// Code of the officer who noted it.
    officer: String,
    /// The sighting as it stands; absent while its first entry has not come.
    seen: Option<Sighting>,
}

/// What is known of these sightings.
///
/// # Errors
/// The store's.
pub async fn seen(
    store: &dyn Store,
    scope: &Scope,
    children: BTreeSet<SightingRef>,
) -> Result<Vec<Child>, Fault> {
    if children.is_empty() {
        return Ok(Vec::new());
    }
    let officers = store.officers(scope).await?;
    let mut parts: BTreeMap<(Id, Id), Vec<CountTold>> = BTreeMap::new();
    for one in store.count_facts(scope).await?.told {
        parts.entry((one.notebook, one.record)).or_default().push(one);
    }
    for told in parts.values_mut() {
        told.sort_by_key(|one| one.seq);
    }
    let known = children.into_iter().map(|of| {
        let told = parts.get(&(of.notebook, of.record)).map(Vec::as_slice).unwrap_or_default();
        let officer = told.first().map(|one| one.officer);
        let code = officers.iter().find(|one| Some(one.id) == officer).map(|one| one.code.clone());
        let entries = told.iter().map(|one| (one.seq, Told::Entry(one.entry.clone())));
        let part = officer.and_then(|officer| fold(officer, entries).part);
        let seen = part.and_then(|mut part| part.sightings.remove(&of.label)).or_else(|| first(told, of));
        Child { of, officer: code.unwrap_or_default(), seen }
    });
    Ok(known.collect())
}

/// The sighting as it was first noted, where the part's beginning has not come.
fn first(told: &[CountTold], of: SightingRef) -> Option<Sighting> {
    told.iter().find_map(|one| match &one.entry {
        CountEntry::Sighting(seen) if seen.label == of.label => Some(Sighting::new((**seen).clone())),
        _ => None,
    })
}

impl Child {
    /// What was seen, in a line without anybody's name.
    #[must_use]
    pub fn what(&self) -> String {
        let seen = self.seen.as_ref().map(|one| {
            let (site, state) = (one.seen.site.code(), one.seen.state.code());
            let when = local_label(one.seen.time.at).unwrap_or_default();
            format!(", {}, {}, {when}", state.replace('_', " "), site.replace('_', " "))
        });
        let by = Some(&self.officer).filter(|code| !code.is_empty()).map(|code| format!("; noted by {code}"));
        let (seen, by) = (seen.unwrap_or_default(), by.unwrap_or_default());
        format!("Child at risk now: somebody under 18 was seen sleeping rough{seen}{by}")
    }

    /// The local day of the sighting, by the phone that noted it.
    #[must_use]
    pub fn day(&self) -> Option<Date> {
        self.seen.as_ref().and_then(|one| local_date(one.seen.time.at).ok())
    }

    /// Where, to ten metres; absent if nobody knows.
    #[must_use]
    pub fn place(&self) -> Option<String> {
        self.seen.as_ref().and_then(|one| one.seen.place).and_then(reference)
    }

    /// The task of those who lead safeguarding, due the day it is asked for.
    #[must_use]
    pub fn task(&self, id: Id, today: Date, leads: Vec<Id>) -> WelfareTask {
        let sightings = BTreeSet::from([self.of]);
        WelfareTask {
            id,
            officer: None,
            team: None,
            place: self.place(),
            what: self.what(),
            due: today,
            from_record: self.of.record,
            review: Some(ReviewAsked { concerns: BTreeSet::new(), sightings, leads }),
        }
    }
}
