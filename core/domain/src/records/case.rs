//! A case of the community safety team: what the desk tells of it. A case has the authority's own number, and links records.

use beatbook_protocol::id::Id;
use beatbook_protocol::limits::{NAME_MAX, TEXT_MAX};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::access::Area;
use crate::cases::CaseLists;
use crate::records::reference::Reference;
use crate::records::seen::{BadText, said};

/// What kind of record is linked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkedKind {
    /// A patrol.
    Patrol,
    /// An engagement.
    Engagement,
    /// A task.
    Task,
    /// An encounter.
    Encounter,
    /// A notice.
    Notice,
    /// An encampment.
    Encampment,
    /// A welfare record.
    Welfare,
    /// A visit to premises.
    PremisesVisit,
}

impl LinkedKind {
    /// Its word.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Patrol => "patrol",
            Self::Engagement => "engagement",
            Self::Task => "task",
            Self::Encounter => "encounter",
            Self::Notice => "notice",
            Self::Encampment => "encampment",
            Self::Welfare => "welfare",
            Self::PremisesVisit => "premises_visit",
        }
    }

    /// The area of the table of roles that decides who may know of the link.
    #[must_use]
    pub fn area(self) -> Area {
        match self {
            Self::Patrol | Self::Engagement | Self::Task => Area::Patrol,
            Self::Encounter | Self::Notice | Self::Encampment | Self::PremisesVisit => Area::Enforcement,
            Self::Welfare => Area::Welfare,
        }
    }
}

/// One thing that is told of a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CaseAct {
    /// It is opened.
    Opened {
        /// The authority's own number.
        number: String,
        /// Code of its kind.
        kind: String,
        /// On which local day.
        on: Date,
        /// Who leads it.
        lead: Id,
        /// What it is about, without names.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        about: Option<String>,
    },
    /// Somebody else leads it.
    Led {
        /// Who.
        lead: Id,
    },
    /// A record belongs to it.
    Linked {
        /// The record.
        record: Id,
        /// What kind of record.
        kind: LinkedKind,
    },
    /// A record does not.
    Unlinked {
        /// The record.
        record: Id,
    },
    /// What it is called in another system.
    Referenced(Reference),
    /// It is closed.
    Closed {
        /// On which local day.
        on: Date,
        /// Code of the outcome.
        outcome: String,
        /// The same in words.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        words: Option<String>,
    },
    /// It is open again.
    Reopened {
        /// Why.
        why: String,
    },
}

/// An entry of the server's journal about a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseActed {
    /// The case.
    pub case: Id,
    /// Who says so.
    pub by: Id,
    /// What.
    pub act: CaseAct,
}

/// Why something of a case cannot be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum CaseRefusal {
    /// A text is empty or too long.
    #[error("{0} is empty or too long: write a few words, a code in at most 200 characters")]
    Text(&'static str),
    /// No such kind.
    #[error("there is no such kind of case: `case kinds` lists them")]
    Kind,
    /// No such outcome.
    #[error("there is no such outcome of a case: `case kinds` lists them")]
    Outcome,
    /// The number is another case's.
    #[error("another case has this number: `case list` shows it")]
    NumberTaken,
    /// It is opened already.
    #[error("this case is open already")]
    OpenAlready,
    /// It is closed.
    #[error("this case is closed: reopen it first, with a reason")]
    ClosedAlready,
    /// It would close before it was opened, or before it was closed the last time.
    #[error(
        "a case is not closed before the day it was opened, nor before it was last closed: look at the days again"
    )]
    ClosedBefore,
    /// A day that has not come.
    #[error("a case is opened and closed on a day that has come: look at the day again")]
    DayToCome,
    /// The record belongs to it.
    #[error("this record is linked to the case already")]
    LinkedAlready,
    /// The record does not belong to it.
    #[error("this record is not linked to the case")]
    NotLinked,
    /// Nobody opened it.
    #[error("there is no such case: `case list` shows those there are")]
    Unknown,
}

impl CaseRefusal {
    /// A stable name for scripts and tests.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Text(_) => "case_text",
            Self::Kind => "case_kind",
            Self::Outcome => "case_outcome",
            Self::NumberTaken => "case_number_taken",
            Self::OpenAlready => "case_open_already",
            Self::ClosedAlready => "case_closed_already",
            Self::ClosedBefore => "case_closed_before",
            Self::DayToCome => "case_day_to_come",
            Self::LinkedAlready => "case_linked_already",
            Self::NotLinked => "case_not_linked",
            Self::Unknown => "case_unknown",
        }
    }
}

impl From<BadText> for CaseRefusal {
    fn from(bad: BadText) -> Self {
        Self::Text(bad.field)
    }
}

impl CaseAct {
    /// Whether it is well formed.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn check(&self) -> Result<(), CaseRefusal> {
        let lists = CaseLists::shipped();
        let words =
            |field, words: &Option<String>| words.as_ref().map_or(Ok(()), |one| said(field, one, TEXT_MAX));
        match self {
            Self::Opened { number, kind, about, .. } => {
                said("number", number, NAME_MAX)?;
                if lists.kind(kind).is_none() {
                    return Err(CaseRefusal::Kind);
                }
                Ok(words("about", about)?)
            }
            Self::Closed { outcome, words: told, .. } => {
                if lists.outcome(outcome).is_none() {
                    return Err(CaseRefusal::Outcome);
                }
                Ok(words("words", told)?)
            }
            Self::Referenced(reference) => Ok(reference.check()?),
            Self::Reopened { why } => Ok(said("why", why, NAME_MAX)?),
            Self::Led { .. } | Self::Linked { .. } | Self::Unlinked { .. } => Ok(()),
        }
    }
}
