//! One officer's phone: a folder of its own, and the real command-line phone working in it.
//!
//! A killed phone is a process that got SIGKILL while it had its notebook open.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::Stdio;

use beatbook_domain::presence::Interval;
use serde_json::Value;

use crate::cast::Officer;
use crate::ending::Ending;
use crate::error::DemoError;
use crate::programs::{Ask, Programs};

/// Receivers' clocks jitter: the first fix may be dated a moment before the shift.
const SIGN_ON_EARLIER_MS: i64 = 1_000;

/// A phone.
pub struct Phone {
    program: PathBuf,
    /// Its folder.
    pub home: PathBuf,
    walk: PathBuf,
}

impl Phone {
    /// A new phone, with the walk its officer will make.
    pub fn new(programs: &Programs, scratch: &Path, officer: &Officer) -> Result<Self, DemoError> {
        let home = scratch.join("phones").join(&officer.code);
        std::fs::create_dir_all(&home).map_err(DemoError::system("making a phone's folder"))?;
        let walk = home.join("walk.gpx");
        std::fs::write(&walk, beatbook_simulator::gpx::write(&officer.shift))
            .map_err(DemoError::system("writing a walk"))?;
        Ok(Self { program: programs.phone.clone(), home, walk })
    }

    /// Enrols with a code and fetches the zones.
    pub fn enrol(&self, code: String) -> Result<(), DemoError> {
        Ask::of(&self.program, &self.home, &["enrol", "-"]).input(code).text()?;
        self.sync().map(drop)
    }

    /// Signs on; `colleagues` by id.
    pub fn sign_on(&self, officer: &Officer, colleagues: &[String]) -> Result<(), DemoError> {
        let at = instant(officer.shift.span.from - SIGN_ON_EARLIER_MS);
        let mut arguments = vec!["on", "--at", &at, "--duty", officer.duty];
        if !colleagues.is_empty() {
            arguments.push("--crew");
            arguments.extend(colleagues.iter().map(String::as_str));
        }
        self.ask(&arguments).map(drop)
    }

    /// Walks on, up to a moment or to the end.
    pub fn walk(&self, until: Option<i64>) -> Result<String, DemoError> {
        let walk = self.walk.display().to_string();
        match until {
            Some(until) => self.ask(&["replay", &walk, "--until", &instant(until)]),
            None => self.ask(&["replay", &walk]),
        }
    }

    /// Walks on up to an outage and is killed there; answers the process that was.
    pub fn walk_until_killed(&self, outage: Interval, ending: &Ending) -> Result<u32, DemoError> {
        let (walk, until) = (self.walk.display().to_string(), instant(outage.from));
        let replay = ["replay", &walk, "--until", &until, "--hold"];
        let mut command = Ask::of(&self.program, &self.home, &replay).into_command();
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(DemoError::system("starting a phone"))?;
        ending.watch(child.id());
        let held = child.stdout.take().is_some_and(|out| {
            BufReader::new(out).lines().map_while(Result::ok).any(|line| line == "holding")
        });
        child.kill().map_err(DemoError::system("killing a phone"))?;
        child.wait().map_err(DemoError::system("waiting for a phone"))?;
        ending.forget(child.id());
        if held { Ok(child.id()) } else { Err(DemoError::Answer("beatbook-phone replay --hold".to_owned())) }
    }

    /// Signs off; answers what the officer sees, in figures.
    pub fn sign_off(&self, officer: &Officer) -> Result<Value, DemoError> {
        let at = instant(officer.shift.span.to);
        let answer = Ask::of(&self.program, &self.home, &["off", "--at", &at, "--json"]).json()?;
        Ok(answer["result"].clone())
    }

    /// One exchange with the server.
    pub fn sync(&self) -> Result<Value, DemoError> {
        Ask::of(&self.program, &self.home, &["sync", "--json"]).json()
    }

    /// Whether its journal holds.
    pub fn verify(&self) -> Result<Value, DemoError> {
        Ask::of(&self.program, &self.home, &["verify", "--json"]).json()
    }

    /// The kinds of its entries, in order.
    pub fn kinds(&self) -> Result<Vec<String>, DemoError> {
        let lines = self.ask(&["entries", "--json"])?;
        let kind = |line: &str| Some(serde_json::from_str::<Value>(line).ok()?["kind"].as_str()?.to_owned());
        let kinds: Option<Vec<String>> = lines.lines().map(kind).collect();
        kinds.ok_or_else(|| DemoError::Answer("beatbook-phone entries".to_owned()))
    }

    fn ask(&self, arguments: &[&str]) -> Result<String, DemoError> {
        Ask::of(&self.program, &self.home, arguments).text()
    }
}

/// An instant as the phone's command line takes it.
fn instant(milliseconds: i64) -> String {
    jiff::Timestamp::from_millisecond(milliseconds)
        .map_or_else(|_| String::new(), |instant| instant.to_string())
}
