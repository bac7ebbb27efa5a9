//! What registers of the beat are put together from – engagements, encounters of operations –, and what is told at the desk.

use async_trait::async_trait;
use beatbook_domain::records::body::EntryBody;
use beatbook_domain::records::patrol::Patrol;
use beatbook_domain::records::server::ServerBody;
use beatbook_domain::records::work::Work;
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
    /// What it says.
    pub says: EntryBody,
}

/// Everything that is told for one register, in one view.
#[derive(Debug, Clone)]
pub struct WorkFacts {
    /// Entries of notebooks whose bodies are here.
    pub told: Vec<WorkTold>,
    /// Entries of the authority's own journal with their numbers, in order.
    pub own: Vec<(u64, ServerBody)>,
    /// The authority's own journal.
    pub journal: Id,
    /// How much there was.
    pub mark: WorkMark,
}

/// How much is told for a register: equal only if nothing has come since, and nothing was erased.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct WorkMark {
    /// The last that was taken in.
    pub last: u64,
    /// Bodies of notebooks that are here.
    pub bodies: u64,
}

/// What is told at the desk, of a register as it stood.
#[derive(Debug, Clone)]
pub struct WorkDecided {
    /// Which register.
    pub work: Work,
    /// How much there was to decide from.
    pub mark: WorkMark,
    /// What is written, each about a record.
    pub entries: Vec<(Id, ServerBody)>,
    /// What the access log says of it.
    pub what: String,
    /// Why.
    pub reason: Option<String>,
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

    /// The authority's patrols as far as their beginning is known.
    async fn patrols_told(&self, scope: &Scope) -> Result<Vec<PatrolTold>, Fault>;

    /// Writes what is told at the desk into the authority's journal, and into the access log that it was, in one. `false` if
    /// more has come since it was decided: decide again.
    async fn decide_work(&self, scope: &Scope, decided: WorkDecided) -> Result<bool, Fault>;
}
