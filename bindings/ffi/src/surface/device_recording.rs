//! Types of `beatbook_device::recording`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// What changes during a patrol; absent fields stay as they are.
#[uniffi::remote(Record)]
pub struct PatrolChange {
    /// The way of moving.
    #[uniffi(default = None)]
    pub mode: Option<TravelMode>,
    /// The crew from now on: colleagues with a notebook, and how many without.
    #[uniffi(default = None)]
    pub crew: Option<CrewNowPair>,
    /// The operation.
    #[uniffi(default = None)]
    pub operation: Option<String>,
}

/// What sign-on says: one tap, the rest is remembered from last time by the app.
#[uniffi::remote(Record)]
pub struct SignOn {
    /// Why the officer is out.
    pub duty: Duty,
    /// How they move, as declared.
    pub mode: TravelMode,
    /// Colleagues with a notebook, without the officer's own id.
    #[uniffi(default = [])]
    pub colleagues: Vec<Id>,
    /// Colleagues without one, as a number only.
    #[uniffi(default = 0)]
    pub others: u8,
    /// The operation it belongs to.
    #[uniffi(default = None)]
    pub operation: Option<String>,
}

/// A patrol that has ended, as the officer sees it at sign-off.
#[uniffi::remote(Record)]
pub struct SignedOff {
    /// The record.
    pub record: Id,
    /// What became of the final batch.
    pub fixes: FixReport,
    /// What the patrol came to.
    pub result: PatrolResult,
}
