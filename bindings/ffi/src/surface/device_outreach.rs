//! Types of `beatbook_device::outreach`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// A cold night as this phone knows it.
#[uniffi::remote(Record)]
pub struct ColdNightView {
    /// Until when, UTC milliseconds: then it leaves the phone.
    pub until: i64,
    /// Places, and how many people of each have not been offered a bed yet: the most people first, those with nobody left at
    /// the end.
    #[uniffi(default = [])]
    pub places: Vec<ColdPlacePeoplePair>,
}

/// What this notebook alone tells of somebody who sleeps rough: other teams may have seen them.
#[uniffi::remote(Record)]
pub struct SeenBefore {
    /// For the month of the record.
    pub flags: SeenFlags,
    /// The last local day before the record's.
    #[uniffi(default = None)]
    pub last: Option<Date>,
    /// Another record of the same day tells of them, too.
    pub same_day: bool,
}

/// A service as the server told it last.
#[uniffi::remote(Record)]
pub struct ServiceView {
    /// The service.
    pub service: ServiceTold,
    /// Its free places were told more than a day ago: ring first.
    pub stale: bool,
}
