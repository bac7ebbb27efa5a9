//! The one public error: a stable code for programs, a remedy for people, never personal data.

use beatbook_domain::law::missing::Missing;

/// Why a call did not do what was asked. Nothing already recorded is lost.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum BeatbookError {
    /// Refused by the library; the codes are those of the phone's documentation.
    #[error("{remedy} [{code}]")]
    Refused {
        /// Stable, such as `wrong_key` or `off_duty`.
        code: String,
        /// What is wrong and what to do, in English.
        remedy: String,
    },
    /// Paper cannot carry a number yet: every missing point at once.
    #[error("{} points are missing, the first: {}", missing.len(), missing.first().map_or("", |first| &first.remedy))]
    Incomplete {
        /// Each point with what to do and where the law says so.
        missing: Vec<Missing>,
    },
}

impl BeatbookError {
    pub(crate) fn argument(code: &str, remedy: &str) -> Self {
        Self::Refused { code: code.to_owned(), remedy: remedy.to_owned() }
    }
}

impl From<beatbook_device::BeatbookError> for BeatbookError {
    fn from(error: beatbook_device::BeatbookError) -> Self {
        match error {
            beatbook_device::BeatbookError::Incomplete(missing) => Self::Incomplete { missing },
            error => Self::Refused { code: error.code().to_owned(), remedy: error.to_string() },
        }
    }
}

impl From<uniffi::UnexpectedUniFFICallbackError> for BeatbookError {
    /// What the app's own part threw is not told on: it may name a person.
    fn from(_: uniffi::UnexpectedUniFFICallbackError) -> Self {
        Self::argument("platform", "the app's own part failed: look at its log, and try again")
    }
}
