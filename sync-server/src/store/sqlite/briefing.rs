//! Briefings and order books in SQLite: objects by their hash, and which journal entry made which the newest.

use beatbook_domain::records::server::{BriefingPublished, OrderBookPublished, ServerBody};
use beatbook_protocol::hash::Hash;
use beatbook_store::{ReadTransaction, WriteTransaction, params};

use super::journal;
use super::pull::{Kind, newest_published};
use super::rows::{self, int};
use crate::error::Fault;
use crate::journal::Pen;
use crate::store::{BriefingObjects, NewBriefing, NewOrders};

/// Publishes a briefing; `false` if it was planned from one that is not the newest any more.
pub fn publish(
    tx: &WriteTransaction<'_>,
    pen: &Pen,
    authority: i64,
    briefing: &NewBriefing,
) -> Result<bool, Fault> {
    if newest(tx, authority, Kind::Zones)? != briefing.after {
        return Ok(false);
    }
    let body = |objects| {
        ServerBody::BriefingPublished(BriefingPublished {
            manifest: briefing.index,
            objects,
            restated_from: briefing.restated_from,
            reason: briefing.reason.clone(),
        })
    };
    record(tx, pen, authority, Kind::Zones, (briefing.index, &briefing.objects), body)?;
    if let Some(from) = briefing.restated_from {
        tx.execute(
            "UPDATE patrol SET wanted = wanted + 1, waiting_since = iif(derived < wanted, waiting_since, ?3)
             WHERE authority = ?1 AND span_to > ?2",
            params![authority, from, pen.clock().now()],
        )?;
    }
    Ok(true)
}

/// Publishes an order book; `false` if it was planned from one that is not the newest any more.
pub fn publish_orders(
    tx: &WriteTransaction<'_>,
    pen: &Pen,
    authority: i64,
    orders: &NewOrders,
) -> Result<bool, Fault> {
    if newest(tx, authority, Kind::Orders)? != orders.after {
        return Ok(false);
    }
    let body = |objects| {
        ServerBody::OrderBookPublished(OrderBookPublished {
            book: orders.index,
            objects,
            restated_from: orders.restated_from,
            reason: orders.reason.clone(),
        })
    };
    record(tx, pen, authority, Kind::Orders, (orders.index, &orders.objects), body)?;
    Ok(true)
}

/// Writes down what is published: its objects, the entry that names them, and which of its kind it is.
fn record(
    tx: &WriteTransaction<'_>,
    pen: &Pen,
    authority: i64,
    kind: Kind,
    (index, objects): (Hash, &BriefingObjects),
    body: impl FnOnce(Vec<Hash>) -> ServerBody,
) -> Result<(), Fault> {
    {
        let mut insert = tx.prepare(
            "INSERT INTO briefing_object (authority, hash, bytes) VALUES (?1, ?2, ?3)
             ON CONFLICT (authority, hash) DO NOTHING",
        )?;
        for (hash, bytes) in objects {
            insert.execute(params![authority, hash.as_bytes(), bytes])?;
        }
    }
    let others: Vec<Hash> = objects.keys().copied().filter(|hash| *hash != index).collect();
    let named: Vec<u8> = others.iter().flat_map(|hash| *hash.as_bytes()).collect();
    // The index names its objects itself; the entry names them only while they are few enough for a body.
    let told = if others.len() <= OBJECTS_IN_BODY { others } else { Vec::new() };
    let about =
        tx.one("SELECT id FROM authority WHERE number = ?1", params![authority], |row| rows::id(row, 0))?;
    let seq = journal::append(tx, pen, authority, about, &body(told))?;
    tx.execute(
        "INSERT INTO briefing (authority, seq, manifest, objects, kind) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![authority, int(seq), index.as_bytes(), named, kind.number()],
    )?;
    Ok(())
}

/// So many hashes fit a body with room to spare.
const OBJECTS_IN_BODY: usize = 512;

/// The newest hash of a kind.
pub fn newest(tx: &ReadTransaction<'_>, authority: i64, kind: Kind) -> Result<Option<Hash>, Fault> {
    Ok(newest_published(tx, authority, kind)?.and_then(|(_, named)| named.first().copied()))
}

/// Objects of a briefing or an order book that was published here.
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
