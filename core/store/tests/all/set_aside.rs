//! Setting a notebook aside: everything that belongs together gets its new name together, whatever happens.
//! An officer whose file does not open starts a new one; the old one goes to somebody who can read it.
//! A crash is played by undoing a part of the renames and putting the plan back.
#![allow(clippy::unwrap_used, reason = "helpers of tests are not recognised as tests")]

use crate::common;

use std::fs;

use beatbook_store::{DatabaseFiles, OpenMode, StoreError, set_aside};
use common::{Phone, SCHEMA, entries, headers, open_at, record};

const ASIDE: &str = ".aside-1";
const SEAT: &str = "notebook.seat";

/// A killed phone: entry 1 is only in the log.
fn killed() -> Phone {
    let running = Phone::new();
    let notebook = running.open().unwrap();
    record(&notebook, 1, "patrol").unwrap();
    let phone = Phone::new();
    for file in ["notebook.sqlite3", "notebook.sqlite3-wal", "notebook.sqlite3.keycheck"] {
        fs::copy(running.folder.path().join(file), phone.folder.path().join(file)).unwrap();
    }
    fs::write(phone.folder.path().join(SEAT), "seat").unwrap();
    phone
}

#[test]
fn file_log_key_check_and_seat_go_together_and_open_there() {
    let phone = killed();
    let place = set_aside(&phone.path(), ASIDE, &[SEAT.as_ref(), "not.there".as_ref()]).unwrap();
    assert!(phone.folder.path().join("notebook.seat.aside-1").exists());
    for file in
        [phone.path(), DatabaseFiles::of(&phone.path()).wal, DatabaseFiles::of(&phone.path()).key_check]
    {
        assert!(!file.exists(), "{} is still there", file.display());
    }
    let successor = phone.open_as(&phone.key, &SCHEMA, OpenMode::Create).unwrap();
    assert_eq!(entries(&successor), 0);
    let old = open_at(&place, &phone.key, &SCHEMA, OpenMode::Open).unwrap();
    assert_eq!(headers(&old), ["patrol"]);
}

#[test]
fn a_seat_in_another_folder_goes_along() {
    let phone = killed();
    let kept_out_of_backups = tempfile::tempdir().unwrap();
    let seat = kept_out_of_backups.path().join(SEAT);
    fs::write(&seat, "seat").unwrap();
    set_aside(&phone.path(), ASIDE, &[&seat]).unwrap();
    assert!(!seat.exists());
    assert_eq!(fs::read_to_string(kept_out_of_backups.path().join("notebook.seat.aside-1")).unwrap(), "seat");
}

#[test]
fn a_crash_at_any_rename_is_finished_at_the_next_open() {
    let moved = ["notebook.sqlite3", "notebook.sqlite3-wal", "notebook.sqlite3.keycheck", SEAT];
    let aside = |name: &str| match name.strip_suffix("-wal") {
        Some(database) => format!("{database}{ASIDE}-wal"),
        None => match name.strip_suffix(".keycheck") {
            Some(database) => format!("{database}{ASIDE}.keycheck"),
            None => format!("{name}{ASIDE}"),
        },
    };
    for done in 0..=moved.len() {
        let phone = killed();
        let folder = phone.folder.path();
        fs::write(DatabaseFiles::of(&phone.path()).set_aside, format!("{ASIDE}\n{SEAT}\n")).unwrap();
        for name in &moved[..done] {
            fs::rename(folder.join(name), folder.join(aside(name))).unwrap();
        }
        let refused = phone.open_as(&phone.key, &SCHEMA, OpenMode::Open).map(drop).unwrap_err();
        assert_eq!(refused, StoreError::Missing, "after {done} renames");
        for name in moved {
            assert!(
                !folder.join(name).exists() && folder.join(aside(name)).exists(),
                "{name} after {done} renames"
            );
        }
        let old = open_at(&folder.join(aside(moved[0])), &phone.key, &SCHEMA, OpenMode::Open).unwrap();
        assert_eq!(headers(&old), ["patrol"], "after {done} renames");
    }
}

#[test]
fn a_repeated_call_after_a_crash_answers_where_the_file_went() {
    let phone = killed();
    fs::write(DatabaseFiles::of(&phone.path()).set_aside, format!("{ASIDE}\n{SEAT}\n")).unwrap();
    let place = set_aside(&phone.path(), ".aside-2", &[SEAT.as_ref()]).unwrap();
    assert_eq!(place, phone.folder.path().join("notebook.sqlite3.aside-1"));
    assert_eq!(set_aside(&phone.path(), ".aside-2", &[SEAT.as_ref()]).unwrap_err(), StoreError::Missing);
}

#[test]
fn nothing_is_overwritten_and_nothing_leaves_the_folder() {
    let phone = killed();
    fs::write(phone.folder.path().join("notebook.seat.aside-1"), "an earlier one").unwrap();
    let before = phone.fingerprint();
    let same = |phone: &Phone| {
        let mut after = phone.fingerprint();
        after.remove(&DatabaseFiles::of(&phone.path()).lock);
        after == before
    };
    assert_eq!(set_aside(&phone.path(), ASIDE, &[SEAT.as_ref()]).unwrap_err(), StoreError::AlreadyExists);
    assert!(same(&phone));
    for (suffix, sibling) in
        [("", SEAT), ("/../x", SEAT), (".aside", "../passwd"), (".aside", ".."), (".a\nb", SEAT), (".a", "")]
    {
        assert!(
            matches!(set_aside(&phone.path(), suffix, &[sibling.as_ref()]), Err(StoreError::Io { .. })),
            "{suffix} {sibling}"
        );
        assert!(same(&phone));
    }
}

#[test]
fn an_open_notebook_is_not_set_aside() {
    let phone = Phone::new();
    let notebook = phone.open().unwrap();
    record(&notebook, 1, "patrol").unwrap();
    assert_eq!(set_aside(&phone.path(), ASIDE, &[]).unwrap_err(), StoreError::AlreadyOpen);
    assert_eq!(entries(&notebook), 1);
}
