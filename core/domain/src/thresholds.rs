//! The numbers that turn fixes into presence and visits, stored with every result.

use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

/// Version of the engine's rules: the same fixes, zone versions, thresholds and this number give the
/// same integers. Raised whenever any of them could come out differently, once a version has been released.
pub const ENGINE_VERSION: u32 = 1;

/// Thresholds of the presence and visit engine. All distances in 0.1 m, speeds in 0.1 m/s, times in ms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
pub struct Thresholds {
    /// A fix less accurate than this is not used.
    #[n(0)]
    pub usable_accuracy: u16,
    /// Faster than this on foot is an excursion: a jump of the receiver, not of the officer.
    #[n(1)]
    pub excursion_foot: u16,
    /// The same on a cycle.
    #[n(2)]
    pub excursion_cycle: u16,
    /// The same in a vehicle.
    #[n(3)]
    pub excursion_vehicle: u16,
    /// Consecutive fixes inside that begin a visit, if they last `enter_after`; one certain fix also does.
    #[n(4)]
    pub enter_fixes: u8,
    /// Consecutive fixes beyond the leaving distance that end a visit.
    #[n(5)]
    pub leave_fixes: u8,
    /// Time beyond the leaving distance that ends a visit.
    #[n(6)]
    pub leave_after: i64,
    /// The leaving distance: this or the fix's accuracy, whichever is more.
    #[n(7)]
    pub leave_distance: u16,
    /// Two accepted fixes further apart in time than this have a gap between them.
    #[n(8)]
    pub gap_limit: i64,
    /// A visit goes on over a gap up to this long when both sides are inside.
    #[n(9)]
    pub visit_gap_limit: i64,
    /// Faster than this over `vehicle_window` is a vehicle.
    #[n(10)]
    pub vehicle_speed: u16,
    /// The time over which vehicle speed is judged.
    #[n(11)]
    pub vehicle_window: i64,
    /// A dosage visit has at least this much presence on foot.
    #[n(12)]
    pub dosage: i64,
    /// Quality A, B, C: gaps up to this many thousandths of the patrol's time; more is D.
    #[n(13)]
    pub quality_permille: [u16; 3],
    /// From the first to the last of the fixes that begin a visit: at a fix a second two of them are drift.
    #[n(14)]
    pub enter_after: i64,
}

impl Thresholds {
    /// Version 1 of the shipped thresholds (docs/adr/0005).
    pub const V1: Self = Self {
        usable_accuracy: 500,
        excursion_foot: 30,
        excursion_cycle: 120,
        excursion_vehicle: 600,
        enter_fixes: 2,
        leave_fixes: 2,
        leave_after: 60_000,
        leave_distance: 200,
        gap_limit: 120_000,
        visit_gap_limit: 1_800_000,
        vehicle_speed: 70,
        vehicle_window: 30_000,
        dosage: 900_000,
        quality_permille: [20, 100, 250],
        enter_after: 20_000,
    };
}
