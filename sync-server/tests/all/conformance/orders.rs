//! Order books beside zones, and what officers tell of signs.

use beatbook_domain::orders::templates::{TemplatesRef, TemplatesTaken};
use beatbook_domain::records::body::EntryBody;
use beatbook_domain::records::journal::Moment;
use beatbook_domain::records::server::ServerBody;
use beatbook_domain::records::sign::{SignNoted, SignState};
use beatbook_protocol::entry::BootId;
use beatbook_protocol::hash::Hash;
use beatbook_protocol::sync::Change;
use beatbook_server::store::{NewBriefing, NewOrders, SignTold};

use super::Opened;
use crate::common::id;
use crate::common::walk::START;

/// Zones and orders are published by themselves: neither hides the other, and a phone gets of each what it lacks.
pub async fn order_books_follow_each_other_beside_the_zones(opened: Opened) {
    let (scope, other) = (opened.authority("MDW").await, opened.authority("CAN").await);
    let hash = |name: &str| Hash::of(&[name.as_bytes()]);
    let objects = |names: &[&str]| names.iter().map(|name| (hash(name), name.as_bytes().to_vec())).collect();
    let book = |after: Option<&str>, names: &[&str]| NewOrders {
        after: after.map(hash),
        index: hash(names[0]),
        objects: objects(names),
        restated_from: None,
        by: None,
        reason: None,
        templates: None,
    };
    let zones = NewBriefing {
        after: None,
        index: hash("zones"),
        objects: objects(&["zones", "ward"]),
        restated_from: None,
        reason: None,
    };
    let store = &opened.store;
    let first = book(None, &["first", "order 1", "signs"]);
    assert!(store.publish_orders(&scope, first.clone()).await.unwrap());
    assert!(store.publish_briefing(&scope, zones).await.unwrap());
    assert!(!store.publish_orders(&scope, book(None, &["rival"])).await.unwrap());
    let sent = |changes: &[Change]| -> Vec<Hash> {
        let object = |change: &Change| match change {
            Change::Object { hash, .. } => Some(*hash),
            Change::Entry { .. } => None,
        };
        let mut sent: Vec<Hash> = changes.iter().filter_map(object).collect();
        sent.sort_unstable();
        sent
    };
    let sorted = |names: &[&str]| {
        let mut hashes: Vec<Hash> = names.iter().map(|name| hash(name)).collect();
        hashes.sort_unstable();
        hashes
    };
    // One item at a time, as over the worst link: each object once, before the entry that names it.
    let (mut position, mut all) = (None, Vec::new());
    loop {
        let page = store.changes_after(&scope, position, 1).await.unwrap();
        assert!(!page.reset && page.changes.len() <= 1);
        all.extend(page.changes);
        position = Some(page.position);
        if !page.more {
            break;
        }
    }
    assert_eq!(sent(&all), sorted(&["first", "order 1", "signs", "zones", "ward"]));
    let second = book(Some("first"), &["second", "order 1", "order 2", "signs"]);
    assert!(store.publish_orders(&scope, second.clone()).await.unwrap());
    let new = store.changes_after(&scope, position, 1 << 20).await.unwrap();
    assert_eq!(sent(&new.changes), sorted(&["second", "order 2"]), "what it has is not sent again");
    assert_eq!(store.newest_orders(&scope).await.unwrap(), Some((second.index, second.objects)));
    assert_eq!(store.newest_briefing(&scope).await.unwrap(), Some(hash("zones")));
    assert_eq!(
        store.briefing(&scope, hash("first")).await.unwrap(),
        Some(first.objects),
        "readable for ever"
    );
    // Who comes now gets the newest of both; another authority nothing.
    let fresh = store.changes_after(&scope, None, 1 << 20).await.unwrap();
    assert_eq!(sent(&fresh.changes), sorted(&["zones", "ward", "second", "order 1", "order 2", "signs"]));
    assert_eq!(store.newest_orders(&other).await.unwrap(), None);
    assert_eq!(store.briefing(&other, hash("second")).await.unwrap(), None);
    let kinds: Vec<&str> =
        store.journal(&scope).await.unwrap().iter().map(|(_, body)| ServerBody::kind(body)).collect();
    assert_eq!(kinds[2..], ["order_book_published", "briefing_published", "order_book_published"]);
}

/// A book brings a set of templates: its entry says by whom and why, and the set stays in whatever book comes after it.
pub async fn a_book_that_brings_templates_says_so_and_keeps_them(opened: Opened) {
    let (scope, other) = (opened.authority("MDW").await, opened.authority("CAN").await);
    let hash = |name: &str| Hash::of(&[name.as_bytes()]);
    let objects = |names: &[&str]| names.iter().map(|name| (hash(name), name.as_bytes().to_vec())).collect();
    let book = |after: Option<&str>, names: &[&str], templates| NewOrders {
        after: after.map(hash),
        index: hash(names[0]),
        objects: objects(names),
        restated_from: None,
        by: None,
        reason: None,
        templates,
    };
    let set = TemplatesRef { id: "MDW-paper".to_owned(), revision: 1, hash: hash("set 1") };
    let taken = TemplatesTaken { set, by: id(7), time: START, reason: "Read by our solicitor".to_owned() };
    let store = &opened.store;
    assert!(
        store.publish_orders(&scope, book(None, &["first", "set 1"], Some(taken.clone()))).await.unwrap()
    );
    assert!(
        !store.publish_orders(&scope, book(None, &["rival", "set 2"], Some(taken.clone()))).await.unwrap()
    );
    assert!(store.publish_orders(&scope, book(Some("first"), &["second", "set 1"], None)).await.unwrap());
    let told: Vec<Option<TemplatesTaken>> = store
        .journal(&scope)
        .await
        .unwrap()
        .into_iter()
        .filter_map(|(_, body)| match body {
            ServerBody::OrderBookPublished(published) => Some(published.templates),
            _ => None,
        })
        .collect();
    assert_eq!(told, [Some(taken), None]);
    let (_, newest) = store.newest_orders(&scope).await.unwrap().unwrap();
    assert_eq!(newest.get(&hash("set 1")).map(Vec::as_slice), Some(&b"set 1"[..]));
    assert!(store.briefing(&scope, hash("first")).await.unwrap().unwrap().contains_key(&hash("set 1")));
    assert_eq!(store.newest_orders(&other).await.unwrap(), None);
}

pub async fn what_officers_tell_of_signs_is_there_for_their_own_authority(opened: Opened) {
    let (scope, other) = (opened.authority("MDW").await, opened.authority("CAN").await);
    let mut phone = opened.phone(&scope, 1).await;
    let note = SignNoted {
        at: Moment { wall: START, mono: 5, boot: BootId(1) },
        time: None,
        state: SignState::Missing,
        order: "MDW-ALC-CHA".to_owned(),
        sign: Some("S-CHA-1".to_owned()),
        place: None,
        text: String::new(),
        photo: None,
        encounter: None,
    };
    phone.tell(id(60), &EntryBody::SignNoted(note.clone()));
    opened.apply(&phone, 1..2, []).await;
    assert!(opened.store.sign_notes(&scope).await.unwrap().is_empty(), "its body has not come yet");
    opened.apply(&phone, 1..2, [1]).await;
    opened.apply(&phone, 1..2, [1]).await;
    let told = opened.store.sign_notes(&scope).await.unwrap();
    assert_eq!(told, [SignTold { officer: id(1), note, welfare: false }]);
    assert!(opened.store.sign_notes(&other).await.unwrap().is_empty());
}
