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

/// What has become of a community protection notice.
#[uniffi::remote(Record)]
pub struct Protection {
    /// Appeals, oldest first.
    #[uniffi(default = [])]
    pub appeals: Vec<Appeal>,
    /// What it requires was done.
    pub complied: bool,
    /// The authority has ended it.
    pub discharged: bool,
}
