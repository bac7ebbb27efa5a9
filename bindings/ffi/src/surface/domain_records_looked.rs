//! Types of `beatbook_domain::records::looked`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

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
