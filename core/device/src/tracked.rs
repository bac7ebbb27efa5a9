//! The patrol in progress, in memory: its fold, its door, its unsealed fixes and – once asked for – its engine.
//! No engine state is stored. After a kill, chunks and hot rows are read again and give the same; the engine
//! itself is only built when a screen asks, so a fix is committed before any zone has been loaded.

use std::sync::Arc;

use beatbook_domain::fence::{Boot, Declared, Fence, ModeChange, TrackEngine};
use beatbook_domain::fix::Fix;
use beatbook_domain::records::body::EntryBody;
use beatbook_domain::records::journal::Moment;
use beatbook_domain::records::patrol::Patrol;
use beatbook_domain::records::track::{FixRun, engine_of};
use beatbook_domain::thresholds::Thresholds;
use beatbook_domain::track::{self, Chunk, ChunkHead};
use beatbook_protocol::entry::BootId;
use beatbook_protocol::hash::Hash;
use beatbook_protocol::id::Id;
use beatbook_store::ReadTransaction;

use crate::door::{Door, DutySpan};
use crate::error::DeviceError;
use crate::hot;
use crate::journal::{Journal, each_entry};
use crate::platform::Now;
use crate::zones::Zones;

/// A chunk is sealed at so many fixes …
pub(crate) const SEAL_FIXES: usize = 1_440;
/// … or when its first fix is so old …
pub(crate) const SEAL_AGE_MS: i64 = 2 * 3_600_000;
/// … or before a push, if it has so many.
pub(crate) const SEAL_BEFORE_PUSH: usize = 600;
/// So long after sign-off fixes dated before it are still taken, as evidence only.
pub(crate) const EVIDENCE_MS: i64 = 10 * 60_000;

/// The patrol in progress, or one signed off within the last ten minutes.
#[derive(Debug)]
pub(crate) struct Tracked {
    /// Number of the patrol's first entry.
    pub(crate) first: u64,
    pub(crate) record: Id,
    pub(crate) patrol: Patrol,
    /// The briefing it began with; it keeps it to the end.
    pub(crate) manifest: Option<Hash>,
    pub(crate) door: Door,
    /// Boot and offset of the unsealed fixes; after a restart of the phone, of the boot before until a fix comes.
    pub(crate) boot: Boot,
    /// Not sealed yet; all of `boot`.
    pub(crate) hot: Vec<Fix>,
    /// Number of the next chunk within the patrol.
    pub(crate) next_chunk: u32,
    /// Sequence number of the last chunk.
    pub(crate) last_chunk: Option<u64>,
    /// Fixes in chunks.
    pub(crate) sealed: u64,
    /// The last fix of the track and its boot.
    pub(crate) last_fix: Option<(Boot, Fix)>,
    /// Presence so far, for screens.
    pub(crate) engine: Option<TrackEngine>,
}

/// What a sealing would change here; counts only once it is committed.
#[derive(Debug, Default)]
pub(crate) struct Sealed {
    chunks: u32,
    fixes: usize,
    last_chunk: Option<u64>,
}

/// How much of the unsealed fixes becomes chunks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SealWhat {
    /// Only full chunks.
    Full,
    /// Everything.
    All,
}

impl Tracked {
    /// A patrol that has just begun.
    pub(crate) fn started(first: u64, record: Id, patrol: Patrol, manifest: Option<Hash>) -> Self {
        let boot = Boot::at(patrol.started);
        Self {
            first,
            record,
            patrol,
            manifest,
            door: Door::default(),
            boot,
            hot: Vec::new(),
            next_chunk: 0,
            last_chunk: None,
            sealed: 0,
            last_fix: None,
            engine: None,
        }
    }

    /// Reads it again from chunks and hot rows.
    pub(crate) fn load(
        tx: &ReadTransaction<'_>,
        first: u64,
        record: Id,
        patrol: Patrol,
        manifest: Option<Hash>,
    ) -> Result<Self, DeviceError> {
        let mut tracked = Self::started(first, record, patrol, manifest);
        let mut newest_chunk: Option<Chunk> = None;
        each_chunk(tx, first, record, |seq, chunk| {
            tracked.next_chunk = chunk.head.index + 1;
            tracked.last_chunk = Some(seq);
            tracked.sealed += chunk.fixes.len() as u64;
            tracked.boot = boot_of(&tracked.patrol, chunk.head.boot, chunk.head.wall_offset);
            if let Some(before) = newest_chunk.replace(chunk) {
                tracked.door.remember(before.head.boot, &before.fixes, false);
            }
            Ok(())
        })?;
        if let Some(chunk) = newest_chunk {
            tracked.door.remember(chunk.head.boot, &chunk.fixes, true);
            tracked.last_fix = chunk.fixes.last().map(|fix| (tracked.boot, *fix));
        }
        tracked.door.sealed(&[]);
        for row in hot::rows(tx)? {
            if row.patrol != first {
                continue;
            }
            tracked.boot = boot_of(&tracked.patrol, row.boot, row.wall_offset);
            tracked.door.remember(row.boot, &row.fixes, true);
            tracked.last_fix = row.fixes.last().map(|fix| (tracked.boot, *fix)).or(tracked.last_fix);
            tracked.hot.extend(row.fixes);
        }
        Ok(tracked)
    }

    /// From when to when fixes are let in now; `None` if none are.
    pub(crate) fn duty(&self, now: &Now) -> Option<DutySpan> {
        let from = self.patrol.started;
        match &self.patrol.ended {
            None => Some(DutySpan { from, to: None }),
            Some(ended) => {
                let since = elapsed(ended.at, now);
                (0..=EVIDENCE_MS).contains(&since).then_some(DutySpan { from, to: Some(ended.at) })
            }
        }
    }

    pub(crate) fn is_open(&self) -> bool {
        self.patrol.is_open()
    }

    /// The boot that runs now as this patrol knows it; its offset is read once, at its first moment here.
    pub(crate) fn boot_now(&self, now: &Now) -> Boot {
        if self.boot.id == now.boot.0 {
            self.boot
        } else {
            boot_of(&self.patrol, now.boot.0, now.wall.saturating_sub(now.mono))
        }
    }

    /// Turns unsealed fixes and `more` into chunks and, what is left of them, into one hot row.
    /// `more` is of `boot`; a change of boot seals everything of the boot before.
    pub(crate) fn seal(
        &self,
        journal: &mut Journal<'_>,
        boot: Boot,
        more: &[Fix],
        what: SealWhat,
    ) -> Result<Sealed, DeviceError> {
        let mut sealed = Sealed::default();
        let mut fixes = self.hot.clone();
        if boot.id == self.boot.id {
            fixes.extend_from_slice(more);
            self.seal_run(journal, boot, &fixes, what, &mut sealed)?;
        } else {
            self.seal_run(journal, self.boot, &fixes, SealWhat::All, &mut sealed)?;
            fixes.extend_from_slice(more);
            self.seal_run(journal, boot, more, what, &mut sealed)?;
        }
        hot::clear(journal.tx)?;
        let rest = fixes.get(sealed.fixes..).unwrap_or_default();
        if !rest.is_empty() {
            hot::insert(journal.tx, self.first, boot.id, boot.wall_offset, rest)?;
        }
        Ok(sealed)
    }

    fn seal_run(
        &self,
        journal: &mut Journal<'_>,
        boot: Boot,
        fixes: &[Fix],
        what: SealWhat,
        sealed: &mut Sealed,
    ) -> Result<(), DeviceError> {
        let mut rest = fixes;
        while !rest.is_empty() && (what == SealWhat::All || rest.len() >= SEAL_FIXES) {
            let index = self.next_chunk.checked_add(sealed.chunks).ok_or(DeviceError::Bug("chunk count"))?;
            let head = ChunkHead {
                patrol: *self.record.as_bytes(),
                index,
                boot: boot.id,
                wall_offset: boot.wall_offset,
            };
            let batch = rest.get(..SEAL_FIXES).unwrap_or(rest);
            let (bytes, fit) = track::encode_prefix(&head, batch)?;
            let welfare = self.patrol.duty.is_welfare();
            let seq = journal.append(self.record, &EntryBody::TrackChunk(bytes), welfare)?;
            sealed.last_chunk = Some(seq);
            sealed.chunks += 1;
            sealed.fixes += fit;
            rest = rest.get(fit..).unwrap_or_default();
        }
        Ok(())
    }

    /// Takes note of a committed sealing, and of the fixes it brought.
    pub(crate) fn sealed(&mut self, sealed: &Sealed, boot: Boot, more: &[Fix]) {
        self.took(boot, more);
        self.hot.drain(..sealed.fixes.min(self.hot.len()));
        self.next_chunk += sealed.chunks;
        self.sealed += sealed.fixes as u64;
        self.last_chunk = sealed.last_chunk.or(self.last_chunk);
        if sealed.fixes > 0 {
            self.door.sealed(&self.hot);
        }
    }

    /// Where its track ends; sign-on without one.
    pub(crate) fn last_moment(&self) -> Moment {
        self.last_fix.map_or(self.patrol.started, |(boot, fix)| Moment {
            wall: boot.wall_offset.saturating_add(fix.mono),
            mono: fix.mono,
            boot: BootId(boot.id),
        })
    }

    /// Takes note of fixes committed to the hot table.
    pub(crate) fn took(&mut self, boot: Boot, more: &[Fix]) {
        self.hot.extend_from_slice(more);
        if let Some(last) = more.last() {
            self.boot = boot;
            self.last_fix = Some((boot, *last));
        }
        if let Some(engine) = &mut self.engine {
            more.iter().for_each(|fix| engine.push(boot, fix));
        }
    }

    /// Whether so many more fixes make it time to seal.
    pub(crate) fn is_due(&self, boot: Boot, more: &[Fix]) -> bool {
        let oldest = self.hot.first().or(more.first());
        let old = match (oldest, more.last().or(self.hot.last())) {
            (Some(oldest), Some(newest)) => newest.mono.saturating_sub(oldest.mono) >= SEAL_AGE_MS,
            _ => false,
        };
        let restarted = boot.id != self.boot.id && !self.hot.is_empty();
        restarted || old || self.hot.len() + more.len() >= SEAL_FIXES
    }

    /// The officer declared another way of moving.
    pub(crate) fn declared(&mut self, change: ModeChange) {
        let in_time = self.engine.as_mut().map(|engine| engine.declare_mode(change));
        if in_time == Some(Declared::TooLate) {
            // Folded again when next asked for.
            self.engine = None;
        }
    }

    /// The engine, folded from the file if need be, and again with more zones if the officer came to some.
    pub(crate) fn engine(
        &mut self,
        tx: &ReadTransaction<'_>,
        zones: &mut Zones,
    ) -> Result<&mut TrackEngine, DeviceError> {
        let engine = match self.engine.take() {
            Some(engine) if engine.beyond().is_empty() => engine,
            lacking => {
                let runs = self.runs(tx)?;
                let mut engine = lacking.unwrap_or_else(|| fold(&self.patrol, &runs, &zones.fence));
                while !engine.beyond().is_empty() {
                    engine = fold(&self.patrol, &runs, &zones.open(tx, engine.beyond())?);
                }
                engine
            }
        };
        Ok(self.engine.insert(engine))
    }

    /// The whole track: all chunks and, as the last run, what is not sealed yet.
    pub(crate) fn runs(&self, tx: &ReadTransaction<'_>) -> Result<Vec<FixRun>, DeviceError> {
        let mut runs = Vec::new();
        each_chunk(tx, self.first, self.record, |_, chunk| {
            runs.push(run_of(chunk));
            Ok(())
        })?;
        if !self.hot.is_empty() {
            let Boot { id, wall_offset } = self.boot;
            runs.push(FixRun { boot: id, wall_offset, fixes: self.hot.clone() });
        }
        Ok(runs)
    }
}

/// What the engine takes of a chunk.
pub(crate) fn run_of(chunk: Chunk) -> FixRun {
    FixRun { boot: chunk.head.boot, wall_offset: chunk.head.wall_offset, fixes: chunk.fixes }
}

/// The engine of a patrol in progress. A mode is declared before any fix of its boot is pushed, as
/// `derive_patrol` does at the end.
fn fold(patrol: &Patrol, runs: &[FixRun], fence: &Arc<Fence>) -> TrackEngine {
    let mut engine = engine_of(patrol, Arc::clone(fence), Thresholds::V1);
    let mut changes =
        patrol.modes.iter().skip(1).map(|(at, mode)| ModeChange { at: *at, mode: *mode }).peekable();
    for (at, run) in runs.iter().enumerate() {
        let later = runs.get(at..).unwrap_or_default().get(1..).unwrap_or_default();
        while let Some(change) =
            changes.next_if(|change| !later.iter().any(|run| run.boot == change.at.boot.0))
        {
            // In time by construction: a boot's declarations come before its fixes.
            let _ = engine.declare_mode(change);
        }
        let boot = Boot { id: run.boot, wall_offset: run.wall_offset };
        run.fixes.iter().for_each(|fix| engine.push(boot, fix));
    }
    for change in changes {
        let _ = engine.declare_mode(change);
    }
    engine
}

/// The boot of sign-on keeps the offset of sign-on: that was its first moment.
fn boot_of(patrol: &Patrol, id: u64, wall_offset: i64) -> Boot {
    if id == patrol.started.boot.0 { Boot::at(patrol.started) } else { Boot { id, wall_offset } }
}

/// Milliseconds since a moment: by the monotonic clock within one boot, else by the wall clock.
pub(crate) fn elapsed(since: Moment, now: &Now) -> i64 {
    if since.boot == now.boot {
        now.mono.saturating_sub(since.mono)
    } else {
        now.wall.saturating_sub(since.wall)
    }
}

/// Hands on every chunk of a patrol that is still here, in the order of the track.
pub(crate) fn each_chunk(
    tx: &ReadTransaction<'_>,
    first: u64,
    record: Id,
    mut act: impl FnMut(u64, Chunk) -> Result<(), DeviceError>,
) -> Result<(), DeviceError> {
    each_entry(tx, first, u64::MAX, |entry| {
        let header = entry.header()?;
        if header.record != record {
            return Ok(());
        }
        match entry.says(&header) {
            Some(EntryBody::TrackChunk(bytes)) => act(entry.seq, track::decode(&bytes)?),
            _ => Ok(()),
        }
    })
}
