//! The rough-sleeper count as coordinators meet it: from a secret plan to a return that adds up.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests are not recognised as tests"
)]

mod again;
mod decisions;
mod duplicates;
mod entries;
mod label;
mod night;
mod outside;
mod plan;
mod searched;
mod state;
mod support;
mod table;
