//! The key check: a value beside the file that tells a wrong key from a damaged file.
//! The engine answers both with the same error, and an officer must not be told "damaged" for a wrong key.
//! It says nothing about the key to somebody who does not have it (HMAC-SHA-256, docs/sync-protocol.md).

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::Path;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::files::{DatabaseFiles, write_whole};
use crate::{Key, StoreError};

const CONTEXT: &[u8] = b"beatbook-key-check-1";

/// The check value of one key for one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyCheck {
    hex: String,
}

/// What the key check beside a file says about a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyCheckState {
    /// There is none, or what lies there is not a key check. Says nothing about the key.
    Missing,
    /// It is this key's.
    Right,
    /// It is another key's, or another file's.
    Wrong,
}

impl KeyCheck {
    /// The check of `key` for the file with the id `id` (a notebook's, or the server's).
    ///
    /// # Errors
    /// None in practice: HMAC takes keys of any length; the type says otherwise.
    pub fn of(key: &Key, id: &str) -> Result<Self, StoreError> {
        let mut mac = Hmac::<Sha256>::new_from_slice(key.bytes()).map_err(|_| StoreError::WrongKey)?;
        mac.update(CONTEXT);
        mac.update(id.as_bytes());
        let mut hex = String::with_capacity(64);
        for byte in mac.finalize().into_bytes() {
            // Writing to a string cannot fail.
            let _ = write!(hex, "{byte:02x}");
        }
        Ok(Self { hex })
    }

    /// Lower-case hex, as it stands in the file.
    pub fn hex(&self) -> &str {
        &self.hex
    }

    /// What the key check beside the database at `path` says about this one. Changes nothing.
    ///
    /// # Errors
    /// `NoPermission` or `Io` when the file is there and cannot be read.
    pub fn compare_beside(&self, path: &Path) -> Result<KeyCheckState, StoreError> {
        let found = match fs::read(DatabaseFiles::of(path).key_check) {
            Ok(found) => found,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(KeyCheckState::Missing),
            Err(error) => return Err(StoreError::io("reading the key check")(error)),
        };
        let found = found.trim_ascii();
        Ok(if found == self.hex.as_bytes() {
            KeyCheckState::Right
        } else if found.len() == self.hex.len() && found.iter().all(u8::is_ascii_hexdigit) {
            KeyCheckState::Wrong
        } else {
            KeyCheckState::Missing
        })
    }

    /// Writes it beside the database at `path`, whole and durably.
    ///
    /// # Errors
    /// `DiskFull`, `ReadOnlyFolder`, `NoPermission`, `Io`; the former key check then still stands.
    pub fn write_beside(&self, path: &Path) -> Result<(), StoreError> {
        write_whole(&DatabaseFiles::of(path).key_check, format!("{}\n", self.hex).as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "0192f0c4-0000-7000-8000-000000000001";

    #[test]
    fn the_value_is_the_protocols() {
        // From Python: hmac.new(bytes(range(32)), b"beatbook-key-check-1" + ID, "sha256").hexdigest()
        let key = Key::from_bytes(std::array::from_fn(|i| u8::try_from(i).unwrap()));
        assert_eq!(
            KeyCheck::of(&key, ID).unwrap().hex(),
            "3ea0d17b664b049bda6204624b2753c9de7fec6d5fa4c5b02356b5b07eae39d4"
        );
    }

    #[test]
    fn it_tells_missing_right_and_wrong_apart_and_takes_rubbish_for_missing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("notebook.sqlite3");
        let right = KeyCheck::of(&Key::from_bytes([1; 32]), ID).unwrap();
        let other = KeyCheck::of(&Key::from_bytes([2; 32]), ID).unwrap();
        assert_eq!(right.compare_beside(&path).unwrap(), KeyCheckState::Missing);
        right.write_beside(&path).unwrap();
        assert_eq!(right.compare_beside(&path).unwrap(), KeyCheckState::Right);
        assert_eq!(other.compare_beside(&path).unwrap(), KeyCheckState::Wrong);
        fs::write(DatabaseFiles::of(&path).key_check, b"half a lin").unwrap();
        assert_eq!(right.compare_beside(&path).unwrap(), KeyCheckState::Missing);
    }

    #[test]
    fn the_same_key_has_another_check_for_another_file() {
        let key = Key::from_bytes([1; 32]);
        assert_ne!(KeyCheck::of(&key, ID).unwrap(), KeyCheck::of(&key, "another").unwrap());
    }
}
