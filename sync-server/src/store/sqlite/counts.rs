//! Counts in SQLite: which entries tell of them, in which order they were taken in, and what is decided.

use beatbook_domain::records::body::EntryBody;
use beatbook_domain::records::server::ServerBody;
use beatbook_protocol::entry::Header;
use beatbook_protocol::id::Id;
use beatbook_store::{ReadTransaction, Row, RowResult, StoreError, WriteTransaction, params};

use super::access;
use super::ingest::NotebookRow;
use super::journal;
use super::register::reject;
use super::rows::{self, int};
use crate::auth::Scope;
use crate::counts::{Told, fold};
use crate::error::Fault;
use crate::journal::Pen;
use crate::random;
use crate::store::{CountDecided, CountFacts, CountMark, CountTold};

/// Takes note of an entry that tells of a count.
pub fn note(tx: &WriteTransaction<'_>, row: &NotebookRow, record: Id, seq: u64) -> Result<(), Fault> {
    tx.execute(
        "INSERT OR IGNORE INTO count_entry (authority, notebook, record, seq) VALUES (?1, ?2, ?3, ?4)",
        params![row.authority, row.number, record.as_bytes(), int(seq)],
    )?;
    Ok(())
}

/// The same of an entry of the authority's own journal.
pub fn note_own(tx: &WriteTransaction<'_>, authority: i64, seq: u64) -> Result<(), Fault> {
    tx.execute("INSERT INTO count_entry (authority, seq) VALUES (?1, ?2)", params![authority, int(seq)])?;
    Ok(())
}

/// Folds a part again; answers the entries that do not fit, and why. No alarm is raised: it would tell of the count.
pub fn retell(
    tx: &WriteTransaction<'_>,
    row: &NotebookRow,
    record: Id,
) -> Result<Vec<(u64, &'static str)>, Fault> {
    let entries = entries_of(tx, row.number, record)?;
    let story = fold(row.officer, entries);
    tx.execute(
        "DELETE FROM rejection WHERE code NOT IN ('unknown_kind', 'under_hold') AND place IN
           (SELECT ?1 * 4294967296 + seq FROM count_entry WHERE notebook = ?1 AND record = ?2)",
        params![row.number, record.as_bytes()],
    )?;
    for (seq, code) in &story.refused {
        reject(tx, row.number, *seq, code)?;
    }
    Ok(story.refused)
}

/// The entries of a record, those whose body has not come among them: which kind they are, nobody knows.
fn entries_of(tx: &ReadTransaction<'_>, notebook: i64, record: Id) -> Result<Vec<(u64, Told)>, Fault> {
    type Found = (u64, Vec<u8>, Option<i64>, Option<Vec<u8>>);
    let found: Vec<Found> = tx.all(
        "SELECT e.seq, h.header, b.state, b.bytes FROM record_entry e
           JOIN entry h ON h.place = e.notebook * 4294967296 + e.seq
           LEFT JOIN body b ON b.place = e.notebook * 4294967296 + e.seq
         WHERE e.notebook = ?1 AND e.record = ?2 ORDER BY e.seq",
        params![notebook, record.as_bytes()],
        |row| Ok((rows::number(row, 0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
    )?;
    let mut entries = Vec::with_capacity(found.len());
    for (seq, header, state, bytes) in found {
        let told = match (state, bytes) {
            (None, _) => Told::Missing,
            (Some(_), None) => Told::Gone,
            (Some(_), Some(bytes)) => match body(&header, &bytes)? {
                Some(EntryBody::Count(entry)) => Told::Entry(entry),
                _ => Told::Gone,
            },
        };
        entries.push((seq, told));
    }
    Ok(entries)
}

fn body(header: &[u8], bytes: &[u8]) -> Result<Option<EntryBody>, Fault> {
    let header = Header::parse(header).map_err(|_| Fault::Damaged { what: "header" })?;
    Ok(EntryBody::parse(&header.kind, header.schema, bytes).ok())
}

/// Everything that is told of an authority's counts.
pub fn facts(tx: &ReadTransaction<'_>, authority: i64) -> Result<CountFacts, Fault> {
    let mut told = Vec::new();
    tx.each::<Fault>(
        "SELECT c.taken, n.id, n.officer, c.record, c.seq, h.header, b.bytes FROM count_entry c
           JOIN notebook n ON n.number = c.notebook
           JOIN entry h ON h.place = c.notebook * 4294967296 + c.seq
           JOIN body b ON b.place = c.notebook * 4294967296 + c.seq
         WHERE c.authority = ?1 AND b.bytes IS NOT NULL ORDER BY c.taken",
        params![authority],
        |row| {
            let (stands, header, bytes) = read(row).map_err(StoreError::from)?;
            if let Some(EntryBody::Count(entry)) = body(&header, &bytes)? {
                let [notebook, officer, record] = stands.ids;
                let (order, seq) = (stands.order, stands.seq);
                told.push(CountTold { order, notebook, officer, record, seq, entry });
            }
            Ok(())
        },
    )?;
    Ok(CountFacts { told, own: own(tx, authority)?, mark: mark(tx, authority)? })
}

/// Where an entry stands: its order, notebook, officer and record, and its number.
struct Stands {
    order: u64,
    ids: [Id; 3],
    seq: u64,
}

/// An entry's place, header and body.
fn read(row: &Row<'_>) -> RowResult<(Stands, Vec<u8>, Vec<u8>)> {
    let ids = [rows::id(row, 1)?, rows::id(row, 2)?, rows::id(row, 3)?];
    let stands = Stands { order: rows::number(row, 0)?, ids, seq: rows::number(row, 4)? };
    Ok((stands, row.get(5)?, row.get(6)?))
}

/// Entries of the authority's own journal that tell of counts.
pub fn own(tx: &ReadTransaction<'_>, authority: i64) -> Result<Vec<(u64, ServerBody)>, Fault> {
    let rows: Vec<(u64, Vec<u8>, Option<Vec<u8>>)> = tx.all(
        "SELECT c.taken, s.header, s.body FROM count_entry c
           JOIN server_entry s ON s.place = c.authority * 4294967296 + c.seq
         WHERE c.authority = ?1 AND c.notebook IS NULL ORDER BY c.taken",
        params![authority],
        |row| Ok((rows::number(row, 0)?, row.get(1)?, row.get(2)?)),
    )?;
    let mut own = Vec::with_capacity(rows.len());
    for (order, header, bytes) in rows {
        let header = Header::parse(&header).map_err(|_| Fault::Damaged { what: "journal" })?;
        let body = bytes.and_then(|bytes| ServerBody::parse(&header.kind, header.schema, &bytes).ok());
        own.extend(body.map(|body| (order, body)));
    }
    Ok(own)
}

fn mark(tx: &ReadTransaction<'_>, authority: i64) -> Result<CountMark, Fault> {
    Ok(tx.one(
        "SELECT coalesce(max(c.taken), 0), count(b.bytes) FROM count_entry c
           LEFT JOIN body b ON b.place = c.notebook * 4294967296 + c.seq
         WHERE c.authority = ?1",
        params![authority],
        |row| Ok(CountMark { last: rows::number(row, 0)?, bodies: rows::number(row, 1)? }),
    )?)
}

/// Writes what was decided into the authority's journal; `false` if more has come since it was decided.
pub fn decide(
    tx: &WriteTransaction<'_>,
    pen: &Pen,
    scope: &Scope,
    decided: &CountDecided,
) -> Result<bool, Fault> {
    let authority = rows::authority(tx, scope)?;
    if mark(tx, authority)? != decided.mark {
        return Ok(false);
    }
    for body in &decided.entries {
        journal::append(tx, pen, authority, random::id_of_the_hour(pen.clock())?, body)?;
    }
    access::log(tx, scope, pen.clock().now(), &decided.what, decided.reason.as_deref())?;
    Ok(true)
}
