//! No role, by any command, refusal, phone, export, header or log, reads what its purpose forbids: generated from the table of
//! roles and from the grammar of the command line, so that neither a new role nor a new command can be forgotten.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test fails by panicking, and says how much it looked at"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

use beatbook_domain::access::{AccessTable, Area};
use beatbook_domain::calendar::local_date;
use beatbook_protocol::id::Id;
use beatbook_tests::count_night::words;
use beatbook_tests::force::Force;
use beatbook_tests::pages::{contains, pages};
use beatbook_tests::phone::Phone;
use beatbook_tests::planted::{ALL, BEAT, Planted, REACH, Town, town};
use beatbook_tests::routes::{Asked, Call, calls, changes, shown};
use serde_json::Value;

/// Somebody who looks.
struct Reader {
    id: Id,
    code: String,
    role: String,
    team: String,
    /// The row of the table, as its file has it.
    may: Value,
}

/// One of each role in each team, and one that has no role.
fn readers(force: &Force) -> Vec<Reader> {
    let table: Value = serde_json::from_str(AccessTable::SHIPPED).unwrap();
    let mut all = Vec::new();
    let roles = table["roles"].as_array().unwrap().iter();
    let rows = roles.map(|row| (row["role"].as_str(), &row["may"])).chain([(None, &table["no_role_yet"])]);
    for (number, (role, may)) in rows.enumerate() {
        for (letter, team) in [("B", BEAT.1), ("R", REACH.1)] {
            let code = format!("Z{letter}-{number}");
            let id = force.add_officer(&code, team);
            if let Some(role) = role {
                force.give_role(&code, role);
            }
            let role = role.unwrap_or("no role").to_owned();
            all.push(Reader { id, code, role, team: team.to_owned(), may: may.clone() });
        }
    }
    all
}

impl Reader {
    /// Whether a reason could open anything; of all others one tries it, too.
    fn gives_reasons(&self) -> bool {
        self.may.as_object().unwrap().values().any(|level| level == "logged_request")
            || self.role == "constable"
    }

    /// What the table says, word by word: the code under test has no part in it.
    fn may_read(&self, one: &Planted, by_request: bool) -> bool {
        let area = match one.area {
            Area::Patrol => "patrol",
            Area::Enforcement => "enforcement",
            Area::Welfare => "welfare",
            Area::Count => "count",
            Area::Safeguarding => "safeguarding",
            Area::Audit => "audit",
        };
        let mine = self.team == one.team;
        if mine && one.addressed {
            return true;
        }
        match self.may[area].as_str().unwrap() {
            "authority" => mine || !one.place,
            // A count has teams of its own; these readers are in none.
            "team" => mine && one.area != Area::Count,
            "authority_where_concern" => one.concern,
            "logged_request" => by_request && (mine || !one.place),
            "none"
            | "numbers"
            | "numbers_after_submit"
            | "existence"
            | "writes"
            | "writes_then_existence"
            | "own"
            | "own_and_shared"
            | "authority_from_case_file"
            | "own_acts" => false,
            level => panic!("teach this test what {level} means"),
        }
    }
}

/// A row of the table with nothing in it.
fn no_role() -> Value {
    let areas = ["patrol", "enforcement", "welfare", "count", "safeguarding", "audit"];
    areas
        .into_iter()
        .map(|area| (area.to_owned(), Value::from("none")))
        .collect::<serde_json::Map<_, _>>()
        .into()
}

/// The coordinator closes the count, verifies its figures and submits it.
fn submitted(town: &Town) {
    let count = town.count.to_string();
    let act = |verb, more: &[&str]| town.force.command(&words(verb, &count, "RSC", more));
    act("open", &[]);
    act("close", &["--silent", "lines=No word"]);
    let pairs = town.force.asked(&words("proposals", &count, "RSC", &[]), b"").unwrap();
    let pair = pairs[0]["pair"].as_str().unwrap();
    for decides in [REACH.0, "RSC"] {
        let decide =
            ["count", "decide", &count, pair, "same", "--why", "one", "--authority", "MDW", "--as", decides];
        town.force.command(&decide);
    }
    let table = town.force.asked(&words("table", &count, "RSC", &[]), b"").unwrap();
    act("verify", &["--figures", table["figures"].as_str().unwrap()]);
    // Whatever the hour is: the window of tomorrow's night ends at five.
    town.force.clock.advance(29 * 3_600_000);
    act("submit", &[]);
}

/// Everything this process writes into its log.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    fn listen() -> Self {
        let log = Self::default();
        let into = log.clone();
        // Without the time of a line, whose digits could be those of a place.
        let listener = tracing_subscriber::fmt()
            .with_env_filter("beatbook=trace")
            .without_time()
            .with_writer(move || into.clone());
        tracing::subscriber::set_global_default(listener.finish()).unwrap();
        log
    }

    fn said(&self) -> Vec<u8> {
        self.0.lock().unwrap().clone()
    }
}

impl std::io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// What was seen by whom, and what should not have been.
#[derive(Default)]
struct Found {
    looks: usize,
    seen: BTreeMap<&'static str, BTreeSet<String>>,
    leaks: BTreeMap<(&'static str, String), BTreeSet<String>>,
}

impl Found {
    fn look(&mut self, reader: &Reader, by: &str, by_request: bool, told: &[u8]) {
        self.looks += 1;
        for one in ALL.iter().filter(|one| says(told, one.words)) {
            self.seen.entry(one.words).or_default().insert(by.to_owned());
            if !reader.may_read(one, by_request) {
                let who = format!("{} of {}", reader.role, reader.team);
                self.leaks.entry((one.words, by.to_owned())).or_default().insert(who);
            }
        }
    }
}

/// Whether a text says something. Digits count where they begin a number: ids and times by the millisecond have any inside.
fn says(told: &[u8], words: &str) -> bool {
    let inside = |at: usize| {
        let before = at.checked_sub(1).and_then(|at| told.get(at));
        before.is_some_and(|byte| byte.is_ascii_hexdigit() || *byte == b'-')
    };
    if !words.bytes().all(|byte| byte.is_ascii_digit()) {
        return contains(told, words);
    }
    told.windows(words.len()).enumerate().any(|(at, window)| window == words.as_bytes() && !inside(at))
}

/// Each command that `which` wants, by everybody.
fn everybody_asks(town: &Town, readers: &[Reader], found: &mut Found, which: impl Fn(&str) -> bool) {
    let force = &town.force;
    let today = local_date(force.clock.now()).unwrap().to_string();
    for reader in readers {
        let folder = force.folder().join(&reader.code);
        std::fs::create_dir_all(&folder).unwrap();
        let (today, nowhere) = (today.clone(), folder.join("nowhere").to_string_lossy().into_owned());
        let values = Asked { ids: town, reader: &reader.code, today, nowhere };
        let asks = |call: &&Call| {
            which(&call.command) && (call.is_plain || !call.has_reason || reader.gives_reasons())
        };
        for call in calls(&Force::grammar(), &values, &folder).iter().filter(asks) {
            let forms: &[bool] = if call.is_plain { &[false, true] } else { &[false] };
            // A request is for one record that is named, or for one person's data.
            let names_one =
                call.command.starts_with("person ") || call.words.iter().any(|word| town.names(word));
            for json in forms {
                let told = shown(force, call, *json);
                found.look(reader, &call.command, call.has_reason && names_one, told.as_bytes());
            }
        }
        std::fs::remove_dir_all(folder).unwrap();
    }
}

#[test]
fn no_role_reads_by_any_route_what_the_table_does_not_give_it() {
    let log = Log::listen();
    let town = town();
    let force = &town.force;
    let readers = readers(force);
    let mut found = Found::default();
    everybody_asks(&town, &readers, &mut found, |command| !changes(command));

    // A phone in each pocket: every page of its file, and its export.
    for reader in &readers {
        let mut phone = Phone::found(&force.ticket(reader.id), force.clock.now());
        phone.sync();
        phone.sync();
        found.look(reader, "phone", false, &pages(&mut phone));
        let mut export = Vec::new();
        phone.book().export(&mut export).unwrap();
        found.look(reader, "export", false, &export);
    }

    // Once the count is submitted its numbers are no secret; who was seen is one for ever.
    submitted(&town);
    everybody_asks(&town, &readers, &mut found, |command| command.starts_with("count ") && !changes(command));
    let one_of_each: Vec<Reader> = readers.into_iter().step_by(2).collect();
    everybody_asks(&town, &one_of_each, &mut found, changes);

    // What needs no role: headers and the log.
    let nobody = Reader { may: no_role(), ..one_of_each.into_iter().next_back().unwrap() };
    for header in town.headers() {
        found.look(&nobody, "header", false, &header);
    }
    let log = log.said();
    assert!(contains(&log, "beatbook"), "something was logged");
    found.look(&nobody, "log", false, &log);

    println!("{} looks", found.looks);
    for (words, by) in &found.seen {
        println!("{words}: {by:?}");
    }
    assert!(found.leaks.is_empty(), "{:#?}", found.leaks);
    // Had the words not been there to be seen, nothing would have been shown by this.
    let shown: BTreeSet<&str> = found.seen.keys().copied().collect();
    let told_to_nobody: BTreeSet<&str> = ["Walnutnote", "51.3912", "Rowanstructure"].into();
    let all: BTreeSet<&str> = ALL.iter().map(|one| one.words).collect();
    assert_eq!(&all - &shown, told_to_nobody);
}
