//! A server killed in the middle of its work: whatever it gave a receipt for is there afterwards.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests are not recognised as tests"
)]

use crate::common;

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use beatbook_server::home::Home;
use beatbook_server::store::Store;
use beatbook_server::verify::verify;
use common::Beat;
use common::phone::Phone;

/// The real program, serving from a folder.
struct Process {
    child: Child,
    address: String,
}

impl Process {
    fn serve(folder: &Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_beatbook-server"))
            .args(["--home".as_ref(), folder.as_os_str()])
            .args(["serve", "--listen", "127.0.0.1:0"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim_end().strip_prefix("listening on ").expect("the address is printed");
        Self { child, address: address.to_owned() }
    }

    /// SIGKILL: no chance to finish anything.
    fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

/// Notes go up one by one until the server is gone; answers how many syncs were answered.
async fn write_until_killed(phone: &mut Phone) -> u32 {
    let client = phone.client().await;
    let mut answered = 0;
    loop {
        phone.note(&format!("note {answered}"));
        let request = phone.rest();
        let sent = client
            .post(format!("{}{}", phone.address, beatbook_protocol::sync::SYNC_PATH))
            .header("content-type", beatbook_protocol::frame::CONTENT_TYPE)
            .header("authorization", phone.token.to_bearer())
            .body(beatbook_protocol::frame::pack(&request).unwrap())
            .send()
            .await;
        let Ok(response) = sent else { return answered };
        let Ok(bytes) = response.bytes().await else { return answered };
        let Ok(beatbook_protocol::sync::SyncAnswer::Taken(answer)) = beatbook_protocol::frame::unpack(&bytes)
        else {
            return answered;
        };
        phone.receipt = answer.receipt;
        phone.cursor = answer.cursor;
        answered += 1;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_with_a_receipt_is_lost_when_the_server_is_killed() {
    let beat = Beat::begin().await;
    let mut phones = vec![beat.phone(1).await, beat.phone(2).await, beat.phone(3).await];
    let Beat { folder, clock, server, .. } = beat;
    server.stop().await;
    let mut answered = 0;
    for round in 0..5_u64 {
        let process = Process::serve(folder.path());
        let mut writing = Vec::new();
        for mut phone in phones.drain(..) {
            phone.address.clone_from(&process.address);
            writing.push(tokio::spawn(async move {
                let answered = write_until_killed(&mut phone).await;
                (phone, answered)
            }));
        }
        tokio::time::sleep(Duration::from_millis(150 + round * 37)).await;
        process.kill();
        for task in writing {
            let (phone, count) = task.await.unwrap();
            answered += count;
            phones.push(phone);
        }
        // Opened again, everything a receipt was given for is held, byte for byte.
        let (store, keyholder) = Home::at(folder.path()).open(&clock).unwrap();
        assert_eq!(verify(&store, &keyholder, |_| {}).await.unwrap().faults, []);
        for phone in &phones {
            let Some(receipt) = phone.held() else { continue };
            let scope = keyholder.scope(phone.authority, beatbook_server::auth::Purpose::Administration);
            let journals = store.journals(&scope).await.unwrap();
            let journal = journals.into_iter().find(|journal| journal.id == phone.notebook).unwrap();
            assert!(journal.head.point.seq >= receipt.chain.seq);
            assert!(journal.bodies.unwrap().covers(&receipt.bodies));
            let held = store.entries(&scope, phone.notebook, 0, 100_000).await.unwrap();
            for (entry, kept) in phone.entries.iter().zip(&held) {
                assert_eq!(entry.header, kept.header);
            }
        }
    }
    assert!(answered > 15, "only {answered} syncs were answered: the test shows nothing");
}
