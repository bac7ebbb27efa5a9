//! Briefings in SQLite: objects by their hash, and which journal entry made which of them the newest.

use beatbook_domain::records::server::{BriefingPublished, ServerBody};
use beatbook_protocol::hash::Hash;
use beatbook_store::{ReadTransaction, WriteTransaction, params};

use super::journal;
use super::pull::newest_briefing;
use super::rows::{self, int};
use crate::error::Fault;
use crate::journal::Pen;
use crate::store::{BriefingObjects, NewBriefing};

/// Publishes a briefing; `false` if it was planned from one that is not the newest any more.
pub fn publish(
    tx: &WriteTransaction<'_>,
    pen: &Pen,
    authority: i64,
    briefing: &NewBriefing,
) -> Result<bool, Fault> {
    if newest(tx, authority)? != briefing.after {
        return Ok(false);
    }
    {
        let mut insert = tx.prepare(
            "INSERT INTO briefing_object (authority, hash, bytes) VALUES (?1, ?2, ?3)
             ON CONFLICT (authority, hash) DO NOTHING",
        )?;
        for (hash, bytes) in &briefing.objects {
            insert.execute(params![authority, hash.as_bytes(), bytes])?;
        }
    }
    let others: Vec<Hash> = briefing.objects.keys().copied().filter(|hash| *hash != briefing.index).collect();
    let named: Vec<u8> = others.iter().flat_map(|hash| *hash.as_bytes()).collect();
    // The index names its objects itself; the entry names them only while they are few enough for a body.
    let objects = if others.len() <= OBJECTS_IN_BODY { others } else { Vec::new() };
    let body = BriefingPublished {
        manifest: briefing.index,
        objects,
        restated_from: briefing.restated_from,
        reason: briefing.reason.clone(),
    };
    let about =
        tx.one("SELECT id FROM authority WHERE number = ?1", params![authority], |row| rows::id(row, 0))?;
    let seq = journal::append(tx, pen, authority, about, &ServerBody::BriefingPublished(body))?;
    tx.execute(
        "INSERT INTO briefing (authority, seq, manifest, objects) VALUES (?1, ?2, ?3, ?4)",
        params![authority, int(seq), briefing.index.as_bytes(), named],
    )?;
    if let Some(from) = briefing.restated_from {
        tx.execute(
            "UPDATE patrol SET wanted = wanted + 1, waiting_since = iif(derived < wanted, waiting_since, ?3)
             WHERE authority = ?1 AND span_to > ?2",
            params![authority, from, pen.clock().now()],
        )?;
    }
    Ok(true)
}

/// So many hashes fit a body with room to spare.
const OBJECTS_IN_BODY: usize = 512;

/// The newest briefing's hash.
pub fn newest(tx: &ReadTransaction<'_>, authority: i64) -> Result<Option<Hash>, Fault> {
    Ok(newest_briefing(tx, authority)?.and_then(|(_, named)| named.first().copied()))
}

/// Objects of a briefing that was published here.
pub fn objects(
    tx: &ReadTransaction<'_>,
    authority: i64,
    index: Hash,
) -> Result<Option<BriefingObjects>, Fault> {
    let named: Option<Vec<u8>> = tx.maybe(
        "SELECT objects FROM briefing WHERE authority = ?1 AND manifest = ?2 ORDER BY seq DESC LIMIT 1",
        params![authority, index.as_bytes()],
        |row| row.get(0),
    )?;
    let Some(named) = named else { return Ok(None) };
    let mut objects = BriefingObjects::new();
    for hash in std::iter::once(index).chain(journal::hashes(&named)) {
        let bytes = tx.one(
            "SELECT bytes FROM briefing_object WHERE authority = ?1 AND hash = ?2",
            params![authority, hash.as_bytes()],
            |row| row.get(0),
        )?;
        objects.insert(hash, bytes);
    }
    Ok(Some(objects))
}
