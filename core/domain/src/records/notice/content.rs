//! What each kind of notice says beyond what all say.

use beatbook_protocol::id::Id;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::law::powers::Power;
use crate::law::rule_set::RuleSet;
use crate::law::terms::{FineTerms, Payee};
use crate::records::encounter::people::VehicleKnown;

/// A fixed penalty, all offence rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fpn {
    /// Offence row, amounts in pence, periods: as the authority asks them.
    pub terms: FineTerms,
    /// Act and section of the offence, as the row names them.
    pub offence: String,
    /// Who is paid.
    pub payee: Payee,
    /// The community protection notice that was not complied with.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub cpn: Option<CpnBreached>,
    /// The vehicles it was done with, as recorded then; none in records from before they were kept.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub vehicles: Vec<VehicleKnown>,
}

/// Which requirement of which notice was not complied with (ASBCPA 2014 s48).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CpnBreached {
    /// The notice's number.
    pub number: String,
    /// Place of the requirement in it, from 0.
    pub requirement: u16,
    /// What it requires, in the words of that notice; absent in records from before they were kept. Asked for only where the
    /// phone has no record of that notice.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub words: Option<String>,
}

impl CpnBreached {
    /// Whether both are about the same requirement, in whatever words.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        (&self.number, self.requirement) == (&other.number, other.requirement)
    }
}

/// What makes conduct a matter of community protection (ASBCPA 2014 s43(1)).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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

/// Of what kind a requirement is (s43(3)).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RequirementKind {
    /// To stop doing something.
    Stop,
    /// To do something.
    Do,
    /// To take reasonable steps towards a result.
    Steps,
}

/// One requirement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Requirement {
    /// Of what kind.
    pub kind: RequirementKind,
    /// What exactly.
    pub text: String,
    /// Last local day for it; absent: at once.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub by: Option<Date>,
}

impl Requirement {
    /// As a person reads it: "Do: Clear the garden. (by 26 September 2025)".
    #[must_use]
    pub fn in_words(&self) -> String {
        let duty = match self.kind {
            RequirementKind::Stop => "Stop",
            RequirementKind::Do => "Do",
            RequirementKind::Steps => "Take reasonable steps",
        };
        let by = self.by.map_or_else(|| "at once".to_owned(), |by| by.strftime("by %-d %B %Y").to_string());
        format!("{duty}: {} ({by})", self.text)
    }
}

/// A community protection warning (s43(5)).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cpw {
    /// The conduct.
    pub detriment: Detriment,
    /// What to stop or do.
    pub requirements: Vec<Requirement>,
    /// Last local day of the time allowed; a notice can follow only after it.
    pub allowed_until: Date,
    /// Enquiries made for occupier and owner before it is addressed to, or posted on, premises (s45).
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub enquiries: Option<String>,
}

/// Something seen on a date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Observation {
    /// UTC milliseconds.
    pub time: i64,
    /// What was seen.
    pub text: String,
}

/// A community protection notice (s43).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cpn {
    /// The conduct.
    pub detriment: Detriment,
    /// Number of the warning that went before.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub warning: Option<String>,
    /// Its local date.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub warned: Option<Date>,
    /// What was seen after the time allowed.
    pub observations: Vec<Observation>,
    /// What it requires.
    pub requirements: Vec<Requirement>,
    /// Whom the officer told before, as the law asks (s43(6)); "nobody" is an answer.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub informed: Option<String>,
    /// The magistrates' court to appeal to.
    pub appeal_court: String,
    /// Enquiries made for occupier and owner before it is addressed to, or posted on, premises (s45).
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub enquiries: Option<String>,
}

/// Both limbs of vehicle nuisance (PRA 2002 s59(1)).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VehicleNuisance {
    /// The vehicle, as recorded.
    pub vehicle: VehicleKnown,
    /// Careless or inconsiderate driving, or driving off the road.
    pub driving: String,
    /// Alarm, distress or annoyance to members of the public.
    pub annoyance: String,
}

/// A vehicle warning (PRA 2002 s59(4)).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct S59Warning {
    /// Both limbs.
    pub nuisance: VehicleNuisance,
    /// Told that any vehicle may be seized if it is repeated within the time.
    pub warned: bool,
}

/// An earlier vehicle warning, as the index showed it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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

/// How the person here is known to be the one who was warned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SamePerson {
    /// The person's details match.
    Details,
    /// Only the registration matches: the officer states a belief.
    Registration {
        /// That this is the person warned, and on what it rests.
        belief: Option<String>,
        /// What explains that the phone's own record of the warning tells of another make, colour or kind of vehicle.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        although: Option<String>,
    },
}

/// Why a vehicle may be seized (PRA 2002 s59(3)–(5)).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
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

/// A charge. Pence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cost {
    /// For what.
    pub what: String,
    /// Pence.
    pub amount: i64,
}

/// A seizure (PRA 2002 s59(3)).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct S59Seizure {
    /// Both limbs.
    pub nuisance: VehicleNuisance,
    /// The ground; absent until chosen.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub ground: Option<SeizureGround>,
    /// Where it is held, line by line.
    pub held_at: Vec<String>,
    /// How to have it back.
    pub reclaim: String,
    /// Last local day for it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub reclaim_by: Option<Date>,
    /// What it costs.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub costs: Vec<Cost>,
}

/// What stands on the land.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
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

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unit {
    /// What.
    pub kind: UnitKind,
    /// People live in it.
    pub lived_in: bool,
    /// So that it can be told from others: registration, colour.
    pub described: String,
}

/// That welfare came first: what the welfare record lets the direction know, and no more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WelfareDone {
    /// The record.
    pub record: Id,
    /// When it was completed, UTC milliseconds.
    pub completed: i64,
    /// Local day until which it asks to wait; on that day the direction may be given.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub wait_until: Option<Date>,
}

/// A direction to leave land (CJPOA 1994 s77).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct S77Direction {
    /// The land, so that nobody can mistake it.
    pub land: String,
    /// What stands on it.
    pub units: Vec<Unit>,
    /// People directed, by name or description.
    pub people: Vec<String>,
    /// To all persons with vehicles on the land.
    pub all_persons: bool,
    /// When they must have left, UTC milliseconds.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub leave_by: Option<i64>,
    /// That welfare came first.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub welfare: Option<WelfareDone>,
    /// The encampment on that land, of which the check was told.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub encampment: Option<Id>,
}

/// The part of a notice that only its kind has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
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

/// The kinds of notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeKind {
    /// A fixed penalty.
    Fpn,
    /// A community protection warning.
    Cpw,
    /// A community protection notice.
    Cpn,
    /// A vehicle warning.
    S59Warning,
    /// A vehicle seizure.
    S59Seizure,
    /// A direction to leave land.
    S77Direction,
}

impl NoticeContent {
    /// Which kind.
    #[must_use]
    pub fn kind(&self) -> NoticeKind {
        match self {
            Self::Fpn(_) => NoticeKind::Fpn,
            Self::Cpw(_) => NoticeKind::Cpw,
            Self::Cpn(_) => NoticeKind::Cpn,
            Self::S59Warning(_) => NoticeKind::S59Warning,
            Self::S59Seizure(_) => NoticeKind::S59Seizure,
            Self::S77Direction(_) => NoticeKind::S77Direction,
        }
    }

    /// What it is for: the code of an offence row or of conduct, else the kind's own.
    #[must_use]
    pub fn about(&self) -> &str {
        match self {
            Self::Fpn(fpn) => &fpn.terms.offence,
            Self::Cpw(cpw) => &cpw.detriment.conduct,
            Self::Cpn(cpn) => &cpn.detriment.conduct,
            Self::S59Warning(_) => "s59_warning",
            Self::S59Seizure(_) => "s59_seizure",
            Self::S77Direction(_) => "s77_direction",
        }
    }

    /// The power it rests on; absent for a penalty whose offence the rule set does not know.
    #[must_use]
    pub fn power(&self, rules: &RuleSet) -> Option<Power> {
        Some(match self {
            Self::Fpn(fpn) => rules.offence(&fpn.terms.offence)?.power,
            Self::Cpw(_) => Power::Cpw,
            Self::Cpn(_) => Power::Cpn,
            Self::S59Warning(_) | Self::S59Seizure(_) => Power::S59Vehicles,
            Self::S77Direction(_) => Power::S77Direction,
        })
    }
}
