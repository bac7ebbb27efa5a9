//! Types of `beatbook_domain::records::hazard`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// Where, as far as they are told.
#[uniffi::remote(Enum)]
pub enum HazardPlace {
    /// Exactly.
    Exact(KeptPlace),
    /// In this square of 100 m.
    Cell(Cell),
    /// In the ward of this code.
    Ward(String),
    /// Nobody knows, or it may not be told.
    Unknown,
}
