//! What entries tell of encounters, notices, welfare records, counts, encampments and signs, kept ready: the fold of each record, by the record's id. Ids grow
//! with time, so each table is its own index and a notice with its number touches four b-trees.

use beatbook_domain::records::body::EntryBody;
use beatbook_domain::records::count::CountEntry;
use beatbook_domain::records::count::story::CountPart;
use beatbook_domain::records::encounter::EncounterEntry;
use beatbook_domain::records::encounter::story::Encounter;
use beatbook_domain::records::notice::NoticeEntry;
use beatbook_domain::records::notice::story::NoticeStory;
use beatbook_domain::records::sign::SignNoted;
use beatbook_domain::records::welfare::WelfareEntry;
use beatbook_domain::records::welfare::story::Welfare;
use beatbook_protocol::id::Id;
use beatbook_store::{ReadTransaction, Row, StoreError, WriteTransaction, params};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::rows::entry;
use crate::error::DeviceError;

/// A record as its entries tell it.
#[derive(Debug, Clone)]
pub(crate) struct StoryTold<T> {
    pub(crate) record: Id,
    /// Number of its first entry.
    pub(crate) first: u64,
    pub(crate) story: T,
}

/// Adds what one entry says of an encounter.
pub(super) fn encounter(
    tx: &WriteTransaction<'_>,
    seq: u64,
    record: Id,
    entry: &EncounterEntry,
) -> Result<(), DeviceError> {
    if let EncounterEntry::Opened(opened) = entry {
        if let Ok(story) = Encounter::open(opened) {
            tx.execute(
                "INSERT OR IGNORE INTO encounter (record, seq, told) VALUES (?1, ?2, ?3)",
                params![record.as_bytes(), seq.cast_signed(), spell(&story)?],
            )?;
        }
        return Ok(());
    }
    let Some(StoryTold { mut story, .. }) = encounter_of(tx, record)? else { return Ok(()) };
    if story.apply(entry).is_ok() {
        let sql = "UPDATE encounter SET told = ?2 WHERE record = ?1";
        tx.execute(sql, params![record.as_bytes(), spell(&story)?])?;
    }
    Ok(())
}

/// Adds what one entry says of a notice.
pub(super) fn notice(
    tx: &WriteTransaction<'_>,
    seq: u64,
    record: Id,
    entry: &NoticeEntry,
) -> Result<(), DeviceError> {
    let Some(StoryTold { mut story, .. }) = notice_of(tx, record)? else {
        if let Ok(story) = NoticeStory::begin(entry) {
            tx.execute(
                "INSERT INTO notice (record, seq, number, encounter, told) VALUES (?1, ?2, ?3, ?4, ?5)",
                params![
                    record.as_bytes(),
                    seq.cast_signed(),
                    story.number(),
                    story.notice.encounter.as_bytes(),
                    spell(&story)?
                ],
            )?;
        }
        return Ok(());
    };
    if story.apply(entry).is_ok() {
        let sql = "UPDATE notice SET told = ?2, number = ?3 WHERE record = ?1";
        tx.execute(sql, params![record.as_bytes(), spell(&story)?, story.number()])?;
    }
    Ok(())
}

/// Keeps what one entry says of a sign.
pub(super) fn sign(
    tx: &WriteTransaction<'_>,
    seq: u64,
    record: Id,
    note: &SignNoted,
) -> Result<(), DeviceError> {
    let sql = "INSERT OR REPLACE INTO sign_note (seq, record, told) VALUES (?1, ?2, ?3)";
    tx.execute(sql, params![seq.cast_signed(), record.as_bytes(), spell(note)?])?;
    Ok(())
}

/// What this notebook tells of the signs of an order, or of all, in order.
pub(crate) fn sign_notes(
    tx: &ReadTransaction<'_>,
    order: Option<&str>,
) -> Result<Vec<SignNoted>, DeviceError> {
    let sql = "SELECT record, seq, told FROM sign_note
               WHERE ?1 IS NULL OR json_extract(told, '$.order') = ?1 ORDER BY seq";
    Ok(stories(tx, sql, params![order])?.into_iter().map(|told| told.story).collect())
}

/// Adds what one entry says of a welfare record.
pub(super) fn welfare(
    tx: &WriteTransaction<'_>,
    seq: u64,
    record: Id,
    entry: &WelfareEntry,
) -> Result<(), DeviceError> {
    if let WelfareEntry::Opened(opened) = entry {
        if let Ok(story) = Welfare::open(opened) {
            tx.execute(
                "INSERT OR IGNORE INTO welfare (record, seq, told) VALUES (?1, ?2, ?3)",
                params![record.as_bytes(), seq.cast_signed(), spell(&story)?],
            )?;
        }
        return Ok(());
    }
    let Some(StoryTold { mut story, .. }) = welfare_of(tx, record)? else { return Ok(()) };
    if story.apply(entry).is_ok() {
        let sql = "UPDATE welfare SET told = ?2 WHERE record = ?1";
        tx.execute(sql, params![record.as_bytes(), spell(&story)?])?;
    }
    Ok(())
}

/// A welfare record.
pub(crate) fn welfare_of(
    tx: &ReadTransaction<'_>,
    record: Id,
) -> Result<Option<StoryTold<Welfare>>, DeviceError> {
    let sql = "SELECT record, seq, told FROM welfare WHERE record = ?1";
    Ok(stories(tx, sql, params![record.as_bytes()])?.pop())
}

/// Welfare records, the newest first.
pub(crate) fn welfare_records(
    tx: &ReadTransaction<'_>,
    limit: u32,
) -> Result<Vec<StoryTold<Welfare>>, DeviceError> {
    stories(tx, "SELECT record, seq, told FROM welfare ORDER BY seq DESC LIMIT ?1", params![limit])
}

/// Adds what one entry says of a part of a count.
pub(super) fn count(
    tx: &WriteTransaction<'_>,
    seq: u64,
    record: Id,
    entry: &CountEntry,
) -> Result<(), DeviceError> {
    let Some(StoryTold { mut story, .. }) = count_part_of(tx, record)? else {
        if let Ok(story) = CountPart::begin(entry) {
            tx.execute(
                "INSERT INTO count_part (record, seq, told) VALUES (?1, ?2, ?3)",
                params![record.as_bytes(), seq.cast_signed(), spell(&story)?],
            )?;
        }
        return Ok(());
    };
    if story.apply(entry).is_ok() {
        let sql = "UPDATE count_part SET told = ?2 WHERE record = ?1";
        tx.execute(sql, params![record.as_bytes(), spell(&story)?])?;
    }
    Ok(())
}

/// A part of a count.
pub(crate) fn count_part_of(
    tx: &ReadTransaction<'_>,
    record: Id,
) -> Result<Option<StoryTold<CountPart>>, DeviceError> {
    let sql = "SELECT record, seq, told FROM count_part WHERE record = ?1";
    Ok(stories(tx, sql, params![record.as_bytes()])?.pop())
}

/// Parts of counts, the newest first.
pub(crate) fn count_parts(
    tx: &ReadTransaction<'_>,
    limit: u32,
) -> Result<Vec<StoryTold<CountPart>>, DeviceError> {
    stories(tx, "SELECT record, seq, told FROM count_part ORDER BY seq DESC LIMIT ?1", params![limit])
}

/// Notes that an entry tells of an encampment or a tent.
pub(super) fn encampment(tx: &WriteTransaction<'_>, seq: u64, record: Id) -> Result<(), DeviceError> {
    let sql = "INSERT OR IGNORE INTO encampment_entry (record, seq) VALUES (?1, ?2)";
    tx.execute(sql, params![record.as_bytes(), seq.cast_signed()])?;
    Ok(())
}

/// What this notebook's entries tell of encampments and tents, in order.
pub(crate) fn encampment_entries(tx: &ReadTransaction<'_>) -> Result<Vec<(Id, u64, EntryBody)>, DeviceError> {
    let sql = "SELECT record, seq FROM encampment_entry ORDER BY seq";
    let places: Vec<(Id, u64)> =
        tx.all(sql, [], |row| Ok((Id::from_bytes(row.get(0)?), row.get::<_, i64>(1)?.cast_unsigned())))?;
    let mut told = Vec::with_capacity(places.len());
    for (record, seq) in places {
        let Some(line) = entry(tx, seq)? else { continue };
        told.extend(line.says(&line.header()?).map(|says| (record, seq, says)));
    }
    Ok(told)
}

/// An encounter.
pub(crate) fn encounter_of(
    tx: &ReadTransaction<'_>,
    record: Id,
) -> Result<Option<StoryTold<Encounter>>, DeviceError> {
    let sql = "SELECT record, seq, told FROM encounter WHERE record = ?1";
    Ok(stories(tx, sql, params![record.as_bytes()])?.pop())
}

/// Encounters, the newest first.
pub(crate) fn encounters(
    tx: &ReadTransaction<'_>,
    limit: u32,
) -> Result<Vec<StoryTold<Encounter>>, DeviceError> {
    stories(tx, "SELECT record, seq, told FROM encounter ORDER BY seq DESC LIMIT ?1", params![limit])
}

/// A notice.
pub(crate) fn notice_of(
    tx: &ReadTransaction<'_>,
    record: Id,
) -> Result<Option<StoryTold<NoticeStory>>, DeviceError> {
    let sql = "SELECT record, seq, told FROM notice WHERE record = ?1";
    Ok(stories(tx, sql, params![record.as_bytes()])?.pop())
}

/// The notice of this number.
pub(crate) fn notice_numbered(
    tx: &ReadTransaction<'_>,
    number: &str,
) -> Result<Option<StoryTold<NoticeStory>>, DeviceError> {
    let sql = "SELECT record, seq, told FROM notice WHERE number = ?1";
    Ok(stories(tx, sql, params![number])?.pop())
}

/// Notices that came from an encounter, in order.
pub(crate) fn notices_from(
    tx: &ReadTransaction<'_>,
    encounter: Id,
) -> Result<Vec<StoryTold<NoticeStory>>, DeviceError> {
    let sql = "SELECT record, seq, told FROM notice WHERE encounter = ?1 ORDER BY seq";
    stories(tx, sql, params![encounter.as_bytes()])
}

/// Notices, the newest first.
pub(crate) fn notices(
    tx: &ReadTransaction<'_>,
    limit: u32,
) -> Result<Vec<StoryTold<NoticeStory>>, DeviceError> {
    stories(tx, "SELECT record, seq, told FROM notice ORDER BY seq DESC LIMIT ?1", params![limit])
}

/// Issued notices of a kind, the newest first.
pub(crate) fn notices_of_kind(
    tx: &ReadTransaction<'_>,
    kind: &str,
) -> Result<Vec<StoryTold<NoticeStory>>, DeviceError> {
    let sql = "SELECT record, seq, told FROM notice
               WHERE number IS NOT NULL AND json_extract(told, '$.notice.content.kind') = ?1 ORDER BY seq DESC";
    stories(tx, sql, params![kind])
}

/// Forgets what is told of a record; answers the number of its first entry, if anything was.
pub(super) fn forget(tx: &WriteTransaction<'_>, record: Id) -> Result<Option<u64>, DeviceError> {
    let sql = "SELECT seq FROM encounter WHERE record = ?1 UNION SELECT seq FROM notice WHERE record = ?1
               UNION SELECT seq FROM welfare WHERE record = ?1
               UNION SELECT seq FROM count_part WHERE record = ?1
               UNION SELECT min(seq) FROM encampment_entry WHERE record = ?1 GROUP BY record
               UNION SELECT min(seq) FROM work_entry WHERE record = ?1 GROUP BY record
               UNION SELECT seq FROM sign_note WHERE record = ?1";
    let first = tx.maybe(sql, params![record.as_bytes()], |row| Ok(row.get::<_, i64>(0)?.cast_unsigned()))?;
    if first.is_some() {
        for sql in [
            "DELETE FROM encounter WHERE record = ?1",
            "DELETE FROM notice WHERE record = ?1",
            "DELETE FROM welfare WHERE record = ?1",
            "DELETE FROM count_part WHERE record = ?1",
            "DELETE FROM encampment_entry WHERE record = ?1",
            "DELETE FROM work_entry WHERE record = ?1",
            "DELETE FROM sign_note WHERE record = ?1",
        ] {
            tx.execute(sql, params![record.as_bytes()])?;
        }
    }
    Ok(first)
}

fn stories<T: DeserializeOwned>(
    tx: &ReadTransaction<'_>,
    sql: &str,
    asked: impl beatbook_store::Params,
) -> Result<Vec<StoryTold<T>>, DeviceError> {
    let mut all = Vec::new();
    tx.each(sql, asked, |row| {
        all.push(told(row)?);
        Ok::<(), DeviceError>(())
    })?;
    Ok(all)
}

fn told<T: DeserializeOwned>(row: &Row<'_>) -> Result<StoryTold<T>, DeviceError> {
    let store = StoreError::from;
    let told: String = row.get(2).map_err(store)?;
    Ok(StoryTold {
        record: Id::from_bytes(row.get(0).map_err(store)?),
        first: row.get::<_, i64>(1).map_err(store)?.cast_unsigned(),
        story: serde_json::from_slice(told.as_bytes())
            .map_err(|_| DeviceError::Row("encounter, notice, welfare record or count"))?,
    })
}

fn spell(story: &impl Serialize) -> Result<String, DeviceError> {
    serde_json::to_string(story).map_err(|_| DeviceError::Bug("projection"))
}
