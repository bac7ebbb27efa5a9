//! What stays of a track once it is erased: the fixes around encounters and notices.

use std::collections::{BTreeMap, BTreeSet};

use beatbook_domain::calendar::local_date;
use beatbook_domain::keeping::extract::around;
use beatbook_domain::records::body::EntryBody;
use beatbook_domain::records::journal::Moment;
use beatbook_domain::records::keeping::TrackExtracted;
use beatbook_domain::records::notice::{Notice, NoticeEntry};
use beatbook_domain::records::server::ServerBody;
use beatbook_domain::track;
use beatbook_protocol::entry::BootId;
use beatbook_protocol::hash::Hash;
use beatbook_protocol::id::Id;
use beatbook_store::{ReadTransaction, WriteTransaction, params};

use super::forgetting::{Going, going};
use super::ingest::NotebookRow;
use super::journal;
use super::keeping::read_header;
use super::rows::{self, JOURNAL_ENTRIES_MAX, new_place};
use crate::error::Fault;
use crate::journal::Pen;

/// What stays of tracks, for the encounters and notices beside them.
pub(super) fn keep_tracks(
    tx: &WriteTransaction<'_>,
    pen: &Pen,
    row: &NotebookRow,
    going: &[Going],
) -> Result<(), Fault> {
    let chunks: Vec<&Going> =
        going.iter().filter(|one| matches!(one.says, Some(EntryBody::TrackChunk(_)))).collect();
    if chunks.is_empty() {
        return Ok(());
    }
    // For what goes with the track nothing stays of it.
    let leaving: BTreeSet<u64> = going.iter().map(|one| one.header.seq).collect();
    let moments = moments(tx, row, &leaving)?;
    let patrols: BTreeSet<Id> = chunks.iter().map(|one| one.header.record).collect();
    for one in chunks {
        for (about, moments) in &moments {
            for extracted in extracts(row, one, *about, moments) {
                journal::append(tx, pen, row.authority, *about, &ServerBody::TrackExtracted(extracted))?;
            }
        }
    }
    let today = local_date(pen.clock().now()).map_err(|_| Fault::Format { what: "today's date" })?;
    for patrol in patrols {
        tx.execute(
            "UPDATE presence SET recomputable_until = ?3
             WHERE patrol IN (SELECT number FROM patrol WHERE notebook = ?1 AND record = ?2)",
            params![row.number, patrol.as_bytes(), today.to_string()],
        )?;
    }
    Ok(())
}

fn extracts(row: &NotebookRow, one: &Going, about: Id, moments: &[Moment]) -> Vec<TrackExtracted> {
    let Some(EntryBody::TrackChunk(bytes)) = &one.says else { return Vec::new() };
    let Ok(chunk) = track::decode(bytes) else { return Vec::new() };
    let parts = around(&chunk, moments).into_iter();
    parts
        .map(|fixes| TrackExtracted {
            about,
            notebook: row.id,
            patrol: one.header.record,
            chunk: one.header.seq,
            header: one.hash,
            source: Hash::of(&[&one.bytes]),
            fixes,
        })
        .collect()
}

/// When something was told of encounters and notices of a notebook, as far as they are kept: a notice counts for its
/// encounter. Those of outreach, whose headers hide what they are, keep no track; entries that are leaving count for nothing.
fn moments(
    tx: &ReadTransaction<'_>,
    row: &NotebookRow,
    leaving: &BTreeSet<u64>,
) -> Result<BTreeMap<Id, Vec<Moment>>, Fault> {
    let found: Vec<(Vec<u8>, Vec<u8>)> = tx.all(
        "SELECT e.header, b.bytes FROM entry e JOIN body b ON b.place = e.place
         WHERE e.place BETWEEN ?1 AND ?2 AND b.state = 0
           AND (instr(e.header, CAST('\"kind\":\"encounter_' AS BLOB)) > 0
             OR instr(e.header, CAST('\"kind\":\"notice_' AS BLOB)) > 0) ORDER BY e.place",
        params![new_place(row.number, 0)?, new_place(row.number, JOURNAL_ENTRIES_MAX - 1)?],
        |found| Ok((found.get(0)?, found.get(1)?)),
    )?;
    let mut told: Vec<(Id, Moment)> = Vec::new();
    let mut encounters: BTreeMap<Id, Id> = BTreeMap::new();
    for (header, bytes) in found {
        let header = read_header(&header)?;
        if leaving.contains(&header.seq) {
            continue;
        }
        told.push((header.record, Moment { wall: header.wall, mono: header.mono, boot: header.boot }));
        if let Ok(EntryBody::Notice(entry)) = EntryBody::parse(&header.kind, header.schema, &bytes)
            && let Some(notice) = words(&entry)
        {
            encounters.insert(header.record, notice.encounter);
            let seen = notice.conduct.time.map(|time| Moment { wall: time.at, mono: 0, boot: BootId(0) });
            told.extend(seen.map(|seen| (header.record, seen)));
        }
    }
    let mut moments: BTreeMap<Id, Vec<Moment>> = BTreeMap::new();
    for (record, moment) in told {
        let about = encounters.get(&record).copied().unwrap_or(record);
        moments.entry(about).or_default().push(moment);
    }
    Ok(moments)
}

/// The words of a notice, if an entry has them.
fn words(entry: &NoticeEntry) -> Option<&Notice> {
    match entry {
        NoticeEntry::Drafted(drafted) => Some(&drafted.notice),
        NoticeEntry::Issued(issued) => Some(&issued.notice),
        _ => None,
    }
}

/// What stayed of tracks around an encounter or notice, each with the number of its entry.
pub(super) fn kept_around(
    tx: &ReadTransaction<'_>,
    row: &NotebookRow,
    about: Id,
) -> Result<Vec<(u64, TrackExtracted)>, Fault> {
    let last = JOURNAL_ENTRIES_MAX - 1;
    let kept: Vec<(Vec<u8>, Vec<u8>)> = tx.all(
        "SELECT header, body FROM server_entry WHERE place BETWEEN ?1 AND ?2 AND body IS NOT NULL
           AND instr(header, CAST('\"kind\":\"track_extracted\"' AS BLOB)) > 0
           AND instr(header, CAST(?3 AS BLOB)) > 0 ORDER BY place",
        params![
            new_place(row.authority, 0)?,
            new_place(row.authority, last)?,
            format!("\"record\":\"{about}\"")
        ],
        |found| Ok((found.get(0)?, found.get(1)?)),
    )?;
    let mut all = Vec::new();
    for (header, bytes) in kept {
        let header = read_header(&header)?;
        if let Ok(ServerBody::TrackExtracted(one)) = ServerBody::parse(&header.kind, header.schema, &bytes)
            && one.notebook == row.id
        {
            all.push((header.seq, one));
        }
    }
    Ok(all)
}

/// Fixes around an encounter or notice: what stayed, and what a track that is here would leave.
pub fn track_around(
    tx: &ReadTransaction<'_>,
    row: &NotebookRow,
    about: Id,
) -> Result<Vec<TrackExtracted>, Fault> {
    let mut all: Vec<TrackExtracted> =
        kept_around(tx, row, about)?.into_iter().map(|(_, extracted)| extracted).collect();
    let moments = moments(tx, row, &BTreeSet::new())?.remove(&about).unwrap_or_default();
    if !moments.is_empty() {
        let chunks: Vec<u64> = tx.all(
            "SELECT seq FROM record_entry WHERE notebook = ?1 AND kind = 'track_chunk' ORDER BY seq",
            params![row.number],
            |found| rows::number(found, 0),
        )?;
        for seq in chunks {
            for one in going(tx, row, &[seq])? {
                all.extend(extracts(row, &one, about, &moments));
            }
        }
    }
    all.sort_by_key(|one| one.chunk);
    Ok(all)
}
