//! Types of `beatbook_domain::encampments::returns`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// A return, or what looks like one.
#[uniffi::remote(Record)]
pub struct Return {
    /// The encampment that is looked at.
    pub encampment: Id,
    /// The one that was directed to leave.
    pub earlier: Id,
    /// Number of the direction's notice.
    #[uniffi(default = None)]
    pub number: Option<String>,
    /// Its local day.
    pub directed: Date,
    /// Last local day on which to return is an offence.
    pub until: Date,
    /// The local day on which it was seen to match.
    pub seen: Date,
    /// On what it rests.
    pub basis: SetOfReturnBasis,
}

/// On what a return rests.
#[uniffi::remote(Enum)]
pub enum ReturnBasis {
    /// The same code of land.
    LandCode,
    /// The same words for the land.
    LandWords,
    /// Places so many metres apart.
    LandNear(u32),
    /// So many vehicles of the direction.
    Vehicles(u32),
    /// So many people of the direction, by keyed hash.
    People(u32),
}
