//! The officer's own hours: asked of the server, disbelieved if they cannot be true, and no reason to stop recording.
#![allow(clippy::unwrap_used, reason = "helpers of tests are not recognised as tests")]

use crate::support;

use std::sync::Arc;
use std::time::{Duration, Instant};

use beatbook_device::{AskHours, Beatbook, BeatbookError, OwnHoursRefusal, SignOn};
use beatbook_protocol::frame::{pack, unpack};
use beatbook_protocol::hours::{HOURS_PATH, HoursAnswer, HoursRequest, HoursResponse, ZoneHours};
use beatbook_protocol::limits::{HOURS_PERIOD_MAX_MS, HOURS_ZONES_MAX};
use beatbook_protocol::sync::{Problem, ProblemCode};
use support::server::{Reply, Server, keeper, refuse};
use support::{MINUTE, Phone, SATURDAY_NIGHT, enrol};

const DAY: i64 = 1_440 * MINUTE;

fn asked() -> AskHours {
    AskHours { from: SATURDAY_NIGHT, to: SATURDAY_NIGHT + DAY, zones: Vec::new() }
}

fn told(request: &HoursRequest) -> HoursResponse {
    let zone = ZoneHours {
        code: "CHA-HS".to_owned(),
        name: "High Street".to_owned(),
        foot: 39 * MINUTE,
        certain: 38 * MINUTE,
        possible: 44 * MINUTE,
        visits: 2,
        dosage_visits: 2,
        ..ZoneHours::default()
    };
    HoursResponse {
        version: 1,
        from: request.from,
        to: request.to,
        zones: vec![zone],
        derived_up_to: Some(SATURDAY_NIGHT),
        patrols_waiting: 0,
        notebooks_outstanding: 0,
        held_out: 0,
        server_time: SATURDAY_NIGHT,
    }
}

/// An enrolled phone whose server answers questions for hours like this.
fn asks(answer: impl Fn(HoursRequest) -> Reply + Send + Sync + 'static) -> (Phone, Server, Beatbook) {
    let (phone, keeper) = (Phone::new(), keeper());
    let server = Server::start(move |asked| {
        if asked.path == HOURS_PATH {
            assert!(asked.token.is_some(), "the notebook says who asks");
            return answer(unpack(&asked.body).unwrap());
        }
        Reply::Ours(keeper.lock().unwrap().answer(&asked))
    });
    let book = enrol(&phone, &server);
    (phone, server, book)
}

fn answer(bent: impl Fn(&mut HoursResponse) + Send + Sync + 'static) -> impl Fn(HoursRequest) -> Reply {
    move |request| {
        let mut told = told(&request);
        bent(&mut told);
        Reply::Ours(pack(&HoursAnswer::Told(Box::new(told))).unwrap())
    }
}

#[test]
fn the_officer_is_told_what_the_server_tells() {
    let (_phone, _server, book) = asks(answer(|_| {}));
    let hours = book.own_hours(&asked()).unwrap();
    assert_eq!((hours.zones[0].foot, hours.derived_up_to), (39 * MINUTE, Some(SATURDAY_NIGHT)));
    assert_eq!(book.entries(None, 10).unwrap().len(), 1, "a look stores nothing");
}

/// What a server may make of an answer.
type Bend = fn(&mut HoursResponse);

#[test]
fn an_answer_to_another_question_or_that_cannot_be_true_is_none() {
    let bends: [(&str, Bend); 6] = [
        ("another version", |told| told.version = 2),
        ("other days", |told| told.to += 1),
        ("less than certain", |told| told.zones[0].foot = 0),
        ("more than possible", |told| told.zones[0].possible = 0),
        ("negative gaps", |told| told.zones[0].gap = -1),
        ("a name as long as a book", |told| told.zones[0].name = "n".repeat(201)),
    ];
    for (story, bend) in bends {
        let (_phone, _server, book) = asks(answer(bend));
        assert_eq!(book.own_hours(&asked()), Err(BeatbookError::BadAnswer), "{story}");
    }
    let (_phone, _server, book) = asks(answer(|_| {}));
    let of_another = AskHours { zones: vec!["CHA-PARK".to_owned()], ..asked() };
    assert_eq!(book.own_hours(&of_another), Err(BeatbookError::BadAnswer), "a zone that was not asked for");
    let (_phone, _server, book) =
        asks(|_| Reply::Raw { status: 200, kind: "text/html", body: b"hello".to_vec() });
    assert_eq!(book.own_hours(&asked()), Err(BeatbookError::BadAnswer));
}

#[test]
fn refusals_are_named_and_some_need_no_server() {
    let own = BeatbookError::OwnHours;
    for (code, expected) in [
        (ProblemCode::Period, own(OwnHoursRefusal::Period)),
        (ProblemCode::UnknownZone, own(OwnHoursRefusal::UnknownZone)),
        (ProblemCode::TooLarge, own(OwnHoursRefusal::TooMuch)),
        (ProblemCode::NotebookClosed, BeatbookError::Retired),
        (ProblemCode::Revoked, BeatbookError::Revoked),
        (ProblemCode::Unauthorised, BeatbookError::Unauthorised),
        (ProblemCode::UpgradeRequired, BeatbookError::UpgradeRequired),
    ] {
        let (_phone, _server, book) = asks(move |_| refuse(code, None));
        assert_eq!(book.own_hours(&asked()), Err(expected));
    }
    let (_phone, server, book) = asks(answer(|_| {}));
    let before = server.requests();
    for (ask, refusal) in [
        (AskHours { to: SATURDAY_NIGHT, ..asked() }, OwnHoursRefusal::Period),
        (AskHours { to: SATURDAY_NIGHT + HOURS_PERIOD_MAX_MS + 1, ..asked() }, OwnHoursRefusal::Period),
        (
            AskHours { zones: vec![String::new(); HOURS_ZONES_MAX + 1], ..asked() },
            OwnHoursRefusal::TooManyZones,
        ),
    ] {
        assert_eq!(book.own_hours(&ask), Err(own(refusal)));
    }
    assert_eq!(server.requests(), before);
}

#[test]
fn a_server_that_is_busy_is_left_alone_for_as_long_as_it_asks() {
    let (phone, server, book) = asks(|_| refuse(ProblemCode::Busy, Some(30_000)));
    assert_eq!(book.own_hours(&asked()), Err(BeatbookError::ServerBusy));
    let before = server.requests();
    assert_eq!(book.own_hours(&asked()), Err(BeatbookError::ServerBusy));
    assert_eq!(server.requests(), before, "nothing was asked");
    phone.platform.advance(30_000);
    assert_eq!(book.own_hours(&asked()), Err(BeatbookError::ServerBusy));
    assert_eq!(server.requests(), before + 1);
}

#[test]
fn without_a_network_the_answer_says_what_the_phone_knows_by_itself() {
    let phone = Phone::new();
    let book = phone.found();
    let error = book.own_hours(&asked()).unwrap_err();
    assert_eq!(error, BeatbookError::OwnHours(OwnHoursRefusal::NeedsServer));
    assert_eq!(error.code(), "needs_server");
    // What the last patrol came to is there all the same.
    support::work(&phone, &book);
    let patrols = book.patrols(1).unwrap();
    assert!(patrols[0].result.is_some());
}

#[test]
fn a_stalled_question_is_cancelled_within_a_second_and_holds_up_no_recording() {
    let (phone, _server, book) = asks(|_| Reply::Silence(Duration::from_secs(30)));
    let book = Arc::new(book);
    let asking = {
        let book = Arc::clone(&book);
        std::thread::spawn(move || book.own_hours(&asked()))
    };
    std::thread::sleep(Duration::from_millis(300));
    let began = Instant::now();
    book.sign_on(SignOn::tasked()).unwrap();
    assert_eq!(book.record_fixes(&phone.walk(600)).unwrap().accepted, 120);
    assert!(book.sync().unwrap().exchanges > 0, "a sync runs beside it");
    assert!(began.elapsed() < Duration::from_secs(10));
    assert!(!asking.is_finished(), "it still waits for its server");
    let cancelled = Instant::now();
    book.cancel();
    assert_eq!(asking.join().unwrap(), Err(BeatbookError::Cancelled));
    assert!(cancelled.elapsed() < Duration::from_secs(1));
}

#[test]
fn a_notebook_not_let_in_yet_asks_that_first() {
    let (phone, keeper) = (Phone::new(), keeper());
    let server = Server::start(move |asked| {
        if asked.path == HOURS_PATH {
            let known = keeper.lock().unwrap().notebooks.values().any(|kept| kept.token == asked.token);
            let problem = Problem { code: ProblemCode::Unauthorised, retry_after: None, server_time: 0 };
            let request = unpack(&asked.body).unwrap();
            let answer = if known {
                HoursAnswer::Told(Box::new(told(&request)))
            } else {
                HoursAnswer::Refused(problem)
            };
            return Reply::Ours(pack(&answer).unwrap());
        }
        Reply::Ours(keeper.lock().unwrap().answer(&asked))
    });
    let book = Beatbook::found(phone.setup(), &phone.key, &server.ticket().to_text().unwrap()).unwrap();
    assert_eq!(book.own_hours(&asked()).unwrap().zones.len(), 1);
}
