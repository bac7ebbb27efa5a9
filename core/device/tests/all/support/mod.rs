//! A phone for stories: folders, settable clocks, an enrolment code, and walks made of arithmetic.

#![allow(clippy::unwrap_used, reason = "helpers of tests are not recognised as tests")]

pub mod server;

use std::sync::Arc;

use beatbook_device::{Beatbook, Delivery, Key, Places, SettablePlatform, Setup, SignOn, Told};
use beatbook_domain::fix::{Provider, RawFix};
use beatbook_domain::records::journal::Basis;
use beatbook_protocol::enrol::{EnrolCode, Ticket, Trust};
use beatbook_protocol::entry::Header;
use beatbook_protocol::hash::Hash;
use beatbook_protocol::id::Id;
use beatbook_protocol::sign::SigningKey;

/// Saturday 6 September 2025, 19:00 in Chatham.
pub const SATURDAY_NIGHT: i64 = 1_757_181_600_000;
pub const SECOND: i64 = 1_000;
pub const MINUTE: i64 = 60 * SECOND;

/// A phone with one pocket for notebooks and one for seats.
pub struct Phone {
    pub folder: tempfile::TempDir,
    pub places: Places,
    pub platform: Arc<SettablePlatform>,
    pub key: Key,
}

impl Phone {
    pub fn new() -> Self {
        Self::in_folder(tempfile::tempdir().unwrap())
    }

    pub fn in_folder(folder: tempfile::TempDir) -> Self {
        let places =
            Places { notebooks: folder.path().join("notebooks"), seats: folder.path().join("no-backup") };
        std::fs::create_dir_all(&places.notebooks).unwrap();
        std::fs::create_dir_all(&places.seats).unwrap();
        let platform = Arc::new(SettablePlatform::at_wall(SATURDAY_NIGHT));
        Self { folder, places, platform, key: Key::from_bytes([7; 32]) }
    }

    pub fn setup(&self) -> Setup {
        Setup::new(self.places.clone(), Arc::clone(&self.platform) as _)
    }

    /// A notebook that has not met its server yet.
    pub fn found(&self) -> Beatbook {
        Beatbook::found(self.setup(), &self.key, &ticket("https://127.0.0.1:1").to_text().unwrap()).unwrap()
    }

    pub fn open(&self, notebook: Id) -> Told<Beatbook> {
        Beatbook::open(self.setup(), &self.key, notebook)
    }

    /// Walks north at 1.2 m/s for `seconds`, a fix every five, the phone's clocks going along.
    pub fn walk(&self, seconds: i64) -> Vec<RawFix> {
        (0..seconds / 5).map(|_| self.step()).collect()
    }

    /// The fix five seconds later.
    pub fn step(&self) -> RawFix {
        use beatbook_device::Platform;
        self.platform.advance(5 * SECOND);
        let now = self.platform.now().unwrap();
        fix(now.wall, now.mono)
    }
}

/// Where the walker is at this monotonic time.
pub fn fix(wall: i64, mono: i64) -> RawFix {
    let seconds = (mono / SECOND) as f64;
    RawFix {
        lat: 51.38 + seconds * 1.08e-5 % 0.02,
        lon: 0.52 + (seconds * 0.7).sin() * 2e-5,
        time: wall,
        mono,
        accuracy: Some(5.0 + (seconds * 0.3).cos()),
        speed: Some(1.2),
        bearing: Some(0.0),
        provider: Provider::Gnss,
    }
}

pub const OFFICER: Id = Id::from_bytes([0x0f; 16]);

/// An enrolment code of a server that signs with seed 1.
pub fn ticket(address: &str) -> Ticket {
    Ticket {
        address: address.to_owned(),
        trust: Trust::PinnedCa(Hash::of(&[b"nobody"])),
        server: Id::from_bytes([0x5e; 16]),
        receipt_key: SigningKey::from_seed(&[1; 32]).public(),
        authority: Id::from_bytes([0xa0; 16]),
        officer: OFFICER,
        code: EnrolCode([4; 16]),
    }
}

/// Enrols over the network.
pub fn enrol(phone: &Phone, server: &server::Server) -> Beatbook {
    Beatbook::enrol(phone.setup(), &phone.key, &server.ticket().to_text().unwrap()).unwrap()
}

/// Ten minutes on foot with one note, signed on and off: five entries.
pub fn work(phone: &Phone, book: &Beatbook) {
    book.sign_on(SignOn::tasked()).unwrap();
    book.note("Two bikes chained to the railings.", Basis::Fact).unwrap();
    book.record_fixes(&phone.walk(600)).unwrap();
    book.sign_off(&[]).unwrap();
}

/// Where every entry is on its way.
pub fn delivery(book: &Beatbook) -> Vec<Delivery> {
    book.entries(None, 100).unwrap().into_iter().map(|entry| entry.delivery).collect()
}

/// Opens a notebook's file with the key of [`Phone::new`], past the library.
pub fn inside(file: &std::path::Path) -> rusqlite::Connection {
    let connection = rusqlite::Connection::open(file).unwrap();
    let key =
        format!("PRAGMA cipher = 'sqlcipher'; PRAGMA legacy = 4; PRAGMA key = \"x'{}'\"", "07".repeat(32));
    connection.execute_batch(&key).unwrap();
    connection
}

/// Headers of all entries, as an export shows them.
pub fn headers(book: &Beatbook) -> Vec<Header> {
    let mut export = Vec::new();
    book.export(&mut export).unwrap();
    let lines = export.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    let lines = lines.map(|line| serde_json::from_slice::<serde_json::Value>(line).unwrap());
    lines.filter_map(|line| Header::parse(line["header"].as_str()?.as_bytes()).ok()).collect()
}

/// Every page of a closed notebook decrypted, free ones too: rekeying to no key writes the file out in the clear, page
/// by page.
pub fn pages(phone: &Phone, notebook: Id) -> Vec<u8> {
    let plain = phone.folder.path().join("plain.sqlite3");
    std::fs::copy(phone.places.file(notebook), &plain).unwrap();
    inside(&plain).execute_batch("PRAGMA journal_mode = DELETE; PRAGMA rekey = ''").unwrap();
    let pages = std::fs::read(&plain).unwrap();
    assert!(pages.starts_with(b"SQLite format 3\0"), "the copy is really in the clear");
    pages
}
