//! A damaged or lost file on the command line: what was done is said, what is wrong is named, and there is a way on.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use beatbook_protocol::enrol::{EnrolCode, Ticket, Trust};
use beatbook_protocol::hash::Hash;
use beatbook_protocol::id::Id;
use beatbook_protocol::sign::SigningKey;

/// Pages of the file.
const PAGE: usize = 4096;

struct Phone {
    folder: tempfile::TempDir,
}

impl Phone {
    /// With thirty notes, each on a page or two of its own.
    fn with_notes() -> Self {
        let phone = Self { folder: tempfile::tempdir().unwrap() };
        let ticket = Ticket {
            address: "https://127.0.0.1:1".to_owned(),
            trust: Trust::PinnedCa(Hash::of(&[b"nobody"])),
            server: Id::from_bytes([0x5e; 16]),
            receipt_key: SigningKey::from_seed(&[1; 32]).public(),
            authority: Id::from_bytes([0xa0; 16]),
            officer: Id::from_bytes([0x0f; 16]),
            code: EnrolCode([4; 16]),
        };
        phone.does(&["enrol", "--offline", &ticket.to_text().unwrap()]);
        for note in 0..30 {
            phone.does(&["note", &format!("{note} ").repeat(1_500)]);
        }
        phone
    }

    fn home(&self) -> PathBuf {
        self.folder.path().join("phone")
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_beatbook-phone"));
        command.arg("--home").arg(self.home()).args(arguments).stdin(Stdio::null());
        command
    }

    fn tries(&self, arguments: &[&str]) -> (Option<i32>, String) {
        let Output { status, stdout, stderr } = self.command(arguments).output().unwrap();
        (status.code(), String::from_utf8([stdout, stderr].concat()).unwrap())
    }

    fn does(&self, arguments: &[&str]) -> String {
        let (code, said) = self.tries(arguments);
        assert_eq!(code, Some(0), "{arguments:?}: {said}");
        said
    }

    fn file(&self) -> PathBuf {
        let files = fs::read_dir(self.home().join("notebooks")).unwrap();
        let mut files = files.map(|file| file.unwrap().path());
        files.find(|file| file.extension().is_some_and(|end| end == "beatbook")).unwrap()
    }

    /// Another byte in the middle of a page, as a worn memory card makes it.
    fn damage(&self, page: usize) {
        let mut bytes = fs::read(self.file()).unwrap();
        bytes[page * PAGE + PAGE / 2] ^= 0x5a;
        fs::write(self.file(), bytes).unwrap();
    }

    fn pages(&self) -> usize {
        fs::metadata(self.file()).unwrap().len() as usize / PAGE
    }
}

#[test]
fn no_page_is_damaged_unnoticed() {
    let phone = Phone::with_notes();
    phone.does(&["verify"]);
    let sound = fs::read(phone.file()).unwrap();
    for page in (1..phone.pages()).step_by(7) {
        phone.damage(page);
        let (code, said) = phone.tries(&["verify"]);
        assert!(code != Some(0) && !said.contains("everything holds"), "page {page}: {said}");
        fs::write(phone.file(), &sound).unwrap();
    }
    phone.does(&["verify"]);
}

#[test]
fn a_sign_on_that_was_committed_says_so_whatever_fails_afterwards() {
    let phone = Phone::with_notes();
    let sound = fs::read(phone.file()).unwrap();
    for page in 1..phone.pages() {
        phone.damage(page);
        let (_, said) = phone.tries(&["on"]);
        let told = said.contains("on duty");
        let (code, entries) = phone.tries(&["entries"]);
        if code == Some(0) {
            assert_eq!(told, entries.contains("patrol_started"), "page {page}: {said}");
        }
        assert!(!said.contains("nothing was changed"), "page {page}: {said}");
        fs::write(phone.file(), &sound).unwrap();
    }
}

#[test]
fn a_hopeless_notebook_is_set_aside_and_the_officer_goes_on() {
    let phone = Phone::with_notes();
    let file = phone.file();
    let said = phone.does(&["set-aside"]);
    assert!(said.contains("set aside as") && said.contains("enrol again"), "{said}");
    assert!(!file.exists());
    let (code, said) = phone.tries(&["status"]);
    assert!(code == Some(5) && said.contains("its key is here"), "{said}");
}

#[test]
fn projections_are_folded_again_on_demand() {
    let phone = Phone::with_notes();
    assert!(phone.does(&["rebuild"]).contains("folded again"));
    phone.does(&["verify"]);
}

#[test]
fn a_reader_that_stops_reading_is_no_failure() {
    let phone = Phone::with_notes();
    let mut child =
        phone.command(&["entries"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let ended = child.wait_with_output().unwrap();
    assert!(ended.status.success() && ended.stderr.is_empty(), "{ended:?}");
}

#[test]
fn a_folder_that_is_not_there_and_a_lost_file_are_told_from_a_phone_not_yet_enrolled() {
    let phone = Phone { folder: tempfile::tempdir().unwrap() };
    assert!(phone.tries(&["status"]).1.contains("[missing_folder]"));
    fs::create_dir(phone.home()).unwrap();
    assert!(phone.tries(&["status"]).1.contains("[no_notebook]"));
    let phone = Phone::with_notes();
    fs::remove_file(phone.file()).unwrap();
    let (code, said) = phone.tries(&["status"]);
    assert!(code == Some(5) && said.contains("[notebook_lost]"), "{said}");
}
