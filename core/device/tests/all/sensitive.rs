//! A sensitive task leaves the phone's file a day after it came: by the clock that runs through one start, or by a time that is
//! certain; never by a wall clock alone.
#![allow(clippy::unwrap_used, reason = "helpers of tests are not recognised as tests")]

use std::sync::{Arc, Mutex};

use crate::support;

use beatbook_device::{Beatbook, BodyState, Platform as _};
use beatbook_domain::records::server::ServerBody;
use beatbook_domain::records::task::WelfareTask;
use beatbook_domain::records::tasking::{
    Discretion, SENSITIVE_MS, SensitiveKind, TaskFor, TaskPlace, TaskPriority, TaskSet, TaskSource,
};
use beatbook_protocol::entry::BootId;
use beatbook_protocol::id::Id;
use jiff::civil::date;
use support::server::{Keeper, Server, keep, keeper};
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

/// A phone that the server has told of it.
fn told_of_it() -> (Phone, Arc<Mutex<Keeper>>, Server, Beatbook) {
    let (phone, keeper) = (Phone::new(), keeper());
    let server = keep(&keeper);
    let book = enrol(&phone, &server);
    keeper.lock().unwrap().publish(&sensitive());
    book.sync().unwrap();
    (phone, keeper, server, book)
}

#[test]
fn a_list_shows_that_there_is_one_and_opening_it_is_written_down() {
    let (_phone, _keeper, _server, book) = told_of_it();
    let task = Id::from_bytes([9; 16]);
    book.accept_task(task).unwrap();
    book.task_done(task, false, Some("Persephone is well".to_owned())).unwrap();
    let listed = book.tasks().unwrap().remove(0);
    let told = format!("{listed:?}");
    for word in ["Quarry", "Persephone", "DomesticAbuse"] {
        assert!(!told.contains(word), "{word}: {told}");
    }
    let care = listed.care.unwrap();
    assert!(care.leave_nothing_in_writing && !care.do_not_call);
    assert_eq!(listed.task.set.until, SATURDAY_NIGHT + 3 * SENSITIVE_MS);
    let opened = format!("{:?}", book.task(task).unwrap());
    for word in ["Quarry", "Look in on Persephone", "Persephone is well", "DomesticAbuse"] {
        assert!(opened.contains(word), "{word}: {opened}");
    }
    assert_eq!(book.task(Id::from_bytes([8; 16])).unwrap_err().code(), "task_unknown");
    let looks: Vec<String> =
        book.access_log(None, 10).unwrap().rows.into_iter().map(|row| row.look.to_string()).collect();
    assert_eq!(
        looks,
        ["listed, safeguarding, 1 row".to_owned(), format!("opened, safeguarding, record {task}, 1 row"),]
    );
}

#[test]
fn a_visit_of_the_welfare_service_is_written_down_when_it_is_listed_and_opened() {
    let (phone, keeper) = (Phone::new(), keeper());
    let server = keep(&keeper);
    let book = enrol(&phone, &server);
    let task = Id::from_bytes([7; 16]);
    keeper.lock().unwrap().publish(&ServerBody::WelfareTask(WelfareTask {
        id: task,
        officer: Some(OFFICER),
        team: None,
        place: None,
        what: "Bring the form".to_owned(),
        due: date(2025, 12, 1),
        from_record: Id::from_bytes([6; 16]),
        review: None,
    }));
    book.sync().unwrap();
    assert_eq!(book.tasks().unwrap()[0].task.set.what, "Bring the form");
    book.task(task).unwrap();
    let looks: Vec<String> =
        book.access_log(None, 10).unwrap().rows.into_iter().map(|row| row.look.to_string()).collect();
    assert_eq!(
        looks,
        ["listed, welfare, 1 row".to_owned(), format!("opened, welfare, record {task}, 1 row"),]
    );
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
    let (phone, _keeper, _server, book) = told_of_it();
    let came = phone.platform.now().unwrap().mono;
    phone.platform.advance_to_mono(came + SENSITIVE_MS - 1);
    assert_eq!(book.tasks().unwrap().len(), 1);
    phone.platform.advance(1);
    assert!(book.tasks().unwrap().is_empty());
    assert_gone(&phone, book);
}

#[test]
fn what_was_answered_leaves_with_it_and_not_before_the_server_has_it() {
    let (phone, keeper, _server, book) = told_of_it();
    let task = Id::from_bytes([9; 16]);
    book.accept_task(task).unwrap();
    book.sync().unwrap();
    book.task_done(task, false, Some("Persephone of Quarry Row is well".to_owned())).unwrap();
    let answers = || {
        let entries = book.entries(None, 99).unwrap();
        entries.iter().filter(|line| line.record == task && line.body == BodyState::Present).count()
    };
    assert_eq!(answers(), 2);
    let came = phone.platform.now().unwrap().mono;
    phone.platform.advance_to_mono(came + SENSITIVE_MS);
    assert!(book.tasks().unwrap().is_empty());
    assert_eq!(answers(), 1, "the server has the first alone");
    keeper.lock().unwrap().clock += SENSITIVE_MS;
    book.sync().unwrap();
    book.sync().unwrap();
    assert_eq!(answers(), 0);
    book.rebuild().unwrap();
    assert!(book.tasks().unwrap().is_empty());
    assert_gone(&phone, book);
}

#[test]
fn a_wall_clock_set_forward_takes_nothing_and_the_servers_time_does() {
    let (phone, keeper, _server, book) = told_of_it();
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
