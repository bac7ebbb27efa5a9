//! What stays, what goes and what is never seen: purging, welfare headers, limits, logs.
#![allow(clippy::unwrap_used, reason = "helpers of tests are not recognised as tests")]

use crate::support;

use std::collections::BTreeSet;
use std::io::Write;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

use beatbook_device::{Beatbook, BeatbookError, BodyState, Keeping, SignOn};
use beatbook_domain::records::journal::Basis;
use beatbook_domain::records::patrol::Duty;
use support::server::{Keeper, keep};
use support::{MINUTE, Phone, headers};

const DAY: i64 = 24 * 60 * MINUTE;

#[test]
fn nothing_goes_before_a_receipt_and_its_keeping_time_by_all_clocks() {
    let (phone, keeper) = (Phone::new(), Arc::new(Mutex::new(Keeper::new())));
    let server = keep(&keeper);
    let book = Beatbook::enrol(phone.setup(), &phone.key, &server.ticket().to_text().unwrap()).unwrap();
    book.sign_on(SignOn::tasked()).unwrap();
    book.record_fixes(&phone.walk(600)).unwrap();
    book.note("Two bikes chained to the railings.", Basis::Fact).unwrap();
    let kept = book.sign_off(&[]).unwrap().result;
    let keeping = Keeping::default();
    assert_eq!(book.purge(&keeping).unwrap().bodies, 0);
    book.sync().unwrap();
    assert_eq!(book.purge(&keeping).unwrap().bodies, 0, "held only since now");
    let pass = |days: i64| {
        keeper.lock().unwrap().clock += days * DAY;
        phone.platform.advance(days * DAY);
    };
    pass(31);
    assert_eq!(book.purge(&keeping).unwrap().bodies, 0, "the server has not said so yet");
    book.note("a month later", Basis::Fact).unwrap();
    book.sync().unwrap();
    assert_eq!(book.purge(&keeping).unwrap().bodies, 2, "the chunk and the summary");
    let entries = book.entries(None, 10).unwrap();
    assert_eq!(entries.iter().filter(|entry| entry.body == BodyState::Purged).count(), 2);
    assert_eq!(book.patrols(1).unwrap()[0].result, None);
    assert!(kept.fixes.accepted > 0);
    pass(366);
    book.note("a year later", Basis::Fact).unwrap();
    book.sync().unwrap();
    let purged = book.purge(&keeping).unwrap();
    assert!(purged.bodies >= 3 && purged.entries >= 6, "{purged:?}");
    assert_eq!(book.patrols(1).unwrap().len(), 0);
    let found = book.verify().unwrap();
    assert!(found.is_sound() && found.checkpoint.is_some(), "{found:?}");
    // The journal goes on behind its checkpoint.
    let before = (book.patrols(9).unwrap(), book.notes(None, 9).unwrap());
    book.rebuild().unwrap();
    assert_eq!((book.patrols(9).unwrap(), book.notes(None, 9).unwrap()), before);
    book.note("and on", Basis::Fact).unwrap();
    assert_eq!(book.sync().unwrap().left, 0);
    let id = book.notebook();
    drop(book);
    assert!(phone.open(id).unwrap().verify().unwrap().is_sound());
}

/// A year's worth of notes that the server holds and nobody needs here any more, and a patrol under way.
fn outlived(phone: &Phone) -> (Beatbook, support::server::Server, u64) {
    let keeper = Arc::new(Mutex::new(Keeper::new()));
    let server = keep(&keeper);
    let book = Beatbook::enrol(phone.setup(), &phone.key, &server.ticket().to_text().unwrap()).unwrap();
    for at in 0..1_500 {
        book.note(&format!("note {at}"), Basis::Fact).unwrap();
    }
    book.sync().unwrap();
    keeper.lock().unwrap().clock += 366 * DAY;
    phone.platform.advance(366 * DAY);
    book.note("a year later", Basis::Fact).unwrap();
    book.sync().unwrap();
    book.sign_on(SignOn::tasked()).unwrap();
    (book, server, 1_500)
}

#[test]
fn an_officer_records_while_a_year_goes() {
    let phone = Phone::new();
    let (book, _server, notes) = outlived(&phone);
    let left = || book.notes(None, 2_000).unwrap().len() as u64;
    let (done, mut recorded, mut told) = (AtomicBool::new(false), 0, BTreeSet::new());
    thread::scope(|scope| {
        let purging = scope.spawn(|| {
            let purged = book.purge(&Keeping::default());
            done.store(true, Ordering::SeqCst);
            purged
        });
        while !done.load(Ordering::SeqCst) {
            recorded += book.record_fixes(&[phone.step()]).unwrap().accepted;
            told.insert(left());
        }
        let purged = purging.join().unwrap().unwrap();
        assert!(purged.bodies == notes && purged.entries >= notes, "{purged:?}");
    });
    // Gone in one go, no call would ever have met it half-way.
    assert!(told.iter().any(|left| (2..=notes).contains(left)), "{told:?}");
    assert_eq!(left(), 1);
    assert_eq!(book.sign_off(&[]).unwrap().result.fixes.accepted, recorded);
    assert!(book.verify().unwrap().is_sound());
}

#[test]
fn a_purge_that_ends_early_goes_on_the_next_time() {
    let phone = Phone::new();
    let (book, _server, notes) = outlived(&phone);
    let left = || book.notes(None, 2_000).unwrap().len() as u64;
    thread::scope(|scope| {
        let purging = scope.spawn(|| book.purge(&Keeping::default()));
        while left() > notes {}
        book.cancel();
        // On a machine that had no time for this thread it is through already.
        if let Err(refused) = purging.join().unwrap() {
            assert_eq!(refused, BeatbookError::Cancelled);
        }
    });
    assert!(book.verify().unwrap().is_sound());
    book.purge(&Keeping::default()).unwrap();
    assert_eq!(left(), 1);
    let found = book.verify().unwrap();
    assert!(found.is_sound() && found.checkpoint.is_some(), "{found:?}");
}

#[test]
fn headers_of_an_outreach_patrol_tell_neither_kind_nor_minute() {
    const HOUR: i64 = 3_600_000;
    let phone = Phone::new();
    let book = phone.found();
    phone.platform.advance(17 * MINUTE);
    book.sign_on(SignOn { duty: Duty::Outreach, ..SignOn::tasked() }).unwrap();
    book.record_fixes(&phone.walk(600)).unwrap();
    let note = book.note("Sleeping bag in the doorway, asked for tea.", Basis::Fact).unwrap();
    book.sign_off(&[]).unwrap();
    book.erase(note, "request").unwrap();
    for header in headers(&book).into_iter().skip(1) {
        assert_eq!(header.kind, "welfare");
        assert_eq!((header.wall % HOUR, header.mono % HOUR), (0, 0));
        let record = header.record.as_bytes();
        let time = record[..6].iter().fold(0_i64, |time, byte| time << 8 | i64::from(*byte));
        assert_eq!(time % HOUR, 0, "the id of the record tells no minute either");
    }
    let kinds: Vec<String> = book.entries(None, 10).unwrap().into_iter().map(|entry| entry.kind).collect();
    assert!(kinds.contains(&"patrol_summary".to_owned()), "the officer's own phone knows: {kinds:?}");
    assert!(book.verify().unwrap().is_sound());
}

#[test]
fn texts_at_the_limit_are_taken_and_one_character_more_is_not() {
    let phone = Phone::new();
    let book = phone.found();
    let too_long = BeatbookError::Text { field: "text".to_owned(), most: 20_000 };
    book.note(&"x".repeat(20_000), Basis::Fact).unwrap();
    assert_eq!(book.note(&"x".repeat(20_001), Basis::Fact), Err(too_long.clone()));
    assert_eq!(book.note(" ", Basis::Fact), Err(too_long));
    // 20,000 characters of four bytes are more than a body holds.
    assert_eq!(book.note(&"\u{1f6b2}".repeat(20_000), Basis::Fact), Err(BeatbookError::TooLarge));
    let note = book.note("x", Basis::Fact).unwrap();
    assert!(book.erase(note, &"r".repeat(201)).is_err());
    book.erase(note, &"r".repeat(200)).unwrap();
    let operation = |length: usize| SignOn { operation: Some("o".repeat(length)), ..SignOn::tasked() };
    assert!(book.sign_on(operation(201)).is_err());
    book.sign_on(operation(200)).unwrap();
    assert!(book.verify().unwrap().is_sound());
}

/// Collects what is logged.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn nothing_personal_is_logged_or_said_in_an_error() {
    let lines = Lines::default();
    let sink = lines.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing_subscriber::filter::LevelFilter::TRACE)
        .with_writer(move || sink.clone())
        .finish();
    // While there is only one, tracing asks the thread that first meets a line whether anybody listens to it: that
    // may be a neighbouring test's, where nobody does, and the line would be lost here, too.
    let _second = tracing::Dispatch::new(tracing_subscriber::registry());
    let mut said = Vec::new();
    tracing::subscriber::with_default(subscriber, || {
        let phone = Phone::new();
        let book = phone.found();
        let name = "Quillfeather";
        said.push(book.note(&name.repeat(2_000), Basis::Fact).unwrap_err().to_string());
        said.push(book.record_fixes(&phone.walk(60)).unwrap_err().to_string());
        book.sign_on(SignOn { operation: Some(name.to_owned()), ..SignOn::tasked() }).unwrap();
        said.push(
            book.reference(beatbook_domain::records::reference::ReferenceSystem::Cad, &name.repeat(20))
                .unwrap_err()
                .to_string(),
        );
        said.push(book.sync().unwrap_err().to_string());
        book.record_fixes(&phone.walk(60)).unwrap();
        book.sign_off(&[]).unwrap();
    });
    said.push(String::from_utf8(lines.0.lock().unwrap().clone()).unwrap());
    assert!(said.last().unwrap().contains("refused"), "something was logged");
    for text in said {
        for planted in ["Quillfeather", "51.38", "0.52", "0707070707"] {
            assert!(!text.contains(planted), "{planted} in: {text}");
        }
    }
}
