//! One simulated shift: the true path, the planned outages, and what the phone reported.
//!
//! All instants are UTC milliseconds; the phone's boots say how its monotonic clock relates to them.

use beatbook_domain::fix::RawFix;
use beatbook_domain::presence::Interval;
use beatbook_domain::records::journal::Moment;
use beatbook_protocol::entry::BootId;

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
    /// When the phone really started, UTC milliseconds: there its monotonic clock was 0.
    pub started_at: i64,
    /// Wall clock less monotonic clock, as the phone sees it, ms.
    pub wall_offset: i64,
    /// The reports.
    pub fixes: Vec<RawFix>,
}

impl Boot {
    /// A true instant as this boot's clocks show it.
    #[must_use]
    pub fn moment(&self, at: i64) -> Moment {
        let mono = at - self.started_at;
        Moment { wall: mono + self.wall_offset, mono, boot: BootId(self.boot) }
    }
}

impl SimulatedShift {
    /// Sign-on as the phone saw it.
    #[must_use]
    pub fn sign_on(&self) -> Moment {
        self.clocks(self.boots.first(), self.span.from)
    }

    /// Sign-off as the phone saw it.
    #[must_use]
    pub fn sign_off(&self) -> Moment {
        self.clocks(self.boots.last(), self.span.to)
    }

    fn clocks(&self, boot: Option<&Boot>, at: i64) -> Moment {
        // A shift without any boot never happens; its clocks would be those of a phone started at sign-on.
        boot.map_or(Moment { wall: at, mono: at - self.span.from, boot: BootId(0) }, |boot| boot.moment(at))
    }

    /// How many fixes the phone reported.
    #[must_use]
    pub fn fix_count(&self) -> usize {
        self.boots.iter().map(|boot| boot.fixes.len()).sum()
    }
}
