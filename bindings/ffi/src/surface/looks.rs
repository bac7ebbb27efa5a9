//! Who looked at what on this phone.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

#[uniffi::export]
impl Notebook {
    /// Who looked at what on this phone, after a row's number, in order; at most 1,000. That somebody reads it is written
    /// down as well.
    ///
    /// # Errors
    /// Storage errors.
    pub fn access_log(&self, after: Option<u64>, limit: u32) -> Result<AccessLog, BeatbookError> {
        Ok(self.beatbook.access_log(after, limit)?)
    }
}
/// Rows of the phone's access log, in order.
#[uniffi::remote(Record)]
pub struct AccessLog {
    /// The rows.
    #[uniffi(default = [])]
    pub rows: Vec<AccessRow>,
    /// Looks since the last row that could not be written down, as the phone was full; the next row says so for good.
    pub missed: u32,
}

/// A row of the phone's access log.
#[uniffi::remote(Record)]
pub struct AccessRow {
    /// Its number on this phone.
    pub number: u64,
    /// Who looked is the officer of the notebook; at what and when.
    pub look: Look,
    /// Whether an entry for the server has it.
    pub told: bool,
}

/// One row.
#[uniffi::remote(Record)]
pub struct Look {
    /// Names this row wherever it comes from, so that it is counted once.
    pub look: Id,
    /// When, by the phone's clocks.
    pub at: Moment,
    /// The same by legal time; absent where the phone could not say.
    #[uniffi(default = None)]
    pub time: Option<LegalTime>,
    /// What was done.
    pub how: LookedHow,
    /// To records of which area; absent for the whole notebook.
    #[uniffi(default = None)]
    pub area: Option<Area>,
    /// To which record; absent for several.
    #[uniffi(default = None)]
    pub record: Option<Id>,
    /// How many records, or entries of an export, were shown.
    pub rows: u32,
    /// Looks before this one that could not be written down, as the phone was full.
    pub missed: u32,
}

/// What was done.
#[uniffi::remote(Enum)]
pub enum LookedHow {
    /// One record was opened.
    View,
    /// Records were listed.
    List,
    /// Earlier records were looked up by a person of an encounter or of a welfare record.
    PersonLookup,
    /// The same by the registration of a vehicle.
    VehicleLookup,
    /// A copy for paper was made.
    Printed,
    /// A briefing card was opened.
    CardOpened,
    /// The notebook was written out.
    Exported,
    /// A body was erased.
    Erased,
}
