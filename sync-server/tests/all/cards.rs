//! What is sent of breaches: of two publications the newest alone, all of its parts, and to no phone the body of the one before.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests are not recognised as tests"
)]

use beatbook_domain::access::{Role, RoleTerm, Roles};
use beatbook_domain::cards::breaches::{Breach, count};
use beatbook_domain::records::card::{CardBreaches, CardEntry};
use beatbook_domain::records::server::ServerBody;
use beatbook_protocol::entry::Header;
use beatbook_protocol::id::Id;
use beatbook_protocol::sync::{Body, Change, SyncResponse};
use beatbook_server::auth::Purpose;
use beatbook_server::store::RolesChanged;
use jiff::civil::date;

use crate::common::{Beat, id};

/// One publication in two parts.
async fn publish(beat: &Beat, record: Id, as_at: i64) {
    let service = beat.server.service();
    let scope = service.keyholder().scope(beat.authority, Purpose::Register);
    let part = |zone: &str| {
        let zones = vec![count(zone, 28, as_at, [])];
        ServerBody::Card(CardEntry::Breaches(CardBreaches { as_at, zones }))
    };
    let parts = vec![part("CHA-HS"), part("GIL-HS")];
    service.store().tell_work(&scope, record, parts, "counted".to_owned()).await.unwrap();
}

/// When the breaches were counted whose bodies came; absent for those that came as a header alone.
fn came(answer: &SyncResponse) -> Vec<Option<i64>> {
    let as_at = |change: &Change| {
        let Change::Entry { header, body } = change else { return None };
        let header = Header::parse(header).unwrap();
        if header.kind != "card_breaches" {
            return None;
        }
        let Body::Present { bytes, .. } = body else { return Some(None) };
        match ServerBody::parse(&header.kind, header.schema, bytes) {
            Ok(ServerBody::Card(CardEntry::Breaches(part))) => Some(Some(part.as_at)),
            other => panic!("{other:?}"),
        }
    };
    answer.changes.iter().filter_map(as_at).collect()
}

/// The officer of the phone is a constable from now on.
async fn enforces(beat: &Beat) {
    let scope = beat.server.service().keyholder().scope(beat.authority, Purpose::Administration);
    let term = RoleTerm { role: Role::Constable, from: date(2025, 1, 1), until: None };
    let (officer, before) = (beat.officer, Roles::default());
    let after = before.grant(term).unwrap();
    let changed = RolesChanged { officer, before, after, what: "a role".to_owned() };
    assert!(beat.server.service().store().change_roles(&scope, changed).await.unwrap());
}

#[tokio::test]
async fn a_phone_that_reads_all_gets_the_newest_publication_whole_and_of_others_the_headers() {
    let beat = Beat::begin().await;
    enforces(&beat).await;
    publish(&beat, id(50), 1).await;
    let mut first = beat.phone(2).await;
    assert_eq!(came(&first.sync().await), [Some(1), Some(1)]);
    publish(&beat, id(51), 2).await;
    assert_eq!(came(&first.sync().await), [Some(2), Some(2)], "who was here reads what is new");
    let mut second = beat.phone(3).await;
    assert_eq!(came(&second.sync().await), [None, None, Some(2), Some(2)]);
    let desk = beat.journal().await.into_iter().filter(|body| body.kind() == "card_breaches").count();
    assert_eq!(desk, 4, "the journal keeps all");
}

#[test]
fn the_numbers_of_a_zone_are_small_whatever_its_codes_are() {
    let long = |number: usize| format!("{number}{}", "\u{1F6A8}".repeat(190));
    let seen: Vec<Breach> =
        (0..40).map(|number| Breach { at: 5, order: Some(long(number)), code: long(number) }).collect();
    let worst = count(&long(1), 28, 6, &seen);
    let bytes = |zones| {
        let body = ServerBody::Card(CardEntry::Breaches(CardBreaches { as_at: 6, zones }));
        body.to_bytes().unwrap().len()
    };
    assert!(bytes(vec![worst]) < 24 * 1024, "one zone with codes as long as they can be");
    assert!(bytes(vec![count("CHA-HS", 28, 6, [])]) < 200);
}
