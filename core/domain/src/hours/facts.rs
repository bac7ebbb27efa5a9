//! What the report is made of: patrols as derived, zones as published, officers as rostered.
//!
//! All times are UTC milliseconds. Patrols come whole, never cut at the period: a visit that begins in
//! it is judged with all its minutes, and two halves of a period add up to the whole.

use std::collections::BTreeMap;

use beatbook_protocol::id::Id;

use crate::crew::CrewSpan;
use crate::hours::query::{HoursQuery, Whose};
use crate::presence::{Interval, ModeInterval, Quality, Visit};
use crate::records::patrol::Duty;
use crate::spellings::Spellings;
use crate::zone::ZoneKind;

/// A stretch in which a patrol was taken away from its purpose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AbstractedTime {
    /// When.
    pub span: Interval,
    /// Why, as entered.
    pub reason: String,
}

/// A stretch in which a patrol was on an operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OperationSpan {
    /// When.
    pub span: Interval,
    /// Which; absent for none.
    pub operation: Option<String>,
}

/// What one patrol's track says of one zone, cut to the zone versions in force at each instant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AreaTime {
    /// The zone's code.
    pub zone: String,
    /// The estimate: time inside.
    pub presence: Vec<ModeInterval>,
    /// The lower bound: certainly inside.
    pub certain: Vec<ModeInterval>,
    /// The upper bound: possibly inside.
    pub possible: Vec<ModeInterval>,
    /// Stays.
    pub visits: Vec<Visit>,
}

/// One patrol with what was derived from its track.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PatrolTime {
    /// The patrol.
    pub id: Id,
    /// Whose notebook recorded it.
    pub officer: Id,
    /// Why they were out.
    pub duty: Duty,
    /// The operation it named last: its own from the end of the former ones on.
    pub operation: Option<String>,
    /// Operations before that one, in order.
    pub former: Vec<OperationSpan>,
    /// On duty from sign-on to sign-off.
    pub span: Interval,
    /// Who was on it; tiles `span`.
    pub crews: Vec<CrewSpan>,
    /// Abstractions, in order.
    pub abstractions: Vec<AbstractedTime>,
    /// Time with no usable position.
    pub gaps: Vec<Interval>,
    /// The class of its track.
    pub quality: Quality,
    /// Milliseconds on foot that make a visit a dosage visit, from its thresholds.
    pub dosage: i64,
    /// What the track says of each zone it could have touched.
    pub areas: Vec<AreaTime>,
}

/// A patrol longer than two days, milliseconds: longer than any shift and any weekend on call. A clock was wrong,
/// or nobody signed off; either way nobody was on duty all the time it says.
pub const LONGEST_PATROL_MS: i64 = 2 * 86_400_000;

impl PatrolTime {
    /// The operations it was on at some time of a span.
    pub fn operations_in(&self, when: Interval) -> impl Iterator<Item = Option<&str>> {
        let last = Interval { from: self.former.last().map_or(i64::MIN, |one| one.span.to), to: i64::MAX };
        let former = self.former.iter().map(|one| (one.span, &one.operation));
        let all = former.chain([(last, &self.operation)]);
        all.filter(move |(span, _)| !span.common(when).is_empty()).map(|(_, operation)| operation.as_deref())
    }

    /// Whether it was on an operation, or on none, at some time of a span.
    #[must_use]
    pub fn is_on(&self, operation: Option<&str>, when: Interval) -> bool {
        self.operations_in(when).any(|one| one == operation)
    }

    /// Spells each operation anew.
    pub fn respell(&mut self, mut spelled: impl FnMut(&str) -> Option<String>) {
        let former = self.former.iter_mut().map(|one| &mut one.operation);
        for operation in former.chain([&mut self.operation]) {
            *operation = operation.as_deref().and_then(&mut spelled);
        }
    }

    /// Whether it lasts longer than anybody is on duty: then it is in no figure.
    #[must_use]
    pub fn is_overlong(&self) -> bool {
        self.span.to.saturating_sub(self.span.from) > LONGEST_PATROL_MS
    }
}

/// A zone as the report names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportZone {
    /// The authority's code.
    pub code: String,
    /// The name people use.
    pub name: String,
    /// What it is for.
    pub kind: ZoneKind,
    /// The patrol programme it belongs to.
    pub programme: Option<String>,
    /// Minutes of patrol the programme wants per month.
    pub target_minutes: Option<u32>,
}

/// Everything a report is made of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HoursFacts {
    /// Every patrol with time in the period, whole; order does not matter.
    pub patrols: Vec<PatrolTime>,
    /// Every zone in force at some time in the period, by code.
    pub zones: Vec<ReportZone>,
    /// Each officer's team.
    pub teams: BTreeMap<Id, String>,
}

impl HoursFacts {
    /// The same with one spelling for each operation, in the question as well: blanks and capitals make no other operation.
    #[must_use]
    pub fn with_operations_spelled(mut self, query: &mut HoursQuery) -> Self {
        let mut operations = Spellings::default();
        for patrol in &mut self.patrols {
            patrol.respell(|name| operations.note(name));
        }
        let shown = |name: &str| operations.shown(name).map(str::to_owned);
        for patrol in &mut self.patrols {
            patrol.respell(shown);
        }
        if let Whose::Operation(asked) = &mut query.whose
            && let Some(name) = shown(asked)
        {
            *asked = name;
        }
        self
    }
}
