//! What happens to the file: wrong keys, damage, copies, full storage, two officers on one phone.
//! A file that cannot be opened is left exactly as it is.
#![allow(clippy::unwrap_used, reason = "helpers of tests are not recognised as tests")]

use crate::support;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use beatbook_device::{Beatbook, BeatbookError, Key, NotebookState, Places, Setup, SignOn};
use beatbook_domain::records::journal::Basis;
use beatbook_protocol::id::Id;
use support::{Phone, inside, pages, ticket};

/// Every file of a folder with its bytes.
fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    files
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read(path).unwrap()))
        .collect()
}

fn written(phone: &Phone) -> Id {
    let book = phone.found();
    book.sign_on(SignOn::tasked()).unwrap();
    book.record_fixes(&phone.walk(600)).unwrap();
    book.shutdown().unwrap();
    book.notebook()
}

#[test]
fn what_cannot_be_opened_is_not_touched() {
    let phone = Phone::new();
    let id = written(&phone);
    let file = phone.places.file(id);
    let whole = fs::read(&file).unwrap();
    let refused = |key: &Key, expected: BeatbookError| {
        let before = contents(&phone.places.notebooks);
        assert_eq!(Beatbook::open(phone.setup(), key, id).unwrap_err(), expected);
        assert_eq!(contents(&phone.places.notebooks), before);
    };
    refused(&Key::from_bytes([9; 32]), BeatbookError::WrongKey);
    fs::write(&file, b"").unwrap();
    refused(&phone.key, BeatbookError::Corrupt);
    fs::write(&file, &whole[..1_000]).unwrap();
    refused(&phone.key, BeatbookError::Corrupt);
    let mut damaged = whole.clone();
    damaged[20] ^= 1;
    fs::write(&file, &damaged).unwrap();
    refused(&phone.key, BeatbookError::Corrupt);
    fs::write(&file, &whole).unwrap();
    let book = phone.open(id).unwrap();
    assert!(book.status().unwrap().on_duty.is_some());
    assert_eq!(phone.open(id).unwrap_err(), BeatbookError::AlreadyOpen);
}

#[test]
fn missing_things_are_named() {
    let phone = Phone::new();
    let id = written(&phone);
    let elsewhere = |places: Places| Setup::new(places, phone.setup().platform);
    let nowhere = phone.folder.path().join("nowhere");
    let places = Places { notebooks: nowhere.clone(), ..phone.places.clone() };
    assert_eq!(
        Beatbook::open(elsewhere(places.clone()), &phone.key, id).unwrap_err(),
        BeatbookError::MissingFolder
    );
    assert_eq!(Beatbook::list(&places).unwrap_err(), BeatbookError::MissingFolder);
    let places = Places { seats: nowhere, ..phone.places.clone() };
    assert_eq!(
        Beatbook::open(elsewhere(places.clone()), &phone.key, id).unwrap_err(),
        BeatbookError::MissingFolder
    );
    let text = ticket("https://127.0.0.1:1").to_text().unwrap();
    assert_eq!(
        Beatbook::found(elsewhere(places), &phone.key, &text).unwrap_err(),
        BeatbookError::MissingFolder
    );
    let stranger = Id::from_bytes([3; 16]);
    assert_eq!(phone.open(stranger).unwrap_err(), BeatbookError::Missing);
    let bad = Beatbook::found(phone.setup(), &phone.key, "BEATBOOK1-NONSENSE").unwrap_err();
    assert_eq!(bad.code(), "ticket");
    assert_eq!(Beatbook::list(&phone.places).unwrap(), vec![id]);
}

#[test]
fn a_file_from_a_newer_release_is_refused_untouched() {
    let phone = Phone::new();
    let id = written(&phone);
    let file = phone.places.file(id);
    {
        inside(&file).execute_batch("PRAGMA user_version = 99").unwrap();
    }
    let before = contents(&phone.places.notebooks);
    assert_eq!(phone.open(id).unwrap_err(), BeatbookError::NewerVersion { found: 99, known: 2 });
    assert_eq!(contents(&phone.places.notebooks), before);
}

#[cfg(unix)]
#[test]
fn a_copied_file_is_closed_for_writing_and_goes_on_in_a_successor() {
    let phone = Phone::new();
    let id = written(&phone);
    // The folder is restored from a backup to another phone: everything but the seats.
    let other = Phone::new();
    for (name, bytes) in contents(&phone.places.notebooks) {
        fs::write(other.places.notebooks.join(name), bytes).unwrap();
    }
    let copy = other.open(id).unwrap();
    assert_eq!(copy.status().unwrap().state, NotebookState::Moved);
    assert_eq!(copy.note("on the copy", Basis::Fact), Err(BeatbookError::Moved));
    assert_eq!(copy.record_fixes(&other.walk(60)), Err(BeatbookError::Moved));
    assert_eq!(copy.sign_off(&[]).unwrap_err(), BeatbookError::Moved);
    assert!(copy.verify().unwrap().is_sound());
    let successor = copy.begin_successor(&Key::from_bytes([8; 32])).unwrap();
    assert_ne!(successor.notebook(), id);
    successor.sign_on(SignOn::tasked()).unwrap();
    assert_eq!(successor.record_fixes(&other.walk(60)).unwrap().accepted, 12);
    assert!(successor.verify().unwrap().is_sound());
    let mut export = Vec::new();
    successor.export(&mut export).unwrap();
    let genesis: serde_json::Value =
        serde_json::from_slice(export.split(|b| *b == b'\n').nth(1).unwrap()).unwrap();
    let body = data_encoding::BASE64.decode(genesis["body"].as_str().unwrap().as_bytes()).unwrap();
    let body: serde_json::Value = serde_json::from_slice(&body).unwrap();
    assert_eq!(body["continues"]["notebook"], id.to_string());
    // The seat of another notebook is not this one's either.
    drop(copy);
    fs::copy(other.places.seat_file(successor.notebook()), other.places.seat_file(id)).unwrap();
    assert_eq!(other.open(id).unwrap().status().unwrap().state, NotebookState::Moved);
    // On the phone it came from nothing has changed.
    assert_eq!(phone.open(id).unwrap().status().unwrap().state, NotebookState::Enrolling);
}

#[test]
fn two_officers_share_a_phone_and_read_nothing_of_each_other() {
    let phone = Phone::new();
    let night = phone.found();
    let key = Key::from_bytes([11; 32]);
    let day =
        Beatbook::found(phone.setup(), &key, &ticket("https://127.0.0.1:1").to_text().unwrap()).unwrap();
    night.note("seen on the night shift", Basis::Fact).unwrap();
    day.note("seen on the day shift", Basis::Fact).unwrap();
    assert_eq!(Beatbook::list(&phone.places).unwrap().len(), 2);
    let id = night.notebook();
    drop(night);
    assert_eq!(Beatbook::open(phone.setup(), &key, id).unwrap_err(), BeatbookError::WrongKey);
    assert_eq!(day.notes(None, 10).unwrap().len(), 1);
}

#[test]
fn a_damaged_notebook_is_set_aside_whole() {
    let phone = Phone::new();
    let id = written(&phone);
    let file = phone.places.file(id);
    let mut bytes = fs::read(&file).unwrap();
    bytes[20] ^= 1;
    fs::write(&file, &bytes).unwrap();
    assert_eq!(phone.open(id).unwrap_err(), BeatbookError::Corrupt);
    let aside = Beatbook::set_aside(&phone.setup(), id).unwrap();
    assert_eq!(fs::read(&aside).unwrap(), bytes);
    assert_eq!(Beatbook::list(&phone.places).unwrap(), vec![]);
    assert!(!phone.places.seat_file(id).exists());
    assert_eq!(Beatbook::set_aside(&phone.setup(), id).unwrap_err(), BeatbookError::Missing);
    phone.found();
}

#[test]
fn no_erasure_puts_an_officer_on_duty_again() {
    let phone = Phone::new();
    let book = phone.found();
    book.sign_on(SignOn::tasked()).unwrap();
    let started = book.entries(None, 100).unwrap().last().unwrap().seq;
    book.sign_off(&phone.walk(60)).unwrap();
    let ended =
        book.entries(None, 100).unwrap().iter().rfind(|entry| entry.kind == "patrol_ended").unwrap().seq;
    assert_eq!(book.erase(ended, "request"), Err(BeatbookError::NotErasable));
    // With its beginning the whole patrol is gone from screens, and the sign-off says nothing to anybody.
    book.erase(started, "request").unwrap();
    book.erase(ended, "request").unwrap();
    let id = book.notebook();
    book.shutdown().unwrap();
    let book = phone.open(id).unwrap();
    assert_eq!((book.status().unwrap().on_duty, book.patrols(10).unwrap()), (None, vec![]));
    assert!(book.verify().unwrap().is_sound());
}

#[test]
fn erasing_leaves_no_trace_in_any_page() {
    let phone = Phone::new();
    let book = phone.found();
    let secret = "Persephone Quillfeather of Luton Road";
    book.note("before", Basis::Fact).unwrap();
    let seq = book.note(&format!("{secret}. {}", secret.repeat(400)), Basis::Hearsay).unwrap();
    let annotated = book.sign_on(SignOn::tasked()).unwrap();
    book.sign_off(&[]).unwrap();
    book.annotate(annotated, secret).unwrap();
    let annotation = book.entries(None, 100).unwrap().last().unwrap().seq;
    assert_eq!(book.erase(seq, ""), Err(BeatbookError::Text { field: "reason".to_owned(), most: 200 }));
    book.erase(seq, "data_subject_request").unwrap();
    book.erase(annotation, "data_subject_request").unwrap();
    assert_eq!(book.erase(seq, "again"), Err(BeatbookError::NotErasable));
    assert_eq!(book.erase(0, "genesis"), Err(BeatbookError::NotErasable));
    assert_eq!(book.erase(999, "nothing"), Err(BeatbookError::NotFound));
    assert_eq!(book.notes(None, 10).unwrap().len(), 1);
    assert_eq!(book.patrols(10).unwrap()[0].patrol.annotations.len(), 0);
    let found = book.verify().unwrap();
    assert_eq!((found.is_sound(), found.erased), (true, 2));
    let id = book.notebook();
    let before = book.patrols(10).unwrap();
    book.rebuild().unwrap();
    assert_eq!(book.patrols(10).unwrap(), before);
    book.shutdown().unwrap();
    let pages = pages(&phone, id);
    let holds = |needle: &[u8]| pages.windows(needle.len()).any(|window| window == needle);
    assert!(holds(b"data_subject_request"), "what was not erased can be read in it");
    assert!(!holds(b"Quillfeather"), "erased words are in no page");
}

#[test]
fn nothing_planted_is_readable_in_any_file() {
    let phone = Phone::new();
    let book = phone.found();
    book.sign_on(SignOn { operation: Some("Op Quillfeather".to_owned()), ..SignOn::tasked() }).unwrap();
    book.note("Persephone Quillfeather", Basis::Fact).unwrap();
    let walk = phone.walk(3_600);
    book.record_fixes(&walk).unwrap();
    // While open: the log holds the newest pages.
    let needles: Vec<Vec<u8>> = vec![
        b"Quillfeather".to_vec(),
        ((walk[0].lat * 1e6).round() as i32)
            .to_le_bytes()
            .iter()
            .chain(&((walk[0].lon * 1e6).round() as i32).to_le_bytes())
            .copied()
            .collect(),
        vec![7; 32],
        b"07070707070707070707".to_vec(),
        b"patrol_started".to_vec(),
    ];
    let look = |when: &str| {
        for folder in [&phone.places.notebooks, &phone.places.seats] {
            for (name, bytes) in contents(folder) {
                for needle in &needles {
                    let found = bytes.windows(needle.len()).any(|window| window == needle.as_slice());
                    assert!(!found, "{when}: {name} holds a planted value");
                }
            }
        }
    };
    look("open");
    book.sign_off(&[]).unwrap();
    look("signed off");
    book.shutdown().unwrap();
    look("closed");
}
