//! One round trip between phone and server: headers and bodies up, receipt and changes down.
//!
//! `POST /v1/sync` with [`SyncRequest`]; every answer is a [`SyncAnswer`], errors included. Headers go in
//! order without holes; bodies go by urgency. `docs/sync-protocol.md` tells the whole story.

use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};

use crate::chain::{ChainPoint, SignedHead};
use crate::entry::Salt;
use crate::hash::Hash;
use crate::id::Id;
use crate::limits::{BODY_MAX, CURSOR_MAX, ENTRIES_PER_REQUEST_MAX, HEADER_MAX, NUMBER_MAX};
use crate::receipt::{KeyHandover, SignedReceipt};

/// The path of the sync exchange.
pub const SYNC_PATH: &str = "/v1/sync";
/// The path of the enrolment exchange.
pub const ENROL_PATH: &str = "/v1/enrol";
/// The path on which a successor notebook is announced.
pub const SUCCEED_PATH: &str = "/v1/succeed";

/// A body as it stands on the phone or the server. All three are valid on the wire.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub enum Body {
    /// Here it is.
    #[n(0)]
    Present {
        /// Its salt.
        #[n(0)]
        salt: Salt,
        /// Its bytes.
        #[n(1)]
        bytes: ByteVec,
    },
    /// Erased by a later entry of the journal.
    #[n(1)]
    Erased {
        /// That entry's number.
        #[n(0)]
        by: u64,
    },
    /// Gone after its keeping time; a receipt covered it.
    #[n(2)]
    Purged,
}

/// A body offered for its header.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct BodyOffer {
    /// Which entry.
    #[n(0)]
    pub seq: u64,
    /// The body.
    #[n(1)]
    pub body: Body,
}

/// Where a reader of the server's journal is: opaque to the phone, at most 64 bytes.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Encode, Decode)]
#[cbor(transparent)]
pub struct Cursor(#[n(0)] pub ByteVec);

/// Where a phone's journal begins now, after it has purged what came before.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Checkpoint {
    /// The last entry that was purged.
    #[n(0)]
    pub point: ChainPoint,
    /// The receipt under which it was: this server once held the chain up to here, and beyond.
    #[n(1)]
    pub receipt: SignedReceipt,
    /// How the server's keys were handed over, oldest first, at most 64; absent if they never were. A backup may be
    /// older than the key that signed the receipt.
    #[n(2)]
    pub keys: Option<Vec<KeyHandover>>,
}

/// What a phone sends.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct SyncRequest {
    /// Protocol versions the phone speaks.
    #[n(0)]
    pub versions: Vec<u16>,
    /// The notebook.
    #[n(1)]
    pub notebook: Id,
    /// The newest receipt the phone holds.
    #[n(2)]
    pub receipt: Option<SignedReceipt>,
    /// Where the phone's reading stands; absent at the beginning.
    #[n(3)]
    pub cursor: Option<Cursor>,
    /// Header bytes in order of seq, without holes.
    #[n(4)]
    pub headers: Vec<ByteVec>,
    /// Bodies, most urgent first.
    #[n(5)]
    pub bodies: Vec<BodyOffer>,
    /// The head of the headers sent, signed; present whenever there are headers.
    #[n(6)]
    pub head: Option<SignedHead>,
    /// The last entry of the phone's journal, sent or not: what is still to come.
    #[n(7)]
    pub journal_head: u64,
    /// Present if the first header sent follows entries that the server lacks and the phone has purged.
    #[n(8)]
    pub checkpoint: Option<Checkpoint>,
}

/// What became of one header or body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum Outcome {
    /// Durably held.
    #[n(0)]
    Held,
    /// Was held before, byte for byte the same.
    #[n(1)]
    Duplicate,
    /// Another header holds this number: the notebook was restored or copied.
    #[n(2)]
    Fork,
    /// Larger than the limits; held on the phone, exportable.
    #[n(3)]
    TooLarge,
    /// Cannot be taken as it is: malformed, or its header is not known. Held on the phone, exportable.
    #[n(4)]
    Refused,
}

/// The answer for one header or body.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct EntryResult {
    /// Which entry.
    #[n(0)]
    pub seq: u64,
    /// True for its body, false for its header.
    #[n(1)]
    pub body: bool,
    /// What became of it.
    #[n(2)]
    pub outcome: Outcome,
    /// Held, but not applied to a record, and why: a stable code. The server applies it itself when the
    /// cause goes away.
    #[n(3)]
    pub rejected: Option<String>,
}

/// One thing pulled from the server.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub enum Change {
    /// An entry of the server's journal.
    #[n(0)]
    Entry {
        /// Its header bytes.
        #[n(0)]
        header: ByteVec,
        /// Its body.
        #[n(1)]
        body: Body,
    },
    /// A briefing object, named by the hash of its bytes.
    #[n(1)]
    Object {
        /// SHA-256 of the bytes.
        #[n(0)]
        hash: Hash,
        /// The bytes.
        #[n(1)]
        bytes: ByteVec,
    },
}

/// Anything the server found out about the pair of us.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub enum Verdict {
    /// All is well.
    #[n(0)]
    Ok,
    /// The server was restored and holds less than it once signed for: offer again from this receipt on.
    #[n(1)]
    Rebase {
        /// What it does hold; absent if it holds nothing of this notebook but its genesis.
        #[n(0)]
        held: Option<SignedReceipt>,
    },
    /// The phone was restored or copied: this notebook is closed, a successor must begin.
    #[n(2)]
    Retire {
        /// First entry number on which the two branches differ.
        #[n(0)]
        fork: u64,
    },
}

/// What a server answers when it took the request.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct SyncResponse {
    /// The version both speak.
    #[n(0)]
    pub version: u16,
    /// What the server found out.
    #[n(1)]
    pub verdict: Verdict,
    /// One for each header and body sent.
    #[n(2)]
    pub results: Vec<EntryResult>,
    /// After the commit.
    #[n(3)]
    pub receipt: Option<SignedReceipt>,
    /// The server's journal and briefing objects after the cursor.
    #[n(4)]
    pub changes: Vec<Change>,
    /// Where reading stands now.
    #[n(5)]
    pub cursor: Option<Cursor>,
    /// Forget everything pulled and begin again from `cursor`; no error.
    #[n(6)]
    pub reset: bool,
    /// More changes are waiting: ask again at once.
    #[n(7)]
    pub more: bool,
    /// The server's clock, UTC milliseconds.
    #[n(8)]
    pub server_time: i64,
    /// Come again no sooner than after this many milliseconds.
    #[n(9)]
    pub retry_after: Option<u32>,
    /// Receipt keys since enrolment, each signed by the one before.
    #[n(10)]
    pub receipt_keys: Vec<KeyHandover>,
    /// The last entry of the server's journal that `changes` brings, signed with its receipt key; absent if it
    /// brings none.
    #[n(11)]
    pub journal: Option<SignedHead>,
}

/// A refusal of the whole request, with a stable code. Nothing on the phone is discarded because of it.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Problem {
    /// What is wrong.
    #[n(0)]
    pub code: ProblemCode,
    /// Come again no sooner than after this many milliseconds.
    #[n(1)]
    pub retry_after: Option<u32>,
    /// The server's clock, UTC milliseconds.
    #[n(2)]
    pub server_time: i64,
}

/// Stable codes of refusals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Encode, Decode)]
#[cbor(index_only)]
pub enum ProblemCode {
    /// No protocol version in common: update the app; recording and export go on.
    #[n(0)]
    UpgradeRequired,
    /// The token is not one of an enrolled notebook.
    #[n(1)]
    Unauthorised,
    /// The notebook was revoked.
    #[n(2)]
    Revoked,
    /// The message is larger than the limits.
    #[n(3)]
    TooLarge,
    /// The message is not one of ours.
    #[n(4)]
    Malformed,
    /// The server is busy or going down: try later.
    #[n(5)]
    Busy,
    /// The enrolment code is unknown, used or expired: ask for a new one.
    #[n(6)]
    CodeInvalid,
    /// Something failed on the server: try later.
    #[n(7)]
    Internal,
    /// The period is empty, longer than is told, or outside the calendar.
    #[n(8)]
    Period,
    /// No zone has this code in the period.
    #[n(9)]
    UnknownZone,
    /// Another notebook goes on from this one, or it has forked: ask from the one that is written now.
    #[n(10)]
    NotebookClosed,
}

/// Every answer to `POST /v1/sync`.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub enum SyncAnswer {
    /// Taken.
    #[n(0)]
    Taken(#[n(0)] Box<SyncResponse>),
    /// Refused as a whole.
    #[n(1)]
    Refused(#[n(0)] Problem),
}

/// Every answer to `POST /v1/enrol` and `POST /v1/succeed`.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub enum EnrolAnswer {
    /// Enrolled.
    #[n(0)]
    Enrolled(#[n(0)] Box<crate::enrol::EnrolResponse>),
    /// Refused.
    #[n(1)]
    Refused(#[n(0)] Problem),
}

impl SyncRequest {
    /// The first rule of the limits a request breaks, if any. Sizes of single entries are answered one by
    /// one and do not refuse the request.
    ///
    /// # Errors
    /// [`ProblemCode::TooLarge`] or [`ProblemCode::Malformed`].
    pub fn check(&self) -> Result<(), ProblemCode> {
        if self.headers.len() > ENTRIES_PER_REQUEST_MAX || self.bodies.len() > ENTRIES_PER_REQUEST_MAX {
            return Err(ProblemCode::TooLarge);
        }
        let number = NUMBER_MAX.unsigned_abs();
        let cursor_ok = self.cursor.as_ref().is_none_or(|cursor| cursor.0.len() <= CURSOR_MAX);
        let head_ok = self.headers.is_empty() || self.head.is_some();
        let numbers_ok = self.journal_head <= number && self.bodies.iter().all(|offer| offer.seq <= number);
        if cursor_ok && head_ok && numbers_ok { Ok(()) } else { Err(ProblemCode::Malformed) }
    }
}

/// Whether a header's bytes are within the limit.
#[must_use]
pub fn header_fits(header: &[u8]) -> bool {
    header.len() <= HEADER_MAX
}

/// Whether a body is within the limit.
#[must_use]
pub fn body_fits(body: &Body) -> bool {
    match body {
        Body::Present { bytes, .. } => bytes.len() <= BODY_MAX,
        Body::Erased { .. } | Body::Purged => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(headers: usize, bodies: usize) -> SyncRequest {
        SyncRequest {
            versions: vec![1],
            notebook: Id::from_bytes([1; 16]),
            receipt: None,
            cursor: None,
            headers: vec![ByteVec::from(vec![0]); headers],
            bodies: vec![BodyOffer { seq: 0, body: Body::Purged }; bodies],
            head: Some(SignedHead {
                notebook: Id::from_bytes([1; 16]),
                point: ChainPoint { seq: 0, hash: Hash::ZERO },
                signature: crate::sign::Signature::from_bytes([0; 64]),
            }),
            journal_head: 0,
            checkpoint: None,
        }
    }

    #[test]
    fn the_edges_of_the_limits() {
        assert_eq!(request(1_024, 1_024).check(), Ok(()));
        assert_eq!(request(1_025, 0).check(), Err(ProblemCode::TooLarge));
        assert_eq!(request(0, 1_025).check(), Err(ProblemCode::TooLarge));
        let cursor = |length| SyncRequest { cursor: Some(Cursor(vec![0; length].into())), ..request(0, 0) };
        assert_eq!(cursor(64).check(), Ok(()));
        assert_eq!(cursor(65).check(), Err(ProblemCode::Malformed));
        let absurd = SyncRequest { journal_head: u64::MAX, ..request(0, 0) };
        assert_eq!(absurd.check(), Err(ProblemCode::Malformed));
        let unsigned = SyncRequest { head: None, ..request(1, 0) };
        assert_eq!(unsigned.check(), Err(ProblemCode::Malformed));
        assert!(header_fits(&[0; HEADER_MAX]) && !header_fits(&[0; HEADER_MAX + 1]));
        let body = |length| Body::Present { salt: Salt([0; 32]), bytes: vec![0; length].into() };
        assert!(body_fits(&body(BODY_MAX)) && !body_fits(&body(BODY_MAX + 1)));
    }
}
