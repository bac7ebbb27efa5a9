//! Forgetting, in order: erasing one body at once, and purging what the server holds and nobody needs here.
//! Nothing goes before a receipt covers it and its keeping time is over, by the server's clock and the phone's.

use std::collections::BTreeSet;

use beatbook_domain::records::body::EntryBody;
use beatbook_domain::records::count::CountEntry;
use beatbook_domain::records::journal::Erasure;
use beatbook_domain::records::patrol::PatrolEntry;
use beatbook_domain::records::welfare::WelfareEntry;
use beatbook_domain::records::welfare::steps::CareStep;
use beatbook_domain::welfare::consent::Answer;
use beatbook_protocol::entry::BootId;
use beatbook_protocol::hash::Hash;
use beatbook_protocol::id::Id;
use beatbook_protocol::limits::NAME_MAX;
use beatbook_store::{ReadTransaction, WriteTransaction, params};

use crate::alone::last_word;
use crate::error::DeviceError;
use crate::forgetting::holds;
use crate::journal::{StoredBody, StoredEntry, each_entry, entry, patrol_of, point_at, refold, welfare_of};
use crate::local::{Anchor, Exchange, cbor};
use crate::looks::forget_looks;
use crate::notebook::Notebook;
use crate::platform::Now;
use crate::tracked::Tracked;

/// How long bodies stay on the phone after the server has signed for them, milliseconds. What is kept how long for whom is
/// the server's to say, and it tells the phone what it has erased and what is under a hold; these keep the phone small and
/// quiet before that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Keeping {
    /// Track chunks and patrol summaries; lone workers' timers.
    pub tracks: i64,
    /// Sightings of rough-sleeper counts.
    pub counts: i64,
    /// Everything else.
    pub records: i64,
}

/// Which of them a body has.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Time {
    Track,
    Count,
    Record,
}

impl Keeping {
    fn of(&self, time: Time) -> i64 {
        match time {
            Time::Track => self.tracks,
            Time::Count => self.counts,
            Time::Record => self.records,
        }
    }

    fn shortest(&self) -> i64 {
        self.tracks.min(self.counts).min(self.records)
    }
}

const DAY_MS: i64 = 86_400_000;

impl Default for Keeping {
    /// Tracks 31 days, sightings half a year (rules on keeping), other records a year.
    fn default() -> Self {
        Self { tracks: 31 * DAY_MS, counts: 184 * DAY_MS, records: 365 * DAY_MS }
    }
}

/// What a purge took away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Purged {
    /// Bodies.
    pub bodies: u64,
    /// Whole entries at the beginning of the journal.
    pub entries: u64,
}

/// Most rows one transaction changes, so that a fix recorded meanwhile waits some milliseconds only.
const AT_ONCE: usize = 256;

impl Notebook {
    /// Erases the body of an entry; the chain keeps its header.
    pub(crate) fn erase(&mut self, seq: u64, reason: String) -> Result<u64, DeviceError> {
        self.ledger.check_writable()?;
        if reason.trim().is_empty() || reason.chars().count() > NAME_MAX {
            return Err(DeviceError::Text {
                field: "reason",
                most: u32::try_from(NAME_MAX).unwrap_or(u32::MAX),
            });
        }
        let line = self.ledger.db.read(|tx| entry(tx, seq))?.ok_or(DeviceError::NotFound)?;
        let header = line.header()?;
        let says = line.says(&header);
        if let Some(hold) = self.ledger.db.read(holds)?.get(&header.record) {
            return Err(DeviceError::UnderHold(*hold));
        }
        let told_patrol = self.ledger.db.read(|tx| patrol_of(tx, header.record))?.is_some();
        let last_alone = self.ledger.db.read(last_word)?.map(|last| last.seq);
        let told_welfare = self.ledger.db.read(|tx| welfare_of(tx, header.record))?.is_some();
        let of_open_patrol =
            self.tracked.as_ref().is_some_and(|tracked| tracked.record == header.record && tracked.is_open());
        let keeps = match (&line.body, &says) {
            // What was looked at goes when its time is over, and by nobody's hand.
            (_, Some(EntryBody::Genesis(_) | EntryBody::Erasure(_) | EntryBody::Looked(_))) => true,
            // Without its sign-off a patrol that is told would be open again, and its officer tracked.
            (_, Some(EntryBody::Patrol(PatrolEntry::Ended(_)))) => told_patrol,
            // Without a refusal of support the consent before it would be in force again. It names nobody.
            (_, Some(EntryBody::Welfare(WelfareEntry::Step(step)))) if refuses_support(&step.step) => {
                told_welfare
            }
            // Without its last word a timer would run again, or be over and not sound.
            (_, Some(EntryBody::Alone(_))) => last_alone == Some(seq),
            (StoredBody::Present(..), _) => seq == 0 || of_open_patrol,
            (StoredBody::Erased(_) | StoredBody::Purged, _) => true,
        };
        if keeps {
            return Err(DeviceError::NotErasable);
        }
        let now = self.ledger.now()?;
        let officer = self.ledger.identity.officer;
        let body = EntryBody::Erasure(Erasure { entry: seq, reason });
        let eraser = self.ledger.append(now, |journal| {
            let eraser = journal.append(header.record, &body, header.kind == "welfare")?;
            let gone = params![seq.cast_signed(), eraser.cast_signed()];
            journal.tx.execute(
                "UPDATE entry SET body = NULL, salt = NULL, state = 1, erased_by = ?2 WHERE seq = ?1",
                gone,
            )?;
            journal.tx.execute("DELETE FROM note WHERE seq = ?1", params![seq.cast_signed()])?;
            refold(journal.tx, officer, header.record)?;
            Ok(eraser)
        })?;
        if self.tracked.as_ref().is_some_and(|tracked| tracked.record == header.record) {
            self.reload()?;
        }
        // The pages the words were on, and the log they went through.
        self.ledger.db.maintain()?;
        Ok(eraser)
    }

    /// Drops bodies whose keeping time is over, then whole entries at the beginning of the journal.
    pub(crate) fn purge(&mut self, keeping: &Keeping) -> Result<Purged, DeviceError> {
        let exchange = self.ledger.db.read(Exchange::load)?;
        let Some(signed) = exchange.receipt else { return Ok(Purged::default()) };
        // While the server's journal is read anew, nobody here knows what is under a hold.
        if exchange.cursor.is_none() {
            return Ok(Purged::default());
        }
        let receipt = signed.open(&exchange.receipt_keys)?;
        if self.ledger.check_writable().is_ok() {
            self.seal_leftovers()?;
        }
        // A patrol that has ended takes no more evidence once its entries may go.
        self.tracked = self.tracked.take().filter(Tracked::is_open);
        let open_from = self.tracked.as_ref().map(|tracked| tracked.first);
        let limit = open_from.unwrap_or(u64::MAX).min(receipt.chain.seq.saturating_add(1));
        let today = Today { server: receipt.server_time, phone: self.ledger.now()? };
        let due = self.ledger.db.read(|tx| due_bodies(tx, keeping, &today, limit))?;
        let mut purged = Purged::default();
        for some in due.chunks(AT_ONCE) {
            let officer = self.ledger.identity.officer;
            self.ledger.write(|tx| {
                for (seq, _) in some {
                    let seq = params![seq.cast_signed()];
                    tx.execute("UPDATE entry SET body = NULL, salt = NULL, state = 2 WHERE seq = ?1", seq)?;
                    tx.execute("DELETE FROM note WHERE seq = ?1", seq)?;
                }
                let records: BTreeSet<Id> = some.iter().filter_map(|(_, record)| *record).collect();
                records.into_iter().try_for_each(|record| refold(tx, officer, record))
            })?;
            purged.bodies += some.len() as u64;
        }
        let prefix = self.ledger.db.read(|tx| bodiless_prefix(tx, keeping, &today, limit))?;
        if let Some(last) = prefix {
            let signed = cbor(&signed)?;
            purged.entries = self.ledger.write(|tx| cut(tx, last, &signed))?;
        }
        if purged != Purged::default() {
            self.ledger.write(forget_looks)?;
            self.ledger.db.maintain()?;
        }
        Ok(purged)
    }
}

/// Whether a step says that somebody does not, or not any more, agree to support.
fn refuses_support(step: &CareStep) -> bool {
    matches!(step, CareStep::Consent(consent) if consent.answer != Answer::Given)
}

/// The time by the server's newest receipt, and by the phone.
struct Today {
    server: i64,
    phone: Now,
}

impl Today {
    fn age(&self, since: &Anchor) -> i64 {
        since.certainly_gone(self.server, &self.phone)
    }
}

/// Entries below `limit` whose bodies may go: number, and the record whose projection has to be told again.
fn due_bodies(
    tx: &ReadTransaction<'_>,
    keeping: &Keeping,
    today: &Today,
    limit: u64,
) -> Result<Vec<(u64, Option<Id>)>, DeviceError> {
    let mut due = Vec::new();
    let holds = holds(tx)?;
    for (first, last, since) in held(tx)? {
        let age = today.age(&since);
        if age < keeping.shortest() || first >= limit {
            continue;
        }
        each_entry(tx, first, last.min(limit.saturating_sub(1)), |line| {
            if let Some(kind) = line_kind(&line)? {
                let stays = kind.is_genesis || holds.contains_key(&kind.record);
                if age >= keeping.of(kind.time) && !stays {
                    due.push((line.seq, (kind.time != Time::Track).then_some(kind.record)));
                }
            }
            Ok(())
        })?;
    }
    Ok(due)
}

struct LineKind {
    time: Time,
    is_genesis: bool,
    record: Id,
}

/// What a line with a body is; `None` without one.
fn line_kind(line: &StoredEntry) -> Result<Option<LineKind>, DeviceError> {
    if !matches!(line.body, StoredBody::Present(..)) {
        return Ok(None);
    }
    let header = line.header()?;
    let says = line.says(&header);
    let time = match says {
        // Where an officer was alone is kept as a track is.
        Some(EntryBody::TrackChunk(_) | EntryBody::PatrolSummary(_) | EntryBody::Alone(_)) => Time::Track,
        Some(EntryBody::Count(CountEntry::Sighting(_) | CountEntry::SightingChanged(_))) => Time::Count,
        _ => Time::Record,
    };
    Ok(Some(LineKind { time, is_genesis: line.seq == 0, record: header.record }))
}

/// Since when the server has signed for which bodies.
fn held(tx: &ReadTransaction<'_>) -> Result<Vec<(u64, u64, Anchor)>, DeviceError> {
    Ok(tx.all("SELECT first, last, server, wall, mono, boot FROM held ORDER BY first", [], |row| {
        let boot = BootId(row.get::<_, i64>(5)?.cast_unsigned());
        let since = Anchor { server: row.get(2)?, wall: row.get(3)?, mono: row.get(4)?, boot };
        Ok((row.get::<_, i64>(0)?.cast_unsigned(), row.get::<_, i64>(1)?.cast_unsigned(), since))
    })?)
}

/// The last entry of the longest beginning of the journal without a body whose keeping time is over.
fn bodiless_prefix(
    tx: &ReadTransaction<'_>,
    keeping: &Keeping,
    today: &Today,
    limit: u64,
) -> Result<Option<u64>, DeviceError> {
    // Genesis' body says whose journal this is and goes with its prefix; the first other body ends it.
    let first_body =
        tx.maybe("SELECT seq FROM entry WHERE state = 0 AND seq > 0 ORDER BY seq LIMIT 1", [], |row| {
            Ok(row.get::<_, i64>(0)?.cast_unsigned())
        })?;
    let end = first_body.unwrap_or(limit).min(limit);
    // What was cut off before counts as gone, whatever a restored server says it holds of it.
    let first_here = tx.one("SELECT min(seq) FROM entry", [], |row| row.get::<_, Option<i64>>(0))?;
    let first_here = first_here.map_or(0, i64::cast_unsigned);
    let mut last = first_here.checked_sub(1);
    for (first, until, since) in held(tx)?.into_iter().filter(|(_, until, _)| *until >= first_here) {
        let next = last.map_or(0, |last: u64| last + 1);
        if first > next || today.age(&since) < keeping.records || next >= end {
            break;
        }
        last = Some(until.min(end.saturating_sub(1)));
    }
    // The last entry stays: the next one follows it.
    let head = crate::journal::last_point(tx)?.map_or(0, |point| point.seq);
    Ok(last.map(|last| last.min(head.saturating_sub(1))).filter(|last| head > 0 && *last >= first_here))
}

/// Removes entries up to and including `last` behind a checkpoint.
fn cut(tx: &WriteTransaction<'_>, last: u64, receipt: &[u8]) -> Result<u64, DeviceError> {
    let point = point_at(tx, last)?.ok_or(DeviceError::Row("entry"))?;
    tx.execute(
        "INSERT OR REPLACE INTO checkpoint (id, seq, hash, receipt) VALUES (1, ?1, ?2, ?3)",
        params![point.seq.cast_signed(), Hash::as_bytes(&point.hash), receipt],
    )?;
    let gone = tx.execute("DELETE FROM entry WHERE seq <= ?1", params![point.seq.cast_signed()])?;
    Ok(gone as u64)
}
