//! Types of `beatbook_domain::orders::standing`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// Why nobody can say whether a condition is in force here.
#[uniffi::remote(Enum)]
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

/// How a condition stands.
#[uniffi::remote(Enum)]
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

/// Why a condition is not in force.
#[uniffi::remote(Enum)]
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
        kind: Words,
    },
}
