//! Types of `beatbook_domain::premises`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// A step that holds.
#[uniffi::remote(Record)]
pub struct ItemDone {
    /// Who told it.
    pub by: Id,
    /// It was told at the desk.
    pub at_desk: bool,
    /// When it happened, UTC milliseconds.
    pub time: i64,
    /// What.
    pub step: ItemStep,
}

/// An entry that does not hold.
#[uniffi::remote(Record)]
pub struct PremisesRefused {
    /// The entry's number in its notebook; none: it was told at the desk.
    #[uniffi(default = None)]
    pub entry: Option<u64>,
    /// Why.
    pub why: PremisesRefusal,
}

/// A visit as its entries tell it.
#[uniffi::remote(Record)]
pub struct PremisesVisit {
    /// The notebook that tells it.
    pub notebook: Id,
    /// Whose it is.
    pub by: Id,
    /// The visit.
    pub record: Id,
    /// Number of its first entry.
    pub first: u64,
    /// As it was recorded.
    pub recorded: PremisesVisited,
    /// What it was, by the newest word.
    pub details: VisitDetails,
    /// Defects by their code, by the newest word.
    pub defects: DefectByString,
    /// Items by their number, those taken back among them.
    pub items: SeizedItemByU16,
    /// Corrections of the visit, defects told anew and parts taken back, in order.
    #[uniffi(default = [])]
    pub corrections: Vec<Reason>,
    /// What it is called in other systems.
    #[uniffi(default = [])]
    pub references: Vec<Reference>,
    /// It is not counted any more.
    #[uniffi(default = None)]
    pub taken_back: Option<Reason>,
    /// Entries that do not hold.
    #[uniffi(default = [])]
    pub refused: Vec<PremisesRefused>,
}

/// An item that was seized.
#[uniffi::remote(Record)]
pub struct SeizedItem {
    /// What it is, by the newest word.
    pub goods: SeizedGoods,
    /// Where it is.
    pub state: SeizedItemState,
    /// What became of it, in order.
    #[uniffi(default = [])]
    pub done: Vec<ItemDone>,
    /// Corrections, in order.
    #[uniffi(default = [])]
    pub corrections: Vec<Reason>,
    /// It is not counted any more.
    #[uniffi(default = None)]
    pub taken_back: Option<Reason>,
}

/// Where an item is.
#[uniffi::remote(Enum)]
pub enum SeizedItemState {
    /// Here.
    Held,
    /// Given back.
    Returned,
    /// Disposed of.
    Disposed,
    /// With somebody else.
    PassedOn,
}
