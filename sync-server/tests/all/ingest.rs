//! What becomes of a notebook's entries, told over real TLS by phones driven by hand.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests are not recognised as tests"
)]

use crate::common;

use beatbook_domain::records::server::{AlarmKind, ServerBody};
use beatbook_protocol::sync::{EntryResult, Outcome, Verdict};
use common::phone::erasure;
use common::{Beat, id};

fn outcomes(results: &[EntryResult]) -> Vec<(u64, bool, Outcome)> {
    results.iter().map(|result| (result.seq, result.body, result.outcome)).collect()
}

fn alarms(journal: &[ServerBody]) -> Vec<AlarmKind> {
    let kinds = journal.iter().filter_map(|body| match body {
        ServerBody::AlarmRaised(alarm) => Some(alarm.kind),
        _ => None,
    });
    kinds.collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shift_comes_in_and_the_receipt_says_so() {
    let beat = Beat::begin().await;
    let mut phone = beat.phone(1).await;
    phone.note("Two bikes chained to the railings.");
    phone.note("Owners spoken to.");
    let answer = phone.sync().await;
    assert_eq!(answer.verdict, Verdict::Ok);
    assert!(answer.results.iter().all(|result| result.outcome == Outcome::Held && result.rejected.is_none()));
    let receipt = phone.held().unwrap();
    assert_eq!((receipt.chain.seq, receipt.bodies.len(), receipt.generation), (2, 3, 1));
    assert_eq!(receipt.chain.hash, phone.entries[2].hash);
}

#[tokio::test(flavor = "multi_thread")]
async fn bodies_come_in_any_order_and_twice_without_harm() {
    let beat = Beat::begin().await;
    let mut phone = beat.phone(1).await;
    for n in 0..5 {
        phone.note(&format!("note {n}"));
    }
    phone.send(&phone.request(1..6, [5, 3])).await.unwrap();
    assert_eq!(phone.held().unwrap().bodies.len(), 3);
    let answer = phone.send(&phone.request(4..6, [4, 3, 1, 2])).await.unwrap();
    use Outcome::{Duplicate, Held};
    assert_eq!(
        outcomes(&answer.results),
        [
            (4, false, Duplicate),
            (5, false, Duplicate),
            (4, true, Held),
            (3, true, Duplicate),
            (1, true, Held),
            (2, true, Held)
        ]
    );
    assert_eq!(phone.held().unwrap().bodies.ranges().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_bad_body_blocks_no_other() {
    let beat = Beat::begin().await;
    let mut phone = beat.phone(1).await;
    phone.note("first");
    phone.note("second");
    let unknown = phone.write(id(9), "drone_flight", 7, b"from the future".to_vec());
    let nonsense = phone.write(id(10), "note", 1, b"{\"at\":".to_vec());
    let mut request = phone.request(1..5, [1, 2, unknown, nonsense]);
    request.bodies[0] = phone.body(2);
    request.bodies[0].seq = 1;
    let answer = phone.send(&request).await.unwrap();
    let bodies: Vec<_> = answer.results.iter().filter(|result| result.body).collect();
    assert_eq!((bodies[0].outcome, bodies[1].outcome), (Outcome::Refused, Outcome::Held));
    assert_eq!((bodies[2].outcome, bodies[2].rejected.as_deref()), (Outcome::Held, None));
    assert_eq!((bodies[3].outcome, bodies[3].rejected.as_deref()), (Outcome::Held, Some("malformed_body")));
    // What was rejected is held all the same; what did not fit its header is not.
    let receipt = phone.held().unwrap();
    assert!(
        receipt.bodies.contains(nonsense) && receipt.bodies.contains(unknown) && !receipt.bodies.contains(1)
    );
    assert_eq!(alarms(&beat.journal().await), [AlarmKind::Rejected]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copied_phone_is_found_out_and_both_branches_are_kept() {
    let beat = Beat::begin().await;
    let mut phone = beat.phone(1).await;
    phone.note("before the copy");
    phone.sync().await;
    let mut copy = phone.clone();
    phone.note("on the phone");
    phone.sync().await;
    copy.note("on the copy");
    copy.note("and more on the copy");
    let answer = copy.exchange(&copy.rest()).await.unwrap();
    assert_eq!(answer.verdict, Verdict::Retire { fork: 2 });
    assert!(answer.results.iter().all(|result| result.outcome == Outcome::Fork));
    // The branch goes on to be kept; the first phone is told to retire, too, and loses nothing.
    copy.note("still writing");
    let answer = copy.exchange(&copy.request(4..5, [4])).await.unwrap();
    assert_eq!(answer.results[0].outcome, Outcome::Fork);
    phone.note("the last one");
    let answer = phone.sync().await;
    assert_eq!(answer.verdict, Verdict::Retire { fork: 2 });
    assert_eq!(phone.held().unwrap().chain.hash, phone.entries[3].hash);
    let journal = beat.journal().await;
    assert_eq!(alarms(&journal), [AlarmKind::Fork]);
    assert_eq!(journal.iter().filter(|body| matches!(body, ServerBody::NotebookRetired(_))).count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_restored_from_its_backup_is_told_to_begin_anew() {
    let beat = Beat::begin().await;
    let mut phone = beat.phone(1).await;
    phone.note("one");
    phone.sync().await;
    let old = phone.clone();
    phone.note("two");
    phone.sync().await;
    let answer = old.exchange(&old.request(0..0, [])).await.unwrap();
    assert_eq!(answer.verdict, Verdict::Retire { fork: 2 });
    assert_eq!(alarms(&beat.journal().await), [AlarmKind::Fork]);
    // The request may have been a late copy of an old one: the healthy phone goes on.
    phone.note("three");
    assert_eq!(phone.sync().await.verdict, Verdict::Ok);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hole_in_the_headers_is_not_filled_with_hope() {
    let beat = Beat::begin().await;
    let mut phone = beat.phone(1).await;
    for n in 0..4 {
        phone.note(&format!("note {n}"));
    }
    let answer = phone.exchange(&phone.request(3..5, [3])).await.unwrap();
    assert!(matches!(answer.verdict, Verdict::Rebase { held: Some(_) }));
    assert!(answer.results.iter().all(|result| result.outcome == Outcome::Refused));
    assert_eq!(phone.sync().await.verdict, Verdict::Ok);
    assert_eq!(phone.held().unwrap().bodies.len(), 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_erased_body_is_gone_and_stays_gone() {
    let beat = Beat::begin().await;
    let mut phone = beat.phone(1).await;
    let secret = phone.note("the name of the wrong person");
    phone.sync().await;
    phone.tell(id(30), &erasure(secret));
    let before = phone.clone();
    phone.sync().await;
    // A late copy of the old request brings nothing back.
    let again = before.exchange(&before.request(1..2, [secret])).await.unwrap();
    assert_eq!(again.results[1].outcome, Outcome::Duplicate);
    let erasures = std::fs::read_to_string(beat.folder.path().join("erasures.jsonl")).unwrap();
    assert!(erasures.contains("\"seq\":1,\"by\":2"), "{erasures}");
    assert!(phone.held().unwrap().bodies.contains(secret));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_receipted_is_there_after_a_restart() {
    let beat = Beat::begin().await;
    let mut phone = beat.phone(1).await;
    phone.note("before");
    phone.sync().await;
    let beat = beat.restart().await;
    phone.address = format!("https://{}", beat.server.address());
    phone.note("after");
    let answer = phone.sync().await;
    assert_eq!(answer.verdict, Verdict::Ok);
    assert_eq!(phone.held().unwrap().chain.seq, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_authorities_with_equal_codes_never_see_each_other() {
    let beat = Beat::begin().await;
    let service = beat.server.service();
    let other = service.store().add_authority(service.keyholder(), "MDW", "Medway, too").await.unwrap().id;
    common::add_officer(&beat.server, other, id(1), "4711").await;
    let mut ours = beat.phone(1).await;
    let ticket = beat.server.ticket(other, id(1)).await.unwrap();
    // Even the same notebook id and the same content.
    let mut theirs = common::phone::Phone::new(&ticket, 1);
    theirs.token = beatbook_protocol::enrol::Token([99; 32]);
    theirs.enrol(&ticket.code).await.unwrap();
    ours.note("ours");
    theirs.note("theirs");
    let (ours_told, theirs_told) = (ours.sync().await, theirs.sync().await);
    assert_eq!(ours.held().unwrap().chain.hash, ours.entries[1].hash);
    assert_eq!(theirs.held().unwrap().chain.hash, theirs.entries[1].hash);
    let authorities = |answer: &beatbook_protocol::sync::SyncResponse| {
        let headers = answer.changes.iter().filter_map(|change| match change {
            beatbook_protocol::sync::Change::Entry { header, .. } => {
                Some(beatbook_protocol::entry::Header::parse(header).unwrap().authority)
            }
            beatbook_protocol::sync::Change::Object { .. } => None,
        });
        headers.collect::<std::collections::BTreeSet<_>>()
    };
    assert_eq!(authorities(&ours_told), [beat.authority].into());
    assert_eq!(authorities(&theirs_told), [other].into());
    // A token opens its own notebook only.
    let mut swapped = ours.rest();
    swapped.notebook = id(77);
    assert!(ours.exchange(&swapped).await.is_err());
}
