//! A notebook is founded whole or not at all: killed at any moment, every notebook that is listed opens, and nothing
//! that holds anything is ever deleted. 40 rounds; `BEATBOOK_LONG=1` makes it 2,000.
#![allow(clippy::unwrap_used, reason = "helpers of tests are not recognised as tests")]
#![cfg(unix)]

use crate::support;

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use beatbook_device::{Beatbook, BeatbookError, Key, Places, SettablePlatform, Setup};
use beatbook_domain::records::journal::Basis;
use support::{Phone, SATURDAY_NIGHT, ticket};

const CHILD: &str = "BEATBOOK_KILLED_FOUNDER";

fn code() -> String {
    ticket("https://127.0.0.1:1").to_text().unwrap()
}

/// Founds notebooks, one after the other, until it is killed.
#[test]
#[ignore = "runs in a process of its own: the test below starts and kills it"]
fn founding_child() {
    let Ok(folder) = std::env::var(CHILD) else { return };
    let folder = PathBuf::from(folder);
    let places = Places { notebooks: folder.join("notebooks"), seats: folder.join("no-backup") };
    let platform = Arc::new(SettablePlatform::at_wall(SATURDAY_NIGHT));
    for number in 0.. {
        let setup = Setup::new(places.clone(), Arc::clone(&platform) as _);
        let mut out = std::io::stdout().lock();
        writeln!(out, "\nfounding {number}").unwrap();
        out.flush().unwrap();
        let book = Beatbook::found(setup, &Key::from_bytes([7; 32]), &code()).unwrap();
        writeln!(out, "\nfounded {}", book.notebook()).unwrap();
        out.flush().unwrap();
    }
}

#[test]
fn killed_while_founding_every_notebook_that_is_listed_opens() {
    let rounds = if std::env::var_os("BEATBOOK_LONG").is_some() { 2_000 } else { 40 };
    let seed = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_nanos() as u64;
    let mut half_made = 0;
    for round in 0..rounds {
        let phone = Phone::new();
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["founding::founding_child", "--exact", "--ignored", "--nocapture"])
            .env(CHILD, phone.folder.path())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
        lines.by_ref().find(|line| line.starts_with("founding ")).unwrap();
        std::thread::sleep(Duration::from_micros(
            seed.wrapping_mul(round + 1).wrapping_mul(0x9e37_79b9) % 60_000,
        ));
        child.kill().unwrap();
        let told: Vec<String> = lines.collect();
        child.wait().unwrap();
        let founded = told.iter().filter(|line| line.starts_with("founded ")).count();

        let listed = Beatbook::list(&phone.places).unwrap();
        // One more than was told may be there: founded, and killed before it could say so.
        assert!(listed.len() == founded || listed.len() == founded + 1, "seed {seed}, round {round}");
        for notebook in listed {
            let book = phone.open(notebook).unwrap();
            assert_eq!(book.entries(None, 10).unwrap().len(), 1, "its genesis is in it");
            book.note("It takes what is written.", Basis::Fact).unwrap();
        }
        let unfinished = fs::read_dir(&phone.places.notebooks).unwrap();
        let is_unfinished = |name: &str| name.contains(".unfinished");
        half_made += unfinished
            .filter(|file| is_unfinished(file.as_ref().unwrap().file_name().to_str().unwrap()))
            .count();
    }
    assert!(half_made > 0, "no round was killed in the middle: the test shows nothing");
}

/// Everything in the phone's two folders, as it stands.
fn files(phone: &Phone) -> BTreeMap<PathBuf, Vec<u8>> {
    let all = [&phone.places.notebooks, &phone.places.seats].map(|folder| fs::read_dir(folder).unwrap());
    all.into_iter()
        .flatten()
        .map(|file| file.unwrap().path())
        .map(|path| (path.clone(), fs::read(path).unwrap()))
        .collect()
}

#[test]
fn what_a_kill_leaves_at_each_step_is_no_notebook_and_is_left_alone() {
    // What lies there after each step: the seat, the lock, the file in the making, its key check.
    let whole = Phone::new();
    let book = whole.found();
    let id = book.notebook();
    book.shutdown().unwrap();
    let file = whole.places.file(id);
    let named = |suffix: &str| file.file_name().unwrap().to_str().unwrap().to_owned() + suffix;
    for steps in 1..=4 {
        let phone = Phone::new();
        let seat = whole.places.seat_file(id);
        fs::copy(&seat, phone.places.seat_file(id)).unwrap();
        let left = [
            (".lock", &b""[..].to_vec()),
            (".unfinished", &fs::read(&file).unwrap()),
            (".keycheck", &fs::read(whole.places.notebooks.join(named(".keycheck"))).unwrap()),
        ];
        for (suffix, content) in left.into_iter().take(steps - 1) {
            fs::write(phone.places.notebooks.join(named(suffix)), content).unwrap();
        }
        let before = files(&phone);
        assert_eq!(Beatbook::list(&phone.places).unwrap(), []);
        assert_eq!(phone.open(id).unwrap_err(), BeatbookError::Missing);
        let begun = phone.found();
        assert_eq!(Beatbook::list(&phone.places).unwrap(), [begun.notebook()]);
        begun.shutdown().unwrap();
        let after = files(&phone);
        assert!(before.iter().all(|(path, content)| after.get(path) == Some(content)), "after step {steps}");
    }
}
