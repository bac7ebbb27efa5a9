//! All tests of the domain through its public API, in one binary: each would link the whole library again.

mod access;
mod allocations;
mod calendar;
mod counts;
mod encampments;
mod fence_in_pieces;
mod golden_tracks;
mod hours;
mod illustrative_zones;
mod law;
mod notice_numbers;
mod notices;
mod orders;
mod presence_properties;
mod presence_stories;
mod real_wards;
mod register;
mod track;
mod walk;
mod wrong_clocks;
mod zone_bytes;
mod zone_circle;
mod zone_history;
mod zone_import;
mod zone_import_places;
mod zone_shapes;
