//! Measures one durable record write of 1.1 kB into four b-trees: the store beside bare rusqlite with the same
//! cipher and FULL, and beside bare rusqlite with single pragmas changed. Rounds are interleaved, medians printed.
//! `cargo run --release -p beatbook-store --example write_path [FOLDER]`; a folder in RAM shows the CPU's share.
#![allow(clippy::print_stdout, reason = "a measuring program talks to a person")]

use std::error::Error;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use beatbook_store::{Database, DatabaseFiles, Key, OpenMode, Opening, Schema, Step, StoreError, params};
use rusqlite::{Connection, TransactionBehavior};

const TABLES: &str = "CREATE TABLE entry (seq INTEGER PRIMARY KEY, header BLOB NOT NULL);
    CREATE TABLE body (seq INTEGER PRIMARY KEY, salt BLOB NOT NULL, content BLOB NOT NULL);
    CREATE TABLE record (id BLOB PRIMARY KEY, kind TEXT NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID;
    CREATE TABLE outbox (seq INTEGER PRIMARY KEY, priority INTEGER NOT NULL);";
const STATEMENTS: [&str; 4] = [
    "INSERT INTO entry VALUES (?1, ?2)",
    "INSERT INTO body VALUES (?1, ?2, ?3)",
    "INSERT INTO record VALUES (?1, ?2, ?3)",
    "INSERT INTO outbox VALUES (?1, ?2)",
];
const SCHEMA: Schema = Schema { application_id: 1, steps: &[Step { version: 1, sql: TABLES }] };
const ROUNDS: usize = 15;
const RECORDS_A_ROUND: i64 = 200;

/// Name and pragmas of the bare connections; the format of the file is always SQLCipher 4.
const BARE: &[(&str, &str)] = &[
    ("bare", ""),
    ("bare, secure_delete", "PRAGMA secure_delete = ON;"),
    ("bare, auto_vacuum", "PRAGMA auto_vacuum = INCREMENTAL;"),
    ("bare, 8 kB pages", "PRAGMA cipher_page_size = 8192;"),
    ("bare, 16 kB pages", "PRAGMA cipher_page_size = 16384;"),
];

trait Notebook {
    fn record(&mut self, seq: i64) -> Result<(), Box<dyn Error>>;
}

struct Row {
    header: [u8; 400],
    salt: [u8; 32],
    content: [u8; 700],
    id: [u8; 16],
}

impl Row {
    fn new(seq: i64) -> Self {
        let mut id = [0x5a; 16];
        id[..8].copy_from_slice(&seq.to_be_bytes());
        Self { header: [7; 400], salt: [8; 32], content: [9; 700], id }
    }
}

impl Notebook for Database {
    fn record(&mut self, seq: i64) -> Result<(), Box<dyn Error>> {
        let row = Row::new(seq);
        self.write(|tx| -> Result<(), StoreError> {
            tx.execute(STATEMENTS[0], params![seq, row.header])?;
            tx.execute(STATEMENTS[1], params![seq, row.salt, row.content])?;
            tx.execute(STATEMENTS[2], params![row.id, "encounter", seq])?;
            tx.execute(STATEMENTS[3], params![seq, 1])?;
            Ok(())
        })?;
        Ok(())
    }
}

impl Notebook for Connection {
    fn record(&mut self, seq: i64) -> Result<(), Box<dyn Error>> {
        let row = Row::new(seq);
        let tx = self.transaction_with_behavior(TransactionBehavior::Immediate)?;
        tx.prepare_cached(STATEMENTS[0])?.execute(params![seq, row.header])?;
        tx.prepare_cached(STATEMENTS[1])?.execute(params![seq, row.salt, row.content])?;
        tx.prepare_cached(STATEMENTS[2])?.execute(params![row.id, "encounter", seq])?;
        tx.prepare_cached(STATEMENTS[3])?.execute(params![seq, 1])?;
        tx.commit()?;
        Ok(())
    }
}

fn bare(path: &Path, pragmas: &str) -> Result<Connection, Box<dyn Error>> {
    let connection = Connection::open(path)?;
    let key = "ab".repeat(32);
    connection.execute_batch("PRAGMA cipher = 'sqlcipher'; PRAGMA legacy = 4;")?;
    // Page sizes of the cipher are said before the key.
    let (before, after) = if pragmas.contains("cipher_page_size") {
        (pragmas.replace("cipher_page_size", "legacy_page_size"), "")
    } else {
        (String::new(), pragmas)
    };
    connection.execute_batch(&format!(
        "{before} PRAGMA key = \"x'{key}'\"; {after} PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; {TABLES}"
    ))?;
    Ok(connection)
}

fn median(mut times: Vec<Duration>) -> f64 {
    times.sort();
    times[times.len() / 2].as_secs_f64() * 1e6 / RECORDS_A_ROUND as f64
}

fn main() -> Result<(), Box<dyn Error>> {
    let folder = match std::env::args().nth(1) {
        Some(folder) => tempfile::tempdir_in(folder)?,
        None => tempfile::tempdir_in(env!("CARGO_MANIFEST_DIR"))?,
    };
    let key = Key::from_bytes([0xab; 32]);
    let path = folder.path().join("notebook.sqlite3");
    let opening = Opening {
        path: &path,
        key: &key,
        id: "id",
        schema: &SCHEMA,
        mode: OpenMode::OpenOrCreate,
        reserve_bytes: 1 << 20,
    };
    let store = Database::open(&opening)?;
    let mut candidates: Vec<(&str, Box<dyn Notebook>)> = vec![("store", Box::new(store))];
    for (number, (name, pragmas)) in BARE.iter().enumerate() {
        candidates.push((name, Box::new(bare(&folder.path().join(number.to_string()), pragmas)?)));
    }
    let mut times = vec![Vec::new(); candidates.len()];
    for round in 0..ROUNDS {
        for (candidate, times) in candidates.iter_mut().zip(&mut times) {
            let begun = Instant::now();
            for line in 0..RECORDS_A_ROUND {
                candidate.1.record(round as i64 * RECORDS_A_ROUND + line)?;
            }
            times.push(begun.elapsed());
        }
    }
    let medians: Vec<f64> = times.into_iter().map(median).collect();
    for ((name, _), microseconds) in candidates.iter().zip(&medians) {
        println!("{name:20} {microseconds:8.1} µs a record  {:.2} × bare", microseconds / medians[1]);
    }
    drop(candidates);
    let mut opens = Vec::new();
    for _ in 0..ROUNDS {
        let begun = Instant::now();
        let database = Database::open(&opening)?;
        opens.push(begun.elapsed() * RECORDS_A_ROUND as u32);
        database.close()?;
    }
    println!("{:20} {:8.1} µs", "open", median(opens));
    let (opened, log) = open_after_a_kill(folder.path(), &opening)?;
    println!("{:20} {:8.1} µs with a log of {log} bytes", "open after a kill", opened.as_secs_f64() * 1e6);
    Ok(())
}

/// The time to open what a killed program leaves at its worst: a log just before it is folded back.
fn open_after_a_kill(folder: &Path, opening: &Opening<'_>) -> Result<(Duration, u64), Box<dyn Error>> {
    let killed = folder.join("killed.sqlite3");
    let mut running = Database::open(opening)?;
    let files = running.files().clone();
    let log = |path: &Path| fs::metadata(path).map(|log| log.len());
    let mut seq = 1_000_000;
    while log(&files.wal)? < 4_000_000 {
        running.record(seq)?;
        seq += 1;
    }
    let left = DatabaseFiles::of(&killed);
    fs::copy(&files.database, &left.database)?;
    fs::copy(&files.wal, &left.wal)?;
    fs::copy(&files.key_check, &left.key_check)?;
    let begun = Instant::now();
    let opened = Database::open(&Opening { path: &killed, ..*opening })?;
    let time = begun.elapsed();
    opened.close()?;
    Ok((time, log(&files.wal)?))
}
