//! Reading whole journals, page by page, for checking them.

use beatbook_protocol::chain::{ChainPoint, SignedHead};
use beatbook_protocol::id::Id;
use beatbook_protocol::sign::PublicKey;
use beatbook_store::{ReadTransaction, Row, RowResult, params};

use super::losses;
use super::rows::{self, JOURNAL_ENTRIES_MAX, new_place, place};
use crate::error::Fault;
use crate::store::{JournalRef, StoredBody, StoredBranchEntry, StoredEntry};

/// The authority's own journal and its notebooks'.
pub fn journals(tx: &ReadTransaction<'_>, authority: i64) -> Result<Vec<JournalRef>, Fault> {
    let own = tx.one(
        "SELECT a.journal, a.head_seq, a.head_hash, e.signature FROM authority a
           JOIN server_entry e ON e.place = a.number * 4294967296 + a.head_seq WHERE a.number = ?1",
        params![authority],
        |row| {
            Ok(JournalRef {
                id: rows::id(row, 0)?,
                key: None,
                head: head(row, 0)?,
                bodies: None,
                lost: Vec::new(),
            })
        },
    )?;
    let mut all = vec![own];
    let notebooks: Vec<(JournalRef, Vec<u8>, i64)> = tx.all(
        "SELECT id, head_seq, head_hash, head_signature, public_key, bodies, number FROM notebook
         WHERE authority = ?1 ORDER BY number",
        params![authority],
        |row| {
            let key = Some(PublicKey::from_bytes(row.get(4)?));
            let (id, head) = (rows::id(row, 0)?, head(row, 0)?);
            let journal = JournalRef { id, key, head, bodies: None, lost: Vec::new() };
            Ok((journal, row.get(5)?, row.get(6)?))
        },
    )?;
    for (journal, bodies, number) in notebooks {
        let lost = losses::of_notebook(tx, number)?;
        all.push(JournalRef { bodies: Some(rows::set(&bodies)?), lost, ..journal });
    }
    Ok(all)
}

/// Id, seq, hash and signature in four columns.
fn head(row: &Row<'_>, column: usize) -> RowResult<SignedHead> {
    let point = ChainPoint { seq: rows::number(row, column + 1)?, hash: rows::hash(row, column + 2)? };
    Ok(SignedHead { notebook: rows::id(row, column)?, point, signature: rows::signature(row, column + 3)? })
}

/// A page of one of the authority's journals.
pub fn entries(
    tx: &ReadTransaction<'_>,
    authority: i64,
    journal: Id,
    from: u64,
    at_most: usize,
) -> Result<Vec<StoredEntry>, Fault> {
    let notebook: Option<i64> = tx.maybe(
        "SELECT number FROM notebook WHERE authority = ?1 AND id = ?2",
        params![authority, journal.as_bytes()],
        |row| row.get(0),
    )?;
    let own = tx.maybe(
        "SELECT 1 FROM authority WHERE number = ?1 AND journal = ?2",
        params![authority, journal.as_bytes()],
        |_| Ok(()),
    )?;
    let (sql, number) = match (notebook, own) {
        (Some(notebook), _) => (
            "SELECT e.header, b.state, b.erased_by, b.salt, b.bytes, NULL FROM entry e
               LEFT JOIN body b ON b.place = e.place
             WHERE e.place BETWEEN ?1 AND ?2 ORDER BY e.place LIMIT ?3",
            notebook,
        ),
        (None, Some(())) => (
            "SELECT header, state, erased_by, salt, body, signature FROM server_entry
             WHERE place BETWEEN ?1 AND ?2 ORDER BY place LIMIT ?3",
            authority,
        ),
        (None, None) => return Err(Fault::Unknown { what: "journal" }),
    };
    let Some(first) = place(number, from) else { return Ok(Vec::new()) };
    let last = new_place(number, JOURNAL_ENTRIES_MAX - 1)?;
    let limit = i64::try_from(at_most).unwrap_or(i64::MAX);
    Ok(tx.all(sql, params![first, last, limit], entry)?)
}

/// The entries of a record in one of the authority's notebooks, those of further branches last.
pub fn entries_of(
    tx: &ReadTransaction<'_>,
    authority: i64,
    notebook: Id,
    record: Id,
) -> Result<Vec<StoredEntry>, Fault> {
    let number: i64 = tx
        .maybe(
            "SELECT number FROM notebook WHERE authority = ?1 AND id = ?2",
            params![authority, notebook.as_bytes()],
            |row| row.get(0),
        )?
        .ok_or(Fault::Unknown { what: "notebook" })?;
    let last = new_place(number, JOURNAL_ENTRIES_MAX - 1)?;
    // Only writers serialise headers, and an id is spelled in one way.
    let spelled = format!("%\"record\":\"{record}\"%");
    let mut found = tx.all(
        "SELECT e.header, b.state, b.erased_by, b.salt, b.bytes, NULL FROM entry e
           LEFT JOIN body b ON b.place = e.place
         WHERE e.place BETWEEN ?1 AND ?2 AND CAST(e.header AS TEXT) LIKE ?3 ORDER BY e.place",
        params![new_place(number, 0)?, last, spelled],
        entry,
    )?;
    found.extend(tx.all(
        "SELECT header, iif(bytes IS NULL, NULL, 0), NULL, salt, bytes, NULL FROM branch
         WHERE notebook = ?1 AND CAST(header AS TEXT) LIKE ?2 ORDER BY seq, hash",
        params![number, spelled],
        entry,
    )?);
    Ok(found)
}

/// Everything that is kept of further branches of a notebook.
pub fn branches(
    tx: &ReadTransaction<'_>,
    authority: i64,
    notebook: Id,
) -> Result<Vec<StoredBranchEntry>, Fault> {
    Ok(tx.all(
        "SELECT b.header, iif(b.bytes IS NULL, NULL, 0), NULL, b.salt, b.bytes, NULL, b.seq, b.hash FROM branch b
           JOIN notebook n ON n.number = b.notebook WHERE n.authority = ?1 AND n.id = ?2 ORDER BY b.seq, b.hash",
        params![authority, notebook.as_bytes()],
        |row| {
            Ok(StoredBranchEntry { seq: rows::number(row, 6)?, hash: rows::hash(row, 7)?, entry: entry(row)? })
        },
    )?)
}

fn entry(row: &Row<'_>) -> RowResult<StoredEntry> {
    let body = match (row.get::<_, Option<i64>>(1)?, rows::salt(row, 3)?, row.get::<_, Option<Vec<u8>>>(4)?) {
        (None, _, _) => StoredBody::Missing,
        (Some(_), Some(salt), Some(bytes)) => StoredBody::Present { salt, bytes },
        (Some(1), _, _) => {
            StoredBody::Erased { by: row.get::<_, Option<i64>>(2)?.unwrap_or(0).unsigned_abs() }
        }
        (Some(3), _, _) => {
            StoredBody::Forgotten { by: row.get::<_, Option<i64>>(2)?.unwrap_or(0).unsigned_abs() }
        }
        (Some(_), _, _) => StoredBody::Purged,
    };
    let signature = row.get::<_, Option<[u8; 64]>>(5)?.map(beatbook_protocol::sign::Signature::from_bytes);
    Ok(StoredEntry { header: row.get(0)?, body, signature })
}
