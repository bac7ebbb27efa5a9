//! The law as tables: rule sets with their dates, and what is worked out from them.
//!
//! No amount, period, cap or age stands in code. Where a fact has not been checked against its source, the
//! rule set says so (`unverified`).

pub mod age;
pub mod clocks;
pub mod missing;
pub mod powers;
pub mod rule_set;
pub mod rule_sets;
pub mod shipped;
pub mod terms;
