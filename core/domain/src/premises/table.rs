//! Visits in numbers: each is in exactly one row of every table but that of defects, so all tables of a period add up to one
//! number. In the table of defects each defect found and each item seized is in one row.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Visit;
use crate::suppression::{PublicShare, publish_shares};

/// The row of what is not told.
pub const NOT_TOLD: &str = "(not told)";
/// The row of visits and items without a defect.
pub const NO_DEFECT: &str = "(no defect)";

/// Numbers of some visits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Numbers {
    /// Visits.
    pub visits: u64,
    /// Visits with at least one defect.
    pub with_defects: u64,
    /// Defects found: of one visit each code once.
    pub defects: u64,
    /// Things with a defect, where that is told.
    pub things: u64,
    /// Items seized: bags, not pieces.
    pub items: u64,
    /// What they are worth, pence, where that is told.
    pub value_pence: u64,
    /// Items whose value is not told.
    pub value_not_told: u64,
}

impl Numbers {
    fn plus(self, other: Self) -> Self {
        Self {
            visits: self.visits + other.visits,
            with_defects: self.with_defects + other.with_defects,
            defects: self.defects + other.defects,
            things: self.things + other.things,
            items: self.items + other.items,
            value_pence: self.value_pence + other.value_pence,
            value_not_told: self.value_not_told + other.value_not_told,
        }
    }

    /// One visit.
    fn of(visit: &Visit) -> Self {
        let defects = u64::try_from(visit.defect_codes().len()).unwrap_or(u64::MAX);
        let things = visit.defects.values().map(|defect| u64::from(defect.things.unwrap_or(0))).sum();
        let mut numbers =
            Self { visits: 1, with_defects: u64::from(defects > 0), defects, things, ..Self::default() };
        for (_, item) in visit.seized() {
            numbers.item(item.goods.value_pence);
        }
        numbers
    }

    fn item(&mut self, value_pence: Option<u64>) {
        self.items += 1;
        self.value_pence += value_pence.unwrap_or(0);
        self.value_not_told += u64::from(value_pence.is_none());
    }
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VisitTable {
    /// Rows by their code.
    pub rows: BTreeMap<String, Numbers>,
    /// Of everything, whatever row it is in.
    pub total: Numbers,
    /// Rows are defects: a visit with several is in several.
    by_defect: bool,
}

impl VisitTable {
    /// Counts visits by something that each of them has.
    #[must_use]
    pub fn by<'a>(visits: impl IntoIterator<Item = &'a Visit>, row: impl Fn(&Visit) -> String) -> Self {
        let mut table = Self { rows: BTreeMap::new(), total: Numbers::default(), by_defect: false };
        for visit in visits.into_iter().filter(|one| one.counts()) {
            let numbers = Numbers::of(visit);
            let row = table.rows.entry(row(visit)).or_default();
            *row = row.plus(numbers);
            table.total = table.total.plus(numbers);
        }
        table
    }

    /// Counts defects and the goods seized for them.
    #[must_use]
    pub fn by_defect<'a>(visits: impl IntoIterator<Item = &'a Visit>) -> Self {
        let mut table = Self { rows: BTreeMap::new(), total: Numbers::default(), by_defect: true };
        for visit in visits.into_iter().filter(|one| one.counts()) {
            table.total = table.total.plus(Numbers::of(visit));
            let codes = visit.defect_codes();
            if codes.is_empty() {
                table.row(NO_DEFECT).visits += 1;
            }
            for code in codes {
                let things = visit.defects.get(code).and_then(|defect| defect.things).unwrap_or(0);
                let row = table.row(code);
                row.visits += 1;
                row.with_defects += 1;
                row.defects += 1;
                row.things += u64::from(things);
            }
            for (_, item) in visit.seized() {
                let code = item.goods.defect.as_deref().unwrap_or(NO_DEFECT);
                table.row(code).item(item.goods.value_pence);
            }
        }
        table
    }

    fn row(&mut self, code: &str) -> &mut Numbers {
        self.rows.entry(code.to_owned()).or_default()
    }

    /// Visits and those with defects as they may be published, of all and row by row, of a table whose every visit is in one row:
    /// 1 to 4 with or without defects are hidden, and others if those could be worked out from them.
    #[must_use]
    pub fn public(&self) -> (PublicShare, Vec<PublicShare>) {
        publish_shares(self.rows.values().map(|row| (row.visits, row.with_defects)))
    }

    /// The sum of the rows.
    #[must_use]
    pub fn sum(&self) -> Numbers {
        self.rows.values().copied().fold(Numbers::default(), Numbers::plus)
    }

    /// Whether all of it adds up: of a table of defects defects, goods and the visits without a defect.
    #[must_use]
    pub fn adds_up(&self) -> bool {
        let (sum, total) = (self.sum(), self.total);
        if !self.by_defect {
            return sum == total;
        }
        let without = self.rows.get(NO_DEFECT).map_or(0, |row| row.visits);
        let visits = Numbers { visits: total.visits, with_defects: total.with_defects, ..sum };
        visits == total && without + total.with_defects == total.visits
    }

    /// The row that shows that it adds up.
    #[must_use]
    pub fn check(&self) -> String {
        let (sum, total) = (self.sum(), self.total);
        let (name, counted): (&str, fn(&Numbers) -> u64) =
            if self.by_defect { ("defects", |row| row.defects) } else { ("visits", |row| row.visits) };
        let numbers: Vec<String> = self.rows.values().map(|row| counted(row).to_string()).collect();
        let numbers = if numbers.is_empty() { "0".to_owned() } else { numbers.join(" + ") };
        let visits = match self.by_defect {
            true => format!(
                "; {} visits with + {} without = {}",
                total.with_defects,
                self.rows.get(NO_DEFECT).map_or(0, |row| row.visits),
                total.visits
            ),
            false => String::new(),
        };
        format!(
            "{numbers} = {} {name}, counted one by one: {}{visits}; items {} of {}, pence {} of {}; {}",
            counted(&sum),
            counted(&total),
            sum.items,
            total.items,
            sum.value_pence,
            total.value_pence,
            if self.adds_up() { "adds up" } else { "DOES NOT ADD UP" }
        )
    }
}
