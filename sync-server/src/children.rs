//! Somebody under eighteen who was seen in a count, or perhaps under eighteen and met by outreach: an immediate matter for those
//! who lead safeguarding, without any later step of the officer (rules of the field 10). They are told what was seen of place
//! and time – the square or the ward, as everybody is who is not of the team that was there, and whom to ask for more –; of a count
//! nothing else, neither that there is one, nor which team or sector it was.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use beatbook_domain::calendar::{local_date, local_label};
use beatbook_domain::records::body::EntryBody;
use beatbook_domain::records::consult::DutyNumber;
use beatbook_domain::records::count::story::Sighting;
use beatbook_domain::records::count::{CountEntry, Label, SightingRef};
use beatbook_domain::records::seen::KeptPlace;
use beatbook_domain::records::task::{ReviewAsked, WelfareTask};
use beatbook_domain::records::welfare::steps::CareStep;
use beatbook_domain::records::welfare::story::Welfare;
use beatbook_domain::records::work::Work;
use beatbook_domain::welfare::shown::{Shown, Sleepers};
use beatbook_domain::welfare::sleeping::{Site, SleepingState};
use beatbook_protocol::id::Id;
use jiff::civil::Date;

use crate::auth::Scope;
use crate::counts::{Counts, Told, fold, places};
use crate::duty::DutyNumbers;
use crate::error::Fault;
use crate::presence::ReadyBriefing;
use crate::service::Service;
use crate::store::{CountFacts, CountTold, Store, WelfareTold};
use crate::welfare::{Case, TakenIn, cases, identity_key, sleepers};

/// Sightings of which any entry says that somebody is under eighteen, also where a later one says otherwise: who leads
/// safeguarding decides what that means. Of a count that nobody planned, too; and people of welfare records about somebody
/// who sleeps rough, of whom any entry says that they perhaps are.
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

/// A record, if it is about somebody who sleeps rough, any entry of it said so, or its beginning is erased.
fn sleeping(told: &[WelfareTold]) -> Option<(Case, Welfare)> {
    let first = told.first()?;
    let entries: Vec<TakenIn> = told.iter().map(TakenIn::from).collect();
    let mut case = Case::fold(first.notebook, first.officer, first.record, &entries);
    let welfare = case.welfare.take()?;
    let sleeping = welfare.is_about_sleeping() || told.iter().any(|one| one.entry.sleeps_rough());
    sleeping.then_some((case, welfare))
}

/// One of them, as far as it is known.
#[derive(Debug, Clone)]
pub struct Child {
    /// Which sighting.
    pub of: SightingRef,
    /// Code of the officer who noted it.
    officer: String,
    /// Whom to ring about what that officer's team noted.
    ring: Option<DutyNumber>,
    /// The square or the name of the ward.
    place: Option<String>,
    /// Met by outreach, not in a count.
    met: bool,
    /// What was seen; absent while its first entry has not come.
    seen: Option<Seen>,
}

/// How somebody was come upon.
const SLEEPING: &str = "seen sleeping rough";
/// The same where nobody knows any more what the record was about.
const MET: &str = "told of in a record whose beginning is erased";

/// What was seen of somebody.
#[derive(Debug, Clone)]
struct Seen {
    how: &'static str,
    /// It is certain that they are under eighteen: a count says so, of others a date of birth.
    sure: bool,
    state: Option<SleepingState>,
    site: Option<Site>,
    /// When, UTC milliseconds.
    at: i64,
    place: Option<KeptPlace>,
}

impl Seen {
    fn of_count(sighting: &Sighting) -> Self {
        let seen = &sighting.seen;
        let (state, site) = (Some(seen.state), Some(seen.site));
        Self { how: SLEEPING, sure: true, state, site, at: seen.time.at, place: seen.place }
    }

    fn of_welfare(case: &Case, welfare: &Welfare, label: Label) -> Self {
        let opened = &welfare.opened;
        let site = welfare.steps_with(label).rev().find_map(|step| match &step.step {
            CareStep::Site { site, .. } => Some(*site),
            _ => None,
        });
        let person = welfare.people.get(&label);
        let state = person.and_then(|person| person.state);
        Self {
            how: if case.is_rest && state.is_none() { MET } else { SLEEPING },
            sure: person.is_some_and(|person| person.is_child(welfare.day())),
            state,
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
    service: &Service,
    scope: &Scope,
    children: BTreeSet<SightingRef>,
) -> Result<Vec<Child>, Fault> {
    if children.is_empty() {
        return Ok(Vec::new());
    }
    let store = &**service.store();
    let officers = store.officers(scope).await?;
    let journal = store.journal(scope).await?;
    let duty = DutyNumbers::of(journal.iter().map(|(_, body)| body));
    let facts = store.count_facts(scope).await?;
    let mut parts: BTreeMap<(Id, Id), Vec<CountTold>> = BTreeMap::new();
    for one in &facts.told {
        parts.entry((one.notebook, one.record)).or_default().push(one.clone());
    }
    for told in parts.values_mut() {
        told.sort_by_key(|one| one.seq);
    }
    let welfare = store.welfare_facts(scope).await?;
    let met: BTreeMap<(Id, Id), &[WelfareTold]> = records(&welfare)
        .filter_map(|told| told.first().map(|first| ((first.notebook, first.record), told)))
        .collect();
    let places = Places::of(service, scope, (facts, &welfare)).await?;
    let known = children.into_iter().map(|of| {
        let (met, officer, seen) = if let Some(told) = met.get(&(of.notebook, of.record)) {
            let seen = sleeping(told).map(|(case, welfare)| Seen::of_welfare(&case, &welfare, of.label));
            (true, told.first().map(|one| one.officer), seen)
        } else {
            let told = parts.get(&(of.notebook, of.record)).map(Vec::as_slice).unwrap_or_default();
            let officer = told.first().map(|one| one.officer);
            let entries = told.iter().map(|one| (one.seq, Told::Entry(one.entry.clone())));
            let part = officer.and_then(|officer| fold(officer, entries).part);
            let seen = part.and_then(|mut part| part.sightings.remove(&of.label)).or_else(|| first(told, of));
            (false, officer, seen.as_ref().map(Seen::of_count))
        };
        let by = officers.iter().find(|one| Some(one.id) == officer);
        Child {
            of,
            officer: by.map(|one| one.code.clone()).unwrap_or_default(),
            ring: duty.of_team(by.map_or("", |one| one.team.as_str())).cloned(),
            place: seen.as_ref().and_then(|one| places.words(of, one.place?)),
            met,
            seen,
        }
    });
    Ok(known.collect())
}

/// What those who lead safeguarding are shown of places: of a ward as many people are counted as slept there lately by the welfare
/// records, or as the count holds in which the child was seen. The two are not added up: they may be the same people.
struct Places {
    lately: Sleepers,
    counted: BTreeMap<SightingRef, Shown>,
    briefing: Arc<ReadyBriefing>,
    now: i64,
}

impl Places {
    async fn of(
        service: &Service,
        scope: &Scope,
        (facts, welfare): (CountFacts, &[WelfareTold]),
    ) -> Result<Self, Fault> {
        let (store, now) = (&**service.store(), service.clock().now());
        let today = local_date(now).map_err(|_| Fault::Format { what: "today's date" })?;
        let briefing = service.briefings().get(store, scope, None).await?.unwrap_or_default();
        let key = identity_key(store, service.keyholder(), scope.authority()).await?;
        let lately = sleepers(&cases(welfare), &key, today, ward_of(&briefing, now));
        let views = Counts::of(facts).counts.into_values();
        let counted = views.flat_map(|view| places(&view.review(&BTreeSet::new()), &briefing, now)).collect();
        Ok(Self { lately, counted, briefing, now })
    }

    fn words(&self, of: SightingRef, place: KeptPlace) -> Option<String> {
        let lately = || self.lately.shown(place, ward_of(&self.briefing, self.now));
        let counted = self.counted.get(&of).filter(|shown| matches!(shown, Shown::Cell(_)));
        match counted.cloned().unwrap_or_else(lately) {
            Shown::Cell(cell) => Some(cell.reference().to_string()),
            Shown::Ward(ward) => Some(self.briefing.ward_name(&ward, self.now).to_owned()),
            Shown::Nothing => None,
        }
    }
}

fn ward_of(briefing: &ReadyBriefing, now: i64) -> impl Fn(KeptPlace) -> Option<String> {
    move |place| briefing.ward_at(place.lat, place.lon, now).map(str::to_owned)
}

/// The sighting as it was first noted, where the part's beginning has not come.
fn first(told: &[CountTold], of: SightingRef) -> Option<Sighting> {
    told.iter().find_map(|one| match &one.entry {
        CountEntry::Sighting(seen) if seen.label == of.label => Some(Sighting::new((**seen).clone())),
        _ => None,
    })
}

impl Child {
    /// Whether anything is known of them: their first entry has come, and is not erased.
    #[must_use]
    pub fn is_known(&self) -> bool {
        self.seen.is_some()
    }

    /// Whom it is about, as far as their age is known.
    #[must_use]
    pub fn who(&self) -> &'static str {
        let sure = self.seen.as_ref().map_or(!self.met, |one| one.sure);
        if sure { "somebody under 18" } else { "somebody perhaps under 18" }
    }

    /// What was seen, in a line without anybody's name.
    #[must_use]
    pub fn what(&self) -> String {
        let how = self.seen.as_ref().map_or(SLEEPING, |one| one.how);
        let seen = self.seen.as_ref().map(|one| {
            let words = [one.state.map(SleepingState::code), one.site.map(Site::code)];
            let words = words.into_iter().flatten().map(|code| code.replace('_', " "));
            let when = local_label(one.at).unwrap_or_default();
            words.chain([when]).map(|word| format!(", {word}")).collect::<String>()
        });
        let by = Some(&self.officer).filter(|code| !code.is_empty()).map(|code| format!("; noted by {code}"));
        let (seen, by) = (seen.unwrap_or_default(), by.unwrap_or_default());
        let who = self.who();
        let ring = self.ring.clone().map(|number| format!(", or ring {}", String::from(number)));
        let ring = ring.unwrap_or_default();
        format!(
            "Child at risk now: {who} was {how}{seen}{by}; for the exact place ask them{ring}; a safeguarding disclosure \
             sends it on"
        )
    }

    /// The local day of the sighting, by the phone that noted it.
    #[must_use]
    pub fn day(&self) -> Option<Date> {
        self.seen.as_ref().and_then(|one| local_date(one.at).ok())
    }

    /// Where, as others than the own team are shown it; absent if nobody knows.
    #[must_use]
    pub fn place(&self) -> Option<&str> {
        self.place.as_deref()
    }

    /// The task of those who lead safeguarding, due the day it is asked for.
    #[must_use]
    pub fn task(&self, id: Id, today: Date, leads: Vec<Id>) -> WelfareTask {
        let sightings = BTreeSet::from([self.of]);
        WelfareTask {
            id,
            officer: None,
            team: None,
            place: self.place.clone(),
            what: self.what(),
            due: today,
            from_record: self.of.record,
            review: Some(ReviewAsked {
                concerns: BTreeSet::new(),
                each: false,
                sightings,
                leads,
                answers: Vec::new(),
            }),
        }
    }
}
