//! Backups of the embedded store, and what must be done to one before it serves.
//!
//! A backup is a snapshot under the same key. Restored, it knows less than was signed for: the generation is
//! raised, and what was erased since is erased again from the file that backups do not replace.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use beatbook_protocol::entry::header_hash;
use beatbook_store::{Cancel, Database, Integrity, Key, OpenMode, WriteTransaction};

use super::SqliteStore;
use super::erasure::erase_late;
use super::forgetting;
use super::ingest::notebook_number;
use super::journal;
use super::rows;
use super::schema::{KEY_CHECK_ID, open};
use crate::auth::{Keyholder, Purpose};
use crate::clock::Clock;
use crate::error::{Fault, ServerError};
use crate::journal::Pen;
use crate::restore::Restored;
use crate::store::erasures::{Erasure, ErasuresFile, Forgotten, Line};
use crate::store::generations::GenerationsFile;

impl SqliteStore {
    /// Writes an encrypted copy to a new file while everything goes on, and adds what was ever erased to the
    /// erasures file beside it. Dropping the future ends it and leaves nothing behind.
    ///
    /// # Errors
    /// [`Fault::Storage`]: the file exists, the folder does not, the disk is full; nothing is left behind.
    pub async fn backup(&self, file: PathBuf) -> Result<(), Fault> {
        let (database, key, erasures) =
            (Arc::clone(&self.database), self.key.clone(), Arc::clone(&self.erasures));
        let going_on = CancelOnDrop::default();
        let cancel = Arc::clone(&going_on.0);
        let copying = tokio::task::spawn_blocking(move || -> Result<(), Fault> {
            database.backup_to(&file, &key, KEY_CHECK_ID, &cancel)?;
            let beside = ErasuresFile::beside(&file);
            let there = beside.all()?;
            let missing: Vec<Line> = erasures.all()?.difference(&there).copied().collect();
            beside.add(&missing)
        });
        copying.await.map_err(|_| Fault::Closing)?
    }

    /// Reads every page; what is wrong, if anything is. Dropping the future ends it.
    ///
    /// # Errors
    /// The engine's.
    pub async fn integrity(&self) -> Result<Integrity, Fault> {
        let database = Arc::clone(&self.database);
        let going_on = CancelOnDrop::default();
        let cancel = Arc::clone(&going_on.0);
        let looking = tokio::task::spawn_blocking(move || database.integrity(&cancel));
        Ok(looking.await.map_err(|_| Fault::Closing)??)
    }

    /// Makes a copied backup fit to serve: the next generation, and the erasures done again.
    ///
    /// # Errors
    /// The engine's: not a backup of a server, another key, damaged.
    pub fn make_fit(
        path: &Path,
        key: &Key,
        clock: &Clock,
        erasures: &ErasuresFile,
        generations: &GenerationsFile,
    ) -> Result<Restored, ServerError> {
        let taken = generations.highest().map_err(ServerError::io("reading which generations were taken"))?;
        let database = open(path, key, OpenMode::Open)?;
        let pen = Pen::new(database.read(super::admin::signing_key)?, clock.clone())?;
        let all = erasures.all()?;
        let restored = database.write(|tx| -> Result<Restored, Fault> {
            let mut erased_again = 0;
            let mut forgotten = Vec::new();
            for line in &all {
                match line {
                    Line::Erasure(erasure) => erased_again += usize::from(erase_again(tx, erasure)?),
                    Line::Forgotten(line) => forgotten.push(*line),
                }
            }
            let generation = journal::generation_of(tx)?.max(taken) + 1;
            journal::raise_generation(tx, &pen, generation)?;
            // After that: what says so now is of this generation.
            erased_again += forgetting::again(tx, &pen, &forgotten)?;
            for authority in super::admin::authorities(tx)? {
                let scope = Keyholder::proven().scope(authority.id, Purpose::Administration);
                super::access::log(tx, &scope, clock.now(), "restored from a backup", None)?;
            }
            Ok(Restored { generation, erased_again })
        })?;
        // Before the restore is of use to anybody: no other may take the same one.
        generations.add(restored.generation).map_err(ServerError::io(
            "noting the generation beside the backup (copy it to a folder of its own)",
        ))?;
        // What was erased must not stay in free pages either.
        database.maintain()?;
        database.close()?;
        Ok(restored)
    }
}

/// Ends a long run in another thread when whoever waits for it goes away.
#[derive(Default)]
struct CancelOnDrop(Arc<Cancel>);

impl Drop for CancelOnDrop {
    fn drop(&mut self) {
        self.0.cancel();
    }
}

/// Erases a body of a backup; `false` if it is not there.
fn erase_again(tx: &WriteTransaction<'_>, erasure: &Erasure) -> Result<bool, Fault> {
    // A notebook that was enrolled after the backup was made is not in it: nothing to erase.
    match notebook_number(tx, erasure.authority, erasure.notebook)? {
        Some(notebook) => erase_late(tx, notebook, erasure.seq, erasure.by),
        None => Ok(false),
    }
}

/// Adds to the erasures file whatever a crash kept out of it.
pub(super) fn write_erasures_down(database: &Database, erasures: &ErasuresFile) -> Result<(), Fault> {
    let known = erasures.all()?;
    let held: Vec<Line> = database.read(|tx| -> Result<Vec<Line>, Fault> {
        let erased: Vec<Erasure> = tx.all(
            "SELECT a.id, n.id, b.place, b.erased_by FROM body b
               JOIN notebook n ON n.number = b.place >> 32 JOIN authority a ON a.number = n.authority
             WHERE b.state = 1 AND b.erased_by IS NOT NULL",
            [],
            |row| {
                Ok(Erasure {
                    authority: rows::id(row, 0)?,
                    notebook: rows::id(row, 1)?,
                    seq: rows::seq_of(row.get(2)?),
                    by: rows::number(row, 3)?,
                })
            },
        )?;
        let mut lines: Vec<Line> = erased.into_iter().map(Line::from).collect();
        // Bodies of notebooks, and of authorities' own journals.
        for sql in [
            "SELECT a.id, n.id, b.place, e.header FROM body b JOIN entry e ON e.place = b.place
               JOIN notebook n ON n.number = b.place >> 32 JOIN authority a ON a.number = n.authority
             WHERE b.state = 3",
            "SELECT a.id, a.journal, s.place, s.header FROM server_entry s
               JOIN authority a ON a.number = s.place >> 32 WHERE s.state = 1",
        ] {
            let found: Vec<Forgotten> = tx.all(sql, [], |row| {
                Ok(Forgotten {
                    authority: rows::id(row, 0)?,
                    journal: rows::id(row, 1)?,
                    seq: rows::seq_of(row.get(2)?),
                    header: header_hash(&row.get::<_, Vec<u8>>(3)?),
                })
            })?;
            lines.extend(found.into_iter().map(Line::from));
        }
        Ok(lines)
    })?;
    let missing: Vec<Line> = held.into_iter().filter(|line| !known.contains(line)).collect();
    if missing.is_empty() { Ok(()) } else { erasures.add(&missing) }
}
