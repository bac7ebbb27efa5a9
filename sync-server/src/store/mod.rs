//! What the server needs of a database: operations, never transactions or SQL.
//!
//! Nothing here assumes one process, one writer or one engine's types. Each operation is atomic and durable when
//! it answers; positions in a server journal are commit-ordered. Every implementation passes the same
//! suite, `tests/all/conformance`.

mod counts;
mod encampments;
pub mod erasures;
pub mod generations;
mod keeping;
mod kept;
mod safety;
pub mod sqlite;
mod types;
mod work;

use std::collections::BTreeMap;

use async_trait::async_trait;
use beatbook_domain::access::Roles;
use beatbook_domain::hours::PatrolTime;
use beatbook_domain::notices::allotment::NoBlock;
use beatbook_domain::notices::number::AuthorityCode;
use beatbook_domain::presence::Interval;
use beatbook_domain::records::server::{FiguresPublished, ServerBody};
use beatbook_domain::records::task::WelfareTask;
use beatbook_protocol::hash::Hash;
use beatbook_protocol::id::Id;

pub use counts::{CountDecided, CountFacts, CountMark, CountTold};
pub use encampments::{
    Acted, EncampmentDecided, EncampmentFacts, EncampmentMark, EncampmentStore, EncampmentsTold,
};
pub use keeping::{
    Erased, Erasing, KeepingFacts, KeepingStore, KeptEntry, KeptPatrol, OwnEntry, Part, PresenceKept, Tellers,
};
pub use kept::{JournalRef, StoredBody, StoredBranchEntry, StoredEntry};
pub use safety::{AloneFacts, SafetyStore};
pub use types::*;
pub use work::{PatrolTold, WorkFacts, WorkStore, WorkTold};

use crate::auth::{Keyholder, Scope};
use crate::cursor::Position;
use crate::error::Fault;
use crate::ingest::Batch;

/// The server's database.
#[async_trait]
pub trait Store: EncampmentStore + KeepingStore + SafetyStore + WorkStore + Send + Sync + 'static {
    /// Who this server is, and its generation now.
    async fn identity(&self) -> Result<ServerIdentity, Fault>;

    /// Whether what comes can be kept.
    async fn room(&self) -> Result<Room, Fault>;

    /// The notebook a token (by its hash) was given to. This is how a phone is told from a stranger.
    async fn notebook_of(&self, token: Hash) -> Result<Option<NotebookIdentity>, Fault>;

    /// Enrols a notebook by a single-use code, or finds that this very request was taken before.
    async fn enrol(&self, enrolment: Enrolment) -> Result<Enrolled, Fault>;

    /// Begins the successor of the scope's notebook by that notebook's word, or finds that it was begun before.
    async fn succeed(&self, scope: &Scope, succession: Succession) -> Result<Enrolled, Fault>;

    /// Takes a batch of a notebook's entries in: headers, bodies and register rows in one commit, and whatever
    /// alarm it calls for. Takes note of when the notebook was seen.
    async fn apply_batch(&self, scope: &Scope, batch: Batch) -> Result<Applied, Fault>;

    /// Reads again some of the entries that an earlier version of the register could not use, and applies what is
    /// understood now; answers how many it looked at, 0 once none is left. May be broken off at any time.
    async fn read_again(&self, keyholder: &Keyholder, at_most: usize) -> Result<usize, Fault>;

    /// The authority's server journal and briefing objects after a position, at most about `budget` bytes, at
    /// least one item if there is any. Bodies are among it as far as the scope's officer may read them now; a position of
    /// when that was something else is answered with `reset`. Who holds the key file reads as nobody here.
    async fn changes_after(
        &self,
        scope: &Scope,
        after: Option<Position>,
        budget: usize,
    ) -> Result<Changes, Fault>;

    /// A setting of the server by its name.
    async fn setting(&self, keyholder: &Keyholder, name: &str) -> Result<Option<Vec<u8>>, Fault>;

    /// Changes settings, all or none.
    async fn put_settings(
        &self,
        keyholder: &Keyholder,
        settings: Vec<(String, Vec<u8>)>,
    ) -> Result<(), Fault>;

    /// Takes up another receipt key, signed for by the one in force; every authority's journal says so, and is
    /// signed with it from then on.
    async fn change_receipt_key(&self, keyholder: &Keyholder, seed: [u8; 32]) -> Result<(), Fault>;

    /// All authorities of this server.
    async fn authorities(&self, keyholder: &Keyholder) -> Result<Vec<Authority>, Fault>;

    /// Begins an authority and its journal.
    async fn add_authority(&self, keyholder: &Keyholder, code: &str, name: &str) -> Result<Authority, Fault>;

    /// Adds an officer or changes what is known of one.
    async fn put_officer(&self, scope: &Scope, officer: Officer) -> Result<(), Fault>;

    /// The authority's officers.
    async fn officers(&self, scope: &Scope) -> Result<Vec<Officer>, Fault>;

    /// Roles of the authority's officers, of those who were ever given one.
    async fn roles(&self, scope: &Scope) -> Result<BTreeMap<Id, Roles>, Fault>;

    /// Replaces an officer's roles, in register, journal and access log at once. `false` if they are not those it was
    /// decided from any more: look again.
    async fn change_roles(&self, scope: &Scope, changed: RolesChanged) -> Result<bool, Fault>;

    /// Gives a task of the welfare service, in journal and access log. Its id tells the hour and no more.
    async fn add_welfare_task(&self, scope: &Scope, task: WelfareTask) -> Result<(), Fault>;

    /// Everything that is told of the authority's welfare records, record by record in order.
    async fn welfare_facts(&self, scope: &Scope) -> Result<Vec<WelfareTold>, Fault>;

    /// When the authority's welfare records that are erased were told first, to the hour, UTC milliseconds.
    async fn welfare_erased(&self, scope: &Scope) -> Result<Vec<i64>, Fault>;

    /// Everything that is told of the authority's counts, in the order in which the server took it in.
    async fn count_facts(&self, scope: &Scope) -> Result<CountFacts, Fault>;

    /// What the authority's own journal tells of counts, in the same order.
    async fn counts_told(&self, scope: &Scope) -> Result<Vec<(u64, ServerBody)>, Fault>;

    /// Writes what was decided of a count into the authority's journal, and into the access log that it was, in one.
    /// `false` if more has come since it was decided: decide again.
    async fn decide_count(&self, scope: &Scope, decided: CountDecided) -> Result<bool, Fault>;

    /// Keeps the hash of a single-use code for an officer until it expires.
    async fn issue_code(&self, scope: &Scope, officer: Id, code: Hash, expires: i64) -> Result<(), Fault>;

    /// Entries of the authority's server journal as far as this version understands them, in order.
    async fn journal(&self, scope: &Scope) -> Result<Vec<(u64, ServerBody)>, Fault>;

    /// All journals of the authority: its own and its notebooks'.
    async fn journals(&self, scope: &Scope) -> Result<Vec<JournalRef>, Fault>;

    /// What restores have lost of the authority's notebooks for good.
    async fn losses(&self, scope: &Scope) -> Result<Vec<NotebookLosses>, Fault>;

    /// Entries of one of the authority's journals from a number on, in order, without holes but for those lost.
    async fn entries(
        &self,
        scope: &Scope,
        journal: Id,
        from: u64,
        at_most: usize,
    ) -> Result<Vec<StoredEntry>, Fault>;

    /// Entries of further branches of one of the authority's notebooks; none if it has not forked.
    async fn branches(&self, scope: &Scope, notebook: Id) -> Result<Vec<StoredBranchEntry>, Fault>;

    /// Publishes a briefing: objects, journal entry, and which patrols are to be derived again, in one.
    /// `false` if another briefing came first: plan again.
    async fn publish_briefing(&self, scope: &Scope, briefing: NewBriefing) -> Result<bool, Fault>;

    /// The newest briefing's hash.
    async fn newest_briefing(&self, scope: &Scope) -> Result<Option<Hash>, Fault>;

    /// Publishes an order book: objects and journal entry in one. `false` if another book came first: plan again.
    async fn publish_orders(&self, scope: &Scope, orders: NewOrders) -> Result<bool, Fault>;

    /// The newest order book, its hash and its objects, as they are at one moment.
    async fn newest_orders(&self, scope: &Scope) -> Result<Option<(Hash, BriefingObjects)>, Fault>;

    /// What officers have told of signs, in the order in which it came.
    async fn sign_notes(&self, scope: &Scope) -> Result<Vec<SignTold>, Fault>;

    /// A published briefing's or order book's objects; of a book that was replaced its orders, rule sets and lists, without
    /// index and groups of notices given before.
    async fn briefing(&self, scope: &Scope, index: Hash) -> Result<Option<BriefingObjects>, Fault>;

    /// Patrols that have everything announced of them and something new, of all authorities.
    async fn patrols_to_derive(
        &self,
        keyholder: &Keyholder,
        at_most: usize,
    ) -> Result<Vec<WaitingPatrol>, Fault>;

    /// Everything a patrol's figures are derived from.
    async fn patrol_input(&self, scope: &Scope, patrol: &PatrolKey) -> Result<PatrolInput, Fault>;

    /// Replaces a patrol's figures, all at once, and raises the alarms they call for.
    async fn replace_presence(
        &self,
        scope: &Scope,
        patrol: &PatrolKey,
        derivation: Derivation,
    ) -> Result<(), Fault>;

    /// Patrols that last longer than anybody is on duty, and those whose end was stated.
    async fn patrols_to_mend(&self, scope: &Scope) -> Result<Vec<PatrolStanding>, Fault>;

    /// Writes a stated end into the authority's journal, and into the access log that it was stated, and has the
    /// patrol derived again. `false` if the patrol has changed since it was looked at: look again.
    async fn state_end(&self, scope: &Scope, ended: EndStated) -> Result<bool, Fault>;

    /// How far the authority's figures are derived.
    async fn backlog(&self, scope: &Scope) -> Result<Backlog, Fault>;

    /// Figures of every patrol with time in the period, whole.
    async fn patrol_times(&self, scope: &Scope, period: Interval) -> Result<Vec<PatrolTime>, Fault>;

    /// What is known of the authority's notebooks, for a period.
    async fn notebook_states(&self, scope: &Scope, period: Interval) -> Result<Vec<NotebookStatus>, Fault>;

    /// Writes figures as first published into the journal.
    async fn publish_figures(&self, scope: &Scope, figures: FiguresPublished) -> Result<(), Fault>;

    /// How much there is to fold the register from, to see cheaply whether something has come.
    async fn register_mark(&self, scope: &Scope) -> Result<RegisterMark, Fault>;

    /// Everything the authority's register is folded from, in one view.
    async fn register_facts(&self, scope: &Scope) -> Result<RegisterFacts, Fault>;

    /// The entries of a record in one of the authority's notebooks, in order; those of further branches come last.
    async fn entries_of(&self, scope: &Scope, notebook: Id, record: Id) -> Result<Vec<StoredEntry>, Fault>;

    /// Allots the server itself numbers for this paper, unless it has one left; the inner error is that no block is.
    async fn allot_own_numbers(
        &self,
        scope: &Scope,
        code: &AuthorityCode,
    ) -> Result<Result<(), NoBlock>, Fault>;

    /// Writes decisions into the authority's journal, and into the access log that they were made, in one.
    /// `false` if the journal has moved on since they were made: decide again.
    async fn decide(&self, scope: &Scope, decided: Decided) -> Result<bool, Fault>;

    /// Writes down who saw what for which purpose.
    async fn log_access(&self, scope: &Scope, what: &str, reason: Option<&str>) -> Result<(), Fault>;

    /// What was written down of the authority's accesses, oldest first. Reading it is an access as well: log it.
    async fn access_log(&self, scope: &Scope, query: AccessQuery) -> Result<Vec<AccessRow>, Fault>;
}
