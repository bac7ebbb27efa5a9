//! The limits of the protocol. What a phone accepts, a server of the same version must accept.

/// The protocol version this code speaks.
pub const PROTOCOL_VERSION: u16 = 1;
/// Largest body of an entry, bytes.
pub const BODY_MAX: usize = 64 * 1024;
/// Largest text field unless stated otherwise, characters.
pub const TEXT_MAX: usize = 20_000;
/// Largest header, bytes.
pub const HEADER_MAX: usize = 2 * 1024;
/// Most fixes in one call.
pub const FIXES_PER_CALL_MAX: usize = 10_000;
/// Most fixes in one chunk.
pub const FIXES_PER_CHUNK_MAX: usize = 4_096;
/// Largest request or response, compressed bytes.
pub const MESSAGE_COMPRESSED_MAX: usize = 256 * 1024;
/// Largest request or response, decompressed bytes.
pub const MESSAGE_MAX: usize = 4 * 1024 * 1024;
/// Most entries (headers, or bodies) in one request.
pub const ENTRIES_PER_REQUEST_MAX: usize = 1_024;
/// Most vertices of a zone.
pub const ZONE_VERTICES_MAX: usize = 20_000;
/// Largest briefing object, bytes.
pub const BRIEFING_OBJECT_MAX: usize = 1024 * 1024;
/// Longest code or name, characters.
pub const NAME_MAX: usize = 200;
/// Largest GeoJSON file for import, bytes.
pub const GEOJSON_MAX: u64 = 100 * 1024 * 1024;
/// Largest attachment, bytes.
pub const ATTACHMENT_MAX: u64 = 50 * 1024 * 1024;
/// Largest pull cursor, bytes.
pub const CURSOR_MAX: usize = 64;
/// Most handovers of receipt keys shown with a checkpoint.
pub const KEYS_SHOWN_MAX: usize = 64;
/// Longest period of which an officer's own hours are told: 366 local days, one of which may have 25 hours.
pub const HOURS_PERIOD_MAX_MS: i64 = 366 * 86_400_000 + 3_600_000;
/// Most zones named in one question for an officer's own hours.
pub const HOURS_ZONES_MAX: usize = 100;
/// Numbers on the wire stay below 2^53, so that every JSON reader keeps them.
pub const NUMBER_MAX: i64 = (1 << 53) - 1;
