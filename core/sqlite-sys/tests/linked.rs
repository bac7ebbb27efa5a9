//! The encryption engine, and no other SQLite, is what this build links.
//! A second SQLite, or the plain one, would leave officers' notebooks readable on the disk.
//! So these tests ask the linked engine itself.

#![allow(clippy::unwrap_used, reason = "helpers of tests are not recognised as tests")]

use beatbook_sqlite_sys::{ENGINE_VERSION, SQLITE_VERSION};
use rusqlite::Connection;

fn answer(connection: &Connection, sql: &str) -> String {
    connection.query_row(sql, [], |row| row.get(0)).unwrap()
}

#[test]
fn the_encryption_engine_is_the_one_that_is_linked() {
    let connection = Connection::open_in_memory().unwrap();
    let engine = answer(&connection, "select sqlite3mc_version()");
    assert!(engine.contains(ENGINE_VERSION), "linked: {engine}, expected: {ENGINE_VERSION}");
    assert_eq!(answer(&connection, "select sqlite_version()"), SQLITE_VERSION);
}

#[test]
fn a_new_file_is_in_the_sqlcipher_format_even_when_nobody_names_a_cipher() {
    let connection = Connection::open_in_memory().unwrap();
    assert_eq!(answer(&connection, "pragma cipher"), "sqlcipher");
}

#[test]
fn the_engine_has_what_notebook_and_server_need_and_nothing_that_loads_code() {
    let connection = Connection::open_in_memory().unwrap();
    let mut statement = connection.prepare("pragma compile_options").unwrap();
    let options: Vec<String> =
        statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    for needed in
        ["ENABLE_FTS5", "ENABLE_RTREE", "THREADSAFE=1", "TEMP_STORE=2", "OMIT_LOAD_EXTENSION", "DQS=0"]
    {
        assert!(options.iter().any(|option| option == needed), "{needed} is missing in {options:?}");
    }
}
