//! An encampment as journals tell it: reported, visited, directed, applied for, vacated. The fold is
//! [`crate::encampments`].
//!
//! Several phones and the desk tell of one encampment, under its id. What is in these entries is for enforcement to read:
//! who lives there, and what was weighed for them, stays in the welfare record of the check.

use beatbook_protocol::id::Id;
use beatbook_protocol::limits::{NAME_MAX, TEXT_MAX};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::notices::known::Tag;
use crate::orders::legal_time::LegalTime;
use crate::records::encounter::people::registration;
use crate::records::journal::Moment;
use crate::records::kinds::kinds;
use crate::records::notice::content::{S77Direction, UnitKind, WelfareDone};
use crate::records::reference::Reference;
use crate::records::seen::{BadText, Evidence, KeptPlace, said};

/// Most registrations, people or photographs of one entry.
pub const EACH_MAX: usize = 200;

/// Who told of it first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
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

/// The land it stands on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Land {
    /// Its code in the authority's list of land, if it has one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub code: Option<String>,
    /// In words, so that nobody can mistake it.
    pub words: String,
    /// Where, if it is known.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub place: Option<KeptPlace>,
}

/// Somebody told of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EncampmentReported {
    /// When it was written down.
    pub at: Moment,
    /// Legal time, if there is one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub legal: Option<LegalTime>,
    /// When it was reported, UTC milliseconds.
    pub time: i64,
    /// Code of the authority whose land or duty it is.
    pub controller: String,
    /// By whom, as a kind and never as a name.
    pub source: ReportSource,
    /// Number of the report in another system.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub reference: Option<String>,
    /// Where.
    pub land: Land,
    /// On which patrol it was written down.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub patrol: Option<Id>,
}

/// So many of a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitCount {
    /// Of what.
    pub kind: UnitKind,
    /// How many stand there.
    pub count: u16,
    /// In how many of them people live.
    pub lived_in: u16,
}

impl core::fmt::Display for UnitCount {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let kind = match self.kind {
            UnitKind::Caravan => "caravans",
            UnitKind::Vehicle => "vehicles",
            UnitKind::Tent => "tents",
            UnitKind::Structure => "structures",
        };
        write!(f, "{} {kind}", self.count)?;
        if self.lived_in > 0 { write!(f, " ({} lived in)", self.lived_in) } else { Ok(()) }
    }
}

/// What was seen on a visit.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visit {
    /// Units by kind; a kind that is left out was not there.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub units: Vec<UnitCount>,
    /// Registrations, as read.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub registrations: Vec<String>,
    /// People the officer knew by name and date of birth, as keyed hashes: the name is not kept.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub people: Vec<Tag>,
    /// About the site, in words; nothing of anybody's needs.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub text: Option<String>,
    /// Photographs of the site.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub evidence: Vec<Evidence>,
}

/// How a direction was given (CJPOA 1994 s77(1), (2)).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DirectionForm {
    /// Spoken: people know what will follow; it is no notice.
    Spoken,
    /// Written and served, under the number of its notice.
    Written {
        /// As printed.
        number: String,
    },
}

/// A direction to leave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Direction {
    /// How.
    pub form: DirectionForm,
    /// By when to leave, UTC milliseconds.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub leave_by: Option<i64>,
    /// Last local day of the time in which to return is an offence (s77(3)(b)), by the rule set of its day.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub return_until: Option<Date>,
    /// Registrations of the vehicles directed; none: those seen on visits before.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub registrations: Vec<String>,
    /// People directed who are known, as keyed hashes; none: those known from visits before.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub people: Vec<Tag>,
    /// Why it was spoken before a welfare check was complete, or before the day until which that asks to wait; nothing of anybody's
    /// needs. It says what happened, and makes nothing hold.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub without_assessment: Option<String>,
}

impl Direction {
    /// The direction of a notice, as its encampment is told of it.
    #[must_use]
    pub fn of_notice(
        number: String,
        notice: &S77Direction,
        return_until: Option<Date>,
        registrations: Vec<String>,
    ) -> Self {
        Self {
            form: DirectionForm::Written { number },
            leave_by: notice.leave_by,
            return_until,
            registrations,
            people: Vec::new(),
            without_assessment: None,
        }
    }
}

/// A matter before the magistrates' court (s78).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CourtMatter {
    /// Which court.
    pub court: String,
    /// The court's number.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub reference: Option<String>,
}

/// One entry, wherever it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct EntryAt {
    /// The notebook, or the authority's own journal.
    pub journal: Id,
    /// Its number there.
    pub seq: u64,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EncampmentStep {
    /// Somebody went there and counted.
    Visit(Visit),
    /// The welfare check is complete, and until when it asks to wait. Nothing of anybody is in it.
    Welfare(WelfareDone),
    /// A direction was given (s77).
    Direction(Direction),
    /// The court was asked for an order (s78(1)).
    S78Applied(CourtMatter),
    /// The court made it.
    S78Order(CourtMatter),
    /// The order was carried out by bailiffs: people did not leave by themselves.
    Bailiffs,
    /// The police directed people to leave (s61): their power, here an event.
    PoliceS61 {
        /// Number of the police.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        reference: Option<String>,
    },
    /// Nobody and nothing is there any more.
    Vacated {
        /// What was left, in words.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        text: Option<String>,
    },
    /// What it is called in another system.
    Reference(Reference),
    /// Two reports tell of one encampment.
    Same {
        /// The other.
        other: Id,
        /// Why.
        why: String,
    },
    /// An entry was wrong, and never was so.
    TakenBack {
        /// Which.
        entry: EntryAt,
        /// Why.
        why: String,
    },
}

/// Something happened to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EncampmentTold {
    /// When it was written down.
    pub at: Moment,
    /// When it happened, UTC milliseconds by legal time.
    pub time: i64,
    /// What.
    pub step: EncampmentStep,
}

/// One entry of an encampment's story.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EncampmentEntry {
    /// See [`EncampmentReported`].
    Reported(Box<EncampmentReported>),
    /// See [`EncampmentTold`].
    Step(Box<EncampmentTold>),
}

kinds!(EncampmentEntry {
    "encampment_reported" => Reported,
    "encampment_step" => Step,
});

/// Why an entry cannot be told at all. Whether it fits the others is asked of the fold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum EncampmentForm {
    /// A text is empty or too long.
    #[error("{field} is empty or too long: write 1 to {most} characters, or leave it out")]
    Text {
        /// Which field.
        field: &'static str,
        /// Characters it may have at most.
        most: usize,
    },
    /// More than [`EACH_MAX`] of something, or more lived in than there are, or one kind twice.
    #[error("{field} cannot be so many: count again, each kind once, and tell the rest in another visit")]
    Number {
        /// Which field.
        field: &'static str,
    },
    /// Without a letter or digit: nobody could be known again by it.
    #[error("a registration is letters and digits: write it as it is on the plate, or leave it out")]
    Registration,
    /// It is joined to itself, or takes itself back.
    #[error("this names itself: name the other one")]
    Itself,
}

impl EncampmentForm {
    /// A stable name for screens, logs and tests.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Text { .. } => "encampment_text",
            Self::Number { .. } => "encampment_number",
            Self::Registration => "encampment_registration",
            Self::Itself => "encampment_itself",
        }
    }
}

impl From<BadText> for EncampmentForm {
    fn from(bad: BadText) -> Self {
        Self::Text { field: bad.field, most: bad.most }
    }
}

impl EncampmentEntry {
    /// When it happened, UTC milliseconds.
    #[must_use]
    pub fn time(&self) -> i64 {
        match self {
            Self::Reported(reported) => reported.time,
            Self::Step(told) => told.time,
        }
    }

    /// Whether it is well formed; `encampment` is the one it tells of.
    ///
    /// # Errors
    /// [`EncampmentForm`].
    pub fn check(&self, encampment: Id) -> Result<(), EncampmentForm> {
        match self {
            Self::Reported(reported) => {
                said("land", &reported.land.words, NAME_MAX)?;
                maybe("land code", reported.land.code.as_deref())?;
                maybe("reference", reported.reference.as_deref())
            }
            Self::Step(told) => told.step.check(encampment),
        }
    }
}

impl EncampmentStep {
    fn check(&self, encampment: Id) -> Result<(), EncampmentForm> {
        match self {
            Self::Visit(visit) => visit.check(),
            Self::Welfare(_) | Self::Bailiffs => Ok(()),
            Self::Direction(direction) => {
                if let DirectionForm::Written { number } = &direction.form {
                    said("number", number, NAME_MAX)?;
                }
                maybe("reason", direction.without_assessment.as_deref())?;
                few("people", direction.people.len())?;
                registrations(&direction.registrations)
            }
            Self::S78Applied(matter) | Self::S78Order(matter) => {
                said("court", &matter.court, NAME_MAX)?;
                maybe("reference", matter.reference.as_deref())
            }
            Self::PoliceS61 { reference } => maybe("reference", reference.as_deref()),
            Self::Vacated { text } => Ok(text.iter().try_for_each(|text| said("text", text, TEXT_MAX))?),
            Self::Reference(reference) => Ok(reference.check()?),
            Self::Same { other, .. } if *other == encampment => Err(EncampmentForm::Itself),
            Self::Same { why, .. } | Self::TakenBack { why, .. } => Ok(said("why", why, NAME_MAX)?),
        }
    }

    /// Whether it is the desk's to tell: what courts and bailiffs did, and that two reports are one encampment's.
    #[must_use]
    pub fn is_of_desk(&self) -> bool {
        matches!(self, Self::S78Applied(_) | Self::S78Order(_) | Self::Bailiffs | Self::Same { .. })
    }

    /// As screens and exports name it.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Visit(_) => "visit",
            Self::Welfare(_) => "welfare",
            Self::Direction(direction) => match direction.form {
                DirectionForm::Spoken => "direction_spoken",
                DirectionForm::Written { .. } => "direction_written",
            },
            Self::S78Applied(_) => "s78_applied",
            Self::S78Order(_) => "s78_order",
            Self::Bailiffs => "bailiffs",
            Self::PoliceS61 { .. } => "police_s61",
            Self::Vacated { .. } => "vacated",
            Self::Reference(_) => "reference",
            Self::Same { .. } => "same",
            Self::TakenBack { .. } => "taken_back",
        }
    }
}

/// Units in words, such as `8 caravans (8 lived in), 3 vehicles`.
#[must_use]
pub fn units_in_words(units: &[UnitCount]) -> String {
    let told: Vec<String> = units.iter().filter(|unit| unit.count > 0).map(ToString::to_string).collect();
    if told.is_empty() { "nothing".to_owned() } else { told.join(", ") }
}

impl Visit {
    /// Whether a caravan or another vehicle was there: people may be directed to leave land with these, and return with them
    /// (CJPOA 1994 s77).
    #[must_use]
    pub fn is_driven(&self) -> bool {
        let is_driven = |kind: UnitKind| matches!(kind, UnitKind::Caravan | UnitKind::Vehicle);
        !self.registrations.is_empty() || self.units.iter().any(|unit| unit.count > 0 && is_driven(unit.kind))
    }

    /// Whether units were counted: caravans, vehicles, tents or structures.
    #[must_use]
    pub fn has_units(&self) -> bool {
        self.units.iter().any(|unit| unit.count > 0)
    }

    /// Whether nothing and nobody was there: no unit, no registration, and nobody who is known. Words and photographs may say
    /// so.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        !self.has_units() && self.registrations.is_empty() && self.people.is_empty()
    }

    /// What was counted, in words ([`units_in_words`]).
    #[must_use]
    pub fn units_in_words(&self) -> String {
        units_in_words(&self.units)
    }

    /// How many of a kind.
    #[must_use]
    pub fn count(&self, kind: UnitKind) -> u16 {
        self.units.iter().filter(|unit| unit.kind == kind).map(|unit| unit.count).max().unwrap_or(0)
    }

    fn check(&self) -> Result<(), EncampmentForm> {
        let twice = |unit: &UnitCount| self.units.iter().filter(|one| one.kind == unit.kind).count() > 1;
        if self.units.iter().any(|unit| unit.lived_in > unit.count || twice(unit)) {
            return Err(EncampmentForm::Number { field: "units" });
        }
        few("people", self.people.len())?;
        few("photographs", self.evidence.len())?;
        registrations(&self.registrations)?;
        self.evidence.iter().try_for_each(|one| said("evidence", &one.shows, NAME_MAX))?;
        self.text.iter().try_for_each(|text| said("text", text, TEXT_MAX))?;
        Ok(())
    }
}

fn few(field: &'static str, number: usize) -> Result<(), EncampmentForm> {
    if number > EACH_MAX { Err(EncampmentForm::Number { field }) } else { Ok(()) }
}

fn registrations(told: &[String]) -> Result<(), EncampmentForm> {
    few("registrations", told.len())?;
    told.iter().try_for_each(|one| said("registration", one, NAME_MAX))?;
    if told.iter().all(|one| registration(one).is_some()) {
        Ok(())
    } else {
        Err(EncampmentForm::Registration)
    }
}

fn maybe(field: &'static str, text: Option<&str>) -> Result<(), EncampmentForm> {
    Ok(text.map_or(Ok(()), |text| said(field, text, NAME_MAX))?)
}
