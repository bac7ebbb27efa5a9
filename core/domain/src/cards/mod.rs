//! Briefing cards as the server's journal tells them: which holds in a zone on a day, what was done about its priorities, and
//! what was seen there lately.

pub mod breaches;
pub mod conditions;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use beatbook_protocol::id::Id;
use jiff::civil::Date;
use serde::Deserialize;

use crate::records::card::{CardEntry, CardPriority, CardSet, PriorityClosed, is_same_code};

/// What is settled about cards: data, not code.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
pub struct CardPolicy {
    /// On what it rests.
    pub source: String,
    /// Days over which breaches are counted, if a card does not say.
    pub breach_days: u16,
    /// Fewest and most days that a card may say.
    pub breach_days_between: (u16, u16),
    /// Days after which a phone says loudly that a card, or what it says of breaches, is old.
    pub stale_days: u16,
    /// Most codes that are listed of one zone, the most frequent first; others are told together.
    pub codes_listed: usize,
    /// Hour of the local day from which breaches are counted anew.
    pub renewed_at_hour: i8,
}

static SHIPPED: LazyLock<CardPolicy> =
    LazyLock::new(|| serde_json::from_slice(include_bytes!("policy.json")).unwrap_or_default());

/// What is settled, as it ships. A test reads it.
#[must_use]
pub fn policy() -> &'static CardPolicy {
    &SHIPPED
}

/// Everything that was told of one zone's cards, in order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Card {
    steps: Vec<CardEntry>,
}

/// All cards by their zones' codes. `told` is in the order of the journal; breaches are passed over.
#[must_use]
pub fn fold(told: impl IntoIterator<Item = CardEntry>) -> BTreeMap<String, Card> {
    let mut cards: BTreeMap<String, Card> = BTreeMap::new();
    for entry in told {
        let zone = match &entry {
            CardEntry::Set(set) => set.zone.clone(),
            CardEntry::Withdrawn(withdrawn) => withdrawn.zone.clone(),
            CardEntry::Closed(closed) => closed.zone.clone(),
            CardEntry::Breaches(_) => continue,
        };
        cards.entry(zone).or_default().steps.push(entry);
    }
    cards
}

impl Card {
    /// What was told, in order.
    #[must_use]
    pub fn history(&self) -> &[CardEntry] {
        &self.steps
    }

    /// As it was set last, if it is not withdrawn; it may not have begun, and may be over.
    #[must_use]
    pub fn newest(&self) -> Option<&CardSet> {
        self.last_set(|_| true)
    }

    /// What holds on a local day. A version that has not begun leaves the one before in force.
    #[must_use]
    pub fn on(&self, day: Date) -> Option<&CardSet> {
        self.last_set(|set| set.from <= day).filter(|set| set.until.is_none_or(|until| day <= until))
    }

    fn last_set(&self, counts: impl Fn(&CardSet) -> bool) -> Option<&CardSet> {
        self.steps.iter().fold(None, |last, step| match step {
            CardEntry::Set(set) if counts(set) => Some(&**set),
            CardEntry::Withdrawn(_) => None,
            _ => last,
        })
    }

    /// The id of the zone's card, once it had one.
    #[must_use]
    pub fn id(&self) -> Option<Id> {
        self.steps.iter().find_map(|step| match step {
            CardEntry::Set(set) => Some(set.card),
            _ => None,
        })
    }

    /// What was done about a priority, by the last word.
    #[must_use]
    pub fn closed(&self, priority: &str) -> Option<&PriorityClosed> {
        self.steps.iter().rev().find_map(|step| match step {
            CardEntry::Closed(closed) if is_same_code(&closed.priority, priority) => Some(closed),
            _ => None,
        })
    }

    /// Every priority that any version had, by the last words of each, in the order in which they came.
    #[must_use]
    pub fn priorities(&self) -> Vec<&CardPriority> {
        let mut all: Vec<&CardPriority> = Vec::new();
        for step in &self.steps {
            let CardEntry::Set(set) = step else { continue };
            for one in &set.priorities {
                match all.iter_mut().find(|known| known.is_coded(&one.code)) {
                    Some(known) => *known = one,
                    None => all.push(one),
                }
            }
        }
        all
    }

    /// The code of a priority that was closed and would now be another – in its words, or of another time –, if there is one: what
    /// was done about the former would be told of it. Other capitals of its code make no other priority of it.
    #[must_use]
    pub fn reuses(&self, set: &CardSet) -> Option<String> {
        let known = self.priorities();
        let differs = |before: &CardPriority, one: &CardPriority| {
            before.is_coded(&one.code) && *before != CardPriority { code: before.code.clone(), ..one.clone() }
        };
        let other = |one: &&CardPriority| {
            self.closed(&one.code).is_some() && known.iter().any(|before| differs(before, one))
        };
        set.priorities.iter().find(other).map(|one| one.code.clone())
    }
}
