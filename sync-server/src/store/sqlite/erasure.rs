//! Erasing a body: bytes and salt go, the header stays, and the chain still verifies.

use beatbook_store::{WriteTransaction, params};

use super::rows::{int, new_place};
use crate::error::Fault;

/// Erases the body of an entry, whether it has come or not; a later offer of it is not taken.
pub fn erase(tx: &WriteTransaction<'_>, notebook: i64, seq: u64, by: u64) -> Result<(), Fault> {
    tx.execute(
        "INSERT INTO body (place, state, erased_by) VALUES (?1, 1, ?2)
         ON CONFLICT (place) DO UPDATE SET state = 1, erased_by = ?2, salt = NULL, bytes = NULL WHERE state <> 1",
        params![new_place(notebook, seq)?, int(by)],
    )?;
    tx.execute("DELETE FROM rejection WHERE place = ?1", params![new_place(notebook, seq)?])?;
    Ok(())
}
