//! What is not signed, whole and about us changes nothing on the phone, whoever says it.
#![allow(clippy::unwrap_used, reason = "helpers of tests are not recognised as tests")]

use crate::support;

use beatbook_device::{BeatbookError, Delivery, NotebookState};
use beatbook_protocol::ranges::SeqSet;
use beatbook_protocol::receipt::{KeyHandover, SignedReceipt};
use beatbook_protocol::sign::SigningKey;
use beatbook_protocol::sync::{EntryResult, Outcome, ProblemCode, SyncResponse, Verdict};
use support::server::{Asked, Keeper, Reply, Server, bend, keeper, refuse};
use support::{Phone, delivery, enrol, work};

/// Syncs against a server that answers wrongly: an error, and nothing on the phone has changed.
fn changes_nothing(story: &str, answer: impl Fn(&mut SyncResponse, &Keeper) + Send + Sync + 'static) {
    let (phone, keeper) = (Phone::new(), keeper());
    let server = bend(&keeper, answer);
    let book = enrol(&phone, &server);
    work(&phone, &book);
    let before = delivery(&book);
    let told = book.sync();
    assert_eq!(told, Err(BeatbookError::BadAnswer), "{story}");
    let after: Vec<_> = delivery(&book);
    assert!(after.iter().all(|state| *state != Delivery::Refused), "{story}");
    let held = |states: &[Delivery]| states.iter().filter(|state| **state == Delivery::Held).count();
    assert_eq!(held(&before), held(&after), "{story}");
    assert_eq!(book.status().unwrap().state, NotebookState::Open, "{story}");
    assert!(book.verify().unwrap().is_sound(), "{story}");
}

#[test]
fn what_is_not_signed_and_sound_changes_nothing() {
    changes_nothing("a receipt by a stranger", |response, keeper| {
        let receipt = response.receipt.take().unwrap().open(&[keeper.key.public()]).unwrap();
        let stranger = SigningKey::from_seed(&[66; 32]);
        response.receipt = Some(SignedReceipt::sign(&receipt, &stranger).unwrap());
    });
    changes_nothing("a receipt for what was never written", |response, keeper| {
        let mut receipt = response.receipt.take().unwrap().open(&[keeper.key.public()]).unwrap();
        receipt.chain.seq += 1;
        response.receipt = Some(keeper.sign(&receipt));
    });
    changes_nothing("a receipt for another header at that number", |response, keeper| {
        let mut receipt = response.receipt.take().unwrap().open(&[keeper.key.public()]).unwrap();
        receipt.chain.hash = beatbook_protocol::hash::Hash::of(&[b"other"]);
        response.receipt = Some(keeper.sign(&receipt));
    });
    changes_nothing("a receipt for bodies beyond its chain", |response, keeper| {
        let mut receipt = response.receipt.take().unwrap().open(&[keeper.key.public()]).unwrap();
        receipt.bodies = SeqSet::from_numbers(0..receipt.chain.seq + 2);
        response.receipt = Some(keeper.sign(&receipt));
    });
    changes_nothing("another notebook's receipt", |response, keeper| {
        let mut receipt = response.receipt.take().unwrap().open(&[keeper.key.public()]).unwrap();
        receipt.notebook = beatbook_protocol::id::Id::from_bytes([8; 16]);
        response.receipt = Some(keeper.sign(&receipt));
    });
    changes_nothing("a receipt that lost a body it had", |response, keeper| {
        let mut receipt = response.receipt.take().unwrap().open(&[keeper.key.public()]).unwrap();
        receipt.bodies = SeqSet::from_numbers(1..=receipt.chain.seq);
        response.receipt = Some(keeper.sign(&receipt));
    });
    changes_nothing("a key nobody handed over", |response, _| {
        let stranger = SigningKey::from_seed(&[66; 32]);
        response.receipt_keys = vec![KeyHandover::sign(&stranger, SigningKey::from_seed(&[67; 32]).public())];
    });
    changes_nothing("a result for what was not sent", |response, _| {
        response.results.push(EntryResult { seq: 99, body: true, outcome: Outcome::Refused, rejected: None });
    });
    changes_nothing("a server in the year 9999", |response, _| response.server_time = 253_402_300_799_000);
    changes_nothing("an unknown version", |response, _| response.version = 2);
    changes_nothing("a retirement beyond the journal", |response, _| {
        response.verdict = Verdict::Retire { fork: 1 << 50 }
    });
}

/// A server that is not ours, or not whole.
fn refuses_politely(reply: impl Fn(&Asked, Vec<u8>) -> Reply + Send + Sync + 'static) -> BeatbookError {
    let (phone, keeper) = (Phone::new(), keeper());
    let server = Server::start(move |asked| {
        let answer = keeper.lock().unwrap().answer(&asked);
        if asked.path.ends_with("enrol") { Reply::Ours(answer) } else { reply(&asked, answer) }
    });
    let book = enrol(&phone, &server);
    work(&phone, &book);
    let told = book.sync().unwrap_err();
    let waiting = book.status().unwrap().outbox;
    assert_eq!(waiting.waiting + waiting.offered, 5, "nothing was taken off the queue");
    assert!(book.verify().unwrap().is_sound());
    told
}

#[test]
fn captive_portals_and_cut_answers_change_nothing() {
    let portal = b"<html><body>Sign in to FreeWiFi</body></html>".to_vec();
    let page = portal.clone();
    let html = move |_: &Asked, _| Reply::Raw { status: 200, kind: "text/html", body: page.clone() };
    assert_eq!(refuses_politely(html), BeatbookError::BadAnswer);
    let in_disguise = move |_: &Asked, _| Reply::Ours(portal.clone());
    assert_eq!(refuses_politely(in_disguise), BeatbookError::BadAnswer);
    let cut = refuses_politely(|_, answer| Reply::Cut(answer, 100));
    assert!(matches!(cut, BeatbookError::BadAnswer | BeatbookError::Network), "{cut:?}");
    let half = |_: &Asked, mut answer: Vec<u8>| {
        answer.truncate(100);
        Reply::Ours(answer)
    };
    assert_eq!(refuses_politely(half), BeatbookError::BadAnswer);
    let bomb = |_: &Asked, _| Reply::Ours(beatbook_protocol::frame::deflate(&vec![0; 5 << 20]).unwrap());
    assert_eq!(refuses_politely(bomb), BeatbookError::BadAnswer);
    let flood = |_: &Asked, _| Reply::Ours(vec![7; 1 << 20]);
    assert_eq!(refuses_politely(flood), BeatbookError::BadAnswer);
    let error = |_: &Asked, _| Reply::Raw { status: 502, kind: "text/plain", body: b"bad gateway".to_vec() };
    assert_eq!(refuses_politely(error), BeatbookError::BadAnswer);
}

#[test]
fn refusals_are_named() {
    for (code, expected) in [
        (ProblemCode::UpgradeRequired, BeatbookError::UpgradeRequired),
        (ProblemCode::Unauthorised, BeatbookError::Unauthorised),
        (ProblemCode::Revoked, BeatbookError::Revoked),
        (ProblemCode::Internal, BeatbookError::ServerBusy),
    ] {
        assert_eq!(refuses_politely(move |_, _| refuse(code, None)), expected);
    }
}
