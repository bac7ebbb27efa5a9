//! Types of `beatbook_device::signs`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// What to note of a sign.
#[uniffi::remote(Record)]
pub struct SignNote {
    /// How it was found.
    pub state: SignState,
    /// The order it tells of.
    pub order: String,
    /// Its code; absent where one is wanted.
    #[uniffi(default = None)]
    pub sign: Option<String>,
    /// What else there is to say.
    pub text: String,
    /// SHA-256 of a photograph of it.
    #[uniffi(default = None)]
    pub photo: Option<Hash>,
}

/// A note of a sign, as it was kept.
#[uniffi::remote(Record)]
pub struct SignTold {
    /// The entry's number.
    pub entry: u64,
    /// Codes that this phone's order book does not have, kept as they were told: perhaps slips.
    #[uniffi(default = [])]
    pub unknown: Vec<Missing>,
}
