//! Whose register a notice stands in: a penalty under an order is the paper of the council that made the order, whoever gives it,
//! and so a matter of that council's register. Where that council is on this server, the notice stands there and nowhere else;
//! the record stays in the notebook that gave it, and what is decided about it in the journal its officer's phones read.

use std::collections::{BTreeMap, BTreeSet};

use beatbook_domain::notices::number::NoticeNumber;
use beatbook_domain::records::server::{AboutNotice, ServerBody};
use beatbook_protocol::id::Id;
use beatbook_store::{ReadTransaction, params};

use super::admin;
use super::journal;
use super::rows;
use crate::error::Fault;
use crate::store::AuthorityName;

const DAMAGED: Fault = Fault::Damaged { what: "notice number" };

/// A notice of another authority's notebook on this one's paper.
pub struct Guest {
    /// The other authority.
    pub authority: i64,
    /// Its name.
    pub name: AuthorityName,
    /// The notebook: its number here, and its id.
    pub notebook: (i64, Id),
    /// The notice's record.
    pub record: Id,
    /// Its number.
    pub number: NoticeNumber,
}

/// The code of an authority's paper, if no other authority here bears it: which register is meant by one that two bear nobody
/// can say, and a notice stays where its notebook is.
pub fn own_code(tx: &ReadTransaction<'_>, authority: i64) -> Result<Option<String>, Fault> {
    Ok(tx.maybe(
        "SELECT code FROM authority a WHERE number = ?1
           AND NOT EXISTS (SELECT 1 FROM authority o WHERE o.code = a.code AND o.number <> a.number)",
        params![authority],
        |row| row.get(0),
    )?)
}

/// The authority whose paper bears a code, if only one here does.
pub fn of_code(tx: &ReadTransaction<'_>, code: &str) -> Result<Option<i64>, Fault> {
    let found: Vec<i64> =
        tx.all("SELECT number FROM authority WHERE code = ?1 LIMIT 2", params![code], |row| row.get(0))?;
    Ok(if let [one] = found[..] { Some(one) } else { None })
}

/// Notices of other authorities' notebooks that stand in this one's register.
pub fn guests(tx: &ReadTransaction<'_>, authority: i64) -> Result<Vec<Guest>, Fault> {
    let Some(code) = own_code(tx, authority)? else { return Ok(Vec::new()) };
    // The range of a prefix, so that the primary key finds it: '.' follows '-'.
    let found: Vec<Option<Guest>> = tx.all(
        "SELECT o.number, o.code, o.name, n.number, n.id, e.record, e.number FROM authority o
           JOIN notice_number e ON e.authority = o.number AND e.number >= ?2 || '-' AND e.number < ?2 || '.'
           JOIN notebook n ON n.number = e.notebook
         WHERE o.number <> ?1 ORDER BY n.number, e.number",
        params![authority, code],
        |row| {
            let number: String = row.get(6)?;
            let Ok(number) = NoticeNumber::parse(&number) else { return Ok(None) };
            let name = AuthorityName { code: row.get(1)?, name: row.get(2)? };
            let (notebook, record) = ((row.get(3)?, rows::id(row, 4)?), rows::id(row, 5)?);
            Ok(Some(Guest { authority: row.get(0)?, name, notebook, record, number }))
        },
    )?;
    found.into_iter().collect::<Option<Vec<Guest>>>().ok_or(DAMAGED)
}

/// Numbers of this authority's notebooks that stand in another's register, each with whose.
pub fn elsewhere(
    tx: &ReadTransaction<'_>,
    authority: i64,
) -> Result<BTreeMap<NoticeNumber, AuthorityName>, Fault> {
    let found: Vec<(String, AuthorityName)> = tx.all(
        "SELECT e.number, k.code, k.name FROM authority k
           JOIN notice_number e ON e.authority = ?1 AND e.number >= k.code || '-' AND e.number < k.code || '.'
         WHERE k.number <> ?1
           AND NOT EXISTS (SELECT 1 FROM authority o WHERE o.code = k.code AND o.number <> k.number)",
        params![authority],
        |row| Ok((row.get(0)?, AuthorityName { code: row.get(1)?, name: row.get(2)? })),
    )?;
    let read = |(number, name): (String, AuthorityName)| {
        NoticeNumber::parse(&number).map(|number| (number, name)).map_err(|_| DAMAGED)
    };
    found.into_iter().map(read).collect()
}

/// What the guests' journals tell of these notices, each journal in its order.
pub fn told_of_guests(tx: &ReadTransaction<'_>, guests: &[Guest]) -> Result<Vec<ServerBody>, Fault> {
    let numbers: BTreeSet<&NoticeNumber> = guests.iter().map(|guest| &guest.number).collect();
    let mut told = Vec::new();
    for authority in authorities(guests) {
        let of_these = admin::journal(tx, authority)?.into_iter().map(|(_, body)| body).filter(|body| {
            let number = match body {
                ServerBody::DraftPosted(posted) => Some(&posted.issued.number),
                body => match body.about_notice() {
                    Some(AboutNotice::Numbered(number)) => Some(number),
                    _ => None,
                },
            };
            number.is_some_and(|number| numbers.contains(number))
        });
        told.extend(of_these);
    }
    Ok(told)
}

/// How long the journals are, taken together, that a register is told from: its own and its guests'. None ever gets shorter.
pub fn length(tx: &ReadTransaction<'_>, authority: i64, guests: &[Guest]) -> Result<u64, Fault> {
    let mut length = journal::length(tx, authority)?;
    for guest in authorities(guests) {
        length += journal::length(tx, guest)?;
    }
    Ok(length)
}

/// The authority into whose journal goes what is decided about a notice: its notebook's.
pub fn journal_for(authority: i64, guests: &[Guest], record: Id, body: &ServerBody) -> i64 {
    let Some(AboutNotice::Numbered(number)) = body.about_notice() else { return authority };
    let guest = guests.iter().find(|guest| guest.record == record && guest.number == *number);
    guest.map_or(authority, |guest| guest.authority)
}

fn authorities(guests: &[Guest]) -> BTreeSet<i64> {
    guests.iter().map(|guest| guest.authority).collect()
}
