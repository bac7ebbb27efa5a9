//! What the register is folded from, read in one view, and what was decided from it, written if it still holds.

use beatbook_domain::records::body::EntryBody;
use beatbook_domain::records::server::ServerBody;
use beatbook_domain::register::{Kept, NoticeTold};
use beatbook_protocol::entry::{Header, header_hash};
use beatbook_protocol::id::Id;
use beatbook_store::{ReadTransaction, WriteTransaction, params};

use super::access;
use super::admin;
use super::journal;
use super::numbers;
use super::rows::{self, int};
use crate::auth::Scope;
use crate::error::Fault;
use crate::journal::Pen;
use crate::store::{Decided, RegisterFacts, RegisterMark};

/// Takes note of a header that tells of a notice, before its body has come.
pub fn note_header(tx: &WriteTransaction<'_>, notebook: i64, header: &Header) -> Result<(), Fault> {
    if header.kind.starts_with("notice_") {
        tx.execute(
            "INSERT OR IGNORE INTO notice_entry (notebook, seq) VALUES (?1, ?2)",
            params![notebook, int(header.seq)],
        )?;
    }
    Ok(())
}

/// How much there is to fold the register from.
pub fn mark(tx: &ReadTransaction<'_>, authority: i64) -> Result<RegisterMark, Fault> {
    let count =
        |sql| tx.one(sql, params![authority], |row| Ok((rows::number(row, 0)?, rows::number(row, 1)?)));
    let (bodies, lacking) = count(
        "SELECT count(b.bytes), count(*) - count(b.bytes) FROM notice_entry e
           JOIN notebook n ON n.number = e.notebook
           LEFT JOIN body b ON b.place = e.notebook * 4294967296 + e.seq
         WHERE n.authority = ?1",
    )?;
    let (branches, gone) = count(
        "SELECT count(b.bytes), count(*) - count(b.bytes) FROM branch b JOIN notebook n ON n.number = b.notebook
         WHERE n.authority = ?1",
    )?;
    let journal = journal::length(tx, authority)?;
    Ok(RegisterMark { bodies: bodies + branches, lacking: lacking + gone, journal })
}

/// Everything the authority's register is folded from.
pub fn facts(tx: &ReadTransaction<'_>, authority: i64) -> Result<RegisterFacts, Fault> {
    let mut told = Vec::new();
    // A forked notebook's further branches were issued on paper, too.
    for sql in [
        "SELECT n.id, h.header, b.bytes FROM notice_entry e JOIN notebook n ON n.number = e.notebook
           JOIN entry h ON h.place = e.notebook * 4294967296 + e.seq
           JOIN body b ON b.place = e.notebook * 4294967296 + e.seq
         WHERE n.authority = ?1 AND b.bytes IS NOT NULL ORDER BY e.notebook, e.seq",
        "SELECT n.id, b.header, b.bytes FROM branch b JOIN notebook n ON n.number = b.notebook
         WHERE n.authority = ?1 AND b.bytes IS NOT NULL ORDER BY b.notebook, b.seq, b.hash",
    ] {
        tx.each::<Fault>(sql, params![authority], |row| {
            let read = |row: &beatbook_store::Row<'_>| -> beatbook_store::RowResult<(Id, Vec<u8>, Vec<u8>)> {
                Ok((rows::id(row, 0)?, row.get(1)?, row.get(2)?))
            };
            let (notebook, header, bytes) = read(row).map_err(beatbook_store::StoreError::from)?;
            let hash = header_hash(&header);
            let header = Header::parse(&header).map_err(|_| Fault::Damaged { what: "header" })?;
            if let Ok(EntryBody::Notice(entry)) = EntryBody::parse(&header.kind, header.schema, &bytes) {
                told.push(NoticeTold { notebook, record: header.record, hash, entry });
            }
            Ok(())
        })?;
    }
    Ok(RegisterFacts {
        told,
        kept: kept(tx, authority)?,
        journal: admin::journal(tx, authority)?.into_iter().map(|(_, body)| body).collect(),
        accounts: numbers::accounts(tx, None, authority)?,
        own: numbers::own_journal(tx, authority)?,
        mark: mark(tx, authority)?,
        read_to: journal::length(tx, authority)?,
    })
}

/// What the register keeps of each numbered notice, whatever has become of its body.
fn kept(tx: &ReadTransaction<'_>, authority: i64) -> Result<Vec<Kept>, Fault> {
    let rows: Vec<(Id, Id, String, Option<String>)> = tx.all(
        "SELECT n.id, e.record, e.issued, e.ended FROM notice_number e JOIN notebook n ON n.number = e.notebook
         WHERE e.authority = ?1 AND e.issued IS NOT NULL",
        params![authority],
        |row| Ok((rows::id(row, 0)?, rows::id(row, 1)?, row.get(2)?, row.get(3)?)),
    )?;
    const DAMAGED: Fault = Fault::Damaged { what: "row of the register" };
    let read = |(notebook, record, issued, ended): (Id, Id, String, Option<String>)| {
        let issued = serde_json::from_str(&issued).map_err(|_| DAMAGED)?;
        let ended = ended.map(|ended| serde_json::from_str(&ended)).transpose().map_err(|_| DAMAGED)?;
        Ok(Kept { notebook, record, issued, ended })
    };
    rows.into_iter().map(read).collect()
}

/// Writes decisions into the authority's journal; `false` if it has moved on since they were made.
pub fn decide(tx: &WriteTransaction<'_>, pen: &Pen, scope: &Scope, decided: &Decided) -> Result<bool, Fault> {
    let authority = rows::authority(tx, scope)?;
    if journal::length(tx, authority)? != decided.read_to {
        return Ok(false);
    }
    if let Some(before) = decided.mark
        && mark(tx, authority)? != before
    {
        return Ok(false);
    }
    for (record, body) in &decided.entries {
        if let ServerBody::DraftPosted(posted) = body {
            numbers::post(tx, authority, posted)?;
        }
        journal::append(tx, pen, authority, *record, body)?;
    }
    access::log(tx, scope, pen.clock().now(), &decided.what, decided.reason.as_deref())?;
    Ok(true)
}
