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

impl Fault {
    /// A stable name for scripts and tests.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Storage(error) => error.code(),
            Self::Unknown { .. } => "unknown",
            Self::Damaged { .. } => "damaged",
            Self::Format { .. } => "format",
            Self::Closing => "closing",
            Self::Randomness => "randomness",
        }
    }
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
    #[error("{doing} failed: {kind} – check the path, its permissions and the free space")]
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
    #[error("{text}")]
    Refused {
        /// A stable name.
        code: &'static str,
        /// Why, and what to do.
        text: String,
    },
    /// Another command, or a server that is starting or stopping, has the folder open.
    #[error("another command, or a server that does not answer, has this folder open: try again in a moment")]
    Held,
    /// The running server broke off before it had answered.
    #[error("the running server broke off: see its log, and look whether the command was carried out")]
    BrokenOff,
    /// The running server and this command do not understand each other.
    #[error("the running server is of another version: use the command that came with it")]
    OtherVersion,
    /// A text is empty, too long or has characters that do not print.
    #[error("the {what} must have 1 to 200 characters, without line breaks")]
    Text {
        /// Which text.
        what: &'static str,
    },
    /// An authority's code does not fit notice numbers.
    #[error("the code of an authority is 2 to 4 capital letters, as on its notices: such as MDW")]
    AuthorityCode,
    /// The code is taken.
    #[error(
        "there is an authority with this code already: `authority list` shows it; add --same-code if two authorities really share it"
    )]
    AuthorityExists,
    /// No authority by that code or id.
    #[error("there is no such authority: `authority list` shows them, `authority add` adds one")]
    UnknownAuthority,
    /// More than one authority by that code.
    #[error("several authorities share this code: give the id instead, which `authority list` shows")]
    AmbiguousAuthority,
    /// The code is taken.
    #[error("there is an officer with this code already: `officer change` corrects name and team")]
    OfficerExists,
    /// No officer by that code or id at the authority.
    #[error("there is no such officer: `officer list` shows them, `officer add` adds one")]
    UnknownOfficer,
    /// The server's address leaves the port open and no server runs.
    #[error("the server's address leaves its port open: start the server, then enrol")]
    OpenPort,
    /// A folder that must be empty is not.
    #[error("the folder for the restored server is not empty: name a new one; nothing was changed")]
    FolderNotEmpty,
    /// The erasures file was not found.
    #[error(
        "there is no erasures file beside the backup: name the newest with --erasures FILE, or say --erasures-lost if none is left"
    )]
    NoErasures,
    /// What was named as one is another file.
    #[error(
        "that is no erasures file: name the newest erasures.jsonl of the server, or say --erasures-lost if none is left"
    )]
    NotErasures,
}

impl ServerError {
    /// A refusal with a stable name.
    pub(crate) fn refused(code: &'static str, text: impl ToString) -> Self {
        Self::Refused { code, text: text.to_string() }
    }

    /// A stable name for scripts and tests.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Fault(fault) => fault.code(),
            Self::NotInitialised => "not_initialised",
            Self::AlreadyInitialised => "already_initialised",
            Self::Running => "running",
            Self::KeyFile => "key_file",
            Self::Io { .. } => "io",
            Self::Certificate { .. } => "certificate",
            Self::Refused { code, .. } => code,
            Self::Held => "held",
            Self::BrokenOff => "broken_off",
            Self::OtherVersion => "other_version",
            Self::Text { .. } => "text",
            Self::AuthorityCode => "authority_code",
            Self::AuthorityExists => "authority_exists",
            Self::UnknownAuthority => "unknown_authority",
            Self::AmbiguousAuthority => "ambiguous_authority",
            Self::OfficerExists => "officer_exists",
            Self::UnknownOfficer => "unknown_officer",
            Self::OpenPort => "open_port",
            Self::FolderNotEmpty => "folder_not_empty",
            Self::NoErasures => "no_erasures",
            Self::NotErasures => "not_erasures",
        }
    }

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
