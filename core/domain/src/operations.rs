//! What operations came to: each patrol, notice, engagement and visit to premises is in exactly one row, that of no operation
//! included, so every column adds up. Hours are the report's own and are never summed over operations: crews may be on two.

use std::collections::BTreeMap;

use crate::hours::Both;
use crate::records::notice::content::NoticeKind;
use crate::records::patrol::TallyKind;
use crate::spellings::{Spellings, one_name};

/// What one operation came to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OperationRow {
    /// Patrols.
    pub patrols: u64,
    /// On duty, abstraction apart, milliseconds.
    pub on_duty: Both,
    /// Numbers that patrols kept.
    pub tallies: BTreeMap<TallyKind, i64>,
    /// Notices issued, by kind.
    pub notices: BTreeMap<NoticeKind, u64>,
    /// Engagements.
    pub engagements: u64,
    /// Visits to premises.
    pub premises_visits: u64,
}

impl OperationRow {
    /// Vehicles seized under whatever power.
    #[must_use]
    pub fn vehicles_seized(&self) -> i64 {
        let of = |kind| self.tallies.get(&kind).copied().unwrap_or(0);
        of(TallyKind::VehicleSeizedS59) + of(TallyKind::VehicleSeizedOther)
    }

    fn tally(&mut self, tallies: &BTreeMap<TallyKind, i32>) {
        self.patrols += 1;
        for (kind, number) in tallies {
            *self.tallies.entry(*kind).or_default() += i64::from(*number);
        }
    }
}

/// Operations, and what was done in none.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Operations {
    /// Rows by [`one_name`]; absent for what belongs to none.
    pub rows: BTreeMap<Option<String>, OperationRow>,
    spelled: Spellings,
    /// Of everything, whatever row it is in.
    pub total: OperationRow,
}

impl Operations {
    /// Counts a patrol with its tallies.
    pub fn patrol(&mut self, operation: Option<&str>, tallies: &BTreeMap<TallyKind, i32>) {
        self.row(operation).tally(tallies);
        self.total.tally(tallies);
    }

    /// Counts an issued notice.
    pub fn notice(&mut self, operation: Option<&str>, kind: NoticeKind) {
        *self.row(operation).notices.entry(kind).or_default() += 1;
        *self.total.notices.entry(kind).or_default() += 1;
    }

    /// Counts an engagement.
    pub fn engagement(&mut self, operation: Option<&str>) {
        self.row(operation).engagements += 1;
        self.total.engagements += 1;
    }

    /// Counts a visit to premises.
    pub fn premises_visit(&mut self, operation: Option<&str>) {
        self.row(operation).premises_visits += 1;
        self.total.premises_visits += 1;
    }

    /// Sets the time on duty of an operation, by [`one_name`].
    pub fn on_duty(&mut self, key: Option<String>, on_duty: Both) {
        self.rows.entry(key).or_default().on_duty = on_duty;
    }

    /// Takes note of how somebody spells an operation, whether or not it gets a row.
    pub fn spell(&mut self, operation: &str) -> Option<String> {
        self.spelled.note(operation)
    }

    /// How an operation is shown.
    #[must_use]
    pub fn name<'a>(&'a self, row: &'a Option<String>) -> &'a str {
        let spelled = |key: &'a String| self.spelled.shown(key).unwrap_or(key);
        row.as_ref().map_or("(no operation)", spelled)
    }

    /// How an operation is shown, however somebody spells it.
    #[must_use]
    pub fn named(&self, operation: Option<&str>) -> String {
        let key = operation.map(one_name).filter(|key| !key.is_empty());
        self.name(&key).to_owned()
    }

    fn row(&mut self, operation: Option<&str>) -> &mut OperationRow {
        let key = operation.and_then(|operation| self.spell(operation));
        self.rows.entry(key).or_default()
    }

    /// The row that shows that it adds up.
    #[must_use]
    pub fn check(&self) -> String {
        let count = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
        let sum = |row: &OperationRow, of: fn(&OperationRow) -> u64| count(of(row));
        let of = |number: fn(&OperationRow) -> u64| {
            (self.rows.values().map(|row| sum(row, number)).sum::<i64>(), sum(&self.total, number))
        };
        let tallied = |row: &OperationRow| row.tallies.values().sum::<i64>();
        let (patrols, engagements) = (of(|row| row.patrols), of(|row| row.engagements));
        let notices = of(|row| row.notices.values().sum());
        let tallies = (self.rows.values().map(tallied).sum(), tallied(&self.total));
        let all = [
            ("patrols", patrols),
            ("tallied", tallies),
            ("notices", notices),
            ("engagements", engagements),
            ("premises visits", of(|row| row.premises_visits)),
        ];
        let told: Vec<String> =
            all.iter().map(|(name, (sum, total))| format!("{name} {sum} of {total}")).collect();
        let adds_up = self.kinds_agree() && all.iter().all(|(_, (sum, total))| sum == total);
        let verdict = if adds_up { "adds up" } else { "DOES NOT ADD UP" };
        format!("{} in the rows of all; {verdict}", told.join(", "))
    }

    /// Whether each kind of tally and notice adds up by itself.
    fn kinds_agree(&self) -> bool {
        let tally = |(kind, total): (&TallyKind, &i64)| {
            self.rows.values().filter_map(|row| row.tallies.get(kind)).sum::<i64>() == *total
        };
        let notice = |(kind, total): (&NoticeKind, &u64)| {
            self.rows.values().filter_map(|row| row.notices.get(kind)).sum::<u64>() == *total
        };
        self.total.tallies.iter().all(tally) && self.total.notices.iter().all(notice)
    }
}
