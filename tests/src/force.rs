//! A force: one server, its authorities, zones and officers, in this process and over real TLS.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use beatbook_domain::calendar::local_date;
use beatbook_domain::hours::PatrolTime;
use beatbook_domain::presence::Interval;
use beatbook_domain::records::server::ServerBody;
use beatbook_domain::zones::import::ImportOptions;
use beatbook_protocol::id::Id;
use beatbook_server::admin::{Command, Refusal, Request, client};
use beatbook_server::auth::Purpose;
use beatbook_server::clock::Clock;
use beatbook_server::home::Home;
use beatbook_server::report::{Form, HoursRequest};
use beatbook_server::restore::{Erased, Source, restore};
use beatbook_server::store::Officer;
use beatbook_server::zones::{self, ZonesRequest};
use beatbook_server::{Certificates, Config, RunningServer, Server, Setup, init};
use clap::Parser as _;
use tokio::runtime::Runtime;

/// A line of the command `beatbook-server`.
#[derive(Debug, clap::Parser)]
struct Line {
    #[command(subcommand)]
    command: Command,
}

/// The row of a zone in an hours report.
///
/// # Panics
/// If there is none.
#[must_use]
pub fn row<'a>(report: &'a serde_json::Value, code: &str) -> &'a serde_json::Value {
    let rows = report["rows"].as_array().expect("rows");
    let found = rows.iter().find(|row| row["name"]["code"] == code);
    found.unwrap_or_else(|| panic!("no row {code} in {report}"))
}

/// A running server with one authority.
pub struct Force {
    runtime: Runtime,
    folder: Arc<tempfile::TempDir>,
    home: PathBuf,
    /// The server's clock.
    pub clock: Clock,
    server: Option<RunningServer>,
    /// The authority of the story.
    pub authority: Id,
}

const HALF_HOUR: i64 = 30 * 60_000;

impl Force {
    /// A server with an authority MDW and nothing else.
    #[must_use]
    pub fn begin() -> Self {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let folder = Arc::new(tempfile::tempdir().unwrap());
        let clock = Clock::system();
        // At whatever hour a story runs, its own minutes cross no midnight.
        let day = |ahead: i64| local_date(clock.now() + ahead).unwrap();
        if day(0) != day(HALF_HOUR) {
            clock.advance(HALF_HOUR);
        }
        let setup = Setup {
            address: "https://127.0.0.1:0".to_owned(),
            certificates: Certificates::Own { names: Vec::new() },
        };
        let home = folder.path().join("server");
        runtime.block_on(init(&Home::at(&home), &setup, &clock)).unwrap();
        let server = runtime.block_on(Self::start(home.clone(), &clock, 0));
        let store = server.service().store();
        let added = store.add_authority(server.service().keyholder(), "MDW", "Medway (story)");
        let authority = runtime.block_on(added).unwrap().id;
        Self { runtime, folder, home, clock, server: Some(server), authority }
    }

    /// Port 0 is any free one; a server that comes back listens where its phones know it.
    async fn start(home: PathBuf, clock: &Clock, port: u16) -> RunningServer {
        let listen = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        Server::start(Config { home, listen, clock: clock.clone() }).await.unwrap()
    }

    /// The server.
    ///
    /// # Panics
    /// If it is not running.
    #[must_use]
    pub fn server(&self) -> &RunningServer {
        self.server.as_ref().expect("the server is running")
    }

    /// Where server and backups live.
    #[must_use]
    pub fn folder(&self) -> PathBuf {
        self.folder.path().to_owned()
    }

    /// Runs something on the server's own threads.
    pub fn block_on<T>(&self, work: impl Future<Output = T>) -> T {
        self.runtime.block_on(work)
    }

    /// A further authority on the same server.
    pub fn add_authority(&self, code: &str) -> Id {
        let server = self.server();
        let store = server.service().store();
        self.block_on(store.add_authority(server.service().keyholder(), code, "Another")).unwrap().id
    }

    /// An officer of the story's authority.
    pub fn add_officer(&self, code: &str, team: &str) -> Id {
        self.add_officer_to(self.authority, code, team)
    }

    /// An officer of some authority.
    pub fn add_officer_to(&self, authority: Id, code: &str, team: &str) -> Id {
        let id = Id::v7(u64::try_from(self.clock.now()).unwrap(), code_bytes(code));
        let service = self.server().service();
        let scope = service.keyholder().scope(authority, Purpose::Administration);
        let officer =
            Officer { id, code: code.to_owned(), name: format!("Officer {code}"), team: team.to_owned() };
        self.block_on(service.store().put_officer(&scope, officer)).unwrap();
        id
    }

    /// Gives an officer a role, since before any story begins.
    pub fn give_role(&self, code: &str, role: &str) {
        let grant = ["--authority", "MDW", "--code", code, "--role", role, "--from", "2025-01-01"];
        let words = [&["officer", "role", "add"], &grant[..]].concat();
        match self.tried(&words) {
            // Once somebody runs the system it is said who does it.
            Err(refusal) if refusal.code == "say_who" => {
                drop(self.command(&[&words[..], &["--as", code]].concat()))
            }
            told => drop(told.unwrap()),
        }
    }

    /// Somebody who works at a desk, if nobody sits there yet.
    fn seat(&self, code: &str, team: &str, role: &str) {
        let service = self.server().service();
        let scope = service.keyholder().scope(self.authority, Purpose::Administration);
        if self.block_on(service.store().officers(&scope)).unwrap().iter().all(|one| one.code != code) {
            self.add_officer(code, team);
            self.give_role(code, role);
        }
    }

    /// A command about notices, by somebody at the desk who answers for enforcement.
    pub fn at_desk(&self, words: &[&str]) -> String {
        const DESK: &str = "DESK1";
        self.seat(DESK, "Desk", "police_supervisor");
        self.command(&[words, &["--authority", "MDW", "--as", DESK]].concat())
    }

    /// An enrolment code for an officer.
    #[must_use]
    pub fn ticket(&self, officer: Id) -> String {
        self.ticket_of(self.authority, officer)
    }

    /// An enrolment code for an officer of some authority.
    #[must_use]
    pub fn ticket_of(&self, authority: Id, officer: Id) -> String {
        self.block_on(self.server().ticket(authority, officer)).unwrap().to_text().unwrap()
    }

    /// Imports zones of a GeoJSON feature collection; `now` is what the import takes for the present.
    pub fn import_zones(&self, features: &serde_json::Value, now: i64) {
        self.import_zones_of(self.authority, features, now, None);
    }

    /// The same for some authority, with a reason if the past is meant to change.
    pub fn import_zones_of(
        &self,
        authority: Id,
        features: &serde_json::Value,
        now: i64,
        retroactive: Option<&str>,
    ) {
        let file = features.to_string().into_bytes();
        self.import_file(authority, file, ImportOptions::at(now), retroactive);
    }

    /// Imports a GeoJSON file as it is, with its own property names.
    pub fn import_file(
        &self,
        authority: Id,
        file: Vec<u8>,
        options: ImportOptions,
        retroactive: Option<&str>,
    ) {
        let service = self.server().service();
        let scope = service.keyholder().scope(authority, Purpose::Administration);
        let request = ZonesRequest { retroactive: retroactive.map(str::to_owned), dry_run: false };
        let (store, briefings) = (service.store(), service.briefings());
        let changed =
            self.block_on(zones::import(&**store, briefings, &scope, file, options, request, |_| {}));
        assert!(changed.unwrap().published, "the zones were published");
    }

    /// Imports a file of orders as an administrator does; answers what the command prints.
    pub fn import_orders(&self, file: &serde_json::Value) -> String {
        let words = ["beatbook-server", "orders", "import", "orders.json", "--authority", "MDW"];
        let command = Line::try_parse_from(words).unwrap().command;
        self.carry_out_with(command, file.to_string().into_bytes())
    }

    /// Tries to import an order book that is refused; answers what the administrator reads.
    #[must_use]
    pub fn refused_orders(&self, file: &serde_json::Value) -> String {
        let words = ["beatbook-server", "orders", "import", "orders.json", "--authority", "MDW"];
        let command = Line::try_parse_from(words).unwrap().command;
        let (request, file) = (Request { command, json: false }, file.to_string().into_bytes());
        let answer = self.block_on(client::run(&Home::at(&self.home), request, file, |_| {}));
        answer.expect_err("the book is refused").to_string()
    }

    /// Waits until every patrol that can be derived is, and says what each came to.
    #[must_use]
    pub fn derived(&self, period: Interval) -> Vec<PatrolTime> {
        self.derived_of(self.authority, period)
    }

    /// The same for some authority.
    #[must_use]
    pub fn derived_of(&self, authority: Id, period: Interval) -> Vec<PatrolTime> {
        let server = self.server();
        self.block_on(server.jobs().clear()).unwrap();
        let service = server.service();
        let scope = service.keyholder().scope(authority, Purpose::Report);
        self.block_on(service.store().patrol_times(&scope, period)).unwrap()
    }

    /// The server's own journal.
    #[must_use]
    pub fn journal(&self) -> Vec<ServerBody> {
        let service = self.server().service();
        let scope = service.keyholder().scope(self.authority, Purpose::Report);
        let entries = self.block_on(service.store().journal(&scope)).unwrap();
        entries.into_iter().map(|(_, body)| body).collect()
    }

    /// Carries out a command of `beatbook-server` through the running server's own socket, as an
    /// administrator types it; answers what it prints.
    pub fn command(&self, words: &[&str]) -> String {
        let line = Line::try_parse_from(std::iter::once(&"beatbook-server").chain(words)).unwrap();
        self.carry_out(line.command)
    }

    /// A command that is refused; answers why.
    #[must_use]
    pub fn refused(&self, words: &[&str]) -> Refusal {
        self.tried(words).expect_err("the command is refused")
    }

    /// A command that may be refused: what it prints, or why not.
    ///
    /// # Errors
    /// The refusal.
    pub fn tried(&self, words: &[&str]) -> Result<String, Refusal> {
        self.block_on(Self::ask(self.home(), owned(words), Vec::new(), false))
    }

    /// A command and its answer for programs, with the lines that go ahead of it.
    ///
    /// # Panics
    /// If it is refused.
    #[must_use]
    pub fn told_ahead(&self, words: &[&str]) -> (Vec<String>, serde_json::Value) {
        let mut lines = Vec::new();
        let ahead = |line: &str| lines.push(line.to_owned());
        let line = parsed(&owned(words)).unwrap();
        let answer = self.block_on(Self::run(self.home(), line, Vec::new(), (true, ahead))).unwrap();
        (lines, serde_json::from_str(&answer).unwrap())
    }

    /// A command as an administrator types it, with the file it names, and its answer for programs.
    ///
    /// # Errors
    /// Why it is refused.
    pub fn asked(&self, words: &[&str], file: &[u8]) -> Result<serde_json::Value, Refusal> {
        let answer = self.block_on(Self::ask(self.home(), owned(words), file.to_vec(), true))?;
        Ok(serde_json::from_str(&answer).unwrap())
    }

    /// Two commands that are typed at the same moment.
    ///
    /// # Panics
    /// If a task dies.
    pub fn at_once(&self, one: &[&str], other: &[&str]) -> [Result<String, Refusal>; 2] {
        let ask = |words: &[&str]| Self::ask(self.home(), owned(words), Vec::new(), false);
        let (one, other) = (ask(one), ask(other));
        self.block_on(async move {
            let (one, other) = (tokio::spawn(one), tokio::spawn(other));
            [one.await.unwrap(), other.await.unwrap()]
        })
    }

    async fn ask(home: PathBuf, words: Vec<String>, file: Vec<u8>, json: bool) -> Result<String, Refusal> {
        Self::run(home, parsed(&words).unwrap(), file, (json, |_: &str| {})).await
    }

    async fn run(
        home: PathBuf,
        line: Line,
        file: Vec<u8>,
        (json, ahead): (bool, impl FnMut(&str)),
    ) -> Result<String, Refusal> {
        let request = Request { command: line.command, json };
        let answer = client::run(&Home::at(&home), request, file, ahead).await?;
        Ok(String::from_utf8(answer.out).unwrap())
    }

    /// The grammar of the command line.
    #[must_use]
    pub fn grammar() -> clap::Command {
        <Line as clap::CommandFactory>::command()
    }

    /// Whatever a command says, for people or for programs: what it prints, or how it is refused.
    #[must_use]
    pub fn said(&self, words: &[String], json: bool) -> String {
        let told = match parsed(words) {
            Ok(line) => self.block_on(Self::run(self.home(), line, Vec::new(), (json, |_: &str| {}))),
            Err(error) => return error.to_string(),
        };
        told.unwrap_or_else(|refusal| format!("{}: {refusal}", refusal.code))
    }

    /// The whole access log, as somebody who looks after data reads it.
    #[must_use]
    pub fn access_log(&self) -> String {
        const AUDITOR: &str = "AUDIT1";
        self.seat(AUDITOR, "Audit", "data_protection_officer");
        self.command(&["access-log", "--authority", "MDW", "--as", AUDITOR])
    }

    /// Whether the access log has a line in which an officer looked at this.
    #[must_use]
    pub fn has_logged(&self, code: &str, what: &str) -> bool {
        let who = format!("{code} (officer ");
        self.access_log().lines().any(|line| line.contains(&who) && line.contains(what))
    }

    fn carry_out(&self, command: Command) -> String {
        self.carry_out_with(command, Vec::new())
    }

    fn carry_out_with(&self, command: Command, file: Vec<u8>) -> String {
        let request = Request { command, json: false };
        let answer = self.block_on(client::run(&Home::at(&self.home), request, file, |_| {})).unwrap();
        assert_eq!(answer.exit, 0, "{}", String::from_utf8_lossy(&answer.out));
        String::from_utf8(answer.out).unwrap()
    }

    /// The hours report of a period by zone, of everyone, once everything that arrived is derived.
    #[must_use]
    pub fn report(&self, period: &str, form: Form) -> String {
        self.ask_hours(period, form, false)
    }

    /// The same as its JSON document.
    #[must_use]
    pub fn hours(&self, period: &str) -> serde_json::Value {
        serde_json::from_str(&self.report(period, Form::Json)).unwrap()
    }

    /// Publishes the hours of a period.
    pub fn publish_hours(&self, period: &str) {
        self.ask_hours(period, Form::Table, true);
    }

    fn ask_hours(&self, period: &str, form: Form, publish: bool) -> String {
        let service = self.server().service();
        let scope = service.keyholder().scope(self.authority, Purpose::Report);
        if publish {
            self.block_on(service.publish_hours(&scope, period)).unwrap();
        }
        let request = HoursRequest { wait: true, ..HoursRequest::by_zone(period) };
        let told = self.block_on(service.hours_written(&scope, &request, form)).unwrap();
        String::from_utf8(told).unwrap()
    }

    /// The server's folder.
    #[must_use]
    pub fn home(&self) -> PathBuf {
        self.home.clone()
    }

    /// The server's machine is lost; its backup is restored on another, with the key file that was kept.
    pub fn restore(&mut self, backup: &Path) {
        let port = self.stop();
        let source = Source {
            backup: backup.to_owned(),
            key_file: Home::at(&self.home).key_file(),
            erased: Erased::BesideBackup,
        };
        self.home.push("restored");
        restore(&Home::at(&self.home), &source, &self.clock).unwrap();
        self.server = Some(self.runtime.block_on(Self::start(self.home(), &self.clock, port)));
    }

    /// Stops the server in good order and starts it again on the same folder and port.
    pub fn restart(&mut self) {
        self.while_stopped(|| ());
    }

    /// Stops it in good order, does something to its folder, and starts it again.
    pub fn while_stopped<T>(&mut self, act: impl FnOnce() -> T) -> T {
        let port = self.stop();
        let done = act();
        self.start_again(port);
        done
    }

    /// Starts it again on the same folder, at the port it had.
    pub fn start_again(&mut self, port: u16) {
        self.server = Some(self.runtime.block_on(Self::start(self.home(), &self.clock, port)));
    }

    /// Stops it in good order; answers its port.
    pub fn stop(&mut self) -> u16 {
        let server = self.server.take().expect("the server is running");
        let port = server.address().port();
        self.runtime.block_on(server.stop());
        port
    }
}

fn owned(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

fn code_bytes(code: &str) -> [u8; 10] {
    let mut bytes = [0; 10];
    for (byte, from) in bytes.iter_mut().zip(code.bytes()) {
        *byte = from;
    }
    bytes
}

fn parsed(words: &[String]) -> Result<Line, clap::Error> {
    Line::try_parse_from(std::iter::once(&"beatbook-server".to_owned()).chain(words))
}
