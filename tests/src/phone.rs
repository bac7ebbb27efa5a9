//! A phone in an officer's hand: the real device library with clocks that stand where the story puts them.

use std::path::Path;
use std::sync::Arc;

use beatbook_device::{Beatbook, Key, Places, SettablePlatform, Setup, SignOn, SignedOff, SyncReport};
use beatbook_domain::fix::RawFix;
use beatbook_protocol::entry::BootId;
use beatbook_protocol::id::Id;

/// Reports go to the library in calls of at most so many, as a batching receiver gives them.
const BATCH: usize = 60;

/// The key of every story's notebooks: the platform's key store would keep another for each.
pub const KEY: [u8; 32] = *b"a key for stories, never in use!";

/// A phone with one notebook.
pub struct Phone {
    folder: Arc<tempfile::TempDir>,
    /// Its clocks.
    pub platform: Arc<SettablePlatform>,
    key: Key,
    notebook: Id,
    book: Option<Beatbook>,
}

impl Phone {
    /// Founds a notebook with a ticket; the phone's wall clock stands at `wall`.
    #[must_use]
    pub fn found(ticket: &str, wall: i64) -> Self {
        let folder = Arc::new(tempfile::tempdir().unwrap());
        let places = Self::places_in(&folder);
        std::fs::create_dir_all(&places.notebooks).unwrap();
        std::fs::create_dir_all(&places.seats).unwrap();
        let platform = Arc::new(SettablePlatform::at_wall(wall));
        let key = Key::from_bytes(KEY);
        let book = Beatbook::found(Setup::new(places, platform.clone()), &key, ticket).unwrap();
        Self { folder, platform, key, notebook: book.notebook(), book: Some(book) }
    }

    fn places_in(folder: &tempfile::TempDir) -> Places {
        Places { notebooks: folder.path().join("notebooks"), seats: folder.path().join("seats") }
    }

    /// The folders of this phone.
    #[must_use]
    pub fn places(&self) -> Places {
        Self::places_in(&self.folder)
    }

    /// The key that opens the notebook.
    #[must_use]
    pub fn key(&self) -> &Key {
        &self.key
    }

    /// The notebook's id.
    #[must_use]
    pub fn notebook(&self) -> Id {
        self.notebook
    }

    /// The library.
    ///
    /// # Panics
    /// If the app is not running.
    #[must_use]
    pub fn book(&self) -> &Beatbook {
        self.book.as_ref().expect("the app is running")
    }

    /// The system kills the app: nothing is closed, nothing is said.
    pub fn killed(&mut self) {
        self.book = None;
    }

    /// The app starts again.
    pub fn restarted(&mut self) {
        let setup = Setup::new(self.places(), self.platform.clone());
        self.book = Some(Beatbook::open(setup, &self.key, self.notebook).unwrap());
    }

    /// The phone itself starts again: another boot, monotonic clock at zero.
    pub fn rebooted(&mut self, boot: u64) {
        self.book = None;
        self.platform.restart(BootId(boot));
        self.restarted();
    }

    /// Moves both clocks to a wall time.
    pub fn wait_until(&self, wall: i64) {
        use beatbook_device::Platform as _;
        let now = self.platform.now().unwrap().wall;
        self.platform.advance(wall - now);
    }

    /// The monotonic clock.
    #[must_use]
    pub fn mono(&self) -> i64 {
        use beatbook_device::Platform as _;
        self.platform.now().unwrap().mono
    }

    /// On duty.
    pub fn sign_on(&self, sign_on: SignOn) -> Id {
        self.book().sign_on(sign_on).unwrap()
    }

    /// Takes reports as the receiver gives them, the clocks going along.
    pub fn record(&self, fixes: &[RawFix]) {
        for batch in fixes.chunks(BATCH) {
            if let Some(last) = batch.last() {
                self.platform.advance_to_mono(last.mono);
            }
            let report = self.book().record_fixes(batch).unwrap();
            assert_eq!(report.outcomes.len(), batch.len(), "every report is answered for");
        }
    }

    /// Meets the network: pushes until nothing is left, pulls until nothing is new.
    pub fn sync(&self) -> SyncReport {
        let report = self.book().sync().unwrap();
        assert_eq!(report.left, 0, "the server has signed for everything");
        report
    }

    /// Off duty at a wall time.
    pub fn sign_off(&self, wall: i64) -> SignedOff {
        self.wait_until(wall);
        self.book().sign_off(&[]).unwrap()
    }
}

/// Copies the files of a folder, as an image of a phone has them.
///
/// # Panics
/// If it cannot be read or written.
pub fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for file in std::fs::read_dir(from).unwrap() {
        let file = file.unwrap();
        if file.file_type().unwrap().is_file() {
            std::fs::copy(file.path(), to.join(file.file_name())).unwrap();
        }
    }
}
