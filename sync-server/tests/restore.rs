//! Backups while serving, restores, and what phones do for a server that has lost something.

mod common;

use beatbook_domain::records::server::{AlarmKind, ServerBody};
use beatbook_protocol::sync::{Outcome, Verdict};
use beatbook_server::admin::{Command, Request, client};
use beatbook_server::home::Home;
use beatbook_server::restore::restore;
use beatbook_server::verify::verify;
use beatbook_server::{ServerError, admin};
use common::phone::erasure;
use common::{Beat, id, start};

async fn run(home: &Home, command: Command) -> Result<admin::Answer, ServerError> {
    client::run(home, Request { command, json: false }, Vec::new(), |_| {}).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restored_server_says_so_and_phones_fill_the_hole() {
    let beat = Beat::begin().await;
    let mut phone = beat.phone(1).await;
    let mut other = beat.phone(2).await;
    let secret = phone.note("the name of the wrong person");
    phone.sync().await;
    let home = Home::at(beat.folder.path());
    let backup = beat.folder.path().join("monday.backup");
    run(&home, Command::Backup { file: backup.clone() }).await.unwrap();
    phone.note("after the backup");
    phone.tell(id(30), &erasure(secret));
    phone.sync().await;
    other.note("on the other phone");
    other.sync().await;
    assert!(matches!(restore(&home, &backup, &beat.clock), Err(ServerError::Running)));
    let Beat { folder, clock, server, authority, officer } = beat;
    server.stop().await;
    let restored = restore(&home, &backup, &clock).unwrap();
    assert_eq!(restored.generation, 2);
    // The former database is put aside, and the erased body is in no file that serves.
    assert!(folder.path().join(restored.aside.unwrap()).exists());
    let server = start(folder.path(), &clock).await;
    let beat = Beat { folder, clock, server, authority, officer };
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
async fn what_is_no_backup_of_this_server_replaces_nothing() {
    let beat = Beat::begin().await;
    let stranger = Beat::begin().await;
    let home = Home::at(beat.folder.path());
    let foreign = stranger.folder.path().join("foreign.backup");
    run(&Home::at(stranger.folder.path()), Command::Backup { file: foreign.clone() }).await.unwrap();
    let authority = beat.authority;
    let Beat { folder, clock, server, .. } = beat;
    server.stop().await;
    std::fs::write(folder.path().join("empty"), b"").unwrap();
    std::fs::write(folder.path().join("text"), b"not a database at all").unwrap();
    for file in [foreign, folder.path().join("empty"), folder.path().join("text"), folder.path().join("none")]
    {
        assert!(restore(&home, &file, &clock).is_err());
    }
    let server = start(folder.path(), &clock).await;
    let service = server.service();
    assert_eq!(service.store().authorities(service.keyholder()).await.unwrap()[0].id, authority);
    assert_eq!(service.store().identity().await.unwrap().generation, 1);
}
