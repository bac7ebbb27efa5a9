//! What the stories of the store share: a folder with a small notebook, and the fingerprint of a folder.
//! Every story has its own folder and its own key.
//! Nothing here asserts; the stories do.
#![allow(clippy::unwrap_used, reason = "helpers of tests are not recognised as tests")]

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use beatbook_store::{Database, Key, OpenMode, Opening, Schema, Step, StoreError, params};
use tempfile::TempDir;

pub const ID: &str = "0192f0c4-0000-7000-8000-000000000001";

pub const SCHEMA: Schema = Schema {
    application_id: 0x4242_0001,
    steps: &[Step {
        version: 1,
        sql: "CREATE TABLE entry (seq INTEGER PRIMARY KEY, header TEXT NOT NULL, body BLOB);
              CREATE TABLE notice (entry INTEGER PRIMARY KEY REFERENCES entry (seq), code TEXT NOT NULL UNIQUE);",
    }],
};

/// A folder for one notebook.
pub struct Phone {
    pub folder: TempDir,
    pub key: Key,
}

impl Phone {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), key: key(0x51) }
    }

    pub fn path(&self) -> PathBuf {
        self.folder.path().join("notebook.sqlite3")
    }

    pub fn open_as(&self, key: &Key, schema: &Schema, mode: OpenMode) -> Result<Database, StoreError> {
        open_at(&self.path(), key, schema, mode)
    }

    pub fn open(&self) -> Result<Database, StoreError> {
        self.open_as(&self.key, &SCHEMA, OpenMode::OpenOrCreate)
    }

    /// Name → content of everything in the folder.
    pub fn fingerprint(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        fingerprint(self.folder.path())
    }
}

pub fn open_at(path: &Path, key: &Key, schema: &Schema, mode: OpenMode) -> Result<Database, StoreError> {
    Database::open(&Opening { path, key, id: ID, schema, mode, reserve_bytes: 64 * 1024 })
}

/// Says aloud that a story was not told; written past the test runner, which would swallow a printed line.
pub fn skipped(why: &str) {
    let _ = writeln!(std::io::stderr(), "SKIPPED: {why}");
}

pub fn key(seed: u8) -> Key {
    Key::from_bytes(key_bytes(seed))
}

/// Not one byte repeated, so that finding it in a file means something.
pub fn key_bytes(seed: u8) -> [u8; 32] {
    std::array::from_fn(|i| u8::try_from(i).unwrap().wrapping_mul(37).wrapping_add(seed))
}

pub fn fingerprint(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().path())
        .map(|path| (path.clone(), fs::read(&path).unwrap_or_default()))
        .collect()
}

pub fn record(notebook: &Database, seq: i64, header: &str) -> Result<(), StoreError> {
    notebook.write(|tx| tx.execute("INSERT INTO entry VALUES (?1, ?2, NULL)", params![seq, header]).map(drop))
}

pub fn record_body(notebook: &Database, seq: i64, body: &[u8]) -> Result<(), StoreError> {
    notebook
        .write(|tx| tx.execute("INSERT INTO entry VALUES (?1, 'header', ?2)", params![seq, body]).map(drop))
}

pub fn entries(notebook: &Database) -> i64 {
    notebook
        .read(|tx| tx.one("SELECT count(*) FROM entry", [], |row| row.get(0)))
        .map_err(|error: StoreError| error)
        .unwrap()
}

pub fn headers(notebook: &Database) -> Vec<String> {
    notebook
        .read(|tx| tx.all("SELECT header FROM entry ORDER BY seq", [], |row| row.get(0)))
        .map_err(|error: StoreError| error)
        .unwrap()
}
