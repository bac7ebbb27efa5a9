//! Types of `beatbook_device::numbers`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// A notice of this notebook and where it stands, as far as the server has told.
#[uniffi::remote(Record)]
pub struct NoticeStanding {
    /// The record.
    pub record: Id,
    /// Its number.
    pub number: NoticeNumber,
    /// Bucket, money and flags.
    pub standing: RegisterStanding,
}

/// Numbers left for the paper of an authority.
#[uniffi::remote(Record)]
pub struct NumbersLeft {
    /// Whose paper.
    pub authority: String,
    /// For training notices.
    pub training: bool,
    /// How many.
    pub left: u32,
}
