//! The hours report: facts from the store, figures from the domain, form from the report module.

use std::collections::BTreeMap;
use std::time::Duration;

use beatbook_domain::calendar::Period;
use beatbook_domain::hours::{
    Basis, Completeness, GroupBy, HoursFacts, HoursQuery, HoursRefusal, ReportZone, Whose, ZoneChoice,
    mark_restated, outstanding, publish, report,
};
use beatbook_domain::presence::Interval;
use beatbook_domain::records::server::ServerBody;
use beatbook_domain::zone::ZoneKind;

use super::command::{BasisArg, By, FormatArg, HoursArgs};
use super::office::{Answer, Office, Progress};
use crate::auth::{Purpose, Scope};
use crate::error::ServerError;
use crate::presence::ReadyBriefing;
use crate::report::{Form, render};

/// How long `--wait` waits between two looks.
const LOOK: Duration = Duration::from_millis(200);

fn told(refusal: HoursRefusal) -> ServerError {
    ServerError::refused(refusal.code(), refusal)
}

pub(super) async fn hours(
    office: &Office,
    args: &HoursArgs,
    json: bool,
    progress: &Progress,
) -> Result<Answer, ServerError> {
    let scope = office.scope(&args.authority, Purpose::Report).await?;
    let query = query(office, &scope, args).await?;
    let store = office.service.store();
    let reason = match &query.whose {
        Whose::Officer(one) => one.reason().map(|reason| format!("{}: {reason}", one.officer())),
        _ => None,
    };
    store.log_access(&scope, &format!("hours {}", args.period), reason.as_deref()).await?;
    if args.wait {
        wait(office, &scope, progress).await?;
    }
    let facts = facts(office, &scope, query.period).await?;
    let completeness = completeness(office, &scope, query.period).await?;
    let published: Vec<_> = store
        .journal(&scope)
        .await?
        .into_iter()
        .filter_map(|(_, body)| match body {
            ServerBody::FiguresPublished(figures) => Some(figures),
            _ => None,
        })
        .collect();
    let form = match args.format {
        FormatArg::Table if json => Form::Json,
        FormatArg::Table => Form::Table,
        FormatArg::Csv => Form::Csv,
        FormatArg::WeekCsv => Form::WeekCsv,
        FormatArg::Json => Form::Json,
    };
    let making = tokio::task::spawn_blocking(move || {
        let mut report = report(&facts, &query).map_err(told)?;
        report.completeness = Some(completeness);
        mark_restated(&mut report, &published);
        let out = render(&report, form).map_err(|error| ServerError::refused("form", error))?;
        Ok::<_, ServerError>((report, out))
    });
    let (report, out) = making.await.map_err(|_| crate::error::Fault::Closing)??;
    if args.publish {
        store.publish_figures(&scope, publish(&report).map_err(told)?).await?;
    }
    Ok(Answer { out, exit: 0 })
}

async fn query(office: &Office, scope: &Scope, args: &HoursArgs) -> Result<HoursQuery, ServerError> {
    let period = Period::parse(&args.period).map_err(|error| ServerError::refused("period", error))?;
    let whose = match (&args.team, &args.operation, &args.officer) {
        (Some(team), _, _) => Whose::Team(team.clone()),
        (_, Some(operation), _) => Whose::Operation(operation.clone()),
        (_, _, Some(officer)) => {
            let officer = office.officer(scope, officer).await?.id;
            Whose::with_reason(officer, args.reason.as_deref().unwrap_or_default()).map_err(told)?
        }
        _ => Whose::Everyone,
    };
    let zones = match (args.kind, &args.programme) {
        (Some(kind), _) => ZoneChoice::Kind(ZoneKind::from(kind)),
        (None, Some(programme)) => ZoneChoice::Programme(programme.clone()),
        (None, None) if !args.zone.is_empty() => ZoneChoice::Codes(args.zone.clone()),
        (None, None) => ZoneChoice::All,
    };
    Ok(HoursQuery {
        period: period.interval().map_err(|error| ServerError::refused("period", error))?,
        label: period.label(),
        group_by: match args.by {
            By::Zone => GroupBy::Zone,
            By::Kind => GroupBy::Kind,
            By::Programme => GroupBy::Programme,
            By::Team => GroupBy::Team,
            By::Operation => GroupBy::Operation,
        },
        zones,
        whose,
        basis: match args.basis {
            BasisArg::OfficerFoot => Basis::OfficerFoot,
            BasisArg::OfficerAll => Basis::OfficerAll,
            BasisArg::PatrolFoot => Basis::PatrolFoot,
            BasisArg::PatrolAll => Basis::PatrolAll,
        },
        by_week_hour: args.week || args.format == FormatArg::WeekCsv,
    })
}

/// Waits until nothing waits that could be derived.
async fn wait(office: &Office, scope: &Scope, progress: &Progress) -> Result<(), ServerError> {
    loop {
        office.jobs.clear().await?;
        let backlog = office.service.store().backlog(scope).await?;
        let due = backlog.waiting - backlog.incomplete.min(backlog.waiting);
        if due == 0 || office.jobs.failed() >= due as usize {
            return Ok(());
        }
        let _ = progress.send(format!("{due} patrols are being derived"));
        tokio::time::sleep(LOOK).await;
    }
}

async fn facts(office: &Office, scope: &Scope, period: Interval) -> Result<HoursFacts, ServerError> {
    let store = office.service.store();
    let briefing = office.service.briefings().get(&**store, scope, None).await?.unwrap_or_default();
    let officers = store.officers(scope).await?;
    Ok(HoursFacts {
        patrols: store.patrol_times(scope, period).await?,
        zones: zones(&briefing, period),
        teams: officers.into_iter().map(|officer| (officer.id, officer.team)).collect(),
    })
}

/// Zones in force at some time of the period, each as its last version in it names it.
fn zones(briefing: &ReadyBriefing, period: Interval) -> Vec<ReportZone> {
    let mut zones: BTreeMap<&str, ReportZone> = BTreeMap::new();
    for row in briefing.manifest.during(period) {
        let Some(version) = briefing.versions.get(&row.zone) else { continue };
        zones.insert(
            &row.code,
            ReportZone {
                code: row.code.clone(),
                name: version.name.clone(),
                kind: version.kind,
                programme: version.programme.clone(),
                target_minutes: version.target_minutes,
            },
        );
    }
    zones.into_values().collect()
}

pub(super) async fn completeness(
    office: &Office,
    scope: &Scope,
    period: Interval,
) -> Result<Completeness, ServerError> {
    let store = office.service.store();
    let now = office.service.clock().now();
    let backlog = store.backlog(scope).await?;
    let states: Vec<_> =
        store.notebook_states(scope, period).await?.into_iter().map(|status| status.state).collect();
    Ok(Completeness {
        derived_up_to: Some(backlog.since.unwrap_or(now)),
        patrols_waiting: backlog.waiting,
        outstanding: outstanding(&states, period, now),
    })
}
