//! Tasks of the beat as all journals tell them: where each stands, whatever the order in which answers arrive, and the
//! table in which every task stands once.

pub mod table;
pub mod told;

use std::collections::BTreeMap;

use beatbook_protocol::id::Id;
use thiserror::Error;

use crate::orders::legal_time::LegalTime;
use crate::records::server::ServerBody;
use crate::records::task::{ReviewAnswer, ReviewAsked};
use crate::records::tasking::{
    NotDoneReason, TaskAnswer, TaskAnswered, TaskFor, TaskForm, TaskProof, TaskSet, TaskWithdrawn,
};
use crate::tasks::told::{TaskDone, TaskTold, rank};

/// Least presence that is proposed as proof, milliseconds: a minute.
pub const PROOF_LEAST_MS: i64 = 60_000;

/// What the desk says of a task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeskSays {
    /// It is to be done so.
    Set(TaskSet),
    /// The same of a review.
    Review(TaskSet, ReviewAsked),
    /// Not any more.
    Withdrawn(TaskWithdrawn),
}

impl DeskSays {
    /// What a body of the server's journal says of a task, if it does.
    #[must_use]
    pub fn of(body: &ServerBody) -> Option<Self> {
        match body {
            ServerBody::TaskSet(set) => Some(Self::Set((**set).clone())),
            ServerBody::TaskWithdrawn(withdrawn) => Some(Self::Withdrawn(withdrawn.clone())),
            ServerBody::WelfareTask(task) => {
                let set = task.as_task()?;
                Some(match &task.review {
                    None => Self::Set(set),
                    Some(asked) => Self::Review(set, asked.clone()),
                })
            }
            _ => None,
        }
    }

    /// Of which task.
    #[must_use]
    pub fn task(&self) -> Id {
        match self {
            Self::Set(set) | Self::Review(set, _) => set.task,
            Self::Withdrawn(withdrawn) => withdrawn.task,
        }
    }

    fn review(&self) -> Option<&ReviewAsked> {
        if let Self::Review(_, asked) = self { Some(asked) } else { None }
    }

    /// How it is set, if it is.
    #[must_use]
    pub fn set(&self) -> Option<&TaskSet> {
        match self {
            Self::Set(set) | Self::Review(set, _) => Some(set),
            Self::Withdrawn(_) => None,
        }
    }
}

/// An answer as it stands in a journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The notebook.
    pub notebook: Id,
    /// The entry's number.
    pub seq: u64,
    /// Whose it is.
    pub by: Id,
    /// The officer's team.
    pub team: String,
    /// The task.
    pub task: Id,
    /// What it says.
    pub told: TaskAnswered,
}

/// Why an answer does not hold. It is kept all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum TaskRefusal {
    /// Nobody set it, as far as is known here.
    #[error(
        "this task is not known here: look at `task list` after the next sync; a sensitive one leaves a phone a day after it came, \
         and whoever set it gives it once more"
    )]
    Unknown,
    /// It never was the officer's.
    #[error("this task is for somebody else: ask whoever set it to give it to you")]
    NotYours,
    /// It is done.
    #[error("this task is done already")]
    DoneAlready,
    /// It was withdrawn.
    #[error(
        "this task was withdrawn: there is nothing left to do; a task that was done is still told as done"
    )]
    Withdrawn,
    /// What is sensitive, or of the welfare service, is given on by those who may read it.
    #[error(
        "a task that is sensitive, or of the welfare service, is not handed over from phone to phone: ask whoever set it to \
         give it to a colleague"
    )]
    SensitiveHandOver,
    /// Nobody has this code.
    #[error("no officer of this authority has this code: look at it again, or sync first")]
    UnknownOfficer,
    /// Presence was to show it, and there is none.
    #[error("there is no presence in the task's zone within its window: say that it is done without it")]
    NoPresence,
    /// More is asked about than the officer knew of.
    #[error(
        "more concerns joined this review than the phone knew of: look at it again, and answer for all of them"
    )]
    MoreJoined,
    /// Handed to oneself.
    #[error("a task is handed over to a colleague: name another officer")]
    ToOneself,
    /// Its form.
    #[error(transparent)]
    Form(#[from] TaskForm),
}

impl TaskRefusal {
    /// A stable name for scripts and tests.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Unknown => "task_unknown",
            Self::NotYours => "task_not_yours",
            Self::DoneAlready => "task_done_already",
            Self::Withdrawn => "task_withdrawn",
            Self::SensitiveHandOver => "sensitive_hand_over",
            Self::UnknownOfficer => "unknown_officer",
            Self::NoPresence => "no_presence",
            Self::MoreJoined => "review_more_joined",
            Self::ToOneself => "hand_over_to_oneself",
            Self::Form(form) => form.code(),
        }
    }
}

/// Where a task stands, the window apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TaskState {
    /// Nobody has taken it on.
    Open,
    /// Somebody has.
    Accepted {
        /// Who.
        by: Id,
    },
    /// It is handed over, and the desk has not given it on yet.
    HandedOver {
        /// By whom.
        by: Id,
        /// To whom.
        to: Id,
    },
    /// It is done.
    Done {
        /// Who did it.
        by: Id,
        /// When it was told, by legal time, UTC milliseconds.
        at: i64,
        /// Presence that shows it.
        proof: Option<TaskProof>,
        /// What came of it.
        words: Option<String>,
    },
    /// It was not done.
    NotDone {
        /// Who says so.
        by: Id,
        /// Why.
        reason: NotDoneReason,
        /// The same in words.
        words: Option<String>,
    },
    /// The desk withdrew it.
    Withdrawn {
        /// Why.
        why: String,
    },
}

/// A task as the desk and all phones tell it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// As it was set last.
    pub set: TaskSet,
    /// How many concerns and sightings a review is about; none: it is no review.
    pub about: Option<u32>,
    /// Officers and teams it was for before, in order: it was given on from each to the next.
    pub was_for: Vec<TaskFor>,
    /// Where it stands.
    pub state: TaskState,
    /// Others who did it, too.
    pub also_done_by: Vec<Id>,
    /// Answers that do not hold.
    pub refused: Vec<AnswerRefused>,
}

/// An answer that does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerRefused {
    /// Whose.
    pub by: Id,
    /// The notebook it is in.
    pub notebook: Id,
    /// Its entry.
    pub seq: u64,
    /// What it says.
    pub answer: TaskAnswer,
    /// Why not.
    pub why: TaskRefusal,
}

impl AnswerRefused {
    fn of(one: &Answer, why: TaskRefusal) -> Self {
        Self { by: one.by, notebook: one.notebook, seq: one.seq, answer: one.told.answer.clone(), why }
    }
}

impl Task {
    /// Whether somebody still has to do something about it.
    #[must_use]
    pub fn is_pending(&self) -> bool {
        matches!(self.state, TaskState::Open | TaskState::Accepted { .. } | TaskState::HandedOver { .. })
    }

    /// Whether nobody is asked any more: it is done, or was taken back. One that was not done may still be.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        matches!(self.state, TaskState::Done { .. } | TaskState::Withdrawn { .. })
    }

    /// Whether it is still to be done after its window.
    #[must_use]
    pub fn is_overdue(&self, now: i64) -> bool {
        self.is_pending() && self.set.until <= now
    }
}

/// Whether an officer may answer so, by what is known of the task.
///
/// # Errors
/// Why not.
pub fn check(task: &Task, by: Id, was_theirs: bool, told: &TaskAnswered) -> Result<(), TaskRefusal> {
    told.check()?;
    if !was_theirs {
        return Err(TaskRefusal::NotYours);
    }
    let takes_on = matches!(told.answer, TaskAnswer::Accepted);
    if !takes_on && told.about.zip(task.about).is_some_and(|(knew, about)| knew < about) {
        return Err(TaskRefusal::MoreJoined);
    }
    match (&told.answer, &task.state) {
        // What was done is told, whatever happened at the desk meanwhile.
        (TaskAnswer::Done { .. }, TaskState::Done { by: first, .. })
            if *first == by || task.also_done_by.contains(&by) =>
        {
            Err(TaskRefusal::DoneAlready)
        }
        (TaskAnswer::Done { .. }, _) => Ok(()),
        (_, TaskState::Done { .. }) => Err(TaskRefusal::DoneAlready),
        (_, TaskState::Withdrawn { .. }) => Err(TaskRefusal::Withdrawn),
        (TaskAnswer::HandedOver { to }, _) if *to == by => Err(TaskRefusal::ToOneself),
        (TaskAnswer::HandedOver { .. }, _) if task.set.is_discreet() => Err(TaskRefusal::SensitiveHandOver),
        _ => Ok(()),
    }
}

/// All tasks by id. `desk` and `answers` are each in the order in which the server took them; how the two lie between each
/// other does not matter, nor does an answer that comes twice.
#[must_use]
pub fn fold<'a>(
    desk: impl IntoIterator<Item = &'a DeskSays>,
    answers: impl IntoIterator<Item = &'a Answer>,
) -> BTreeMap<Id, Task> {
    fold_told(desk, answers).into_iter().map(|(id, told)| (id, told.task)).collect()
}

/// The same with what everyone said who did one.
#[must_use]
pub fn fold_told<'a>(
    desk: impl IntoIterator<Item = &'a DeskSays>,
    answers: impl IntoIterator<Item = &'a Answer>,
) -> BTreeMap<Id, TaskTold> {
    let mut said: BTreeMap<Id, Vec<&DeskSays>> = BTreeMap::new();
    for one in desk {
        said.entry(one.task()).or_default().push(one);
    }
    let mut told: BTreeMap<Id, Vec<&Answer>> = BTreeMap::new();
    for one in answers {
        let of = told.entry(one.task).or_default();
        if of.iter().all(|known| (known.notebook, known.seq) != (one.notebook, one.seq)) {
            of.push(one);
        }
    }
    let story = |(task, said): (Id, Vec<&DeskSays>)| {
        let answers = told.get(&task).map(Vec::as_slice).unwrap_or_default();
        Some((task, story(&said, answers)?))
    };
    said.into_iter().filter_map(story).collect()
}

fn story(said: &[&DeskSays], answers: &[&Answer]) -> Option<TaskTold> {
    let sets = || said.iter().filter_map(|one| one.set());
    let set = sets().next_back()?.clone();
    let state = match said.last() {
        Some(DeskSays::Withdrawn(withdrawn)) => TaskState::Withdrawn { why: withdrawn.why.clone() },
        _ => TaskState::Open,
    };
    let about = said.iter().filter_map(|one| one.review()).map(ReviewAsked::about).next_back();
    let was_for = given_on(sets().map(|set| &set.for_whom));
    let task = Task { set, about, was_for, state, also_done_by: Vec::new(), refused: Vec::new() };
    let mut told = TaskTold { task, done: Vec::new() };
    // What was done counts first: an answer of another that came later, or before, takes nothing from it.
    let (mut done, others): (Vec<&Answer>, Vec<&Answer>) =
        answers.iter().copied().partition(|one| matches!(one.told.answer, TaskAnswer::Done { .. }));
    done.sort_by_key(|one| (rank(&one.told.legal), one.notebook, one.seq));
    for one in done {
        let was_theirs = sets().any(|set| set.for_whom.is(one.by, &one.team));
        match check(&told.task, one.by, was_theirs, &one.told) {
            Ok(()) => told.take_done(one),
            Err(refusal) => told.task.refused.push(AnswerRefused::of(one, refusal)),
        }
    }
    // A review that is told again by itself meanwhile does not hold what was answered to it.
    let mut at_desk: Vec<&ReviewAnswer> = Vec::new();
    for one in said.iter().filter_map(|one| one.review()) {
        at_desk.extend(one.answers.iter().filter(|told| !at_desk.contains(told)).collect::<Vec<_>>());
    }
    for one in at_desk {
        told.take_at_desk(one);
    }
    let task = &mut told.task;
    let had_it = |officer: &Id| sets().any(|set| set.for_whom == TaskFor::Officer(*officer));
    for one in still_hold(said, &others) {
        let was_theirs = sets().any(|set| set.for_whom.is(one.by, &one.team));
        // Who accepted before the work was done, or before it was withdrawn, did nothing wrong.
        match check(task, one.by, was_theirs, &one.told) {
            Ok(()) if task.set.for_whom.is(one.by, &one.team) => task.take(one),
            // It was given to somebody else before, and whom this names never had it.
            Ok(()) if matches!(&one.told.answer, TaskAnswer::HandedOver { to } if !had_it(to)) => {
                task.refused.push(AnswerRefused::of(one, TaskRefusal::NotYours));
            }
            Ok(()) | Err(TaskRefusal::DoneAlready | TaskRefusal::Withdrawn) => {}
            Err(refusal) => task.refused.push(AnswerRefused::of(one, refusal)),
        }
    }
    Some(told)
}

/// Officers and teams a task was for before it was given on to the last. Who it is for by a rule is not given on.
fn given_on<'a>(whose: impl Iterator<Item = &'a TaskFor>) -> Vec<TaskFor> {
    let is_one = |whom: &&TaskFor| matches!(whom, TaskFor::Officer(_) | TaskFor::Team(_));
    let mut whose: Vec<TaskFor> = whose.filter(is_one).cloned().collect();
    whose.dedup();
    whose.pop();
    whose
}

/// Answers of officers to a task as they hold it now: what was handed over and given on is over with all that the officer had
/// answered before, so that a task that comes back is new.
fn still_hold<'a>(said: &[&DeskSays], answers: &[&'a Answer]) -> Vec<&'a Answer> {
    let given_on = |by: Id| {
        let is = |one: &&&DeskSays| matches!(one, DeskSays::Withdrawn(one) if one.given_on && one.by == by);
        said.iter().filter(is).count()
    };
    let mut handed: BTreeMap<Id, usize> = BTreeMap::new();
    let mut still: Vec<&Answer> = Vec::new();
    for one in answers {
        still.push(one);
        if matches!(one.told.answer, TaskAnswer::HandedOver { .. }) {
            let number = handed.entry(one.by).or_default();
            *number += 1;
            if *number <= given_on(one.by) {
                still.retain(|before| before.by != one.by);
            }
        }
    }
    still
}

impl TaskTold {
    fn take_done(&mut self, one: &Answer) {
        let TaskAnswer::Done { proof, words } = &one.told.answer else { return };
        let (by, legal, proof, words) = (one.by, one.told.legal, proof.clone(), words.clone());
        self.add(TaskDone { by, legal, proof, words });
    }

    fn take_at_desk(&mut self, one: &ReviewAnswer) {
        if let Some(outcome) = one.outcome {
            let why = one.why.as_ref().map(|why| format!(": {why}")).unwrap_or_default();
            let (legal, words) = (LegalTime::exactly(one.at), Some(format!("{}{why}", outcome.name())));
            self.add(TaskDone { by: one.by, legal, proof: None, words });
        } else if self.task.state == TaskState::Open {
            self.task.state = TaskState::Accepted { by: one.by };
        }
    }
}

impl Task {
    fn take(&mut self, one: &Answer) {
        self.state = match &one.told.answer {
            TaskAnswer::Accepted => TaskState::Accepted { by: one.by },
            TaskAnswer::NotDone { reason, words } => {
                TaskState::NotDone { by: one.by, reason: *reason, words: words.clone() }
            }
            TaskAnswer::HandedOver { to } => TaskState::HandedOver { by: one.by, to: *to },
            TaskAnswer::Done { .. } => return,
        };
    }
}
