//! Who may do what: the table as it ships, against what was agreed, and what its words let an officer do.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests are not recognised as tests"
)]

mod audience;
mod bodies;
mod counts;
mod roles;
mod table;
