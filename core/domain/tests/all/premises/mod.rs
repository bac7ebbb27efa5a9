//! Visits to premises as all journals tell them: one story from any order of arrival, goods each in one state, tables that
//! add up.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod any_order;
mod bodies;
mod limits;
mod stories;
mod support;
