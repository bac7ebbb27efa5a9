//! A server from a backup: made fit in a folder of its own, and a server only when complete.
//!
//! Fit means: its generation is raised, so that phones offer again what the backup lacks, and what was erased
//! since the backup is erased again from the file that backups do not replace. The key file comes last: until it
//! is there, the folder is no server. The folder the backup came from is never touched.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use beatbook_store::DatabaseFiles;

use crate::clock::Clock;
use crate::error::ServerError;
use crate::home::{Home, private_folder};
use crate::store::erasures::{ErasuresFile, Line};
use crate::store::generations::GenerationsFile;
use crate::store::sqlite::SqliteStore;

/// What a server is restored from.
#[derive(Debug, Clone)]
pub struct Source {
    /// The backup.
    pub backup: PathBuf,
    /// The key file of the server it was made from.
    pub key_file: PathBuf,
    /// Where to find what was erased since.
    pub erased: Erased,
}

/// Where to find what was erased since a backup was made.
#[derive(Debug, Clone)]
pub enum Erased {
    /// In the erasures file beside the backup, which every backup into that folder adds to.
    BesideBackup,
    /// In this file, and in the one beside the backup if there is one.
    WrittenIn(PathBuf),
    /// Nowhere: somebody has decided to restore without.
    Lost,
}

/// What a restore has done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Restored {
    /// The generation in force from now on.
    pub generation: u64,
    /// Bodies that were in the backup and erased since.
    pub erased_again: usize,
}

/// Restores a backup into an empty or new folder.
///
/// # Errors
/// [`ServerError::FolderNotEmpty`], [`ServerError::NoErasures`], [`ServerError::NotErasures`], [`ServerError::KeyFile`], the store's for a file
/// that is no backup, or one made with another key. The folder is as it was then.
pub fn restore(home: &Home, source: &Source, clock: &Clock) -> Result<Restored, ServerError> {
    let known = erasures(source)?;
    let key = Home::key_in(&source.key_file)?;
    let made_folder = home.begin()?;
    let work = home.restoring();
    let made = (|| {
        private_folder(&work).map_err(ServerError::io("making a folder to work in"))?;
        let incoming = work.join("incoming.sqlite3");
        copy(&source.backup, &incoming)?;
        let (from, to) = (DatabaseFiles::of(&source.backup), DatabaseFiles::of(&incoming));
        // Tells a wrong key from a damaged backup; a backup that has lost it is as good.
        if from.key_check.exists() {
            copy(&from.key_check, &to.key_check)?;
        }
        let erasures = ErasuresFile::beside(&incoming);
        erasures.add(&known.iter().copied().collect::<Vec<_>>())?;
        let generations = GenerationsFile::beside(&source.backup);
        let restored = SqliteStore::make_fit(&incoming, &key, clock, &erasures, &generations)?;
        put_in_place(home, &incoming, &source.key_file)?;
        Ok(restored)
    })();
    // A half-made folder would refuse the next try.
    let _ = fs::remove_dir_all(&work);
    if made.is_err() && made_folder {
        let _ = fs::remove_dir(home.folder());
    }
    made
}

/// What was erased since, by the file that is named and by the one beside the backup: lines are only ever added to either.
fn erasures(source: &Source) -> Result<BTreeSet<Line>, ServerError> {
    let beside = ErasuresFile::beside(&source.backup);
    match &source.erased {
        Erased::Lost => Ok(BTreeSet::new()),
        Erased::BesideBackup if beside.exists() => Ok(beside.all()?),
        Erased::BesideBackup => Err(ServerError::NoErasures),
        Erased::WrittenIn(file) => {
            let named = ErasuresFile::at(file);
            if !named.exists() {
                return Err(ServerError::NoErasures);
            }
            if !named.tells()? {
                return Err(ServerError::NotErasures);
            }
            Ok(named.all()?.into_iter().chain(beside.all()?).collect())
        }
    }
}

fn copy(from: &Path, to: &Path) -> Result<(), ServerError> {
    fs::copy(from, to)
        .and_then(|_| fs::File::open(to)?.sync_all())
        .map_err(ServerError::io("copying the backup"))
}

/// Database first, then what makes it a server.
fn put_in_place(home: &Home, incoming: &Path, key_file: &Path) -> Result<(), ServerError> {
    let (from, to) = (DatabaseFiles::of(incoming), DatabaseFiles::of(&home.database()));
    let moved = || -> io::Result<()> {
        fs::rename(&from.database, &to.database)?;
        fs::rename(&from.key_check, &to.key_check)?;
        let written = ErasuresFile::beside(incoming);
        if written.exists() {
            fs::rename(written.path(), ErasuresFile::beside(&home.database()).path())?;
        }
        Ok(())
    };
    let placed = moved()
        .map_err(ServerError::io("putting the backup in place"))
        .and_then(|()| home.take_key_file(key_file));
    if placed.is_err() {
        let erasures = ErasuresFile::beside(&home.database());
        for path in [&to.database, &to.key_check, erasures.path(), &home.key_file()] {
            // The first error is the one to report.
            let _ = fs::remove_file(path);
        }
    }
    placed
}
