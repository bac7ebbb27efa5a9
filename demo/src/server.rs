//! The supervisor's side: a server in the scratch folder, and what is asked of it.
//!
//! It is stopped during the night on purpose: nothing on the phones waits for it.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Stdio};

use serde_json::Value;

use crate::ending::{Ending, end};
use crate::error::DemoError;
use crate::programs::{Ask, Programs};

/// The authority of the demonstration.
pub const AUTHORITY: &str = "MDW";

/// A server, running or not.
pub struct Server {
    program: PathBuf,
    home: PathBuf,
    log: PathBuf,
    /// Where it listens, once it has.
    listens: Option<String>,
    running: Option<(Child, BufReader<ChildStdout>)>,
    ending: Ending,
}

impl Server {
    /// Makes one.
    pub fn make(programs: &Programs, scratch: &Path, ending: Ending) -> Result<Self, DemoError> {
        let server = Self {
            program: programs.server.clone(),
            home: scratch.join("server"),
            log: scratch.join("server.log"),
            listens: None,
            running: None,
            ending,
        };
        // Port 0 stands for the port it will listen at.
        server.ask(&["init", "--address", "https://127.0.0.1:0"])?;
        Ok(server)
    }

    /// Its folder.
    pub fn home(&self) -> &Path {
        &self.home
    }

    /// Where phones find it.
    pub fn address(&self) -> String {
        format!("https://{}", self.listens.as_deref().unwrap_or("127.0.0.1"))
    }

    /// Starts it where it was before; the first time at any free port.
    pub fn start(&mut self) -> Result<(), DemoError> {
        let listen = self.listens.clone().unwrap_or_else(|| "127.0.0.1:0".to_owned());
        let log = std::fs::File::options()
            .create(true)
            .append(true)
            .open(&self.log)
            .map_err(DemoError::system("opening the server's log"))?;
        let mut command = Ask::of(&self.program, &self.home, &["serve", "--listen", &listen]).into_command();
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .map_err(DemoError::system("starting the server"))?;
        self.ending.watch(child.id());
        let mut lines = BufReader::new(
            child.stdout.take().ok_or_else(|| DemoError::Answer("beatbook-server serve".to_owned()))?,
        );
        let mut line = String::new();
        lines.read_line(&mut line).map_err(DemoError::system("reading the server's answer"))?;
        let Some(address) = line.trim_end().strip_prefix("listening on https://") else {
            let said = std::fs::read_to_string(&self.log).unwrap_or_default();
            let _ = child.kill();
            let _ = child.wait();
            return Err(DemoError::Program { line: "beatbook-server serve".to_owned(), said });
        };
        self.listens = Some(address.to_owned());
        self.running = Some((child, lines));
        Ok(())
    }

    /// Ends it as a service manager would, and waits until it has.
    pub fn stop(&mut self) -> Result<(), DemoError> {
        let Some((mut child, lines)) = self.running.take() else { return Ok(()) };
        drop(lines);
        end(child.id());
        child.wait().map_err(DemoError::system("waiting for the server"))?;
        self.ending.forget(child.id());
        Ok(())
    }

    /// Asks it something.
    pub fn ask(&self, arguments: &[&str]) -> Result<String, DemoError> {
        Ask::of(&self.program, &self.home, arguments).text()
    }

    /// Enters an officer; answers a one-time code for their phone.
    pub fn enter(&self, code: &str, name: &str, team: &str) -> Result<String, DemoError> {
        let officer = ["officer", "add", "--authority", AUTHORITY, "--code", code, "--name", name];
        self.ask(&[&officer[..], &["--team", team]].concat())?;
        self.ask(&["enrol", "--authority", AUTHORITY, "--officer", code, "--text-only"])
    }

    /// Enters somebody who works at the desk, with a role.
    pub fn seats(&self, code: &str, role: &str) -> Result<(), DemoError> {
        let desk = ["--authority", AUTHORITY, "--code", code];
        let who = ["--name", &format!("{code} (invented)"), "--team", "Community safety (invented)"];
        self.ask(&[&["officer", "add"], &desk[..], &who].concat())?;
        let role = ["--role", role, "--from", "2025-01-01"];
        self.ask(&[&["officer", "role", "add"], &desk[..], &role].concat())?;
        Ok(())
    }

    /// Asks it something and reads the answer.
    pub fn ask_json(&self, arguments: &[&str]) -> Result<Value, DemoError> {
        let arguments: Vec<&str> = arguments.iter().copied().chain(["--json"]).collect();
        Ask::of(&self.program, &self.home, &arguments).json()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.stop();
    }
}
