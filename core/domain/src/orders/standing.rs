//! How a condition stands here and now: certainly in force, doubtful and why, just outside, or not in force and why.

use jiff::civil::Date;

/// How a condition stands.
#[derive(Debug, Clone, PartialEq)]
pub enum Standing {
    /// In force here, whatever position and time may be within their bounds.
    Certain,
    /// It may be in force here; paper stays a draft.
    Unsure(Vec<Doubt>),
    /// In force, and the zone is near, but the officer is outside it for certain.
    JustOutside,
    /// Here, and not in force.
    NotInForce(Vec<WhyNot>),
}

impl Standing {
    /// Its stable name.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Certain => "certain",
            Self::Unsure(_) => "unsure",
            Self::JustOutside => "just_outside",
            Self::NotInForce(_) => "not_in_force",
        }
    }

    /// Certain ones first, what is not in force last.
    pub(crate) fn rank(&self) -> u8 {
        match self {
            Self::Certain => 0,
            Self::Unsure(_) => 1,
            Self::JustOutside => 2,
            Self::NotInForce(_) => 3,
        }
    }
}

/// Why nobody can say whether a condition is in force here.
#[derive(Debug, Clone, PartialEq)]
pub enum Doubt {
    /// The disc in which the officer is touches the zone's edge.
    Edge,
    /// The position is old: the officer may have walked on.
    OldPosition {
        /// Milliseconds since it was measured.
        age_ms: i64,
    },
    /// The time is known too vaguely: within its bounds the condition begins or ends.
    TimeVague,
    /// Nobody has told the phone the time since it was started.
    TimeUnknown,
    /// By the phone's own clock it is not in force; that clock alone decides nothing.
    NotByThisClock(WhyNot),
    /// The officer may be in premises that the order does not reach, or their time may be over.
    Premises {
        /// Their code.
        code: String,
        /// Their name.
        name: String,
    },
    /// The zone is being drawn anew just now.
    ZoneChanges,
}

impl Doubt {
    /// Its stable name.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Edge => "edge",
            Self::OldPosition { .. } => "old_position",
            Self::TimeVague => "time_vague",
            Self::TimeUnknown => "time_unknown",
            Self::NotByThisClock(_) => "not_by_this_clock",
            Self::Premises { .. } => "premises",
            Self::ZoneChanges => "zone_changes",
        }
    }
}

/// Why a condition is not in force.
#[derive(Debug, Clone, PartialEq)]
pub enum WhyNot {
    /// The order's term ended: this was its last day.
    Ended(Date),
    /// The order was discharged from this day on.
    Discharged(Date),
    /// The order begins on this day.
    NotYet(Date),
    /// Outside its days, hours and dates.
    Hours {
        /// The next instant at which it counts, within eight days; UTC milliseconds.
        next: Option<i64>,
    },
    /// The officer is in premises that the order does not reach (s62).
    Premises {
        /// Their code.
        code: String,
        /// Their name.
        name: String,
        /// Why they are outside it: `licensed`, `club`, `council`, `pavement_licence`, `temporary_event`.
        kind: &'static str,
    },
}

impl WhyNot {
    /// Its stable name.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Ended(_) => "ended",
            Self::Discharged(_) => "discharged",
            Self::NotYet(_) => "not_yet",
            Self::Hours { .. } => "hours",
            Self::Premises { .. } => "premises",
        }
    }
}
