//! A full disk: with the reserve released one more notice and an acknowledgement still fit, nothing is lost,
//! and when room returns all is as before. The disk is real: a small RAM file system, mounted by the test,
//! which needs Linux and root; elsewhere a line says that it was skipped, in CI (`CI=true`) it must run.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "helpers of tests are not recognised as tests")]

use crate::common;

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use beatbook_store::{Cancel, Checkpoint, Database, Integrity, OpenMode, Opening, ReserveState, StoreError};
use common::{ID, SCHEMA, entries, key, record, record_body};
use tempfile::TempDir;

const DISK: &str = "size=4m";
const RESERVE: u64 = 512 * 1024;

/// A disk of 4 MiB, unmounted at the end.
struct SmallDisk(TempDir);

impl SmallDisk {
    fn mount() -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let mounted =
            Command::new("mount").args(["-t", "tmpfs", "-o", DISK, "tmpfs"]).arg(folder.path()).output();
        match mounted {
            Ok(output) if output.status.success() => Some(Self(folder)),
            _ => {
                let in_ci = std::env::var("CI").as_deref() == Ok("true");
                assert!(!in_ci, "CI must be able to mount a RAM file system");
                common::skipped("the disk-full stories need root to mount a small RAM file system");
                None
            }
        }
    }

    fn path(&self) -> PathBuf {
        self.0.path().join("notebook.sqlite3")
    }

    fn open(&self) -> Result<Database, StoreError> {
        Database::open(&Opening {
            path: &self.path(),
            key: &key(0x51),
            id: ID,
            schema: &SCHEMA,
            mode: OpenMode::OpenOrCreate,
            reserve_bytes: RESERVE,
        })
    }

    /// Somebody's films take all the rest.
    fn fill(&self) -> PathBuf {
        let path = self.0.path().join("films");
        let mut films = File::create(&path).unwrap();
        for piece in [64 * 1024, 4096, 512, 1] {
            while films.write_all(&vec![1; piece]).is_ok() {}
        }
        assert_eq!(fs4::available_space(self.0.path()).unwrap(), 0);
        path
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("--lazy").arg(self.0.path()).status();
    }
}

/// Emptied first: a process that a neighbouring test is just starting may hold the file a moment longer.
fn delete(films: &Path) {
    File::create(films).unwrap();
    fs::remove_file(films).unwrap();
}

fn allocated(path: &Path) -> u64 {
    use std::os::unix::fs::MetadataExt;
    fs::metadata(path).unwrap().blocks() * 512
}

#[test]
fn one_more_notice_and_the_acknowledgement_fit_on_a_full_disk() {
    let Some(disk) = SmallDisk::mount() else { return };
    let notebook = disk.open().unwrap();
    for seq in 0..10 {
        record_body(&notebook, seq, &[7; 4_096]).unwrap();
    }
    assert_eq!(notebook.reserve(), ReserveState::Held);
    assert!(allocated(&notebook.files().reserve) >= RESERVE, "the reserve is a hole");
    let films = disk.fill();

    record_body(&notebook, 10, &[8; 4_096]).unwrap();
    assert_eq!(notebook.reserve(), ReserveState::Used, "without a full disk this proves nothing");
    record(&notebook, 11, "acknowledged").unwrap();
    assert_eq!(notebook.checkpoint().unwrap(), Checkpoint::Done);
    assert_eq!(entries(&notebook), 12);

    // Until the reserve, too, is used up: refused by name, and what was confirmed stays.
    let mut last = 11;
    let refused = loop {
        match record_body(&notebook, last + 1, &[9; 40_000]) {
            Ok(()) => last += 1,
            Err(error) => break error,
        }
    };
    assert_eq!(refused, StoreError::DiskFull);
    assert_eq!(entries(&notebook), last + 1);
    assert_eq!(notebook.maintain(), Err(StoreError::DiskFull));
    drop(notebook);

    // Even a restart on the full disk opens it.
    let notebook = disk.open().unwrap();
    assert_eq!((entries(&notebook), notebook.reserve()), (last + 1, ReserveState::Used));

    delete(&films);
    assert_eq!(notebook.maintain(), Ok(Checkpoint::Done));
    assert_eq!(notebook.reserve(), ReserveState::Held);
    record(&notebook, last + 1, "all is well").unwrap();
    assert_eq!(notebook.integrity(&Cancel::new()).unwrap(), Integrity::Sound);
    drop(notebook);
    assert_eq!(entries(&disk.open().unwrap()), last + 2);
}

#[test]
fn a_full_disk_at_the_start_of_a_shift_uses_the_reserve_to_open() {
    let Some(disk) = SmallDisk::mount() else { return };
    drop(disk.open().unwrap());
    disk.fill();
    let notebook = disk.open().unwrap();
    assert_eq!(notebook.reserve(), ReserveState::Used);
    record(&notebook, 1, "patrol").unwrap();
    assert_eq!(entries(&notebook), 1);
}

#[test]
fn a_notebook_is_not_half_created_on_a_full_disk() {
    let Some(disk) = SmallDisk::mount() else { return };
    let films = disk.fill();
    assert_eq!(disk.open().map(drop).unwrap_err(), StoreError::DiskFull);
    assert_eq!(
        common::fingerprint(disk.0.path()).into_keys().collect::<Vec<_>>(),
        std::slice::from_ref(&films)
    );
    delete(&films);
    assert_eq!(entries(&disk.open().unwrap()), 0);
}

#[test]
fn a_folder_on_read_only_storage_is_named_and_left_alone() {
    let Some(disk) = SmallDisk::mount() else { return };
    let notebook = disk.open().unwrap();
    record(&notebook, 1, "patrol").unwrap();
    drop(notebook);
    let before = common::fingerprint(disk.0.path());
    let remount = |mode: &str| {
        let mut mount = Command::new("mount");
        mount.args(["-o", &format!("remount,{mode}")]).arg(disk.0.path());
        // A process that a neighbouring test is just starting may hold a file a moment longer.
        let done = (0..100).any(|_| {
            mount.status().unwrap().success() || {
                std::thread::sleep(std::time::Duration::from_millis(20));
                false
            }
        });
        assert!(done);
    };
    remount("ro");
    assert_eq!(disk.open().map(drop).unwrap_err(), StoreError::ReadOnlyFolder);
    assert!(common::fingerprint(disk.0.path()) == before);
    remount("rw");
    assert_eq!(entries(&disk.open().unwrap()), 1);
}
