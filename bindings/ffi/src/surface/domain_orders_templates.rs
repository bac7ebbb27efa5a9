//! Types of `beatbook_domain::orders::templates`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// A set as the book and a notice's record name it.
#[uniffi::remote(Record)]
pub struct TemplatesRef {
    /// Which set: "EW-paper".
    pub id: String,
    /// Counts up with every change of wording.
    pub revision: u32,
    /// Of its bytes.
    pub hash: Hash,
}
