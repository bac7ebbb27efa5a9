//! Register rows in SQLite: which entries tell of which patrol, and what is to be derived again.

use std::collections::{BTreeMap, BTreeSet};

use beatbook_domain::records::body::{BodyError, COARSE_KIND, EntryBody};
use beatbook_domain::records::server::{AlarmKind, AlarmRaised};
use beatbook_protocol::entry::Header;
use beatbook_protocol::id::Id;
use beatbook_store::{ReadTransaction, WriteTransaction, params};

use super::access;
use super::counts;
use super::encampments;
use super::ingest::NotebookRow;
use super::journal;
use super::notices;
use super::numbers;
use super::rows::{self, int, new_place};
use super::signs;
use super::welfare;
use super::work;
use crate::error::Fault;
use crate::ingest::plan::{MALFORMED_BODY, Plan};
use crate::journal::Pen;
use crate::register::{FOLD, Story, Told, fold, is_patrol_kind, is_track_kind, tells_of_patrols};

/// The code of a kind this version does not know. Kept for the next version; phones are not told.
pub const UNKNOWN_KIND: &str = "unknown_kind";

/// Takes note of a header that tells of a patrol, before its body has come.
pub fn note_header(tx: &WriteTransaction<'_>, notebook: i64, header: &Header) -> Result<(), Fault> {
    notices::note_header(tx, notebook, header)?;
    if tells_of_patrols(&header.kind) {
        let kind = if is_patrol_kind(&header.kind) { header.kind.as_str() } else { "" };
        tx.execute(
            "INSERT INTO record_entry (notebook, record, seq, kind) VALUES (?1, ?2, ?3, ?4)",
            params![notebook, header.record.as_bytes(), int(header.seq), kind],
        )?;
    }
    Ok(())
}

/// Applies what a batch has brought to the register; answers the codes of entries that do not fit.
pub fn apply(
    tx: &WriteTransaction<'_>,
    pen: &Pen,
    row: &NotebookRow,
    plan: &Plan,
) -> Result<BTreeMap<u64, String>, Fault> {
    let mut touched: BTreeSet<Id> = BTreeSet::new();
    let headers = plan.append.iter().map(|sent| &sent.header);
    touched.extend(headers.filter(|header| is_patrol_kind(&header.kind)).map(|header| header.record));
    let mut rejected = BTreeMap::new();
    let mut counted: BTreeSet<Id> = BTreeSet::new();
    let mut helped: BTreeMap<Id, BTreeSet<u64>> = BTreeMap::new();
    for body in &plan.bodies {
        match &body.meaning {
            Ok(meaning) if is_patrol_kind(meaning.kind()) => {
                note_kind(tx, row.number, body.record, body.seq, meaning)?;
                touched.insert(body.record);
            }
            Ok(EntryBody::SignNoted(_)) => signs::note(tx, row.number, body.seq)?,
            Ok(EntryBody::Looked(looked)) => access::log_looked(tx, row, pen.clock().now(), looked)?,
            Ok(says @ EntryBody::Welfare(_)) => {
                welfare::note(tx, row, (body.record, body.seq), says)?;
                helped.entry(body.record).or_default().insert(body.seq);
            }
            Ok(says @ EntryBody::Count(_)) => {
                counts::note(tx, row, body.record, body.seq)?;
                if let Some(register) = says.work(&body.kind) {
                    work::note(tx, pen, row, (body.record, body.seq), (register, says))?;
                }
                counted.insert(body.record);
            }
            Ok(says @ (EntryBody::Encampment(_) | EntryBody::Tent(_))) => {
                let at = (body.record, body.seq);
                if let Some(code) = encampments::note(tx, row, at, says)? {
                    rejected.insert(body.seq, code.to_owned());
                }
            }
            Ok(says) => {
                if let Some(register) = says.work(&body.kind)
                    && let Some(code) = work::note(tx, pen, row, (body.record, body.seq), (register, says))?
                {
                    rejected.insert(body.seq, code.to_owned());
                }
            }
            Err(BodyError::UnknownKind) => reject(tx, row.number, body.seq, UNKNOWN_KIND)?,
            Err(BodyError::Malformed | BodyError::TooLarge) => {
                reject(tx, row.number, body.seq, MALFORMED_BODY)?;
                rejected.insert(body.seq, MALFORMED_BODY.to_owned());
                if is_patrol_kind(&body.kind) {
                    touched.insert(body.record);
                }
                // Every phone reads alarms: of what hides its kind none is raised.
                if body.kind != COARSE_KIND {
                    let (kind, record) = (AlarmKind::Rejected, Some(body.record));
                    let alarm = AlarmRaised { kind, notebook: row.id, record };
                    journal::raise(tx, pen, row.authority, alarm, body.record.as_bytes())?;
                }
            }
        }
    }
    for (seq, code) in numbers::apply(tx, pen, row, plan)? {
        reject(tx, row.number, seq, code)?;
        rejected.insert(seq, code.to_owned());
    }
    let gone = plan.erased.iter().map(|(seq, _)| *seq).chain(plan.purged.iter().copied());
    let erased = plan.bodies.iter().filter_map(|body| match &body.meaning {
        Ok(EntryBody::Erasure(erasure)) => Some(erasure.entry),
        _ => None,
    });
    for seq in gone.chain(erased) {
        touched.extend(tx.all(
            "SELECT record FROM record_entry WHERE notebook = ?1 AND seq = ?2 AND kind <> ''",
            params![row.number, int(seq)],
            |found| rows::id(found, 0),
        )?);
    }
    for record in touched {
        for (seq, code) in retell(tx, pen, row, record)? {
            rejected.insert(seq, code.to_owned());
        }
    }
    for (record, new) in helped {
        for (seq, code) in welfare::retell(tx, pen, row, record, &new)? {
            rejected.insert(seq, code.to_owned());
        }
    }
    for record in counted {
        for (seq, code) in counts::retell(tx, row, record)? {
            rejected.insert(seq, code.to_owned());
        }
    }
    Ok(rejected)
}

/// Writes the true kind of a body: its header was a coarse one, or of a kind that was not known when it came.
pub fn note_kind(
    tx: &WriteTransaction<'_>,
    notebook: i64,
    record: Id,
    seq: u64,
    meaning: &EntryBody,
) -> Result<(), Fault> {
    tx.execute(
        "INSERT INTO record_entry (notebook, record, seq, kind) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (notebook, record, seq) DO UPDATE SET kind = ?4 WHERE kind <> ?4",
        params![notebook, record.as_bytes(), int(seq), meaning.kind()],
    )?;
    Ok(())
}

/// Keeps why an entry is not applied, and which fold could not.
pub fn reject(tx: &WriteTransaction<'_>, notebook: i64, seq: u64, code: &str) -> Result<(), Fault> {
    tx.execute(
        "INSERT OR REPLACE INTO rejection (place, code, fold) VALUES (?1, ?2, ?3)",
        params![new_place(notebook, seq)?, code, FOLD],
    )?;
    Ok(())
}

/// Folds a patrol again and marks it for derivation.
pub fn retell(
    tx: &WriteTransaction<'_>,
    pen: &Pen,
    row: &NotebookRow,
    record: Id,
) -> Result<Vec<(u64, &'static str)>, Fault> {
    let story = story(tx, row.number, row.officer, record)?;
    let key = params![row.number, record.as_bytes()];
    tx.execute(
        "DELETE FROM rejection WHERE code NOT IN ('unknown_kind', 'under_hold') AND place IN
           (SELECT ?1 * 4294967296 + seq FROM record_entry WHERE notebook = ?1 AND record = ?2)",
        key,
    )?;
    for (seq, code) in &story.refused {
        reject(tx, row.number, *seq, code)?;
        let alarm = AlarmRaised { kind: AlarmKind::Rejected, notebook: row.id, record: Some(record) };
        journal::raise(tx, pen, row.authority, alarm, record.as_bytes())?;
    }
    let patrol = story.patrol.as_ref();
    let is_open = patrol.is_none_or(beatbook_domain::records::patrol::Patrol::is_open);
    let from = patrol.map_or(i64::MIN, |patrol| patrol.started.wall);
    let to = patrol.and_then(|patrol| patrol.ended.as_ref()).map_or(i64::MAX, |ended| ended.at.wall);
    // Times of an already derived patrol stay those of its derivation: the phone's wall clock knows no better.
    tx.execute(
        "INSERT INTO patrol (authority, notebook, record, is_open, span_from, span_to, wanted, derived, waiting_since)
         VALUES (?1, ?2, ?3, ?4, ?5, max(?5, ?6), 1, 0, ?7)
         ON CONFLICT (notebook, record) DO UPDATE SET is_open = ?4, wanted = wanted + 1,
           waiting_since = iif(derived < wanted, waiting_since, ?7),
           span_from = iif(derived > 0, span_from, ?5), span_to = iif(derived > 0, span_to, max(?5, ?6))",
        params![row.authority, row.number, record.as_bytes(), is_open, from, to, pen.clock().now()],
    )?;
    Ok(story.refused)
}

/// A patrol's story as its entries tell it now. Chunks and summaries are not read.
pub fn story(tx: &ReadTransaction<'_>, notebook: i64, officer: Id, record: Id) -> Result<Story, Fault> {
    let mut entries: Vec<(u64, Told)> = Vec::new();
    tx.each::<Fault>(
        "SELECT e.seq, e.kind, b.state, b.bytes, h.header FROM record_entry e
           JOIN entry h ON h.place = e.notebook * 4294967296 + e.seq
           LEFT JOIN body b ON b.place = e.notebook * 4294967296 + e.seq
         WHERE e.notebook = ?1 AND e.record = ?2 AND e.kind NOT IN ('track_chunk', 'patrol_summary')
         ORDER BY e.seq",
        params![notebook, record.as_bytes()],
        |row| {
            let kind: String = row.get(1).map_err(beatbook_store::StoreError::from)?;
            if is_track_kind(&kind) {
                return Ok(());
            }
            let read = |row: &beatbook_store::Row<'_>| -> beatbook_store::RowResult<_> {
                let seq = rows::number(row, 0)?;
                let state: Option<i64> = row.get(2)?;
                let bytes: Option<Vec<u8>> = row.get(3)?;
                let header: Vec<u8> = row.get(4)?;
                Ok((seq, state, bytes, header))
            };
            let (seq, state, bytes, header) = read(row).map_err(beatbook_store::StoreError::from)?;
            let header = Header::parse(&header).map_err(|_| Fault::Damaged { what: "header" })?;
            let told = match (state, bytes) {
                (None, _) => Told::Missing,
                (Some(_), Some(bytes)) => Told::Body(EntryBody::parse(&header.kind, header.schema, &bytes)),
                (Some(_), None) => Told::Gone,
            };
            entries.push((seq, told));
            Ok(())
        },
    )?;
    Ok(fold(officer, entries))
}
