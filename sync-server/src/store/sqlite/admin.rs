//! Authorities, officers, keys: what an administrator sets up, each act an entry of the server's journal.

use beatbook_domain::records::server::{AuthorityAdded, OfficerAdded, ReceiptKeyChanged, ServerBody};
use beatbook_protocol::entry::Header;
use beatbook_protocol::frame::decode_whole;
use beatbook_protocol::id::Id;
use beatbook_protocol::receipt::KeyHandover;
use beatbook_protocol::sign::SigningKey;
use beatbook_store::{ReadTransaction, WriteTransaction, params};

use super::encampments;
use super::journal;
use super::rows;
use crate::error::Fault;
use crate::journal::Pen;
use crate::store::{Authority, Officer, ServerIdentity};

/// A new server's id and first key.
pub fn begin(tx: &WriteTransaction<'_>, server: Id, seed: &[u8; 32]) -> Result<(), Fault> {
    tx.execute(
        "INSERT INTO server (only_row, id, generation) VALUES (1, ?1, 1)",
        params![server.as_bytes()],
    )?;
    tx.execute("INSERT INTO receipt_key (number, seed) VALUES (1, ?1)", params![seed])?;
    Ok(())
}

/// The newest receipt key.
pub fn signing_key(tx: &ReadTransaction<'_>) -> Result<SigningKey, Fault> {
    let seed = tx.one("SELECT seed FROM receipt_key ORDER BY number DESC LIMIT 1", [], |row| row.get(0))?;
    Ok(SigningKey::from_seed(&seed))
}

/// Takes up another receipt key by the word of the one in force, and says so in every journal.
pub fn change_receipt_key(tx: &WriteTransaction<'_>, pen: &Pen, seed: &[u8; 32]) -> Result<(), Fault> {
    let (former, next) = (signing_key(tx)?, SigningKey::from_seed(seed).public());
    let server = tx.one("SELECT id FROM server", [], |row| rows::id(row, 0))?;
    let body = ServerBody::ReceiptKeyChanged(ReceiptKeyChanged { receipt_key: next });
    let all: Vec<i64> = tx.all("SELECT number FROM authority ORDER BY number", [], |row| row.get(0))?;
    for authority in all {
        journal::append(tx, pen, authority, server, &body)?;
    }
    tx.execute(
        "INSERT INTO receipt_key (seed, handover) VALUES (?1, ?2)",
        params![seed, rows::cbor(KeyHandover::sign(&former, next))?],
    )?;
    Ok(())
}

/// Who this server is.
pub fn identity(tx: &ReadTransaction<'_>) -> Result<ServerIdentity, Fault> {
    let (server, generation) = tx
        .one("SELECT id, generation FROM server", [], |row| Ok((rows::id(row, 0)?, rows::number(row, 1)?)))?;
    let keys: Vec<([u8; 32], Option<Vec<u8>>)> =
        tx.all("SELECT seed, handover FROM receipt_key ORDER BY number", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    let receipt_keys = keys.iter().rev().map(|(seed, _)| SigningKey::from_seed(seed).public()).collect();
    let handovers = keys
        .iter()
        .filter_map(|(_, handover)| handover.as_ref())
        .map(|bytes| decode_whole::<KeyHandover>(bytes).map_err(|_| Fault::Damaged { what: "receipt key" }))
        .collect::<Result<_, _>>()?;
    Ok(ServerIdentity { server, generation, receipt_keys, handovers })
}

/// All tenants.
pub fn authorities(tx: &ReadTransaction<'_>) -> Result<Vec<Authority>, Fault> {
    Ok(tx.all("SELECT id, code, name, journal FROM authority ORDER BY number", [], |row| {
        Ok(Authority {
            id: rows::id(row, 0)?,
            code: row.get(1)?,
            name: row.get(2)?,
            journal: rows::id(row, 3)?,
        })
    })?)
}

/// Begins a tenant and its journal.
pub fn add_authority(tx: &WriteTransaction<'_>, pen: &Pen, added: &Authority) -> Result<(), Fault> {
    let number = tx.insert(
        "INSERT INTO authority (id, code, name, journal) VALUES (?1, ?2, ?3, ?4)",
        params![added.id.as_bytes(), added.code, added.name, added.journal.as_bytes()],
    )?;
    let body = AuthorityAdded {
        authority: added.id,
        code: added.code.clone(),
        name: added.name.clone(),
        server: tx.one("SELECT id FROM server", [], |row| rows::id(row, 0))?,
        receipt_key: signing_key(tx)?.public(),
    };
    journal::append(tx, pen, number, added.id, &ServerBody::AuthorityAdded(body))?;
    Ok(())
}

/// Adds an officer or changes what is known of one.
pub fn put_officer(
    tx: &WriteTransaction<'_>,
    pen: &Pen,
    authority: i64,
    officer: &Officer,
) -> Result<(), Fault> {
    let sql = "SELECT team FROM officer WHERE authority = ?1 AND id = ?2";
    let before: Option<String> =
        tx.maybe(sql, params![authority, officer.id.as_bytes()], |row| row.get(0))?;
    tx.execute(
        "INSERT INTO officer (authority, id, code, name, team) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (authority, id) DO UPDATE SET code = ?3, name = ?4, team = ?5",
        params![authority, officer.id.as_bytes(), officer.code, officer.name, officer.team],
    )?;
    let body = OfficerAdded {
        officer: officer.id,
        code: officer.code.clone(),
        name: officer.name.clone(),
        team: officer.team.clone(),
    };
    journal::append(tx, pen, authority, officer.id, &ServerBody::OfficerAdded(body))?;
    if before.is_some_and(|before| before != officer.team) {
        // Where tents stand is told to the team that an officer is of now.
        encampments::to_be_told(tx, authority)?;
    }
    Ok(())
}

/// The authority's officers, by code.
pub fn officers(tx: &ReadTransaction<'_>, authority: i64) -> Result<Vec<Officer>, Fault> {
    Ok(tx.all(
        "SELECT id, code, name, team FROM officer WHERE authority = ?1 ORDER BY code",
        params![authority],
        |row| Ok(Officer { id: rows::id(row, 0)?, code: row.get(1)?, name: row.get(2)?, team: row.get(3)? }),
    )?)
}

/// The authority's server journal, as far as it is understood.
pub fn journal(tx: &ReadTransaction<'_>, authority: i64) -> Result<Vec<(u64, ServerBody)>, Fault> {
    let first = rows::new_place(authority, 0)?;
    let last = rows::new_place(authority, rows::JOURNAL_ENTRIES_MAX - 1)?;
    let rows: Vec<(Vec<u8>, Option<Vec<u8>>)> = tx.all(
        "SELECT header, body FROM server_entry WHERE place BETWEEN ?1 AND ?2 ORDER BY place",
        params![first, last],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let mut entries = Vec::with_capacity(rows.len());
    for (header, body) in rows {
        let header = Header::parse(&header).map_err(|_| Fault::Damaged { what: "journal" })?;
        if let Some(Ok(body)) = body.map(|body| ServerBody::parse(&header.kind, header.schema, &body)) {
            entries.push((header.seq, body));
        }
    }
    Ok(entries)
}
