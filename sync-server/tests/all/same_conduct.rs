//! The server's file of the version before notices were found by when their conduct was seen: those of before are, too.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests are not recognised as tests"
)]

use beatbook_protocol::entry::{BootId, Header, Salt, body_hash};
use beatbook_protocol::hash::Hash;
use beatbook_server::clock::Clock;
use beatbook_store::{OpenMode, WriteTransaction, params};

use crate::common::database::{of_version, only_its_key, with_the_key};
use crate::common::id;
use crate::common::notice::{ISSUED, drafted, issued};

/// The version before.
const BEFORE: usize = 14;
const ISSUE: &str = "MDW-A7-000118-M";
const POSTED: &str = "MDW-A7-000119-K";
const DAMAGED: &str = "MDW-A0-000001-1";

fn tell(tx: &WriteTransaction<'_>, (seq, record): (u64, u8), kind: &str, bytes: &[u8]) {
    let header = Header {
        v: 1,
        authority: id(1),
        notebook: id(3),
        seq,
        kind: kind.to_owned(),
        schema: 1,
        record: id(record),
        wall: 0,
        offset: 0,
        mono: 0,
        boot: BootId(1),
        prev: Hash::from_bytes([6; 32]),
        body: body_hash(&Salt([9; 32]), bytes),
        len: u32::try_from(bytes.len()).unwrap(),
    };
    let place = (1_i64 << 32) + i64::try_from(seq).unwrap();
    let entry = "INSERT INTO entry (place, header) VALUES (?1, ?2)";
    tx.execute(entry, params![place, header.to_bytes().unwrap()]).unwrap();
    tx.execute("INSERT INTO body (place, state, bytes) VALUES (?1, 0, ?2)", params![place, bytes]).unwrap();
    tx.execute("INSERT INTO notice_entry (notebook, seq) VALUES (1, ?1)", params![place & 0xFFFF_FFFF])
        .unwrap();
}

fn number(tx: &WriteTransaction<'_>, number: &str, record: u8, posted: bool) {
    tx.execute(
        "INSERT INTO notice_number (authority, number, notebook, record, posted) VALUES (1, ?1, 1, ?2, ?3)",
        params![number, id(record).as_bytes(), posted],
    )
    .unwrap();
}

#[test]
fn notices_that_came_before_are_found_by_when_their_conduct_was_seen() {
    let (_folder, home) = only_its_key();
    of_version(home.folder(), BEFORE, OpenMode::Create, |database| {
        database
            .write(|tx| {
                tx.execute("INSERT INTO server (only_row, id, generation) VALUES (1, zeroblob(16), 1)", [])?;
                tx.execute("INSERT INTO receipt_key (number, seed) VALUES (1, zeroblob(32))", [])?;
                tx.execute(
                    "INSERT INTO authority (number, id, code, name, journal) VALUES (1, ?1, 'MDW', 'Medway', ?2)",
                    params![id(1).as_bytes(), id(2).as_bytes()],
                )?;
                tx.execute(
                    "INSERT INTO notebook (number, authority, id, officer, public_key, token, enrolled, head_seq,
                       head_hash, head_signature, bodies, journal_head, last_seen)
                     VALUES (1, 1, ?1, ?2, x'', x'', 0, 0, x'', x'', x'', 0, 0)",
                    params![id(3).as_bytes(), id(4).as_bytes()],
                )?;
                tell(tx, (1, 5), "notice_issued", &issued(ISSUE).to_bytes().unwrap());
                // Of two drafts of one record the newer is on the paper.
                tell(tx, (2, 6), "notice_drafted", &drafted(ISSUED - 7).to_bytes().unwrap());
                tell(tx, (3, 6), "notice_drafted", &drafted(ISSUED - 9).to_bytes().unwrap());
                tell(tx, (4, 7), "notice_issued", b"no JSON at all");
                number(tx, ISSUE, 5, false);
                number(tx, POSTED, 6, true);
                number(tx, DAMAGED, 7, false);
                Ok::<_, beatbook_store::StoreError>(())
            })
            .unwrap();
    });
    drop(home.open(&Clock::system()).unwrap());
    let seen: Vec<(String, Option<i64>, Option<i64>)> = with_the_key(home.folder(), |database| {
        let read = |row: &beatbook_store::Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
        database
            .read(|tx| tx.all("SELECT number, told, seen FROM notice_number ORDER BY record", [], read))
            .unwrap()
    });
    let found = |number: &str, told, seen| (number.to_owned(), told, seen);
    assert_eq!(
        seen,
        [
            found(ISSUE, Some(1), Some(ISSUED)),
            found(POSTED, Some(3), Some(ISSUED - 9)),
            found(DAMAGED, None, None),
        ]
    );
}
