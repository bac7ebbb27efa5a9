//! Types of `beatbook_domain::access::roles`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// A role for a time.
#[uniffi::remote(Record)]
pub struct RoleTerm {
    /// The role.
    pub role: Role,
    /// First local day.
    pub from: Date,
    /// Last local day; absent while open-ended.
    #[uniffi(default = None)]
    pub until: Option<Date>,
}
