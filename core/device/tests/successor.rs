//! A notebook was restored to another phone in the middle of a shift. Its successor hands over what it could no
//! longer seal, once, whatever happens while it is begun.
#![allow(clippy::unwrap_used, reason = "helpers of tests are not recognised as tests")]
#![cfg(unix)]

mod support;

use std::fs;
use std::path::Path;

use beatbook_device::{Beatbook, Key, NotebookState, PatrolChange, PatrolView, SignOn};
use beatbook_domain::presence::TravelMode;
use beatbook_domain::records::patrol::{Duty, Ending, TallyKind};
use beatbook_protocol::id::Id;
use support::{MINUTE, Phone, inside};

/// Three hours into a patrol on two wheels, away from it for a while; the last chunk was sealed an hour ago.
fn half_a_shift(phone: &Phone) -> Id {
    let book = phone.found();
    book.sign_on(SignOn { operation: Some("Autumn".to_owned()), ..SignOn::tasked() }).unwrap();
    for call in phone.walk(2 * 3_600).chunks(12) {
        book.record_fixes(call).unwrap();
    }
    book.change_patrol(PatrolChange { mode: Some(TravelMode::Cycle), ..PatrolChange::default() }).unwrap();
    book.start_abstraction("scene control", "inspector").unwrap();
    phone.platform.advance(10 * MINUTE);
    book.end_abstraction().unwrap();
    book.tally([(TallyKind::Arrest, 1)].into()).unwrap();
    for call in phone.walk(3_600).chunks(12) {
        book.record_fixes(call).unwrap();
    }
    book.shutdown().unwrap();
    book.notebook()
}

/// The same notebook on another phone: everything but the seat, and clocks that agree.
fn restored(phone: &Phone, id: Id) -> (Phone, Beatbook) {
    let other = Phone::new();
    for file in fs::read_dir(&phone.places.notebooks).unwrap().map(|file| file.unwrap().path()) {
        fs::copy(&file, other.places.notebooks.join(file.file_name().unwrap())).unwrap();
    }
    other.platform.advance(4 * 60 * MINUTE);
    let book = other.open(id).unwrap();
    assert_eq!(book.status().unwrap().state, NotebookState::Moved);
    (other, book)
}

fn only_patrol(book: &Beatbook) -> PatrolView {
    let mut patrols = book.patrols(10).unwrap();
    assert_eq!(patrols.len(), 1);
    patrols.remove(0)
}

const SUCCESSORS_KEY: [u8; 32] = [8; 32];

#[test]
fn the_whole_patrol_goes_along_up_to_its_last_fix() {
    let phone = Phone::new();
    let id = half_a_shift(&phone);
    let (_other, copy) = restored(&phone, id);
    let former = only_patrol(&copy);
    let successor = copy.begin_successor(&Key::from_bytes(SUCCESSORS_KEY)).unwrap();
    let carried = only_patrol(&successor);
    // What the officer would have had by closing it where its track ends.
    let original = phone.open(id).unwrap();
    let closed = original.close_forgotten("to compare").unwrap();
    assert_eq!(carried.result.as_ref(), Some(&closed.result));
    assert_eq!(closed.result.fixes.accepted, 2 * 720 + 720);
    let told = &carried.patrol;
    assert_eq!((told.started, told.duty), (former.patrol.started, Duty::TaskedCore));
    assert_eq!(told.operation.as_deref(), Some("Autumn"));
    assert_eq!((&told.modes, &told.crews), (&former.patrol.modes, &former.patrol.crews));
    assert_eq!(told.abstractions, former.patrol.abstractions);
    assert!(told.tallies.is_empty(), "an arrest is counted where it was entered");
    let Ending::ClosedAtLastFix { reason } = &told.ended.as_ref().unwrap().ending else {
        unreachable!("{told:?}")
    };
    assert!(reason.contains(&id.to_string()) && reason.contains(&former.record.to_string()), "{reason}");
    assert_ne!(carried.record, former.record);
    assert!(successor.verify().unwrap().is_sound());
    // The officer is not on duty there: the next patrol begins with a tap.
    assert!(successor.status().unwrap().on_duty.is_none());
    successor.sign_on(SignOn::tasked()).unwrap();
}

#[test]
fn asked_again_it_is_the_same_successor_and_carries_nothing_twice() {
    let phone = Phone::new();
    let id = half_a_shift(&phone);
    let (_other, copy) = restored(&phone, id);
    let key = Key::from_bytes(SUCCESSORS_KEY);
    let first = copy.begin_successor(&key).unwrap();
    let (notebook, patrol) = (first.notebook(), only_patrol(&first));
    assert_eq!(copy.begin_successor(&key).unwrap_err().code(), "already_open");
    drop(first);
    let again = copy.begin_successor(&key).unwrap();
    assert_eq!((again.notebook(), only_patrol(&again)), (notebook, patrol));
}

#[test]
fn a_successor_killed_before_it_was_written_is_begun_anew() {
    let phone = Phone::new();
    let id = half_a_shift(&phone);
    let (other, copy) = restored(&phone, id);
    let begun = copy.begin_successor(&other.key).unwrap();
    let half_made = begun.notebook();
    drop(begun);
    // The file has its tables and its seat; genesis and all that follows it are one transaction that never came.
    let empty = |file: &Path| {
        let tables = "DELETE FROM entry; DELETE FROM outbox; DELETE FROM patrol; DELETE FROM notebook;
                      DELETE FROM exchange";
        inside(file).execute_batch(tables).unwrap();
    };
    empty(&other.places.file(half_made));
    let begun = copy.begin_successor(&other.key).unwrap();
    assert_ne!(begun.notebook(), half_made);
    assert_eq!(only_patrol(&begun).result.unwrap().fixes.accepted, 2_160);
}

#[test]
fn a_notebook_with_every_fix_in_a_chunk_carries_nothing() {
    let phone = Phone::new();
    let book = phone.found();
    book.sign_on(SignOn::tasked()).unwrap();
    book.record_fixes(&phone.walk(600)).unwrap();
    book.sign_off(&[]).unwrap();
    book.shutdown().unwrap();
    let (_other, copy) = restored(&phone, book.notebook());
    let successor = copy.begin_successor(&Key::from_bytes(SUCCESSORS_KEY)).unwrap();
    assert_eq!(successor.patrols(10).unwrap(), vec![]);
    assert_eq!(successor.entries(None, 10).unwrap().len(), 1);
}
