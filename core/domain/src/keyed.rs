//! Keyed hashes that stand for what must not be written down: who somebody is, what premises, which vehicle.
//!
//! The first 128 bits of HMAC-SHA256, written as 32 lower-case hexadecimal digits. Whoever holds the key can try
//! guesses; whoever does not learns nothing.

use beatbook_protocol::hash::Hash;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use thiserror::Error;

/// A text that is not 32 lower-case hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("not 32 lower-case hexadecimal digits")]
pub struct NotAKeyedHash;

/// The hash of parts, each with its length, so that none runs into the next. The first says what is hashed.
pub fn hash(key: &Hash, parts: &[&str]) -> Option<[u8; 16]> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key.as_bytes()).ok()?;
    for part in parts {
        mac.update(&u64::try_from(part.len()).ok()?.to_le_bytes());
        mac.update(part.as_bytes());
    }
    let full: [u8; 32] = mac.finalize().into_bytes().into();
    full.first_chunk().copied()
}

/// As text.
pub fn written(hash: [u8; 16]) -> String {
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// From text.
///
/// # Errors
/// [`NotAKeyedHash`].
pub fn read(text: &str) -> Result<[u8; 16], NotAKeyedHash> {
    let plain = |digit: u8| matches!(digit, b'0'..=b'9' | b'a'..=b'f');
    if text.len() != 32 || !text.bytes().all(plain) {
        return Err(NotAKeyedHash);
    }
    u128::from_str_radix(text, 16).map(u128::to_be_bytes).map_err(|_| NotAKeyedHash)
}
