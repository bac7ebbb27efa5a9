//! What screens ask: status, patrols, notes, entries, what the server could not use.

use beatbook_domain::fence::LivePresence;
use beatbook_domain::presence::TrackPresence;
use beatbook_domain::records::body::EntryBody;
use beatbook_domain::records::summary::PatrolSummary;
use beatbook_protocol::id::Id;
use beatbook_store::{ReadTransaction, ReserveState, StoreError, params};

use crate::error::DeviceError;
use crate::journal::{ListedPatrol, StoredBody, StoredEntry, basis_of, each_entry, entry, patrols};
use crate::local::{Entrance, Exchange};
use crate::notebook::Notebook;
use crate::printing::WordingNow;
use crate::sync::retry;
use crate::view::{
    BodyState, Delivery, EntryView, NoteView, OnDuty, OutboxCounts, PatrolResult, PatrolView, RejectedEntry,
    Status, ZoneNow,
};
use crate::zones::names;

/// Most rows of a list.
pub(crate) const LIST_MAX: u32 = 1_000;

impl Notebook {
    pub(crate) fn status(&mut self) -> Result<Status, DeviceError> {
        let now = self.ledger.now()?;
        let on_duty = self.on_duty()?;
        let wording = WordingNow::of(&*self.wording()?);
        let (exchange, outbox) =
            self.ledger.db.read(|tx| Ok::<_, DeviceError>((Exchange::load(tx)?, outbox_counts(tx)?)))?;
        let receipt =
            exchange.receipt.as_ref().map(|signed| signed.open(&exchange.receipt_keys)).transpose()?;
        let identity = &self.ledger.identity;
        Ok(Status {
            state: self.ledger.state(),
            unannounced: matches!(identity.entrance, Some(Entrance::Successor { .. })),
            authority_code: identity.authority_code.clone(),
            officer_code: identity.officer_code.clone(),
            on_duty,
            outbox,
            last_entry: self.ledger.head_point().map(|point| point.seq),
            receipt: receipt.map(|receipt| receipt.chain.seq),
            last_sync: exchange.last_sync,
            clock_skew: exchange.anchor.map(|anchor| anchor.server - anchor.wall),
            sync_wait: retry::remaining(exchange.wait.as_ref(), &now),
            has_briefing: exchange.manifest.is_some(),
            wording,
            reserve_used: self.ledger.db.reserve() == ReserveState::Used,
        })
    }

    fn on_duty(&mut self) -> Result<Option<OnDuty>, DeviceError> {
        let Some(live) = self.live()? else { return Ok(None) };
        let (Some(tracked), Some(zones)) = (&self.tracked, &self.zones) else { return Ok(None) };
        let names = self.ledger.db.read(|tx| {
            let told = live.so_far.zones.iter().map(|told| told.zone);
            names(tx, told.chain(live.current.iter().map(|zone| zone.zone)))
        })?;
        let zones_now = live.current.iter().filter_map(|live| {
            let name = names.get(&live.zone)?;
            Some(ZoneNow {
                code: name.code.clone(),
                name: name.name.clone(),
                kind: name.kind,
                inside: live.inside,
                visit_since: live.visit_since,
            })
        });
        Ok(Some(OnDuty {
            record: tracked.record,
            zones_now: zones_now.collect(),
            so_far: PatrolResult::of(&live.so_far, &tracked.patrol, &names, zones.manifest.is_some()),
            last_fix_age: live.last_fix_age,
            patrol: tracked.patrol.clone(),
        }))
    }

    /// The patrol in progress as it is now, if there is one.
    fn live(&mut self) -> Result<Option<LivePresence>, DeviceError> {
        let open = self.tracked.as_ref().filter(|tracked| tracked.is_open());
        let Some(manifest) = open.map(|open| open.manifest) else { return Ok(None) };
        let now = self.ledger.now()?;
        self.use_zones(manifest)?;
        let (Some(tracked), Some(zones)) = (&mut self.tracked, &mut self.zones) else { return Ok(None) };
        self.ledger.db.read(|tx| Ok(Some(tracked.engine(tx, zones)?.snapshot(now.moment()))))
    }

    /// What the patrol in progress has come to so far, if it is one of the beat.
    pub(crate) fn beat_so_far(&mut self) -> Result<Option<(Id, TrackPresence)>, DeviceError> {
        let live = self.live()?;
        let beat = self.tracked.as_ref().filter(|tracked| !tracked.patrol.duty.is_welfare());
        Ok(beat.zip(live).map(|(tracked, live)| (tracked.record, live.so_far)))
    }

    /// What patrols of the beat came to that ended after an instant, the newest first, as far as their summaries are here. Where
    /// outreach or a count was, and when, is told to nobody who sets tasks (rules of the field 10).
    pub(crate) fn beats_since(&self, from: i64) -> Result<Vec<(Id, TrackPresence)>, DeviceError> {
        self.ledger.db.read(|tx| {
            let mut told = Vec::new();
            for listed in patrols(tx, LIST_MAX)? {
                let summary = listed.summary.map(|first| summary_from(tx, first)).transpose()?.flatten();
                let Some(PatrolSummary { presence, .. }) = summary else { continue };
                if presence.span.to <= from {
                    break;
                }
                if !listed.patrol.duty.is_welfare() {
                    told.push((listed.record, presence));
                }
            }
            Ok(told)
        })
    }

    /// Patrols, the newest first.
    pub(crate) fn patrols(&self, limit: u32) -> Result<Vec<PatrolView>, DeviceError> {
        let listed = self.ledger.db.read(|tx| patrols(tx, limit.min(LIST_MAX)))?;
        listed.into_iter().map(|listed| self.patrol_view(listed)).collect()
    }

    fn patrol_view(&self, listed: ListedPatrol) -> Result<PatrolView, DeviceError> {
        let summary = match listed.summary {
            Some(first) => self.ledger.db.read(|tx| summary_from(tx, first))?,
            None => None,
        };
        let result = match summary {
            Some(summary) => {
                let names = self
                    .ledger
                    .db
                    .read(|tx| names(tx, summary.presence.zones.iter().map(|told| told.zone)))?;
                let measured = summary.briefing.is_some();
                Some(PatrolResult::of(&summary.presence, &listed.patrol, &names, measured))
            }
            None => None,
        };
        Ok(PatrolView { record: listed.record, first: listed.first, patrol: listed.patrol, result })
    }

    /// Notes after an entry number, the oldest first.
    pub(crate) fn notes(&self, after: Option<u64>, limit: u32) -> Result<Vec<NoteView>, DeviceError> {
        let sql = "SELECT seq, wall, patrol, basis, text FROM note WHERE seq > ?1 ORDER BY seq LIMIT ?2";
        let mut notes = Vec::new();
        self.ledger.db.read(|tx| {
            tx.each(
                sql,
                params![
                    after.map_or(-1, |after| i64::try_from(after).unwrap_or(i64::MAX)),
                    limit.min(LIST_MAX)
                ],
                |row| {
                    let store = StoreError::from;
                    let basis: String = row.get(3).map_err(store)?;
                    notes.push(NoteView {
                        seq: row.get::<_, i64>(0).map_err(store)?.cast_unsigned(),
                        wall: row.get(1).map_err(store)?,
                        patrol: row.get::<_, Option<[u8; 16]>>(2).map_err(store)?.map(Id::from_bytes),
                        basis: basis_of(&basis).ok_or(DeviceError::Row("note"))?,
                        text: row.get(4).map_err(store)?,
                    });
                    Ok::<(), DeviceError>(())
                },
            )
        })?;
        Ok(notes)
    }

    /// Entries after a number, in order.
    pub(crate) fn entries(&self, after: Option<u64>, limit: u32) -> Result<Vec<EntryView>, DeviceError> {
        let first = after.map_or(0, |after| after.saturating_add(1));
        let last = first.saturating_add(u64::from(limit.min(LIST_MAX))).saturating_sub(1);
        let mut entries = Vec::new();
        self.ledger.db.read(|tx| {
            if limit == 0 {
                return Ok(());
            }
            each_entry(tx, first, last, |line| {
                entries.push(entry_view(tx, &line)?);
                Ok(())
            })
        })?;
        Ok(entries)
    }

    /// Entries the server holds but could not use, or cannot take.
    pub(crate) fn rejected(&self) -> Result<Vec<RejectedEntry>, DeviceError> {
        Ok(self.ledger.db.read(|tx| {
            tx.all("SELECT seq, code FROM rejected ORDER BY seq", [], |row| {
                Ok(RejectedEntry { seq: row.get::<_, i64>(0)?.cast_unsigned(), code: row.get(1)? })
            })
        })?)
    }
}

fn entry_view(tx: &ReadTransaction<'_>, line: &StoredEntry) -> Result<EntryView, DeviceError> {
    let header = line.header()?;
    let kind = line.says(&header).map_or_else(|| header.kind.clone(), |body| body.kind().to_owned());
    let state = tx.maybe(
        "SELECT state FROM outbox WHERE priority IN (0, 1, 2) AND seq = ?1",
        params![line.seq.cast_signed()],
        |row| row.get::<_, i64>(0),
    )?;
    Ok(EntryView {
        seq: line.seq,
        kind,
        record: header.record,
        wall: header.wall,
        body: match line.body {
            StoredBody::Present(..) => BodyState::Present,
            StoredBody::Erased(by) => BodyState::Erased { by },
            StoredBody::Purged => BodyState::Purged,
        },
        delivery: match state {
            None => Delivery::Held,
            Some(0) => Delivery::Waiting,
            Some(1) => Delivery::Offered,
            Some(_) => Delivery::Refused,
        },
    })
}

fn outbox_counts(tx: &ReadTransaction<'_>) -> Result<OutboxCounts, DeviceError> {
    let mut counts = OutboxCounts::default();
    tx.each("SELECT state, count(*) FROM outbox GROUP BY state", [], |row| {
        let count = row.get::<_, i64>(1).map_err(StoreError::from)?.cast_unsigned();
        match row.get::<_, i64>(0).map_err(StoreError::from)? {
            0 => counts.waiting = count,
            1 => counts.offered = count,
            _ => counts.refused = count,
        }
        Ok::<(), StoreError>(())
    })?;
    counts.rejected =
        tx.one("SELECT count(*) FROM rejected", [], |row| Ok(row.get::<_, i64>(0)?.cast_unsigned()))?;
    Ok(counts)
}

/// The summary whose first part this entry is; `None` once a part's body is gone.
fn summary_from(tx: &ReadTransaction<'_>, first: u64) -> Result<Option<PatrolSummary>, DeviceError> {
    let mut parts: Vec<PatrolSummary> = Vec::new();
    for seq in first.. {
        let Some(line) = entry(tx, seq)? else { return Ok(None) };
        let header = line.header()?;
        let Some(EntryBody::PatrolSummary(bytes)) = line.says(&header) else { return Ok(None) };
        let part = PatrolSummary::parse(&bytes)?;
        let all = part.parts;
        parts.push(part);
        if parts.len() >= all as usize {
            break;
        }
    }
    Ok(Some(PatrolSummary::join(parts)?))
}
