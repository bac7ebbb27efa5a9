//! The writing side of an open notebook: the database, the identity, the head, and one way to append.
//! What memory knows counts only after the commit; after a failed one it is read from the file again.

use std::sync::Arc;

use beatbook_protocol::chain::ChainPoint;
use beatbook_store::{Database, WriteTransaction};

use crate::error::{DeviceError, State};
use crate::journal::{Head, Journal};
use crate::local::Identity;
use crate::platform::{Now, Platform};
use crate::view::NotebookState;

/// An open file and what is needed to write entries into it.
pub(crate) struct Ledger {
    pub(crate) db: Arc<Database>,
    pub(crate) identity: Arc<Identity>,
    pub(crate) platform: Arc<dyn Platform>,
    pub(crate) head: Head,
    /// The seat file is missing or another's.
    pub(crate) moved: bool,
    /// A commit failed: whether it reached the medium is for the file to say.
    pub(crate) unsure: bool,
}

impl Ledger {
    /// Both clocks.
    pub(crate) fn now(&self) -> Result<Now, DeviceError> {
        Ok(self.platform.now()?)
    }

    pub(crate) fn state(&self) -> NotebookState {
        if self.identity.retired.is_some() {
            NotebookState::Retired
        } else if self.moved {
            NotebookState::Moved
        } else if matches!(self.identity.entrance, Some(crate::local::Entrance::Code(_))) {
            NotebookState::Enrolling
        } else {
            NotebookState::Open
        }
    }

    /// Refuses to write a journal that another file may be writing, too.
    pub(crate) fn check_writable(&self) -> Result<(), DeviceError> {
        match self.state() {
            NotebookState::Open | NotebookState::Enrolling => Ok(()),
            NotebookState::Moved => Err(State::Moved.into()),
            NotebookState::Retired => Err(State::Retired.into()),
        }
    }

    /// Appends entries in one transaction. `Ok` means: committed and on the medium.
    pub(crate) fn append<T>(
        &mut self,
        now: Now,
        mut act: impl FnMut(&mut Journal<'_>) -> Result<T, DeviceError>,
    ) -> Result<T, DeviceError> {
        self.check_writable()?;
        let (identity, platform, head) = (&*self.identity, &*self.platform, self.head);
        let written = self.db.write(|tx| {
            let mut journal = Journal { tx, identity, platform, now, head };
            let value = act(&mut journal)?;
            Ok::<_, DeviceError>((value, journal.head))
        });
        self.unsure |= written.is_err();
        let (value, head) = written?;
        self.head = head;
        Ok(value)
    }

    /// Writes rows that are no entries.
    pub(crate) fn write<T>(
        &mut self,
        act: impl FnMut(&WriteTransaction<'_>) -> Result<T, DeviceError>,
    ) -> Result<T, DeviceError> {
        let written = self.db.write(act);
        self.unsure |= written.is_err();
        written
    }

    pub(crate) fn head_point(&self) -> Option<ChainPoint> {
        self.head.0
    }
}
