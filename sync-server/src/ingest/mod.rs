//! Taking a notebook's headers and bodies in: first checked by themselves, then planned against what is held.
//!
//! [`check`] does all the hashing and verifying before any transaction begins; [`plan`] is a pure function
//! from what is held and what was sent to what is to be written, the same for every store.

pub mod check;
pub mod plan;

use beatbook_protocol::chain::{ChainPoint, SignedHead};
use beatbook_protocol::entry::{Header, Salt};
use beatbook_protocol::hash::Hash;
use beatbook_protocol::receipt::{KeyHandover, Receipt, SignedReceipt};
use beatbook_protocol::sync::EntryResult;

use crate::cursor::Position;

/// A header that is sound by itself and follows the one sent before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentHeader {
    /// What it says.
    pub header: Header,
    /// Its bytes, as its writer made them.
    pub bytes: Vec<u8>,
    /// Their hash.
    pub hash: Hash,
}

/// A body offered for an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentBody {
    /// Which entry.
    pub seq: u64,
    /// What is offered.
    pub body: OfferedBody,
}

/// What is offered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OfferedBody {
    /// The body itself.
    Present {
        /// Its salt.
        salt: Salt,
        /// Its bytes.
        bytes: Vec<u8>,
        /// The salted hash of both, to be compared with the header's.
        hash: Hash,
    },
    /// It was erased by a later entry.
    Erased {
        /// Which.
        by: u64,
    },
    /// It is gone after its keeping time.
    Purged,
    /// Larger than the limit.
    TooLarge,
}

/// Where a phone's journal begins, with the receipt of ours it was purged under: checked, and reaching at least
/// that far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Purged {
    /// The last entry the phone has purged.
    pub point: ChainPoint,
    /// The end of the chain the receipt speaks of.
    pub proven: ChainPoint,
    /// The generation it was given in.
    pub generation: u64,
    /// The receipt as it was signed.
    pub receipt: SignedReceipt,
    /// Handovers the phone shows because the receipt's key is one that a restore took away; empty if it is known.
    pub keys: Vec<KeyHandover>,
}

/// A request, checked by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// The newest receipt of ours the phone holds; one that is not ours counts as none.
    pub receipt: Option<Receipt>,
    /// The phone shows a receipt that is not ours: by a key that a restore took away, perhaps.
    pub unknown_receipt: bool,
    /// What the phone has purged before the first header it sends; none if the receipt for it is not ours.
    pub purged: Option<Purged>,
    /// Where its reading stands; a stranger's cursor counts as none.
    pub reading: Option<Position>,
    /// Headers in order without holes.
    pub headers: Vec<SentHeader>,
    /// The last of them, signed by the notebook; verified.
    pub head: Option<SignedHead>,
    /// Bodies as offered.
    pub bodies: Vec<SentBody>,
    /// The last entry of the phone's journal, sent or not.
    pub journal_head: u64,
    /// Headers that are no headers of ours: answered, not planned.
    pub refused: Vec<EntryResult>,
}
