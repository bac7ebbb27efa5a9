//! Engagements at the desk: the register, totals that add up, and which parish councils were met.

mod tables;
mod words;

use beatbook_domain::calendar::Period;
use beatbook_domain::engagement::kinds::EngagementKinds;
use beatbook_domain::engagement::parishes::{ParishTable, parishes_on};
use beatbook_domain::engagement::totals::{By, Totals};
use beatbook_domain::engagement::{Engagement, Told as EntryTold, fold};
use beatbook_domain::records::body::EntryBody;
use beatbook_domain::records::engagement::{Parish, ParishesSet};
use beatbook_domain::records::server::ServerBody;
use beatbook_domain::records::work::Work;
use jiff::civil::Date;
use serde_json::json;

use super::erased::erased_since;
use super::office::{Office, Told};
use super::published::{Wards, check_whole, not_public};
use super::seat::{Seat, days, is_within, label};
use super::teams::Teams;
use super::welfare::ReaderArgs;
use crate::error::ServerError;
use crate::random;
use crate::store::{WorkFacts, WorkTold};
pub use words::{ByWord, EngagementCommand};

/// Carries one of the commands out.
pub(super) async fn carry_out(
    office: &Office,
    command: EngagementCommand,
    attachment: &[u8],
) -> Result<Told, ServerError> {
    match command {
        EngagementCommand::List { reader, period, form } => {
            let period = days(period.as_deref())?;
            let seat = Seat::open(office, &reader, "list of engagements").await?;
            // What was told on outreach or on a count is for the officer alone: a time or a ward would tell of it.
            let own = |one: &WorkTold| !one.hidden || one.officer == seat.reader.id;
            let mut all = told(office, &seat, own).await?;
            let wards = Wards::of(office, &seat).await?;
            for one in &mut all {
                wards.name(&mut one.details.ward);
                wards.name(&mut one.recorded.proposed_ward);
            }
            let read = all.iter().filter(|one| seat.reads(one.by) && is_within(one.day(), period.as_ref()));
            tables::list(read, &seat, label(period.as_ref())).told(form.csv)
        }
        EngagementCommand::Totals { reader, period, by, public, form } => {
            let (by, period) = (by.by(), days(period.as_deref())?);
            if public && !matches!(by, By::Category | By::Ward) {
                // Kinds would give away what is hidden of their category; priorities are an officer's words.
                return Err(not_public(
                    "published are categories and wards: leave --public out to see the others",
                ));
            }
            let seat = Seat::open(office, &reader, "totals of engagements").await?;
            seat.check_counts()?;
            seat.check_team()?;
            let mut all = engagements(office, &seat).await?;
            if public {
                check_whole(&seat)?;
            }
            let wards = Wards::of(office, &seat).await?;
            let say = if public { Wards::publish } else { Wards::name };
            all.iter_mut().for_each(|one| say(&wards, &mut one.details.ward));
            let counted = all
                .iter()
                .filter(|one| one.counts() && seat.counts(one.by) && is_within(one.day(), period.as_ref()));
            let teams = Teams::of_officers(&seat, counted.clone().map(|one| (one.day(), one.by)));
            let told = counted.filter(|one| by != By::Team || teams.named(one.by).is_some());
            let totals = Totals::of(told, by, |one| teams.named(one.by).unwrap_or_default().to_owned());
            let few = if by == By::Team { teams.hidden_as("left out") } else { String::new() };
            let of_days = period.as_ref().map(|(days, _)| *days);
            let erased = erased_since(office, &seat, &[(Work::Engagement, "engagements")], of_days).await?;
            let base = format!("Engagements of {}, {}{few}{erased}", seat.of_whom(), label(period.as_ref()));
            tables::totals(&totals, (by, public), &base, form.csv)
        }
        EngagementCommand::Parishes { reader, quarter, form } => {
            parishes(office, &reader, quarter, form.csv).await
        }
        EngagementCommand::SetParishes { from, reader, .. } => {
            set_parishes(office, &reader, from, attachment).await
        }
        EngagementCommand::Kinds(form) => tables::kinds(EngagementKinds::shipped(), form.csv),
    }
}

/// Engagements that are counted: those of outreach and counts are in no table, as none of them may be told from it.
pub(super) async fn engagements(office: &Office, seat: &Seat) -> Result<Vec<Engagement>, ServerError> {
    told(office, seat, |one| !one.hidden).await
}

async fn told(
    office: &Office,
    seat: &Seat,
    is_for: impl Fn(&WorkTold) -> bool,
) -> Result<Vec<Engagement>, ServerError> {
    let facts = office.service.store().work_facts(&seat.scope, Work::Engagement).await?;
    let mut all = folded(&facts, is_for);
    all.sort_by_key(|one| (one.details.from, one.record));
    Ok(all)
}

fn folded(facts: &WorkFacts, is_for: impl Fn(&WorkTold) -> bool) -> Vec<Engagement> {
    let entry = |one: &WorkTold| match &one.says {
        EntryBody::Engagement(entry) => Some(EntryTold {
            notebook: one.notebook,
            by: one.officer,
            record: one.record,
            seq: one.seq,
            entry: entry.clone(),
        }),
        _ => None,
    };
    let told: Vec<EntryTold> = facts.told.iter().filter(|one| is_for(one)).filter_map(entry).collect();
    fold(&told)
}

fn sets(facts: &WorkFacts) -> Vec<ParishesSet> {
    let set = |body: &ServerBody| match body {
        ServerBody::ParishesSet(set) => Some(set.clone()),
        _ => None,
    };
    facts.own.iter().filter_map(set).collect()
}

async fn parishes(
    office: &Office,
    reader: &ReaderArgs,
    quarter: Option<String>,
    csv: bool,
) -> Result<Told, ServerError> {
    let seat = Seat::open(office, reader, "parish councils met").await?;
    let quarter = quarter
        .unwrap_or_else(|| format!("{}-Q{}", seat.today.year(), (seat.today.month() - 1).div_euclid(3) + 1));
    let period = Period::parse(&quarter).map_err(|error| ServerError::refused("period", error))?;
    if !matches!(period, Period::Quarter(_)) {
        let why = "parish councils are met once a quarter: write one, such as 2026-Q4";
        return Err(ServerError::refused("quarter", why));
    }
    // Whether a parish was met is the whole authority's duty, and tells of no officer.
    seat.check_counts()?;
    let days = period.days().map_err(|error| ServerError::refused("period", error))?;
    let facts = office.service.store().work_facts(&seat.scope, Work::Engagement).await?;
    let (all, sets) = (folded(&facts, |one| !one.hidden), sets(&facts));
    // A list that is to come changes nothing of a quarter that runs.
    let table = ParishTable::of(&all, parishes_on(&sets, days.1.min(seat.today)), days);
    let erased = erased_since(office, &seat, &[(Work::Engagement, "engagements")], Some(days)).await?;
    tables::parishes(&table, &(period.label() + &erased), csv)
}

async fn set_parishes(
    office: &Office,
    reader: &ReaderArgs,
    from: Date,
    file: &[u8],
) -> Result<Told, ServerError> {
    let parishes: Vec<Parish> = serde_json::from_slice(file).map_err(|_| {
        let why =
            "this is no list of parishes: write [{\"code\": \"HOO\", \"name\": \"Hoo St Werburgh\"}, …]";
        ServerError::refused("parishes", why)
    })?;
    let seat = Seat::open(office, reader, "list of parishes").await?;
    seat.check_leads()?;
    let set = ParishesSet { from, parishes, by: seat.reader.id };
    set.check().map_err(|form| ServerError::refused(form.code(), form))?;
    if from < seat.today && seat.reason.is_none() {
        let why = "a list from a day that is over changes figures of the past: say why (--reason)";
        return Err(ServerError::refused("reason", why));
    }
    let number = set.parishes.len();
    let record = random::id_of_the_hour(office.service.clock())?;
    let what = format!("{number} parishes set from {from}");
    office.service.store().tell_work(&seat.scope, record, vec![ServerBody::ParishesSet(set)], what).await?;
    let text = format!("{number} parishes from {from} on; phones are told at their next sync");
    Ok(Told::ok(text, json!({ "parishes": number, "from": from })))
}
