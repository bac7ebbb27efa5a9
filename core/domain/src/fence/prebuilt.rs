//! The prebuilt binary form of a fence: checked once at import, ready in milliseconds at every start.
//!
//! It holds the zones in index order with their corners as plain little-endian numbers, and a SHA-256
//! over all. Boxes are recomputed while reading: that costs less than checking stored ones would, and
//! leaves nothing in the file that could contradict the corners.
//!
//! Layout: magic `BBFENCE1` · u32 zones · per zone (hash 32 · u32 validities · (i64 from · i64 to)… ·
//! u32 rings · (u32 corners · (i32 lon · i32 lat)…)…) · SHA-256 of everything before.

use core::ops::Range;

use sha2::{Digest, Sha256};
use thiserror::Error;

use super::edges::Bounds;
use super::index::{Fence, is_on_globe};
use crate::geometry::Vertex;
use crate::interval::normalise;
use crate::presence::Interval;
use crate::zone::ZoneHash;

const MAGIC: &[u8; 7] = b"BBFENCE";
const VERSION: u8 = b'1';
const DIGEST: usize = 32;

/// Why a prebuilt fence could not be read. The remedy is always to build it again from the zones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum PrebuiltError {
    /// Not this format at all.
    #[error("this is not a prebuilt fence: build it again from the zones")]
    Foreign,
    /// Written by a version this one does not know.
    #[error("this prebuilt fence has another version: build it again from the zones")]
    Version,
    /// Truncated, altered, or holding what no build would write.
    #[error("this prebuilt fence is damaged: build it again from the zones")]
    Damaged,
}

/// Reads from the front of a slice, never past its end.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn bytes(&mut self, length: usize) -> Result<&'a [u8], PrebuiltError> {
        let (front, rest) = self.0.split_at_checked(length).ok_or(PrebuiltError::Damaged)?;
        self.0 = rest;
        Ok(front)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], PrebuiltError> {
        self.bytes(N)?.try_into().map_err(|_| PrebuiltError::Damaged)
    }

    /// A count of items of at least `size` bytes each: never more than are there.
    fn count(&mut self, size: usize) -> Result<usize, PrebuiltError> {
        let count = u32::from_le_bytes(self.array()?) as usize;
        if count > self.0.len() / size { Err(PrebuiltError::Damaged) } else { Ok(count) }
    }

    fn instant(&mut self) -> Result<i64, PrebuiltError> {
        Ok(i64::from_le_bytes(self.array()?))
    }
}

impl Fence {
    /// The version of the prebuilt form this program writes and reads.
    pub const PREBUILT_VERSION: u8 = VERSION;

    /// The prebuilt form; equal fences give equal bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        self.some_to_bytes(0..self.zones.len())
    }

    /// The prebuilt form of some of its zones.
    pub(crate) fn some_to_bytes(&self, some: Range<usize>) -> Vec<u8> {
        let mut out = Vec::new();
        out.extend_from_slice(MAGIC);
        out.push(VERSION);
        out.extend_from_slice(&(some.len() as u32).to_le_bytes());
        for (at, zone) in self.zones.iter().enumerate().skip(some.start).take(some.len()) {
            out.extend_from_slice(&zone.hash.0);
            out.extend_from_slice(&(zone.validity.len() as u32).to_le_bytes());
            for span in &zone.validity {
                out.extend_from_slice(&span.from.to_le_bytes());
                out.extend_from_slice(&span.to.to_le_bytes());
            }
            let rings = self.rings_of(at);
            out.extend_from_slice(&(rings.len() as u32).to_le_bytes());
            for ring in rings {
                let corners = self.edges.ring(*ring);
                out.extend_from_slice(&(corners.len() as u32).to_le_bytes());
                for corner in corners {
                    out.extend_from_slice(&corner.lon.to_le_bytes());
                    out.extend_from_slice(&corner.lat.to_le_bytes());
                }
            }
        }
        let digest = Sha256::digest(&out);
        out.extend_from_slice(&digest);
        out
    }

    /// Reads the prebuilt form. Allocates no more than a few times the input's length.
    ///
    /// # Errors
    /// [`PrebuiltError`]: build the fence again from the zones.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, PrebuiltError> {
        let mut fence = Self::default();
        fence.add_bytes(bytes)?;
        fence.seal();
        Ok(fence)
    }

    /// Adds the zones of a prebuilt form.
    pub(crate) fn add_bytes(&mut self, bytes: &[u8]) -> Result<(), PrebuiltError> {
        let rest = bytes.strip_prefix(MAGIC).ok_or(PrebuiltError::Foreign)?;
        let (version, _) = rest.split_first().ok_or(PrebuiltError::Damaged)?;
        if *version != VERSION {
            return Err(PrebuiltError::Version);
        }
        let body = bytes.len().checked_sub(DIGEST).ok_or(PrebuiltError::Damaged)?;
        let (body, digest) = bytes.split_at_checked(body).ok_or(PrebuiltError::Damaged)?;
        if Sha256::digest(body).as_slice() != digest {
            return Err(PrebuiltError::Damaged);
        }
        let mut reader = Reader(body.get(MAGIC.len() + 1..).ok_or(PrebuiltError::Damaged)?);
        let mut rings: Vec<Vec<Vertex>> = Vec::new();
        for _ in 0..reader.count(DIGEST + 8)? {
            let hash = ZoneHash(reader.array()?);
            let validity = (0..reader.count(16)?)
                .map(|_| Ok(Interval { from: reader.instant()?, to: reader.instant()? }))
                .collect::<Result<Vec<_>, _>>()?;
            rings.clear();
            for _ in 0..reader.count(4)? {
                rings.push(read_ring(&mut reader)?);
            }
            self.add(hash, normalise(validity), rings.iter().map(Vec::as_slice));
        }
        if reader.0.is_empty() { Ok(()) } else { Err(PrebuiltError::Damaged) }
    }
}

fn read_ring(reader: &mut Reader<'_>) -> Result<Vec<Vertex>, PrebuiltError> {
    let count = reader.count(8)?;
    let (corners, _) = reader.bytes(count * 8)?.as_chunks::<8>();
    let ring: Vec<Vertex> = corners
        .iter()
        .map(|[a, b, c, d, e, f, g, h]| Vertex {
            lon: i32::from_le_bytes([*a, *b, *c, *d]),
            lat: i32::from_le_bytes([*e, *f, *g, *h]),
        })
        .collect();
    if ring.len() < 3 || !is_on_globe(&Bounds::of(&ring)) {
        return Err(PrebuiltError::Damaged);
    }
    Ok(ring)
}
