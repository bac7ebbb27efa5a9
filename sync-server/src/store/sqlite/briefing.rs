//! Briefings and order books in SQLite: objects by their hash, and which journal entry made which the newest.

use std::collections::{BTreeMap, BTreeSet};

use beatbook_domain::orders::pack::OrderIndex;
use beatbook_domain::records::server::{BriefingPublished, OrderBookPublished, ServerBody};
use beatbook_domain::zones::manifest::ZoneManifest;
use beatbook_domain::zones::pack::ZoneIndex;
use beatbook_protocol::hash::Hash;
use beatbook_store::{Database, ReadTransaction, WriteTransaction, params};

use super::journal;
use super::pull::{Kind, briefing, newest_published};
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
    let before = newest_published(tx, authority, Kind::Orders)?;
    if before.as_ref().and_then(|(_, named)| named.first().copied()) != orders.after {
        return Ok(false);
    }
    let body = |objects| {
        ServerBody::OrderBookPublished(OrderBookPublished {
            book: orders.index,
            objects,
            restated_from: orders.restated_from,
            reason: orders.reason.clone(),
            by: orders.by,
            templates: orders.templates.clone(),
        })
    };
    record(tx, pen, authority, Kind::Orders, (orders.index, &orders.objects), body)?;
    if let Some(before) = before {
        supersede(tx, authority, before, orders)?;
    }
    Ok(true)
}

/// Of a book that was replaced stays what paper made under it is printed from. A notice changes the index of notices
/// given before, and nobody asks an old index: it would be one more for each notice.
fn supersede(
    tx: &WriteTransaction<'_>,
    authority: i64,
    (seq, named): (u64, Vec<Hash>),
    orders: &NewOrders,
) -> Result<(), Fault> {
    let Some((index, objects)) = named.split_first() else { return Ok(()) };
    // What this version does not know for an index is kept whole.
    if !is_index(tx, authority, *index)? {
        return Ok(());
    }
    let before = groups_of(tx, authority, *index)?;
    let now = groups_of(tx, authority, orders.index)?;
    let kept = objects.iter().filter(|hash| !before.contains(hash)).copied();
    let added = now.difference(&before).copied();
    keep_replaced(tx, authority, seq, kept.collect(), added.collect())?;
    let gone = before.iter().chain([index]).filter(|hash| !orders.objects.contains_key(hash));
    drop_objects(tx, authority, gone)
}

/// Order books that are whole though they were replaced: before schema 10 none of them was made smaller.
fn whole(tx: &ReadTransaction<'_>) -> Result<Vec<(i64, u64, Vec<Hash>)>, Fault> {
    Ok(tx.all(
        "SELECT seq, manifest, objects, authority FROM briefing b WHERE kind = ?1 AND added IS NULL
           AND seq < (SELECT max(seq) FROM briefing n WHERE n.authority = b.authority AND n.kind = ?1)
         ORDER BY authority, seq",
        params![Kind::Orders.number()],
        |row| {
            let (seq, named) = briefing(row)?;
            Ok((row.get(3)?, seq, named))
        },
    )?)
}

/// Leaves of order books that were replaced before schema 10 what is left of those replaced since: the next book drops
/// groups of the one before it, and an old book must not name them then.
pub fn supersede_whole(database: &Database) -> Result<(), Fault> {
    // Most often there is none, and nothing to write.
    if database.read(whole)?.is_empty() { Ok(()) } else { database.write(make_smaller) }
}

fn make_smaller(tx: &WriteTransaction<'_>) -> Result<(), Fault> {
    let books = whole(tx)?;
    let authorities: BTreeSet<i64> = books.iter().map(|(authority, ..)| *authority).collect();
    for authority in authorities {
        let Some((_, newest)) = newest_published(tx, authority, Kind::Orders)? else { continue };
        let Some(newest_index) = newest.first() else { continue };
        let now = groups_of(tx, authority, *newest_index)?;
        let newest: BTreeSet<Hash> = newest.iter().copied().collect();
        let mut old = Vec::new();
        let mut groups = now.clone();
        for (seq, named) in
            books.iter().filter(|book| book.0 == authority).map(|(_, seq, named)| (seq, named))
        {
            let Some((index, objects)) = named.split_first() else { continue };
            let here = object(tx, authority, *index)?.is_some();
            // What this version does not know for an index is kept whole.
            if here && !is_index(tx, authority, *index)? {
                continue;
            }
            groups.extend(groups_of(tx, authority, *index)?);
            old.push((*seq, *index, objects, here));
        }
        for (seq, _, objects, here) in &old {
            let mut kept = Vec::new();
            for hash in objects.iter().filter(|hash| !groups.contains(hash)) {
                // A book that came twice may have lost its index, and its groups with it.
                if *here || object(tx, authority, *hash)?.is_some() {
                    kept.push(*hash);
                }
            }
            // Which groups came since is not known: a phone that holds such a book is sent all of them.
            keep_replaced(tx, authority, *seq, kept, now.iter().copied().collect())?;
        }
        let gone = groups.iter().chain(old.iter().map(|(_, index, ..)| index));
        drop_objects(tx, authority, gone.filter(|hash| !newest.contains(hash)))?;
    }
    Ok(())
}

/// Writes down what is left of a book that was replaced, and which groups the books after it added.
fn keep_replaced(
    tx: &WriteTransaction<'_>,
    authority: i64,
    seq: u64,
    kept: Vec<Hash>,
    added: Vec<Hash>,
) -> Result<(), Fault> {
    let bytes = |hashes: Vec<Hash>| hashes.iter().flat_map(|hash| *hash.as_bytes()).collect::<Vec<u8>>();
    tx.execute(
        "UPDATE briefing SET objects = ?3, added = ?4 WHERE authority = ?1 AND seq = ?2",
        params![authority, int(seq), bytes(kept), bytes(added)],
    )?;
    Ok(())
}

fn drop_objects<'a>(
    tx: &WriteTransaction<'_>,
    authority: i64,
    gone: impl Iterator<Item = &'a Hash>,
) -> Result<(), Fault> {
    let mut delete = tx.prepare("DELETE FROM briefing_object WHERE authority = ?1 AND hash = ?2")?;
    for hash in gone {
        delete.execute(params![authority, hash.as_bytes()])?;
    }
    Ok(())
}

/// The groups of notices given before that a book's index names; none of what is no index.
pub fn groups_of(tx: &ReadTransaction<'_>, authority: i64, index: Hash) -> Result<BTreeSet<Hash>, Fault> {
    let bytes = object(tx, authority, index)?;
    let index = bytes.and_then(|bytes| OrderIndex::open(index, &bytes).ok());
    Ok(index
        .and_then(|index| index.known)
        .map(|known| known.groups.into_iter().collect())
        .unwrap_or_default())
}

fn is_index(tx: &ReadTransaction<'_>, authority: i64, index: Hash) -> Result<bool, Fault> {
    let bytes = object(tx, authority, index)?;
    Ok(bytes.is_some_and(|bytes| OrderIndex::open(index, &bytes).is_ok()))
}

/// One object.
fn object(tx: &ReadTransaction<'_>, authority: i64, hash: Hash) -> Result<Option<Vec<u8>>, Fault> {
    let sql = "SELECT bytes FROM briefing_object WHERE authority = ?1 AND hash = ?2";
    Ok(tx.maybe(sql, params![authority, hash.as_bytes()], |row| row.get(0))?)
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
    // The index names its objects itself; the entry names them only while they are few enough for a body, and of an order
    // book, which each notice may change, those that are new.
    let before = newest_published(tx, authority, kind)?.filter(|_| kind == Kind::Orders);
    let before: BTreeSet<Hash> = before.into_iter().flat_map(|(_, named)| named).collect();
    let new: Vec<Hash> = others.into_iter().filter(|hash| !before.contains(hash)).collect();
    let told = if new.len() <= OBJECTS_IN_BODY { new } else { Vec::new() };
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

/// The newest order book and its objects, in one view: another one may be published in the next moment.
pub fn newest_orders(
    tx: &ReadTransaction<'_>,
    authority: i64,
) -> Result<Option<(Hash, BriefingObjects)>, Fault> {
    let Some(hash) = newest(tx, authority, Kind::Orders)? else { return Ok(None) };
    Ok(objects(tx, authority, hash)?.map(|objects| (hash, objects)))
}

/// Which zone versions count when, by the newest briefing; none before the first.
pub fn zones_in_force(tx: &ReadTransaction<'_>, authority: i64) -> Result<Option<ZoneManifest>, Fault> {
    let Some(hash) = newest(tx, authority, Kind::Zones)? else { return Ok(None) };
    let damaged = |_| Fault::Damaged { what: "briefing" };
    let bytes = object(tx, authority, hash)?.ok_or(Fault::Damaged { what: "briefing" })?;
    let index = ZoneIndex::open(hash, &bytes).map_err(damaged)?;
    let mut rows = BTreeMap::new();
    for hash in &index.rows {
        if let Some(bytes) = object(tx, authority, *hash)? {
            rows.insert(*hash, bytes);
        }
    }
    index.manifest(|hash| rows.get(&hash).map(Vec::as_slice)).map(Some).map_err(damaged)
}

/// Objects of a briefing or an order book that was published here; of a book that was replaced, its orders, rule sets and
/// lists.
pub fn objects(
    tx: &ReadTransaction<'_>,
    authority: i64,
    index: Hash,
) -> Result<Option<BriefingObjects>, Fault> {
    let named: Option<(Vec<u8>, bool)> = tx.maybe(
        "SELECT objects, added IS NOT NULL FROM briefing
         WHERE authority = ?1 AND manifest = ?2 ORDER BY seq DESC LIMIT 1",
        params![authority, index.as_bytes()],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let Some((named, replaced)) = named else { return Ok(None) };
    let mut objects = BriefingObjects::new();
    for hash in std::iter::once(index).chain(journal::hashes(&named)) {
        match object(tx, authority, hash)? {
            Some(bytes) => drop(objects.insert(hash, bytes)),
            // The index of a book that was replaced is gone.
            None if replaced && hash == index => {}
            None => return Err(Fault::Damaged { what: "briefing object" }),
        }
    }
    Ok(Some(objects))
}
