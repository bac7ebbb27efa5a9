//! The real binary, driven as an administrator drives it: a command line in, an exit code and texts out.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests are not recognised as tests")]

use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::thread::{self, JoinHandle};

use beatbook_protocol::enrol::Ticket;
use serde_json::Value;

use crate::common::phone::Phone;

/// Addresses of the tests leave the port open: several servers run at a time.
pub const ADDRESS: &str = "https://127.0.0.1:0";

/// A server's folder and what is done in it.
pub struct Administrator {
    pub folder: tempfile::TempDir,
}

/// What a command said.
#[derive(Debug)]
pub struct Said {
    pub exit: i32,
    pub out: String,
    pub err: String,
}

impl Said {
    /// The answer of a command that was asked for JSON.
    pub fn json(&self) -> Value {
        assert_eq!(self.exit, 0, "{self:?}");
        serde_json::from_str(&self.out).unwrap_or_else(|_| panic!("not JSON: {self:?}"))
    }

    /// The stable code in brackets at the end of a refusal.
    pub fn code(&self) -> &str {
        let last = self.err.trim_end().lines().last().unwrap_or_default();
        last.rsplit_once('[').map_or("", |(_, code)| code.trim_end_matches(']'))
    }

    /// That the command was done.
    pub fn done(self) -> Self {
        assert_eq!(self.exit, 0, "{self:?}");
        self
    }

    /// That the command was refused for this reason.
    pub fn refused(self, exit: i32, code: &str) -> Self {
        assert_eq!((self.exit, self.code()), (exit, code), "{self:?}");
        self
    }
}

impl From<Output> for Said {
    fn from(output: Output) -> Self {
        Self {
            exit: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

/// The binary with a home.
pub fn command(home: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_beatbook-server"));
    command.arg("--home").arg(home).args(arguments).stdin(Stdio::null());
    command
}

/// Runs the binary to its end.
pub fn run(home: &Path, arguments: &[&str]) -> Said {
    command(home, arguments).output().unwrap().into()
}

impl Administrator {
    /// A scratch folder with nothing in it.
    pub fn arrives() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// A server with Medway and officer 4711 of team Chatham.
    pub fn of_medway() -> Self {
        let administrator = Self::arrives();
        administrator.run(&["init", "--address", ADDRESS]).done();
        administrator.run(&["authority", "add", "MDW", "Medway Council"]).done();
        administrator
            .run(&[
                "officer",
                "add",
                "--authority",
                "MDW",
                "--code",
                "4711",
                "--name",
                "J. Bloggs",
                "--team",
                "Chatham",
            ])
            .done();
        administrator
    }

    /// The same; the officer reads and decides what is enforced.
    pub fn of_an_officer_who_enforces() -> Self {
        let administrator = Self::of_medway();
        let role = ["--authority", "MDW", "--code", "4711", "--role", "community_safety_officer"];
        let words = [&["officer", "role", "add"], &role[..], &["--from", "2025-01-01"]].concat();
        administrator.run(&words).done();
        administrator
    }

    /// Somebody who reads all patrols and looks after data: CSM1.
    pub fn sits_at_the_desk(&self) {
        let desk = ["--authority", "MDW", "--code", "CSM1"];
        let who = ["--name", "K. Other", "--team", "Desk"];
        self.run(&[&["officer", "add"], &desk[..], &who].concat()).done();
        for role in ["community_safety_manager", "data_protection_officer"] {
            let role = ["--role", role, "--from", "2025-01-01"];
            self.run(&[&["officer", "role", "add"], &desk[..], &role].concat()).done();
        }
    }

    pub fn home(&self) -> PathBuf {
        self.folder.path().join("home")
    }

    pub fn run(&self, arguments: &[&str]) -> Said {
        run(&self.home(), arguments)
    }

    /// The same, answered as JSON.
    pub fn json(&self, arguments: &[&str]) -> Value {
        self.run(&[arguments, &["--json"]].concat()).json()
    }

    pub fn serves(&self) -> Serving {
        Serving::at(&self.home())
    }

    /// A code for a phone of officer 4711, from the running server.
    pub fn ticket(&self) -> Ticket {
        let said = self.run(&["enrol", "--authority", "MDW", "--officer", "4711", "--text-only"]).done();
        Ticket::parse(&said.out).unwrap()
    }

    /// A phone of officer 4711, enrolled.
    pub async fn phone(&self, seed: u8) -> Phone {
        let ticket = self.ticket();
        let phone = Phone::new(&ticket, seed);
        phone.enrol(&ticket.code).await.unwrap();
        phone
    }
}

/// A running server; killed if a test forgets it.
pub struct Serving {
    child: Child,
    /// What it says, read as it comes: a full pipe would hold it up.
    said: Option<JoinHandle<String>>,
    /// As it said itself.
    pub address: String,
}

impl Serving {
    pub fn at(home: &Path) -> Self {
        Self::of(command(home, &["serve", "--listen", "127.0.0.1:0"]))
    }

    /// With logs of this level.
    pub fn logging(home: &Path, level: &str) -> Self {
        let mut command = command(home, &["serve", "--listen", "127.0.0.1:0"]);
        command.env("BEATBOOK_LOG", level);
        Self::of(command)
    }

    fn of(mut command: Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let (mut out, mut log) = (BufReader::new(child.stdout.take().unwrap()), child.stderr.take().unwrap());
        let mut line = String::new();
        out.read_line(&mut line).unwrap();
        let said = thread::spawn(move || {
            let mut said = String::new();
            log.read_to_string(&mut said).unwrap();
            out.read_to_string(&mut said).unwrap();
            said
        });
        match line.trim_end().strip_prefix("listening on ").map(str::to_owned) {
            Some(address) => Self { child, said: Some(said), address },
            None => panic!("no address: {line:?} {}", said.join().unwrap()),
        }
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Asks it to stop as a service manager does, and waits for nothing.
    pub fn told_to_stop(&self) {
        let asked = Command::new("kill").arg("-TERM").arg(self.id().to_string()).status().unwrap();
        assert!(asked.success());
    }

    /// Asks it to stop as a service manager does; answers exit code and log.
    pub fn stop(self) -> (i32, String) {
        self.told_to_stop();
        self.ended()
    }

    /// Waits for its end; answers exit code and everything it said after its address.
    pub fn ended(mut self) -> (i32, String) {
        let said = self.said.take().unwrap().join().unwrap();
        (self.child.wait().unwrap().code().unwrap_or(-1), said)
    }

    /// Ends it as a power cut does.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
