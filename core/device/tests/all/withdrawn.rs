//! What the server lets an officer know, and what becomes of it on the phone once the officer may not have it any more.
#![allow(clippy::unwrap_used, reason = "helpers of tests are not recognised as tests")]

use crate::support;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use beatbook_domain::access::{Area, Role, RoleTerm, Roles};
use beatbook_domain::records::journal::Basis;
use beatbook_domain::records::server::{OfficerRoleChanged, ServerBody};
use beatbook_domain::records::task::{ReviewAsked, WelfareTask};
use beatbook_protocol::id::Id;
use beatbook_protocol::sync::{Body, Change};
use jiff::civil::date;
use support::server::{bend, keeper};
use support::{OFFICER, Phone, enrol, pages};

fn outreach() -> Roles {
    let term = RoleTerm { role: Role::OutreachWorker, from: date(2025, 1, 1), until: None };
    Roles::default().grant(term).unwrap()
}

fn told(officer: Id, roles: Roles) -> ServerBody {
    ServerBody::OfficerRoleChanged(OfficerRoleChanged { officer, roles })
}

fn task(n: u8, due: i8) -> WelfareTask {
    WelfareTask {
        id: Id::from_bytes([n; 16]),
        officer: None,
        team: Some("Outreach North".to_owned()),
        place: Some("TQ 757 683".to_owned()),
        what: format!("Persephone Quillfeather asked for a bed, {n}"),
        due: date(2025, 9, due),
        from_record: Id::from_bytes([0xee; 16]),
        review: None,
    }
}

#[test]
fn a_review_that_is_told_again_stands_once_as_it_was_told_last() {
    let (phone, keeper) = (Phone::new(), keeper());
    let server = bend(&keeper, |_, _| {});
    let book = enrol(&phone, &server);
    let review = |due: i8, lead: u8| {
        let asked = ReviewAsked {
            concerns: BTreeSet::new(),
            each: false,
            sightings: BTreeSet::new(),
            leads: vec![OFFICER, Id::from_bytes([lead; 16])],
            answers: Vec::new(),
        };
        WelfareTask { review: Some(asked), team: None, ..task(9, due) }
    };
    for told in [review(20, 1), task(8, 15), review(12, 2)] {
        keeper.lock().unwrap().publish(&ServerBody::WelfareTask(told));
    }
    book.sync().unwrap();
    assert_eq!(book.welfare_tasks().unwrap(), [review(12, 2), task(8, 15)]);
}

#[test]
fn a_withdrawn_body_is_in_no_page_after_the_next_sync() {
    let (phone, keeper) = (Phone::new(), keeper());
    let withdrawn = Arc::new(AtomicBool::new(false));
    let now = Arc::clone(&withdrawn);
    let server = bend(&keeper, move |answer, keeper| {
        // The whole journal again, once.
        if now.swap(false, Ordering::SeqCst) {
            let all = keeper.journal.iter();
            answer.changes = all
                .map(|(header, body)| Change::Entry { header: header.clone().into(), body: body.clone() })
                .collect();
            answer.reset = true;
        }
    });
    let book = enrol(&phone, &server);
    assert!(book.roles().unwrap().terms().is_empty());
    {
        let mut keeper = keeper.lock().unwrap();
        keeper.publish(&told(Id::from_bytes([1; 16]), Roles::default()));
        keeper.publish(&told(OFFICER, outreach()));
        keeper.publish(&ServerBody::WelfareTask(task(8, 20)));
        keeper.publish(&ServerBody::WelfareTask(task(9, 12)));
    }
    book.sync().unwrap();
    assert_eq!(book.roles().unwrap(), outreach());
    let access = book.access(date(2025, 9, 6)).unwrap();
    assert!(access.may_write(Area::Welfare) && !access.may_write(Area::Enforcement));
    assert_eq!(book.welfare_tasks().unwrap(), [task(9, 12), task(8, 20)], "the first due first");

    // The role is over: its bodies are not sent again, and the entry that says so is.
    let over = outreach().end(Role::OutreachWorker, date(2025, 9, 5)).unwrap();
    {
        let mut keeper = keeper.lock().unwrap();
        keeper.publish(&told(OFFICER, over.clone()));
        for (header, body) in &mut keeper.journal {
            if header.windows(9).any(|part| part == b"\"welfare\"") {
                *body = Body::Purged;
            }
        }
    }
    book.note("Recording is never refused.", Basis::Fact).unwrap();
    withdrawn.store(true, Ordering::SeqCst);
    book.sync().unwrap();
    assert_eq!((book.welfare_tasks().unwrap(), book.roles().unwrap()), (vec![], over));
    assert!(book.verify().unwrap().is_sound());
    let id = book.notebook();
    book.shutdown().unwrap();
    let pages = pages(&phone, id);
    let holds = |needle: &[u8]| pages.windows(needle.len()).any(|window| window == needle);
    assert!(holds(b"officer_role_changed") && holds(b"never refused"), "the rest can be read in it");
    assert!(!holds(b"Quillfeather") && !holds(b"TQ 757 683"), "withdrawn words are in no page");
}
