//! Two error enums: what can go wrong inside, and what a caller is told; one table joins them.
//! A caller's error says what to do next, carries a stable code and never personal data.
//! The same table says how loudly the log speaks of it; it is logged once, where it leaves the library.

mod link;
mod told;

use beatbook_domain::calendar::CalendarError;
use beatbook_domain::engagement::EngagementRefusal;
use beatbook_domain::law::missing::Missing;
use beatbook_domain::notices::block::NoNumber;
use beatbook_domain::photo::PhotoRefusal;
use beatbook_domain::premises::PremisesRefusal;
use beatbook_domain::records::alone::AloneRefusal;
use beatbook_domain::records::body::BodyError;
use beatbook_domain::records::count::story::CountRefusal;
use beatbook_domain::records::encampment::EncampmentForm;
use beatbook_domain::records::encounter::story::EncounterRefusal;
use beatbook_domain::records::notice::story::NoticeRefusal;
use beatbook_domain::records::patrol::PatrolRefusal;
use beatbook_domain::records::summary::SummaryError;
use beatbook_domain::records::tent::TentForm;
use beatbook_domain::records::welfare::story::WelfareRefusal;
use beatbook_domain::tasks::TaskRefusal;
use beatbook_domain::track::{ChunkError, EncodeError};
use beatbook_paper::{NotPrinted, PaperError};
use beatbook_protocol::chain::ChainError;
use beatbook_protocol::enrol::TicketError;
use beatbook_protocol::entry::EntryError;
use beatbook_protocol::frame::FrameError;
use beatbook_protocol::id::Id;
use beatbook_protocol::limits::FIXES_PER_CALL_MAX;
use beatbook_protocol::receipt::ReceiptError;
use beatbook_store::StoreError;

pub(crate) use self::link::LinkFault;
use crate::own_hours::OwnHoursRefusal;
use crate::platform::PlatformError;

/// What a caller of the library is told.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BeatbookError {
    /// The key is another notebook's.
    #[error("this key does not open this notebook: use the notebook's own key; nothing was changed")]
    WrongKey,
    /// The key is right, the file is damaged.
    #[error(
        "the notebook's file is damaged; what was confirmed stays in it: verify and export it, then set it aside \
         and enrol again"
    )]
    Corrupt,
    /// Key or file is wrong, and nothing is left to tell which.
    #[error(
        "the notebook cannot be read with this key: try its own key, then set it aside; nothing was changed"
    )]
    Unreadable,
    /// The file is of a later release.
    #[error(
        "the notebook was written by a newer release (version {found}, this one knows {known}): update the app"
    )]
    NewerVersion {
        /// Version of the file.
        found: u32,
        /// Newest version known here.
        known: u32,
    },
    /// The file is no notebook.
    #[error("this file is not a notebook: choose another")]
    NotANotebook,
    /// It is open elsewhere, in this process or another.
    #[error("the notebook is already open: close it there first")]
    AlreadyOpen,
    /// No such notebook.
    #[error("there is no such notebook in this folder: check the folder or enrol")]
    Missing,
    /// A file of that name is there already.
    #[error("a file of that name exists already: nothing was changed; choose another name or folder")]
    AlreadyExists,
    /// The folder does not exist.
    #[error("the folder does not exist: create it first")]
    MissingFolder,
    /// The folder cannot be written.
    #[error("the folder cannot be written: choose one that can, or correct its permissions")]
    ReadOnlyFolder,
    /// The storage is full, reserve included.
    #[error("the phone's storage is full: free some space; everything confirmed so far is safe")]
    StorageFull,
    /// The storage failed otherwise.
    #[error("the phone's storage failed ({code}): try again; everything confirmed so far is safe")]
    Storage {
        /// The store's stable code.
        code: String,
    },
    /// The library is paused.
    #[error("the notebook is paused: resume it first; nothing was stored")]
    Paused,
    /// The library was shut down.
    #[error("the notebook is closed: open it again; nothing was stored")]
    Closed,
    /// Another run of the same long call is under way.
    #[error(
        "this is already running: wait for it or cancel it; close or pause after it has ended, not from what it tells"
    )]
    AlreadyRunning,
    /// Cancelled by the caller.
    #[error("cancelled: start it again when wanted")]
    Cancelled,
    /// The code is for another officer, authority or server than the notebook.
    #[error("this code is for another officer or server than the notebook: ask for one of your own")]
    OtherTicket,
    /// The file was restored or copied to this phone.
    #[error("this notebook was moved here from elsewhere and is closed for writing: go on in a successor")]
    Moved,
    /// The server knows another branch of this notebook.
    #[error("this notebook exists twice and is closed for writing: go on in a successor")]
    Retired,
    /// The notebook is open for writing and needs no successor.
    #[error("this notebook is in good order: it needs no successor")]
    NoSuccessorNeeded,
    /// A successor was begun already, with another key.
    #[error("a successor was begun already: go on in notebook {0}, with its own key; nothing was changed")]
    SuccessorBegun(Id),
    /// Fixes came while no patrol was open.
    #[error("no tracking outside on-duty: sign on first; nothing was stored")]
    OffDuty,
    /// Too many fixes in one call.
    #[error("more than {most} fixes in one call: pass them in several; nothing was stored", most = FIXES_PER_CALL_MAX)]
    TooManyFixes,
    /// A step does not fit the patrol.
    #[error("{0}")]
    Patrol(PatrolRefusal),
    /// No notice number is left on this phone; the notice stays a draft.
    #[error("{0}")]
    NoNoticeNumber(NoNumber),
    /// The code of the authority whose paper it is is none.
    #[error("the authority's code on a notice is two to four letters: correct it")]
    NoticeAuthority,
    /// What is told does not fit the encounter.
    #[error("{0}")]
    Encounter(EncounterRefusal),
    /// What is told does not fit the count.
    #[error("{0}")]
    Count(CountRefusal),
    /// An entry of an encampment that is not well formed.
    #[error(transparent)]
    Encampment(EncampmentForm),
    /// An entry of a tent that is not well formed.
    #[error(transparent)]
    Tent(TentForm),
    /// Something has to be done before this can be told.
    #[error("{}", .0.remedy)]
    NotYet(Missing),
    /// What is told does not fit the engagement.
    #[error(transparent)]
    Engagement(EngagementRefusal),
    /// What is told does not fit the visit to premises.
    #[error(transparent)]
    Premises(PremisesRefusal),
    /// What is answered does not fit the task.
    #[error(transparent)]
    Task(TaskRefusal),
    /// What is told does not fit the welfare record.
    #[error("{0}")]
    Welfare(WelfareRefusal),
    /// It does not fit the lone worker's timer.
    #[error("{0}")]
    Alone(AloneRefusal),
    /// What is told does not fit the notice.
    #[error("{0}")]
    Notice(NoticeRefusal),
    /// A notice may not have a number yet, or a disclosure or a danger be told: all that is missing.
    #[error("not complete, still missing: {codes}; settle that first", codes = codes(.0))]
    Incomplete(Vec<Missing>),
    /// A notice cannot be put on paper.
    #[error("{0}")]
    NotPrinted(NotPrinted),
    /// A photograph nothing can be left of.
    #[error("{0}")]
    Photo(PhotoRefusal),
    /// Nobody knows where the officer is.
    #[error("there is no usable position: wait for a fix, or point at a place")]
    NoPlace,
    /// The time is none that a calendar has.
    #[error("this is no time between 2000 and 2199: correct it")]
    NoTime,
    /// A text is empty or too long.
    #[error("{field} is empty or longer than {most} characters: correct it")]
    Text {
        /// Which field.
        field: String,
        /// Most characters.
        most: u32,
    },
    /// The entry would be larger than the limit.
    #[error("the entry is too large: shorten it or split it into several")]
    TooLarge,
    /// There is no such entry or patrol.
    #[error(
        "this notebook has nothing of this number or id that can be shown: look at it again; records of help may be shown until \
         sign-off only, and are kept"
    )]
    NotFound,
    /// This entry cannot be erased, or not now.
    #[error(
        "this entry cannot be erased: genesis, erasures, a patrol in progress, the sign-off of one that is told and a refusal of support stay"
    )]
    NotErasable,
    /// The record is under a hold.
    #[error("the record is under the hold {0}: ask whoever placed it to lift it; nothing was erased")]
    UnderHold(Id),
    /// The text is no enrolment code.
    #[error("{0}")]
    Ticket(TicketError),
    /// The enrolment code is unknown, used or expired.
    #[error("the enrolment code is unknown, used or expired: ask for a new one")]
    CodeInvalid,
    /// The network did not carry the exchange; the work goes on, sync tries again.
    #[error("the server was not reached: recording goes on, sync will try again by itself")]
    Network,
    /// Who answered is not this notebook's server.
    #[error(
        "what answered is not this notebook's server: leave this network and try again; nothing was sent to it"
    )]
    NotOurServer,
    /// The server's certificate is not valid at the phone's time.
    #[error(
        "the phone's date is wrong, or the server's certificate has run out: set date and time, then try again"
    )]
    ClockWrong,
    /// Something came back that is not an answer of ours.
    #[error("the answer was damaged or not our server's: nothing was changed, sync will try again")]
    BadAnswer,
    /// The server was restored from a backup that can make nothing of what this phone holds.
    #[error(
        "the server was restored from a backup too old for this notebook: its administrator must restore a newer one; \
         nothing is lost here, recording goes on"
    )]
    ServerRestored,
    /// Server and phone have no protocol version in common.
    #[error("the app is too old for its server: update it; recording and export go on")]
    UpgradeRequired,
    /// The server does not know this notebook.
    #[error("the server does not know this notebook: ask for a new enrolment code; nothing is lost")]
    Unauthorised,
    /// The server has locked this notebook out.
    #[error("this notebook was revoked: speak to your supervisor; nothing is lost")]
    Revoked,
    /// The server is busy.
    #[error("the server is busy: sync will try again by itself")]
    ServerBusy,
    /// The officer's own hours cannot be told.
    #[error("{0}")]
    OwnHours(OwnHoursRefusal),
    /// The export could not be written where it was to go.
    #[error("the export could not be written: check the place and its free space")]
    Output,
    /// The phone gives no time or randomness.
    #[error("the phone's clock or random numbers cannot be read: restart the phone")]
    Phone,
    /// A mistake in the program.
    #[error("something is wrong in the app ({code}): report it with this code; nothing was lost")]
    Internal {
        /// Where it happened.
        code: String,
    },
}

fn codes(points: &[Missing]) -> String {
    points.iter().map(|point| point.code).collect::<Vec<_>>().join(", ")
}

impl BeatbookError {
    /// A stable name for screens, logs and tests.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::WrongKey => "wrong_key",
            Self::Corrupt => "corrupt",
            Self::Unreadable => "unreadable",
            Self::NewerVersion { .. } => "newer_version",
            Self::NotANotebook => "not_a_notebook",
            Self::AlreadyOpen => "already_open",
            Self::Missing => "missing",
            Self::AlreadyExists => "already_exists",
            Self::MissingFolder => "missing_folder",
            Self::ReadOnlyFolder => "read_only_folder",
            Self::StorageFull => "storage_full",
            Self::Storage { .. } => "storage",
            Self::Paused => "paused",
            Self::Closed => "closed",
            Self::AlreadyRunning => "already_running",
            Self::Cancelled => "cancelled",
            Self::OtherTicket => "other_ticket",
            Self::Moved => "moved",
            Self::Retired => "retired",
            Self::NoSuccessorNeeded => "no_successor_needed",
            Self::SuccessorBegun(_) => "successor_begun",
            Self::OffDuty => "off_duty",
            Self::TooManyFixes => "too_many_fixes",
            Self::Patrol(_) => "patrol",
            Self::NoNoticeNumber(refusal) => refusal.code(),
            Self::NoticeAuthority => "notice_authority",
            Self::Encounter(_) => "encounter",
            Self::Count(refusal) => refusal.code(),
            Self::Encampment(form) => form.code(),
            Self::Tent(form) => form.code(),
            Self::NotYet(point) => point.code,
            Self::Engagement(refusal) => refusal.code(),
            Self::Premises(refusal) => refusal.code(),
            Self::Task(refusal) => refusal.code(),
            Self::Welfare(refusal) => refusal.code(),
            Self::Alone(refusal) => refusal.code(),
            Self::Notice(_) => "notice",
            Self::Incomplete(_) => "incomplete",
            Self::NotPrinted(_) => "not_printed",
            Self::Photo(refusal) => refusal.code(),
            Self::NoPlace => "no_place",
            Self::NoTime => "no_time",
            Self::Text { .. } => "text",
            Self::TooLarge => "too_large",
            Self::NotFound => "not_found",
            Self::NotErasable => "not_erasable",
            Self::UnderHold(_) => "under_hold",
            Self::Ticket(_) => "ticket",
            Self::CodeInvalid => "code_invalid",
            Self::Network => "network",
            Self::NotOurServer => "not_our_server",
            Self::ClockWrong => "clock_wrong",
            Self::BadAnswer => "bad_answer",
            Self::ServerRestored => "server_restored",
            Self::UpgradeRequired => "upgrade_required",
            Self::Unauthorised => "unauthorised",
            Self::Revoked => "revoked",
            Self::ServerBusy => "server_busy",
            Self::OwnHours(refusal) => refusal.code(),
            Self::Output => "output",
            Self::Phone => "phone",
            Self::Internal { .. } => "internal",
        }
    }
}

/// Something that has to be done before this can be told, with its source.
pub(crate) fn not_yet(code: &'static str, remedy: &str, source: &'static str) -> DeviceError {
    DeviceError::NotYet(Missing::new(code, remedy, source))
}

/// What can go wrong inside. Public faces are made of it in [`told`] only.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum DeviceError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Platform(#[from] PlatformError),
    #[error(transparent)]
    Entry(#[from] EntryError),
    #[error(transparent)]
    Chain(#[from] ChainError),
    #[error(transparent)]
    Body(#[from] BodyError),
    #[error(transparent)]
    Patrol(#[from] PatrolRefusal),
    #[error(transparent)]
    NoNumber(#[from] NoNumber),
    #[error("not the code of an authority")]
    NoticeAuthority,
    #[error(transparent)]
    Encounter(#[from] EncounterRefusal),
    #[error(transparent)]
    Count(#[from] CountRefusal),
    #[error(transparent)]
    Encampment(#[from] EncampmentForm),
    #[error(transparent)]
    Tent(#[from] TentForm),
    #[error("{} comes first", .0.code)]
    NotYet(Missing),
    #[error(transparent)]
    Engagement(#[from] EngagementRefusal),
    #[error(transparent)]
    Premises(#[from] PremisesRefusal),
    #[error(transparent)]
    Task(#[from] TaskRefusal),
    #[error(transparent)]
    Welfare(#[from] WelfareRefusal),
    #[error(transparent)]
    Alone(#[from] AloneRefusal),
    #[error(transparent)]
    Notice(#[from] NoticeRefusal),
    #[error("{count} points are missing", count = .0.len())]
    Incomplete(Vec<Missing>),
    #[error(transparent)]
    NotPrinted(#[from] NotPrinted),
    #[error(transparent)]
    Photo(#[from] PhotoRefusal),
    #[error("the shipped templates did not print it")]
    Paper(PaperError),
    #[error(transparent)]
    Summary(#[from] SummaryError),
    #[error(transparent)]
    Encode(#[from] EncodeError),
    #[error(transparent)]
    Chunk(#[from] ChunkError),
    #[error(transparent)]
    Frame(#[from] FrameError),
    #[error(transparent)]
    Receipt(#[from] ReceiptError),
    #[error(transparent)]
    Ticket(#[from] TicketError),
    #[error("{0}")]
    State(State),
    #[error("{0}")]
    Link(LinkFault),
    #[error(transparent)]
    OwnHours(#[from] OwnHoursRefusal),
    #[error("{field} is empty or too long")]
    Text { field: &'static str, most: u32 },
    #[error("no position")]
    NoPlace,
    #[error(transparent)]
    Calendar(#[from] CalendarError),
    #[error("no such entry or patrol")]
    NotFound,
    #[error("not erasable")]
    NotErasable,
    #[error("under a hold")]
    UnderHold(Id),
    #[error("more fixes than one call may bring")]
    TooManyFixes,
    #[error("no patrol is open")]
    OffDuty,
    #[error("the sink of an export failed")]
    Output,
    /// A row holds what this program never writes there.
    #[error("a row of {0} is not one of ours")]
    Row(&'static str),
    /// A thing that cannot be, named for the report.
    #[error("{0}")]
    Bug(&'static str),
}

/// Refusals that come from where the notebook or a long call stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum State {
    #[error("paused")]
    Paused,
    #[error("closed")]
    Closed,
    #[error("already running")]
    AlreadyRunning,
    #[error("cancelled")]
    Cancelled,
    #[error("another's code")]
    OtherTicket,
    #[error("moved")]
    Moved,
    #[error("retired")]
    Retired,
    #[error("needs no successor")]
    NoSuccessorNeeded,
    #[error("a successor was begun already")]
    SuccessorBegun(Id),
}

impl From<State> for DeviceError {
    fn from(state: State) -> Self {
        Self::State(state)
    }
}

impl From<PlatformError> for BeatbookError {
    fn from(error: PlatformError) -> Self {
        DeviceError::from(error).into()
    }
}
