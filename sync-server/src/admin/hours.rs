//! The hours report as a command: which authority, then what the report module answers.

use super::command::HoursAsked;
use super::office::{Answer, Office, period};
use crate::error::ServerError;
use crate::report::{ReportRefusal, render};

impl From<ReportRefusal> for ServerError {
    fn from(refusal: ReportRefusal) -> Self {
        match refusal {
            ReportRefusal::Fault(fault) => Self::Fault(fault),
            refusal => Self::refused(refusal.code(), refusal),
        }
    }
}

pub(super) async fn hours(office: &Office, asked: &HoursAsked) -> Result<Answer, ServerError> {
    let authority = office.authority(&asked.authority).await?.id;
    // Refused here with the forms a period may have.
    period(&asked.request.period)?;
    let out = if asked.publish {
        let published = office.service.publish_hours(authority, &asked.request.period).await?;
        render(&published, asked.form).map_err(ReportRefusal::from)?
    } else {
        office.service.hours_written(authority, &asked.request, asked.form).await?
    };
    Ok(Answer { out, exit: 0 })
}
