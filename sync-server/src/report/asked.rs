//! From a question to the hours report: gathers what the store knows, logs who reads, marks what was restated.
//!
//! The arithmetic is `beatbook_domain::hours`; here is only where its facts come from.

use std::collections::BTreeMap;
use std::sync::Arc;

use beatbook_domain::calendar::{CalendarError, Period, local_label};
use beatbook_domain::hours::{
    Basis, Completeness, GroupBy, HoursFacts, HoursQuery, HoursRefusal, HoursReport, NotebookState,
    PastRedrawn, ReportZone, Row, RowName, Whose, ZoneChoice, mark_restated, outstanding, publish, report,
};
use beatbook_domain::presence::Interval;
use beatbook_domain::records::server::{FiguresPublished, ServerBody};
use beatbook_protocol::id::Id;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::base::grouped_by;
use super::{Form, RenderError, render};
use crate::auth::Scope;
use crate::error::Fault;
use crate::presence::{Jobs, ReadyBriefing};
use crate::service::Service;
use crate::store::Officer;

/// Whose time is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WhoseAsked {
    /// Everyone's.
    Everyone,
    /// One team's.
    Team(String),
    /// One operation's.
    Operation(String),
    /// One officer's, by public id, with the reason that goes to the access log.
    Officer {
        /// The public id.
        code: String,
        /// Why.
        reason: String,
    },
}

/// What is asked of the hours report, as it comes from a command line or page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HoursRequest {
    /// The period, as [`Period::parse`] reads it.
    pub period: String,
    /// What a row is.
    pub by: GroupBy,
    /// Which zones.
    pub zones: ZoneChoice,
    /// Whose time.
    pub whose: WhoseAsked,
    /// What targets and shares are reckoned with.
    pub basis: Basis,
    /// Whether each row also says when in the week.
    pub by_week_hour: bool,
    /// Derive first whatever can be derived now.
    pub wait: bool,
}

impl HoursRequest {
    /// Everyone's hours by zone, of all zones.
    #[must_use]
    pub fn by_zone(period: &str) -> Self {
        Self {
            period: period.to_owned(),
            by: GroupBy::Zone,
            zones: ZoneChoice::All,
            whose: WhoseAsked::Everyone,
            basis: Basis::default(),
            by_week_hour: false,
            wait: false,
        }
    }
}

/// Why a report was not made or published.
#[derive(Debug, Error)]
pub enum ReportRefusal {
    /// It may or can not be answered.
    #[error(transparent)]
    Hours(#[from] HoursRefusal),
    /// No officer has this public id.
    #[error("no officer has this code: list the officers and ask again")]
    UnknownOfficer,
    /// Figures are published for what is over.
    #[error("the period has not ended: publish its hours after its last day")]
    PeriodRuns,
    /// It could not be written.
    #[error(transparent)]
    Written(#[from] RenderError),
    /// Something inside.
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl From<CalendarError> for ReportRefusal {
    fn from(error: CalendarError) -> Self {
        Self::Hours(error.into())
    }
}

impl ReportRefusal {
    /// Stable name for machines; a fault of ours has its own.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Hours(refusal) => refusal.code(),
            Self::UnknownOfficer => "unknown_officer",
            Self::PeriodRuns => "period_runs",
            Self::Written(RenderError::NoWeek) => "no_week",
            Self::Written(_) | Self::Fault(_) => "internal",
        }
    }
}

impl Service {
    /// The hours report. Reading it is logged before anything is shown.
    ///
    /// # Errors
    /// A [`ReportRefusal`] that says what to do.
    pub async fn hours_report(
        &self,
        scope: &Scope,
        request: &HoursRequest,
    ) -> Result<HoursReport, ReportRefusal> {
        let officers = self.store().officers(scope).await?;
        let query = query(request, &officers)?;
        self.log_reading(scope, &query).await?;
        if request.wait {
            let jobs = Jobs::new(Arc::clone(self.store()), *self.keyholder(), Arc::clone(self.briefings()));
            Arc::new(jobs).clear().await?;
        }
        let teams = officers.into_iter().map(|officer| (officer.id, officer.team)).collect();
        let (published, redrawn) = self.published(scope, query.period).await?;
        let mut made = self.made(scope, query, teams).await?;
        mark_restated(&mut made, &published);
        if made.rows.iter().any(|row| row.restated.is_some()) {
            made.redrawn = redrawn;
        }
        Ok(made)
    }

    /// The hours by zone of the officer whose notebook asks. Reading it is logged before anything is shown.
    ///
    /// # Errors
    /// A [`ReportRefusal`]; [`Fault::Unknown`] if no notebook asks.
    pub async fn own_hours_report(
        &self,
        scope: &Scope,
        period: Interval,
        zones: ZoneChoice,
    ) -> Result<HoursReport, ReportRefusal> {
        let scope = scope.for_own_hours();
        let officer = scope.officer().ok_or(Fault::Unknown { what: "officer" })?;
        let query = HoursQuery {
            period,
            label: format!("{} to {}", local_label(period.from)?, local_label(period.to)?),
            group_by: GroupBy::Zone,
            zones,
            whose: Whose::own(officer),
            basis: Basis::OfficerAll,
            by_week_hour: false,
        };
        self.log_reading(&scope, &query).await?;
        self.made(&scope, query, BTreeMap::new()).await
    }

    /// Refused unless a list of teams tells of this one: else everybody's hours less those of each larger team would be a smaller
    /// one's.
    ///
    /// # Errors
    /// A [`ReportRefusal`].
    pub async fn check_listed(
        &self,
        scope: &Scope,
        request: &HoursRequest,
        team: &str,
    ) -> Result<(), ReportRefusal> {
        let officers = self.store().officers(scope).await?;
        let (by, whose) = (GroupBy::Team, WhoseAsked::Everyone);
        let query = query(&HoursRequest { by, whose, by_week_hour: false, ..request.clone() }, &officers)?;
        let teams = officers.into_iter().map(|officer| (officer.id, officer.team)).collect();
        let listed = self.made(scope, query, teams).await?.rows;
        let is_this = |row: &Row| matches!(&row.name, RowName::Team { team: of } if of == team);
        if listed.iter().any(is_this) { Ok(()) } else { Err(HoursRefusal::TeamTooSmall.into()) }
    }

    async fn made(
        &self,
        scope: &Scope,
        mut query: HoursQuery,
        teams: BTreeMap<Id, String>,
    ) -> Result<HoursReport, ReportRefusal> {
        let period = query.period;
        // What is waiting is read first: figures that come in between make the report no less true.
        let completeness = self.completeness(scope, period).await?;
        let briefing = self.briefings().get(&**self.store(), scope, None).await?.unwrap_or_default();
        let facts = HoursFacts {
            patrols: self.store().patrol_times(scope, period).await?,
            zones: zones(&briefing, period),
            teams,
        }
        .with_operations_spelled(&mut query);
        let making = tokio::task::spawn_blocking(move || report(&facts, &query));
        let mut made = making.await.map_err(|_| Fault::Closing)??;
        made.completeness = Some(completeness);
        Ok(made)
    }

    /// The hours report, written.
    ///
    /// # Errors
    /// A [`ReportRefusal`].
    pub async fn hours_written(
        &self,
        scope: &Scope,
        request: &HoursRequest,
        form: Form,
    ) -> Result<Vec<u8>, ReportRefusal> {
        let made = self.hours_report(scope, request).await?;
        let writing = tokio::task::spawn_blocking(move || render(&made, form));
        Ok(writing.await.map_err(|_| Fault::Closing)??)
    }

    /// Publishes everyone's hours by zone of a period that is over. The first publication of a period
    /// stays the one that later reports are compared with.
    ///
    /// # Errors
    /// A [`ReportRefusal`]; nothing was published then.
    pub async fn publish_hours(&self, scope: &Scope, period: &str) -> Result<HoursReport, ReportRefusal> {
        if Period::parse(period)?.interval()?.to > self.clock().now() {
            return Err(ReportRefusal::PeriodRuns);
        }
        let request = HoursRequest { wait: true, ..HoursRequest::by_zone(period) };
        let made = self.hours_report(scope, &request).await?;
        self.store().log_access(scope, &format!("published the hours, {}", made.label), None).await?;
        self.store().publish_figures(scope, publish(&made)?).await?;
        Ok(made)
    }

    async fn log_reading(&self, scope: &Scope, query: &HoursQuery) -> Result<(), Fault> {
        let of = match &query.whose {
            Whose::Everyone => "everyone".to_owned(),
            Whose::Team(team) => format!("team {team}"),
            Whose::Operation(operation) => format!("operation {operation}"),
            Whose::Officer(one) => format!("officer {}", one.officer()),
        };
        let reason = match &query.whose {
            Whose::Officer(one) => one.reason(),
            _ => None,
        };
        let what = format!("hours by {} of {of}, {}", grouped_by(query.group_by), query.label);
        self.store().log_access(scope, &what, reason).await
    }

    /// An officer is told of the officer's own notebooks only.
    async fn completeness(&self, scope: &Scope, period: Interval) -> Result<Completeness, Fault> {
        let backlog = self.store().backlog(scope).await?;
        let states: Vec<NotebookState> = self
            .store()
            .notebook_states(scope, period)
            .await?
            .into_iter()
            .filter(|status| scope.officer().is_none_or(|officer| status.officer == officer))
            .map(|status| status.state)
            .collect();
        // With nothing waiting, everything that ever came is in the figures: up to the last word of a phone.
        let last_heard = states.iter().filter_map(|state| state.last_seen).max();
        Ok(Completeness {
            derived_up_to: backlog.since.or(last_heard),
            patrols_waiting: backlog.waiting,
            outstanding: outstanding(&states, period, self.clock().now()),
        })
    }

    /// What was published, and which zones were changed for the past of a period after its figures were.
    async fn published(
        &self,
        scope: &Scope,
        period: Interval,
    ) -> Result<(Vec<FiguresPublished>, Vec<PastRedrawn>), Fault> {
        let mut published: Vec<FiguresPublished> = Vec::new();
        let mut redrawn = Vec::new();
        for (_, body) in self.store().journal(scope).await? {
            match body {
                ServerBody::FiguresPublished(figures) => published.push(figures),
                ServerBody::BriefingPublished(briefing) => {
                    let told = published.iter().any(|of| (of.from, of.to) == (period.from, period.to));
                    let from = briefing.restated_from.filter(|from| told && *from < period.to);
                    redrawn
                        .extend(from.zip(briefing.reason).map(|(from, reason)| PastRedrawn { from, reason }));
                }
                _ => {}
            }
        }
        Ok((published, redrawn))
    }
}

fn query(request: &HoursRequest, officers: &[Officer]) -> Result<HoursQuery, ReportRefusal> {
    let period = Period::parse(&request.period)?;
    let whose = match &request.whose {
        WhoseAsked::Everyone => Whose::Everyone,
        WhoseAsked::Team(team) => Whose::Team(team.clone()),
        WhoseAsked::Operation(operation) => Whose::Operation(operation.clone()),
        WhoseAsked::Officer { code, reason } => {
            let officer = officers.iter().find(|officer| officer.code == *code);
            Whose::with_reason(officer.ok_or(ReportRefusal::UnknownOfficer)?.id, reason)?
        }
    };
    Ok(HoursQuery {
        period: period.interval()?,
        label: period.label(),
        group_by: request.by,
        zones: request.zones.clone(),
        whose,
        basis: request.basis,
        by_week_hour: request.by_week_hour,
    })
}

/// The zones in force at some time of the period, each as its last version then says.
fn zones(briefing: &ReadyBriefing, period: Interval) -> Vec<ReportZone> {
    let mut zones: BTreeMap<&str, ReportZone> = BTreeMap::new();
    for row in briefing.manifest.during(period) {
        if let Some(version) = briefing.versions.get(&row.zone) {
            zones.insert(
                &row.code,
                ReportZone {
                    code: version.code.clone(),
                    name: version.name.clone(),
                    kind: version.kind,
                    programme: version.programme.clone(),
                    target_minutes: version.target_minutes,
                },
            );
        }
    }
    zones.into_values().collect()
}
