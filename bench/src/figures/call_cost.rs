//! `call-cost`: what handing over fixes costs from each language, beside the same call from Rust in the same turns.

use std::error::Error;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::Arc;
use std::thread::sleep;
use std::time::Duration;

use beatbook_device::{Beatbook, Key, PhonePlatform, Places, Platform as _, Setup, SignOn};
use beatbook_domain::fix::{Provider, RawFix};
use serde_json::{Map, Value};

use crate::handset::{KEY, nowhere};
use crate::harness::{Figure, Goal, Lab, Measured, Peer, Spread, timed};

/// Turns that are counted, after one that is not: Java compiles while it runs.
const ROUNDS: usize = 15;
/// Calls of one fix in a turn, and of the call that does nearly nothing; their median counts.
const ONES: usize = 50;
const NEARLY_NOTHING: usize = 200;
/// Fixes of a turn are a millisecond apart, and none is later than now.
const A_TURNS_FIXES: i64 = 1_050;

/// What is measured: the key in an answer, what stands on the line.
const CALLS: [(&str, &str); 3] = [("id", "a call alone"), ("one", "1 fix"), ("thousand", "1,000 fixes")];

/// Values by what was measured, one for each turn.
type Kept = Map<String, Value>;

/// See `docs/performance.md`.
///
/// # Errors
/// If the programs of the other languages were not made, or one of them fails.
pub fn run(lab: &Lab) -> Measured {
    let made =
        std::env::var_os("BEATBOOK_CALLERS").ok_or("no other language is here: use `cargo xtask bench`")?;
    let callers: Map<String, Value> = serde_json::from_slice(&fs::read(made)?)?;
    let folder = tempfile::tempdir_in(fs::canonicalize(&lab.folder)?)?;
    let ticket = nowhere().to_text()?;
    let mut walk = Walk::begin(&folder.path().join("rust"), &ticket)?;
    let mut others = Vec::new();
    for (language, words) in &callers {
        let words: Vec<String> = serde_json::from_value(words.clone())?;
        others.push(Caller::start(language, &words, &folder.path().join(language), &ticket)?);
    }
    let mut of_rust = Map::new();
    for round in 0..=ROUNDS {
        let answer = walk.turn()?;
        for caller in &mut others {
            caller.turn(round > 0)?;
        }
        if round > 0 {
            keep(&mut of_rust, answer);
        }
    }
    walk.book.shutdown()?;
    let mut figures = Vec::new();
    for caller in others {
        figures
            .extend(caller.end()?.into_iter().flat_map(|(language, kept)| lines(&language, &kept, &of_rust)));
    }
    Ok(figures)
}

/// One line for each call of a language, or of the layer that apps use there.
fn lines(language: &str, kept: &Kept, of_rust: &Kept) -> Vec<Figure> {
    let of = |values: &Kept, key: &str| {
        let values = values.get(key)?.as_array()?.iter().filter_map(Value::as_f64).collect();
        Some(Spread::of(values))
    };
    let line = |(key, call): (&str, &str)| {
        Some(Figure {
            name: format!("call-cost {language} {call}"),
            value: of(kept, key)?,
            unit: "µs",
            peer: Some(Peer { what: "from Rust", value: of(of_rust, key)? }),
            goal: Goal::Shown,
            note: String::new(),
        })
    };
    CALLS.into_iter().filter_map(line).collect()
}

/// Adds the numbers of a turn to those of the turns before.
fn keep(all: &mut Kept, answer: Kept) {
    for (key, value) in answer {
        if let Value::Array(values) = all.entry(key).or_insert_with(|| Value::Array(Vec::new())) {
            values.push(value);
        }
    }
}

/// A program in another language, and what it answered.
struct Caller {
    language: String,
    child: Child,
    asks: ChildStdin,
    answers: BufReader<ChildStdout>,
    kept: Kept,
}

impl Caller {
    fn start(language: &str, words: &[String], folder: &Path, ticket: &str) -> Result<Self, Box<dyn Error>> {
        let (program, arguments) = words.split_first().ok_or("a caller without a program")?;
        fs::create_dir_all(folder)?;
        let mut child = Command::new(program)
            .args(arguments)
            .args([folder.as_os_str(), ticket.as_ref()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let asks = child.stdin.take().ok_or("no way to ask")?;
        let answers = BufReader::new(child.stdout.take().ok_or("no way to answer")?);
        Ok(Self { language: language.to_owned(), child, asks, answers, kept: Map::new() })
    }

    fn turn(&mut self, counts: bool) -> Result<(), Box<dyn Error>> {
        writeln!(self.asks)?;
        let mut line = String::new();
        self.answers.read_line(&mut line)?;
        let answer = serde_json::from_str(&line)
            .map_err(|reason| format!("{} answered '{}': {reason}", self.language, line.trim_end()))?;
        if counts {
            keep(&mut self.kept, answer);
        }
        Ok(())
    }

    /// What it measured, and what it measured through the layer that apps use, where there is one.
    fn end(mut self) -> Result<[(String, Kept); 2], Box<dyn Error>> {
        drop(self.asks);
        let ended = self.child.wait()?;
        if !ended.success() {
            return Err(format!("{}: {ended}", self.language).into());
        }
        let (layer, own): (Map<_, _>, Map<_, _>) =
            self.kept.into_iter().partition(|(key, _)| key.starts_with("layer "));
        let layer = layer.into_iter().map(|(key, value)| (key.replacen("layer ", "", 1), value)).collect();
        Ok([(self.language.clone(), own), (format!("{} layer", self.language), layer)])
    }
}

/// An officer on duty, and how far the officer's fixes have come.
struct Walk {
    book: Beatbook,
    platform: Arc<PhonePlatform>,
    last: i64,
}

impl Walk {
    fn begin(folder: &Path, ticket: &str) -> Result<Self, Box<dyn Error>> {
        let below = |name: &str| -> Result<PathBuf, Box<dyn Error>> {
            let folder = folder.join(name);
            fs::create_dir_all(&folder)?;
            Ok(folder)
        };
        let places = Places { notebooks: below("notebooks")?, seats: below("seats")? };
        let platform = Arc::new(PhonePlatform::new()?);
        let book = Beatbook::found(Setup::new(places, platform.clone()), &Key::from_bytes(KEY), ticket)?;
        book.sign_on(SignOn::tasked())?;
        let last = platform.now()?.mono;
        Ok(Self { book, platform, last })
    }

    fn turn(&mut self) -> Result<Kept, Box<dyn Error>> {
        let left = self.last + A_TURNS_FIXES - self.platform.now()?.mono;
        sleep(Duration::from_millis(u64::try_from(left).unwrap_or(0)));
        let id = (0..NEARLY_NOTHING).map(|_| microseconds(timed(|| self.book.notebook()).1)).collect();
        let ones = (0..ONES).map(|_| self.record(1)).collect::<Result<Vec<f64>, _>>()?;
        let thousand = self.record(1_000)?;
        let answer =
            [("id", Spread::of(id).median()), ("one", Spread::of(ones).median()), ("thousand", thousand)];
        Ok(answer.into_iter().map(|(key, value)| (key.to_owned(), value.into())).collect())
    }

    /// Microseconds of one call.
    fn record(&mut self, count: u32) -> Result<f64, Box<dyn Error>> {
        let fixes = self.fixes(count)?;
        let (report, took) = timed(|| self.book.record_fixes(&fixes));
        let accepted = report?.accepted;
        if accepted != count {
            return Err(format!("{accepted} of {count} fixes were accepted").into());
        }
        Ok(microseconds(took))
    }

    /// The next reports.
    fn fixes(&mut self, count: u32) -> Result<Vec<RawFix>, Box<dyn Error>> {
        let now = self.platform.now()?;
        let from = self.last + 1;
        self.last += i64::from(count);
        let fix = |mono: i64| RawFix {
            lat: 51.3826 + (mono % 1_000) as f64 * 1e-7,
            lon: 0.5265,
            time: now.wall - now.mono + mono,
            mono,
            accuracy: Some(5.0),
            speed: Some(1.4),
            bearing: Some(90.0),
            provider: Provider::Gnss,
        };
        Ok((from..=self.last).map(fix).collect())
    }
}

fn microseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}
