//! Taking a batch in: read what is held, plan, write the plan, all in one transaction.

use std::collections::BTreeMap;

use beatbook_domain::records::body::EntryBody;
use beatbook_domain::records::server::{AlarmKind, AlarmRaised, EntriesLost, NotebookRetired, ServerBody};
use beatbook_protocol::chain::ChainPoint;
use beatbook_protocol::entry::{Header, header_hash};
use beatbook_protocol::id::Id;
use beatbook_protocol::receipt::Receipt;
use beatbook_store::{ReadTransaction, WriteTransaction, params};

use super::access;
use super::erasure;
use super::journal;
use super::keeping;
use super::losses;
use super::numbers;
use super::register;
use super::rows::{self, int, new_place, place};
use crate::auth::Scope;
use crate::error::Fault;
use crate::ingest::plan::{BodyState, BranchHeader, Held, NewBody, Plan, plan, touched};
use crate::ingest::{Batch, SentHeader};
use crate::journal::Pen;
use crate::store::Applied;
use crate::store::erasures::Erasure;

/// A notebook's row, as far as ingest needs it.
pub struct NotebookRow {
    /// As rows name it.
    pub number: i64,
    /// The authority, as rows name it.
    pub authority: i64,
    /// The authority's id.
    pub authority_id: Id,
    /// Its id.
    pub id: Id,
    /// Whose it is.
    pub officer: Id,
    head: ChainPoint,
    bodies: Vec<u8>,
    fork: Option<u64>,
}

/// Finds a notebook of the scope's authority.
pub fn notebook_row(tx: &ReadTransaction<'_>, scope: &Scope, notebook: Id) -> Result<NotebookRow, Fault> {
    let authority = rows::authority(tx, scope)?;
    tx.maybe(
        "SELECT number, officer, head_seq, head_hash, bodies, fork FROM notebook WHERE authority = ?1 AND id = ?2",
        params![authority, notebook.as_bytes()],
        |row| {
            Ok(NotebookRow {
                number: row.get(0)?,
                authority,
                authority_id: scope.authority(),
                id: notebook,
                officer: rows::id(row, 1)?,
                head: rows::point(row, 2)?,
                bodies: row.get(4)?,
                fork: row.get::<_, Option<i64>>(5)?.map(i64::unsigned_abs),
            })
        },
    )?
    .ok_or(Fault::Unknown { what: "notebook" })
}

/// A notebook by the name rows have for it.
pub fn notebook_numbered(tx: &ReadTransaction<'_>, number: i64) -> Result<NotebookRow, Fault> {
    Ok(tx.one(
        "SELECT n.authority, a.id, n.id, n.officer, n.head_seq, n.head_hash, n.bodies, n.fork FROM notebook n
           JOIN authority a ON a.number = n.authority WHERE n.number = ?1",
        params![number],
        |row| {
            Ok(NotebookRow {
                number,
                authority: row.get(0)?,
                authority_id: rows::id(row, 1)?,
                id: rows::id(row, 2)?,
                officer: rows::id(row, 3)?,
                head: rows::point(row, 4)?,
                bodies: row.get(6)?,
                fork: row.get::<_, Option<i64>>(7)?.map(i64::unsigned_abs),
            })
        },
    )?)
}

/// A notebook as rows name it, if it is enrolled here.
pub fn notebook_number(tx: &ReadTransaction<'_>, authority: Id, notebook: Id) -> Result<Option<i64>, Fault> {
    Ok(tx.maybe(
        "SELECT n.number FROM notebook n JOIN authority a ON a.number = n.authority WHERE a.id = ?1 AND n.id = ?2",
        params![authority.as_bytes(), notebook.as_bytes()],
        |row| row.get(0),
    )?)
}

/// Applies a batch of the scope's notebook; answers what to tell the phone, and which bodies were erased.
pub fn apply(
    tx: &WriteTransaction<'_>,
    pen: &Pen,
    scope: &Scope,
    batch: &Batch,
) -> Result<(Applied, Vec<Erasure>), Fault> {
    let notebook = scope.notebook().ok_or(Fault::Unknown { what: "notebook" })?;
    let row = notebook_row(tx, scope, notebook)?;
    let held = held(tx, &row, batch)?;
    let signed = batch.head;
    let journal_head = batch.journal_head;
    let mut plan = plan(batch.clone(), &held);
    let now = pen.clock().now();
    write_entries(tx, &row, &plan, now)?;
    let (erased, under_hold) = write_bodies(tx, &row, &mut plan, &held, now)?;
    raise_alarms(tx, pen, &row, &plan, &held)?;
    tx.execute(
        "UPDATE notebook SET head_seq = ?2, head_hash = ?3, bodies = ?4, journal_head = max(journal_head, ?5),
         last_seen = max(last_seen, ?6), fork = ?7 WHERE number = ?1",
        params![
            row.number,
            int(plan.head.seq),
            plan.head.hash.as_bytes(),
            rows::cbor(&plan.held)?,
            int(journal_head),
            now,
            plan.fork.map(int)
        ],
    )?;
    if let Some(signed) = signed.filter(|signed| signed.point == plan.head) {
        tx.execute(
            "UPDATE notebook SET head_signature = ?2 WHERE number = ?1",
            params![row.number, signed.signature.as_bytes()],
        )?;
    }
    let mut rejected = register::apply(tx, pen, &row, &plan)?;
    for seq in under_hold {
        register::reject(tx, row.number, seq, UNDER_HOLD)?;
        rejected.insert(seq, UNDER_HOLD.to_owned());
    }
    for result in plan.results.iter_mut().filter(|result| result.body) {
        if let Some(code) = rejected.get(&result.seq) {
            result.rejected = Some(code.clone());
        }
    }
    let receipt = Receipt {
        format: 1,
        authority: scope.authority(),
        server: tx.one("SELECT id FROM server", [], |row| rows::id(row, 0))?,
        generation: journal::generation_of(tx)?,
        notebook,
        chain: plan.head,
        bodies: plan.held,
        server_time: now,
        lost: losses::in_receipt(tx, row.number)?,
    };
    Ok((Applied { results: plan.results, finding: plan.finding, receipt }, erased))
}

fn held(tx: &ReadTransaction<'_>, row: &NotebookRow, batch: &Batch) -> Result<Held, Fault> {
    let numbers = touched(batch);
    let lost = losses::entries(tx, row.number)?;
    let proven = losses::of_notebook(tx, row.number)?.into_iter().map(|loss| loss.proven);
    let mut headers = BTreeMap::new();
    let mut states = BTreeMap::new();
    for seq in numbers {
        let Some(place) = place(row.number, seq) else { continue };
        if seq <= row.head.seq && !lost.contains(seq) {
            let bytes: Vec<u8> = tx
                .maybe("SELECT header FROM entry WHERE place = ?1", params![place], |row| row.get(0))?
                .ok_or(Fault::Damaged { what: "journal" })?;
            headers.insert(seq, stored_header(bytes)?);
        }
        // Also beyond the chain: a restored server knows erasures of entries that it does not have yet.
        let state = tx.maybe("SELECT state FROM body WHERE place = ?1", params![place], |row| row.get(0))?;
        if let Some(state) = state {
            states.insert(seq, body_state(state)?);
        }
    }
    let branches = match row.fork {
        None => Vec::new(),
        Some(_) => tx
            .all("SELECT header FROM branch WHERE notebook = ?1", params![row.number], |row| {
                row.get::<_, Vec<u8>>(0)
            })?
            .into_iter()
            .map(|bytes| {
                stored_header(bytes).map(|sent| BranchHeader { hash: sent.hash, header: sent.header })
            })
            .collect::<Result<_, _>>()?,
    };
    Ok(Held {
        generation: journal::generation_of(tx)?,
        journal_length: journal::length(tx, row.authority)?,
        head: row.head,
        bodies: rows::set(&row.bodies)?,
        lost,
        proven: proven.map(|point| (point.seq, point.hash)).collect(),
        fork: row.fork,
        headers,
        branches,
        states,
    })
}

/// A header as it was stored.
pub fn stored_header(bytes: Vec<u8>) -> Result<SentHeader, Fault> {
    let header = Header::parse(&bytes).map_err(|_| Fault::Damaged { what: "header" })?;
    Ok(SentHeader { header, hash: header_hash(&bytes), bytes })
}

/// A body's state as it was stored.
pub fn body_state(state: i64) -> Result<BodyState, Fault> {
    match state {
        0 => Ok(BodyState::Present),
        // By its notebook, or by the server.
        1 | 3 => Ok(BodyState::Erased),
        2 => Ok(BodyState::Purged),
        _ => Err(Fault::Damaged { what: "body" }),
    }
}

fn write_entries(tx: &WriteTransaction<'_>, row: &NotebookRow, plan: &Plan, now: i64) -> Result<(), Fault> {
    if let Some(loss) = &plan.lost {
        losses::keep(tx, row.number, loss)?;
    }
    let mut insert = tx.prepare("INSERT INTO entry (place, header) VALUES (?1, ?2)")?;
    for sent in &plan.append {
        insert.execute(params![new_place(row.number, sent.header.seq)?, sent.bytes])?;
        register::note_header(tx, row.number, &sent.header)?;
    }
    for sent in &plan.branch {
        tx.execute(
            "INSERT OR IGNORE INTO branch (notebook, hash, seq, header) VALUES (?1, ?2, ?3, ?4)",
            params![row.number, sent.hash.as_bytes(), int(sent.header.seq), sent.bytes],
        )?;
    }
    for (hash, salt, bytes) in &plan.branch_bodies {
        tx.execute(
            "UPDATE branch SET salt = ?3, bytes = ?4 WHERE notebook = ?1 AND hash = ?2",
            params![row.number, hash.as_bytes(), salt.0, bytes],
        )?;
        // Nothing of a second branch is told in a record; that somebody looked on that phone is true all the same, and numbers
        // that it used are used.
        let header = tx.maybe(
            "SELECT header FROM branch WHERE notebook = ?1 AND hash = ?2",
            params![row.number, hash.as_bytes()],
            |found| found.get::<_, Vec<u8>>(0),
        )?;
        if let Some(header) = header.map(stored_header).transpose()?.map(|sent| sent.header)
            && let Ok(meaning) = EntryBody::parse(&header.kind, header.schema, bytes)
        {
            numbers::told_aside(tx, row, &meaning)?;
            if let EntryBody::Looked(looked) = meaning {
                access::log_looked(tx, row, now, &looked)?;
            }
        }
    }
    Ok(())
}

fn write_bodies(
    tx: &WriteTransaction<'_>,
    row: &NotebookRow,
    plan: &mut Plan,
    held: &Held,
    now: i64,
) -> Result<(Vec<Erasure>, Vec<u64>), Fault> {
    {
        let taken = keeping::stamp(tx, now)?;
        let mut insert = tx.prepare(
            "INSERT OR REPLACE INTO body (place, state, salt, bytes, taken) VALUES (?1, 0, ?2, ?3, ?4)",
        )?;
        for NewBody { seq, salt, bytes, .. } in &plan.bodies {
            insert.execute(params![new_place(row.number, *seq)?, salt.0, bytes, taken])?;
        }
    }
    for seq in &plan.purged {
        tx.execute("INSERT INTO body (place, state) VALUES (?1, 2)", params![new_place(row.number, *seq)?])?;
    }
    let told = plan.erased.iter().copied();
    let applied = plan.bodies.iter().filter_map(|body| match &body.meaning {
        Ok(EntryBody::Erasure(erasure)) => Some((erasure.entry, body.seq)),
        _ => None,
    });
    let (mut erased, mut under_hold) = (Vec::new(), Vec::new());
    for (target, by) in told.chain(applied).collect::<Vec<_>>() {
        // Waits until the hold is lifted.
        if keeping::hold_on_entry(tx, row, target)?.is_some() {
            under_hold.push(by);
            continue;
        }
        erasure::erase(tx, row.number, target, by)?;
        let lost_now = plan.lost.as_ref().is_some_and(|loss| (loss.first..=loss.last).contains(&target));
        if !lost_now && !held.lost.contains(target) {
            plan.held.insert(target);
        }
        erased.push(Erasure { authority: row.authority_id, notebook: row.id, seq: target, by });
    }
    Ok((erased, under_hold))
}

/// The code of an erasure that waits: what it erases is under a hold.
pub const UNDER_HOLD: &str = "under_hold";

fn raise_alarms(
    tx: &WriteTransaction<'_>,
    pen: &Pen,
    row: &NotebookRow,
    plan: &Plan,
    held: &Held,
) -> Result<(), Fault> {
    if let Some(generation) = plan.generation {
        journal::raise_generation(tx, pen, generation)?;
    }
    if let Some(fork) = plan.fork.filter(|_| held.fork.is_none()) {
        let retired = ServerBody::NotebookRetired(NotebookRetired { notebook: row.id, fork });
        journal::append(tx, pen, row.authority, row.id, &retired)?;
    }
    if let Some(loss) = &plan.lost {
        let lost = EntriesLost { notebook: row.id, first: loss.first, last: loss.last };
        journal::append(tx, pen, row.authority, row.id, &ServerBody::EntriesLost(lost))?;
    }
    for reason in &plan.alarms {
        let kind = reason.kind();
        // A fork is one matter however often it shows; a restore and its losses are one for each generation.
        let about = match kind {
            AlarmKind::Restored | AlarmKind::Lost => journal::generation_of(tx)?.to_be_bytes().to_vec(),
            _ => Vec::new(),
        };
        journal::raise(tx, pen, row.authority, AlarmRaised { kind, notebook: row.id, record: None }, &about)?;
    }
    Ok(())
}
