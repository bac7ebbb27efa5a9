//! What restores have lost for good: written once, never taken back, shown wherever completeness is shown.

use beatbook_protocol::chain::ChainPoint;
use beatbook_protocol::frame::decode_whole;
use beatbook_protocol::id::Id;
use beatbook_protocol::ranges::{SeqRange, SeqSet};
use beatbook_protocol::receipt::{KeyHandover, SignedReceipt};
use beatbook_protocol::sign::Signature;
use beatbook_store::{ReadTransaction, WriteTransaction, params};
use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};

use super::rows::{self, int};
use crate::error::Fault;
use crate::ingest::plan::Loss;
use crate::store::NotebookLosses;

/// What shows a loss, as it is kept: a signed receipt, and how its key came from one of ours if a restore took it away.
#[derive(Encode, Decode)]
#[cbor(map)]
struct Evidence {
    #[n(0)]
    bytes: ByteVec,
    #[n(1)]
    signature: Signature,
    #[n(2)]
    keys: Option<Vec<KeyHandover>>,
}

/// Entries of a notebook that are lost, as a set.
pub fn entries(tx: &ReadTransaction<'_>, notebook: i64) -> Result<SeqSet, Fault> {
    let ranges = tx.all("SELECT first, last FROM lost WHERE notebook = ?1", params![notebook], |row| {
        Ok(SeqRange { first: rows::number(row, 0)?, last: rows::number(row, 1)? })
    })?;
    Ok(SeqSet::from_ranges(ranges))
}

/// The same as a receipt says it: nothing if nothing is lost.
pub fn in_receipt(tx: &ReadTransaction<'_>, notebook: i64) -> Result<Option<SeqSet>, Fault> {
    entries(tx, notebook).map(|lost| Some(lost).filter(|lost| !lost.is_empty()))
}

/// Everything that was lost of a notebook, in order.
pub fn of_notebook(tx: &ReadTransaction<'_>, notebook: i64) -> Result<Vec<Loss>, Fault> {
    let rows: Vec<(u64, u64, Vec<u8>, ChainPoint)> = tx.all(
        "SELECT first, last, receipt, proven_seq, proven_hash FROM lost WHERE notebook = ?1 ORDER BY first",
        params![notebook],
        |row| Ok((rows::number(row, 0)?, rows::number(row, 1)?, row.get(2)?, rows::point(row, 3)?)),
    )?;
    rows.into_iter()
        .map(|(first, last, receipt, proven)| {
            let Evidence { bytes, signature, keys } =
                decode_whole(&receipt).map_err(|_| Fault::Damaged { what: "receipt" })?;
            let receipt = SignedReceipt { bytes, signature };
            Ok(Loss { first, last, proven, receipt, keys: keys.unwrap_or_default() })
        })
        .collect()
}

/// Keeps what a batch has shown to be lost.
pub fn keep(tx: &WriteTransaction<'_>, notebook: i64, loss: &Loss) -> Result<(), Fault> {
    let SignedReceipt { bytes, signature } = loss.receipt.clone();
    let keys = Some(loss.keys.clone()).filter(|keys| !keys.is_empty());
    tx.execute(
        "INSERT INTO lost (notebook, first, last, receipt, proven_seq, proven_hash)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![
            notebook,
            int(loss.first),
            int(loss.last),
            rows::cbor(Evidence { bytes, signature, keys })?,
            int(loss.proven.seq),
            loss.proven.hash.as_bytes()
        ],
    )?;
    Ok(())
}

/// Notebooks of an authority that have lost something.
pub fn of_notebooks(tx: &ReadTransaction<'_>, authority: i64) -> Result<Vec<NotebookLosses>, Fault> {
    let found: Vec<(i64, Id, Id, u64)> = tx.all(
        "SELECT n.number, n.id, n.officer,
           (SELECT count(*) FROM body b WHERE b.state = 2
              AND b.place BETWEEN n.number * 4294967296 AND n.number * 4294967296 + 4294967295) AS purged
         FROM notebook n WHERE n.authority = ?1
           AND (purged > 0 OR EXISTS (SELECT 1 FROM lost l WHERE l.notebook = n.number))
         ORDER BY n.number",
        params![authority],
        |row| Ok((row.get(0)?, rows::id(row, 1)?, rows::id(row, 2)?, rows::number(row, 3)?)),
    )?;
    found
        .into_iter()
        .map(|(number, notebook, officer, bodies)| {
            Ok(NotebookLosses { notebook, officer, entries: entries(tx, number)?, bodies })
        })
        .collect()
}
