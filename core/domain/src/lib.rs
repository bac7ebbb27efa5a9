//! Records of the beat and their rules, as pure functions: no I/O, no clock, no randomness.
//!
//! Time, position and ids are arguments; the same arguments give the same integers on every
//! phone and server. Words are those of `ARCHITECTURE.md`.

pub mod access;
pub mod alone;
pub mod calendar;
pub mod cards;
pub mod cases;
pub mod colleagues;
pub mod counts;
pub mod crew;
pub mod encampments;
pub mod engagement;
pub mod fence;
pub mod fix;
pub mod geometry;
pub mod hours;
pub mod interval;
pub mod keeping;
mod keyed;
pub mod law;
mod names;
pub mod notices;
pub mod operations;
pub mod orders;
pub mod photo;
pub mod premises;
pub mod presence;
pub mod records;
pub mod register;
pub mod spellings;
pub mod suppression;
pub mod tasks;
pub mod thresholds;
pub mod track;
pub mod welfare;
pub mod zone;
pub mod zones;
