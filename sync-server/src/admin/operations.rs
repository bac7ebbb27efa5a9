//! What operations came to: patrols with their tallies and hours, notices by kind, engagements, premises visits; with a row
//! that shows that nothing is counted twice and nothing left out.

use std::collections::BTreeMap;

use beatbook_domain::access::Area;
use beatbook_domain::calendar::local_date;
use beatbook_domain::engagement::Engagement;
use beatbook_domain::hours::{
    Basis, Both, GroupBy, HoursFacts, HoursQuery, RowName, Whose, ZoneChoice, report,
};
use beatbook_domain::operations::{OperationRow, Operations};
use beatbook_domain::premises::Visit;
use beatbook_domain::presence::Interval;
use beatbook_domain::records::body::EntryBody;
use beatbook_domain::records::encounter::{EncounterEntry, EncounterOpened};
use beatbook_domain::records::notice::content::NoticeKind;
use beatbook_domain::records::patrol::TallyKind;
use beatbook_domain::records::work::Work;
use beatbook_domain::register::BucketKind;
use beatbook_domain::spellings::one_name;
use beatbook_domain::suppression::{LEGEND, PublicNumber, publish, publish_part};
use beatbook_protocol::id::Id;
use clap::Subcommand;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::engagement::engagements;
use super::erased::erased_since;
use super::office::{Office, Told, period};
use super::premises::visits;
use super::published::{check_whole, not_public};
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
    /// What operations came to: patrols, hours, tallies, notices by kind, engagements, premises visits
    Totals {
        /// Who reads
        #[command(flatten)]
        reader: ReaderArgs,
        /// The period, such as 2025-11: of patrols, engagements and visits that began, notices issued, hours spent in it
        #[arg(long)]
        period: String,
        /// Only this operation
        #[arg(long, value_name = "NAME")]
        operation: Option<String>,
        /// To be published, of the operation that is named: without hours, 1 to 4 hidden, and what would give them away
        #[arg(long)]
        public: bool,
        /// How it is written
        #[command(flatten)]
        form: FormArgs,
    },
}

/// Carries it out.
pub(super) async fn carry_out(office: &Office, command: OperationCommand) -> Result<Told, ServerError> {
    let OperationCommand::Totals { reader, period: text, operation, public, form } = command;
    if public && operation.is_none() {
        // What officers called the others is their own word.
        return Err(not_public("published is one operation by the name you give it: say --operation"));
    }
    let period = period(&text)?;
    let refused = |error| ServerError::refused("period", error);
    let (days, interval) = (period.days().map_err(refused)?, period.interval().map_err(refused)?);
    let seat = Seat::open(office, &reader, "totals of operations").await?;
    seat.check_counts()?;
    seat.check_team()?;
    if public {
        check_whole(&seat)?;
    }
    let operations = counted(office, &seat, days, interval).await?;
    let (whom, label) = (seat.of_whom(), period.label());
    let base = format!("What operations came to, of {whom}, {label}; voided notices left out");
    let works = [(Work::Engagement, "engagements"), (Work::Premises, "premises visits")];
    let base = base + &erased_since(office, &seat, &works, Some(days)).await?;
    let only = operation.as_deref().map(one_name);
    if only.as_ref().is_some_and(|only| !operations.rows.contains_key(&Some(only.clone()))) {
        let why =
            "nothing was told of this operation in the period: leave --operation out to see those there are";
        return Err(ServerError::refused("unknown_operation", why));
    }
    let base = if public { format!("{base}; {LEGEND}") } else { base };
    let mut sheet = Sheet::new(base, &["operation", "figure", "number"]);
    for (key, row) in operations.rows.iter().filter(|(key, _)| only.is_none() || **key == only) {
        for (figure, number) in if public { published(row) } else { figures(row) } {
            sheet.rows.push(vec![operations.name(key).to_owned(), figure.to_owned(), number]);
        }
    }
    // What shows that all rows add up would tell of those that are not published.
    if public { sheet.told(form.csv) } else { sheet.checked(&operations.check(), form.csv) }
}

/// Counts what the reader may count.
async fn counted(
    office: &Office,
    seat: &Seat,
    (first, last): (Date, Date),
    interval: Interval,
) -> Result<Operations, ServerError> {
    let is_within = |day: Date| first <= day && day <= last;
    let mut operations = Operations::default();
    let engagements = engagements(office, seat).await?;
    let engagements: Vec<&Engagement> = engagements
        .iter()
        .filter(|one| seat.counts(one.by) && one.counts() && one.day().is_some_and(is_within))
        .collect();
    let notices = match seat.may_count(Area::Enforcement) {
        true => notices(office, seat, is_within).await?,
        false => Vec::new(),
    };
    let visits = match seat.may_count(Area::Enforcement) {
        true => visits(office, seat).await?,
        false => Vec::new(),
    };
    let visits: Vec<&Visit> = visits
        .iter()
        .filter(|one| seat.counts(one.by) && one.counts() && one.day().is_some_and(is_within))
        .collect();
    let named = engagements.iter().filter_map(|one| one.recorded.patrol);
    let named = named.chain(notices.iter().filter_map(|one| one.patrol));
    let named = named.chain(visits.iter().filter_map(|one| one.recorded.patrol)).collect();
    let store = office.service.store();
    let patrols = store.patrols_told(&seat.scope, interval, named).await?;
    // Outreach and counts belong to no operation here, whatever was declared.
    let patrols: Vec<&PatrolTold> = patrols.iter().filter(|one| !one.patrol.duty.is_welfare()).collect();
    let of_patrol = |record: Option<Id>| {
        let patrol = patrols.iter().find(|one| Some(one.record) == record);
        patrol.and_then(|one| one.patrol.operation.as_deref())
    };
    for one in patrols.iter().filter(|one| seat.counts(one.officer)) {
        if local_date(one.from).is_ok_and(is_within) {
            operations.patrol(one.patrol.operation.as_deref(), &one.patrol.tallies);
        }
    }
    on_duty(office, seat, interval, &mut operations).await?;
    for one in &notices {
        operations.notice(one.operation.as_deref().or_else(|| of_patrol(one.patrol)), one.kind);
    }
    for one in engagements {
        let own = one.operation.as_deref();
        operations.engagement(own.or_else(|| of_patrol(one.recorded.patrol)));
    }
    for one in visits {
        let own = one.recorded.operation.as_deref();
        operations.premises_visit(own.or_else(|| of_patrol(one.recorded.patrol)));
    }
    Ok(operations)
}

/// Time on duty by operation, all spellings as one.
async fn on_duty(
    office: &Office,
    seat: &Seat,
    interval: Interval,
    operations: &mut Operations,
) -> Result<(), ServerError> {
    let mut patrols = office.service.store().patrol_times(&seat.scope, interval).await?;
    for patrol in patrols.iter_mut().filter(|patrol| !patrol.duty.is_welfare()) {
        patrol.respell(|name| operations.spell(name));
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
        Ok(made) => made.map_err(|refusal| ServerError::refused(refusal.code(), refusal))?,
        Err(_) => return Err(crate::error::Fault::Closing.into()),
    };
    for row in made.rows {
        if let RowName::Operation { operation } = row.name {
            operations.on_duty(operation, row.hours.on_duty);
        }
    }
    Ok(())
}

/// A notice issued.
struct Issued {
    kind: NoticeKind,
    /// The operation of its encounter, if one was named.
    operation: Option<String>,
    /// The patrol its encounter belongs to.
    patrol: Option<Id>,
}

/// Notices issued, also those of which only the number is left; each is of the officer in whose notebook it was written.
async fn notices(
    office: &Office,
    seat: &Seat,
    is_within: impl Fn(Date) -> bool,
) -> Result<Vec<Issued>, ServerError> {
    let store = &**office.service.store();
    let mut encounters: BTreeMap<Id, EncounterOpened> = BTreeMap::new();
    for one in store.work_facts(&seat.scope, Work::Operation).await?.told {
        if let EntryBody::Encounter(EncounterEntry::Opened(opened)) = one.says {
            encounters.entry(one.record).or_insert(opened);
        }
    }
    let view = view(store, &seat.scope).await?;
    let stories = view.stories();
    let mut issued = Vec::new();
    for (number, (_, notebook)) in &view.told.records {
        let Some(case) = view.told.register.case(number) else { continue };
        // An operation is its own officers': what another force's gave on this authority's paper is of that force's.
        let counts = !number.is_training()
            && !view.facts.guests.contains_key(notebook)
            && is_within(case.issued().issued)
            && case.standing(seat.today).kind() != BucketKind::Voided;
        // Of a notebook that nobody knows any more it is for those who count everything.
        if counts && view.officer_of(*notebook).map_or(seat.counts_all(), |officer| seat.counts(officer)) {
            let opened = stories.get(number).and_then(|story| encounters.get(&story.notice.encounter));
            issued.push(Issued {
                kind: case.issued().kind,
                operation: opened.and_then(|opened| opened.operation.clone()),
                patrol: opened.and_then(|opened| opened.patrol),
            });
        }
    }
    Ok(issued)
}

/// The figures of a row that are not nothing, in the order of the field.
fn figures(row: &OperationRow) -> Vec<(&'static str, String)> {
    let mut figures: Vec<(&'static str, String)> =
        numbers(row).into_iter().map(|(name, number)| (name, number.to_string())).collect();
    if row.on_duty != Both::default() {
        let on_duty = [("patrol_hours", row.on_duty.patrol), ("officer_hours", row.on_duty.officer)];
        figures.splice(1..1, on_duty.map(|(name, time)| (name, hours(time))));
    }
    figures
}

/// The same as they may be published: how often officers were out and met the public as it is, everything else hidden where it
/// is small.
fn published(row: &OperationRow) -> Vec<(&'static str, String)> {
    let count = |number: i64| u32::try_from(number).unwrap_or(1);
    let seized = |kind| count(row.tallies.get(&kind).copied().unwrap_or(0));
    let powers = [TallyKind::VehicleSeizedS59, TallyKind::VehicleSeizedOther];
    let (all_seized, by_power) = publish(&powers.map(seized));
    let by_power = |at: usize| by_power.get(at).copied().unwrap_or(PublicNumber::Suppressed);
    let shown = |(name, number)| {
        let number = match name {
            "patrols" | "engagements" => PublicNumber::Shown(count(number)),
            "vehicles_seized_s59" => by_power(0),
            "vehicles_seized_other" => by_power(1),
            "vehicles_seized" => all_seized,
            // Each of them is one of those vehicles.
            "notices_s59_seizure" => publish_part(&[by_power(0)], count(number)),
            _ => PublicNumber::of(count(number)),
        };
        (name, number.to_string())
    };
    numbers(row).into_iter().map(shown).collect()
}

/// Patrols, and the other numbers of a row that are not nothing, in the order of the field.
fn numbers(row: &OperationRow) -> Vec<(&'static str, i64)> {
    let count = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    let tallied = [
        (TallyKind::Arrest, "arrests"),
        (TallyKind::StopSearch, "stop_searches"),
        (TallyKind::IntelReport, "intel_reports"),
        (TallyKind::Tor, "tors"),
        (TallyKind::VehicleStop, "vehicle_stops"),
        (TallyKind::VehicleSeizedS59, "vehicles_seized_s59"),
        (TallyKind::VehicleSeizedOther, "vehicles_seized_other"),
        (TallyKind::Cpw, "cpw_tallied"),
    ]
    .map(|(kind, name)| (name, row.tallies.get(&kind).copied().unwrap_or(0)));
    let notices = [
        (NoticeKind::Fpn, "notices_fpn"),
        (NoticeKind::Cpw, "notices_cpw"),
        (NoticeKind::Cpn, "notices_cpn"),
        (NoticeKind::S59Warning, "notices_s59_warning"),
        (NoticeKind::S59Seizure, "notices_s59_seizure"),
        (NoticeKind::S77Direction, "notices_s77"),
    ]
    .map(|(kind, name)| (name, count(row.notices.get(&kind).copied().unwrap_or(0))));
    let met = [("engagements", count(row.engagements)), ("premises_visits", count(row.premises_visits))];
    let seized = [("vehicles_seized", row.vehicles_seized())];
    let others =
        tallied.into_iter().chain(seized).chain(notices).chain(met).filter(|(_, number)| *number != 0);
    std::iter::once(("patrols", count(row.patrols))).chain(others).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notices_of_seizures_are_hidden_where_they_leave_few_vehicles_without_one() {
        let shown = |seized: i64, notices: u64| {
            let row = OperationRow {
                tallies: BTreeMap::from([(TallyKind::VehicleSeizedS59, seized)]),
                notices: BTreeMap::from([(NoticeKind::S59Seizure, notices)]),
                ..OperationRow::default()
            };
            let all = published(&row);
            all.into_iter().find(|(name, _)| *name == "notices_s59_seizure").map(|(_, number)| number)
        };
        assert_eq!(shown(12, 7).as_deref(), Some("7"));
        assert_eq!(shown(8, 8).as_deref(), Some("8"));
        assert_eq!(shown(8, 6).as_deref(), Some("c"), "two vehicles had none");
        assert_eq!(shown(3, 3).as_deref(), Some("c"));
    }
}
