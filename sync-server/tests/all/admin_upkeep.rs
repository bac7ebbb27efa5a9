//! Keeping a server alive: backups while it serves, a restore on another machine, and finding damage.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests are not recognised as tests"
)]

use crate::binary;
use crate::common;

use std::path::{Path, PathBuf};

use beatbook_protocol::sync::Verdict;
use beatbook_store::{StoreError, params};
use binary::{Administrator, Said, Serving, run};
use common::database::with_the_key;
use common::id;
use common::phone::{Phone, erasure};

/// A folder on another machine, where backups go.
fn shelf(administrator: &Administrator) -> PathBuf {
    let shelf = administrator.folder.path().join("shelf");
    std::fs::create_dir_all(&shelf).unwrap();
    shelf
}

fn back_up(administrator: &Administrator, name: &str) -> PathBuf {
    let file = shelf(administrator).join(name);
    administrator.run(&["backup", file.to_str().unwrap()]).done();
    file
}

fn restore(new_home: &Path, backup: &Path, key: &Path, further: &[&str]) -> Said {
    let words = ["restore", backup.to_str().unwrap(), "--key", key.to_str().unwrap()];
    run(new_home, &[&words, further].concat())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_box_burns_and_the_server_lives_on_elsewhere() {
    let administrator = Administrator::of_medway();
    let serving = administrator.serves();
    let mut phone = administrator.phone(1).await;
    let secret = phone.note("the name of the wrong person");
    phone.note("a quiet night");
    phone.sync().await;
    let monday = back_up(&administrator, "monday");
    assert!(!String::from_utf8_lossy(&std::fs::read(&monday).unwrap()).contains("quiet night"));
    administrator.run(&["backup", monday.to_str().unwrap()]).refused(3, "already_exists");

    phone.tell(id(30), &erasure(secret));
    phone.note("after the backup");
    phone.sync().await;
    // Tuesday's backup brings the erasures file up to date; then Tuesday's file turns out to be unreadable.
    std::fs::remove_file(back_up(&administrator, "tuesday")).unwrap();
    let key = administrator.folder.path().join("key kept in a third place");
    std::fs::copy(administrator.home().join("beatbook-server.key"), &key).unwrap();
    serving.kill();
    std::fs::remove_dir_all(administrator.home()).unwrap();

    let new_home = administrator.folder.path().join("new box/home");
    let said = restore(&new_home, &monday, &key, &[]).done();
    assert!(said.out.contains("generation 2") && said.out.contains("erased again: 1."), "{said:?}");
    let verified = run(&new_home, &["verify"]).done();
    assert!(verified.out.contains("all good"), "{verified:?}");
    with_the_key(&new_home, |database| {
        let state: Result<i64, StoreError> = database
            .read(|tx| tx.one("SELECT state FROM body WHERE place & 4294967295 = 1", [], |row| row.get(0)));
        assert_eq!(state, Ok(1), "erased again before anybody could read it");
    });

    let serving = Serving::at(&new_home);
    assert_eq!(run(&new_home, &["status", "--json"]).json()["generation"], 2);
    phone.address.clone_from(&serving.address);
    assert!(matches!(phone.sync().await.verdict, Verdict::Rebase { .. }));
    assert_eq!(phone.sync().await.verdict, Verdict::Ok);
    assert_eq!(phone.held().unwrap().chain.seq, phone.head(), "the phone has offered what the backup lacked");
    assert!(run(&new_home, &["verify"]).done().out.contains("all good"), "while serving, too");
}

#[test]
fn a_restore_that_cannot_be_right_makes_nothing() {
    let (administrator, stranger) = (Administrator::of_medway(), Administrator::of_medway());
    let backup = back_up(&administrator, "monday");
    let key = administrator.home().join("beatbook-server.key");
    let new_home = administrator.folder.path().join("new");
    restore(&new_home, &backup, &stranger.home().join("beatbook-server.key"), &[]).refused(4, "wrong_key");
    restore(&new_home, &backup, &backup, &[]).refused(4, "key_file");
    restore(&new_home, &shelf(&administrator).join("sunday"), &key, &[]).refused(1, "io");
    // The folder in use is not empty; nothing in it may be replaced.
    restore(&administrator.home(), &backup, &key, &[]).refused(3, "folder_not_empty");
    std::fs::remove_file(shelf(&administrator).join("erasures.jsonl")).unwrap();
    restore(&new_home, &backup, &key, &[]).refused(3, "no_erasures");
    assert!(!new_home.exists());
    restore(&new_home, &backup, &key, &["--erasures-lost"]).done();
    assert_eq!(run(&new_home, &["authority", "list", "--json"]).json()[0]["code"], "MDW");
}

/// Changes a byte of something the server holds, then lets `verify` look.
fn after(administrator: &Administrator, sql: &str) -> Said {
    with_the_key(&administrator.home(), |database| {
        let changed: Result<usize, StoreError> = database.write(|tx| tx.execute(sql, params![]));
        assert_eq!(changed, Ok(1), "{sql}");
    });
    administrator.run(&["verify"])
}

#[tokio::test(flavor = "multi_thread")]
async fn one_changed_byte_is_found_and_named() {
    let administrator = Administrator::of_medway();
    let serving = administrator.serves();
    let ticket = administrator.ticket();
    let mut phone = Phone::new(&ticket, 1);
    phone.enrol(&ticket.code).await.unwrap();
    let mut copy = Phone::new(&ticket, 1);
    phone.note("one");
    phone.note("two");
    phone.sync().await;
    // The notebook of a copied phone goes another way: both ways are kept, and both are looked at.
    copy.note("another one");
    assert!(matches!(copy.sync().await.verdict, Verdict::Retire { fork: 1 }));
    assert_eq!(serving.stop().0, 0);
    assert_eq!(administrator.json(&["verify"])["faults"].as_array().unwrap().len(), 0);
    let original = std::fs::read(administrator.home().join("beatbook-server.sqlite3")).unwrap();
    let notebook = phone.notebook.to_string();
    let flip = "CAST(substr(CAST(?x AS TEXT), 1, 8) || 'X' || substr(CAST(?x AS TEXT), 10) AS BLOB)";
    let flipped = |column: &str| flip.replace("?x", column);
    for (sql, journal, seq) in [
        (
            format!("UPDATE body SET bytes = {} WHERE place & 4294967295 = 2", flipped("bytes")),
            &notebook,
            "entry 2",
        ),
        (
            format!("UPDATE entry SET header = {} WHERE place & 4294967295 = 1", flipped("header")),
            &notebook,
            "entry 1",
        ),
        ("DELETE FROM entry WHERE place & 4294967295 = 1".to_owned(), &notebook, "entry 1"),
        ("DELETE FROM body WHERE place & 4294967295 = 2".to_owned(), &notebook, "receipts"),
        (format!("UPDATE branch SET bytes = {}", flipped("bytes")), &notebook, "second branch"),
        ("UPDATE notebook SET head_signature = zeroblob(64)".to_owned(), &notebook, "signature"),
        (
            format!("UPDATE server_entry SET body = {} WHERE place & 4294967295 = 0", flipped("body")),
            &String::new(),
            "entry 0",
        ),
        (
            "UPDATE server_entry SET signature = zeroblob(64) WHERE place & 4294967295 = 1".to_owned(),
            &String::new(),
            "signature",
        ),
    ] {
        let said = after(&administrator, &sql);
        assert_eq!(said.exit, 1, "{sql}: {said:?}");
        assert!(said.out.contains(journal) && said.out.contains(seq), "{sql}: {said:?}");
        assert_eq!(said.out.matches("BAD").count(), 1, "{sql}: {said:?}");
        std::fs::write(administrator.home().join("beatbook-server.sqlite3"), &original).unwrap();
    }
}

#[test]
fn a_byte_changed_on_the_disk_is_found_too() {
    let administrator = Administrator::of_medway();
    let path = administrator.home().join("beatbook-server.sqlite3");
    let mut bytes = std::fs::read(&path).unwrap();
    let last_page = bytes.len() - 2_000;
    bytes[last_page] ^= 1;
    std::fs::write(&path, bytes).unwrap();
    let said = administrator.run(&["verify"]);
    assert_eq!(said.exit, 1, "{said:?}");
    assert!(said.out.contains("damaged") || said.code() == "corrupt", "{said:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_act_leaves_a_trace() {
    let administrator = Administrator::of_medway();
    let serving = administrator.serves();
    administrator.sits_at_the_desk();
    administrator.phone(1).await;
    administrator.run(&["officer", "list", "--authority", "MDW"]).done();
    administrator
        .run(&["officer", "change", "--authority", "MDW", "--code", "4711", "--team", "Strood"])
        .done();
    administrator.run(&["hours", "--authority", "MDW", "--as", "CSM1", "--period", "2026-09"]).done();
    administrator.run(&["outstanding", "--authority", "MDW"]).done();
    back_up(&administrator, "monday");
    serving.stop();
    with_the_key(&administrator.home(), |database| {
        let rows: Result<Vec<String>, StoreError> = database.read(|tx| {
            tx.all("SELECT purpose || ': ' || what FROM access_log ORDER BY number", [], |row| row.get(0))
        });
        let rows = rows.unwrap();
        let expected = [
            "administration: officer ",
            "administration: officer ",
            "administration: officer ",
            "administration: officer ",
            "administration: code for officer",
            "administration: list of officers",
            "administration: officer ",
            "report: hours by zone of everyone, September 2026",
            "report: outstanding notebooks",
            "administration: backup",
        ];
        assert_eq!(rows.len(), expected.len(), "{rows:?}");
        assert!(rows.iter().zip(expected).all(|(row, expected)| row.starts_with(expected)), "{rows:?}");
        let kinds: Result<Vec<String>, StoreError> = database.read(|tx| {
            let sql = "SELECT json_extract(CAST(header AS TEXT), '$.kind') FROM server_entry ORDER BY place";
            tx.all(sql, [], |row| row.get(0))
        });
        let kinds = kinds.unwrap();
        let desk = ["officer_added", "officer_role_changed", "officer_role_changed"];
        let expected =
            [&["authority_added", "officer_added"][..], &desk, &["notebook_enrolled", "officer_added"]];
        assert_eq!(kinds, expected.concat());
    });
}
