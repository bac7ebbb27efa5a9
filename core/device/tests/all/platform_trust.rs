//! Whom this machine trusts says nothing to the phone: an authority that anybody may have put into the
//! platform's store – an employer, a school, malware – cannot stand between a notebook and its server.
#![allow(clippy::unwrap_used, reason = "helpers of tests are not recognised as tests")]
#![cfg(unix)]

use crate::support;

use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use beatbook_device::{Beatbook, BeatbookError};
use beatbook_protocol::enrol::{Ticket, Trust};
use beatbook_protocol::hash::Hash;
use support::Phone;
use support::server::{Keeper, Reply, Server};

const CODES: &str = "BEATBOOK_PLATFORM_TRUST";

/// A phone on a machine whose platform trusts the server's authority; a process of its own, since whom the platform
/// trusts is read from its environment.
#[test]
#[ignore = "the phone that the other test starts"]
fn phone_on_a_machine_that_trusts_the_authority() {
    let Ok(codes) = std::env::var(CODES) else { return };
    let [ours, strangers, public] = <[&str; 3]>::try_from(codes.split('|').collect::<Vec<_>>()).unwrap();
    // Not a word of this would mean anything if the platform did not trust it.
    rustls::crypto::ring::default_provider().install_default().unwrap();
    let address = Ticket::parse(ours).unwrap().address;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let plain =
        runtime.block_on(async { reqwest::Client::new().post(&address).body("who is there?").send().await });
    assert_eq!(plain.unwrap().status(), 404, "a client that asks the platform is let through");

    let enrol = |ticket: &str| {
        let phone = Phone::new();
        Beatbook::enrol(phone.setup(), &phone.key, ticket).map(drop)
    };
    assert_eq!(enrol(strangers), Err(BeatbookError::NotOurServer));
    assert!(matches!(enrol(public), Err(BeatbookError::NotOurServer | BeatbookError::Network)));
    assert_eq!(enrol(ours), Ok(()));
}

#[test]
fn the_platforms_verifier_is_never_asked() {
    let keeper = Arc::new(Mutex::new(Keeper::new()));
    let asked = Arc::new(AtomicU32::new(0));
    let counted = Arc::clone(&asked);
    let server = Server::start(move |request| {
        if request.path == "/" {
            return Reply::Raw { status: 404, kind: "text/plain", body: Vec::new() };
        }
        counted.fetch_add(1, Ordering::SeqCst);
        Reply::Ours(keeper.lock().unwrap().answer(&request))
    });
    let folder = tempfile::tempdir().unwrap();
    let authorities = folder.path().join("authorities.pem");
    let body = data_encoding::BASE64.encode(&server.authority);
    std::fs::write(&authorities, format!("-----BEGIN CERTIFICATE-----\n{body}\n-----END CERTIFICATE-----\n"))
        .unwrap();
    let ours = server.ticket();
    let strangers = Ticket { trust: Trust::PinnedCa(Hash::of(&[b"another authority"])), ..ours.clone() };
    let public = Ticket { trust: Trust::PublicRoots, ..ours.clone() };
    let codes = [ours, strangers, public].map(|ticket| ticket.to_text().unwrap()).join("|");
    let output = Command::new(std::env::current_exe().unwrap())
        .args([
            "--ignored",
            "--exact",
            "platform_trust::phone_on_a_machine_that_trusts_the_authority",
            "--nocapture",
        ])
        .env(CODES, codes)
        .env("SSL_CERT_FILE", &authorities)
        .env("SSL_CERT_DIR", folder.path())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(asked.load(Ordering::SeqCst), 1, "only the phone with the right code ever asked");
}
