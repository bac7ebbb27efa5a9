//! Types of `beatbook_device::journal::verify`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// What is wrong with one entry.
#[uniffi::remote(Enum)]
pub enum EntryFault {
    /// The header is no header, or belongs to another journal, or does not follow from the one before.
    Chain,
    /// Body or salt are not those the header was made for.
    Body,
    /// It says that another entry erased it, and that one does not.
    Erasure,
    /// Genesis names another key than the notebook signs with.
    Key,
    /// The server's receipt speaks of another header at this number, or of one that is not here.
    Receipt,
}

/// What a walk over the journal found.
#[uniffi::remote(Record)]
pub struct Verification {
    /// Entries walked.
    pub entries: u64,
    /// Bodies that are here and fit their headers.
    pub bodies: u64,
    /// Bodies erased by an entry that says so.
    pub erased: u64,
    /// Bodies gone after their keeping time.
    pub purged: u64,
    /// Number of the last entry of a purged prefix.
    #[uniffi(default = None)]
    pub checkpoint: Option<u64>,
    /// Up to which entry the server has signed for the headers.
    #[uniffi(default = None)]
    pub receipt: Option<u64>,
    /// The first entry that does not hold, and why.
    #[uniffi(default = None)]
    pub first_fault: Option<EntryFaultAtPair>,
    /// Pages of the file are damaged, of the journal or beside it: what is told from it may fail to be read.
    pub damaged_file: bool,
}
