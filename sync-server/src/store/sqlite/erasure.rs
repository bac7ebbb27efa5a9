//! Erasing a body: bytes and salt go, the header stays, and the chain still verifies.

use std::sync::Arc;

use beatbook_store::{WriteTransaction, params};

use super::SqliteStore;
use super::losses;
use super::rows::{self, int, new_place};
use crate::error::Fault;
use crate::store::erasures::Line;

impl SqliteStore {
    /// Writes erasures down where a restore cannot undo them, and takes what they left out of file and log.
    pub(super) async fn settle<L: Into<Line>>(&self, erased: Vec<L>) -> Result<(), Fault> {
        if erased.is_empty() {
            return Ok(());
        }
        let lines: Vec<Line> = erased.into_iter().map(Into::into).collect();
        let (erasures, database) = (Arc::clone(&self.erasures), Arc::clone(&self.database));
        let settled = tokio::task::spawn_blocking(move || -> Result<(), Fault> {
            erasures.add(&lines)?;
            database.maintain()?;
            Ok(())
        });
        settled.await.map_err(|_| Fault::Closing)?
    }
}

/// Erases the body of an entry, whether it has come or not; a later offer of it is not taken.
pub fn erase(tx: &WriteTransaction<'_>, notebook: i64, seq: u64, by: u64) -> Result<(), Fault> {
    tx.execute(
        "INSERT INTO body (place, state, erased_by) VALUES (?1, 1, ?2)
         ON CONFLICT (place) DO UPDATE SET state = 1, erased_by = ?2, salt = NULL, bytes = NULL WHERE state NOT IN (1, 3)",
        params![new_place(notebook, seq)?, int(by)],
    )?;
    tx.execute("DELETE FROM rejection WHERE place = ?1", params![new_place(notebook, seq)?])?;
    Ok(())
}

/// The same outside a batch, where the set of held bodies is the row's; `false` if there was no body to erase.
pub fn erase_late(tx: &WriteTransaction<'_>, notebook: i64, seq: u64, by: u64) -> Result<bool, Fault> {
    let place = new_place(notebook, seq)?;
    let was_there =
        tx.maybe("SELECT 1 FROM body WHERE place = ?1 AND state = 0", params![place], |_| Ok(()))?;
    erase(tx, notebook, seq, by)?;
    let (head, bodies): (u64, Vec<u8>) =
        tx.one("SELECT head_seq, bodies FROM notebook WHERE number = ?1", params![notebook], |row| {
            Ok((rows::number(row, 0)?, row.get(1)?))
        })?;
    // An entry that is not there, yet or any more, is not held; that its body is erased is known when it comes.
    if seq <= head && !losses::entries(tx, notebook)?.contains(seq) {
        let mut bodies = rows::set(&bodies)?;
        bodies.insert(seq);
        tx.execute(
            "UPDATE notebook SET bodies = ?2 WHERE number = ?1",
            params![notebook, rows::cbor(&bodies)?],
        )?;
    }
    Ok(was_there.is_some())
}
