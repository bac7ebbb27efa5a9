//! Types of `beatbook_domain::orders::authority`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// Whom to write to, call or visit.
#[uniffi::remote(Record)]
pub struct Contact {
    /// Team or office.
    pub name: String,
    /// Address, telephone, e-mail, in the order in which they are printed.
    #[uniffi(default = [])]
    pub lines: Vec<String>,
}

/// What stands on every paper of an authority. A notice keeps it as it was printed.
#[uniffi::remote(Record)]
pub struct Letterhead {
    /// Name of the authority.
    pub name: String,
    /// Its address, line by line.
    #[uniffi(default = [])]
    pub address: Vec<String>,
    /// Where representations, questions and requests go.
    pub contact: Contact,
    /// What becomes of people's data.
    pub privacy: Privacy,
    /// Invented: paper says that it obliges nobody.
    pub illustrative: bool,
}

/// Who answers for people's data, and where the whole privacy notice stands (UK GDPR art. 13; DPA 2018 s44).
#[uniffi::remote(Record)]
pub struct Privacy {
    /// The controller.
    pub controller: String,
    /// How to reach its data protection officer.
    pub contact: String,
    /// Where the whole notice can be read.
    pub more: String,
}
