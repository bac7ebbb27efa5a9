//! Between rows and types: places, ids, hashes and numbers, checked on the way out.
//!
//! SQLite's integers are signed 64-bit; ours stay below 2^53, so they pass both ways unharmed.

use beatbook_protocol::chain::ChainPoint;
use beatbook_protocol::entry::Salt;
use beatbook_protocol::frame::decode_whole;
use beatbook_protocol::hash::Hash;
use beatbook_protocol::id::Id;
use beatbook_protocol::ranges::SeqSet;
use beatbook_protocol::sign::Signature;
use beatbook_store::{ReadTransaction, Row, RowResult, params};

use crate::auth::Scope;
use crate::error::Fault;

/// Entries one journal can have here: at one a second, 136 years.
pub const JOURNAL_ENTRIES_MAX: u64 = 1 << 32;

/// Where an entry of a journal is kept; absent beyond [`JOURNAL_ENTRIES_MAX`].
pub fn place(journal: i64, seq: u64) -> Option<i64> {
    let seq = i64::from(u32::try_from(seq).ok()?);
    Some(journal.checked_mul(1 << 32)? | seq)
}

/// The same for an entry that is about to be stored.
pub fn new_place(journal: i64, seq: u64) -> Result<i64, Fault> {
    place(journal, seq).ok_or(Fault::Format { what: "a journal of more than four billion entries" })
}

/// The entry number in a place.
pub fn seq_of(place: i64) -> u64 {
    u64::from(place as u32)
}

/// A number as SQLite keeps it.
pub fn int(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// A number as it was kept.
pub fn number(row: &Row<'_>, column: usize) -> RowResult<u64> {
    row.get::<_, i64>(column).map(i64::unsigned_abs)
}

/// An id column.
pub fn id(row: &Row<'_>, column: usize) -> RowResult<Id> {
    row.get(column).map(Id::from_bytes)
}

/// A hash column.
pub fn hash(row: &Row<'_>, column: usize) -> RowResult<Hash> {
    row.get(column).map(Hash::from_bytes)
}

/// A salt column that may be empty.
pub fn salt(row: &Row<'_>, column: usize) -> RowResult<Option<Salt>> {
    row.get::<_, Option<[u8; 32]>>(column).map(|salt| salt.map(Salt))
}

/// A chain point in two columns.
pub fn point(row: &Row<'_>, column: usize) -> RowResult<ChainPoint> {
    Ok(ChainPoint { seq: number(row, column)?, hash: hash(row, column + 1)? })
}

/// A signature column.
pub fn signature(row: &Row<'_>, column: usize) -> RowResult<Signature> {
    row.get(column).map(Signature::from_bytes)
}

/// A set column.
pub fn set(bytes: &[u8]) -> Result<SeqSet, Fault> {
    let set: SeqSet = decode_whole(bytes).map_err(|_| Fault::Damaged { what: "set of entry numbers" })?;
    if set.is_well_formed() { Ok(set) } else { Err(Fault::Damaged { what: "set of entry numbers" }) }
}

/// CBOR of something of ours.
pub fn cbor<T: minicbor::Encode<()>>(value: T) -> Result<Vec<u8>, Fault> {
    minicbor::to_vec(value).map_err(|_| Fault::Format { what: "a row of the database" })
}

/// The authority of a scope, as rows name it.
pub fn authority(tx: &ReadTransaction<'_>, scope: &Scope) -> Result<i64, Fault> {
    authority_number(tx, scope.authority())
}

/// An authority by id, as rows name it.
pub fn authority_number(tx: &ReadTransaction<'_>, authority: Id) -> Result<i64, Fault> {
    tx.maybe("SELECT number FROM authority WHERE id = ?1", params![authority.as_bytes()], |row| row.get(0))?
        .ok_or(Fault::Unknown { what: "authority" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_keep_notebooks_and_entries_apart() {
        assert_eq!(place(1, 0), Some(1 << 32));
        assert_eq!(place(7, 5).map(seq_of), Some(5));
        assert_eq!(place(7, JOURNAL_ENTRIES_MAX - 1).map(seq_of), Some(JOURNAL_ENTRIES_MAX - 1));
        assert_eq!(place(7, JOURNAL_ENTRIES_MAX), None);
        assert_eq!(place(i64::MAX, 0), None);
    }
}
