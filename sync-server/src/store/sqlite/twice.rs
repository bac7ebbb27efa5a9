//! Whether a notice that has just arrived says what another one says already: two officers at one encounter, of one employer
//! or at a joint one of two, or an officer and the desk, neither of whom could see the other's. A person decides which stands.

use beatbook_domain::calendar::local_date;
use beatbook_domain::notices::number::NoticeNumber;
use beatbook_domain::orders::book::Policy;
use beatbook_domain::records::body::EntryBody;
use beatbook_domain::records::notice::{Notice, NoticeEntry, NoticeIssued};
use beatbook_domain::records::server::ServerBody;
use beatbook_domain::records::sharing::{Disclosed, SharedField, SharingEntry, SharingPurpose, grants};
use beatbook_protocol::entry::Header;
use beatbook_protocol::id::Id;
use beatbook_store::{ReadTransaction, WriteTransaction, params};
use jiff::ToSpan as _;

use super::access;
use super::admin;
use super::ingest::NotebookRow;
use super::journal;
use super::rows;
use crate::error::Fault;
use crate::journal::Pen;

/// Conduct of one person under one condition is the same if it was seen within this time, milliseconds.
const SAME_CONDUCT_MS: i64 = 3_600_000;

/// Days after its conduct on which a draft may have been issued by post, whatever the authority has settled since; one more,
/// as an hour may lie across midnight.
const POSTED_WITHIN: i64 = Policy::POST_DAYS_MAX as i64 + 1;

/// Why the notice may be one too many, if it may.
pub fn why(
    tx: &WriteTransaction<'_>,
    pen: &Pen,
    row: &NotebookRow,
    record: Id,
    number: &NoticeNumber,
    issued: &NoticeIssued,
) -> Result<Option<String>, Fault> {
    if number.is_training() {
        return Ok(None);
    }
    if let Some(posted) = posted(tx, row, &issued.notice)? {
        return Ok(Some(format!("a draft of the same offence had been issued by post as {posted}")));
    }
    let Some(other) = other_notice(tx, row.authority, record, issued)? else { return Ok(None) };
    let same = "to the same person for the same conduct within the hour";
    if other.authority == row.authority {
        return Ok(Some(format!("{} was given {same}", other.number)));
    }
    let name: String =
        tx.one("SELECT name FROM authority WHERE number = ?1", params![other.authority], |found| {
            found.get(0)
        })?;
    Ok(Some(if disclose(tx, pen, row, &other)? {
        format!("{} was given {same}, by {name}", other.number)
    } else {
        format!("{name} gave a notice {same}, on {}", other.issued)
    }))
}

/// Whether the other authority shares the number of its notice now; if so, that it did is in its journal and access log.
fn disclose(tx: &WriteTransaction<'_>, pen: &Pen, row: &NotebookRow, other: &Other) -> Result<bool, Fault> {
    let today = local_date(pen.clock().now()).map_err(|_| Fault::Format { what: "today's date" })?;
    let told: Vec<SharingEntry> = admin::journal(tx, other.authority)?
        .into_iter()
        .filter_map(|(_, body)| match body {
            ServerBody::Sharing(entry) => Some(entry),
            _ => None,
        })
        .collect();
    let Some(grant) = grants(&told).into_iter().find(|grant| {
        grant.to == row.authority_id
            && grant.purpose == SharingPurpose::Enforcement
            && grant.fields.contains(&SharedField::NoticeNumbers)
            && grant.runs_on(today)
    }) else {
        return Ok(false);
    };
    let what = format!(
        "number of notice {} disclosed to authority {} for a review: under {}",
        other.record, row.authority_id, grant.agreement
    );
    let disclosed = Disclosed {
        record: other.record,
        to: row.authority_id,
        reader: row.officer,
        grant: grant.grant,
        agreement: grant.agreement,
        purpose: grant.purpose,
        fields: [SharedField::NoticeNumbers].into(),
    };
    let body = ServerBody::Sharing(SharingEntry::Disclosed(disclosed));
    journal::append(tx, pen, other.authority, other.record, &body)?;
    access::log_disclosed(tx, other.authority, pen.clock().now(), &what)?;
    Ok(true)
}

/// Another notice for the same thing.
struct Other {
    /// Whose notebook it is in.
    authority: i64,
    record: Id,
    number: String,
    /// Its local day of issue.
    issued: String,
}

/// The number under which a supervisor has issued a draft of this notebook about the same person, encounter and condition.
fn posted(tx: &ReadTransaction<'_>, row: &NotebookRow, notice: &Notice) -> Result<Option<String>, Fault> {
    let sql = "SELECT record, number FROM notice_number WHERE notebook = ?1 AND posted = 1 ORDER BY number";
    let posted: Vec<(Id, String)> =
        tx.all(sql, params![row.number], |found| Ok((rows::id(found, 0)?, found.get(1)?)))?;
    for (record, number) in posted {
        for entry in told(tx, row.number, record)? {
            if let Some(draft) = entry.draft()
                && draft.notice.encounter == notice.encounter
                && draft.notice.person == notice.person
                && draft.notice.breach() == notice.breach()
            {
                return Ok(Some(number));
            }
        }
    }
    Ok(None)
}

/// Another notice, by whomever, for the same conduct of the same recipient; also of another authority's officer
/// if both bear the link of one joint encounter.
fn other_notice(
    tx: &ReadTransaction<'_>,
    authority: i64,
    record: Id,
    issued: &NoticeIssued,
) -> Result<Option<Other>, Fault> {
    let Ok(day) = local_date(issued.time.at) else { return Ok(None) };
    let seen = seen(issued);
    // Rows of the register hold no person: those of the day say which bodies to look at.
    let days =
        [day.yesterday().unwrap_or(day), day, day.tomorrow().unwrap_or(day)].map(|day| day.to_string());
    // What was posted bears the day of posting, which may be so many days after the conduct.
    let Ok(conduct) = local_date(seen) else { return Ok(None) };
    let (first, last) = (conduct.saturating_sub(1.day()), conduct.saturating_add(POSTED_WITHIN.days()));
    let joint = issued.notice.joint;
    let near: Vec<(i64, bool, Other)> = tx.all(
        "SELECT notebook, posted, authority, record, number, issued ->> '$.issued' FROM notice_number
         WHERE (authority = ?1 OR ?9) AND record <> ?2 AND ended IS NULL
           AND iif(posted = 1, issued ->> '$.issued' BETWEEN ?7 AND ?8, issued ->> '$.issued' IN (?3, ?4, ?5))
           AND issued ->> '$.code' = ?6 ORDER BY number",
        params![
            authority,
            record.as_bytes(),
            days[0],
            days[1],
            days[2],
            issued.notice.content.about(),
            first.to_string(),
            last.to_string(),
            joint.is_some()
        ],
        |found| {
            let other = Other {
                authority: found.get(2)?,
                record: rows::id(found, 3)?,
                number: found.get(4)?,
                issued: found.get(5)?,
            };
            Ok((found.get(0)?, found.get(1)?, other))
        },
    )?;
    for (notebook, posted, found) in near {
        for entry in told(tx, notebook, found.record)? {
            let (other, at) = match &entry {
                NoticeEntry::Issued(other) => (&other.notice, self::seen(other)),
                NoticeEntry::Drafted(draft) if posted => {
                    (&draft.notice, draft.notice.conduct.time.map_or(draft.at.wall, |time| time.at))
                }
                _ => continue,
            };
            if (found.authority == authority || other.joint == joint)
                && other.breach() == issued.notice.breach()
                && other.recipient.is_same(&issued.notice.recipient)
                && at.abs_diff(seen) <= SAME_CONDUCT_MS.unsigned_abs()
            {
                return Ok(Some(found));
            }
        }
    }
    Ok(None)
}

/// When the conduct was seen, or at least written down.
fn seen(issued: &NoticeIssued) -> i64 {
    issued.notice.conduct.time.unwrap_or(issued.time).at
}

/// What is held of a notice, in order.
fn told(tx: &ReadTransaction<'_>, notebook: i64, record: Id) -> Result<Vec<NoticeEntry>, Fault> {
    let found: Vec<(Vec<u8>, Vec<u8>)> = tx.all(
        "SELECT h.header, b.bytes FROM notice_entry e
           JOIN entry h ON h.place = e.notebook * 4294967296 + e.seq
           JOIN body b ON b.place = e.notebook * 4294967296 + e.seq
         WHERE e.notebook = ?1 AND b.bytes IS NOT NULL AND instr(h.header, CAST(?2 AS BLOB)) > 0 ORDER BY e.seq",
        params![notebook, record.to_string()],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let mut told = Vec::new();
    for (header, bytes) in found {
        let header = Header::parse(&header).map_err(|_| Fault::Damaged { what: "header" })?;
        if header.record == record
            && let Ok(EntryBody::Notice(entry)) = EntryBody::parse(&header.kind, header.schema, &bytes)
        {
            told.push(entry);
        }
    }
    Ok(told)
}
