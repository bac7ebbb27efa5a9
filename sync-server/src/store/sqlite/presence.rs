//! Patrols to be derived and what was derived of them, in SQLite.

use beatbook_domain::hours::PatrolTime;
use beatbook_domain::presence::Interval;
use beatbook_domain::records::body::EntryBody;
use beatbook_domain::records::server::{AlarmKind, AlarmRaised};
use beatbook_protocol::entry::{Header, header_hash};
use beatbook_protocol::id::Id;
use beatbook_store::{ReadTransaction, Row, RowResult, StoreError, WriteTransaction, params};

use super::endings;
use super::journal;
use super::register::{reject, story};
use super::rows::{self, int};
use crate::error::Fault;
use crate::journal::Pen;
use crate::presence::{Comparison, from_bytes, to_bytes};
use crate::register::is_track_kind;
use crate::store::{Backlog, Derivation, PatrolInput, PatrolKey, WaitingPatrol};

/// A patrol that ends this long after now was told by a wrong clock, on the phone or here.
const DAY_MS: i64 = 86_400_000;

/// The code of a chunk that cannot be read.
const CHUNK_UNREADABLE: &str = "chunk_unreadable";

/// True for a patrol that lacks a body of an entry whose header is here.
const INCOMPLETE: &str = "EXISTS (SELECT 1 FROM record_entry e
    LEFT JOIN body b ON b.place = e.notebook * 4294967296 + e.seq
    WHERE e.notebook = p.notebook AND e.record = p.record AND b.place IS NULL)";

/// The setting that is there once [`derive_operations`] has been here.
const OPERATIONS_DERIVED: &str = "operations_derived";

/// Marks patrols that changed their operation to be derived again, once for a database: figures of before knew the last
/// operation alone. Where a track is gone, they stay as they are.
pub fn derive_operations(tx: &WriteTransaction<'_>, now: i64) -> Result<(), Fault> {
    let setting = params![OPERATIONS_DERIVED];
    let known: Option<i64> = tx.maybe("SELECT 1 FROM setting WHERE name = ?1", setting, |row| row.get(0))?;
    if known.is_some() {
        return Ok(());
    }
    tx.execute(
        "UPDATE patrol SET wanted = wanted + 1, waiting_since = iif(derived < wanted, waiting_since, ?1)
         WHERE EXISTS (SELECT 1 FROM record_entry e
             JOIN body b ON b.place = e.notebook * 4294967296 + e.seq
           WHERE e.notebook = patrol.notebook AND e.record = patrol.record AND e.kind = 'patrol_changed'
             AND instr(b.bytes, CAST('\"operation\"' AS BLOB)) > 0)",
        params![now],
    )?;
    tx.execute("INSERT INTO setting (name, value) VALUES (?1, x'01')", setting)?;
    Ok(())
}

/// Patrols with everything announced of them and something new, oldest first.
pub fn waiting(tx: &ReadTransaction<'_>, at_most: usize) -> Result<Vec<WaitingPatrol>, Fault> {
    let sql = format!(
        "SELECT a.id, n.id, p.record, p.wanted FROM patrol p
           JOIN authority a ON a.number = p.authority JOIN notebook n ON n.number = p.notebook
         WHERE p.derived < p.wanted AND NOT {INCOMPLETE} ORDER BY p.number LIMIT ?1"
    );
    Ok(tx.all(&sql, params![i64::try_from(at_most).unwrap_or(i64::MAX)], |row| {
        Ok(WaitingPatrol {
            key: PatrolKey {
                authority: rows::id(row, 0)?,
                notebook: rows::id(row, 1)?,
                record: rows::id(row, 2)?,
            },
            wanted: rows::number(row, 3)?,
        })
    })?)
}

/// How much waits.
pub fn backlog(tx: &ReadTransaction<'_>, authority: i64) -> Result<Backlog, Fault> {
    let sql = format!(
        "SELECT count(*), total({INCOMPLETE}), min(p.waiting_since) FROM patrol p
         WHERE p.authority = ?1 AND p.derived < p.wanted"
    );
    Ok(tx.one(&sql, params![authority], |row| {
        let count = |number: i64| u32::try_from(number).unwrap_or(u32::MAX);
        Ok(Backlog {
            waiting: count(row.get(0)?),
            incomplete: count(row.get::<_, f64>(1)? as i64),
            since: row.get(2)?,
        })
    })?)
}

struct PatrolRow {
    number: i64,
    notebook: i64,
    officer: Id,
    wanted: u64,
}

fn patrol_row(tx: &ReadTransaction<'_>, authority: i64, key: &PatrolKey) -> Result<PatrolRow, Fault> {
    tx.maybe(
        "SELECT p.number, p.notebook, n.officer, p.wanted FROM patrol p JOIN notebook n ON n.number = p.notebook
         WHERE n.authority = ?1 AND n.id = ?2 AND p.record = ?3",
        params![authority, key.notebook.as_bytes(), key.record.as_bytes()],
        |row| {
            Ok(PatrolRow {
                number: row.get(0)?,
                notebook: row.get(1)?,
                officer: rows::id(row, 2)?,
                wanted: rows::number(row, 3)?,
            })
        },
    )?
    .ok_or(Fault::Unknown { what: "patrol" })
}

/// Everything a patrol's figures are derived from.
pub fn input(tx: &ReadTransaction<'_>, authority: i64, key: &PatrolKey) -> Result<PatrolInput, Fault> {
    let row = patrol_row(tx, authority, key)?;
    let story = story(tx, row.notebook, row.officer, key.record)?;
    let mut input = PatrolInput {
        wanted: row.wanted,
        record: key.record,
        officer: row.officer,
        patrol: story.patrol,
        operations: story.operations,
        chunks: Vec::new(),
        chunks_gone: false,
        summaries: Vec::new(),
        entries: Vec::new(),
        stated_end: endings::of_patrol(tx, row.number)?,
    };
    tx.each::<Fault>(
        "SELECT e.seq, e.kind, h.header, b.bytes FROM record_entry e
           JOIN entry h ON h.place = e.notebook * 4294967296 + e.seq
           LEFT JOIN body b ON b.place = e.notebook * 4294967296 + e.seq
         WHERE e.notebook = ?1 AND e.record = ?2 ORDER BY e.seq",
        params![row.notebook, key.record.as_bytes()],
        |row| {
            let (seq, kind, header, bytes) = columns(row).map_err(StoreError::from)?;
            input.entries.push(header_hash(&header));
            if !is_track_kind(&kind) {
                return Ok(());
            }
            let header = Header::parse(&header).map_err(|_| Fault::Damaged { what: "header" })?;
            match bytes.map(|bytes| EntryBody::parse(&header.kind, header.schema, &bytes)) {
                Some(Ok(EntryBody::TrackChunk(bytes))) => input.chunks.push((seq, bytes)),
                Some(Ok(EntryBody::PatrolSummary(bytes))) => input.summaries.push(bytes),
                Some(_) => {}
                None => input.chunks_gone |= kind == "track_chunk",
            }
            Ok(())
        },
    )?;
    Ok(input)
}

type Columns = (u64, String, Vec<u8>, Option<Vec<u8>>);

fn columns(row: &Row<'_>) -> RowResult<Columns> {
    Ok((rows::number(row, 0)?, row.get(1)?, row.get(2)?, row.get(3)?))
}

/// Replaces a patrol's figures unless newer ones are there already.
pub fn replace(
    tx: &WriteTransaction<'_>,
    pen: &Pen,
    authority: i64,
    key: &PatrolKey,
    derivation: &Derivation,
) -> Result<(), Fault> {
    let row = patrol_row(tx, authority, key)?;
    let derived = &derivation.derived;
    let newer = tx.execute(
        "UPDATE patrol SET derived = ?2 WHERE number = ?1 AND derived < ?2",
        params![row.number, int(derivation.wanted)],
    )?;
    if newer == 0 {
        return Ok(());
    }
    for seq in &derived.unreadable {
        reject(tx, row.notebook, *seq, CHUNK_UNREADABLE)?;
    }
    let alarm = |kind| AlarmRaised { kind, notebook: key.notebook, record: Some(key.record) };
    if !derived.unreadable.is_empty() {
        journal::raise(tx, pen, authority, alarm(AlarmKind::Rejected), key.record.as_bytes())?;
    }
    if derived.comparison == Comparison::Differs {
        journal::raise(tx, pen, authority, alarm(AlarmKind::PresenceDiffers), key.record.as_bytes())?;
    }
    let tomorrow = pen.clock().now().saturating_add(DAY_MS);
    if derived.overlong || derived.time.as_ref().is_some_and(|time| time.span.to > tomorrow) {
        journal::raise(tx, pen, authority, alarm(AlarmKind::ImplausibleTime), key.record.as_bytes())?;
    }
    match &derived.time {
        Some(time) => {
            tx.execute(
                "INSERT OR REPLACE INTO presence (patrol, input, comparison, figures) VALUES (?1, ?2, ?3, ?4)",
                params![
                    row.number,
                    derived.input.as_bytes(),
                    comparison_number(derived.comparison),
                    to_bytes(time)?
                ],
            )?;
            tx.execute(
                "UPDATE patrol SET span_from = ?2, span_to = ?3 WHERE number = ?1",
                params![row.number, time.span.from, time.span.to],
            )?;
        }
        None if derived.keep => {}
        None => {
            tx.execute("DELETE FROM presence WHERE patrol = ?1", params![row.number])?;
        }
    }
    Ok(())
}

fn comparison_number(comparison: Comparison) -> i64 {
    match comparison {
        Comparison::NoSummary => 0,
        Comparison::Equal => 1,
        Comparison::Differs => 2,
        Comparison::NotCompared => 3,
    }
}

/// Figures of every patrol with time in the period.
pub fn times(tx: &ReadTransaction<'_>, authority: i64, period: Interval) -> Result<Vec<PatrolTime>, Fault> {
    let figures: Vec<Vec<u8>> = tx.all(
        "SELECT s.figures FROM patrol p JOIN presence s ON s.patrol = p.number
         WHERE p.authority = ?1 AND p.span_to > ?2 AND p.span_from < ?3 ORDER BY p.number",
        params![authority, period.from, period.to],
        |row| row.get(0),
    )?;
    figures.iter().map(|bytes| from_bytes(bytes)).collect()
}
