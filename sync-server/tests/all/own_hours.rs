//! An officer's own hours over the wire: for that officer only, each look logged, limits at the last step.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests are not recognised as tests"
)]

use crate::common;

use beatbook_domain::presence::Interval;
use beatbook_domain::records::journal::Continues;
use beatbook_domain::records::patrol::Duty;
use beatbook_protocol::enrol::SucceedRequest;
use beatbook_protocol::frame;
use beatbook_protocol::hours::{HOURS_PATH, HoursAnswer, HoursRequest, HoursResponse};
use beatbook_protocol::id::Id;
use beatbook_protocol::limits::HOURS_PERIOD_MAX_MS;
use beatbook_protocol::sync::{EnrolAnswer, ProblemCode, SUCCEED_PATH};
use beatbook_server::auth::Purpose;
use beatbook_server::report::{HoursRequest as Asked, WhoseAsked};
use beatbook_server::store::{AccessQuery, AccessRow};
use common::phone::Phone;
use common::walk::{START, Walk, fixes, import_zone};
use common::{Beat, add_officer, id};

const MINUTE: i64 = 60_000;
const DAY: i64 = 1_440 * MINUTE;

fn walk(phone: &mut Phone, record: Id, minutes: i64) {
    let mut walk = Walk::sign_on(phone, record, Duty::TaskedCore);
    walk.chunk(phone, fixes(0..minutes));
    walk.sign_off(phone, minutes);
}

fn question(phone: &Phone) -> HoursRequest {
    let (from, to) = (START - DAY, START + DAY);
    HoursRequest { versions: vec![1], notebook: phone.notebook, from, to, zones: Vec::new() }
}

async fn ask(phone: &Phone, request: &HoursRequest) -> Result<HoursResponse, ProblemCode> {
    let (_, answer) = phone.post(HOURS_PATH, frame::pack(request).unwrap(), Some(phone.token)).await;
    match frame::unpack(&answer).unwrap() {
        HoursAnswer::Told(told) => Ok(*told),
        HoursAnswer::Refused(problem) => Err(problem.code),
    }
}

async fn own(phone: &Phone) -> HoursResponse {
    ask(phone, &question(phone)).await.unwrap()
}

async fn officer_of(beat: &Beat, authority: Id, n: u8) -> Phone {
    add_officer(&beat.server, authority, id(n), &format!("48{n:02}")).await;
    let ticket = beat.server.ticket(authority, id(n)).await.unwrap();
    let phone = Phone::new(&ticket, n);
    phone.enrol(&ticket.code).await.unwrap();
    phone
}

async fn access_log(beat: &Beat) -> Vec<AccessRow> {
    let service = beat.server.service();
    let scope = service.keyholder().scope(beat.authority, Purpose::Administration);
    let query = AccessQuery { period: Interval { from: 0, to: i64::MAX }, after: 0, at_most: 1_000 };
    service.store().access_log(&scope, query).await.unwrap()
}

fn minutes(told: &HoursResponse) -> i64 {
    (told.zones[0].foot + MINUTE / 2) / MINUTE
}

/// An officer who walked for forty minutes, derived.
async fn walked() -> (Beat, Phone) {
    let beat = Beat::begin().await;
    import_zone(&beat).await;
    let mut phone = beat.phone(1).await;
    walk(&mut phone, id(50), 40);
    phone.sync().await;
    beat.server.jobs().clear().await.unwrap();
    (beat, phone)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_officer_reads_what_a_supervisor_with_a_reason_reads_and_both_looks_are_logged() {
    let (beat, phone) = walked().await;
    let told = own(&phone).await;
    assert_eq!((told.from, told.to), (START - DAY, START + DAY));
    assert_eq!(told.zones.len(), 1);
    let zone = &told.zones[0];
    assert!(zone.is_sound() && (38 * MINUTE..=40 * MINUTE).contains(&zone.foot), "{zone:?}");
    assert_eq!((zone.code.as_str(), zone.name.as_str()), ("CHAT-1", "Chatham High Street"));
    assert_eq!((zone.visits, zone.dosage_visits), (1, 1));
    assert_eq!((told.patrols_waiting, told.notebooks_outstanding, told.held_out), (0, 0, 0));
    assert!(told.derived_up_to.is_some());

    let whose = WhoseAsked::Officer { code: "4711".to_owned(), reason: "complaint 17".to_owned() };
    let asked = Asked { whose, ..Asked::by_zone("2026-09") };
    let supervisor = beat.server.service().hours_report(&beat.reports(), &asked).await.unwrap();
    let hours = &supervisor.rows[0].hours;
    assert_eq!(zone.foot, hours.modes.foot.presence.officer);
    assert_eq!((zone.certain, zone.possible), (hours.all.certain.officer, hours.all.possible.officer));
    let log = access_log(&beat).await;
    let [.., officers, supervisors] = log.as_slice() else { panic!("{log:?}") };
    assert_eq!(officers.who, format!("officer {}", beat.officer));
    assert_eq!((officers.purpose.as_str(), &officers.reason), ("own hours", &None));
    assert!(officers.what.starts_with(&format!("hours by zone of officer {}", beat.officer)), "{officers:?}");
    assert_eq!((supervisors.who.as_str(), supervisors.purpose.as_str()), ("administrator", "report"));
}

#[tokio::test(flavor = "multi_thread")]
async fn colleagues_and_other_authorities_never_see_each_other() {
    let beat = Beat::begin().await;
    import_zone(&beat).await;
    let mut phone = beat.phone(1).await;
    walk(&mut phone, id(50), 40);
    phone.sync().await;
    let mut colleague = officer_of(&beat, beat.authority, 2).await;
    walk(&mut colleague, id(51), 20);
    colleague.sync().await;
    let service = beat.server.service();
    let elsewhere = service.store().add_authority(service.keyholder(), "MDW", "Another").await.unwrap().id;
    let mut stranger = officer_of(&beat, elsewhere, 3).await;
    walk(&mut stranger, id(53), 30);
    stranger.sync().await;
    beat.server.jobs().clear().await.unwrap();

    assert_eq!((minutes(&own(&phone).await), minutes(&own(&colleague).await)), (40, 20));
    assert!(own(&stranger).await.zones.is_empty(), "the other authority has no zones");
    let named = HoursRequest { zones: vec!["CHAT-1".to_owned()], ..question(&stranger) };
    assert_eq!(ask(&stranger, &named).await, Err(ProblemCode::UnknownZone));
    // The token says who asks: another's notebook in the question is nobody's.
    let theirs = HoursRequest { notebook: colleague.notebook, ..question(&phone) };
    assert_eq!(ask(&phone, &theirs).await, Err(ProblemCode::Unauthorised));
    let (status, _) = phone.post(HOURS_PATH, frame::pack(&question(&phone)).unwrap(), None).await;
    assert_eq!(status, 401);
    // Refused looks showed nothing, and are no access.
    assert_eq!(access_log(&beat).await.iter().filter(|row| row.purpose == "own hours").count(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_and_what_is_outstanding_is_said_of_the_officers_own_phone() {
    let beat = Beat::begin().await;
    import_zone(&beat).await;
    let mut phone = beat.phone(1).await;
    walk(&mut phone, id(50), 40);
    let all = phone.head() + 1;
    phone.send(&phone.request(1..all, [1])).await.unwrap();
    let told = own(&phone).await;
    assert_eq!((told.patrols_waiting, told.notebooks_outstanding), (1, 1));
    let colleague = officer_of(&beat, beat.authority, 2).await;
    assert_eq!(own(&colleague).await.notebooks_outstanding, 0, "another's phone is no matter of theirs");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_patrol_of_more_than_two_days_is_said_to_be_held_out_to_its_officer_only() {
    let beat = Beat::begin().await;
    import_zone(&beat).await;
    let mut phone = beat.phone(1).await;
    let mut walk = Walk::sign_on(&mut phone, id(50), Duty::TaskedCore);
    walk.chunk(&mut phone, fixes(0..10));
    walk.chunk(&mut phone, fixes(3 * 1_440..3 * 1_440 + 10));
    walk.sign_off(&mut phone, 3 * 1_440 + 10);
    phone.sync().await;
    let colleague = officer_of(&beat, beat.authority, 2).await;
    beat.server.jobs().clear().await.unwrap();
    assert_eq!((own(&phone).await.held_out, own(&colleague).await.held_out), (1, 0));
    assert!(own(&phone).await.zones.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn limits_hold_at_the_last_step_and_not_one_further() {
    let beat = Beat::begin().await;
    import_zone(&beat).await;
    let phone = beat.phone(1).await;
    let period = |from: i64, to: i64| HoursRequest { from, to, ..question(&phone) };
    assert!(ask(&phone, &period(START, START + HOURS_PERIOD_MAX_MS)).await.is_ok());
    for (from, to) in [
        (START, START + HOURS_PERIOD_MAX_MS + 1),
        (START, START),
        (START, START - 1),
        (i64::MIN, i64::MAX),
        (i64::MAX - DAY, i64::MAX),
        (i64::MIN, i64::MIN + DAY),
    ] {
        assert_eq!(ask(&phone, &period(from, to)).await, Err(ProblemCode::Period), "{from}..{to}");
    }
    let zone = |code: &str| HoursRequest { zones: vec![code.to_owned()], ..question(&phone) };
    assert_eq!(ask(&phone, &zone("nowhere")).await, Err(ProblemCode::UnknownZone));
    let nil = ask(&phone, &zone("CHAT-1")).await.unwrap();
    assert!(nil.zones.len() == 1 && nil.zones[0].is_empty(), "a zone that is named is told, nil as it is");
    let future = HoursRequest { versions: vec![2], ..question(&phone) };
    assert_eq!(ask(&phone, &future).await, Err(ProblemCode::UpgradeRequired));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_notebook_that_is_closed_is_not_told_and_the_one_that_goes_on_is() {
    let (beat, mut phone) = walked().await;
    // It was copied, and both go on: whoever holds the copy may be a stranger.
    let mut copy = phone.clone();
    phone.note("on the phone");
    copy.note("on the copy, a different one");
    phone.sync().await;
    let request = copy.rest();
    copy.exchange(&request).await.unwrap();
    assert_eq!(ask(&phone, &question(&phone)).await, Err(ProblemCode::NotebookClosed));

    let ticket = beat.server.ticket(beat.authority, beat.officer).await.unwrap();
    let last = phone.entries.last().unwrap().hash;
    let continues = Continues { notebook: phone.notebook, seq: phone.head(), hash: last };
    let next = Phone::successor(&ticket, 2, Some(continues));
    let genesis = next.entries[0].clone();
    let succeed = SucceedRequest {
        versions: vec![1],
        token: next.token,
        genesis: genesis.header.clone().into(),
        salt: genesis.salt,
        body: genesis.body.clone().into(),
        head: next.signed_head(0),
        endorsement: SucceedRequest::endorse(&phone.key(), genesis.hash),
    };
    let (_, answer) = phone.post(SUCCEED_PATH, frame::pack(&succeed).unwrap(), Some(phone.token)).await;
    assert!(matches!(frame::unpack(&answer).unwrap(), EnrolAnswer::Enrolled(_)));
    assert_eq!(minutes(&own(&next).await), 40, "the officer's time, whichever notebook recorded it");
}
