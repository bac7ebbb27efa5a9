//! Types of `beatbook_domain::notices::screen`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// One step on the screen.
#[uniffi::remote(Enum)]
pub enum Tap {
    /// Settles what is missing: one answer.
    Settle(Missing),
    /// Chooses the outcome.
    Choose(Outcome),
    /// Hands over the paper, or leaves a draft.
    HandOver,
}

/// An outcome, and all that is still to be done for it.
#[uniffi::remote(Record)]
pub struct Way {
    /// Where it leads.
    pub outcome: Outcome,
    /// Its steps, in order.
    #[uniffi(default = [])]
    pub taps: Vec<Tap>,
}
