//! What goes wrong inside the server, and what its administrator is told about it.
//! [`Fault`] is for code inside; [`ServerError`] is what commands and [`crate::Server::start`] answer.
//! Neither carries personal data; both say what to do next.

use beatbook_store::StoreError;
use thiserror::Error;

/// What goes wrong inside.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Fault {
    /// The database refused.
    #[error(transparent)]
    Storage(#[from] StoreError),
    /// What was asked for is not there, or belongs to another authority.
    #[error("there is no such {what} here")]
    Unknown {
        /// What was looked for.
        what: &'static str,
    },
    /// A row of ours does not hold what we once wrote.
    #[error("the database holds a damaged {what}: run `verify`, then restore a backup")]
    Damaged {
        /// What is damaged.
        what: &'static str,
    },
    /// Something of ours could not be written in its format.
    #[error("{what} cannot be written: report it")]
    Format {
        /// What was to be written.
        what: &'static str,
    },
    /// The server is going down.
    #[error("the server is going down: try again when it runs")]
    Closing,
    /// The operating system gives no randomness.
    #[error("the system gives no random numbers: check its random source")]
    Randomness,
}

/// What an administrator is told.
#[derive(Debug, Error)]
pub enum ServerError {
    /// Something inside.
    #[error(transparent)]
    Fault(#[from] Fault),
    /// The folder has no server in it.
    #[error("there is no server in this folder: run `beatbook-server --home DIR init` first")]
    NotInitialised,
    /// The folder has a server already.
    #[error("there is a server in this folder already: nothing was changed; choose an empty folder")]
    AlreadyInitialised,
    /// Another process serves from this folder.
    #[error("a server runs from this folder: stop it first")]
    Running,
    /// The key file is not 64 hexadecimal digits.
    #[error("the key file is damaged: put back the copy you keep in another place")]
    KeyFile,
    /// A file or folder could not be used.
    #[error("{doing} failed: {kind}")]
    Io {
        /// What was tried.
        doing: &'static str,
        /// The operating system's class of failure.
        kind: std::io::ErrorKind,
    },
    /// A certificate or key could not be made or read.
    #[error("{doing} failed: check that the file is PEM and that key and certificate belong together")]
    Certificate {
        /// What was tried.
        doing: &'static str,
    },
    /// What was asked cannot be done as it was asked.
    #[error("{0}")]
    Refused(String),
}

impl ServerError {
    /// Names what was tried when the operating system failed.
    pub(crate) fn io(doing: &'static str) -> impl Fn(std::io::Error) -> Self {
        move |error| Self::Io { doing, kind: error.kind() }
    }
}

impl From<StoreError> for ServerError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::AlreadyOpen => Self::Running,
            other => Self::Fault(other.into()),
        }
    }
}
