//! Notebooks begin here: by a code that is spent once, or by the word of the notebook before. The same request
//! may come again; its first answer may have been lost.

use beatbook_domain::records::journal::Genesis;
use beatbook_domain::records::server::{AlarmKind, AlarmRaised, NotebookEnrolled, ServerBody};
use beatbook_protocol::chain::SignedHead;
use beatbook_protocol::entry::Salt;
use beatbook_protocol::hash::Hash;
use beatbook_protocol::id::Id;
use beatbook_protocol::ranges::SeqSet;
use beatbook_protocol::receipt::Receipt;
use beatbook_store::{ReadTransaction, WriteTransaction, params};

use super::journal;
use super::losses;
use super::rows::{self, new_place};
use crate::auth::Scope;
use crate::error::Fault;
use crate::ingest::SentHeader;
use crate::journal::Pen;
use crate::store::{Enrolled, Enrolment, Succession};

/// For whom a notebook is begun.
struct Bearer {
    authority: i64,
    authority_id: Id,
    authority_code: String,
    officer: Id,
    officer_code: String,
}

/// A notebook's first entry as it came.
struct Beginning<'a> {
    token: Hash,
    genesis: &'a SentHeader,
    says: &'a Genesis,
    salt: Salt,
    body: &'a [u8],
    head: SignedHead,
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
            let expires: i64 = row.get(5)?;
            let used_by = row.get::<_, Option<[u8; 16]>>(6)?.map(Id::from_bytes);
            Ok((bearer(row)?, expires, used_by))
        },
    )?;
    let Some((bearer, expires, used_by)) = code else { return Ok(Enrolled::Invalid) };
    let beginning = Beginning {
        token: enrolment.token,
        genesis: &enrolment.genesis,
        says: &enrolment.says,
        salt: enrolment.salt,
        body: &enrolment.body,
        head: enrolment.head,
    };
    if !names(tx, &bearer, beginning.says)? {
        return Ok(Enrolled::Invalid);
    }
    let notebook = beginning.genesis.header.notebook;
    let number = match used_by {
        Some(used_by) if used_by == notebook => again(tx, &bearer, &beginning)?,
        Some(_) => None,
        None if pen.clock().now() >= expires => None,
        None => begin(tx, pen, &bearer, &beginning)?,
    };
    let Some(number) = number else { return Ok(Enrolled::Invalid) };
    tx.execute(
        "UPDATE enrol_code SET notebook = ?2 WHERE hash = ?1",
        params![enrolment.code.as_bytes(), notebook.as_bytes()],
    )?;
    done(tx, pen, &bearer, number, notebook)
}

/// Begins a notebook by the word of the one before it, and closes that one.
pub fn succeed(
    tx: &WriteTransaction<'_>,
    pen: &Pen,
    scope: &Scope,
    succession: &Succession,
) -> Result<Enrolled, Fault> {
    let former = scope.notebook().ok_or(Fault::Unknown { what: "notebook" })?;
    let bearer = tx.maybe(
        "SELECT a.number, a.id, a.code, n.officer, o.code FROM notebook n
           JOIN authority a ON a.number = n.authority
           JOIN officer o ON o.authority = n.authority AND o.id = n.officer
         WHERE a.id = ?1 AND n.id = ?2",
        params![scope.authority().as_bytes(), former.as_bytes()],
        bearer,
    )?;
    let Some(bearer) = bearer else { return Ok(Enrolled::Invalid) };
    let beginning = Beginning {
        token: succession.token,
        genesis: &succession.genesis,
        says: &succession.says,
        salt: succession.salt,
        body: &succession.body,
        head: succession.head,
    };
    let goes_on = beginning.says.continues.is_some_and(|continues| continues.notebook == former);
    if !goes_on || !names(tx, &bearer, beginning.says)? {
        return Ok(Enrolled::Invalid);
    }
    let number = match again(tx, &bearer, &beginning)? {
        Some(number) => Some(number),
        None => begin(tx, pen, &bearer, &beginning)?,
    };
    let Some(number) = number else { return Ok(Enrolled::Invalid) };
    let notebook = beginning.genesis.header.notebook;
    let alarm = AlarmRaised { kind: AlarmKind::Succeeded, notebook: former, record: Some(notebook) };
    journal::raise(tx, pen, bearer.authority, alarm, notebook.as_bytes())?;
    done(tx, pen, &bearer, number, notebook)
}

fn bearer(row: &beatbook_store::Row<'_>) -> beatbook_store::RowResult<Bearer> {
    Ok(Bearer {
        authority: row.get(0)?,
        authority_id: rows::id(row, 1)?,
        authority_code: row.get(2)?,
        officer: rows::id(row, 3)?,
        officer_code: row.get(4)?,
    })
}

/// Whether genesis names this bearer and this server.
fn names(tx: &ReadTransaction<'_>, bearer: &Bearer, says: &Genesis) -> Result<bool, Fault> {
    let server = tx.one("SELECT id FROM server", [], |row| rows::id(row, 0))?;
    Ok(says.authority == bearer.authority_id && says.officer == bearer.officer && says.server == server)
}

fn done(
    tx: &ReadTransaction<'_>,
    pen: &Pen,
    bearer: &Bearer,
    number: i64,
    notebook: Id,
) -> Result<Enrolled, Fault> {
    let (chain, bodies): (_, Vec<u8>) = tx.one(
        "SELECT head_seq, head_hash, bodies FROM notebook WHERE number = ?1",
        params![number],
        |row| Ok((rows::point(row, 0)?, row.get(2)?)),
    )?;
    Ok(Enrolled::Done {
        receipt: Box::new(Receipt {
            format: 1,
            authority: bearer.authority_id,
            server: tx.one("SELECT id FROM server", [], |row| rows::id(row, 0))?,
            generation: journal::generation_of(tx)?,
            notebook,
            chain,
            bodies: rows::set(&bodies)?,
            server_time: pen.clock().now(),
            lost: losses::in_receipt(tx, number)?,
        }),
        authority_code: bearer.authority_code.clone(),
        officer_code: bearer.officer_code.clone(),
    })
}

/// The notebook, if this very request began it: same genesis, same token.
fn again(tx: &ReadTransaction<'_>, bearer: &Bearer, beginning: &Beginning<'_>) -> Result<Option<i64>, Fault> {
    let number: Option<i64> = tx.maybe(
        "SELECT number FROM notebook WHERE authority = ?1 AND id = ?2 AND token = ?3",
        params![bearer.authority, beginning.genesis.header.notebook.as_bytes(), beginning.token.as_bytes()],
        |row| row.get(0),
    )?;
    let Some(number) = number else { return Ok(None) };
    let place = new_place(number, 0)?;
    let genesis: Vec<u8> =
        tx.one("SELECT header FROM entry WHERE place = ?1", params![place], |row| row.get(0))?;
    Ok((genesis == beginning.genesis.bytes).then_some(number))
}

fn begin(
    tx: &WriteTransaction<'_>,
    pen: &Pen,
    bearer: &Bearer,
    beginning: &Beginning<'_>,
) -> Result<Option<i64>, Fault> {
    let genesis = beginning.genesis;
    let notebook = genesis.header.notebook;
    let taken = tx.maybe(
        "SELECT 1 FROM notebook WHERE (authority = ?1 AND id = ?2) OR token = ?3",
        params![bearer.authority, notebook.as_bytes(), beginning.token.as_bytes()],
        |_| Ok(()),
    )?;
    if taken.is_some() {
        return Ok(None);
    }
    let number = tx.insert(
        "INSERT INTO notebook (authority, id, officer, public_key, token, enrolled, head_seq, head_hash,
           head_signature, bodies, journal_head, last_seen) VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0, ?7, ?8, ?9, 0, ?6)",
        params![
            bearer.authority,
            notebook.as_bytes(),
            bearer.officer.as_bytes(),
            beginning.says.public_key.as_bytes(),
            beginning.token.as_bytes(),
            pen.clock().now(),
            genesis.hash.as_bytes(),
            beginning.head.signature.as_bytes(),
            rows::cbor(SeqSet::from_numbers([0]))?
        ],
    )?;
    let place = new_place(number, 0)?;
    tx.execute("INSERT INTO entry (place, header) VALUES (?1, ?2)", params![place, genesis.bytes])?;
    tx.execute(
        "INSERT INTO body (place, state, salt, bytes) VALUES (?1, 0, ?2, ?3)",
        params![place, beginning.salt.0, beginning.body],
    )?;
    let continues = continue_former(tx, pen, bearer, beginning)?;
    let enrolled = NotebookEnrolled { notebook, officer: bearer.officer, continues };
    journal::append(tx, pen, bearer.authority, notebook, &ServerBody::NotebookEnrolled(enrolled))?;
    Ok(Some(number))
}

/// Closes the notebook this one goes on from. Entries it has beyond the point it was left at are a second branch.
fn continue_former(
    tx: &WriteTransaction<'_>,
    pen: &Pen,
    bearer: &Bearer,
    beginning: &Beginning<'_>,
) -> Result<Option<Id>, Fault> {
    let Some(continues) = &beginning.says.continues else { return Ok(None) };
    let former = tx.maybe(
        "SELECT number, head_seq FROM notebook WHERE authority = ?1 AND id = ?2 AND officer = ?3",
        params![bearer.authority, continues.notebook.as_bytes(), bearer.officer.as_bytes()],
        |row| Ok((row.get::<_, i64>(0)?, rows::number(row, 1)?)),
    )?;
    let Some((former, head)) = former else { return Ok(None) };
    tx.execute(
        "UPDATE notebook SET continued_by = coalesce(continued_by, ?2) WHERE number = ?1",
        params![former, beginning.genesis.header.notebook.as_bytes()],
    )?;
    if head > continues.seq {
        let alarm = AlarmRaised { kind: AlarmKind::Fork, notebook: continues.notebook, record: None };
        journal::raise(tx, pen, bearer.authority, alarm, &[])?;
    }
    Ok(Some(continues.notebook))
}

/// Keeps a code for an officer of the authority.
pub fn issue_code(
    tx: &WriteTransaction<'_>,
    authority: i64,
    officer: Id,
    code: &[u8; 32],
    (now, expires): (i64, i64),
) -> Result<(), Fault> {
    let known = tx.maybe(
        "SELECT 1 FROM officer WHERE authority = ?1 AND id = ?2",
        params![authority, officer.as_bytes()],
        |_| Ok(()),
    )?;
    known.ok_or(Fault::Unknown { what: "officer" })?;
    // Codes nobody used go; used ones stay, so that a lost answer can be given again.
    tx.execute("DELETE FROM enrol_code WHERE notebook IS NULL AND expires < ?1", params![now])?;
    tx.execute(
        "INSERT INTO enrol_code (hash, authority, officer, expires) VALUES (?1, ?2, ?3, ?4)",
        params![code, authority, officer.as_bytes(), expires],
    )?;
    Ok(())
}
