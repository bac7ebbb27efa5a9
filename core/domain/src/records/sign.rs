//! What is told of an order's sign: seen again, gone, damaged, not seen for long, or wanted where none is near.
//!
//! Only the first makes a task go away; the others open one for whoever looks after signs. An officer tells it, or the
//! phone itself when an encounter names a condition for which only a warning is offered.

use beatbook_protocol::hash::Hash;
use beatbook_protocol::id::Id;
use beatbook_protocol::limits::NAME_MAX;
use serde::{Deserialize, Serialize};

use crate::orders::legal_time::LegalTime;
use crate::orders::signs::SignFound;
use crate::records::journal::Moment;
use crate::records::seen::{BadText, KeptPlace, short};

/// How a sign was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignState {
    /// It hangs and can be read.
    Seen,
    /// It hangs no more.
    Missing,
    /// It hangs and cannot be read.
    Damaged,
    /// Nobody has seen it for long: somebody goes and looks.
    Unseen,
    /// None is near, and one should be.
    Wanted,
}

impl SignState {
    /// Its name in answers.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Seen => "seen",
            Self::Missing => "missing",
            Self::Damaged => "damaged",
            Self::Unseen => "unseen",
            Self::Wanted => "wanted",
        }
    }
}

/// A sign was noted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignNoted {
    /// When, by the clocks of the phone.
    pub at: Moment,
    /// When, as surely as that was known; absent from notes of former versions.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub time: Option<LegalTime>,
    /// How it was found.
    pub state: SignState,
    /// The order it tells of.
    pub order: String,
    /// The sign's code; absent where one is wanted.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub sign: Option<String>,
    /// Where the officer was.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub place: Option<KeptPlace>,
    /// What else there is to say; at most 200 characters.
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub text: String,
    /// SHA-256 of a photograph of it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub photo: Option<Hash>,
    /// The encounter for which the phone told it by itself; absent if the officer did.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub encounter: Option<Id>,
}

/// Longest remark, characters.
const REMARK_MAX: usize = 200;

impl SignNoted {
    /// When, UTC milliseconds: by satellites or the server where one of them told the time, else by the phone's own clock.
    #[must_use]
    pub fn when(&self) -> i64 {
        self.time.filter(|time| time.within.is_some()).map_or(self.at.wall, |time| time.at)
    }

    /// What the officer found, as it counts for the sign; none where somebody is only to look, or one is wanted.
    #[must_use]
    pub fn sighting(&self, by: Id) -> Option<SignFound> {
        let found = matches!(self.state, SignState::Seen | SignState::Missing | SignState::Damaged);
        let sign = self.sign.clone().filter(|_| found)?;
        Some(SignFound { sign, state: self.state, at: self.when(), by: Some(by), photo: self.photo })
    }

    /// Whether it can be kept: a code that can be one, a sign where the state speaks of one, a short remark.
    ///
    /// # Errors
    /// The first field that cannot.
    pub fn check(&self) -> Result<(), BadText> {
        let is_code = crate::zones::canonical::is_zone_text;
        if !is_code(&self.order) {
            return Err(BadText { field: "order", most: NAME_MAX });
        }
        let fits = match (&self.sign, self.state) {
            (Some(sign), SignState::Seen | SignState::Missing | SignState::Damaged | SignState::Unseen) => {
                is_code(sign)
            }
            (None, SignState::Wanted) => true,
            _ => false,
        };
        if fits {
            short("text", &self.text, REMARK_MAX)
        } else {
            Err(BadText { field: "sign", most: NAME_MAX })
        }
    }
}
