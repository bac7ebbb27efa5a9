//! Who may know that there is a count, and when: a night that is known beforehand is not a typical one.

use std::collections::BTreeSet;

use beatbook_protocol::id::Id;

use crate::counts::plan::CountPlan;
use crate::counts::state::CountCase;

/// Whether somebody may know of a plan at an instant (UTC milliseconds): the coordinator and the named leads once it is
/// set, everybody else on a team from 24 hours before, nobody else. Whatever would tell of it – a task, an id, the
/// size of a sync – asks here first.
#[must_use]
pub fn may_know(plan: &CountPlan, officer: Id, is_coordinator: bool, now: i64) -> bool {
    is_coordinator
        || plan.teams.iter().any(|team| team.leads.contains(&officer))
        || (now >= told_from(plan) && plan.teams.iter().any(|team| team.has(officer)))
}

/// The same for a count of any stage: once it is submitted it is no secret. What of its numbers somebody then reads is
/// a matter of roles, not of secrecy.
#[must_use]
pub fn may_know_of(case: &CountCase, officer: Id, is_coordinator: bool, now: i64) -> bool {
    case.stage.is_submitted() || may_know(&case.plan, officer, is_coordinator, now)
}

/// How long after the end of the window somebody reads the own part who only helps, if the phone hears nothing: twelve
/// hours, for the debrief of the same day. Milliseconds.
pub const HELPERS_READ_MS: i64 = 12 * 60 * 60_000;

/// The same after joining, on a phone that was never told the plan: a day. Milliseconds.
pub const HELPERS_READ_JOINED_MS: i64 = 24 * 60 * 60_000;

/// What of a plan each of `told` is told, those together who are told the same: known sites of the sectors of their own teams,
/// and all of them only to those who answer for counts, who come first.
#[must_use]
pub fn tellings(
    plan: &CountPlan,
    told: &BTreeSet<Id>,
    coordinators: &BTreeSet<Id>,
) -> Vec<(CountPlan, BTreeSet<Id>)> {
    let (whole, teams): (BTreeSet<Id>, BTreeSet<Id>) =
        told.iter().partition(|one| coordinators.contains(one));
    let mut tellings = Vec::new();
    if !whole.is_empty() {
        tellings.push((plan.clone(), whole));
    }
    for officer in teams {
        let own = plan.teams.iter().filter(|team| team.has(officer)).flat_map(|team| &team.sectors);
        let own: BTreeSet<&String> = own.collect();
        let mut told = plan.clone();
        for sector in told.sectors.iter_mut().filter(|sector| !own.contains(&sector.code)) {
            sector.sites.clear();
        }
        // As few bodies as there are different ones: how many there are, every phone sees.
        match tellings.iter_mut().find(|(plan, _)| *plan == told) {
            Some((_, officers)) => drop(officers.insert(officer)),
            None => tellings.push((told, BTreeSet::from([officer]))),
        }
    }
    tellings
}

/// From when teams may know: as planned, and never earlier than 24 hours before.
fn told_from(plan: &CountPlan) -> i64 {
    let earliest =
        plan.window().map_or(i64::MAX, |window| window.from.saturating_sub(super::plan::TOLD_BEFORE_MS));
    plan.told_from.max(earliest)
}
