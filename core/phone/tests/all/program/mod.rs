//! The real program, one process a command, on a phone's folder of its own.

#![allow(clippy::unwrap_used, reason = "helpers of tests are not recognised as tests")]

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use beatbook_protocol::enrol::{EnrolCode, Ticket, Trust};
use beatbook_protocol::hash::Hash;
use beatbook_protocol::id::Id;
use beatbook_protocol::sign::SigningKey;
use beatbook_simulator::gpx;
use beatbook_simulator::shift::SimulatedShift;
use serde_json::Value;

/// A phone's folder, and walks beside it.
pub struct Phone {
    pub folder: tempfile::TempDir,
}

impl Phone {
    /// A folder with nothing in it.
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// Enrolled by a code whose server is never reached.
    pub fn enrolled() -> Self {
        let phone = Self::new();
        phone.does(&["enrol", "--offline", &ticket()]);
        phone
    }

    pub fn home(&self) -> PathBuf {
        self.folder.path().join("phone")
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_beatbook-phone"));
        command.arg("--home").arg(self.home()).args(arguments);
        command
    }

    pub fn tries(&self, arguments: &[&str]) -> Output {
        self.command(arguments).stdin(Stdio::null()).output().unwrap()
    }

    /// What it prints; it must succeed.
    pub fn does(&self, arguments: &[&str]) -> String {
        let output = self.tries(arguments);
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{arguments:?}: {said}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// Its exit code and what it says; it must not succeed.
    pub fn refuses(&self, arguments: &[&str]) -> (i32, String) {
        let output = self.tries(arguments);
        assert!(!output.status.success(), "{arguments:?}");
        (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
    }

    pub fn json(&self, arguments: &[&str]) -> Value {
        serde_json::from_str(&self.does(arguments)).unwrap()
    }

    pub fn walk(&self, shift: &SimulatedShift) -> String {
        let file = self.folder.path().join("walk.gpx");
        fs::write(&file, gpx::write(shift)).unwrap();
        file.display().to_string()
    }

    /// Replays up to a moment, then is killed as it stands there with its notebook open.
    pub fn replays_until_killed(&self, walk: &str, until: &str) {
        let mut child = self
            .command(&["replay", walk, "--until", until, "--hold"])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        assert!(lines.map(Result::unwrap).any(|line| line == "holding"));
        child.kill().unwrap();
        child.wait().unwrap();
    }

    /// Every entry of the journal by kind, in order.
    pub fn kinds(&self) -> Vec<String> {
        let lines = self.does(&["entries", "--json"]);
        let kind =
            |line: &str| serde_json::from_str::<Value>(line).unwrap()["kind"].as_str().unwrap().to_owned();
        lines.lines().map(kind).collect()
    }
}

/// A code whose server is never reached.
pub fn ticket() -> String {
    let ticket = Ticket {
        address: "https://127.0.0.1:1".to_owned(),
        trust: Trust::PinnedCa(Hash::of(&[b"nobody"])),
        server: Id::from_bytes([0x5e; 16]),
        receipt_key: SigningKey::from_seed(&[1; 32]).public(),
        authority: Id::from_bytes([0xa0; 16]),
        officer: Id::from_bytes([0x0f; 16]),
        code: EnrolCode([4; 16]),
    };
    ticket.to_text().unwrap()
}
