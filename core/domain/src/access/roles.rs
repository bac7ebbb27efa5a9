//! The roles an officer was given, each for a term of days: granted, ended, and which hold on a day.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::Role;

/// A role for a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct RoleTerm {
    /// The role.
    pub role: Role,
    /// First local day.
    pub from: Date,
    /// Last local day; absent while open-ended.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub until: Option<Date>,
}

impl RoleTerm {
    /// Whether it holds on a day.
    #[must_use]
    pub fn holds_on(&self, day: Date) -> bool {
        self.from <= day && !self.is_over(day)
    }

    fn is_over(&self, day: Date) -> bool {
        self.until.is_some_and(|last| last < day)
    }
}

/// All roles an officer was given, those that are over among them. In order; terms of one role never overlap.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Roles(Vec<RoleTerm>);

/// Why roles stay as they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum RoleRefusal {
    /// The last day is before the first.
    #[error("the role ends before it begins: look at its days")]
    EndsBeforeBegin,
    /// The officer has the role in some of that time.
    #[error("the officer has this role in that time already: end it first, or choose other days")]
    Held,
    /// There is no such role to end.
    #[error("the officer has no such role then: list the officer's roles")]
    NotHeld,
}

impl RoleRefusal {
    /// A stable name for scripts and tests.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::EndsBeforeBegin => "role_ends_before_begin",
            Self::Held => "role_held",
            Self::NotHeld => "no_such_role",
        }
    }
}

impl Roles {
    /// The terms, in order.
    #[must_use]
    pub fn terms(&self) -> &[RoleTerm] {
        &self.0
    }

    /// The roles that hold on a day.
    pub fn on(&self, day: Date) -> impl Iterator<Item = Role> {
        self.0.iter().filter(move |term| term.holds_on(day)).map(|term| term.role)
    }

    /// Whether the officer had a role before a day and has none on it.
    #[must_use]
    pub fn are_over(&self, day: Date) -> bool {
        self.on(day).next().is_none() && self.0.iter().any(|term| term.is_over(day))
    }

    /// The terms that were over on a day, for no more than so many days, of roles that do not hold on it.
    pub fn lately_over(&self, day: Date, days: i32) -> impl Iterator<Item = RoleTerm> {
        let lately =
            move |last: Date| last < day && last.until(day).is_ok_and(|gone| gone.get_days() <= days);
        let held = move |role: Role| self.on(day).any(|one| one == role);
        self.0.iter().copied().filter(move |term| term.until.is_some_and(lately) && !held(term.role))
    }

    /// With one more.
    ///
    /// # Errors
    /// [`RoleRefusal::EndsBeforeBegin`], [`RoleRefusal::Held`].
    pub fn grant(&self, term: RoleTerm) -> Result<Self, RoleRefusal> {
        if term.is_over(term.from) {
            return Err(RoleRefusal::EndsBeforeBegin);
        }
        let overlaps =
            |one: &RoleTerm| one.role == term.role && !one.is_over(term.from) && !term.is_over(one.from);
        if self.0.iter().any(overlaps) {
            return Err(RoleRefusal::Held);
        }
        let mut terms = self.0.clone();
        terms.push(term);
        terms.sort();
        Ok(Self(terms))
    }

    /// Without a role from the day after `last` on; a term that has not begun by then never was.
    ///
    /// # Errors
    /// [`RoleRefusal::NotHeld`].
    pub fn end(&self, role: Role, last: Date) -> Result<Self, RoleRefusal> {
        let ends = |term: &RoleTerm| term.role == role && term.until.is_none_or(|known| last < known);
        if !self.0.iter().any(ends) {
            return Err(RoleRefusal::NotHeld);
        }
        let ended = self.0.iter().filter_map(|term| match term {
            term if !ends(term) => Some(*term),
            term if last < term.from => None,
            term => Some(RoleTerm { until: Some(last), ..*term }),
        });
        Ok(Self(ended.collect()))
    }
}
