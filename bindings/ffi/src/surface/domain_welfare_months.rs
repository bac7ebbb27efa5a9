//! Types of `beatbook_domain::welfare::months`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// What is said of somebody for one calendar month, all of it.
#[uniffi::remote(Record)]
pub struct SeenFlags {
    /// Seen in this month. Without it neither new nor returning.
    pub seen: bool,
    /// Seen in this month, and in none of the sixty before it.
    pub new: bool,
    /// Seen in this month, for the first time in 180 days or more, and not new.
    pub returning: bool,
    /// Seen in three or more of the twelve months that end with this one.
    pub long_term: bool,
}
