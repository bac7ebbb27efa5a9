//! When in the week: one line for each row and hour, local time, as CSV.

use beatbook_domain::hours::{Cell, HoursReport, Row};
use csv::{Terminator, WriterBuilder};

use super::RenderError;
use super::base::row_name;
use super::csv::as_text;
use super::rounded::hours;

/// Days as the week table names them.
pub(super) const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

pub(super) fn write(report: &HoursReport) -> Result<Vec<u8>, RenderError> {
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::new());
    writer.write_record([
        "period",
        "code",
        "day",
        "hour",
        "officer_foot_ms",
        "patrol_foot_ms",
        "officer_all_ms",
        "patrol_all_ms",
        "officer_foot_hours",
        "dosage_visits",
    ])?;
    for row in &report.rows {
        if row.hours.week.is_empty() {
            return Err(RenderError::NoWeek);
        }
        for (day, hour, cell) in cells(row) {
            writer.write_record([
                as_text(&report.label),
                as_text(&row_name(&row.name).0),
                day.to_owned(),
                hour.to_string(),
                cell.foot.officer.to_string(),
                cell.foot.patrol.to_string(),
                cell.all.officer.to_string(),
                cell.all.patrol.to_string(),
                hours(cell.foot.officer),
                cell.dosage.to_string(),
            ])?;
        }
    }
    writer.into_inner().map_err(|error| RenderError::Csv(error.into_error().into()))
}

/// A row's week: day, hour, cell; Monday 00:00 first.
pub(super) fn cells(row: &Row) -> impl Iterator<Item = (&'static str, usize, &Cell)> {
    let hours = DAYS.iter().flat_map(|day| (0..24).map(move |hour| (*day, hour)));
    hours.zip(&row.hours.week).map(|((day, hour), cell)| (day, hour, cell))
}
