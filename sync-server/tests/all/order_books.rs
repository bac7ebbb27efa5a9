//! Order books that follow each other: reading one while another comes.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests are not recognised as tests"
)]

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use beatbook_domain::notices::known::{KnownNotice, Row, Subject, TagKey, pack};
use beatbook_domain::orders::book::{Book, Policy};
use beatbook_domain::records::notice::content::NoticeKind;
use beatbook_protocol::hash::Hash;
use beatbook_server::auth::{Purpose, Scope};
use beatbook_server::clock::Clock;
use beatbook_server::home::Home;
use beatbook_server::orders::{CurrentBook, publish};
use beatbook_server::store::{BriefingObjects, Store};
use jiff::civil::date;

const PLACE: &str = "Whitewall Road";

/// A book that knows of a warning about this car.
fn book(plate: &str, amber_hours: u32) -> (Book, BriefingObjects) {
    let key = TagKey::from_bytes([3; 32]);
    let notice = KnownNotice {
        number: "MDW-A7-000118-M".to_owned(),
        kind: NoticeKind::S59Warning,
        date: date(2025, 9, 1),
        place: PLACE.to_owned(),
        issuer: "4711".to_owned(),
        about: String::new(),
        allowed_until: None,
        requirements: Vec::new(),
        under_appeal: false,
        varied: false,
    };
    let tag = key.tag(Subject::Registration(plate)).unwrap();
    let (known, groups) = pack(key, vec![Row { tag, notice }]).unwrap();
    let policy = Policy { amber_hours, ..Policy::default() };
    let book = Book { known: Some(known), policy, ..Book::founding().unwrap() };
    (book, groups.into_iter().map(|group| (group.hash, group.bytes)).collect())
}

/// Publishes it in place of the newest; answers its hash and its objects.
async fn published(
    store: &dyn Store,
    scope: &Scope,
    (book, groups): (Book, BriefingObjects),
) -> (Hash, BriefingObjects) {
    let hash = CurrentBook::read(store, scope).await.unwrap().hash;
    publish(store, scope, CurrentBook { hash, book, groups }, None, None).await.unwrap();
    store.newest_orders(scope).await.unwrap().unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 3)]
async fn a_book_is_read_whole_while_others_replace_it() {
    let folder = tempfile::tempdir().unwrap();
    let (home, clock) = (Home::at(folder.path()), Clock::system());
    home.create(&clock).unwrap();
    let (store, keyholder) = home.open(&clock).unwrap();
    let authority = store.add_authority(&keyholder, "MDW", "Medway").await.unwrap();
    let scope = keyholder.scope(authority.id, Purpose::Administration);
    let (store, over) = (Arc::new(store), Arc::new(AtomicBool::new(false)));
    let reading = tokio::spawn({
        let (store, over) = (Arc::clone(&store), Arc::clone(&over));
        async move {
            while !over.load(Ordering::SeqCst) {
                CurrentBook::read(&*store, &scope).await.unwrap();
            }
        }
    });
    for hours in 0..100 {
        published(&*store, &scope, book("AB12 CDE", hours)).await;
    }
    over.store(true, Ordering::SeqCst);
    reading.await.unwrap();
}
