//! The database's schema, every version of it, and how its file is opened.

use std::path::Path;

use beatbook_store::{Database, Key, OpenMode, Opening, Schema, Step, StoreError};

/// Tells the server's file from a notebook's: "BBS1".
const SCHEMA: Schema = Schema {
    application_id: 0x4242_5331,
    steps: &[
        Step { version: 1, sql: include_str!("schema-1.sql") },
        Step { version: 2, sql: include_str!("schema-2.sql") },
        Step { version: 3, sql: include_str!("schema-3.sql") },
        Step { version: 4, sql: include_str!("schema-4.sql") },
        Step { version: 5, sql: include_str!("schema-5.sql") },
        Step { version: 6, sql: include_str!("schema-6.sql") },
        Step { version: 7, sql: include_str!("schema-7.sql") },
        Step { version: 8, sql: include_str!("schema-8.sql") },
        Step { version: 9, sql: include_str!("schema-9.sql") },
        Step { version: 10, sql: include_str!("schema-10.sql") },
        Step { version: 11, sql: include_str!("schema-11.sql") },
        Step { version: 12, sql: include_str!("schema-12.sql") },
        Step { version: 13, sql: include_str!("schema-13.sql") },
        Step { version: 14, sql: include_str!("schema-14.sql") },
        Step { version: 15, sql: include_str!("schema-15.sql") },
        Step { version: 16, sql: include_str!("schema-16.sql") },
        Step { version: 17, sql: include_str!("schema-17.sql") },
        Step { version: 18, sql: include_str!("schema-18.sql") },
    ],
};

/// The id bound into the key check: there is one server in a folder.
pub const KEY_CHECK_ID: &str = "beatbook-server";

/// Room kept back for a full disk: receipts for what is under way still fit.
const RESERVE_BYTES: u64 = 4 << 20;

/// Opens a server's file, brought up to this version.
pub fn open(path: &Path, key: &Key, mode: OpenMode) -> Result<Database, StoreError> {
    Database::open(&Opening {
        path,
        key,
        id: KEY_CHECK_ID,
        schema: &SCHEMA,
        mode,
        reserve_bytes: RESERVE_BYTES,
    })
}
