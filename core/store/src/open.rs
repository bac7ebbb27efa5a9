//! Opening and creating a database. Everything that can refuse is asked before anything is changed:
//! first the lock, then a probe that leaves every byte as it was, and only then the real open.
//! A new database is made under another name and renamed when complete: a file under its own name is never half made.

use std::fs;
use std::io;
use std::path::Path;

use rusqlite::Connection;

use crate::files::{DatabaseFiles, exists, remove_if_there, sync_folder_of};
use crate::key_check::{KeyCheck, KeyCheckState};
use crate::lock::ExclusiveLock;
use crate::pragmas::{Role, connect};
use crate::reserve::Reserve;
use crate::schema::{application_id, user_version};
use crate::set_aside::finish_interrupted;
use crate::{Key, Schema, StoreError};

/// The page size of the SQLCipher 4 format in bytes.
const PAGE_BYTES: u64 = 4096;

/// What [`crate::Database::open`] needs to know.
#[derive(Debug, Clone, Copy)]
pub struct Opening<'a> {
    /// Where the file is or shall be; its folder must exist.
    pub path: &'a Path,
    /// Its key.
    pub key: &'a Key,
    /// The id bound into the key check: the notebook's, or the server's.
    pub id: &'a str,
    /// What the caller knows to be in it.
    pub schema: &'a Schema,
    /// Whether it has to be there.
    pub mode: OpenMode,
    /// Size of the disk-full reserve in bytes; 0 for none.
    pub reserve_bytes: u64,
}

/// Whether the file has to be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpenMode {
    /// It must; else `Missing`.
    Open,
    /// It must not; else `AlreadyExists`.
    Create,
    /// Either.
    OpenOrCreate,
}

/// What an open database is made of. The lock is last: it is released when all else is closed.
pub(crate) struct Opened {
    pub(crate) writer: Connection,
    pub(crate) reserve: Reserve,
    pub(crate) files: DatabaseFiles,
    pub(crate) lock: ExclusiveLock,
}

/// What a new database is given before it has its name.
pub(crate) type First<'f> = dyn FnMut(&Connection) -> Result<(), StoreError> + 'f;

/// Opens; what is created has in it what `first` writes, or is not there.
pub(crate) fn open(opening: &Opening<'_>, first: &mut First<'_>) -> Result<Opened, StoreError> {
    opening.schema.validate()?;
    let files = DatabaseFiles::of(opening.path);
    let lock = ExclusiveLock::take(&files)?;
    let reserve = Reserve::find(&files, opening.reserve_bytes);
    let mut opened = open_locked(opening, &files, first);
    // Even the log's index needs room: the reserve is for this, too.
    if matches!(opened, Err(StoreError::DiskFull)) && reserve.release()? {
        opened = open_locked(opening, &files, first);
    }
    match opened {
        Ok(writer) => {
            // A database without its reserve is better than none: the state tells.
            let _ = reserve.restore();
            Ok(Opened { writer, reserve, files, lock })
        }
        Err(error) => {
            lock.abandon();
            Err(error)
        }
    }
}

fn open_locked(
    opening: &Opening<'_>,
    files: &DatabaseFiles,
    first: &mut First<'_>,
) -> Result<Connection, StoreError> {
    finish_interrupted(files)?;
    let check = KeyCheck::of(opening.key, opening.id)?;
    let length = match fs::metadata(&files.database) {
        Ok(file) => Some(file.len()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(StoreError::io("looking for the database")(error)),
    };
    match (length, opening.mode) {
        (None, OpenMode::Open) => return Err(StoreError::Missing),
        (Some(_), OpenMode::Create) => return Err(StoreError::AlreadyExists),
        (None, OpenMode::Create | OpenMode::OpenOrCreate) => create(opening, files, &check, first)?,
        // The engine would take a file shorter than a page for a new database and start over.
        (Some(length), _) if length < PAGE_BYTES => return Err(StoreError::Corrupt),
        (Some(length), _) => {
            let state = check.compare_beside(opening.path)?;
            probe(opening, files, state, length)?;
            if state != KeyCheckState::Right {
                // The file itself has proved the key. Failing to say so again harms nothing: the next open tries anew.
                let _ = check.write_beside(opening.path);
            }
        }
    }
    let mut writer = connect(&files.database, opening.key, Role::Writer)?;
    opening.schema.migrate(&mut writer)?;
    Ok(writer)
}

/// Whether key, kind and version are right. Changes and creates nothing.
fn probe(
    opening: &Opening<'_>,
    files: &DatabaseFiles,
    check: KeyCheckState,
    length: u64,
) -> Result<(), StoreError> {
    let had_log = exists(&files.wal)?;
    let mut judged = look_inside(opening).map_err(|refused| match (refused, check) {
        (Refused::Unreadable, KeyCheckState::Wrong) => StoreError::WrongKey,
        (Refused::Unreadable, KeyCheckState::Missing) => StoreError::Unreadable,
        (Refused::Unreadable, KeyCheckState::Right) => StoreError::Corrupt,
        (Refused::Other(error), _) => error,
    });
    // The engine rounds a cut last page up and meets it only when it reads it. With a log beside it, a cut
    // page is what a crash in the middle of a fold-back leaves, and the log has it whole.
    if judged.is_ok() && !length.is_multiple_of(PAGE_BYTES) && !has_content(&files.wal) {
        judged = Err(StoreError::Corrupt);
    }
    if judged.is_err() && !had_log && fs::metadata(&files.wal).is_ok_and(|log| log.len() == 0) {
        // Looking at a file in WAL mode leaves an empty log behind.
        remove_if_there(&files.wal)?;
    }
    judged
}

enum Refused {
    /// The first page does not belong to this key: the wrong key, or a damaged first page.
    Unreadable,
    Other(StoreError),
}

impl<E: Into<StoreError>> From<E> for Refused {
    fn from(error: E) -> Self {
        Self::Other(error.into())
    }
}

fn look_inside(opening: &Opening<'_>) -> Result<(), Refused> {
    let connection = connect(opening.path, opening.key, Role::Probe)?;
    let tables: rusqlite::Result<i64> =
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0));
    match tables {
        Err(rusqlite::Error::SqliteFailure(failure, _))
            if failure.code == rusqlite::ErrorCode::NotADatabase =>
        {
            return Err(Refused::Unreadable);
        }
        other => other?,
    };
    if application_id(&connection)? != opening.schema.application_id {
        return Err(StoreError::OtherKind.into());
    }
    let (found, known) = (user_version(&connection)?, opening.schema.version());
    if found > known {
        return Err(StoreError::NewerVersion { found, known }.into());
    }
    Ok(())
}

fn create(
    opening: &Opening<'_>,
    files: &DatabaseFiles,
    check: &KeyCheck,
    first: &mut First<'_>,
) -> Result<(), StoreError> {
    // A log without its database: committed rows may be in it, and the engine would fold it into the new file.
    if has_content(&files.wal) {
        return Err(StoreError::Corrupt);
    }
    remove_unfinished(files)?;
    let made = make(opening, files, first);
    if made.is_err() {
        // The first error is the one to report.
        let _ = remove_unfinished(files);
    }
    made?;
    check.write_beside(opening.path)?;
    remove_if_there(&files.wal)?;
    remove_if_there(&files.shm)?;
    fs::rename(&files.unfinished, &files.database).map_err(StoreError::io("naming the new database"))?;
    sync_folder_of(&files.database)
}

fn make(opening: &Opening<'_>, files: &DatabaseFiles, first: &mut First<'_>) -> Result<(), StoreError> {
    let mut connection = connect(&files.unfinished, opening.key, Role::Maker)?;
    opening.schema.migrate(&mut connection)?;
    first(&connection)?;
    // Closing folds the log into the file, synced, and removes it.
    connection.close().map_err(|(_, error)| error.into())
}

fn has_content(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|file| file.len() > 0)
}

fn remove_unfinished(files: &DatabaseFiles) -> Result<(), StoreError> {
    let unfinished = DatabaseFiles::of(&files.unfinished);
    for path in [&unfinished.database, &unfinished.wal, &unfinished.shm] {
        remove_if_there(path)?;
    }
    Ok(())
}
