//! What a caller is told of each error inside.

use beatbook_domain::records::body::BodyError;
use beatbook_domain::records::welfare::story::WelfareRefusal;
use beatbook_protocol::entry::EntryError;
use beatbook_store::StoreError;
use tracing::Level;

use super::{BeatbookError, DeviceError, State, link};

/// The one table between the two enums: what the caller is told, and how loudly it is logged.
fn told(error: DeviceError) -> (BeatbookError, Level) {
    use BeatbookError as B;
    match error {
        DeviceError::Store(store) => told_store(store),
        DeviceError::State(state) => (told_state(state), Level::DEBUG),
        DeviceError::Link(fault) => link::told(fault),
        DeviceError::Platform(_) => (B::Phone, Level::ERROR),
        DeviceError::Body(BodyError::TooLarge) | DeviceError::Entry(EntryError::BodyTooLarge) => {
            (B::TooLarge, Level::INFO)
        }
        DeviceError::Patrol(refusal) => (B::Patrol(refusal), Level::INFO),
        DeviceError::NoNumber(refusal) => (B::NoNoticeNumber(refusal), Level::INFO),
        DeviceError::NoticeAuthority => (B::NoticeAuthority, Level::INFO),
        DeviceError::Ticket(ticket) => (B::Ticket(ticket), Level::INFO),
        DeviceError::Text { field, most } => (B::Text { field: field.to_owned(), most }, Level::INFO),
        DeviceError::Encounter(refusal) => (B::Encounter(refusal), Level::INFO),
        DeviceError::Alone(refusal) => (B::Alone(refusal), Level::INFO),
        DeviceError::Welfare(
            WelfareRefusal::Disclosure(missing)
            | WelfareRefusal::Violence(missing)
            | WelfareRefusal::Risk(missing),
        ) => (B::Incomplete(missing), Level::INFO),
        DeviceError::Count(refusal) => (B::Count(refusal), Level::INFO),
        DeviceError::Encampment(form) => (B::Encampment(form), Level::INFO),
        DeviceError::Tent(form) => (B::Tent(form), Level::INFO),
        DeviceError::NotYet(point) => (B::NotYet(point), Level::INFO),
        DeviceError::Task(refusal) => (B::Task(refusal), Level::INFO),
        DeviceError::Premises(refusal) => (B::Premises(refusal), Level::INFO),
        DeviceError::Engagement(refusal) => (B::Engagement(refusal), Level::INFO),
        DeviceError::Welfare(refusal) => (B::Welfare(refusal), Level::INFO),
        DeviceError::Notice(refusal) => (B::Notice(refusal), Level::INFO),
        DeviceError::Incomplete(missing) => (B::Incomplete(missing), Level::INFO),
        DeviceError::NotPrinted(reason) => (B::NotPrinted(reason), Level::INFO),
        DeviceError::Paper(_) => (internal("paper"), Level::ERROR),
        DeviceError::OwnHours(refusal) => (B::OwnHours(refusal), Level::INFO),
        DeviceError::Photo(refusal) => (B::Photo(refusal), Level::INFO),
        DeviceError::NoPlace => (B::NoPlace, Level::INFO),
        DeviceError::Calendar(_) => (B::NoTime, Level::INFO),
        DeviceError::NotFound => (B::NotFound, Level::INFO),
        DeviceError::NotErasable => (B::NotErasable, Level::INFO),
        DeviceError::UnderHold(hold) => (B::UnderHold(hold), Level::INFO),
        DeviceError::TooManyFixes => (B::TooManyFixes, Level::INFO),
        DeviceError::OffDuty => (B::OffDuty, Level::INFO),
        DeviceError::Output => (B::Output, Level::WARN),
        // What the file holds is not what this program writes there.
        DeviceError::Row(_) | DeviceError::Chain(_) | DeviceError::Chunk(_) => (B::Corrupt, Level::ERROR),
        DeviceError::Entry(_) => (internal("entry"), Level::ERROR),
        DeviceError::Body(_) => (internal("body"), Level::ERROR),
        DeviceError::Summary(_) => (internal("summary"), Level::ERROR),
        DeviceError::Encode(_) => (internal("chunk"), Level::ERROR),
        DeviceError::Frame(_) => (internal("frame"), Level::ERROR),
        DeviceError::Receipt(_) => (B::BadAnswer, Level::WARN),
        DeviceError::Bug(code) => (internal(code), Level::ERROR),
    }
}

fn internal(code: &str) -> BeatbookError {
    BeatbookError::Internal { code: code.to_owned() }
}

fn told_store(error: StoreError) -> (BeatbookError, Level) {
    use BeatbookError as B;
    match error {
        StoreError::WrongKey => (B::WrongKey, Level::WARN),
        StoreError::Corrupt => (B::Corrupt, Level::ERROR),
        StoreError::Unreadable => (B::Unreadable, Level::ERROR),
        StoreError::NewerVersion { found, known } => (B::NewerVersion { found, known }, Level::WARN),
        StoreError::OtherKind => (B::NotANotebook, Level::WARN),
        StoreError::AlreadyOpen => (B::AlreadyOpen, Level::INFO),
        StoreError::Missing => (B::Missing, Level::INFO),
        StoreError::AlreadyExists => (B::AlreadyExists, Level::INFO),
        StoreError::MissingFolder => (B::MissingFolder, Level::WARN),
        StoreError::ReadOnlyFolder | StoreError::NoPermission => (B::ReadOnlyFolder, Level::WARN),
        StoreError::DiskFull => (B::StorageFull, Level::WARN),
        StoreError::Interrupted => (B::Cancelled, Level::DEBUG),
        other => (B::Storage { code: other.code().to_owned() }, Level::ERROR),
    }
}

fn told_state(state: State) -> BeatbookError {
    match state {
        State::Paused => BeatbookError::Paused,
        State::Closed => BeatbookError::Closed,
        State::AlreadyRunning => BeatbookError::AlreadyRunning,
        State::Cancelled => BeatbookError::Cancelled,
        State::OtherTicket => BeatbookError::OtherTicket,
        State::Moved => BeatbookError::Moved,
        State::Retired => BeatbookError::Retired,
        State::NoSuccessorNeeded => BeatbookError::NoSuccessorNeeded,
        State::SuccessorBegun(successor) => BeatbookError::SuccessorBegun(successor),
    }
}

impl From<DeviceError> for BeatbookError {
    fn from(error: DeviceError) -> Self {
        let inner = error.to_string();
        let (told, level) = told(error);
        let code = told.code();
        match level {
            Level::ERROR => tracing::error!(code, inner, "refused"),
            Level::WARN => tracing::warn!(code, inner, "refused"),
            Level::INFO => tracing::info!(code, "refused"),
            _ => tracing::debug!(code, "refused"),
        }
        told
    }
}
