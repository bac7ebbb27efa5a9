//! A task with everyone who did it: what each of them said, and the presence that shows it.

use beatbook_protocol::id::Id;

use crate::orders::legal_time::LegalTime;
use crate::records::tasking::TaskProof;
use crate::tasks::{Task, TaskState};

/// An officer who did a task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskDone {
    /// Who.
    pub by: Id,
    /// When it was told.
    pub legal: LegalTime,
    /// Presence that shows it.
    pub proof: Option<TaskProof>,
    /// What came of it.
    pub words: Option<String>,
}

/// A task, and what everyone said who did it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskTold {
    /// The task; done by whoever did it first.
    pub task: Task,
    /// Each officer once: by legal time, and whose time nobody knows after the others; none if it is not done.
    pub done: Vec<TaskDone>,
}

/// What comes first, whatever the server had first.
pub(super) fn rank(legal: &LegalTime) -> (bool, i64) {
    (legal.within.is_none(), legal.at)
}

impl TaskTold {
    /// Somebody did it, too; each officer did it once.
    pub(super) fn add(&mut self, done: TaskDone) {
        if self.done.iter().any(|known| known.by == done.by) {
            return;
        }
        self.done.push(done);
        self.done.sort_by_key(|one| (rank(&one.legal), one.by));
        if let Some((first, others)) = self.done.split_first() {
            let (proof, words) = (first.proof.clone(), first.words.clone());
            self.task.state = TaskState::Done { by: first.by, at: first.legal.at, proof, words };
            self.task.also_done_by = others.iter().map(|one| one.by).collect();
        }
    }
}
