//! Welfare records in SQLite: which entries tell of them, and what is to be done because of them.

use std::collections::BTreeSet;

use beatbook_domain::calendar::local_date;
use beatbook_domain::records::body::{COARSE_KIND, EntryBody};
use beatbook_domain::records::server::ServerBody;
use beatbook_domain::records::welfare::WelfareEntry;
use beatbook_protocol::entry::Header;
use beatbook_protocol::id::Id;
use beatbook_store::{ReadTransaction, Row, RowResult, StoreError, WriteTransaction, params};
use jiff::civil::Date;

use super::cold;
use super::ingest::NotebookRow;
use super::journal;
use super::register::reject;
use super::roles;
use super::rows::{self, int};
use crate::error::Fault;
use crate::journal::Pen;
use crate::random;
use crate::store::WelfareTold;
use crate::welfare::{Case, TakenIn, Visitor, visit_task};

/// Takes note of an entry that tells of a welfare record; of a danger of its place in the register of those as well.
pub fn note(
    tx: &WriteTransaction<'_>,
    row: &NotebookRow,
    (record, seq): (Id, u64),
    says: &EntryBody,
) -> Result<(), Fault> {
    if let Some(register) = says.work(COARSE_KIND) {
        tx.execute(
            "INSERT OR IGNORE INTO work_entry (authority, notebook, work, record, seq) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![row.authority, row.number, register.name(), record.as_bytes(), int(seq)],
        )?;
    }
    tx.execute(
        "INSERT OR IGNORE INTO welfare_entry (notebook, record, seq) VALUES (?1, ?2, ?3)",
        params![row.number, record.as_bytes(), int(seq)],
    )?;
    Ok(())
}

/// Folds a record again, and gives the tasks that its new entries ask for; answers the entries that do not fit, and why.
/// No alarm is raised: every phone would read that there is something.
pub fn retell(
    tx: &WriteTransaction<'_>,
    pen: &Pen,
    row: &NotebookRow,
    record: Id,
    new: &BTreeSet<u64>,
) -> Result<Vec<(u64, &'static str)>, Fault> {
    let told = told(tx, row, record)?;
    let case = Case::fold(row.id, row.officer, record, &told);
    tx.execute(
        "DELETE FROM rejection WHERE code NOT IN ('unknown_kind', 'under_hold') AND place IN
           (SELECT ?1 * 4294967296 + seq FROM welfare_entry WHERE notebook = ?1 AND record = ?2)",
        params![row.number, record.as_bytes()],
    )?;
    for (seq, code) in &case.refused {
        reject(tx, row.number, *seq, code)?;
    }
    let access = roles::access_of(tx, row.authority, row.officer, today(pen)?)?;
    let visitor = Visitor { team: team(tx, row)?, access };
    let found = case.welfare.as_ref().and_then(|welfare| welfare.opened.place);
    for (place, TakenIn { seq, entry, .. }) in told.iter().enumerate() {
        let fits = new.contains(seq) && case.refused.iter().all(|(refused, _)| refused != seq);
        if fits && let WelfareEntry::Step(step) = entry {
            let id = id_of_the_hour(pen)?;
            if let Some(task) = visit_task((record, found), step, &visitor, id) {
                journal::append(tx, pen, row.authority, id, &ServerBody::WelfareTask(task))?;
            }
            cold::tell_offer(tx, pen, row, (&case, *seq, step), told.get(..place).unwrap_or_default())?;
        }
    }
    Ok(case.refused)
}

/// The team of the notebook's officer.
fn team(tx: &ReadTransaction<'_>, row: &NotebookRow) -> Result<String, Fault> {
    let sql = "SELECT team FROM officer WHERE authority = ?1 AND id = ?2";
    let team = tx.maybe(sql, params![row.authority, row.officer.as_bytes()], |found| found.get(0))?;
    Ok(team.unwrap_or_default())
}

/// A new id whose time is the whole hour: it stands in a header that every phone reads.
fn id_of_the_hour(pen: &Pen) -> Result<Id, Fault> {
    const HOUR_MS: i64 = 3_600_000;
    let hour = pen.clock().now().div_euclid(HOUR_MS) * HOUR_MS;
    Ok(Id::v7(u64::try_from(hour).unwrap_or(0), random::bytes()?))
}

fn today(pen: &Pen) -> Result<Date, Fault> {
    local_date(pen.clock().now()).map_err(|_| Fault::Format { what: "today's date" })
}

/// Everything that is told of an authority's welfare records, notebook by notebook in order.
pub fn facts(tx: &ReadTransaction<'_>, authority: i64) -> Result<Vec<WelfareTold>, Fault> {
    facts_since(tx, authority, None)
}

/// The same of those records of which something was taken in since an instant, UTC milliseconds.
pub fn facts_since(
    tx: &ReadTransaction<'_>,
    authority: i64,
    since: Option<i64>,
) -> Result<Vec<WelfareTold>, Fault> {
    let mut all = Vec::new();
    tx.each::<Fault>(
        "SELECT n.id, n.officer, w.record, w.seq, b.taken, h.header, b.bytes FROM welfare_entry w
           JOIN notebook n ON n.number = w.notebook
           JOIN entry h ON h.place = w.notebook * 4294967296 + w.seq
           JOIN body b ON b.place = w.notebook * 4294967296 + w.seq
         WHERE n.authority = ?1 AND b.bytes IS NOT NULL AND (?2 IS NULL OR EXISTS
           (SELECT 1 FROM welfare_entry x JOIN body t ON t.place = x.notebook * 4294967296 + x.seq
            WHERE x.notebook = w.notebook AND x.record = w.record AND t.taken >= ?2))
         ORDER BY w.notebook, w.record, w.seq",
        params![authority, since],
        |row| {
            let read = |row: &Row<'_>| -> RowResult<(WelfareKey, Vec<u8>, Vec<u8>)> {
                let taken = row.get::<_, Option<i64>>(4)?.unwrap_or(i64::MAX);
                let ids = (rows::id(row, 0)?, rows::id(row, 1)?, rows::id(row, 2)?);
                Ok(((ids, rows::number(row, 3)?, taken), row.get(5)?, row.get(6)?))
            };
            let (key, header, bytes) = read(row).map_err(StoreError::from)?;
            let ((notebook, officer, record), seq, taken) = key;
            let told = entry(&header, &bytes)?.map(|entry| TakenIn::new(officer, seq, taken, entry));
            all.extend(told.map(|TakenIn { seq, taken, entry }| WelfareTold {
                notebook,
                officer,
                record,
                seq,
                taken,
                entry,
            }));
            Ok(())
        },
    )?;
    Ok(all)
}

/// When records whose beginning is erased were told, by their first headers, at the latest when that was taken in. They count
/// nowhere, whatever a phone that did not know has told of them since.
pub fn erased(tx: &ReadTransaction<'_>, authority: i64) -> Result<Vec<i64>, Fault> {
    type Found = (i64, Id, Vec<u8>, Option<i64>, bool);
    let found: Vec<Found> = tx.all(
        "SELECT w.notebook, w.record, h.header, b.taken, b.bytes IS NULL AND b.state <> 0 FROM welfare_entry w
           JOIN notebook n ON n.number = w.notebook
           JOIN entry h ON h.place = w.notebook * 4294967296 + w.seq
           JOIN body b ON b.place = w.notebook * 4294967296 + w.seq
         WHERE n.authority = ?1 ORDER BY w.notebook, w.record, w.seq",
        params![authority],
        |row| Ok((row.get(0)?, rows::id(row, 1)?, row.get(2)?, row.get(3)?, row.get(4)?)),
    )?;
    let firsts = found.chunk_by(|one, next| (one.0, one.1) == (next.0, next.1)).filter_map(<[_]>::first);
    let gone = firsts.filter(|(.., is_gone)| *is_gone);
    gone.map(|(_, _, header, taken, _)| {
        let header = Header::parse(header).map_err(|_| Fault::Damaged { what: "header" })?;
        Ok(taken.map_or(header.wall, |taken| header.wall.min(taken)))
    })
    .collect()
}

/// Notebook, officer and record; seq; when it was taken in.
type WelfareKey = ((Id, Id, Id), u64, i64);

/// What an entry says of a welfare record, if it does.
fn entry(header: &[u8], bytes: &[u8]) -> Result<Option<WelfareEntry>, Fault> {
    let header = Header::parse(header).map_err(|_| Fault::Damaged { what: "header" })?;
    Ok(match EntryBody::parse(&header.kind, header.schema, bytes) {
        Ok(EntryBody::Welfare(entry)) => Some(entry),
        _ => None,
    })
}

/// What is told of one record of a notebook, in order.
fn told(tx: &ReadTransaction<'_>, row: &NotebookRow, record: Id) -> Result<Vec<TakenIn>, Fault> {
    type Found = (u64, Option<i64>, Vec<u8>, Vec<u8>);
    let found: Vec<Found> = tx.all(
        "SELECT w.seq, b.taken, h.header, b.bytes FROM welfare_entry w
           JOIN entry h ON h.place = w.notebook * 4294967296 + w.seq
           JOIN body b ON b.place = w.notebook * 4294967296 + w.seq
         WHERE w.notebook = ?1 AND w.record = ?2 AND b.bytes IS NOT NULL ORDER BY w.seq",
        params![row.number, record.as_bytes()],
        |row| Ok((rows::number(row, 0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
    )?;
    let mut told = Vec::with_capacity(found.len());
    for (seq, taken, header, bytes) in found {
        let taken = taken.unwrap_or(i64::MAX);
        told.extend(entry(&header, &bytes)?.map(|entry| TakenIn::new(row.officer, seq, taken, entry)));
    }
    Ok(told)
}
