//! Who may know that there is a count, and when: a night that is known beforehand is not a typical one.

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

/// From when teams may know: as planned, and never earlier than 24 hours before.
fn told_from(plan: &CountPlan) -> i64 {
    let earliest =
        plan.window().map_or(i64::MAX, |window| window.from.saturating_sub(super::plan::TOLD_BEFORE_MS));
    plan.told_from.max(earliest)
}
