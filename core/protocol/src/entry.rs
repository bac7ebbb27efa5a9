//! One line of a journal: a header that is never changed and a body that may be erased.
//!
//! The header is JSON bytes that only their writer makes; everyone else hashes and passes on those
//! bytes. The body is bound to the header by a salted hash, so an erased body cannot be guessed back.

use core::fmt;
use core::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::hash::{Hash, read_hex};
use crate::id::Id;
use crate::limits::{BODY_MAX, HEADER_MAX, NAME_MAX, NUMBER_MAX};

/// The start of a phone, as 16 hexadecimal digits: monotonic times compare only within one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BootId(pub u64);

impl fmt::Display for BootId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl fmt::Debug for BootId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for BootId {
    type Err = EntryError;

    fn from_str(text: &str) -> Result<Self, EntryError> {
        let mut bytes = [0; 8];
        read_hex(text, &mut bytes).map_err(|_| EntryError::Malformed)?;
        Ok(Self(u64::from_be_bytes(bytes)))
    }
}

impl Serialize for BootId {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for BootId {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// What a header says. Field order is the order on paper and on the wire.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// Format version, 1.
    pub v: u8,
    /// The tenant that owns the journal.
    pub authority: Id,
    /// The journal: a notebook, or a server's own journal.
    pub notebook: Id,
    /// Place in the journal; genesis is 0.
    pub seq: u64,
    /// What kind of entry, snake_case.
    pub kind: String,
    /// Version of the body's schema for this kind.
    pub schema: u16,
    /// The record the entry tells of; genesis names the notebook itself.
    pub record: Id,
    /// Wall clock, UTC milliseconds. Evidence only: it never orders.
    pub wall: i64,
    /// Minutes local time was ahead of UTC.
    pub offset: i16,
    /// Monotonic clock since the phone's start, milliseconds.
    pub mono: i64,
    /// Which start of the phone.
    pub boot: BootId,
    /// Hash of the header before; zeros at genesis.
    pub prev: Hash,
    /// Salted hash of the body.
    pub body: Hash,
    /// Length of the body in bytes.
    pub len: u32,
}

/// Why an entry is not one of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum EntryError {
    /// Not the JSON of a header, or a value out of its range.
    #[error("the header is not one of format 1")]
    Malformed,
    /// Header longer than allowed.
    #[error("the header is longer than {HEADER_MAX} bytes")]
    HeaderTooLarge,
    /// Body longer than allowed.
    #[error("the body is longer than {BODY_MAX} bytes: split it into several entries")]
    BodyTooLarge,
    /// Body and salt are not the ones the header was made for.
    #[error("the body is not the one its header was made for")]
    BodyMismatch,
}

/// Salt of a body: erased with it, so that the hash left behind tells nothing.
#[derive(Clone, Copy, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(transparent)]
pub struct Salt(#[cbor(n(0), with = "minicbor::bytes")] pub [u8; 32]);

impl fmt::Debug for Salt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Salt(..)")
    }
}

/// SHA-256('beatbook-body-1' ‖ salt ‖ body).
#[must_use]
pub fn body_hash(salt: &Salt, body: &[u8]) -> Hash {
    Hash::of(&[b"beatbook-body-1", &salt.0, body])
}

/// SHA-256 of a header's bytes: what the next header points back to.
#[must_use]
pub fn header_hash(header: &[u8]) -> Hash {
    Hash::of(&[header])
}

impl Header {
    /// The header's bytes. Called once, by its writer.
    ///
    /// # Errors
    /// [`EntryError::Malformed`] for a value out of range, [`EntryError::HeaderTooLarge`],
    /// [`EntryError::BodyTooLarge`].
    pub fn to_bytes(&self) -> Result<Vec<u8>, EntryError> {
        self.check()?;
        let bytes = serde_json::to_vec(self).map_err(|_| EntryError::Malformed)?;
        if bytes.len() > HEADER_MAX { Err(EntryError::HeaderTooLarge) } else { Ok(bytes) }
    }

    /// Reads a header's bytes; fields unknown to this version are left in the bytes and ignored.
    ///
    /// # Errors
    /// [`EntryError::Malformed`], [`EntryError::HeaderTooLarge`], [`EntryError::BodyTooLarge`].
    pub fn parse(bytes: &[u8]) -> Result<Self, EntryError> {
        if bytes.len() > HEADER_MAX {
            return Err(EntryError::HeaderTooLarge);
        }
        let header: Self = serde_json::from_slice(bytes).map_err(|_| EntryError::Malformed)?;
        header.check()?;
        Ok(header)
    }

    /// Checks that a body and its salt are those this header was made for.
    ///
    /// # Errors
    /// [`EntryError::BodyMismatch`].
    pub fn check_body(&self, salt: &Salt, body: &[u8]) -> Result<(), EntryError> {
        if body.len() == self.len as usize && body_hash(salt, body) == self.body {
            Ok(())
        } else {
            Err(EntryError::BodyMismatch)
        }
    }

    fn check(&self) -> Result<(), EntryError> {
        let number = |n: i64| (-NUMBER_MAX..=NUMBER_MAX).contains(&n);
        let kind_ok = !self.kind.is_empty()
            && self.kind.len() <= NAME_MAX
            && self.kind.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
        let genesis_ok = (self.seq == 0) == (self.prev == Hash::ZERO);
        let in_range = self.seq <= NUMBER_MAX.unsigned_abs() && number(self.wall) && number(self.mono);
        if self.len as usize > BODY_MAX {
            Err(EntryError::BodyTooLarge)
        } else if self.v == 1 && kind_ok && genesis_ok && in_range {
            Ok(())
        } else {
            Err(EntryError::Malformed)
        }
    }
}

/// Milliseconds in an hour, the grain of coarse headers.
const HOUR_MS: i64 = 3_600_000;

/// What a header may show of a welfare or count entry: one kind for all of them, time to the hour.
///
/// Who was helped when and where is for the own team; a header is read by everyone who checks the chain.
#[must_use]
pub fn coarse(header: Header) -> Header {
    let to_hour = |ms: i64| ms.div_euclid(HOUR_MS) * HOUR_MS;
    Header {
        kind: "welfare".to_owned(),
        schema: 1,
        wall: to_hour(header.wall),
        mono: to_hour(header.mono),
        ..header
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header() -> Header {
        let salt = Salt([3; 32]);
        Header {
            v: 1,
            authority: Id::v7(1, [1; 10]),
            notebook: Id::v7(2, [2; 10]),
            seq: 1,
            kind: "note".to_owned(),
            schema: 1,
            record: Id::v7(3, [3; 10]),
            wall: 1_757_181_600_123,
            offset: 60,
            mono: 5_000,
            boot: BootId(0xfeed),
            prev: Hash::of(&[b"genesis"]),
            body: body_hash(&salt, b"{}"),
            len: 2,
        }
    }

    #[test]
    fn fields_keep_their_order_and_there_are_no_blanks() {
        let text = String::from_utf8(header().to_bytes().unwrap()).unwrap();
        let order = [
            "v",
            "authority",
            "notebook",
            "seq",
            "kind",
            "schema",
            "record",
            "wall",
            "offset",
            "mono",
            "boot",
            "prev",
            "body",
            "len",
        ];
        let places: Vec<_> = order.iter().map(|name| text.find(&format!("\"{name}\":")).unwrap()).collect();
        assert!(places.is_sorted());
        assert!(!text.contains(' '));
    }

    #[test]
    fn a_field_of_the_future_is_ignored_and_stays_in_the_bytes() {
        let text = String::from_utf8(header().to_bytes().unwrap()).unwrap();
        let newer = text.replace("\"len\":2", "\"len\":2,\"team\":7");
        assert_eq!(Header::parse(newer.as_bytes()), Ok(header()));
        assert_ne!(header_hash(newer.as_bytes()), header_hash(text.as_bytes()));
    }

    #[test]
    fn hostile_headers_are_refused() {
        let text = String::from_utf8(header().to_bytes().unwrap()).unwrap();
        for (from, to) in [
            ("\"v\":1", "\"v\":2"),
            ("\"seq\":1", "\"seq\":0"),
            ("\"seq\":1", "\"seq\":9007199254740992"),
            ("\"seq\":1", "\"seq\":1,\"seq\":2"),
            ("\"kind\":\"note\"", "\"kind\":\"No te\""),
            ("\"kind\":\"note\"", "\"kind\":\"\""),
            ("\"mono\":5000", "\"mono\":-9007199254740993"),
            ("000000000000feed", "00000000FEED"),
        ] {
            assert_eq!(Header::parse(text.replace(from, to).as_bytes()), Err(EntryError::Malformed), "{to}");
        }
        assert_eq!(
            Header::parse(text.replace("\"len\":2", "\"len\":65537").as_bytes()),
            Err(EntryError::BodyTooLarge)
        );
        assert!(Header::parse(text.replace("\"len\":2", "\"len\":65536").as_bytes()).is_ok());
        let padding = HEADER_MAX - text.len();
        assert!(Header::parse(format!("{text}{}", " ".repeat(padding)).as_bytes()).is_ok());
        let over = format!("{text}{}", " ".repeat(padding + 1));
        assert_eq!(Header::parse(over.as_bytes()), Err(EntryError::HeaderTooLarge));
    }

    #[test]
    fn a_body_belongs_to_one_header_and_one_salt() {
        let header = header();
        assert_eq!(header.check_body(&Salt([3; 32]), b"{}"), Ok(()));
        assert!(header.check_body(&Salt([4; 32]), b"{}").is_err());
        assert!(header.check_body(&Salt([3; 32]), b"[]").is_err());
    }

    #[test]
    fn a_welfare_header_tells_the_hour_and_no_more() {
        let coarse = coarse(header());
        assert_eq!((coarse.kind.as_str(), coarse.wall % HOUR_MS, coarse.mono), ("welfare", 0, 0));
    }
}
