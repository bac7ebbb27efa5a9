//! Types of `beatbook_device::consult`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// Outreach asks to be rung before a notice. Nothing is known of why.
#[uniffi::remote(Record)]
pub struct ConsultFirst {
    /// The service's duty number, if it gave one.
    #[uniffi(default = None)]
    pub ring: Option<DutyNumber>,
    /// Last local day of the mark.
    pub until: Date,
}
