//! The rule sets of a briefing: of each every revision that was published, and the one that counts on a day.

use std::collections::BTreeMap;

use beatbook_protocol::hash::Hash;
use jiff::civil::Date;

use crate::law::rule_set::{RuleSet, RuleSetError};

/// The rule sets of a briefing. What counts is the latest revision of each; what was made under an earlier one is read, and
/// printed, by that.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RuleSets(BTreeMap<String, BTreeMap<u32, Revision>>);

/// A revision with its hash, which every look at a register asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Revision {
    set: RuleSet,
    hash: Hash,
}

impl RuleSets {
    /// Takes every revision once.
    ///
    /// # Errors
    /// [`RuleSetError::Twice`] for two different sets of the same id and revision.
    pub fn new(sets: Vec<RuleSet>) -> Result<Self, RuleSetError> {
        sets.into_iter().try_fold(Self::default(), Self::with)
    }

    /// With one more revision.
    ///
    /// # Errors
    /// As [`Self::new`].
    pub fn with(mut self, set: RuleSet) -> Result<Self, RuleSetError> {
        let hash = set.reference()?.hash;
        let known = self.0.get(&set.id).and_then(|revisions| revisions.get(&set.revision));
        if known.is_some_and(|known| known.hash != hash) {
            return Err(RuleSetError::Twice { code: set.revision.to_string(), id: set.id });
        }
        self.0.entry(set.id.clone()).or_default().insert(set.revision, Revision { set, hash });
        Ok(self)
    }

    /// The one that counts on this local day (the day of the conduct): of those in force the one that
    /// began last. Awaited ones never.
    #[must_use]
    pub fn in_force(&self, day: Date) -> Option<&RuleSet> {
        self.iter().filter(|set| set.covers(day)).max_by_key(|set| set.from())
    }

    /// The latest revision of this id, in force or not.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&RuleSet> {
        self.0.get(id)?.values().next_back().map(|latest| &latest.set)
    }

    /// The revision of this hash, be it the latest or not: what a record was made under.
    #[must_use]
    pub fn made_under(&self, hash: Hash) -> Option<&RuleSet> {
        let found = self.0.values().flat_map(BTreeMap::values).find(|one| one.hash == hash);
        found.map(|one| &one.set)
    }

    /// The latest revision of each, by id.
    pub fn iter(&self) -> impl Iterator<Item = &RuleSet> {
        self.0.values().filter_map(|revisions| revisions.values().next_back()).map(|latest| &latest.set)
    }

    /// All revisions, by id and age.
    pub fn revisions(&self) -> impl Iterator<Item = &RuleSet> {
        self.0.values().flat_map(BTreeMap::values).map(|one| &one.set)
    }
}
