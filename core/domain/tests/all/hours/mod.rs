//! Stories of the hours report: crews, month ends, rules on who may see what, and its arithmetic.
//!
//! `beat` builds patrols as a night would leave them; everything else asks the report.

#![allow(clippy::unwrap_used, reason = "helpers of tests are not recognised as tests")]

mod beat;
mod crews;
mod operations;
mod oracle;
mod periods;
mod properties;
mod published;
mod rules;
mod stories;
