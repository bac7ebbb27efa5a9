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
/// Writes timed together: long enough for the log to be folded back once or twice in each.
const BURST: usize = 250;
const ROUNDS: usize = 9;
const FEW: i64 = 1_000;
const MANY: i64 = 1_000_000;
/// A file system in memory, where a sync costs nothing.
const MEMORY: &str = "/dev/shm";

/// On the disk of `target/bench`.
///
/// # Errors
/// What phone or engine say.
pub fn full(lab: &Lab) -> Measured {
    both(&lab.folder, "write-full", 1.15)
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
    both(&memory, "write-cpu", 1.5)
}

/// A notebook, and beside it the bare peer's copy of its file.
struct Desk {
    handset: Handset,
    peer: Connection,
    /// A file of its own, so that folding back its log is not charged to the peer.
    single: Connection,
    rows: NoteRows,
    seq: i64,
    times: [Vec<f64>; 3],
    // Removed last.
    _folder: tempfile::TempDir,
}

/// Both sizes in one run, in turns, so that the comparison between them is one of the same minutes.
fn both(scratch: &Path, name: &str, goal: f64) -> Measured {
    let mut few = Desk::with(scratch, FEW)?;
    let mut many = Desk::with(scratch, MANY)?;
    for round in 0..=ROUNDS {
        let mut burst = [[0.0; 3]; 2];
        // In turns write by write: the disk's mood meets all of them.
        for turn in 0..BURST {
            for (desk, spent) in [&mut few, &mut many].into_iter().zip(&mut burst) {
                desk.write_each(turn % 2 == 0, spent)?;
            }
        }
        // The first burst finds cold caches on all sides.
        if round > 0 {
            few.note(burst[0]);
            many.note(burst[1]);
        }
    }
    let [ours_few, bare_few, single_few] = few.times.map(Spread::of);
    let [ours_many, bare_many, single_many] = many.times.map(Spread::of);
    let figure = |what: &str, value: &Spread, peer: &'static str, beside: &Spread, goal: Goal| Figure {
        name: format!("{name} {what}"),
        value: value.clone(),
        unit: "µs",
        peer: Some(Peer { what: peer, value: beside.clone() }),
        goal,
        note: String::new(),
    };
    let (rows, single) = ("bare rusqlite, the same rows", "bare INSERT into one table");
    let mut figures = vec![
        figure("1,000", &ours_few, rows, &bare_few, Goal::RatioAtMost(goal)),
        figure("1 million", &ours_many, rows, &bare_many, Goal::RatioAtMost(goal)),
        figure("1,000 beside", &ours_few, single, &single_few, Goal::Shown),
        figure("1 million beside", &ours_many, single, &single_many, Goal::Shown),
    ];
    let flat = if name == "write-full" { Goal::RatioAtMost(1.10) } else { Goal::Shown };
    figures.push(figure("flat", &ours_many, "ours at 1,000 records", &ours_few, flat));
    figures.push(figure("flat, bare", &bare_many, "bare at 1,000 records", &bare_few, Goal::Shown));
    Ok(figures)
}

impl Desk {
    fn with(scratch: &Path, records: i64) -> Result<Self, Box<dyn Error>> {
        let mut handset = Handset::found(scratch, &nowhere())?;
        write(handset.book()?)?;
        handset.close()?;
        fill(&handset.file(), |seq, _| seq >= records)?;
        let folder = tempfile::tempdir_in(scratch)?;
        let copy = folder.path().join("peer.beatbook");
        std::fs::copy(handset.file(), &copy)?;
        handset.open()?;
        let peer = open(&copy, Medium::Full)?;
        let single = open(&folder.path().join("single.sqlite3"), Medium::Full)?;
        single.execute_batch("CREATE TABLE single (id INTEGER PRIMARY KEY, body BLOB NOT NULL)")?;
        let (rows, seq) = (NoteRows::of_last(&peer)?, last_seq(&peer)?);
        Ok(Self { handset, peer, single, rows, seq, times: Default::default(), _folder: folder })
    }

    /// One record by the facade, one bare, one into a single table; adds the seconds each took.
    fn write_each(&mut self, ours_first: bool, spent: &mut [f64; 3]) -> Result<(), Box<dyn Error>> {
        let [ours, bare, single] = spent;
        self.seq += 1;
        if ours_first {
            clocked(ours, || write(self.handset.book()?))?;
            clocked(bare, || self.rows.commit(&self.peer, self.seq))?;
        } else {
            clocked(bare, || self.rows.commit(&self.peer, self.seq))?;
            clocked(ours, || write(self.handset.book()?))?;
        }
        clocked(single, || insert(&self.single))
    }

    fn note(&mut self, burst: [f64; 3]) {
        for (all, spent) in self.times.iter_mut().zip(burst) {
            all.push(spent * 1e6 / BURST as f64);
        }
    }
}

fn clocked(spent: &mut f64, work: impl FnOnce() -> Result<(), Box<dyn Error>>) -> Result<(), Box<dyn Error>> {
    let (done, took) = timed(work);
    *spent += took.as_secs_f64();
    done
}

fn write(book: &Beatbook) -> Result<(), Box<dyn Error>> {
    book.note(&"Spoke to a shopkeeper. ".repeat(TEXT_CHARS.div_ceil(23)), Basis::Fact)?;
    Ok(())
}

fn insert(peer: &Connection) -> Result<(), Box<dyn Error>> {
    let body = [0x55_u8; TEXT_CHARS];
    peer.prepare_cached("INSERT INTO single (body) VALUES (?1)")?.execute(params![body.as_slice()])?;
    Ok(())
}
