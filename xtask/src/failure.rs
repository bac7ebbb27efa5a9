//! Why a task could not be done, in words that say what to do next.
//!
//! The text is all a reader of a build log gets, so every case names the command, file or suite.

use std::fmt;
use std::io;

/// Why a task stopped.
#[derive(Debug)]
pub enum Failure {
    /// A command ended with a failure; its own output above says why.
    Command {
        /// The command line.
        line: String,
        /// How it ended: `exit status: 101`, `signal: 9 (SIGKILL)`.
        ended: String,
        /// The last of its own lines, if they were kept.
        last: Vec<String>,
    },
    /// A command could not be started or a file not be read or written.
    Io {
        /// What was being done.
        doing: String,
        /// The system's reason.
        reason: io::Error,
    },
    /// Something the suite needs is not there and cannot be installed.
    Missing {
        /// What is missing.
        what: String,
        /// How a person gets it.
        remedy: String,
    },
    /// A name that is in no table.
    Unknown {
        /// What was asked for.
        name: String,
        /// The names there are.
        known: String,
    },
    /// A check found something wrong; one line per finding.
    Found(Vec<String>),
}

impl Failure {
    /// What a program said last before it failed, if it was kept.
    pub fn last_lines(&self) -> &[String] {
        if let Self::Command { last, .. } = self { last } else { &[] }
    }

    /// An input/output failure while doing what is told.
    pub fn io(doing: impl Into<String>) -> impl FnOnce(io::Error) -> Self {
        let doing = doing.into();
        move |reason| Self::Io { doing, reason }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Command { line, ended, .. } => write!(f, "failed ({ended}): {line}"),
            Self::Io { doing, reason } => write!(f, "{doing}: {reason}"),
            Self::Missing { what, remedy } => write!(f, "{what} is missing: {remedy}"),
            Self::Unknown { name, known } => write!(f, "there is no '{name}'; there are: {known}"),
            Self::Found(findings) => write!(f, "{}", findings.join("\n")),
        }
    }
}
