//! The zones a patrol works from: put together from pulled objects, kept ready in memory.
//! A patrol keeps the briefing it signed on with to its end, so that one summary names one manifest; a newer
//! briefing counts from the next sign-on. Without any, hours are simply not shown by zone.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use beatbook_domain::fence::Fence;
use beatbook_domain::presence::Interval;
use beatbook_domain::zone::{ZoneHash, ZoneKind};
use beatbook_domain::zones::pack::ZoneIndex;
use beatbook_protocol::hash::Hash;
use beatbook_store::{ReadTransaction, params};

use crate::error::DeviceError;

/// What people call a zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ZoneName {
    /// The authority's code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub kind: ZoneKind,
}

/// A briefing ready for use.
#[derive(Debug, Default)]
pub(crate) struct Briefing {
    /// Its hash; absent for the empty one.
    pub(crate) manifest: Option<Hash>,
    pub(crate) fence: Arc<Fence>,
    pub(crate) names: BTreeMap<ZoneHash, ZoneName>,
}

impl Briefing {
    /// Puts a briefing together from the objects in the file; the empty one if an object is not usable.
    pub(crate) fn load(tx: &ReadTransaction<'_>, manifest: Option<Hash>) -> Result<Self, DeviceError> {
        let Some(hash) = manifest else { return Ok(Self::default()) };
        let Some(index) = object(tx, hash)?.and_then(|bytes| ZoneIndex::open(hash, &bytes).ok()) else {
            tracing::warn!("the briefing's index cannot be used");
            return Ok(Self::default());
        };
        let mut objects: BTreeMap<Hash, Vec<u8>> = BTreeMap::new();
        for hash in index.objects() {
            if let Some(bytes) = object(tx, hash)? {
                objects.insert(hash, bytes);
            }
        }
        let assembled = index.assemble(|hash| objects.get(&hash).map(Vec::as_slice));
        let Ok((rows, versions)) = assembled else {
            tracing::warn!("an object of the briefing cannot be used");
            return Ok(Self::default());
        };
        let in_force = rows.rows().iter().filter_map(|row| {
            let span = Interval { from: row.valid_from, to: row.valid_to.unwrap_or(i64::MAX) };
            versions.get(&row.zone).map(|version| (row.zone, span, &version.geometry))
        });
        let Ok(fence) = Fence::build(in_force) else {
            tracing::warn!("a zone of the briefing cannot be used");
            return Ok(Self::default());
        };
        let name = |(hash, version)| {
            let beatbook_domain::zone::ZoneVersion { code, name, kind, .. } = version;
            (hash, ZoneName { code, name, kind })
        };
        let names = versions.into_iter().map(name).collect();
        Ok(Self { manifest: Some(hash), fence: Arc::new(fence), names })
    }
}

/// Whether all objects of a briefing are here.
pub(crate) fn is_complete(tx: &ReadTransaction<'_>, manifest: Hash) -> Result<bool, DeviceError> {
    let Some(index) = object(tx, manifest)?.and_then(|bytes| ZoneIndex::open(manifest, &bytes).ok()) else {
        return Ok(false);
    };
    for hash in index.objects() {
        let here =
            tx.maybe("SELECT 1 FROM briefing_object WHERE hash = ?1", params![hash.as_bytes()], |_| Ok(()))?;
        if here.is_none() {
            return Ok(false);
        }
    }
    Ok(true)
}

/// All objects a briefing is made of, its index among them; none if the index is not here.
pub(crate) fn objects_of(tx: &ReadTransaction<'_>, manifest: Hash) -> Result<BTreeSet<Hash>, DeviceError> {
    let index = object(tx, manifest)?.and_then(|bytes| ZoneIndex::open(manifest, &bytes).ok());
    Ok(index.into_iter().flat_map(|index| index.objects().collect::<Vec<_>>()).chain([manifest]).collect())
}

/// The bytes of one object.
pub(crate) fn object(tx: &ReadTransaction<'_>, hash: Hash) -> Result<Option<Vec<u8>>, DeviceError> {
    Ok(tx.maybe("SELECT bytes FROM briefing_object WHERE hash = ?1", params![hash.as_bytes()], |row| {
        row.get(0)
    })?)
}
