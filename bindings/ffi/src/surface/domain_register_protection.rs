//! Types of `beatbook_domain::register::protection`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// An appeal.
#[uniffi::remote(Record)]
pub struct Appeal {
    /// When it was lodged.
    pub lodged: Date,
    /// It came after the last day, and the court allowed it.
    pub late_allowed: bool,
    /// When and how the court decided.
    #[uniffi(default = None)]
    pub decided: Option<AppealDecidedPair>,
}

/// What has become of a community protection warning or notice.
#[uniffi::remote(Record)]
pub struct Protection {
    /// Appeals, oldest first.
    #[uniffi(default = [])]
    pub appeals: Vec<Appeal>,
    /// What it asks for was done, by the latest word of it.
    pub complied: bool,
    /// The day on which it was seen not to be done, by the latest word of it.
    #[uniffi(default = None)]
    pub breached: Option<Date>,
    /// The authority has ended it.
    pub discharged: bool,
}
