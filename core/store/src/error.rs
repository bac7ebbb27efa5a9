//! Every way the store can refuse, told apart so that a person can be told what to do next.
//! No path, no value, no SQL and no key is ever in a text: engine messages are filtered here and nowhere else.
//! `StoreError::code` is stable; texts may be reworded.

use std::io;

use rusqlite::ffi::{self, ErrorCode};

/// Why a database could not be opened, read or written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The key check beside the file says that this is not its key.
    #[error("this is not the key of this file; nothing was changed – open it with its own key")]
    WrongKey,
    /// The key is right (or the file has no content to judge it by), and still the file cannot be read.
    #[error(
        "the file is damaged; nothing was changed – keep it, set it aside and start a new one, or restore a backup"
    )]
    Corrupt,
    /// The file cannot be read with this key, and there is no key check to say whether key or file is at fault.
    #[error(
        "the file cannot be read with this key and its key check is missing; nothing was changed – try its own key, then treat it as damaged"
    )]
    Unreadable,
    /// Written by a newer release.
    #[error(
        "the file is of version {found}, this release knows up to {known}; nothing was changed – update the app"
    )]
    NewerVersion {
        /// Version found in the file.
        found: u32,
        /// Newest version this release knows.
        known: u32,
    },
    /// A database of ours, but of another kind: a server's file where a notebook should be, or the reverse.
    #[error("the file is of another kind; nothing was changed – check which file was named")]
    OtherKind,
    /// Another process, or another part of this one, has it open.
    #[error("the file is already open – close it there first")]
    AlreadyOpen,
    /// There is no file, and it was not to be created.
    #[error("there is no file at this place – check the folder or create it")]
    Missing,
    /// There is a file already, and it was to be created or is in the way.
    #[error("there is already a file at this place; nothing was changed – choose another name")]
    AlreadyExists,
    /// The folder does not exist.
    #[error("the folder does not exist – create it first")]
    MissingFolder,
    /// The folder lies on a file system that cannot be written.
    #[error("the folder cannot be written – make its storage writable")]
    ReadOnlyFolder,
    /// The operating system forbids it.
    #[error("no permission for the file or its folder – correct the permissions")]
    NoPermission,
    /// No room left, and the reserve is used up.
    #[error("the storage is full – free some space; everything confirmed so far is safe")]
    DiskFull,
    /// Somebody else holds the database for longer than we wait.
    #[error("the file is held by another program – close that and try again")]
    Busy,
    /// Cancelled through [`crate::Cancel`].
    #[error("cancelled – start it again when wanted")]
    Interrupted,
    /// A row that should exist does not.
    #[error("there is no such row")]
    NotFound,
    /// A rule of the schema refused the rows; names tables and columns, no values.
    #[error("the schema refused it: {rule} – this is a mistake in the program, report it")]
    Constraint {
        /// The engine's name of the rule.
        rule: String,
    },
    /// The upgrade to `version` failed; the file is as it was.
    #[error("upgrading the file to version {version} failed, the file is unchanged: {cause}")]
    Migration {
        /// The step that failed.
        version: u32,
        /// What went wrong in it.
        cause: Box<StoreError>,
    },
    /// The steps of a schema are not in ascending order from 1.
    #[error("the schema's steps are out of order – this is a mistake in the program, report it")]
    SchemaOrder,
    /// The operating system failed.
    #[error("{doing} failed: {kind} – try again; if it stays, check the storage")]
    Io {
        /// What was tried.
        doing: &'static str,
        /// The operating system's class of failure.
        kind: io::ErrorKind,
    },
    /// The engine refused for a reason that has no name here.
    #[error("the database engine refused ({code}): {detail} – report it with this number")]
    Sqlite {
        /// SQLite's extended result code, 0 when rusqlite itself refused.
        code: i32,
        /// What is safe to print about it.
        detail: String,
    },
}

impl StoreError {
    /// A stable name for logs, tests and conversion tables.
    pub fn code(&self) -> &'static str {
        match self {
            Self::WrongKey => "wrong_key",
            Self::Corrupt => "corrupt",
            Self::Unreadable => "unreadable",
            Self::NewerVersion { .. } => "newer_version",
            Self::OtherKind => "other_kind",
            Self::AlreadyOpen => "already_open",
            Self::Missing => "missing",
            Self::AlreadyExists => "already_exists",
            Self::MissingFolder => "missing_folder",
            Self::ReadOnlyFolder => "read_only_folder",
            Self::NoPermission => "no_permission",
            Self::DiskFull => "disk_full",
            Self::Busy => "busy",
            Self::Interrupted => "interrupted",
            Self::NotFound => "not_found",
            Self::Constraint { .. } => "constraint",
            Self::Migration { .. } => "migration",
            Self::SchemaOrder => "schema_order",
            Self::Io { .. } => "io",
            Self::Sqlite { .. } => "sqlite",
        }
    }

    pub(crate) fn io(doing: &'static str) -> impl Fn(io::Error) -> Self {
        move |error| match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull,
            io::ErrorKind::ReadOnlyFilesystem => Self::ReadOnlyFolder,
            io::ErrorKind::PermissionDenied => Self::NoPermission,
            kind => Self::Io { doing, kind },
        }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::Error as E;
        let (failure, text) = match error {
            E::SqliteFailure(failure, text) => (failure, text),
            // The text names what the statement is wrong about ("no such column: x"); its SQL stays out.
            E::SqlInputError { error, msg, .. } => {
                return match Self::from(E::SqliteFailure(error, None)) {
                    Self::Sqlite { code, .. } => Self::Sqlite { code, detail: msg },
                    named => named,
                };
            }
            E::QueryReturnedNoRows => return Self::NotFound,
            // These name a column and a type, never a value.
            E::InvalidColumnType(..)
            | E::InvalidColumnIndex(_)
            | E::InvalidColumnName(_)
            | E::InvalidParameterCount(..) => {
                return Self::Sqlite { code: 0, detail: error.to_string() };
            }
            // The rest may carry a value in its text.
            _ => return Self::Sqlite { code: 0, detail: "a value could not be converted".to_owned() },
        };
        match (failure.code, failure.extended_code) {
            (_, ffi::SQLITE_IOERR_SHMSIZE) | (ErrorCode::DiskFull, _) => Self::DiskFull,
            (_, ffi::SQLITE_IOERR_DATA | ffi::SQLITE_IOERR_CORRUPTFS)
            | (ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase, _) => Self::Corrupt,
            (ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked, _) => Self::Busy,
            (ErrorCode::OperationInterrupted, _) => Self::Interrupted,
            (ErrorCode::ReadOnly, _) => Self::ReadOnlyFolder,
            (ErrorCode::PermissionDenied, _) => Self::NoPermission,
            // "UNIQUE constraint failed: entry.seq": the schema's names only.
            (ErrorCode::ConstraintViolation, _) => Self::Constraint { rule: text.unwrap_or_default() },
            // Free text of other failures may quote a search phrase: the code's own description must do.
            (_, code) => Self::Sqlite { code, detail: ffi::code_to_str(code).to_owned() },
        }
    }
}
