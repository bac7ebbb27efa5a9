//! The edges of the exchange: limits, nonsense, bombs, versions, tokens, codes.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests are not recognised as tests"
)]

use crate::common;

use beatbook_domain::records::journal::Continues;
use beatbook_domain::records::server::{AlarmKind, ServerBody};
use beatbook_protocol::enrol::{EnrolRequest, SucceedRequest, Token};
use beatbook_protocol::frame::{self, CONTENT_TYPE};
use beatbook_protocol::limits::{BODY_MAX, ENTRIES_PER_REQUEST_MAX, MESSAGE_COMPRESSED_MAX, MESSAGE_MAX};
use beatbook_protocol::sync::{
    Body, BodyOffer, Cursor, ENROL_PATH, EnrolAnswer, Outcome, ProblemCode, SUCCEED_PATH, SYNC_PATH,
    SyncAnswer, Verdict,
};
use common::phone::Phone;
use common::{Beat, id};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

async fn refused(phone: &Phone, bytes: Vec<u8>) -> (u16, ProblemCode) {
    let (status, answer) = phone.post(SYNC_PATH, bytes, Some(phone.token)).await;
    match frame::unpack(&answer).unwrap() {
        SyncAnswer::Refused(problem) => (status, problem.code),
        SyncAnswer::Taken(_) => panic!("taken"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nonsense_is_refused_in_our_own_words() {
    let beat = Beat::begin().await;
    let phone = beat.phone(1).await;
    let html = b"<html><body>Sign in to FreeWiFi</body></html>".to_vec();
    assert_eq!(refused(&phone, html).await, (400, ProblemCode::Malformed));
    assert_eq!(refused(&phone, Vec::new()).await, (400, ProblemCode::Malformed));
    let cut = frame::pack(&phone.rest()).unwrap();
    assert_eq!(refused(&phone, cut[..cut.len() / 2].to_vec()).await, (400, ProblemCode::Malformed));
    // A bomb: 64 KiB that would unpack to more than is allowed.
    let bomb = frame::deflate(&vec![0; MESSAGE_MAX + 1]).unwrap();
    assert!(bomb.len() < MESSAGE_COMPRESSED_MAX);
    assert_eq!(refused(&phone, bomb).await, (413, ProblemCode::TooLarge));
    let over = vec![0_u8; MESSAGE_COMPRESSED_MAX + 1];
    assert_eq!(refused(&phone, over).await, (413, ProblemCode::TooLarge));
    let just = vec![0_u8; MESSAGE_COMPRESSED_MAX];
    assert_eq!(refused(&phone, just).await, (400, ProblemCode::Malformed));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_refused_before_the_whole_message_has_come_still_reads_why() {
    let beat = Beat::begin().await;
    let phone = beat.phone(1).await;
    // Up to the stated limit the rest is read away, slowly as it comes; then the answer stands there to be read.
    for (length, token, expected) in [
        (MESSAGE_COMPRESSED_MAX + 1, phone.token, (413, ProblemCode::TooLarge)),
        (4 * MESSAGE_COMPRESSED_MAX, phone.token, (413, ProblemCode::TooLarge)),
        (MESSAGE_COMPRESSED_MAX, Token([9; 32]), (401, ProblemCode::Unauthorised)),
    ] {
        let mut streams = common::tls::raw(&phone.address, phone.pin, 1).await;
        let stream = &mut streams[0];
        let head = format!(
            "POST {SYNC_PATH} HTTP/1.1\r\nhost: x\r\ncontent-type: {CONTENT_TYPE}\r\nauthorization: {}\r\n\
             content-length: {length}\r\nconnection: close\r\n\r\n",
            token.to_bearer()
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        let body = vec![0_u8; length];
        for part in body.chunks(64 * 1024) {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
            stream.write_all(part).await.unwrap();
        }
        stream.flush().await.unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.unwrap();
        let at = answer.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
        let status: u16 = std::str::from_utf8(&answer[9..12]).unwrap().parse().unwrap();
        let SyncAnswer::Refused(problem) = frame::unpack(&answer[at + 4..]).unwrap() else { panic!("taken") };
        assert_eq!((status, problem.code), expected, "{length} bytes");
    }
    // Who sends without end is cut off.
    let mut streams = common::tls::raw(&phone.address, phone.pin, 1).await;
    let stream = &mut streams[0];
    let head = format!(
        "POST {SYNC_PATH} HTTP/1.1\r\nhost: x\r\ncontent-type: {CONTENT_TYPE}\r\ncontent-length: 999999999\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut sent = 0_usize;
    while stream.write_all(&[0; 64 * 1024]).await.is_ok() {
        sent += 64 * 1024;
        assert!(sent < 64 << 20, "the server reads on and on");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_content_type_and_another_path_are_refused() {
    let beat = Beat::begin().await;
    let phone = beat.phone(1).await;
    let client = phone.client().await;
    let post = |content_type: &'static str| {
        let request =
            client.post(format!("{}{SYNC_PATH}", phone.address)).header("content-type", content_type);
        request
            .header("authorization", phone.token.to_bearer())
            .body(frame::pack(&phone.rest()).unwrap())
            .send()
    };
    assert_eq!(post("application/json").await.unwrap().status(), 400);
    let taken = post("application/vnd.beatbook.sync+cbor;v=1").await.unwrap();
    assert_eq!(taken.status(), 200);
    assert_eq!(taken.headers()["content-type"], CONTENT_TYPE);
    assert_eq!(taken.headers()["cache-control"], "no-store");
    assert_eq!(client.get(format!("{}/healthz", phone.address)).send().await.unwrap().status(), 200);
    let ready = client.get(format!("{}/readyz", phone.address)).send().await.unwrap();
    assert_eq!(
        ready.text().await.unwrap(),
        r#"{"protocol":1,"generation":1,"reserve_used":false,"disk_full":false}"#
    );
    assert_eq!(client.get(format!("{}/admin", phone.address)).send().await.unwrap().status(), 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn limits_hold_at_the_last_step_and_not_one_further() {
    let beat = Beat::begin().await;
    let mut phone = beat.phone(1).await;
    let largest = phone.write(id(9), "note", 1, vec![b' '; BODY_MAX]);
    let answer = phone.sync().await;
    assert_eq!(answer.results.last().map(|result| result.outcome), Some(Outcome::Held));
    let mut request = phone.request(0..0, []);
    let salt = phone.entries[usize::try_from(largest).unwrap()].salt;
    let bytes = vec![b' '; BODY_MAX + 1].into();
    request.bodies = vec![BodyOffer { seq: largest, body: Body::Present { salt, bytes } }];
    assert_eq!(phone.exchange(&request).await.unwrap().results[0].outcome, Outcome::TooLarge);
    for (count, taken) in [(ENTRIES_PER_REQUEST_MAX, true), (ENTRIES_PER_REQUEST_MAX + 1, false)] {
        request.bodies = vec![BodyOffer { seq: 0, body: Body::Purged }; count];
        assert_eq!(phone.exchange(&request).await.is_ok(), taken, "{count} bodies");
    }
    request.bodies.clear();
    for (length, taken) in [(64, true), (65, false)] {
        request.cursor = Some(Cursor(vec![7; length].into()));
        let answer = phone.exchange(&request).await;
        assert_eq!(answer.is_ok(), taken, "cursor of {length} bytes");
        assert!(answer.map_or(true, |answer| answer.reset));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_header_over_the_limit_or_unsigned_moves_nothing() {
    let beat = Beat::begin().await;
    let mut phone = beat.phone(1).await;
    phone.note("one");
    let mut padded = phone.request(1..2, []);
    padded.headers[0] = [phone.entries[1].header.clone(), vec![b' '; 2_048]].concat().into();
    let answer = phone.exchange(&padded).await.unwrap();
    assert_eq!(answer.results[0].outcome, Outcome::TooLarge);
    let mut unsigned = phone.request(1..2, []);
    unsigned.head = Some(phone.signed_head(0));
    assert_eq!(phone.exchange(&unsigned).await.unwrap_err().code, ProblemCode::Malformed);
    let receipt = phone.exchange(&phone.request(0..0, [])).await.unwrap().receipt.unwrap();
    assert_eq!(receipt.open(&[phone.receipt_key]).unwrap().chain.seq, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn strangers_and_the_future_are_told_so() {
    let beat = Beat::begin().await;
    let mut phone = beat.phone(1).await;
    phone.note("one");
    let mut future = phone.rest();
    future.versions = vec![2, 3];
    assert_eq!(phone.exchange(&future).await.unwrap_err().code, ProblemCode::UpgradeRequired);
    future.versions = vec![1, 2];
    assert!(phone.exchange(&future).await.is_ok());
    let token = std::mem::replace(&mut phone.token, Token([9; 32]));
    assert_eq!(phone.exchange(&phone.rest()).await.unwrap_err().code, ProblemCode::Unauthorised);
    phone.token = token;
    let bytes = frame::pack(&phone.rest()).unwrap();
    assert_eq!(phone.post(SYNC_PATH, bytes, None).await.0, 401);
    // A receipt that is not ours proves nothing: nothing changes, and the phone is given one of ours.
    let mut forged = phone.rest();
    let mut receipt = phone.exchange(&forged).await.unwrap().receipt.unwrap();
    receipt.signature = beatbook_protocol::sign::Signature::from_bytes([1; 64]);
    forged.receipt = Some(receipt);
    let answer = phone.exchange(&forged).await.unwrap();
    let Verdict::Rebase { held: Some(held) } = answer.verdict else { panic!("{:?}", answer.verdict) };
    let held = held.open(&[phone.receipt_key]).unwrap();
    assert_eq!((held.generation, held.chain.seq), (1, 1));
    assert!(!beat.journal().await.iter().any(|body| matches!(body, ServerBody::AlarmRaised(_))));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_is_used_once_and_the_lost_answer_is_given_again() {
    let beat = Beat::begin().await;
    let ticket = beat.server.ticket(beat.authority, beat.officer).await.unwrap();
    let phone = Phone::new(&ticket, 1);
    let first = phone.enrol(&ticket.code).await.unwrap();
    assert_eq!((first.authority_code.as_str(), first.officer_code.as_str()), ("MDW", "4711"));
    let receipt = first.receipt.open(&[phone.receipt_key]).unwrap();
    assert_eq!((receipt.chain.seq, receipt.chain.hash), (0, phone.entries[0].hash));
    phone.enrol(&ticket.code).await.unwrap();
    let thief = Phone::new(&ticket, 2);
    assert_eq!(thief.enrol(&ticket.code).await.unwrap_err().code, ProblemCode::CodeInvalid);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_is_good_until_fifteen_minutes_have_passed_by_the_servers_clock() {
    let beat = Beat::begin().await;
    beat.clock.stop();
    let [used, late] = [
        beat.server.ticket(beat.authority, beat.officer).await.unwrap(),
        beat.server.ticket(beat.authority, beat.officer).await.unwrap(),
    ];
    beat.clock.advance(15 * 60_000 - 1);
    Phone::new(&used, 1).enrol(&used.code).await.unwrap();
    beat.clock.advance(1);
    let refused = Phone::new(&late, 2).enrol(&late.code).await.unwrap_err();
    assert_eq!(refused.code, ProblemCode::CodeInvalid);
    // One that was used in time still repeats a lost answer.
    Phone::new(&used, 1).enrol(&used.code).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_genesis_signed_by_another_key_is_refused() {
    let beat = Beat::begin().await;
    let ticket = beat.server.ticket(beat.authority, beat.officer).await.unwrap();
    let phone = Phone::new(&ticket, 1);
    let genesis = &phone.entries[0];
    let request = EnrolRequest {
        versions: vec![1],
        code: ticket.code,
        token: phone.token,
        genesis: genesis.header.clone().into(),
        salt: genesis.salt,
        body: genesis.body.clone().into(),
        head: Phone::new(&ticket, 2).signed_head(0),
    };
    let (status, answer) = phone.post(ENROL_PATH, frame::pack(&request).unwrap(), None).await;
    assert_eq!(status, 400);
    let EnrolAnswer::Refused(problem) = frame::unpack(&answer).unwrap() else { panic!("enrolled") };
    assert_eq!(problem.code, ProblemCode::Malformed);
    // The code was not spent on it.
    phone.enrol(&ticket.code).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_successor_begins_by_the_word_of_the_notebook_before_it() {
    let beat = Beat::begin().await;
    let ticket = beat.server.ticket(beat.authority, beat.officer).await.unwrap();
    let mut former = Phone::new(&ticket, 1);
    former.enrol(&ticket.code).await.unwrap();
    former.note("the last page");
    former.sync().await;
    let continues = Continues { notebook: former.notebook, seq: former.head(), hash: former.entries[1].hash };
    let mut next = Phone::successor(&ticket, 2, Some(continues));
    let genesis = next.entries[0].clone();
    let request = |endorser: &Phone| SucceedRequest {
        versions: vec![1],
        token: next.token,
        genesis: genesis.header.clone().into(),
        salt: genesis.salt,
        body: genesis.body.clone().into(),
        head: next.signed_head(0),
        endorsement: SucceedRequest::endorse(&endorser.key(), genesis.hash),
    };
    let ask = async |request: &SucceedRequest| {
        let bytes = frame::pack(request).unwrap();
        let (_, answer) = former.post(SUCCEED_PATH, bytes, Some(former.token)).await;
        frame::unpack::<EnrolAnswer>(&answer).unwrap()
    };
    assert!(matches!(ask(&request(&next)).await, EnrolAnswer::Refused(_)));
    let good = request(&former);
    assert!(matches!(ask(&good).await, EnrolAnswer::Enrolled(_)));
    // Asked again because the answer was lost.
    assert!(matches!(ask(&good).await, EnrolAnswer::Enrolled(_)));
    next.note("the next page");
    next.sync().await;
    let journal = beat.journal().await;
    let continued = journal.iter().filter(
        |body| matches!(body, ServerBody::NotebookEnrolled(enrolled) if enrolled.continues == Some(former.notebook)),
    );
    assert_eq!(continued.count(), 1);
    let alarms = journal
        .iter()
        .filter(|body| matches!(body, ServerBody::AlarmRaised(alarm) if alarm.kind == AlarmKind::Succeeded));
    assert_eq!(alarms.count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_stalled_uploads_hold_up_nobody() {
    let beat = Beat::begin().await;
    let mut phone = beat.phone(1).await;
    let mut stalled = common::tls::raw(&phone.address, phone.pin, 100).await;
    for stream in &mut stalled {
        // The head, ten bytes of a thousand, and then nothing more.
        let head = format!(
            "POST {SYNC_PATH} HTTP/1.1\r\nhost: x\r\ncontent-type: {CONTENT_TYPE}\r\nauthorization: {}\r\n\
             content-length: 1000\r\n\r\n0123456789",
            phone.token.to_bearer()
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        stream.flush().await.unwrap();
    }
    phone.note("through all that");
    let answer = tokio::time::timeout(std::time::Duration::from_secs(5), phone.sync()).await.unwrap();
    assert!(answer.results.iter().all(|result| result.outcome == Outcome::Held));
}
