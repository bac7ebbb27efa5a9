//! The phone's access log: in a notebook of an earlier version, while it is closed for writing, and when its time is over.
#![allow(clippy::unwrap_used, reason = "helpers of tests are not recognised as tests")]

use crate::numbers::encounter;
use crate::support;

use std::sync::{Arc, Mutex};

use beatbook_device::{Beatbook, Keeping};
use beatbook_domain::access::Area;
use beatbook_domain::records::journal::Basis;
use beatbook_domain::records::looked::{LOOKS_MAX, LookedHow};
use support::server::{Keeper, keep};
use support::{MINUTE, Phone, enrol, inside};

const DAY: i64 = 24 * 60 * MINUTE;

fn hows(book: &Beatbook) -> Vec<(LookedHow, bool)> {
    let rows = book.access_log(None, 1_000).unwrap().rows;
    let rows = rows.into_iter().filter(|row| row.look.area != Some(Area::Audit));
    rows.map(|row| (row.look.how, row.told)).collect()
}

#[test]
fn a_notebook_of_the_first_version_gets_its_log_when_it_is_opened() {
    let phone = Phone::new();
    let book = phone.found();
    let (id, met) = (book.notebook(), encounter(&book));
    book.shutdown().unwrap();
    inside(&phone.places.file(id)).execute_batch("DROP TABLE access; PRAGMA user_version = 1").unwrap();
    let book = phone.open(id).unwrap();
    book.encounter(met).unwrap();
    assert_eq!(hows(&book), [(LookedHow::View, false)]);
    assert!(book.verify().unwrap().is_sound());
}

#[test]
fn looks_are_rows_with_the_time_and_leave_with_the_entry_that_told_of_them() {
    let (phone, keeper) = (Phone::new(), Arc::new(Mutex::new(Keeper::new())));
    let server = keep(&keeper);
    let book = enrol(&phone, &server);
    let met = encounter(&book);
    let written = book.entries(None, 100).unwrap().len();
    for _ in 0..=LOOKS_MAX {
        book.encounter(met).unwrap();
        book.encounter(met).unwrap();
        phone.platform.advance(MINUTE);
    }
    assert_eq!(book.entries(None, 100).unwrap().len(), written, "a look is no entry");
    let first = book.access_log(None, 1).unwrap().rows.remove(0);
    assert_eq!((first.look.record, first.look.rows, first.look.missed), (Some(met), 1, 0));
    assert!(first.look.time.is_some_and(|time| time.within.is_some()), "{first:?}");
    assert_eq!(hows(&book).len(), LOOKS_MAX + 1, "one a minute");
    book.sync().unwrap();
    book.sync().unwrap();
    let entries = book.entries(None, 100).unwrap();
    assert_eq!(entries.iter().filter(|entry| entry.kind == "looked").count(), 2, "it was too much for one");
    assert!(hows(&book).iter().all(|(_, told)| *told));
    let looked = entries.iter().find(|entry| entry.kind == "looked").unwrap().seq;
    assert_eq!(book.erase(looked, "request").unwrap_err().code(), "not_erasable");

    book.erase(1, "request").unwrap();
    book.rebuild().unwrap();
    assert_eq!(hows(&book).last(), Some(&(LookedHow::Erased, false)));
    keeper.lock().unwrap().clock += 366 * DAY;
    phone.platform.advance(366 * DAY);
    book.note("a year later", Basis::Fact).unwrap();
    book.sync().unwrap();
    book.purge(&Keeping::default()).unwrap();
    assert_eq!(hows(&book), [(LookedHow::Erased, true)], "told now, and kept from now");
    assert!(book.verify().unwrap().is_sound());
}
