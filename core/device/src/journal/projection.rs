//! What entries say, kept ready for screens: patrols and notes; other records in [`super::stories`].
//! `rebuild` tells it all anew from the journal; the result is the same, up to purged records.

use std::collections::BTreeMap;

use beatbook_domain::records::body::{COARSE_KIND, EntryBody};
use beatbook_domain::records::journal::Basis;
use beatbook_domain::records::patrol::{Patrol, PatrolEntry};
use beatbook_domain::records::summary::PatrolSummary;
use beatbook_domain::records::work::Work;
use beatbook_protocol::hash::Hash;
use beatbook_protocol::id::Id;
use beatbook_store::{ReadTransaction, Row, StoreError, WriteTransaction, params};

use super::rows::{each_entry, entry};
use super::stories;
use super::work;
use crate::error::DeviceError;

/// Adds what one entry says. An entry that does not fit its record's story is kept and changes nothing here.
pub(super) fn project(
    tx: &WriteTransaction<'_>,
    officer: Id,
    seq: u64,
    record: Id,
    body: &EntryBody,
) -> Result<(), DeviceError> {
    match body {
        EntryBody::Note(note) => {
            let patrol = note.patrol.as_ref().map(Id::as_bytes);
            tx.execute(
                "INSERT INTO note (seq, wall, patrol, basis, text) VALUES (?1, ?2, ?3, ?4, ?5)",
                params![seq.cast_signed(), note.at.wall, patrol, basis_name(note.basis), note.text],
            )?;
        }
        EntryBody::Patrol(PatrolEntry::Started(started)) => {
            if let Ok(patrol) = Patrol::start(started, officer) {
                tx.execute(
                    "INSERT INTO patrol (seq, record, told) VALUES (?1, ?2, ?3)",
                    params![seq.cast_signed(), record.as_bytes(), spell(&patrol)?],
                )?;
            }
        }
        EntryBody::Patrol(step) => {
            if let Some((first, mut patrol)) = patrol_of(tx, record)?
                && patrol.apply(step, officer).is_ok()
            {
                tx.execute(
                    "UPDATE patrol SET told = ?2 WHERE seq = ?1",
                    params![first.cast_signed(), spell(&patrol)?],
                )?;
            }
        }
        EntryBody::PatrolSummary(bytes) => {
            // Parts follow each other: the first one's number is enough to find them all.
            let manifest = PatrolSummary::parse(bytes)?.briefing;
            tx.execute(
                "UPDATE patrol SET summary = ?2, manifest = ?3 WHERE record = ?1 AND summary IS NULL",
                params![record.as_bytes(), seq.cast_signed(), manifest.as_ref().map(Hash::as_bytes)],
            )?;
        }
        EntryBody::Encounter(entry) => stories::encounter(tx, seq, record, entry)?,
        EntryBody::Notice(entry) => stories::notice(tx, seq, record, entry)?,
        EntryBody::Count(entry) => stories::count(tx, seq, record, entry)?,
        EntryBody::Encampment(_) | EntryBody::Tent(_) => stories::encampment(tx, seq, record)?,
        EntryBody::Welfare(entry) => {
            stories::welfare(tx, seq, record, entry)?;
            if let Some(work) = body.work(COARSE_KIND) {
                work::note(tx, work, seq, record)?;
            }
        }
        EntryBody::SignNoted(note) => stories::sign(tx, seq, record, note)?,
        EntryBody::Engagement(_) => work::note(tx, Work::Engagement, seq, record)?,
        EntryBody::Premises(_) => work::note(tx, Work::Premises, seq, record)?,
        EntryBody::TaskAnswered(_) => work::note(tx, Work::Task, seq, record)?,
        EntryBody::Alone(_) => work::note(tx, Work::Alone, seq, record)?,
        EntryBody::Genesis(_)
        | EntryBody::Erasure(_)
        | EntryBody::Numbers(_)
        | EntryBody::Looked(_)
        | EntryBody::TrackChunk(_) => {}
    }
    Ok(())
}

/// A patrol as its entries tell it, and the number of the first of them.
pub(crate) fn patrol_of(tx: &ReadTransaction<'_>, record: Id) -> Result<Option<(u64, Patrol)>, DeviceError> {
    let row =
        tx.maybe("SELECT seq, told FROM patrol WHERE record = ?1", params![record.as_bytes()], |row| {
            Ok((row.get::<_, i64>(0)?.cast_unsigned(), row.get::<_, String>(1)?))
        })?;
    row.map(|(seq, told)| Ok((seq, read(&told)?))).transpose()
}

/// A patrol of the list.
#[derive(Debug, Clone)]
pub(crate) struct ListedPatrol {
    /// Number of its first entry.
    pub(crate) first: u64,
    pub(crate) record: Id,
    pub(crate) patrol: Patrol,
    /// Number of the first part of its summary.
    pub(crate) summary: Option<u64>,
}

/// Patrols, the newest first.
pub(crate) fn patrols(tx: &ReadTransaction<'_>, limit: u32) -> Result<Vec<ListedPatrol>, DeviceError> {
    let sql = "SELECT seq, record, told, summary FROM patrol ORDER BY seq DESC LIMIT ?1";
    let mut all = Vec::new();
    tx.each(sql, params![limit], |row| {
        all.push(listed(row)?);
        Ok::<(), DeviceError>(())
    })?;
    Ok(all)
}

/// The patrol with this first entry.
pub(crate) fn patrol_at(tx: &ReadTransaction<'_>, first: u64) -> Result<Option<ListedPatrol>, DeviceError> {
    let sql = "SELECT seq, record, told, summary FROM patrol WHERE seq = ?1";
    let mut found = None;
    tx.each(sql, params![first.cast_signed()], |row| {
        found = Some(listed(row)?);
        Ok::<(), DeviceError>(())
    })?;
    Ok(found)
}

fn listed(row: &Row<'_>) -> Result<ListedPatrol, DeviceError> {
    let store = StoreError::from;
    let told: String = row.get(2).map_err(store)?;
    Ok(ListedPatrol {
        first: row.get::<_, i64>(0).map_err(store)?.cast_unsigned(),
        record: Id::from_bytes(row.get(1).map_err(store)?),
        patrol: read(&told)?,
        summary: row.get::<_, Option<i64>>(3).map_err(store)?.map(i64::cast_unsigned),
    })
}

/// Folds records again from what is left of their entries, after some of them were erased: one walk for all.
pub(crate) fn refold(
    tx: &WriteTransaction<'_>,
    officer: Id,
    records: impl IntoIterator<Item = Id>,
) -> Result<(), DeviceError> {
    let mut told = BTreeMap::new();
    for record in records {
        told.extend(forget_told(tx, record)?.map(|first| (record, first)));
    }
    let Some(first) = told.values().min() else { return Ok(()) };
    each_entry(tx, *first, u64::MAX, |entry| {
        let header = entry.header()?;
        if !told.contains_key(&header.record) {
            return Ok(());
        }
        match entry.says(&header) {
            Some(EntryBody::Note(_)) | None => Ok(()),
            Some(body) => project(tx, officer, entry.seq, header.record, &body),
        }
    })
}

/// The same of one record whose entries are known: `entries`, in order.
pub(crate) fn refold_from(
    tx: &WriteTransaction<'_>,
    officer: Id,
    record: Id,
    entries: impl Iterator<Item = u64>,
) -> Result<(), DeviceError> {
    let Some(first) = forget_told(tx, record)? else { return Ok(()) };
    for seq in entries.filter(|seq| *seq >= first) {
        let Some(line) = entry(tx, seq)? else { continue };
        match line.says(&line.header()?) {
            Some(EntryBody::Note(_)) | None => {}
            Some(body) => project(tx, officer, seq, record, &body)?,
        }
    }
    Ok(())
}

/// Forgets what is told of a record; answers its first entry, `None` if nothing was told.
fn forget_told(tx: &WriteTransaction<'_>, record: Id) -> Result<Option<u64>, DeviceError> {
    let Some((first, _)) = patrol_of(tx, record)? else { return stories::forget(tx, record) };
    tx.execute("DELETE FROM patrol WHERE seq = ?1", params![first.cast_signed()])?;
    Ok(Some(first))
}

/// Tells the notes among these entries anew; answers the others that tell of a record, in order. Entries of
/// tracks are not among them: no projection holds fixes.
pub(crate) fn retell_notes(
    tx: &WriteTransaction<'_>,
    officer: Id,
    first: u64,
    last: u64,
) -> Result<Vec<(Id, u64)>, DeviceError> {
    let mut others = Vec::new();
    let until = i64::try_from(last).unwrap_or(i64::MAX);
    tx.execute("DELETE FROM note WHERE seq BETWEEN ?1 AND ?2", params![first.cast_signed(), until])?;
    each_entry(tx, first, last, |entry| {
        let header = entry.header()?;
        match entry.says(&header) {
            Some(note @ EntryBody::Note(_)) => project(tx, officer, entry.seq, header.record, &note)?,
            None | Some(EntryBody::TrackChunk(_) | EntryBody::Genesis(_) | EntryBody::Erasure(_)) => {}
            Some(_) => others.push((header.record, entry.seq)),
        }
        Ok(())
    })?;
    Ok(others)
}

/// Tells one record anew from what is left of these entries, which are all that tell of it.
pub(crate) fn retell_record(
    tx: &WriteTransaction<'_>,
    officer: Id,
    record: Id,
    entries: &[u64],
) -> Result<(), DeviceError> {
    tx.execute("DELETE FROM patrol WHERE record = ?1", params![record.as_bytes()])?;
    stories::forget(tx, record)?;
    for seq in entries {
        let Some(line) = entry(tx, *seq)? else { continue };
        if let Some(body) = line.says(&line.header()?) {
            project(tx, officer, *seq, record, &body)?;
        }
    }
    Ok(())
}

/// The records there is a projection of.
pub(crate) fn told_records(tx: &ReadTransaction<'_>) -> Result<Vec<Id>, DeviceError> {
    let sql = "SELECT record FROM patrol UNION SELECT record FROM encounter UNION SELECT record FROM notice
               UNION SELECT record FROM welfare UNION SELECT record FROM count_part
               UNION SELECT record FROM encampment_entry
               UNION SELECT record FROM work_entry UNION SELECT record FROM sign_note";
    Ok(tx.all(sql, [], |row| Ok(Id::from_bytes(row.get(0)?)))?)
}

fn spell(patrol: &Patrol) -> Result<String, DeviceError> {
    serde_json::to_string(patrol).map_err(|_| DeviceError::Bug("projection"))
}

fn read(told: &str) -> Result<Patrol, DeviceError> {
    serde_json::from_slice(told.as_bytes()).map_err(|_| DeviceError::Row("patrol"))
}

fn basis_name(basis: Basis) -> &'static str {
    match basis {
        Basis::Fact => "fact",
        Basis::Opinion => "opinion",
        Basis::Hearsay => "hearsay",
    }
}

/// Reads what the projection of a note spelled.
pub(crate) fn basis_of(name: &str) -> Option<Basis> {
    [Basis::Fact, Basis::Opinion, Basis::Hearsay].into_iter().find(|basis| basis_name(*basis) == name)
}
