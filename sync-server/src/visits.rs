//! Visits that welfare records ask for, once their officer is of another team: a next visit goes along with its place, a
//! follow-up stays with the team it names, and that team keeps no place that is not its own any more.

use std::collections::BTreeMap;

use beatbook_domain::calendar::local_date;
use beatbook_domain::records::server::ServerBody;
use beatbook_domain::records::task::WelfareTask;
use beatbook_domain::records::tasking::{TaskFor, TaskWithdrawn};
use beatbook_domain::records::welfare::WelfareStep;
use beatbook_domain::records::welfare::steps::CareStep;
use beatbook_domain::records::welfare::story::Welfare;
use beatbook_domain::records::work::Work;
use beatbook_domain::tasks::Task;
use beatbook_protocol::id::Id;

use crate::auth::Scope;
use crate::error::Fault;
use crate::service::Service;
use crate::store::{Decided, Officer, Store};
use crate::welfare::{Visitor, cases, helping_teams, visit_task};

/// Tries against others who write into the journal at the same time.
const TRIES: usize = 8;

/// Tells visits that are still to be done to the team their officer is of today, and erases the places that other teams had been
/// told. Answers whether everything is told; if not, or broken off, the next look goes on.
///
/// # Errors
/// The store's.
pub async fn tell(service: &Service, scope: &Scope) -> Result<bool, Fault> {
    let store = &**service.store();
    for _ in 0..TRIES {
        let read_to = store.register_mark(scope).await?.journal;
        let entries = untold(service, scope).await?;
        let what = "visits told to the team of today".to_owned();
        let decided = Decided { read_to, mark: None, entries, what, reason: None };
        if decided.entries.is_empty() || store.decide(scope, decided).await? {
            forget_places(store, scope).await?;
            return Ok(true);
        }
    }
    // Others write all the time.
    Ok(false)
}

fn visit(body: &ServerBody) -> Option<&WelfareTask> {
    match body {
        ServerBody::WelfareTask(task) if task.review.is_none() => Some(task),
        _ => None,
    }
}

async fn untold(service: &Service, scope: &Scope) -> Result<Vec<(Id, ServerBody)>, Fault> {
    let store = &**service.store();
    let today = local_date(service.clock().now()).map_err(|_| Fault::Format { what: "today's date" })?;
    let facts = store.work_facts(scope, Work::Task).await?;
    let mut visits = WelfareTask::told_last(facts.own.iter().filter_map(visit).cloned());
    visits.retain(|task| task.team.is_some());
    if visits.is_empty() {
        return Ok(Vec::new());
    }
    let officers = store.officers(scope).await?;
    let of = |officer: Id| officers.iter().find(|one| one.id == officer);
    let tasks = facts.tasks(|officer| of(officer).map(|one| one.team.clone()).unwrap_or_default());
    visits.retain(|task| tasks.get(&task.id).is_some_and(Task::is_pending));
    let cases = cases(&store.welfare_facts(scope).await?);
    let roles = store.roles(scope).await?;
    let helping = helping_teams(today, &officers, &roles);
    let mut entries = Vec::new();
    for task in visits {
        let case = cases.iter().find(|(case, _)| case.record == task.from_record);
        let Some((officer, welfare)) = case.and_then(|(case, welfare)| Some((of(case.officer)?, welfare)))
        else {
            continue;
        };
        let stays = task.team.as_ref() == Some(&officer.team) && helping.contains(&officer.team);
        if !stays && !officer.team.trim().is_empty() {
            entries.extend(anew(task, officer, &Visitor::on(today, officer, &roles), welfare));
        }
    }
    Ok(entries)
}

/// What is to be told of a visit so that it is as its step would ask for it today.
fn anew(task: WelfareTask, officer: &Officer, visitor: &Visitor, welfare: &Welfare) -> Vec<(Id, ServerBody)> {
    // Of two follow-ups in the same words each has its own team.
    let is_teams = |step: &CareStep| !matches!(step, CareStep::FollowUp { team, .. } if *team != task.team);
    let is_its = |step: &&WelfareStep| {
        step.step.visit() == Some((task.due, task.what.clone())) && is_teams(&step.step)
    };
    let found = (task.from_record, welfare.opened.place);
    let asks = |step: &WelfareStep| visit_task(found, step, visitor, task.id);
    let Some(now) = welfare.steps.iter().find(is_its).and_then(asks) else { return Vec::new() };
    let mut bodies = Vec::new();
    if let Some(former) = task.team.clone().filter(|former| now.team.as_ref() != Some(former)) {
        bodies.push(ServerBody::WelfareTask(WelfareTask { place: None, ..task.clone() }));
        // What the former team did by then counts, so it keeps that it was asked.
        bodies.push(ServerBody::TaskWithdrawn(TaskWithdrawn {
            task: task.id,
            for_whom: TaskFor::Team(former),
            sensitive: true,
            why: match visitor.helps() {
                true => format!("{} is of another team now", officer.code),
                false => format!("{} helps nobody any more", officer.code),
            },
            by: officer.id,
            given_on: false,
        }));
    }
    if now != task {
        bodies.push(ServerBody::WelfareTask(now));
    }
    bodies.into_iter().map(|body| (task.id, body)).collect()
}

/// Erases what was told of a visit with a place to whom it is not told so any more: phones drop it.
async fn forget_places(store: &dyn Store, scope: &Scope) -> Result<(), Fault> {
    let own = store.work_facts(scope, Work::Task).await?.own;
    if replaced(own.iter().filter_map(|body| Some(((), visit(body)?)))).is_empty() {
        return Ok(());
    }
    let journal = store.journal(scope).await?;
    let seqs = replaced(journal.iter().filter_map(|(seq, body)| Some((*seq, visit(body)?))));
    let what = format!("erased: places of visits of former teams, {} bodies", seqs.len());
    store.erase_own(scope, seqs, what).await.map(drop)
}

/// Those with a place that were told anew for another team, or without it.
fn replaced<'t, K: Copy>(told: impl Iterator<Item = (K, &'t WelfareTask)>) -> Vec<K> {
    let told: Vec<(K, &WelfareTask)> = told.collect();
    let last: BTreeMap<Id, &WelfareTask> = told.iter().map(|(_, task)| (task.id, *task)).collect();
    let is_replaced = |task: &WelfareTask| {
        let newer = |last: &&WelfareTask| (&last.team, &last.place) != (&task.team, &task.place);
        task.place.is_some() && last.get(&task.id).is_some_and(newer)
    };
    told.iter().filter(|(_, task)| is_replaced(task)).map(|(key, _)| *key).collect()
}
