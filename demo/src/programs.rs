//! Runs the real programs, phone and server, as anybody would: one process a command.
//!
//! Nothing of them is linked in; what the demonstration knows of them it reads from their answers.

use std::env;
use std::ffi::OsStr;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::error::DemoError;

/// Where the programs are.
#[derive(Debug, Clone)]
pub struct Programs {
    /// `beatbook-server`.
    pub server: PathBuf,
    /// `beatbook-phone`.
    pub phone: PathBuf,
}

impl Programs {
    /// Beside this one, where Cargo puts them.
    pub fn find() -> Result<Self, DemoError> {
        let own = env::current_exe().map_err(DemoError::system("finding this program"))?;
        let beside = |name: &'static str| {
            let path = own.with_file_name(format!("{name}{}", env::consts::EXE_SUFFIX));
            if path.is_file() { Ok(path) } else { Err(DemoError::NotBuilt(name)) }
        };
        Ok(Self { server: beside("beatbook-server")?, phone: beside("beatbook-phone")? })
    }
}

/// One command about to be run in a program's home folder.
pub struct Ask {
    line: String,
    command: Command,
    input: Option<String>,
}

impl Ask {
    /// The program with its home folder and arguments.
    pub fn of<S: AsRef<OsStr>>(program: &Path, home: &Path, arguments: &[S]) -> Self {
        let mut command = Command::new(program);
        command.arg("--home").arg(home).args(arguments);
        let name = program.file_stem().unwrap_or_default();
        let words = std::iter::once(name).chain(arguments.iter().map(AsRef::as_ref));
        let line: Vec<String> = words.map(|word| word.display().to_string()).collect();
        Self { line: line.join(" "), command, input: None }
    }

    /// What it reads from standard input.
    #[must_use]
    pub fn input(mut self, text: String) -> Self {
        self.input = Some(text);
        self
    }

    /// The command itself, for a process that goes on.
    pub fn into_command(self) -> Command {
        self.command
    }

    /// Runs it; answers what it printed, whether it succeeded or not.
    fn answer(mut self) -> Result<(String, String, bool), DemoError> {
        let command = self.command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().map_err(DemoError::system("starting a program"))?;
        if let (Some(mut pipe), Some(text)) = (child.stdin.take(), &self.input) {
            pipe.write_all(text.as_bytes()).map_err(DemoError::system("speaking to a program"))?;
        }
        let output = child.wait_with_output().map_err(DemoError::system("waiting for a program"))?;
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim().to_owned();
        Ok((text(&output.stdout), text(&output.stderr), output.status.success()))
    }

    /// Runs it; answers what it printed.
    pub fn text(self) -> Result<String, DemoError> {
        let line = self.line.clone();
        let (out, err, success) = self.answer()?;
        let said = if err.is_empty() { out.clone() } else { err };
        if success { Ok(out) } else { Err(DemoError::Program { line, said }) }
    }

    /// Runs it; answers what it printed, read as JSON. A check that finds a fault answers, too.
    pub fn json(self) -> Result<Value, DemoError> {
        let line = self.line.clone();
        let (out, err, success) = self.answer()?;
        match serde_json::from_str(&out) {
            Ok(value) => Ok(value),
            Err(_) if success => Err(DemoError::Answer(line)),
            Err(_) => Err(DemoError::Program { line, said: err }),
        }
    }
}
