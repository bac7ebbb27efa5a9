//! All that is done with zones before the engine sees them: import, checks, names, time, transport.
//!
//! A file becomes versions ([`import`], checked by [`validate`]), versions get their names from
//! [`canonical`] bytes, and [`plan`] decides what the next [`manifest`] says is in force when.

pub mod canonical;
mod geodesy;
pub mod import;
mod segments;
pub mod validate;

/// Corners of one zone, all rings together.
pub const MAX_ZONE_VERTICES: usize = 20_000;
/// Characters of a zone's code, name or programme.
pub const MAX_ZONE_TEXT: usize = 200;
/// Bytes of one object of a briefing, a zone among them.
pub const MAX_BRIEFING_OBJECT: usize = 1024 * 1024;
/// Bytes of a GeoJSON file.
pub const MAX_GEOJSON_BYTES: usize = 100 * 1024 * 1024;
