//! The exclusive open: one holder of a database, between processes and within one.
//! Between processes an advisory lock on an empty file beside it, which the system drops when a process is killed;
//! within one a register of paths, because some file systems grant the same process its lock twice.

use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use fs4::{FileExt, TryLockError};

use crate::StoreError;
use crate::files::{DatabaseFiles, exists};

static OPEN_HERE: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

/// Held while a database is open; released on drop.
#[derive(Debug)]
pub(crate) struct ExclusiveLock {
    // Order matters: the file's lock goes before the register's, so nobody here sees a free register and a held file.
    file: File,
    path: PathBuf,
    created: bool,
    _registered: Registered,
}

impl ExclusiveLock {
    /// Takes the lock or says why not. A folder that is missing or cannot be written is named as such.
    pub(crate) fn take(files: &DatabaseFiles) -> Result<Self, StoreError> {
        let registered = Registered::enter(files)?;
        loop {
            let created = !exists(&files.lock)?;
            let file = OpenOptions::new()
                .read(true)
                .write(true)
                .create(true)
                .truncate(false)
                .open(&files.lock)
                .map_err(StoreError::io("opening the lock file"))?;
            match FileExt::try_lock(&file) {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => return Err(StoreError::AlreadyOpen),
                Err(TryLockError::Error(error)) => return Err(StoreError::io("locking the file")(error)),
            }
            // A former holder may have removed the name between our open and our lock: then we hold a lock
            // nobody else will ever meet, and take the one that has the name.
            if is_at(&file, &files.lock)? {
                return Ok(Self { file, path: files.lock.clone(), created, _registered: registered });
            }
        }
    }

    /// Gives up after a failed open: what this lock itself has created disappears again.
    pub(crate) fn abandon(self) {
        if self.created {
            // Still locked, so nobody can be relying on it; a leftover empty file would do no harm either.
            let _ = fs::remove_file(&self.path);
        }
    }
}

impl Drop for ExclusiveLock {
    fn drop(&mut self) {
        // Closing the file would release it, too; saying so survives a descriptor inherited by a child.
        let _ = FileExt::unlock(&self.file);
    }
}

#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> Result<bool, StoreError> {
    use std::os::unix::fs::MetadataExt;
    let held = file.metadata().map_err(StoreError::io("reading the lock file"))?;
    match fs::metadata(path) {
        Ok(named) => Ok((named.dev(), named.ino()) == (held.dev(), held.ino())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(StoreError::io("reading the lock file")(error)),
    }
}

#[cfg(not(unix))]
fn is_at(_file: &File, _path: &Path) -> Result<bool, StoreError> {
    // An open file keeps its name there.
    Ok(true)
}

/// A path in the register of this process.
#[derive(Debug)]
struct Registered(PathBuf);

impl Registered {
    fn enter(files: &DatabaseFiles) -> Result<Self, StoreError> {
        let folder = files.folder().canonicalize().map_err(|error| match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => StoreError::MissingFolder,
            _ => StoreError::io("looking for the folder of the database")(error),
        })?;
        let name = files.database.file_name().ok_or(StoreError::Missing)?;
        let path = folder.join(name);
        if OPEN_HERE.lock().unwrap_or_else(PoisonError::into_inner).insert(path.clone()) {
            Ok(Self(path))
        } else {
            Err(StoreError::AlreadyOpen)
        }
    }
}

impl Drop for Registered {
    fn drop(&mut self) {
        OPEN_HERE.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.0);
    }
}
