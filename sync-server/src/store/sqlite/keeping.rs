//! Keeping times in SQLite: stamps, holds, and what is kept since when.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use async_trait::async_trait;
use beatbook_domain::records::body::{COARSE_KIND, EntryBody};
use beatbook_domain::records::keeping::{ErasedFor, TrackExtracted};
use beatbook_domain::records::server::ServerBody;
use beatbook_domain::welfare::identity::KeyedId;
use beatbook_domain::welfare::months::MonthsSeen;
use beatbook_protocol::entry::Header;
use beatbook_protocol::id::Id;
use beatbook_store::{ReadTransaction, Row, RowResult, StoreError, WriteTransaction, params};

use super::erasure::erase_late;
use super::ingest::{NotebookRow, UNDER_HOLD, notebook_number, notebook_numbered, notebook_row};
use super::rows::{self, JOURNAL_ENTRIES_MAX, int, new_place, place, seq_of};
use super::{SqliteStore, access, around, forgetting, journal};
use crate::auth::{Keyholder, Scope};
use crate::error::Fault;
use crate::keeping::clock::{CLOCK, Seen};
use crate::store::erasures::{Erasure, Line};
use crate::store::{
    Erased, Erasing, KeepingFacts, KeepingStore, KeptEntry, KeptPatrol, OwnEntry, PresenceKept, Tellers,
};

/// When something is taken in: now, and never before the last time that the server's clock was found right.
pub fn stamp(tx: &ReadTransaction<'_>, now: i64) -> Result<i64, Fault> {
    let seen: Option<Vec<u8>> =
        tx.maybe("SELECT value FROM setting WHERE name = ?1", params![CLOCK], |row| row.get(0))?;
    Ok(seen.and_then(|seen| Seen::read(&seen)).map_or(now, |seen| now.max(seen.wall)))
}

/// The hold on a record, if it is under one.
pub fn hold_on(tx: &ReadTransaction<'_>, authority: i64, record: Id) -> Result<Option<Id>, Fault> {
    Ok(tx.maybe(
        "SELECT hold FROM hold WHERE authority = ?1 AND record = ?2 ORDER BY hold LIMIT 1",
        params![authority, record.as_bytes()],
        |row| rows::id(row, 0),
    )?)
}

/// The hold that keeps an entry's body, if it is here and under one.
pub fn hold_on_entry(tx: &ReadTransaction<'_>, row: &NotebookRow, seq: u64) -> Result<Option<Id>, Fault> {
    let Some(place) = place(row.number, seq) else { return Ok(None) };
    let header: Option<Vec<u8>> = tx.maybe(
        "SELECT e.header FROM entry e JOIN body b ON b.place = e.place WHERE e.place = ?1 AND b.state = 0",
        params![place],
        |found| found.get(0),
    )?;
    let Some(header) = header else { return Ok(None) };
    hold_on(tx, row.authority, read_header(&header)?.record)
}

/// Takes note of what the authority's own journal says of holds.
pub fn note_own(tx: &WriteTransaction<'_>, authority: i64, body: &ServerBody) -> Result<(), Fault> {
    match body {
        ServerBody::HoldPlaced(placed) => tx.execute(
            "INSERT OR REPLACE INTO hold (authority, hold, record) VALUES (?1, ?2, ?3)",
            params![authority, placed.hold.as_bytes(), placed.record.as_bytes()],
        )?,
        ServerBody::HoldLifted(lifted) => tx.execute(
            "DELETE FROM hold WHERE authority = ?1 AND hold = ?2",
            params![authority, lifted.hold.as_bytes()],
        )?,
        _ => 0,
    };
    Ok(())
}

/// Erases what waited for a hold that is lifted.
fn release(tx: &WriteTransaction<'_>, authority: i64) -> Result<Vec<Line>, Fault> {
    let waiting: Vec<(i64, Vec<u8>, Vec<u8>)> = tx.all(
        "SELECT r.place, e.header, b.bytes FROM rejection r JOIN entry e ON e.place = r.place
           JOIN body b ON b.place = r.place JOIN notebook n ON n.number = r.place >> 32
         WHERE r.code = ?2 AND n.authority = ?1 AND b.bytes IS NOT NULL",
        params![authority, UNDER_HOLD],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    let mut erased = Vec::new();
    for (place, header, bytes) in waiting {
        let header = read_header(&header)?;
        let row = notebook_numbered(tx, place >> 32)?;
        if let Ok(EntryBody::Erasure(erasure)) = EntryBody::parse(&header.kind, header.schema, &bytes)
            && erasure.entry < header.seq
            && hold_on_entry(tx, &row, erasure.entry)?.is_none()
        {
            tx.execute("DELETE FROM rejection WHERE place = ?1", params![place])?;
            erase_late(tx, row.number, erasure.entry, header.seq)?;
            let (authority, notebook, seq, by) = (row.authority_id, row.id, erasure.entry, seq_of(place));
            erased.push(Erasure { authority, notebook, seq, by }.into());
        }
    }
    Ok(erased)
}

pub fn read_header(bytes: &[u8]) -> Result<Header, Fault> {
    Header::parse(bytes).map_err(|_| Fault::Damaged { what: "header" })
}

fn facts(tx: &ReadTransaction<'_>, authority: i64) -> Result<KeepingFacts, Fault> {
    let mut holds: BTreeMap<Id, Vec<Id>> = BTreeMap::new();
    let both = |row: &Row<'_>| -> RowResult<(Id, Id)> { Ok((rows::id(row, 0)?, rows::id(row, 1)?)) };
    let sql = "SELECT record, hold FROM hold WHERE authority = ?1 ORDER BY hold";
    for (record, hold) in tx.all(sql, params![authority], both)? {
        holds.entry(record).or_default().push(hold);
    }
    let patrols = tx.all(
        "SELECT n.id, p.record, p.is_open = 0 AND p.derived >= p.wanted FROM patrol p
           JOIN notebook n ON n.number = p.notebook WHERE p.authority = ?1",
        params![authority],
        |row| {
            Ok(KeptPatrol { notebook: rows::id(row, 0)?, record: rows::id(row, 1)?, is_settled: row.get(2)? })
        },
    )?;
    let heads =
        tx.all("SELECT id, head_seq FROM notebook WHERE authority = ?1", params![authority], |row| {
            Ok((rows::id(row, 0)?, rows::number(row, 1)?))
        })?;
    let log = tx.all(
        "SELECT number, at FROM access_log WHERE authority = ?1 ORDER BY number",
        params![authority],
        |row| Ok((rows::number(row, 0)?, row.get(1)?)),
    )?;
    Ok(KeepingFacts {
        entries: entries(tx, authority)?,
        own: own(tx, authority)?,
        patrols,
        holds,
        heads: heads.into_iter().collect(),
        length: journal::length(tx, authority)?,
        months: months(tx, authority)?,
        log,
    })
}

fn months(tx: &ReadTransaction<'_>, authority: i64) -> Result<BTreeMap<KeyedId, MonthsSeen>, Fault> {
    let months: Vec<(String, String)> =
        tx.all("SELECT person, seen FROM months_seen WHERE authority = ?1", params![authority], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    const DAMAGED: Fault = Fault::Damaged { what: "months" };
    let months = months.into_iter().map(|(person, seen)| {
        let person = KeyedId::try_from(person).map_err(|_| DAMAGED)?;
        Ok((person, serde_json::from_str(&seen).map_err(|_| DAMAGED)?))
    });
    months.collect()
}

/// Notebook, officer, header, stamp, and the body unless it is a track.
type Columns = (Id, Id, Vec<u8>, Option<i64>, Option<Vec<u8>>);

/// Entries of notebooks whose bodies are here. Tracks are not read.
fn entries(tx: &ReadTransaction<'_>, authority: i64) -> Result<Vec<KeptEntry>, Fault> {
    let mut entries = Vec::new();
    tx.each::<Fault>(
        "SELECT n.id, n.officer, e.header, b.taken,
           iif(json_extract(CAST(e.header AS TEXT), '$.kind') IN ('track_chunk', 'patrol_summary'), NULL, b.bytes)
         FROM body b JOIN entry e ON e.place = b.place JOIN notebook n ON n.number = b.place >> 32
         WHERE n.authority = ?1 AND b.state = 0 ORDER BY b.place",
        params![authority],
        |row| {
            let read = |row: &Row<'_>| -> RowResult<Columns> {
                Ok((rows::id(row, 0)?, rows::id(row, 1)?, row.get(2)?, row.get(3)?, row.get(4)?))
            };
            let (notebook, officer, header, taken, bytes) = read(row).map_err(StoreError::from)?;
            let header = read_header(&header)?;
            let says = bytes.map(|bytes| EntryBody::parse(&header.kind, header.schema, &bytes));
            let kind = match &says {
                None => header.kind.clone(),
                Some(Ok(says)) => says.kind().to_owned(),
                Some(Err(_)) => String::new(),
            };
            let is_track = |says: &EntryBody| {
                matches!(says, EntryBody::TrackChunk(_) | EntryBody::PatrolSummary(_))
            };
            let says = says.and_then(Result::ok).filter(|says| !is_track(says));
            let (record, seq) = (header.record, header.seq);
            // What came before there were stamps has the time at which its notebook was last seen.
            let taken = taken.unwrap_or(i64::MAX);
            entries.push(KeptEntry { notebook, officer, record, seq, taken, kind, says });
            Ok(())
        },
    )?;
    Ok(entries)
}

fn own(tx: &ReadTransaction<'_>, authority: i64) -> Result<Vec<OwnEntry>, Fault> {
    let last = new_place(authority, JOURNAL_ENTRIES_MAX - 1)?;
    let found: Vec<(Vec<u8>, Vec<u8>)> = tx.all(
        "SELECT header, body FROM server_entry WHERE place BETWEEN ?1 AND ?2 AND body IS NOT NULL ORDER BY place",
        params![new_place(authority, 0)?, last],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let mut own = Vec::new();
    for (header, bytes) in found {
        let header = read_header(&header)?;
        if let Ok(body) = ServerBody::parse(&header.kind, header.schema, &bytes) {
            own.push(OwnEntry { seq: header.seq, record: header.record, wall: header.wall, body });
        }
    }
    Ok(own)
}

/// Who tells of each of these records. Reads all headers once, however many are asked about.
fn tellers(
    tx: &ReadTransaction<'_>,
    authority: i64,
    records: &BTreeSet<Id>,
) -> Result<BTreeMap<Id, Tellers>, Fault> {
    let mut found: BTreeMap<Id, (Tellers, BTreeSet<Id>)> =
        records.iter().map(|record| (*record, Default::default())).collect();
    tx.each(
        "SELECT e.header, n.officer, b.state IS NULL OR b.state = 0
         FROM notebook n JOIN entry e
           ON e.place BETWEEN n.number * 4294967296 AND n.number * 4294967296 + n.head_seq
           LEFT JOIN body b ON b.place = e.place
         WHERE n.authority = ?1",
        params![authority],
        |row| {
            let header: Vec<u8> = row.get(0).map_err(StoreError::from)?;
            let Some((tellers, officers)) = record_of(&header).and_then(|id| found.get_mut(&id)) else {
                return Ok(());
            };
            let hidden = is_coarse(&header);
            tellers.hidden |= hidden;
            tellers.open |= !hidden;
            tellers.bodies |= row.get::<_, bool>(2).map_err(StoreError::from)?;
            officers.insert(rows::id(row, 1).map_err(StoreError::from)?);
            Ok::<_, Fault>(())
        },
    )?;
    tx.each(
        "SELECT header, body IS NOT NULL FROM server_entry WHERE place BETWEEN ?1 AND ?2",
        params![new_place(authority, 0)?, new_place(authority, JOURNAL_ENTRIES_MAX - 1)?],
        |row| {
            let header: Vec<u8> = row.get(0).map_err(StoreError::from)?;
            let Some((tellers, officers)) = record_of(&header).and_then(|id| found.get_mut(&id)) else {
                return Ok(());
            };
            let hidden = is_coarse(&header);
            // What phones tell says whether it is hidden; the desk's word does where none has.
            tellers.hidden |= hidden && officers.is_empty();
            tellers.open |= !hidden;
            tellers.at_desk = true;
            tellers.bodies |= row.get::<_, bool>(1).map_err(StoreError::from)?;
            Ok::<_, Fault>(())
        },
    )?;
    let with = |(tellers, officers): (Tellers, BTreeSet<Id>)| Tellers {
        officers: officers.into_iter().collect(),
        ..tellers
    };
    Ok(found.into_iter().map(|(record, told)| (record, with(told))).collect())
}

/// The record of a header. Only writers serialise headers, and an id is spelled in one way.
fn record_of(header: &[u8]) -> Option<Id> {
    const BEFORE: &[u8] = b"\"record\":\"";
    let at = header.windows(BEFORE.len()).position(|some| some == BEFORE)? + BEFORE.len();
    let id = header.get(at..)?.split(|byte| *byte == b'"').next()?;
    str::from_utf8(id).ok()?.parse().ok()
}

fn is_coarse(header: &[u8]) -> bool {
    let kind = format!("\"kind\":\"{COARSE_KIND}\"");
    header.windows(kind.len()).any(|some| some == kind.as_bytes())
}

#[async_trait]
impl KeepingStore for SqliteStore {
    async fn keeping_facts(&self, scope: &Scope) -> Result<KeepingFacts, Fault> {
        let scope = *scope;
        self.read(move |tx| facts(tx, rows::authority(tx, &scope)?)).await
    }

    async fn erase_bodies(&self, scope: &Scope, erasing: Erasing) -> Result<Erased, Fault> {
        let (pen, scope) = (Arc::clone(&self.pen), *scope);
        let (erased, lines) = self.write(move |tx| forgetting::erase(tx, &pen, &scope, &erasing)).await?;
        self.settle(lines).await?;
        Ok(erased)
    }

    async fn decide_at_desk(
        &self,
        scope: &Scope,
        entries: Vec<(Id, ServerBody)>,
        what: String,
        reason: Option<String>,
    ) -> Result<(), Fault> {
        let (pen, scope) = (Arc::clone(&self.pen), *scope);
        let lines = self
            .write(move |tx| {
                let authority = rows::authority(tx, &scope)?;
                for (about, body) in &entries {
                    journal::append(tx, &pen, authority, *about, body)?;
                }
                access::log(tx, &scope, pen.clock().now(), &what, reason.as_deref())?;
                let lifts = entries.iter().any(|(_, body)| matches!(body, ServerBody::HoldLifted(_)));
                if lifts { release(tx, authority) } else { Ok(Vec::new()) }
            })
            .await?;
        self.settle(lines).await
    }

    async fn tellers(&self, scope: &Scope, records: BTreeSet<Id>) -> Result<BTreeMap<Id, Tellers>, Fault> {
        let scope = *scope;
        self.read(move |tx| tellers(tx, rows::authority(tx, &scope)?, &records)).await
    }

    async fn months_kept(&self, scope: &Scope) -> Result<BTreeMap<KeyedId, MonthsSeen>, Fault> {
        let scope = *scope;
        self.read(move |tx| months(tx, rows::authority(tx, &scope)?)).await
    }

    async fn erase_own(&self, scope: &Scope, seqs: Vec<u64>, what: String) -> Result<u64, Fault> {
        let (pen, scope) = (Arc::clone(&self.pen), *scope);
        let lines = self
            .write(move |tx| {
                let lines = forgetting::forget_own(tx, &pen, &scope, &seqs, ErasedFor::KeepingTime)?;
                access::log(tx, &scope, pen.clock().now(), &what, None)?;
                Ok(lines)
            })
            .await?;
        let erased = lines.len() as u64;
        self.settle(lines).await?;
        Ok(erased)
    }

    async fn drop_rows(&self, scope: &Scope, log_up_to: u64, people: Vec<KeyedId>) -> Result<(), Fault> {
        let (pen, scope) = (Arc::clone(&self.pen), *scope);
        self.write(move |tx| {
            let authority = rows::authority(tx, &scope)?;
            let rows = tx.execute(
                "DELETE FROM access_log WHERE authority = ?1 AND number <= ?2",
                params![authority, int(log_up_to)],
            )?;
            for person in &people {
                tx.execute(
                    "DELETE FROM months_seen WHERE authority = ?1 AND person = ?2",
                    params![authority, person.to_string()],
                )?;
            }
            let what = format!("erased: {rows} rows of the access log, months of {} people", people.len());
            access::log(tx, &scope, pen.clock().now(), &what, None)
        })
        .await
    }

    async fn track_around(
        &self,
        scope: &Scope,
        notebook: Id,
        about: Id,
    ) -> Result<Vec<TrackExtracted>, Fault> {
        let scope = *scope;
        self.read(move |tx| {
            let row = notebook_row(tx, &scope, notebook)?;
            around::track_around(tx, &row, about)
        })
        .await
    }

    async fn presence_kept(
        &self,
        scope: &Scope,
        notebook: Id,
        patrol: Id,
    ) -> Result<Option<PresenceKept>, Fault> {
        let scope = *scope;
        self.read(move |tx| {
            let Some(number) = notebook_number(tx, scope.authority(), notebook)? else { return Ok(None) };
            let found = tx.maybe(
                "SELECT s.input, s.recomputable_until FROM presence s JOIN patrol p ON p.number = s.patrol
                 WHERE p.notebook = ?1 AND p.record = ?2",
                params![number, patrol.as_bytes()],
                |row| Ok((rows::hash(row, 0)?, row.get::<_, Option<String>>(1)?)),
            )?;
            let day = |day: String| day.parse().map_err(|_| Fault::Damaged { what: "day" });
            let kept = |(input, until): (_, Option<String>)| {
                Ok(PresenceKept { input, recomputable_until: until.map(day).transpose()? })
            };
            found.map(kept).transpose()
        })
        .await
    }

    async fn maintain(&self, _keyholder: &Keyholder) -> Result<(), Fault> {
        let database = Arc::clone(&self.database);
        let done = tokio::task::spawn_blocking(move || database.maintain().map(drop));
        Ok(done.await.map_err(|_| Fault::Closing)??)
    }
}
