//! The hours table beside the truth, for the terminal and as CSV.
//!
//! Hours are rounded one by one for people; the CSV has the exact milliseconds.

use std::collections::BTreeMap;
use std::path::Path;

use comfy_table::{CellAlignment, ContentArrangement, LineStyle, Table, TableStyle};

use crate::error::DemoError;
use crate::hours::{Both, Report};

const HOUR_MS: f64 = 3_600_000.0;
const MINUTE_MS: f64 = 60_000.0;

/// The table for a terminal; without truth those columns are left out.
pub fn text(report: &Report, truth: Option<&BTreeMap<String, Both>>) -> String {
    let mut table = Table::new();
    let rule = TableStyle::new().header_separator(LineStyle::none().fill('-').junction('-'));
    table.load_style(rule).set_content_arrangement(ContentArrangement::Disabled);
    let mut heads = vec!["zone", "hours", "certain-possible"];
    if truth.is_some() {
        heads.extend(["TRUE", "off by"]);
    }
    heads.push("visits");
    table.set_header(heads);
    for zone in &report.zones {
        let mut cells = vec![
            short(&zone.name).to_owned(),
            hours(zone.presence.officer),
            format!("{}-{}", hours(zone.certain.officer), hours(zone.possible.officer)),
        ];
        if let Some(truth) = truth {
            let really = truth.get(&zone.code).copied().unwrap_or_default().officer;
            cells.push(hours(really));
            cells.push(format!("{:+.1} min", (zone.presence.officer - really) as f64 / MINUTE_MS));
        }
        cells.push(zone.visits.to_string());
        table.add_row(cells);
    }
    for column in table.column_iter_mut().skip(1) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    table.lines().map(|line| line.trim_end().to_owned()).collect::<Vec<_>>().join("\n")
}

/// A zone's name without what follows in brackets or after a comma.
pub fn short(name: &str) -> &str {
    name.split([',', '(']).next().unwrap_or(name).trim_end()
}

/// Writes the table with exact milliseconds.
pub fn write(report: &Report, truth: Option<&BTreeMap<String, Both>>, file: &Path) -> Result<(), DemoError> {
    let mut csv = csv::Writer::from_path(file)?;
    csv.write_record([
        "zone",
        "name",
        "officer_ms",
        "officer_certain_ms",
        "officer_possible_ms",
        "officer_true_ms",
        "patrol_ms",
        "patrol_certain_ms",
        "patrol_possible_ms",
        "patrol_true_ms",
        "officer_vehicle_ms",
        "visits",
        "dosage_visits",
    ])?;
    for zone in &report.zones {
        let really = truth.map(|truth| truth.get(&zone.code).copied().unwrap_or_default());
        let known = |of: fn(Both) -> i64| really.map(of).map_or_else(String::new, |ms| ms.to_string());
        let mut record = vec![zone.code.clone(), zone.name.clone()];
        record.extend([zone.presence, zone.certain, zone.possible].map(|both| both.officer.to_string()));
        record.push(known(|both| both.officer));
        record.extend([zone.presence, zone.certain, zone.possible].map(|both| both.patrol.to_string()));
        record.push(known(|both| both.patrol));
        record.extend([zone.vehicle, zone.visits, zone.dosage].map(|number| number.to_string()));
        csv.write_record(&record)?;
    }
    csv.flush().map_err(DemoError::system("writing the table"))
}

/// Hours with two decimals.
fn hours(milliseconds: i64) -> String {
    format!("{:.2}", milliseconds as f64 / HOUR_MS)
}
