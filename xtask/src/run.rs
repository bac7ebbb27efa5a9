//! Runs other programs: prints the command line, lets their output straight through, keeps the failure.
//!
//! Nothing here captures a runner's own lines; only `capture` does, for programs that answer in JSON.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use crate::failure::Failure;

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
        let ended = self.command().status().map_err(Failure::io(format!("start {}", self.line())))?;
        self.judge(ended.success(), &ended.to_string())
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

    fn judge(&self, success: bool, ended: &str) -> Result<(), Failure> {
        if success { Ok(()) } else { Err(Failure::Command { line: self.line(), ended: ended.into() }) }
    }
}
