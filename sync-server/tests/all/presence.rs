//! From tracks to hours: what the server derives, what it compares, and what it waits for.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests are not recognised as tests"
)]

use crate::common;

use std::sync::Arc;

use beatbook_domain::fence::Fence;
use beatbook_domain::hours::{OperationSpan, PatrolTime};
use beatbook_domain::presence::Interval;
use beatbook_domain::records::body::EntryBody;
use beatbook_domain::records::patrol::Duty;
use beatbook_domain::records::server::{AlarmKind, ServerBody};
use beatbook_domain::thresholds::ENGINE_VERSION;
use beatbook_domain::zones::pack::ZoneIndex;
use beatbook_protocol::hash::Hash;
use beatbook_protocol::sync::Change;
use beatbook_server::auth::Purpose;
use beatbook_server::presence::{Comparison, derive};
use beatbook_server::report::{Form, HoursRequest};
use beatbook_server::store::PatrolKey;
use common::phone::Phone;
use common::walk::{START, Walk, fixes, import_zone};
use common::{Beat, id};

/// The newest briefing as a phone has pulled it.
async fn pulled(phone: &mut Phone) -> (Hash, Arc<Fence>) {
    let mut objects = std::collections::BTreeMap::new();
    let mut manifest = None;
    loop {
        let answer = phone.sync().await;
        for change in answer.changes {
            match change {
                Change::Object { hash, bytes } => drop(objects.insert(hash, bytes.to_vec())),
                Change::Entry { header, body } => {
                    let header = beatbook_protocol::entry::Header::parse(&header).unwrap();
                    let beatbook_protocol::sync::Body::Present { salt, bytes } = body else { continue };
                    header.check_body(&salt, &bytes).unwrap();
                    if let Ok(ServerBody::BriefingPublished(briefing)) =
                        ServerBody::parse(&header.kind, header.schema, &bytes)
                    {
                        manifest = Some(briefing.manifest);
                    }
                }
            }
        }
        if !answer.more {
            break;
        }
    }
    let manifest = manifest.expect("a briefing was published");
    let index = ZoneIndex::open(manifest, &objects[&manifest]).unwrap();
    let (rows, versions) = index.assemble(|hash| objects.get(&hash).map(Vec::as_slice)).unwrap();
    let zones = rows.rows().iter().map(|row| {
        let to = row.valid_to.unwrap_or(i64::MAX);
        (row.zone, Interval { from: row.valid_from, to }, &versions[&row.zone].geometry)
    });
    (manifest, Arc::new(Fence::build(zones).unwrap()))
}

async fn times(beat: &Beat) -> Vec<PatrolTime> {
    beat.server.jobs().clear().await.unwrap();
    let service = beat.server.service();
    let scope = service.keyholder().scope(beat.authority, Purpose::Report);
    let period = Interval { from: START - 1_000, to: START + 86_400_000 };
    service.store().patrol_times(&scope, period).await.unwrap()
}

fn minutes_in_zone(time: &PatrolTime) -> i64 {
    let area = time.areas.iter().find(|area| area.zone == "CHAT-1").expect("the zone was visited");
    area.presence.iter().map(|part| part.span.to - part.span.from).sum::<i64>() / 60_000
}

async fn alarms(beat: &Beat, kind: AlarmKind) -> usize {
    let journal = beat.journal().await;
    let is = |body: &&ServerBody| matches!(body, ServerBody::AlarmRaised(alarm) if alarm.kind == kind);
    journal.iter().filter(is).count()
}

async fn differs(beat: &Beat) -> usize {
    alarms(beat, AlarmKind::PresenceDiffers).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_patrol_is_derived_and_agrees_with_the_phone_to_the_millisecond() {
    let beat = Beat::begin().await;
    import_zone(&beat).await;
    let mut phone = beat.phone(1).await;
    let (manifest, fence) = pulled(&mut phone).await;
    let mut walk = Walk::sign_on(&mut phone, id(50), Duty::TaskedCore);
    walk.chunk(&mut phone, fixes(0..20));
    walk.chunk(&mut phone, fixes(20..40));
    walk.sign_off(&mut phone, 40);
    let summary = walk.summary(&fence, Some(manifest));
    for body in summary.to_bodies().unwrap() {
        phone.tell(walk.record, &EntryBody::PatrolSummary(body));
    }
    phone.sync().await;
    let times = times(&beat).await;
    assert_eq!(times.len(), 1);
    assert_eq!((times[0].duty, times[0].operation.as_deref()), (Duty::TaskedCore, Some("Irradiate")));
    assert_eq!(times[0].span, summary.presence.span);
    assert!((38..=40).contains(&minutes_in_zone(&times[0])));
    assert_eq!(differs(&beat).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn time_stays_with_the_operation_that_was_named_then() {
    let beat = Beat::begin().await;
    import_zone(&beat).await;
    let mut phone = beat.phone(1).await;
    let mut walk = Walk::sign_on(&mut phone, id(50), Duty::TaskedCore);
    walk.chunk(&mut phone, fixes(0..20));
    walk.goes_over(&mut phone, 20, "Op Lantern");
    walk.chunk(&mut phone, fixes(20..40));
    // Nothing is recorded after it: it has no time yet.
    walk.goes_over(&mut phone, 40, "Op Late");
    phone.sync().await;
    let span = |from: i64, to: i64| Interval { from: START + from * 60_000, to: START + to * 60_000 };
    let on = |span, name: &str| OperationSpan { span, operation: Some(name.to_owned()) };
    let last = Interval { to: START + 40 * 60_000 - 5_000, ..span(20, 40) };
    let open = times(&beat).await.remove(0);
    assert_eq!(open.former, [on(span(0, 20), "Irradiate"), on(last, "Op Lantern")]);
    assert_eq!(open.operations_in(last).collect::<Vec<_>>(), [Some("Op Lantern")]);
    walk.sign_off(&mut phone, 60);
    phone.sync().await;
    let whole = times(&beat).await.remove(0);
    assert_eq!(whole.former, [on(span(0, 20), "Irradiate"), on(span(20, 40), "Op Lantern")]);
    assert_eq!(whole.operation.as_deref(), Some("Op Late"));
    assert_eq!(whole.operations_in(span(40, 60)).collect::<Vec<_>>(), [Some("Op Late")]);
}

/// A phone that tells an hour more in the zone than its track does, by an engine of this version.
async fn an_hour_more_by_engine(engine: u32) -> (Beat, Phone, Walk) {
    let beat = Beat::begin().await;
    import_zone(&beat).await;
    let mut phone = beat.phone(1).await;
    let (manifest, fence) = pulled(&mut phone).await;
    let mut walk = Walk::sign_on(&mut phone, id(50), Duty::TaskedCore);
    walk.chunk(&mut phone, fixes(0..20));
    walk.sign_off(&mut phone, 20);
    let mut summary = walk.summary(&fence, Some(manifest));
    summary.presence.engine = engine;
    summary.presence.zones[0].presence[0].span.to += 3_600_000;
    for body in summary.to_bodies().unwrap() {
        phone.tell(walk.record, &EntryBody::PatrolSummary(body));
    }
    phone.sync().await;
    (beat, phone, walk)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_that_says_something_else_raises_an_alarm_and_changes_no_hours() {
    let (beat, ..) = an_hour_more_by_engine(ENGINE_VERSION).await;
    assert!((18..=20).contains(&minutes_in_zone(&times(&beat).await[0])));
    assert_eq!(differs(&beat).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn figures_of_another_engine_are_not_compared_and_raise_no_alarm() {
    // It says something else than ours, as another engine may.
    let (beat, phone, walk) = an_hour_more_by_engine(ENGINE_VERSION + 1).await;
    let service = beat.server.service();
    let key = PatrolKey { authority: beat.authority, notebook: phone.notebook, record: walk.record };
    let scope = service.keyholder().scope(beat.authority, Purpose::Derivation);
    let input = service.store().patrol_input(&scope, &key).await.unwrap();
    let briefing =
        service.briefings().get(&**service.store(), &scope, input.briefing()).await.unwrap().unwrap();
    assert_eq!(derive(&input, Some(&briefing), &briefing).comparison, Comparison::NotCompared);
    assert!((18..=20).contains(&minutes_in_zone(&times(&beat).await[0])), "our own count all the same");
    assert_eq!(differs(&beat).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_patrol_waits_for_its_missing_chunk_and_is_derived_when_it_comes() {
    let beat = Beat::begin().await;
    import_zone(&beat).await;
    let mut phone = beat.phone(1).await;
    let mut walk = Walk::sign_on(&mut phone, id(50), Duty::TaskedCore);
    let first = walk.chunk(&mut phone, fixes(0..20));
    let second = walk.chunk(&mut phone, fixes(20..40));
    let end = walk.sign_off(&mut phone, 40);
    phone.send(&phone.request(1..end + 1, [walk.entries[0], first, end])).await.unwrap();
    assert!(times(&beat).await.is_empty());
    let service = beat.server.service();
    let scope = service.keyholder().scope(beat.authority, Purpose::Report);
    let backlog = service.store().backlog(&scope).await.unwrap();
    assert_eq!((backlog.waiting, backlog.incomplete), (1, 1));
    phone.send(&phone.request(0..0, [second])).await.unwrap();
    assert!((38..=40).contains(&minutes_in_zone(&times(&beat).await[0])));
    let backlog = service.store().backlog(&scope).await.unwrap();
    assert_eq!((backlog.waiting, backlog.since), (0, None));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_open_patrol_counts_up_to_its_last_fix_and_is_outstanding() {
    let beat = Beat::begin().await;
    import_zone(&beat).await;
    let mut phone = beat.phone(1).await;
    let mut walk = Walk::sign_on(&mut phone, id(50), Duty::TaskedCore);
    walk.chunk(&mut phone, fixes(0..20));
    phone.sync().await;
    assert!((18..=20).contains(&minutes_in_zone(&times(&beat).await[0])));
    let service = beat.server.service();
    let scope = service.keyholder().scope(beat.authority, Purpose::Report);
    let period = Interval { from: START - 1_000, to: START + 86_400_000 };
    let states = service.store().notebook_states(&scope, period).await.unwrap();
    assert!(states[0].state.open_since.is_some());
    // The rest comes: one patrol, not two.
    walk.chunk(&mut phone, fixes(20..30));
    walk.sign_off(&mut phone, 30);
    phone.sync().await;
    let times = times(&beat).await;
    assert_eq!(times.len(), 1);
    assert!((28..=30).contains(&minutes_in_zone(&times[0])));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_off_five_days_late_counts_to_the_last_fix_and_a_person_is_told() {
    let beat = Beat::begin().await;
    import_zone(&beat).await;
    let mut phone = beat.phone(1).await;
    let mut walk = Walk::sign_on(&mut phone, id(50), Duty::TaskedCore);
    walk.chunk(&mut phone, fixes(0..20));
    walk.sign_off(&mut phone, 5 * 24 * 60);
    phone.sync().await;
    let derived = times(&beat).await;
    let last = Interval { from: START, to: START + 20 * 60_000 - 5_000 };
    assert_eq!((derived[0].span, derived[0].gaps.as_slice()), (last, [].as_slice()));
    assert!((18..=20).contains(&minutes_in_zone(&derived[0])));
    assert_eq!(alarms(&beat, AlarmKind::ImplausibleTime).await, 1);
    assert_eq!(differs(&beat).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_track_of_five_days_is_held_out_of_the_hours_and_said() {
    let beat = Beat::begin().await;
    import_zone(&beat).await;
    let mut phone = beat.phone(1).await;
    let mut walk = Walk::sign_on(&mut phone, id(50), Duty::TaskedCore);
    walk.chunk(&mut phone, fixes(0..20));
    walk.chunk(&mut phone, fixes(7_200..7_220));
    walk.sign_off(&mut phone, 7_220);
    phone.sync().await;
    let request = HoursRequest { wait: true, ..HoursRequest::by_zone("2026-09") };
    let told = beat.server.service().hours_written(&beat.reports(), &request, Form::Table).await.unwrap();
    let told = String::from_utf8(told).unwrap();
    assert!(told.contains("HELD OUT: 1 patrol of more than 48 hours, in no figure."), "{told}");
    let report = beat.server.service().hours_report(&beat.reports(), &request).await.unwrap();
    assert_eq!(report.rows[0].hours.on_duty.officer, 0);
    assert_eq!(alarms(&beat, AlarmKind::ImplausibleTime).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_patrol_of_the_future_raises_an_alarm() {
    let beat = Beat::begin().await;
    import_zone(&beat).await;
    let mut phone = beat.phone(1).await;
    let mut walk = Walk::sign_on(&mut phone, id(50), Duty::TaskedCore);
    let mut ahead = fixes(0..20);
    ahead.iter_mut().for_each(|fix| fix.time += 631_152_000_000);
    walk.chunk(&mut phone, ahead);
    walk.sign_off(&mut phone, 20);
    phone.sync().await;
    assert_eq!(times(&beat).await, []);
    assert_eq!(alarms(&beat, AlarmKind::ImplausibleTime).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn erasing_a_chunk_leaves_the_hours_that_were_derived_from_it() {
    let beat = Beat::begin().await;
    import_zone(&beat).await;
    let mut phone = beat.phone(1).await;
    let mut walk = Walk::sign_on(&mut phone, id(50), Duty::TaskedCore);
    let chunk = walk.chunk(&mut phone, fixes(0..20));
    walk.sign_off(&mut phone, 20);
    phone.sync().await;
    let before = times(&beat).await;
    phone.tell(id(60), &common::phone::erasure(chunk));
    phone.sync().await;
    assert_eq!(times(&beat).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_chunk_is_named_and_the_others_go_on() {
    let beat = Beat::begin().await;
    import_zone(&beat).await;
    let mut phone = beat.phone(1).await;
    let mut walk = Walk::sign_on(&mut phone, id(50), Duty::TaskedCore);
    phone.tell(walk.record, &EntryBody::TrackChunk(b"no chunk at all".to_vec()));
    walk.sign_off(&mut phone, 20);
    let mut other = Walk::sign_on(&mut phone, id(51), Duty::OvertimeFunded);
    other.chunk(&mut phone, fixes(0..20));
    other.sign_off(&mut phone, 20);
    phone.sync().await;
    let times = times(&beat).await;
    assert_eq!(times.iter().map(|time| time.duty).collect::<Vec<_>>(), [Duty::OvertimeFunded]);
    let journal = beat.journal().await;
    assert!(journal.iter().any(
        |body| matches!(body, ServerBody::AlarmRaised(alarm) if alarm.kind == AlarmKind::Rejected && alarm.record == Some(id(50)))
    ));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_outreach_patrol_behind_coarse_headers_is_derived_like_any_other() {
    let beat = Beat::begin().await;
    import_zone(&beat).await;
    // The same patrol, written openly by one phone and coarsely by another.
    let mut open = beat.phone(1).await;
    let mut walk = Walk::sign_on(&mut open, id(50), Duty::Outreach);
    walk.chunk(&mut open, fixes(0..20));
    walk.sign_off(&mut open, 20);
    let mut coarse = beat.phone(2).await;
    for entry in &open.entries[1..] {
        let header = beatbook_protocol::entry::Header::parse(&entry.header).unwrap();
        let body = EntryBody::parse(&header.kind, header.schema, &entry.body).unwrap();
        coarse.tell_coarsely(id(50), &body);
    }
    // A note of the same purpose: nothing in its header tells it from a patrol.
    coarse.tell_coarsely(id(51), &common::phone::note("two blankets"));
    coarse.send(&coarse.request(1..5, [1, 3, 4])).await.unwrap();
    assert!(times(&beat).await.is_empty());
    coarse.sync().await;
    let derived = times(&beat).await;
    assert_eq!((derived.len(), derived[0].duty), (1, Duty::Outreach));
    assert!((18..=20).contains(&minutes_in_zone(&derived[0])));
    open.sync().await;
    let both = times(&beat).await;
    assert_eq!(both.len(), 2);
    assert_eq!(both[0].areas, both[1].areas);
}
