//! Zones: versioned areas named by the hash of their content.
//!
//! A [`ZoneVersion`] says *what* an area is and never changes: another name, target or edge is another
//! version with another hash. *When* it counts is not part of it. That is said by rows [`ZoneInForce`]
//! in the briefing's manifest (`zones::manifest`): this version of this code, from here to there. To close a
//! version, or to bring one back, is a new manifest; the version keeps its hash, and every older
//! manifest – named by its own hash in each `patrol_summary` – still says what was in force for
//! whoever worked from it. One version may therefore have several rows, and at any instant a code has
//! at most one version in force. Presence is computed per version and cut to its rows.

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

impl ZoneKind {
    /// Every kind with its name in files, commands and reports.
    pub const NAMES: [(Self, &'static str); 5] = [
        (Self::Ward, "ward"),
        (Self::Hotspot, "hotspot"),
        (Self::PspoArea, "pspo_area"),
        (Self::PremisesExclusion, "premises_exclusion"),
        (Self::CountSector, "count_sector"),
    ];

    /// The kind of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(_, known)| *known == name).map(|(kind, _)| *kind)
    }

    /// Its name in files, commands and reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Ward => "ward",
            Self::Hotspot => "hotspot",
            Self::PspoArea => "pspo_area",
            Self::PremisesExclusion => "premises_exclusion",
            Self::CountSector => "count_sector",
        }
    }
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
    /// The patrol programme it belongs to, such as a hotspot fund.
    #[n(3)]
    pub programme: Option<String>,
    /// Hours of patrol the programme wants per month, in minutes.
    #[n(4)]
    pub target_minutes: Option<u32>,
    /// True for invented geometry that is never a legal boundary.
    #[n(5)]
    pub illustrative: bool,
    /// Where it is.
    #[n(6)]
    pub geometry: ZoneGeometry,
}

/// One row of a manifest: a zone version counts from here to there, half-open, in UTC.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(array)]
pub struct ZoneInForce {
    /// The authority's code for the area, equal to the version's own.
    #[n(0)]
    pub code: String,
    /// First instant in force, UTC milliseconds.
    #[n(1)]
    pub valid_from: i64,
    /// First instant no longer in force, UTC milliseconds; absent while open-ended.
    #[n(2)]
    pub valid_to: Option<i64>,
    /// Which version.
    #[n(3)]
    pub zone: ZoneHash,
}

impl ZoneInForce {
    /// Whether the version counts at this instant (UTC milliseconds).
    #[must_use]
    pub fn covers(&self, instant: i64) -> bool {
        self.valid_from <= instant && self.valid_to.is_none_or(|end| instant < end)
    }
}
