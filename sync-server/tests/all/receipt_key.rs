//! The receipt key is changed while the real program serves: what it signs, and what it can prove of it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests are not recognised as tests"
)]

use crate::binary;
use crate::common;

use beatbook_protocol::enrol::Ticket;
use beatbook_protocol::sign::PublicKey;
use beatbook_protocol::sync::{SyncResponse, Verdict};
use binary::Administrator;
use common::phone::Phone;

/// What a phone that was enrolled under `pinned` makes of an answer: the keys it trusts then, newest last.
fn trusted(pinned: PublicKey, answer: &SyncResponse) -> Vec<PublicKey> {
    let mut keys = vec![pinned];
    for handover in &answer.receipt_keys {
        handover.verify(keys.last().unwrap()).expect("signed by the key before it");
        keys.push(handover.key);
    }
    keys
}

#[tokio::test(flavor = "multi_thread")]
async fn the_key_is_changed_while_phones_sync_and_every_old_signature_still_counts() {
    let administrator = Administrator::of_medway();
    let serving = administrator.serves();
    let text =
        administrator.run(&["enrol", "--authority", "MDW", "--officer", "4711", "--text-only"]).done().out;
    let ticket = Ticket::parse(text.trim()).unwrap();
    let mut phone = Phone::new(&ticket, 1);
    phone.enrol(&ticket.code).await.unwrap();
    phone.note("under the first key");
    phone.sync().await;
    let first = phone.receipt.clone().unwrap();
    let changed = administrator.json(&["receipt-key", "change"]);
    assert_eq!(changed["former"], ticket.receipt_key.to_string());

    phone.note("under the second key");
    let answer = phone.exchange(&phone.rest()).await.unwrap();
    let keys = trusted(ticket.receipt_key, &answer);
    assert_eq!(keys.last().unwrap().to_string(), changed["receipt_key"].as_str().unwrap());
    let receipt = answer.receipt.as_ref().unwrap();
    assert!(receipt.open(&keys[..1]).is_err(), "the former key signs no more");
    assert_eq!(receipt.open(&keys[1..]).unwrap().chain.seq, 2);
    assert!(first.open(&keys).is_ok());
    // A receipt of the former key is still the server's own word: nothing was lost.
    assert_eq!(answer.verdict, Verdict::Ok);
    let journal = answer.journal.unwrap();
    assert!(journal.verify(&keys[0]).is_ok(), "the change itself is signed by the former key");

    // Two more while nobody looks; then the same folder, served again.
    administrator.run(&["receipt-key", "change"]).done();
    administrator.run(&["receipt-key", "change"]).done();
    serving.stop();
    let listed = administrator.json(&["receipt-key", "list"]);
    let serving = administrator.serves();
    phone.address.clone_from(&serving.address);
    let answer = phone.exchange(&phone.rest()).await.unwrap();
    let keys = trusted(ticket.receipt_key, &answer);
    let shown: Vec<String> = keys.iter().map(ToString::to_string).collect();
    assert_eq!(listed, serde_json::json!(shown));
    assert!(answer.receipt.unwrap().open(&keys[3..]).is_ok());
    let verified = administrator.run(&["verify"]).done();
    assert!(verified.out.contains("all good"), "{verified:?}");
    let backup = administrator.folder.path().join("backup");
    administrator.run(&["backup", backup.to_str().unwrap()]).done();
    serving.stop();
    let home = administrator.home();
    let key = home.join("beatbook-server.key");
    let new = administrator.folder.path().join("new");
    let restore = ["restore", backup.to_str().unwrap(), "--key", key.to_str().unwrap()];
    binary::run(&new, &restore).done();
    assert_eq!(binary::run(&new, &["receipt-key", "list", "--json"]).json(), listed);
    binary::run(&new, &["verify"]).done();
}

#[test]
fn help_says_what_will_happen() {
    let help = Administrator::arrives().run(&["receipt-key", "change", "--help"]).done().out;
    assert!(help.contains("phones follow by themselves") && help.contains("backup"), "{help}");
}
