//! Somebody under eighteen who was seen in a count, or perhaps under eighteen and met by outreach: an immediate matter for those
//! who lead safeguarding, without any later step of the officer (rules of the field 10). They are told what was seen of place
//! and time; of a count nothing else, neither that there is one, nor which team or sector it was.

use std::collections::{BTreeMap, BTreeSet};

use beatbook_domain::calendar::{local_date, local_label};
use beatbook_domain::records::body::EntryBody;
use beatbook_domain::records::count::story::Sighting;
use beatbook_domain::records::count::{CountEntry, Label, SightingRef};
use beatbook_domain::records::seen::KeptPlace;
use beatbook_domain::records::task::{ReviewAsked, WelfareTask};
use beatbook_domain::records::welfare::steps::CareStep;
use beatbook_domain::records::welfare::story::Welfare;
use beatbook_domain::records::work::Work;
use beatbook_domain::welfare::sleeping::{Site, SleepingState};
use beatbook_protocol::id::Id;
use jiff::civil::Date;

use crate::auth::Scope;
use crate::counts::{Told, fold};
use crate::error::Fault;
use crate::store::{CountTold, Store, WelfareTold};
use crate::welfare::{Case, reference};

/// Sightings of which any entry says that somebody is under eighteen, also where a later one says otherwise: who leads
/// safeguarding decides what that means. Of a count that nobody planned, too; and people of welfare records about sleeping
/// rough of whom any entry says that they perhaps are.
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
    let mut children: BTreeSet<SightingRef> = children.collect();
    let welfare = store.welfare_facts(scope).await?;
    for told in records(&welfare) {
        if sleeping(told).is_some() {
            let of = |one: &WelfareTold| {
                let (notebook, record) = (one.notebook, one.record);
                Some(SightingRef { notebook, record, label: one.entry.child()? })
            };
            children.extend(told.iter().filter_map(of));
        }
    }
    Ok(children)
}

/// Entries by the record they tell of.
fn records(told: &[WelfareTold]) -> impl Iterator<Item = &[WelfareTold]> {
    told.chunk_by(|one, next| (one.notebook, one.record) == (next.notebook, next.record))
}

/// A record, if it is about somebody who sleeps rough.
fn sleeping(told: &[WelfareTold]) -> Option<Welfare> {
    let first = told.first()?;
    let entries: Vec<_> = told.iter().map(|one| (one.seq, one.entry.clone())).collect();
    let welfare = Case::fold(first.notebook, first.officer, first.record, &entries).welfare?;
    welfare.is_about_sleeping().then_some(welfare)
}

/// One of them, as far as it is known.
#[derive(Debug, Clone)]
pub struct Child {
    /// Which sighting.
    pub of: SightingRef,
    /// Code of the officer who noted it.
    officer: String,
    /// Met by outreach, not in a count.
    met: bool,
    /// What was seen; absent while its first entry has not come.
    seen: Option<Seen>,
}

/// What was seen of somebody.
#[derive(Debug, Clone)]
struct Seen {
    state: Option<SleepingState>,
    site: Option<Site>,
    /// When, UTC milliseconds.
    at: i64,
    place: Option<KeptPlace>,
}

impl Seen {
    fn of_count(sighting: &Sighting) -> Self {
        let seen = &sighting.seen;
        Self { state: Some(seen.state), site: Some(seen.site), at: seen.time.at, place: seen.place }
    }

    fn of_welfare(welfare: &Welfare, label: Label) -> Self {
        let opened = &welfare.opened;
        let site = welfare.steps_with(label).rev().find_map(|step| match &step.step {
            CareStep::Site { site, .. } => Some(*site),
            _ => None,
        });
        Self {
            state: welfare.people.get(&label).and_then(|person| person.state),
            site,
            at: opened.time.map_or(opened.at.wall, |time| time.at),
            place: opened.place,
        }
    }
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
    let welfare = store.welfare_facts(scope).await?;
    let met: BTreeMap<(Id, Id), &[WelfareTold]> = records(&welfare)
        .filter_map(|told| told.first().map(|first| ((first.notebook, first.record), told)))
        .collect();
    let coded = |officer: Option<Id>| {
        let code = officers.iter().find(|one| Some(one.id) == officer).map(|one| one.code.clone());
        code.unwrap_or_default()
    };
    let known = children.into_iter().map(|of| {
        if let Some(told) = met.get(&(of.notebook, of.record)) {
            let seen = sleeping(told).map(|welfare| Seen::of_welfare(&welfare, of.label));
            return Child { of, officer: coded(told.first().map(|one| one.officer)), met: true, seen };
        }
        let told = parts.get(&(of.notebook, of.record)).map(Vec::as_slice).unwrap_or_default();
        let officer = told.first().map(|one| one.officer);
        let entries = told.iter().map(|one| (one.seq, Told::Entry(one.entry.clone())));
        let part = officer.and_then(|officer| fold(officer, entries).part);
        let seen = part.and_then(|mut part| part.sightings.remove(&of.label)).or_else(|| first(told, of));
        Child { of, officer: coded(officer), met: false, seen: seen.as_ref().map(Seen::of_count) }
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
            let words = [one.state.map(SleepingState::code), one.site.map(Site::code)];
            let words = words.into_iter().flatten().map(|code| code.replace('_', " "));
            let when = local_label(one.at).unwrap_or_default();
            words.chain([when]).map(|word| format!(", {word}")).collect::<String>()
        });
        let by = Some(&self.officer).filter(|code| !code.is_empty()).map(|code| format!("; noted by {code}"));
        let (seen, by) = (seen.unwrap_or_default(), by.unwrap_or_default());
        let who = if self.met { "somebody perhaps under 18" } else { "somebody under 18" };
        format!("Child at risk now: {who} was seen sleeping rough{seen}{by}")
    }

    /// The local day of the sighting, by the phone that noted it.
    #[must_use]
    pub fn day(&self) -> Option<Date> {
        self.seen.as_ref().and_then(|one| local_date(one.at).ok())
    }

    /// Where, to ten metres; absent if nobody knows.
    #[must_use]
    pub fn place(&self) -> Option<String> {
        self.seen.as_ref().and_then(|one| one.place).and_then(reference)
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
            review: Some(ReviewAsked { concerns: BTreeSet::new(), sightings, leads, answers: Vec::new() }),
        }
    }
}
