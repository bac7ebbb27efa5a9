//! Backups of the embedded store, and what must be done to one before it serves.
//!
//! A backup is a snapshot under the same key. Restored, it knows less than was signed for: the generation is
//! raised, and what was erased since is erased again from the file that backups do not replace.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use beatbook_store::{Cancel, Database, Integrity, Key, OpenMode, WriteTransaction, params};

use super::erasure::erase;
use super::ingest::notebook_number;
use super::journal;
use super::rows;
use super::{KEY_CHECK_ID, SqliteStore, open};
use crate::clock::Clock;
use crate::error::{Fault, ServerError};
use crate::journal::Pen;
use crate::store::erasures::{Erasure, ErasuresFile};

impl SqliteStore {
    /// Writes an encrypted copy to a new file while everything goes on.
    ///
    /// # Errors
    /// [`Fault::Storage`]: the file exists, the folder does not, the disk is full; nothing is left behind.
    pub async fn backup(&self, file: PathBuf) -> Result<(), Fault> {
        let (database, key) = (Arc::clone(&self.database), self.key.clone());
        let copying = tokio::task::spawn_blocking(move || {
            database.backup_to(&file, &key, KEY_CHECK_ID, &Cancel::new())
        });
        Ok(copying.await.map_err(|_| Fault::Closing)??)
    }

    /// Reads every page; what is wrong, if anything is.
    ///
    /// # Errors
    /// The engine's.
    pub async fn integrity(&self) -> Result<Option<String>, Fault> {
        let database = Arc::clone(&self.database);
        let looking = tokio::task::spawn_blocking(move || database.integrity(&Cancel::new()));
        Ok(match looking.await.map_err(|_| Fault::Closing)?? {
            Integrity::Sound => None,
            Integrity::Damaged => Some("the database file is damaged".to_owned()),
        })
    }

    /// The generation of a database, if it can be read at all.
    #[must_use]
    pub fn generation_in(path: &Path, key: &Key) -> Option<u64> {
        let database = open(path, key, OpenMode::Open).ok()?;
        database.read(|tx| journal::generation_of(tx)).ok()
    }

    /// Makes a copied backup fit to serve: a generation above `known`, and the erasures done again.
    ///
    /// # Errors
    /// The engine's: not a backup of this server's, another key, damaged.
    pub fn make_fit(
        path: &Path,
        key: &Key,
        clock: &Clock,
        known: u64,
        erasures: &ErasuresFile,
    ) -> Result<u64, ServerError> {
        let database = open(path, key, OpenMode::Open)?;
        let seed = database.read(|tx| super::admin::signing_seed(tx))?;
        let pen = Pen::new(beatbook_protocol::sign::SigningKey::from_seed(&seed), clock.clone())?;
        let all = erasures.all()?;
        let generation = database.write(|tx| -> Result<u64, Fault> {
            let generation = journal::generation_of(tx)?.max(known) + 1;
            for erasure in &all {
                erase_again(tx, erasure)?;
            }
            journal::raise_generation(tx, &pen, generation)?;
            Ok(generation)
        })?;
        database.maintain()?;
        database.close()?;
        Ok(generation)
    }
}

fn erase_again(tx: &WriteTransaction<'_>, erasure: &Erasure) -> Result<(), Fault> {
    // A notebook that was enrolled after the backup was made is not in it: nothing to erase.
    let Some(notebook) = notebook_number(tx, erasure.authority, erasure.notebook)? else { return Ok(()) };
    erase(tx, notebook, erasure.seq, erasure.by)?;
    let bodies: Vec<u8> =
        tx.one("SELECT bodies FROM notebook WHERE number = ?1", params![notebook], |row| row.get(0))?;
    let head: u64 = tx.one("SELECT head_seq FROM notebook WHERE number = ?1", params![notebook], |row| {
        rows::number(row, 0)
    })?;
    // An entry the backup does not have yet is not held; that its body is erased is known when it comes.
    if erasure.seq <= head {
        let mut bodies = rows::set(&bodies)?;
        bodies.insert(erasure.seq);
        tx.execute(
            "UPDATE notebook SET bodies = ?2 WHERE number = ?1",
            params![notebook, rows::cbor(&bodies)?],
        )?;
    }
    Ok(())
}

/// Adds to the erasures file whatever a crash kept out of it.
pub(super) fn write_erasures_down(database: &Database, erasures: &ErasuresFile) -> Result<(), Fault> {
    let known = erasures.all()?;
    let held: Vec<Erasure> = database.read(|tx| {
        tx.all(
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
        )
    })?;
    let missing: Vec<Erasure> = held.into_iter().filter(|erasure| !known.contains(erasure)).collect();
    if missing.is_empty() { Ok(()) } else { erasures.add(&missing) }
}
