//! The server's file, opened by somebody who has its key.

use std::path::Path;

use beatbook_domain::records::server::ServerBody;
use beatbook_protocol::entry::{BootId, Header, Salt, body_hash, header_hash};
use beatbook_protocol::hash::Hash;
use beatbook_server::clock::Clock;
use beatbook_server::home::Home;
use beatbook_store::{Database, OpenMode, Opening, Schema, Step, StoreError, WriteTransaction, params};
use tempfile::TempDir;

use crate::common::id;

const SALT: Salt = Salt([9; 32]);
const STEPS: &[Step] = &[
    Step { version: 1, sql: include_str!("../../../src/store/sqlite/schema-1.sql") },
    Step { version: 2, sql: include_str!("../../../src/store/sqlite/schema-2.sql") },
    Step { version: 3, sql: include_str!("../../../src/store/sqlite/schema-3.sql") },
    Step { version: 4, sql: include_str!("../../../src/store/sqlite/schema-4.sql") },
    Step { version: 5, sql: include_str!("../../../src/store/sqlite/schema-5.sql") },
    Step { version: 6, sql: include_str!("../../../src/store/sqlite/schema-6.sql") },
    Step { version: 7, sql: include_str!("../../../src/store/sqlite/schema-7.sql") },
    Step { version: 8, sql: include_str!("../../../src/store/sqlite/schema-8.sql") },
    Step { version: 9, sql: include_str!("../../../src/store/sqlite/schema-9.sql") },
    Step { version: 10, sql: include_str!("../../../src/store/sqlite/schema-10.sql") },
    Step { version: 11, sql: include_str!("../../../src/store/sqlite/schema-11.sql") },
    Step { version: 12, sql: include_str!("../../../src/store/sqlite/schema-12.sql") },
    Step { version: 13, sql: include_str!("../../../src/store/sqlite/schema-13.sql") },
    Step { version: 14, sql: include_str!("../../../src/store/sqlite/schema-14.sql") },
    Step { version: 15, sql: include_str!("../../../src/store/sqlite/schema-15.sql") },
    Step { version: 16, sql: include_str!("../../../src/store/sqlite/schema-16.sql") },
    Step { version: 17, sql: include_str!("../../../src/store/sqlite/schema-17.sql") },
    Step { version: 18, sql: include_str!("../../../src/store/sqlite/schema-18.sql") },
];

/// The database of a folder no server runs in.
pub fn with_the_key<T>(home: &Path, act: impl FnOnce(&Database) -> T) -> T {
    of_version(home, STEPS.len(), OpenMode::Open, act)
}

/// A home with its key and nothing else, for a database of an earlier version; the folder goes when it is dropped.
pub fn only_its_key() -> (TempDir, Home) {
    let folder = tempfile::tempdir().unwrap();
    let home = Home::at(folder.path());
    home.create(&Clock::system()).unwrap();
    for file in std::fs::read_dir(folder.path()).unwrap() {
        let path = file.unwrap().path();
        if path != home.key_file() {
            std::fs::remove_file(path).unwrap();
        }
    }
    (folder, home)
}

/// The database of a folder no server runs in, in an earlier version of its schema.
pub fn of_version<T>(home: &Path, version: usize, mode: OpenMode, act: impl FnOnce(&Database) -> T) -> T {
    let schema = Schema { application_id: 0x4242_5331, steps: &STEPS[..version] };
    let home = Home::at(home);
    let database = Database::open(&Opening {
        path: &home.database(),
        key: &home.key().unwrap(),
        id: "beatbook-server",
        schema: &schema,
        mode,
        reserve_bytes: 0,
    });
    let database = database.unwrap();
    let answer = act(&database);
    database.close().unwrap();
    answer
}

/// A server with one authority, 1, and what its journal, 2, told before bodies had an audience: for everyone, about 4.
pub fn tells(tx: &WriteTransaction<'_>, bodies: &[ServerBody]) -> Result<(), StoreError> {
    tx.execute("INSERT INTO server (only_row, id, generation) VALUES (1, zeroblob(16), 1)", [])?;
    tx.execute("INSERT INTO receipt_key (number, seed) VALUES (1, zeroblob(32))", [])?;
    let mut prev = Hash::ZERO;
    for (seq, body) in bodies.iter().enumerate() {
        let bytes = body.to_bytes().unwrap();
        let header = header(seq as u64, body, &bytes, prev);
        prev = header_hash(&header);
        tx.execute(
            "INSERT INTO server_entry (place, header, state, salt, body, signature)
             VALUES (4294967296 + ?1, ?2, 0, ?3, ?4, zeroblob(64))",
            params![seq as i64, header, SALT.0, bytes],
        )?;
    }
    tx.execute(
        "INSERT INTO authority (number, id, code, name, journal, head_seq, head_hash)
         VALUES (1, ?1, 'MDW', 'Medway', ?2, ?3, ?4)",
        params![id(1).as_bytes(), id(2).as_bytes(), bodies.len() as i64 - 1, prev.as_bytes()],
    )?;
    Ok(())
}

fn header(seq: u64, body: &ServerBody, bytes: &[u8], prev: Hash) -> Vec<u8> {
    let header = Header {
        v: 1,
        authority: id(1),
        notebook: id(2),
        seq,
        kind: body.kind().to_owned(),
        schema: 1,
        record: id(4),
        wall: 0,
        offset: 0,
        mono: 0,
        boot: BootId(1),
        prev,
        body: body_hash(&SALT, bytes),
        len: u32::try_from(bytes.len()).unwrap(),
    };
    header.to_bytes().unwrap()
}
