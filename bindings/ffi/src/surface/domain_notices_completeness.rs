//! Types of `beatbook_domain::notices::completeness`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// How a complete notice goes on.
#[uniffi::remote(Enum)]
pub enum Ready {
    /// It may be issued under a number. For someone young, guardian and youth justice are told by that day.
    Number {
        /// Last local day to tell them; absent for adults and bodies.
        tell_guardian_by: Option<Date>,
    },
    /// It stays without a number: a supervisor issues it by post, or drops it. Codes of what is unsure.
    Draft(Vec<String>),
}
