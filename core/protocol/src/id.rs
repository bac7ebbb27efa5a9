//! Identifiers: lower-case UUID text; UUIDv7 for whatever is created in the field.

use core::fmt;
use core::str::FromStr;

use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// A UUID: an authority, officer, notebook, server, record or installation.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(transparent)]
pub struct Id(#[cbor(n(0), with = "minicbor::bytes")] [u8; 16]);

/// A text that is not a lower-case UUID.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("not an id: ids are lower-case UUIDs such as 01890a5d-ac96-774b-bcce-b302099a8057")]
pub struct IdError;

impl Id {
    /// A UUIDv7 of a moment (UTC milliseconds) and ten random bytes.
    #[must_use]
    pub fn v7(unix_ms: u64, random: [u8; 10]) -> Self {
        Self(uuid::Builder::from_unix_timestamp_millis(unix_ms, &random).into_uuid().into_bytes())
    }

    /// The sixteen bytes of a UUID.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// When it was made, UTC milliseconds by the clock of whoever made it; 0 of a UUID that does not tell.
    #[must_use]
    pub fn made_at(&self) -> i64 {
        let told = uuid::Uuid::from_bytes(self.0).get_timestamp().map(|told| told.to_unix());
        let ms = told
            .map(|(s, ns)| i64::try_from(s).ok()?.checked_mul(1_000)?.checked_add(i64::from(ns / 1_000_000)));
        ms.flatten().unwrap_or(0)
    }

    /// The sixteen bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        uuid::Uuid::from_bytes(self.0).as_hyphenated().fmt(f)
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Id {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        let id = Self(*uuid::Uuid::try_parse(text).map_err(|_| IdError)?.as_bytes());
        // One spelling only: upper case, braces and missing hyphens would make two names of one thing.
        if id.to_string() == text { Ok(id) } else { Err(IdError) }
    }
}

impl Serialize for Id {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_has_one_spelling() {
        let id = Id::v7(1_757_181_600_000, [7; 10]);
        assert_eq!(id.to_string().parse(), Ok(id));
        assert_eq!(id.to_string().to_uppercase().parse::<Id>(), Err(IdError));
        assert_eq!(id.to_string().replace('-', "").parse::<Id>(), Err(IdError));
        assert_eq!("".parse::<Id>(), Err(IdError));
    }

    #[test]
    fn ids_of_later_moments_sort_later() {
        assert!(Id::v7(1_000, [255; 10]) < Id::v7(1_001, [0; 10]));
        assert!(Id::v7(1_000, [255; 10]).to_string() < Id::v7(1_001, [0; 10]).to_string());
    }
}
