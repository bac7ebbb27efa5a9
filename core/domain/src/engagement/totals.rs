//! Totals of engagements: each is in exactly one row of every table, so all tables of a period add up to one number.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::spellings::Spellings;
use crate::suppression::{PublicNumber, publish_counted};

use super::Engagement;

/// By what engagements are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// Official category.
    Category,
    /// Kind within a category.
    Kind,
    /// Ward.
    Ward,
    /// Ward priority.
    Priority,
    /// The officer's team.
    Team,
}

/// The row of what is not told.
pub const NOT_TOLD: &str = "(not told)";

/// Numbers of some engagements.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Numbers {
    /// Engagements.
    pub engagements: u64,
    /// People who came, where that is told.
    pub attendance: u64,
    /// Engagements whose attendance is not told.
    pub attendance_not_told: u64,
    /// Sign-ups, where they are told.
    pub sign_ups: u64,
    /// Engagements whose sign-ups are not told.
    pub sign_ups_not_told: u64,
    /// Minutes, where they are told.
    pub minutes: u64,
    /// Engagements whose minutes are not told.
    pub minutes_not_told: u64,
}

impl Numbers {
    fn add(&mut self, one: &Engagement) {
        let details = &one.details;
        self.engagements += 1;
        self.attendance += u64::from(details.attendance.unwrap_or(0));
        self.attendance_not_told += u64::from(details.attendance.is_none());
        self.sign_ups += u64::from(details.sign_ups.unwrap_or(0));
        self.sign_ups_not_told += u64::from(details.sign_ups.is_none());
        self.minutes += u64::from(details.minutes.unwrap_or(0));
        self.minutes_not_told += u64::from(details.minutes.is_none());
    }

    fn plus(self, other: Self) -> Self {
        Self {
            engagements: self.engagements + other.engagements,
            attendance: self.attendance + other.attendance,
            attendance_not_told: self.attendance_not_told + other.attendance_not_told,
            sign_ups: self.sign_ups + other.sign_ups,
            sign_ups_not_told: self.sign_ups_not_told + other.sign_ups_not_told,
            minutes: self.minutes + other.minutes,
            minutes_not_told: self.minutes_not_told + other.minutes_not_told,
        }
    }
}

/// A table of totals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Totals {
    /// Rows by their code.
    pub rows: BTreeMap<String, Numbers>,
    /// Of everything, whatever row it is in.
    pub total: Numbers,
}

impl Totals {
    /// Counts engagements. `team` names the officer's team, as far as it may be named.
    #[must_use]
    pub fn of<'a>(
        engagements: impl IntoIterator<Item = &'a Engagement>,
        by: By,
        team: impl Fn(&Engagement) -> String,
    ) -> Self {
        let mut table = Self { rows: BTreeMap::new(), total: Numbers::default() };
        let counted: Vec<&Engagement> = engagements.into_iter().filter(|one| one.counts()).collect();
        let mut priorities = Spellings::default();
        for code in counted.iter().filter_map(|one| one.details.priority.as_deref()) {
            priorities.note(code);
        }
        for one in counted {
            let told = |code: &Option<String>| code.clone().unwrap_or_else(|| NOT_TOLD.to_owned());
            let details = &one.details;
            let row = match by {
                By::Category => details.category.clone(),
                By::Kind => match &details.kind {
                    Some(kind) => format!("{}: {kind}", details.category),
                    None => format!("{}: {NOT_TOLD}", details.category),
                },
                By::Ward => told(&details.ward),
                By::Priority => {
                    let shown = details.priority.as_deref().and_then(|code| priorities.shown(code));
                    shown.unwrap_or(NOT_TOLD).to_owned()
                }
                By::Team => team(one),
            };
            table.rows.entry(row).or_default().add(one);
            table.total.add(one);
        }
        table
    }

    /// The sum of the rows.
    #[must_use]
    pub fn sum(&self) -> Numbers {
        self.rows.values().copied().fold(Numbers::default(), Numbers::plus)
    }

    /// The row that shows that it adds up.
    #[must_use]
    pub fn check(&self) -> String {
        let numbers: Vec<String> = self.rows.values().map(|row| row.engagements.to_string()).collect();
        let sum = if numbers.is_empty() { "0".to_owned() } else { numbers.join(" + ") };
        let verdict = if self.sum() == self.total { "adds up" } else { "DOES NOT ADD UP" };
        format!(
            "{sum} = {} engagements, counted one by one: {}; {verdict}",
            self.sum().engagements,
            self.total.engagements
        )
    }

    /// The numbers of people as they may be published, row by row and for the total: 1 to 4 are hidden, and others if those
    /// could be worked out from them.
    #[must_use]
    pub fn public(&self, number: fn(&Numbers) -> u64) -> (Vec<PublicNumber>, PublicNumber) {
        let (total, rows) = publish_counted(self.rows.values().map(number));
        (rows, total)
    }
}
