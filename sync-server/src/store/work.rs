//! What registers of the beat are put together from – engagements, encounters of operations, tasks –, and what is told at the desk.

use std::collections::BTreeSet;

use async_trait::async_trait;
use beatbook_domain::presence::Interval;
use beatbook_domain::records::body::EntryBody;
use beatbook_domain::records::case::LinkedKind;
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
