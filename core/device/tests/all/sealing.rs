//! When fixes on their way become a chunk of the journal: after two hours, and before a push if they are worth one.
#![allow(clippy::unwrap_used, reason = "helpers of tests are not recognised as tests")]

use crate::support;

use beatbook_device::{Beatbook, FixOutcome, Platform, SignOn};
use support::server::{keep, keeper};
use support::{MINUTE, Phone, SECOND, enrol, fix};

const TWO_HOURS: i64 = 120 * MINUTE;

fn chunks(book: &Beatbook) -> usize {
    let entries = book.entries(None, 100).unwrap();
    entries.iter().filter(|entry| entry.kind == "track_chunk").count()
}

/// One fix, just now.
fn record_one(phone: &Phone, book: &Beatbook) {
    let now = phone.platform.now().unwrap();
    assert_eq!(book.record_fixes(&[fix(now.wall, now.mono)]).unwrap().accepted, 1);
}

#[test]
fn fixes_are_sealed_when_the_first_of_them_is_two_hours_old() {
    let phone = Phone::new();
    let book = phone.found();
    book.sign_on(SignOn::tasked()).unwrap();
    phone.platform.advance(SECOND);
    record_one(&phone, &book);
    phone.platform.advance(TWO_HOURS - 1);
    record_one(&phone, &book);
    assert_eq!(chunks(&book), 0, "a millisecond below two hours");
    phone.platform.advance(1);
    record_one(&phone, &book);
    assert_eq!(chunks(&book), 1);
    // The next chunk's two hours begin with its own first fix.
    phone.platform.advance(SECOND);
    record_one(&phone, &book);
    phone.platform.advance(TWO_HOURS - 1);
    record_one(&phone, &book);
    assert_eq!(chunks(&book), 1);
    phone.platform.advance(1);
    record_one(&phone, &book);
    assert_eq!(chunks(&book), 2);
    assert_eq!(book.sign_off(&[]).unwrap().result.fixes.accepted, 6);
    assert_eq!(chunks(&book), 2, "nothing was left to seal");
}

#[test]
fn before_a_push_600_fixes_are_sealed_and_fewer_only_once_the_patrol_has_ended() {
    let (phone, keeper) = (Phone::new(), keeper());
    let server = keep(&keeper);
    let book = enrol(&phone, &server);
    book.sign_on(SignOn::tasked()).unwrap();
    book.record_fixes(&phone.walk(599 * 5)).unwrap();
    book.sync().unwrap();
    assert_eq!(chunks(&book), 0, "one fix fewer than is worth a chunk");
    book.record_fixes(&phone.walk(5)).unwrap();
    assert_eq!(book.sync().unwrap().left, 0);
    assert_eq!(chunks(&book), 1);
    let kept = |seq: u64| keeper.lock().unwrap().notebooks[&book.notebook()].bodies.contains_key(&seq);
    let chunk = book.entries(None, 100).unwrap().into_iter().find(|entry| entry.kind == "track_chunk");
    assert!(kept(chunk.unwrap().seq), "sealed before this push, not for the next one");

    let on_its_way = phone.walk(5);
    book.sign_off(&phone.walk(5)).unwrap();
    assert_eq!(chunks(&book), 2, "sign-off seals all");
    // A fix from before sign-off that comes after it.
    let mut late = on_its_way[0];
    late.lat += 0.0001;
    assert_eq!(book.record_fixes(&[late]).unwrap().outcomes, [FixOutcome::Late]);
    assert_eq!(chunks(&book), 2);
    book.sync().unwrap();
    assert_eq!(chunks(&book), 3, "however few: nothing more will come");
}
