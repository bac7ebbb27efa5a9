//! Orders as officers meet them: when a condition counts, where it does, and what the screen may say for certain.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on should stop"
)]

mod applies;
mod at_once;
mod file;
mod history;
mod sign_tasks;
mod times;
mod town;
mod unknown;
