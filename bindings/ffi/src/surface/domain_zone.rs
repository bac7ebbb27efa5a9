//! Types of `beatbook_domain::zone`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// What an area is for.
#[uniffi::remote(Enum)]
pub enum ZoneKind {
    /// An electoral ward.
    Ward,
    /// A hotspot of a patrol programme.
    Hotspot,
    /// The restricted area of a Public Spaces Protection Order.
    PspoArea,
    /// Premises where an order does not apply (ASBCPA 2014 s62).
    PremisesExclusion,
    /// A sector of a rough-sleeper count.
    CountSector,
}
