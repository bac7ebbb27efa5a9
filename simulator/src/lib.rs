//! Shifts of officers with known true presence: where they really were, and what their phones said.
//!
//! Seeded: the same seed gives the same shifts, to the bit, on every platform and for ever. Truth and plain
//! rule use nothing of the engine, so they can judge it; only `derived` calls it.

pub mod derived;
pub mod gpx;
pub mod measure;
pub mod noise;
pub mod path;
pub mod plain;
pub mod plane;
pub mod presets;
pub mod rng;
pub mod shift;
pub mod truth;
pub mod walker;
pub mod zones;
