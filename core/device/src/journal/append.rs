//! Appending: the only place where headers are made.
//! It touches four b-trees at most: the entry, its place in the outbox, and its projection with one index, or with what
//! is spent or settled by it.

use beatbook_domain::records::body::EntryBody;
use beatbook_protocol::chain::ChainPoint;
use beatbook_protocol::entry::{Header, Salt, body_hash, coarse, header_hash};
use beatbook_protocol::hash::Hash;
use beatbook_protocol::id::Id;
use beatbook_store::{WriteTransaction, params};

use super::projection;
use crate::error::DeviceError;
use crate::local::Identity;
use crate::platform::{Now, Platform, random};

/// Where the journal ends: what the next entry follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Head(pub(crate) Option<ChainPoint>);

impl Head {
    pub(crate) fn next(self) -> u64 {
        self.0.map_or(0, |point| point.seq + 1)
    }

    fn prev(self) -> Hash {
        self.0.map_or(Hash::ZERO, |point| point.hash)
    }
}

/// The journal during one write transaction. Its head counts only once the transaction is committed.
pub(crate) struct Journal<'a> {
    pub(crate) tx: &'a WriteTransaction<'a>,
    pub(crate) identity: &'a Identity,
    pub(crate) platform: &'a dyn Platform,
    pub(crate) now: Now,
    pub(crate) head: Head,
}

impl Journal<'_> {
    /// Writes the next entry with its projection; answers its number.
    ///
    /// `welfare`: the header shows one coarse kind and the time to the hour (the body says all).
    pub(crate) fn append(&mut self, record: Id, body: &EntryBody, welfare: bool) -> Result<u64, DeviceError> {
        let bytes = if welfare { body.to_coarse_bytes()? } else { body.to_bytes()? };
        let salt = Salt(random(self.platform)?);
        let seq = self.head.next();
        let header = Header {
            v: 1,
            authority: self.identity.authority,
            notebook: self.identity.notebook,
            seq,
            kind: body.kind().to_owned(),
            schema: body.schema(),
            record,
            wall: self.now.wall,
            offset: self.now.offset,
            mono: self.now.mono,
            boot: self.now.boot,
            prev: self.head.prev(),
            body: body_hash(&salt, &bytes),
            len: u32::try_from(bytes.len()).map_err(|_| DeviceError::Bug("body length"))?,
        };
        let header = if welfare { coarse(header) } else { header }.to_bytes()?;
        self.tx.execute(
            "INSERT INTO entry (seq, header, salt, body) VALUES (?1, ?2, ?3, ?4)",
            params![seq.cast_signed(), header, salt.0, bytes],
        )?;
        self.tx.execute(
            "INSERT INTO outbox (priority, seq) VALUES (?1, ?2)",
            params![priority(body, welfare), seq.cast_signed()],
        )?;
        projection::project(self.tx, self.identity.officer, seq, record, body)?;
        self.head = Head(Some(ChainPoint { seq, hash: header_hash(&header) }));
        Ok(seq)
    }
}

/// The id of a record created now; for welfare purposes the time in it is cut to the hour as the header's is.
pub(crate) fn record_id(platform: &dyn Platform, now: &Now, welfare: bool) -> Result<Id, DeviceError> {
    const HOUR_MS: i64 = 3_600_000;
    let wall = if welfare { now.wall.div_euclid(HOUR_MS) * HOUR_MS } else { now.wall };
    Ok(Id::v7(u64::try_from(wall).unwrap_or(0), random(platform)?))
}

/// Order of leaving the phone: welfare, lone workers, notices and their numbers, then what patrols and notes say, then tracks.
pub(crate) fn priority(body: &EntryBody, welfare: bool) -> u8 {
    match body {
        EntryBody::TrackChunk(_) | EntryBody::PatrolSummary(_) => 2,
        EntryBody::Genesis(_) | EntryBody::Notice(_) | EntryBody::Numbers(_) | EntryBody::Alone(_) => 0,
        EntryBody::Looked(_) => 1,
        _ if welfare => 0,
        _ => 1,
    }
}
