//! The server's own journal: the pen that writes its entries, one chain per authority.
//!
//! Same format as a notebook's, signed by the server's receipt key; the store calls the pen inside the
//! transaction that makes the act itself, so act and entry are one.

use std::sync::{Arc, PoisonError, RwLock};

use beatbook_domain::records::server::ServerBody;
use beatbook_protocol::chain::{ChainPoint, SignedHead};
use beatbook_protocol::entry::{BootId, Header, Salt, body_hash, coarse, header_hash};
use beatbook_protocol::hash::Hash;
use beatbook_protocol::id::Id;
use beatbook_protocol::receipt::{Receipt, SignedReceipt};
use beatbook_protocol::sign::{PublicKey, Signature, SigningKey};

use crate::clock::Clock;
use crate::error::Fault;
use crate::random;

/// Writes entries of the server's journals.
#[derive(Debug)]
pub struct Pen {
    key: RwLock<Arc<SigningKey>>,
    clock: Clock,
    boot: BootId,
}

/// The authority's chain an entry goes on from.
#[derive(Debug, Clone, Copy)]
pub struct JournalEnd {
    /// The tenant.
    pub authority: Id,
    /// The journal's id, in the place of a notebook's.
    pub journal: Id,
    /// The last entry; absent before the first.
    pub head: Option<ChainPoint>,
}

/// An entry ready to be stored.
#[derive(Debug)]
pub struct PennedEntry {
    /// Header bytes.
    pub header: Vec<u8>,
    /// Salt of the body.
    pub salt: Salt,
    /// Body bytes.
    pub body: Vec<u8>,
    /// The new end of the chain, signed.
    pub signed: SignedHead,
}

impl Pen {
    /// A pen for this run of the server.
    ///
    /// # Errors
    /// [`Fault::Randomness`].
    pub fn new(key: SigningKey, clock: Clock) -> Result<Self, Fault> {
        Ok(Self {
            key: RwLock::new(Arc::new(key)),
            clock,
            boot: BootId(u64::from_be_bytes(random::bytes()?)),
        })
    }

    /// The clock entries are dated by.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Which run of the server this is.
    #[must_use]
    pub fn boot(&self) -> BootId {
        self.boot
    }

    /// The key others verify with.
    #[must_use]
    pub fn public_key(&self) -> PublicKey {
        self.key().public()
    }

    fn key(&self) -> Arc<SigningKey> {
        Arc::clone(&self.key.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Signs receipts with another key from now on; phones must be able to learn of it already.
    pub fn take_up(&self, key: SigningKey) {
        *self.key.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(key);
    }

    /// Signs a receipt. To be called after the commit it speaks of.
    ///
    /// # Errors
    /// [`Fault::Format`].
    pub fn sign_receipt(&self, receipt: &Receipt) -> Result<SignedReceipt, Fault> {
        SignedReceipt::sign(receipt, &self.key()).map_err(|_| Fault::Format { what: "a receipt" })
    }

    /// Signs something else of the server's for a purpose of its own.
    #[must_use]
    pub fn sign(&self, purpose: &str, bytes: &[u8]) -> Signature {
        self.key().sign(purpose, bytes)
    }

    /// Writes the next entry; `record` is what it is about, `key` the one in force within the transaction. A body of
    /// welfare purpose gets a coarse header; the id of its record must tell no more than the hour.
    ///
    /// # Errors
    /// [`Fault::Format`] if the body is too large or such an id tells more, [`Fault::Randomness`].
    pub fn write(
        &self,
        end: &JournalEnd,
        key: &SigningKey,
        record: Id,
        body: &ServerBody,
    ) -> Result<PennedEntry, Fault> {
        if body.is_coarse() && !tells_no_more_than_the_hour(record) {
            return Err(Fault::Format { what: "a welfare entry whose id tells more than the hour" });
        }
        let bytes =
            body.to_bytes().map_err(|_| Fault::Format { what: "an entry of the server's journal" })?;
        let salt = Salt(random::bytes()?);
        let header = Header {
            v: 1,
            authority: end.authority,
            notebook: end.journal,
            seq: end.head.map_or(0, |head| head.seq + 1),
            kind: body.kind().to_owned(),
            schema: body.schema(),
            record,
            wall: self.clock.now(),
            offset: 0,
            mono: self.clock.mono(),
            boot: self.boot,
            prev: end.head.map_or(Hash::ZERO, |head| head.hash),
            body: body_hash(&salt, &bytes),
            len: u32::try_from(bytes.len()).unwrap_or(u32::MAX),
        };
        let seq = header.seq;
        let header = if body.is_coarse() { coarse(header) } else { header };
        let header =
            header.to_bytes().map_err(|_| Fault::Format { what: "an entry of the server's journal" })?;
        let point = ChainPoint { seq, hash: header_hash(&header) };
        Ok(PennedEntry { header, salt, body: bytes, signed: SignedHead::sign(end.journal, point, key) })
    }
}

/// Whether the time in an id, if there is one, is a whole hour.
fn tells_no_more_than_the_hour(id: Id) -> bool {
    const HOUR_MS: u64 = 3_600_000;
    let bytes = id.as_bytes();
    let time = bytes.iter().take(6).fold(0_u64, |time, byte| time << 8 | u64::from(*byte));
    let is_dated = bytes.get(6).is_some_and(|version| version >> 4 == 7);
    !is_dated || time % HOUR_MS == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_of_an_hour_and_one_without_a_time_tell_no_minute() {
        assert!(tells_no_more_than_the_hour(Id::v7(1_757_498_400_000, [7; 10])));
        assert!(!tells_no_more_than_the_hour(Id::v7(1_757_498_400_001, [7; 10])));
        assert!(!tells_no_more_than_the_hour(Id::v7(1_757_498_460_000, [7; 10])));
        assert!(tells_no_more_than_the_hour("f47ac10b-58cc-4372-a567-0e02b2c3d479".parse().unwrap()));
    }
}
