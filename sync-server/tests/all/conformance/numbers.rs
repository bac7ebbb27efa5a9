//! Notice numbers and decisions, in every store.

use beatbook_domain::law::shipped;
use beatbook_domain::notices::allotment::next_own;
use beatbook_domain::notices::number::{AuthorityCode, NoticeNumber};
use beatbook_domain::records::body::EntryBody;
use beatbook_domain::records::notice::NoticeEntry;
use beatbook_domain::records::server::{DraftPosted, PaymentTaken, ServerBody};
use beatbook_domain::register::{IssuedNotice, Payment};
use beatbook_protocol::hash::Hash;
use beatbook_protocol::id::Id;
use beatbook_server::store::Decided;

use super::Opened;
use super::common::id;
use super::common::notice::{ISSUED, issued, voided, wanted};

pub async fn numbers_are_one_notebooks_alone_whoever_asks_at_the_same_time(opened: Opened) {
    // Two authorities of one code: their paper looks the same, so its numbers must not.
    let (medway, other) = (opened.authority("MDW").await, opened.authority("MDW").await);
    let mut phones = Vec::new();
    for (scope, seed) in [(&medway, 1), (&medway, 2), (&other, 3), (&other, 4)] {
        let mut phone = opened.phone(scope, seed).await;
        phone.tell(id(40), &wanted("MDW", false));
        phones.push(phone);
    }
    let asked = phones.iter().map(|phone| opened.apply(phone, 1..2, [1]));
    let [one, two, three, four] = asked.collect::<Vec<_>>().try_into().ok().unwrap();
    tokio::join!(one, two, three, four);
    // Asked once more, nobody gets more.
    for phone in &phones {
        opened.apply(phone, 1..2, [1]).await;
    }
    let mut blocks = Vec::new();
    for scope in [&medway, &other] {
        for (_, body) in opened.store.journal(scope).await.unwrap() {
            if let ServerBody::NumberBlockAllotted(allotted) = body {
                blocks.push(allotted.block);
            }
        }
    }
    assert_eq!(blocks.len(), 4);
    for (place, block) in blocks.iter().enumerate() {
        assert!(blocks[..place].iter().all(|earlier| !earlier.overlaps(block)));
    }
}

pub async fn decisions_made_from_an_old_register_are_not_written(opened: Opened) {
    let scope = opened.authority("MDW").await;
    let read_to = opened.store.register_facts(&scope).await.unwrap().read_to;
    let decided = |read_to| Decided {
        mark: None,
        read_to,
        entries: vec![(id(9), ServerBody::PaymentTaken(payment()))],
        what: "payments: 1 of 1 lines taken".to_owned(),
        reason: None,
    };
    assert!(opened.store.decide(&scope, decided(read_to)).await.unwrap());
    assert!(!opened.store.decide(&scope, decided(read_to)).await.unwrap(), "the journal has moved on");
    let journal = opened.store.register_facts(&scope).await.unwrap().journal;
    assert_eq!(journal.iter().filter(|body| matches!(body, ServerBody::PaymentTaken(_))).count(), 1);
}

pub async fn the_servers_own_numbers_go_one_after_another_and_to_drafts_only(opened: Opened) {
    let scope = opened.authority("MDW").await;
    let mut phone = opened.phone(&scope, 1).await;
    phone.tell(id(40), &wanted("MDW", false));
    phone.tell(id(60), &voided("printer_failure"));
    opened.apply(&phone, 1..3, [1, 2]).await;
    let code = AuthorityCode::new("MDW").unwrap();
    let asked = (0..3).map(|_| opened.store.allot_own_numbers(&scope, &code));
    let [one, two, three] = asked.collect::<Vec<_>>().try_into().ok().unwrap();
    let (one, two, three) = tokio::join!(one, two, three);
    assert!([one, two, three].into_iter().all(|allotted| allotted.unwrap().is_ok()));
    let facts = opened.store.register_facts(&scope).await.unwrap();
    assert_eq!(facts.accounts.len(), 2, "the notebook's and one of the server's");
    let first = next_own(&facts.accounts, facts.own, &code).unwrap();
    let decided = |number: &NoticeNumber, read_to| Decided {
        mark: None,
        read_to,
        entries: vec![(id(60), ServerBody::DraftPosted(Box::new(posted(number, phone.notebook))))],
        what: "a draft issued by post".to_owned(),
        reason: Some("both signs are inside".to_owned()),
    };
    // A notebook's number is not the server's to give.
    let theirs = facts.accounts[0].block.number(0).unwrap();
    assert!(opened.store.decide(&scope, decided(&theirs, facts.read_to)).await.is_err());
    assert!(opened.store.decide(&scope, decided(&first, facts.read_to)).await.unwrap());
    let facts = opened.store.register_facts(&scope).await.unwrap();
    let second = next_own(&facts.accounts, facts.own, &code).unwrap();
    assert_eq!(second.serial(), first.serial() + 1, "no gap");
    assert!(opened.store.decide(&scope, decided(&first, facts.read_to)).await.is_err(), "never twice");

    // The entries of one record, and of no other notebook's.
    let told = opened.store.entries_of(&scope, phone.notebook, id(60)).await.unwrap();
    assert_eq!(told.len(), 1);
    let other = opened.authority("KCC").await;
    assert!(opened.store.entries_of(&other, phone.notebook, id(60)).await.is_err());
}

fn posted(number: &NoticeNumber, notebook: Id) -> DraftPosted {
    let EntryBody::Notice(NoticeEntry::Issued(issued)) = issued(&number.to_string()) else {
        panic!("an issue");
    };
    DraftPosted {
        templates: None,
        notebook,
        record: id(60),
        draft: Hash::ZERO,
        time: ISSUED,
        issued: IssuedNotice::read(&issued, &shipped::rule_sets().unwrap()).unwrap(),
        by: id(7),
        missing: Vec::new(),
        doubts: vec!["edge".to_owned()],
        why: "both signs are inside".to_owned(),
    }
}

fn payment() -> PaymentTaken {
    let day = jiff::civil::date(2026, 9, 23);
    PaymentTaken {
        number: NoticeNumber::parse("MDW-A7-000118-M").unwrap(),
        payment: Payment { paid: day, cleared: day, pence: 7_500, reference: "A1".to_owned() },
        by: None,
    }
}
