//! The key of one encrypted file: 32 raw bytes from the platform's key store or the server's key file.
//! Raw, because deriving a key from a passphrase costs more than 100 ms at every open.
//! It is wiped from memory when dropped and never printed.

use std::fmt;

use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// The key of one encrypted database file.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Key([u8; Self::LENGTH]);

impl Key {
    /// Length of a key in bytes.
    pub const LENGTH: usize = 32;

    /// Takes over a key. The caller wipes its own copy.
    pub fn from_bytes(bytes: [u8; Self::LENGTH]) -> Self {
        Self(bytes)
    }

    pub(crate) fn bytes(&self) -> &[u8; Self::LENGTH] {
        &self.0
    }

    /// The pragma that hands the raw key to the engine, in memory that is wiped.
    pub(crate) fn pragma(&self) -> Zeroizing<String> {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        const BEFORE: &str = "PRAGMA key = \"x'";
        const AFTER: &str = "'\"";
        // Sized at once: a string that grows leaves unwiped copies behind.
        let mut sql = Zeroizing::new(String::with_capacity(BEFORE.len() + 2 * Self::LENGTH + AFTER.len()));
        sql.push_str(BEFORE);
        for byte in self.0 {
            for digit in [byte >> 4, byte & 15] {
                sql.push(char::from(DIGITS[usize::from(digit)]));
            }
        }
        sql.push_str(AFTER);
        sql
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Key(secret)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_printed_key_shows_nothing_of_itself() {
        assert_eq!(format!("{:?}", Key::from_bytes([0xab; 32])), "Key(secret)");
    }

    #[test]
    fn the_pragma_carries_the_key_raw_and_in_order() {
        let mut bytes = [0; 32];
        bytes[0] = 0x01;
        bytes[31] = 0xfe;
        let expected = format!("PRAGMA key = \"x'01{}fe'\"", "00".repeat(30));
        assert_eq!(*Key::from_bytes(bytes).pragma(), expected);
    }
}
