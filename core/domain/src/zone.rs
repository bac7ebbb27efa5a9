//! Zones: versioned areas named by the hash of their content.

use core::fmt;

use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

use crate::geometry::ZoneGeometry;

/// What an area is for.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Encode, Decode,
)]
#[serde(rename_all = "snake_case")]
#[cbor(index_only)]
pub enum ZoneKind {
    /// An electoral ward.
    #[n(0)]
    Ward,
    /// A hotspot of a patrol programme.
    #[n(1)]
    Hotspot,
    /// The restricted area of a Public Spaces Protection Order.
    #[n(2)]
    PspoArea,
    /// Premises where an order does not apply (ASBCPA 2014 s62).
    #[n(3)]
    PremisesExclusion,
    /// A sector of a rough-sleeper count.
    #[n(4)]
    CountSector,
}

/// SHA-256 of a zone version's canonical bytes; its only name.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(transparent)]
pub struct ZoneHash(#[cbor(n(0), with = "minicbor::bytes")] pub [u8; 32]);

impl fmt::Display for ZoneHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for ZoneHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ZoneHash({self})")
    }
}

/// One version of a zone. Immutable: a redrawn zone is another version.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct ZoneVersion {
    /// The authority's code for the area; versions of one zone share it.
    #[n(0)]
    pub code: String,
    /// The name people use.
    #[n(1)]
    pub name: String,
    /// What it is for.
    #[n(2)]
    pub kind: ZoneKind,
    /// First instant of validity, UTC milliseconds.
    #[n(3)]
    pub valid_from: i64,
    /// First instant no longer valid, UTC milliseconds; absent while open-ended.
    #[n(4)]
    pub valid_to: Option<i64>,
    /// The patrol programme it belongs to, such as a hotspot fund.
    #[n(5)]
    pub programme: Option<String>,
    /// Hours of patrol the programme wants per month, in minutes.
    #[n(6)]
    pub target_minutes: Option<u32>,
    /// True for invented geometry that is never a legal boundary.
    #[n(7)]
    pub illustrative: bool,
    /// Where it is.
    #[n(8)]
    pub geometry: ZoneGeometry,
}
