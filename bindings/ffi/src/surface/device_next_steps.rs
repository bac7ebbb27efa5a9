//! Types of `beatbook_device::next_steps`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// A condition and the ways on from here.
#[uniffi::remote(Record)]
pub struct NextSteps {
    /// The condition as it was judged last; absent where the conduct names none that is near.
    #[uniffi(default = None)]
    pub decision: Option<Decision>,
    /// To refer, to warn, to fine, in the order in which they are offered.
    #[uniffi(default = [])]
    pub ways: Vec<Way>,
}
