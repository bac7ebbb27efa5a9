//! Which entries tell of engagements. They are seldom looked at: the fold is made when somebody asks.

use beatbook_domain::records::body::EntryBody;
use beatbook_domain::records::work::Work;
use beatbook_protocol::id::Id;
use beatbook_store::{ReadTransaction, WriteTransaction, params};

use super::rows::entry;
use crate::error::DeviceError;

/// Notes that an entry tells of a record of a register.
pub(super) fn note(tx: &WriteTransaction<'_>, work: Work, seq: u64, record: Id) -> Result<(), DeviceError> {
    let sql = "INSERT OR IGNORE INTO work_entry (record, seq, work) VALUES (?1, ?2, ?3)";
    tx.execute(sql, params![record.as_bytes(), seq.cast_signed(), work.name()])?;
    Ok(())
}

/// What this notebook's entries tell of a register, in order.
pub(crate) fn work_entries(
    tx: &ReadTransaction<'_>,
    work: Work,
) -> Result<Vec<(Id, u64, EntryBody)>, DeviceError> {
    let sql = "SELECT record, seq FROM work_entry WHERE work = ?1 ORDER BY seq";
    let places: Vec<(Id, u64)> = tx.all(sql, params![work.name()], |row| {
        Ok((Id::from_bytes(row.get(0)?), row.get::<_, i64>(1)?.cast_unsigned()))
    })?;
    let mut told = Vec::with_capacity(places.len());
    for (record, seq) in places {
        let Some(line) = entry(tx, seq)? else { continue };
        told.extend(line.says(&line.header()?).map(|says| (record, seq, says)));
    }
    Ok(told)
}

/// The newest of them.
pub(crate) fn newest_work_entry(
    tx: &ReadTransaction<'_>,
    work: Work,
) -> Result<Option<(Id, u64, EntryBody)>, DeviceError> {
    let sql = "SELECT record, seq FROM work_entry WHERE work = ?1 ORDER BY seq DESC LIMIT 1";
    let newest = tx.maybe(sql, params![work.name()], |row| {
        Ok((Id::from_bytes(row.get(0)?), row.get::<_, i64>(1)?.cast_unsigned()))
    })?;
    let Some((record, seq)) = newest else { return Ok(None) };
    let Some(line) = entry(tx, seq)? else { return Ok(None) };
    Ok(line.says(&line.header()?).map(|says| (record, seq, says)))
}
