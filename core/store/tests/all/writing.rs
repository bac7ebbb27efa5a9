//! Writing and reading: all or nothing, one writer, readers that never wait, and a cancel that comes through.
//! What the device library and the server build upon.
//! Threads meet at barriers and channels, never by sleeping.
#![allow(clippy::unwrap_used, reason = "helpers of tests are not recognised as tests")]

use crate::common;

use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use beatbook_store::{Cancel, Checkpoint, Integrity, OpenMode, StoreError, ToSql, params, types};
use common::{Phone, SCHEMA, entries, headers, key, record, record_body};

#[test]
fn a_refused_write_leaves_nothing() {
    let phone = Phone::new();
    let notebook = phone.open().unwrap();
    let refused = notebook.write(|tx| {
        tx.execute("INSERT INTO entry VALUES (1, 'half', NULL)", [])?;
        Err::<(), _>(StoreError::NotFound)
    });
    assert_eq!(refused.unwrap_err(), StoreError::NotFound);
    assert_eq!(entries(&notebook), 0);
    record(&notebook, 1, "whole").unwrap();
    assert_eq!(headers(&notebook), ["whole"]);
}

#[test]
fn a_panic_in_a_write_leaves_nothing_and_the_notebook_usable() {
    let phone = Phone::new();
    let notebook = phone.open().unwrap();
    let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        notebook.write(|tx| -> Result<(), StoreError> {
            tx.execute("INSERT INTO entry VALUES (1, 'half', NULL)", [])?;
            panic!("a mistake in the program");
        })
    }));
    assert!(panicked.is_err());
    record(&notebook, 1, "whole").unwrap();
    assert_eq!(headers(&notebook), ["whole"]);
}

#[test]
fn a_light_write_waits_for_no_medium_and_the_next_one_does_again_whatever_became_of_it() {
    let phone = Phone::new();
    let notebook = phone.open().unwrap();
    let level = || notebook.write(|tx| tx.one("PRAGMA synchronous", [], |row| row.get::<_, i64>(0))).unwrap();
    let (normal, full) = (1, 2);
    assert_eq!(level(), full);
    let light = notebook.write_lightly(|tx| {
        tx.execute("INSERT INTO entry VALUES (1, 'light', NULL)", [])?;
        tx.one("PRAGMA synchronous", [], |row| row.get::<_, i64>(0))
    });
    assert_eq!((light.unwrap(), level()), (normal, full));
    let refused = notebook.write_lightly(|_| Err::<(), _>(StoreError::NotFound));
    assert_eq!((refused.unwrap_err(), level()), (StoreError::NotFound, full));
    let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        notebook.write_lightly(|_| -> Result<(), StoreError> { panic!("a mistake in the program") })
    }));
    assert!(panicked.is_err());
    assert_eq!(level(), full);
    assert_eq!(headers(&notebook), ["light"]);
    // As if the app had been killed: what was written lightly is there.
    drop(notebook);
    assert_eq!(headers(&phone.open().unwrap()), ["light"]);
}

#[test]
fn the_schemas_rules_hold_and_are_named_without_values() {
    let phone = Phone::new();
    let notebook = phone.open().unwrap();
    let orphan = notebook.write(|tx| tx.execute("INSERT INTO notice VALUES (7, 'A. Person')", []));
    assert!(matches!(orphan, Err(StoreError::Constraint { .. })), "{orphan:?}");
    record(&notebook, 1, "patrol").unwrap();
    let twice = record(&notebook, 1, "A. Person").unwrap_err();
    assert_eq!(twice, StoreError::Constraint { rule: "UNIQUE constraint failed: entry.seq".to_owned() });
    let mistake: StoreError = notebook
        .read(|tx| tx.one("SELECT absent FROM entry WHERE header = 'A. Person'", [], |_| Ok(())))
        .unwrap_err();
    assert!(mistake.to_string().contains("no such column: absent"), "{mistake}");
    assert!(!mistake.to_string().contains("Person"), "{mistake}");
}

#[test]
fn a_reader_cannot_write() {
    let phone = Phone::new();
    let notebook = phone.open().unwrap();
    record(&notebook, 1, "patrol").unwrap();
    let refused =
        notebook.read(|tx| tx.all("DELETE FROM entry RETURNING seq", [], |row| row.get::<_, i64>(0)));
    assert!(refused.is_err(), "{refused:?}");
    assert_eq!(entries(&notebook), 1);
}

#[test]
fn a_reader_keeps_its_view_while_the_officer_goes_on_writing() {
    let phone = Phone::new();
    let notebook = phone.open().unwrap();
    record(&notebook, 1, "before").unwrap();
    notebook
        .read(|tx| {
            let count = |tx: &beatbook_store::ReadTransaction<'_>| {
                tx.one("SELECT count(*) FROM entry", [], |row| row.get::<_, i64>(0))
            };
            assert_eq!(count(tx)?, 1);
            let begun = Instant::now();
            record(&notebook, 2, "meanwhile")?;
            assert!(begun.elapsed() < Duration::from_secs(2), "the writer waited for a reader");
            assert_eq!(count(tx)?, 1);
            assert_eq!(notebook.checkpoint()?, Checkpoint::HeldByReader);
            Ok::<_, StoreError>(())
        })
        .unwrap();
    assert_eq!(entries(&notebook), 2);
    assert_eq!(notebook.checkpoint().unwrap(), Checkpoint::Done);
}

#[test]
fn many_threads_write_and_read_at_once_and_nothing_is_lost() {
    let phone = Phone::new();
    let notebook = phone.open().unwrap();
    thread::scope(|scope| {
        for officer in 0..4_i64 {
            let notebook = &notebook;
            scope.spawn(move || {
                for line in 0..25 {
                    record(notebook, officer * 100 + line, "patrol").unwrap();
                    assert!(entries(notebook) > line);
                }
            });
        }
    });
    assert_eq!(entries(&notebook), 100);
    assert_eq!(notebook.integrity(&Cancel::new()).unwrap(), Integrity::Sound);
}

const ENDLESS: &str =
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n WHERE i < 0";

#[test]
fn a_long_read_is_cancelled_from_another_thread_and_others_go_on() {
    let phone = Phone::new();
    let notebook = phone.open().unwrap();
    let cancel = Cancel::new();
    let (started, begun) = mpsc::channel();
    thread::scope(|scope| {
        let run = scope.spawn(|| {
            notebook.read_with(&cancel, |tx| {
                started.send(()).unwrap();
                tx.one(ENDLESS, [], |row| row.get::<_, i64>(0))
            })
        });
        begun.recv().unwrap();
        record(&notebook, 1, "recorded meanwhile").unwrap();
        let asked = Instant::now();
        cancel.cancel();
        assert_eq!(run.join().unwrap().unwrap_err(), StoreError::Interrupted);
        assert!(asked.elapsed() < Duration::from_secs(1));
    });
    assert_eq!(entries(&notebook), 1);
    assert_eq!(notebook.integrity(&cancel).unwrap_err(), StoreError::Interrupted);
    assert_eq!(notebook.integrity(&Cancel::new()).unwrap(), Integrity::Sound);
}

/// A value that is asked for after its statement was prepared and before the first step.
struct CancelsWhenBound<'c>(&'c Cancel);

impl ToSql for CancelsWhenBound<'_> {
    fn to_sql(&self) -> rusqlite::Result<types::ToSqlOutput<'_>> {
        self.0.cancel();
        0_i64.to_sql()
    }
}

#[test]
fn a_cancel_just_before_a_statements_first_step_is_not_lost() {
    let phone = Phone::new();
    let notebook = phone.open().unwrap();
    let cancel = Cancel::new();
    let endless = ENDLESS.replace("i < 0", "i < ?1");
    let read: Result<i64, StoreError> = notebook
        .read_with(&cancel, |tx| tx.one(&endless, params![CancelsWhenBound(&cancel)], |row| row.get(0)));
    assert_eq!(read.unwrap_err(), StoreError::Interrupted);
    // The next read on the same connection is nobody's to cancel.
    assert_eq!(entries(&notebook), 0);
}

#[test]
fn erased_entries_give_their_room_back() {
    let phone = Phone::new();
    let notebook = phone.open().unwrap();
    for seq in 0..50 {
        record_body(&notebook, seq, &[7; 40_000]).unwrap();
    }
    assert_eq!(notebook.maintain().unwrap(), Checkpoint::Done);
    let size = || std::fs::metadata(phone.path()).unwrap().len();
    let full = size();
    notebook
        .write(|tx| tx.execute("DELETE FROM entry WHERE seq > ?1", params![1]))
        .map_err(|e: StoreError| e)
        .unwrap();
    assert_eq!(notebook.maintain().unwrap(), Checkpoint::Done);
    assert!(full > 2_000_000 && size() < full / 10, "{full} bytes before, {} after", size());
    assert_eq!(std::fs::metadata(&notebook.files().wal).unwrap().len(), 0);
    let free: i64 = notebook
        .read(|tx| tx.one("PRAGMA freelist_count", [], |row| row.get(0)))
        .map_err(|e: StoreError| e)
        .unwrap();
    assert_eq!(free, 0);
    assert_eq!(notebook.integrity(&Cancel::new()).unwrap(), Integrity::Sound);
}

#[test]
fn a_page_damaged_while_the_phone_was_off_is_found() {
    let phone = Phone::new();
    let notebook = phone.open().unwrap();
    for seq in 0..50 {
        record_body(&notebook, seq, &[7; 4_000]).unwrap();
    }
    notebook.close().unwrap();
    let mut bytes = std::fs::read(phone.path()).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(phone.path(), bytes).unwrap();
    let notebook = phone.open().unwrap();
    assert_eq!(notebook.integrity(&Cancel::new()).unwrap(), Integrity::Damaged);
    let read = notebook.read(|tx| tx.all("SELECT body FROM entry", [], |row| row.get::<_, Vec<u8>>(0)));
    assert_eq!(read.map(|rows| rows.len()).unwrap_err(), StoreError::Corrupt);
}

#[test]
fn a_backup_of_a_notebook_that_is_being_written_opens_with_its_own_key_and_is_one_moment() {
    let phone = Phone::new();
    let notebook = phone.open().unwrap();
    for seq in 0..200 {
        record_body(&notebook, seq, &[7; 4_000]).unwrap();
    }
    let copy = Phone::new();
    thread::scope(|scope| {
        let (done, stop) = mpsc::channel::<()>();
        let notebook = &notebook;
        let writing = scope.spawn(move || {
            let mut seq = 200;
            while stop.try_recv() == Err(mpsc::TryRecvError::Empty) {
                // Two rows a transaction: a copy that is one moment has an even number.
                notebook
                    .write(|tx| {
                        tx.execute("INSERT INTO entry VALUES (?1, 'a', NULL)", [seq])?;
                        tx.execute("INSERT INTO entry VALUES (?1, 'b', NULL)", [seq + 1])
                    })
                    .map_err(|error: StoreError| error)
                    .unwrap();
                seq += 2;
            }
        });
        notebook.backup_to(&copy.path(), &key(0x77), common::ID, &Cancel::new()).unwrap();
        done.send(()).unwrap();
        writing.join().unwrap();
    });
    assert_eq!(
        copy.open_as(&phone.key, &SCHEMA, OpenMode::Open).map(drop).unwrap_err(),
        StoreError::WrongKey
    );
    let restored = copy.open_as(&key(0x77), &SCHEMA, OpenMode::Open).unwrap();
    assert_eq!(restored.integrity(&Cancel::new()).unwrap(), Integrity::Sound);
    assert!(entries(&restored) >= 200 && entries(&restored) % 2 == 0);
    let again = notebook.backup_to(&copy.path(), &key(0x77), common::ID, &Cancel::new());
    assert_eq!(again.unwrap_err(), StoreError::AlreadyExists);
}

#[test]
fn a_cancelled_backup_leaves_nothing_behind() {
    let phone = Phone::new();
    let notebook = phone.open().unwrap();
    let cancel = Cancel::new();
    cancel.cancel();
    let copy = Phone::new();
    assert_eq!(
        notebook.backup_to(&copy.path(), &key(1), common::ID, &cancel).unwrap_err(),
        StoreError::Interrupted
    );
    assert!(copy.fingerprint().is_empty());
}

#[test]
fn the_promises_of_the_file_are_really_switched_on() {
    let phone = Phone::new();
    let notebook = phone.open().unwrap();
    let promises = [
        ("journal_mode", "wal"),
        ("synchronous", "2"),
        ("foreign_keys", "1"),
        ("secure_delete", "1"),
        ("auto_vacuum", "2"),
        ("temp_store", "2"),
        ("trusted_schema", "0"),
        ("cell_size_check", "1"),
        ("page_size", "4096"),
        ("cipher", "sqlcipher"),
    ];
    let set = |tx: &beatbook_store::ReadTransaction<'_>, name: &str| {
        tx.one(&format!("PRAGMA {name}"), [], |row| {
            Ok(match row.get(0)? {
                types::Value::Integer(number) => number.to_string(),
                types::Value::Text(text) => text,
                other => format!("{other:?}"),
            })
        })
    };
    for (name, expected) in promises {
        assert_eq!(notebook.write(|tx| set(tx, name)).unwrap(), expected, "{name} of the writer");
    }
    for (name, expected) in
        [("query_only", "1"), ("temp_store", "2"), ("trusted_schema", "0"), ("cipher", "sqlcipher")]
    {
        assert_eq!(notebook.read(|tx| set(tx, name)).unwrap(), expected, "{name} of a reader");
    }
}
