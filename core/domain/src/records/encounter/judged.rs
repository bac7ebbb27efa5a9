//! How the condition that a conduct names stood at its place and time, by what the phone had then: kept with the encounter,
//! whether paper follows or not. A later position brings another decision; both stay.

use beatbook_protocol::hash::Hash;
use serde::{Deserialize, Serialize};

use crate::law::rule_set::RuleSetRef;
use crate::notices::completeness::scene::Gate;
use crate::orders::legal_time::LegalTime;
use crate::orders::signs::WhyWarnOnly;
use crate::orders::standing::Standing;
use crate::records::journal::Moment;
use crate::records::notice::OrderCited;
use crate::records::seen::KeptPlace;

/// How a condition stood, in a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stood {
    /// In force there for certain.
    Certain,
    /// Perhaps.
    Unsure,
    /// The officer was outside for certain, and near.
    JustOutside,
    /// There, and not in force.
    NotInForce,
}

impl Stood {
    /// Of how it stands.
    #[must_use]
    pub fn of(standing: &Standing) -> Self {
        match standing {
            Standing::Certain => Self::Certain,
            Standing::Unsure(_) => Self::Unsure,
            Standing::JustOutside => Self::JustOutside,
            Standing::NotInForce(_) => Self::NotInForce,
        }
    }
}

/// One condition of the conduct's code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// Order version, condition, zone version, distances to its edge and to the nearest sign.
    pub cited: OrderCited,
    /// How it stood.
    pub stood: Stood,
    /// Codes of what was unsure.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub doubts: Vec<String>,
    /// Codes of why it was not in force.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub not_in_force: Vec<String>,
    /// Why only a warning was offered.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub warn_only: Option<WhyWarnOnly>,
}

impl Decision {
    /// Of how a condition stands, and what is to be cited of it.
    #[must_use]
    pub fn of(cited: OrderCited, standing: &Standing, warn_only: Option<WhyWarnOnly>) -> Self {
        let Gate { doubts, not_in_force } = Gate::of(standing);
        Self { cited, stood: Stood::of(standing), doubts, not_in_force, warn_only }
    }
}

/// How the conditions of a conduct's code stood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EncounterJudged {
    /// When it was written down.
    pub at: Moment,
    /// The condition's code that a conduct names.
    pub code: String,
    /// When the conduct was seen, as surely as that was known: with the code it tells which of them.
    pub time: LegalTime,
    /// The position it was judged by; absent if none counted.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub place: Option<KeptPlace>,
    /// Distance in 0.1 m between that and the position at the conduct; absent if it is that. The judgement is wider by it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub apart: Option<u32>,
    /// The rule set in force then.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub rule_set: Option<RuleSetRef>,
    /// The order book it was judged by.
    pub book: Hash,
    /// The conditions of its code that are near; none if no order's area reaches there.
    pub decisions: Vec<Decision>,
    /// Codes of what was unsure beside them: no position, an old briefing.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub doubts: Vec<String>,
}

impl EncounterJudged {
    /// Why only a warning was offered, of the first condition for which it was.
    #[must_use]
    pub fn warn_only(&self) -> Option<&WhyWarnOnly> {
        self.decisions.iter().find_map(|decision| decision.warn_only.as_ref())
    }
}
