//! The risk assessment of a welfare check: who is at risk and of what, how grave it is, and what is done about it.
//!
//! One assessment is whole: it says everything that was found, and a later one of the record replaces it. None found is an
//! answer, too. What worries somebody about a person is a concern, and is read at the level of safeguarding; the assessment is
//! read by everybody who reads its record, because who comes next has to know it.

use serde::{Deserialize, Serialize};

use crate::law::missing::Missing;
use crate::records::seen::{BadText, short};

/// Longest words of what was seen, and of what is done, characters.
pub const WORDS_MAX: usize = 1000;

/// Who is at risk, and of what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RiskKind {
    /// Themselves, of what they do or leave undone, or of an illness.
    Themselves,
    /// Themselves, of others: violence, abuse, exploitation.
    FromOthers,
    /// Others, of them.
    ToOthers,
    /// Whoever is there, of the place: fire, structure, water, traffic, cold.
    Place,
    /// Those who come to help.
    Visitors,
}

/// How grave it is to whoever assesses it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RiskLevel {
    /// Nothing has to be done about it.
    Low,
    /// Something has to be done.
    Medium,
    /// Serious harm is likely.
    High,
}

/// One risk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Risk {
    /// Who is at risk, and of what.
    pub kind: RiskKind,
    /// How grave.
    pub level: RiskLevel,
}

/// An assessment, as far as it is filled in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RiskAssessment {
    /// What was found, each kind once; empty: it was looked for, and there is none.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub risks: Vec<Risk>,
    /// What was seen, at most 1,000 characters.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub seen: Option<String>,
    /// What is done about it, at most 1,000 characters.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub plan: Option<String>,
}

impl RiskAssessment {
    /// The greatest there is.
    #[must_use]
    pub fn level(&self) -> Option<RiskLevel> {
        self.risks.iter().map(|risk| risk.level).max()
    }

    /// Every point that is still missing; none means it can be recorded.
    #[must_use]
    pub fn missing(&self) -> Vec<Missing> {
        const RULE: &str = "rules of the field";
        let mut points = Vec::new();
        let mut point = |wrong: bool, code, remedy: &str| {
            if wrong {
                points.push(Missing::new(code, remedy.to_owned(), RULE));
            }
        };
        let twice = |(at, risk): (usize, &Risk)| self.risks.iter().take(at).any(|one| one.kind == risk.kind);
        let matters = self.level() >= Some(RiskLevel::Medium);
        let unsaid = |words: &Option<String>| words.as_ref().is_none_or(|words| words.trim().is_empty());
        point(
            self.risks.iter().enumerate().any(twice),
            "risk_twice",
            "Say each kind of risk once, with one level.",
        );
        point(
            matters && unsaid(&self.seen),
            "risk_seen",
            "Say what was seen: a medium or high risk needs its facts.",
        );
        point(matters && unsaid(&self.plan), "risk_plan", "Say what is done about it, and by whom.");
        points
    }

    /// Whether its words can be kept.
    ///
    /// # Errors
    /// [`BadText`]: longer than 1,000 characters.
    pub fn check_words(&self) -> Result<(), BadText> {
        self.seen.iter().try_for_each(|words| short("what was seen", words, WORDS_MAX))?;
        self.plan.iter().try_for_each(|words| short("what is done", words, WORDS_MAX))
    }
}
