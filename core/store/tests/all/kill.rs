//! A phone that is killed: every entry that was confirmed is there, and the file is sound.
//! A child process commits and prints each number once `write` has returned; it is killed at a random moment.
//! What this cannot show is a power cut; that the log is synced before the answer is `synchronous=FULL`'s promise.
#![allow(clippy::unwrap_used, reason = "helpers of tests are not recognised as tests")]

use crate::common;

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use beatbook_store::{Cancel, Integrity, OpenMode, StoreError, params};
use common::{Phone, SCHEMA, entries, key, open_at};

const CHILD: &str = "BEATBOOK_STORE_TEST_CHILD_RECORDS";
const ROUNDS: u64 = 20;

#[test]
fn nothing_confirmed_is_lost_when_the_phone_is_killed() {
    if let Some(path) = std::env::var_os(CHILD) {
        record_until_killed(path.as_ref());
    }
    let phone = Phone::new();
    let seed = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_nanos() as u64;
    let mut confirmed = 0;
    for round in 0..ROUNDS {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["kill::nothing_confirmed_is_lost_when_the_phone_is_killed", "--exact", "--nocapture"])
            .env(CHILD, phone.path())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
        // From the first line on: before it the child only starts up.
        let first = lines.by_ref().find_map(|line| line.strip_prefix("confirmed ")?.parse().ok()).unwrap();
        std::thread::sleep(Duration::from_micros(
            seed.wrapping_mul(round + 1).wrapping_mul(0x9e37_79b9) % 40_000,
        ));
        child.kill().unwrap();
        let last =
            lines.filter_map(|line| line.strip_prefix("confirmed ")?.parse().ok()).last().unwrap_or(first);
        child.wait().unwrap();

        let notebook = open_at(&phone.path(), &phone.key, &SCHEMA, OpenMode::Open).unwrap();
        let (count, newest): (i64, i64) = notebook
            .read(|tx| {
                tx.one("SELECT count(*), max(seq) FROM entry", [], |row| Ok((row.get(0)?, row.get(1)?)))
            })
            .map_err(|error: StoreError| error)
            .unwrap();
        // One more than confirmed may be there: committed, and killed before it could say so.
        assert!(
            newest == last || newest == last + 1,
            "round {round}, seed {seed}: confirmed {last}, found {newest}"
        );
        assert_eq!(count, newest, "round {round}, seed {seed}: a hole or a double");
        assert_eq!(notebook.integrity(&Cancel::new()).unwrap(), Integrity::Sound);
        assert!(last > confirmed, "round {round} recorded nothing");
        confirmed = newest;
    }
}

fn record_until_killed(path: &Path) -> ! {
    let notebook = open_at(path, &key(0x51), &SCHEMA, OpenMode::OpenOrCreate).unwrap();
    let mut out = std::io::stdout();
    let mut seq = entries(&notebook);
    loop {
        seq += 1;
        notebook
            .write(|tx| {
                tx.execute("INSERT INTO entry VALUES (?1, 'patrol', randomblob(3000))", [seq])?;
                tx.execute("INSERT INTO notice VALUES (?1, ?2)", params![seq, format!("N-{seq}")])
            })
            .map_err(|error: StoreError| error)
            .unwrap();
        writeln!(out, "confirmed {seq}").unwrap();
        out.flush().unwrap();
    }
}
