//! Types of `beatbook_paper::wording`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// A set that should have been printed with, and was not.
#[uniffi::remote(Record)]
pub struct PassedOver {
    /// Which.
    pub set: TemplatesRef,
    /// Why.
    pub why: Unusable,
}

/// Why a set is not printed with.
#[uniffi::remote(Enum)]
pub enum Unusable {
    /// Its bytes are absent or damaged.
    Absent,
    /// Its bytes are no set that this program knows.
    Unreadable,
    /// One of its templates fails on the notice.
    Fails,
}
