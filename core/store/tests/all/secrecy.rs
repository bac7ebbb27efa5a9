//! Nothing an officer writes, and not the key, is readable in any file the store makes: database, log, index,
//! lock, key check, reserve, backup and temporary folder, during the work and after it.
//! The search itself is tested: it must find the same words in a plain file.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "helpers of tests are not recognised as tests")]

use crate::common;

use std::fs;
use std::path::Path;
use std::process::Command;

use beatbook_store::{Cancel, StoreError, params};
use common::{ID, key, key_bytes, open_at, record};

const NAME: &str = "Wilhelmina Featherstonehaugh";
const CHILD: &str = "BEATBOOK_STORE_TEST_CHILD_TEMP";

/// Everything that must not be found: as it is, as hex in both cases, and UTF-16 for the words.
fn secrets() -> Vec<Vec<u8>> {
    let key = key_bytes(0x51);
    let lower: String = key.iter().map(|byte| format!("{byte:02x}")).collect();
    let utf16 = NAME.encode_utf16().flat_map(u16::to_le_bytes).collect();
    vec![
        NAME.as_bytes().to_vec(),
        utf16,
        // Half of it is enough to give it away.
        key[..16].to_vec(),
        key[16..].to_vec(),
        lower.as_bytes()[..32].to_vec(),
        lower.as_bytes()[32..].to_vec(),
        lower.to_uppercase().as_bytes()[..32].to_vec(),
        b"CREATE TABLE".to_vec(),
    ]
}

/// Names of files under `folder` in which a secret lies open, and how many files were searched.
fn leaks(folder: &Path) -> (Vec<String>, usize) {
    let mut found = Vec::new();
    let mut searched = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            let (inner, count) = leaks(&path);
            found.extend(inner);
            searched += count;
            continue;
        }
        searched += 1;
        let content = fs::read(&path).unwrap();
        for secret in secrets() {
            if content.windows(secret.len()).any(|window| window == secret) {
                found.push(path.display().to_string());
            }
        }
    }
    (found, searched)
}

#[test]
fn the_search_finds_what_lies_open() {
    let folder = tempfile::tempdir().unwrap();
    for (number, secret) in secrets().into_iter().enumerate() {
        fs::write(folder.path().join(number.to_string()), [b"before".as_slice(), &secret, b"after"].concat())
            .unwrap();
    }
    assert_eq!(leaks(folder.path()).0.len(), secrets().len());
}

#[test]
fn no_file_of_a_working_notebook_shows_a_word_or_the_key() {
    if let Some(folder) = std::env::var_os(CHILD) {
        work(Path::new(&folder));
        return;
    }
    // In a child with a temporary folder of its own, so that a spilled sorter or table would be seen.
    let folder = tempfile::tempdir().unwrap();
    let temporary = folder.path().join("temporary");
    fs::create_dir(&temporary).unwrap();
    let child = Command::new(std::env::current_exe().unwrap())
        .args(["secrecy::no_file_of_a_working_notebook_shows_a_word_or_the_key", "--exact", "--nocapture"])
        .env(CHILD, folder.path())
        .env("TMPDIR", &temporary)
        .env("SQLITE_TMPDIR", &temporary)
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&child.stdout);
    // No test of that name is a success, too.
    assert!(child.status.success() && told.contains("1 passed"), "{told}");
    let said = [child.stdout, child.stderr].concat();
    fs::write(folder.path().join("said"), said).unwrap();
    let (found, searched) = leaks(folder.path());
    assert!(found.is_empty(), "{found:?}");
    assert!(searched >= 6, "only {searched} files were searched");
}

fn work(folder: &Path) {
    let path = folder.join("notebook.sqlite3");
    let notebook = open_at(&path, &key(0x51), &common::SCHEMA, beatbook_store::OpenMode::Create).unwrap();
    for hour in 0..20 {
        notebook
            .write(|tx| {
                let mut statement = tx.prepare("INSERT INTO entry VALUES (?1, ?2, NULL)")?;
                (0..100).try_for_each(|line| {
                    let seq = hour * 100 + line;
                    statement.execute(params![seq, format!("{NAME} {seq}")]).map(drop)
                })
            })
            .map_err(|error: StoreError| error)
            .unwrap();
    }
    // A sort larger than the cache and a long read, which hold much in memory and must not spill it.
    let sorted: i64 = notebook
        .read(|tx| {
            tx.one(
                "SELECT count(*) FROM (SELECT a.header || b.seq AS line FROM entry a, entry b WHERE b.seq < 100
                 ORDER BY line LIMIT -1 OFFSET 1)",
                [],
                |row| row.get(0),
            )
        })
        .map_err(|error: StoreError| error)
        .unwrap();
    assert_eq!(sorted, 199_999);
    let (found, searched) = leaks(folder);
    assert!(found.is_empty(), "while open: {found:?}");
    assert!(
        searched >= 6,
        "database, log, index, lock, key check and reserve were expected, {searched} searched"
    );
    notebook.backup_to(&folder.join("backup.sqlite3"), &key(0x77), ID, &Cancel::new()).unwrap();
    let twice = record(&notebook, 1, NAME).unwrap_err();
    println!("{twice} {twice:?} {:?} {:?}", key(0x51), notebook.files());
}
