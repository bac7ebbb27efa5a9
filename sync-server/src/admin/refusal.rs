//! Why a command was not carried out, as the other side of the socket and a script read it.

use beatbook_store::StoreError;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::error::{Fault, ServerError};

/// A refusal or failure.
#[derive(Debug, Clone, PartialEq, Eq, Error, Serialize, Deserialize)]
#[error("{text}")]
pub struct Refusal {
    /// Its stable name.
    pub code: String,
    /// How the command ends.
    pub ending: Ending,
    /// What it says, with the remedy.
    pub text: String,
}

/// How a command ends that was not carried out. The exit codes are stable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    /// Something failed inside.
    Failed,
    /// What was asked cannot be done as asked; nothing was changed.
    Refused,
    /// The folder cannot be used: no server in it, in use, or another key.
    Unusable,
}

impl Ending {
    /// 1, 3 or 4. 0 is success – or 1 where `verify` has found something –, and 2 a command line that is none.
    #[must_use]
    pub fn exit_code(self) -> u8 {
        match self {
            Self::Failed => 1,
            Self::Refused => 3,
            Self::Unusable => 4,
        }
    }
}

impl From<ServerError> for Refusal {
    fn from(error: ServerError) -> Self {
        Self { code: error.code().to_owned(), ending: ending(&error), text: error.to_string() }
    }
}

fn ending(error: &ServerError) -> Ending {
    match error {
        ServerError::NotInitialised
        | ServerError::Running
        | ServerError::Held
        | ServerError::KeyFile
        | ServerError::Fault(Fault::Storage(
            StoreError::WrongKey | StoreError::NewerVersion { .. } | StoreError::OtherKind,
        )) => Ending::Unusable,
        ServerError::AlreadyInitialised
        | ServerError::Refused { .. }
        | ServerError::OtherVersion
        | ServerError::Text { .. }
        | ServerError::AuthorityCode
        | ServerError::AuthorityExists
        | ServerError::UnknownAuthority
        | ServerError::AmbiguousAuthority
        | ServerError::OfficerExists
        | ServerError::UnknownOfficer
        | ServerError::OpenPort
        | ServerError::FolderNotEmpty
        | ServerError::NoErasures
        | ServerError::NotErasures
        | ServerError::Certificate { .. }
        | ServerError::Fault(Fault::Storage(
            StoreError::AlreadyExists | StoreError::Missing | StoreError::MissingFolder,
        )) => Ending::Refused,
        ServerError::Fault(_) | ServerError::BrokenOff | ServerError::Io { .. } => Ending::Failed,
    }
}
