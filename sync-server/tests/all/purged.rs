//! Whose receipt lets a phone go on behind purged entries: this server's, for this notebook, for this very chain.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests are not recognised as tests"
)]

use crate::common;

use std::path::PathBuf;
use std::sync::Arc;

use beatbook_domain::records::server::{AlarmKind, ServerBody};
use beatbook_protocol::chain::ChainPoint;
use beatbook_protocol::ranges::SeqSet;
use beatbook_protocol::receipt::{KeyHandover, Receipt, SignedReceipt};
use beatbook_protocol::sign::SigningKey;
use beatbook_protocol::sync::{Checkpoint, Outcome, SyncRequest, Verdict};
use beatbook_server::admin::{Command, Request, client};
use beatbook_server::home::Home;
use beatbook_server::restore::{Erased, Source, restore};
use beatbook_server::verify::verify;
use common::phone::{Phone, erasure};
use common::{Beat, id, start};

async fn back_up(beat: &Beat) -> PathBuf {
    let home = Home::at(beat.folder.path());
    let file = home.folder().join("old.backup");
    let request = Request { command: Command::Backup { file: file.clone() }, json: false };
    assert_eq!(client::run(&home, request, Vec::new(), |_| {}).await.unwrap().exit, 0);
    file
}

/// The server's machine is lost; phones learn its new port.
async fn restored(beat: Beat, backup: PathBuf, phones: &mut [&mut Phone]) -> Beat {
    let Beat { folder: old, clock, server, authority, officer } = beat;
    server.stop().await;
    let folder = Arc::new(tempfile::tempdir().unwrap());
    let key_file = Home::at(old.path()).key_file();
    let source = Source { backup, key_file, erased: Erased::BesideBackup };
    restore(&Home::at(folder.path()), &source, &clock).unwrap();
    let server = start(folder.path(), &clock).await;
    for phone in phones {
        phone.address = format!("https://{}", server.address());
    }
    Beat { folder, clock, server, authority, officer }
}

/// The receipt that speaks of `point`, and the entries after it.
fn offer_behind(phone: &Phone, seq: u64, receipt: SignedReceipt) -> SyncRequest {
    let point = ChainPoint { seq, hash: phone.entries[usize::try_from(seq).unwrap()].hash };
    let request = phone.request(seq + 1..phone.head() + 1, seq + 1..phone.head() + 1);
    SyncRequest { checkpoint: Some(Checkpoint { point, receipt, keys: None }), ..request }
}

/// A phone with entries 0 to 9 under a receipt, all but 0 and 1 lost by the server.
async fn beyond_the_backup() -> (Beat, Phone, SignedReceipt) {
    let beat = Beat::begin().await;
    let mut phone = beat.phone(1).await;
    phone.note("before the backup");
    phone.sync().await;
    let backup = back_up(&beat).await;
    for _ in 2..10 {
        phone.note("after the backup");
    }
    phone.sync().await;
    let receipt = phone.receipt.clone().unwrap();
    let beat = restored(beat, backup, &mut [&mut phone]).await;
    assert!(matches!(phone.sync().await.verdict, Verdict::Rebase { .. }));
    (beat, phone, receipt)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_chain_goes_on_and_receipts_claim_nothing_that_is_not_held() {
    let (beat, mut phone, receipt) = beyond_the_backup().await;
    phone.tell(id(30), &erasure(4));
    let answer = phone.send(&offer_behind(&phone, 6, receipt)).await.unwrap();
    assert_eq!(answer.verdict, Verdict::Ok);
    let held = phone.held().unwrap();
    assert_eq!((held.generation, held.chain.seq), (2, 10));
    assert_eq!(held.bodies, SeqSet::from_numbers([0, 1, 7, 8, 9, 10]));
    assert_eq!(held.lost, Some(SeqSet::from_numbers(2..=6)));
    // Whoever still has a lost entry is not believed to bring another history, and a body of it finds no header.
    let answer = phone.exchange(&phone.request(1..9, [3])).await.unwrap();
    let outcomes: Vec<Outcome> = answer.results.iter().map(|result| result.outcome).collect();
    let lost = [Outcome::Refused; 5];
    assert_eq!(outcomes[1..6], lost);
    assert_eq!(
        (outcomes[0], outcomes[6], outcomes[8]),
        (Outcome::Duplicate, Outcome::Duplicate, Outcome::Refused)
    );
    assert_eq!(answer.verdict, Verdict::Ok);
    phone.note("and on");
    assert_eq!(phone.sync().await.verdict, Verdict::Ok);
    let service = beat.server.service();
    let checked = verify(&**service.store(), service.keyholder(), |_| {}).await.unwrap();
    assert_eq!((checked.faults, checked.lost), (vec![], vec![(phone.notebook, 2, 6)]));
}

#[tokio::test(flavor = "multi_thread")]
async fn no_other_receipt_lets_a_prefix_be_skipped() {
    let (beat, phone, genuine) = beyond_the_backup().await;
    let mut other = beat.phone(2).await;
    for _ in 0..12 {
        other.note("on another phone of the same officer");
    }
    other.sync().await;
    let says = genuine.open(&[phone.receipt_key]).unwrap();
    let stranger = SigningKey::from_seed(&[99; 32]);
    let mut bent = genuine.clone();
    bent.bytes[20] ^= 1;
    let elsewhere = Receipt { server: id(77), ..says.clone() };
    let held = phone.receipt.clone().unwrap();
    let forged = [
        ("signed by a stranger", SignedReceipt::sign(&says, &stranger).unwrap()),
        ("signed by the phone itself", SignedReceipt::sign(&says, &phone.key()).unwrap()),
        ("changed", bent),
        ("of another server", SignedReceipt::sign(&elsewhere, &stranger).unwrap()),
        ("of another notebook", other.receipt.clone().unwrap()),
        ("that does not reach so far", held),
    ];
    for (what, receipt) in forged {
        let answer = phone.exchange(&offer_behind(&phone, 6, receipt)).await.unwrap();
        assert!(matches!(answer.verdict, Verdict::Rebase { held: Some(_) }), "a receipt {what}");
        assert!(answer.results.iter().all(|result| result.outcome == Outcome::Refused), "a receipt {what}");
    }
    // A genuine one, and a phone that no longer has what it ends with.
    let mut short = phone.clone();
    short.entries.truncate(9);
    let answer = short.exchange(&offer_behind(&short, 6, genuine)).await.unwrap();
    assert!(matches!(answer.verdict, Verdict::Rebase { .. }));
    assert!(!beat.journal().await.iter().any(|body| matches!(body, ServerBody::EntriesLost(_))));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rewritten_history_behind_a_genuine_receipt_is_a_fork() {
    let (beat, phone, genuine) = beyond_the_backup().await;
    // The officer's copy of the file says something else from entry 7 on; the receipt speaks of entry 9.
    let mut copy = phone.clone();
    copy.entries.truncate(7);
    for _ in 7..11 {
        copy.note("another story");
    }
    let answer = copy.exchange(&offer_behind(&copy, 6, genuine)).await.unwrap();
    assert_eq!(answer.verdict, Verdict::Retire { fork: 7 });
    let alarms = beat.journal().await;
    assert!(
        alarms.iter().any(|body| matches!(body, ServerBody::AlarmRaised(a) if a.kind == AlarmKind::Fork))
    );
    let service = beat.server.service();
    assert_eq!(verify(&**service.store(), service.keyholder(), |_| {}).await.unwrap().faults, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_by_hand_is_found_out_by_a_checkpoint_alone() {
    let beat = Beat::begin().await;
    let mut phone = beat.phone(1).await;
    phone.note("one");
    phone.sync().await;
    let Beat { folder, clock, server, authority, officer } = beat;
    server.stop().await;
    let database = Home::at(folder.path()).database();
    let copy = std::fs::read(&database).unwrap();
    let server = start(folder.path(), &clock).await;
    phone.address = format!("https://{}", server.address());
    for _ in 0..4 {
        phone.note("two");
    }
    phone.sync().await;
    server.stop().await;
    std::fs::write(&database, copy).unwrap();
    let server = start(folder.path(), &clock).await;
    let beat = Beat { folder, clock, server, authority, officer };
    phone.address = format!("https://{}", beat.server.address());
    // Its newest receipt got lost with a reinstalled app; what is left is the one of the checkpoint.
    let receipt = phone.receipt.take().unwrap();
    let answer = phone.send(&offer_behind(&phone, 3, receipt)).await.unwrap();
    assert_eq!(answer.verdict, Verdict::Ok);
    assert_eq!(phone.held().unwrap().generation, 2, "raised: no receipt of before is its equal");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receipt_by_a_key_that_no_own_one_handed_over_to_proves_nothing() {
    let (beat, phone, signed) = beyond_the_backup().await;
    let receipt = signed.open(&[phone.receipt_key]).unwrap();
    let later = SigningKey::from_seed(&[77; 32]);
    let signed = SignedReceipt::sign(&receipt, &later).unwrap();
    let offer = |phone: &Phone, keys| {
        let mut request = offer_behind(phone, 5, signed.clone());
        request.receipt = None;
        if let Some(checkpoint) = &mut request.checkpoint {
            checkpoint.keys = keys;
        }
        request
    };
    let stranger = SigningKey::from_seed(&[66; 32]);
    for keys in [None, Some(Vec::new()), Some(vec![KeyHandover::sign(&stranger, later.public())])] {
        let answer = phone.exchange(&offer(&phone, keys)).await.unwrap();
        assert!(matches!(answer.verdict, Verdict::Rebase { held: Some(_) }), "{:?}", answer.verdict);
        assert!(answer.results.iter().all(|result| result.outcome == Outcome::Refused));
    }
    assert!(!beat.journal().await.iter().any(|body| matches!(body, ServerBody::EntriesLost(_))));
}
