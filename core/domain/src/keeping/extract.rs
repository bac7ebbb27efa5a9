//! What stays of a track: the fixes within ten minutes of anything told of an encounter or its notices.
//!
//! It is cut from the chunk as it was recorded, with the chunk's own head and clock, so that whoever has both can compare.

use beatbook_protocol::limits::BODY_MAX;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::records::journal::Moment;
use crate::track::{Chunk, encode_prefix};

/// How far around a moment, milliseconds.
pub const REACH_MS: i64 = 600_000;

/// Fixes in one part at most, so that a part fits into a body: no fix takes more than [`FIX_MAX`] bytes.
const PART: usize = 1_000;
/// Bytes of a fix at most, a little over what its fields take.
const FIX_MAX: usize = 31;
const _: () = assert!(2 * PART * FIX_MAX + 1_024 < BODY_MAX);

/// Bytes of a chunk of the track codec, written in hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Fixes(pub Vec<u8>);

/// A text that is not hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("not lower-case hexadecimal digits, two for each byte")]
pub struct NotHexadecimal;

impl From<Fixes> for String {
    fn from(fixes: Fixes) -> Self {
        fixes.0.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

impl TryFrom<String> for Fixes {
    type Error = NotHexadecimal;

    fn try_from(text: String) -> Result<Self, NotHexadecimal> {
        let digit = |digit: u8| match digit {
            b'0'..=b'9' => Ok(digit - b'0'),
            b'a'..=b'f' => Ok(digit - b'a' + 10),
            _ => Err(NotHexadecimal),
        };
        let (pairs, rest) = text.as_bytes().as_chunks::<2>();
        if !rest.is_empty() {
            return Err(NotHexadecimal);
        }
        let bytes = pairs.iter().map(|[high, low]| Ok(digit(*high)? << 4 | digit(*low)?));
        bytes.collect::<Result<_, _>>().map(Self)
    }
}

/// Parts of a chunk around moments: none if nothing of it is near any.
#[must_use]
pub fn around(chunk: &Chunk, moments: &[Moment]) -> Vec<Fixes> {
    let near = |mono: i64| {
        let wall = mono.saturating_add(chunk.head.wall_offset);
        moments.iter().any(|moment| {
            // Of the same start of the phone the clock that nobody sets; else what the wall clocks say.
            let away = match moment.boot.0 == chunk.head.boot {
                true => mono.abs_diff(moment.mono),
                false => wall.abs_diff(moment.wall),
            };
            away <= REACH_MS.unsigned_abs()
        })
    };
    let kept: Vec<_> = chunk.fixes.iter().filter(|fix| near(fix.mono)).cloned().collect();
    let mut parts = Vec::new();
    let mut left = kept.as_slice();
    while let Some(some) = left.get(..left.len().min(PART)).filter(|some| !some.is_empty())
        && let Ok((bytes, fit)) = encode_prefix(&chunk.head, some)
    {
        parts.push(Fixes(bytes));
        left = left.get(fit.max(1)..).unwrap_or_default();
    }
    parts
}
