//! Upgrading a notebook: it arrives where a fresh one starts, or stays what it was.
//! A phone that updates over night must open in the morning.
//! The schemas here are the store's own small ones. The server's tests make databases of its earlier versions from its own
//! steps; the phone's schema has had one version only.
#![allow(clippy::unwrap_used, reason = "helpers of tests are not recognised as tests")]

use crate::common;

use beatbook_store::{Database, OpenMode, Schema, Step, StoreError};
use common::{Phone, SCHEMA, headers, record};

const SECOND: Step = Step {
    version: 2,
    sql: "ALTER TABLE notice ADD COLUMN pence INTEGER NOT NULL DEFAULT 0;
          CREATE INDEX notice_by_code ON notice (code, pence);",
};

/// Rebuilds a table that another refers to.
const THIRD: Step = Step {
    version: 3,
    sql: "CREATE TABLE entry_3 (seq INTEGER PRIMARY KEY, header TEXT NOT NULL, body BLOB, salt BLOB);
          INSERT INTO entry_3 SELECT seq, header, body, NULL FROM entry;
          DROP TABLE entry;
          ALTER TABLE entry_3 RENAME TO entry;",
};

const NEWEST: Schema = Schema { steps: &[SCHEMA.steps[0], SECOND, THIRD], ..SCHEMA };

fn shape(database: &Database) -> Vec<(String, String)> {
    database
        .read(|tx| {
            // The engine's way of writing a renamed table differs in blanks and quotes only.
            tx.all("SELECT name, sql FROM sqlite_schema WHERE sql NOT NULL ORDER BY name", [], |row| {
                let sql: String = row.get(1)?;
                Ok((row.get(0)?, sql.replace([' ', '\n', '"'], "")))
            })
        })
        .map_err(|error: StoreError| error)
        .unwrap()
}

fn version(database: &Database) -> u32 {
    database
        .read(|tx| tx.one("PRAGMA user_version", [], |row| row.get(0)))
        .map_err(|e: StoreError| e)
        .unwrap()
}

#[test]
fn an_upgraded_notebook_equals_a_fresh_one_and_keeps_its_entries() {
    let old = Phone::new();
    let notebook = old.open().unwrap();
    record(&notebook, 1, "patrol").unwrap();
    notebook
        .write(|tx| tx.execute("INSERT INTO notice VALUES (1, 'N-1')", []))
        .map_err(|error: StoreError| error)
        .unwrap();
    drop(notebook);
    let upgraded = old.open_as(&old.key, &NEWEST, OpenMode::Open).unwrap();
    let new = Phone::new();
    let fresh = new.open_as(&new.key, &NEWEST, OpenMode::Create).unwrap();
    assert_eq!(shape(&upgraded), shape(&fresh));
    assert_eq!((version(&upgraded), version(&fresh)), (3, 3));
    assert_eq!(headers(&upgraded), ["patrol"]);
}

#[test]
fn a_failed_upgrade_keeps_the_old_notebook_whole() {
    const BROKEN: Schema = Schema {
        steps: &[
            SCHEMA.steps[0],
            SECOND,
            Step { version: 3, sql: "DELETE FROM entry; INSERT INTO absent VALUES (1)" },
        ],
        ..SCHEMA
    };
    let phone = Phone::new();
    let notebook = phone.open().unwrap();
    record(&notebook, 1, "patrol").unwrap();
    let before = shape(&notebook);
    drop(notebook);
    let refused = phone.open_as(&phone.key, &BROKEN, OpenMode::Open).map(drop).unwrap_err();
    assert!(matches!(refused, StoreError::Migration { version: 3, .. }), "{refused}");
    let notebook = phone.open().unwrap();
    assert_eq!(
        (headers(&notebook), shape(&notebook), version(&notebook)),
        (vec!["patrol".to_owned()], before, 1)
    );
}

#[test]
fn an_upgrade_that_would_leave_orphans_is_undone() {
    const ORPHANS: Schema =
        Schema { steps: &[SCHEMA.steps[0], Step { version: 2, sql: "DELETE FROM entry" }], ..SCHEMA };
    let phone = Phone::new();
    let notebook = phone.open().unwrap();
    record(&notebook, 1, "patrol").unwrap();
    notebook
        .write(|tx| tx.execute("INSERT INTO notice VALUES (1, 'N-1')", []))
        .map_err(|error: StoreError| error)
        .unwrap();
    drop(notebook);
    let refused = phone.open_as(&phone.key, &ORPHANS, OpenMode::Open).map(drop).unwrap_err();
    assert!(matches!(refused, StoreError::Migration { version: 2, .. }), "{refused}");
    assert_eq!(headers(&phone.open().unwrap()), ["patrol"]);
}

#[test]
fn a_step_that_ends_the_transaction_itself_is_refused() {
    const COMMITS: Schema =
        Schema { steps: &[SCHEMA.steps[0], Step { version: 2, sql: "COMMIT" }], ..SCHEMA };
    let phone = Phone::new();
    drop(phone.open().unwrap());
    let refused = phone.open_as(&phone.key, &COMMITS, OpenMode::Open).map(drop).unwrap_err();
    assert!(matches!(refused, StoreError::Migration { version: 2, .. }), "{refused}");
    drop(phone.open().unwrap());
}
