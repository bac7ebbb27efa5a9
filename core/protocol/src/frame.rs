//! Messages as deterministic CBOR (RFC 8949) in raw DEFLATE (RFC 1951), with limits before allocation.

use std::io::{Read, Write};

use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use thiserror::Error;

use crate::limits::{MESSAGE_COMPRESSED_MAX, MESSAGE_MAX};

/// The content type of every message.
pub const CONTENT_TYPE: &str = "application/vnd.beatbook.sync+cbor; v=1";

/// Why bytes are not a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum FrameError {
    /// More compressed bytes than allowed.
    #[error("the message is larger than {MESSAGE_COMPRESSED_MAX} bytes: send fewer entries")]
    TooLargeCompressed,
    /// More bytes than allowed once decompressed.
    #[error("the message unpacks to more than {MESSAGE_MAX} bytes: send fewer entries")]
    TooLarge,
    /// Not DEFLATE, cut off, or not the message's CBOR.
    #[error("the message is damaged or not one of ours")]
    Malformed,
}

/// Packs a message.
///
/// # Errors
/// [`FrameError::TooLarge`] or [`FrameError::TooLargeCompressed`]: send fewer entries.
pub fn pack<T: minicbor::Encode<()>>(message: &T) -> Result<Vec<u8>, FrameError> {
    let plain = minicbor::to_vec(message).map_err(|_| FrameError::Malformed)?;
    if plain.len() > MESSAGE_MAX {
        return Err(FrameError::TooLarge);
    }
    let packed = deflate(&plain)?;
    if packed.len() > MESSAGE_COMPRESSED_MAX { Err(FrameError::TooLargeCompressed) } else { Ok(packed) }
}

/// Unpacks a message; nothing larger than the limits is ever allocated.
///
/// # Errors
/// A [`FrameError`].
pub fn unpack<T: for<'b> minicbor::Decode<'b, ()>>(bytes: &[u8]) -> Result<T, FrameError> {
    if bytes.len() > MESSAGE_COMPRESSED_MAX {
        return Err(FrameError::TooLargeCompressed);
    }
    decode_whole(&inflate(bytes, MESSAGE_MAX)?)
}

/// Raw DEFLATE at the level measured best for headers and notes (docs/performance.md).
///
/// # Errors
/// [`FrameError::Malformed`] if the encoder fails.
pub fn deflate(plain: &[u8]) -> Result<Vec<u8>, FrameError> {
    let mut encoder = DeflateEncoder::new(Vec::with_capacity(plain.len() / 2), Compression::new(4));
    encoder.write_all(plain).map_err(|_| FrameError::Malformed)?;
    encoder.finish().map_err(|_| FrameError::Malformed)
}

/// Undoes [`deflate`], giving at most `limit` bytes.
///
/// # Errors
/// [`FrameError::TooLarge`] beyond the limit, [`FrameError::Malformed`] for damage or trailing bytes.
pub fn inflate(packed: &[u8], limit: usize) -> Result<Vec<u8>, FrameError> {
    let mut decoder = DeflateDecoder::new(packed);
    let mut plain = Vec::new();
    let most = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    decoder.by_ref().take(most).read_to_end(&mut plain).map_err(|_| FrameError::Malformed)?;
    if plain.len() > limit {
        return Err(FrameError::TooLarge);
    }
    if decoder.total_in() != packed.len() as u64 { Err(FrameError::Malformed) } else { Ok(plain) }
}

/// Decodes CBOR and refuses anything behind it.
///
/// # Errors
/// [`FrameError::Malformed`].
pub fn decode_whole<T: for<'b> minicbor::Decode<'b, ()>>(plain: &[u8]) -> Result<T, FrameError> {
    let mut decoder = minicbor::Decoder::new(plain);
    let message = decoder.decode().map_err(|_| FrameError::Malformed)?;
    if decoder.position() == plain.len() { Ok(message) } else { Err(FrameError::Malformed) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use minicbor::bytes::ByteVec;
    use proptest::prelude::*;

    fn noise(length: usize) -> Vec<u8> {
        let mut state = 1_u32;
        (0..length)
            .map(|_| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (state >> 24) as u8
            })
            .collect()
    }

    #[test]
    fn a_message_comes_back() {
        let message = ByteVec::from(noise(1_000));
        assert_eq!(unpack::<ByteVec>(&pack(&message).unwrap()), Ok(message));
    }

    #[test]
    fn a_bomb_is_stopped_at_the_limit() {
        let bomb = deflate(&vec![0; MESSAGE_MAX + 1]).unwrap();
        assert!(bomb.len() < 64 * 1024);
        assert_eq!(unpack::<ByteVec>(&bomb), Err(FrameError::TooLarge));
        let largest = deflate(&vec![0; MESSAGE_MAX]).unwrap();
        assert_eq!(inflate(&largest, MESSAGE_MAX).map(|plain| plain.len()), Ok(MESSAGE_MAX));
    }

    #[test]
    fn what_is_too_large_is_said_before_it_is_sent() {
        assert_eq!(pack(&ByteVec::from(vec![0; MESSAGE_MAX])), Err(FrameError::TooLarge));
        assert_eq!(pack(&ByteVec::from(noise(MESSAGE_COMPRESSED_MAX))), Err(FrameError::TooLargeCompressed));
        assert_eq!(
            unpack::<ByteVec>(&noise(MESSAGE_COMPRESSED_MAX + 1)),
            Err(FrameError::TooLargeCompressed)
        );
    }

    #[test]
    fn captive_portals_and_cut_messages_are_no_messages() {
        assert!(unpack::<ByteVec>(b"<html><body>Sign in to FreeWiFi</body></html>").is_err());
        assert!(unpack::<ByteVec>(b"").is_err());
        let whole = pack(&ByteVec::from(noise(500))).unwrap();
        for cut in 0..whole.len() {
            assert!(unpack::<ByteVec>(&whole[..cut]).is_err(), "cut at {cut}");
        }
        let longer = [&whole[..], b"x"].concat();
        assert_eq!(unpack::<ByteVec>(&longer), Err(FrameError::Malformed));
    }

    proptest! {
        #[test]
        fn any_bytes_end_in_an_error_or_a_message(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _ = unpack::<ByteVec>(&bytes);
        }
    }
}
