//! Types of `beatbook_domain::encampments::story`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// An encampment as all journals tell it. Lists are in the order in which things happened.
#[uniffi::remote(Record)]
pub struct Encampment {
    /// Its id; of one that was reported more than once the smallest.
    pub id: Id,
    /// Its other ids.
    pub joined: SetOfId,
    /// Reports; none while the first has not come.
    #[uniffi(default = [])]
    pub reports: Vec<PlacedEncampmentReported>,
    /// Visits.
    #[uniffi(default = [])]
    pub visits: Vec<PlacedEncampmentVisit>,
    /// The newest welfare check that is complete.
    #[uniffi(default = None)]
    pub welfare: Option<PlacedWelfareDone>,
    /// All welfare checks told of.
    pub checks: SetOfId,
    /// Spoken directions.
    #[uniffi(default = [])]
    pub spoken: Vec<PlacedDirection>,
    /// Spoken directions that do not hold because no welfare check was complete, or it asked to wait, and whoever gave them
    /// says why: they happened.
    #[uniffi(default = [])]
    pub unassessed: Vec<PlacedDirection>,
    /// Written directions.
    #[uniffi(default = [])]
    pub written: Vec<PlacedDirection>,
    /// The court was asked.
    #[uniffi(default = None)]
    pub applied: Option<PlacedCourtMatter>,
    /// The court's order.
    #[uniffi(default = None)]
    pub order: Option<PlacedCourtMatter>,
    /// Bailiffs carried it out.
    #[uniffi(default = None)]
    pub bailiffs: Option<PlacedOnly>,
    /// The police directed people to leave: their number.
    #[uniffi(default = None)]
    pub s61: Option<PlacedOptionString>,
    /// Nobody is there any more: what was left.
    #[uniffi(default = None)]
    pub vacated: Option<PlacedOptionString>,
    /// What it is called in other systems, also after it was vacated.
    #[uniffi(default = [])]
    pub references: Vec<PlacedReference>,
    /// That it is one with what another report tells of.
    #[uniffi(default = [])]
    pub same: Vec<PlacedJoined>,
    /// Entries that were taken back.
    pub taken_back: TakenBackByEntryAt,
    /// Entries that do not hold.
    #[uniffi(default = [])]
    pub refused: Vec<Refused>,
}

/// How far an encampment has come. From a written direction on each stage needs the one before.
#[uniffi::remote(Enum)]
pub enum EncampmentStage {
    /// Somebody told of it.
    Reported,
    /// Somebody went there.
    Attended,
    /// A welfare check is complete.
    WelfareDone,
    /// A written direction was given (s77).
    S77,
    /// The court was asked for an order (s78).
    S78Applied,
    /// The court made it.
    S78Order,
    /// Bailiffs carried it out.
    Bailiffs,
}

/// Two reports that are one encampment's.
#[uniffi::remote(Record)]
pub struct Joined {
    /// The one it was told of.
    pub one: Id,
    /// The other.
    pub other: Id,
    /// Why.
    pub why: String,
}

/// Of what has no more to tell than that it happened.
#[uniffi::remote(Enum)]
pub enum Only {
    /// It did.
    Happened,
}

/// Something that holds, where it is told, by whom, and when it happened.
#[uniffi::remote(Record)]
pub struct PlacedBelongingsGone {
    /// The entry.
    pub at: EntryAt,
    /// Who told it.
    pub by: Id,
    /// When it happened, UTC milliseconds.
    pub time: i64,
    /// What.
    pub what: BelongingsGone,
}

/// Something that holds, where it is told, by whom, and when it happened.
#[uniffi::remote(Record)]
pub struct PlacedCourtMatter {
    /// The entry.
    pub at: EntryAt,
    /// Who told it.
    pub by: Id,
    /// When it happened, UTC milliseconds.
    pub time: i64,
    /// What.
    pub what: CourtMatter,
}

/// Something that holds, where it is told, by whom, and when it happened.
#[uniffi::remote(Record)]
pub struct PlacedDirection {
    /// The entry.
    pub at: EntryAt,
    /// Who told it.
    pub by: Id,
    /// When it happened, UTC milliseconds.
    pub time: i64,
    /// What.
    pub what: Direction,
}

/// Something that holds, where it is told, by whom, and when it happened.
#[uniffi::remote(Record)]
pub struct PlacedEncampmentReported {
    /// The entry.
    pub at: EntryAt,
    /// Who told it.
    pub by: Id,
    /// When it happened, UTC milliseconds.
    pub time: i64,
    /// What.
    pub what: EncampmentReported,
}

/// Something that holds, where it is told, by whom, and when it happened.
#[uniffi::remote(Record)]
pub struct PlacedEncampmentVisit {
    /// The entry.
    pub at: EntryAt,
    /// Who told it.
    pub by: Id,
    /// When it happened, UTC milliseconds.
    pub time: i64,
    /// What.
    pub what: EncampmentVisit,
}

/// Something that holds, where it is told, by whom, and when it happened.
#[uniffi::remote(Record)]
pub struct PlacedHelpOffered {
    /// The entry.
    pub at: EntryAt,
    /// Who told it.
    pub by: Id,
    /// When it happened, UTC milliseconds.
    pub time: i64,
    /// What.
    pub what: HelpOfferedPair,
}

/// Something that holds, where it is told, by whom, and when it happened.
#[uniffi::remote(Record)]
pub struct PlacedId {
    /// The entry.
    pub at: EntryAt,
    /// Who told it.
    pub by: Id,
    /// When it happened, UTC milliseconds.
    pub time: i64,
    /// What.
    pub what: Id,
}

/// Something that holds, where it is told, by whom, and when it happened.
#[uniffi::remote(Record)]
pub struct PlacedJoined {
    /// The entry.
    pub at: EntryAt,
    /// Who told it.
    pub by: Id,
    /// When it happened, UTC milliseconds.
    pub time: i64,
    /// What.
    pub what: Joined,
}

/// Something that holds, where it is told, by whom, and when it happened.
#[uniffi::remote(Record)]
pub struct PlacedOnly {
    /// The entry.
    pub at: EntryAt,
    /// Who told it.
    pub by: Id,
    /// When it happened, UTC milliseconds.
    pub time: i64,
    /// What.
    pub what: Only,
}

/// Something that holds, where it is told, by whom, and when it happened.
#[uniffi::remote(Record)]
pub struct PlacedOptionString {
    /// The entry.
    pub at: EntryAt,
    /// Who told it.
    pub by: Id,
    /// When it happened, UTC milliseconds.
    pub time: i64,
    /// What.
    #[uniffi(default = None)]
    pub what: Option<String>,
}

/// Something that holds, where it is told, by whom, and when it happened.
#[uniffi::remote(Record)]
pub struct PlacedReference {
    /// The entry.
    pub at: EntryAt,
    /// Who told it.
    pub by: Id,
    /// When it happened, UTC milliseconds.
    pub time: i64,
    /// What.
    pub what: Reference,
}

/// Something that holds, where it is told, by whom, and when it happened.
#[uniffi::remote(Record)]
pub struct PlacedString {
    /// The entry.
    pub at: EntryAt,
    /// Who told it.
    pub by: Id,
    /// When it happened, UTC milliseconds.
    pub time: i64,
    /// What.
    pub what: String,
}

/// Something that holds, where it is told, by whom, and when it happened.
#[uniffi::remote(Record)]
pub struct PlacedTentNoted {
    /// The entry.
    pub at: EntryAt,
    /// Who told it.
    pub by: Id,
    /// When it happened, UTC milliseconds.
    pub time: i64,
    /// What.
    pub what: TentNoted,
}

/// Something that holds, where it is told, by whom, and when it happened.
#[uniffi::remote(Record)]
pub struct PlacedTentRemoved {
    /// The entry.
    pub at: EntryAt,
    /// Who told it.
    pub by: Id,
    /// When it happened, UTC milliseconds.
    pub time: i64,
    /// What.
    pub what: TentRemoved,
}

/// Something that holds, where it is told, by whom, and when it happened.
#[uniffi::remote(Record)]
pub struct PlacedWelfareDone {
    /// The entry.
    pub at: EntryAt,
    /// Who told it.
    pub by: Id,
    /// When it happened, UTC milliseconds.
    pub time: i64,
    /// What.
    pub what: WelfareDone,
}

/// Something that was told and does not hold.
#[uniffi::remote(Record)]
pub struct Refused {
    /// The entry.
    pub at: EntryAt,
    /// Who told it.
    pub by: Id,
    /// When it is said to have happened, UTC milliseconds.
    pub time: i64,
    /// What, by its name.
    pub what: Words,
    /// Why not.
    pub refusal: StepRefusal,
}

/// Something that was told and was taken back.
#[uniffi::remote(Record)]
pub struct TakenBack {
    /// What, by its name.
    pub what: Words,
    /// Who told it.
    pub by: Id,
    /// When it is said to have happened, UTC milliseconds.
    pub time: i64,
    /// What took it back, and why.
    pub back: PlacedString,
}
