//! An encrypted copy of a database that is being written, under a key of its own.
//! It copies one snapshot page by page, so a busy writer neither waits nor makes it start again,
//! and it appears under its name only when complete and on the medium.

use std::fs;
use std::fs::File;
use std::path::Path;

use rusqlite::backup::{Backup, StepResult};

use crate::files::{DatabaseFiles, exists, remove_if_there, sync_folder_of};
use crate::key_check::KeyCheck;
use crate::pragmas::{Role, connect};
use crate::{Cancel, Database, Key, StoreError};

/// Pages copied between two looks at the cancel (4 MiB).
const PAGES_AT_ONCE: i32 = 1_024;

impl Database {
    /// Writes a copy to `path`, encrypted with `key`, and its key check for `id` beside it. Long and cancellable.
    ///
    /// # Errors
    /// `AlreadyExists` if `path` is taken; `MissingFolder`, `DiskFull`, `Interrupted`, `Io`: nothing is left behind.
    pub fn backup_to(&self, path: &Path, key: &Key, id: &str, cancel: &Cancel) -> Result<(), StoreError> {
        let files = DatabaseFiles::of(path);
        if !exists(files.folder())? {
            return Err(StoreError::MissingFolder);
        }
        if exists(&files.database)? {
            return Err(StoreError::AlreadyExists);
        }
        let copied = self
            .copy_to(&files.unfinished, key, cancel)
            .and_then(|()| KeyCheck::of(key, id)?.write_beside(path))
            .and_then(|()| {
                fs::rename(&files.unfinished, &files.database).map_err(StoreError::io("naming the backup"))
            });
        if copied.is_err() {
            for path in [&files.unfinished, &files.key_check] {
                // The first error is the one to report.
                let _ = remove_if_there(path);
            }
        }
        copied?;
        sync_folder_of(path)
    }

    fn copy_to(&self, path: &Path, key: &Key, cancel: &Cancel) -> Result<(), StoreError> {
        remove_if_there(path)?;
        self.read_with(cancel, |tx| {
            // The first read fixes the snapshot; held to the end, it never restarts the copy.
            tx.one("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
            let mut copy = connect(path, key, Role::Target)?;
            {
                let backup = Backup::new(tx.connection(), &mut copy)?;
                loop {
                    tx.check_cancelled()?;
                    match backup.step(PAGES_AT_ONCE)? {
                        StepResult::Done => break,
                        StepResult::More => {}
                        _ => return Err(StoreError::Busy),
                    }
                }
            }
            copy.close().map_err(|(_, error)| StoreError::from(error))
        })?;
        File::open(path).and_then(|file| file.sync_all()).map_err(StoreError::io("syncing the backup"))
    }
}
