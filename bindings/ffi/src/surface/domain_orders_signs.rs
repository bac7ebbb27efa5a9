//! Types of `beatbook_domain::orders::signs`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// The sign nearest to an officer.
#[uniffi::remote(Record)]
pub struct NearSign {
    /// Its code.
    pub code: String,
    /// Metres to it.
    pub metres: f64,
    /// The day it was last seen.
    #[uniffi(default = None)]
    pub seen: Option<Date>,
}

/// Why only a warning should be offered, and a sign task opened.
#[uniffi::remote(Enum)]
pub enum WhyWarnOnly {
    /// No sign of the order within the distance it asks for.
    NoSignNear {
        /// The distance, metres.
        within_m: u32,
    },
    /// Those near have not been seen for long, or never.
    SignUnseen {
        /// The nearest of them.
        code: String,
        /// Days since; absent if nobody ever wrote it down.
        days: Option<u32>,
    },
}
