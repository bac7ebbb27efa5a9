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
pub struct People {
    access: BTreeMap<Id, Access>,
    /// Who takes part in counts by a role that is in force.
    taking_part: BTreeSet<Id>,
}

impl People {
    /// From the roles of those who have any.
    #[must_use]
    pub fn on(roles: &BTreeMap<Id, Roles>, day: Date) -> Self {
        let table = AccessTable::shipped();
        let access: BTreeMap<Id, Access> =
            roles.iter().map(|(officer, roles)| (*officer, table.access(roles, day))).collect();
        let takes_part = |officer: &Id| {
            let in_force = roles.get(officer).is_some_and(|roles| roles.on(day).next().is_some());
            in_force && access.get(officer).is_some_and(records)
        };
        let taking_part = access.keys().copied().filter(takes_part).collect();
        Self { access, taking_part }
    }

    /// Those who answer for counts: whoever has all of the area.
    #[must_use]
    pub fn coordinators(&self) -> BTreeSet<Id> {
        self.access.iter().filter(|(_, access)| has_all(access)).map(|(officer, _)| *officer).collect()
    }

    /// What an officer's roles allow.
    #[must_use]
    pub fn access(&self, officer: Id) -> &Access {
        static NOTHING: LazyLock<Access> = LazyLock::new(Access::default);
        self.access.get(&officer).unwrap_or(&NOTHING)
    }

    /// Whether an officer takes part in counts by a role that is in force, and so may lead a team or be on one.
    #[must_use]
    pub fn takes_part(&self, officer: Id) -> bool {
        self.taking_part.contains(&officer)
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
        let named = case.plan.teams.iter().any(|team| team.leads.contains(&officer));
        let leads = named && self.takes_part(officer);
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
        // Whose role has ended leads nothing, and is told no more.
        let told = may_know(&case.plan, officer, coordinator, now) && (coordinator || leads || !named);
        let knows = told || (submitted && (on_team || numbers));
        Standing { knows, works, reads: works, whole: coordinator, on_team, numbers }
    }
}

fn has_all(access: &Access) -> bool {
    access.levels(Area::Count).any(|level| level == Level::Authority)
}

/// Whether somebody's roles let them record in counts.
fn records(access: &Access) -> bool {
    access.levels(Area::Count).any(|level| {
        use Level::{Authority, Own, OwnAndShared, Team, Writes, WritesThenExistence};
        matches!(level, Authority | Own | OwnAndShared | Team | Writes | WritesThenExistence)
    })
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
