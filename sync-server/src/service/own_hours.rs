//! An officer's own hours, by the token of the officer's notebook: never anybody else's, and each look is logged.

use beatbook_domain::calendar::CalendarError;
use beatbook_domain::hours::{Completeness, HoursRefusal, HoursReport, RowName, ZoneChoice};
use beatbook_domain::presence::Interval;
use beatbook_protocol::frame::{self, FrameError};
use beatbook_protocol::hours::{HoursAnswer, HoursRequest, HoursResponse, ZoneHours};
use beatbook_protocol::id::Id;
use beatbook_protocol::limits::PROTOCOL_VERSION;
use beatbook_protocol::sync::ProblemCode;

use super::{Service, unpack};
use crate::auth::Scope;
use crate::report::ReportRefusal;
use crate::store::NotebookIdentity;

impl Service {
    /// The hours of an authenticated notebook's officer, from packed request to packed answer.
    ///
    /// # Errors
    /// The code to refuse the whole request with.
    pub async fn own_hours(
        &self,
        (scope, notebook): (Scope, NotebookIdentity),
        bytes: Vec<u8>,
    ) -> Result<Vec<u8>, ProblemCode> {
        let _turn = self.turn()?;
        let request: HoursRequest =
            self.off_thread(move || unpack(&bytes, |request: &HoursRequest| &request.versions)).await??;
        if notebook.notebook != request.notebook {
            return Err(ProblemCode::Unauthorised);
        }
        request.check()?;
        // Reports take processor and memory: a few at a time, so that a crowd of readers holds up no sync.
        let _report = self.reports.try_acquire().map_err(|_| ProblemCode::Busy)?;
        let period = Interval { from: request.from, to: request.to };
        if self.is_closed(&scope, notebook.notebook, period).await? {
            return Err(ProblemCode::NotebookClosed);
        }
        let everywhere = request.zones.is_empty();
        let zones = if everywhere { ZoneChoice::All } else { ZoneChoice::Codes(request.zones) };
        let made = self.own_hours_report(&scope, period, zones).await.map_err(|refusal| match refusal {
            ReportRefusal::Hours(HoursRefusal::UnknownZone) => ProblemCode::UnknownZone,
            ReportRefusal::Hours(
                HoursRefusal::EmptyPeriod | HoursRefusal::Calendar(CalendarError::OutOfRange),
            ) => ProblemCode::Period,
            refusal => {
                tracing::error!(code = refusal.code(), "an officer's own hours could not be made");
                ProblemCode::Internal
            }
        })?;
        let answer = HoursAnswer::Told(Box::new(told(made, everywhere, self.clock().now())));
        self.off_thread(move || frame::pack(&answer)).await?.map_err(|error| match error {
            FrameError::TooLarge | FrameError::TooLargeCompressed => ProblemCode::TooLarge,
            FrameError::Malformed => ProblemCode::Internal,
        })
    }

    /// Whether the notebook is none to be written any more: whoever still holds it may be a stranger with a copy.
    async fn is_closed(&self, scope: &Scope, notebook: Id, period: Interval) -> Result<bool, ProblemCode> {
        let states = self.inside(self.store().notebook_states(scope, period).await)?;
        Ok(states.iter().any(|status| status.state.notebook == notebook && status.closed))
    }
}

/// The report as the officer's phone is told it; of all zones only those that say anything.
fn told(report: HoursReport, everywhere: bool, now: i64) -> HoursResponse {
    let Completeness { derived_up_to, patrols_waiting, outstanding } =
        report.completeness.unwrap_or_default();
    let zones = report.rows.into_iter().filter_map(|row| {
        let RowName::Zone { code, name, .. } = row.name else { return None };
        let hours = row.hours;
        Some(ZoneHours {
            code,
            name,
            foot: hours.modes.foot.presence.officer,
            cycle: hours.modes.cycle.presence.officer,
            vehicle: hours.modes.vehicle.presence.officer,
            certain: hours.all.certain.officer,
            possible: hours.all.possible.officer,
            gap: hours.gap.officer,
            abstracted: hours.abstracted.officer,
            visits: hours.visits.all,
            dosage_visits: hours.visits.dosage,
        })
    });
    HoursResponse {
        version: PROTOCOL_VERSION,
        from: report.period.from,
        to: report.period.to,
        zones: zones.filter(|zone| !everywhere || !zone.is_empty()).collect(),
        derived_up_to,
        patrols_waiting,
        notebooks_outstanding: u32::try_from(outstanding.len()).unwrap_or(u32::MAX),
        held_out: report.held_out,
        server_time: now,
    }
}
