//! The track codec: up to 4,096 fixes of one boot of one patrol in as few bytes as possible.
//!
//! A chunk is a head, the fixes through a range coder that expects an officer on the move, and a
//! checksum. Every fix comes back exactly; damage is told as such (docs/adr/0006).

mod column;
mod model;
mod motion;
mod range_coder;

use beatbook_protocol::limits::{BODY_MAX, FIXES_PER_CHUNK_MAX};
use sha2::{Digest, Sha256};
use thiserror::Error;

use crate::fix::Fix;
use model::Model;
use range_coder::{Decoder, Encoder};

/// Version of the format [`encode`] writes.
pub const FORMAT: u8 = 1;

/// Format, patrol, index, boot, wall offset, count.
const HEAD_BYTES: usize = 1 + 16 + 4 + 8 + 8 + 2;
const CHECK_BYTES: usize = 4;

/// Which part of which track a chunk holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ChunkHead {
    /// The record id of the patrol, a UUID.
    pub patrol: [u8; 16],
    /// Number of the chunk within the patrol, from 0.
    pub index: u32,
    /// The boot of the phone all its fixes belong to.
    pub boot: u64,
    /// Wall clock less monotonic clock when the boot's part of the patrol began, ms.
    pub wall_offset: i64,
}

/// A decoded chunk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chunk {
    /// Which part of which track.
    pub head: ChunkHead,
    /// The fixes in the order they were given.
    pub fixes: Vec<Fix>,
}

/// Why fixes were not encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Error)]
pub enum EncodeError {
    /// A chunk of no fixes tells nothing.
    #[error("a chunk needs at least one fix")]
    Empty,
    /// Too many fixes, or too unlike each other, for one chunk.
    #[error("only the first {fit} fixes fit into one chunk: put the rest into the next")]
    TooLarge {
        /// How many of the fixes, from the first, fit.
        fit: usize,
    },
}

/// Why bytes are not a chunk. Carries no position.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Error)]
pub enum ChunkError {
    /// Written by a later version of Beatbook.
    #[error(
        "the chunk has format {found}, this version reads up to {FORMAT}: update Beatbook; keep the chunk"
    )]
    NewerFormat {
        /// The format it says it has.
        found: u8,
    },
    /// More than [`BODY_MAX`], or shorter than any chunk.
    #[error("a chunk has {least} to {BODY_MAX} bytes: take the other copy, on phone or server", least = HEAD_BYTES + CHECK_BYTES)]
    Length,
    /// Says it holds no fixes or more than [`FIXES_PER_CHUNK_MAX`].
    #[error("a chunk holds 1 to {FIXES_PER_CHUNK_MAX} fixes: take the other copy, on phone or server")]
    Count,
    /// The checksum does not fit: bytes were changed, lost or added.
    #[error("the chunk is damaged: take the other copy, on phone or server")]
    Damaged,
    /// The checksum fits, yet the content is not what the encoder writes.
    #[error("the chunk does not hold fixes: report it to whoever wrote it")]
    Malformed,
}

/// Encodes all `fixes`, in their order.
///
/// # Errors
/// [`EncodeError::TooLarge`] says how many fit when [`FIXES_PER_CHUNK_MAX`] or [`BODY_MAX`] would be exceeded.
pub fn encode(head: &ChunkHead, fixes: &[Fix]) -> Result<Vec<u8>, EncodeError> {
    if fixes.is_empty() {
        return Err(EncodeError::Empty);
    }
    let (body, fit) = encode_body(head, fixes);
    if fit < fixes.len() {
        return Err(EncodeError::TooLarge { fit });
    }
    let mut chunk = Vec::with_capacity(HEAD_BYTES + body.len() + CHECK_BYTES);
    chunk.push(FORMAT);
    chunk.extend_from_slice(&head.patrol);
    chunk.extend_from_slice(&head.index.to_le_bytes());
    chunk.extend_from_slice(&head.boot.to_le_bytes());
    chunk.extend_from_slice(&head.wall_offset.to_le_bytes());
    chunk.extend_from_slice(&(fixes.len() as u16).to_le_bytes());
    chunk.extend_from_slice(&body);
    let check = checksum(&chunk);
    chunk.extend_from_slice(&check);
    Ok(chunk)
}

/// Encodes as many of `fixes` as fit into one chunk, from the first, and says how many that were.
///
/// # Errors
/// Only [`EncodeError::Empty`].
pub fn encode_prefix(head: &ChunkHead, fixes: &[Fix]) -> Result<(Vec<u8>, usize), EncodeError> {
    match encode(head, fixes) {
        Ok(chunk) => Ok((chunk, fixes.len())),
        Err(EncodeError::TooLarge { fit }) => {
            let prefix = fixes.get(..fit).unwrap_or_default();
            Ok((encode(head, prefix)?, fit))
        }
        Err(EncodeError::Empty) => Err(EncodeError::Empty),
    }
}

/// The body, and how many fixes it may hold within the limits.
fn encode_body(head: &ChunkHead, fixes: &[Fix]) -> (Vec<u8>, usize) {
    let mut coder = Encoder::new();
    let mut model = Model::new(head.wall_offset);
    let mut fit = 0;
    for fix in fixes.iter().take(FIXES_PER_CHUNK_MAX) {
        model.fix(&mut coder, fix);
        if HEAD_BYTES + coder.finished_len() + CHECK_BYTES > BODY_MAX {
            break;
        }
        fit += 1;
    }
    (coder.finish(), fit)
}

/// Decodes a chunk of any format up to [`FORMAT`].
///
/// Lengths and counts are checked before anything is allocated; at most [`FIXES_PER_CHUNK_MAX`] fixes are.
///
/// # Errors
/// A [`ChunkError`]; never a panic, whatever the bytes.
pub fn decode(bytes: &[u8]) -> Result<Chunk, ChunkError> {
    let found = *bytes.first().ok_or(ChunkError::Length)?;
    if found > FORMAT {
        return Err(ChunkError::NewerFormat { found });
    }
    if bytes.len() > BODY_MAX || bytes.len() < HEAD_BYTES + CHECK_BYTES {
        return Err(ChunkError::Length);
    }
    let (content, check) = bytes.split_last_chunk::<CHECK_BYTES>().ok_or(ChunkError::Length)?;
    if checksum(content) != *check || found != FORMAT {
        return Err(ChunkError::Damaged);
    }
    let (head, count, body) = read_head(content).ok_or(ChunkError::Length)?;
    if count == 0 || count > FIXES_PER_CHUNK_MAX {
        return Err(ChunkError::Count);
    }
    let mut coder = Decoder::new(body);
    let mut model = Model::new(head.wall_offset);
    let mut fixes = Vec::with_capacity(count);
    for _ in 0..count {
        fixes.push(model.fix(&mut coder, &Model::NO_FIX).ok_or(ChunkError::Malformed)?);
    }
    if !coder.is_at_end() {
        return Err(ChunkError::Malformed);
    }
    Ok(Chunk { head, fixes })
}

fn read_head(bytes: &[u8]) -> Option<(ChunkHead, usize, &[u8])> {
    let (_, rest) = bytes.split_first()?;
    let (patrol, rest) = rest.split_first_chunk()?;
    let (index, rest) = rest.split_first_chunk()?;
    let (boot, rest) = rest.split_first_chunk()?;
    let (wall_offset, rest) = rest.split_first_chunk()?;
    let (count, rest) = rest.split_first_chunk()?;
    let head = ChunkHead {
        patrol: *patrol,
        index: u32::from_le_bytes(*index),
        boot: u64::from_le_bytes(*boot),
        wall_offset: i64::from_le_bytes(*wall_offset),
    };
    Some((head, usize::from(u16::from_le_bytes(*count)), rest))
}

/// The first four bytes of the SHA-256: tells damage, not forgery (the entry's hash tells that).
fn checksum(bytes: &[u8]) -> [u8; CHECK_BYTES] {
    let mut check = [0; CHECK_BYTES];
    check.copy_from_slice(&Sha256::digest(bytes)[..CHECK_BYTES]);
    check
}
