//! Briefings as they come from the server: objects named by their hash, put together to zones.
//! A patrol keeps the briefing it signed on with to its end, so that one summary names one manifest; a newer
//! briefing counts from the next sign-on. Without any, hours are simply not shown by zone.

use std::collections::{BTreeMap, BTreeSet};

use beatbook_domain::fence::Fence;
use beatbook_domain::presence::Interval;
use beatbook_domain::zone::{ZoneHash, ZoneKind, ZoneVersion};
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

/// All zones of a briefing.
#[derive(Debug, Default)]
pub(crate) struct Briefing {
    pub(crate) fence: Fence,
    pub(crate) names: BTreeMap<ZoneHash, ZoneName>,
}

impl Briefing {
    /// Puts a briefing together from the objects in the file; `None` if one of them is not usable. With ten
    /// thousand zones this takes a good part of a second.
    pub(crate) fn assemble(tx: &ReadTransaction<'_>, manifest: Hash) -> Result<Option<Self>, DeviceError> {
        let Some(index) = object(tx, manifest)?.and_then(|bytes| ZoneIndex::open(manifest, &bytes).ok())
        else {
            tracing::warn!("the briefing's index cannot be used");
            return Ok(None);
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
            return Ok(None);
        };
        let in_force = rows.rows().iter().filter_map(|row| {
            let span = Interval { from: row.valid_from, to: row.valid_to.unwrap_or(i64::MAX) };
            versions.get(&row.zone).map(|version| (row.zone, span, &version.geometry))
        });
        let Ok(fence) = Fence::build(in_force) else {
            tracing::warn!("a zone of the briefing cannot be used");
            return Ok(None);
        };
        let name = |(hash, version)| {
            let ZoneVersion { code, name, kind, .. } = version;
            (hash, ZoneName { code, name, kind })
        };
        Ok(Some(Self { fence, names: versions.into_iter().map(name).collect() }))
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
