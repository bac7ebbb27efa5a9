//! Tables of the register, each with its base and a check row.
//!
//! A table is counted from lines, one for each notice. Every line is added to one row and, by a total function of
//! where it stands, to one column; the issued column is counted apart. So a table that does not add up cannot be made
//! (the published ones that do not are listed in `tests/all/register/tables.rs`).

mod community;
mod court;
mod deadlines;
mod penalties;
mod reasons;
mod teams;

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use crate::register::bucket::BucketKind;
use crate::register::case::Register;
use crate::register::notice::IssuedNotice;
use crate::register::standing::Standing;

pub use community::{conduct, warnings_and_notices};
pub use court::{case_files, court_outcomes, legal};
pub use deadlines::{Deadline, StillToTell, deadlines, still_to_tell};
pub use penalties::{CPN_OFFENCE, cpn_penalties, penalties_by_offence, penalties_by_order};
pub use reasons::ended_by_reason;
pub use teams::paper_by_team;

/// Which notices are counted, and as they stood when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Base {
    /// First local day of issue.
    pub from: Date,
    /// Last local day of issue.
    pub to: Date,
    /// The day whose end the status is of.
    pub as_at: Date,
}

impl Base {
    /// As a report says it: `issued 1 Nov 2024–31 Oct 2025, status as at 31 Oct 2025`.
    #[must_use]
    pub fn text(&self) -> String {
        let day = |day: Date| day.strftime("%-d %b %Y").to_string();
        format!("issued {}–{}, status as at {}", day(self.from), day(self.to), day(self.as_at))
    }
}

/// A notice of the base and where it stood.
#[derive(Debug, Clone)]
pub struct Line<'a> {
    /// The notice.
    pub notice: &'a IssuedNotice,
    /// Where it stood at the end of the as-at date.
    pub standing: Standing,
}

/// The notices of a base, by number. Training notices never count.
#[must_use]
pub fn lines<'a>(register: &'a Register, base: &Base) -> Vec<Line<'a>> {
    let days = base.from..=base.to.min(base.as_at);
    register
        .cases()
        .filter(|case| !case.issued().number.is_training() && days.contains(&case.issued().issued))
        .map(|case| Line { notice: case.issued(), standing: case.standing(base.as_at) })
        .collect()
}

/// What the numbers of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Notices.
    Notices,
    /// Pence.
    Pence,
    /// Tenths of a per cent, halves up.
    PerMille,
}

/// A column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Column {
    /// As machines read it.
    pub code: &'static str,
    /// As people read it.
    pub label: &'static str,
    /// What its numbers are.
    pub unit: Unit,
}

/// What the names of a table's rows are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RowsAre {
    /// Codes of orders.
    Orders,
    /// Codes of offence rows.
    Offences,
    /// Codes of an authority's conducts.
    Conducts,
    /// Teams.
    Teams,
    /// Words that need no others.
    Words,
}

/// A row. A cell is absent where it means nothing, such as the rate of no notices.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Row {
    /// Order, offence, conduct or outcome.
    pub name: String,
    /// What people call what the name is the code of; absent where nobody knows it, and where the name says all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// One for each column.
    pub cells: Vec<Option<i64>>,
}

/// Two sums that must be the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Check {
    /// What they are.
    pub what: &'static str,
    /// One.
    pub one: i64,
    /// The other.
    pub other: i64,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Table {
    /// As machines name it.
    pub code: &'static str,
    /// As people name it.
    pub title: &'static str,
    /// The paragraph of the council's report whose shape it has.
    pub shape_of: &'static str,
    /// What the names of its rows are.
    pub rows_are: RowsAre,
    /// What was counted.
    pub base: String,
    /// Columns.
    pub columns: Vec<Column>,
    /// Rows, by name.
    pub rows: Vec<Row>,
    /// The sum of the rows.
    pub total: Row,
    /// What must be equal; it is, by construction.
    pub checks: Vec<Check>,
}

impl Table {
    /// Whether every check holds.
    #[must_use]
    pub fn adds_up(&self) -> bool {
        self.checks.iter().all(|check| check.one == check.other)
    }

    /// Says what people call what its rows are the codes of.
    pub fn entitle(&mut self, title: impl Fn(RowsAre, &str) -> Option<String>) {
        for row in &mut self.rows {
            row.title = title(self.rows_are, &row.name);
        }
    }

    /// A cell of the total by its column's code.
    #[must_use]
    pub fn sum(&self, column: &str) -> Option<i64> {
        self.cell(&self.total, column)
    }

    /// A cell of a named row by its column's code.
    #[must_use]
    pub fn at(&self, row: &str, column: &str) -> Option<i64> {
        self.cell(self.rows.iter().find(|one| one.name == row)?, column)
    }

    fn cell(&self, row: &Row, column: &str) -> Option<i64> {
        let place = self.columns.iter().position(|one| one.code == column)?;
        row.cells.get(place).copied().flatten()
    }
}

/// How lines become columns: `of` names the column of each, so none is left out and none counted twice.
struct Layout {
    code: &'static str,
    title: &'static str,
    shape_of: &'static str,
    columns: &'static [(&'static str, &'static str)],
    of: fn(&Line<'_>) -> &'static str,
    /// What the names of its rows are.
    rows_are: RowsAre,
    /// Whether the share that is paid is shown.
    paid_rate: bool,
}

/// What is counted of a row.
#[derive(Clone, Default)]
struct Counted {
    issued: i64,
    paid: i64,
    columns: BTreeMap<&'static str, i64>,
}

impl Counted {
    fn add(&mut self, kind: BucketKind, column: &'static str) {
        self.issued += 1;
        self.paid += i64::from(kind.is_paid());
        *self.columns.entry(column).or_default() += 1;
    }

    fn row(&self, name: &str, layout: &Layout) -> Row {
        let buckets =
            layout.columns.iter().map(|(code, _)| Some(self.columns.get(code).copied().unwrap_or(0)));
        let rate = layout.paid_rate.then(|| per_mille(self.paid, self.issued));
        Row {
            name: name.to_owned(),
            title: None,
            cells: std::iter::once(Some(self.issued)).chain(buckets).chain(rate).collect(),
        }
    }
}

/// Counts lines into a table; `row` names the row of each.
fn count<'a>(
    lines: impl IntoIterator<Item = &'a Line<'a>>,
    base: String,
    layout: &Layout,
    row: impl Fn(&Line<'_>) -> String,
) -> Table {
    let mut rows: BTreeMap<String, Counted> = BTreeMap::new();
    let mut total = Counted::default();
    for line in lines {
        let kind = line.standing.kind();
        let column = (layout.of)(line);
        rows.entry(row(line)).or_default().add(kind, column);
        total.add(kind, column);
    }
    let issued = Column { code: "issued", label: "Issued", unit: Unit::Notices };
    let buckets = layout.columns.iter().map(|(code, label)| Column { code, label, unit: Unit::Notices });
    let rate =
        layout.paid_rate.then_some(Column { code: "paid_rate", label: "Paid rate", unit: Unit::PerMille });
    // What a person reads: a column that is not printed would be missing here.
    let printed = layout.columns.iter().filter_map(|(code, _)| total.columns.get(code)).sum();
    Table {
        code: layout.code,
        title: layout.title,
        shape_of: layout.shape_of,
        rows_are: layout.rows_are,
        base,
        columns: std::iter::once(issued).chain(buckets).chain(rate).collect(),
        checks: vec![
            Check { what: "issued = sum of buckets", one: total.issued, other: printed },
            Check {
                what: "total = sum of rows",
                one: total.issued,
                other: rows.values().map(|row| row.issued).sum(),
            },
        ],
        total: total.row("Total", layout),
        rows: rows.iter().map(|(name, row)| row.row(name, layout)).collect(),
    }
}

/// Tenths of a per cent, halves up; absent of nothing.
fn per_mille(part: i64, whole: i64) -> Option<i64> {
    (whole > 0).then(|| (part * 2_000 + whole) / (2 * whole))
}
