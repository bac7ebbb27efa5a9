//! Types of `beatbook_domain::encampments::tents`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// What became of a thing.
#[uniffi::remote(Enum)]
pub enum ItemState {
    /// It is kept, or was left.
    Kept,
    /// Given back.
    Returned,
    /// Disposed of.
    Disposed,
}

/// A tent as all journals tell it.
#[uniffi::remote(Record)]
pub struct Tent {
    /// Its id.
    pub id: Id,
    /// How it was found; absent while that has not come.
    #[uniffi(default = None)]
    pub noted: Option<PlacedTentNoted>,
    /// The welfare check that is complete.
    #[uniffi(default = None)]
    pub welfare: Option<PlacedId>,
    /// Help that was offered, and the answers.
    #[uniffi(default = [])]
    pub offers: Vec<PlacedHelpOffered>,
    /// What was taken.
    #[uniffi(default = None)]
    pub removed: Option<PlacedTentRemoved>,
    /// What became of each thing, in their order.
    #[uniffi(default = [])]
    pub items: Vec<ItemState>,
    /// Who gave things back or disposed of them.
    #[uniffi(default = [])]
    pub gone: Vec<PlacedBelongingsGone>,
    /// What it is called in other systems.
    #[uniffi(default = [])]
    pub references: Vec<PlacedReference>,
    /// Entries that were taken back.
    pub taken_back: TakenBackByEntryAt,
    /// Entries that do not hold: where, when, and why.
    #[uniffi(default = [])]
    pub refused: Vec<TentEntryRefusedPair>,
}
