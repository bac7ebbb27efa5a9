//! Visits that welfare records ask for and somebody has answered: they keep nothing any more.

use std::collections::{BTreeMap, BTreeSet};

use beatbook_domain::records::server::ServerBody;
use beatbook_domain::records::task::WelfareTask;
use beatbook_domain::records::work::Work;
use beatbook_domain::tasks::Task;
use beatbook_protocol::id::Id;
use jiff::civil::Date;

use crate::auth::Scope;
use crate::error::Fault;
use crate::store::Store;

/// Tasks, and what of welfare records they leave nothing to do.
pub(super) struct Visits {
    /// Day and words of such visits, by the record that asked for them. Of two with the same day and words none counts while one
    /// of them is still to be done.
    pub(super) answered: BTreeMap<Id, BTreeSet<(Date, String)>>,
    /// All tasks, by id.
    pub(super) tasks: BTreeMap<Id, Task>,
}

/// Reads them.
///
/// # Errors
/// The store's.
pub(super) async fn visits(store: &dyn Store, scope: &Scope) -> Result<Visits, Fault> {
    let facts = store.work_facts(scope, Work::Task).await?;
    let teams: BTreeMap<Id, String> =
        store.officers(scope).await?.into_iter().map(|one| (one.id, one.team)).collect();
    let visits: Vec<WelfareTask> = facts
        .own
        .iter()
        .filter_map(|body| match body {
            ServerBody::WelfareTask(task) => Some(task.clone()),
            _ => None,
        })
        .collect();
    let tasks = facts.tasks(|officer| teams.get(&officer).cloned().unwrap_or_default());
    let (mut answered, mut open) = (BTreeMap::<Id, BTreeSet<_>>::new(), BTreeSet::new());
    for task in visits {
        let visit = (task.due, task.what.clone());
        if tasks.get(&task.id).is_some_and(Task::is_pending) {
            open.insert((task.from_record, visit));
        } else {
            answered.entry(task.from_record).or_default().insert(visit);
        }
    }
    for (record, visit) in open {
        answered.entry(record).or_default().remove(&visit);
    }
    Ok(Visits { answered, tasks })
}
