//! The server's file of the version before bodies had an audience: what no phone was told stays untold.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests are not recognised as tests"
)]

use crate::common;

use beatbook_domain::records::server::{FiguresPublished, PatrolEndStated, ServerBody};
use beatbook_protocol::entry::{BootId, Header, Salt, body_hash, header_hash};
use beatbook_protocol::hash::Hash;
use beatbook_protocol::sync::{Body, Change};
use beatbook_server::auth::Purpose;
use beatbook_server::clock::Clock;
use beatbook_server::store::Store as _;
use beatbook_store::{OpenMode, params};
use common::database::{of_version, only_its_key};
use common::id;

#[tokio::test]
async fn what_was_unsaid_before_there_were_audiences_stays_so() {
    let (_folder, home) = only_its_key();
    let end =
        PatrolEndStated { notebook: id(3), patrol: id(4), at: 0, by: id(5), reason: "left on".to_owned() };
    let figures = FiguresPublished { from: 0, to: 1, figures: Vec::new() };
    let written = [ServerBody::FiguresPublished(figures), ServerBody::PatrolEndStated(end)];
    of_version(home.folder(), 6, OpenMode::Create, |database| {
        let act = |tx: &beatbook_store::WriteTransaction<'_>| {
            tx.execute("INSERT INTO server (only_row, id, generation) VALUES (1, zeroblob(16), 1)", [])?;
            tx.execute("INSERT INTO receipt_key (number, seed) VALUES (1, zeroblob(32))", [])?;
            let mut prev = Hash::ZERO;
            for (seq, body) in written.iter().enumerate() {
                let (salt, bytes) = (Salt([9; 32]), body.to_bytes().unwrap());
                let header = Header {
                    v: 1,
                    authority: id(1),
                    notebook: id(2),
                    seq: seq as u64,
                    kind: body.kind().to_owned(),
                    schema: 1,
                    record: id(4),
                    wall: 0,
                    offset: 0,
                    mono: 0,
                    boot: BootId(1),
                    prev,
                    body: body_hash(&salt, &bytes),
                    len: u32::try_from(bytes.len()).unwrap(),
                };
                let header = header.to_bytes().unwrap();
                prev = header_hash(&header);
                tx.execute(
                    "INSERT INTO server_entry (place, header, state, salt, body, signature)
                     VALUES (4294967296 + ?1, ?2, 0, ?3, ?4, zeroblob(64))",
                    params![seq as i64, header, salt.0, bytes],
                )?;
            }
            tx.execute(
                "INSERT INTO authority (number, id, code, name, journal, head_seq, head_hash)
                 VALUES (1, ?1, 'MDW', 'Medway', ?2, 1, ?3)",
                params![id(1).as_bytes(), id(2).as_bytes(), prev.as_bytes()],
            )
        };
        database.write(act).unwrap();
    });
    let (store, keyholder) = home.open(&Clock::system()).unwrap();
    let scope = keyholder.scope(id(1), Purpose::Sync);
    let changes = store.changes_after(&scope, None, 1 << 20).await.unwrap().changes;
    let came: Vec<bool> = changes
        .iter()
        .map(|change| matches!(change, Change::Entry { body: Body::Present { .. }, .. }))
        .collect();
    assert_eq!(came, [true, false]);
    let journal = store.journal(&scope).await.unwrap();
    let bodies: Vec<ServerBody> = journal.into_iter().map(|(_, body)| body).collect();
    assert_eq!(bodies, written, "the desk still reads both");
}
