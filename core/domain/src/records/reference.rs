//! An external reference: the number under which another system knows a record. Any record may have some, and they are told,
//! checked and shown in one way.

use beatbook_protocol::limits::NAME_MAX;
use serde::{Deserialize, Serialize};

use crate::records::journal::Moment;
use crate::records::seen::{BadText, said};

/// Other systems a record refers to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReferenceSystem {
    /// Problem management plan.
    Pmp,
    /// Command and control incident.
    Cad,
    /// Crime report.
    Crime,
    /// Community safety team case.
    Cst,
    /// Body-worn video.
    Bwv,
    /// Closed-circuit television.
    Cctv,
    /// Any other.
    Other,
}

impl ReferenceSystem {
    /// As command lines, screens and exports name it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Pmp => "pmp",
            Self::Cad => "cad",
            Self::Crime => "crime",
            Self::Cst => "cst",
            Self::Bwv => "bwv",
            Self::Cctv => "cctv",
            Self::Other => "other",
        }
    }
}

/// What a record is called in another system.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reference {
    /// Which system.
    pub system: ReferenceSystem,
    /// Its number there.
    pub value: String,
}

impl Reference {
    /// Whether it says something, in at most 200 characters.
    pub(crate) fn check(&self) -> Result<(), BadText> {
        said("reference", &self.value, NAME_MAX)
    }
}

impl core::fmt::Display for Reference {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "{} {}", self.system.name(), self.value)
    }
}

/// A record has it, said at a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Referenced {
    /// When it was written down.
    pub at: Moment,
    /// What it is called there.
    pub reference: Reference,
}
