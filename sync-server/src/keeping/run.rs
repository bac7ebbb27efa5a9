//! Erasing what is over: record by record, each in one transaction, so that a run can be broken off anywhere.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use beatbook_domain::keeping::{Facts, KeepingKind, Open};
use beatbook_domain::records::body::EntryBody;
use beatbook_domain::records::count::CountEntry;
use beatbook_domain::records::encounter::EncounterEntry;
use beatbook_domain::records::keeping::ErasedFor;
use beatbook_domain::records::welfare::WelfareEntry;
use beatbook_domain::records::welfare::story::Question;
use beatbook_protocol::id::Id;
use jiff::ToSpan as _;
use jiff::civil::Date;
use tokio::sync::watch;

use super::group::{Group, Plan};
use super::plan::plan;
use super::told::{case, newest};
use super::{KeepingRefused, said, today};
use crate::auth::{Purpose, Scope};
use crate::error::Fault;
use crate::service::Service;
use crate::store::{Erased, Erasing, KeepingFacts, KeptEntry, Part};

/// How often the clock is looked at and, once a day, everything else.
const LOOK_AGAIN: Duration = Duration::from_secs(1_800);
/// Days for which a welfare record that is not closed is still told of.
const TOLD_LATELY: i32 = 31;

/// Where it is kept that a person has run it once, and for which day it was run last.
fn run_for(authority: Id) -> String {
    format!("keeping_run:{authority}")
}

/// What a run has done.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Records erased, by kind.
    pub records: BTreeMap<&'static str, u64>,
    /// Bodies erased.
    pub bodies: u64,
    /// Records that were over and stay: a hold or something new came in between.
    pub stayed: u64,
    /// Groups of entries that stay, by why.
    pub kept: BTreeMap<&'static str, u64>,
    /// Rows of the access log.
    pub log_rows: u64,
    /// People of whom no month is kept any more.
    pub identifiers: u64,
}

/// Erases everything of an authority that is over today.
///
/// # Errors
/// [`KeepingRefused::Clock`], the store's; what was erased before stays erased, and the next run goes on.
pub async fn run(
    service: &Service,
    scope: &Scope,
    mut progress: impl FnMut(String),
) -> Result<Report, KeepingRefused> {
    let today = today(service).await?;
    let (store, keyholder) = (&**service.store(), service.keyholder());
    let plan = plan(store, keyholder, scope, (&store.keeping_facts(scope).await?, today)).await?;
    let mut report = Report { kept: plan.kept.clone(), ..Report::default() };
    for (done, over) in plan.over.iter().enumerate() {
        if done % 100 == 0 {
            progress(format!("{done} of {} records", plan.over.len()));
        }
        let kind = over.kind.code();
        let (group, record) = (&over.group, over.group.record);
        let what = format!("erased: {kind} {record}, {} bodies, kept to {}", group.bodies(), over.until);
        let erasing = erasing(group, &plan, ErasedFor::KeepingTime, (what, None));
        match store.erase_bodies(scope, erasing).await? {
            Erased::Done(bodies) => {
                *report.records.entry(kind).or_default() += 1;
                report.bodies += bodies;
            }
            Erased::Held(_) | Erased::Changed => report.stayed += 1,
        }
    }
    if plan.log.is_some() || !plan.people.is_empty() {
        let (up_to, rows) = plan.log.unwrap_or_default();
        (report.log_rows, report.identifiers) = (rows, plan.people.len() as u64);
        store.drop_rows(scope, up_to, plan.people).await?;
    }
    // Once more, as a reader may have needed the log at the last one.
    store.maintain(keyholder).await?;
    let day = today.to_string().into_bytes();
    store.put_settings(keyholder, vec![(run_for(scope.authority()), day)]).await?;
    Ok(report)
}

fn erasing(group: &Group, plan: &Plan, why: ErasedFor, (what, reason): (String, Option<String>)) -> Erasing {
    let part = |(notebook, seqs): (&Id, &Vec<u64>)| Part {
        notebook: *notebook,
        seqs: seqs.clone(),
        head: plan.heads.get(notebook).copied().unwrap_or(0),
    };
    Erasing {
        parts: group.parts.iter().map(part).collect(),
        record: group.record,
        joined: group.joined.clone(),
        own: group.own.clone(),
        presence: group.presence,
        why,
        what,
        reason,
        length: plan.length,
    }
}

/// Erases a record because somebody asked for it and it was granted, whatever its time; answers how many bodies.
///
/// # Errors
/// [`KeepingRefused::Held`], [`KeepingRefused::Open`], [`KeepingRefused::Safeguarding`], [`KeepingRefused::Several`],
/// [`KeepingRefused::UnknownRecord`], [`KeepingRefused::Gone`], [`KeepingRefused::Why`].
pub async fn erase_asked(
    service: &Service,
    scope: &Scope,
    (record, everybody): (Id, bool),
    why: &str,
) -> Result<u64, KeepingRefused> {
    let why = said(why)?;
    let (store, keyholder) = (&**service.store(), service.keyholder());
    let day = beatbook_domain::calendar::local_date(service.clock().now())?;
    let facts = store.keeping_facts(scope).await?;
    if let Some(hold) = facts.holds.get(&record).and_then(|holds| holds.first()) {
        return Err(KeepingRefused::Held(*hold));
    }
    check_welfare(&facts, record, day)?;
    match people(&facts, record) {
        several @ 2.. if !everybody => return Err(KeepingRefused::Several(several)),
        _ => {}
    }
    let plan = plan(store, keyholder, scope, (&facts, day)).await?;
    // To whom something was shown stays to be told (UK GDPR Article 19). What has no time yet, as its end is open, is asked for too.
    let may_go = |facts: &Facts| match facts.kind {
        Some(KeepingKind::Grant | KeepingKind::Glass) => false,
        Some(_) => true,
        None => facts.open.is_some(),
    };
    let asked = |group: &&Group| group.is_of(record) && may_go(&group.facts);
    let groups: Vec<&Group> = plan.groups.iter().filter(asked).collect();
    if groups.is_empty() {
        let tellers = store.tellers_of(scope, record).await?;
        let is_gone = tellers.is_known() && !tellers.bodies;
        return Err(if is_gone { KeepingRefused::Gone } else { KeepingRefused::UnknownRecord });
    }
    // Also of whatever is left of one.
    let safeguards = |group: &&Group| group.facts.kind == Some(KeepingKind::Safeguarding);
    if groups.iter().any(safeguards) {
        return Err(KeepingRefused::Safeguarding);
    }
    // That a track has to go first is no reason: it goes with the rest.
    let open = groups.iter().filter_map(|group| group.facts.open).find(|open| *open != Open::HasTrack);
    if let Some(open) = open {
        return Err(KeepingRefused::Open(open));
    }
    let mut bodies = 0;
    for group in groups {
        let what = format!("erased: record {record} on request, {} bodies", group.bodies());
        let mut erasing = erasing(group, &plan, ErasedFor::Request, (what, Some(why.clone())));
        // Presence is published: it keeps its time.
        erasing.presence = false;
        match store.erase_bodies(scope, erasing).await? {
            Erased::Done(gone) => bodies += gone,
            Erased::Held(hold) => return Err(KeepingRefused::Held(hold)),
            Erased::Changed => return Err(KeepingRefused::Changed),
        }
    }
    Ok(bodies)
}

/// How many people a record tells of: those of a welfare record or an encounter, or the sightings of a part of a count.
fn people(facts: &KeepingFacts, record: Id) -> usize {
    let person = |says: &EntryBody| match says {
        EntryBody::Welfare(WelfareEntry::Person(told)) => Some(told.person),
        EntryBody::Encounter(EncounterEntry::Person(told)) => Some(told.person),
        EntryBody::Count(CountEntry::Sighting(told)) => Some(told.label),
        _ => None,
    };
    let entries = facts.entries.iter().filter(|entry| entry.record == record);
    entries.filter_map(|entry| person(entry.says.as_ref()?)).collect::<BTreeSet<_>>().len()
}

/// That a welfare record may go because somebody asked: no child in it waits to be safeguarded, and whoever tells of it is done.
/// What was told of safeguarding the keeping time itself says.
fn check_welfare(facts: &KeepingFacts, record: Id, today: Date) -> Result<(), KeepingRefused> {
    let entries: Vec<&KeptEntry> = facts
        .entries
        .iter()
        .filter(|entry| entry.record == record && matches!(entry.says, Some(EntryBody::Welfare(_))))
        .collect();
    let Some((case, welfare)) = case(&entries) else { return Ok(()) };
    // A phone that is lost closes nothing: what nobody tells of for a month counts as closed.
    let told_lately = newest(entries.iter().copied())
        .is_none_or(|last| last.checked_add(TOLD_LATELY.days()).is_ok_and(|until| today <= until));
    // Of what is left of an erased record no phone can answer: whoever leads safeguarding has been asked by then.
    let child = |question: &Question| matches!(question, Question::Child(_));
    if welfare.open_questions().iter().any(child) && (told_lately || !case.is_rest) {
        return Err(KeepingRefused::Safeguarding);
    }
    if welfare.closed.is_none() && told_lately && !case.is_rest {
        return Err(KeepingRefused::Open(Open::NotClosed));
    }
    Ok(())
}

/// Runs daily for every authority of which a person has run it once, until the server closes.
pub async fn keep_times(service: Arc<Service>, mut closing: watch::Receiver<bool>) {
    loop {
        if let Err(refusal) = look(&service).await {
            tracing::error!(code = refusal.code(), "keeping times were not kept; trying again later");
        }
        tokio::select! {
            () = tokio::time::sleep(LOOK_AGAIN) => {}
            _ = closing.wait_for(|closing| *closing) => return,
        }
    }
}

async fn look(service: &Service) -> Result<(), KeepingRefused> {
    let today = today(service).await?;
    for authority in service.store().authorities(service.keyholder()).await? {
        let scope = service.keyholder().server(authority.id, Purpose::Keeping);
        if last_run(service, authority.id).await?.is_some_and(|last| last < today) {
            // One authority's trouble is not that of the others.
            match run(service, &scope, |_| {}).await {
                Ok(report) => tracing::info!(bodies = report.bodies, "keeping times were kept"),
                Err(refusal) => tracing::error!(code = refusal.code(), "keeping times were not kept"),
            }
        }
    }
    Ok(())
}

/// For which day it was run last; none before a person has.
async fn last_run(service: &Service, authority: Id) -> Result<Option<Date>, Fault> {
    let kept = service.store().setting(service.keyholder(), &run_for(authority)).await?;
    Ok(kept.and_then(|bytes| String::from_utf8(bytes).ok()?.parse().ok()))
}
