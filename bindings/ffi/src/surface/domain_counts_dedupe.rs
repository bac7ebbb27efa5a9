//! Types of `beatbook_domain::counts::dedupe`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// What speaks for one person, or against it.
#[uniffi::remote(Enum)]
pub enum PairReason {
    /// Same name and date of birth (k1).
    NameAndBirth,
    /// Same initials and date of birth (k2).
    InitialsAndBirth,
    /// Same initials.
    Initials,
    /// Same gender.
    Gender,
    /// Different genders.
    GenderConflict,
    /// Same age band.
    Age,
    /// Age bands that do not even touch.
    AgeTwoApart,
    /// Descriptors in common.
    Descriptors {
        /// How many.
        equal: u8,
    },
    /// At most 100 m apart.
    Near {
        /// Metres, rounded down.
        metres: u32,
    },
    /// One person would have had to go faster than 6 km/h.
    Fast {
        /// Metres between, at least.
        metres: u32,
        /// Seconds between, at most.
        seconds: u32,
    },
    /// Faster than 30 km/h; proposed only for the same name and date of birth.
    TooFast {
        /// Metres between, at least.
        metres: u32,
        /// Seconds between, at most.
        seconds: u32,
    },
    /// Recorded side by side; proposed only for the same name and date of birth.
    SideBySide,
}
