//! Which files belong to one database, and how small files beside it are written so that a crash
//! leaves the old one or the new one. Names are made here and nowhere else.
//! A file name never says whose file it is: the caller names it by an id.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::StoreError;

/// The places of everything that belongs to one database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatabaseFiles {
    /// The encrypted database itself.
    pub database: PathBuf,
    /// Its write-ahead log, encrypted too; committed rows may be only here.
    pub wal: PathBuf,
    /// The index of the log, holding no content; the engine rebuilds it.
    pub shm: PathBuf,
    /// The key check, see [`crate::KeyCheck`].
    pub key_check: PathBuf,
    /// The lock of the exclusive open; always empty.
    pub lock: PathBuf,
    /// The disk-full reserve; holds zeros.
    pub reserve: PathBuf,
    /// A set-aside that a crash has interrupted, see [`crate::set_aside()`].
    pub set_aside: PathBuf,
    /// A database that is being created; without meaning once the process that made it is gone.
    pub unfinished: PathBuf,
}

impl DatabaseFiles {
    /// The files of the database at `path`, whether they exist or not.
    pub fn of(path: &Path) -> Self {
        Self {
            database: path.to_owned(),
            wal: with_suffix(path, "-wal"),
            shm: with_suffix(path, "-shm"),
            key_check: with_suffix(path, ".keycheck"),
            lock: with_suffix(path, ".lock"),
            reserve: with_suffix(path, ".reserve"),
            set_aside: with_suffix(path, ".set-aside"),
            unfinished: with_suffix(path, ".unfinished"),
        }
    }

    /// All of them, the database first.
    pub fn all(&self) -> [&Path; 8] {
        [
            &self.database,
            &self.wal,
            &self.shm,
            &self.key_check,
            &self.lock,
            &self.reserve,
            &self.set_aside,
            &self.unfinished,
        ]
    }

    /// The folder they lie in.
    pub fn folder(&self) -> &Path {
        match self.database.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        }
    }
}

/// `path` with `suffix` at the end of its name.
pub(crate) fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(suffix);
    PathBuf::from(name)
}

/// Writes a small file whole or not at all, and durably: temporary file, sync, rename, sync of the folder.
pub(crate) fn write_whole(path: &Path, content: &[u8]) -> Result<(), StoreError> {
    let temporary = with_suffix(path, ".tmp");
    let written = || -> io::Result<()> {
        let mut file = File::create(&temporary)?;
        file.write_all(content)?;
        file.sync_all()?;
        fs::rename(&temporary, path)
    };
    written().map_err(|error| {
        // The old file stands; only our own half-written one goes, and if even that fails the next write replaces it.
        let _ = fs::remove_file(&temporary);
        StoreError::io("writing a small file beside the database")(error)
    })?;
    sync_folder_of(path)
}

/// Makes renames and removals in the folder of `path` durable.
pub(crate) fn sync_folder_of(path: &Path) -> Result<(), StoreError> {
    let files = DatabaseFiles::of(path);
    // Only Unix can open a folder to sync it; elsewhere the rename itself is the promise.
    if cfg!(unix) {
        File::open(files.folder())
            .and_then(|folder| folder.sync_all())
            .map_err(StoreError::io("syncing the folder of the database"))?;
    }
    Ok(())
}

/// Whether anything lies at `path`; being unable to tell is an error, never a "no".
pub(crate) fn exists(path: &Path) -> Result<bool, StoreError> {
    path.try_exists().map_err(StoreError::io("looking for a file of the database"))
}

/// Removes a file that may be absent.
pub(crate) fn remove_if_there(path: &Path) -> Result<(), StoreError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(StoreError::io("removing a file of the database")(error))
        }
        _ => Ok(()),
    }
}
