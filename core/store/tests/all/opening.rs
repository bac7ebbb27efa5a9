//! Opening a notebook: every way it can be refused is told apart, and no refusal touches a file.
//! An officer hands in a phone with a file that does not open: what was on it must still be on it afterwards.
//! Each story compares the whole folder, byte for byte, before and after.
#![allow(clippy::unwrap_used, reason = "helpers of tests are not recognised as tests")]

use crate::common;

use std::fs;
use std::process::Command;

use beatbook_store::{
    Database, DatabaseFiles, KeyCheckState, OpenMode, Opening, Schema, Step, StoreError, WriteTransaction,
};
use common::{Phone, SCHEMA, entries, headers, key, open_at, record};

/// A phone with three committed entries, closed.
fn after_a_shift() -> Phone {
    let phone = Phone::new();
    let notebook = phone.open().unwrap();
    for seq in 0..3 {
        record(&notebook, seq, "patrol").unwrap();
    }
    notebook.close().unwrap();
    phone
}

/// The same, killed: the entries are only in the log.
fn after_a_kill() -> Phone {
    let running = after_a_shift();
    let notebook = running.open().unwrap();
    for seq in 3..6 {
        record(&notebook, seq, "patrol").unwrap();
    }
    let phone = Phone::new();
    for file in ["notebook.sqlite3", "notebook.sqlite3-wal", "notebook.sqlite3.keycheck"] {
        fs::copy(running.folder.path().join(file), phone.folder.path().join(file)).unwrap();
    }
    phone
}

fn refusal(phone: &Phone, seed: u8, schema: &Schema, mode: OpenMode) -> StoreError {
    let before = phone.fingerprint();
    let refused = phone.open_as(&key(seed), schema, mode).map(drop).unwrap_err();
    let after = phone.fingerprint();
    let names = |print: &std::collections::BTreeMap<std::path::PathBuf, Vec<u8>>| {
        print.keys().cloned().collect::<Vec<_>>()
    };
    assert_eq!(names(&before), names(&after), "{refused}: a file was created or removed");
    assert!(before == after, "{refused}: a file was changed");
    refused
}

#[test]
fn what_was_recorded_is_there_after_reopening() {
    let phone = after_a_shift();
    assert_eq!(headers(&phone.open().unwrap()), ["patrol"; 3]);
}

#[test]
fn what_was_recorded_is_there_after_a_kill() {
    assert_eq!(entries(&after_a_kill().open().unwrap()), 6);
}

#[test]
fn a_wrong_key_is_told_as_a_wrong_key() {
    assert_eq!(refusal(&after_a_shift(), 0x99, &SCHEMA, OpenMode::Open), StoreError::WrongKey);
    assert_eq!(refusal(&after_a_kill(), 0x99, &SCHEMA, OpenMode::OpenOrCreate), StoreError::WrongKey);
}

#[test]
fn without_its_key_check_a_file_that_does_not_open_is_not_called_either() {
    let phone = after_a_shift();
    fs::remove_file(DatabaseFiles::of(&phone.path()).key_check).unwrap();
    assert_eq!(refusal(&phone, 0x99, &SCHEMA, OpenMode::Open), StoreError::Unreadable);
}

#[test]
fn a_missing_or_torn_key_check_does_not_lock_an_officer_out_and_is_written_again() {
    for torn in [None, Some("3f"), Some("0000000000000000000000000000000000000000000000000000000000000000")] {
        let phone = after_a_shift();
        let place = DatabaseFiles::of(&phone.path()).key_check;
        match torn {
            None => fs::remove_file(&place).unwrap(),
            Some(content) => fs::write(&place, content).unwrap(),
        }
        assert_eq!(entries(&phone.open().unwrap()), 3);
        let check = beatbook_store::KeyCheck::of(&phone.key, common::ID).unwrap();
        assert_eq!(check.compare_beside(&phone.path()).unwrap(), KeyCheckState::Right);
    }
}

#[test]
fn an_empty_file_is_damage_and_not_a_new_notebook() {
    let phone = after_a_shift();
    fs::write(phone.path(), b"").unwrap();
    for mode in [OpenMode::Open, OpenMode::OpenOrCreate] {
        assert_eq!(refusal(&phone, 0x51, &SCHEMA, mode), StoreError::Corrupt);
    }
}

#[test]
fn a_truncated_file_is_damage() {
    let phone = after_a_shift();
    let whole = fs::read(phone.path()).unwrap();
    for length in [1, 15, 100, 4095, 4096, 5000, 8192, whole.len() - 4096, whole.len() - 1] {
        fs::write(phone.path(), &whole[..length]).unwrap();
        assert_eq!(
            refusal(&phone, 0x51, &SCHEMA, OpenMode::Open),
            StoreError::Corrupt,
            "cut to {length} bytes"
        );
    }
}

#[test]
fn a_page_half_written_when_the_log_was_folded_back_is_no_damage() {
    let phone = after_a_kill();
    let mut half_written = fs::read(phone.path()).unwrap();
    half_written.extend([0x5a; 2048]);
    fs::write(phone.path(), half_written).unwrap();
    assert_eq!(entries(&phone.open().unwrap()), 6);
}

#[test]
fn one_flipped_bit_in_the_first_page_is_damage() {
    let phone = after_a_shift();
    let whole = fs::read(phone.path()).unwrap();
    for place in [0, 16, 40, 2000, 4016, 4095] {
        let mut flipped = whole.clone();
        flipped[place] ^= 0x10;
        fs::write(phone.path(), &flipped).unwrap();
        assert_eq!(refusal(&phone, 0x51, &SCHEMA, OpenMode::Open), StoreError::Corrupt, "byte {place}");
    }
}

#[test]
fn a_log_without_its_database_is_damage_and_is_not_folded_into_a_new_one() {
    let phone = after_a_kill();
    fs::remove_file(phone.path()).unwrap();
    assert_eq!(refusal(&phone, 0x51, &SCHEMA, OpenMode::OpenOrCreate), StoreError::Corrupt);
}

#[test]
fn a_file_of_a_newer_release_is_refused_also_when_only_its_log_says_so() {
    const NEXT: Schema = Schema {
        application_id: SCHEMA.application_id,
        steps: &[SCHEMA.steps[0], Step { version: 2, sql: "ALTER TABLE notice ADD COLUMN pence INTEGER" }],
    };
    let phone = after_a_shift();
    let newer = phone.open_as(&phone.key, &NEXT, OpenMode::Open).unwrap();
    let killed = Phone::new();
    for file in ["notebook.sqlite3", "notebook.sqlite3-wal"] {
        fs::copy(phone.folder.path().join(file), killed.folder.path().join(file)).unwrap();
    }
    newer.close().unwrap();
    for phone in [&phone, &killed] {
        let refused = refusal(phone, 0x51, &SCHEMA, OpenMode::OpenOrCreate);
        assert_eq!(refused, StoreError::NewerVersion { found: 2, known: 1 });
    }
}

#[test]
fn a_servers_file_is_not_a_notebook() {
    const SERVER: Schema = Schema { application_id: 0x4242_0002, steps: SCHEMA.steps };
    assert_eq!(refusal(&after_a_shift(), 0x51, &SERVER, OpenMode::Open), StoreError::OtherKind);
}

#[test]
fn a_second_open_is_told_so_within_one_process() {
    let phone = after_a_shift();
    let first = phone.open().unwrap();
    assert_eq!(phone.open().map(drop).unwrap_err(), StoreError::AlreadyOpen);
    let detour = phone.folder.path().join(".").join("notebook.sqlite3");
    let second = open_at(&detour, &phone.key, &SCHEMA, OpenMode::Open).map(drop);
    assert_eq!(second.unwrap_err(), StoreError::AlreadyOpen);
    record(&first, 3, "the first goes on").unwrap();
    drop(first);
    assert_eq!(entries(&phone.open().unwrap()), 4);
}

const CHILD: &str = "BEATBOOK_STORE_TEST_CHILD_OPENS";

#[test]
fn a_second_open_is_told_so_between_processes() {
    if let Some(path) = std::env::var_os(CHILD) {
        // The child: opens what the parent holds.
        let refused = open_at(path.as_ref(), &key(0x51), &SCHEMA, OpenMode::Open).map(drop).unwrap_err();
        assert_eq!(refused, StoreError::AlreadyOpen);
        return;
    }
    let phone = after_a_shift();
    let held = phone.open().unwrap();
    let child = Command::new(std::env::current_exe().unwrap())
        .args(["opening::a_second_open_is_told_so_between_processes", "--exact"])
        .env(CHILD, phone.path())
        .output()
        .unwrap();
    assert!(child.status.success(), "{}", String::from_utf8_lossy(&child.stdout));
    assert!(String::from_utf8_lossy(&child.stdout).contains("1 passed"));
    drop(held);
}

#[cfg(unix)]
#[test]
fn a_file_or_folder_without_permission_is_named() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    use std::os::unix::process::CommandExt;
    const NOBODY: u32 = 65534;
    if let Some(path) = std::env::var_os(CHILD) {
        let refused =
            open_at(path.as_ref(), &key(0x51), &SCHEMA, OpenMode::OpenOrCreate).map(drop).unwrap_err();
        assert_eq!(refused, StoreError::NoPermission);
        return;
    }
    let allow =
        |path: &std::path::Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    let phone = after_a_shift();
    let files = DatabaseFiles::of(&phone.path());
    // A folder that cannot be written, and a file that cannot be, each with everything else allowed.
    for (folder, lock, database) in [(0o555, None, 0o666), (0o777, Some(0o666), 0o444)] {
        match lock {
            None => fs::remove_file(&files.lock).unwrap(),
            Some(mode) => {
                fs::write(&files.lock, b"").unwrap();
                allow(&files.lock, mode);
            }
        }
        allow(&phone.path(), database);
        allow(&files.key_check, 0o644);
        allow(phone.folder.path(), folder);
        let before = phone.fingerprint();
        let mut child = Command::new(std::env::current_exe().unwrap());
        child
            .args(["opening::a_file_or_folder_without_permission_is_named", "--exact"])
            .env(CHILD, phone.path());
        if fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0) {
            // Root may do everything: be nobody.
            child.uid(NOBODY).gid(NOBODY).current_dir("/");
        }
        let said = match child.output() {
            Err(error) if error.kind() == std::io::ErrorKind::PermissionDenied => {
                common::skipped(
                    "another user may not run this test program; build it outside root's home folder",
                );
                return;
            }
            said => said.unwrap(),
        };
        assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stdout));
        assert!(String::from_utf8_lossy(&said.stdout).contains("1 passed"));
        allow(phone.folder.path(), 0o777);
        assert!(phone.fingerprint() == before);
    }
}

#[test]
fn missing_files_and_folders_are_named() {
    let phone = Phone::new();
    assert_eq!(refusal(&phone, 0x51, &SCHEMA, OpenMode::Open), StoreError::Missing);
    let nowhere = phone.folder.path().join("no such folder").join("notebook.sqlite3");
    let refused = open_at(&nowhere, &phone.key, &SCHEMA, OpenMode::OpenOrCreate).map(drop);
    assert_eq!(refused.unwrap_err(), StoreError::MissingFolder);
    let phone = after_a_shift();
    assert_eq!(refusal(&phone, 0x51, &SCHEMA, OpenMode::Create), StoreError::AlreadyExists);
}

#[test]
fn a_schema_with_a_hole_is_refused() {
    const HOLE: Schema = Schema {
        application_id: SCHEMA.application_id,
        steps: &[SCHEMA.steps[0], Step { version: 3, sql: "" }],
    };
    assert_eq!(refusal(&after_a_shift(), 0x51, &HOLE, OpenMode::Open), StoreError::SchemaOrder);
}

#[test]
fn what_a_killed_creation_leaves_is_swept_away_by_the_next() {
    let phone = Phone::new();
    let files = DatabaseFiles::of(&phone.path());
    fs::write(&files.unfinished, b"half a database").unwrap();
    fs::write(phone.folder.path().join("notebook.sqlite3.unfinished-wal"), b"half a log").unwrap();
    assert_eq!(entries(&phone.open().unwrap()), 0);
    assert!(!files.unfinished.exists());
}

#[test]
fn no_error_text_shows_path_or_key() {
    let phone = after_a_shift();
    let refused = refusal(&phone, 0x99, &SCHEMA, OpenMode::Open);
    for text in [refused.to_string(), format!("{refused:?}"), refused.code().to_owned()] {
        assert!(!text.contains("notebook.sqlite3") && !text.contains("99be"), "{text}");
    }
}

#[test]
fn a_file_that_is_founded_has_its_first_entry_or_is_not_there() {
    let phone = Phone::new();
    let opening = Opening {
        path: &phone.path(),
        key: &phone.key,
        id: common::ID,
        schema: &SCHEMA,
        mode: OpenMode::OpenOrCreate,
        reserve_bytes: 0,
    };
    let first =
        |tx: &WriteTransaction<'_>| tx.execute("INSERT INTO entry VALUES (0, 'genesis', NULL)", []).map(drop);
    let refused = Database::found(&opening, |tx| {
        first(tx)?;
        // While it is made nobody finds it.
        assert!(!phone.path().exists());
        Err(StoreError::Busy)
    });
    assert_eq!(refused.map(drop).unwrap_err(), StoreError::Busy);
    assert!(!phone.path().exists());
    let founded = Database::found(&opening, first).unwrap();
    assert_eq!(headers(&founded), ["genesis"]);
    founded.close().unwrap();
    let before = phone.fingerprint();
    assert_eq!(Database::found(&opening, first).map(drop).unwrap_err(), StoreError::AlreadyExists);
    assert_eq!(phone.fingerprint(), before, "whatever the mode: what is there is not founded again");
}
