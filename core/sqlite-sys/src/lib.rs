//! Links SQLite3MultipleCiphers, the one SQLite of phone and server; there is nothing to call.
//! A crate that uses rusqlite says `use beatbook_sqlite_sys as _;` (beatbook-store does so for everybody).
//! To leave this engine is to swap this crate: docs/adr/0002-sqlite-engine.md.

/// The release of SQLite3MultipleCiphers that is linked; `select sqlite3mc_version()` must answer with it.
pub const ENGINE_VERSION: &str = env!("BEATBOOK_ENGINE_VERSION");

/// The release of SQLite inside it, as `select sqlite_version()` answers.
pub const SQLITE_VERSION: &str = env!("BEATBOOK_SQLITE_VERSION");
