//! Types of `beatbook_domain::encampments::tent_standing`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// How a tent was found.
#[uniffi::remote(Record)]
pub struct TentFound {
    /// When, UTC milliseconds.
    pub time: i64,
    /// Where.
    pub land: Land,
    /// Why something is to be done about it.
    pub ground: TentGround,
}

/// Where a tent stands.
#[uniffi::remote(Record)]
pub struct TentStanding {
    /// Which.
    pub tent: Id,
    /// The team of the officer who noted it.
    pub team: String,
    /// How it was found; absent once that was taken back.
    #[uniffi(default = None)]
    pub found: Option<TentFound>,
    /// Whether a welfare check is complete.
    pub welfare: bool,
    /// Help that was offered, and the answers.
    #[uniffi(default = [])]
    pub offers: Vec<HelpOfferedPair>,
    /// What was taken.
    #[uniffi(default = None)]
    pub taken: Option<TentTaken>,
    /// How many entries about it do not hold: the desk shows them.
    pub refused: u32,
    /// Which these are.
    #[uniffi(default = [])]
    pub unheld: Vec<EntryAt>,
    /// Whoever noted it helps people: it is for those who do, and not for colleagues of the team who enforce.
    pub helped: bool,
    /// Entries of phones that the desk took back.
    #[uniffi(default = [])]
    pub taken_back: Vec<DeskBack>,
}

/// What was taken, and what became of it.
#[uniffi::remote(Record)]
pub struct TentTaken {
    /// When, UTC milliseconds.
    pub time: i64,
    /// What was told.
    pub what: TentRemoved,
    /// What became of each thing, in their order.
    #[uniffi(default = [])]
    pub items: Vec<ItemState>,
}
