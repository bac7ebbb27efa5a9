//! The zones of a briefing lying ready in pieces, of which a patrol opens only those around its track.
//! They are made when a briefing comes, beside everything else: recording never waits for them, and a restarted
//! phone answers at once however many zones its authority has.

use std::collections::BTreeMap;
use std::sync::Arc;

use beatbook_domain::fence::{Bounds, Fence, Piece};
use beatbook_domain::zone::{ZoneHash, ZoneKind};
use beatbook_protocol::hash::Hash;
use beatbook_store::{Database, ReadTransaction, StoreError, WriteTransaction, params};

use crate::briefing::{Briefing, ZoneName};
use crate::error::{DeviceError, State};
use crate::gate::LongRun;
use crate::notebook::Notebook;

/// About so many bytes make a piece: ten zones of 200 corners, read in a fraction of a millisecond.
const PIECE_BYTES: usize = 16 * 1024;
/// So much is written or forgotten at once, so that a fix recorded meanwhile waits some milliseconds only.
const PIECES_AT_ONCE: u8 = 64;
const NAMES_AT_ONCE: usize = 1_000;
/// States of a row of `zone_index`.
const BEING_MADE: i64 = 0;
const READY: i64 = 1;
const UNUSABLE: i64 = 2;

/// The zones a patrol works from, as far as they are open.
#[derive(Debug)]
pub(crate) struct Zones {
    asked: Option<Hash>,
    /// The briefing they are of; absent without one that can be used.
    pub(crate) manifest: Option<Hash>,
    pub(crate) fence: Arc<Fence>,
    /// Pieces not open yet.
    closed: Vec<(i64, Bounds)>,
}

impl Zones {
    /// No zone at all.
    pub(crate) fn none(asked: Option<Hash>) -> Self {
        Self { asked, manifest: None, fence: Arc::default(), closed: Vec::new() }
    }

    fn ready(tx: &ReadTransaction<'_>, manifest: Hash, briefing: i64) -> Result<Self, DeviceError> {
        let sql = "SELECT id, west, south, east, north FROM zone_piece WHERE briefing = ?1 ORDER BY id";
        let closed = tx.all(sql, params![briefing], |row| {
            let bounds =
                Bounds { west: row.get(1)?, south: row.get(2)?, east: row.get(3)?, north: row.get(4)? };
            Ok((row.get(0)?, bounds))
        })?;
        let (asked, fence) = (Some(manifest), Arc::new(Fence::unopened()));
        Ok(Self { asked, manifest: asked, fence, closed })
    }

    /// Opens what lies in these areas, too.
    pub(crate) fn open(
        &mut self,
        tx: &ReadTransaction<'_>,
        areas: &[Bounds],
    ) -> Result<Arc<Fence>, DeviceError> {
        let touched = |bounds: &Bounds| areas.iter().any(|area| bounds.touches(area));
        let mut pieces: Vec<Vec<u8>> = Vec::new();
        for (id, _) in self.closed.iter().filter(|(_, bounds)| touched(bounds)) {
            let sql = "SELECT bytes FROM zone_piece WHERE id = ?1";
            pieces.push(tx.one(sql, params![id], |row| row.get(0))?);
        }
        let opened = self.fence.with_pieces(pieces.iter().map(Vec::as_slice), areas);
        self.fence = Arc::new(opened.map_err(|_| DeviceError::Row("zone_piece"))?);
        self.closed.retain(|(_, bounds)| !touched(bounds));
        Ok(Arc::clone(&self.fence))
    }
}

/// What people call these zones, as far as it is known here.
pub(crate) fn names(
    tx: &ReadTransaction<'_>,
    zones: impl IntoIterator<Item = ZoneHash>,
) -> Result<BTreeMap<ZoneHash, ZoneName>, DeviceError> {
    let mut names = BTreeMap::new();
    for zone in zones {
        let sql = "SELECT code, name, kind FROM zone_name WHERE hash = ?1";
        let row =
            tx.maybe(sql, params![zone.0], |row| Ok((row.get(0)?, row.get(1)?, row.get::<_, String>(2)?)))?;
        if let Some((code, name, kind)) = row {
            let kind = ZoneKind::from_name(&kind).ok_or(DeviceError::Row("zone_name"))?;
            names.insert(zone, ZoneName { code, name, kind });
        }
    }
    Ok(names)
}

impl Notebook {
    /// Makes sure that `self.zones` is there and of this briefing. Whoever did not call [`prepare`] before may wait.
    pub(crate) fn use_zones(&mut self, manifest: Option<Hash>) -> Result<(), DeviceError> {
        if self.zones.as_ref().is_none_or(|zones| zones.asked != manifest) {
            self.zones = Some(self.zones_of(manifest)?);
        }
        Ok(())
    }

    /// The zones of a briefing, none of them open yet.
    pub(crate) fn zones_of(&mut self, manifest: Option<Hash>) -> Result<Zones, DeviceError> {
        let Some(hash) = manifest else { return Ok(Zones::none(None)) };
        if self.ledger.db.read(|tx| made(tx, hash))?.is_none() {
            let making = Making::of(&self.ledger.db, hash)?;
            for step in making.steps() {
                while self.ledger.write(|tx| making.take(&step, tx))? {}
            }
        }
        self.ledger.db.read(|tx| match made(tx, hash)? {
            Some((briefing, READY)) => Zones::ready(tx, hash, briefing),
            _ => Ok(Zones::none(manifest)),
        })
    }

    fn lacks_zones(&self, manifest: Hash) -> Result<bool, DeviceError> {
        let at_hand = self.zones.as_ref().is_some_and(|zones| zones.asked == Some(manifest));
        Ok(!at_hand && self.ledger.db.read(|tx| made(tx, manifest))?.is_none())
    }
}

/// Makes the zones of the patrol in progress ready, if they are not: as after an update of the app.
pub(crate) fn prepare_for_patrol(run: &LongRun<'_>) -> Result<(), DeviceError> {
    let prepared = run.with(|notebook| {
        Ok(notebook.tracked.as_ref().filter(|tracked| tracked.is_open()).and_then(|open| open.manifest))
    });
    match prepared.and_then(|manifest| manifest.map_or(Ok(()), |manifest| prepare(run, manifest))) {
        // Somebody ended the long runs; the call this was for is none and goes on.
        Err(DeviceError::State(State::Cancelled)) => Ok(()),
        prepared => prepared,
    }
}

/// Makes the zones of a briefing ready, if they are not. Long; the notebook's lock is held for a few pieces at a
/// time only.
pub(crate) fn prepare(run: &LongRun<'_>, manifest: Hash) -> Result<(), DeviceError> {
    if !run.with(|notebook| notebook.lacks_zones(manifest))? {
        return Ok(());
    }
    let _one_at_a_time = run.preparing();
    let db = run.with(|notebook| {
        let db = Arc::clone(&notebook.ledger.db);
        Ok(notebook.lacks_zones(manifest)?.then_some(db))
    })?;
    let Some(db) = db else { return Ok(()) };
    let making = Making::of(&db, manifest)?;
    drop(db);
    for step in making.steps() {
        while run.with(|notebook| notebook.ledger.write(|tx| making.take(&step, tx)))? {}
    }
    Ok(())
}

/// The row of a briefing that was made for this version, and its state.
fn made(tx: &ReadTransaction<'_>, manifest: Hash) -> Result<Option<(i64, i64)>, DeviceError> {
    let sql = "SELECT id, state FROM zone_index WHERE manifest = ?1 AND version = ?2 AND state <> 0";
    let of_this_version = params![manifest.as_bytes(), Fence::PREBUILT_VERSION];
    Ok(tx.maybe(sql, of_this_version, |row| Ok((row.get(0)?, row.get(1)?)))?)
}

/// A briefing on its way into pieces.
struct Making {
    manifest: Hash,
    usable: bool,
    pieces: Vec<Piece>,
    names: Vec<(ZoneHash, ZoneName)>,
}

/// What is written in one transaction; killed in between, it all begins again.
enum Step<'m> {
    Begin,
    Pieces(&'m [Piece]),
    Names(&'m [(ZoneHash, ZoneName)]),
    Ready,
    Forget,
}

impl Making {
    fn of(db: &Database, manifest: Hash) -> Result<Self, DeviceError> {
        let briefing = db.read(|tx| Briefing::assemble(tx, manifest))?;
        let usable = briefing.is_some();
        let Briefing { fence, names } = briefing.unwrap_or_default();
        Ok(Self { manifest, usable, pieces: fence.pieces(PIECE_BYTES), names: names.into_iter().collect() })
    }

    fn steps(&self) -> impl Iterator<Item = Step<'_>> {
        let pieces = self.pieces.chunks(PIECES_AT_ONCE.into()).map(Step::Pieces);
        let names = self.names.chunks(NAMES_AT_ONCE).map(Step::Names);
        [Step::Begin].into_iter().chain(pieces).chain(names).chain([Step::Ready, Step::Forget])
    }

    /// Takes one step; `true` if it is to be taken again.
    fn take(&self, step: &Step<'_>, tx: &WriteTransaction<'_>) -> Result<bool, DeviceError> {
        let manifest = self.manifest.as_bytes();
        match step {
            Step::Begin => {
                tx.execute(
                    "INSERT INTO zone_index (manifest, version, state) VALUES (?1, ?2, ?3)
                     ON CONFLICT (manifest) DO UPDATE SET version = excluded.version, state = excluded.state",
                    params![manifest, Fence::PREBUILT_VERSION, BEING_MADE],
                )?;
                let sql = "DELETE FROM zone_piece WHERE id IN (SELECT id FROM zone_piece
                             WHERE briefing = (SELECT id FROM zone_index WHERE manifest = ?1) LIMIT ?2)";
                Ok(tx.execute(sql, params![manifest, PIECES_AT_ONCE])? > 0)
            }
            Step::Pieces(pieces) => {
                let mut insert = tx.prepare(
                    "INSERT INTO zone_piece (briefing, west, south, east, north, bytes)
                     SELECT id, ?2, ?3, ?4, ?5, ?6 FROM zone_index WHERE manifest = ?1",
                )?;
                for Piece { bounds, bytes } in *pieces {
                    let Bounds { west, south, east, north } = bounds;
                    insert.execute(params![manifest, west, south, east, north, bytes])?;
                }
                Ok(false)
            }
            Step::Names(names) => {
                let sql = "INSERT OR IGNORE INTO zone_name (hash, code, name, kind) VALUES (?1, ?2, ?3, ?4)";
                let mut insert = tx.prepare(sql)?;
                for (hash, ZoneName { code, name, kind }) in *names {
                    insert.execute(params![hash.0, code, name, kind.name()])?;
                }
                Ok(false)
            }
            Step::Ready => {
                let state = if self.usable { READY } else { UNUSABLE };
                tx.execute("UPDATE zone_index SET state = ?2 WHERE manifest = ?1", params![manifest, state])?;
                Ok(false)
            }
            Step::Forget => Ok(forget_others(tx, self.manifest)?),
        }
    }
}

/// Forgets pieces that neither this briefing, nor the newest, nor the patrol in progress needs; `true` if there
/// may be more. Names stay: patrols of long ago are still told with them.
fn forget_others(tx: &WriteTransaction<'_>, manifest: Hash) -> Result<bool, StoreError> {
    tx.execute(
        "DELETE FROM zone_index WHERE manifest <> ?1
           AND manifest NOT IN (SELECT manifest FROM exchange WHERE manifest IS NOT NULL)
           AND manifest NOT IN (SELECT patrol_manifest FROM notebook WHERE patrol_manifest IS NOT NULL)",
        params![manifest.as_bytes()],
    )?;
    let sql = "DELETE FROM zone_piece WHERE id IN (SELECT id FROM zone_piece
                 WHERE briefing NOT IN (SELECT id FROM zone_index) LIMIT ?1)";
    Ok(tx.execute(sql, params![PIECES_AT_ONCE])? > 0)
}
