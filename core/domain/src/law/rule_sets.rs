//! The rule sets of a briefing: of each the latest revision, and the one that counts on a day.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::law::rule_set::{RuleSet, RuleSetError};

/// The rule sets of a briefing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RuleSets(Vec<RuleSet>);

impl RuleSets {
    /// Keeps the highest revision of each id: what an earlier one said is history.
    ///
    /// # Errors
    /// [`RuleSetError::Twice`] for two different sets of the same id and revision.
    pub fn new(sets: Vec<RuleSet>) -> Result<Self, RuleSetError> {
        let mut latest: BTreeMap<String, RuleSet> = BTreeMap::new();
        for set in sets {
            match latest.get(&set.id) {
                Some(known) if known.revision > set.revision => {}
                Some(known) if known.revision == set.revision && *known != set => {
                    return Err(RuleSetError::Twice { code: set.revision.to_string(), id: set.id });
                }
                _ => {
                    latest.insert(set.id.clone(), set);
                }
            }
        }
        Ok(Self(latest.into_values().collect()))
    }

    /// The one that counts on this local day (the day of the conduct): of those in force the one that
    /// began last. Awaited ones never.
    #[must_use]
    pub fn in_force(&self, day: Date) -> Option<&RuleSet> {
        self.0.iter().filter(|set| set.covers(day)).max_by_key(|set| set.from())
    }

    /// The latest revision of this id, in force or not.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&RuleSet> {
        self.0.iter().find(|set| set.id == id)
    }

    /// All of them, by id.
    pub fn iter(&self) -> impl Iterator<Item = &RuleSet> {
        self.0.iter()
    }
}
