//! Types of `beatbook_device::printing`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// What a new notice is printed with.
#[uniffi::remote(Record)]
pub struct WordingNow {
    /// The set of templates.
    pub set: TemplatesRef,
    /// The newer set that this phone cannot use.
    #[uniffi(default = None)]
    pub passed_over: Option<PassedOver>,
}
