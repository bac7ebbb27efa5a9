//! The report as CSV (RFC 4180): one line a row, exact milliseconds and rounded hours side by side.
//!
//! Every line carries the report's base, so that a line copied out of its table still says whether it
//! was complete. Programme totals are lines of their own, marked `programme_total` in the first column.

use beatbook_domain::calendar::{CalendarError, local_label};
use beatbook_domain::hours::{Bounds, HoursReport, Restated, Row, RowName, Subject};
use csv::{Terminator, WriterBuilder};

use super::RenderError;
use super::base::{basis_name, grouped_by, kind_name, row_name};
use super::rounded::{hours, minutes, percent};

/// A column: its name and what stands in it.
type Column = (String, String);

pub(super) fn write(report: &HoursReport) -> Result<Vec<u8>, RenderError> {
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::new());
    let base = base(report)?;
    let rows = report.rows.iter().map(|row| (grouped_by(report.group_by), row));
    let totals = report.programmes.iter().map(|row| ("programme_total", row));
    let line = |is: &str, row: &Row| -> Vec<Column> {
        let mut columns = vec![text("row", is)];
        columns.extend(base.iter().cloned());
        columns.extend(name(row));
        columns.extend(figures(report, row));
        columns
    };
    // The heads stand even over no line at all: an empty table still says what it would hold.
    writer.write_record(
        line("", &Row::new(RowName::Operation { operation: None })).iter().map(|(name, _)| name),
    )?;
    for (is, row) in rows.chain(totals) {
        writer.write_record(line(is, row).iter().map(|(_, cell)| cell))?;
    }
    writer.into_inner().map_err(|error| RenderError::Csv(error.into_error().into()))
}

/// A text as a spreadsheet may open it: one that would be taken for a formula gets an apostrophe before it.
pub(crate) fn as_text(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}

fn text(name: &str, cell: &str) -> Column {
    (name.to_owned(), as_text(cell))
}

fn number(name: &str, cell: impl ToString) -> Column {
    (name.to_owned(), cell.to_string())
}

/// A number that may be missing; a missing one is an empty cell, never a zero.
fn perhaps(name: &str, cell: Option<impl ToString>) -> Column {
    (name.to_owned(), cell.map(|cell| cell.to_string()).unwrap_or_default())
}

fn base(report: &HoursReport) -> Result<Vec<Column>, CalendarError> {
    let subject = match &report.subject {
        Subject::Everyone => "everyone".to_owned(),
        Subject::Team { team } => format!("team {team}"),
        Subject::Operation { operation } => format!("operation {operation}"),
        Subject::OneOfficer => "one officer".to_owned(),
    };
    let completeness = report.completeness.as_ref();
    let derived = completeness.and_then(|is| is.derived_up_to).map(local_label).transpose()?;
    let longest_unseen = completeness.and_then(|is| is.outstanding.first()).and_then(|one| one.last_seen);
    Ok(vec![
        text("period", &report.label),
        text("from", &local_label(report.period.from)?),
        text("to", &local_label(report.period.to)?),
        number("from_ms", report.period.from),
        number("to_ms", report.period.to),
        text("of", &subject),
        perhaps("derived_up_to", derived),
        perhaps("patrols_waiting", completeness.map(|is| is.patrols_waiting)),
        perhaps("notebooks_outstanding", completeness.map(|is| is.outstanding.len())),
        perhaps("longest_unseen_since", longest_unseen.map(local_label).transpose()?),
    ])
}

fn name(row: &Row) -> Vec<Column> {
    let (code, longer) = row_name(&row.name);
    let (kind, programme) = match &row.name {
        RowName::Zone { kind, programme, .. } => (Some(*kind), programme.as_deref()),
        RowName::Kind { kind } => (Some(*kind), None),
        RowName::Programme { programme } => (None, Some(programme.as_str())),
        RowName::Team { .. } | RowName::Operation { .. } => (None, None),
    };
    vec![
        text("code", &code),
        text("name", &longer),
        text("kind", kind.map_or("", kind_name)),
        text("programme", programme.unwrap_or("")),
    ]
}

fn figures(report: &HoursReport, row: &Row) -> Vec<Column> {
    let is = &row.hours;
    let mut columns = Vec::with_capacity(96);
    let modes =
        [("foot", is.modes.foot), ("cycle", is.modes.cycle), ("vehicle", is.modes.vehicle), ("all", is.all)];
    for (mode, bounds) in modes {
        columns.push(number(&format!("officer_{mode}_hours"), hours(bounds.presence.officer)));
        columns.push(number(&format!("patrol_{mode}_hours"), hours(bounds.presence.patrol)));
    }
    for (mode, bounds) in modes {
        columns.extend(exact(mode, &bounds));
    }
    columns.extend(both("possible_with_gaps", is.possible_with_gaps.officer, is.possible_with_gaps.patrol));
    columns.push(number("of_officer_foot_colleagues_without_notebook_ms", is.others_foot));
    columns.push(number("of_officer_all_colleagues_without_notebook_ms", is.others_all));
    let duties = [
        ("tasked_core", is.duties.tasked_core),
        ("overtime_funded", is.duties.overtime_funded),
        ("self_initiated", is.duties.self_initiated),
        ("on_call", is.duties.on_call),
    ];
    for (duty, of) in duties {
        columns.extend(both(&format!("{duty}_foot"), of.foot.officer, of.foot.patrol));
        columns.extend(both(&format!("{duty}_all"), of.all.officer, of.all.patrol));
    }
    columns.extend(both("passing", is.passing.officer, is.passing.patrol));
    columns.extend(both("abstracted_in_area", is.abstracted.officer, is.abstracted.patrol));
    columns.push(number(
        "officer_abstracted_on_duty_ms",
        is.abstracted_on_duty.values().map(|one| one.officer).fold(0, i64::saturating_add),
    ));
    columns.extend(both("on_duty", is.on_duty.officer, is.on_duty.patrol));
    columns.extend(both("gap", is.gap.officer, is.gap.patrol));
    columns.push(number("officer_gap_minutes", minutes(is.gap.officer)));
    columns.push(perhaps("gap_percent", percent(is.gap.officer, is.on_duty.officer)));
    columns.push(number("tracks_a", is.tracks.a));
    columns.push(number("tracks_b", is.tracks.b));
    columns.push(number("tracks_c", is.tracks.c));
    columns.push(number("tracks_d", is.tracks.d));
    columns.push(number("visits", is.visits.all));
    columns.push(number("visits_on_foot", is.visits.foot));
    columns.push(number("dosage_visits", is.visits.dosage));
    columns.push(perhaps("officer_outreach_and_counts_ms", is.welfare));
    let reckoned = is.basis(report.basis);
    columns.push(text("shares_reckoned_with", basis_name(report.basis)));
    columns.push(perhaps("target_ms", row.target));
    columns.push(perhaps("of_target_percent", row.target.and_then(|target| percent(reckoned, target))));
    columns.push(perhaps("programme_total_ms", row.programme_total));
    let share = row.programme_total.and_then(|total| percent(reckoned, total));
    columns.push(perhaps("share_of_programme_percent", share));
    columns.extend(restated(row.restated.as_ref()));
    columns
}

fn exact(mode: &str, bounds: &Bounds) -> Vec<Column> {
    let all = [
        (mode.to_owned(), bounds.presence),
        (format!("{mode}_certain"), bounds.certain),
        (format!("{mode}_possible"), bounds.possible),
    ];
    all.iter().flat_map(|(name, of)| both(name, of.officer, of.patrol)).collect()
}

fn both(name: &str, officer: i64, patrol: i64) -> [Column; 2] {
    [number(&format!("officer_{name}_ms"), officer), number(&format!("patrol_{name}_ms"), patrol)]
}

fn restated(is: Option<&Restated>) -> Vec<Column> {
    vec![
        text("restated", if is.is_some() { "yes" } else { "no" }),
        perhaps("first_published_officer_foot_ms", is.map(|is| is.published.officer_foot)),
        perhaps("first_published_patrol_foot_ms", is.map(|is| is.published.patrol_foot)),
        perhaps("first_published_officer_all_ms", is.map(|is| is.published.officer_all)),
        perhaps("first_published_patrol_all_ms", is.map(|is| is.published.patrol_all)),
        perhaps("since_then_officer_foot_ms", is.map(|is| is.officer_foot)),
        perhaps("since_then_patrol_foot_ms", is.map(|is| is.patrol_foot)),
        perhaps("since_then_officer_all_ms", is.map(|is| is.officer_all)),
        perhaps("since_then_patrol_all_ms", is.map(|is| is.patrol_all)),
    ]
}
