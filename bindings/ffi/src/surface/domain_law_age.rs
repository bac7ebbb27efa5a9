//! Types of `beatbook_domain::law::age`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// What an officer makes of someone's age without a date of birth.
#[uniffi::remote(Enum)]
pub enum AgeBand {
    /// A child under ten.
    Under10,
    /// Ten to fifteen.
    From10To15,
    /// Sixteen or seventeen.
    From16To17,
    /// Eighteen or over, without doubt.
    Adult,
    /// Perhaps under eighteen. The same as nothing known.
    MaybeUnder18,
}
