//! Types of `beatbook_device::earlier`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// A vehicle warning that matters to somebody here.
#[uniffi::remote(Record)]
pub struct EarlierWarning {
    /// Number, date, place and issuer.
    pub cited: WarningCited,
    /// It went to this person, whatever the vehicle. Otherwise only the registration matches: it went to someone,
    /// and a seizure needs the officer's stated belief that the driver is that person.
    pub person: bool,
    /// The last local day on which it counts, by the law in force today.
    pub counts_until: Date,
    /// It counts today.
    pub counts: bool,
}
