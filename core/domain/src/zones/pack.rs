//! Zones and their manifest as briefing objects: small, named by the hash of their bytes, fetched once.
//!
//! Zones are grouped by the first bits of their hash, rows by those of the hash of their code, and a group
//! is split only when it grows too large. So a redrawn zone changes one or two objects of a hundred, and a
//! phone that has the others fetches only those. The index names them all; its hash names the briefing.

use std::collections::{BTreeMap, BTreeSet};

use beatbook_protocol::hash::Hash;
use beatbook_protocol::limits::BRIEFING_OBJECT_MAX;
use minicbor::encode::{Encoder, Error as EncodeError, Write};
use minicbor::{Decoder, decode};
use thiserror::Error;

use crate::zone::{ZoneHash, ZoneInForce, ZoneVersion};
use crate::zones::canonical::{ZoneBytesError, hash_of_canonical};
use crate::zones::manifest::{ManifestError, ZoneManifest};

/// A group is split when its members have more bytes than this together.
const GROUP_BYTES: usize = 128 * 1024;
/// Begins of the three kinds of objects; they also keep their hashes apart.
const INDEX: &str = "beatbook-zone-index-1";
const ROWS: &str = "beatbook-zone-rows-1";
const ZONES: &str = "beatbook-zone-versions-1";

/// Bytes named by their hash, at most [`BRIEFING_OBJECT_MAX`] of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BriefingObject {
    /// SHA-256 of the bytes.
    pub hash: Hash,
    /// Deterministic CBOR.
    pub bytes: Vec<u8>,
}

impl BriefingObject {
    pub(crate) fn new(bytes: Vec<u8>) -> Result<Self, PackError> {
        if bytes.len() > BRIEFING_OBJECT_MAX {
            return Err(PackError::TooLarge);
        }
        Ok(Self { hash: Hash::of(&[&bytes]), bytes })
    }
}

/// A manifest with its zones, packed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackedZones {
    /// Names all others; its hash is the briefing hash.
    pub index: BriefingObject,
    /// Rows and zone versions.
    pub objects: Vec<BriefingObject>,
}

/// Why zones could not be packed or unpacked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum PackError {
    /// A row names a version that was not given.
    #[error("a zone version named by the manifest is missing: give all versions")]
    MissingVersion,
    /// An object would have more than 1 MiB.
    #[error("a briefing object would be larger than 1 MiB: split the authority's zones")]
    TooLarge,
    /// An object named by the index is not there.
    #[error("an object of the briefing is missing: fetch it, then open the briefing again")]
    MissingObject,
    /// An object's bytes do not have its hash.
    #[error("an object of the briefing is damaged: fetch it again")]
    WrongHash,
    /// An object that is not what the index says.
    #[error("an object of the briefing cannot be read: fetch the briefing again")]
    Malformed,
    /// Written by a later version of the project.
    #[error("the briefing was written by a newer version: update this one")]
    NewerFormat,
    /// A zone version in an object cannot be used.
    #[error(transparent)]
    Zone(#[from] ZoneBytesError),
}

impl From<decode::Error> for PackError {
    fn from(_: decode::Error) -> Self {
        Self::Malformed
    }
}

impl From<ManifestError> for PackError {
    fn from(_: ManifestError) -> Self {
        Self::Malformed
    }
}

/// Packs a manifest and the versions its rows name; others are left out. The same input gives the same
/// objects, whatever the order.
///
/// # Errors
/// [`PackError::MissingVersion`], [`PackError::TooLarge`].
pub fn pack<'z>(
    manifest: &ZoneManifest,
    zones: impl IntoIterator<Item = &'z ZoneVersion>,
) -> Result<PackedZones, PackError> {
    let mut given: BTreeMap<ZoneHash, Vec<u8>> = BTreeMap::new();
    for zone in zones {
        let bytes = zone.canonical_bytes();
        given.insert(hash_of_canonical(&bytes), bytes);
    }
    let wanted: BTreeSet<ZoneHash> = manifest.rows().iter().map(|row| row.zone).collect();
    let version = |hash: ZoneHash| {
        let bytes = given.remove(&hash).ok_or(PackError::MissingVersion)?;
        Ok((hash.0, encoded(|e| e.bytes(&bytes).map(drop))))
    };
    let versions: Vec<Member> = wanted.into_iter().map(version).collect::<Result<_, PackError>>()?;

    let mut rows: BTreeMap<Hash, Vec<u8>> = BTreeMap::new();
    for row in manifest.rows() {
        let key = Hash::of(&[row.code.as_bytes()]);
        rows.entry(key).or_default().extend(encoded(|e| e.encode(row).map(drop)));
    }
    let rows: Vec<Member> = rows.into_iter().map(|(key, bytes)| (*key.as_bytes(), bytes)).collect();

    let mut objects = Vec::new();
    split(&rows, 0, &mut |group| objects.push(object_of(ROWS, group)));
    let row_objects = objects.len();
    split(&versions, 0, &mut |group| objects.push(object_of(ZONES, group)));
    let objects: Vec<BriefingObject> = objects.into_iter().collect::<Result<_, _>>()?;

    let (row_objects, zone_objects) = objects.split_at(row_objects);
    let index = encoded(|e| {
        e.array(3)?.str(INDEX)?;
        for part in [row_objects, zone_objects] {
            e.array(part.len() as u64)?;
            for object in part {
                e.encode(object.hash)?;
            }
        }
        Ok(())
    });
    Ok(PackedZones { index: BriefingObject::new(index)?, objects })
}

/// What a member is grouped by, and its CBOR.
type Member = ([u8; 32], Vec<u8>);

/// Hands on groups of members, sorted by key, that share as many first bits as needed to be small.
fn split(members: &[Member], bit: usize, group: &mut dyn FnMut(&[Member])) {
    let bytes: usize = members.iter().map(|(_, bytes)| bytes.len()).sum();
    if members.is_empty() {
        return;
    }
    if bytes <= GROUP_BYTES || members.len() == 1 || bit >= 256 {
        group(members);
        return;
    }
    let is_set = |key: &[u8; 32]| key.get(bit / 8).is_some_and(|byte| byte & (0x80 >> (bit % 8)) != 0);
    let (low, high) = members.split_at(members.partition_point(|(key, _)| !is_set(key)));
    split(low, bit + 1, group);
    split(high, bit + 1, group);
}

/// `[what it is, member, member, …]`, of indefinite length: a member may be several rows.
fn object_of(what: &str, members: &[Member]) -> Result<BriefingObject, PackError> {
    let mut bytes = encoded(|e| e.begin_array()?.str(what).map(drop));
    members.iter().for_each(|(_, member)| bytes.extend(member));
    bytes.extend(encoded(|e| e.end().map(drop)));
    BriefingObject::new(bytes)
}

fn encoded<F>(write: F) -> Vec<u8>
where
    F: FnOnce(&mut Encoder<Vec<u8>>) -> Result<(), EncodeError<<Vec<u8> as Write>::Error>>,
{
    let mut encoder = Encoder::new(Vec::new());
    let written = write(&mut encoder);
    debug_assert!(written.is_ok(), "memory takes every byte");
    encoder.into_writer()
}

/// The index of a briefing: which objects to fetch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ZoneIndex {
    /// Objects that hold rows of the manifest.
    pub rows: Vec<Hash>,
    /// Objects that hold zone versions.
    pub zones: Vec<Hash>,
}

impl ZoneIndex {
    /// Reads an index object.
    ///
    /// # Errors
    /// [`PackError::WrongHash`], [`PackError::Malformed`], [`PackError::NewerFormat`].
    pub fn open(hash: Hash, bytes: &[u8]) -> Result<Self, PackError> {
        let mut d = checked(hash, bytes)?;
        let length = d.array()?;
        what_is(&mut d, INDEX)?;
        let (rows, zones) = (hashes(&mut d)?, hashes(&mut d)?);
        if length != Some(3) || d.position() != bytes.len() {
            return Err(PackError::Malformed);
        }
        Ok(Self { rows, zones })
    }

    /// Every object to fetch.
    pub fn objects(&self) -> impl Iterator<Item = Hash> {
        self.rows.iter().chain(&self.zones).copied()
    }

    /// The manifest alone, from the objects of its rows.
    ///
    /// # Errors
    /// A [`PackError`] naming what is wrong with the first object that cannot be used.
    pub fn manifest<'b>(
        &self,
        mut object: impl FnMut(Hash) -> Option<&'b [u8]>,
    ) -> Result<ZoneManifest, PackError> {
        let mut rows: Vec<ZoneInForce> = Vec::new();
        for &hash in &self.rows {
            let bytes = object(hash).ok_or(PackError::MissingObject)?;
            each_member(hash, bytes, ROWS, |d| {
                rows.push(d.decode()?);
                Ok(())
            })?;
        }
        Ok(ZoneManifest::new(rows)?)
    }

    /// Some versions alone, those that are there: a few of ten thousand cost no more than their bytes.
    ///
    /// # Errors
    /// A [`PackError`] naming what is wrong with the first object that cannot be used.
    pub fn versions<'b>(
        &self,
        wanted: &BTreeSet<ZoneHash>,
        mut object: impl FnMut(Hash) -> Option<&'b [u8]>,
    ) -> Result<BTreeMap<ZoneHash, ZoneVersion>, PackError> {
        let mut zones = BTreeMap::new();
        for &hash in &self.zones {
            let bytes = object(hash).ok_or(PackError::MissingObject)?;
            each_member(hash, bytes, ZONES, |d| {
                let canonical = d.bytes()?;
                let hash = hash_of_canonical(canonical);
                if wanted.contains(&hash) {
                    zones.insert(hash, ZoneVersion::from_canonical_bytes(canonical)?);
                }
                Ok(())
            })?;
        }
        Ok(zones)
    }

    /// Puts the manifest and its versions together from their objects. Every version named by a row is there.
    ///
    /// # Errors
    /// A [`PackError`] naming what is wrong with the first object that cannot be used.
    pub fn assemble<'b>(
        &self,
        mut object: impl FnMut(Hash) -> Option<&'b [u8]>,
    ) -> Result<(ZoneManifest, BTreeMap<ZoneHash, ZoneVersion>), PackError> {
        let manifest = self.manifest(&mut object)?;
        let mut zones = BTreeMap::new();
        for &hash in &self.zones {
            let bytes = object(hash).ok_or(PackError::MissingObject)?;
            each_member(hash, bytes, ZONES, |d| {
                let canonical = d.bytes()?;
                zones.insert(hash_of_canonical(canonical), ZoneVersion::from_canonical_bytes(canonical)?);
                Ok(())
            })?;
        }
        let fits = |row: &ZoneInForce| zones.get(&row.zone).is_some_and(|zone| zone.code == row.code);
        if manifest.rows().iter().all(fits) { Ok((manifest, zones)) } else { Err(PackError::MissingVersion) }
    }
}

fn checked(hash: Hash, bytes: &[u8]) -> Result<Decoder<'_>, PackError> {
    if bytes.len() > BRIEFING_OBJECT_MAX {
        return Err(PackError::TooLarge);
    }
    if Hash::of(&[bytes]) != hash {
        return Err(PackError::WrongHash);
    }
    Ok(Decoder::new(bytes))
}

fn what_is(d: &mut Decoder<'_>, expected: &str) -> Result<(), PackError> {
    let found = d.str()?;
    let family = |name: &str| name.trim_end_matches(|c: char| c.is_ascii_digit()).to_owned();
    match found == expected {
        true => Ok(()),
        false if family(found) == family(expected) => Err(PackError::NewerFormat),
        false => Err(PackError::Malformed),
    }
}

fn hashes(d: &mut Decoder<'_>) -> Result<Vec<Hash>, PackError> {
    let hashes: Result<Vec<Hash>, decode::Error> = d.array_iter()?.collect();
    Ok(hashes?)
}

fn each_member<'b>(
    hash: Hash,
    bytes: &'b [u8],
    what: &str,
    mut member: impl FnMut(&mut Decoder<'b>) -> Result<(), PackError>,
) -> Result<(), PackError> {
    let mut d = checked(hash, bytes)?;
    if d.array()?.is_some() {
        return Err(PackError::Malformed);
    }
    what_is(&mut d, what)?;
    while d.datatype()? != minicbor::data::Type::Break {
        member(&mut d)?;
    }
    // The break is the last byte.
    if d.position() + 1 == bytes.len() { Ok(()) } else { Err(PackError::Malformed) }
}
