//! Backups while serving, restores, and what phones do for a server that has lost something.

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
use beatbook_protocol::sync::{Outcome, Verdict};
use beatbook_server::admin::{Command, Request, client};
use beatbook_server::home::Home;
use beatbook_server::restore::{Erased, Source, restore};
use beatbook_server::verify::verify;
use common::phone::erasure;
use common::{Beat, id, start};

async fn back_up(home: &Home, name: &str) -> PathBuf {
    let file = home.folder().join(name);
    let request = Request { command: Command::Backup { file: file.clone() }, json: false };
    assert_eq!(client::run(home, request, Vec::new(), |_| {}).await.unwrap().exit, 0);
    file
}

fn source(home: &Home, backup: PathBuf) -> Source {
    Source { backup, key_file: home.key_file(), erased: Erased::BesideBackup }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_named_for_erasures_is_one_and_takes_nothing_from_the_one_beside_the_backup() {
    let beat = Beat::begin().await;
    let mut phone = beat.phone(1).await;
    let secret = phone.note("the name of the wrong person");
    phone.sync().await;
    let home = Home::at(beat.folder.path());
    let backup = back_up(&home, "monday.backup").await;
    phone.tell(id(30), &erasure(secret));
    phone.sync().await;
    let Beat { folder, clock, server, .. } = beat;
    server.stop().await;
    let named = |bytes: &[u8]| {
        let file = folder.path().join("named");
        std::fs::write(&file, bytes).unwrap();
        let erased = Erased::WrittenIn(file);
        let fresh = tempfile::tempdir().unwrap();
        let restored =
            restore(&Home::at(fresh.path()), &Source { erased, ..source(&home, backup.clone()) }, &clock);
        restored.map(|restored| restored.erased_again)
    };
    let code = |bytes: &[u8]| named(bytes).map_err(|refused| refused.code());
    let written = std::fs::read(folder.path().join("erasures.jsonl")).unwrap();
    for other in [&b"localhost\n"[..], &[0xff, 0xfe, 0x00]] {
        assert_eq!(code(other), Err("not_erasures"));
    }
    // Cut off, or of a time before: the newer one beside the backup counts as well.
    for older in [&written[..], b"\n", b""] {
        assert_eq!(code(older), Ok(1));
    }
    std::fs::remove_file(folder.path().join("erasures.jsonl")).unwrap();
    assert_eq!((code(&written), code(b"")), (Ok(1), Ok(0)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restored_server_says_so_and_phones_fill_the_hole() {
    let beat = Beat::begin().await;
    let mut phone = beat.phone(1).await;
    let mut other = beat.phone(2).await;
    let secret = phone.note("the name of the wrong person");
    phone.sync().await;
    let home = Home::at(beat.folder.path());
    let backup = back_up(&home, "monday.backup").await;
    phone.note("after the backup");
    phone.tell(id(30), &erasure(secret));
    phone.sync().await;
    other.note("on the other phone");
    other.sync().await;
    let Beat { folder, clock, server, authority, officer } = beat;
    server.stop().await;
    let new_folder = Arc::new(tempfile::tempdir().unwrap());
    let restored = restore(&Home::at(new_folder.path()), &source(&home, backup), &clock).unwrap();
    assert_eq!((restored.generation, restored.erased_again), (2, 1));
    drop(folder);
    let server = start(new_folder.path(), &clock).await;
    let beat = Beat { folder: new_folder, clock, server, authority, officer };
    phone.address = format!("https://{}", beat.server.address());
    other.address.clone_from(&phone.address);
    let before = phone.held().unwrap();
    let answer = phone.sync().await;
    let Verdict::Rebase { held: Some(held) } = answer.verdict else { panic!("{:?}", answer.verdict) };
    let held = held.open(&[phone.receipt_key]).unwrap();
    assert_eq!((held.generation, held.chain.seq), (2, 1));
    assert!(held.bodies.contains(secret) && answer.reset);
    // The receipt the phone got is that of the restored server: it offers again from there.
    phone.note("a new one");
    let offer = phone.rest();
    assert_eq!(offer.headers.len(), 3);
    let answer = phone.send(&offer).await.unwrap();
    assert_eq!(answer.verdict, Verdict::Ok);
    assert!(phone.held().unwrap().bodies.covers(&before.bodies));
    assert!(matches!(other.sync().await.verdict, Verdict::Rebase { .. }));
    assert_eq!(other.sync().await.verdict, Verdict::Ok);
    let journal = beat.journal().await;
    let restored = journal
        .iter()
        .filter(|body| matches!(body, ServerBody::AlarmRaised(alarm) if alarm.kind == AlarmKind::Restored));
    assert_eq!(restored.count(), 2, "one for each phone");
    let service = beat.server.service();
    let checked = verify(&**service.store(), service.keyholder(), |_| {}).await.unwrap();
    assert_eq!(checked.faults, []);
    // The erased body stays erased, although the backup had it.
    let late = phone.exchange(&phone.request(0..0, [secret])).await.unwrap();
    assert_eq!(late.results[0].outcome, Outcome::Duplicate);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_copied_back_by_hand_is_found_out_by_the_first_phone() {
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
    phone.note("two");
    phone.sync().await;
    server.stop().await;
    std::fs::write(&database, copy).unwrap();
    let server = start(folder.path(), &clock).await;
    let beat = Beat { folder, clock, server, authority, officer };
    phone.address = format!("https://{}", beat.server.address());
    let answer = phone.sync().await;
    assert!(matches!(answer.verdict, Verdict::Rebase { .. }) && answer.reset);
    assert_eq!(phone.held().unwrap().generation, 2);
    assert_eq!(phone.sync().await.verdict, Verdict::Ok);
    assert_eq!(phone.held().unwrap().bodies.len(), 3);
    assert!(beat.journal().await.iter().any(|body| matches!(body, ServerBody::GenerationRaised(_))));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_backup_of_this_server_becomes_none() {
    let (beat, stranger) = (Beat::begin().await, Beat::begin().await);
    let home = Home::at(beat.folder.path());
    let foreign = back_up(&Home::at(stranger.folder.path()), "foreign.backup").await;
    let own = back_up(&home, "own.backup").await;
    let folder = own.parent().unwrap();
    let cut = std::fs::read(&own).unwrap();
    std::fs::write(folder.join("cut"), &cut[..cut.len() / 2]).unwrap();
    std::fs::write(folder.join("empty"), b"").unwrap();
    std::fs::write(folder.join("text"), b"not a database at all").unwrap();
    let scratch = tempfile::tempdir().unwrap();
    let new = Home::at(&scratch.path().join("new"));
    for (file, code) in [
        (foreign, "wrong_key"),
        (folder.join("cut"), "corrupt"),
        (folder.join("empty"), "corrupt"),
        (folder.join("text"), "corrupt"),
        (folder.join("none"), "io"),
    ] {
        let source = Source { erased: Erased::Lost, ..source(&home, file) };
        assert_eq!(restore(&new, &source, &beat.clock).unwrap_err().code(), code);
        assert!(!new.folder().exists(), "nothing is left of a restore that failed");
    }
    assert_eq!(restore(&home, &source(&home, own), &beat.clock).unwrap_err().code(), "folder_not_empty");
}
