//! How a connection is set up: the cipher, the key, and one table that explains every pragma.
//! Nothing else in the workspace sets a pragma that outlives a statement.
//! The order matters: cipher, format, key, and only then anything that touches the file.

use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use crate::{Key, StoreError};

/// What a connection is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// The one connection that writes.
    Writer,
    /// One of several that only read.
    Reader,
    /// Looks whether key, file and version are right and leaves every byte and file as it was.
    Probe,
    /// Writes a new file that nobody else knows yet.
    Maker,
    /// Takes the pages of another database.
    Target,
}

use Role::{Maker, Probe, Reader, Target, Writer};

/// How long a statement waits for a lock held by somebody else. Our own reader and writer never wait for
/// each other (WAL), so this is for a foreign tool that has the file open.
pub(crate) const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// Apple's fsync does not reach the medium; everywhere else these two pragmas do nothing.
const APPLE: bool = cfg!(target_vendor = "apple");

/// Before the key: the format of the file.
const FORMAT: &[&str] = &[
    // AES-256-CBC with HMAC-SHA-512 per page, the format of SQLCipher …
    "PRAGMA cipher = 'sqlcipher'",
    // … version 4, byte for byte: without this line SQLCipher itself cannot read the file.
    "PRAGMA legacy = 4",
];

/// After the key. 4096-byte pages are not set here because they are the format's own default: any other size
/// would need an extra pragma in every tool that reads the file with the key.
const PRAGMAS: &[(&str, &[Role], bool)] = &[
    // Erased rows are cut from the end of the file without rewriting it. Only takes before the first table.
    ("PRAGMA auto_vacuum = INCREMENTAL", &[Maker], true),
    // Readers see a snapshot and never block the writer; a commit is one append and one sync.
    ("PRAGMA journal_mode = WAL", &[Maker, Writer], true),
    // Nobody knows the file before it is complete: a journal on the disk would only be another file to clear away.
    ("PRAGMA journal_mode = MEMORY", &[Target], true),
    // A commit is on the medium before the call returns. In WAL mode NORMAL may lose the last commits.
    ("PRAGMA synchronous = FULL", &[Maker, Writer], true),
    ("PRAGMA fullfsync = ON", &[Maker, Writer], APPLE),
    ("PRAGMA checkpoint_fullfsync = ON", &[Maker, Writer], APPLE),
    // The heap holds the index of the log, so looking creates no file; must come before the first read.
    ("PRAGMA locking_mode = EXCLUSIVE", &[Probe], true),
    ("PRAGMA foreign_keys = ON", &[Maker, Writer], true),
    // Sorting and temporary tables stay in memory: a temporary file would be outside the encryption.
    ("PRAGMA temp_store = 2", &[Maker, Writer, Reader], true),
    // Deleted content is overwritten with zeros, so that erasing a body leaves nothing in free pages.
    ("PRAGMA secure_delete = ON", &[Maker, Writer], true),
    // The pages of an encrypted file cannot be mapped; said, so that no default ever tries.
    ("PRAGMA mmap_size = 0", &[Maker, Writer, Reader, Probe], true),
    // A page out of the cache costs decrypting and an HMAC. 8 MiB hold the inner pages of every b-tree of a
    // million records; a reader's view is shorter.
    ("PRAGMA cache_size = -8192", &[Maker, Writer], true),
    ("PRAGMA cache_size = -4096", &[Reader], true),
    // The log is folded back every 1,000 pages (4 MB): SQLite's default, written down because figures rest on it.
    ("PRAGMA wal_autocheckpoint = 1000", &[Writer], true),
    // A log that grew under a long read shrinks again; twice the usual size, so that it usually keeps its blocks.
    ("PRAGMA journal_size_limit = 8388608", &[Writer], true),
    // A manipulated schema cannot call functions with side effects through views and triggers.
    ("PRAGMA trusted_schema = OFF", &[Maker, Writer, Reader, Probe], true),
    // Damaged b-tree pages are found when read, before they are used.
    ("PRAGMA cell_size_check = ON", &[Maker, Writer, Reader, Probe], true),
    // A reader that tries to write is refused by the engine, even where the file could be written.
    ("PRAGMA query_only = ON", &[Reader, Probe], true),
];

/// Prepared statements kept per connection; more than phone or server use at a time.
const STATEMENTS_KEPT: usize = 128;

/// Opens and sets up a connection. Only a `Maker` creates a file.
pub(crate) fn connect(path: &Path, key: &Key, role: Role) -> Result<Connection, StoreError> {
    let access = match role {
        Writer | Probe => OpenFlags::SQLITE_OPEN_READ_WRITE,
        Reader => OpenFlags::SQLITE_OPEN_READ_ONLY,
        Maker | Target => OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE,
    };
    // NO_MUTEX: the mutex in Rust already lets one thread in at a time. No URI: a path is a path.
    let connection = Connection::open_with_flags(path, access | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS_KEPT);
    connection.busy_timeout(BUSY_TIMEOUT)?;
    // Even SQL of ours cannot overwrite the schema or shadow tables, or switch the journal off.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    // A statement is planned once, whatever is bound to it: else one with a bound LIMIT is prepared again at each use.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    // Closing the last connection would otherwise fold the log back: a probe changes nothing.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, role == Probe)?;
    for sql in FORMAT {
        connection.execute_batch(sql)?;
    }
    set_key(&connection, key)?;
    // The engine opens read-only, silently, what it may not write.
    if role != Reader && connection.is_readonly("main")? {
        return Err(StoreError::NoPermission);
    }
    for (sql, roles, here) in PRAGMAS {
        if *here && roles.contains(&role) {
            connection.execute_batch(sql)?;
        }
    }
    if role == Writer {
        let mode: String = connection.query_row("PRAGMA journal_mode", [], |row| row.get(0))?;
        if mode != "wal" {
            return Err(StoreError::Sqlite {
                code: 0,
                detail: "this storage does not support a write-ahead log".to_owned(),
            });
        }
    }
    Ok(connection)
}

fn set_key(connection: &Connection, key: &Key) -> Result<(), StoreError> {
    // rusqlite's error would carry the statement and so the key: it ends here.
    connection.execute_batch(&key.pragma()).map_err(|error| match error {
        rusqlite::Error::SqliteFailure(failure, _) => rusqlite::Error::SqliteFailure(failure, None).into(),
        _ => StoreError::Sqlite { code: 0, detail: "the engine did not take the key".to_owned() },
    })
}

#[cfg(test)]
mod tests {
    use rusqlite::StatementStatus;

    use super::{Role, connect};
    use crate::key::Key;

    #[test]
    fn a_statement_is_planned_once_whatever_is_bound_to_it() {
        let folder = tempfile::tempdir().unwrap();
        let database = connect(&folder.path().join("db"), &Key::from_bytes([7; 32]), Role::Maker).unwrap();
        database
            .execute_batch(
                "CREATE TABLE job (number INTEGER PRIMARY KEY, done INTEGER NOT NULL);
                 CREATE INDEX job_done ON job (number) WHERE done = 1;
                 INSERT INTO job VALUES (1, 0), (2, 1), (3, 1);",
            )
            .unwrap();
        for sql in ["SELECT number FROM job LIMIT ?1", "SELECT number FROM job WHERE done = ?1"] {
            let mut statement = database.prepare(sql).unwrap();
            for bound in 0..3 {
                let rows = statement.query_map([bound], |row| row.get::<_, i64>(0)).unwrap();
                assert!(rows.map(Result::unwrap).count() <= 3);
            }
            assert_eq!(statement.get_status(StatementStatus::RePrepare), 0, "{sql}");
        }
    }
}
