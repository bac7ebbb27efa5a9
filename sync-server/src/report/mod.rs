//! The hours report as people and programs read it: text table, CSV, JSON.
//!
//! The same report gives the same bytes on every server: nothing here reads a clock or a locale.
//! Figures stay exact in CSV and JSON; only shown figures are rounded, as `docs/hours.md` says.

mod asked;
mod base;
mod csv;
mod json;
mod rounded;
mod table;
mod week;

use beatbook_domain::calendar::CalendarError;
use beatbook_domain::hours::HoursReport;
use serde::{Deserialize, Serialize};
use thiserror::Error;

pub use asked::{HoursRequest, ReportRefusal, WhoseAsked};
pub use base::{base_lines, notes};
pub(crate) use csv::as_text;
pub use rounded::{hours, minutes, percent, signed_hours};
pub(crate) use table::{plain, right_aligned, trimmed};

/// How a report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// For a terminal or an e-mail.
    Table,
    /// One line a row, every figure in milliseconds beside the rounded ones.
    Csv,
    /// One line for each row and hour of the week; the report must have been asked for it.
    WeekCsv,
    /// Everything, in milliseconds.
    Json,
}

impl Form {
    /// The media type of what [`render`] returns.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Table => "text/plain; charset=utf-8",
            Self::Csv | Self::WeekCsv => "text/csv; charset=utf-8",
            Self::Json => "application/json",
        }
    }
}

/// Why a report could not be written.
#[derive(Debug, Error)]
pub enum RenderError {
    /// An instant of the report has no local date.
    #[error(transparent)]
    Calendar(#[from] CalendarError),
    /// The report has no figures by hour of the week.
    #[error("the report was not made by hour of the week: ask for it by hour of the week")]
    NoWeek,
    /// Writing CSV failed.
    #[error("the report could not be written as CSV")]
    Csv(#[from] ::csv::Error),
    /// Writing JSON failed.
    #[error("the report could not be written as JSON")]
    Json(#[from] serde_json::Error),
}

/// Writes a report.
///
/// # Errors
/// [`RenderError`]; never for a report that the hours functions made, but for [`RenderError::NoWeek`].
pub fn render(report: &HoursReport, form: Form) -> Result<Vec<u8>, RenderError> {
    match form {
        Form::Table => table::write(report).map(String::into_bytes),
        Form::Csv => csv::write(report),
        Form::WeekCsv => week::write(report),
        Form::Json => json::write(report),
    }
}
