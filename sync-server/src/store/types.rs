//! What goes in and out of the store.

use std::collections::BTreeMap;
use std::fmt;

use beatbook_domain::access::Roles;
use beatbook_domain::hours::NotebookState;
use beatbook_domain::notices::allotment::BlockAccount;
use beatbook_domain::notices::number::NoticeNumber;
use beatbook_domain::orders::templates::TemplatesTaken;
use beatbook_domain::presence::Interval;
use beatbook_domain::records::journal::{Genesis, Moment};
use beatbook_domain::records::patrol::Patrol;
use beatbook_domain::records::server::{PatrolEndStated, ServerBody};
use beatbook_domain::records::sign::SignNoted;
use beatbook_domain::records::summary::PatrolSummary;
use beatbook_domain::records::welfare::WelfareEntry;
use beatbook_domain::register::{Kept, NoticeTold};
use beatbook_protocol::chain::SignedHead;
use beatbook_protocol::entry::Salt;
use beatbook_protocol::hash::Hash;
use beatbook_protocol::id::Id;
use beatbook_protocol::ranges::SeqSet;
use beatbook_protocol::receipt::{KeyHandover, Receipt};
use beatbook_protocol::sign::PublicKey;
use beatbook_protocol::sync::{Change, EntryResult};
use jiff::civil::Date;
use serde::Serialize;

use crate::cursor::Position;
use crate::ingest::SentHeader;
use crate::ingest::plan::Finding;
use crate::presence::Derived;

/// Who this server is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerIdentity {
    /// Its id, the same after a restore.
    pub server: Id,
    /// Raised whenever it was restored.
    pub generation: u64,
    /// Keys that signed its receipts, newest first.
    pub receipt_keys: Vec<PublicKey>,
    /// How each key handed over to the next, oldest first.
    pub handovers: Vec<KeyHandover>,
}

/// A tenant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Authority {
    /// Its id.
    pub id: Id,
    /// Its short code; two authorities may have the same.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The id of its journal on this server.
    pub journal: Id,
}

/// An officer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Officer {
    /// The officer's id.
    pub id: Id,
    /// The public id printed on paper.
    pub code: String,
    /// The name colleagues use.
    pub name: String,
    /// The team for reports.
    pub team: String,
}

/// Another set of roles for an officer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RolesChanged {
    /// The officer.
    pub officer: Id,
    /// What it was decided from.
    pub before: Roles,
    /// All of them from now on.
    pub after: Roles,
    /// What the access log says of it.
    pub what: String,
}

/// A notebook as authentication finds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotebookIdentity {
    /// The tenant.
    pub authority: Id,
    /// Whose it is.
    pub officer: Id,
    /// Which.
    pub notebook: Id,
    /// The key its genesis names.
    pub public_key: PublicKey,
}

/// A request to enrol, checked by itself.
#[derive(Debug, Clone)]
pub struct Enrolment {
    /// Hash of the code.
    pub code: Hash,
    /// Hash of the token.
    pub token: Hash,
    /// The genesis header.
    pub genesis: SentHeader,
    /// What its body says.
    pub says: Genesis,
    /// The body's salt.
    pub salt: Salt,
    /// The body's bytes.
    pub body: Vec<u8>,
    /// Genesis signed by the key it names; verified.
    pub head: SignedHead,
}

/// A notebook's word that another one goes on from it, checked by itself.
#[derive(Debug, Clone)]
pub struct Succession {
    /// Hash of the successor's token.
    pub token: Hash,
    /// Its genesis header.
    pub genesis: SentHeader,
    /// What its body says.
    pub says: Genesis,
    /// The body's salt.
    pub salt: Salt,
    /// The body's bytes.
    pub body: Vec<u8>,
    /// Genesis signed by the key it names; verified. So is the former notebook's endorsement.
    pub head: SignedHead,
}

/// What became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Enrolled {
    /// The notebook is enrolled, now or before by this very request.
    Done {
        /// What is held, to be signed.
        receipt: Box<Receipt>,
        /// The authority's short code.
        authority_code: String,
        /// The officer's public id.
        officer_code: String,
    },
    /// The code is unknown, used by another notebook, expired, or of another officer than genesis says; or the
    /// successor does not go on from the notebook that speaks for it.
    Invalid,
}

/// What became of a batch, after the commit.
#[derive(Debug, Clone)]
pub struct Applied {
    /// One answer for each header and body sent.
    pub results: Vec<EntryResult>,
    /// What was found out about the pair of us.
    pub finding: Finding,
    /// What is held now, to be signed.
    pub receipt: Receipt,
}

/// What is new for a phone.
#[derive(Debug, Clone)]
pub struct Changes {
    /// Entries and objects in order; an entry comes after the objects it names.
    pub changes: Vec<Change>,
    /// Where reading stands after them.
    pub position: Position,
    /// True if the position asked for was not one of ours, or of when the officer might read something else:
    /// everything pulled so far is void.
    pub reset: bool,
    /// True if more is waiting.
    pub more: bool,
    /// The last entry among the changes, signed.
    pub journal: Option<SignedHead>,
}

/// Objects of a briefing by their hash, the index among them.
pub type BriefingObjects = BTreeMap<Hash, Vec<u8>>;

/// A briefing to be published.
#[derive(Debug, Clone)]
pub struct NewBriefing {
    /// The briefing it was planned from; if another is the newest by now, nothing is published.
    pub after: Option<Hash>,
    /// The index; its hash names the briefing.
    pub index: Hash,
    /// All objects, the index among them.
    pub objects: BriefingObjects,
    /// The earliest instant whose figures change.
    pub restated_from: Option<i64>,
    /// Why history changes.
    pub reason: Option<String>,
}

/// An order book to be published.
#[derive(Debug, Clone)]
pub struct NewOrders {
    /// The book it was planned from; if another is the newest by now, nothing is published.
    pub after: Option<Hash>,
    /// The index; its hash names the book.
    pub index: Hash,
    /// All objects, the index among them.
    pub objects: BriefingObjects,
    /// The first day that is past on which another version counts than before.
    pub restated_from: Option<Date>,
    /// Why the past changes, or why somebody settled something.
    pub reason: Option<String>,
    /// The officer who settled it.
    pub by: Option<Id>,
    /// The set of templates that it brings.
    pub templates: Option<TemplatesTaken>,
}

/// What an entry of a notebook tells of a welfare record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WelfareTold {
    /// The notebook.
    pub notebook: Id,
    /// Whose it is.
    pub officer: Id,
    /// The record.
    pub record: Id,
    /// The entry's number.
    pub seq: u64,
    /// When the server took it in, UTC milliseconds.
    pub taken: i64,
    /// What it says.
    pub entry: WelfareEntry,
}

/// What an officer has told of a sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignTold {
    /// The officer.
    pub officer: Id,
    /// What was told.
    pub note: SignNoted,
    /// It was told on outreach or on a count: where that was is nobody else's to know.
    pub welfare: bool,
}

/// A patrol on this server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PatrolKey {
    /// The tenant.
    pub authority: Id,
    /// The notebook that recorded it.
    pub notebook: Id,
    /// The patrol.
    pub record: Id,
}

/// A patrol with something new.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WaitingPatrol {
    /// Which.
    pub key: PatrolKey,
    /// How often it has changed.
    pub wanted: u64,
}

/// Everything a patrol's figures are derived from.
#[derive(Debug, Clone)]
pub struct PatrolInput {
    /// How often it has changed, as of this reading.
    pub wanted: u64,
    /// The patrol.
    pub record: Id,
    /// Whose notebook it is.
    pub officer: Id,
    /// Its story, as far as it is known.
    pub patrol: Option<Patrol>,
    /// Every operation it named, from its moment on.
    pub operations: Vec<(Moment, Option<String>)>,
    /// Bodies of its chunks, by entry number.
    pub chunks: Vec<(u64, Vec<u8>)>,
    /// True if a chunk was erased or purged: what was derived before stays.
    pub chunks_gone: bool,
    /// Bodies of its summary's parts.
    pub summaries: Vec<Vec<u8>>,
    /// Hashes of all its entries' headers, in order.
    pub entries: Vec<Hash>,
    /// The end a supervisor has stated, UTC milliseconds.
    pub stated_end: Option<i64>,
}

impl PatrolInput {
    /// The briefing its summary names.
    #[must_use]
    pub fn briefing(&self) -> Option<Hash> {
        self.summaries.iter().find_map(|bytes| PatrolSummary::parse(bytes).ok()?.briefing)
    }
}

/// A patrol that lasts longer than anybody is on duty, or one whose end was stated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PatrolStanding {
    /// Which.
    pub key: PatrolKey,
    /// Whose notebook it is.
    pub officer: Id,
    /// From when to when it lasts as it was last derived.
    pub span: Interval,
    /// The end that was stated, UTC milliseconds.
    pub stated: Option<i64>,
}

/// A patrol's end as a supervisor states it, and of which state of the patrol.
#[derive(Debug, Clone)]
pub struct EndStated {
    /// What the journal says.
    pub body: PatrolEndStated,
    /// How often the patrol had changed when it was looked at.
    pub wanted: u64,
}

/// What a job has found, and of which state of the patrol.
#[derive(Debug, Clone)]
pub struct Derivation {
    /// How often the patrol had changed when it was read.
    pub wanted: u64,
    /// What was found.
    pub derived: Derived,
}

/// How far figures are derived.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Backlog {
    /// Patrols with something new that is not in the figures.
    pub waiting: u32,
    /// Those of them that lack entries, so that nothing can be done before more arrives.
    pub incomplete: u32,
    /// When the oldest of that arrived; absent if nothing waits.
    pub since: Option<i64>,
}

/// What is known of a notebook, for saying whether it is outstanding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotebookStatus {
    /// Which, and what of it.
    pub state: NotebookState,
    /// Whose.
    pub officer: Id,
    /// Headers announced and not held.
    pub headers_missing: u64,
    /// Bodies of held headers not held.
    pub bodies_missing: u64,
    /// True once another notebook goes on from it, or it has forked.
    pub closed: bool,
}

/// What restores have lost of a notebook for good: its phone had purged it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotebookLosses {
    /// The notebook.
    pub notebook: Id,
    /// Whose.
    pub officer: Id,
    /// Entries of which not even the header is left.
    pub entries: SeqSet,
    /// Bodies of entries whose header is held.
    pub bodies: u64,
}

/// What an authority's register is folded from.
#[derive(Debug, Clone)]
pub struct RegisterFacts {
    /// What notebooks tell of notices, each in its own order.
    pub told: Vec<NoticeTold>,
    /// What the register keeps of each numbered notice, whatever has become of its body.
    pub kept: Vec<Kept>,
    /// The authority's own journal, as far as this version understands it.
    pub journal: Vec<ServerBody>,
    /// Blocks of numbers and what is known of them; the server's own are held by the authority's server journal.
    pub accounts: Vec<BlockAccount>,
    /// Those of this authority's paper that other authorities' notebooks hold.
    pub lent: Vec<BlockAccount>,
    /// Numbers of this authority's notebooks that stand in another's register, because it is their paper.
    pub elsewhere: BTreeMap<NoticeNumber, AuthorityName>,
    /// Notebooks of other authorities that gave paper of this one, and whose they are.
    pub guests: BTreeMap<Id, AuthorityName>,
    /// The authority's server journal.
    pub own: Id,
    /// How much there was of all this.
    pub mark: RegisterMark,
    /// Entries the journals had that it is told from.
    pub read_to: u64,
}

/// An authority as people name it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct AuthorityName {
    /// Its code: the first part of the numbers on its paper.
    pub code: String,
    /// Its name.
    pub name: String,
}

impl fmt::Display for AuthorityName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.name, self.code)
    }
}

/// How much there is to fold a register from: equal only if nothing has come since.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RegisterMark {
    /// Bodies of notices, of forks' further branches, too.
    pub bodies: u64,
    /// Notices' entries whose body has not come, or is gone.
    pub lacking: u64,
    /// Entries of the authority's own journal, and of those that tell of its paper.
    pub journal: u64,
}

/// What was decided from the register as it stood.
#[derive(Debug, Clone)]
pub struct Decided {
    /// Entries the journals had then that it was decided from.
    pub read_to: u64,
    /// How much there was to decide from, if nothing at all may have come since.
    pub mark: Option<RegisterMark>,
    /// The record each is about, and what is written.
    pub entries: Vec<(Id, ServerBody)>,
    /// What the access log says of it.
    pub what: String,
    /// Why.
    pub reason: Option<String>,
}

/// How much room there is to write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Room {
    /// The room kept back for a full disk is in use: free some space soon.
    pub reserve_used: bool,
    /// The last thing to be written did not fit: phones are asked to come again.
    pub disk_full: bool,
}

/// Which rows of the access log: dated in the period, after a row that was read already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AccessQuery {
    /// When, server time.
    pub period: Interval,
    /// The last row read; 0 at the beginning.
    pub after: u64,
    /// Rows at most.
    pub at_most: usize,
}

/// Who saw what for which purpose. Officers are named by their ids only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AccessRow {
    /// Ascending in the order of reading.
    pub number: u64,
    /// When, server time, UTC milliseconds.
    pub at: i64,
    /// `administrator`, `server`, or `officer` and an id.
    pub who: String,
    /// What for.
    pub purpose: String,
    /// What was seen or handed out.
    pub what: String,
    /// Why, where a reason is asked for.
    pub reason: Option<String>,
}
