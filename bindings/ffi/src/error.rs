//! The one public error: a stable code for programs, a remedy for people, never personal data.

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
}

impl BeatbookError {
    pub(crate) fn argument(code: &str, remedy: &str) -> Self {
        Self::Refused { code: code.to_owned(), remedy: remedy.to_owned() }
    }
}

impl From<beatbook_device::BeatbookError> for BeatbookError {
    fn from(error: beatbook_device::BeatbookError) -> Self {
        Self::Refused { code: error.code().to_owned(), remedy: error.to_string() }
    }
}
