//! Types of `beatbook_domain::register::tables::deadlines`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// A notice given to somebody of sixteen or seventeen, of which somebody is still to be told. No person is in it.
#[uniffi::remote(Record)]
pub struct StillToTell {
    /// The notice.
    pub number: NoticeNumber,
    /// Last day to tell.
    pub due: Date,
    /// The day is over.
    pub overdue: bool,
    /// Who has not been told.
    #[uniffi(default = [])]
    pub whom: Vec<ToldWhom>,
}
