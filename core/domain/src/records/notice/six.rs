//! The six answers before a fixed penalty (gov.uk, "Issuing fixed penalty notices"): kept with the notice.
//!
//! What the record knows already answers for itself; an officer is asked the rest, once, in one place.

use serde::{Deserialize, Serialize};

/// What was answered, and by what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SixAnswer {
    /// The officer says so.
    Yes,
    /// The officer says not.
    No,
    /// The record says so.
    Recorded,
}

/// The six; absent: not answered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SixAnswers {
    /// An offence was committed.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub offence: Option<SixAnswer>,
    /// A penalty is proportionate: advice or a warning would not do.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub proportionate: Option<SixAnswer>,
    /// The evidence would support a prosecution.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub evidence: Option<SixAnswer>,
    /// The offender understands why it is given.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub understood: Option<SixAnswer>,
    /// Name and address are believed to be correct.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub details: Option<SixAnswer>,
    /// No accident, nobody exempt, no child.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub no_exception: Option<SixAnswer>,
}

/// What only the officer can say of the six; absent: not answered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SixAsked {
    /// A penalty is proportionate.
    pub proportionate: Option<bool>,
    /// The evidence would support a prosecution.
    pub evidence: Option<bool>,
    /// It was no accident, and nobody is exempt.
    pub no_exception: Option<bool>,
}

impl SixAsked {
    /// Yes to all that is asked.
    #[must_use]
    pub fn yes() -> Self {
        Self { proportionate: Some(true), evidence: Some(true), no_exception: Some(true) }
    }
}

impl From<bool> for SixAnswer {
    fn from(yes: bool) -> Self {
        if yes { Self::Yes } else { Self::No }
    }
}

impl SixAnswer {
    /// As people read it.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Yes => "yes, says the officer",
            Self::No => "NO, says the officer",
            Self::Recorded => "yes, by the record",
        }
    }
}

impl SixAnswers {
    /// Each question as paper says it, with its answer, in the order of the guidance.
    #[must_use]
    pub fn all(&self) -> [(&'static str, Option<SixAnswer>); 6] {
        [
            ("An offence was committed", self.offence),
            ("A penalty is proportionate", self.proportionate),
            ("The evidence would support a prosecution", self.evidence),
            ("The offender understands", self.understood),
            ("Name and address are believed correct", self.details),
            ("No accident, exemption or child", self.no_exception),
        ]
    }
}
