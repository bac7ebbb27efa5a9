//! One officer's notebook as an object of the caller's language: made, opened, paused, closed, synced, exported.

use std::fs::{File, OpenOptions};
use std::io::{BufWriter, Write};
use std::path::PathBuf;
use std::sync::Arc;

use beatbook_device::{
    Beatbook, Cancel as Ended, Exported, Keeping, Key, PhonePlatform, Places, Purged, Setup, SyncReport,
    SyncSoFar,
};
use beatbook_domain::access::Area;
use beatbook_protocol::entry::BootId;
use beatbook_protocol::id::Id;
use jiff::civil::Date;
use zeroize::Zeroizing;

use crate::error::BeatbookError;
use crate::platform::{KeyStore, SyncProgress};
use crate::values::AreaAccess;

/// Where notebooks live on this phone.
#[derive(Debug, Clone, uniffi::Record)]
pub struct FolderPlaces {
    /// The folder of the encrypted files. It exists.
    pub notebooks: String,
    /// A folder outside every backup and transfer to another phone. It exists.
    pub seats: String,
}

/// One officer's notebook on this phone. Its calls block and may come from any thread; keep one object for one notebook.
///
/// `pause` before the system suspends the app, `resume` when it is back, `shutdown` at the end; dropping it closes it, too.
#[derive(uniffi::Object)]
pub struct Notebook {
    pub(crate) beatbook: Beatbook,
}

/// Ends an enrolment from any thread: there is no notebook yet whose `cancel` could. Make one for each enrolment, hand it over
/// and keep it; it stays cancelled.
#[derive(uniffi::Object)]
pub struct Cancel {
    ended: Ended,
}

#[uniffi::export]
impl Cancel {
    /// Not cancelled yet.
    ///
    /// # Errors
    /// None.
    #[uniffi::constructor]
    pub fn new() -> Result<Arc<Self>, BeatbookError> {
        Ok(Arc::new(Self { ended: Ended::new() }))
    }

    /// Has the call it was handed to end with `cancelled`, within a second.
    pub fn cancel(&self) -> Result<(), BeatbookError> {
        self.ended.cancel();
        Ok(())
    }
}

/// Ids of the notebooks in a folder, in the order of their founding by the phone's clock: the last is the one in use, unless an
/// app keeps another one's id as that. Nothing is opened.
///
/// # Errors
/// `missing_folder`, `storage`.
#[uniffi::export]
pub fn list_notebooks(places: FolderPlaces) -> Result<Vec<Id>, BeatbookError> {
    Ok(Beatbook::list(&folders(places))?)
}

/// Puts a notebook aside that cannot be opened: file, log, key check and seat get a new name together and are kept. Answers
/// where the file is now. Then enrol again; one that still opens needs `begin_successor` instead.
///
/// # Errors
/// `missing`, `already_open`, `already_exists`, `phone` (its clock or random numbers), `missing_folder`, `read_only_folder`,
/// `storage`.
#[uniffi::export]
pub fn set_notebook_aside(places: FolderPlaces, notebook: Id) -> Result<String, BeatbookError> {
    let aside = Beatbook::set_aside(&setup(places, None)?, notebook)?;
    Ok(aside.to_string_lossy().into_owned())
}

#[uniffi::export]
impl Notebook {
    /// Makes a new notebook from an enrolment code and opens it, without a network: it records from now on, and the next
    /// `sync` has the server let it in (the code is valid for 15 minutes). `boot` names this start of the phone, such as
    /// Android's boot count or Apple's boot session; absent: the system is asked, and where it does not say, as on iOS, this
    /// opening counts as a start.
    ///
    /// # Errors
    /// `ticket`, `key`, `platform` (the key store), `phone` (its clock or random numbers), `missing_folder`, `read_only_folder`, `storage_full`, `storage`.
    #[uniffi::constructor]
    pub fn found(
        places: FolderPlaces,
        keys: Arc<dyn KeyStore>,
        boot: Option<u64>,
        ticket: String,
    ) -> Result<Arc<Self>, BeatbookError> {
        let beatbook = Beatbook::found(setup(places, boot)?, &key(&*keys, None)?, &ticket)?;
        Ok(Arc::new(Self { beatbook }))
    }

    /// Enrols a notebook with a code while the network is there, and opens it. Call it again with the same key and code after
    /// a lost answer: the very same notebook asks again. Runs long; `cancel` ends it within a second.
    ///
    /// Cancelled before the server was met it leaves nothing behind. After that the server may have spent the code on the
    /// notebook that asked, which is whole and stays: call again with the same key and code, which the server answers all the
    /// same. With another key ask for a new code.
    ///
    /// # Errors
    /// Those of `found`, and those of `open`; `code_invalid` (nothing is left behind); `cancelled`, `network`, `clock_wrong`, `not_our_server`,
    /// `bad_answer`, `server_busy` (call again); `other_ticket`.
    #[uniffi::constructor]
    pub fn enrol(
        places: FolderPlaces,
        keys: Arc<dyn KeyStore>,
        boot: Option<u64>,
        ticket: String,
        cancel: Option<Arc<Cancel>>,
    ) -> Result<Arc<Self>, BeatbookError> {
        let (setup, key) = (setup(places, boot)?, key(&*keys, None)?);
        let beatbook = match cancel {
            Some(cancel) => Beatbook::enrol_unless(setup, &key, &ticket, &cancel.ended)?,
            None => Beatbook::enrol(setup, &key, &ticket)?,
        };
        Ok(Arc::new(Self { beatbook }))
    }

    /// Opens a notebook by its id. A restored or copied file opens closed for writing, and still syncs: see `begin_successor`.
    ///
    /// # Errors
    /// `missing`, `wrong_key`, `key`, `platform` (the key store), `phone`, `corrupt`, `unreadable`, `newer_version`, `not_a_notebook`,
    /// `already_open`, `missing_folder`, `read_only_folder`, `storage_full`: nothing was changed.
    #[uniffi::constructor]
    pub fn open(
        places: FolderPlaces,
        keys: Arc<dyn KeyStore>,
        boot: Option<u64>,
        notebook: Id,
    ) -> Result<Arc<Self>, BeatbookError> {
        let beatbook = Beatbook::open(setup(places, boot)?, &key(&*keys, Some(notebook))?, notebook)?;
        Ok(Arc::new(Self { beatbook }))
    }

    /// This notebook's id.
    pub fn id(&self) -> Result<Id, BeatbookError> {
        Ok(self.beatbook.notebook())
    }

    /// Gives a notebook that still waits for its server a new code, after the former one has expired.
    ///
    /// # Errors
    /// `ticket`, `other_ticket`, storage errors.
    pub fn use_code(&self, ticket: String) -> Result<(), BeatbookError> {
        Ok(self.beatbook.use_code(&ticket)?)
    }

    /// Goes on from a notebook that is closed for writing because it was restored, copied or found twice, under a key of its
    /// own. The successor is written at once; this one stays open for syncing what it still has.
    ///
    /// # Errors
    /// `no_successor_needed`, `successor_begun` (with another key), `already_open`, and those of `found`.
    pub fn begin_successor(&self, keys: Arc<dyn KeyStore>) -> Result<Arc<Self>, BeatbookError> {
        let beatbook = self.beatbook.begin_successor(&key(&*keys, None)?)?;
        Ok(Arc::new(Self { beatbook }))
    }

    /// Sends what the server does not have, takes its receipts, and pulls its journal and briefing. Runs long, on the caller's
    /// thread; recording goes on beside it, and `cancel` ends it within a second. What a failing `progress` throws is ignored.
    ///
    /// # Errors
    /// `already_running`, `cancelled`; `network`, `clock_wrong`, `not_our_server`, `bad_answer`, `upgrade_required`,
    /// `unauthorised`, `revoked`, `server_busy`, `server_restored`, `code_invalid`: nothing on the phone is discarded; storage
    /// errors.
    pub fn sync(&self, progress: Option<Arc<dyn SyncProgress>>) -> Result<SyncReport, BeatbookError> {
        let mut tell = |so_far: SyncSoFar| {
            if let Some(progress) = &progress {
                // Whoever watches has no say in the sync.
                drop(progress.progress(so_far));
            }
        };
        Ok(self.beatbook.sync_telling(&mut tell)?)
    }

    /// The same for a scheduler: after failures it does nothing before the kept time has come.
    ///
    /// # Errors
    /// As `sync`.
    pub fn sync_when_due(&self) -> Result<SyncReport, BeatbookError> {
        Ok(self.beatbook.sync_when_due()?)
    }

    /// Ends running long calls with `cancelled`, within a second, from any thread.
    pub fn cancel(&self) -> Result<(), BeatbookError> {
        self.beatbook.cancel();
        Ok(())
    }

    /// Drops what the server durably holds and whose keeping time is over; absent: tracks 31 days, sightings half a year, other
    /// records a year. Nobody else calls it: an app does, after a sync that left nothing waiting. Runs long, beside other calls;
    /// `cancel` ends it.
    ///
    /// # Errors
    /// `cancelled` (what is dropped stays so; call it again), storage errors.
    pub fn purge(&self, keeping: Option<Keeping>) -> Result<Purged, BeatbookError> {
        Ok(self.beatbook.purge(&keeping.unwrap_or_default())?)
    }

    /// Writes all entries, receipts and unsealed fixes to a new file, without what the officer may not read any more. Runs
    /// long; `cancel` ends it. It is plain text with everything an officer wrote, for this user of the machine alone: the app
    /// decides where it goes.
    ///
    /// # Errors
    /// `output` (there is a file already; it cannot be written), `cancelled`, storage errors: no file of it is left.
    pub fn export(&self, path: String) -> Result<Exported, BeatbookError> {
        let output =
            |_| BeatbookError::argument("output", "the file cannot be written: choose another place for it");
        let mut file = BufWriter::new(for_owner_only(&path).map_err(output)?);
        let exported = self.beatbook.export(&mut file).map_err(BeatbookError::from);
        let written = exported.and_then(|exported| file.flush().map(|()| exported).map_err(output));
        // Half an export is plain text that nobody asked for.
        written.inspect_err(|_| drop(std::fs::remove_file(&path)))
    }

    /// What the officer's roles let the officer do on a day, area by area.
    ///
    /// # Errors
    /// Storage errors.
    pub fn access(&self, day: Date) -> Result<Vec<AreaAccess>, BeatbookError> {
        let access = self.beatbook.access(day)?;
        let of = |area| AreaAccess {
            area,
            may_write: access.may_write(area),
            reads_of_others: access.reads_of_others(area),
            knows_of_others: access.knows_of_others(area),
            answers_for: access.answers_for(area),
        };
        Ok(Area::ALL.into_iter().map(of).collect())
    }

    /// Closes the notebook for good; every later call is refused with `closed`.
    ///
    /// # Errors
    /// `storage_full`, `storage`: the log could not be folded back; it stays beside the file, nothing is lost;
    /// `already_running` from the progress of a sync, which would wait for itself.
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

fn key(keys: &dyn KeyStore, notebook: Option<Id>) -> Result<Key, BeatbookError> {
    let bytes = Zeroizing::new(keys.key(notebook)?);
    let exact = <[u8; 32]>::try_from(bytes.as_slice())
        .map_err(|_| BeatbookError::argument("key", "a notebook's key is exactly 32 bytes"))?;
    Ok(Key::from_bytes(*Zeroizing::new(exact)))
}

/// A new file that other users of the machine cannot read.
fn for_owner_only(path: &str) -> std::io::Result<File> {
    let mut how = OpenOptions::new();
    how.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut how, 0o600);
    how.open(path)
}
