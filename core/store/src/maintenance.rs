//! Upkeep: folding the log back, giving freed pages back to the disk, and looking for damage.
//! After an erasure `maintain` makes sure that the erased bytes are in no free page and not in the log.
//! None of it holds a record up for longer than `PATIENCE`.

use std::time::Duration;

use rusqlite::Connection;

use crate::pragmas::BUSY_TIMEOUT;
use crate::reserve::ReserveState;
use crate::{Cancel, Database, StoreError};

/// How long a fold-back waits for readers while writers queue behind it.
const PATIENCE: Duration = Duration::from_millis(50);

/// Pages given back per transaction, so that a writer in between waits some milliseconds at most.
const PAGES_AT_ONCE: u32 = 1_024;

/// What became of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Checkpoint {
    /// All of it is in the database file, and the log is empty.
    Done,
    /// A reader still needs it; call again later.
    HeldByReader,
}

/// What a look for damage found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Integrity {
    /// Every page could be authenticated and read, and every b-tree and foreign key is in order.
    Sound,
    /// Something is not; set the file aside or restore a backup.
    Damaged,
}

impl Database {
    /// Folds the log into the file and empties it.
    ///
    /// # Errors
    /// `DiskFull` (even with the reserve released), `Io`, `Corrupt`.
    pub fn checkpoint(&self) -> Result<Checkpoint, StoreError> {
        let folded = truncate_log(&self.writer());
        match folded {
            Err(StoreError::DiskFull) if self.release_reserve()? => truncate_log(&self.writer()),
            folded => folded,
        }
    }

    /// Gives freed pages back, empties the log, and takes the reserve again if there is room.
    /// Call it after an erasure and when the app goes to the background.
    ///
    /// # Errors
    /// As [`Database::checkpoint`].
    pub fn maintain(&self) -> Result<Checkpoint, StoreError> {
        self.maintain_while(|| true)
    }

    /// The same beside writers: it asks before each few pages whether it is to give back more. What it leaves goes the next time.
    ///
    /// # Errors
    /// As [`Database::checkpoint`].
    pub fn maintain_while(&self, go_on: impl Fn() -> bool) -> Result<Checkpoint, StoreError> {
        while go_on() && give_back_pages(&self.writer())? {}
        let folded = self.checkpoint()?;
        let _: ReserveState = self.restore_reserve()?;
        Ok(folded)
    }

    /// Reads the whole file and checks it; long, cancellable, and beside the writer.
    ///
    /// # Errors
    /// `Interrupted`, `Io`. Damage is an answer, not an error.
    pub fn integrity(&self, cancel: &Cancel) -> Result<Integrity, StoreError> {
        let looked = self.read_with(cancel, |tx| -> Result<bool, StoreError> {
            let findings: Vec<String> = tx.all("PRAGMA quick_check(1)", [], |row| row.get(0))?;
            let orphans = tx.maybe("PRAGMA foreign_key_check", [], |_| Ok(()))?;
            Ok(findings == ["ok"] && orphans.is_none())
        });
        match looked {
            Ok(true) => Ok(Integrity::Sound),
            Ok(false) | Err(StoreError::Corrupt) => Ok(Integrity::Damaged),
            Err(error) => Err(error),
        }
    }
}

fn truncate_log(writer: &Connection) -> Result<Checkpoint, StoreError> {
    writer.busy_timeout(PATIENCE)?;
    let folded = writer.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, i64>(0));
    writer.busy_timeout(BUSY_TIMEOUT)?;
    match folded.map_err(StoreError::from) {
        Ok(0) => Ok(Checkpoint::Done),
        Ok(_) | Err(StoreError::Busy) => Ok(Checkpoint::HeldByReader),
        Err(error) => Err(error),
    }
}

/// `true` if there may be more.
fn give_back_pages(writer: &Connection) -> Result<bool, StoreError> {
    let free = |connection: &Connection| -> Result<u32, StoreError> {
        Ok(connection.query_row("PRAGMA freelist_count", [], |row| row.get(0))?)
    };
    let before = free(writer)?;
    if before == 0 {
        return Ok(false);
    }
    let mut statement = writer.prepare(&format!("PRAGMA incremental_vacuum({PAGES_AT_ONCE})"))?;
    let mut rows = statement.query([])?;
    while rows.next()?.is_some() {}
    drop(rows);
    // A file made without incremental vacuum never shrinks: then this is the end, too.
    let after = free(writer)?;
    Ok(after > 0 && after < before)
}
