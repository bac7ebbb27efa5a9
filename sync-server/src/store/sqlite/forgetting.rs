//! Taking bodies away for good, by the server: what stays of them is written first, the entry that says so is their
//! tombstone, and all of it is one transaction – killed at any moment, everything is as before or as after.

use std::collections::{BTreeMap, BTreeSet};
use std::iter::once;

use beatbook_domain::records::body::EntryBody;
use beatbook_domain::records::count::CountEntry;
use beatbook_domain::records::keeping::{BodiesErased, CountKept, ErasedFor};
use beatbook_domain::records::server::ServerBody;
use beatbook_domain::records::welfare::people::PersonSeen;
use beatbook_domain::welfare::identity::IdentityKey;
use beatbook_domain::welfare::months::MonthsSeen;
use beatbook_domain::welfare::sleeping::SleepingState;
use beatbook_protocol::entry::{Header, header_hash};
use beatbook_protocol::hash::Hash;
use beatbook_protocol::id::Id;
use beatbook_store::{ReadTransaction, WriteTransaction, params};

use super::around::{keep_tracks, kept_around};
use super::ingest::{NotebookRow, notebook_number, notebook_numbered, notebook_row};
use super::keeping::{hold_on, read_header};
use super::rows::{self, JOURNAL_ENTRIES_MAX, int, new_place, place};
use super::{access, counts, journal};
use crate::auth::Scope;
use crate::counts::Counts;
use crate::error::Fault;
use crate::journal::Pen;
use crate::random;
use crate::store::erasures::{Forgotten, Line};
use crate::store::{Erased, Erasing, Part};
use crate::welfare::{Case, IDENTITY_KEY, TakenIn, identities};

/// An entry whose body is to go.
pub(super) struct Going {
    pub(super) header: Header,
    pub(super) hash: Hash,
    pub(super) bytes: Vec<u8>,
    pub(super) says: Option<EntryBody>,
    /// When it was taken in, UTC milliseconds.
    taken: i64,
}

/// Erases what was decided upon, unless a hold or something new stands against it.
pub fn erase(
    tx: &WriteTransaction<'_>,
    pen: &Pen,
    scope: &Scope,
    erasing: &Erasing,
) -> Result<(Erased, Vec<Line>), Fault> {
    let authority = rows::authority(tx, scope)?;
    let records: Vec<Id> = once(erasing.record).chain(erasing.joined.iter().copied()).collect();
    for record in &records {
        if let Some(hold) = hold_on(tx, authority, *record)? {
            return Ok((Erased::Held(hold), Vec::new()));
        }
    }
    let mut parts = Vec::with_capacity(erasing.parts.len());
    for part in &erasing.parts {
        parts.push((notebook_row(tx, scope, part.notebook)?, part));
    }
    for record in &records {
        if has_changed(tx, authority, (&parts, erasing.length), *record)? {
            return Ok((Erased::Changed, Vec::new()));
        }
    }
    let mut own: BTreeSet<u64> = erasing.own.iter().copied().collect();
    let (mut lines, mut bodies) = (Vec::new(), 0);
    for (row, part) in &parts {
        let going = going(tx, row, &part.seqs)?;
        if going.iter().any(|one| matches!(one.says, Some(EntryBody::Encounter(_)))) {
            // Of a track that has gone since this was decided something may have stayed for it.
            own.extend(kept_around(tx, row, erasing.record)?.into_iter().map(|(seq, _)| seq));
        }
        let gone = forget_all(tx, pen, row, (&going, &[]), erasing.why)?;
        bodies += gone.len() as u64;
        lines.extend(gone);
        for record in &records {
            lines.extend(forget_branches(tx, row, *record)?);
        }
        if erasing.presence {
            tx.execute(
                "DELETE FROM presence WHERE patrol IN (SELECT number FROM patrol WHERE notebook = ?1 AND record = ?2)",
                params![row.number, erasing.record.as_bytes()],
            )?;
        }
    }
    let own: Vec<u64> = own.into_iter().collect();
    let gone = forget_own(tx, pen, scope, &own, erasing.why)?;
    bodies += gone.len() as u64;
    lines.extend(gone);
    for record in &records {
        // Where it stood was told to phones, and is told of it no more.
        tx.execute(
            "DELETE FROM encampment_standing WHERE authority = ?1 AND encampment = ?2",
            params![authority, record.as_bytes()],
        )?;
    }
    access::log(tx, scope, pen.clock().now(), &erasing.what, erasing.reason.as_deref())?;
    Ok((Erased::Done(bodies), lines))
}

/// Erases again what a restored backup still has; answers how many bodies.
pub fn again(tx: &WriteTransaction<'_>, pen: &Pen, forgotten: &[Forgotten]) -> Result<usize, Fault> {
    let mut by_journal: BTreeMap<(Id, Id), BTreeMap<u64, BTreeSet<Hash>>> = BTreeMap::new();
    for line in forgotten {
        let journal = by_journal.entry((line.authority, line.journal)).or_default();
        journal.entry(line.seq).or_default().insert(line.header);
    }
    let mut bodies = 0;
    for ((authority, journal), entries) in by_journal {
        if let Some(number) = notebook_number(tx, authority, journal)? {
            let row = notebook_numbered(tx, number)?;
            let seqs: Vec<u64> = entries.keys().copied().collect();
            let mut going = going(tx, &row, &seqs)?;
            going.retain(|one| entries.get(&one.header.seq).is_some_and(|hashes| hashes.contains(&one.hash)));
            bodies += going.len();
            // What the backup has not is known when a phone offers it.
            let here: BTreeSet<u64> = going.iter().map(|one| one.header.seq).collect();
            let head: u64 =
                tx.one("SELECT head_seq FROM notebook WHERE number = ?1", params![number], |row| {
                    rows::number(row, 0)
                })?;
            let beyond: Vec<u64> =
                seqs.iter().copied().filter(|seq| *seq > head && !here.contains(seq)).collect();
            forget_all(tx, pen, &row, (&going, &beyond), ErasedFor::Again)?;
            for hashes in entries.values() {
                for hash in hashes {
                    bodies += tx.execute(
                        "UPDATE branch SET salt = NULL, bytes = NULL
                         WHERE notebook = ?1 AND hash = ?2 AND bytes IS NOT NULL",
                        params![number, hash.as_bytes()],
                    )?;
                }
            }
        } else if let Some(number) = own_number(tx, authority, journal)? {
            let mut own = Vec::new();
            for (seq, hashes) in &entries {
                let header: Option<Vec<u8>> = tx.maybe(
                    "SELECT header FROM server_entry WHERE place = ?1 AND body IS NOT NULL",
                    params![new_place(number, *seq)?],
                    |row| row.get(0),
                )?;
                if header.is_some_and(|header| hashes.contains(&header_hash(&header))) {
                    own.push(*seq);
                }
            }
            bodies += own.len();
            if !own.is_empty() {
                own_erased(tx, pen, (number, authority, journal), &own, ErasedFor::Again)?;
            }
        }
    }
    if bodies > 0 {
        // Where something stood that is gone is kept in no table; what is left is told again at the next look.
        tx.execute("UPDATE encampment_standing SET told = '', place = NULL", params![])?;
        // What was told before the backup may be told less exactly by now.
        tx.execute(
            "UPDATE server_entry SET audience = '\"desk\"'
             WHERE instr(header, CAST('\"kind\":\"encampment_standing\"' AS BLOB)) > 0
                OR instr(substr(body, 1, 16), CAST('tent_standing' AS BLOB)) > 0",
            params![],
        )?;
        tx.execute("DELETE FROM encampment_told", params![])?;
    }
    Ok(bodies)
}

fn own_number(tx: &ReadTransaction<'_>, authority: Id, journal: Id) -> Result<Option<i64>, Fault> {
    Ok(tx.maybe(
        "SELECT number FROM authority WHERE id = ?1 AND journal = ?2",
        params![authority.as_bytes(), journal.as_bytes()],
        |row| row.get(0),
    )?)
}

/// Whether a notebook or the desk has told of a record since it was looked at.
fn has_changed(
    tx: &ReadTransaction<'_>,
    authority: i64,
    (parts, length): (&[(NotebookRow, &Part)], u64),
    record: Id,
) -> Result<bool, Fault> {
    let spelled = format!("\"record\":\"{record}\"");
    let newer = |sql: &str, first, last| {
        tx.maybe(sql, params![first, last, spelled.as_str()], |_| Ok(())).map(|found| found.is_some())
    };
    for (row, part) in parts {
        let told = newer(
            "SELECT 1 FROM entry WHERE place BETWEEN ?1 AND ?2 AND instr(header, CAST(?3 AS BLOB)) > 0 LIMIT 1",
            new_place(row.number, part.head + 1)?,
            new_place(row.number, JOURNAL_ENTRIES_MAX - 1)?,
        )?;
        if told {
            return Ok(true);
        }
    }
    // What stayed of a track was written because something else was erased, and says nothing new.
    Ok(newer(
        "SELECT 1 FROM server_entry WHERE place BETWEEN ?1 AND ?2 AND instr(header, CAST(?3 AS BLOB)) > 0
           AND instr(header, CAST('\"kind\":\"track_extracted\"' AS BLOB)) = 0 LIMIT 1",
        new_place(authority, length)?,
        new_place(authority, JOURNAL_ENTRIES_MAX - 1)?,
    )?)
}

/// Entries of these numbers whose bodies are here.
pub(super) fn going(tx: &ReadTransaction<'_>, row: &NotebookRow, seqs: &[u64]) -> Result<Vec<Going>, Fault> {
    let mut going = Vec::with_capacity(seqs.len());
    for seq in seqs {
        let Some(place) = place(row.number, *seq) else { continue };
        let found: Option<(Vec<u8>, Vec<u8>, Option<i64>)> = tx.maybe(
            "SELECT e.header, b.bytes, b.taken FROM entry e JOIN body b ON b.place = e.place
             WHERE e.place = ?1 AND b.state = 0",
            params![place],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )?;
        if let Some((header, bytes, taken)) = found {
            let hash = header_hash(&header);
            let header = read_header(&header)?;
            let says = EntryBody::parse(&header.kind, header.schema, &bytes).ok();
            going.push(Going { header, hash, bytes, says, taken: taken.unwrap_or(i64::MAX) });
        }
    }
    Ok(going)
}

/// Writes what stays, then the entry that erases, then takes the bodies away. `beyond` are entries that are not here yet.
fn forget_all(
    tx: &WriteTransaction<'_>,
    pen: &Pen,
    row: &NotebookRow,
    (going, beyond): (&[Going], &[u64]),
    why: ErasedFor,
) -> Result<Vec<Line>, Fault> {
    if going.is_empty() && beyond.is_empty() {
        return Ok(Vec::new());
    }
    keep_tracks(tx, pen, row, going)?;
    keep_months(tx, row, going)?;
    keep_counts(tx, pen, row, going)?;
    let seqs = going.iter().map(|one| one.header.seq).chain(beyond.iter().copied());
    let erased = BodiesErased {
        journal: row.id,
        entries: BodiesErased::runs(seqs.clone()),
        why,
        officer: Some(row.officer),
    };
    let by = journal::append(tx, pen, row.authority, row.id, &ServerBody::BodiesErased(erased))?;
    for seq in seqs {
        let place = params![new_place(row.number, seq)?, int(by)];
        tx.execute(
            "INSERT INTO body (place, state, erased_by) VALUES (?1, 3, ?2)
             ON CONFLICT (place) DO UPDATE SET state = 3, erased_by = ?2, salt = NULL, bytes = NULL",
            place,
        )?;
        tx.execute("DELETE FROM rejection WHERE place = ?1", params![new_place(row.number, seq)?])?;
    }
    let line = |one: &Going| {
        Line::Forgotten(Forgotten {
            authority: row.authority_id,
            journal: row.id,
            seq: one.header.seq,
            header: one.hash,
        })
    };
    Ok(going.iter().map(line).collect())
}

/// Bodies of further branches of a forked notebook that tell of the record.
fn forget_branches(tx: &WriteTransaction<'_>, row: &NotebookRow, record: Id) -> Result<Vec<Line>, Fault> {
    let found: Vec<(u64, Hash)> = tx.all(
        "SELECT seq, hash FROM branch WHERE notebook = ?1 AND bytes IS NOT NULL AND instr(header, CAST(?2 AS BLOB)) > 0",
        params![row.number, format!("\"record\":\"{record}\"")],
        |found| Ok((rows::number(found, 0)?, rows::hash(found, 1)?)),
    )?;
    let mut lines = Vec::new();
    for (seq, hash) in found {
        tx.execute(
            "UPDATE branch SET salt = NULL, bytes = NULL WHERE notebook = ?1 AND hash = ?2",
            params![row.number, hash.as_bytes()],
        )?;
        let (authority, journal) = (row.authority_id, row.id);
        lines.push(Forgotten { authority, journal, seq, header: hash }.into());
    }
    Ok(lines)
}

/// Bodies of the authority's own journal, as far as they are here.
pub fn forget_own(
    tx: &WriteTransaction<'_>,
    pen: &Pen,
    scope: &Scope,
    seqs: &[u64],
    why: ErasedFor,
) -> Result<Vec<Line>, Fault> {
    let number = rows::authority(tx, scope)?;
    let mut here = Vec::with_capacity(seqs.len());
    for seq in seqs {
        let sql = "SELECT 1 FROM server_entry WHERE place = ?1 AND body IS NOT NULL";
        if tx.maybe(sql, params![new_place(number, *seq)?], |_| Ok(()))?.is_some() {
            here.push(*seq);
        }
    }
    if here.is_empty() {
        return Ok(Vec::new());
    }
    let journal =
        tx.one("SELECT journal FROM authority WHERE number = ?1", params![number], |row| rows::id(row, 0))?;
    own_erased(tx, pen, (number, scope.authority(), journal), &here, why)
}

fn own_erased(
    tx: &WriteTransaction<'_>,
    pen: &Pen,
    (number, authority, journal): (i64, Id, Id),
    seqs: &[u64],
    why: ErasedFor,
) -> Result<Vec<Line>, Fault> {
    let entries = BodiesErased::runs(seqs.iter().copied());
    let erased = BodiesErased { journal, entries, why, officer: None };
    let by = journal::append(tx, pen, number, journal, &ServerBody::BodiesErased(erased))?;
    let mut lines = Vec::new();
    for seq in seqs {
        let place = new_place(number, *seq)?;
        let header: Option<Vec<u8>> =
            tx.maybe("SELECT header FROM server_entry WHERE place = ?1", params![place], |row| row.get(0))?;
        let Some(header) = header else { continue };
        tx.execute(
            "UPDATE server_entry SET state = 1, erased_by = ?2, salt = NULL, body = NULL WHERE place = ?1",
            params![place, int(by)],
        )?;
        lines.push(Forgotten { authority, journal, seq: *seq, header: header_hash(&header) }.into());
    }
    Ok(lines)
}

/// In which months people of welfare records were met: all that stays of them.
fn keep_months(tx: &WriteTransaction<'_>, row: &NotebookRow, going: &[Going]) -> Result<(), Fault> {
    let mut records: BTreeMap<Id, Vec<TakenIn>> = BTreeMap::new();
    for one in going {
        if let Some(EntryBody::Welfare(entry)) = &one.says {
            let told = TakenIn::new(row.officer, one.header.seq, one.taken, entry.clone());
            records.entry(one.header.record).or_default().push(told);
        }
    }
    if records.is_empty() {
        return Ok(());
    }
    let key = identity_key(tx, row)?;
    for (record, told) in records {
        let Some(welfare) = Case::fold(row.id, row.officer, record, &told).welfare else { continue };
        // Those who sleep rough. Under each identifier: whoever is met again may be known by initials only.
        let slept = |person: &&PersonSeen| person.state.is_some_and(SleepingState::counts);
        let people = welfare.people.values().filter(slept);
        let ids = people.flat_map(|person| identities(&key, person).all());
        for id in ids {
            let person = params![row.authority, id.to_string()];
            let sql = "SELECT seen FROM months_seen WHERE authority = ?1 AND person = ?2";
            let before: Option<String> = tx.maybe(sql, person, |found| found.get(0))?;
            let before: Option<MonthsSeen> = before.and_then(|before| serde_json::from_str(&before).ok());
            let mut seen = before.unwrap_or_else(|| MonthsSeen::on(welfare.day()));
            seen.see(welfare.day());
            seen.forget_days();
            let seen = serde_json::to_string(&seen).map_err(|_| Fault::Format { what: "months" })?;
            tx.execute(
                "INSERT OR REPLACE INTO months_seen (authority, person, seen) VALUES (?1, ?2, ?3)",
                params![row.authority, id.to_string(), seen],
            )?;
        }
    }
    Ok(())
}

/// The welfare service's key of identities, made when it is first needed.
pub fn identity_key(tx: &WriteTransaction<'_>, row: &NotebookRow) -> Result<IdentityKey, Fault> {
    let name = format!("{IDENTITY_KEY}:{}", row.authority_id);
    let sql = "SELECT value FROM setting WHERE name = ?1";
    let kept: Option<Vec<u8>> = tx.maybe(sql, params![name], |found| found.get(0))?;
    if let Some(bytes) = kept.and_then(|bytes| <[u8; 32]>::try_from(bytes).ok()) {
        return Ok(IdentityKey::from_bytes(bytes));
    }
    let bytes: [u8; 32] = random::bytes()?;
    tx.execute(
        "INSERT OR REPLACE INTO setting (name, value) VALUES (?1, ?2)",
        params![name, bytes.to_vec()],
    )?;
    Ok(IdentityKey::from_bytes(bytes))
}

/// The numbers of counts whose sightings go.
fn keep_counts(
    tx: &WriteTransaction<'_>,
    pen: &Pen,
    row: &NotebookRow,
    going: &[Going],
) -> Result<(), Fault> {
    let seen = |one: &&Going| {
        matches!(one.says, Some(EntryBody::Count(CountEntry::Sighting(_) | CountEntry::SightingChanged(_))))
    };
    let parts: BTreeSet<Id> = going.iter().filter(seen).map(|one| one.header.record).collect();
    if parts.is_empty() {
        return Ok(());
    }
    let all = Counts::of(counts::facts(tx, row.authority)?);
    for (count, view) in all.counts {
        let ours = view.parts.iter().any(|part| part.notebook == row.id && parts.contains(&part.record));
        // The first part that goes keeps the numbers of all.
        if ours && view.kept.is_none() {
            let review = view.review(&BTreeSet::new());
            let figures = view.case.stage.figures().unwrap_or(review.figures);
            let changed = view.changed_since_sent().map(Box::new);
            let table = view.sent.map_or(review.table, |sent| sent.table);
            let kept = CountKept { count, figures, table, label: None, sent: false, changed };
            let about = random::id_of_the_hour(pen.clock())?;
            journal::append(tx, pen, row.authority, about, &ServerBody::CountKept(kept))?;
        }
    }
    Ok(())
}
