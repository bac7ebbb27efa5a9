//! The server's journal in SQLite: appended within the transaction of the act it tells of.
//!
//! There is one writer, so the chain's order is the order of commits; a store with several writers locks the
//! authority's row until its commit to the same end.

use beatbook_domain::access::{Area, AreaAudience, Audience};
use beatbook_domain::records::card::CardEntry;
use beatbook_domain::records::hazard::HazardEntry;
use beatbook_domain::records::server::{AboutNotice, AlarmKind, AlarmRaised, ServerBody};
use beatbook_protocol::hash::Hash;
use beatbook_protocol::id::Id;
use beatbook_store::{ReadTransaction, WriteTransaction, params};

use super::admin::signing_key;
use super::cards;
use super::counts;
use super::encampments;
use super::keeping;
use super::rows::{self, int, new_place};
use super::safety;
use super::work;
use crate::error::Fault;
use crate::journal::{JournalEnd, Pen};

/// Appends an entry about `record`; answers its number. Header and audience are the body's own affair: one of welfare
/// purpose has a coarse header, and whom it is for is written down beside it.
pub fn append(
    tx: &WriteTransaction<'_>,
    pen: &Pen,
    authority: i64,
    record: Id,
    body: &ServerBody,
) -> Result<u64, Fault> {
    let end = tx.one(
        "SELECT id, journal, head_seq, head_hash FROM authority WHERE number = ?1",
        params![authority],
        |row| {
            let head = row.get::<_, Option<i64>>(2)?.map(|_| rows::point(row, 2)).transpose()?;
            Ok(JournalEnd { authority: rows::id(row, 0)?, journal: rows::id(row, 1)?, head })
        },
    )?;
    let entry = pen.write(&end, &signing_key(tx)?, record, body)?;
    let point = entry.signed.point;
    let audience = match audience(tx, authority, body)? {
        Audience::Everyone => None,
        some => Some(serde_json::to_string(&some).map_err(|_| Fault::Format { what: "an audience" })?),
    };
    tx.execute(
        "INSERT INTO server_entry (place, header, state, salt, body, signature, audience)
         VALUES (?1, ?2, 0, ?3, ?4, ?5, ?6)",
        params![
            new_place(authority, point.seq)?,
            entry.header,
            entry.salt.0,
            entry.body,
            entry.signed.signature.as_bytes(),
            audience
        ],
    )?;
    tx.execute(
        "UPDATE authority SET head_seq = ?2, head_hash = ?3 WHERE number = ?1",
        params![authority, int(point.seq), point.hash.as_bytes()],
    )?;
    if body.tells_of_a_count() {
        counts::note_own(tx, authority, point.seq)?;
    }
    if let Some(about) = body.acts_on() {
        encampments::note_own(tx, authority, about, point.seq)?;
    }
    keeping::note_own(tx, authority, body)?;
    if let Some(register) = body.work() {
        work::note_own(tx, authority, (record, point.seq), register)?;
    }
    if let ServerBody::Card(CardEntry::Breaches(_)) = body {
        cards::supersede(tx, authority, record)?;
    }
    if let ServerBody::Hazard(HazardEntry::Ended(ended)) = body {
        safety::supersede(tx, authority, ended)?;
    }
    Ok(point.seq)
}

/// Whom a body is for: what tells of a notice, for whoever wrote that notice.
fn audience(tx: &ReadTransaction<'_>, authority: i64, body: &ServerBody) -> Result<Audience, Fault> {
    let officer = match body.about_notice() {
        None => None,
        Some(AboutNotice::Numbered(number)) => tx.maybe(
            "SELECT n.officer FROM notice_number x JOIN notebook n ON n.number = x.notebook
             WHERE x.authority = ?1 AND x.number = ?2",
            params![authority, number.to_string()],
            |row| rows::id(row, 0),
        )?,
        Some(AboutNotice::DraftOf(notebook)) => tx.maybe(
            "SELECT officer FROM notebook WHERE authority = ?1 AND id = ?2",
            params![authority, notebook.as_bytes()],
            |row| rows::id(row, 0),
        )?,
    };
    Ok(match officer {
        Some(_) => Audience::Area(AreaAudience { officer, ..AreaAudience::of(Area::Enforcement) }),
        None => body.audience(),
    })
}

/// Raises an alarm about a notebook, once for each thing it is about.
pub fn raise(
    tx: &WriteTransaction<'_>,
    pen: &Pen,
    authority: i64,
    alarm: AlarmRaised,
    about: &[u8],
) -> Result<(), Fault> {
    let kind = kind_text(alarm.kind);
    let (notebook, record) = (alarm.notebook, alarm.record);
    let known = tx.maybe(
        "SELECT 1 FROM alarm WHERE authority = ?1 AND notebook = ?2 AND kind = ?3 AND about = ?4",
        params![authority, notebook.as_bytes(), kind, about],
        |_| Ok(()),
    )?;
    if known.is_some() {
        return Ok(());
    }
    tracing::warn!(alarm = kind, %notebook, "alarm raised");
    let seq = append(tx, pen, authority, record.unwrap_or(notebook), &ServerBody::AlarmRaised(alarm))?;
    tx.execute(
        "INSERT INTO alarm (authority, notebook, kind, about, seq) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![authority, notebook.as_bytes(), kind, about, int(seq)],
    )?;
    Ok(())
}

fn kind_text(kind: AlarmKind) -> &'static str {
    match kind {
        AlarmKind::Fork => "fork",
        AlarmKind::PresenceDiffers => "presence_differs",
        AlarmKind::Restored => "restored",
        AlarmKind::Rejected => "rejected",
        AlarmKind::Succeeded => "succeeded",
        AlarmKind::Lost => "lost",
        AlarmKind::ImplausibleTime => "implausible_time",
    }
}

/// Entries the authority's journal has.
pub fn length(tx: &ReadTransaction<'_>, authority: i64) -> Result<u64, Fault> {
    Ok(tx.one("SELECT head_seq FROM authority WHERE number = ?1", params![authority], |row| {
        Ok(row.get::<_, Option<i64>>(0)?.map_or(0, |seq| seq.unsigned_abs() + 1))
    })?)
}

/// Raises the server's generation and writes it into every authority's journal.
pub fn raise_generation(tx: &WriteTransaction<'_>, pen: &Pen, generation: u64) -> Result<(), Fault> {
    let now: u64 = generation_of(tx)?;
    if generation <= now {
        return Ok(());
    }
    tx.execute("UPDATE server SET generation = ?1", params![int(generation)])?;
    let server = tx.one("SELECT id FROM server", [], |row| rows::id(row, 0))?;
    let authorities: Vec<i64> =
        tx.all("SELECT number FROM authority ORDER BY number", [], |row| row.get(0))?;
    let body = beatbook_domain::records::server::GenerationRaised { generation };
    for authority in authorities {
        append(tx, pen, authority, server, &ServerBody::GenerationRaised(body.clone()))?;
    }
    tracing::warn!(generation, "the server's generation was raised: it was restored from a backup");
    Ok(())
}

/// The server's generation.
pub fn generation_of(tx: &ReadTransaction<'_>) -> Result<u64, Fault> {
    Ok(tx.one("SELECT generation FROM server", [], |row| rows::number(row, 0))?)
}

/// What the register keeps of a briefing: the objects its journal entry names.
pub fn hashes(bytes: &[u8]) -> Vec<Hash> {
    bytes.as_chunks::<32>().0.iter().map(|hash| Hash::from_bytes(*hash)).collect()
}
