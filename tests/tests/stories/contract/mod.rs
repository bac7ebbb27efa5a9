//! The contract that every language keeps, in Rust: the scenarios of `bindings/contract`, through the surface that the bindings
//! are made of, with a server in this process. The kill is that of another process.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod calls;

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use beatbook::names::{Basis, Id, SyncSoFar};
use beatbook::{BeatbookError, Cancel, FolderPlaces, KeyStore, Notebook, SyncProgress, list_notebooks};
use beatbook_server::clock::Clock;
use beatbook_tests::force::Force;
use serde_json::{Map, Value, json};

use self::calls::{Given, lives, patrols, records};

const SCENARIOS: &str = include_str!("../../../../bindings/contract/scenarios.json");
const HELD_UP: &str = "written while a sync was held up";
const MIDDLE: (f64, f64) = (51.3826, 0.5265);
/// Told to the process that is killed.
const CHILD: &str = "BEATBOOK_CONTRACT_CHILD";

struct Keys {
    right: [u8; 32],
    are: Mutex<String>,
}

impl KeyStore for Keys {
    fn key(&self, _: Option<Id>) -> Result<Vec<u8>, BeatbookError> {
        let refused =
            |code: &str| Err(BeatbookError::Refused { code: code.into(), remedy: "try again".into() });
        match self.are.lock().unwrap().as_str() {
            "right" => Ok(self.right.to_vec()),
            "another" => Ok(self.right.iter().map(|byte| !byte).collect()),
            "short" => Ok(b"short".to_vec()),
            "refusing" => refused("locked"),
            // What another language throws arrives as this.
            _ => Err(uniffi::UnexpectedUniFFICallbackError::new("an error of the app's own").into()),
        }
    }
}

struct Watch {
    kind: String,
    book: Arc<Notebook>,
    told: AtomicU32,
    noted: AtomicBool,
}

impl SyncProgress for Watch {
    fn progress(&self, _: SyncSoFar) -> Result<(), BeatbookError> {
        self.told.fetch_add(1, Ordering::SeqCst);
        match self.kind.as_str() {
            "throws" => Err(uniffi::UnexpectedUniFFICallbackError::new("an error of the app's own").into()),
            "calls" => self.book.status().map(drop),
            "blocks" if !self.noted.swap(true, Ordering::SeqCst) => {
                let book = Arc::clone(&self.book);
                std::thread::spawn(move || book.note(HELD_UP.into(), Basis::Fact)).join().unwrap().map(drop)
            }
            _ => Ok(()),
        }
    }
}

/// Where codes come from.
enum Codes {
    Server(Box<Force>, Id),
    One(String),
}

struct Scenario {
    folder: PathBuf,
    keys: Arc<Keys>,
    codes: Codes,
    port: u16,
    /// Listens where the server did.
    silent: Option<TcpListener>,
    books: BTreeMap<String, Arc<Notebook>>,
    kept: BTreeMap<String, Id>,
    tickets: BTreeMap<String, String>,
}

impl Scenario {
    fn begin(folder: &Path, right: [u8; 32], codes: Codes) -> Self {
        for name in ["notebooks", "seats"] {
            std::fs::create_dir_all(folder.join(name)).unwrap();
        }
        let keys = Arc::new(Keys { right, are: Mutex::new("right".into()) });
        let folder = folder.to_owned();
        let (books, kept, tickets) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        Self { folder, keys, codes, port: 0, silent: None, books, kept, tickets }
    }

    fn run(&mut self, steps: &[Value]) {
        for (number, step) in steps.iter().enumerate() {
            let call = step["do"].as_str().unwrap();
            let at = format!("step {}, {call}", number + 1);
            let given = Given {
                told: step.get("with").cloned().unwrap_or_else(|| json!({})),
                kept: self.kept.clone(),
            };
            let book = step.get("book").and_then(Value::as_str).unwrap_or("first").to_owned();
            let answer = match self.call(call, &book, &given) {
                Ok(answer) => answer,
                Err(error) => {
                    let code = match &error {
                        BeatbookError::Refused { code, .. } => code.as_str(),
                        BeatbookError::Incomplete { .. } => "incomplete",
                    };
                    assert_eq!(step.get("refused").and_then(Value::as_str), Some(code), "{at}: {error}");
                    continue;
                }
            };
            assert_eq!(step.get("refused"), None, "{at}: was not refused");
            if let Some(name) = step.get("keep").and_then(Value::as_str) {
                if let Some(ticket) = answer["ticket"].as_str() {
                    self.tickets.insert(name.to_owned(), ticket.to_owned());
                    continue;
                }
                let id = answer["id"].as_str().unwrap_or_else(|| panic!("{at}: no id")).parse().unwrap();
                self.kept.insert(name.to_owned(), id);
            }
            for (name, wanted) in step.get("gives").and_then(Value::as_object).unwrap_or(&Map::new()) {
                let found = &answer[name];
                match wanted.as_str() {
                    Some(above) if above.starts_with('>') => {
                        let above: u64 = above[1..].parse().unwrap();
                        assert!(found.as_u64().is_some_and(|found| found > above), "{at}: {name} is {found}");
                    }
                    Some(kept) if kept.starts_with('$') => {
                        assert_eq!(
                            found.as_str(),
                            Some(self.kept[&kept[1..]].to_string().as_str()),
                            "{at}: {name}"
                        );
                    }
                    Some(begin) if name == "grid" => {
                        assert!(found.as_str().unwrap().starts_with(begin), "{at}: {name} is {found}");
                    }
                    _ => assert_eq!(found, wanted, "{at}: {name}"),
                }
            }
        }
    }

    fn places(&self) -> FolderPlaces {
        let named = |name| self.folder.join(name).to_string_lossy().into_owned();
        FolderPlaces { notebooks: named("notebooks"), seats: named("seats") }
    }

    fn ticket(&self) -> String {
        match &self.codes {
            Codes::One(ticket) => ticket.clone(),
            Codes::Server(force, officer) => force.ticket(*officer),
        }
    }

    fn keys(&self) -> Arc<dyn KeyStore> {
        Arc::clone(&self.keys) as Arc<dyn KeyStore>
    }

    fn call(&mut self, call: &str, book: &str, given: &Given) -> Result<Value, BeatbookError> {
        match call {
            "keys" => given.text("are").clone_into(&mut self.keys.are.lock().unwrap()),
            "found" => {
                let ticket = given.told["ticket"].as_str().map_or_else(|| self.ticket(), str::to_owned);
                self.books.insert(book.into(), Notebook::found(self.places(), self.keys(), None, ticket)?);
            }
            "ticket" => return Ok(json!({ "ticket": self.ticket() })),
            "enrol" => {
                let enrolled = self.enrol(&self.tickets[&given.text("ticket")[1..]], given)?;
                self.books.insert(book.into(), enrolled);
            }
            "open" => {
                let one = list_notebooks(self.places())?[0];
                self.books.insert(book.into(), Notebook::open(self.places(), self.keys(), None, one)?);
            }
            "list" => return Ok(json!({ "count": list_notebooks(self.places())?.len() })),
            "wait" => std::thread::sleep(Duration::from_millis(given.number("ms"))),
            "server" => self.switch(given.text("is")),
            "killed" => self.killed(&given.told["steps"]),
            call => {
                let book = Arc::clone(&self.books[book]);
                return match call {
                    "pause" | "resume" | "cancel" | "shutdown" | "verify" | "export" | "sync" | "at_once" => {
                        lives(&book, call, given, &self.folder)
                    }
                    "sign_on" | "record_fixes" | "sign_off" | "status" | "note" | "notes" | "patrols" => {
                        patrols(&book, call, given)
                    }
                    call => records(&book, call, given),
                };
            }
        }
        Ok(Value::Null)
    }

    fn enrol(&self, ticket: &str, given: &Given) -> Result<Arc<Notebook>, BeatbookError> {
        let cancel = Cancel::new()?;
        let enrol = |cancel| Notebook::enrol(self.places(), self.keys(), None, ticket.to_owned(), cancel);
        let Some(after) = given.told["cancel"].as_u64() else { return enrol(None) };
        std::thread::scope(|scope| {
            if after == 0 {
                cancel.cancel()?;
            }
            let enrolling = scope.spawn(|| enrol(Some(Arc::clone(&cancel))));
            std::thread::sleep(Duration::from_millis(after));
            let cancelled = Instant::now();
            cancel.cancel()?;
            let ended = enrolling.join().unwrap();
            assert!(cancelled.elapsed() < Duration::from_secs(2));
            ended
        })
    }

    fn switch(&mut self, to: &str) {
        let Codes::Server(force, _) = &mut self.codes else { panic!("a server of its own") };
        match to {
            "stopped" => self.port = force.stop(),
            "silent" => {
                self.port = force.stop();
                self.silent = Some(TcpListener::bind(("127.0.0.1", self.port)).unwrap());
            }
            _ => {
                self.silent = None;
                force.start_again(self.port);
            }
        }
    }

    fn killed(&self, steps: &Value) {
        let told = json!({
            "folder": self.folder, "key": self.keys.right, "ticket": self.ticket(), "steps": steps,
        });
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--ignored", "--exact", "contract::the_one_that_is_killed", "--nocapture"])
            .env(CHILD, told.to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        assert!(lines.any(|line| line.unwrap().trim() == "steps done"), "the other process does its steps");
        child.kill().unwrap();
        child.wait().unwrap();
    }
}

/// A square of some 400 m.
fn zone() -> Value {
    let (lat, lon) = MIDDLE;
    let corner = |east: f64, north: f64| json!([lon + east * 0.003, lat + north * 0.002]);
    let ring = [corner(-1., -1.), corner(1., -1.), corner(1., 1.), corner(-1., 1.), corner(-1., -1.)];
    json!({ "type": "FeatureCollection", "features": [{
        "type": "Feature",
        "properties": { "code": "HS", "name": "High Street", "kind": "hotspot", "illustrative": true },
        "geometry": { "type": "Polygon", "coordinates": [ring] },
    }] })
}

#[test]
fn every_language_is_answered_alike() {
    let scenarios: Vec<Value> = serde_json::from_str(SCENARIOS).unwrap();
    assert!(scenarios.len() >= 12, "all scenarios are here");
    for told in &scenarios {
        let name = told["name"].as_str().unwrap();
        println!("{name}");
        let scratch = tempfile::tempdir().unwrap();
        let force = Force::begin();
        let officer = force.add_officer("4711", "Centre");
        // By the system's clock, which is these phones': the server's may be ahead of it.
        force.import_zones(&zone(), Clock::system().now());
        let mut scenario = Scenario::begin(scratch.path(), [7; 32], Codes::Server(Box::new(force), officer));
        scenario.run(told["steps"].as_array().unwrap());
    }
}

#[test]
#[ignore = "is started, and killed, by every_language_is_answered_alike"]
fn the_one_that_is_killed() {
    let Ok(told) = std::env::var(CHILD) else { return };
    let told: Value = serde_json::from_str(&told).unwrap();
    let key: [u8; 32] = serde_json::from_value(told["key"].clone()).unwrap();
    let codes = Codes::One(told["ticket"].as_str().unwrap().to_owned());
    let mut scenario = Scenario::begin(Path::new(told["folder"].as_str().unwrap()), key, codes);
    scenario.run(told["steps"].as_array().unwrap());
    println!("steps done");
    std::io::stdout().flush().unwrap();
    std::thread::sleep(Duration::from_secs(60));
}
