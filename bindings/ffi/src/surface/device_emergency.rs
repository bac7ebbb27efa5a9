//! Types of `beatbook_device::emergency`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// What to tell 999, as this phone knows it.
#[uniffi::remote(Record)]
pub struct Emergency {
    /// Where; absent while the phone has no position.
    #[uniffi(default = None)]
    pub card: Option<EmergencyCard>,
    /// The card line by line, the most urgent first.
    #[uniffi(default = [])]
    pub lines: Vec<String>,
}

/// A welfare record of which nothing is told but that somebody is in immediate danger.
#[uniffi::remote(Record)]
pub struct EmergencyBegun {
    /// The record, to tell more of it later: first when 999 was rung.
    pub record: Id,
    /// What to tell 999.
    pub emergency: Emergency,
}
