//! Types of `beatbook_domain::records::notice::six`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// What was answered, and by what.
#[uniffi::remote(Enum)]
pub enum SixAnswer {
    /// The officer says so.
    Yes,
    /// The officer says not.
    No,
    /// The record says so.
    Recorded,
}

/// The six; absent: not answered.
#[uniffi::remote(Record)]
pub struct SixAnswers {
    /// An offence was committed.
    #[uniffi(default = None)]
    pub offence: Option<SixAnswer>,
    /// A penalty is proportionate: advice or a warning would not do.
    #[uniffi(default = None)]
    pub proportionate: Option<SixAnswer>,
    /// The evidence would support a prosecution.
    #[uniffi(default = None)]
    pub evidence: Option<SixAnswer>,
    /// The offender understands why it is given.
    #[uniffi(default = None)]
    pub understood: Option<SixAnswer>,
    /// Name and address are believed to be correct.
    #[uniffi(default = None)]
    pub details: Option<SixAnswer>,
    /// No accident, nobody exempt, no child.
    #[uniffi(default = None)]
    pub no_exception: Option<SixAnswer>,
}

/// What only the officer can say of the six; absent: not answered.
#[uniffi::remote(Record)]
pub struct SixAsked {
    /// A penalty is proportionate.
    #[uniffi(default = None)]
    pub proportionate: Option<bool>,
    /// The evidence would support a prosecution.
    #[uniffi(default = None)]
    pub evidence: Option<bool>,
    /// It was no accident, and nobody is exempt.
    #[uniffi(default = None)]
    pub no_exception: Option<bool>,
}
