//! What each kind of notice says beyond what all say (rules.md 9).

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::notice::When;

/// The kinds of paper, named as templates are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Fixed penalty notice, all offence rows (ASBCPA 2014 s68, s52; EPA 1990 s88 and others).
    Fpn,
    /// Community protection warning (ASBCPA 2014 s43(5)).
    Cpw,
    /// Community protection notice (ASBCPA 2014 s43).
    Cpn,
    /// Warning about a vehicle (Police Reform Act 2002 s59(4)).
    S59Warning,
    /// Seizure of a vehicle (Police Reform Act 2002 s59(3)).
    S59Seizure,
    /// Receipt for alcohol surrendered (ASBCPA 2014 s63).
    Surrender,
    /// Direction to leave land (Criminal Justice and Public Order Act 1994 s77).
    S77Direction,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Fpn,
        Self::Cpw,
        Self::Cpn,
        Self::S59Warning,
        Self::S59Seizure,
        Self::Surrender,
        Self::S77Direction,
    ];

    /// The name of its template, and of `subject.kind` in templates.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Fpn => "fpn",
            Self::Cpw => "cpw",
            Self::Cpn => "cpn",
            Self::S59Warning => "s59_warning",
            Self::S59Seizure => "s59_seizure",
            Self::Surrender => "surrender",
            Self::S77Direction => "s77_direction",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The part of a notice that only its kind has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Subject {
    /// Offers to discharge liability by paying.
    Fpn(Box<Fpn>),
    /// Warns that a community protection notice may follow.
    Cpw(Cpw),
    /// Requires things, with an appeal.
    Cpn(Cpn),
    /// Warns that a vehicle may be seized.
    S59Warning(S59Warning),
    /// Says that a vehicle was seized, and how to have it back.
    S59Seizure(S59Seizure),
    /// Lists what was handed over and what became of it.
    Surrender(Surrender),
    /// Directs people to leave land with their vehicles.
    S77Direction(S77Direction),
}

impl Subject {
    /// Which kind it is.
    #[must_use]
    pub fn kind(&self) -> Kind {
        match self {
            Self::Fpn(_) => Kind::Fpn,
            Self::Cpw(_) => Kind::Cpw,
            Self::Cpn(_) => Kind::Cpn,
            Self::S59Warning(_) => Kind::S59Warning,
            Self::S59Seizure(_) => Kind::S59Seizure,
            Self::Surrender(_) => Kind::Surrender,
            Self::S77Direction(_) => Kind::S77Direction,
        }
    }
}

/// A fixed penalty (ASBCPA 2014 s68(5)–(8), the same in s52).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fpn {
    /// The offence in words.
    pub offence: String,
    /// The order and condition that were breached; none for offences without an order.
    pub order: Option<OrderCited>,
    /// The community protection notice that was not complied with.
    pub cpn: Option<CpnBreached>,
    /// What a court may impose for it, if the rule set says so.
    pub court_penalty: Option<String>,
    /// Days after the notice's date in which no proceedings are taken.
    pub no_proceedings_days: u32,
    /// The last of these days.
    pub no_proceedings_until: Date,
    /// What to pay, to whom and how.
    pub payment: Payment,
}

/// A requirement of a community protection notice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CpnBreached {
    /// The notice's number.
    pub number: String,
    /// Which of its requirements: 1, 2, 3 …
    pub requirement: u32,
}

/// An order and one of its conditions, as in force on the day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderCited {
    /// The order's title.
    pub title: String,
    /// The condition's code: `ALC-1`.
    pub condition: String,
    /// The condition's words.
    pub text: String,
}

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payment {
    /// In pence.
    pub amount: i64,
    /// Length of the period in days.
    pub days: u32,
    /// Its last day.
    pub by: Date,
    /// Less for payment sooner.
    pub early: Option<EarlyPayment>,
    /// What to quote; beside the number the only thing in the QR code.
    pub reference: String,
    /// Name of the authority that is paid: the one that made the order, not the officer's.
    pub payee: String,
    /// Its address, one line each.
    pub payee_address: Vec<String>,
    /// Each way to pay.
    pub methods: Vec<PaymentMethod>,
}

/// A reduced amount within a specified period of less than 14 days (ASBCPA 2014 s68(7)).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EarlyPayment {
    /// In pence.
    pub amount: i64,
    /// Length of the period in days.
    pub days: u32,
    /// Its last day.
    pub by: Date,
}

/// One way to pay: "Online" and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentMethod {
    /// "Online", "By telephone", "By post".
    pub name: String,
    /// Address, number, to whom a cheque is made out.
    pub details: String,
}

/// A community protection warning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cpw {
    /// The detrimental effect on the quality of life of those in the locality.
    pub effect: String,
    /// What to stop or do, and by when.
    pub requirements: Vec<Requirement>,
    /// Last day of the time allowed; a notice may follow after it.
    pub allowed_until: Date,
}

/// One requirement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Requirement {
    /// Stop doing, do, or take reasonable steps (ASBCPA 2014 s43(3)).
    pub duty: Duty,
    /// What exactly.
    pub text: String,
    /// Until when; at once if absent.
    pub by: Option<When>,
}

/// ASBCPA 2014 s43(3)(a) to (c).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Duty {
    /// To stop doing specified things.
    Stop,
    /// To do specified things.
    Do,
    /// To take reasonable steps to achieve specified results.
    Steps,
}

/// A community protection notice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cpn {
    /// The detrimental effect.
    pub effect: String,
    /// The warning that came first.
    pub warning: Earlier,
    /// What the notice requires.
    pub requirements: Vec<Requirement>,
    /// Where and until when to appeal (s46).
    pub appeal: Appeal,
    /// What a court may impose for failing to comply (s48), as the rule set words it.
    pub court_penalty: String,
}

/// An earlier notice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Earlier {
    /// Its number.
    pub number: String,
    /// Its date.
    pub date: Date,
}

/// An appeal to a magistrates' court.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Appeal {
    /// The court.
    pub court: String,
    /// Length of the period in days, the day of issue being the first.
    pub days: u32,
    /// Its last day.
    pub by: Date,
}

/// A vehicle as it stood there; what is unknown or missing is left out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Vehicle {
    /// As on the plate; none if it bears none.
    pub registration: Option<String>,
    /// "Car", "E-scooter".
    pub kind: String,
    /// Maker and model.
    pub make: Option<String>,
    /// Colour.
    pub colour: Option<String>,
    /// Vehicle identification number.
    pub vin: Option<String>,
}

/// A warning under Police Reform Act 2002 s59.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct S59Warning {
    /// What was driven.
    pub vehicle: Vehicle,
    /// The first limb: careless or inconsiderate driving, or driving off the road (s59(1)(a)).
    pub driving: String,
    /// The second limb: alarm, distress or annoyance to members of the public (s59(1)(b)).
    pub nuisance: String,
    /// The last day on which it counts.
    pub counts_until: Date,
}

/// A seizure under Police Reform Act 2002 s59.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct S59Seizure {
    /// What was seized.
    pub vehicle: Vehicle,
    /// Why: one of the grounds of rules.md 7, in words.
    pub ground: String,
    /// The warning it rests on, if it rests on one.
    pub warning: Option<Earlier>,
    /// Where it is held, one line each.
    pub held_at: Vec<String>,
    /// What to bring and do.
    pub reclaim: Vec<String>,
    /// The last day for it.
    pub reclaim_by: Date,
    /// What it costs.
    pub costs: Vec<Cost>,
}

/// One charge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cost {
    /// For what.
    pub what: String,
    /// In pence.
    pub amount: i64,
}

/// A receipt for things surrendered. The witness is in [`crate::notice::OfficerNotes::witnesses`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Surrender {
    /// What was handed over.
    pub items: Vec<Item>,
    /// What became of it: "Poured away at the place, in the presence of the person".
    pub disposal: String,
    /// When.
    pub disposed: When,
}

/// One thing, with how much of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// "Beer, can".
    pub what: String,
    /// "2 × 500 ml".
    pub quantity: String,
}

/// A direction to leave land.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct S77Direction {
    /// The land, so that nobody can mistake it.
    pub land: String,
    /// Vehicles, caravans, tents and structures present, one line each, with their kind.
    pub vehicles: Vec<String>,
    /// People directed, by name or as "all persons present with vehicles on the land".
    pub people: Vec<String>,
    /// When they must have left.
    pub leave_by: When,
    /// The last day on which returning with a vehicle is an offence (s77(3)).
    pub return_until: Date,
    /// What a court may impose.
    pub court_penalty: String,
}
