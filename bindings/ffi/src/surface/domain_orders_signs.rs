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
    /// What an officer found, if the book knows nothing newer.
    #[uniffi(default = None)]
    pub noted: Option<SignFound>,
}

/// How an officer found a sign.
#[uniffi::remote(Record)]
pub struct SignFound {
    /// The sign's code.
    pub sign: String,
    /// Seen, missing or damaged.
    pub state: SignState,
    /// When, UTC milliseconds.
    pub at: i64,
    /// The officer; phones are not told who.
    #[uniffi(default = None)]
    pub by: Option<Id>,
    /// SHA-256 of a photograph of it.
    #[uniffi(default = None)]
    pub photo: Option<Hash>,
}

/// Why only a warning should be offered, and a sign task opened.
#[uniffi::remote(Enum)]
pub enum WhyWarnOnly {
    /// No sign of the order within the distance it asks for.
    NoSignNear {
        /// The distance, metres.
        within_m: u32,
    },
    /// Those near have not been seen for long, or never, or are gone.
    SignUnseen {
        /// The nearest of them.
        code: String,
        /// Days since; absent if nobody ever wrote it down.
        days: Option<u32>,
        /// An officer noted it missing or damaged since; absent also in decisions from before it was kept.
        noted: Option<SignState>,
    },
}
