//! What registers of the beat are put together from – engagements, encounters of operations, tasks –, and what is told at the desk.

use std::collections::{BTreeMap, BTreeSet};

use async_trait::async_trait;
use beatbook_domain::presence::Interval;
use beatbook_domain::records::body::EntryBody;
use beatbook_domain::records::case::LinkedKind;
use beatbook_domain::records::patrol::Patrol;
use beatbook_domain::records::server::ServerBody;
use beatbook_domain::records::work::Work;
use beatbook_domain::tasks::told::TaskTold;
use beatbook_domain::tasks::{Answer, DeskSays, Task, fold_told};
use beatbook_protocol::id::Id;

use crate::auth::Scope;
use crate::error::Fault;

/// What an entry of a notebook tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkTold {
    /// The notebook.
    pub notebook: Id,
    /// Whose it is.
    pub officer: Id,
    /// The record.
    pub record: Id,
    /// The entry's number.
    pub seq: u64,
    /// Its header hides what it is: it was told on outreach or on a count.
    pub hidden: bool,
    /// What it says.
    pub says: EntryBody,
}

/// Everything that is told for one register, in one view.
#[derive(Debug, Clone)]
pub struct WorkFacts {
    /// Entries of notebooks whose bodies are here.
    pub told: Vec<WorkTold>,
    /// Entries of the authority's own journal, in order.
    pub own: Vec<ServerBody>,
}

impl WorkFacts {
    /// The tasks they tell of, with officers' answers; `team` is how an officer's team is spelled.
    pub fn tasks(self, team: impl Fn(Id) -> String) -> BTreeMap<Id, Task> {
        self.tasks_told(team).into_iter().map(|(id, told)| (id, told.task)).collect()
    }

    /// The same with what everyone said who did one.
    pub fn tasks_told(self, team: impl Fn(Id) -> String) -> BTreeMap<Id, TaskTold> {
        let desk: Vec<DeskSays> = self.own.iter().filter_map(DeskSays::of).collect();
        let answers = self.told.into_iter().filter_map(|one| match one.says {
            EntryBody::TaskAnswered(told) => {
                let (notebook, seq, by, task) = (one.notebook, one.seq, one.officer, one.record);
                Some(Answer { notebook, seq, by, team: team(by), task, told: *told })
            }
            _ => None,
        });
        fold_told(&desk, &answers.collect::<Vec<_>>())
    }
}

/// A patrol as its entries tell it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PatrolTold {
    /// Whose notebook tells it.
    pub officer: Id,
    /// The patrol.
    pub record: Id,
    /// When it began, UTC milliseconds: by its track once that is derived, by the phone's clock before.
    pub from: i64,
    /// Its story.
    pub patrol: Patrol,
}

/// The part of a store that keeps registers of the beat.
#[async_trait]
pub trait WorkStore: Send + Sync + 'static {
    /// Everything that is told for one of the authority's registers.
    async fn work_facts(&self, scope: &Scope, work: Work) -> Result<WorkFacts, Fault>;

    /// When records of a register that are erased were told first and last, UTC milliseconds, one for each of which nothing is left;
    /// those whose headers hide what they are are none.
    async fn work_erased(&self, scope: &Scope, work: Work) -> Result<Vec<(i64, i64)>, Fault>;

    /// Patrols of the authority that began within a span, and those named, as far as their beginning is known.
    async fn patrols_told(
        &self,
        scope: &Scope,
        began: Interval,
        named: BTreeSet<Id>,
    ) -> Result<Vec<PatrolTold>, Fault>;

    /// Writes what is told at the desk about a record into the authority's journal, and into the access log that it was, in
    /// one.
    async fn tell_work(
        &self,
        scope: &Scope,
        about: Id,
        bodies: Vec<ServerBody>,
        what: String,
    ) -> Result<(), Fault>;

    /// The record of an id, or of a notice's number, and what kind it is; none if the authority has no such record.
    async fn record_named(&self, scope: &Scope, named: &str) -> Result<Option<(Id, LinkedKind)>, Fault>;
}
