//! Types of `beatbook_device::photos`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// A photograph as the app stores it.
#[uniffi::remote(Record)]
pub struct CleanPhoto {
    /// The file: the picture, its colours, and which way up it is.
    pub file: Vec<u8>,
    /// Its SHA-256, as entries name it.
    pub content: Hash,
}
