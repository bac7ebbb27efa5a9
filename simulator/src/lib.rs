//! Seeded shifts with known true presence: walkers, GPS noise, outages.

pub mod zones;
