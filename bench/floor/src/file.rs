//! An encrypted file: opened with a raw key, written in one transaction, read back, copied.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use beatbook_sqlite_sys as _;
use rusqlite::{Connection, TransactionBehavior, backup::Backup, params};

use crate::{FloorError, Place};

/// A file of places.
#[derive(uniffi::Object)]
pub struct Places {
    connection: Mutex<Connection>,
}

impl From<rusqlite::Error> for FloorError {
    fn from(error: rusqlite::Error) -> Self {
        Self::File { reason: error.to_string() }
    }
}

fn keyed(path: &str, key: &str) -> Result<Connection, FloorError> {
    let connection = Connection::open(path)?;
    connection.execute_batch(&format!(
        "PRAGMA cipher='sqlcipher'; PRAGMA legacy=4; PRAGMA key=\"x'{key}'\"; PRAGMA journal_mode=wal; PRAGMA synchronous=full;"
    ))?;
    Ok(connection)
}

#[uniffi::export]
impl Places {
    /// Opens or makes a file.
    ///
    /// # Errors
    /// If it cannot be opened with this key.
    #[uniffi::constructor]
    pub fn open(path: String, key: String) -> Result<Arc<Self>, FloorError> {
        let connection = keyed(&path, &key)?;
        connection.execute_batch(
            "CREATE TABLE IF NOT EXISTS place (at INTEGER PRIMARY KEY, lat REAL, lon REAL, note TEXT)",
        )?;
        Ok(Arc::new(Self { connection: Mutex::new(connection) }))
    }

    /// Keeps places.
    ///
    /// # Errors
    /// If they cannot be written.
    pub fn keep(&self, places: Vec<Place>) -> Result<(), FloorError> {
        let mut connection = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        for place in places {
            transaction
                .prepare_cached("INSERT INTO place VALUES (?1, ?2, ?3, ?4)")?
                .execute(params![place.at, place.lat, place.lon, place.note])?;
        }
        Ok(transaction.commit()?)
    }

    /// All places since a moment.
    ///
    /// # Errors
    /// If they cannot be read.
    pub fn since(&self, at: i64) -> Result<Vec<Place>, FloorError> {
        let connection = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        let mut statement =
            connection.prepare_cached("SELECT at, lat, lon, note FROM place WHERE at >= ?1")?;
        let places = statement.query_map([at], |row| {
            Ok(Place { at: row.get(0)?, lat: row.get(1)?, lon: row.get(2)?, note: row.get(3)? })
        })?;
        Ok(places.collect::<Result<_, _>>()?)
    }

    /// Copies the file.
    ///
    /// # Errors
    /// If the copy cannot be written.
    pub fn copy(&self, path: String, key: String) -> Result<(), FloorError> {
        let connection = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        let mut copy = keyed(&path, &key)?;
        Ok(Backup::new(&connection, &mut copy)?.run_to_completion(100, Duration::ZERO, None)?)
    }
}
