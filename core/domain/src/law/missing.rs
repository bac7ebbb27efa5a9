//! What stands between a draft and lawful paper: one point, with its code, what to do, and where the law says so.

use serde::Serialize;

/// One point. All points of a draft are listed at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Missing {
    /// Stable name for machines and translations.
    pub code: &'static str,
    /// A plain sentence that says what to do. No personal data.
    pub remedy: String,
    /// Act and section, or the rule of the field.
    pub source: &'static str,
}

impl Missing {
    /// A point.
    #[must_use]
    pub fn new(code: &'static str, remedy: impl Into<String>, source: &'static str) -> Self {
        Self { code, remedy: remedy.into(), source }
    }

    /// Whether a supervisor may decide upon it, who then says why: offers of help to somebody who appears homeless, and
    /// questions asked of the young and the vulnerable on the street. The field's own rules ask for those (rules of the
    /// field 6); no Act makes paper invalid without them. Everything else that is missing is nobody's to decide.
    #[must_use]
    pub fn is_for_a_supervisor(&self) -> bool {
        self.code.starts_with("support_") || self.code == "questions_on_the_street"
    }
}
