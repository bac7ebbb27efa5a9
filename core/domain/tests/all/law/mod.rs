//! The law as tables: shipped rule sets, dates, ages, powers, and what an authority may ask.

#![allow(clippy::unwrap_used, reason = "helpers of tests are not recognised as tests")]

mod ages;
mod dates;
mod powers;
mod rule_sets;
mod terms;

use beatbook_domain::law::rule_set::RuleSet;
use beatbook_domain::law::rule_sets::RuleSets;
use beatbook_domain::law::shipped;
use jiff::civil::Date;

fn sets() -> RuleSets {
    shipped::rule_sets().unwrap()
}

fn ew_2014() -> RuleSet {
    sets().get("EW-2014").unwrap().clone()
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}
