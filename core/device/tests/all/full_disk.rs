//! A full disk and read-only storage, for real: a small RAM file system, which needs Linux and root. Elsewhere a line
//! says that these stories were left out; in CI (`CI=true`) they must run.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "helpers of tests are not recognised as tests")]

use crate::numbers::{allot, encounter, orders, warning};
use crate::support;

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Write;
use std::path::PathBuf;
use std::process::Command;
use std::sync::{Arc, Mutex};

use beatbook_device::{
    Beatbook, BeatbookError, Delivery, NoticeAbout, NoticeAsked, NoticeNews, NoticeOutcome, NuisanceAsked,
};
use beatbook_domain::records::journal::Basis;
use beatbook_domain::records::notice::{PARTICULARS_MAX, Signature};
use beatbook_protocol::id::Id;
use beatbook_protocol::limits::{BODY_MAX, TEXT_MAX};
use support::server::{Keeper, Server, keep, keeper};
use support::{MINUTE, OFFICER, Phone, delivery, enrol, headers};

/// A disk of 8 MiB, unmounted at the end.
struct SmallDisk(PathBuf);

impl SmallDisk {
    /// A phone whose folders are on it.
    fn with_phone() -> Option<(Self, Phone)> {
        let folder = tempfile::tempdir().unwrap();
        let disk = folder.path().to_owned();
        let mounted =
            Command::new("mount").args(["-t", "tmpfs", "-o", "size=8m", "tmpfs"]).arg(&disk).output();
        if mounted.is_ok_and(|output| output.status.success()) {
            return Some((Self(disk), Phone::in_folder(folder)));
        }
        assert!(std::env::var("CI").as_deref() != Ok("true"), "CI must be able to mount a RAM file system");
        let _ = writeln!(
            std::io::stderr(),
            "SKIPPED: the full-disk stories need root to mount a small RAM file system"
        );
        None
    }

    /// Somebody's films take all the rest.
    fn fill(&self) -> File {
        let mut films = File::create(self.films()).unwrap();
        for piece in [64 * 1024, 4_096, 512, 1] {
            while films.write_all(&vec![1; piece]).is_ok() {}
        }
        films
    }

    fn films(&self) -> PathBuf {
        self.0.join("films")
    }

    /// Emptied first: a process that a neighbouring test is just starting may hold the file a moment longer.
    fn delete(&self, films: &File) {
        films.set_len(0).unwrap();
        std::fs::remove_file(self.films()).unwrap();
    }

    fn remount(&self, mode: &str) {
        let mut mount = Command::new("mount");
        mount.args(["-o", &format!("remount,{mode}")]).arg(&self.0);
        // The same process may hold one of the notebook's files.
        let done = (0..100).any(|_| {
            mount.status().unwrap().success() || {
                std::thread::sleep(std::time::Duration::from_millis(20));
                false
            }
        });
        assert!(done, "remounted {mode}");
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("--lazy").arg(&self.0).status();
    }
}

fn enrolled(phone: &Phone) -> (Beatbook, Arc<Mutex<Keeper>>, Server) {
    let keeper = keeper();
    let server = keep(&keeper);
    (enrol(phone, &server), keeper, server)
}

#[test]
fn one_more_note_and_the_acknowledgements_fit_on_a_full_disk() {
    let Some((disk, phone)) = SmallDisk::with_phone() else { return };
    let (book, _keeper, _server) = enrolled(&phone);
    book.note("before", Basis::Fact).unwrap();
    let films = disk.fill();
    book.note("one more notice", Basis::Fact).unwrap();
    assert!(book.status().unwrap().reserve_used);
    assert_eq!(book.sync().unwrap().left, 0, "the acknowledgements fit");
    let mut stored = 2;
    let refused = loop {
        match book.note(&"x".repeat(20_000), Basis::Fact) {
            Ok(_) => stored += 1,
            Err(error) => break error,
        }
    };
    assert_eq!(refused, BeatbookError::StorageFull);
    disk.delete(&films);
    book.note("after", Basis::Fact).unwrap();
    assert_eq!(book.notes(None, 1_000).unwrap().len(), stored + 1);
    assert!(book.verify().unwrap().is_sound());
    book.shutdown().unwrap();
}

#[test]
fn nobody_is_refused_a_look_on_a_full_disk_and_what_was_missed_is_said() {
    let Some((disk, phone)) = SmallDisk::with_phone() else { return };
    let (book, _keeper, _server) = enrolled(&phone);
    let met = encounter(&book);
    let films = disk.fill();
    let missed = loop {
        phone.platform.advance(MINUTE);
        assert_eq!(book.encounter(met).unwrap().record, met);
        let missed = book.access_log(None, 1).unwrap().missed;
        if missed > 2 {
            break missed;
        }
    };
    assert!(!book.status().unwrap().reserve_used, "the room is kept for notices");
    book.note("one more notice", Basis::Fact).unwrap();
    disk.delete(&films);
    phone.platform.advance(MINUTE);
    book.pause().unwrap();
    book.resume().unwrap();
    book.encounter(met).unwrap();
    let log = book.access_log(None, 1_000).unwrap();
    assert_eq!((log.rows.last().unwrap().look.missed, log.missed), (missed, 0));
}

/// A warning whose texts are as long as texts may be, so many of their characters two bytes long.
fn long_warning(encounter: Id, accents: usize) -> NoticeAsked {
    let annoyance = "é".repeat(accents) + &"a".repeat(TEXT_MAX - accents);
    let nuisance = NuisanceAsked { vehicle: 1, driving: "d".repeat(TEXT_MAX), annoyance };
    NoticeAsked {
        about: NoticeAbout::S59Warning { nuisance, warned: true },
        place: "p".repeat(TEXT_MAX),
        particulars: "w".repeat(PARTICULARS_MAX),
        ..warning(encounter)
    }
}

#[test]
fn the_largest_notice_and_its_acknowledgement_fit_on_a_full_disk() {
    let Some((disk, phone)) = SmallDisk::with_phone() else { return };
    let (book, keeper, _server) = enrolled(&phone);
    book.want_notice_numbers("MDW", false).unwrap();
    keeper.lock().unwrap().publish_orders(&orders(OFFICER));
    allot(&mut keeper.lock().unwrap(), book.notebook(), 1);
    book.sync().unwrap();
    let met = encounter(&book);
    assert_eq!(book.notice_numbers_left().unwrap()[0].left, 200);
    let films = disk.fill();
    assert!(!book.status().unwrap().reserve_used);

    // What does not fit an entry is refused, and costs neither a number nor the room of what does.
    let mut accents = 1_000;
    let (record, number) = loop {
        match book.issue_notice(&long_warning(met, accents)) {
            Ok(NoticeOutcome::Issued { record, number, .. }) => break (record, number),
            Ok(draft) => unreachable!("{draft:?}"),
            Err(error) => assert_eq!(error, BeatbookError::TooLarge),
        }
        accents -= 8;
    };
    assert!(accents < 1_000, "the first was too large");
    assert!(book.status().unwrap().reserve_used, "without a full disk this proves nothing");
    let largest = headers(&book).into_iter().map(|header| header.len as usize).max().unwrap();
    assert!((BODY_MAX - 8..=BODY_MAX).contains(&largest), "{largest} bytes");
    let served =
        NoticeNews::Served { time: None, method: None, signature: Signature::Signed, evidence: vec![] };
    book.tell_notice(record, served).unwrap();
    assert_eq!(book.sync().unwrap().left, 0, "the acknowledgement fits");
    assert!(delivery(&book).iter().all(|one| *one == Delivery::Held));
    assert_eq!(book.notice(record).unwrap().story.number(), Some(number.as_str()));
    let id = book.notebook();
    drop(book);

    // Restarted on the full disk it is all there, and the number is spent.
    let book = phone.open(id).unwrap();
    assert_eq!(book.notice(record).unwrap().story.served.len(), 1);
    assert_eq!(book.notice_numbers_left().unwrap()[0].left, 199);
    disk.delete(&films);
    let next = warning(encounter(&book));
    assert!(matches!(book.issue_notice(&next).unwrap(), NoticeOutcome::Issued { .. }));
    assert!(book.entries(None, 100).unwrap().iter().all(|entry| entry.kind != "numbers_given_up"));
    assert!(book.verify().unwrap().is_sound());
}

/// Every file of the phone with its bytes.
fn files(phone: &Phone) -> BTreeMap<PathBuf, Vec<u8>> {
    let folders = [&phone.places.notebooks, &phone.places.seats];
    let files = folders.into_iter().flat_map(|folder| std::fs::read_dir(folder).unwrap());
    files.map(|file| file.unwrap().path()).map(|path| (path.clone(), std::fs::read(path).unwrap())).collect()
}

#[test]
fn on_read_only_storage_a_notebook_is_neither_opened_nor_founded_nor_touched() {
    let Some((disk, phone)) = SmallDisk::with_phone() else { return };
    let book = phone.found();
    book.note("before", Basis::Fact).unwrap();
    let id = book.notebook();
    drop(book);
    let before = files(&phone);
    disk.remount("ro");
    assert_eq!(phone.open(id).map(drop), Err(BeatbookError::ReadOnlyFolder));
    let ticket = support::ticket("https://127.0.0.1:1").to_text().unwrap();
    let founded = Beatbook::found(phone.setup(), &beatbook_device::Key::from_bytes([8; 32]), &ticket);
    assert_eq!(founded.map(drop), Err(BeatbookError::ReadOnlyFolder));
    assert!(files(&phone) == before);
    disk.remount("rw");
    let book = phone.open(id).unwrap();
    book.note("after", Basis::Fact).unwrap();
    assert_eq!(book.notes(None, 10).unwrap().len(), 2);
}
