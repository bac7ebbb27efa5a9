//! Types of `beatbook_domain::records::encampment`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// A matter before the magistrates' court (s78).
#[uniffi::remote(Record)]
pub struct CourtMatter {
    /// Which court.
    pub court: String,
    /// The court's number.
    #[uniffi(default = None)]
    pub reference: Option<String>,
}

/// A direction to leave.
#[uniffi::remote(Record)]
pub struct Direction {
    /// How.
    pub form: DirectionForm,
    /// By when to leave, UTC milliseconds.
    #[uniffi(default = None)]
    pub leave_by: Option<i64>,
    /// Last local day of the time in which to return is an offence (s77(3)(b)), by the rule set of its day.
    #[uniffi(default = None)]
    pub return_until: Option<Date>,
    /// Registrations of the vehicles directed; none: those seen on visits before.
    #[uniffi(default = [])]
    pub registrations: Vec<String>,
    /// People directed who are known, as keyed hashes; none: those known from visits before.
    #[uniffi(default = [])]
    pub people: Vec<Tag>,
    /// Why it was spoken before a welfare check was complete, or before the day until which that asks to wait; nothing of anybody's
    /// needs. It says what happened, and makes nothing hold.
    #[uniffi(default = None)]
    pub without_assessment: Option<String>,
}

/// How a direction was given (CJPOA 1994 s77(1), (2)).
#[uniffi::remote(Enum)]
pub enum DirectionForm {
    /// Spoken: people know what will follow; it is no notice.
    Spoken,
    /// Written and served, under the number of its notice.
    Written {
        /// As printed.
        number: String,
    },
}

/// Somebody told of it.
#[uniffi::remote(Record)]
pub struct EncampmentReported {
    /// When it was written down.
    pub at: Moment,
    /// Legal time, if there is one.
    #[uniffi(default = None)]
    pub legal: Option<LegalTime>,
    /// When it was reported, UTC milliseconds.
    pub time: i64,
    /// Code of the authority whose land or duty it is.
    pub controller: String,
    /// By whom, as a kind and never as a name.
    pub source: ReportSource,
    /// Number of the report in another system.
    #[uniffi(default = None)]
    pub reference: Option<String>,
    /// Where.
    pub land: Land,
    /// On which patrol it was written down.
    #[uniffi(default = None)]
    pub patrol: Option<Id>,
}

/// What was seen on a visit.
#[uniffi::remote(Record)]
pub struct EncampmentVisit {
    /// Units by kind; a kind that is left out was not there.
    #[uniffi(default = [])]
    pub units: Vec<UnitCount>,
    /// Registrations, as read.
    #[uniffi(default = [])]
    pub registrations: Vec<String>,
    /// People the officer knew by name and date of birth, as keyed hashes: the name is not kept.
    #[uniffi(default = [])]
    pub people: Vec<Tag>,
    /// About the site, in words; nothing of anybody's needs.
    #[uniffi(default = None)]
    pub text: Option<String>,
    /// Photographs of the site.
    #[uniffi(default = [])]
    pub evidence: Vec<Evidence>,
}

/// One entry, wherever it is.
#[uniffi::remote(Record)]
pub struct EntryAt {
    /// The notebook, or the authority's own journal.
    pub journal: Id,
    /// Its number there.
    pub seq: u64,
}

/// The land it stands on.
#[uniffi::remote(Record)]
pub struct Land {
    /// Its code in the authority's list of land, if it has one.
    #[uniffi(default = None)]
    pub code: Option<String>,
    /// In words, so that nobody can mistake it.
    pub words: String,
    /// Where, if it is known.
    #[uniffi(default = None)]
    pub place: Option<KeptPlace>,
}

/// Who told of it first.
#[uniffi::remote(Enum)]
pub enum ReportSource {
    /// Somebody who lives or works near it.
    Resident,
    /// Whoever owns or manages the land.
    Landowner,
    /// A councillor or member of parliament.
    Member,
    /// The police.
    Police,
    /// An officer came upon it.
    Patrol,
    /// Another service or a partner.
    Service,
    /// Somebody else.
    Other,
}

/// So many of a kind.
#[uniffi::remote(Record)]
pub struct UnitCount {
    /// Of what.
    pub kind: UnitKind,
    /// How many stand there.
    pub count: u16,
    /// In how many of them people live.
    pub lived_in: u16,
}
