//! The server's file of the version before there were registers of the beat: encounters that came before count by operation.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests are not recognised as tests"
)]

use beatbook_domain::records::body::EntryBody;
use beatbook_domain::records::encounter::{EncounterEntry, EncounterOpened};
use beatbook_domain::records::journal::Moment;
use beatbook_domain::records::work::Work;
use beatbook_protocol::entry::{BootId, Header, Salt, body_hash, coarse};
use beatbook_protocol::hash::Hash;
use beatbook_server::auth::Purpose;
use beatbook_server::clock::Clock;
use beatbook_server::store::WorkStore as _;
use beatbook_store::{OpenMode, params};

use crate::common::database::{of_version, only_its_key};
use crate::common::id;

/// The version before.
const BEFORE: usize = 11;

fn opened() -> EntryBody {
    EntryBody::Encounter(EncounterEntry::Opened(EncounterOpened {
        at: Moment { wall: 0, mono: 0, boot: BootId(1) },
        time: None,
        place: None,
        patrol: None,
        controller: "MDW".to_owned(),
        joint: None,
        operation: Some("Op Rochester".to_owned()),
        land: None,
    }))
}

fn header(seq: u64, body: &EntryBody, bytes: &[u8]) -> Header {
    Header {
        v: 1,
        authority: id(1),
        notebook: id(3),
        seq,
        kind: body.kind().to_owned(),
        schema: 1,
        record: id(7),
        wall: 0,
        offset: 0,
        mono: 0,
        boot: BootId(1),
        prev: Hash::from_bytes([6; 32]),
        body: body_hash(&Salt([9; 32]), bytes),
        len: u32::try_from(bytes.len()).unwrap(),
    }
}

#[tokio::test]
async fn encounters_that_came_before_are_known_and_those_of_outreach_are_not() {
    let (_folder, home) = only_its_key();
    let body = opened();
    let (plain, hidden) = (body.to_bytes().unwrap(), body.to_coarse_bytes().unwrap());
    let entries = [(5_u64, header(5, &body, &plain), plain), (6, coarse(header(6, &body, &hidden)), hidden)];
    of_version(home.folder(), BEFORE, OpenMode::Create, |database| {
        let act = |tx: &beatbook_store::WriteTransaction<'_>| {
            tx.execute("INSERT INTO server (only_row, id, generation) VALUES (1, zeroblob(16), 1)", [])?;
            tx.execute("INSERT INTO receipt_key (number, seed) VALUES (1, zeroblob(32))", [])?;
            tx.execute(
                "INSERT INTO authority (number, id, code, name, journal) VALUES (1, ?1, 'MDW', 'Medway', ?2)",
                params![id(1).as_bytes(), id(2).as_bytes()],
            )?;
            tx.execute(
                "INSERT INTO notebook (number, authority, id, officer, public_key, token, enrolled, head_seq, head_hash,
                   head_signature, bodies, journal_head, last_seen)
                 VALUES (4, 1, ?1, ?2, zeroblob(32), zeroblob(32), 0, 6, zeroblob(32), zeroblob(64), x'80', 0, 0)",
                params![id(3).as_bytes(), id(8).as_bytes()],
            )?;
            for (seq, header, bytes) in &entries {
                let place = 4_i64 << 32 | i64::try_from(*seq).unwrap();
                let header = header.to_bytes().unwrap();
                tx.execute("INSERT INTO entry (place, header) VALUES (?1, ?2)", params![place, header])?;
                tx.execute(
                    "INSERT INTO body (place, state, salt, bytes) VALUES (?1, 0, zeroblob(32), ?2)",
                    params![place, bytes],
                )?;
            }
            Ok::<_, beatbook_store::StoreError>(())
        };
        database.write(act).unwrap();
    });
    let (store, keyholder) = home.open(&Clock::system()).unwrap();
    let scope = keyholder.scope(id(1), Purpose::Beat);
    let facts = store.work_facts(&scope, Work::Operation).await.unwrap();
    let told: Vec<_> = facts.told.iter().map(|one| (one.officer, one.record, one.seq, &one.says)).collect();
    assert_eq!(told, [(id(8), id(7), 5, &body)]);
    assert!(store.work_facts(&scope, Work::Engagement).await.unwrap().told.is_empty());
}
