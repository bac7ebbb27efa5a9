//! The real program with phones at work: what it says in its logs, and how it ends in the middle of a request.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests are not recognised as tests"
)]

use crate::binary;
use crate::common;

use std::time::Duration;

use beatbook_domain::records::body::EntryBody;
use beatbook_domain::records::encounter::people::{Details, DetailsBasis, PersonKnown};
use beatbook_domain::records::encounter::{EncounterEntry, EncounterOpened, EncounterPerson, LandType};
use beatbook_domain::records::patrol::Duty;
use beatbook_domain::records::seen::KeptPlace;
use beatbook_protocol::enrol::Token;
use beatbook_protocol::frame;
use beatbook_protocol::sync::{Outcome, SYNC_PATH, SyncAnswer};
use binary::{Administrator, Serving};
use common::id;
use common::phone::Phone;
use common::walk::{Walk, fixes, moment};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

const NAME: &str = "Zebedee Quillfeather";
const NOTE: &str = "Marmalade under the bandstand";
const OPERATION: &str = "Irradiate";

/// A patrol in an operation with a note and an encounter with somebody, signed off.
fn shift(phone: &mut Phone) {
    let mut walk = Walk::sign_on(phone, id(60), Duty::TaskedCore);
    assert_eq!(walk.patrol.operation.as_deref(), Some(OPERATION));
    phone.note(NOTE);
    let at = moment(5);
    let opened = EncounterEntry::Opened(EncounterOpened {
        at,
        time: None,
        place: Some(KeptPlace { lat: 513_826_123, lon: 5_265_123, accuracy: Some(140) }),
        patrol: Some(id(60)),
        controller: "MDW".to_owned(),
        joint: None,
        operation: Some(OPERATION.to_owned()),
        land: Some(LandType::Highway),
    });
    phone.tell(id(61), &EntryBody::Encounter(opened));
    let details = Details::Person {
        name: NAME.to_owned(),
        address: Vec::new(),
        born: None,
        basis: DetailsBasis::Volunteered,
        believed: true,
    };
    let known = PersonKnown { details: Some(details), ..PersonKnown::default() };
    let person = EncounterEntry::Person(EncounterPerson { at, person: 1, known, without_power: false });
    phone.tell(id(61), &EntryBody::Encounter(person));
    walk.chunk(phone, fixes(0..10));
    walk.sign_off(phone, 10);
}

/// What may be in no log, however it is written.
fn planted(phone: &Phone) -> Vec<String> {
    let whole = [NOTE, "Marmalade", OPERATION, NAME, "Zebedee", "Quillfeather", "Bloggs"].map(str::to_owned);
    // Places of the encounter and of the track, as numbers of both kinds.
    let places = ["513826123", "51.3826", "5265123", "0.5265", "51381800", "51.3818", "522050", "0.52205"];
    let token = phone.token.to_bearer();
    let secret = token.trim_start_matches("Bearer ").to_owned();
    whole.into_iter().chain(places.map(str::to_owned)).chain([secret]).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_logs_all_it_can_says_nothing_of_anybody_whatever_goes_wrong() {
    let administrator = Administrator::of_medway();
    let serving = Serving::logging(&administrator.home(), "debug");
    let mut phone = administrator.phone(1).await;
    shift(&mut phone);
    let held = phone.sync().await;
    assert!(held.results.iter().all(|one| one.outcome == Outcome::Held && one.rejected.is_none()));
    // A body that is none of its kind is kept and rejected; the reason must not quote it.
    let broken = format!(r#"{{"at":"{NOTE}","person":"{NAME}","known":{{"born":"{NAME}"}}}}"#);
    phone.write(id(61), "encounter_person", 1, broken.into_bytes());
    let rejected = phone.sync().await;
    assert!(rejected.results.iter().any(|one| one.rejected.is_some()), "{rejected:?}");
    // A message that is none, one of a stranger, and commands that are refused.
    assert_eq!(phone.post(SYNC_PATH, NAME.as_bytes().to_vec(), Some(phone.token)).await.0, 400);
    let unknown = frame::pack(&phone.rest()).unwrap();
    assert_eq!(phone.post(SYNC_PATH, unknown, Some(Token([9; 32]))).await.0, 401);
    administrator.run(&["authority", "add", "MDW", NAME]).refused(3, "authority_exists");
    let officer = ["officer", "add", "--authority", "MDW", "--code", "4711", "--team", NAME];
    administrator.run(&[&officer[..], &["--name", NAME]].concat());
    let (exit, said) = serving.stop();
    assert_eq!(exit, 0, "{said}");
    for expected in ["notebook enrolled", "request refused", "alarm raised", "stopped"] {
        assert!(said.contains(expected), "nothing is said of {expected}: {said}");
    }
    let lower = said.to_lowercase();
    for secret in planted(&phone) {
        assert!(!lower.contains(&secret.to_lowercase()), "{secret} is in the log: {said}");
    }
}

/// Reads until what came contains this.
async fn read_until(stream: &mut (impl tokio::io::AsyncRead + Unpin), end: &[u8]) -> Vec<u8> {
    let mut came = Vec::new();
    while !came.windows(end.len()).any(|part| part == end) {
        assert!(stream.read_buf(&mut came).await.unwrap() > 0, "{}", String::from_utf8_lossy(&came));
    }
    came
}

/// Sends the head of a sync with this body, and waits until the server asks for the body: the request is under way.
async fn begin(phone: &Phone, body: &[u8]) -> tokio_rustls::client::TlsStream<TcpStream> {
    let mut stream = common::tls::raw(&phone.address, phone.pin, 1).await.remove(0);
    let head = format!(
        "POST {SYNC_PATH} HTTP/1.1\r\nhost: x\r\ncontent-type: {}\r\nauthorization: {}\r\ncontent-length: {}\r\n\
         expect: 100-continue\r\n\r\n",
        frame::CONTENT_TYPE,
        phone.token.to_bearer(),
        body.len()
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let asked = read_until(&mut stream, b"\r\n\r\n").await;
    assert!(asked.starts_with(b"HTTP/1.1 100 "), "{}", String::from_utf8_lossy(&asked));
    stream
}

/// Waits until nobody can connect any more.
async fn until_closed(address: &str) {
    let host = address.strip_prefix("https://").unwrap();
    for _ in 0..1_000 {
        if TcpStream::connect(host).await.is_err() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("it still listens");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_under_way_is_answered_when_the_server_is_told_to_stop() {
    let administrator = Administrator::of_medway();
    let serving = administrator.serves();
    let mut phone = administrator.phone(1).await;
    phone.note(NOTE);
    let body = frame::pack(&phone.rest()).unwrap();
    let mut stream = begin(&phone, &body).await;
    stream.write_all(&body[..body.len() / 2]).await.unwrap();
    serving.told_to_stop();
    until_closed(&serving.address).await;
    stream.write_all(&body[body.len() / 2..]).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    let head = answer.windows(4).position(|part| part == b"\r\n\r\n").unwrap();
    assert!(answer.starts_with(b"HTTP/1.1 200 "), "{}", String::from_utf8_lossy(&answer[..head]));
    let SyncAnswer::Taken(taken) = frame::unpack(&answer[head + 4..]).unwrap() else { panic!("refused") };
    phone.receipt = taken.receipt;
    assert_eq!(phone.held().unwrap().bodies.len(), 2, "the note is signed for");
    let (exit, said) = serving.ended();
    assert_eq!(exit, 0, "{said}");
    // What it signed for is there when it comes back.
    let again = administrator.serves();
    phone.address = again.address.clone();
    assert_eq!(phone.sync().await.results, []);
    assert_eq!(again.stop().0, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_that_never_ends_is_cut_off_and_offered_again() {
    let administrator = Administrator::of_medway();
    let serving = administrator.serves();
    let mut phone = administrator.phone(1).await;
    phone.note(NOTE);
    let body = frame::pack(&phone.rest()).unwrap();
    let mut stream = begin(&phone, &body).await;
    stream.write_all(&body[..body.len() / 2]).await.unwrap();
    serving.told_to_stop();
    let ended = tokio::task::spawn_blocking(move || serving.ended());
    let (exit, said) = tokio::time::timeout(Duration::from_secs(45), ended).await.unwrap().unwrap();
    assert_eq!(exit, 0, "{said}");
    assert!(said.contains("cut off"), "{said}");
    let again = administrator.serves();
    phone.address = again.address.clone();
    let answer = phone.sync().await;
    assert!(answer.results.iter().all(|one| one.outcome == Outcome::Held), "{:?}", answer.results);
    assert_eq!(phone.held().unwrap().bodies.len(), 2);
    assert_eq!(again.stop().0, 0);
}
