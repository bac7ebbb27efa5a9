//! Notice numbers and decisions, in every store.

use beatbook_domain::notices::number::NoticeNumber;
use beatbook_domain::records::server::{PaymentTaken, ServerBody};
use beatbook_domain::register::Payment;
use beatbook_server::store::Decided;

use super::Opened;
use super::common::id;
use super::common::notice::wanted;

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

fn payment() -> PaymentTaken {
    let day = jiff::civil::date(2026, 9, 23);
    PaymentTaken {
        number: NoticeNumber::parse("MDW-A7-000118-M").unwrap(),
        payment: Payment { paid: day, cleared: day, pence: 7_500, reference: "A1".to_owned() },
    }
}
