//! What a track says: presence (hours) and visits (stays), as the engine hands them on.
//!
//! All instants are UTC milliseconds, each rounded once; durations are differences of rounded instants.

use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

use crate::thresholds::Thresholds;
use crate::zone::ZoneHash;

/// How an officer moved.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Encode, Decode,
)]
#[serde(rename_all = "snake_case")]
#[cbor(index_only)]
pub enum TravelMode {
    /// On foot, standing included.
    #[n(0)]
    Foot,
    /// On a cycle; only ever because the officer declared it.
    #[n(1)]
    Cycle,
    /// In a vehicle: declared, or recognised by speed.
    #[n(2)]
    Vehicle,
}

/// A half-open span of time [from, to), UTC milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(array)]
pub struct Interval {
    /// First instant.
    #[n(0)]
    pub from: i64,
    /// First instant no longer in it.
    #[n(1)]
    pub to: i64,
}

/// A span of time moved through in one way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(array)]
pub struct ModeInterval {
    /// When.
    #[n(0)]
    pub span: Interval,
    /// How.
    #[n(1)]
    pub mode: TravelMode,
}

/// A stay in one zone as a person would tell it.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Visit {
    /// From the crossing of the edge inwards to the crossing outwards.
    #[n(0)]
    pub span: Interval,
    /// Milliseconds of presence on foot within it.
    #[n(1)]
    pub foot: i64,
    /// Milliseconds of presence on a cycle within it.
    #[n(2)]
    pub cycle: i64,
    /// Milliseconds of presence in a vehicle within it.
    #[n(3)]
    pub vehicle: i64,
    /// Gaps the visit went on over; not presence.
    #[n(4)]
    pub gaps: Vec<Interval>,
}

/// What one track says of one zone version. Intervals are sorted, disjoint, never empty, and adjacent
/// ones of equal mode are joined.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct ZonePresence {
    /// Which zone version.
    #[n(0)]
    pub zone: ZoneHash,
    /// The estimate: time inside.
    #[n(1)]
    pub presence: Vec<ModeInterval>,
    /// The lower bound: certainly inside.
    #[n(2)]
    pub certain: Vec<ModeInterval>,
    /// The upper bound: possibly inside.
    #[n(3)]
    pub possible: Vec<ModeInterval>,
    /// Stays, by their begin.
    #[n(4)]
    pub visits: Vec<Visit>,
}

/// How complete a patrol's track is, by the share of gaps in its time.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Encode, Decode,
)]
#[cbor(index_only)]
pub enum Quality {
    /// Gaps at most 2 %.
    #[n(0)]
    A,
    /// Gaps at most 10 %.
    #[n(1)]
    B,
    /// Gaps at most 25 %.
    #[n(2)]
    C,
    /// Gaps more than that.
    #[n(3)]
    D,
}

/// How many fixes there were and why some were not used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Encode, Decode)]
#[cbor(map)]
pub struct FixCounts {
    /// Used.
    #[n(0)]
    pub accepted: u32,
    /// Accuracy absent or worse than usable.
    #[n(1)]
    pub inaccurate: u32,
    /// Impossible excursion or speed.
    #[n(2)]
    pub excursion: u32,
    /// Not later than the last accepted one.
    #[n(3)]
    pub late: u32,
    /// From a simulation app.
    #[n(4)]
    pub mock: u32,
}

/// What one patrol's track says, over all zone versions it could have touched.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct TrackPresence {
    /// Engine version that computed it.
    #[n(0)]
    pub engine: u32,
    /// Thresholds it was computed with.
    #[n(1)]
    pub thresholds: Thresholds,
    /// On duty from sign-on to sign-off.
    #[n(2)]
    pub span: Interval,
    /// Time with no usable position: neither presence nor absence.
    #[n(3)]
    pub gaps: Vec<Interval>,
    /// How the covered time was moved through; with `gaps` it tiles `span`.
    #[n(4)]
    pub modes: Vec<ModeInterval>,
    /// Zone versions with any possible presence, by hash.
    #[n(5)]
    pub zones: Vec<ZonePresence>,
    /// What became of the fixes.
    #[n(6)]
    pub fixes: FixCounts,
    /// The class of the patrol.
    #[n(7)]
    pub quality: Quality,
}
