//! Types of `beatbook_domain::law::missing`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// One point. All points of a draft are listed at once.
#[uniffi::remote(Record)]
pub struct Missing {
    /// Stable name for machines and translations.
    pub code: Words,
    /// A plain sentence that says what to do. No personal data.
    pub remedy: String,
    /// Act and section, or the rule of the field.
    pub source: Words,
}
