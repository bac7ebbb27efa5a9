//! The rough-sleeper count: one night, several teams, one number that can be explained.
//!
//! Sightings come from phones ([`crate::records::count`]). [`dedupe`] proposes which of them may be one person,
//! [`decisions`] holds what people said about it, [`persons`] and [`table`] count, [`label`] says how good the count
//! is and why, [`state`] is its life from plan to submission, [`again`] what two plans may not share, [`secrecy`] who may know of it, and
//! [`searched`] how much of a sector was come by. [`review`] puts it together.
//!
//! Sources: Homeless Link's toolkit for counts and estimates, 2025, and MHCLG's technical report for autumn 2025.

pub mod again;
pub mod coverage;
pub mod decisions;
pub mod dedupe;
pub mod label;
pub mod persons;
pub mod plan;
pub mod review;
pub mod searched;
pub mod secrecy;
pub mod state;
pub mod table;
