//! Enrolling a notebook: a code is spent once, and the same request may come again.

use beatbook_domain::records::server::{AlarmKind, AlarmRaised, NotebookEnrolled, ServerBody};
use beatbook_protocol::id::Id;
use beatbook_protocol::ranges::SeqSet;
use beatbook_protocol::receipt::Receipt;
use beatbook_store::{WriteTransaction, params};

use super::journal;
use super::rows::{self, new_place};
use crate::error::Fault;
use crate::journal::Pen;
use crate::store::{Enrolled, Enrolment};

struct Code {
    authority: i64,
    authority_id: Id,
    authority_code: String,
    officer: Id,
    officer_code: String,
    expires: i64,
    used_by: Option<Id>,
}

/// Spends the code and begins the notebook.
pub fn enrol(tx: &WriteTransaction<'_>, pen: &Pen, enrolment: &Enrolment) -> Result<Enrolled, Fault> {
    let code = tx.maybe(
        "SELECT c.authority, a.id, a.code, c.officer, o.code, c.expires, c.notebook FROM enrol_code c
           JOIN authority a ON a.number = c.authority
           JOIN officer o ON o.authority = c.authority AND o.id = c.officer
         WHERE c.hash = ?1",
        params![enrolment.code.as_bytes()],
        |row| {
            Ok(Code {
                authority: row.get(0)?,
                authority_id: rows::id(row, 1)?,
                authority_code: row.get(2)?,
                officer: rows::id(row, 3)?,
                officer_code: row.get(4)?,
                expires: row.get(5)?,
                used_by: row.get::<_, Option<[u8; 16]>>(6)?.map(Id::from_bytes),
            })
        },
    )?;
    let Some(code) = code else { return Ok(Enrolled::CodeInvalid) };
    let notebook = enrolment.genesis.header.notebook;
    let says_so = enrolment.says.authority == code.authority_id && enrolment.says.officer == code.officer;
    let server = tx.one("SELECT id FROM server", [], |row| rows::id(row, 0))?;
    if !says_so || enrolment.says.server != server {
        return Ok(Enrolled::CodeInvalid);
    }
    let now = pen.clock().now();
    let number = match code.used_by {
        Some(used_by) if used_by == notebook => again(tx, &code, enrolment)?,
        Some(_) => None,
        None if now >= code.expires => None,
        None => begin(tx, pen, &code, enrolment, now)?,
    };
    let Some(number) = number else { return Ok(Enrolled::CodeInvalid) };
    let (chain, bodies): (_, Vec<u8>) = tx.one(
        "SELECT head_seq, head_hash, bodies FROM notebook WHERE number = ?1",
        params![number],
        |row| Ok((rows::point(row, 0)?, row.get(2)?)),
    )?;
    Ok(Enrolled::Done {
        receipt: Receipt {
            format: 1,
            authority: code.authority_id,
            server,
            generation: journal::generation_of(tx)?,
            notebook,
            chain,
            bodies: rows::set(&bodies)?,
            server_time: now,
        },
        authority_code: code.authority_code,
        officer_code: code.officer_code,
    })
}

/// The notebook, if this is the very request that spent the code: same genesis, same token.
fn again(tx: &WriteTransaction<'_>, code: &Code, enrolment: &Enrolment) -> Result<Option<i64>, Fault> {
    let number: Option<i64> = tx.maybe(
        "SELECT number FROM notebook WHERE authority = ?1 AND id = ?2 AND token = ?3",
        params![code.authority, enrolment.genesis.header.notebook.as_bytes(), enrolment.token.as_bytes()],
        |row| row.get(0),
    )?;
    let Some(number) = number else { return Ok(None) };
    let genesis: Vec<u8> =
        tx.one("SELECT header FROM entry WHERE place = ?1", params![new_place(number, 0)?], |row| {
            row.get(0)
        })?;
    Ok((genesis == enrolment.genesis.bytes).then_some(number))
}

fn begin(
    tx: &WriteTransaction<'_>,
    pen: &Pen,
    code: &Code,
    enrolment: &Enrolment,
    now: i64,
) -> Result<Option<i64>, Fault> {
    let genesis = &enrolment.genesis;
    let notebook = genesis.header.notebook;
    let taken = tx.maybe(
        "SELECT 1 FROM notebook WHERE (authority = ?1 AND id = ?2) OR token = ?3",
        params![code.authority, notebook.as_bytes(), enrolment.token.as_bytes()],
        |_| Ok(()),
    )?;
    if taken.is_some() {
        return Ok(None);
    }
    let number = tx.insert(
        "INSERT INTO notebook (authority, id, officer, public_key, token, enrolled, head_seq, head_hash,
           head_signature, bodies, journal_head, last_seen) VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0, ?7, ?8, ?9, 0, ?6)",
        params![
            code.authority,
            notebook.as_bytes(),
            code.officer.as_bytes(),
            enrolment.says.public_key.as_bytes(),
            enrolment.token.as_bytes(),
            now,
            genesis.hash.as_bytes(),
            enrolment.head.signature.as_bytes(),
            rows::cbor(SeqSet::from_numbers([0]))?
        ],
    )?;
    let place = new_place(number, 0)?;
    tx.execute("INSERT INTO entry (place, header) VALUES (?1, ?2)", params![place, genesis.bytes])?;
    tx.execute(
        "INSERT INTO body (place, state, salt, bytes) VALUES (?1, 0, ?2, ?3)",
        params![place, enrolment.salt.0, enrolment.body],
    )?;
    tx.execute(
        "UPDATE enrol_code SET notebook = ?2 WHERE hash = ?1",
        params![enrolment.code.as_bytes(), notebook.as_bytes()],
    )?;
    let enrolled = NotebookEnrolled { notebook, officer: code.officer };
    journal::append(tx, pen, code.authority, notebook, &ServerBody::NotebookEnrolled(enrolled))?;
    continue_former(tx, pen, code, enrolment)?;
    Ok(Some(number))
}

/// Closes the notebook this one goes on from. Entries it has beyond the point it was left at are a second branch.
fn continue_former(
    tx: &WriteTransaction<'_>,
    pen: &Pen,
    code: &Code,
    enrolment: &Enrolment,
) -> Result<(), Fault> {
    let Some(continues) = &enrolment.says.continues else { return Ok(()) };
    let former = tx.maybe(
        "SELECT number, head_seq FROM notebook WHERE authority = ?1 AND id = ?2 AND officer = ?3",
        params![code.authority, continues.notebook.as_bytes(), code.officer.as_bytes()],
        |row| Ok((row.get::<_, i64>(0)?, rows::number(row, 1)?)),
    )?;
    let Some((former, head)) = former else { return Ok(()) };
    tx.execute(
        "UPDATE notebook SET continued_by = ?2 WHERE number = ?1",
        params![former, enrolment.genesis.header.notebook.as_bytes()],
    )?;
    if head > continues.seq {
        let alarm = AlarmRaised { kind: AlarmKind::Fork, notebook: continues.notebook, record: None };
        journal::raise(tx, pen, code.authority, alarm, &[])?;
    }
    Ok(())
}

/// Keeps a code for an officer of the authority.
pub fn issue_code(
    tx: &WriteTransaction<'_>,
    authority: i64,
    officer: Id,
    code: &[u8; 32],
    expires: i64,
) -> Result<(), Fault> {
    let known = tx.maybe(
        "SELECT 1 FROM officer WHERE authority = ?1 AND id = ?2",
        params![authority, officer.as_bytes()],
        |_| Ok(()),
    )?;
    known.ok_or(Fault::Unknown { what: "officer" })?;
    tx.execute(
        "INSERT INTO enrol_code (hash, authority, officer, expires) VALUES (?1, ?2, ?3, ?4)",
        params![code, authority, officer.as_bytes(), expires],
    )?;
    Ok(())
}
