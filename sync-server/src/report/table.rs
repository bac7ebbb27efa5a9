//! The report as text: a few narrow tables under each other, each with a caption that says what it counts.

use beatbook_domain::hours::{AreaHours, Both, HoursReport, Row};
use comfy_table::{CellAlignment, ContentArrangement, LineStyle, Table, TableStyle};

use super::RenderError;
use super::base::{base_lines, basis_name, grouped_by, notes, row_name};
use super::rounded::{hours, minutes, percent, signed_hours};
use super::week::DAYS;

/// Cells of one row after its name; none if the row has no place in that table.
type Cells = Option<Vec<String>>;

pub(super) fn write(report: &HoursReport) -> Result<String, RenderError> {
    let mut text = base_lines(report)?.join("\n");
    text.push('\n');
    let mut section = |caption: &str, heads: &[&str], cells: &dyn Fn(&Row) -> Cells| {
        if let Some(table) = table(report, heads, cells) {
            text.push_str(&format!("\n{caption}\n{table}\n"));
        }
    };
    section(
        "Officer-hours: every officer of a crew counts (in brackets: certainly to possibly inside; then possibly, had\n\
         they been there in every gap as well; then how much of all is colleagues without a notebook)",
        &["name", "on foot", "by cycle", "by vehicle", "all", "with gaps", "no notebook"],
        &|row| {
            let is = &row.hours;
            let mut cells = vec![row_name(&row.name).1];
            cells.extend(modes(is, |both| both.officer));
            cells.extend([hours(is.possible_with_gaps.officer), hours(is.others_all)]);
            Some(cells)
        },
    );
    section(
        "Patrol-hours: a crew counts once, whatever its size",
        &["on foot", "by cycle", "by vehicle", "all", "with gaps"],
        &|row| {
            let mut cells = modes(&row.hours, |both| both.patrol);
            cells.push(hours(row.hours.possible_with_gaps.patrol));
            Some(cells)
        },
    );
    section(
        "Officer-hours by duty: on foot / all (abstracted time is in none of the hours)",
        &[
            "tasked core",
            "overtime-funded",
            "self-initiated",
            "on call",
            "abstracted here",
            "abstracted on duty",
        ],
        &|row| {
            let is = &row.hours;
            let of = is.duties;
            let mut cells: Vec<String> = [of.tasked_core, of.overtime_funded, of.self_initiated, of.on_call]
                .iter()
                .map(|duty| format!("{} / {}", hours(duty.foot.officer), hours(duty.all.officer)))
                .collect();
            let away = is.abstracted_on_duty.values().map(|one| one.officer).fold(0, i64::saturating_add);
            cells.extend([hours(is.abstracted.officer), hours(away)]);
            Some(cells)
        },
    );
    section(
        "Visits, gaps and quality (a gap is neither presence nor absence; tracks by class, A the most complete)",
        &["visits", "on foot", "dosage", "passing h", "gap min", "gap %", "A", "B", "C", "D"],
        &|row| {
            let is = &row.hours;
            let (visits, tracks) = (is.visits, is.tracks);
            let mut cells = [visits.all, visits.foot, visits.dosage].map(|count| count.to_string()).to_vec();
            cells.push(hours(is.passing.officer));
            cells.push(minutes(is.gap.officer));
            cells.push(or_dash(percent(is.gap.officer, is.on_duty.officer)));
            cells.extend([tracks.a, tracks.b, tracks.c, tracks.d].map(|count| count.to_string()));
            Some(cells)
        },
    );
    section(
        &format!("Target and share of the programme, by {}", basis_name(report.basis)),
        &["target h", "% of target", "programme h", "% of programme"],
        &|row| {
            let is = row.hours.basis(report.basis);
            row.target.or(row.programme_total)?;
            Some(vec![
                or_dash(row.target.map(hours)),
                or_dash(row.target.and_then(|target| percent(is, target))),
                or_dash(row.programme_total.map(hours)),
                or_dash(row.programme_total.and_then(|total| percent(is, total))),
            ])
        },
    );
    section("Outreach and counts: officer-hours in all, by ward and month only", &["hours"], &|row| {
        row.hours.welfare.map(|ms| vec![hours(ms)])
    });
    section(
        "RESTATED (*) since first published: officer-hours on foot, patrol-hours on foot",
        &["now", "first published", "difference", "now", "first published", "difference"],
        &restated,
    );
    for row in report.rows.iter().filter(|row| !row.hours.week.is_empty()) {
        text.push_str(&week(row));
    }
    text.push('\n');
    for note in notes(report) {
        text.push_str(&note);
        text.push('\n');
    }
    Ok(text)
}

/// The rows that have a place in it, and under them the programmes as a whole; none if no row has.
fn table(report: &HoursReport, heads: &[&str], cells: &dyn Fn(&Row) -> Cells) -> Option<String> {
    let mut table = plain();
    table.set_header([grouped_by(report.group_by)].iter().chain(heads));
    let rows = report.rows.iter().map(|row| ("", row));
    let totals = report.programmes.iter().map(|row| ("programme ", row));
    for (is, row) in rows.chain(totals) {
        let Some(cells) = cells(row) else { continue };
        let mark = if row.restated.is_some() { " *" } else { "" };
        let name = format!("{is}{}{mark}", row_name(&row.name).0);
        table.add_row(core::iter::once(name).chain(cells));
    }
    let texts = if heads.first() == Some(&"name") { 2 } else { 1 };
    right_aligned(&mut table, texts);
    (!table.is_empty()).then(|| trimmed(&table))
}

/// A table without frames, with a rule under its head.
pub(crate) fn plain() -> Table {
    let mut table = Table::new();
    let rule = TableStyle::new().header_separator(LineStyle::none().fill('-').junction('-'));
    table.load_style(rule).set_content_arrangement(ContentArrangement::Disabled);
    table
}

/// Aligns all columns but the first ones as numbers.
pub(crate) fn right_aligned(table: &mut Table, texts: usize) {
    table.column_iter_mut().skip(texts).for_each(|column| {
        column.set_cell_alignment(CellAlignment::Right);
    });
}

/// The lines of a table without blanks at their ends.
pub(crate) fn trimmed(table: &Table) -> String {
    table.lines().map(|line| line.trim_end().to_owned()).collect::<Vec<_>>().join("\n")
}

/// Foot, cycle, vehicle and all, each with its bounds, by one way of counting.
fn modes(is: &AreaHours, count: fn(Both) -> i64) -> Vec<String> {
    [is.modes.foot, is.modes.cycle, is.modes.vehicle, is.all]
        .map(|bounds| {
            let presence = hours(count(bounds.presence));
            match count(bounds.possible) {
                0 => presence,
                possible => format!("{presence} ({}-{})", hours(count(bounds.certain)), hours(possible)),
            }
        })
        .to_vec()
}

fn or_dash(cell: Option<String>) -> String {
    cell.unwrap_or_else(|| "-".to_owned())
}

fn restated(row: &Row) -> Cells {
    let (is, foot) = (row.restated.as_ref()?, row.hours.modes.foot.presence);
    Some(vec![
        hours(foot.officer),
        hours(is.published.officer_foot),
        signed_hours(is.officer_foot),
        hours(foot.patrol),
        hours(is.published.patrol_foot),
        signed_hours(is.patrol_foot),
    ])
}

/// One row's week: minutes on foot by day and hour, with the dosage visits that begin there after a slash.
fn week(row: &Row) -> String {
    let (code, _) = row_name(&row.name);
    let mut table = plain();
    let hours_of_day = (0..24).map(|hour| format!("{hour:02}"));
    table.set_header(core::iter::once("day".to_owned()).chain(hours_of_day));
    for (day, cells) in DAYS.iter().zip(row.hours.week.chunks(24)) {
        let cells = cells.iter().map(|cell| match (cell.foot.officer, cell.dosage) {
            (0, 0) => ".".to_owned(),
            (foot, 0) => minutes(foot),
            (foot, dosage) => format!("{}/{dosage}", minutes(foot)),
        });
        table.add_row(core::iter::once((*day).to_owned()).chain(cells));
    }
    for column in table.column_iter_mut().skip(1) {
        column.set_cell_alignment(CellAlignment::Right);
        column.set_padding((0, 1));
    }
    format!(
        "\n{code}: officer minutes on foot by local hour of the week, after a slash the dosage visits that begin in it\n{}\n",
        trimmed(&table)
    )
}
