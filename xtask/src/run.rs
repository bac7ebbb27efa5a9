//! Runs other programs: prints the command line, lets their output straight through, keeps the failure.
//!
//! A runner's own lines are never held back. Where nobody watches, the last of them are kept besides, so that a failure can be
//! told once more at the end of a long log; `answer` alone captures, for programs that answer in JSON.

use std::collections::VecDeque;
use std::env;
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, BufRead as _, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Mutex, PoisonError};
use std::thread;

use crate::failure::Failure;
use crate::needs;

/// So many of a program's last lines are told again if it fails where nobody watches.
const LAST_LINES: usize = 60;

/// Where the project lies and where builds go.
pub struct Workshop {
    /// The workspace's root folder.
    pub root: PathBuf,
    /// Cargo's target folder: everything this tool writes goes below it.
    pub target: PathBuf,
    /// Real-world files the tests may use, kept beside the project: `BEATBOOK_SHARED_DATA`, by default
    /// `../shared/data`.
    pub shared: PathBuf,
}

impl Workshop {
    /// Finds the project that this tool was started from by `cargo xtask`.
    pub fn find() -> Result<Self, Failure> {
        let manifest = env::var_os("CARGO_MANIFEST_DIR").ok_or_else(|| Failure::Missing {
            what: "CARGO_MANIFEST_DIR".into(),
            remedy: "start this tool as `cargo xtask …` inside the project".into(),
        })?;
        let root = PathBuf::from(manifest).join("..");
        let root = root.canonicalize().map_err(Failure::io("find the workspace"))?;
        let target = match env::var_os("CARGO_TARGET_DIR") {
            Some(folder) => root.join(folder),
            None => root.join("target"),
        };
        let shared = match env::var_os("BEATBOOK_SHARED_DATA") {
            Some(folder) => root.join(folder),
            None => root.join("../shared/data"),
        };
        Ok(Self { root, target, shared })
    }

    /// The Python of the project's own environment, made by `needs.rs`.
    pub fn venv_python(&self) -> PathBuf {
        self.target.join("venv/bin/python")
    }

    /// A program started in the workspace's root, with the surroundings every suite gets.
    pub fn program(&self, program: impl Into<OsString>) -> Call<'_> {
        Call {
            workshop: self,
            program: program.into(),
            arguments: Vec::new(),
            settings: Vec::new(),
            folder: self.root.clone(),
        }
    }

    /// Builds some of the workspace's targets with the features that the suites `rust` and `stories` build everything with, so that
    /// what they compiled is taken up: features are those of all members, and a test among the targets adds those of tests.
    pub fn build(&self, targets: &[&str]) -> Result<(), Failure> {
        self.cargo(&["build", "--workspace", "--locked", "--test", "golden"]).args(targets).run()
    }

    /// Cargo, the one that started this tool.
    pub fn cargo<'a>(&'a self, arguments: &[&str]) -> Call<'a> {
        self.program(env::var_os("CARGO").unwrap_or_else(|| "cargo".into())).args(arguments)
    }
}

/// One program about to be run.
pub struct Call<'a> {
    workshop: &'a Workshop,
    program: OsString,
    arguments: Vec<OsString>,
    settings: Vec<(OsString, OsString)>,
    folder: PathBuf,
}

impl Call<'_> {
    /// Adds arguments.
    #[must_use]
    pub fn args<I, S>(mut self, arguments: I) -> Self
    where
        I: IntoIterator<Item = S>,
        S: Into<OsString>,
    {
        self.arguments.extend(arguments.into_iter().map(Into::into));
        self
    }

    /// Adds an environment variable.
    #[must_use]
    pub fn env(mut self, name: &str, value: impl Into<OsString>) -> Self {
        self.settings.push((name.into(), value.into()));
        self
    }

    /// Starts it in another folder than the workspace's root.
    #[must_use]
    pub fn within(mut self, folder: &Path) -> Self {
        folder.clone_into(&mut self.folder);
        self
    }

    /// Runs it with its output going straight to the terminal.
    ///
    /// # Errors
    /// The command line and how it ended, if it cannot be started or ends with a failure.
    pub fn run(self) -> Result<(), Failure> {
        println!("$ {}", self.line());
        let starting = Failure::io(format!("start {}", self.line()));
        let (ended, last) = if needs::unattended() {
            listened(self.command()).map_err(starting)?
        } else {
            (self.command().status().map_err(starting)?, Vec::new())
        };
        if ended.success() {
            return Ok(());
        }
        Err(Failure::Command { line: self.line(), ended: ended.to_string(), last })
    }

    /// Runs it with its lines going into a file, whose last ones are kept.
    ///
    /// # Errors
    /// The command line and how it ended, if it cannot be started or ends with a failure.
    pub fn run_into(self, log: &Path) -> Result<(), Failure> {
        let opening = || Failure::io(format!("write {}", log.display()));
        let file = File::create(log).map_err(opening())?;
        let both = file.try_clone().map_err(opening())?;
        let mut command = self.command();
        command.stdin(Stdio::null()).stdout(file).stderr(both);
        let ended = command.status().map_err(Failure::io(format!("start {}", self.line())))?;
        if ended.success() {
            return Ok(());
        }
        let said = fs::read(log).unwrap_or_default();
        let said = String::from_utf8_lossy(&said);
        let mut last: Vec<String> = said.lines().rev().take(LAST_LINES).map(str::to_owned).collect();
        last.reverse();
        Err(Failure::Command { line: self.line(), ended: ended.to_string(), last })
    }

    /// Starts it with a pipe for what it says, and leaves it running.
    ///
    /// # Errors
    /// If it cannot be started.
    pub fn start(self) -> Result<Child, Failure> {
        println!("$ {}", self.line());
        let mut command = self.command();
        command.stdin(Stdio::null()).stdout(Stdio::piped());
        command.spawn().map_err(Failure::io(format!("start {}", self.line())))
    }

    /// Runs it and returns what it wrote to standard output, whether it succeeded or not.
    ///
    /// # Errors
    /// If it cannot be started.
    pub fn answer(self) -> Result<String, Failure> {
        let output = self
            .command()
            .stdin(Stdio::null())
            .stderr(Stdio::null())
            .output()
            .map_err(Failure::io(format!("start {}", self.line())))?;
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }

    /// Whether it can be started and succeeds, quietly.
    #[must_use]
    pub fn works(self) -> bool {
        self.command()
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|ended| ended.success())
    }

    /// The program and its arguments, for somebody else to start.
    #[must_use]
    pub fn words(self) -> Vec<OsString> {
        std::iter::once(self.program).chain(self.arguments).collect()
    }

    fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command
            .args(&self.arguments)
            .current_dir(&self.folder)
            .env("BEATBOOK_SHARED_DATA", &self.workshop.shared)
            .env("BEATBOOK_PYTHON", self.workshop.venv_python())
            .envs(self.settings.iter().map(|(name, value)| (name, value)));
        command
    }

    fn line(&self) -> String {
        let settings =
            self.settings.iter().map(|(name, value)| format!("{}={}", name.display(), value.display()));
        let program = Path::new(&self.program).file_name().unwrap_or(&self.program);
        let words = std::iter::once(program).chain(self.arguments.iter().map(OsString::as_os_str));
        settings.chain(words.map(|word| word.display().to_string())).collect::<Vec<_>>().join(" ")
    }
}

/// Runs it, passes on each of its lines at once, and returns the last of them.
fn listened(mut command: Command) -> io::Result<(ExitStatus, Vec<String>)> {
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    let (said, complained) = (child.stdout.take(), child.stderr.take());
    let last = Mutex::new(VecDeque::new());
    thread::scope(|scope| {
        scope.spawn(|| pass_on(said, io::stdout(), &last));
        scope.spawn(|| pass_on(complained, io::stderr(), &last));
    });
    let last = last.into_inner().unwrap_or_else(PoisonError::into_inner);
    Ok((child.wait()?, last.into()))
}

/// What cannot be read or written any more is left: the program's end tells how it went.
fn pass_on(from: Option<impl Read>, mut to: impl Write, last: &Mutex<VecDeque<String>>) {
    let Some(from) = from else { return };
    let mut lines = BufReader::new(from);
    let mut line = Vec::new();
    while lines.read_until(b'\n', &mut line).is_ok_and(|read| read > 0) {
        let _ = to.write_all(&line);
        let _ = to.flush();
        let mut last = last.lock().unwrap_or_else(PoisonError::into_inner);
        if last.len() == LAST_LINES {
            last.pop_front();
        }
        last.push_back(String::from_utf8_lossy(&line).trim_end().to_owned());
        line.clear();
    }
}
