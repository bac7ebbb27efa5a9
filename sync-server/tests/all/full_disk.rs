//! The disk fills up while phones sync, and is given room again: nothing acknowledged is lost, nobody has to restart.
//!
//! A full disk for real: a small RAM file system. Needs root; elsewhere a line says that it was left out, in CI
//! (`CI=true`) it must run.

#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests are not recognised as tests"
)]

use crate::common;

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use beatbook_protocol::sync::{Outcome, ProblemCode, Verdict};
use beatbook_server::admin::{self, Request, client};
use beatbook_server::home::Home;
use beatbook_server::verify::verify;
use common::phone::Phone;
use common::{Beat, id};

/// Unmounted whatever becomes of the test.
struct SmallDisk(PathBuf);

impl SmallDisk {
    fn mounted_at(folder: &Path) -> Option<Self> {
        let mounted =
            Command::new("mount").args(["-t", "tmpfs", "-o", "size=32m", "tmpfs"]).arg(folder).output();
        mounted.is_ok_and(|output| output.status.success()).then(|| Self(folder.to_owned()))
    }

    /// Somebody's films, to the last byte.
    fn filled(&self) -> PathBuf {
        let path = self.0.join("films");
        let mut films = std::fs::File::create(&path).unwrap();
        for piece in [64 * 1024, 4_096, 512, 1] {
            while films.write_all(&vec![1; piece]).is_ok() {}
        }
        path
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("--lazy").arg(&self.0).status();
    }
}

/// Bytes that do not pack, as a photograph's.
fn photograph(phone: &mut Phone, seed: u64) -> u64 {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let bytes = std::iter::repeat_with(|| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 56) as u8
    });
    phone.write(id(70), "photograph", 1, bytes.take(60_000).collect())
}

async fn ready(phone: &Phone) -> (u16, serde_json::Value) {
    let answer = phone.client().await.get(format!("{}/readyz", phone.address)).send().await.unwrap();
    (answer.status().as_u16(), serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap())
}

async fn status(home: &Home) -> String {
    let request = Request { command: admin::Command::Status, json: false };
    String::from_utf8(client::run(home, request, Vec::new(), |_| {}).await.unwrap().out).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn phones_are_asked_to_come_again_until_there_is_room() {
    let folder = tempfile::tempdir().unwrap();
    let Some(disk) = SmallDisk::mounted_at(folder.path()) else {
        assert!(std::env::var("CI").as_deref() != Ok("true"), "CI must be able to mount a RAM file system");
        println!("skipped: the disk-full story needs root to mount a small RAM file system");
        return;
    };
    let beat = Beat::begin_in(folder).await;
    let home = Home::at(beat.folder.path());
    let mut phone = beat.phone(1).await;
    phone.note("before");
    phone.sync().await;
    let films = disk.filled();
    // The reserve takes what is under way; then the answer is one that every phone tries again after.
    let refused = loop {
        let head = phone.head();
        photograph(&mut phone, head);
        let request = phone.rest();
        match phone.send(&request).await {
            Ok(answer) => assert!(answer.results.iter().all(|result| result.outcome == Outcome::Held)),
            Err(problem) => break problem,
        }
    };
    assert!(matches!(refused.code, ProblemCode::Internal | ProblemCode::Busy), "{refused:?}");
    assert!(refused.retry_after.is_some());
    let acknowledged = phone.held().unwrap();
    assert!(acknowledged.chain.seq > 1, "the reserve has taken something");
    let (code, health) = ready(&phone).await;
    assert_eq!((code, &health["disk_full"], &health["reserve_used"]), (503, &true.into(), &true.into()));
    assert!(status(&home).await.contains("THE DISK IS FULL"));
    // Others can still read, and what was acknowledged is there.
    let service = beat.server.service();
    let checked = verify(&**service.store(), service.keyholder(), |_| {}).await.unwrap();
    assert_eq!(checked.faults, []);

    // Emptied first: a process that a neighbouring test is just starting may hold the file a moment longer.
    std::fs::File::create(&films).unwrap();
    std::fs::remove_file(films).unwrap();
    let answer = phone.sync().await;
    assert_eq!(answer.verdict, Verdict::Ok);
    let held = phone.held().unwrap();
    assert!(held.bodies.covers(&acknowledged.bodies));
    assert_eq!(
        (held.chain.seq, held.generation),
        (phone.head(), 1),
        "nothing was lost, nothing looked restored"
    );
    let (code, health) = ready(&phone).await;
    assert_eq!((code, &health["disk_full"], &health["reserve_used"]), (200, &false.into(), &false.into()));
    let checked = verify(&**service.store(), service.keyholder(), |_| {}).await.unwrap();
    assert_eq!((checked.faults, checked.bodies > phone.head()), (vec![], true));
    let Beat { server, .. } = beat;
    server.stop().await;
}
