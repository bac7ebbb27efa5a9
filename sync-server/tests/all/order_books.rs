//! Order books that follow each other: what is left of one that was replaced, and reading one while another comes.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests are not recognised as tests"
)]

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use beatbook_domain::notices::known::{KnownNotice, Row, Subject, TagKey, pack};
use beatbook_domain::orders::book::{Book, Policy};
use beatbook_domain::records::notice::content::NoticeKind;
use beatbook_protocol::hash::Hash;
use beatbook_server::auth::{Purpose, Scope};
use beatbook_server::clock::Clock;
use beatbook_server::home::Home;
use beatbook_server::orders::{CurrentBook, NewBook, publish};
use beatbook_server::store::{BriefingObjects, Store};
use beatbook_store::params;
use jiff::civil::date;

use crate::common::database::with_the_key;

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
    publish(store, scope, CurrentBook { hash, book, groups }, NewBook::default()).await.unwrap();
    store.newest_orders(scope).await.unwrap().unwrap()
}

/// As the version before made books smaller leaves one behind that another has replaced.
fn leave_whole(home: &Path, (index, objects): &(Hash, BriefingObjects)) {
    let named: Vec<u8> =
        objects.keys().filter(|hash| *hash != index).flat_map(|hash| *hash.as_bytes()).collect();
    with_the_key(home, |database| {
        let act = |tx: &beatbook_store::WriteTransaction<'_>| {
            for (hash, bytes) in objects {
                tx.execute(
                    "INSERT OR IGNORE INTO briefing_object (authority, hash, bytes) VALUES (1, ?1, ?2)",
                    params![hash.as_bytes(), bytes],
                )?;
            }
            tx.execute(
                "UPDATE briefing SET objects = ?2, added = NULL WHERE manifest = ?1",
                params![index.as_bytes(), named],
            )
        };
        assert_eq!(database.write(act).unwrap(), 1);
    });
}

/// How many objects say where a warning was given.
fn warnings(home: &Path) -> i64 {
    with_the_key(home, |database| {
        let sql = "SELECT count(*) FROM briefing_object WHERE instr(bytes, CAST(?1 AS BLOB)) > 0";
        database.read(|tx| tx.one(sql, params![PLACE], |row| row.get(0))).unwrap()
    })
}

#[tokio::test]
async fn books_replaced_before_there_was_one_index_stay_readable_and_keep_no_warnings() {
    let folder = tempfile::tempdir().unwrap();
    let (home, clock) = (Home::at(folder.path()), Clock::system());
    home.create(&clock).unwrap();
    let (store, keyholder) = home.open(&clock).unwrap();
    let authority = store.add_authority(&keyholder, "MDW", "Medway").await.unwrap();
    let scope = keyholder.scope(authority.id, Purpose::Administration);
    // The second has the warnings of the first; the third has others.
    let first = published(&store, &scope, book("AB12 CDE", 24)).await;
    let second = published(&store, &scope, book("XY34 FGH", 24)).await;
    let third = published(&store, &scope, book("XY34 FGH", 48)).await;
    drop(store);
    leave_whole(home.folder(), &first);
    leave_whole(home.folder(), &second);
    assert_eq!(warnings(home.folder()), 2);
    drop(home.open(&clock).unwrap());
    assert_eq!(warnings(home.folder()), 1, "those of the book in force");
    let (store, keyholder) = home.open(&clock).unwrap();
    let scope = keyholder.scope(authority.id, Purpose::Administration);
    let fourth = published(&store, &scope, book("JK56 LMN", 48)).await;
    let tells = |bytes: &Vec<u8>| bytes.windows(PLACE.len()).any(|window| window == PLACE.as_bytes());
    for (index, objects) in [&first, &second, &third] {
        let left = store.briefing(&scope, *index).await.unwrap().unwrap();
        assert!(!left.contains_key(index) && !left.values().any(tells));
        let all: BTreeSet<&Hash> = objects.keys().collect();
        assert_eq!(all.len(), left.len() + 2, "all but the index and the one group");
        assert!(left.keys().all(|hash| all.contains(hash)));
    }
    assert_eq!(store.newest_orders(&scope).await.unwrap().unwrap(), fourth);
    drop(store);
    assert_eq!(warnings(home.folder()), 1);
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
