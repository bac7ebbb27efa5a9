//! Shifts of officers with known true presence: where they really were, and what their phones said.
//!
//! Seeded: the same seed gives the same shifts, to the bit, on every platform and for ever. Nothing here
//! uses the engine's code, so truth and plain rule can judge it.

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
