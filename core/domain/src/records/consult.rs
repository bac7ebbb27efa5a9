//! "Ring outreach before a notice" (rules of the field 6): a mark that the coordinator of the service publishes. It says
//! nothing of why, and names nobody: who it is about can be told only by somebody who has their name and date of birth.
//!
//! It warns and refuses nothing. Each mark has a key of its own, so two marks of one person look unlike, and goes to
//! phones of those alone who may know that there is something of welfare.

use beatbook_protocol::id::Id;
use jiff::ToSpan as _;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::access::{Area, Audience, ExistenceAudience};
use crate::notices::known::{Subject, Tag, TagKey};
use crate::records::notice::Recipient;
use crate::records::welfare::people::PersonSeen;

/// Most days a mark is for, the day it is set among them (unverified): as long as a hazard of a place (rules of the
/// field 10).
pub const CONSULT_DAYS_MAX: i32 = 90;
/// Most characters of a telephone number.
const RING_MAX: usize = 24;

/// Somebody is marked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsultMarked {
    /// The mark, and its entry's record; its id tells no more than the hour.
    pub id: Id,
    /// The key of this mark alone.
    pub key: TagKey,
    /// Who, under that key.
    pub tag: Tag,
    /// Last local day.
    pub until: Date,
    /// The service's duty number.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub ring: Option<DutyNumber>,
}

/// A mark is taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsultLifted {
    /// Which.
    pub mark: Id,
    /// Until when it was: nobody needs to be told for longer.
    pub until: Date,
}

/// A telephone number, and nothing that could be a text: what is said about somebody has no place in a mark.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct DutyNumber(String);

/// Why nobody is marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ConsultRefusal {
    /// Without both, an officer on the street could not be told that it is them.
    #[error("name and date of birth of this person are not known: a mark cannot find them without both")]
    NotKnown,
    /// The last day is past, or too far.
    #[error("a mark is for {CONSULT_DAYS_MAX} days at most, from today: choose another last day")]
    Days,
    /// Not a telephone number.
    #[error("not a telephone number: digits, spaces, + and - only, {RING_MAX} at most")]
    Number,
}

impl ConsultRefusal {
    /// A stable name for scripts and tests.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::NotKnown => "name_and_birth_not_known",
            Self::Days => "consult_days",
            Self::Number => "not_a_number",
        }
    }
}

impl ConsultMarked {
    /// Marks a person of a welfare record from today on.
    ///
    /// # Errors
    /// A [`ConsultRefusal`].
    pub fn of(
        (id, key): (Id, TagKey),
        person: &PersonSeen,
        ring: Option<DutyNumber>,
        (today, until): (Date, Date),
    ) -> Result<Self, ConsultRefusal> {
        let (Some(given), Some(family), Some(born)) = (&person.given, &person.family, person.born) else {
            return Err(ConsultRefusal::NotKnown);
        };
        let last = today.saturating_add((CONSULT_DAYS_MAX - 1).days());
        if !(today..=last).contains(&until) {
            return Err(ConsultRefusal::Days);
        }
        let (name, address) = (format!("{given} {family}"), Vec::new());
        let recipient = Recipient::Person { name, address, born: Some(born) };
        let tag = key.tag(Subject::Recipient(&recipient)).ok_or(ConsultRefusal::NotKnown)?;
        Ok(Self { id, key, tag, until, ring })
    }

    /// Whether it is about somebody, on a local day.
    #[must_use]
    pub fn is_about(&self, recipient: &Recipient, day: Date) -> bool {
        day <= self.until && self.key.tag(Subject::Recipient(recipient)) == Some(self.tag)
    }

    /// Whom it is for: it tells no more than that there is something.
    #[must_use]
    pub fn audience(&self) -> Audience {
        existence(self.until)
    }
}

impl ConsultLifted {
    /// Those who were told of the mark.
    #[must_use]
    pub fn audience(&self) -> Audience {
        existence(self.until)
    }
}

fn existence(until: Date) -> Audience {
    Audience::Existence(ExistenceAudience { area: Area::Welfare, until })
}

impl TryFrom<String> for DutyNumber {
    type Error = ConsultRefusal;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let text = text.trim();
        let plain = |c: char| c.is_ascii_digit() || matches!(c, ' ' | '+' | '-');
        let fits = text.len() <= RING_MAX && text.chars().all(plain);
        let dials = text.chars().any(|c| c.is_ascii_digit());
        if fits && dials { Ok(Self(text.to_owned())) } else { Err(ConsultRefusal::Number) }
    }
}

impl From<DutyNumber> for String {
    fn from(number: DutyNumber) -> Self {
        number.0
    }
}

impl core::fmt::Display for DutyNumber {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(&self.0)
    }
}
