//! One simulated shift: the true path, the planned outages, and what the phone reported.
//!
//! All instants are UTC milliseconds; the phone's boots say how its monotonic clock relates to them.

use beatbook_domain::fix::RawFix;
use beatbook_domain::presence::Interval;

use crate::path::TruePath;
use crate::plane::Plane;

/// A shift as it was, and as the phone saw it.
#[derive(Debug, Clone, PartialEq)]
pub struct SimulatedShift {
    /// A name for reports, such as "pair, phone 2".
    pub label: String,
    /// Officers of one number walked together.
    pub crew: u32,
    /// From sign-on to sign-off.
    pub span: Interval,
    /// The town's flat map.
    pub plane: Plane,
    /// Where the officer really was.
    pub path: TruePath,
    /// When the phone gave no fixes, and why; sorted, disjoint, within the span.
    pub outages: Vec<Outage>,
    /// What the phone reported, boot by boot, in the order it did.
    pub boots: Vec<Boot>,
}

/// A time without any fix, planned by the simulator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outage {
    /// From the last moment of reception to the next.
    pub span: Interval,
    /// Why.
    pub cause: OutageCause,
}

/// Why a phone gave no fixes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OutageCause {
    /// A tunnel or a deep building.
    Tunnel,
    /// The app was dead: killed by the system, started again later.
    Killed,
    /// The phone was off: another boot follows.
    Rebooted,
}

/// What a phone reported between two starts.
#[derive(Debug, Clone, PartialEq)]
pub struct Boot {
    /// Its random name.
    pub boot: u64,
    /// Wall clock less monotonic clock, as the phone sees it, ms.
    pub wall_offset: i64,
    /// The reports.
    pub fixes: Vec<RawFix>,
}

impl SimulatedShift {
    /// How many fixes the phone reported.
    #[must_use]
    pub fn fix_count(&self) -> usize {
        self.boots.iter().map(|boot| boot.fixes.len()).sum()
    }
}
