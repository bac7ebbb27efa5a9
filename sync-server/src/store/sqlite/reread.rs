//! Reading again what an earlier version of the fold could not use, some entries at a time.
//!
//! How far it has come is in the rows themselves: whenever it is broken off, the next start goes on.

use std::collections::{BTreeMap, BTreeSet};

use beatbook_domain::records::body::{BodyError, EntryBody};
use beatbook_protocol::entry::Header;
use beatbook_protocol::id::Id;
use beatbook_store::{WriteTransaction, params};

use super::access;
use super::counts;
use super::encampments;
use super::erasure::erase_late;
use super::ingest::{UNDER_HOLD, notebook_numbered};
use super::keeping;
use super::notices;
use super::numbers;
use super::presence;
use super::register::{UNKNOWN_KIND, note_kind, reject, retell};
use super::rows::{self, int, seq_of};
use super::welfare;
use super::work;
use crate::error::Fault;
use crate::ingest::plan::MALFORMED_BODY;
use crate::journal::Pen;
use crate::register::{FOLD, is_patrol_kind};
use crate::store::erasures::Erasure;

/// An entry that was held and not applied.
struct Rejected {
    notebook: i64,
    seq: u64,
    header: Vec<u8>,
    body: Option<Vec<u8>>,
}

/// Reads at most so many entries again; answers how many, and what is erased because of them.
pub fn some(tx: &WriteTransaction<'_>, pen: &Pen, at_most: usize) -> Result<(usize, Vec<Erasure>), Fault> {
    presence::derive_operations(tx, pen.clock().now())?;
    let rejected: Vec<Rejected> = tx.all(
        "SELECT r.place, h.header, b.bytes FROM rejection r JOIN entry h ON h.place = r.place
           LEFT JOIN body b ON b.place = r.place
         WHERE r.fold < ?1 ORDER BY r.fold, r.place LIMIT ?2",
        params![FOLD, i64::try_from(at_most).unwrap_or(i64::MAX)],
        |row| {
            let place: i64 = row.get(0)?;
            Ok(Rejected { notebook: place >> 32, seq: seq_of(place), header: row.get(1)?, body: row.get(2)? })
        },
    )?;
    let mut patrols: BTreeSet<(i64, Id)> = BTreeSet::new();
    let mut counted: BTreeSet<(i64, Id)> = BTreeSet::new();
    let mut short: BTreeSet<i64> = BTreeSet::new();
    let mut helped: BTreeMap<(i64, Id), BTreeSet<u64>> = BTreeMap::new();
    let mut erased = Vec::new();
    for one in &rejected {
        let header = Header::parse(&one.header).map_err(|_| Fault::Damaged { what: "header" })?;
        let says = one.body.as_ref().map(|bytes| EntryBody::parse(&header.kind, header.schema, bytes));
        match &says {
            Some(Err(BodyError::UnknownKind)) => reject(tx, one.notebook, one.seq, UNKNOWN_KIND)?,
            Some(Err(BodyError::Malformed | BodyError::TooLarge)) => {
                reject(tx, one.notebook, one.seq, MALFORMED_BODY)?;
            }
            Some(Ok(EntryBody::Erasure(erasure))) if held(tx, one.notebook, erasure.entry)? => {
                reject(tx, one.notebook, one.seq, UNDER_HOLD)?;
            }
            // Understood now, or gone by now. If it still does not fit its patrol, folding says so again.
            Some(Ok(_)) | None => {
                tx.execute(
                    "DELETE FROM rejection WHERE place = ?1",
                    params![rows::new_place(one.notebook, one.seq)?],
                )?;
            }
        }
        match says {
            Some(Ok(meaning)) if is_patrol_kind(meaning.kind()) => {
                note_kind(tx, one.notebook, header.record, one.seq, &meaning)?;
                patrols.insert((one.notebook, header.record));
            }
            Some(Ok(meaning)) if numbers::tells_of_numbers(&meaning) => {
                notices::note_header(tx, one.notebook, &header)?;
                let row = notebook_numbered(tx, one.notebook)?;
                if let Some(code) = numbers::take(tx, pen, &row, (header.record, one.seq), &meaning)? {
                    reject(tx, one.notebook, one.seq, code)?;
                }
                short.insert(one.notebook);
            }
            Some(Ok(EntryBody::Looked(looked))) => {
                let row = notebook_numbered(tx, one.notebook)?;
                access::log_looked(tx, &row, pen.clock().now(), &looked)?;
            }
            Some(Ok(says @ EntryBody::Count(_))) => {
                let row = notebook_numbered(tx, one.notebook)?;
                counts::note(tx, &row, header.record, one.seq)?;
                if let Some(register) = says.work(&header.kind) {
                    work::note(tx, pen, &row, (header.record, one.seq), (register, &says))?;
                }
                counted.insert((one.notebook, header.record));
            }
            Some(Ok(says @ (EntryBody::Encampment(_) | EntryBody::Tent(_)))) => {
                let row = notebook_numbered(tx, one.notebook)?;
                encampments::note(tx, &row, (header.record, one.seq), &says)?;
            }
            Some(Ok(EntryBody::Notice(_))) => notices::note_header(tx, one.notebook, &header)?,
            Some(Ok(says @ EntryBody::Welfare(_))) => {
                let at = (header.record, one.seq);
                welfare::note(tx, &notebook_numbered(tx, one.notebook)?, at, &says)?;
                helped.entry((one.notebook, header.record)).or_default().insert(one.seq);
            }
            Some(Ok(EntryBody::Erasure(erasure)))
                if erasure.entry < one.seq && !held(tx, one.notebook, erasure.entry)? =>
            {
                let row = notebook_numbered(tx, one.notebook)?;
                erase_late(tx, one.notebook, erasure.entry, one.seq)?;
                let told = tx.all(
                    "SELECT record FROM record_entry WHERE notebook = ?1 AND seq = ?2 AND kind <> ''",
                    params![one.notebook, int(erasure.entry)],
                    |found| rows::id(found, 0),
                )?;
                patrols.extend(told.into_iter().map(|record| (one.notebook, record)));
                erased.push(Erasure {
                    authority: row.authority_id,
                    notebook: row.id,
                    seq: erasure.entry,
                    by: one.seq,
                });
            }
            Some(Ok(says)) => {
                if let Some(register) = says.work(&header.kind) {
                    let row = notebook_numbered(tx, one.notebook)?;
                    work::note(tx, pen, &row, (header.record, one.seq), (register, &says))?;
                }
            }
            _ => {}
        }
    }
    for notebook in short {
        numbers::refill(tx, pen, &notebook_numbered(tx, notebook)?)?;
    }
    for (notebook, record) in patrols {
        retell(tx, pen, &notebook_numbered(tx, notebook)?, record)?;
    }
    for ((notebook, record), new) in helped {
        welfare::retell(tx, pen, &notebook_numbered(tx, notebook)?, record, &new)?;
    }
    for (notebook, record) in counted {
        counts::retell(tx, &notebook_numbered(tx, notebook)?, record)?;
    }
    Ok((rejected.len(), erased))
}

/// Whether an entry's record is under a hold.
fn held(tx: &WriteTransaction<'_>, notebook: i64, seq: u64) -> Result<bool, Fault> {
    Ok(keeping::hold_on_entry(tx, &notebook_numbered(tx, notebook)?, seq)?.is_some())
}
