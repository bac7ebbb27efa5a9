//! What every report says about itself: how the figures came about and what is still missing.

use beatbook_domain::calendar::{CalendarError, local_label};
use beatbook_domain::hours::{
    Basis, Completeness, GroupBy, HoursReport, LONGEST_PATROL_MS, RowName, SMALLEST_TEAM, Subject, ZoneChoice,
};
use beatbook_domain::zone::ZoneKind;

/// A longer patrol is in no figure.
const LONGEST_HOURS: i64 = LONGEST_PATROL_MS / 3_600_000;

/// Notebooks whose last sign of life is told one by one; of more only the first and the last.
const TOLD_ONE_BY_ONE: usize = 3;

/// The lines above every table: what is counted, from when until when, and whether it is complete.
///
/// # Errors
/// [`CalendarError`] if an instant has no local date.
pub fn base_lines(report: &HoursReport) -> Result<Vec<String>, CalendarError> {
    let period = report.period;
    let mut lines = vec![
        format!("Hours by {}, {}", grouped_by(report.group_by), report.label),
        format!("From {} to {}.", local_label(period.from)?, local_label(period.to)?),
    ];
    match &report.subject {
        Subject::Everyone => {}
        Subject::Team { team } => lines.push(format!("Team {team} only.")),
        Subject::Operation { operation } => lines.push(format!("Operation {operation} only.")),
        Subject::OneOfficer => lines.push("One officer only; reading this is logged.".to_owned()),
    }
    if let Some(zones) = zones(&report.zones) {
        lines.push(zones);
    }
    lines.push("Officer-hours and patrol-hours are derived from phones; nobody typed them.".to_owned());
    if let Some(completeness) = &report.completeness {
        lines.push(derived(completeness)?);
        lines.push(outstanding(completeness)?);
    }
    if report.held_out > 0 {
        let patrols = counted(report.held_out, "patrol", "patrols");
        lines.push(format!("HELD OUT: {patrols} of more than {LONGEST_HOURS} hours, in no figure."));
    }
    Ok(lines)
}

fn zones(choice: &ZoneChoice) -> Option<String> {
    match choice {
        ZoneChoice::All => None,
        ZoneChoice::Kind(kind) => Some(format!("Zones of kind {} only.", kind_name(*kind))),
        ZoneChoice::Programme(programme) => Some(format!("Zones of programme {programme} only.")),
        ZoneChoice::Codes(codes) => Some(format!("Zones {} only.", codes.join(", "))),
    }
}

fn derived(completeness: &Completeness) -> Result<String, CalendarError> {
    let up_to = match completeness.derived_up_to {
        Some(instant) => format!("Derived up to {}", local_label(instant)?),
        None => "Nothing derived yet".to_owned(),
    };
    Ok(format!("{up_to}; {} waiting.", counted(completeness.patrols_waiting, "patrol", "patrols")))
}

fn outstanding(completeness: &Completeness) -> Result<String, CalendarError> {
    let missing = &completeness.outstanding;
    if missing.is_empty() {
        return Ok("No notebook is outstanding.".to_owned());
    }
    let count = u32::try_from(missing.len()).unwrap_or(u32::MAX);
    let mut seen = Vec::with_capacity(missing.len());
    for one in missing {
        seen.push(match one.last_seen {
            Some(instant) => local_label(instant)?,
            None => "never".to_owned(),
        });
    }
    let seen = match seen.as_slice() {
        [first, .., last] if seen.len() > TOLD_ONE_BY_ONE => format!("{first} to {last}"),
        several => several.join(", "),
    };
    Ok(format!("INCOMPLETE: {} outstanding, last seen {seen}.", counted(count, "notebook", "notebooks")))
}

/// The lines below every table: what a reader may not do with it, and what was left out.
#[must_use]
pub fn notes(report: &HoursReport) -> Vec<String> {
    let mut lines = vec![
        "Zones overlap: their hours are not added up. A programme's line counts every officer once a minute."
            .to_owned(),
        "Shown figures are rounded one by one; CSV and JSON hold the exact milliseconds.".to_owned(),
    ];
    if report.teams_left_out > 0 {
        lines.push(format!(
            "Left out: {} of fewer than {SMALLEST_TEAM} officers, or from which such a team's hours would follow.",
            counted(report.teams_left_out, "team", "teams")
        ));
    }
    for gone in &report.published_without_row {
        lines.push(format!("Published before, and no zone of this period any more: {}.", gone.zone));
    }
    for change in &report.redrawn {
        let from = local_label(change.from).unwrap_or_else(|_| "before the calendar".to_owned());
        lines.push(format!(
            "Zones were changed for the past, from {from} on: {}.",
            change.reason.trim_end_matches('.')
        ));
    }
    lines
}

fn counted(count: u32, one: &str, several: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { several })
}

/// What rows are, in words.
pub(super) fn grouped_by(group_by: GroupBy) -> &'static str {
    match group_by {
        GroupBy::Zone => "zone",
        GroupBy::Kind => "zone kind",
        GroupBy::Programme => "programme",
        GroupBy::Team => "team",
        GroupBy::Operation => "operation",
    }
}

/// A zone kind in words.
pub(super) fn kind_name(kind: ZoneKind) -> &'static str {
    match kind {
        ZoneKind::Ward => "ward",
        ZoneKind::Hotspot => "hotspot",
        ZoneKind::PspoArea => "PSPO area",
        ZoneKind::PremisesExclusion => "premises exclusion",
        ZoneKind::CountSector => "count sector",
    }
}

/// What targets and shares are reckoned with, in words.
pub(super) fn basis_name(basis: Basis) -> &'static str {
    match basis {
        Basis::OfficerFoot => "officer-hours on foot",
        Basis::OfficerAll => "officer-hours in every mode",
        Basis::PatrolFoot => "patrol-hours on foot",
        Basis::PatrolAll => "patrol-hours in every mode",
    }
}

/// A row's code (or only name) and its longer name, if it has one.
pub(super) fn row_name(name: &RowName) -> (String, String) {
    match name {
        RowName::Zone { code, name, .. } => (code.clone(), name.clone()),
        RowName::Kind { kind } => (kind_name(*kind).to_owned(), String::new()),
        RowName::Programme { programme } => (programme.clone(), String::new()),
        RowName::Team { team } => (team.clone(), String::new()),
        RowName::Operation { operation } => {
            (operation.clone().unwrap_or_else(|| "(no operation)".to_owned()), String::new())
        }
    }
}
