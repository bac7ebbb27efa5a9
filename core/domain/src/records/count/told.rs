//! What the server's journal tells of a count: the plan, what is done to the count as a whole, and what is said of pairs at
//! a desk. Behind a coarse header, under an id that tells the hour and no more, and for the officers it names alone.
//!
//! An entry is written again when others may know: then it names those who are told anew.

use std::collections::BTreeSet;

use beatbook_protocol::id::Id;
use serde::{Deserialize, Serialize};

use crate::access::Audience;
use crate::counts::plan::CountPlan;
use crate::counts::state::CountDeed;
use crate::records::count::{PairAnswer, SightingPair};
use crate::welfare::identity::IdentityKey;

/// A count was set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountPlanned {
    /// The plan.
    pub plan: CountPlan,
    /// The count's own key of identities, hexadecimal: what it makes can be compared with nothing else.
    pub key: IdentityKey,
    /// Why its night is counted again in zones that another count has: told to those who answer for counts alone.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub again: Option<String>,
    /// Who is told by this entry.
    pub told: BTreeSet<Id>,
}

/// Something was done to a count as a whole, whether it followed or not ([`crate::counts::state::CountCase`]).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountActed {
    /// The count.
    pub count: Id,
    /// What, when and by whom.
    pub deed: CountDeed,
    /// Who is told by this entry.
    pub told: BTreeSet<Id>,
}

/// Somebody at a desk says something of two sightings: one voice, as from a phone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountPairDecided {
    /// The count.
    pub count: Id,
    /// Server's time, UTC milliseconds.
    pub at: i64,
    /// Who says so.
    pub by: Id,
    /// Of which two.
    pub pair: SightingPair,
    /// One person or two, or neither any more.
    pub answer: PairAnswer,
    /// Why.
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub why: String,
    /// Who is told by this entry.
    pub told: BTreeSet<Id>,
}

/// Teams are back: who has helped in the count, and reads no team's part of it, does not read the own part back any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountOver {
    /// The count.
    pub count: Id,
    /// Server's time, UTC milliseconds.
    pub at: i64,
    /// Who is told by this entry: whoever was told the plan.
    pub told: BTreeSet<Id>,
}

/// These officers and nobody else: whatever somebody's role reads, who may know of a count is a list of names.
#[must_use]
pub fn audience(told: &BTreeSet<Id>) -> Audience {
    Audience::Officers(told.iter().copied().collect())
}
