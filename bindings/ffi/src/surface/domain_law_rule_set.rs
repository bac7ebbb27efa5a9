//! Types of `beatbook_domain::law::rule_set`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// Which rule set a record was made under.
#[uniffi::remote(Record)]
pub struct RuleSetRef {
    /// Of the rule set.
    pub id: String,
    /// Its revision.
    pub revision: u32,
    /// Its hash.
    pub hash: Hash,
}
