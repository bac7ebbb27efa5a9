//! After an update: what an older version of the server could not use is read again, and nobody has to ask for it.
//!
//! The older version is told by its rows: this is how it leaves a database behind.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests are not recognised as tests"
)]

use crate::common;

use std::time::Duration;

use beatbook_domain::hours::PatrolTime;
use beatbook_domain::presence::Interval;
use beatbook_domain::records::patrol::Duty;
use beatbook_protocol::sync::Outcome;
use beatbook_server::auth::Purpose;
use beatbook_server::clock::Clock;
use beatbook_server::home::Home;
use beatbook_server::presence::to_bytes;
use beatbook_server::register::FOLD;
use beatbook_server::store::Store as _;
use beatbook_store::{OpenMode, params};
use common::database::{of_version, with_the_key};
use common::phone::{Phone, erasure};
use common::walk::{START, Walk, fixes, import_zone};
use common::{Beat, id, start};

/// The rows of entries whose kind the version before did not know.
fn as_if_unknown(home: &Home, entries: &[u64]) {
    with_the_key(home.folder(), |database| {
        database
            .write(|tx| {
                for seq in entries {
                    let place = (1_i64 << 32) + seq.cast_signed();
                    tx.execute("DELETE FROM record_entry WHERE seq = ?1", params![seq.cast_signed()])?;
                    tx.execute(
                        "INSERT OR REPLACE INTO rejection (place, code, fold) VALUES (?1, 'unknown_kind', 0)",
                        params![place],
                    )?;
                }
                tx.execute("DELETE FROM presence", [])?;
                tx.execute("UPDATE patrol SET is_open = 1, derived = wanted", [])?;
                Ok::<_, beatbook_store::StoreError>(())
            })
            .unwrap();
    });
}

fn rejections(home: &Home) -> Vec<(String, i64)> {
    with_the_key(home.folder(), |database| {
        let sql = "SELECT code, fold FROM rejection ORDER BY place";
        database.read(|tx| tx.all(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))).unwrap()
    })
}

async fn times(beat: &Beat) -> Vec<PatrolTime> {
    let service = beat.server.service();
    let scope = service.keyholder().scope(beat.authority, Purpose::Report);
    let period = Interval { from: START - 1_000, to: START + 86_400_000 };
    service.store().patrol_times(&scope, period).await.unwrap()
}

async fn hour(phone: &mut Phone) -> (u64, u64) {
    let mut walk = Walk::sign_on(phone, id(50), Duty::TaskedCore);
    let chunk = walk.chunk(phone, fixes(0..60));
    let end = walk.sign_off(phone, 60);
    phone.sync().await;
    (chunk, end)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_patrol_whose_kinds_were_unknown_is_told_and_derived_after_the_update() {
    let beat = Beat::begin().await;
    import_zone(&beat).await;
    let mut phone = beat.phone(1).await;
    let (chunk, end) = hour(&mut phone).await;
    beat.server.jobs().clear().await.unwrap();
    let whole = times(&beat).await;
    assert_eq!(whole.len(), 1);
    let Beat { folder, clock, server, authority, officer } = beat;
    server.stop().await;
    as_if_unknown(&Home::at(folder.path()), &[chunk, end]);
    let server = start(folder.path(), &clock).await;
    let beat = Beat { folder, clock, server, authority, officer };
    phone.address = format!("https://{}", beat.server.address());
    // Phones do not wait for it.
    assert!(phone.sync().await.results.iter().all(|result| result.outcome == Outcome::Held));
    for _ in 0..200 {
        if times(&beat).await == whole {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(times(&beat).await, whole);
    let Beat { folder, server, .. } = beat;
    server.stop().await;
    assert_eq!(rejections(&Home::at(folder.path())), []);
}

/// Figures as the version before kept them, which knew of each patrol the last operation alone.
fn as_if_on_one_operation(home: &Home, known: &[PatrolTime]) {
    with_the_key(home.folder(), |database| {
        database
            .write(|tx| {
                for (number, time) in (1_i64..).zip(known) {
                    let figures = to_bytes(&PatrolTime { former: vec![], ..time.clone() }).unwrap();
                    let sql = "UPDATE presence SET figures = ?2 WHERE patrol = ?1";
                    tx.execute(sql, params![number, figures])?;
                }
                tx.execute("DELETE FROM setting WHERE name = 'operations_derived'", [])
            })
            .unwrap();
    });
}

#[tokio::test(flavor = "multi_thread")]
async fn a_patrol_that_changed_its_operation_is_derived_again_after_the_update_and_once() {
    let beat = Beat::begin().await;
    import_zone(&beat).await;
    let mut phone = beat.phone(1).await;
    let mut walk = Walk::sign_on(&mut phone, id(50), Duty::TaskedCore);
    walk.chunk(&mut phone, fixes(0..20));
    walk.goes_over(&mut phone, 20, "Op Lantern");
    walk.sign_off(&mut phone, 40);
    let mut other = Walk::sign_on(&mut phone, id(51), Duty::TaskedCore);
    other.chunk(&mut phone, fixes(0..20));
    other.sign_off(&mut phone, 20);
    phone.sync().await;
    beat.server.jobs().clear().await.unwrap();
    let derived = times(&beat).await;
    assert_eq!(derived.iter().map(|time| time.former.len()).collect::<Vec<_>>(), [1, 0]);
    let Beat { folder, server, .. } = beat;
    server.stop().await;
    let home = Home::at(folder.path());
    as_if_on_one_operation(&home, &derived);
    let waiting = || async {
        let (store, keyholder) = home.open(&Clock::system()).unwrap();
        store.read_again(&keyholder, 5).await.unwrap();
        let waiting = store.patrols_to_derive(&keyholder, 9).await.unwrap();
        waiting.iter().map(|patrol| patrol.key.record).collect::<Vec<_>>()
    };
    assert_eq!(waiting().await, [id(50)]);
    with_the_key(home.folder(), |database| {
        database.write(|tx| tx.execute("UPDATE patrol SET derived = wanted", [])).unwrap();
    });
    assert_eq!(waiting().await, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn it_goes_on_where_it_was_broken_off_and_ends() {
    let beat = Beat::begin().await;
    let mut phone = beat.phone(1).await;
    let strange = phone.write(id(60), "moon_walk", 1, b"{}".to_vec());
    let secret = phone.note("the name of the wrong person");
    let eraser = phone.tell(id(61), &erasure(secret));
    let notes: Vec<u64> = (0..10).map(|_| phone.note("x")).collect();
    phone.sync().await;
    let Beat { folder, server, .. } = beat;
    server.stop().await;
    let home = Home::at(folder.path());
    // The body that an erasure of an unknown kind could not erase.
    let entry = &phone.entries[usize::try_from(secret).unwrap()];
    with_the_key(home.folder(), |database| {
        let (place, salt) = ((1_i64 << 32) + secret.cast_signed(), entry.salt.0);
        let sql = "UPDATE body SET state = 0, erased_by = NULL, salt = ?2, bytes = ?3 WHERE place = ?1";
        database.write(|tx| tx.execute(sql, params![place, salt, entry.body])).unwrap();
    });
    let unknown: Vec<u64> = [strange, eraser].into_iter().chain(notes).collect();
    as_if_unknown(&home, &unknown);
    let mut looked_at = Vec::new();
    loop {
        // Another run of the program for each step.
        let (store, keyholder) = home.open(&Clock::system()).unwrap();
        let count = store.read_again(&keyholder, 5).await.unwrap();
        looked_at.push(count);
        if count == 0 {
            break;
        }
    }
    assert_eq!(looked_at, [5, 5, 2, 0]);
    assert_eq!(
        rejections(&home),
        [("unknown_kind".to_owned(), i64::from(FOLD))],
        "nobody knows of moon walks yet"
    );
    with_the_key(home.folder(), |database| {
        let place = (1_i64 << 32) + secret.cast_signed();
        let state: i64 = database
            .read(|tx| tx.one("SELECT state FROM body WHERE place = ?1", params![place], |row| row.get(0)))
            .unwrap();
        assert_eq!(state, 1, "what was to be erased is");
    });
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_of_the_first_version_is_brought_to_this_one() {
    let folder = tempfile::tempdir().unwrap();
    let home = Home::at(folder.path());
    home.create(&Clock::system()).unwrap();
    let (store, keyholder) = home.open(&Clock::system()).unwrap();
    let server = store.identity().await.unwrap();
    drop(store);
    let seed: [u8; 32] = with_the_key(home.folder(), |database| {
        database.read(|tx| tx.one("SELECT seed FROM receipt_key", [], |row| row.get(0))).unwrap()
    });
    for file in std::fs::read_dir(folder.path()).unwrap() {
        let path = file.unwrap().path();
        if path != home.key_file() {
            std::fs::remove_file(path).unwrap();
        }
    }
    of_version(home.folder(), 1, OpenMode::Create, |database| {
        database
            .write(|tx| {
                let id = server.server;
                tx.execute(
                    "INSERT INTO server (only_row, id, generation) VALUES (1, ?1, 1)",
                    params![id.as_bytes()],
                )?;
                tx.execute("INSERT INTO receipt_key (number, seed) VALUES (1, ?1)", params![seed])?;
                tx.execute("INSERT INTO rejection (place, code) VALUES (7, 'crew')", [])
            })
            .unwrap();
    });
    let (store, _) = home.open(&Clock::system()).unwrap();
    assert_eq!(store.identity().await.unwrap(), server);
    assert_eq!(store.read_again(&keyholder, 9).await.unwrap(), 0);
    drop(store);
    assert_eq!(rejections(&home), [("crew".to_owned(), 0)], "kept as it was");
}
