//! Tasks in SQLite: what phones answer is told on by the server to those phones whom it concerns.

use std::collections::BTreeMap;

use beatbook_domain::records::body::EntryBody;
use beatbook_domain::records::server::ServerBody;
use beatbook_domain::records::tasking::{TaskFor, TaskSet, TaskWithdrawn};
use beatbook_domain::records::work::Work;
use beatbook_domain::tasks::{Answer, DeskSays, Task, TaskState, fold};
use beatbook_protocol::id::Id;
use beatbook_store::WriteTransaction;

use super::{admin, journal, work};
use crate::error::Fault;
use crate::journal::Pen;
use crate::store::{Officer, WorkTold};

/// Tells the phones that a task is for what follows from its answers: it is given on to whom it was handed over, if that
/// officer is known; and whoever else it is for, a team or whom it was given on to, is told that somebody has done it.
pub fn settle(tx: &WriteTransaction<'_>, pen: &Pen, authority: i64, task: Id) -> Result<(), Fault> {
    let officers: BTreeMap<Id, Officer> =
        admin::officers(tx, authority)?.into_iter().map(|one| (one.id, one)).collect();
    let facts = work::facts(tx, authority, Work::Task, Some(task))?;
    let desk: Vec<DeskSays> = facts.own.iter().filter_map(DeskSays::of).collect();
    let answers: Vec<Answer> = facts.told.into_iter().filter_map(|one| answer(one, &officers)).collect();
    let (Some(DeskSays::Set(_) | DeskSays::Review(..)), Some(Task { set, state, also_done_by, .. })) =
        (desk.last(), fold(&desk, &answers).remove(&task))
    else {
        return Ok(());
    };
    let withdrawn = |why: String, by, given_on| {
        let (for_whom, sensitive) = (set.for_whom.clone(), set.is_discreet());
        ServerBody::TaskWithdrawn(TaskWithdrawn { task, for_whom, sensitive, why, by, given_on })
    };
    let code = |by: Id| officers.get(&by).map(|officer| officer.code.as_str()).unwrap_or_default();
    match state {
        TaskState::HandedOver { by, to } if officers.contains_key(&to) => {
            journal::append(
                tx,
                pen,
                authority,
                task,
                &withdrawn(format!("handed over by {} to {}", code(by), code(to)), by, true),
            )?;
            let set = TaskSet { for_whom: TaskFor::Officer(to), ..set.clone() };
            journal::append(tx, pen, authority, task, &ServerBody::TaskSet(Box::new(set)))?;
        }
        // An officer whom it is for and who did it, first or not, knows.
        TaskState::Done { by, .. } if !is_for_one_of(&set.for_whom, by, &also_done_by) => {
            journal::append(
                tx,
                pen,
                authority,
                task,
                &withdrawn(format!("done by {}", code(by)), by, false),
            )?;
        }
        _ => {}
    }
    Ok(())
}

fn is_for_one_of(for_whom: &TaskFor, first: Id, others: &[Id]) -> bool {
    matches!(for_whom, TaskFor::Officer(one) if *one == first || others.contains(one))
}

fn answer(one: WorkTold, officers: &BTreeMap<Id, Officer>) -> Option<Answer> {
    let EntryBody::TaskAnswered(told) = one.says else { return None };
    let team = officers.get(&one.officer).map(|officer| officer.team.clone()).unwrap_or_default();
    let (notebook, seq, by, task) = (one.notebook, one.seq, one.officer, one.record);
    Some(Answer { notebook, seq, by, team, task, told: *told })
}
