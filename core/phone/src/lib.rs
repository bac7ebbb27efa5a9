//! What the command-line phone can do beside driving the device library: read recorded walks.
//!
//! A library of its own, so that measurements and tests read walks the same way.

pub mod gpx;
