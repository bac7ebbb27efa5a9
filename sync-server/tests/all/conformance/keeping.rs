//! Holds and erasing: what is held stays whoever asks, what goes leaves its tombstone, and nothing is erased from an old look.

use beatbook_domain::records::keeping::{ErasedFor, HoldLifted, HoldPlaced};
use beatbook_domain::records::server::ServerBody;
use beatbook_protocol::id::Id;
use beatbook_server::auth::Scope;
use beatbook_server::store::{Erased, Erasing, KeepingFacts, Part, StoredBody};

use super::Opened;
use crate::common::id;
use crate::common::phone::{Phone, erasure, note};

fn erasing(phone: &Phone, record: Id, seqs: &[u64], looked: &KeepingFacts) -> Erasing {
    let head = looked.heads.get(&phone.notebook).copied().unwrap();
    Erasing {
        parts: vec![Part { notebook: phone.notebook, seqs: seqs.to_vec(), head }],
        record,
        joined: Vec::new(),
        own: Vec::new(),
        presence: false,
        why: ErasedFor::KeepingTime,
        what: format!("erased: {record}"),
        reason: None,
        length: looked.length,
    }
}

fn placed(record: Id) -> ServerBody {
    ServerBody::HoldPlaced(HoldPlaced {
        hold: id(70),
        record,
        number: None,
        by: id(1),
        why: "claim".to_owned(),
    })
}

fn lifted(record: Id) -> ServerBody {
    ServerBody::HoldLifted(HoldLifted { hold: id(70), record, by: id(1), why: "settled".to_owned() })
}

async fn decide(opened: &Opened, scope: &Scope, body: ServerBody) {
    opened
        .store
        .decide_at_desk(scope, vec![(Id::v7(0, [7; 10]), body)], "hold".to_owned(), None)
        .await
        .unwrap();
}

async fn body(opened: &Opened, scope: &Scope, phone: &Phone, seq: u64) -> StoredBody {
    opened.store.entries(scope, phone.notebook, seq, 1).await.unwrap().remove(0).body
}

pub async fn what_is_erased_leaves_its_header_and_the_entry_that_says_so(opened: Opened) {
    let scope = opened.authority("MDW").await;
    let other = opened.authority("KNT").await;
    let mut phone = opened.phone(&scope, 7).await;
    let (first, second) = (phone.tell(id(30), &note("Felicity")), phone.tell(id(31), &note("Gwendolen")));
    opened.apply(&phone, 1..3, [first, second]).await;
    let looked = opened.store.keeping_facts(&scope).await.unwrap();
    let kinds: Vec<_> = looked.entries.iter().map(|one| (one.seq, one.record, one.kind.as_str())).collect();
    assert_eq!(kinds[1..], [(1, id(30), "note"), (2, id(31), "note")]);
    assert!(looked.entries[1..].iter().all(|one| one.taken.abs_diff(opened.clock.now()) < 60_000));
    assert!(opened.store.keeping_facts(&other).await.unwrap().entries.is_empty());

    // Another authority cannot reach it; an old look erases nothing.
    let reached = opened.store.erase_bodies(&other, erasing(&phone, id(30), &[1], &looked)).await;
    assert!(reached.is_err());
    let third = phone.tell(id(30), &note("Hermione"));
    opened.apply(&phone, 3..4, [third]).await;
    let erased = opened.store.erase_bodies(&scope, erasing(&phone, id(30), &[1], &looked)).await.unwrap();
    assert_eq!(erased, Erased::Changed);
    assert!(matches!(body(&opened, &scope, &phone, 1).await, StoredBody::Present { .. }));

    let looked = opened.store.keeping_facts(&scope).await.unwrap();
    let erased = opened.store.erase_bodies(&scope, erasing(&phone, id(30), &[1, 3], &looked)).await.unwrap();
    assert_eq!(erased, Erased::Done(2));
    let journal = opened.store.journal(&scope).await.unwrap();
    let (by, told) = journal
        .iter()
        .find_map(|(seq, body)| match body {
            ServerBody::BodiesErased(erased) => Some((*seq, erased.clone())),
            _ => None,
        })
        .unwrap();
    assert_eq!((told.journal, told.entries), (phone.notebook, vec![(1, 1), (3, 3)]));
    for seq in [1, 3] {
        assert!(
            matches!(body(&opened, &scope, &phone, seq).await, StoredBody::Forgotten { by: one } if one == by)
        );
    }
    assert!(matches!(body(&opened, &scope, &phone, 2).await, StoredBody::Present { .. }));
    // Offered again, it is not taken; the receipt goes on to cover it.
    let applied = opened.apply(&phone, 1..4, [1, 3]).await;
    assert!(applied.receipt.bodies.contains(1) && applied.receipt.bodies.contains(3));
    assert!(matches!(body(&opened, &scope, &phone, 1).await, StoredBody::Forgotten { .. }));
}

pub async fn what_is_under_a_hold_waits_for_it_to_be_lifted(opened: Opened) {
    let scope = opened.authority("MDW").await;
    let mut phone = opened.phone(&scope, 7).await;
    let seq = phone.tell(id(30), &note("Felicity"));
    opened.apply(&phone, 1..2, [seq]).await;
    let tellers = opened.store.tellers_of(&scope, id(30)).await.unwrap();
    assert_eq!((tellers.officers.len(), tellers.hidden), (1, false));
    assert!(opened.store.tellers_of(&scope, id(99)).await.unwrap().officers.is_empty());
    decide(&opened, &scope, placed(id(30))).await;
    let looked = opened.store.keeping_facts(&scope).await.unwrap();
    assert_eq!(looked.holds.get(&id(30)), Some(&vec![id(70)]));
    let erased = opened.store.erase_bodies(&scope, erasing(&phone, id(30), &[1], &looked)).await.unwrap();
    assert_eq!(erased, Erased::Held(id(70)));

    // The phone's own erasure waits as well, and is done once the hold is lifted.
    let by = phone.tell(id(30), &erasure(1));
    let applied = opened.apply(&phone, 2..3, [by]).await;
    let answer = applied.results.iter().find(|one| one.body && one.seq == by).unwrap();
    assert_eq!(answer.rejected.as_deref(), Some("under_hold"));
    assert!(matches!(body(&opened, &scope, &phone, 1).await, StoredBody::Present { .. }));
    decide(&opened, &scope, lifted(id(30))).await;
    assert!(matches!(body(&opened, &scope, &phone, 1).await, StoredBody::Erased { by: one } if one == by));
    assert!(opened.store.keeping_facts(&scope).await.unwrap().holds.is_empty());
}
