//! Paper given to somebody of sixteen or seventeen: guardian and youth justice are told of it (rules of the field 6).

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::records::journal::Moment;

/// Who is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ToldWhom {
    /// A parent or guardian.
    Guardian,
    /// The youth justice service.
    YouthJustice,
}

impl ToldWhom {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Guardian, Self::YouthJustice];

    /// Stable name for machines.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Guardian => "guardian",
            Self::YouthJustice => "youth_justice",
        }
    }

    /// As people say it.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Guardian => "the guardian",
            Self::YouthJustice => "youth justice",
        }
    }
}

/// How somebody was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ToldHow {
    /// Spoken to.
    InPerson,
    /// By telephone.
    Telephone,
    /// By letter, or with the guardian's copy.
    Letter,
    /// By email.
    Email,
    /// Through a system of theirs.
    Referral,
}

impl ToldHow {
    /// Stable name for machines.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::InPerson => "in_person",
            Self::Telephone => "telephone",
            Self::Letter => "letter",
            Self::Email => "email",
            Self::Referral => "referral",
        }
    }
}

/// Guardian or youth justice was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct YoungTold {
    /// When it was written down.
    pub at: Moment,
    /// Who.
    pub whom: ToldWhom,
    /// How.
    pub how: ToldHow,
    /// On which local day.
    pub on: Date,
}
