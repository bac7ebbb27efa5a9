//! Engagements as all journals tell them: one story from any order of arrival, and tables that add up.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod any_order;
mod bodies;
mod operations;
pub mod support;
mod tables;
