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

use super::office::{Office, Told};
use super::seat::{Days, Seat, days};
use super::welfare::ReaderArgs;
use crate::error::ServerError;
use crate::random;
use crate::store::{Store, WorkDecided, WorkFacts};
pub use words::{ByWord, EngagementCommand};

/// Tries against phones and others who write at the same time.
const TRIES: usize = 8;

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
            let all = engagements(office, &seat).await?;
            let read = all.iter().filter(|one| seat.reads(one.by) && is_within(one, period.as_ref()));
            tables::list(read, &seat, label(period.as_ref())).told(form.csv)
        }
        EngagementCommand::Totals { reader, period, by, public, form } => {
            let period = days(period.as_deref())?;
            if public && by.by() == By::Team {
                let why = "teams are not published: choose category, kind, ward or priority";
                return Err(ServerError::refused("not_public", why));
            }
            let seat = Seat::open(office, &reader, "totals of engagements").await?;
            seat.check_counts()?;
            let all = engagements(office, &seat).await?;
            let counted = all.iter().filter(|one| seat.counts(one.by) && is_within(one, period.as_ref()));
            let totals = Totals::of(counted, by.by(), |one| seat.team_named(one.by));
            let of_whom = if seat.counts_all() { "all teams" } else { "the reader's own team" };
            let base = format!("Engagements of {of_whom}, {}", label(period.as_ref()));
            tables::totals(&totals, (by.by(), public), &base, form.csv)
        }
        EngagementCommand::Parishes { reader, quarter, form } => {
            parishes(office, &reader, quarter, form.csv).await
        }
        EngagementCommand::SetParishes { from, reader, .. } => {
            set_parishes(office, &reader, from, attachment).await
        }
        EngagementCommand::Kinds => Ok(tables::kinds(EngagementKinds::shipped())),
    }
}

fn is_within(one: &Engagement, period: Option<&Days>) -> bool {
    period.is_none_or(|((first, last), _)| one.day().is_some_and(|day| *first <= day && day <= *last))
}

fn label(period: Option<&Days>) -> &str {
    period.map_or("whenever", |(_, label)| label)
}

pub(super) async fn engagements(office: &Office, seat: &Seat) -> Result<Vec<Engagement>, ServerError> {
    let facts = office.service.store().work_facts(&seat.scope, Work::Engagement).await?;
    let mut all = folded(&facts);
    all.sort_by_key(|one| (one.details.from, one.record));
    Ok(all)
}

fn folded(facts: &WorkFacts) -> Vec<Engagement> {
    let entry = |one: &crate::store::WorkTold| match &one.says {
        EntryBody::Engagement(entry) => Some(EntryTold {
            notebook: one.notebook,
            by: one.officer,
            record: one.record,
            seq: one.seq,
            entry: entry.clone(),
        }),
        _ => None,
    };
    let told: Vec<EntryTold> = facts.told.iter().filter_map(entry).collect();
    fold(&told)
}

fn sets(facts: &WorkFacts) -> Vec<ParishesSet> {
    let set = |(_, body): &(u64, ServerBody)| match body {
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
    let (all, sets) = (folded(&facts), sets(&facts));
    let table = ParishTable::of(&all, parishes_on(&sets, days.1), days);
    tables::parishes(&table, &period.label(), csv)
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
    let number = set.parishes.len();
    let store: &dyn Store = &**office.service.store();
    for _ in 0..TRIES {
        let mark = store.work_facts(&seat.scope, Work::Engagement).await?.mark;
        let record = random::id_of_the_hour(office.service.clock())?;
        let entries = vec![(record, ServerBody::ParishesSet(set.clone()))];
        let what = format!("{number} parishes set from {from}");
        let decided = WorkDecided { work: Work::Engagement, mark, entries, what, reason: None };
        if store.decide_work(&seat.scope, decided).await? {
            let text = format!("{number} parishes from {from} on; phones are told at their next sync");
            return Ok(Told::ok(text, json!({ "parishes": number, "from": from })));
        }
    }
    Err(ServerError::refused("busy", "others write all the time: try again in a moment"))
}
