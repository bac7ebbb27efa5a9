//! What the register is folded from, read in one view, and what was decided from it, written if it still holds.

use std::collections::BTreeSet;

use beatbook_domain::notices::number::NoticeNumber;
use beatbook_domain::records::body::EntryBody;
use beatbook_domain::records::server::{NoticeDecided, ServerBody};
use beatbook_domain::register::{Act, Kept, NoticeTold};
use beatbook_protocol::entry::{Header, header_hash};
use beatbook_protocol::id::Id;
use beatbook_store::{ReadTransaction, WriteTransaction, params};

use super::access;
use super::admin;
use super::encampments;
use super::journal;
use super::keepers::{self, Guest};
use super::numbers::{self, Held};
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
    let journal = keepers::length(tx, authority, &keepers::guests(tx, authority)?)?;
    Ok(RegisterMark { bodies: bodies + branches, lacking: lacking + gone, journal })
}

/// What notebooks tell of notices: all of an authority's, or one; each in its own order. A forked notebook's further branches
/// were issued on paper, too.
fn told(tx: &ReadTransaction<'_>, whose: &str, which: i64) -> Result<Vec<NoticeTold>, Fault> {
    let mut told = Vec::new();
    for sql in [
        format!(
            "SELECT n.id, h.header, b.bytes FROM notice_entry e JOIN notebook n ON n.number = e.notebook
               JOIN entry h ON h.place = e.notebook * 4294967296 + e.seq
               JOIN body b ON b.place = e.notebook * 4294967296 + e.seq
             WHERE n.{whose} = ?1 AND b.bytes IS NOT NULL ORDER BY e.notebook, e.seq"
        ),
        format!(
            "SELECT n.id, b.header, b.bytes FROM branch b JOIN notebook n ON n.number = b.notebook
             WHERE n.{whose} = ?1 AND b.bytes IS NOT NULL ORDER BY b.notebook, b.seq, b.hash"
        ),
    ] {
        tx.each::<Fault>(&sql, params![which], |row| {
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
    Ok(told)
}

/// Numbers of notices that were issued on further branches of notebooks, and whose notebooks they are.
pub fn issued_on_branches(
    tx: &ReadTransaction<'_>,
    held: Held<'_>,
) -> Result<Vec<(Id, NoticeNumber)>, Fault> {
    let (whose, which) = match held {
        Held::In(notebook) => ("n.number = ?1", notebook),
        Held::By(authority) => ("n.authority = ?1", authority),
        Held::ByOthers(authority, _) => ("n.authority <> ?1", authority),
    };
    let sql = format!(
        "SELECT n.id, b.header, b.bytes FROM branch b JOIN notebook n ON n.number = b.notebook
         WHERE {whose} AND b.bytes IS NOT NULL"
    );
    let rows: Vec<(Id, Vec<u8>, Vec<u8>)> =
        tx.all(&sql, params![which], |row| Ok((rows::id(row, 0)?, row.get(1)?, row.get(2)?)))?;
    let mut issued = Vec::new();
    for (notebook, header, bytes) in rows {
        let header = Header::parse(&header).map_err(|_| Fault::Damaged { what: "header" })?;
        let Ok(EntryBody::Notice(entry)) = EntryBody::parse(&header.kind, header.schema, &bytes) else {
            continue;
        };
        let number = entry.number().and_then(|number| NoticeNumber::parse(number).ok());
        issued.extend(number.map(|number| (notebook, number)));
    }
    Ok(issued)
}

/// What guests' notebooks tell of their notices, and of nothing else in them.
fn told_by(tx: &ReadTransaction<'_>, guests: &[Guest]) -> Result<Vec<NoticeTold>, Fault> {
    let mut all = Vec::new();
    let mut before = None;
    for guest in guests {
        // They come notebook by notebook.
        if before.replace(guest.notebook) != Some(guest.notebook) {
            let records: BTreeSet<Id> =
                guests.iter().filter(|one| one.notebook == guest.notebook).map(|one| one.record).collect();
            let of_it = told(tx, "number", guest.notebook.0)?;
            all.extend(of_it.into_iter().filter(|one| records.contains(&one.record)));
        }
    }
    Ok(all)
}

/// Everything the authority's register is folded from.
pub fn facts(tx: &ReadTransaction<'_>, authority: i64) -> Result<RegisterFacts, Fault> {
    let mut told = told(tx, "authority", authority)?;
    let guests = keepers::guests(tx, authority)?;
    told.extend(told_by(tx, &guests)?);
    let mut kept = kept(tx, authority, None)?;
    for guest in &guests {
        kept.extend(self::kept(tx, guest.authority, Some(&guest.number))?);
    }
    let mut journal: Vec<ServerBody> =
        admin::journal(tx, authority)?.into_iter().map(|(_, body)| body).collect();
    journal.extend(keepers::told_of_guests(tx, &guests)?);
    Ok(RegisterFacts {
        told,
        kept,
        journal,
        accounts: numbers::accounts(tx, Held::By(authority))?,
        lent: match keepers::own_code(tx, authority)? {
            Some(code) => numbers::accounts(tx, Held::ByOthers(authority, &code))?,
            None => Vec::new(),
        },
        elsewhere: keepers::elsewhere(tx, authority)?,
        own: numbers::own_journal(tx, authority)?,
        mark: mark(tx, authority)?,
        read_to: keepers::length(tx, authority, &guests)?,
        guests: guests.into_iter().map(|guest| (guest.notebook.1, guest.name)).collect(),
    })
}

/// What the register keeps of each numbered notice, or of one, whatever has become of its body.
fn kept(tx: &ReadTransaction<'_>, authority: i64, number: Option<&NoticeNumber>) -> Result<Vec<Kept>, Fault> {
    let rows: Vec<(Id, Id, String, Option<String>)> = tx.all(
        "SELECT n.id, e.record, e.issued, e.ended FROM notice_number e JOIN notebook n ON n.number = e.notebook
         WHERE e.authority = ?1 AND (?2 IS NULL OR e.number = ?2) AND e.issued IS NOT NULL",
        params![authority, number.map(ToString::to_string)],
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

/// Writes decisions into the journal of whose notebook each is about; `false` if journals have moved on since they were made.
pub fn decide(tx: &WriteTransaction<'_>, pen: &Pen, scope: &Scope, decided: &Decided) -> Result<bool, Fault> {
    let authority = rows::authority(tx, scope)?;
    let guests = keepers::guests(tx, authority)?;
    if keepers::length(tx, authority, &guests)? != decided.read_to {
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
        let journal = keepers::journal_for(authority, &guests, *record, body);
        journal::append(tx, pen, journal, *record, body)?;
        if let ServerBody::NoticeDecided(NoticeDecided {
            act: Act::Void { .. } | Act::Withdraw { .. }, ..
        }) = body
        {
            encampments::to_be_told(tx, journal)?;
        }
    }
    access::log(tx, scope, pen.clock().now(), &decided.what, decided.reason.as_deref())?;
    Ok(true)
}
