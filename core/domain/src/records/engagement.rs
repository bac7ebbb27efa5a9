//! An engagement: officers met the public. What one notebook tells of it, and the lists of the desk.
//!
//! The text is about the meeting, never about one person; what somebody needs belongs into a welfare record.

use std::collections::BTreeSet;

use beatbook_protocol::id::Id;
use beatbook_protocol::limits::{NAME_MAX, TEXT_MAX};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::engagement::kinds::EngagementKinds;
use crate::orders::legal_time::LegalTime;
use crate::records::journal::Moment;
use crate::records::kinds::kinds;
use crate::records::reference::Referenced;
use crate::records::seen::{BadText, KeptPlace, said, short};

/// Most people at one engagement, and most sign-ups.
pub const PEOPLE_MAX: u32 = 100_000;
/// Longest engagement, minutes: 31 days.
pub const MINUTES_MAX: u16 = 31 * 24 * 60;
/// Most parishes of a list.
pub const PARISHES_MAX: usize = 1_000;

/// What an engagement was. What is absent is not told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EngagementDetails {
    /// Code of the official category.
    pub category: String,
    /// Code of the kind within the category.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub kind: Option<String>,
    /// When it began, UTC milliseconds.
    pub from: i64,
    /// How long it took.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub minutes: Option<u16>,
    /// Code of the ward.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub ward: Option<String>,
    /// The ward's priority it serves, by code or in a few words.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub priority: Option<String>,
    /// Code of the parish, of a parish council's meeting.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub parish: Option<String>,
    /// How many people came.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub attendance: Option<u32>,
    /// How many signed up to messages (MCV).
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub sign_ups: Option<u32>,
    /// What it was about, without names.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub text: Option<String>,
}

/// The first entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EngagementRecorded {
    /// When it was written down.
    pub at: Moment,
    /// Legal time of that.
    pub legal: LegalTime,
    /// Where the phone was.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub place: Option<KeptPlace>,
    /// Code of the ward that the phone proposed.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub proposed_ward: Option<String>,
    /// On which patrol.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub patrol: Option<Id>,
    /// Name of the operation.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub operation: Option<String>,
    /// Code of the recorder's employer, who controls the record.
    pub controller: String,
    /// What it was.
    pub details: EngagementDetails,
}

/// What it was after all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EngagementCorrected {
    /// When it was written down.
    pub at: Moment,
    /// All of it, as it is true now.
    pub details: EngagementDetails,
    /// Name of the operation it belongs to after all; absent: as it was told before.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub operation: Option<String>,
    /// Why.
    pub why: String,
}

/// It is not to be counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EngagementTakenBack {
    /// When it was written down.
    pub at: Moment,
    /// Why.
    pub why: String,
}

/// One entry of an engagement's story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EngagementEntry {
    /// See [`EngagementRecorded`].
    Recorded(Box<EngagementRecorded>),
    /// See [`EngagementCorrected`].
    Corrected(Box<EngagementCorrected>),
    /// See [`EngagementTakenBack`].
    TakenBack(EngagementTakenBack),
    /// See [`Referenced`].
    Referenced(Referenced),
}

kinds!(EngagementEntry {
    "engagement_recorded" => Recorded,
    "engagement_corrected" => Corrected,
    "engagement_taken_back" => TakenBack,
    "engagement_referenced" => Referenced,
});

/// Why an entry is not well formed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum EngagementForm {
    /// No such category.
    #[error("there is no such category of engagement: `engagement kinds` lists them")]
    Category,
    /// No such kind, or one of another category.
    #[error("there is no such kind of engagement in this category: `engagement kinds` lists them")]
    Kind,
    /// A text is empty or too long.
    #[error("{0} is empty or too long: write a few words, a code in at most 200 characters")]
    Text(&'static str),
    /// A number no engagement has.
    #[error("{0} is more than any engagement has: at most 100,000 people and 31 days")]
    Number(&'static str),
    /// A list of parishes cannot be one.
    #[error("this is no list of parishes: 1 to 1,000 of them, each code once")]
    Parishes,
}

impl EngagementForm {
    /// A stable name for scripts and tests.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Category => "engagement_category",
            Self::Kind => "engagement_kind",
            Self::Text(_) => "engagement_text",
            Self::Number(_) => "engagement_number",
            Self::Parishes => "parishes",
        }
    }
}

impl From<BadText> for EngagementForm {
    fn from(bad: BadText) -> Self {
        Self::Text(bad.field)
    }
}

impl EngagementDetails {
    /// Whether this can be kept.
    ///
    /// # Errors
    /// The first field that cannot.
    pub fn check(&self) -> Result<(), EngagementForm> {
        let kinds = EngagementKinds::shipped();
        let category = kinds.category(&self.category).ok_or(EngagementForm::Category)?;
        if self.kind.as_ref().is_some_and(|kind| category.kind(kind).is_none()) {
            return Err(EngagementForm::Kind);
        }
        let codes = [("ward", &self.ward), ("priority", &self.priority), ("parish", &self.parish)];
        for (field, code) in codes {
            code.as_ref().map_or(Ok(()), |code| said(field, code, NAME_MAX))?;
        }
        self.text.as_ref().map_or(Ok(()), |text| said("text", text, TEXT_MAX))?;
        let is_more = |number: Option<u32>| number.is_some_and(|number| number > PEOPLE_MAX);
        let numbers = [
            ("attendance", is_more(self.attendance)),
            ("sign_ups", is_more(self.sign_ups)),
            ("minutes", self.minutes.is_some_and(|minutes| minutes > MINUTES_MAX)),
        ];
        match numbers.into_iter().find(|(_, more)| *more) {
            Some((field, _)) => Err(EngagementForm::Number(field)),
            None => Ok(()),
        }
    }
}

impl EngagementEntry {
    /// Whether it is well formed.
    ///
    /// # Errors
    /// The first field that is not.
    pub fn check(&self) -> Result<(), EngagementForm> {
        match self {
            Self::Recorded(recorded) => {
                for (field, code) in
                    [("operation", &recorded.operation), ("proposed_ward", &recorded.proposed_ward)]
                {
                    code.as_ref().map_or(Ok(()), |code| said(field, code, NAME_MAX))?;
                }
                short("controller", &recorded.controller, NAME_MAX)?;
                recorded.details.check()
            }
            Self::Corrected(corrected) => {
                said("why", &corrected.why, NAME_MAX)?;
                corrected.operation.as_ref().map_or(Ok(()), |name| said("operation", name, NAME_MAX))?;
                corrected.details.check()
            }
            Self::TakenBack(taken_back) => Ok(said("why", &taken_back.why, NAME_MAX)?),
            Self::Referenced(told) => Ok(told.reference.check()?),
        }
    }
}

/// A parish of the authority.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parish {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
}

/// The authority's parishes from a day on. A later list of the same day replaces it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParishesSet {
    /// From which local day.
    pub from: Date,
    /// All of them.
    pub parishes: Vec<Parish>,
    /// Who set it.
    pub by: Id,
}

impl ParishesSet {
    /// Whether it is a list of parishes.
    ///
    /// # Errors
    /// [`EngagementForm::Parishes`], or the text that cannot be kept.
    pub fn check(&self) -> Result<(), EngagementForm> {
        for parish in &self.parishes {
            said("code", &parish.code, NAME_MAX)?;
            said("name", &parish.name, NAME_MAX)?;
        }
        // A code is one whatever its capitals, and blanks around it.
        let codes: BTreeSet<String> =
            self.parishes.iter().map(|parish| parish.code.trim().to_uppercase()).collect();
        let whole = codes.len() == self.parishes.len() && (1..=PARISHES_MAX).contains(&codes.len());
        if whole { Ok(()) } else { Err(EngagementForm::Parishes) }
    }
}
