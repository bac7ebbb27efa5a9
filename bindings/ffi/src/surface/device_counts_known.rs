//! Types of `beatbook_device::counts_known`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// Who somebody is, as far as they say. It is hashed on the phone with the count's own key, so that the same person seen by
/// two teams can be found; of the names nothing is kept but initials.
#[uniffi::remote(Record)]
pub struct NameTold {
    /// Given name.
    #[uniffi(default = None)]
    pub given: Option<String>,
    /// Family name.
    #[uniffi(default = None)]
    pub family: Option<String>,
    /// Initials, where they tell no more; taken from the names otherwise.
    #[uniffi(default = None)]
    pub initials: Option<String>,
    /// Date of birth.
    #[uniffi(default = None)]
    pub born: Option<Date>,
}
