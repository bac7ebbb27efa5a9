//! Tasks in SQLite: what is handed over from phone to phone is given on by the server, so that the colleague's phone gets it.

use std::collections::BTreeMap;

use beatbook_domain::records::body::EntryBody;
use beatbook_domain::records::server::ServerBody;
use beatbook_domain::records::tasking::{TaskFor, TaskSet, TaskWithdrawn};
use beatbook_domain::records::work::Work;
use beatbook_domain::tasks::{Answer, DeskSays, Task, TaskState, fold};
use beatbook_protocol::id::Id;
use beatbook_store::{ReadTransaction, WriteTransaction};

use super::{admin, journal, work};
use crate::error::Fault;
use crate::journal::Pen;

/// Gives a task on to whom it was handed over, if it was, and if that officer is known.
pub fn give_on(tx: &WriteTransaction<'_>, pen: &Pen, authority: i64, task: Id) -> Result<(), Fault> {
    let teams: BTreeMap<Id, String> =
        admin::officers(tx, authority)?.into_iter().map(|one| (one.id, one.team)).collect();
    let Some(Task { set, state: TaskState::HandedOver { by, to }, .. }) = told(tx, authority, task, &teams)?
    else {
        return Ok(());
    };
    if !teams.contains_key(&to) {
        return Ok(());
    }
    let (for_whom, sensitive, why) = (set.for_whom.clone(), set.is_sensitive(), "handed over".to_owned());
    let withdrawn = TaskWithdrawn { task, for_whom, sensitive, why, by };
    journal::append(tx, pen, authority, task, &ServerBody::TaskWithdrawn(withdrawn))?;
    let set = TaskSet { for_whom: TaskFor::Officer(to), ..set };
    journal::append(tx, pen, authority, task, &ServerBody::TaskSet(Box::new(set)))?;
    Ok(())
}

fn told(
    tx: &ReadTransaction<'_>,
    authority: i64,
    task: Id,
    teams: &BTreeMap<Id, String>,
) -> Result<Option<Task>, Fault> {
    let facts = work::facts(tx, authority, Work::Task, Some(task))?;
    let desk: Vec<DeskSays> = facts.own.iter().filter_map(DeskSays::of).collect();
    let answers = facts.told.into_iter().filter_map(|one| match one.says {
        EntryBody::TaskAnswered(told) => {
            let team = teams.get(&one.officer).cloned().unwrap_or_default();
            let (notebook, seq, by, task) = (one.notebook, one.seq, one.officer, one.record);
            Some(Answer { notebook, seq, by, team, task, told: *told })
        }
        _ => None,
    });
    let answers: Vec<Answer> = answers.collect();
    Ok(fold(&desk, &answers).remove(&task))
}
