//! `write-full` and `write-cpu`: one durable record through the facade, beside bare rusqlite writing its rows.

use std::error::Error;
use std::path::{Path, PathBuf};

use beatbook_device::Beatbook;
use beatbook_domain::records::journal::Basis;
use rusqlite::{Connection, params};

use crate::bare::{Medium, NoteRows, fill, last_seq, open};
use crate::handset::{Handset, nowhere};
use crate::harness::{Figure, Goal, Lab, Measured, Peer, Spread, timed};

/// A pocket-book note of four lines.
const TEXT_CHARS: usize = 300;
/// Writes timed together: a sync of the medium is some hundred microseconds.
const BURST: usize = 50;
const ROUNDS: usize = 21;
const FEW: i64 = 1_000;
const MANY: i64 = 1_000_000;
/// A file system in memory, where a sync costs nothing.
const MEMORY: &str = "/dev/shm";

/// On the disk of `target/bench`.
///
/// # Errors
/// What phone or engine say.
pub fn full(lab: &Lab) -> Measured {
    let few = measure(&lab.folder, FEW)?;
    let many = measure(&lab.folder, MANY)?;
    let flat = Figure {
        name: "write-full flat".to_owned(),
        value: many.ours.clone(),
        unit: "µs",
        peer: Some(Peer { what: "ours at 1,000 records", value: few.ours.clone() }),
        goal: Goal::RatioAtMost(1.10),
        note: "at 1 million records".to_owned(),
    };
    let mut figures = Vec::new();
    figures.extend(few.figures("write-full", "1,000 records", 1.15));
    figures.extend(many.figures("write-full", "1 million records", 1.15));
    figures.push(flat);
    Ok(figures)
}

/// On a file system in memory: what is left is processor time.
///
/// # Errors
/// What phone or engine say.
pub fn cpu(_: &Lab) -> Measured {
    let memory = PathBuf::from(MEMORY);
    if !memory.is_dir() {
        return Err(format!("{MEMORY} is not there: no file system in memory to measure on").into());
    }
    let mut figures = measure(&memory, FEW)?.figures("write-cpu", "1,000 records", 1.5);
    figures.extend(measure(&memory, MANY)?.figures("write-cpu", "1 million records", 1.5));
    Ok(figures)
}

/// Microseconds a record.
struct Writes {
    ours: Spread,
    bare: Spread,
    one_table: Spread,
}

impl Writes {
    fn figures(self, name: &str, size: &str, goal: f64) -> Vec<Figure> {
        let figure = |what: &str, peer: &'static str, value: Spread, goal: Goal| Figure {
            name: format!("{name} {size}{what}"),
            value: self.ours.clone(),
            unit: "µs",
            peer: Some(Peer { what: peer, value }),
            goal,
            note: String::new(),
        };
        vec![
            figure("", "bare rusqlite, the same rows", self.bare.clone(), Goal::RatioAtMost(goal)),
            figure(", one table", "bare INSERT into one table", self.one_table.clone(), Goal::Shown),
        ]
    }
}

fn measure(scratch: &Path, records: i64) -> Result<Writes, Box<dyn Error>> {
    let mut handset = Handset::found(scratch, &nowhere())?;
    write(handset.book()?)?;
    handset.close()?;
    fill(&handset.file(), |seq, _| seq >= records)?;
    let folder = tempfile::tempdir_in(scratch)?;
    let copy = folder.path().join("peer.beatbook");
    std::fs::copy(handset.file(), &copy)?;
    handset.open()?;

    let peer = open(&copy, Medium::Full)?;
    peer.execute_batch("CREATE TABLE single (id INTEGER PRIMARY KEY, body BLOB NOT NULL)")?;
    let rows = NoteRows::of_last(&peer)?;
    let mut seq = last_seq(&peer)?;
    let body = vec![0x55_u8; TEXT_CHARS];

    let (mut ours, mut bare, mut one_table) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..=ROUNDS {
        let mut burst = [0.0; 3];
        // In turns write by write: the disk's mood meets all three.
        for _ in 0..BURST {
            let (written, took) = timed(|| write(handset.book()?));
            written?;
            burst[0] += took.as_secs_f64();
            seq += 1;
            let (written, took) = timed(|| rows.commit(&peer, seq));
            written?;
            burst[1] += took.as_secs_f64();
            let (written, took) = timed(|| insert(&peer, &body));
            written?;
            burst[2] += took.as_secs_f64();
        }
        // The first burst finds cold caches on all sides.
        if round > 0 {
            for (all, spent) in [&mut ours, &mut bare, &mut one_table].into_iter().zip(burst) {
                all.push(spent * 1e6 / BURST as f64);
            }
        }
    }
    Ok(Writes { ours: Spread::of(ours), bare: Spread::of(bare), one_table: Spread::of(one_table) })
}

fn write(book: &Beatbook) -> Result<(), Box<dyn Error>> {
    book.note(&"Spoke to a shopkeeper. ".repeat(TEXT_CHARS.div_ceil(23)), Basis::Fact)?;
    Ok(())
}

fn insert(peer: &Connection, body: &[u8]) -> Result<(), Box<dyn Error>> {
    peer.prepare_cached("INSERT INTO single (body) VALUES (?1)")?.execute(params![body])?;
    Ok(())
}
