//! The peer of every write: bare rusqlite on the notebook's own schema, with the same engine and cipher.
//!
//! What somebody would write who needs exactly these rows and nothing else: prepared statements, one
//! immediate transaction, FULL, the write-ahead log and its usual checkpoints.

use std::error::Error;
use std::path::Path;

use rusqlite::{Connection, params};

use crate::handset::KEY;

/// How sure a commit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Medium {
    /// `synchronous=FULL` in a write-ahead log, as the notebook.
    Full,
    /// Nothing is waited for: only to fill a file quickly.
    Filling,
}

/// Opens an encrypted file in the notebook's format.
///
/// # Errors
/// The engine's.
pub fn open(path: &Path, medium: Medium) -> Result<Connection, Box<dyn Error>> {
    let connection = Connection::open(path)?;
    let key: String = KEY.iter().map(|byte| format!("{byte:02x}")).collect();
    connection.execute_batch(&format!(
        "PRAGMA cipher = 'sqlcipher'; PRAGMA legacy = 4; PRAGMA key = \"x'{key}'\"; PRAGMA cache_size = -8192;"
    ))?;
    connection.execute_batch(match medium {
        Medium::Full => "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;",
        Medium::Filling => "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;",
    })?;
    connection.set_prepared_statement_cache_capacity(16);
    Ok(connection)
}

/// The rows of one note: entry, its place in the outbox, and what screens show.
#[derive(Debug, Clone)]
pub struct NoteRows {
    header: Vec<u8>,
    salt: Vec<u8>,
    body: Vec<u8>,
    wall: i64,
    basis: String,
    text: String,
}

impl NoteRows {
    /// As the last note of a notebook has them.
    ///
    /// # Errors
    /// The engine's; if there is no note.
    pub fn of_last(connection: &Connection) -> Result<Self, Box<dyn Error>> {
        let sql =
            "SELECT e.header, e.salt, e.body, n.wall, n.basis, n.text FROM note n JOIN entry e USING (seq)
                   ORDER BY n.seq DESC LIMIT 1";
        Ok(connection.query_row(sql, [], |row| {
            Ok(Self {
                header: row.get(0)?,
                salt: row.get(1)?,
                body: row.get(2)?,
                wall: row.get(3)?,
                basis: row.get(4)?,
                text: row.get(5)?,
            })
        })?)
    }

    /// Writes them under a number; `waiting` puts it in the outbox, too.
    ///
    /// # Errors
    /// The engine's.
    pub fn write(&self, connection: &Connection, seq: i64, waiting: bool) -> Result<(), Box<dyn Error>> {
        let entry = "INSERT INTO entry (seq, header, salt, body) VALUES (?1, ?2, ?3, ?4)";
        connection.prepare_cached(entry)?.execute(params![seq, self.header, self.salt, self.body])?;
        if waiting {
            let outbox = "INSERT INTO outbox (priority, seq) VALUES (?1, ?2)";
            connection.prepare_cached(outbox)?.execute(params![1, seq])?;
        }
        let note = "INSERT INTO note (seq, wall, patrol, basis, text) VALUES (?1, ?2, ?3, ?4, ?5)";
        let patrol = None::<&[u8]>;
        connection.prepare_cached(note)?.execute(params![seq, self.wall, patrol, self.basis, self.text])?;
        Ok(())
    }

    /// One durable record: these rows in one transaction.
    ///
    /// # Errors
    /// The engine's.
    pub fn commit(&self, connection: &Connection, seq: i64) -> Result<(), Box<dyn Error>> {
        connection.prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
        self.write(connection, seq, true)?;
        connection.prepare_cached("COMMIT")?.execute([])?;
        Ok(())
    }
}

/// The last entry's number.
///
/// # Errors
/// The engine's.
pub fn last_seq(connection: &Connection) -> Result<i64, Box<dyn Error>> {
    Ok(connection.query_row("SELECT max(seq) FROM entry", [], |row| row.get(0))?)
}

/// Fills a closed notebook with copies of its last note, as if the server had signed for all of them, until
/// `enough` says so of the count of entries and the bytes of the file. The chain of headers is not kept.
///
/// # Errors
/// The engine's.
pub fn fill(path: &Path, enough: impl Fn(i64, u64) -> bool) -> Result<i64, Box<dyn Error>> {
    let connection = open(path, Medium::Filling)?;
    let rows = NoteRows::of_last(&connection)?;
    let mut seq = last_seq(&connection)?;
    while !enough(seq, std::fs::metadata(path)?.len()) {
        connection.execute_batch("BEGIN IMMEDIATE")?;
        for _ in 0..500 {
            seq += 1;
            rows.write(&connection, seq, false)?;
        }
        connection.execute_batch("COMMIT")?;
    }
    drop(rows);
    connection.execute_batch("PRAGMA journal_mode = WAL")?;
    connection.close().map_err(|(_, error)| error)?;
    Ok(seq)
}
