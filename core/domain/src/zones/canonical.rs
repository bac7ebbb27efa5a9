//! A zone version's canonical bytes and its name, the hash of them.
//!
//! Deterministic CBOR: `[1, code, name, kind, programme, target minutes, illustrative, polygons]`, a
//! polygon an array of rings (shell first), a ring a flat array `lon, lat, Δlon, Δlat, …` in 1e-7°.
//! Only the normal form is accepted back: one zone version has exactly one spelling.

use beatbook_protocol::limits::{BRIEFING_OBJECT_MAX, NAME_MAX, ZONE_VERTICES_MAX};
use minicbor::data::Type;
use minicbor::encode::{Encoder, Error as EncodeError, Write};
use minicbor::{Decoder, decode};
use sha2::{Digest, Sha256};
use thiserror::Error;

use crate::geometry::{Polygon, Ring, Vertex, ZoneGeometry};
use crate::zone::{ZoneHash, ZoneVersion};

/// First number of every zone version's bytes.
const FORMAT: u8 = 1;
/// Keeps a zone's hash apart from every other hash in the project.
const HASH_PREFIX: &[u8] = b"beatbook-zone-1";

/// Why bytes are not a zone version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ZoneBytesError {
    /// More than [`BRIEFING_OBJECT_MAX`] bytes.
    #[error("the zone is larger than 1 MiB: fetch the briefing again, and report it if it comes back")]
    TooLong,
    /// Written by a later version of the project.
    #[error("the zone was written by a newer version: update this one")]
    NewerFormat,
    /// Not the CBOR of a zone version.
    #[error("the zone's bytes are damaged: fetch the briefing again")]
    Malformed,
    /// Readable, but not in the one normal form.
    #[error("the zone's bytes are not in their normal form: fetch the briefing again")]
    NotCanonical,
    /// More than [`ZONE_VERTICES_MAX`] corners, or more rings than they could make.
    #[error("the zone has more than 20,000 corners: simplify its outline and import it again")]
    TooManyVertices,
    /// No polygon, a polygon without a shell, or a ring of fewer than three corners.
    #[error("the zone has a ring of fewer than three corners: import it again")]
    RingTooShort,
    /// A corner beyond ±180° or ±90°.
    #[error("the zone has a corner that is no place on earth: import it again")]
    OffEarth,
    /// A code, name or programme that is empty, too long or has control characters.
    #[error("the zone's code, name or programme is empty, longer than 200 characters or not plain text")]
    BadText,
}

impl ZoneBytesError {
    /// Stable name for machines.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::TooLong => "zone_too_long",
            Self::NewerFormat => "zone_newer_format",
            Self::Malformed => "zone_malformed",
            Self::NotCanonical => "zone_not_canonical",
            Self::TooManyVertices => "zone_too_many_vertices",
            Self::RingTooShort => "zone_ring_too_short",
            Self::OffEarth => "zone_off_earth",
            Self::BadText => "zone_bad_text",
        }
    }
}

impl From<decode::Error> for ZoneBytesError {
    fn from(_: decode::Error) -> Self {
        Self::Malformed
    }
}

/// Whether a code, name or programme can be stored: 1 to 200 characters, no control characters, no
/// blank at either end.
#[must_use]
pub fn is_zone_text(text: &str) -> bool {
    !text.is_empty()
        && text.trim() == text
        // A character has at most four bytes: long hostile text is refused without being counted.
        && text.len() <= 4 * NAME_MAX
        && text.chars().count() <= NAME_MAX
        && !text.chars().any(steers)
}

/// Control characters, and those that turn the direction of what follows on the line (Unicode UAX #9).
pub(crate) fn steers(c: char) -> bool {
    c.is_control() || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

impl ZoneVersion {
    /// The same zone version with its geometry in normal form.
    #[must_use]
    pub fn normalised(self) -> Self {
        Self { geometry: self.geometry.normalised(), ..self }
    }

    /// The one spelling of this zone version; what is hashed, stored and sent.
    #[must_use]
    pub fn canonical_bytes(&self) -> Vec<u8> {
        let normal = self.clone().normalised();
        let mut encoder = Encoder::new(Vec::with_capacity(128 + 8 * normal.geometry.vertex_count()));
        let written = write_zone(&mut encoder, &normal);
        debug_assert!(written.is_ok(), "memory takes every byte");
        encoder.into_writer()
    }

    /// The version's only name: SHA-256('beatbook-zone-1' ‖ canonical bytes).
    #[must_use]
    pub fn hash(&self) -> ZoneHash {
        hash_of_canonical(&self.canonical_bytes())
    }

    /// Reads canonical bytes back. The form is checked completely; whether rings cross is
    /// [`crate::zones::validate`]'s business, at import.
    ///
    /// # Errors
    /// A [`ZoneBytesError`]; nothing is allocated beyond the limits of a zone.
    pub fn from_canonical_bytes(bytes: &[u8]) -> Result<Self, ZoneBytesError> {
        if bytes.len() > BRIEFING_OBJECT_MAX {
            return Err(ZoneBytesError::TooLong);
        }
        let mut decoder = Decoder::new(bytes);
        let zone = read_zone(&mut decoder)?;
        // Longer spellings of a number, indefinite lengths, unsorted rings and trailing bytes all end here.
        if zone.canonical_bytes() != bytes {
            return Err(ZoneBytesError::NotCanonical);
        }
        Ok(zone)
    }
}

/// The name of canonical bytes, without reading them.
#[must_use]
pub fn hash_of_canonical(bytes: &[u8]) -> ZoneHash {
    ZoneHash(Sha256::new().chain_update(HASH_PREFIX).chain_update(bytes).finalize().into())
}

fn write_zone<W: Write>(e: &mut Encoder<W>, zone: &ZoneVersion) -> Result<(), EncodeError<W::Error>> {
    e.array(8)?.u8(FORMAT)?.str(&zone.code)?.str(&zone.name)?.encode(zone.kind)?;
    e.encode(zone.programme.as_deref())?.encode(zone.target_minutes)?.bool(zone.illustrative)?;
    e.array(zone.geometry.0.len() as u64)?;
    for polygon in &zone.geometry.0 {
        e.array(1 + polygon.holes.len() as u64)?;
        for ring in polygon.rings() {
            e.array(2 * ring.0.len() as u64)?;
            let mut last = Vertex { lon: 0, lat: 0 };
            for &vertex in &ring.0 {
                e.i64(i64::from(vertex.lon) - i64::from(last.lon))?;
                e.i64(i64::from(vertex.lat) - i64::from(last.lat))?;
                last = vertex;
            }
        }
    }
    Ok(())
}

fn read_zone(d: &mut Decoder<'_>) -> Result<ZoneVersion, ZoneBytesError> {
    let fields = d.array()?;
    match d.u8()? {
        FORMAT => {}
        0 => return Err(ZoneBytesError::Malformed),
        _ => return Err(ZoneBytesError::NewerFormat),
    }
    if fields != Some(8) {
        return Err(ZoneBytesError::Malformed);
    }
    let code = read_text(d)?;
    let name = read_text(d)?;
    let kind = d.decode()?;
    let programme = if null_next(d)? { None } else { Some(read_text(d)?) };
    let target_minutes = if null_next(d)? { None } else { Some(d.u32()?) };
    let illustrative = d.bool()?;
    let geometry = read_geometry(d)?;
    Ok(ZoneVersion { code, name, kind, programme, target_minutes, illustrative, geometry })
}

fn null_next(d: &mut Decoder<'_>) -> Result<bool, ZoneBytesError> {
    let null = d.datatype()? == Type::Null;
    if null {
        d.null()?;
    }
    Ok(null)
}

fn read_text(d: &mut Decoder<'_>) -> Result<String, ZoneBytesError> {
    let text = d.str()?;
    if is_zone_text(text) { Ok(text.to_owned()) } else { Err(ZoneBytesError::BadText) }
}

fn read_geometry(d: &mut Decoder<'_>) -> Result<ZoneGeometry, ZoneBytesError> {
    let mut corners_left = ZONE_VERTICES_MAX;
    let polygons = read_length(d, corners_left / 3)?;
    let mut geometry = Vec::with_capacity(polygons);
    for _ in 0..polygons {
        let rings = read_length(d, corners_left / 3)?;
        let shell = read_ring(d, &mut corners_left)?;
        let mut holes = Vec::with_capacity(rings - 1);
        for _ in 1..rings {
            holes.push(read_ring(d, &mut corners_left)?);
        }
        geometry.push(Polygon { shell, holes });
    }
    Ok(ZoneGeometry(geometry))
}

/// The length of an array that must have from 1 to `most` members.
fn read_length(d: &mut Decoder<'_>, most: usize) -> Result<usize, ZoneBytesError> {
    let length = d.array()?.ok_or(ZoneBytesError::NotCanonical)?;
    match usize::try_from(length) {
        Ok(0) => Err(ZoneBytesError::RingTooShort),
        Ok(length) if length <= most => Ok(length),
        _ => Err(ZoneBytesError::TooManyVertices),
    }
}

fn read_ring(d: &mut Decoder<'_>, corners_left: &mut usize) -> Result<Ring, ZoneBytesError> {
    let numbers = read_length(d, 2 * *corners_left)?;
    if numbers % 2 != 0 {
        return Err(ZoneBytesError::Malformed);
    }
    let corners = numbers / 2;
    if corners < 3 {
        return Err(ZoneBytesError::RingTooShort);
    }
    *corners_left -= corners;
    let mut ring = Vec::with_capacity(corners);
    let mut last = Vertex { lon: 0, lat: 0 };
    for _ in 0..corners {
        last = Vertex { lon: add(last.lon, d.i64()?)?, lat: add(last.lat, d.i64()?)? };
        if !last.on_earth() {
            return Err(ZoneBytesError::OffEarth);
        }
        ring.push(last);
    }
    Ok(Ring(ring))
}

fn add(last: i32, difference: i64) -> Result<i32, ZoneBytesError> {
    let sum = i64::from(last).checked_add(difference).ok_or(ZoneBytesError::OffEarth)?;
    i32::try_from(sum).map_err(|_| ZoneBytesError::OffEarth)
}
