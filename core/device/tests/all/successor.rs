//! A notebook was restored to another phone in the middle of a shift. Its successor hands over what it could no
//! longer seal, once, whatever happens while it is begun.
#![allow(clippy::unwrap_used, reason = "helpers of tests are not recognised as tests")]
#![cfg(unix)]

use crate::support;

use std::fs;
use std::path::Path;

use beatbook_device::{Beatbook, BeatbookError, Key, NotebookState, PatrolChange, PatrolView, SignOn};
use beatbook_domain::presence::TravelMode;
use beatbook_domain::records::patrol::{Duty, Ending, TallyKind};
use beatbook_protocol::id::Id;
use support::server::{keep, keeper};
use support::{MINUTE, Phone, enrol, inside};

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

/// An hour's patrol, signed off.
fn patrols_for_an_hour(phone: &Phone, book: &Beatbook, operation: &str) -> PatrolView {
    book.sign_on(SignOn { operation: Some(operation.to_owned()), ..SignOn::tasked() }).unwrap();
    for call in phone.walk(3_600).chunks(12) {
        book.record_fixes(call).unwrap();
    }
    book.sign_off(&[]).unwrap();
    book.patrols(1).unwrap().remove(0)
}

#[test]
fn patrols_that_had_ended_and_were_never_signed_for_go_along_as_they_ended() {
    let phone = Phone::new();
    let book = phone.found();
    let first = patrols_for_an_hour(&phone, &book, "first");
    let second = patrols_for_an_hour(&phone, &book, "second");
    let chunk =
        book.entries(None, 100).unwrap().iter().rfind(|entry| entry.kind == "track_chunk").unwrap().seq;
    book.erase(chunk, "wrong_person").unwrap();
    book.shutdown().unwrap();
    let id = book.notebook();
    let (_other, copy) = restored(&phone, id);
    let successor = copy.begin_successor(&Key::from_bytes(SUCCESSORS_KEY)).unwrap();
    let mut carried = successor.patrols(10).unwrap();
    carried.reverse();
    assert_eq!(carried.len(), 2);
    for (carried, former) in carried.iter().zip([&first, &second]) {
        assert_eq!(carried.patrol.ended, former.patrol.ended, "at the officer's own sign-off");
        assert_eq!(carried.patrol.operation, former.patrol.operation);
        assert_eq!(carried.result.as_ref().unwrap().span, former.result.as_ref().unwrap().span);
        assert_ne!(carried.record, former.record);
        let origin = format!("carried over from patrol {} of notebook {id}", former.record);
        assert_eq!(carried.patrol.annotations, [origin]);
    }
    let fixes = |view: &PatrolView| view.result.as_ref().unwrap().fixes.accepted;
    assert_eq!((fixes(&carried[0]), fixes(&carried[1])), (720, 0), "what was erased stays erased");
    assert!(successor.verify().unwrap().is_sound());
    // The officer is not on duty there, and asked again nothing is told twice.
    assert!(successor.status().unwrap().on_duty.is_none());
    let entries = successor.entries(None, 1_000).unwrap().len();
    drop(successor);
    let again = copy.begin_successor(&Key::from_bytes(SUCCESSORS_KEY)).unwrap();
    assert_eq!(again.entries(None, 1_000).unwrap().len(), entries);
}

#[test]
fn what_the_server_has_signed_for_whole_stays_where_it_is() {
    let (phone, keeper) = (Phone::new(), keeper());
    let server = keep(&keeper);
    let book = enrol(&phone, &server);
    let signed_for = patrols_for_an_hour(&phone, &book, "signed for");
    book.sync().unwrap();
    // Words added to it later are no time of anybody's.
    book.annotate(signed_for.record, "And the bins were full.").unwrap();
    let waits = patrols_for_an_hour(&phone, &book, "waits");
    book.shutdown().unwrap();
    let (_other, copy) = restored(&phone, book.notebook());
    let successor = copy.begin_successor(&Key::from_bytes(SUCCESSORS_KEY)).unwrap();
    let carried = only_patrol(&successor);
    assert_eq!(carried.patrol.operation, waits.patrol.operation);
}

#[test]
fn a_patrol_one_of_whose_entries_was_erased_is_told_without_it() {
    let phone = Phone::new();
    let book = phone.found();
    book.sign_on(SignOn::tasked()).unwrap();
    book.start_abstraction("scene control", "inspector").unwrap();
    book.record_fixes(&phone.walk(600)).unwrap();
    book.end_abstraction().unwrap();
    book.sign_off(&[]).unwrap();
    let started = book.entries(None, 10).unwrap()[2].seq;
    book.erase(started, "wrong_person").unwrap();
    book.shutdown().unwrap();
    let (_other, copy) = restored(&phone, book.notebook());
    let carried = only_patrol(&copy.begin_successor(&Key::from_bytes(SUCCESSORS_KEY)).unwrap());
    assert!(carried.patrol.abstractions.is_empty() && carried.patrol.ended.is_some());
}

#[test]
fn notebooks_are_listed_in_the_order_of_their_founding() {
    let phone = Phone::new();
    let mut founded = Vec::new();
    for _ in 0..8 {
        let book = phone.found();
        founded.push(book.notebook());
        book.shutdown().unwrap();
        // An hour later, the next one. A folder answers its files in whatever order.
        phone.platform.advance(60 * MINUTE);
    }
    assert_eq!(Beatbook::list(&phone.places).unwrap(), founded);

    let phone = Phone::new();
    let id = half_a_shift(&phone);
    let (other, copy) = restored(&phone, id);
    let next = copy.begin_successor(&Key::from_bytes(SUCCESSORS_KEY)).unwrap();
    assert_eq!(Beatbook::list(&other.places).unwrap(), [id, next.notebook()]);
}

#[test]
fn a_second_successor_is_refused_whatever_key_it_would_have() {
    let phone = Phone::new();
    let id = half_a_shift(&phone);
    let (other, copy) = restored(&phone, id);
    let first = copy.begin_successor(&Key::from_bytes(SUCCESSORS_KEY)).unwrap();
    let begun = first.notebook();
    let listed = || Beatbook::list(&other.places).unwrap().len();
    assert_eq!(listed(), 2);
    for key in [[9; 32], [10; 32]] {
        let refused = copy.begin_successor(&Key::from_bytes(key)).unwrap_err();
        assert_eq!(
            (refused.clone(), refused.code()),
            (BeatbookError::SuccessorBegun(begun), "successor_begun")
        );
        assert!(refused.to_string().contains(&begun.to_string()), "{refused}");
    }
    // Neither does a former notebook that is restored once more from the backup forget it.
    copy.shutdown().unwrap();
    fs::copy(phone.places.file(id), other.places.file(id)).unwrap();
    let copy = other.open(id).unwrap();
    assert_eq!(copy.begin_successor(&Key::from_bytes([9; 32])).unwrap_err().code(), "successor_begun");
    assert_eq!(listed(), 2);
    drop(first);
    assert_eq!(copy.begin_successor(&Key::from_bytes(SUCCESSORS_KEY)).unwrap().notebook(), begun);
    // Once it is damaged and set aside there is none any more, and work must go on.
    Beatbook::set_aside(&other.setup(), begun).unwrap();
    let third = copy.begin_successor(&Key::from_bytes([9; 32])).unwrap();
    assert_ne!(third.notebook(), begun);
}
