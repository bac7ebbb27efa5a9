//! Types of `beatbook_device::encampments`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// What is told of an encampment. Each becomes an entry.
#[uniffi::remote(Enum)]
pub enum EncampmentNews {
    /// Somebody went there and counted.
    Visit(Box<Visited>),
    /// A welfare check of this phone is complete; of it nothing is told but that, and until when it asks to wait.
    Welfare {
        /// The check.
        check: Id,
    },
    /// A direction was spoken.
    Spoken {
        /// By when to leave, UTC milliseconds.
        leave_by: Option<i64>,
        /// Registrations of the vehicles directed; none: those seen before.
        registrations: Vec<String>,
        /// Why it was spoken before a welfare check was complete, or before the day until which that asks to wait. It is kept, and
        /// does not hold; without it such a direction is refused.
        without_assessment: Option<String>,
    },
    /// A direction that this phone issued is about this encampment.
    Written {
        /// Its number.
        number: String,
        /// Registrations of the vehicles directed; none: those seen before.
        registrations: Vec<String>,
    },
    /// The police directed people to leave (CJPOA 1994 s61).
    PoliceS61 {
        /// Number of the police.
        reference: Option<String>,
    },
    /// Nobody and nothing is there any more.
    Vacated {
        /// What was left, in words.
        text: Option<String>,
    },
    /// What it is called in another system.
    Reference(Reference),
    /// An entry of this notebook was wrong.
    TakenBack {
        /// Its number.
        entry: u64,
        /// Why.
        why: String,
    },
}

/// What came of telling.
#[uniffi::remote(Record)]
pub struct EncampmentTelling {
    /// The encampment.
    pub encampment: Id,
    /// Returns this phone sees in what was just told: a person decides what follows.
    #[uniffi(default = [])]
    pub returns: Vec<Return>,
    /// What was just told and does not hold, as far as this phone knows. It is kept as it was told; the server has the last word.
    #[uniffi(default = [])]
    pub doubts: Vec<Missing>,
}

/// An encampment as this phone knows it.
#[uniffi::remote(Record)]
pub struct EncampmentView {
    /// Its id.
    pub encampment: Id,
    /// What this notebook's own entries tell; absent if it told nothing.
    #[uniffi(default = None)]
    pub own: Option<Encampment>,
    /// Where it stands by what all journals tell, as new as the last exchange; absent before the server has told.
    #[uniffi(default = None)]
    pub standing: Option<EncampmentStanding>,
    /// What was told of it and does not hold, as far as this phone knows: its own entries, then others'.
    #[uniffi(default = [])]
    pub unheld: Vec<Unheld>,
}

/// Somebody known by name and date of birth. The name is hashed on the phone and not kept.
#[uniffi::remote(Record)]
pub struct PersonMet {
    /// Name, in any order.
    pub name: String,
    /// Date of birth.
    pub born: Date,
}

/// Somebody told of an encampment.
#[uniffi::remote(Record)]
pub struct ReportEncampment {
    /// By whom, as a kind.
    pub source: ReportSource,
    /// The land in words.
    pub land: String,
    /// The land's code in the authority's list.
    #[uniffi(default = None)]
    pub code: Option<String>,
    /// Number of the report in another system.
    #[uniffi(default = None)]
    pub reference: Option<String>,
    /// Where; a place that nobody knows is no obstacle.
    pub place: AskWhere,
    /// When it was reported, UTC milliseconds; absent: just now, by legal time.
    #[uniffi(default = None)]
    pub time: Option<i64>,
}

/// What was seen on a visit.
#[uniffi::remote(Record)]
pub struct Visited {
    /// Units by kind; a kind that is left out was not there.
    #[uniffi(default = [])]
    pub units: Vec<UnitCount>,
    /// Registrations, as read.
    #[uniffi(default = [])]
    pub registrations: Vec<String>,
    /// People the officer knew.
    #[uniffi(default = [])]
    pub people: Vec<PersonMet>,
    /// About the site, in words.
    #[uniffi(default = None)]
    pub text: Option<String>,
    /// Photographs of the site.
    #[uniffi(default = [])]
    pub evidence: Vec<Evidence>,
}
