//! A sensitive task leaves the phone's file a day after it came: by the clock that runs through one start, or by a time that is
//! certain; never by a wall clock alone.
#![allow(clippy::unwrap_used, reason = "helpers of tests are not recognised as tests")]

use crate::support;

use beatbook_device::{Beatbook, Platform as _};
use beatbook_domain::records::server::ServerBody;
use beatbook_domain::records::tasking::{
    Discretion, SENSITIVE_MS, SensitiveKind, TaskFor, TaskPlace, TaskPriority, TaskSet, TaskSource,
};
use beatbook_protocol::entry::BootId;
use beatbook_protocol::id::Id;
use support::server::{keep, keeper};
use support::{OFFICER, Phone, SATURDAY_NIGHT, enrol, pages};

fn sensitive() -> ServerBody {
    let (kind, leave_nothing_in_writing) = (SensitiveKind::DomesticAbuse, true);
    ServerBody::TaskSet(Box::new(TaskSet {
        task: Id::from_bytes([9; 16]),
        source: TaskSource::Dmm,
        reference: None,
        for_whom: TaskFor::Officer(OFFICER),
        place: TaskPlace::Address("1 Quarry Row".to_owned()),
        what: "Look in on Persephone".to_owned(),
        from: SATURDAY_NIGHT,
        until: SATURDAY_NIGHT + 3 * SENSITIVE_MS,
        priority: TaskPriority::High,
        discretion: Some(Discretion { kind, leave_nothing_in_writing, do_not_call: false }),
        by: Some(Id::from_bytes([4; 16])),
    }))
}

fn assert_gone(phone: &Phone, book: Beatbook) {
    assert!(book.verify().unwrap().is_sound());
    let id = book.notebook();
    book.shutdown().unwrap();
    let pages = pages(phone, id);
    let holds = |needle: &[u8]| pages.windows(needle.len()).any(|window| window == needle);
    assert!(holds(b"welfare"), "its header can be read in it");
    assert!(!holds(b"Quarry Row") && !holds(b"Persephone"), "its words are in no page");
}

#[test]
fn its_words_are_in_no_page_once_the_day_is_over() {
    let (phone, keeper) = (Phone::new(), keeper());
    let server = keep(&keeper);
    let book = enrol(&phone, &server);
    keeper.lock().unwrap().publish(&sensitive());
    book.sync().unwrap();
    let came = phone.platform.now().unwrap().mono;
    phone.platform.advance_to_mono(came + SENSITIVE_MS - 1);
    assert_eq!(book.tasks().unwrap().len(), 1);
    phone.platform.advance(1);
    assert!(book.tasks().unwrap().is_empty());
    assert_gone(&phone, book);
}

#[test]
fn a_wall_clock_set_forward_takes_nothing_and_the_servers_time_does() {
    let (phone, keeper) = (Phone::new(), keeper());
    let server = keep(&keeper);
    let book = enrol(&phone, &server);
    keeper.lock().unwrap().publish(&sensitive());
    book.sync().unwrap();
    let id = book.notebook();
    book.shutdown().unwrap();
    drop(book);
    // The phone starts again, and its wall clock says that a week is over.
    phone.platform.restart(BootId(77));
    phone.platform.set_wall(SATURDAY_NIGHT + 7 * SENSITIVE_MS);
    let book = phone.open(id).unwrap();
    assert_eq!(book.tasks().unwrap().len(), 1, "nobody knows what time it is");
    keeper.lock().unwrap().clock += SENSITIVE_MS;
    book.sync().unwrap();
    assert!(book.tasks().unwrap().is_empty());
    assert_gone(&phone, book);
}
