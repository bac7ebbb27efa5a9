//! Reading entries back, one at a time and in order.

use beatbook_domain::records::body::EntryBody;
use beatbook_protocol::chain::ChainPoint;
use beatbook_protocol::entry::{Header, Salt, header_hash};
use beatbook_protocol::hash::Hash;
use beatbook_protocol::receipt::SignedReceipt;
use beatbook_store::{ReadTransaction, Row, RowResult, StoreError, params};

use crate::error::DeviceError;
use crate::local::from_cbor;

/// A body as it stands in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum StoredBody {
    /// With its salt.
    Present(Salt, Vec<u8>),
    /// By which entry.
    Erased(u64),
    /// After its keeping time.
    Purged,
}

/// A line of the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StoredEntry {
    pub(crate) seq: u64,
    pub(crate) header: Vec<u8>,
    pub(crate) body: StoredBody,
}

impl StoredEntry {
    /// Columns `seq, header, salt, body, state, erased_by`.
    fn from_row(row: &Row<'_>) -> RowResult<Self> {
        let body = match (row.get::<_, i64>(4)?, row.get(2)?, row.get(3)?, row.get::<_, Option<i64>>(5)?) {
            (0, Some(salt), Some(bytes), _) => StoredBody::Present(Salt(salt), bytes),
            (1, _, _, Some(by)) => StoredBody::Erased(by.cast_unsigned()),
            _ => StoredBody::Purged,
        };
        Ok(Self { seq: row.get::<_, i64>(0)?.cast_unsigned(), header: row.get(1)?, body })
    }

    pub(crate) fn header(&self) -> Result<Header, DeviceError> {
        Ok(Header::parse(&self.header)?)
    }

    /// What it says, if its body is still here and of a kind this version knows.
    pub(crate) fn says(&self, header: &Header) -> Option<EntryBody> {
        match &self.body {
            StoredBody::Present(_, bytes) => EntryBody::parse(&header.kind, header.schema, bytes).ok(),
            StoredBody::Erased(_) | StoredBody::Purged => None,
        }
    }
}

/// One entry.
pub(crate) fn entry(tx: &ReadTransaction<'_>, seq: u64) -> Result<Option<StoredEntry>, DeviceError> {
    let sql = "SELECT seq, header, salt, body, state, erased_by FROM entry WHERE seq = ?1";
    Ok(tx.maybe(sql, params![seq.cast_signed()], StoredEntry::from_row)?)
}

/// Hands every entry from `first` to `last` to `act`, in order.
pub(crate) fn each_entry(
    tx: &ReadTransaction<'_>,
    first: u64,
    last: u64,
    mut act: impl FnMut(StoredEntry) -> Result<(), DeviceError>,
) -> Result<(), DeviceError> {
    let sql = "SELECT seq, header, salt, body, state, erased_by FROM entry
               WHERE seq BETWEEN ?1 AND ?2 ORDER BY seq";
    let number = |seq: u64| i64::try_from(seq).unwrap_or(i64::MAX);
    tx.each(sql, params![number(first), number(last)], |row| {
        act(StoredEntry::from_row(row).map_err(StoreError::from)?)
    })
}

/// The last entry's place; `None` before genesis.
pub(crate) fn last_point(tx: &ReadTransaction<'_>) -> Result<Option<ChainPoint>, DeviceError> {
    Ok(tx.maybe("SELECT seq, header FROM entry ORDER BY seq DESC LIMIT 1", [], point)?)
}

/// The place of one entry, also of the last one before a purged prefix.
pub(crate) fn point_at(tx: &ReadTransaction<'_>, seq: u64) -> Result<Option<ChainPoint>, DeviceError> {
    let seq = i64::try_from(seq).unwrap_or(i64::MAX);
    if let Some(found) = tx.maybe("SELECT seq, header FROM entry WHERE seq = ?1", params![seq], point)? {
        return Ok(Some(found));
    }
    Ok(tx.maybe("SELECT seq, hash FROM checkpoint WHERE seq = ?1", params![seq], |row| {
        Ok(ChainPoint { seq: row.get::<_, i64>(0)?.cast_unsigned(), hash: Hash::from_bytes(row.get(1)?) })
    })?)
}

/// Where the journal begins after a purge, and the receipt it was purged under.
pub(crate) fn checkpoint(
    tx: &ReadTransaction<'_>,
) -> Result<Option<(ChainPoint, SignedReceipt)>, DeviceError> {
    let kept = tx.maybe("SELECT seq, hash, receipt FROM checkpoint", [], |row| {
        let seq = row.get::<_, i64>(0)?.cast_unsigned();
        Ok((ChainPoint { seq, hash: Hash::from_bytes(row.get(1)?) }, row.get::<_, Vec<u8>>(2)?))
    })?;
    kept.map(|(point, receipt)| Ok((point, from_cbor(&receipt)?))).transpose()
}

fn point(row: &Row<'_>) -> RowResult<ChainPoint> {
    let header: Vec<u8> = row.get(1)?;
    Ok(ChainPoint { seq: row.get::<_, i64>(0)?.cast_unsigned(), hash: header_hash(&header) })
}
