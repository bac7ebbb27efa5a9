//! Cancels a long read from another thread, at once and without waiting for any lock of the database.
//! One `Cancel` belongs to one long run (a sync, an export, a check); other readers and the writer go on.
//! It stays cancelled and none is lost, because the engine asks while it works: `sqlite3_interrupt` is forgotten when it comes
//! just before a statement's first step.

use std::ffi::c_int;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rusqlite::Connection;

use crate::StoreError;

/// The engine's instructions between two questions: some ten microseconds of work.
const INSTRUCTIONS: c_int = 1_000;

/// Handed to [`crate::Database::read_with`] and kept by whoever may cancel.
#[derive(Default)]
pub struct Cancel {
    cancelled: Arc<AtomicBool>,
}

impl Cancel {
    /// Not cancelled yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Ends what runs under it now and whatever is started under it later, with `Interrupted`.
    pub fn cancel(&self) {
        self.cancelled.store(true, Ordering::SeqCst);
    }

    /// Whether [`Cancel::cancel`] was called.
    pub fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::SeqCst)
    }

    pub(crate) fn check(&self) -> Result<(), StoreError> {
        if self.is_cancelled() { Err(StoreError::Interrupted) } else { Ok(()) }
    }

    /// Has what runs on a connection end when it is cancelled, until [`unwatched`].
    pub(crate) fn watch(&self, connection: &mut Connection) -> Result<(), StoreError> {
        let cancelled = Arc::clone(&self.cancelled);
        Ok(connection.progress_handler(INSTRUCTIONS, Some(move || cancelled.load(Ordering::SeqCst)))?)
    }
}

/// Nobody cancels what runs on this connection from now on.
pub(crate) fn unwatched(connection: &mut Connection) -> Result<(), StoreError> {
    Ok(connection.progress_handler(0, None::<fn() -> bool>)?)
}
