//! Entries about the notebook itself and its free notes.

use beatbook_protocol::chain::ChainPoint;
use beatbook_protocol::entry::BootId;
use beatbook_protocol::hash::Hash;
use beatbook_protocol::id::Id;
use beatbook_protocol::sign::PublicKey;
use serde::{Deserialize, Serialize};

/// An instant as a phone saw it, by both clocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Moment {
    /// Wall clock, UTC milliseconds. It may be wrong.
    pub wall: i64,
    /// Monotonic clock since the phone's start, milliseconds, sleep included.
    pub mono: i64,
    /// Which start of the phone.
    pub boot: BootId,
}

/// Where the notebook went on from: a restored, copied or set-aside one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Continues {
    /// The former notebook.
    pub notebook: Id,
    /// The last entry it is known to have.
    pub seq: u64,
    /// Hash of that entry.
    pub hash: Hash,
}

impl Continues {
    /// The former notebook's last known place.
    #[must_use]
    pub fn point(&self) -> ChainPoint {
        ChainPoint { seq: self.seq, hash: self.hash }
    }
}

/// Entry 0: whose notebook this is and which key signs it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Genesis {
    /// The tenant.
    pub authority: Id,
    /// The officer.
    pub officer: Id,
    /// The phone.
    pub installation: Id,
    /// The notebook's Ed25519 key.
    pub public_key: PublicKey,
    /// The server it was enrolled at.
    pub server: Id,
    /// The notebook it goes on from.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub continues: Option<Continues>,
}

/// Fact, opinion or hearsay (DPA 2018 s38(1)).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// Seen or done by the officer.
    Fact,
    /// What the officer thinks.
    Opinion,
    /// What someone told the officer.
    Hearsay,
}

/// A pocket-book note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// When it was written.
    pub at: Moment,
    /// The patrol it belongs to, if any.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub patrol: Option<Id>,
    /// What the officer writes; at most 20,000 characters.
    pub text: String,
    /// On what it rests.
    pub basis: Basis,
}

/// The body of another entry is to be forgotten; the chain keeps its header.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Erasure {
    /// The entry whose body goes.
    pub entry: u64,
    /// Why: a code of the authority's list, never free text with personal data.
    pub reason: String,
}
