//! A server with a certificate by somebody else: shown as it is, and phones trust public roots instead of a pin.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests are not recognised as tests"
)]

use crate::binary;
use crate::common;

use beatbook_protocol::enrol::{Ticket, Trust};
use binary::{ADDRESS, Administrator};
use common::tls::chain_of;

/// A certificate and its key as PEM files.
fn certificate(administrator: &Administrator, name: &str) -> (String, String, Vec<u8>) {
    let made = rcgen::generate_simple_self_signed(vec!["127.0.0.1".to_owned()]).unwrap();
    let folder = administrator.folder.path();
    let write = |end: &str, pem: String| {
        let path = folder.join(format!("{name}.{end}"));
        std::fs::write(&path, pem).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let (certificate, key) = (write("pem", made.cert.pem()), write("key", made.signing_key.serialize_pem()));
    (certificate, key, made.cert.der().to_vec())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_given_certificate_is_the_one_that_is_shown() {
    let administrator = Administrator::arrives();
    let (given, key, der) = certificate(&administrator, "given");
    let init = ["init", "--address", ADDRESS, "--certificate", &given, "--certificate-key", &key];
    administrator.run(&init).done();
    administrator.run(&["authority", "add", "MDW", "Medway Council"]).done();
    administrator
        .run(&["officer", "add", "--authority", "MDW", "--code", "1", "--name", "A", "--team", "T"])
        .done();
    let serving = administrator.serves();
    let chain = chain_of(&serving.address).await;
    assert_eq!(chain[0].as_ref(), der);
    let said = administrator.run(&["enrol", "--authority", "MDW", "--officer", "1", "--text-only"]).done();
    assert_eq!(Ticket::parse(&said.out).unwrap().trust, Trust::PublicRoots);
}

#[test]
fn a_key_of_another_certificate_is_refused_before_anything_is_made() {
    let administrator = Administrator::arrives();
    let (given, _, _) = certificate(&administrator, "given");
    let (_, other, _) = certificate(&administrator, "other");
    for (key, exit, code) in
        [(&other[..], 3, "certificate"), (&given, 3, "certificate"), ("/no/such/file", 1, "io")]
    {
        administrator
            .run(&["init", "--address", ADDRESS, "--certificate", &given, "--certificate-key", key])
            .refused(exit, code);
        assert!(!administrator.home().exists());
    }
    assert_eq!(administrator.run(&["init", "--address", ADDRESS, "--certificate", &given]).exit, 2);
}
