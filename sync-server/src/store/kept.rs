//! Journals as they are kept, for checking them.

use beatbook_protocol::chain::SignedHead;
use beatbook_protocol::entry::Salt;
use beatbook_protocol::hash::Hash;
use beatbook_protocol::id::Id;
use beatbook_protocol::ranges::SeqSet;
use beatbook_protocol::sign::{PublicKey, Signature};

use crate::ingest::plan::Loss;

/// A journal kept here, for checking it.
#[derive(Debug, Clone)]
pub struct JournalRef {
    /// The notebook, or the authority's own journal.
    pub id: Id,
    /// The notebook's key; absent for the server's journal, which the receipt keys sign.
    pub key: Option<PublicKey>,
    /// Its end, signed.
    pub head: SignedHead,
    /// Bodies receipts were given for; absent for the server's journal.
    pub bodies: Option<SeqSet>,
    /// Entries a restore lost for good, in order.
    pub lost: Vec<Loss>,
}

/// An entry as it is kept.
#[derive(Debug, Clone)]
pub struct StoredEntry {
    /// Header bytes.
    pub header: Vec<u8>,
    /// The body.
    pub body: StoredBody,
    /// The server's signature, on entries of its own journal.
    pub signature: Option<Signature>,
}

/// An entry of a further branch of a forked notebook, as it is kept.
#[derive(Debug, Clone)]
pub struct StoredBranchEntry {
    /// Its number.
    pub seq: u64,
    /// The hash it is kept under.
    pub hash: Hash,
    /// Itself.
    pub entry: StoredEntry,
}

/// A body as it is kept.
#[derive(Debug, Clone)]
pub enum StoredBody {
    /// Here.
    Present {
        /// Its salt.
        salt: Salt,
        /// Its bytes.
        bytes: Vec<u8>,
    },
    /// Erased by a later entry.
    Erased {
        /// Which.
        by: u64,
    },
    /// Erased by the server: by this entry of the authority's own journal.
    Forgotten {
        /// Which.
        by: u64,
    },
    /// Gone from the phone before it came.
    Purged,
    /// Not come yet.
    Missing,
}
