//! The report as JSON: every figure in milliseconds, with the words a reader needs beside them.

use beatbook_domain::hours::HoursReport;
use serde::Serialize;

use super::RenderError;
use super::base::{base_lines, basis_name, notes};

/// The format's name; raised when a field changes its meaning.
const FORMAT: &str = "beatbook-hours-1";

#[derive(Serialize)]
struct Document<'a> {
    format: &'static str,
    base: Vec<String>,
    notes: Vec<String>,
    unit: &'static str,
    shares_reckoned_with: &'static str,
    #[serde(flatten)]
    report: &'a HoursReport,
}

pub(super) fn write(report: &HoursReport) -> Result<Vec<u8>, RenderError> {
    let document = Document {
        format: FORMAT,
        base: base_lines(report)?,
        notes: notes(report),
        unit: "milliseconds",
        shares_reckoned_with: basis_name(report.basis),
        report,
    };
    let mut bytes = serde_json::to_vec_pretty(&document)?;
    bytes.push(b'\n');
    Ok(bytes)
}
