//! The encrypted SQLite engine behind phone and server: how a file is opened, written, kept and put aside.
//! It knows nothing of what is in the tables; the device library and the server bring their own schema.
//! Everything blocks: call it off the main thread, on a server inside `spawn_blocking`.
//!
//! ```no_run
//! # use beatbook_store::*;
//! # use std::path::Path;
//! const SCHEMA: Schema = Schema {
//!     application_id: 0x4242_0001,
//!     steps: &[Step { version: 1, sql: "CREATE TABLE entry (seq INTEGER PRIMARY KEY, header BLOB NOT NULL)" }],
//! };
//! # fn main() -> Result<(), StoreError> {
//! # let key = Key::from_bytes([7; 32]);
//! let notebook = Database::open(&Opening {
//!     path: Path::new("/app/notebook.sqlite3"),
//!     key: &key,
//!     id: "0192f0c4-0000-7000-8000-000000000001",
//!     schema: &SCHEMA,
//!     mode: OpenMode::OpenOrCreate,
//!     reserve_bytes: 1 << 20,
//! })?;
//! notebook.write(|tx| tx.execute("INSERT INTO entry VALUES (?1, ?2)", params![0, b"header"]))?;
//! let entries: i64 = notebook.read(|tx| tx.one("SELECT count(*) FROM entry", [], |row| row.get(0)))?;
//! # Ok(()) }
//! ```

// Links the engine. Nothing of it is called from Rust, so only this line keeps it in the program.
use beatbook_sqlite_sys as _;

mod backup;
mod cancel;
mod database;
mod error;
mod files;
mod key;
mod key_check;
mod lock;
mod maintenance;
mod open;
mod pragmas;
mod reserve;
mod schema;
mod set_aside;
mod transaction;

pub use cancel::Cancel;
pub use database::Database;
pub use error::StoreError;
pub use files::DatabaseFiles;
pub use key::Key;
pub use key_check::{KeyCheck, KeyCheckState};
pub use maintenance::{Checkpoint, Integrity};
pub use open::{OpenMode, Opening};
pub use reserve::ReserveState;
pub use schema::{Schema, Step};
pub use set_aside::set_aside;
pub use transaction::{ReadTransaction, Statement, WriteTransaction};

/// What a row-mapping closure returns.
pub use rusqlite::Result as RowResult;
/// What callers need of rusqlite, so that one version serves the whole workspace.
pub use rusqlite::{Params, Row, ToSql, named_params, params, params_from_iter, types};
