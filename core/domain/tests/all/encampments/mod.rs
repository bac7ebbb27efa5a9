//! Encampments as all journals tell them: one story from any order of arrival, a funnel that adds up, returns.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod any_order;
mod bodies;
mod funnel;
mod returns;
mod story;
mod support;
mod tents;
