//! The hash chain of a journal: each header points back to the one before, and the writer signs its head.

use minicbor::{Decode, Encode};
use thiserror::Error;

use crate::entry::{EntryError, Header, header_hash};
use crate::hash::Hash;
use crate::id::Id;
use crate::sign::{PublicKey, Signature, SignatureError, SigningKey};

const HEAD_PURPOSE: &str = "beatbook-head-1";

/// A place in a journal: a sequence number and the hash of the header there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Encode, Decode)]
#[cbor(array)]
pub struct ChainPoint {
    /// Sequence number.
    #[n(0)]
    pub seq: u64,
    /// Hash of that header.
    #[n(1)]
    pub hash: Hash,
}

/// Why a header is not the next of a journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ChainError {
    /// The header itself is not one of ours.
    #[error(transparent)]
    Entry(#[from] EntryError),
    /// Another sequence number was due.
    #[error("entry {found} came where {expected} was due")]
    NotNext {
        /// The number that was due.
        expected: u64,
        /// The number that came.
        found: u64,
    },
    /// The header points back to another one than the last.
    #[error("entry {seq} does not follow from the entry before it")]
    BrokenLink {
        /// Which entry.
        seq: u64,
    },
    /// The header belongs to another notebook or authority.
    #[error("entry {seq} belongs to another journal")]
    OtherJournal {
        /// Which entry.
        seq: u64,
    },
}

/// Walks a journal forwards and tells the first entry that does not belong.
#[derive(Debug, Clone)]
pub struct ChainWalk {
    authority: Id,
    notebook: Id,
    head: Option<ChainPoint>,
}

impl ChainWalk {
    /// Begins before genesis.
    #[must_use]
    pub fn from_genesis(authority: Id, notebook: Id) -> Self {
        Self { authority, notebook, head: None }
    }

    /// Begins after a point already known.
    #[must_use]
    pub fn after(authority: Id, notebook: Id, head: ChainPoint) -> Self {
        Self { authority, notebook, head: Some(head) }
    }

    /// The last point reached; absent before genesis.
    #[must_use]
    pub fn head(&self) -> Option<ChainPoint> {
        self.head
    }

    /// Takes the next header's bytes; on an error the walk stays where it was.
    ///
    /// # Errors
    /// A [`ChainError`] naming the entry.
    pub fn step(&mut self, bytes: &[u8]) -> Result<Header, ChainError> {
        let header = Header::parse(bytes)?;
        let seq = header.seq;
        let expected = self.head.map_or(0, |head| head.seq + 1);
        if header.authority != self.authority || header.notebook != self.notebook {
            return Err(ChainError::OtherJournal { seq });
        }
        if seq != expected {
            return Err(ChainError::NotNext { expected, found: seq });
        }
        if header.prev != self.head.map_or(Hash::ZERO, |head| head.hash) {
            return Err(ChainError::BrokenLink { seq });
        }
        self.head = Some(ChainPoint { seq, hash: header_hash(bytes) });
        Ok(header)
    }
}

/// A journal's head with its writer's signature over
/// 'beatbook-head-1' ‖ notebook (16 bytes) ‖ seq (8 bytes, big-endian) ‖ hash (32 bytes).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct SignedHead {
    /// The journal.
    #[n(0)]
    pub notebook: Id,
    /// Its head.
    #[n(1)]
    pub point: ChainPoint,
    /// The writer's signature.
    #[n(2)]
    pub signature: Signature,
}

impl SignedHead {
    /// Signs a head.
    #[must_use]
    pub fn sign(notebook: Id, point: ChainPoint, key: &SigningKey) -> Self {
        Self { notebook, point, signature: key.sign(HEAD_PURPOSE, &head_bytes(notebook, point)) }
    }

    /// Checks the signature.
    ///
    /// # Errors
    /// [`SignatureError`].
    pub fn verify(&self, key: &PublicKey) -> Result<(), SignatureError> {
        key.verify(HEAD_PURPOSE, &head_bytes(self.notebook, self.point), &self.signature)
    }
}

fn head_bytes(notebook: Id, point: ChainPoint) -> Vec<u8> {
    [&notebook.as_bytes()[..], &point.seq.to_be_bytes(), point.hash.as_bytes()].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entry::{BootId, Salt, body_hash};

    fn journal(length: u64) -> Vec<Vec<u8>> {
        let mut prev = Hash::ZERO;
        (0..length)
            .map(|seq| {
                let header = Header {
                    v: 1,
                    authority: Id::from_bytes([1; 16]),
                    notebook: Id::from_bytes([2; 16]),
                    seq,
                    kind: "note".to_owned(),
                    schema: 1,
                    record: Id::from_bytes([3; 16]),
                    wall: 1_757_181_600_000,
                    offset: 60,
                    mono: 0,
                    boot: BootId(1),
                    prev,
                    body: body_hash(&Salt([0; 32]), b"{}"),
                    len: 2,
                };
                let bytes = header.to_bytes().unwrap();
                prev = header_hash(&bytes);
                bytes
            })
            .collect()
    }

    fn walk() -> ChainWalk {
        ChainWalk::from_genesis(Id::from_bytes([1; 16]), Id::from_bytes([2; 16]))
    }

    #[test]
    fn an_untouched_journal_walks_to_its_head() {
        let mut walk = walk();
        for header in journal(5) {
            walk.step(&header).unwrap();
        }
        assert_eq!(walk.head().unwrap().seq, 4);
    }

    #[test]
    fn one_changed_byte_names_the_entry() {
        let mut headers = journal(5);
        let text = String::from_utf8(headers[2].clone()).unwrap();
        headers[2] = text.replace("1757181600000", "1757181600001").into_bytes();
        let mut walk = walk();
        let results: Vec<_> = headers.iter().map(|h| walk.step(h).err()).collect();
        // The changed entry itself still links back; the one after it no longer follows.
        assert_eq!(results[3], Some(ChainError::BrokenLink { seq: 3 }));
    }

    #[test]
    fn holes_repeats_and_strangers_are_told_apart() {
        let headers = journal(3);
        let mut walk = walk();
        walk.step(&headers[0]).unwrap();
        assert_eq!(walk.step(&headers[2]), Err(ChainError::NotNext { expected: 1, found: 2 }));
        assert_eq!(walk.step(&headers[0]), Err(ChainError::NotNext { expected: 1, found: 0 }));
        let mut other = ChainWalk::from_genesis(Id::from_bytes([9; 16]), Id::from_bytes([2; 16]));
        assert_eq!(other.step(&headers[0]), Err(ChainError::OtherJournal { seq: 0 }));
        walk.step(&headers[1]).unwrap();
        walk.step(&headers[2]).unwrap();
    }

    #[test]
    fn a_signed_head_belongs_to_one_notebook_and_place() {
        let key = SigningKey::from_seed(&[5; 32]);
        let point = ChainPoint { seq: 4, hash: Hash::of(&[b"x"]) };
        let head = SignedHead::sign(Id::from_bytes([2; 16]), point, &key);
        assert!(head.verify(&key.public()).is_ok());
        let moved = SignedHead { point: ChainPoint { seq: 5, ..point }, ..head };
        assert!(moved.verify(&key.public()).is_err());
        let other = SignedHead { notebook: Id::from_bytes([3; 16]), ..head };
        assert!(other.verify(&key.public()).is_err());
    }
}
