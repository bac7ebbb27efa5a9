//! Whom tasks of the welfare service reach: a phone has a team's task only where its officer's roles read welfare.

use std::collections::BTreeSet;

use beatbook_domain::access::{AccessTable, Area, AreaAudience, Audience, Reader, Reading};
use beatbook_domain::records::tasking::{TaskFor, TaskSet, TaskSource};
use beatbook_domain::tasks::told::TaskTold;
use beatbook_protocol::id::Id;

use super::super::office::Office;
use super::super::seat::Seat;
use crate::error::ServerError;

/// Teams that tasks of the welfare service are for, and of which nobody reads welfare today: no phone has them.
pub(super) async fn unread(
    office: &Office,
    seat: &Seat,
    tasks: &[TaskTold],
) -> Result<BTreeSet<String>, ServerError> {
    let tasks = tasks.iter().map(|told| &told.task);
    let of_welfare = tasks.filter(|task| task.set.source == TaskSource::Welfare);
    let teams: BTreeSet<&String> = of_welfare
        .filter_map(|task| match &task.set.for_whom {
            TaskFor::Team(team) => Some(team),
            _ => None,
        })
        .collect();
    if teams.is_empty() {
        return Ok(BTreeSet::new());
    }
    let (roles, table) = (office.service.store().roles(&seat.scope).await?, AccessTable::shipped());
    let reads = |team: &String| {
        let (area, for_team) = (Area::Welfare, Some(team.clone()));
        let audience = Audience::Area(AreaAudience { area, officer: None, team: for_team });
        seat.officers.iter().filter(|one| one.team == *team).any(|one| {
            let access = roles.get(&one.id).map(|roles| table.access(roles, seat.today)).unwrap_or_default();
            Reader::officer(one.id, one.team.clone(), access, seat.today).may_read(&audience)
        })
    };
    Ok(teams.into_iter().filter(|team| !reads(team)).cloned().collect())
}

/// What is sensitive goes to nobody whose roles record no patrols: a slip in a code would tell a stranger where somebody lives.
pub(super) async fn check_holds(office: &Office, seat: &Seat, set: &TaskSet) -> Result<(), ServerError> {
    let TaskFor::Officer(officer) = set.for_whom else { return Ok(()) };
    if !set.is_sensitive() {
        return Ok(());
    }
    if works_on_beat(office, seat, officer).await? {
        return Ok(());
    }
    let why =
        "this officer has no role that works on the beat today: a sensitive task is for somebody who has";
    Err(ServerError::refused("task_role", why))
}

/// Whether an officer's roles record patrols today. Without a role yet an officer works as before there were roles.
pub(in crate::admin) async fn works_on_beat(
    office: &Office,
    seat: &Seat,
    officer: Id,
) -> Result<bool, ServerError> {
    let roles = office.service.store().roles(&seat.scope).await?;
    let Some(roles) = roles.get(&officer) else { return Ok(true) };
    let access = AccessTable::shipped().access(roles, seat.today);
    Ok(access.may_read_body(Area::Patrol, Reading { own: true, ..Reading::default() }))
}
