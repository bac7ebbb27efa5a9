//! Types of `beatbook_device::alone`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// A colleague's timer that ran out, or the officer's own.
#[uniffi::remote(Record)]
pub struct AloneAlarm {
    /// Whose.
    pub officer: Id,
    /// The officer's code.
    pub code: String,
    /// It is the officer's own.
    pub own: bool,
    /// Since when it is overdue, UTC milliseconds; none once it has ended.
    #[uniffi(default = None)]
    pub since: Option<i64>,
    /// When the server told it, UTC milliseconds.
    #[uniffi(default = None)]
    pub told: Option<i64>,
    /// The officer's phone knew the time; if not, it may be overdue later than this says.
    pub sure: bool,
    /// Where the officer was last, exactly for the own team.
    #[uniffi(default = None)]
    pub place: Option<AloneWhere>,
    /// When that was, UTC milliseconds.
    #[uniffi(default = None)]
    pub place_at: Option<i64>,
    /// Where the officer said to be.
    #[uniffi(default = None)]
    pub words: Option<String>,
    /// The officer was heard of: how, and when that really was, UTC milliseconds.
    #[uniffi(default = None)]
    pub ended: Option<AloneEndedPair>,
}

/// Whether a timer runs.
#[uniffi::remote(Enum)]
pub enum LoneState {
    /// None does.
    Off,
    /// It runs.
    Running {
        /// Until when, by the phone's wall clock, UTC milliseconds.
        until: i64,
        /// Milliseconds from now.
        left: i64,
        /// By which clock that is known.
        clock: AloneClock,
    },
    /// It is over.
    Overdue {
        /// Since when, by the phone's wall clock, UTC milliseconds; none if nobody knows: the phone was restarted and its
        /// clock put back.
        since: Option<i64>,
        /// By which clock that is known.
        clock: AloneClock,
    },
}

/// How the officer's own timer stands.
#[uniffi::remote(Record)]
pub struct LoneWorker {
    /// Whether it runs or is overdue, and by which clock.
    pub state: LoneState,
    /// The phone sounds until the officer checks in or stops it.
    pub sound: bool,
    /// What the team knows.
    pub team: TeamWord,
}

/// How a timer begins.
#[uniffi::remote(Record)]
pub struct StartAlone {
    /// Minutes, 5 to 240; the authority's usual number (45 if nothing is settled) if left out.
    #[uniffi(default = None)]
    pub minutes: Option<u16>,
    /// Where the officer will be, in words; the own team reads it if the timer runs out.
    #[uniffi(default = None)]
    pub words: Option<String>,
}

/// What the team knows of the timer, as far as this phone does.
#[uniffi::remote(Enum)]
pub enum TeamWord {
    /// Nothing runs.
    Nothing,
    /// The server has told the team that it is overdue.
    Told {
        /// When, UTC milliseconds.
        at: i64,
    },
    /// The server knows until when it runs, and tells the team by itself; this phone has not heard that it did.
    ServerWatches {
        /// Server time of the last exchange, UTC milliseconds.
        network: Option<i64>,
    },
    /// The server does not know of it, so the team cannot be told.
    NotTold {
        /// Server time of the last exchange, UTC milliseconds; there was no network since.
        network: Option<i64>,
    },
}
