//! Putting a backup in the place of the database: checked and made fit first, exchanged in one step.
//!
//! The database that was there is put aside under another name, never deleted.

use std::fs;
use std::io;
use std::path::Path;

use beatbook_store::{DatabaseFiles, StoreError, set_aside};

use crate::clock::Clock;
use crate::error::ServerError;
use crate::home::Home;
use crate::store::erasures::ErasuresFile;
use crate::store::sqlite::SqliteStore;

/// What a restore has done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// The generation in force from now on.
    pub generation: u64,
    /// The name the former database has now, if there was one.
    pub aside: Option<String>,
}

/// Restores a backup into a server's folder, which has the key file the backup was made with.
///
/// # Errors
/// [`ServerError::Running`], [`ServerError::NotInitialised`] without a key file, the store's for a file that is no
/// backup of this server. The database that was there still stands then.
pub fn restore(home: &Home, backup: &Path, clock: &Clock) -> Result<Restored, ServerError> {
    let key = home.key()?;
    let database = home.database();
    let there = database.try_exists().map_err(ServerError::io("looking for the database"))?;
    // Opening takes the lock: a server that runs is found out here, before anything is touched.
    let known = match there {
        true => match SqliteStore::open(&database, &key, clock) {
            Err(ServerError::Running) => return Err(ServerError::Running),
            _ => SqliteStore::generation_in(&database, &key),
        },
        false => None,
    };
    let incoming = database.with_extension("restoring");
    let files = DatabaseFiles::of(&incoming);
    for path in files.all() {
        remove(path)?;
    }
    fs::copy(backup, &incoming).map_err(ServerError::io("copying the backup"))?;
    fs::File::open(&incoming)
        .and_then(|file| file.sync_all())
        .map_err(ServerError::io("copying the backup"))?;
    let erasures = ErasuresFile::beside(&database);
    let made = SqliteStore::make_fit(&incoming, &key, clock, known.unwrap_or(0), &erasures);
    let generation = match made {
        Ok(generation) => generation,
        Err(error) => {
            for path in files.all() {
                remove(path)?;
            }
            return Err(error);
        }
    };
    let aside = if there { put_aside(&database, clock)? } else { None };
    let place = DatabaseFiles::of(&database);
    fs::rename(&files.key_check, &place.key_check)
        .and_then(|()| fs::rename(&files.database, &place.database))
        .map_err(ServerError::io("putting the backup in place"))?;
    for path in [&files.lock, &files.reserve, &files.wal, &files.shm] {
        remove(path)?;
    }
    Ok(Restored { generation, aside })
}

fn put_aside(database: &Path, clock: &Clock) -> Result<Option<String>, ServerError> {
    let suffix = format!(".before-restore-{}", clock.now());
    match set_aside(database, &suffix, &[]) {
        Ok(path) => Ok(path.file_name().map(|name| name.to_string_lossy().into_owned())),
        Err(StoreError::Missing) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

fn remove(path: &Path) -> Result<(), ServerError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(ServerError::io("clearing the way for the backup")(error))
        }
        _ => Ok(()),
    }
}
