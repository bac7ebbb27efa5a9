//! The server's file of the version before it issued anything itself: its blocks and what was given up of them stay.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests are not recognised as tests"
)]

use crate::common;

use beatbook_domain::notices::number::AuthorityCode;
use beatbook_server::auth::Purpose;
use beatbook_server::clock::Clock;
use beatbook_server::home::Home;
use beatbook_server::store::Store;
use beatbook_server::{Certificates, Setup, init};
use beatbook_store::{OpenMode, params};
use common::database::of_version;
use common::id;

#[tokio::test]
async fn blocks_of_notebooks_survive_the_change_that_gives_the_server_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let home = Home::at(folder.path());
    let setup = Setup {
        address: "https://beat.example:8443".to_owned(),
        certificates: Certificates::Own { names: Vec::new() },
    };
    init(&home, &setup, &Clock::system()).await.unwrap();
    for file in std::fs::read_dir(folder.path()).unwrap() {
        let path = file.unwrap().path();
        if path != home.key_file() && path.is_file() {
            std::fs::remove_file(path).unwrap();
        }
    }
    of_version(home.folder(), 4, OpenMode::Create, |database| {
        let rows = [
            "INSERT INTO server (only_row, id, generation) VALUES (1, zeroblob(16), 1)",
            "INSERT INTO receipt_key (number, seed) VALUES (1, zeroblob(32))",
            "INSERT INTO number_block (number, authority, notebook, generation, code, series, digit, first, count)
             VALUES (5, 1, 1, 1, 'MDW', 'A', 0, 1, 200)",
            "INSERT INTO number_given_up (block, place, count) VALUES (5, 7, 2)",
        ];
        database
            .write(|tx| {
                tx.execute(rows[0], [])?;
                tx.execute(rows[1], [])?;
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
                tx.execute(rows[2], [])?;
                tx.execute(rows[3], [])
            })
            .unwrap();
    });
    let (store, keyholder) = home.open(&Clock::system()).unwrap();
    let scope = keyholder.scope(id(1), Purpose::Register);
    let facts = store.register_facts(&scope).await.unwrap();
    let [account] = &facts.accounts[..] else { panic!("one block: {:?}", facts.accounts) };
    assert_eq!((account.notebook, account.unaccounted().len(), account.left()), (id(3), 2, 191));
    // The server's own come after it, under the same letter.
    let code = AuthorityCode::new("MDW").unwrap();
    for _ in 0..2 {
        store.allot_own_numbers(&scope, &code).await.unwrap().unwrap();
    }
    let facts = store.register_facts(&scope).await.unwrap();
    let [_, own] = &facts.accounts[..] else { panic!("asked twice, allotted once: {:?}", facts.accounts) };
    assert_eq!((own.notebook, own.next().unwrap().serial()), (facts.own, 201));
}
