//! A patrol of more than two days is mended by a supervisor who says when it had ended; nothing else can be changed.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests are not recognised as tests"
)]

use crate::common;

use beatbook_domain::access::Role;
use beatbook_domain::hours::HoursReport;
use beatbook_domain::records::patrol::Duty;
use beatbook_domain::records::server::{PatrolEndStated, ServerBody};
use beatbook_protocol::id::Id;
use beatbook_server::admin::{
    ActingArgs, Command, FormArgs, OfficerCommand, PatrolCommand, PatrolEndArgs, Refusal, Request,
    RoleAddArgs, RoleCommand, client,
};
use beatbook_server::auth::Purpose;
use beatbook_server::home::Home;
use beatbook_server::report::{Form, HoursRequest};
use beatbook_server::store::AccessQuery;
use common::phone::Phone;
use common::walk::{START, Walk, fixes, import_zone};
use common::{Beat, add_officer, id};
use serde_json::Value;

const MINUTE: i64 = 60_000;
const MONTH: &str = "2026-09";

/// An officer walks for 40 minutes and forgets the phone, which is carried through the zone again five days later.
async fn forgotten(beat: &Beat, signs_off: bool) -> Phone {
    import_zone(beat).await;
    let mut phone = beat.phone(1).await;
    let mut walk = Walk::sign_on(&mut phone, id(50), Duty::TaskedCore);
    walk.chunk(&mut phone, fixes(0..40));
    walk.chunk(&mut phone, fixes(7_200..7_220));
    if signs_off {
        walk.sign_off(&mut phone, 7_220);
    }
    phone.sync().await;
    add_officer(&beat.server, beat.authority, id(9), "1001").await;
    let grant = RoleAddArgs {
        authority: "MDW".to_owned(),
        code: "1001".to_owned(),
        role: Role::CommunitySafetyManager,
        from: "2025-01-01".parse().unwrap(),
        until: None,
        acting: ActingArgs::default(),
    };
    let command = Command::Officer(OfficerCommand::Role(RoleCommand::Add(grant)));
    client::run(&Home::at(beat.folder.path()), Request { command, json: false }, Vec::new(), |_| {})
        .await
        .unwrap();
    beat.server.jobs().clear().await.unwrap();
    phone
}

async fn report(beat: &Beat) -> HoursReport {
    let asked = HoursRequest { wait: true, ..HoursRequest::by_zone(MONTH) };
    beat.server.service().hours_report(&beat.reports(), &asked).await.unwrap()
}

async fn foot(beat: &Beat) -> (i64, u32) {
    let report = report(beat).await;
    ((report.rows[0].hours.modes.foot.presence.officer + MINUTE / 2) / MINUTE, report.held_out)
}

async fn carry_out(beat: &Beat, command: PatrolCommand, json: bool) -> Result<String, Refusal> {
    let request = Request { command: Command::Patrol(command), json };
    let answer = client::run(&Home::at(beat.folder.path()), request, Vec::new(), |_| {}).await?;
    assert_eq!(answer.exit, 0);
    Ok(String::from_utf8(answer.out).unwrap())
}

fn end(minute: i64) -> PatrolEndArgs {
    let at = jiff::Timestamp::from_millisecond(START + minute * MINUTE).unwrap();
    PatrolEndArgs {
        patrol: id(50),
        authority: "MDW".to_owned(),
        at: at.to_string(),
        by: "1001".to_owned(),
        reason: "phone left in the van".to_owned(),
        dry_run: false,
    }
}

async fn stated(beat: &Beat, args: PatrolEndArgs) -> Result<String, Refusal> {
    carry_out(beat, PatrolCommand::End(args), false).await
}

async fn list(beat: &Beat) -> Value {
    let list = PatrolCommand::List {
        authority: "MDW".to_owned(),
        reader: "1001".to_owned(),
        reason: "alarms".to_owned(),
        form: FormArgs { csv: false },
    };
    serde_json::from_str(&carry_out(beat, list, true).await.unwrap()).unwrap()
}

fn ends(journal: Vec<ServerBody>) -> Vec<PatrolEndStated> {
    let end = |body| match body {
        ServerBody::PatrolEndStated(end) => Some(end),
        _ => None,
    };
    journal.into_iter().filter_map(end).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_supervisor_sees_what_would_change_states_the_end_and_the_month_is_restated() {
    let beat = Beat::begin().await;
    let phone = forgotten(&beat, true).await;
    assert_eq!(foot(&beat).await, (0, 1));
    beat.server.service().publish_hours(&beat.reports(), MONTH).await.unwrap();
    let held_out = list(&beat).await;
    assert_eq!(
        (held_out[0]["patrol"].as_str(), held_out[0]["officer"].as_str()),
        (Some(&*id(50).to_string()), Some("4711"))
    );
    assert_eq!(held_out[0]["stated_end"], Value::Null);

    // Twenty-five minutes in, between two positions: only up to the one before it.
    let args = PatrolEndArgs { dry_run: true, ..end(25) };
    let told = stated(&beat, args.clone()).await.unwrap();
    assert!(told.contains("HELD OUT") && told.contains("would count") && told.contains("CHAT-1"), "{told}");
    assert!(told.ends_with("Nothing was changed.\n"), "{told}");
    let shown: Value =
        serde_json::from_str(&carry_out(&beat, PatrolCommand::End(args), true).await.unwrap()).unwrap();
    assert_eq!((shown["to"].as_i64(), shown["changed"].as_bool()), (Some(START + 25 * MINUTE), Some(false)));
    assert_eq!(foot(&beat).await, (0, 1));
    assert_eq!(ends(beat.journal().await), []);

    let told = stated(&beat, end(25)).await.unwrap();
    assert!(told.contains("counts") && told.contains("restated"), "{told}");
    assert_eq!(foot(&beat).await, (25, 0));
    let expected = PatrolEndStated {
        notebook: phone.notebook,
        patrol: id(50),
        at: START + 25 * MINUTE,
        by: id(9),
        reason: "phone left in the van".to_owned(),
    };
    assert_eq!(ends(beat.journal().await), [expected]);
    let now = report(&beat).await;
    assert!(now.rows[0].restated.is_some(), "as after a late sync");
    let text = beat
        .server
        .service()
        .hours_written(&beat.reports(), &HoursRequest::by_zone(MONTH), Form::Table)
        .await;
    assert!(String::from_utf8(text.unwrap()).unwrap().contains("RESTATED"));

    // It is said wrong, and said again; a server started again and a phone that syncs again change nothing.
    stated(&beat, end(40)).await.unwrap();
    assert_eq!(foot(&beat).await, (40, 0));
    assert_eq!(list(&beat).await[0]["stated_end"], START + 40 * MINUTE);
    let beat = beat.restart().await;
    assert_eq!(foot(&beat).await, (40, 0));
    let scope = beat.server.service().keyholder().scope(beat.authority, Purpose::Administration);
    let period = beatbook_domain::presence::Interval { from: 0, to: i64::MAX };
    let query = AccessQuery { period, after: 0, at_most: 1_000 };
    let log = beat.server.service().store().access_log(&scope, query).await.unwrap();
    let with_reason = |what: String| {
        log.iter()
            .filter(|row| row.what == what && row.reason.as_deref() == Some("phone left in the van"))
            .count()
    };
    assert_eq!(with_reason(format!("patrol {} with a stated end", id(50))), 2, "each dry run is a look");
    assert_eq!(with_reason(format!("end of patrol {} stated", id(50))), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_phone_is_believed_as_before_and_what_comes_late_is_left_out_as_well() {
    let beat = Beat::begin().await;
    let mut phone = forgotten(&beat, false).await;
    stated(&beat, end(40)).await.unwrap();
    assert_eq!(foot(&beat).await, (40, 0));
    assert!(report(&beat).await.completeness.unwrap().outstanding.is_empty(), "nobody waits for its end");
    phone.note("The officer is back.");
    let ended = beatbook_domain::records::patrol::PatrolEnded {
        at: common::walk::moment(7_300),
        ending: beatbook_domain::records::patrol::Ending::SignedOff,
    };
    let entry = beatbook_domain::records::patrol::PatrolEntry::Ended(ended);
    phone.tell(id(50), &beatbook_domain::records::body::EntryBody::Patrol(entry));
    let answer = phone.sync().await;
    assert!(answer.results.iter().all(|result| result.rejected.is_none()));
    assert_eq!(foot(&beat).await, (40, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn hours_that_count_are_never_changed_by_hand() {
    let beat = Beat::begin().await;
    forgotten(&beat, true).await;
    let mut other = beat.phone(2).await;
    let mut walk = Walk::sign_on(&mut other, id(51), Duty::TaskedCore);
    walk.chunk(&mut other, fixes(0..30));
    walk.sign_off(&mut other, 30);
    other.sync().await;
    beat.server.jobs().clear().await.unwrap();
    let of = |patrol: Id| PatrolEndArgs { patrol, ..end(20) };
    let code = |told: Result<String, Refusal>| told.unwrap_err().code;
    assert_eq!(code(stated(&beat, of(id(51))).await), "not_held_out");
    assert_eq!(code(stated(&beat, of(id(99))).await), "not_held_out");
    assert_eq!(code(stated(&beat, end(7_210)).await), "still_too_long");
    assert_eq!(code(stated(&beat, end(-1)).await), "no_position");
    assert_eq!(code(stated(&beat, PatrolEndArgs { reason: " ".to_owned(), ..end(25) }).await), "text");
    assert_eq!(code(stated(&beat, PatrolEndArgs { by: "7".to_owned(), ..end(25) }).await), "unknown_officer");
    assert_eq!(
        code(stated(&beat, PatrolEndArgs { by: "4711".to_owned(), ..end(25) }).await),
        "not_allowed",
        "one's own"
    );
    assert_eq!(code(stated(&beat, PatrolEndArgs { at: "when".to_owned(), ..end(25) }).await), "instant");
    let elsewhere = beat.server.service();
    elsewhere.store().add_authority(elsewhere.keyholder(), "KNT", "Kent").await.unwrap();
    let theirs = PatrolEndArgs { authority: "KNT".to_owned(), ..end(25) };
    assert_eq!(code(stated(&beat, theirs).await), "unknown_officer", "another authority has other officers");
    assert_eq!(ends(beat.journal().await), []);
    assert_eq!(report(&beat).await.held_out, 1);
}
