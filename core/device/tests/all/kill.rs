//! A recording phone is killed with SIGKILL at random moments. Nothing acknowledged is lost, nothing is doubled,
//! nothing is changed, and the patrol comes to what it comes to on a phone that was never killed.
//! 20 rounds; `BEATBOOK_LONG=1` makes it 2,000.
#![allow(clippy::unwrap_used, reason = "helpers of tests are not recognised as tests")]
#![cfg(unix)]

use crate::support;
use crate::zones::area;

use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use beatbook_device::{Beatbook, Key, Places, Platform, SettablePlatform, Setup, SignOn};
use beatbook_domain::fix::{Fix, RawFix};
use beatbook_domain::records::journal::Basis;
use beatbook_domain::track;
use beatbook_domain::zone::ZoneVersion;
use beatbook_protocol::id::Id;
use support::server::{keep, keeper};
use support::{Phone, SATURDAY_NIGHT, SECOND, enrol, fix};

const FIXES_PER_CALL: usize = 7;
const ROUNDS_PER_NOTEBOOK: usize = 20;
/// One hour after the phone's start, where `SettablePlatform::at_wall` begins.
const START_MONO: i64 = 3_600_000;

/// The fixes of one call: the same in every process.
fn call(number: usize) -> Vec<RawFix> {
    (0..FIXES_PER_CALL).map(|at| nth_fix(number * FIXES_PER_CALL + at)).collect()
}

fn nth_fix(number: usize) -> RawFix {
    let step = (number as i64 + 1) * 5 * SECOND;
    fix(SATURDAY_NIGHT + step, START_MONO + step)
}

fn clock_of(call: usize) -> i64 {
    START_MONO + ((call + 1) * FIXES_PER_CALL) as i64 * 5 * SECOND
}

/// Where the walk begins, where it goes on after its jump back south, and a zone it never comes to.
fn hotspots() -> [ZoneVersion; 3] {
    [
        area("NORTH".to_owned(), 51.398, 0.52, 0.004),
        area("SOUTH".to_owned(), 51.384, 0.52, 0.003),
        area("AWAY".to_owned(), 51.6, 0.9, 0.01),
    ]
}

/// A phone on duty with these hotspots.
fn on_duty() -> (Phone, Beatbook) {
    let (phone, keeper) = (Phone::new(), keeper());
    keeper.lock().unwrap().publish_zones(&hotspots());
    let server = keep(&keeper);
    let book = enrol(&phone, &server);
    book.sync().unwrap();
    book.sign_on(SignOn::tasked()).unwrap();
    (phone, book)
}

fn note_text(life: usize, call: usize) -> String {
    format!("life {life}, call {call}")
}

/// Records until it is killed; a line on standard output for every call that returned.
#[test]
#[ignore = "the phone that the other test kills"]
fn recording_child() {
    let Ok(folder) = std::env::var("BEATBOOK_KILLED_PHONE") else { return };
    let mut parts = folder.split('|');
    let folder = PathBuf::from(parts.next().unwrap());
    let notebook: Id = parts.next().unwrap().parse().unwrap();
    let life: usize = parts.next().unwrap().parse().unwrap();
    let from: usize = parts.next().unwrap().parse().unwrap();
    let places = Places { notebooks: folder.join("notebooks"), seats: folder.join("no-backup") };
    let platform = Arc::new(SettablePlatform::at_wall(SATURDAY_NIGHT));
    let setup = Setup::new(places, Arc::clone(&platform) as _);
    let book = Beatbook::open(setup, &Key::from_bytes([7; 32]), notebook).unwrap();
    for number in from.. {
        platform.advance_to_mono(clock_of(number));
        book.record_fixes(&call(number)).unwrap();
        let mut out = std::io::stdout().lock();
        writeln!(out, "\nack {number}").unwrap();
        out.flush().unwrap();
        if number % 5 == 0 {
            let text = note_text(life, number);
            book.note(&text, Basis::Fact).unwrap();
            writeln!(out, "\nnoted {text}").unwrap();
            out.flush().unwrap();
        }
    }
}

/// Everything recorded, in order, from an export.
fn recorded(book: &Beatbook) -> Vec<Fix> {
    let mut export = Vec::new();
    book.export(&mut export).unwrap();
    let mut fixes = Vec::new();
    for line in export.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
        let line: serde_json::Value = serde_json::from_slice(line).unwrap();
        let header = line["header"].as_str().unwrap_or_default();
        if header.contains("\"kind\":\"track_chunk\"") {
            let body = data_encoding::BASE64.decode(line["body"].as_str().unwrap().as_bytes()).unwrap();
            fixes.extend(track::decode(&body).unwrap().fixes);
        }
        for unsealed in line["unsealed"].as_array().into_iter().flatten() {
            let at = |field: &str| unsealed[field].as_i64().unwrap();
            let expected = Fix::quantise(&nth_fix(fixes.len())).unwrap();
            assert_eq!((at("lat_e6"), at("lon_e6")), (i64::from(expected.lat), i64::from(expected.lon)));
            assert_eq!((at("time"), at("mono")), (expected.time, expected.mono));
            fixes.push(expected);
        }
    }
    fixes
}

#[test]
fn a_killed_phone_loses_doubles_and_changes_nothing() {
    let rounds = if std::env::var("BEATBOOK_LONG").is_ok_and(|long| long == "1") { 2_000 } else { 20 };
    let mut chance = 0x2545_f491_4f6c_dd1d_u64;
    for _ in 0..rounds / ROUNDS_PER_NOTEBOOK {
        let (phone, book) = on_duty();
        let notebook = book.notebook();
        drop(book);
        let (mut acknowledged, mut kept) = (0_usize, Vec::new());
        for life in 0..ROUNDS_PER_NOTEBOOK {
            chance ^= chance << 13;
            chance ^= chance >> 7;
            chance ^= chance << 17;
            // The app hands in its last unanswered call again, and now and then one that was answered.
            let from = if chance.is_multiple_of(3) { acknowledged } else { acknowledged.saturating_sub(1) };
            let patience = Duration::from_micros(chance % 60_000);
            let (returned, noted) = killed_round(&phone, notebook, (life, from), patience);
            acknowledged = acknowledged.max(returned);
            let book = phone.open(notebook).unwrap();
            let fixes = recorded(&book);
            let whole_calls = fixes.len() / FIXES_PER_CALL;
            assert_eq!(fixes.len() % FIXES_PER_CALL, 0, "a call is there whole or not at all");
            assert!(
                whole_calls >= acknowledged,
                "{whole_calls} calls are there, {acknowledged} were acknowledged"
            );
            assert!(whole_calls <= acknowledged + 1);
            for (at, fix) in fixes.iter().enumerate() {
                assert_eq!(*fix, Fix::quantise(&nth_fix(at)).unwrap(), "fix {at}");
            }
            kept.extend(noted);
            let told = notes(&book);
            // The last one of a life may be there without its call having returned; no other may.
            let of_this_life = format!("life {life},");
            let last = told.last().filter(|text| text.starts_with(&of_this_life) && !kept.contains(text));
            if told.len() == kept.len() + 1 {
                kept.extend(last.cloned());
            }
            assert_eq!(told, kept, "every note once and in order");
            assert!(book.verify().unwrap().is_sound());
        }
        compare_with_one_never_killed(&phone, notebook);
    }
}

/// The texts of all notes, the oldest first.
fn notes(book: &Beatbook) -> Vec<String> {
    let notes = book.notes(None, 1_000).unwrap();
    assert!(notes.len() < 1_000, "all of them are listed");
    notes.into_iter().map(|note| note.text).collect()
}

/// One life of the recording phone; answers how many calls had returned when it was killed, and which notes.
fn killed_round(
    phone: &Phone,
    notebook: Id,
    (life, from): (usize, usize),
    patience: Duration,
) -> (usize, Vec<String>) {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--ignored", "--exact", "kill::recording_child", "--nocapture"])
        .env("BEATBOOK_KILLED_PHONE", format!("{}|{notebook}|{life}|{from}", phone.folder.path().display()))
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let (mut acknowledged, mut noted) = (from, Vec::new());
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut killed = false;
    for line in &mut lines {
        let line = line.unwrap();
        if let Some(number) = line.strip_prefix("ack ") {
            acknowledged = number.parse::<usize>().unwrap() + 1;
        }
        if let Some(text) = line.strip_prefix("noted ") {
            noted.push(text.to_owned());
        }
        if !killed && line.starts_with("ack ") {
            std::thread::sleep(patience);
            child.kill().unwrap();
            killed = true;
        }
    }
    assert!(killed, "it recorded before it died");
    child.wait().unwrap();
    (acknowledged, noted)
}

/// The same fixes on a phone that was never killed: the same presence, visits and gaps.
fn compare_with_one_never_killed(phone: &Phone, notebook: Id) {
    let killed = phone.open(notebook).unwrap();
    let fixes = recorded(&killed).len();
    let end = clock_of(fixes / FIXES_PER_CALL);
    phone.platform.advance_to_mono(end);
    let (other, calm) = on_duty();
    for number in 0..fixes / FIXES_PER_CALL {
        other.platform.advance_to_mono(clock_of(number));
        calm.record_fixes(&call(number)).unwrap();
    }
    other.platform.advance_to_mono(end);
    assert_eq!(phone.platform.now().unwrap().mono, other.platform.now().unwrap().mono);
    let (killed, calm) = (killed.sign_off(&[]).unwrap().result, calm.sign_off(&[]).unwrap().result);
    assert!(calm.zones.iter().any(|zone| zone.foot > 0 && zone.visits > 0), "{calm:?}");
    assert_eq!(killed, calm);
}
