//! Types of `beatbook_device::tents`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// A tent was found that something is to be done about.
#[uniffi::remote(Record)]
pub struct NoteTent {
    /// Where, in words.
    pub land: String,
    /// Why.
    pub ground: TentGround,
    /// Where; a place that nobody knows is no obstacle.
    pub place: AskWhere,
}

/// A tent was moved.
#[uniffi::remote(Record)]
pub struct RemoveTent {
    /// On what power.
    pub power: TentPower,
    /// Reference of the order, notice or judgment.
    #[uniffi(default = None)]
    pub reference: Option<String>,
    /// Whether whoever lives in it was there.
    pub occupant_present: bool,
    /// Everything that was in it.
    #[uniffi(default = [])]
    pub belongings: Vec<Belonging>,
    /// Where it is.
    pub kept: KeptWhere,
    /// Where a notice was left that says so.
    #[uniffi(default = None)]
    pub notice_left: Option<String>,
    /// How to have things back.
    pub contact: String,
}

/// What is told of a tent. Each becomes an entry.
#[uniffi::remote(Enum)]
pub enum TentNews {
    /// A welfare check of this phone, of whoever lives in a tent, is complete.
    Welfare {
        /// The check.
        check: Id,
    },
    /// Help was offered.
    Offered {
        /// What.
        help: String,
        /// The answer.
        answer: HelpAnswer,
    },
    /// It was moved; the library says until when things are kept.
    Removed(Box<RemoveTent>),
    /// Things were given back, by this officer and another.
    Returned {
        /// Which, by their numbers.
        items: Vec<u16>,
        /// Public id of the other officer.
        with: String,
        /// To whom, without a name.
        text: String,
    },
    /// Things were disposed of, by this officer and another.
    Disposed {
        /// Which, by their numbers.
        items: Vec<u16>,
        /// Public id of the other officer.
        with: String,
        /// How.
        text: String,
    },
    /// What the record is called in another system.
    Reference(Reference),
    /// An entry of this phone about this tent was wrong, and never was so: it stays in the journal and counts no more.
    TakenBack {
        /// Its number.
        entry: u64,
        /// Why, in a few words without names.
        why: String,
    },
}
