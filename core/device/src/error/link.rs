//! What can happen between phone and server, and what a caller is told of it.

use tracing::Level;

use super::{BeatbookError, DeviceError};

/// What can happen between phone and server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum LinkFault {
    #[error("no connection")]
    Unreachable,
    #[error("timed out")]
    TimedOut,
    #[error("the certificate is not our server's")]
    WrongPin,
    #[error("the certificate is not valid at this time")]
    Clock,
    #[error("the server asks for what was purged under a receipt it does not recognise")]
    RestoredTooOld,
    #[error("not an answer of ours")]
    BadAnswer,
    #[error("no version in common")]
    UpgradeRequired,
    #[error("token unknown")]
    Unauthorised,
    #[error("revoked")]
    Revoked,
    #[error("busy")]
    Busy,
    #[error("enrolment code invalid")]
    CodeInvalid,
    #[error("message too large")]
    TooLarge,
}

impl From<LinkFault> for DeviceError {
    fn from(fault: LinkFault) -> Self {
        Self::Link(fault)
    }
}

/// A part of the table between the two enums.
pub(super) fn told(fault: LinkFault) -> (BeatbookError, Level) {
    use BeatbookError as B;
    match fault {
        LinkFault::Unreachable | LinkFault::TimedOut => (B::Network, Level::INFO),
        LinkFault::WrongPin => (B::NotOurServer, Level::WARN),
        LinkFault::Clock => (B::ClockWrong, Level::WARN),
        LinkFault::BadAnswer | LinkFault::TooLarge => (B::BadAnswer, Level::WARN),
        LinkFault::RestoredTooOld => (B::ServerRestored, Level::ERROR),
        LinkFault::UpgradeRequired => (B::UpgradeRequired, Level::WARN),
        LinkFault::Unauthorised => (B::Unauthorised, Level::WARN),
        LinkFault::Revoked => (B::Revoked, Level::WARN),
        LinkFault::Busy => (B::ServerBusy, Level::INFO),
        LinkFault::CodeInvalid => (B::CodeInvalid, Level::INFO),
    }
}
