//! Whether a notice that has just arrived says what another one says already: two officers at one encounter, of one employer
//! or at a joint one of two, or an officer and the desk, neither of whom could see the other's. A person decides which stands.

use beatbook_domain::calendar::local_date;
use beatbook_domain::notices::number::NoticeNumber;
use beatbook_domain::records::body::EntryBody;
use beatbook_domain::records::notice::{Notice, NoticeEntry, NoticeIssued};
use beatbook_domain::records::server::{DraftPosted, ServerBody};
use beatbook_domain::records::sharing::{Disclosed, SharedField, SharingEntry, SharingPurpose, grants};
use beatbook_protocol::entry::{Header, header_hash};
use beatbook_protocol::id::Id;
use beatbook_store::{ReadTransaction, WriteTransaction, params};

use super::access;
use super::admin;
use super::ingest::NotebookRow;
use super::journal;
use super::keepers;
use super::rows;
use crate::error::Fault;
use crate::journal::Pen;

/// Conduct of one person under one condition is the same if it was seen within this time, milliseconds.
const SAME_CONDUCT_MS: i64 = 3_600_000;

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
    let Some(other) = other_notice(tx, row.authority, (record, number), issued)? else { return Ok(None) };
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
    notebook: i64,
    /// The entry that says what is on the paper.
    told: Option<i64>,
    record: Id,
    number: String,
    /// Its local day of issue.
    issued: String,
}

impl Other {
    /// Whether both are one authority's paper, and so of one register, whoever employs the officers.
    fn is_paper_of(&self, number: &NoticeNumber) -> bool {
        NoticeNumber::parse(&self.number).is_ok_and(|other| other.authority() == number.authority())
    }
}

/// The number under which a supervisor has issued a draft of this notebook about the same person, encounter and condition.
fn posted(tx: &ReadTransaction<'_>, row: &NotebookRow, notice: &Notice) -> Result<Option<String>, Fault> {
    let posted: Vec<(Option<i64>, String)> = tx.all(
        "SELECT told, number FROM notice_number WHERE notebook = ?1 AND posted = 1 AND issued ->> '$.code' = ?2
         ORDER BY number",
        params![row.number, notice.content.about()],
        |found| Ok((found.get(0)?, found.get(1)?)),
    )?;
    for (seq, number) in posted {
        let Some(NoticeEntry::Drafted(draft)) = words(tx, row.number, seq)? else { continue };
        if draft.notice.encounter == notice.encounter
            && draft.notice.person == notice.person
            && draft.notice.breach() == notice.breach()
        {
            return Ok(Some(number));
        }
    }
    Ok(None)
}

/// Another notice, by whomever, for the same conduct of the same recipient; of another authority's officer if it is the same
/// authority's paper, or if both bear the link of one joint encounter.
fn other_notice(
    tx: &ReadTransaction<'_>,
    authority: i64,
    (record, number): (Id, &NoticeNumber),
    issued: &NoticeIssued,
) -> Result<Option<Other>, Fault> {
    let joint = issued.notice.joint;
    // Of a code that two authorities bear, or none here, nobody can say whose register it is: they never see each other.
    let one_register = keepers::of_code(tx, number.authority().as_str())?.is_some();
    for found in near(tx, issued.notice.content.about(), seen(issued))? {
        if found.record == record {
            continue;
        }
        let other = match words(tx, found.notebook, found.told)? {
            Some(NoticeEntry::Issued(other)) => other.notice,
            Some(NoticeEntry::Drafted(draft)) => draft.notice,
            _ => continue,
        };
        let one_encounter = joint.is_some() && other.joint == joint;
        if (found.authority == authority || one_register && found.is_paper_of(number) || one_encounter)
            && other.breach() == issued.notice.breach()
            && (other.recipient.is_same(&issued.notice.recipient)
                || one_encounter && other.recipient.may_be_same(&issued.notice.recipient))
        {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

/// Notices for one thing, such as an offence row, seen within the hour before or after a time, of every authority.
/// Rows of the register hold no person: these are all whose words are looked at, so taking many notices of one day in reads of
/// each no more than its own hours.
fn near(tx: &ReadTransaction<'_>, about: &str, seen: i64) -> Result<Vec<Other>, Fault> {
    Ok(tx.all(
        NEAR,
        params![about, seen.saturating_sub(SAME_CONDUCT_MS), seen.saturating_add(SAME_CONDUCT_MS)],
        |found| {
            Ok(Other {
                authority: found.get(0)?,
                notebook: found.get(1)?,
                told: found.get(2)?,
                record: rows::id(found, 3)?,
                number: found.get(4)?,
                issued: found.get(5)?,
            })
        },
    )?)
}

const NEAR: &str =
    "SELECT authority, notebook, told, record, number, issued ->> '$.issued' FROM notice_number
    WHERE issued ->> '$.code' = ?1 AND seen BETWEEN ?2 AND ?3 AND ended IS NULL
    ORDER BY number";

/// When the conduct was seen, or at least written down; UTC milliseconds.
pub fn seen(issued: &NoticeIssued) -> i64 {
    issued.notice.conduct.time.unwrap_or(issued.time).at
}

/// The entry that says what is on paper issued by post, and when the conduct was seen; none if its body is gone.
pub fn words_posted(
    tx: &ReadTransaction<'_>,
    authority: i64,
    posted: &DraftPosted,
) -> Result<Option<(i64, i64)>, Fault> {
    let found: Vec<(i64, i64, Vec<u8>)> = tx.all(
        "SELECT e.seq, e.notebook, h.header FROM notice_entry e JOIN notebook n ON n.number = e.notebook
           JOIN entry h ON h.place = e.notebook * 4294967296 + e.seq
         WHERE n.authority = ?1 AND n.id = ?2 AND instr(h.header, CAST(?3 AS BLOB)) > 0",
        params![authority, posted.notebook.as_bytes(), posted.record.to_string()],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    let Some((seq, notebook, _)) =
        found.into_iter().find(|(_, _, header)| header_hash(header) == posted.draft)
    else {
        return Ok(None);
    };
    Ok(match words(tx, notebook, Some(seq))? {
        Some(NoticeEntry::Drafted(draft)) => {
            Some((seq, draft.notice.conduct.time.map_or(draft.at.wall, |time| time.at)))
        }
        _ => None,
    })
}

/// What an entry of a notebook says of a notice, while its body is here.
pub fn words(
    tx: &ReadTransaction<'_>,
    notebook: i64,
    seq: Option<i64>,
) -> Result<Option<NoticeEntry>, Fault> {
    let Some(seq) = seq.and_then(|seq| u64::try_from(seq).ok()) else { return Ok(None) };
    let found: Option<(Vec<u8>, Vec<u8>)> = tx.maybe(
        "SELECT h.header, b.bytes FROM entry h JOIN body b ON b.place = h.place
         WHERE h.place = ?1 AND b.bytes IS NOT NULL",
        params![rows::new_place(notebook, seq)?],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let Some((header, bytes)) = found else { return Ok(None) };
    let header = Header::parse(&header).map_err(|_| Fault::Damaged { what: "header" })?;
    Ok(match EntryBody::parse(&header.kind, header.schema, &bytes) {
        Ok(EntryBody::Notice(entry)) => Some(entry),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;
    use crate::store::sqlite::schema;
    use beatbook_store::{Key, OpenMode};

    const FIVE_MINUTES: i64 = 300_000;

    #[test]
    fn of_three_hundred_notices_of_a_day_only_those_of_two_hours_are_looked_at_and_an_index_finds_them() {
        let folder = tempfile::tempdir().unwrap();
        let key = Key::from_bytes([7; Key::LENGTH]);
        let database = schema::open(&folder.path().join("server.db"), &key, OpenMode::Create).unwrap();
        database
            .write(|tx| {
                tx.batch(
                    "INSERT INTO authority (number, id, code, name, journal)
                       VALUES (1, zeroblob(16), 'MDW', 'Medway', zeroblob(16));
                     INSERT INTO notebook (number, authority, id, officer, public_key, token, enrolled, head_seq,
                       head_hash, head_signature, bodies, journal_head, last_seen)
                       VALUES (1, 1, zeroblob(16), x'', x'', x'', 0, 0, x'', x'', x'', 0, 0);",
                )?;
                for at in 0..300_i64 {
                    let code = if at % 2 == 0 { "LIT" } else { "PSPO-A" };
                    tx.execute(
                        "INSERT INTO notice_number (authority, number, notebook, record, issued, told, seen)
                         VALUES (1, ?1, 1, zeroblob(16), json_object('code', ?2, 'issued', '2026-09-22'), ?3, ?4)",
                        params![format!("{at:03}"), code, at, at * FIVE_MINUTES],
                    )?;
                }
                Ok::<_, beatbook_store::StoreError>(())
            })
            .unwrap();
        let (looked_at, plan) = database
            .read(|tx| {
                let looked_at = near(tx, "LIT", 150 * FIVE_MINUTES)?.len();
                let plan: Vec<String> =
                    tx.all(&format!("EXPLAIN QUERY PLAN {NEAR}"), params!["LIT", 0, 0], |row| row.get(3))?;
                Ok::<_, Fault>((looked_at, plan))
            })
            .unwrap();
        // Twelve each way of the same code would be every five minutes; this code has every second.
        assert_eq!(looked_at, 13);
        assert!(plan[0].starts_with("SEARCH") && plan[0].contains("notice_number_by_seen"), "{plan:?}");
    }
}
