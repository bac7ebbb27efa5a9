//! Published figures: what was first told, kept, and what has changed since.

use serde::Serialize;

use crate::hours::figures::{HoursReport, Row, RowName, Subject};
use crate::hours::query::{GroupBy, HoursRefusal, ZoneChoice};
use crate::records::server::{FiguresPublished, PublishedFigure};

/// How a row differs from the figure first published. Milliseconds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Restated {
    /// What was published.
    pub published: PublishedFigure,
    /// Officer-hours on foot: now less published.
    pub officer_foot: i64,
    /// Patrol-hours on foot: now less published.
    pub patrol_foot: i64,
    /// Officer-hours in every mode: now less published.
    pub officer_all: i64,
    /// Patrol-hours in every mode: now less published.
    pub patrol_all: i64,
}

/// The figures of a report for the server's journal.
///
/// # Errors
/// [`HoursRefusal::NotTheWholeReport`] unless it is everyone's hours by zone, of all zones.
pub fn publish(report: &HoursReport) -> Result<FiguresPublished, HoursRefusal> {
    if !is_whole(report) || report.zones != ZoneChoice::All {
        return Err(HoursRefusal::NotTheWholeReport);
    }
    let figures = report.rows.iter().filter_map(figure).collect();
    Ok(FiguresPublished { from: report.period.from, to: report.period.to, figures })
}

/// Marks the rows that differ from what was first published for exactly this period. `published` is in
/// the journal's order: the first that names a zone counts, whatever was published later.
pub fn mark_restated(report: &mut HoursReport, published: &[FiguresPublished]) {
    if !is_whole(report) {
        return;
    }
    let period = (report.period.from, report.period.to);
    let mut first: Vec<&PublishedFigure> = Vec::new();
    for figure in published.iter().filter(|of| (of.from, of.to) == period).flat_map(|of| &of.figures) {
        if !first.iter().any(|known| known.zone == figure.zone) {
            first.push(figure);
        }
    }
    let mut without_row = Vec::new();
    for was in first {
        let row = report.rows.iter_mut().find(|row| code(row) == Some(was.zone.as_str()));
        match row.map(|row| (figure(row), row)) {
            Some((Some(now), row)) => row.restated = (now != *was).then(|| difference(&now, was)),
            _ => without_row.push(was.clone()),
        }
    }
    if report.zones == ZoneChoice::All {
        report.published_without_row = without_row;
    }
}

fn is_whole(report: &HoursReport) -> bool {
    report.group_by == GroupBy::Zone && report.subject == Subject::Everyone
}

fn code(row: &Row) -> Option<&str> {
    match &row.name {
        RowName::Zone { code, .. } => Some(code),
        _ => None,
    }
}

fn figure(row: &Row) -> Option<PublishedFigure> {
    let (foot, all) = (row.hours.modes.foot.presence, row.hours.all.presence);
    code(row).map(|zone| PublishedFigure {
        zone: zone.to_owned(),
        officer_foot: foot.officer,
        patrol_foot: foot.patrol,
        officer_all: all.officer,
        patrol_all: all.patrol,
    })
}

fn difference(now: &PublishedFigure, was: &PublishedFigure) -> Restated {
    Restated {
        published: was.clone(),
        officer_foot: now.officer_foot.saturating_sub(was.officer_foot),
        patrol_foot: now.patrol_foot.saturating_sub(was.patrol_foot),
        officer_all: now.officer_all.saturating_sub(was.officer_all),
        patrol_all: now.patrol_all.saturating_sub(was.patrol_all),
    }
}
