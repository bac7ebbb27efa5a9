//! Tasks about signs last as long as the order asks for them.

use beatbook_domain::calendar::local_midnight;
use beatbook_domain::orders::sign_tasks::{is_new, is_open, standing, wanted};
use beatbook_domain::records::journal::Moment;
use beatbook_domain::records::seen::KeptPlace;
use beatbook_domain::records::sign::{SignNoted, SignState};
use beatbook_protocol::entry::BootId;
use jiff::civil::Date;

use super::town::Town;

#[test]
fn no_sign_is_looked_after_once_every_order_it_is_of_has_ended() {
    let mut book = Town::medway().book.book().clone();
    let sign = book.signs.iter().find(|sign| sign.removed.is_none()).unwrap().clone();
    let [order] = &sign.orders[..] else { panic!("of one order: {sign:?}") };
    let last = book.orders.iter().filter(|one| one.code == *order).map(|one| one.term.until).max().unwrap();
    let (eve, after) = (last, last.tomorrow().unwrap());
    let note = |state, code: Option<&str>, place: Option<KeptPlace>, day: Date| SignNoted {
        at: Moment { wall: local_midnight(day).unwrap() + 1, mono: 0, boot: BootId(1) },
        time: None,
        state,
        order: order.clone(),
        sign: code.map(str::to_owned),
        place,
        text: String::new(),
        photo: None,
        encounter: None,
    };
    let week = eve.checked_sub(jiff::Span::new().days(7)).unwrap();
    let far = KeptPlace { lat: 510_000_000, lon: 10_000_000, accuracy: Some(50) };
    let notes = [
        note(SignState::Missing, Some(&sign.code), None, week),
        note(SignState::Wanted, None, Some(far), week),
    ];
    let unseen = note(SignState::Unseen, Some(&sign.code), None, week);
    assert_eq!(standing(&book, &sign, &notes, eve).task, Some(SignState::Missing));
    assert_eq!(wanted(&book, &notes, eve).len(), 1);
    assert!(is_open(&book, &notes, &notes[0], eve) && is_new(&book, &[], &unseen, eve));
    // The day after its last nobody goes there.
    assert_eq!(standing(&book, &sign, &notes, after).task, None);
    assert_eq!(standing(&book, &sign, &[], after).task, None, "nor because nobody has seen it for long");
    assert!(wanted(&book, &notes, after).is_empty());
    assert!(!is_open(&book, &notes, &notes[0], after) && !is_new(&book, &[], &unseen, after));
    // A sign of two orders is looked after while one of them goes on.
    let mut shared = sign.clone();
    let other = book.orders.iter().find(|one| one.code != *order).unwrap().code.clone();
    shared.orders.push(other.clone());
    for version in book.orders.iter_mut().filter(|one| one.code == other) {
        version.term.until = "2199-12-31".parse().unwrap();
    }
    assert_eq!(standing(&book, &shared, &notes, after).task, Some(SignState::Missing));
    // Extended after all, it has its tasks again.
    for version in book.orders.iter_mut().filter(|one| one.code == *order) {
        version.term.until = "2199-12-31".parse().unwrap();
    }
    assert_eq!(standing(&book, &sign, &notes, after).task, Some(SignState::Missing));
    assert_eq!(wanted(&book, &notes, after).len(), 1);
}
