//! Notice numbers on a phone: offline, never twice, whatever is put back from a backup.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests are not recognised as tests"
)]

use crate::support;

use beatbook_device::{
    Beatbook, BeatbookError, BeginEncounter, EncounterNews, NoticeAbout, NoticeAsked, NoticeOutcome,
    NuisanceAsked,
};
use beatbook_domain::law::age::AgeBand;
use beatbook_domain::notices::block::Block;
use beatbook_domain::notices::number::{AuthorityCode, NoticeNumber};
use beatbook_domain::orders::book::Book;
use beatbook_domain::records::body::EntryBody;
use beatbook_domain::records::encounter::people::{
    Details, DetailsBasis, PersonKnown, VehicleKind, VehicleKnown,
};
use beatbook_domain::records::notice::ServiceMethod;
use beatbook_domain::records::notice::six::SixAsked;
use beatbook_domain::records::numbers::NumbersEntry;
use beatbook_domain::records::server::{NoticeDecided, NumberBlockAllotted, ServerBody};
use beatbook_domain::register::{Act, BucketKind, VoidReason};
use beatbook_protocol::id::Id;
use jiff::civil::date;
use serde_json::json;
use support::server::{Keeper, keep, keeper};
use support::{OFFICER, Phone, enrol, inside};

/// A warning about a vehicle: the shortest paper there is.
pub fn warning(encounter: Id) -> NoticeAsked {
    NoticeAsked {
        encounter,
        person: Some(1),
        about: NoticeAbout::S59Warning {
            nuisance: NuisanceAsked {
                vehicle: 1,
                driving: "Wheel spins around the roundabout.".to_owned(),
                annoyance: "People on the pavement ran away.".to_owned(),
            },
            warned: true,
        },
        authority: None,
        place: "Medway City Estate".to_owned(),
        particulars: "Spun the wheels of a car around the roundabout, four times.".to_owned(),
        in_uniform: Some(true),
        service: ServiceMethod::Hand,
        evidence: Vec::new(),
        six: SixAsked::default(),
        training: false,
    }
}

/// A force whose officer 4711 may warn.
pub fn orders(officer: Id) -> Book {
    let mut book = Book::founding().unwrap();
    let paper = json!({
        "code": "MDW",
        "letterhead": {
            "name": "Medway", "address": ["1 Example Quay"],
            "contact": { "name": "Vehicles", "lines": ["1 Example Quay"] },
            "privacy": { "controller": "Medway", "contact": "The officer", "more": "medway.example" }
        }
    });
    book.authorities.push(serde_json::from_value(paper).unwrap());
    let powers = json!({
        "officer": officer, "public_id": "4711", "capacity": "constable",
        "held": [{
            "power": "s59_vehicles", "granted_by": "MDW", "reference": "warrant 4711", "from": "2020-01-01", "to": null
        }]
    });
    book.powers.push(serde_json::from_value(powers).unwrap());
    book
}

/// Somebody with a car.
pub fn encounter(book: &Beatbook) -> Id {
    try_encounter(book).unwrap()
}

/// The same, where it may be refused.
pub fn try_encounter(book: &Beatbook) -> Result<Id, BeatbookError> {
    let encounter = book.begin_encounter(BeginEncounter::here())?;
    let known = PersonKnown {
        details: Some(Details::Refused { asked_under: DetailsBasis::S50 }),
        looks: Some(AgeBand::Adult),
        ..PersonKnown::default()
    };
    let car = VehicleKnown {
        kind: Some(VehicleKind::Car),
        plate: Some("AB12 CDE".to_owned()),
        driver: Some(1),
        ..VehicleKnown::default()
    };
    let news =
        vec![EncounterNews::Person { person: 1, known }, EncounterNews::Vehicle { vehicle: 1, known: car }];
    book.tell_encounter(encounter, news)?;
    Ok(encounter)
}

fn issue(book: &Beatbook) -> Result<NoticeNumber, BeatbookError> {
    match book.issue_notice(&warning(encounter(book)))? {
        NoticeOutcome::Issued { number, .. } => Ok(NoticeNumber::parse(&number).unwrap()),
        draft => panic!("a draft: {draft:?}"),
    }
}

pub fn allot(keeper: &mut Keeper, notebook: Id, first: u32) {
    let authority = AuthorityCode::new("MDW").unwrap();
    let block = Block { authority, series: 'A', digit: 0, first, count: 200 };
    keeper.publish(&ServerBody::NumberBlockAllotted(NumberBlockAllotted { notebook, block }));
}

/// Numbers left of all blocks.
pub fn left(book: &Beatbook) -> u32 {
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
pub fn supplied() -> (Phone, Beatbook, std::sync::Arc<std::sync::Mutex<Keeper>>, support::server::Server) {
    let (phone, keeper) = (Phone::new(), keeper());
    let server = keep(&keeper);
    let book = enrol(&phone, &server);
    book.want_notice_numbers("MDW", false).unwrap();
    book.want_notice_numbers("mdw", false).unwrap();
    keeper.lock().unwrap().publish_orders(&orders(OFFICER));
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
    assert_eq!(issue(&book).unwrap().to_string(), "MDW-A0-000001-J");
    assert_eq!(issue(&book).unwrap().serial(), 2);
    let notebook = book.notebook();
    drop(book);
    let book = phone.open(notebook).unwrap();
    assert_eq!(issue(&book).unwrap().serial(), 3, "after a restart, too");
    assert_eq!(left(&book), 197);
    let training = book.issue_notice(&NoticeAsked { training: true, ..warning(encounter(&book)) });
    assert_eq!(training.unwrap_err().code(), "no_notice_number_left");
    assert_eq!(given_up(&phone, &book), []);
}

#[test]
fn a_notebook_put_back_from_a_backup_uses_no_number_twice() {
    let (phone, book, _, _server) = supplied();
    let notebook = book.notebook();
    issue(&book).unwrap();
    drop(book);
    let file = phone.places.file(notebook);
    let backup = phone.folder.path().join("backup");
    std::fs::copy(&file, &backup).unwrap();
    let book = phone.open(notebook).unwrap();
    assert_eq!(issue(&book).unwrap().serial(), 2);
    drop(book);
    for log in ["-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{log}", file.display()));
    }
    std::fs::copy(&backup, &file).unwrap();
    let book = phone.open(notebook).unwrap();
    assert_eq!(issue(&book).unwrap_err().code(), "no_notice_number_left");
    assert_eq!(given_up(&phone, &book), [(1, 199)], "the block is burnt and its rest unaccounted");
    assert_eq!(left(&book), 0);
}

#[test]
fn a_phone_whose_marks_are_gone_burns_its_blocks() {
    let (phone, book, _, _server) = supplied();
    let notebook = book.notebook();
    issue(&book).unwrap();
    let marks = phone.places.seats.join(format!("{notebook}.numbers"));
    std::fs::remove_file(marks).unwrap();
    assert_eq!(issue(&book).unwrap_err().code(), "no_notice_number_left");
    assert_eq!(given_up(&phone, &book), [(1, 199)]);
}

#[test]
fn a_notice_that_could_not_be_written_costs_no_number() {
    let (phone, book, _, _server) = supplied();
    let long = NoticeAsked { place: "x".repeat(70_000), ..warning(encounter(&book)) };
    assert_eq!(book.issue_notice(&long).unwrap_err().code(), "notice");
    assert_eq!(issue(&book).unwrap().serial(), 1);
    let strange = NoticeAsked { authority: Some("CAN".to_owned()), ..warning(encounter(&book)) };
    assert_eq!(
        book.issue_notice(&strange).unwrap_err().code(),
        "incomplete",
        "nobody said what its paper says"
    );
    assert_eq!(given_up(&phone, &book), []);
}

#[test]
fn a_phone_killed_before_the_commit_gives_up_one_number_and_says_so() {
    let (phone, book, _, _server) = supplied();
    let notebook = book.notebook();
    issue(&book).unwrap();
    drop(book);
    // As a kill between the mark and the commit leaves it: begun and not done.
    let marks = phone.places.seats.join(format!("{notebook}.numbers"));
    let text = std::fs::read_to_string(&marks).unwrap();
    std::fs::write(&marks, text.replace("\"begun\":1", "\"begun\":2")).unwrap();
    let book = phone.open(notebook).unwrap();
    assert_eq!(issue(&book).unwrap().serial(), 3);
    assert_eq!(given_up(&phone, &book), [(1, 1)]);
    assert_eq!(left(&book), 197);
}

#[test]
fn blocks_that_come_again_after_a_reset_stay_as_far_spent_as_they_were() {
    let (phone, book, keeper, _server) = supplied();
    issue(&book).unwrap();
    keeper.lock().unwrap().generation += 1;
    book.sync().unwrap();
    assert_eq!(issue(&book).unwrap().serial(), 2);
    assert_eq!(given_up(&phone, &book), []);
}

#[test]
fn what_a_supervisor_decides_is_seen_on_the_phone() {
    let (_phone, book, keeper, _server) = supplied();
    let number = issue(&book).unwrap();
    let (before, on) = (date(2025, 9, 8), date(2025, 9, 9));
    assert_eq!(book.notice_standings(on).unwrap()[0].standing.kind(), BucketKind::NoPaymentDue);
    let act = Act::Void { reason: VoidReason::PrinterFailure };
    let why = Some("printed again".to_owned());
    keeper.lock().unwrap().publish(&ServerBody::NoticeDecided(NoticeDecided {
        number: number.clone(),
        on,
        by: None,
        act,
        why,
    }));
    book.sync().unwrap();
    let [notice] = book.notice_standings(on).unwrap().try_into().unwrap();
    assert_eq!((notice.number, notice.standing.kind()), (number, BucketKind::Voided));
    assert_eq!(book.notice_standings(before).unwrap()[0].standing.kind(), BucketKind::NoPaymentDue);
}
