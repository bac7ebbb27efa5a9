//! A phone of a figure: the real device library, its clocks standing where the shift puts them.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use beatbook_device::{Beatbook, Key, Places, Platform as _, SettablePlatform, Setup, SignOn, SyncReport};
use beatbook_domain::fix::RawFix;
use beatbook_protocol::enrol::{EnrolCode, Ticket, Trust};
use beatbook_protocol::hash::Hash;
use beatbook_protocol::id::Id;
use beatbook_protocol::sign::SigningKey;
use tempfile::TempDir;
use zeroize::Zeroizing;

/// The key of every notebook measured, so that bare peers open the same files.
pub const KEY: [u8; 32] = [7; 32];
/// 2025-09-06T18:00:00Z, where clocks stand at first.
pub const EVENING: i64 = 1_757_181_600_000;

/// A phone with one notebook. Dropping it closes the notebook and removes its folder.
pub struct Handset {
    book: Option<Beatbook>,
    notebook: Id,
    /// Its clocks.
    pub platform: Arc<SettablePlatform>,
    folder: TempDir,
}

impl Handset {
    /// Founds a notebook in a scratch folder below `scratch`; no network is needed.
    ///
    /// # Errors
    /// What the library says.
    pub fn found(scratch: &Path, ticket: &Ticket) -> Result<Self, Box<dyn Error>> {
        let folder = tempfile::tempdir_in(scratch)?;
        let places = places(folder.path());
        std::fs::create_dir_all(&places.notebooks)?;
        std::fs::create_dir_all(&places.seats)?;
        let platform = Arc::new(SettablePlatform::at_wall(EVENING));
        let setup = Setup::new(places, platform.clone());
        let book = Beatbook::found(setup, &Key::from_bytes(KEY), &ticket.to_text()?)?;
        Ok(Self { notebook: book.notebook(), book: Some(book), platform, folder })
    }

    /// The library.
    ///
    /// # Errors
    /// If it is closed.
    pub fn book(&self) -> Result<&Beatbook, Box<dyn Error>> {
        self.book.as_ref().ok_or_else(|| "the notebook is closed".into())
    }

    /// The encrypted file.
    #[must_use]
    pub fn file(&self) -> PathBuf {
        places(self.folder.path()).file(self.notebook)
    }

    /// Closes the notebook, its log folded back into the file.
    ///
    /// # Errors
    /// What the library says.
    pub fn close(&mut self) -> Result<(), Box<dyn Error>> {
        if let Some(book) = self.book.take() {
            book.shutdown()?;
        }
        Ok(())
    }

    /// Opens it again.
    ///
    /// # Errors
    /// What the library says.
    pub fn open(&mut self) -> Result<(), Box<dyn Error>> {
        let setup = Setup::new(places(self.folder.path()), self.platform.clone());
        self.book = Some(Beatbook::open(setup, &Key::from_bytes(KEY), self.notebook)?);
        Ok(())
    }

    /// The length of the file, checkpointed and closed for the moment.
    ///
    /// # Errors
    /// What the library or the file system says.
    pub fn bytes(&mut self) -> Result<u64, Box<dyn Error>> {
        self.close()?;
        let length = std::fs::metadata(self.file())?.len();
        self.open()?;
        Ok(length)
    }

    /// The monotonic clock, milliseconds.
    ///
    /// # Errors
    /// None in practice.
    pub fn mono(&self) -> Result<i64, Box<dyn Error>> {
        Ok(self.platform.now()?.mono)
    }

    /// Moves both clocks to a wall time, UTC milliseconds.
    ///
    /// # Errors
    /// None in practice.
    pub fn wait_until(&self, wall: i64) -> Result<(), Box<dyn Error>> {
        let now = self.platform.now()?.wall;
        self.platform.advance(wall - now);
        Ok(())
    }

    /// A whole shift: sign-on, the fixes in calls of `batch`, sign-off.
    ///
    /// `fixes` are by time; their monotonic times are set to this phone's clock.
    ///
    /// # Errors
    /// What the library says; also if a fix does not become part of the track.
    pub fn shift(&self, fixes: &[RawFix], batch: usize) -> Result<(), Box<dyn Error>> {
        let book = self.book()?;
        let start = fixes.first().ok_or("a shift without a fix")?.time;
        self.wait_until(start - 1_000)?;
        book.sign_on(SignOn::tasked())?;
        let fixes = self.on_my_clock(fixes)?;
        for call in fixes.chunks(batch) {
            self.platform.advance_to_mono(call.last().map_or(0, |fix| fix.mono));
            let report = book.record_fixes(call)?;
            if report.accepted as usize != call.len() {
                return Err(format!("{} of {} fixes were accepted", report.accepted, call.len()).into());
            }
        }
        self.platform.advance(1_000);
        book.sign_off(&[])?;
        Ok(())
    }

    /// The same fixes with this phone's monotonic times.
    ///
    /// # Errors
    /// None in practice.
    pub fn on_my_clock(&self, fixes: &[RawFix]) -> Result<Vec<RawFix>, Box<dyn Error>> {
        let now = self.platform.now()?;
        Ok(fixes.iter().map(|fix| RawFix { mono: fix.time - now.wall + now.mono, ..*fix }).collect())
    }

    /// Meets the network until nothing is left.
    ///
    /// # Errors
    /// What the library says; also if something is left.
    pub fn sync(&self) -> Result<SyncReport, Box<dyn Error>> {
        let report = self.book()?.sync()?;
        if report.left == 0 { Ok(report) } else { Err(format!("{} bodies were left", report.left).into()) }
    }
}

fn places(folder: &Path) -> Places {
    Places { notebooks: folder.join("notebooks"), seats: folder.join("seats") }
}

/// A ticket of a server that is not there: a notebook records before it was ever let in.
#[must_use]
pub fn nowhere() -> Ticket {
    Ticket {
        address: "https://127.0.0.1:9".to_owned(),
        trust: Trust::PinnedCa(Hash::ZERO),
        server: Id::from_bytes([1; 16]),
        receipt_key: SigningKey::from_seed(&Zeroizing::new([1; 32])).public(),
        authority: Id::from_bytes([2; 16]),
        officer: Id::from_bytes([3; 16]),
        code: EnrolCode([4; 16]),
    }
}
