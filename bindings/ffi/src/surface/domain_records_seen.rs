//! Types of `beatbook_domain::records::seen`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// A photograph or recording: its content, and what it shows.
#[uniffi::remote(Record)]
pub struct Evidence {
    /// SHA-256 of the file.
    pub content: Hash,
    /// What it shows.
    pub shows: String,
}

/// A position as it is kept in a record.
#[uniffi::remote(Record)]
pub struct KeptPlace {
    /// Latitude in 1e-7°, WGS84.
    pub lat: i32,
    /// Longitude in 1e-7°, WGS84.
    pub lon: i32,
    /// 68 % radius in 0.1 m; absent if not told.
    #[uniffi(default = None)]
    pub accuracy: Option<u16>,
}
