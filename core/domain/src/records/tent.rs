//! A tent that is dealt with: why, on what power, what was offered before, and what became of every single thing.
//!
//! It is about where somebody sleeps, so all of it travels behind the coarse kind of welfare. Who lives there and what they
//! need stays in the welfare record of the check. The fold is [`crate::encampments::tents`].

use beatbook_protocol::id::Id;
use beatbook_protocol::limits::{NAME_MAX, TEXT_MAX};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::orders::legal_time::LegalTime;
use crate::records::encampment::{EntryAt, Land};
use crate::records::encounter::steps::HelpAnswer;
use crate::records::journal::Moment;
use crate::records::kinds::kinds;
use crate::records::reference::Reference;
use crate::records::seen::{BadText, Evidence, are_two, said};

/// Most things of one tent.
pub const BELONGINGS_MAX: usize = 100;

/// Why it is dealt with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TentGround {
    /// Anti-social behaviour.
    Asb,
    /// The pitch is likely to harm whoever lives in it.
    HarmToDweller,
    /// What it does to those around.
    CommunityImpact,
}

/// On what power it is moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TentPower {
    /// None: whoever lives in it agreed.
    Voluntary,
    /// A condition of an order (ASBCPA 2014 s59).
    Pspo,
    /// A community protection notice (s43).
    Cpn,
    /// A court's order for possession.
    Possession,
    /// Another.
    Other,
}

/// What kind of thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BelongingKind {
    /// The tent itself.
    Tent,
    /// Bedding.
    Bedding,
    /// Clothes.
    Clothes,
    /// Medicine: never disposed of.
    Medication,
    /// Identity papers: never disposed of.
    Papers,
    /// A phone: never disposed of.
    Phone,
    /// Something else.
    Other,
}

impl BelongingKind {
    /// Whether it may ever be disposed of.
    #[must_use]
    pub fn may_be_disposed_of(self) -> bool {
        !matches!(self, Self::Medication | Self::Papers | Self::Phone)
    }
}

/// One thing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Belonging {
    /// What kind.
    pub kind: BelongingKind,
    /// So that its owner knows it again.
    pub what: String,
    /// Its photograph.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub photo: Option<Evidence>,
}

/// Where things are kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeptWhere {
    /// Left where they were.
    Left,
    /// Stored.
    Stored {
        /// Where.
        place: String,
    },
}

/// A tent was found that something is to be done about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TentNoted {
    /// When it was written down.
    pub at: Moment,
    /// Legal time, if there is one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub legal: Option<LegalTime>,
    /// When it was found, UTC milliseconds.
    pub time: i64,
    /// Code of the authority that deals with it.
    pub controller: String,
    /// Where. Others than the own team are not told.
    pub land: Land,
    /// Why.
    pub ground: TentGround,
    /// On which patrol it was written down.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub patrol: Option<Id>,
}

/// It was moved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TentRemoved {
    /// On what power.
    pub power: TentPower,
    /// Reference of the order, notice or judgment.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub reference: Option<String>,
    /// Whether whoever lives in it was there.
    pub occupant_present: bool,
    /// Everything that was in it, numbered from 1 in this order.
    pub belongings: Vec<Belonging>,
    /// Where it is.
    pub kept: KeptWhere,
    /// Where a notice was left that says so.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub notice_left: Option<String>,
    /// How to have things back.
    pub contact: String,
    /// Last local day on which they are kept.
    pub keep_until: Date,
}

/// Things went, by two people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BelongingsGone {
    /// Which, by their numbers.
    pub items: Vec<u16>,
    /// Public ids of the two officers.
    pub people: [String; 2],
    /// To whom, without a name, or how.
    pub text: String,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TentStep {
    /// A welfare check of whoever lives there is complete. Nothing of anybody is in it.
    Welfare {
        /// The check.
        record: Id,
    },
    /// Help was offered.
    Offered {
        /// What.
        help: String,
        /// The answer.
        answer: HelpAnswer,
    },
    /// It was moved.
    Removed(Box<TentRemoved>),
    /// Things were given back.
    Returned(BelongingsGone),
    /// Things were disposed of.
    Disposed(BelongingsGone),
    /// What the record is called in another system.
    Reference(Reference),
    /// An entry about this tent was wrong, and never was so. It stays in its journal.
    TakenBack {
        /// Which.
        entry: EntryAt,
        /// Why, in a few words without names.
        why: String,
    },
}

/// Something happened to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TentTold {
    /// When it was written down.
    pub at: Moment,
    /// When it happened, UTC milliseconds by legal time.
    pub time: i64,
    /// What.
    pub step: TentStep,
}

/// One entry of a tent's story.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TentEntry {
    /// See [`TentNoted`].
    Noted(Box<TentNoted>),
    /// See [`TentTold`].
    Step(Box<TentTold>),
}

kinds!(TentEntry {
    "tent_noted" => Noted,
    "tent_step" => Step,
});

/// Something was told of a tent at the desk. No phone is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TentActed {
    /// Which.
    pub tent: Id,
    /// The officer who told it.
    pub by: Id,
    /// What.
    pub entry: TentEntry,
}

/// Why an entry cannot be told at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum TentForm {
    /// A text is empty or too long.
    #[error("{field} is empty or too long: write 1 to {most} characters, or leave it out")]
    Text {
        /// Which field.
        field: &'static str,
        /// Characters it may have at most.
        most: usize,
    },
    /// No thing, or more than [`BELONGINGS_MAX`].
    #[error("name at least one thing and at most {BELONGINGS_MAX}, each once")]
    Number,
    /// One person alone.
    #[error("belongings go by two people: name another officer with you")]
    TwoPeople,
}

impl TentForm {
    /// A stable name for screens, logs and tests.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Text { .. } => "tent_text",
            Self::Number => "tent_number",
            Self::TwoPeople => "two_people",
        }
    }
}

impl From<BadText> for TentForm {
    fn from(bad: BadText) -> Self {
        Self::Text { field: bad.field, most: bad.most }
    }
}

impl TentEntry {
    /// When it happened, UTC milliseconds.
    #[must_use]
    pub fn time(&self) -> i64 {
        match self {
            Self::Noted(noted) => noted.time,
            Self::Step(told) => told.time,
        }
    }

    /// As screens and exports name it.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Noted(_) => "noted",
            Self::Step(told) => match &told.step {
                TentStep::Welfare { .. } => "welfare",
                TentStep::Offered { .. } => "offered",
                TentStep::Removed(_) => "removed",
                TentStep::Returned(_) => "returned",
                TentStep::Disposed(_) => "disposed",
                TentStep::Reference(_) => "reference",
                TentStep::TakenBack { .. } => "taken_back",
            },
        }
    }

    /// The entry it takes back, if it does, and why.
    #[must_use]
    pub fn takes_back(&self) -> Option<(EntryAt, &str)> {
        match self {
            Self::Step(told) => match &told.step {
                TentStep::TakenBack { entry, why } => Some((*entry, why)),
                _ => None,
            },
            Self::Noted(_) => None,
        }
    }

    /// Things that went by it, and by whom.
    #[must_use]
    pub fn gone(&self) -> Option<&BelongingsGone> {
        match self {
            Self::Step(told) => match &told.step {
                TentStep::Returned(gone) | TentStep::Disposed(gone) => Some(gone),
                _ => None,
            },
            Self::Noted(_) => None,
        }
    }

    /// Whether it is well formed.
    ///
    /// # Errors
    /// [`TentForm`].
    pub fn check(&self) -> Result<(), TentForm> {
        match self {
            Self::Noted(noted) => Ok(said("land", &noted.land.words, NAME_MAX)?),
            Self::Step(told) => match &told.step {
                TentStep::Welfare { .. } => Ok(()),
                TentStep::Offered { help, .. } => Ok(said("help", help, NAME_MAX)?),
                TentStep::Removed(removed) => removed.check(),
                TentStep::Returned(gone) | TentStep::Disposed(gone) => gone.check(),
                TentStep::Reference(reference) => Ok(reference.check()?),
                TentStep::TakenBack { why, .. } => Ok(said("why", why, NAME_MAX)?),
            },
        }
    }
}

impl TentRemoved {
    fn check(&self) -> Result<(), TentForm> {
        if self.belongings.is_empty() || self.belongings.len() > BELONGINGS_MAX {
            return Err(TentForm::Number);
        }
        self.belongings.iter().try_for_each(|one| said("belonging", &one.what, NAME_MAX))?;
        if let KeptWhere::Stored { place } = &self.kept {
            said("where stored", place, NAME_MAX)?;
        }
        self.reference.iter().try_for_each(|text| said("reference", text, NAME_MAX))?;
        self.notice_left.iter().try_for_each(|text| said("notice left", text, NAME_MAX))?;
        Ok(said("contact", &self.contact, NAME_MAX)?)
    }
}

impl BelongingsGone {
    fn check(&self) -> Result<(), TentForm> {
        let twice = |item: &u16| self.items.iter().filter(|one| *one == item).count() > 1;
        if self.items.is_empty() || self.items.len() > BELONGINGS_MAX || self.items.iter().any(twice) {
            return Err(TentForm::Number);
        }
        if !are_two(&self.people) {
            return Err(TentForm::TwoPeople);
        }
        Ok(said("to whom or how", &self.text, TEXT_MAX)?)
    }
}
