//! The rule sets that ship with the library, compiled in.
//!
//! `EW-2014` is in force. `EW-2026-draft` waits until an administrator enters its commencement.

use crate::law::rule_set::{RuleSet, RuleSetError};
use crate::law::rule_sets::RuleSets;

/// ASBCPA 2014 and its neighbours, as in force before the Crime and Policing Act 2026.
pub const EW_2014: &str = include_str!("ew-2014.json");
/// What the Crime and Policing Act 2026 is said to change. Awaited.
pub const EW_2026_DRAFT: &str = include_str!("ew-2026-draft.json");

/// Both.
///
/// # Errors
/// Never with the files as shipped; a test reads them.
pub fn rule_sets() -> Result<RuleSets, RuleSetError> {
    RuleSets::new(vec![RuleSet::read(EW_2014.as_bytes())?, RuleSet::read(EW_2026_DRAFT.as_bytes())?])
}
