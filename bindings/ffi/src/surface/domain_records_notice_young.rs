//! Types of `beatbook_domain::records::notice::young`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// How somebody was told.
#[uniffi::remote(Enum)]
pub enum ToldHow {
    /// Spoken to.
    InPerson,
    /// By telephone.
    Telephone,
    /// By letter, or with the guardian's copy.
    Letter,
    /// By email.
    Email,
    /// Through a system of theirs.
    Referral,
}

/// Who is told.
#[uniffi::remote(Enum)]
pub enum ToldWhom {
    /// A parent or guardian.
    Guardian,
    /// The youth justice service.
    YouthJustice,
}

/// Guardian or youth justice was told.
#[uniffi::remote(Record)]
pub struct YoungTold {
    /// When it was written down.
    pub at: Moment,
    /// Who.
    pub whom: ToldWhom,
    /// How.
    pub how: ToldHow,
    /// On which local day.
    pub on: Date,
}
