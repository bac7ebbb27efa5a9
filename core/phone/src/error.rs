//! What can go wrong at the command line, each with its remedy, a stable name and a stable exit code.
//!
//! Exit codes: 0 done, 1 a check found a fault, 2 wrong use, 3 not possible now, 4 the input cannot be used,
//! 5 the notebook cannot be opened, 6 the storage failed, 7 the exchange with the server failed, 8 the notebook is
//! closed for writing, 70 a mistake in the program.

use std::io;
use std::process::ExitCode;

use beatbook_device::{BeatbookError, PaperError};
use beatbook_domain::calendar::CalendarError;
use beatbook_domain::notices::number::NoticeNumber;
use beatbook_domain::records::alone::AloneRefusal;
use beatbook_phone::gpx::GpxError;

/// Why a command did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum PhoneError {
    /// The library says no.
    #[error(transparent)]
    Library(#[from] BeatbookError),
    /// The walk cannot be read.
    #[error(transparent)]
    Gpx(#[from] GpxError),
    /// A time on the command line is none.
    #[error(
        "not a time: write 2025-09-06T19:00:00+01:00, or 2025-09-06T19:00 (local time), or 19:00 (next after \
         the training clock)"
    )]
    Time,
    /// A time on the command line at which something was done is none.
    #[error(
        "not a time: write 2025-09-06T19:00:00+01:00, or 2025-09-06T19:00 (local time), or 19:00 (the last time that a clock \
         showed it)"
    )]
    TimeGone,
    /// A kind of unit on land that there is none of.
    #[error(
        "not a kind of unit: write caravan, vehicle, tent or structure, then how it can be told from others"
    )]
    Unit,
    /// A date of birth that is none.
    #[error("this is no date of birth: write it as 1979-02-28")]
    Born,
    /// Nobody says of which encampment something is told.
    #[error(
        "this phone told of no encampment that could be meant: name one with --encampment (`encampment list` shows those it knows), or \
         report it first (`encampment report`)"
    )]
    WhichEncampment,
    /// Nobody says of which of several people something is told.
    #[error(
        "several people are in this record: say which one with --person, or the next number for somebody new"
    )]
    WhichPerson,
    /// A level where words are asked for.
    #[error("say in words what there is to worry about; a grave one is told with --high")]
    Level,
    /// A date is out of range.
    #[error(transparent)]
    Calendar(#[from] CalendarError),
    /// No notebook in the folder.
    #[error("there is no notebook on this phone: enrol first")]
    NoNotebook,
    /// A key file, and no notebook it could open.
    #[error(
        "the notebook's file is gone, its key is here: put the file back, or take the key away and enrol anew"
    )]
    NotebookLost,
    /// Several notebooks in the folder.
    #[error("there are several notebooks on this phone: choose one with --notebook (see `list`)")]
    SeveralNotebooks,
    /// The training clock's file is not one of ours.
    #[error("the training clock is damaged: sign off or close at a time of your own with --at")]
    Clock,
    /// A walk is to be replayed into a patrol that runs on the real clock.
    #[error(
        "the patrol runs on the real clock, a walk on its own: sign on with `on --at TIME`, a little before the \
         walk begins"
    )]
    RealPatrol,
    /// A card is asked for of a zone that there is none of, by the briefing that is named.
    #[error(
        "no zone of this code that could have a card is in force by {0}: `card list` shows those with one"
    )]
    NoCardZone(String),
    /// Nobody is on duty.
    #[error(
        "nobody is on duty: sign on with `on --at TIME`, a little before the walk begins; nothing was stored"
    )]
    NotOnDuty,
    /// A time was given outside a training shift.
    #[error("--at is for training shifts: begin one with `on --at TIME`, or leave --at out")]
    NoTraining,
    /// A thing of no kind that is known.
    #[error("say of each thing what kind it is: tent, bedding, clothes, medication, papers, phone or other")]
    Belonging,
    /// A photograph of a thing that is not among those told.
    #[error("a photograph names a thing by its number in the order of --item: 1 for the first")]
    NoSuchThing,
    /// A photograph with position, time or more in its file.
    #[error(
        "the file tells more than the picture, such as where or when it was taken: `beatbook-phone welfare photo FILE OUT` writes a copy without; name that"
    )]
    PhotoTells,
    /// A training shift is under way and this command would leave it.
    #[error("the training clock only runs forward: give a time not before where it stands (see `status`)")]
    ClockBack,
    /// The file has no usable point.
    #[error("the walk has no usable point, as the account says: choose another file")]
    EmptyWalk,
    /// All of the walk lies in years no notebook takes.
    #[error(
        "the walk is not from 2020 to 2119, and no notebook takes another: move it with `replay --at TIME`"
    )]
    OldWalk,
    /// Hours over several patrols, and no network.
    #[error(
        "hours over several patrols come from the server, which was not reached: ask again with a network; what \
         each patrol came to is on this phone (see `patrols`)"
    )]
    NeedsServer,
    /// A file could not be used.
    #[error("{doing} failed ({kind}): check that it is there and may be used")]
    File {
        /// What was tried.
        doing: &'static str,
        /// The operating system's class of failure.
        kind: io::ErrorKind,
    },
    /// An address or a date of birth, and nobody told whose.
    #[error("say whose it is first: the name of a person (--name), or of a company (--body)")]
    NameFirst,
    /// A draft of this phone that a supervisor issued: the phone has not its paper.
    #[error(
        "{0} was issued from a draft of this phone and sent by post: its paper is printed at a supervisor's desk \
         (`beatbook-server notice print`); `notice show` tells what became of the draft"
    )]
    PrintedAtDesk(NoticeNumber),
    /// The same, where something is to be told of it.
    #[error(
        "{0} was issued at a supervisor's desk: what becomes of it is entered there, tell the supervisor"
    )]
    DecidedAtDesk(NoticeNumber),
    /// The fonts, or the paper made with them.
    #[error("{0}")]
    Paper(PaperError),
    /// The key file is not 64 hexadecimal digits.
    #[error("the key file is damaged: put back the copy you keep elsewhere; nothing was changed")]
    KeyFile,
    /// There are notebooks but no key file.
    #[error("the key file is missing: put back the copy you keep elsewhere; nothing was changed")]
    KeyFileMissing,
}

impl PhoneError {
    /// Names what was tried when the operating system failed.
    pub fn file(doing: &'static str) -> impl Fn(io::Error) -> Self {
        move |error| Self::File { doing, kind: error.kind() }
    }

    /// A stable name for scripts.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Library(error) => error.code(),
            Self::Gpx(_) => "gpx",
            Self::Time | Self::TimeGone | Self::Calendar(_) => "time",
            Self::Unit => "unit",
            Self::Born => "born",
            Self::WhichEncampment => "which_encampment",
            Self::WhichPerson => "which_person",
            Self::Level => "level",
            Self::NoNotebook => "no_notebook",
            Self::NotebookLost => "notebook_lost",
            Self::SeveralNotebooks => "several_notebooks",
            Self::Clock => "training_clock",
            Self::RealPatrol => "real_patrol",
            Self::NoCardZone(_) => "unknown_zone",
            Self::NotOnDuty => "off_duty",
            Self::NoTraining => "no_training",
            Self::Belonging => "belonging",
            Self::NoSuchThing => "no_such_thing",
            Self::PhotoTells => "photo_tells",
            Self::ClockBack => "clock_back",
            Self::EmptyWalk => "empty_walk",
            Self::OldWalk => "old_walk",
            Self::NeedsServer => "needs_server",
            Self::File { .. } => "file",
            Self::NameFirst => "name_first",
            Self::PrintedAtDesk(_) => "printed_at_desk",
            Self::DecidedAtDesk(_) => "decided_at_desk",
            Self::Paper(_) => "paper",
            Self::KeyFile => "key_file",
            Self::KeyFileMissing => "key_file_missing",
        }
    }

    /// See the table at the top.
    pub fn exit_code(&self) -> ExitCode {
        ExitCode::from(match self {
            Self::PrintedAtDesk(_) | Self::DecidedAtDesk(_) => 3,
            Self::WhichEncampment
            | Self::WhichPerson
            | Self::RealPatrol
            | Self::NotOnDuty
            | Self::NoTraining
            | Self::ClockBack => 3,
            Self::Paper(_)
            | Self::Gpx(_)
            | Self::Belonging
            | Self::NoSuchThing
            | Self::PhotoTells
            | Self::NameFirst
            | Self::Time
            | Self::TimeGone
            | Self::Unit
            | Self::Born
            | Self::Level
            | Self::NoCardZone(_)
            | Self::Calendar(_)
            | Self::EmptyWalk
            | Self::OldWalk => 4,
            Self::NoNotebook
            | Self::NotebookLost
            | Self::SeveralNotebooks
            | Self::Clock
            | Self::KeyFile
            | Self::KeyFileMissing => 5,
            Self::NeedsServer => 7,
            Self::File { .. } => 6,
            Self::Library(error) => of_library(error),
        })
    }
}

fn of_library(error: &BeatbookError) -> u8 {
    use BeatbookError as B;
    match error {
        B::NoPlace | B::OffDuty | B::Patrol(_) | B::NotFound | B::NotErasable | B::NoSuccessorNeeded => 3,
        B::UnderHold(_) => 3,
        B::SuccessorBegun(_) => 3,
        B::Alone(AloneRefusal::NotRunning) => 3,
        B::Paused | B::Closed | B::AlreadyRunning | B::Cancelled => 3,
        B::Incomplete(_) | B::NoNoticeNumber(_) | B::NotPrinted(_) => 3,
        B::OwnHours(_)
        | B::Encounter(_)
        | B::Alone(_)
        | B::Count(_)
        | B::Encampment(_)
        | B::Tent(_)
        | B::NotYet(_)
        | B::Engagement(_)
        | B::Premises(_)
        | B::Task(_)
        | B::Welfare(_)
        | B::Notice(_)
        | B::NoticeAuthority => 4,
        B::NoTime | B::Text { .. } | B::TooLarge | B::TooManyFixes | B::Ticket(_) | B::Photo(_) => 4,
        B::WrongKey | B::Corrupt | B::Unreadable | B::NewerVersion { .. } | B::NotANotebook => 5,
        B::AlreadyOpen | B::Missing | B::AlreadyExists | B::MissingFolder | B::ReadOnlyFolder => 5,
        B::StorageFull | B::Storage { .. } | B::Output => 6,
        B::CodeInvalid | B::OtherTicket | B::Network | B::NotOurServer | B::ClockWrong => 7,
        B::ServerRestored
        | B::BadAnswer
        | B::UpgradeRequired
        | B::Unauthorised
        | B::Revoked
        | B::ServerBusy => 7,
        B::Moved | B::Retired => 8,
        _ => 70,
    }
}
