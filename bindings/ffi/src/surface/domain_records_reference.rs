//! Types of `beatbook_domain::records::reference`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// What a record is called in another system.
#[uniffi::remote(Record)]
pub struct Reference {
    /// Which system.
    pub system: ReferenceSystem,
    /// Its number there.
    pub value: String,
}

/// Other systems a record refers to.
#[uniffi::remote(Enum)]
pub enum ReferenceSystem {
    /// Problem management plan.
    Pmp,
    /// Command and control incident.
    Cad,
    /// Crime report.
    Crime,
    /// Community safety team case.
    Cst,
    /// Body-worn video.
    Bwv,
    /// Closed-circuit television.
    Cctv,
    /// Any other.
    Other,
}
