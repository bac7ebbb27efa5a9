//! An open database: one writer, any number of readers, and what closes them in the right order.
//! `write` costs what bare SQLite costs: BEGIN IMMEDIATE, the caller's statements, COMMIT, nothing else.
//! A full disk is met once with the reserve, so that the last notice of a shift is not lost to it.

use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

use rusqlite::Connection;

use crate::cancel::{Cancel, unwatched};
use crate::files::DatabaseFiles;
use crate::lock::ExclusiveLock;
use crate::open::{OpenMode, Opened, Opening, open};
use crate::pragmas::{Role, connect};
use crate::reserve::{Reserve, ReserveState};
use crate::transaction::{ReadTransaction, WriteTransaction};
use crate::{Key, StoreError};

/// Idle reader connections kept; beyond that a reader is opened and closed again.
const READERS_KEPT: usize = 4;

/// Below this much free space an I/O error of a commit is taken for a full disk: some file systems find out
/// only when they sync, and SQLite then reports the sync.
const NO_ROOM: u64 = 64 * 1024;

/// An open encrypted database. Share it by reference or `Arc`; dropping it closes it.
pub struct Database {
    // Dropped in this order: readers, then the writer, which as the last one folds the log back, then the lock.
    readers: Mutex<Vec<Connection>>,
    writer: Mutex<Connection>,
    reserve: Reserve,
    files: DatabaseFiles,
    key: Key,
    _lock: ExclusiveLock,
}

impl fmt::Debug for Database {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Neither path nor key belongs in a log.
        formatter.debug_struct("Database").field("reserve", &self.reserve.state()).finish_non_exhaustive()
    }
}

impl Database {
    /// Opens or creates a database, brings it to the newest version and holds it exclusively.
    ///
    /// # Errors
    /// `WrongKey`, `Corrupt`, `Unreadable`, `OtherKind`, `NewerVersion`, `AlreadyOpen`, `Missing`, `AlreadyExists`,
    /// `MissingFolder`, `ReadOnlyFolder`, `NoPermission`, `DiskFull`, `Busy`: no file was created, changed or removed.
    /// `Migration`: the content is that of the old version.
    pub fn open(opening: &Opening<'_>) -> Result<Self, StoreError> {
        open(opening, &mut |_| Ok(())).map(|opened| Self::around(opened, opening.key))
    }

    /// Makes a database with something in it from the beginning: what `first` writes is committed before the file has
    /// its name, so nobody ever finds it without, whenever the process ends. Like that of [`Database::write`], `first`
    /// may run twice.
    ///
    /// # Errors
    /// Those of `first`; `AlreadyExists` and all others of [`Database::open`]: there is no database then.
    pub fn found<E: From<StoreError>>(
        opening: &Opening<'_>,
        mut first: impl FnMut(&WriteTransaction<'_>) -> Result<(), E>,
    ) -> Result<Self, E> {
        let mut refused = None;
        let opened = open(&Opening { mode: OpenMode::Create, ..*opening }, &mut |maker| {
            attempt(maker, &mut first).map_err(|failed| {
                refused = Some(failed.error);
                // Only a full disk is tried again, without the reserve.
                match failed.disk_full {
                    DiskFault::Full => StoreError::DiskFull,
                    DiskFault::None | DiskFault::Unclear => StoreError::Interrupted,
                }
            })
        });
        match opened {
            Ok(opened) => Ok(Self::around(opened, opening.key)),
            Err(error) => Err(refused.unwrap_or_else(|| error.into())),
        }
    }

    fn around(opened: Opened, key: &Key) -> Self {
        let Opened { writer, reserve, files, lock } = opened;
        Self {
            readers: Mutex::default(),
            writer: Mutex::new(writer),
            reserve,
            files,
            key: key.clone(),
            _lock: lock,
        }
    }

    /// Runs `act` in the one write transaction. `Ok` means: committed and on the medium. On any error of `act`
    /// nothing of it is stored.
    ///
    /// `act` may run twice: when the disk is full, the reserve is released and the transaction tried once more.
    /// It must not call `write` itself (there is one writer); a `read` inside sees the state before.
    ///
    /// # Errors
    /// Those of `act`; `DiskFull` when the reserve is used up as well; `Busy`, `Corrupt`, `Io`, `Sqlite`.
    pub fn write<T, E: From<StoreError>>(
        &self,
        mut act: impl FnMut(&WriteTransaction<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let writer = self.writer();
        match attempt(&writer, &mut act) {
            Ok(value) => Ok(value),
            Err(Failed { error, disk_full }) => {
                if self.has_no_room(disk_full) && self.reserve.release()? {
                    attempt(&writer, &mut act).map_err(|failed| failed.error)
                } else {
                    Err(error)
                }
            }
        }
    }

    /// The same for what may be left out, and must not keep anybody waiting. A full disk is met without the reserve, which is
    /// kept for what may not be left out. `Ok` means: committed, and there when the app is killed; on the medium it is with
    /// the next [`Database::write`], so that a phone whose power fails before that has lost it.
    ///
    /// # Errors
    /// As [`Database::write`]; `DiskFull` while the reserve is still there.
    pub fn write_lightly<T, E: From<StoreError>>(
        &self,
        mut act: impl FnMut(&WriteTransaction<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let writer = self.writer();
        let _light = Light::begin(&writer).map_err(StoreError::from)?;
        attempt(&writer, &mut act).map_err(|failed| failed.error)
    }

    /// Runs `act` on one consistent view; never waits for the writer, and the writer never waits for it.
    ///
    /// # Errors
    /// Those of `act`; `Busy`, `Corrupt`, `Io`, `Sqlite`.
    pub fn read<T, E: From<StoreError>>(
        &self,
        act: impl FnOnce(&ReadTransaction<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.view(None, act)
    }

    /// The same for a long run that another thread may cancel.
    ///
    /// # Errors
    /// As [`Database::read`], and `Interrupted`.
    pub fn read_with<T, E: From<StoreError>>(
        &self,
        cancel: &Cancel,
        act: impl FnOnce(&ReadTransaction<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.view(Some(cancel), act)
    }

    /// The files that belong to this database.
    pub fn files(&self) -> &DatabaseFiles {
        &self.files
    }

    /// Whether the disk-full reserve is there.
    pub fn reserve(&self) -> ReserveState {
        self.reserve.state()
    }

    /// Gives the reserve back by hand; `false` if there was none. `write` does so itself.
    ///
    /// # Errors
    /// `NoPermission`, `ReadOnlyFolder`, `Io`.
    pub fn release_reserve(&self) -> Result<bool, StoreError> {
        self.reserve.release()
    }

    /// Takes the reserve again when there is room; opening and `maintain` do so themselves.
    ///
    /// # Errors
    /// `NoPermission`, `ReadOnlyFolder`, `Io`; no room is no error, the state tells.
    pub fn restore_reserve(&self) -> Result<ReserveState, StoreError> {
        self.reserve.restore()
    }

    /// Closes it and says whether that worked; dropping closes, too. All files and the lock are released either way.
    ///
    /// # Errors
    /// `DiskFull`, `Io`: the log could not be folded back; it stays beside the file and nothing is lost.
    pub fn close(self) -> Result<(), StoreError> {
        let Self { readers, writer, _lock, .. } = self;
        drop(readers);
        let writer = writer.into_inner().unwrap_or_else(PoisonError::into_inner);
        writer.close().map_err(|(_, error)| error.into())
    }

    pub(crate) fn writer(&self) -> MutexGuard<'_, Connection> {
        // A closure that panicked has been rolled back by its transaction: the connection is sound.
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn view<T, E: From<StoreError>>(
        &self,
        cancel: Option<&Cancel>,
        act: impl FnOnce(&ReadTransaction<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let idle = self.idle_readers().pop();
        let mut connection = match idle {
            Some(connection) => connection,
            None => connect(&self.files.database, &self.key, Role::Reader)?,
        };
        run(&connection, "BEGIN").map_err(StoreError::from)?;
        if let Some(cancel) = cancel {
            cancel.watch(&mut connection)?;
        }
        let result = {
            // Shorter than what is asked of a cancel: a late one does not meet it.
            let _ended = RollbackOnDrop(&connection);
            act(&ReadTransaction::new(&connection, cancel))
        };
        if cancel.is_some() {
            unwatched(&mut connection)?;
        }
        let mut idle = self.idle_readers();
        if idle.len() < READERS_KEPT && connection.is_autocommit() {
            idle.push(connection);
        }
        result
    }

    fn idle_readers(&self) -> MutexGuard<'_, Vec<Connection>> {
        self.readers.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn has_no_room(&self, fault: DiskFault) -> bool {
        match fault {
            DiskFault::None => false,
            DiskFault::Full => true,
            DiskFault::Unclear => fs4::available_space(self.files.folder()).is_ok_and(|free| free < NO_ROOM),
        }
    }
}

struct Failed<E> {
    error: E,
    disk_full: DiskFault,
}

enum DiskFault {
    None,
    Full,
    Unclear,
}

impl<E: From<StoreError>> Failed<E> {
    fn by_engine(error: rusqlite::Error) -> Self {
        let error = StoreError::from(error);
        let disk_full = match &error {
            StoreError::DiskFull => DiskFault::Full,
            // SQLITE_IOERR and all its kinds.
            StoreError::Sqlite { code, .. } if code & 0xff == rusqlite::ffi::SQLITE_IOERR => {
                DiskFault::Unclear
            }
            _ => DiskFault::None,
        };
        Self { error: error.into(), disk_full }
    }
}

fn attempt<T, E: From<StoreError>>(
    writer: &Connection,
    act: &mut impl FnMut(&WriteTransaction<'_>) -> Result<T, E>,
) -> Result<T, Failed<E>> {
    run(writer, "BEGIN IMMEDIATE").map_err(Failed::by_engine)?;
    let _undone = RollbackOnDrop(writer);
    let transaction = WriteTransaction::new(writer);
    let value = act(&transaction).map_err(|error| Failed {
        error,
        disk_full: if transaction.has_met_a_full_disk() { DiskFault::Full } else { DiskFault::None },
    })?;
    run(writer, "COMMIT").map_err(Failed::by_engine)?;
    Ok(value)
}

/// BEGIN and COMMIT, too, are prepared once only.
fn run(connection: &Connection, sql: &str) -> rusqlite::Result<()> {
    connection.prepare_cached(sql)?.execute([]).map(drop)
}

/// While it lives, a commit does not wait for the medium.
struct Light<'c>(&'c Connection);

impl<'c> Light<'c> {
    fn begin(connection: &'c Connection) -> rusqlite::Result<Self> {
        run(connection, "PRAGMA synchronous = NORMAL").map(|()| Self(connection))
    }
}

impl Drop for Light<'_> {
    fn drop(&mut self) {
        // Refused within a transaction only, and none is left when this is dropped.
        let _ = run(self.0, "PRAGMA synchronous = FULL");
    }
}

/// Ends a transaction that was not committed, also when a closure panics.
struct RollbackOnDrop<'c>(&'c Connection);

impl Drop for RollbackOnDrop<'_> {
    fn drop(&mut self) {
        if !self.0.is_autocommit() {
            // If even this fails the connection refuses the next BEGIN, and nothing was stored.
            let _ = run(self.0, "ROLLBACK");
        }
    }
}
