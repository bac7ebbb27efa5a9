//! Purging what the server holds and nobody needs on the phone any more, a few entries at a time, while others record.
//! Nothing goes before a receipt covers it and its keeping time is over, by the server's clock and the phone's.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use beatbook_domain::records::body::EntryBody;
use beatbook_domain::records::count::CountEntry;
use beatbook_protocol::entry::BootId;
use beatbook_protocol::hash::Hash;
use beatbook_protocol::id::Id;
use beatbook_protocol::ranges::SeqSet;
use beatbook_protocol::receipt::SignedReceipt;
use beatbook_store::{Database, ReadTransaction, WriteTransaction, params};

use crate::error::DeviceError;
use crate::forgetting::holds;
use crate::gate::LongRun;
use crate::journal::{StoredBody, StoredEntry, each_entry, point_at, refold_from};
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

/// Most bodies that one transaction drops, and most entries it cuts off: a fix recorded meanwhile waits for one of them.
const AT_ONCE: usize = 256;

/// Drops bodies whose keeping time is over, then whole entries at the beginning of the journal.
pub(crate) fn purge(run: &LongRun<'_>, keeping: &Keeping) -> Result<Purged, DeviceError> {
    let Some((may, db)) = run.with(begin)? else { return Ok(Purged::default()) };
    let mut purged = Purged::default();
    let ended = drop_and_cut(run, &db, &may, keeping, &mut purged);
    // The pages the words were on, and the log they went through; of a purge that ended early the log alone.
    let given_back =
        if purged == Purged::default() { Ok(()) } else { db.maintain_while(|| run.goes_on()).map(drop) };
    ended?;
    given_back?;
    Ok(purged)
}

fn begin(notebook: &mut Notebook) -> Result<Option<(Purgeable, Arc<Database>)>, DeviceError> {
    let Some(may) = Purgeable::now(notebook)? else { return Ok(None) };
    if notebook.ledger.check_writable().is_ok() {
        notebook.seal_leftovers()?;
    }
    // A patrol that has ended takes no more evidence once its entries may go.
    notebook.tracked = notebook.tracked.take().filter(Tracked::is_open);
    Ok(Some((may, Arc::clone(&notebook.ledger.db))))
}

fn drop_and_cut(
    run: &LongRun<'_>,
    db: &Database,
    may: &Purgeable,
    keeping: &Keeping,
    purged: &mut Purged,
) -> Result<(), DeviceError> {
    let due = db.read(|tx| may.due_bodies(tx, keeping, || run.check()))?;
    let told = db.read(|tx| Survey::of(tx, &due, || run.check()))?;
    for some in due.chunks(AT_ONCE) {
        purged.bodies += run.with(|notebook| drop_bodies(notebook, some, &told))?;
    }
    if let Some(last) = db.read(|tx| may.bodiless_prefix(tx, keeping))? {
        while let gone @ 1.. = run.with(|notebook| cut_some(notebook, last))? {
            purged.entries += gone;
        }
    }
    Ok(())
}

/// Drops those of these bodies that are still here and may still go; how many.
fn drop_bodies(notebook: &mut Notebook, due: &[Due], told: &Survey) -> Result<u64, DeviceError> {
    let Some(may) = Purgeable::now(notebook)? else { return Ok(0) };
    let officer = notebook.ledger.identity.officer;
    notebook.ledger.write(|tx| {
        // One may have come since they were found.
        let holds = holds(tx)?;
        let mut dropped = 0;
        let mut retold = BTreeSet::new();
        for one in due.iter().filter(|one| may.covers(one.seq) && !holds.contains_key(&one.record)) {
            let seq = params![one.seq.cast_signed()];
            let sql = "UPDATE entry SET body = NULL, salt = NULL, state = 2 WHERE seq = ?1 AND state = 0";
            dropped += tx.execute(sql, seq)? as u64;
            tx.execute("DELETE FROM note WHERE seq = ?1", seq)?;
            if one.is_told {
                retold.insert(one.record);
            }
        }
        told.retell(tx, officer, &retold)?;
        forget_looks(tx)?;
        Ok(dropped)
    })
}

/// Cuts off the next entries at the beginning of the journal, up to and including `last` at most; how many.
fn cut_some(notebook: &mut Notebook, last: u64) -> Result<u64, DeviceError> {
    let Some(may) = Purgeable::now(notebook)? else { return Ok(0) };
    let signed = cbor(&may.signed)?;
    notebook.ledger.write(|tx| {
        let first = tx.one("SELECT min(seq) FROM entry", [], |row| row.get::<_, Option<i64>>(0))?;
        let Some(first) = first.map(i64::cast_unsigned).filter(|first| *first <= last) else { return Ok(0) };
        let some = first..=last.min(first + (AT_ONCE as u64 - 1));
        let Some(last) = some.take_while(|seq| may.covers(*seq)).last() else { return Ok(0) };
        let gone = cut(tx, last, &signed)?;
        forget_looks(tx)?;
        Ok(gone)
    })
}

/// That the phone may forget, and what of: what the newest receipt covers, by its time and the phone's.
struct Purgeable {
    signed: SignedReceipt,
    /// Entries before this one.
    limit: u64,
    /// Of these the server has the bodies. One that was restored may know of an entry and lack its body.
    bodies: SeqSet,
    server: i64,
    phone: Now,
}

/// An entry whose body may go.
struct Due {
    seq: u64,
    record: Id,
    /// Whether the record is told anew without it; what a track tells stays told.
    is_told: bool,
}

/// Which entries tell of the records that are told anew, found beside others: under the lock each step would look for them through
/// the whole journal.
struct Survey {
    entries: BTreeMap<Id, Vec<u64>>,
    /// Entries from this one on came since.
    next: u64,
}

impl Survey {
    fn of(
        tx: &ReadTransaction<'_>,
        due: &[Due],
        check: impl Fn() -> Result<(), DeviceError>,
    ) -> Result<Self, DeviceError> {
        let records = due.iter().filter(|one| one.is_told).map(|one| (one.record, Vec::new()));
        let mut told = Self { entries: records.collect(), next: 0 };
        if told.entries.is_empty() {
            return Ok(told);
        }
        each_entry(tx, 0, u64::MAX, |line| {
            check()?;
            told.next = line.seq.saturating_add(1);
            if let Some(entries) = told.entries.get_mut(&line.header()?.record) {
                entries.push(line.seq);
            }
            Ok(())
        })?;
        Ok(told)
    }

    fn retell(
        &self,
        tx: &WriteTransaction<'_>,
        officer: Id,
        records: &BTreeSet<Id>,
    ) -> Result<(), DeviceError> {
        if records.is_empty() {
            return Ok(());
        }
        let mut since: BTreeMap<Id, Vec<u64>> = BTreeMap::new();
        each_entry(tx, self.next, u64::MAX, |line| {
            since.entry(line.header()?.record).or_default().push(line.seq);
            Ok(())
        })?;
        for record in records {
            let entries = self.entries.get(record).into_iter().chain(since.get(record)).flatten();
            refold_from(tx, officer, *record, entries.copied())?;
        }
        Ok(())
    }
}

impl Purgeable {
    /// `None` before the first receipt, and until all that the server told is read: nobody here knows before what is under a hold.
    fn now(notebook: &Notebook) -> Result<Option<Self>, DeviceError> {
        let exchange = notebook.ledger.db.read(Exchange::load)?;
        let all_read = exchange.cursor.is_some() && !exchange.unsifted;
        let Some(signed) = exchange.receipt.filter(|_| all_read) else { return Ok(None) };
        let receipt = signed.open(&exchange.receipt_keys)?;
        let open_from =
            notebook.tracked.as_ref().filter(|tracked| tracked.is_open()).map(|tracked| tracked.first);
        let limit = open_from.unwrap_or(u64::MAX).min(receipt.chain.seq.saturating_add(1));
        // A notebook that was retired is given no receipt any more, and meets the server all the same.
        let server = receipt.server_time.max(exchange.last_sync.unwrap_or(i64::MIN));
        Ok(Some(Self { signed, limit, bodies: receipt.bodies, server, phone: notebook.ledger.now()? }))
    }

    /// Whether this phone's body of an entry is one too many.
    fn covers(&self, seq: u64) -> bool {
        seq < self.limit && self.bodies.contains(seq)
    }

    fn age(&self, since: &Anchor) -> i64 {
        since.certainly_gone(self.server, &self.phone)
    }

    /// Entries whose bodies may go.
    fn due_bodies(
        &self,
        tx: &ReadTransaction<'_>,
        keeping: &Keeping,
        check: impl Fn() -> Result<(), DeviceError>,
    ) -> Result<Vec<Due>, DeviceError> {
        let mut due = Vec::new();
        let holds = holds(tx)?;
        for (first, last, since) in held(tx)? {
            let age = self.age(&since);
            if age < keeping.shortest() || first >= self.limit {
                continue;
            }
            each_entry(tx, first, last.min(self.limit.saturating_sub(1)), |line| {
                check()?;
                if let Some(kind) = line_kind(&line)? {
                    let stays = kind.is_genesis || holds.contains_key(&kind.record);
                    if age >= keeping.of(kind.time) && !stays && self.bodies.contains(line.seq) {
                        let is_told = kind.time != Time::Track;
                        due.push(Due { seq: line.seq, record: kind.record, is_told });
                    }
                }
                Ok(())
            })?;
        }
        Ok(due)
    }

    /// The last entry of the longest beginning of the journal without a body whose keeping time is over.
    fn bodiless_prefix(
        &self,
        tx: &ReadTransaction<'_>,
        keeping: &Keeping,
    ) -> Result<Option<u64>, DeviceError> {
        // Genesis' body says whose journal this is and goes with its prefix; the first other body ends it.
        let first_body =
            tx.maybe("SELECT seq FROM entry WHERE state = 0 AND seq > 0 ORDER BY seq LIMIT 1", [], |row| {
                Ok(row.get::<_, i64>(0)?.cast_unsigned())
            })?;
        let end = first_body.unwrap_or(self.limit).min(self.limit);
        // What was cut off before counts as gone, whatever a restored server says it holds of it.
        let first_here = tx.one("SELECT min(seq) FROM entry", [], |row| row.get::<_, Option<i64>>(0))?;
        let first_here = first_here.map_or(0, i64::cast_unsigned);
        let mut last = first_here.checked_sub(1);
        for (first, until, since) in held(tx)?.into_iter().filter(|(_, until, _)| *until >= first_here) {
            let next = last.map_or(0, |last: u64| last + 1);
            if first > next || self.age(&since) < keeping.records || next >= end {
                break;
            }
            last = Some(until.min(end.saturating_sub(1)));
        }
        // The last entry stays: the next one follows it.
        let head = crate::journal::last_point(tx)?.map_or(0, |point| point.seq);
        Ok(last.map(|last| last.min(head.saturating_sub(1))).filter(|last| head > 0 && *last >= first_here))
    }
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

#[cfg(test)]
mod tests;
