//! Types of `beatbook_domain::counts::plan`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// What a count is for.
#[uniffi::remote(Enum)]
pub enum CountKind {
    /// The official count of the autumn.
    Snapshot,
    /// A count of every second month.
    Bimonthly,
}

/// A planned count.
#[uniffi::remote(Record)]
pub struct CountPlan {
    /// Its id.
    pub id: Id,
    /// What it is for.
    pub kind: CountKind,
    /// The local date of its morning.
    pub night: Date,
    /// When teams begin, local time of that date.
    pub from: Time,
    /// When they are to be done, local time of that date.
    pub to: Time,
    /// Sectors.
    #[uniffi(default = [])]
    pub sectors: Vec<PlannedSector>,
    /// Teams.
    #[uniffi(default = [])]
    pub teams: Vec<PlannedTeam>,
    /// Name of an independent partner who takes part.
    #[uniffi(default = None)]
    pub partner_independent: Option<String>,
    /// Teams were briefed, with the data-protection statement.
    pub briefed: bool,
    /// Metres around a counted fix within which a sector counts as come by (`searched`).
    pub searched_m: u32,
    /// From when teams may know, UTC milliseconds.
    pub told_from: i64,
}

/// A place where people are known to sleep.
#[uniffi::remote(Record)]
pub struct KnownSite {
    /// Its code, once in a plan.
    pub code: String,
    /// Where.
    pub place: KeptPlace,
}

/// A part of the area that is searched.
#[uniffi::remote(Record)]
pub struct PlannedSector {
    /// Its code, once in a plan.
    pub code: String,
    /// Code of its zone; empty while it has none.
    pub zone: String,
    /// Known sites in it.
    #[uniffi(default = [])]
    pub sites: Vec<KnownSite>,
}

/// A team.
#[uniffi::remote(Record)]
pub struct PlannedTeam {
    /// Its code, once in a plan.
    pub code: String,
    /// Where its people come from.
    pub organisation: String,
    /// They are independent of the authority and those it pays.
    pub independent: bool,
    /// Who leads it.
    pub leads: SetOfId,
    /// Everybody else on it.
    pub members: SetOfId,
    /// Codes of its sectors.
    pub sectors: SetOfString,
}
