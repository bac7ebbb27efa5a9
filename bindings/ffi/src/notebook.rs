//! One officer's notebook as an object of the caller's language.

use std::path::PathBuf;
use std::sync::Arc;

use beatbook_device::{Beatbook, Key, PhonePlatform, Places, Setup};
use beatbook_domain::fix::RawFix;
use beatbook_protocol::entry::BootId;

use crate::error::BeatbookError;
use crate::records::{
    FixReport, FolderPlaces, NotebookStatus, Position, SignOnChoices, SignedOffPatrol, SyncResult,
};

/// One officer's notebook on this phone.
#[derive(uniffi::Object)]
pub struct Notebook {
    pub(crate) beatbook: Beatbook,
}

/// Ids of the notebooks in a folder. Nothing is opened.
#[uniffi::export]
pub fn list_notebooks(places: FolderPlaces) -> Result<Vec<String>, BeatbookError> {
    let ids = Beatbook::list(&folders(places))?;
    Ok(ids.iter().map(ToString::to_string).collect())
}

#[uniffi::export]
impl Notebook {
    /// Makes a new notebook from an enrolment code and opens it, without a network. `key` is 32 random bytes
    /// from the platform's key store; `boot` names this start of the phone, none to ask the system.
    #[uniffi::constructor]
    pub fn found(
        places: FolderPlaces,
        key: Vec<u8>,
        boot: Option<u64>,
        ticket: String,
    ) -> Result<Arc<Self>, BeatbookError> {
        let beatbook = Beatbook::found(setup(places, boot)?, &key_of(key)?, &ticket)?;
        Ok(Arc::new(Self { beatbook }))
    }

    /// Opens a notebook by its id.
    #[uniffi::constructor]
    pub fn open(
        places: FolderPlaces,
        key: Vec<u8>,
        boot: Option<u64>,
        notebook: String,
    ) -> Result<Arc<Self>, BeatbookError> {
        let id = notebook
            .parse()
            .map_err(|_| BeatbookError::argument("id", "a notebook's id is a lower-case UUID"))?;
        let beatbook = Beatbook::open(setup(places, boot)?, &key_of(key)?, id)?;
        Ok(Arc::new(Self { beatbook }))
    }

    /// This notebook's id.
    pub fn id(&self) -> Result<String, BeatbookError> {
        Ok(self.beatbook.notebook().to_string())
    }

    /// One tap: on duty. Answers the patrol's id.
    pub fn sign_on(&self, choices: SignOnChoices) -> Result<String, BeatbookError> {
        Ok(self.beatbook.sign_on(choices.try_into()?)?.to_string())
    }

    /// Records position reports, at most 10,000 a call; what it answers for is on the medium.
    pub fn record_fixes(&self, positions: Vec<Position>) -> Result<FixReport, BeatbookError> {
        Ok(self.beatbook.record_fixes(&fixes(positions))?.into())
    }

    /// Off duty, with the last position reports.
    pub fn sign_off(&self, positions: Vec<Position>) -> Result<SignedOffPatrol, BeatbookError> {
        Ok(self.beatbook.sign_off(&fixes(positions))?.into())
    }

    /// What a home screen shows.
    pub fn status(&self) -> Result<NotebookStatus, BeatbookError> {
        Ok(self.beatbook.status()?.into())
    }

    /// Meets the server: pushes what is waiting, pulls what is new. Runs long; [`Self::cancel`] ends it.
    pub fn sync(&self) -> Result<SyncResult, BeatbookError> {
        Ok(self.beatbook.sync()?.into())
    }

    /// Ends a running sync within a second, from any thread.
    pub fn cancel(&self) -> Result<(), BeatbookError> {
        self.beatbook.cancel();
        Ok(())
    }

    /// Closes the notebook; every later call is refused with `closed`.
    pub fn shutdown(&self) -> Result<(), BeatbookError> {
        Ok(self.beatbook.shutdown()?)
    }
}

fn folders(places: FolderPlaces) -> Places {
    Places { notebooks: PathBuf::from(places.notebooks), seats: PathBuf::from(places.seats) }
}

fn setup(places: FolderPlaces, boot: Option<u64>) -> Result<Setup, BeatbookError> {
    let platform = match boot {
        Some(boot) => PhonePlatform::with_boot(BootId(boot)),
        None => PhonePlatform::new().map_err(|error| BeatbookError::argument("phone", &error.to_string()))?,
    };
    Ok(Setup::new(folders(places), Arc::new(platform)))
}

fn key_of(bytes: Vec<u8>) -> Result<Key, BeatbookError> {
    let bytes = bytes
        .try_into()
        .map_err(|_| BeatbookError::argument("key", "a notebook's key is exactly 32 bytes"))?;
    Ok(Key::from_bytes(bytes))
}

fn fixes(positions: Vec<Position>) -> Vec<RawFix> {
    positions.into_iter().map(RawFix::from).collect()
}
