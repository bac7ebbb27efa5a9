//! What screens show is told anew from the journal: whatever became of it, while the officer goes on recording,
//! and also when that is broken off in the middle.
#![allow(clippy::unwrap_used, reason = "helpers of tests are not recognised as tests")]

use crate::support;

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use beatbook_device::{Beatbook, BeatbookError, NoteView, PatrolView, SignOn};
use beatbook_domain::records::journal::Basis;
use support::{MINUTE, Phone, inside, work};

/// What screens show.
fn shown(book: &Beatbook) -> (Vec<PatrolView>, Vec<NoteView>) {
    (book.patrols(1_000).unwrap(), book.notes(None, 1_000).unwrap())
}

/// Twenty patrols with notes, the last one going on.
fn a_month(phone: &Phone) -> Beatbook {
    let book = phone.found();
    for _ in 0..20 {
        work(phone, &book);
        phone.platform.advance(600 * MINUTE);
    }
    book.sign_on(SignOn::tasked()).unwrap();
    for at in 0..800 {
        book.note(&format!("note {at}"), Basis::Fact).unwrap();
    }
    book
}

#[test]
fn lost_altered_and_invented_rows_are_put_right() {
    let phone = Phone::new();
    let book = a_month(&phone);
    let (before, id) = (shown(&book), book.notebook());
    drop(book);
    inside(&phone.places.file(id))
        .execute_batch(
            "DELETE FROM note WHERE seq % 3 = 0;
             UPDATE note SET text = 'never said' WHERE seq % 5 = 0;
             INSERT INTO note (seq, wall, patrol, basis, text) VALUES (9000, 0, NULL, 'fact', 'invented');
             INSERT INTO patrol (seq, record, told) SELECT 9001, zeroblob(16), told FROM patrol LIMIT 1;
             UPDATE patrol SET told = (SELECT told FROM patrol ORDER BY seq LIMIT 1), summary = NULL
               WHERE seq > 50;
             DELETE FROM patrol WHERE seq < 20",
        )
        .unwrap();
    let book = phone.open(id).unwrap();
    assert_ne!(shown(&book), before);
    book.rebuild().unwrap();
    assert_eq!(shown(&book), before);
    drop(book);
    assert_eq!(shown(&phone.open(id).unwrap()), before);
}

#[test]
fn an_officer_records_while_everything_is_told_anew() {
    let phone = Phone::new();
    let book = a_month(&phone);
    let (before, id) = (shown(&book), book.notebook());
    drop(book);
    inside(&phone.places.file(id)).execute_batch("DELETE FROM note").unwrap();
    let book = phone.open(id).unwrap();
    let done = AtomicBool::new(false);
    let (mut recorded, mut told) = (0, BTreeSet::new());
    thread::scope(|scope| {
        let rebuilding = scope.spawn(|| {
            let rebuilt = book.rebuild();
            done.store(true, Ordering::SeqCst);
            rebuilt
        });
        while !done.load(Ordering::SeqCst) {
            recorded += book.record_fixes(&[phone.step()]).unwrap().accepted;
            told.insert(book.notes(None, 1_000).unwrap().len());
        }
        rebuilding.join().unwrap().unwrap();
    });
    // Told in one go, no call would ever have met it half-way.
    let half_way = told.iter().filter(|told| (1..before.1.len()).contains(told)).count();
    assert!(half_way >= 2, "{told:?}");
    assert_eq!(shown(&book), before);
    assert_eq!(book.sign_off(&[]).unwrap().result.fixes.accepted, recorded);
}

#[test]
fn steps_taken_and_words_erased_meanwhile_are_told_rightly() {
    let phone = Phone::new();
    let book = a_month(&phone);
    let erasable = book.notes(None, 1_000).unwrap();
    thread::scope(|scope| {
        let rebuilding = scope.spawn(|| book.rebuild());
        for (at, note) in erasable.iter().take(12).enumerate() {
            book.erase(note.seq, "data_subject_request").unwrap();
            book.note(&format!("meanwhile {at}"), Basis::Fact).unwrap();
            let patrol = book.patrols(20).unwrap()[at].record;
            book.annotate(patrol, "said meanwhile").unwrap();
        }
        book.sign_off(&[]).unwrap();
        rebuilding.join().unwrap().unwrap();
    });
    let live = shown(&book);
    assert_eq!(live.0.iter().filter(|patrol| patrol.patrol.annotations.len() == 1).count(), 12);
    book.rebuild().unwrap();
    assert_eq!(shown(&book), live);
}

#[test]
fn broken_off_anywhere_every_patrol_and_note_is_still_whole() {
    let phone = Phone::new();
    let book = a_month(&phone);
    let before = shown(&book);
    let mut broken_off = 0;
    for patience in 0..10 {
        thread::scope(|scope| {
            let rebuilding = scope.spawn(|| book.rebuild());
            thread::sleep(std::time::Duration::from_millis(patience * 3));
            book.cancel();
            if let Err(error) = rebuilding.join().unwrap() {
                assert_eq!(error, BeatbookError::Cancelled);
                broken_off += 1;
            }
        });
        assert_eq!(shown(&book), before);
    }
    assert!(broken_off > 0);
    book.rebuild().unwrap();
    assert_eq!(shown(&book), before);
}
