//! The table of tasks: each stands in exactly one column of exactly one row, so columns and rows add up.

use std::collections::BTreeMap;

use crate::tasks::{Task, TaskState};

/// Where a task is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TaskColumn {
    /// To be done, not taken on, and its window is not over.
    Open,
    /// Taken on, and its window is not over.
    Accepted,
    /// Done, also if it was late.
    Done,
    /// Not done, with a reason.
    NotDone,
    /// Its window is over, and nobody has said anything of it.
    Overdue,
    /// Withdrawn by the desk.
    Withdrawn,
}

impl TaskColumn {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 6] =
        [Self::Open, Self::Accepted, Self::Done, Self::NotDone, Self::Overdue, Self::Withdrawn];

    /// Its word.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Accepted => "accepted",
            Self::Done => "done",
            Self::NotDone => "not_done",
            Self::Overdue => "overdue",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The column of a task at an instant.
    #[must_use]
    pub fn of(task: &Task, now: i64) -> Self {
        match &task.state {
            TaskState::Done { .. } => Self::Done,
            TaskState::NotDone { .. } => Self::NotDone,
            TaskState::Withdrawn { .. } => Self::Withdrawn,
            _ if task.is_overdue(now) => Self::Overdue,
            TaskState::Open | TaskState::HandedOver { .. } => Self::Open,
            TaskState::Accepted { .. } => Self::Accepted,
        }
    }
}

/// Tasks by row and column.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TaskTable {
    /// Rows by what makes them.
    pub rows: BTreeMap<String, BTreeMap<TaskColumn, u64>>,
    /// Tasks counted, whatever row and column they are in.
    pub set: u64,
}

impl TaskTable {
    /// Counts tasks as they stand at an instant.
    #[must_use]
    pub fn of<'a>(
        tasks: impl IntoIterator<Item = &'a Task>,
        row: impl Fn(&Task) -> String,
        now: i64,
    ) -> Self {
        let mut table = Self::default();
        for task in tasks {
            *table.rows.entry(row(task)).or_default().entry(TaskColumn::of(task, now)).or_default() += 1;
            table.set += 1;
        }
        table
    }

    /// One row's number in a column.
    #[must_use]
    pub fn number(row: &BTreeMap<TaskColumn, u64>, column: TaskColumn) -> u64 {
        row.get(&column).copied().unwrap_or(0)
    }

    /// A column over all rows.
    #[must_use]
    pub fn total(&self, column: TaskColumn) -> u64 {
        self.rows.values().map(|row| Self::number(row, column)).sum()
    }

    /// The row that shows that it adds up.
    #[must_use]
    pub fn check(&self) -> String {
        let told: Vec<String> = TaskColumn::ALL
            .iter()
            .map(|column| format!("{} {}", self.total(*column), column.name()))
            .collect();
        let sum: u64 = TaskColumn::ALL.iter().map(|column| self.total(*column)).sum();
        format!("{} = {sum} of {} tasks", told.join(" + "), self.set)
    }
}
