//! From tracks to hours: a resumable job for each patrol, apart from acknowledging what phones send.
//!
//! A job compares the phone's own figures, with exactly the zones the phone had, and derives the published
//! ones with the zones in force at each instant. Killed at any point, it is simply done again.

mod briefings;
mod derive;
mod jobs;
mod stored;

pub use briefings::{Briefings, ReadyBriefing};
pub use derive::{Comparison, Derived, certainly_in, counted_in, derive};
pub use jobs::{JobState, Jobs};
pub use stored::{from_bytes, to_bytes};
