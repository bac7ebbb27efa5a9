//! Cancels a long read from another thread, at once and without waiting for any lock of the database.
//! One `Cancel` belongs to one long run (a sync, an export, a check); other readers and the writer go on.
//! It stays cancelled: no statement of the same run begins after it. SQLite forgets an interrupt that comes between our look and
//! a statement's first step: whoever must be sure cancels again until the run has ended.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use rusqlite::{Connection, InterruptHandle};

use crate::StoreError;

/// Handed to [`crate::Database::read_with`] and kept by whoever may cancel.
#[derive(Default)]
pub struct Cancel {
    cancelled: AtomicBool,
    next: AtomicU64,
    running: Mutex<BTreeMap<u64, InterruptHandle>>,
}

impl Cancel {
    /// Not cancelled yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Ends what runs under it now and whatever is started under it later, with `Interrupted`.
    pub fn cancel(&self) {
        self.cancelled.store(true, Ordering::SeqCst);
        for handle in self.running.lock().unwrap_or_else(PoisonError::into_inner).values() {
            handle.interrupt();
        }
    }

    /// Whether [`Cancel::cancel`] was called.
    pub fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::SeqCst)
    }

    pub(crate) fn check(&self) -> Result<(), StoreError> {
        if self.is_cancelled() { Err(StoreError::Interrupted) } else { Ok(()) }
    }

    /// Registers a connection for as long as the answer lives. Register first, then check: a cancel in
    /// between is seen by one of the two.
    pub(crate) fn watch(&self, connection: &Connection) -> Watched<'_> {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let handle = connection.get_interrupt_handle();
        self.running.lock().unwrap_or_else(PoisonError::into_inner).insert(number, handle);
        Watched { cancel: self, number }
    }
}

pub(crate) struct Watched<'a> {
    cancel: &'a Cancel,
    number: u64,
}

impl Drop for Watched<'_> {
    fn drop(&mut self) {
        self.cancel.running.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.number);
    }
}
