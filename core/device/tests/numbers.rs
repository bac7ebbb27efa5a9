//! Notice numbers on a phone: offline, never twice, whatever is put back from a backup.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests are not recognised as tests"
)]

mod support;

use beatbook_device::{Beatbook, BeatbookError};
use beatbook_domain::notices::block::Block;
use beatbook_domain::notices::number::{AuthorityCode, NoticeNumber};
use beatbook_domain::records::body::EntryBody;
use beatbook_domain::records::notice::NoticeIssued;
use beatbook_domain::records::numbers::NumbersEntry;
use beatbook_domain::records::server::{NoticeDecided, NumberBlockAllotted, ServerBody};
use beatbook_domain::register::{Act, BucketKind, VoidReason};
use beatbook_protocol::id::Id;
use jiff::civil::date;
use serde_json::json;
use support::server::{Keeper, keep, keeper};
use support::{Phone, SATURDAY_NIGHT, enrol, inside};

/// A warning: the shortest paper there is.
fn warning() -> NoticeIssued {
    let time = json!({ "at": SATURDAY_NIGHT, "within": 500 });
    let hash = "00".repeat(32);
    serde_json::from_value(json!({
        "at": { "wall": SATURDAY_NIGHT, "mono": 5, "boot": "0000000000000001" }, "time": time, "number": "",
        "notice": {
            "authority": "MDW", "rule_set": { "id": "EW-2014", "revision": 1, "hash": hash },
            "encounter": "0192f0c4-0000-7000-8000-000000000001",
            "conduct": { "time": time, "place": "High Street, Chatham" }, "recipient": "refused",
            "issuer": { "public_id": "4711", "capacity": "council_authorised", "authorisation": "MDW/17" },
            "particulars": "Rubbish in the front garden.",
            "content": {
                "kind": "cpw", "requirements": [], "allowed_until": "2025-10-01",
                "detriment": { "conduct": "untidy_land", "effect": "e", "persistent": "p", "unreasonable": "u" }
            }
        }
    }))
    .unwrap()
}

fn record(n: u8) -> Id {
    Id::v7(1_757_181_600_000 + u64::from(n), [n; 10])
}

fn issue(book: &Beatbook, n: u8) -> Result<NoticeNumber, BeatbookError> {
    book.issue_notice(record(n), &warning(), false)
}

fn allot(keeper: &mut Keeper, notebook: Id, first: u32) {
    let authority = AuthorityCode::new("MDW").unwrap();
    let block = Block { authority, series: 'A', digit: 0, first, count: 200 };
    keeper.publish(&ServerBody::NumberBlockAllotted(NumberBlockAllotted { notebook, block }));
}

fn left(book: &Beatbook) -> u32 {
    book.notice_numbers_left().unwrap().iter().map(|one| one.left).sum()
}

/// Numbers that the journal on the phone says were given up: first place and count.
fn given_up(phone: &Phone, book: &Beatbook) -> Vec<(u32, u32)> {
    let entries = book.entries(None, 1_000).unwrap();
    let told: Vec<u64> =
        entries.iter().filter(|entry| entry.kind == "numbers_given_up").map(|entry| entry.seq).collect();
    book.pause().unwrap();
    let file = inside(&phone.places.file(book.notebook()));
    let read = |seq: &u64| {
        let body: Vec<u8> = file
            .query_row("SELECT body FROM entry WHERE seq = ?1", [seq.cast_signed()], |row| row.get(0))
            .unwrap();
        match EntryBody::parse("numbers_given_up", 1, &body).unwrap() {
            EntryBody::Numbers(NumbersEntry::GivenUp(one)) => (one.numbers.from, one.numbers.count),
            other => panic!("{other:?}"),
        }
    };
    let all = told.iter().rev().map(read).collect();
    drop(file);
    book.resume().unwrap();
    all
}

/// A phone with numbers 1 to 200 of Medway, and everything handed over.
fn supplied() -> (Phone, Beatbook, std::sync::Arc<std::sync::Mutex<Keeper>>, support::server::Server) {
    let (phone, keeper) = (Phone::new(), keeper());
    let server = keep(&keeper);
    let book = enrol(&phone, &server);
    book.want_notice_numbers("MDW", false).unwrap();
    book.want_notice_numbers("mdw", false).unwrap();
    allot(&mut keeper.lock().unwrap(), Id::from_bytes([9; 16]), 201);
    allot(&mut keeper.lock().unwrap(), book.notebook(), 1);
    book.sync().unwrap();
    (phone, book, keeper, server)
}

#[test]
fn numbers_are_spent_one_by_one_without_a_network() {
    let (phone, book, _, server) = supplied();
    drop(server);
    assert_eq!(left(&book), 200, "not those of another notebook");
    assert_eq!(issue(&book, 1).unwrap().to_string(), "MDW-A0-000001-J");
    assert_eq!(issue(&book, 2).unwrap().serial(), 2);
    let notebook = book.notebook();
    drop(book);
    let book = phone.open(notebook).unwrap();
    assert_eq!(issue(&book, 3).unwrap().serial(), 3, "after a restart, too");
    assert_eq!(left(&book), 197);
    let training = book.issue_notice(record(4), &warning(), true);
    assert_eq!(training.unwrap_err().code(), "no_notice_number_left");
    assert_eq!(given_up(&phone, &book), []);
}

#[test]
fn a_notebook_put_back_from_a_backup_uses_no_number_twice() {
    let (phone, book, _, _server) = supplied();
    let notebook = book.notebook();
    issue(&book, 1).unwrap();
    drop(book);
    let file = phone.places.file(notebook);
    let backup = phone.folder.path().join("backup");
    std::fs::copy(&file, &backup).unwrap();
    let book = phone.open(notebook).unwrap();
    assert_eq!(issue(&book, 2).unwrap().serial(), 2);
    drop(book);
    for log in ["-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{log}", file.display()));
    }
    std::fs::copy(&backup, &file).unwrap();
    let book = phone.open(notebook).unwrap();
    assert_eq!(issue(&book, 3).unwrap_err().code(), "no_notice_number_left");
    assert_eq!(given_up(&phone, &book), [(1, 199)], "the block is burnt and its rest unaccounted");
    assert_eq!(left(&book), 0);
}

#[test]
fn a_phone_whose_marks_are_gone_burns_its_blocks() {
    let (phone, book, _, _server) = supplied();
    let notebook = book.notebook();
    issue(&book, 1).unwrap();
    let marks = phone.places.seats.join(format!("{notebook}.numbers"));
    std::fs::remove_file(marks).unwrap();
    assert_eq!(issue(&book, 2).unwrap_err().code(), "no_notice_number_left");
    assert_eq!(given_up(&phone, &book), [(1, 199)]);
}

#[test]
fn a_notice_that_could_not_be_written_costs_no_number() {
    let (phone, book, _, _server) = supplied();
    let mut long = warning();
    long.notice.particulars = "x".repeat(70_000);
    assert_eq!(book.issue_notice(record(1), &long, false).unwrap_err().code(), "too_large");
    assert_eq!(issue(&book, 2).unwrap().serial(), 1);
    let mut strange = warning();
    strange.notice.authority = "Medway".to_owned();
    assert_eq!(book.issue_notice(record(3), &strange, false).unwrap_err().code(), "notice_authority");
    assert_eq!(given_up(&phone, &book), []);
}

#[test]
fn a_phone_killed_before_the_commit_gives_up_one_number_and_says_so() {
    let (phone, book, _, _server) = supplied();
    let notebook = book.notebook();
    issue(&book, 1).unwrap();
    drop(book);
    // As a kill between the mark and the commit leaves it: begun and not done.
    let marks = phone.places.seats.join(format!("{notebook}.numbers"));
    let text = std::fs::read_to_string(&marks).unwrap();
    std::fs::write(&marks, text.replace("\"begun\":1", "\"begun\":2")).unwrap();
    let book = phone.open(notebook).unwrap();
    assert_eq!(issue(&book, 2).unwrap().serial(), 3);
    assert_eq!(given_up(&phone, &book), [(1, 1)]);
    assert_eq!(left(&book), 197);
}

#[test]
fn blocks_that_come_again_after_a_reset_stay_as_far_spent_as_they_were() {
    let (phone, book, keeper, _server) = supplied();
    issue(&book, 1).unwrap();
    keeper.lock().unwrap().generation += 1;
    book.sync().unwrap();
    assert_eq!(issue(&book, 2).unwrap().serial(), 2);
    assert_eq!(given_up(&phone, &book), []);
}

#[test]
fn what_a_supervisor_decides_is_seen_on_the_phone() {
    let (_phone, book, keeper, _server) = supplied();
    let number = issue(&book, 1).unwrap();
    let (before, on) = (date(2025, 9, 8), date(2025, 9, 9));
    assert_eq!(book.notice_standings(on).unwrap()[0].standing.kind(), BucketKind::NoPaymentDue);
    let act = Act::Void { reason: VoidReason::PrinterFailure };
    let why = Some("printed again".to_owned());
    keeper.lock().unwrap().publish(&ServerBody::NoticeDecided(NoticeDecided {
        number,
        on,
        by: None,
        act,
        why,
    }));
    book.sync().unwrap();
    let [notice] = book.notice_standings(on).unwrap().try_into().unwrap();
    assert_eq!((notice.record, notice.standing.kind()), (record(1), BucketKind::Voided));
    assert_eq!(book.notice_standings(before).unwrap()[0].standing.kind(), BucketKind::NoPaymentDue);
}
