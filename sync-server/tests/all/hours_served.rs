//! The hours report of a running server: phones sync, the supervisor reads, publishes, and reads again.

#![allow(clippy::unwrap_used, reason = "helpers of tests are not recognised as tests")]

use crate::common;

use beatbook_domain::hours::{GroupBy, HoursRefusal, HoursReport, OutstandingReason, ZoneChoice};
use beatbook_domain::records::patrol::Duty;
use beatbook_domain::records::server::ServerBody;
use beatbook_domain::zone::ZoneKind;
use beatbook_protocol::id::Id;
use beatbook_server::auth::Purpose;
use beatbook_server::report::{Form, HoursRequest, ReportRefusal, WhoseAsked};
use common::phone::Phone;
use common::walk::{START, Walk, fixes, import_zone};
use common::{Beat, add_officer, id};

const MINUTE: i64 = 60_000;
const MONTH: &str = "2026-09";

/// A walk in the zone from sign-on for so many minutes, not synced yet.
fn walk(phone: &mut Phone, record: Id, minutes: i64, duty: Duty) {
    let mut walk = Walk::sign_on(phone, record, duty);
    walk.chunk(phone, fixes(0..minutes));
    walk.sign_off(phone, minutes);
}

fn asked() -> HoursRequest {
    HoursRequest { wait: true, ..HoursRequest::by_zone(MONTH) }
}

async fn ask(beat: &Beat, request: &HoursRequest) -> Result<HoursReport, ReportRefusal> {
    beat.server.service().hours_report(&beat.reports(), request).await
}

/// Another officer with a phone.
async fn colleague(beat: &Beat, n: u8) -> Phone {
    add_officer(&beat.server, beat.authority, id(n), &format!("48{n:02}")).await;
    let ticket = beat.server.ticket(beat.authority, id(n)).await.unwrap();
    let phone = Phone::new(&ticket, n);
    phone.enrol(&ticket.code).await.unwrap();
    phone
}

fn foot_minutes(report: &HoursReport) -> i64 {
    report.rows[0].hours.modes.foot.presence.officer / MINUTE
}

#[tokio::test(flavor = "multi_thread")]
async fn a_supervisor_reads_what_a_phone_has_recorded() {
    let beat = Beat::begin().await;
    import_zone(&beat).await;
    let mut phone = beat.phone(1).await;
    walk(&mut phone, id(50), 40, Duty::OvertimeFunded);
    phone.sync().await;
    let report = ask(&beat, &asked()).await.unwrap();
    assert!((38..=40).contains(&foot_minutes(&report)));
    let hours = &report.rows[0].hours;
    assert_eq!(hours.duties.overtime_funded.foot, hours.modes.foot.presence);
    assert_eq!((hours.visits.all, hours.visits.dosage), (1, 1));
    assert_eq!(report.programmes.len(), 1);
    let completeness = report.completeness.unwrap();
    assert!(completeness.is_complete(), "{completeness:?}");
    assert!(completeness.derived_up_to.is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn story_e9_a_late_sync_of_an_old_shift_changes_the_period_with_a_restated_mark() {
    let beat = Beat::begin().await;
    import_zone(&beat).await;
    let mut phone = beat.phone(1).await;
    walk(&mut phone, id(50), 40, Duty::TaskedCore);
    phone.sync().await;
    let service = beat.server.service();
    let published = service.publish_hours(&beat.reports(), MONTH).await.unwrap();
    assert!(ask(&beat, &asked()).await.unwrap().rows[0].restated.is_none());
    let journal = beat.journal().await;
    assert!(journal.iter().any(|body| matches!(body, ServerBody::FiguresPublished(_))));

    let mut late = colleague(&beat, 2).await;
    walk(&mut late, id(51), 30, Duty::TaskedCore);
    late.sync().await;
    let now = ask(&beat, &asked()).await.unwrap();
    let restated = now.rows[0].restated.as_ref().unwrap();
    assert_eq!(restated.published.officer_foot, published.rows[0].hours.modes.foot.presence.officer);
    assert!((28..=30).contains(&(restated.officer_foot / MINUTE)));
    // A second publication does not move what the month is compared with.
    service.publish_hours(&beat.reports(), MONTH).await.unwrap();
    assert_eq!(ask(&beat, &asked()).await.unwrap().rows[0].restated.as_ref(), Some(restated));
    let text = service.hours_written(&beat.reports(), &asked(), Form::Table).await.unwrap();
    assert!(String::from_utf8(text).unwrap().contains("RESTATED"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_notebook_with_bodies_still_to_come_makes_the_month_incomplete() {
    let beat = Beat::begin().await;
    import_zone(&beat).await;
    let mut phone = beat.phone(1).await;
    walk(&mut phone, id(50), 40, Duty::TaskedCore);
    let all = phone.head() + 1;
    phone.send(&phone.request(1..all, [1])).await.unwrap();
    let completeness = ask(&beat, &asked()).await.unwrap().completeness.unwrap();
    assert_eq!(completeness.patrols_waiting, 1);
    assert_eq!(completeness.outstanding.len(), 1);
    assert!(matches!(
        completeness.outstanding[0].reason,
        OutstandingReason::OpenPatrol | OutstandingReason::NotHeld
    ));
    let text = beat.server.service().hours_written(&beat.reports(), &asked(), Form::Table).await.unwrap();
    assert!(String::from_utf8(text).unwrap().contains("INCOMPLETE: 1 notebook outstanding, last seen "));
}

#[tokio::test(flavor = "multi_thread")]
async fn story_e9_the_same_question_twice_gives_the_same_bytes_and_so_does_the_server_started_again() {
    let beat = Beat::begin().await;
    import_zone(&beat).await;
    let mut phone = beat.phone(1).await;
    walk(&mut phone, id(50), 40, Duty::TaskedCore);
    phone.sync().await;
    let asked = HoursRequest { by_week_hour: true, ..asked() };
    let mut all = Vec::new();
    for form in [Form::Csv, Form::WeekCsv, Form::Json, Form::Table] {
        all.push(beat.server.service().hours_written(&beat.reports(), &asked, form).await.unwrap());
    }
    let beat = beat.restart().await;
    for (form, before) in [Form::Csv, Form::WeekCsv, Form::Json, Form::Table].into_iter().zip(all) {
        let again = beat.server.service().hours_written(&beat.reports(), &asked, form).await.unwrap();
        assert_eq!(String::from_utf8(again).unwrap(), String::from_utf8(before).unwrap(), "{form:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_officers_hours_need_a_reason_and_a_pair_is_no_team() {
    let beat = Beat::begin().await;
    import_zone(&beat).await;
    let mut phone = beat.phone(1).await;
    walk(&mut phone, id(50), 40, Duty::TaskedCore);
    phone.sync().await;
    let mut other = colleague(&beat, 2).await;
    walk(&mut other, id(51), 30, Duty::TaskedCore);
    other.sync().await;
    let of = |whose| HoursRequest { whose, ..asked() };
    let officer = |code: &str, reason: &str| {
        of(WhoseAsked::Officer { code: code.to_owned(), reason: reason.to_owned() })
    };
    assert!((38..=40).contains(&foot_minutes(&ask(&beat, &officer("4711", "complaint")).await.unwrap())));
    let refusal = |result: Result<HoursReport, ReportRefusal>| result.unwrap_err().code();
    assert_eq!(refusal(ask(&beat, &officer("4711", " ")).await), "reason_missing");
    assert_eq!(refusal(ask(&beat, &officer("nobody", "complaint")).await), "unknown_officer");
    let team = of(WhoseAsked::Team("Chatham".to_owned()));
    assert!(matches!(ask(&beat, &team).await, Err(ReportRefusal::Hours(HoursRefusal::TeamTooSmall))));
    add_officer(&beat.server, beat.authority, id(3), "4803").await;
    assert!((66..=70).contains(&foot_minutes(&ask(&beat, &team).await.unwrap())), "three make a team");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_month_that_still_runs_is_not_published() {
    let beat = Beat::begin().await;
    import_zone(&beat).await;
    let service = beat.server.service();
    assert!(matches!(service.publish_hours(&beat.reports(), "2199").await, Err(ReportRefusal::PeriodRuns)));
    assert_eq!(service.publish_hours(&beat.reports(), "yesterday").await.unwrap_err().code(), "not_a_date");
    assert!(!beat.journal().await.iter().any(|body| matches!(body, ServerBody::FiguresPublished(_))));
}

#[tokio::test(flavor = "multi_thread")]
async fn another_authority_sees_none_of_it() {
    let beat = Beat::begin().await;
    import_zone(&beat).await;
    let mut phone = beat.phone(1).await;
    walk(&mut phone, id(50), 40, Duty::TaskedCore);
    phone.sync().await;
    let service = beat.server.service();
    let other = service.store().add_authority(service.keyholder(), "MDW", "Another Medway").await.unwrap().id;
    let scope = service.keyholder().scope(other, Purpose::Report);
    let report = service.hours_report(&scope, &asked()).await.unwrap();
    assert!(report.rows.is_empty() && report.completeness.unwrap().outstanding.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_by_operation_and_zones_by_kind() {
    let beat = Beat::begin().await;
    import_zone(&beat).await;
    let mut phone = beat.phone(1).await;
    walk(&mut phone, id(50), 40, Duty::TaskedCore);
    phone.sync().await;
    let by = HoursRequest { by: GroupBy::Operation, zones: ZoneChoice::Kind(ZoneKind::Hotspot), ..asked() };
    assert!((38..=40).contains(&foot_minutes(&ask(&beat, &by).await.unwrap())));
    let wards = HoursRequest { zones: ZoneChoice::Kind(ZoneKind::Ward), ..asked() };
    assert!(ask(&beat, &wards).await.unwrap().rows.is_empty());
    let day_before = HoursRequest { period: "2026-09-20".to_owned(), ..asked() };
    assert_eq!(foot_minutes(&ask(&beat, &day_before).await.unwrap()), 0, "the walk was on the 21st: {START}");
}
