//! Types of `beatbook_domain::records::sign`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// A sign was noted.
#[uniffi::remote(Record)]
pub struct SignNoted {
    /// When, by the clocks of the phone.
    pub at: Moment,
    /// When, as surely as that was known; absent from notes of former versions.
    #[uniffi(default = None)]
    pub time: Option<LegalTime>,
    /// How it was found.
    pub state: SignState,
    /// The order it tells of.
    pub order: String,
    /// The sign's code; absent where one is wanted.
    #[uniffi(default = None)]
    pub sign: Option<String>,
    /// Where the officer was.
    #[uniffi(default = None)]
    pub place: Option<KeptPlace>,
    /// What else there is to say; at most 200 characters.
    pub text: String,
    /// SHA-256 of a photograph of it.
    #[uniffi(default = None)]
    pub photo: Option<Hash>,
    /// The encounter for which the phone told it by itself; absent if the officer did.
    #[uniffi(default = None)]
    pub encounter: Option<Id>,
}

/// How a sign was found.
#[uniffi::remote(Enum)]
pub enum SignState {
    /// It hangs and can be read.
    Seen,
    /// It hangs no more.
    Missing,
    /// It hangs and cannot be read.
    Damaged,
    /// Nobody has seen it for long: somebody goes and looks.
    Unseen,
    /// None is near, and one should be.
    Wanted,
}
