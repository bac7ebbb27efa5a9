//! Types of `beatbook_domain::encampments::standing`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// A written direction, as others are told of it.
#[uniffi::remote(Record)]
pub struct DirectionStanding {
    /// Number of its notice.
    #[uniffi(default = None)]
    pub number: Option<String>,
    /// Its local day.
    pub directed: Date,
    /// When it was given, UTC milliseconds; absent in what was told before this was.
    #[uniffi(default = None)]
    pub at: Option<i64>,
    /// Last local day on which to return is an offence.
    #[uniffi(default = None)]
    pub until: Option<Date>,
    /// The local day from which it is given up, as its notice was withdrawn.
    #[uniffi(default = None)]
    pub withdrawn: Option<Date>,
    /// Its vehicles, as keyed hashes.
    pub vehicles: SetOfTag,
    /// Its people who are known, as keyed hashes.
    pub people: SetOfTag,
}

/// Where an encampment stands.
#[uniffi::remote(Record)]
pub struct EncampmentStanding {
    /// Which.
    pub encampment: Id,
    /// The authority's key of the hashes below, and of people told of on visits.
    pub key: TagKey,
    /// Its other ids, if it was reported more than once.
    pub joined: SetOfId,
    /// The land's code.
    #[uniffi(default = None)]
    pub land_code: Option<String>,
    /// The land in words.
    #[uniffi(default = None)]
    pub land: Option<String>,
    /// The land as its other reports name it, without a place.
    #[uniffi(default = [])]
    pub other_lands: Vec<Land>,
    /// The local day it was first reported.
    #[uniffi(default = None)]
    pub reported: Option<Date>,
    /// How far it has come; absent while nothing of it holds.
    #[uniffi(default = None)]
    pub stage: Option<EncampmentStage>,
    /// What was counted last, and on which local day.
    #[uniffi(default = None)]
    pub counted: Option<UnitsCountedPair>,
    /// What has stood there so far; absent while nobody has counted, and in what was told before this was.
    #[uniffi(default = None)]
    pub stood: Option<StoodThere>,
    /// When the newest welfare check was complete, UTC milliseconds.
    #[uniffi(default = None)]
    pub checked: Option<i64>,
    /// Until which local day welfare asks to wait.
    #[uniffi(default = None)]
    pub wait_until: Option<Date>,
    /// Written directions.
    #[uniffi(default = [])]
    pub directions: Vec<DirectionStanding>,
    /// The local day it was vacated.
    #[uniffi(default = None)]
    pub vacated: Option<Date>,
    /// When that was, UTC milliseconds; absent of tents alone, and in what was told before this was.
    #[uniffi(default = None)]
    pub vacated_at: Option<i64>,
    /// Entries that do not hold.
    #[uniffi(default = [])]
    pub refused: Vec<RefusedStanding>,
    /// Entries of phones that the desk took back.
    #[uniffi(default = [])]
    pub taken_back: Vec<DeskBack>,
}

/// An entry that does not hold, as others are told of it.
#[uniffi::remote(Record)]
pub struct RefusedStanding {
    /// The entry.
    pub at: EntryAt,
    /// Who told it; absent in what was told before this was.
    #[uniffi(default = None)]
    pub by: Option<Id>,
    /// What it tells, by its name.
    pub what: String,
    /// Why not: a stable code.
    pub code: String,
}

/// What has stood there, of all that anybody counted or named.
#[uniffi::remote(Enum)]
pub enum StoodThere {
    /// Tents or structures alone: there is nobody to direct under s77.
    Tents,
    /// A caravan or vehicle, whatever else.
    Vehicles,
}
