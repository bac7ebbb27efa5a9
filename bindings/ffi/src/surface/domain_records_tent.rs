//! Types of `beatbook_domain::records::tent`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// One thing.
#[uniffi::remote(Record)]
pub struct Belonging {
    /// What kind.
    pub kind: BelongingKind,
    /// So that its owner knows it again.
    pub what: String,
    /// Its photograph.
    #[uniffi(default = None)]
    pub photo: Option<Evidence>,
}

/// What kind of thing.
#[uniffi::remote(Enum)]
pub enum BelongingKind {
    /// The tent itself.
    Tent,
    /// Bedding.
    Bedding,
    /// Clothes.
    Clothes,
    /// Medicine: never disposed of.
    Medication,
    /// Identity papers: never disposed of.
    Papers,
    /// A phone: never disposed of.
    Phone,
    /// Something else.
    Other,
}

/// Things went, by two people.
#[uniffi::remote(Record)]
pub struct BelongingsGone {
    /// Which, by their numbers.
    #[uniffi(default = [])]
    pub items: Vec<u16>,
    /// Public ids of the two officers.
    pub people: StringOf2,
    /// To whom, without a name, or how.
    pub text: String,
}

/// Where things are kept.
#[uniffi::remote(Enum)]
pub enum KeptWhere {
    /// Left where they were.
    Left,
    /// Stored.
    Stored {
        /// Where.
        place: String,
    },
}

/// Why it is dealt with.
#[uniffi::remote(Enum)]
pub enum TentGround {
    /// Anti-social behaviour.
    Asb,
    /// The pitch is likely to harm whoever lives in it.
    HarmToDweller,
    /// What it does to those around.
    CommunityImpact,
}

/// A tent was found that something is to be done about.
#[uniffi::remote(Record)]
pub struct TentNoted {
    /// When it was written down.
    pub at: Moment,
    /// Legal time, if there is one.
    #[uniffi(default = None)]
    pub legal: Option<LegalTime>,
    /// When it was found, UTC milliseconds.
    pub time: i64,
    /// Code of the authority that deals with it.
    pub controller: String,
    /// Where. Others than the own team are not told.
    pub land: Land,
    /// Why.
    pub ground: TentGround,
    /// On which patrol it was written down.
    #[uniffi(default = None)]
    pub patrol: Option<Id>,
}

/// On what power it is moved.
#[uniffi::remote(Enum)]
pub enum TentPower {
    /// None: whoever lives in it agreed.
    Voluntary,
    /// A condition of an order (ASBCPA 2014 s59).
    Pspo,
    /// A community protection notice (s43).
    Cpn,
    /// A court's order for possession.
    Possession,
    /// Another.
    Other,
}

/// It was moved.
#[uniffi::remote(Record)]
pub struct TentRemoved {
    /// On what power.
    pub power: TentPower,
    /// Reference of the order, notice or judgment.
    #[uniffi(default = None)]
    pub reference: Option<String>,
    /// Whether whoever lives in it was there.
    pub occupant_present: bool,
    /// Everything that was in it, numbered from 1 in this order.
    #[uniffi(default = [])]
    pub belongings: Vec<Belonging>,
    /// Where it is.
    pub kept: KeptWhere,
    /// Where a notice was left that says so.
    #[uniffi(default = None)]
    pub notice_left: Option<String>,
    /// How to have things back.
    pub contact: String,
    /// Last local day on which they are kept.
    pub keep_until: Date,
}
