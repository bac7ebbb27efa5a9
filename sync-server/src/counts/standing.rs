//! How an officer stands to a count: who may know that there is one, work on it, and have its numbers.
//!
//! Until a count is submitted that is a matter of names: coordinator, leads, and 24 hours before the teams. From then on the
//! table of roles says who has its numbers.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use beatbook_domain::access::{Access, AccessTable, Area, Level, Reading, Roles};
use beatbook_domain::counts::secrecy::may_know;
use beatbook_domain::counts::state::CountCase;
use beatbook_protocol::id::Id;
use jiff::civil::Date;

use super::eyes::is_over;

/// What everybody's roles let them do on a day.
#[derive(Debug, Clone, Default)]
pub struct People(BTreeMap<Id, Access>);

impl People {
    /// From the roles of those who have any.
    #[must_use]
    pub fn on(roles: &BTreeMap<Id, Roles>, day: Date) -> Self {
        let table = AccessTable::shipped();
        Self(roles.iter().map(|(officer, roles)| (*officer, table.access(roles, day))).collect())
    }

    /// Those who answer for counts: whoever has all of the area.
    #[must_use]
    pub fn coordinators(&self) -> BTreeSet<Id> {
        self.0.iter().filter(|(_, access)| has_all(access)).map(|(officer, _)| *officer).collect()
    }

    /// What an officer's roles allow.
    #[must_use]
    pub fn access(&self, officer: Id) -> &Access {
        static NOTHING: LazyLock<Access> = LazyLock::new(Access::default);
        self.0.get(&officer).unwrap_or(&NOTHING)
    }

    /// Whether an officer reads counts by logged request: one that is named, for a reason that is written down.
    #[must_use]
    pub fn reads_by_request(&self, officer: Id) -> bool {
        self.access(officer).levels(Area::Count).any(|level| level == Level::LoggedRequest)
    }

    /// How an officer stands to a count.
    #[must_use]
    pub fn standing(&self, officer: Id, case: &CountCase, now: i64) -> Standing {
        let access = self.access(officer);
        let coordinator = has_all(access);
        let leads = case.plan.teams.iter().any(|team| team.leads.contains(&officer));
        let on_team = case.plan.teams.iter().any(|team| team.has(officer));
        let works = coordinator || leads;
        let submitted = case.stage.is_submitted();
        let reading = Reading {
            own: on_team,
            same_team: on_team,
            closed: is_over(&case.stage),
            submitted,
            ..Reading::default()
        };
        let numbers = works || (submitted && access.may_have_numbers(Area::Count, reading));
        let knows = may_know(&case.plan, officer, coordinator, now) || (submitted && (on_team || numbers));
        Standing { knows, works, reads: works, whole: coordinator, on_team, numbers }
    }
}

fn has_all(access: &Access) -> bool {
    access.levels(Area::Count).any(|level| level == Level::Authority)
}

impl Standing {
    /// Of somebody who has asked for this very count with a reason that is logged: reads all of it, and does nothing.
    #[must_use]
    pub fn by_request(self) -> Self {
        Self { knows: true, reads: true, whole: true, numbers: true, ..self }
    }
}

/// How an officer stands to a count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// May know that there is one.
    pub knows: bool,
    /// Works on it: coordinator or one of its leads.
    pub works: bool,
    /// Reads how it stands: who works on it, and who has asked with a reason.
    pub reads: bool,
    /// Reads all of it as it was recorded.
    pub whole: bool,
    /// Is on one of its teams.
    pub on_team: bool,
    /// May have its numbers.
    pub numbers: bool,
}
