//! Encounters and notices as officers live them: what paper asks for, and what stops it.
//!
//! `beat` builds encounters and drafts; everything else changes one thing and asks again.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests are not recognised as tests")]

mod alcohol;
mod beat;
mod blocks;
mod caution;
mod community;
mod dogs;
mod fairness;
mod golden;
mod hostile;
mod known;
mod ladder;
mod land;
mod positions;
mod properties;
mod screen;
mod story;
mod vehicles;
