//! Phone and server: what is sent, what is believed, and what changes nothing at all.
#![allow(clippy::unwrap_used, reason = "helpers of tests are not recognised as tests")]

use crate::support;

use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use beatbook_device::{AskWhen, AskWhere, Beatbook, BeatbookError, Delivery, Key, NotebookState, SignOn};
use beatbook_domain::orders::book::Book;
use beatbook_domain::records::journal::Basis;
use beatbook_protocol::chain::SignedHead;
use beatbook_protocol::ranges::SeqSet;
use beatbook_protocol::receipt::{KeyHandover, SignedReceipt};
use beatbook_protocol::sign::SigningKey;
use beatbook_protocol::sync::{Cursor, Outcome, ProblemCode, Verdict};
use support::server::{Reply, Server, Validity, bend, keep, keeper, refuse};
use support::{MINUTE, Phone, SATURDAY_NIGHT, delivery, enrol, work};
use zeroize::Zeroizing;

#[test]
fn a_shift_recorded_offline_is_held_after_one_sync() {
    let (phone, keeper) = (Phone::new(), keeper());
    let server = keep(&keeper);
    let book = enrol(&phone, &server);
    assert_eq!(book.status().unwrap().authority_code, "MDW");
    work(&phone, &book);
    let report = book.sync().unwrap();
    assert_eq!((report.left, report.state), (0, NotebookState::Open));
    assert_eq!(report.acknowledged, 5);
    assert!(book.entries(None, 100).unwrap().iter().all(|entry| entry.delivery == Delivery::Held));
    let kept = keeper.lock().unwrap().notebooks[&book.notebook()].clone();
    assert_eq!((kept.headers.len(), kept.bodies.len()), (6, 6));
    let found = book.verify().unwrap();
    assert_eq!((found.is_sound(), found.receipt), (true, Some(5)));
    let again = book.sync().unwrap();
    assert_eq!((again.exchanges, again.acknowledged), (1, 0));
}

#[test]
fn a_notebook_founded_without_a_network_is_let_in_by_its_first_sync() {
    let (phone, keeper) = (Phone::new(), keeper());
    let server = keep(&keeper);
    let book = Beatbook::found(phone.setup(), &phone.key, &server.ticket().to_text().unwrap()).unwrap();
    assert_eq!(book.status().unwrap().state, NotebookState::Enrolling);
    work(&phone, &book);
    assert_eq!(book.sync().unwrap().left, 0);
    assert_eq!(book.status().unwrap().state, NotebookState::Open);
}

#[test]
fn a_lost_answer_to_enrolment_is_repaired_by_asking_again() {
    let (phone, keeper) = (Phone::new(), keeper());
    let shared = Arc::clone(&keeper);
    let times = Mutex::new(0);
    let server = Server::start(move |asked| {
        let answer = shared.lock().unwrap().answer(&asked);
        let mut times = times.lock().unwrap();
        *times += 1;
        if *times == 1 { Reply::Cut(answer, 20) } else { Reply::Ours(answer) }
    });
    let ticket = server.ticket().to_text().unwrap();
    let lost = Beatbook::enrol(phone.setup(), &phone.key, &ticket).unwrap_err();
    assert!(matches!(lost, BeatbookError::BadAnswer | BeatbookError::Network), "{lost:?}");
    let book = Beatbook::enrol(phone.setup(), &phone.key, &ticket).unwrap();
    assert_eq!(keeper.lock().unwrap().notebooks.len(), 1, "the very same notebook asked twice");
    assert_eq!(Beatbook::list(&phone.places).unwrap(), vec![book.notebook()]);
}

#[test]
fn a_used_code_leaves_nothing_behind() {
    let phone = Phone::new();
    let server = Server::start(|_| refuse(ProblemCode::CodeInvalid, None));
    let ticket = server.ticket().to_text().unwrap();
    let refused = Beatbook::enrol(phone.setup(), &phone.key, &ticket).unwrap_err();
    assert_eq!(refused, BeatbookError::CodeInvalid);
    assert_eq!(Beatbook::list(&phone.places).unwrap(), vec![]);
    assert_eq!(std::fs::read_dir(&phone.places.notebooks).unwrap().count(), 0);
    assert_eq!(std::fs::read_dir(&phone.places.seats).unwrap().count(), 0);
}

#[test]
fn a_server_that_asks_for_peace_gets_it() {
    let (phone, keeper) = (Phone::new(), keeper());
    let shared = Arc::clone(&keeper);
    let server = bend(&shared, |response, _| response.retry_after = Some(60_000));
    let book = enrol(&phone, &server);
    assert_eq!(book.sync().unwrap().wait, 60_000, "also after success");
    let asked = server.requests();
    let report = book.sync().unwrap();
    assert_eq!((report.exchanges, server.requests()), (0, asked));
    phone.platform.advance(60_000);
    assert_eq!(book.sync().unwrap().exchanges, 1);
}

#[test]
fn after_a_failure_a_scheduler_waits_and_a_person_need_not() {
    let (phone, keeper) = (Phone::new(), keeper());
    let down = Arc::new(Mutex::new(false));
    let (shared, is_down) = (Arc::clone(&keeper), Arc::clone(&down));
    let server = Server::start(move |asked| {
        if *is_down.lock().unwrap() {
            return Reply::Raw { status: 502, kind: "text/plain", body: Vec::new() };
        }
        Reply::Ours(shared.lock().unwrap().answer(&asked))
    });
    let book = enrol(&phone, &server);
    *down.lock().unwrap() = true;
    let mut waits = Vec::new();
    for _ in 0..20 {
        book.sync().unwrap_err();
        waits.push(book.status().unwrap().sync_wait);
    }
    assert!(waits.iter().any(|wait| *wait > 60_000), "they grow: {waits:?}");
    assert!(waits.iter().all(|wait| *wait < 15 * 60_000));
    while book.status().unwrap().sync_wait == 0 {
        book.sync().unwrap_err();
    }
    *down.lock().unwrap() = false;
    assert_eq!(book.sync_when_due().unwrap().exchanges, 0, "not due yet");
    assert_eq!(book.sync().unwrap().exchanges, 1);
    assert_eq!(book.status().unwrap().sync_wait, 0);
}

#[test]
fn a_wrong_pin_is_not_our_server() {
    let (phone, keeper) = (Phone::new(), keeper());
    let (ours, other) = (keep(&keeper), keep(&keeper));
    let mut ticket = other.ticket();
    ticket.trust = ours.ticket().trust;
    let told = Beatbook::enrol(phone.setup(), &phone.key, &ticket.to_text().unwrap()).unwrap_err();
    assert_eq!(told, BeatbookError::NotOurServer);
    assert_eq!(other.requests(), 0, "nothing was sent to it");
    let mut public = other.ticket();
    public.trust = beatbook_protocol::enrol::Trust::PublicRoots;
    let phone = Phone::new();
    let told = Beatbook::enrol(phone.setup(), &phone.key, &public.to_text().unwrap()).unwrap_err();
    assert_eq!(told, BeatbookError::NotOurServer);
}

#[test]
fn a_clock_years_off_is_named_and_repaired_by_the_last_signed_time() {
    const YEAR_S: i64 = 365 * 86_400;
    let real = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs() as i64;
    let validity = Validity { from: real - 86_400, until: real + 30 * 86_400 };
    let (phone, keeper) = (Phone::new(), keeper());
    keeper.lock().unwrap().clock = real * 1_000;
    let shared = Arc::clone(&keeper);
    let server =
        Server::start_valid(&validity, move |asked| Reply::Ours(shared.lock().unwrap().answer(&asked)));
    let ticket = server.ticket().to_text().unwrap();
    // Five years ahead: no certificate is that young.
    phone.platform.set_wall((real + 5 * YEAR_S) * 1_000);
    assert_eq!(Beatbook::enrol(phone.setup(), &phone.key, &ticket).unwrap_err(), BeatbookError::ClockWrong);
    // Years behind: it cannot be before this library was built.
    phone.platform.set_wall(SATURDAY_NIGHT);
    let book = Beatbook::enrol(phone.setup(), &phone.key, &ticket).unwrap();
    book.sync().unwrap();
    // Now the server's time is known: a clock that jumps ahead no longer matters.
    phone.platform.set_wall((real + 5 * YEAR_S) * 1_000);
    work(&phone, &book);
    assert_eq!(book.sync().unwrap().left, 0);
    assert!(book.status().unwrap().clock_skew.unwrap() < -4 * YEAR_S * 1_000);
}

#[test]
fn two_days_of_skew_are_forgiven() {
    let real = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs() as i64;
    let (phone, keeper) = (Phone::new(), keeper());
    let shared = Arc::clone(&keeper);
    let validity = Validity { from: real + 40 * 3_600, until: real + 30 * 86_400 };
    let server =
        Server::start_valid(&validity, move |asked| Reply::Ours(shared.lock().unwrap().answer(&asked)));
    phone.platform.set_wall(real * 1_000);
    enrol(&phone, &server);
}

#[test]
fn a_restored_server_is_offered_everything_again() {
    let (phone, keeper) = (Phone::new(), keeper());
    let server = keep(&keeper);
    let book = enrol(&phone, &server);
    work(&phone, &book);
    book.sync().unwrap();
    let backup = keeper.lock().unwrap().notebooks.clone();
    work(&phone, &book);
    book.sync().unwrap();
    let id = book.notebook();
    {
        let mut keeper = keeper.lock().unwrap();
        keeper.notebooks = backup;
        keeper.generation = 2;
        let held = keeper.sign(&keeper.receipt(id));
        keeper.verdict = Some(Verdict::Rebase { held: Some(held) });
    }
    let report = book.sync().unwrap();
    assert_eq!((report.left, report.acknowledged), (0, 5));
    assert_eq!(keeper.lock().unwrap().notebooks[&id].bodies.len(), 11);
    // And one that lost all but genesis.
    {
        let mut keeper = keeper.lock().unwrap();
        let kept = keeper.notebooks.get_mut(&id).unwrap();
        kept.headers.truncate(1);
        kept.bodies.retain(|seq, _| *seq == 0);
        keeper.generation = 3;
        keeper.verdict = Some(Verdict::Rebase { held: None });
    }
    assert_eq!(book.sync().unwrap().left, 0);
    assert_eq!(keeper.lock().unwrap().notebooks[&id].bodies.len(), 11);
}

#[test]
fn a_retired_notebook_goes_on_in_a_successor() {
    let (phone, keeper) = (Phone::new(), keeper());
    let server = keep(&keeper);
    let book = enrol(&phone, &server);
    work(&phone, &book);
    assert_eq!(
        book.begin_successor(&Key::from_bytes([8; 32])).unwrap_err(),
        BeatbookError::NoSuccessorNeeded
    );
    keeper.lock().unwrap().verdict = Some(Verdict::Retire { fork: 3 });
    assert_eq!(book.sync().unwrap().state, NotebookState::Retired);
    assert_eq!(book.note("too late", Basis::Fact), Err(BeatbookError::Retired));
    let successor = book.begin_successor(&Key::from_bytes([8; 32])).unwrap();
    work(&phone, &successor);
    assert!(successor.status().unwrap().unannounced);
    assert_eq!(successor.sync().unwrap().left, 0);
    assert!(!successor.status().unwrap().unannounced);
    assert_eq!(keeper.lock().unwrap().notebooks.len(), 2);
    assert!(successor.verify().unwrap().is_sound());
}

#[test]
fn a_rejected_entry_stops_nothing_else() {
    let (phone, keeper) = (Phone::new(), keeper());
    let server = bend(&keeper, |response, keeper| {
        for result in &mut response.results {
            if result.body && result.seq == 2 {
                result.rejected = Some("crew_unknown".to_owned());
            }
            if result.body && result.seq == 3 {
                result.outcome = Outcome::TooLarge;
            }
        }
        let mut receipt = response.receipt.take().unwrap().open(&[keeper.key.public()]).unwrap();
        receipt.bodies = SeqSet::from_numbers((0..=receipt.chain.seq).filter(|seq| *seq != 3));
        response.receipt = Some(keeper.sign(&receipt));
    });
    let book = enrol(&phone, &server);
    work(&phone, &book);
    let report = book.sync().unwrap();
    assert_eq!((report.acknowledged, report.left), (4, 0));
    let rejected: Vec<_> =
        book.rejected().unwrap().into_iter().map(|entry| (entry.seq, entry.code)).collect();
    assert_eq!(rejected, [(2, "crew_unknown".to_owned()), (3, "too_large".to_owned())]);
    assert_eq!(delivery(&book)[3], Delivery::Refused);
    let mut export = Vec::new();
    assert_eq!(book.export(&mut export).unwrap().entries, 6);
}

#[test]
fn a_new_receipt_key_is_believed_when_the_old_one_hands_over() {
    let (phone, keeper) = (Phone::new(), keeper());
    let server = bend(&keeper, |response, keeper| {
        let (old, new) = (&keeper.key, SigningKey::from_seed(&[2; 32]));
        let receipt = response.receipt.take().unwrap().open(&[old.public()]).unwrap();
        response.receipt = Some(SignedReceipt::sign(&receipt, &new).unwrap());
        response.receipt_keys = vec![KeyHandover::sign(old, new.public())];
    });
    let book = enrol(&phone, &server);
    work(&phone, &book);
    assert_eq!(book.sync().unwrap().left, 0);
    assert!(book.verify().unwrap().is_sound());
}

#[test]
fn a_forged_handover_changes_nothing() {
    let (phone, keeper) = (Phone::new(), keeper());
    let forge = Arc::new(Mutex::new(false));
    let forging = Arc::clone(&forge);
    let server = bend(&keeper, move |response, keeper| {
        if *forging.lock().unwrap() {
            // Genuine to the second key; the third one vouches for itself.
            let (second, thief) = (SigningKey::from_seed(&[2; 32]), SigningKey::from_seed(&[3; 32]));
            let receipt = response.receipt.take().unwrap().open(&[keeper.key.public()]).unwrap();
            response.receipt = Some(SignedReceipt::sign(&receipt, &thief).unwrap());
            response.receipt_keys = vec![
                KeyHandover::sign(&keeper.key, second.public()),
                KeyHandover::sign(&thief, thief.public()),
            ];
        }
    });
    let book = enrol(&phone, &server);
    work(&phone, &book);
    *forge.lock().unwrap() = true;
    assert_eq!(book.sync().unwrap_err(), BeatbookError::BadAnswer);
    assert_eq!(book.status().unwrap().receipt, Some(0), "nothing was acknowledged");
    *forge.lock().unwrap() = false;
    assert_eq!(book.sync().unwrap().left, 0, "and no key of the thief's is trusted");
}

#[test]
fn a_stalled_link_is_left_within_a_second_and_recording_goes_on_beside_it() {
    let (phone, keeper) = (Phone::new(), keeper());
    let server = Server::start(move |asked| {
        if asked.path.ends_with("enrol") {
            Reply::Ours(keeper.lock().unwrap().answer(&asked))
        } else {
            Reply::Silence(Duration::from_secs(30))
        }
    });
    let book = Arc::new(enrol(&phone, &server));
    work(&phone, &book);
    book.sign_on(SignOn::tasked()).unwrap();
    let syncing = {
        let book = Arc::clone(&book);
        thread::spawn(move || book.sync())
    };
    while server.requests() < 2 {
        thread::sleep(Duration::from_millis(5));
    }
    assert_eq!(book.sync(), Err(BeatbookError::AlreadyRunning));
    let began = Instant::now();
    assert_eq!(book.record_fixes(&phone.walk(60)).unwrap().accepted, 12);
    assert!(began.elapsed() < Duration::from_millis(500));
    let began = Instant::now();
    book.cancel();
    assert_eq!(syncing.join().unwrap(), Err(BeatbookError::Cancelled));
    assert!(began.elapsed() < Duration::from_secs(1));
    // Pausing does the same and lets go of every file.
    let requests = server.requests();
    let syncing = {
        let book = Arc::clone(&book);
        thread::spawn(move || book.sync())
    };
    while server.requests() == requests {
        thread::sleep(Duration::from_millis(5));
    }
    book.pause().unwrap();
    assert_eq!(syncing.join().unwrap(), Err(BeatbookError::Cancelled));
    assert_eq!(book.note("while paused", Basis::Fact), Err(BeatbookError::Paused));
    let other = phone.open(book.notebook()).unwrap();
    assert_eq!(book.resume(), Err(BeatbookError::AlreadyOpen));
    drop(other);
    book.resume().unwrap();
    assert_eq!(book.record_fixes(&phone.walk(60)).unwrap().accepted, 12);
    book.shutdown().unwrap();
    assert_eq!(book.status().unwrap_err(), BeatbookError::Closed);
    assert_eq!(book.resume(), Err(BeatbookError::Closed));
}

#[test]
fn what_another_server_signed_or_nobody_is_not_believed_and_the_receipt_still_counts() {
    #[derive(Clone, Copy, PartialEq)]
    enum Signed {
        ByNobody,
        ByAnother,
        Honestly,
    }
    let there = AskWhere::At { lat: 51.383, lon: 0.526, accuracy_m: 5.0 };
    for signed in [Signed::ByNobody, Signed::ByAnother, Signed::Honestly] {
        let (phone, keeper) = (Phone::new(), keeper());
        keeper.lock().unwrap().publish(&officer_added());
        keeper.lock().unwrap().publish_orders(&Book::founding().unwrap());
        let server = bend(&keeper, move |response, _| {
            let another = SigningKey::from_seed(&Zeroizing::new([99; 32]));
            if signed != Signed::Honestly {
                let head = response.journal.take().filter(|_| signed == Signed::ByAnother);
                response.journal = head.map(|head| SignedHead::sign(head.notebook, head.point, &another));
            }
        });
        let book = enrol(&phone, &server);
        work(&phone, &book);
        let report = book.sync().unwrap();
        assert_eq!(report.left, 0);
        assert_eq!(report.pulled > 0, signed == Signed::Honestly);
        // Nor is its order book the law that this phone goes by: paper stays a draft, as without any briefing.
        let applies = book.what_applies(there, AskWhen::Now).unwrap();
        assert_eq!(applies.briefing.is_some(), signed == Signed::Honestly);
        assert_eq!(applies.rule_set.is_some(), signed == Signed::Honestly);
    }
}

pub fn officer_added() -> beatbook_domain::records::server::ServerBody {
    use beatbook_domain::records::server::{OfficerAdded, ServerBody};
    let text = |text: &str| text.to_owned();
    ServerBody::OfficerAdded(OfficerAdded {
        officer: support::OFFICER,
        code: text("PC 4711"),
        name: text("Officer"),
        team: text("NTF"),
    })
}

#[test]
fn the_servers_journal_is_pulled_once_and_again_after_a_reset() {
    let (phone, keeper) = (Phone::new(), keeper());
    keeper.lock().unwrap().publish(&officer_added());
    let server = bend(&keeper, |response, keeper| {
        if keeper.generation == 2 {
            response.reset = true;
            response.changes.clear();
            response.journal = None;
            response.cursor = Some(Cursor(vec![0].into()));
            response.more = true;
        }
    });
    let book = enrol(&phone, &server);
    assert_eq!(book.sync().unwrap().pulled, 1);
    assert_eq!(book.sync().unwrap().pulled, 0);
    keeper.lock().unwrap().generation = 2;
    book.sync().unwrap();
    keeper.lock().unwrap().generation = 1;
    assert_eq!(book.sync().unwrap().pulled, 1);
}

#[test]
fn a_server_that_asks_for_ever_for_what_is_purged_is_named_for_what_it_is() {
    let (phone, keeper) = (Phone::new(), keeper());
    let lost = Arc::new(Mutex::new(false));
    let restored = Arc::clone(&lost);
    let server = bend(&keeper, move |response, _| {
        if *restored.lock().unwrap() {
            response.verdict = Verdict::Rebase { held: None };
            response.receipt = None;
        }
    });
    let book = enrol(&phone, &server);
    work(&phone, &book);
    book.sync().unwrap();
    *lost.lock().unwrap() = true;
    let error = book.sync().unwrap_err();
    assert_eq!((error.code(), error.clone()), ("server_restored", BeatbookError::ServerRestored));
    assert!(error.to_string().contains("restore a newer one"), "{error}");
    // Nothing is lost, work goes on, and with a better backup it all ends well.
    book.note("All the same.", Basis::Fact).unwrap();
    assert!(book.verify().unwrap().is_sound());
    *lost.lock().unwrap() = false;
    phone.platform.advance(60 * MINUTE);
    assert_eq!(book.sync().unwrap().left, 0);
}

#[test]
fn a_sync_tells_how_far_it_is_and_nobody_closes_the_notebook_from_there() {
    let (phone, keeper) = (Phone::new(), keeper());
    let server = keep(&keeper);
    let book = enrol(&phone, &server);
    work(&phone, &book);
    let mut told = Vec::new();
    let report = book
        .sync_telling(&mut |so_far| {
            told.push(so_far.acknowledged);
            // It would wait for itself; other calls are answered.
            assert_eq!(book.shutdown().unwrap_err(), BeatbookError::AlreadyRunning);
            assert_eq!(book.pause().unwrap_err(), BeatbookError::AlreadyRunning);
            assert_eq!(book.sync().unwrap_err(), BeatbookError::AlreadyRunning);
            if told.len() == 1 {
                book.note("written from there", Basis::Fact).unwrap();
            }
        })
        .unwrap();
    assert_eq!(told.last(), Some(&report.acknowledged), "{told:?}");
    assert!(told.is_sorted() && !told.is_empty());
    book.shutdown().unwrap();
}
