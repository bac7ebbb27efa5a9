//! What goes in and out of the store.

use beatbook_domain::records::journal::Genesis;
use beatbook_protocol::chain::SignedHead;
use beatbook_protocol::entry::Salt;
use beatbook_protocol::hash::Hash;
use beatbook_protocol::id::Id;
use beatbook_protocol::receipt::{KeyHandover, Receipt};
use beatbook_protocol::sign::PublicKey;
use beatbook_protocol::sync::{Change, EntryResult};

use crate::cursor::Position;
use crate::ingest::SentHeader;
use crate::ingest::plan::Finding;

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

/// What became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Enrolled {
    /// The notebook is enrolled, now or before by this very request.
    Done {
        /// What is held, to be signed.
        receipt: Receipt,
        /// The authority's short code.
        authority_code: String,
        /// The officer's public id.
        officer_code: String,
    },
    /// The code is unknown, used by another notebook, expired, or of another officer than genesis says.
    CodeInvalid,
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
    /// True if the position asked for was not one of ours: everything pulled so far is void.
    pub reset: bool,
    /// True if more is waiting.
    pub more: bool,
    /// The last entry among the changes, signed.
    pub journal: Option<SignedHead>,
}
