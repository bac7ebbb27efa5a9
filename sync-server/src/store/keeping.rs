//! What it takes to keep times: what is kept and since when, holds, and taking bodies away for good.

use std::collections::{BTreeMap, BTreeSet};

use async_trait::async_trait;
use beatbook_domain::records::body::EntryBody;
use beatbook_domain::records::keeping::{ErasedFor, TrackExtracted};
use beatbook_domain::records::server::ServerBody;
use beatbook_domain::welfare::identity::KeyedId;
use beatbook_domain::welfare::months::MonthsSeen;
use beatbook_protocol::hash::Hash;
use beatbook_protocol::id::Id;
use jiff::civil::Date;

use crate::auth::{Keyholder, Scope};
use crate::error::Fault;

/// An entry of a notebook whose body is here.
#[derive(Debug, Clone)]
pub struct KeptEntry {
    /// The notebook.
    pub notebook: Id,
    /// Whose it is.
    pub officer: Id,
    /// The record.
    pub record: Id,
    /// Its number.
    pub seq: u64,
    /// When it was taken in, by the server's clock, UTC milliseconds.
    pub taken: i64,
    /// What it is, also behind a coarse header; empty if that is not understood.
    pub kind: String,
    /// What it says, if that is understood; of tracks and what was derived from them nothing.
    pub says: Option<EntryBody>,
}

/// An entry of the authority's own journal whose body is here.
#[derive(Debug, Clone)]
pub struct OwnEntry {
    /// Its number.
    pub seq: u64,
    /// What its header says that it is about.
    pub record: Id,
    /// When it was written, by the server's clock, UTC milliseconds.
    pub wall: i64,
    /// What it says.
    pub body: ServerBody,
}

/// A patrol.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeptPatrol {
    /// The notebook.
    pub notebook: Id,
    /// The record.
    pub record: Id,
    /// It is signed off, and its figures are derived from everything that came.
    pub is_settled: bool,
}

/// Everything that keeping times are asked about, in one view.
#[derive(Debug, Clone, Default)]
pub struct KeepingFacts {
    /// Entries of notebooks, notebook by notebook in order.
    pub entries: Vec<KeptEntry>,
    /// Entries of the authority's own journal, in order.
    pub own: Vec<OwnEntry>,
    /// Patrols.
    pub patrols: Vec<KeptPatrol>,
    /// Holds in force, by record.
    pub holds: BTreeMap<Id, Vec<Id>>,
    /// The last entry of each notebook.
    pub heads: BTreeMap<Id, u64>,
    /// Entries the authority's own journal has.
    pub length: u64,
    /// In which months somebody was seen whose records are erased.
    pub months: BTreeMap<KeyedId, MonthsSeen>,
    /// Rows of the access log, the oldest first: how many, and when.
    pub log: Vec<(u64, i64)>,
}

/// Entries of one notebook that are to go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The notebook.
    pub notebook: Id,
    /// Entries of it.
    pub seqs: Vec<u64>,
    /// Its last entry when it was decided.
    pub head: u64,
}

/// Bodies that are to go, all of them or none, and what it was decided from.
#[derive(Debug, Clone)]
pub struct Erasing {
    /// Entries of notebooks; none: the desk alone tells of it.
    pub parts: Vec<Part>,
    /// The record.
    pub record: Id,
    /// Other ids under which the same was told.
    pub joined: Vec<Id>,
    /// Entries of the authority's own journal that tell of the same and go with it.
    pub own: Vec<u64>,
    /// Published presence goes as well.
    pub presence: bool,
    /// Why.
    pub why: ErasedFor,
    /// For the access log: what, without anything that was in it.
    pub what: String,
    /// Why, if a person asked for it.
    pub reason: Option<String>,
    /// Entries the authority's own journal had then.
    pub length: u64,
}

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Erased {
    /// So many bodies are gone.
    Done(u64),
    /// The record is under this hold: nothing was erased.
    Held(Id),
    /// Something about the record has come since: look again.
    Changed,
}

/// Who tells of a record.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tellers {
    /// Officers whose notebooks do.
    pub officers: Vec<Id>,
    /// The desk does.
    pub at_desk: bool,
    /// Its headers hide what it is: it is of the welfare service or a count.
    pub hidden: bool,
    /// A header of it hides nothing: somebody told of it on the beat.
    pub open: bool,
    /// Something of it is here, or still to come: not all of it is erased.
    pub bodies: bool,
}

impl Tellers {
    /// Whether anybody does.
    #[must_use]
    pub fn is_known(&self) -> bool {
        self.at_desk || !self.officers.is_empty()
    }
}

/// What is kept of a patrol's hours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PresenceKept {
    /// Hash of everything the figures were derived from.
    pub input: Hash,
    /// The day on which the track went; absent while it is here.
    pub recomputable_until: Option<Date>,
}

/// The part of a store that keeps times.
#[async_trait]
pub trait KeepingStore: Send + Sync + 'static {
    /// Everything that keeping times are asked about.
    async fn keeping_facts(&self, scope: &Scope) -> Result<KeepingFacts, Fault>;

    /// Takes bodies away for good unless a hold or something new stands against it: what stays of them is written first,
    /// the entry that says so with them, into the access log that it was, in one. `Ok` means they are in no page of the file.
    async fn erase_bodies(&self, scope: &Scope, erasing: Erasing) -> Result<Erased, Fault>;

    /// Writes what is decided about keeping, or about who reads, into the authority's journal, and into the access log that it was, in one. A
    /// hold that is lifted lets go what waited for it.
    async fn decide_at_desk(
        &self,
        scope: &Scope,
        entries: Vec<(Id, ServerBody)>,
        what: String,
        reason: Option<String>,
    ) -> Result<(), Fault>;

    /// Who tells of each of these records; nobody does of one that there is not. All headers are read once, however many are asked
    /// about.
    async fn tellers(&self, scope: &Scope, records: BTreeSet<Id>) -> Result<BTreeMap<Id, Tellers>, Fault>;

    /// Who tells of a record; nobody does if there is no such record.
    async fn tellers_of(&self, scope: &Scope, record: Id) -> Result<Tellers, Fault> {
        Ok(self.tellers(scope, BTreeSet::from([record])).await?.remove(&record).unwrap_or_default())
    }

    /// In which months somebody was seen whose records are erased.
    async fn months_kept(&self, scope: &Scope) -> Result<BTreeMap<KeyedId, MonthsSeen>, Fault>;

    /// Takes bodies of the authority's own journal away for good whose time is over: the entry that says so with them, into
    /// the access log that it was, in one. Answers how many; those that are gone already are none.
    async fn erase_own(&self, scope: &Scope, seqs: Vec<u64>, what: String) -> Result<u64, Fault>;

    /// Drops the access log's oldest rows up to a number, and the months of people of whom nothing is left to know.
    async fn drop_rows(&self, scope: &Scope, log_up_to: u64, people: Vec<KeyedId>) -> Result<(), Fault>;

    /// Fixes around an encounter or notice of a notebook: from the track while it is here, from what stayed of it after.
    async fn track_around(
        &self,
        scope: &Scope,
        notebook: Id,
        about: Id,
    ) -> Result<Vec<TrackExtracted>, Fault>;

    /// What is kept of a patrol's hours, if any were derived.
    async fn presence_kept(
        &self,
        scope: &Scope,
        notebook: Id,
        patrol: Id,
    ) -> Result<Option<PresenceKept>, Fault>;

    /// Gives pages back and empties the log, so that nothing erased is left in either.
    async fn maintain(&self, keyholder: &Keyholder) -> Result<(), Fault>;
}
