//! Types of `beatbook_domain::presence`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// How many fixes there were and why some were not used.
#[uniffi::remote(Record)]
pub struct FixCounts {
    /// Used.
    pub accepted: u32,
    /// Accuracy absent or worse than usable.
    pub inaccurate: u32,
    /// Impossible excursion or speed.
    pub excursion: u32,
    /// Not later than the last accepted one.
    pub late: u32,
    /// From a simulation app.
    pub mock: u32,
}

/// A half-open span of time [from, to), UTC milliseconds.
#[uniffi::remote(Record)]
pub struct Interval {
    /// First instant.
    pub from: i64,
    /// First instant no longer in it.
    pub to: i64,
}

/// How complete a patrol's track is, by the share of gaps in its time.
#[uniffi::remote(Enum)]
pub enum Quality {
    /// Gaps at most 2 %.
    A,
    /// Gaps at most 10 %.
    B,
    /// Gaps at most 25 %.
    C,
    /// Gaps more than that.
    D,
}

/// How an officer moved.
#[uniffi::remote(Enum)]
pub enum TravelMode {
    /// On foot, standing included.
    Foot,
    /// On a cycle; only ever because the officer declared it.
    Cycle,
    /// In a vehicle: declared, or recognised by speed.
    Vehicle,
}
