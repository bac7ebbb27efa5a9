//! Types of `beatbook_domain::cards::breaches`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// One code, counted.
#[uniffi::remote(Record)]
pub struct CodeCount {
    /// Code of the order, if it is an order's condition.
    #[uniffi(default = None)]
    pub order: Option<String>,
    /// Code of the condition, or of the authority's conduct list.
    pub code: String,
    /// How often it was seen.
    pub now: u32,
    /// How often in as many days before.
    pub before: u32,
}

/// What was seen in one zone.
#[uniffi::remote(Record)]
pub struct ZoneBreaches {
    /// The zone's code.
    pub zone: String,
    /// Over so many days.
    pub days: u16,
    /// How often anything was seen.
    pub now: u32,
    /// How often in as many days before.
    pub before: u32,
    /// The most frequent codes.
    #[uniffi(default = [])]
    pub codes: Vec<CodeCount>,
    /// What is not listed by its code: now, and in as many days before.
    pub others: NowAndBeforePair,
    /// By day of the week, Monday first, local time.
    pub weekdays: U32Of7,
    /// By part of the day: 0 to 4, 4 to 8, … 20 to 24, local time.
    pub parts: U32Of6,
}
