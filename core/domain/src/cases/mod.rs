//! Cases of the community safety team: the fold of what the desk told, and the table of a period by kind.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use beatbook_protocol::id::Id;
use jiff::civil::Date;
use serde::Deserialize;

use crate::records::case::{CaseAct, CaseActed, CaseRefusal, LinkedKind};
use crate::records::reference::Reference;
use crate::suppression::{PublicNumber, publish_counted};

/// Kinds and outcomes of cases: data, not code.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
pub struct CaseLists {
    /// Where it comes from.
    pub source: String,
    /// Kinds, in the order in which they are published.
    pub kinds: Vec<CaseWord>,
    /// Outcomes.
    pub outcomes: Vec<CaseWord>,
}

/// A word of a list.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct CaseWord {
    /// Its code.
    pub code: String,
    /// What people call it.
    pub title: String,
}

static SHIPPED: LazyLock<CaseLists> =
    LazyLock::new(|| serde_json::from_slice(CaseLists::SHIPPED.as_bytes()).unwrap_or_default());

impl CaseLists {
    /// The file as it ships.
    pub const SHIPPED: &str = include_str!("kinds.json");

    /// The lists as they ship. A test reads them.
    #[must_use]
    pub fn shipped() -> &'static Self {
        &SHIPPED
    }

    /// A kind by its code.
    #[must_use]
    pub fn kind(&self, code: &str) -> Option<&CaseWord> {
        self.kinds.iter().find(|kind| kind.code == code)
    }

    /// An outcome by its code.
    #[must_use]
    pub fn outcome(&self, code: &str) -> Option<&CaseWord> {
        self.outcomes.iter().find(|outcome| outcome.code == code)
    }
}

/// How a case was closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseClosed {
    /// On which local day.
    pub on: Date,
    /// Code of the outcome.
    pub outcome: String,
    /// The same in words.
    pub words: Option<String>,
}

/// A case as the desk tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// Its id.
    pub case: Id,
    /// The authority's own number.
    pub number: String,
    /// Code of its kind.
    pub kind: String,
    /// On which local day it was opened.
    pub opened: Date,
    /// Who leads it.
    pub lead: Id,
    /// What it is about.
    pub about: Option<String>,
    /// Records that belong to it.
    pub links: BTreeMap<Id, LinkedKind>,
    /// What it is called in other systems.
    pub references: Vec<Reference>,
    /// Present once it is closed.
    pub closed: Option<CaseClosed>,
    /// Why it was opened again, each time.
    pub reopened: Vec<String>,
    /// The last day on which it was closed, open again by now or not.
    pub last_closed: Option<Date>,
}

impl Case {
    /// Whether something may be told of it.
    ///
    /// # Errors
    /// Why not.
    pub fn check(&self, act: &CaseAct) -> Result<(), CaseRefusal> {
        act.check()?;
        match (act, &self.closed) {
            (CaseAct::Opened { .. }, _) | (CaseAct::Reopened { .. }, None) => Err(CaseRefusal::OpenAlready),
            (CaseAct::Reopened { .. }, Some(_)) => Ok(()),
            (_, Some(_)) => Err(CaseRefusal::ClosedAlready),
            (CaseAct::Closed { on, .. }, None) if *on < self.last_closed.unwrap_or(self.opened) => {
                Err(CaseRefusal::ClosedBefore)
            }
            (CaseAct::Linked { record, .. }, None) if self.links.contains_key(record) => {
                Err(CaseRefusal::LinkedAlready)
            }
            (CaseAct::Unlinked { record }, None) if !self.links.contains_key(record) => {
                Err(CaseRefusal::NotLinked)
            }
            _ => Ok(()),
        }
    }

    fn take(&mut self, act: &CaseAct) {
        match act {
            CaseAct::Opened { .. } => {}
            CaseAct::Led { lead } => self.lead = *lead,
            CaseAct::Linked { record, kind } => {
                self.links.insert(*record, *kind);
            }
            CaseAct::Unlinked { record } => {
                self.links.remove(record);
            }
            CaseAct::Referenced(reference) => self.references.push(reference.clone()),
            CaseAct::Closed { on, outcome, words } => {
                let (outcome, words) = (outcome.clone(), words.clone());
                self.closed = Some(CaseClosed { on: *on, outcome, words });
                self.last_closed = Some(*on);
            }
            CaseAct::Reopened { why } => {
                self.closed = None;
                self.reopened.push(why.clone());
            }
        }
    }
}

/// Cases by id, and the acts that do not hold, by their place.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cases {
    /// All of them.
    pub cases: BTreeMap<Id, Case>,
    /// Acts that do not hold: two desks may tell at once.
    pub refused: Vec<(usize, CaseRefusal)>,
    numbers: BTreeSet<String>,
}

/// One number for all spellings: blanks and capitals make no other case.
fn same_number(number: &str) -> String {
    number.split_whitespace().map(str::to_lowercase).collect()
}

impl Cases {
    /// All acts, in the order of the journal.
    #[must_use]
    pub fn of<'a>(acts: impl IntoIterator<Item = &'a CaseActed>) -> Self {
        let mut cases = Self::default();
        for (place, acted) in acts.into_iter().enumerate() {
            match cases.check(acted) {
                Ok(()) => cases.take(acted),
                Err(refusal) => cases.refused.push((place, refusal)),
            }
        }
        cases
    }

    /// Whether an act may be told next.
    ///
    /// # Errors
    /// Why not.
    pub fn check(&self, acted: &CaseActed) -> Result<(), CaseRefusal> {
        match (self.cases.get(&acted.case), &acted.act) {
            (Some(case), act) => case.check(act),
            (None, act @ CaseAct::Opened { number, .. }) => {
                act.check()?;
                let taken = self.numbers.contains(&same_number(number));
                if taken { Err(CaseRefusal::NumberTaken) } else { Ok(()) }
            }
            (None, _) => Err(CaseRefusal::Unknown),
        }
    }

    fn take(&mut self, acted: &CaseActed) {
        if let Some(case) = self.cases.get_mut(&acted.case) {
            return case.take(&acted.act);
        }
        let CaseAct::Opened { number, kind, on, lead, about } = &acted.act else { return };
        self.numbers.insert(same_number(number));
        let case = Case {
            case: acted.case,
            number: number.clone(),
            kind: kind.clone(),
            opened: *on,
            lead: *lead,
            about: about.clone(),
            links: BTreeMap::new(),
            references: Vec::new(),
            closed: None,
            reopened: Vec::new(),
            last_closed: None,
        };
        self.cases.insert(acted.case, case);
    }

    /// A case by its id or number.
    #[must_use]
    pub fn named(&self, named: &str) -> Option<&Case> {
        let (id, number) = (named.parse::<Id>().ok(), same_number(named));
        self.cases.values().find(|case| Some(case.case) == id || same_number(&case.number) == number)
    }
}

/// What a kind of case came to in a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CaseNumbers {
    /// Opened before the period and not closed then.
    pub open_before: u64,
    /// Opened in it.
    pub opened: u64,
    /// Closed in it.
    pub closed: u64,
    /// Open at its end.
    pub open_after: u64,
}

impl CaseNumbers {
    fn add(&mut self, other: Self) {
        self.open_before += other.open_before;
        self.opened += other.opened;
        self.closed += other.closed;
        self.open_after += other.open_after;
    }

    /// Whether what was open and opened is what was closed and is open.
    #[must_use]
    pub fn adds_up(&self) -> bool {
        self.open_before + self.opened == self.closed + self.open_after
    }
}

/// Cases of a period by kind. A case stands in the table with the day it was opened and the day it was closed last.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CaseTable {
    /// Rows by code of the kind, one for each kind there is.
    pub rows: BTreeMap<String, CaseNumbers>,
    /// Of all kinds, counted case by case.
    pub total: CaseNumbers,
}

impl CaseTable {
    /// Counts cases of local days, both included.
    #[must_use]
    pub fn of<'a>(cases: impl IntoIterator<Item = &'a Case>, (first, last): (Date, Date)) -> Self {
        let mut table = Self::default();
        for kind in &CaseLists::shipped().kinds {
            table.rows.entry(kind.code.clone()).or_default();
        }
        for case in cases {
            let closed = case.closed.as_ref().map(|closed| closed.on);
            // What is opened after the period, or was closed before it, is not in it.
            if case.opened > last || closed.is_some_and(|closed| closed < first) {
                continue;
            }
            let is_closed = closed.is_some_and(|closed| closed <= last);
            let numbers = CaseNumbers {
                open_before: u64::from(case.opened < first),
                opened: u64::from(case.opened >= first),
                closed: u64::from(is_closed),
                open_after: u64::from(!is_closed),
            };
            table.rows.entry(case.kind.clone()).or_default().add(numbers);
            table.total.add(numbers);
        }
        table
    }

    /// A number as it may be published, row by row and for all kinds: 1 to 4 are hidden, and others if those could be worked out
    /// from them. What was open before and after is not to be published beside it: the difference would tell.
    #[must_use]
    pub fn public(&self, number: fn(&CaseNumbers) -> u64) -> (Vec<PublicNumber>, PublicNumber) {
        let (total, rows) = publish_counted(self.rows.values().map(number));
        (rows, total)
    }

    /// The row that shows that it adds up.
    #[must_use]
    pub fn check(&self) -> String {
        let opened: Vec<String> = self.rows.values().map(|row| row.opened.to_string()).collect();
        let total = &self.total;
        format!(
            "{} = {} opened; {} open before + {} opened = {} closed + {} open after",
            opened.join(" + "),
            self.rows.values().map(|row| row.opened).sum::<u64>(),
            total.open_before,
            total.opened,
            total.closed,
            total.open_after
        )
    }
}
