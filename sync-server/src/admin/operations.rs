//! What operations came to: patrols with their tallies and hours, notices by kind, engagements; with a row that shows that
//! nothing is counted twice and nothing left out.

use std::collections::BTreeMap;

use beatbook_domain::access::Area;
use beatbook_domain::calendar::local_date;
use beatbook_domain::hours::{
    Basis, Both, GroupBy, HoursFacts, HoursQuery, HoursRefusal, RowName, Whose, ZoneChoice, report,
};
use beatbook_domain::operations::{OperationRow, Operations, same_operation};
use beatbook_domain::presence::Interval;
use beatbook_domain::records::body::EntryBody;
use beatbook_domain::records::encounter::EncounterEntry;
use beatbook_domain::records::notice::content::NoticeKind;
use beatbook_domain::records::patrol::TallyKind;
use beatbook_domain::records::work::Work;
use beatbook_domain::register::BucketKind;
use beatbook_protocol::id::Id;
use clap::Subcommand;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::engagement::engagements;
use super::office::{Office, Told, period};
use super::seat::Seat;
use super::sheet::Sheet;
use super::welfare::{FormArgs, ReaderArgs};
use crate::error::ServerError;
use crate::notices::view;
use crate::report::hours;
use crate::store::PatrolTold;

/// Operations. Every look is written into the access log under the officer's name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Subcommand)]
pub enum OperationCommand {
    /// What operations came to: patrols, hours, tallies, notices by kind, engagements
    Totals {
        /// Who reads
        #[command(flatten)]
        reader: ReaderArgs,
        /// The period, such as 2025-11: of patrols and engagements that began, notices issued, hours spent in it
        #[arg(long)]
        period: String,
        /// Only this operation
        #[arg(long, value_name = "NAME")]
        operation: Option<String>,
        /// How it is written
        #[command(flatten)]
        form: FormArgs,
    },
}

/// Carries it out.
pub(super) async fn carry_out(office: &Office, command: OperationCommand) -> Result<Told, ServerError> {
    let OperationCommand::Totals { reader, period: text, operation, form } = command;
    let period = period(&text)?;
    let refused = |error| ServerError::refused("period", error);
    let (days, interval) = (period.days().map_err(refused)?, period.interval().map_err(refused)?);
    let seat = Seat::open(office, &reader, "totals of operations").await?;
    seat.check_counts()?;
    let operations = counted(office, &seat, days, interval).await?;
    let of_whom = if seat.counts_all() { "all teams" } else { "the reader's own team" };
    let base = format!("What operations came to, of {of_whom}, {}; voided notices left out", period.label());
    let only = operation.as_deref().map(same_operation);
    if only.as_ref().is_some_and(|only| !operations.rows.contains_key(&Some(only.clone()))) {
        let why =
            "nothing was told of this operation in the period: leave --operation out to see those there are";
        return Err(ServerError::refused("unknown_operation", why));
    }
    let mut sheet = Sheet::new(base, &["operation", "figure", "number"]);
    for (key, row) in operations.rows.iter().filter(|(key, _)| only.is_none() || **key == only) {
        for (figure, number) in figures(row) {
            sheet.rows.push(vec![operations.name(key).to_owned(), figure.to_owned(), number]);
        }
    }
    sheet.checked(&operations.check(), form.csv)
}

/// Counts what the reader may count.
async fn counted(
    office: &Office,
    seat: &Seat,
    (first, last): (Date, Date),
    interval: Interval,
) -> Result<Operations, ServerError> {
    let store = &**office.service.store();
    let is_within = |day: Date| first <= day && day <= last;
    let mut operations = Operations::default();
    let patrols = store.patrols_told(&seat.scope).await?;
    for one in patrols.iter().filter(|one| seat.counts(one.officer) && !one.patrol.duty.is_welfare()) {
        if local_date(one.from).is_ok_and(is_within) {
            operations.patrol(one.patrol.operation.as_deref(), &one.patrol.tallies);
        }
    }
    for (operation, on_duty) in on_duty(office, seat, interval).await? {
        operations.on_duty(operation.as_deref(), on_duty);
    }
    if seat.may_count(Area::Enforcement) {
        for (operation, kind) in notices(office, seat, &patrols, is_within).await? {
            operations.notice(operation.as_deref(), kind);
        }
    }
    for one in engagements(office, seat).await? {
        if seat.counts(one.by) && one.counts() && one.day().is_some_and(is_within) {
            operations.engagement(one.recorded.operation.as_deref());
        }
    }
    Ok(operations)
}

/// Time on duty by operation, all spellings as one; nothing for a team whose hours are not told.
async fn on_duty(
    office: &Office,
    seat: &Seat,
    interval: Interval,
) -> Result<Vec<(Option<String>, Both)>, ServerError> {
    let mut patrols = office.service.store().patrol_times(&seat.scope, interval).await?;
    for patrol in &mut patrols {
        patrol.operation = patrol.operation.as_deref().map(same_operation).filter(|name| !name.is_empty());
    }
    let teams = seat.officers.iter().map(|officer| (officer.id, officer.team.clone())).collect();
    let query = HoursQuery {
        period: interval,
        label: String::new(),
        group_by: GroupBy::Operation,
        zones: ZoneChoice::All,
        whose: if seat.counts_all() { Whose::Everyone } else { Whose::Team(seat.reader.team.clone()) },
        basis: Basis::OfficerAll,
        by_week_hour: false,
    };
    let facts = HoursFacts { patrols, zones: Vec::new(), teams };
    let made = match tokio::task::spawn_blocking(move || report(&facts, &query)).await {
        Ok(Ok(made)) => made,
        Ok(Err(HoursRefusal::TeamTooSmall)) => return Ok(Vec::new()),
        Ok(Err(refusal)) => return Err(ServerError::refused(refusal.code(), refusal)),
        Err(_) => return Err(crate::error::Fault::Closing.into()),
    };
    let row = |row: beatbook_domain::hours::Row| match row.name {
        RowName::Operation { operation } => Some((operation, row.hours.on_duty)),
        _ => None,
    };
    Ok(made.rows.into_iter().filter_map(row).collect())
}

/// Notices issued, each with the operation of its encounter, else of the patrol that was on.
async fn notices(
    office: &Office,
    seat: &Seat,
    patrols: &[PatrolTold],
    is_within: impl Fn(Date) -> bool,
) -> Result<Vec<(Option<String>, NoticeKind)>, ServerError> {
    let store = &**office.service.store();
    let by_patrol: BTreeMap<Id, &str> =
        patrols.iter().filter_map(|one| Some((one.record, one.patrol.operation.as_deref()?))).collect();
    let mut by_encounter: BTreeMap<Id, (Id, Option<String>)> = BTreeMap::new();
    for one in store.work_facts(&seat.scope, Work::Operation).await?.told {
        if let EntryBody::Encounter(EncounterEntry::Opened(opened)) = one.says {
            let of_patrol =
                || opened.patrol.and_then(|patrol| by_patrol.get(&patrol)).map(|name| (*name).to_owned());
            let operation = opened.operation.clone().or_else(of_patrol);
            by_encounter.entry(one.record).or_insert((one.officer, operation));
        }
    }
    let view = view(store, &seat.scope).await?;
    let mut issued = Vec::new();
    for (number, story) in view.stories() {
        let Some(case) = view.told.register.case(&number) else { continue };
        let counts = !number.is_training()
            && is_within(case.issued().issued)
            && case.standing(seat.today).kind() != BucketKind::Voided;
        let known = by_encounter.get(&story.notice.encounter);
        // Of a notice whose encounter is gone nobody knows whose it was: it is for those who count everything.
        let counted = known.map_or(seat.counts_all(), |(officer, _)| seat.counts(*officer));
        if counts && counted {
            issued.push((known.and_then(|(_, operation)| operation.clone()), case.issued().kind));
        }
    }
    Ok(issued)
}

/// The figures of a row that are not nothing, in the order of the field.
fn figures(row: &OperationRow) -> Vec<(&'static str, String)> {
    let mut figures = vec![("patrols", row.patrols.to_string())];
    if row.on_duty != Both::default() {
        figures.push(("patrol_hours", hours(row.on_duty.patrol)));
        figures.push(("officer_hours", hours(row.on_duty.officer)));
    }
    for (kind, name) in [
        (TallyKind::Arrest, "arrests"),
        (TallyKind::StopSearch, "stop_searches"),
        (TallyKind::IntelReport, "intel_reports"),
        (TallyKind::Tor, "tors"),
        (TallyKind::VehicleStop, "vehicle_stops"),
        (TallyKind::VehicleSeizedS59, "vehicles_seized_s59"),
        (TallyKind::VehicleSeizedOther, "vehicles_seized_other"),
        (TallyKind::Cpw, "cpw_tallied"),
    ] {
        let number = row.tallies.get(&kind).copied().unwrap_or(0);
        figures.extend((number != 0).then(|| (name, number.to_string())));
    }
    let seized = row.vehicles_seized();
    figures.extend((seized != 0).then(|| ("vehicles_seized", seized.to_string())));
    for (kind, name) in [
        (NoticeKind::Fpn, "notices_fpn"),
        (NoticeKind::Cpw, "notices_cpw"),
        (NoticeKind::Cpn, "notices_cpn"),
        (NoticeKind::S59Warning, "notices_s59_warning"),
        (NoticeKind::S59Seizure, "notices_s59_seizure"),
        (NoticeKind::S77Direction, "notices_s77"),
    ] {
        figures.extend(row.notices.get(&kind).map(|number| (name, number.to_string())));
    }
    figures.extend((row.engagements != 0).then(|| ("engagements", row.engagements.to_string())));
    figures
}
