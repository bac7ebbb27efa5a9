//! Break-glass: somebody is missing or in danger to life, and an officer who may only know that there are welfare records
//! reads them for a day. Whoever answers for them is told.

use beatbook_protocol::id::Id;
use serde::{Deserialize, Serialize};

/// How long it lasts, milliseconds; it ends by itself.
pub const LASTS_MS: i64 = 24 * 3_600_000;

/// Why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GlassCause {
    /// Somebody is missing.
    MissingPerson,
    /// Somebody's life is in danger.
    DangerToLife,
}

impl GlassCause {
    /// As machines name it.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::MissingPerson => "missing_person",
            Self::DangerToLife => "danger_to_life",
        }
    }
}

/// An officer has broken the glass.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GlassBroken {
    /// Who.
    pub by: Id,
    /// Why.
    pub cause: GlassCause,
    /// In words.
    pub why: String,
    /// When, by the server's clock, UTC milliseconds.
    pub at: i64,
}

impl GlassBroken {
    /// Whether it lets an officer read at a time. A clock that has run back behind it lets nobody.
    #[must_use]
    pub fn is_open(&self, officer: Id, now: i64) -> bool {
        self.by == officer && (self.at..self.at.saturating_add(LASTS_MS)).contains(&now)
    }
}

/// Somebody who answers for the records has seen what was broken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GlassSeen {
    /// Who.
    pub by: Id,
    /// The last that was seen: when it was broken, UTC milliseconds.
    pub upto: i64,
    /// When, by the server's clock, UTC milliseconds.
    pub at: i64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_open_for_a_day_and_for_one_officer() {
        let (by, other) = (Id::from_bytes([1; 16]), Id::from_bytes([2; 16]));
        let broken = GlassBroken { by, cause: GlassCause::MissingPerson, why: "x".to_owned(), at: 1_000 };
        assert!(broken.is_open(by, 1_000) && broken.is_open(by, 1_000 + LASTS_MS - 1));
        assert!(!broken.is_open(by, 999) && !broken.is_open(by, 1_000 + LASTS_MS));
        assert!(!broken.is_open(other, 1_000));
    }
}
