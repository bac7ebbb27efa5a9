//! Types of `beatbook_domain::records::notice::content`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// Something seen on a date.
#[uniffi::remote(Record)]
pub struct ConductObserved {
    /// UTC milliseconds.
    pub time: i64,
    /// What was seen.
    pub text: String,
}

/// A charge. Pence.
#[uniffi::remote(Record)]
pub struct Cost {
    /// For what.
    pub what: String,
    /// Pence.
    pub amount: i64,
}

/// A community protection notice (s43).
#[uniffi::remote(Record)]
pub struct Cpn {
    /// The conduct.
    pub detriment: Detriment,
    /// Number of the warning that went before.
    #[uniffi(default = None)]
    pub warning: Option<String>,
    /// Its local date.
    #[uniffi(default = None)]
    pub warned: Option<Date>,
    /// What was seen after the time allowed.
    #[uniffi(default = [])]
    pub observations: Vec<ConductObserved>,
    /// What it requires.
    #[uniffi(default = [])]
    pub requirements: Vec<Requirement>,
    /// Whom the officer told before, as the law asks (s43(6)); "nobody" is an answer.
    #[uniffi(default = None)]
    pub informed: Option<String>,
    /// The magistrates' court to appeal to.
    pub appeal_court: String,
    /// Enquiries made for occupier and owner before it is addressed to, or posted on, premises (s45).
    #[uniffi(default = None)]
    pub enquiries: Option<String>,
}

/// Which requirement of which notice was not complied with (ASBCPA 2014 s48).
#[uniffi::remote(Record)]
pub struct CpnBreached {
    /// The notice's number.
    pub number: String,
    /// Place of the requirement in it, from 0.
    pub requirement: u16,
    /// What it requires, in the words of that notice; absent in records from before they were kept. Asked for only where the
    /// phone has no record of that notice.
    #[uniffi(default = None)]
    pub words: Option<String>,
}

/// A community protection warning (s43(5)).
#[uniffi::remote(Record)]
pub struct Cpw {
    /// The conduct.
    pub detriment: Detriment,
    /// What to stop or do.
    #[uniffi(default = [])]
    pub requirements: Vec<Requirement>,
    /// Last local day of the time allowed; a notice can follow only after it.
    pub allowed_until: Date,
    /// Enquiries made for occupier and owner before it is addressed to, or posted on, premises (s45).
    #[uniffi(default = None)]
    pub enquiries: Option<String>,
}

/// What makes conduct a matter of community protection (ASBCPA 2014 s43(1)).
#[uniffi::remote(Record)]
pub struct Detriment {
    /// Code of the conduct in the authority's list.
    pub conduct: String,
    /// The detrimental effect on the quality of life of those in the locality.
    pub effect: String,
    /// Why it is persistent or continuing.
    pub persistent: String,
    /// Why it is unreasonable.
    pub unreasonable: String,
}

/// A fixed penalty, all offence rows.
#[uniffi::remote(Record)]
pub struct Fpn {
    /// Offence row, amounts in pence, periods: as the authority asks them.
    pub terms: FineTerms,
    /// Act and section of the offence, as the row names them.
    pub offence: String,
    /// Who is paid.
    pub payee: Payee,
    /// The community protection notice that was not complied with.
    #[uniffi(default = None)]
    pub cpn: Option<CpnBreached>,
    /// The vehicles it was done with, as recorded then; none in records from before they were kept.
    #[uniffi(default = [])]
    pub vehicles: Vec<VehicleKnown>,
}

/// The part of a notice that only its kind has.
#[uniffi::remote(Enum)]
pub enum NoticeContent {
    /// A fixed penalty.
    Fpn(Fpn),
    /// A community protection warning.
    Cpw(Cpw),
    /// A community protection notice.
    Cpn(Cpn),
    /// A vehicle warning.
    S59Warning(S59Warning),
    /// A vehicle seizure.
    S59Seizure(S59Seizure),
    /// A direction to leave land.
    S77Direction(S77Direction),
}

/// One requirement.
#[uniffi::remote(Record)]
pub struct Requirement {
    /// Of what kind.
    pub kind: RequirementKind,
    /// What exactly.
    pub text: String,
    /// Last local day for it; absent: at once.
    #[uniffi(default = None)]
    pub by: Option<Date>,
}

/// Of what kind a requirement is (s43(3)).
#[uniffi::remote(Enum)]
pub enum RequirementKind {
    /// To stop doing something.
    Stop,
    /// To do something.
    Do,
    /// To take reasonable steps towards a result.
    Steps,
}

/// A seizure (PRA 2002 s59(3)).
#[uniffi::remote(Record)]
pub struct S59Seizure {
    /// Both limbs.
    pub nuisance: VehicleNuisance,
    /// The ground; absent until chosen.
    #[uniffi(default = None)]
    pub ground: Option<SeizureGround>,
    /// Where it is held, line by line.
    #[uniffi(default = [])]
    pub held_at: Vec<String>,
    /// How to have it back.
    pub reclaim: String,
    /// Last local day for it.
    #[uniffi(default = None)]
    pub reclaim_by: Option<Date>,
    /// What it costs.
    #[uniffi(default = [])]
    pub costs: Vec<Cost>,
}

/// A vehicle warning (PRA 2002 s59(4)).
#[uniffi::remote(Record)]
pub struct S59Warning {
    /// Both limbs.
    pub nuisance: VehicleNuisance,
    /// Told that any vehicle may be seized if it is repeated within the time.
    pub warned: bool,
}

/// A direction to leave land (CJPOA 1994 s77).
#[uniffi::remote(Record)]
pub struct S77Direction {
    /// The land, so that nobody can mistake it.
    pub land: String,
    /// What stands on it.
    #[uniffi(default = [])]
    pub units: Vec<Unit>,
    /// People directed, by name or description.
    #[uniffi(default = [])]
    pub people: Vec<String>,
    /// To all persons with vehicles on the land.
    pub all_persons: bool,
    /// When they must have left, UTC milliseconds.
    #[uniffi(default = None)]
    pub leave_by: Option<i64>,
    /// That welfare came first.
    #[uniffi(default = None)]
    pub welfare: Option<WelfareDone>,
    /// The encampment on that land, of which the check was told.
    #[uniffi(default = None)]
    pub encampment: Option<Id>,
}

/// How the person here is known to be the one who was warned.
#[uniffi::remote(Enum)]
pub enum SamePerson {
    /// The person's details match.
    Details,
    /// Only the registration matches: the officer states a belief.
    Registration {
        /// That this is the person warned, and on what it rests.
        belief: Option<String>,
        /// What explains that the phone's own record of the warning tells of another make, colour or kind of vehicle.
        although: Option<String>,
    },
}

/// Why a vehicle may be seized (PRA 2002 s59(3)–(5)).
#[uniffi::remote(Enum)]
pub enum SeizureGround {
    /// Continued or repeated after a warning on this occasion.
    Continued {
        /// When the warning was given, UTC milliseconds.
        warned: i64,
        /// What went on after it.
        after: String,
    },
    /// A warning was impracticable.
    Impracticable {
        /// Why.
        why: String,
    },
    /// Warned on this occasion by another.
    WarnedByAnother {
        /// By whom and when.
        who: String,
    },
    /// Warned before, within the rule set's months.
    WarnedBefore {
        /// The warning.
        warning: WarningCited,
        /// The same person.
        same: SamePerson,
    },
    /// The rule set asks for no warning.
    NoWarningNeeded,
}

/// One of them.
#[uniffi::remote(Record)]
pub struct Unit {
    /// What.
    pub kind: UnitKind,
    /// People live in it.
    pub lived_in: bool,
    /// So that it can be told from others: registration, colour.
    pub described: String,
}

/// What stands on the land.
#[uniffi::remote(Enum)]
pub enum UnitKind {
    /// A caravan.
    Caravan,
    /// Another vehicle.
    Vehicle,
    /// A tent.
    Tent,
    /// A structure.
    Structure,
}

/// Both limbs of vehicle nuisance (PRA 2002 s59(1)).
#[uniffi::remote(Record)]
pub struct VehicleNuisance {
    /// The vehicle, as recorded.
    pub vehicle: VehicleKnown,
    /// Careless or inconsiderate driving, or driving off the road.
    pub driving: String,
    /// Alarm, distress or annoyance to members of the public.
    pub annoyance: String,
}

/// An earlier vehicle warning, as the index showed it.
#[uniffi::remote(Record)]
pub struct WarningCited {
    /// Its number.
    pub number: String,
    /// The local day it was given.
    pub date: Date,
    /// Where.
    pub place: String,
    /// By whom, as public id.
    pub issuer: String,
}

/// That welfare came first: what the welfare record lets the direction know, and no more.
#[uniffi::remote(Record)]
pub struct WelfareDone {
    /// The record.
    pub record: Id,
    /// When it was completed, UTC milliseconds.
    pub completed: i64,
    /// Local day until which it asks to wait; on that day the direction may be given.
    #[uniffi(default = None)]
    pub wait_until: Option<Date>,
}
