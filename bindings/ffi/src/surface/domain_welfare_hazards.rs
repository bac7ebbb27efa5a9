//! Types of `beatbook_domain::welfare::hazards`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// How near a danger is.
#[uniffi::remote(Enum)]
pub enum Near {
    /// So many metres, or so many to the nearest corner or side of its square.
    Metres(u32),
    /// Somewhere in the ward.
    InWard,
}
