//! The phone's facade for other languages, by workflow.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

mod applies;
mod collections;
mod counts;
mod encampments;
mod encounters;
mod engagement;
mod looks;
pub mod names;
mod notices;
mod patrol;
mod tasks;
mod welfare;
