//! A lone worker's timer across the boundary. Nothing calls the platform back: it asks every few seconds while one runs,
//! and makes the phone sound as long as the answer says so.

use beatbook_device as device;
use beatbook_domain::alone::AloneClock;

use crate::error::BeatbookError;
use crate::notebook::Notebook;

/// Whether a timer runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum TimerState {
    /// None does.
    Off,
    /// It runs.
    Running,
    /// It is over: the phone sounds.
    Overdue,
}

/// What the team knows of the timer, as far as this phone does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum TeamKnows {
    /// Nothing runs.
    Nothing,
    /// The server has told the team that it is overdue.
    Told,
    /// The server knows until when it runs, and tells the team by itself.
    ServerWatches,
    /// The server does not know of it, so the team cannot be told.
    NotTold,
}

/// By which clock it is known how much of the time has gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum TimerClock {
    /// The phone was not restarted.
    SameStart,
    /// It was; satellites or server told the time before and after.
    Legal,
    /// It was; by its own wall clock.
    Wall,
    /// It was, and its clock was put back: nobody knows, so it counts as overdue.
    Nobody,
}

/// How the officer's own timer stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Record)]
pub struct LoneWorkerStatus {
    /// Whether it runs.
    pub state: TimerState,
    /// By which clock; none if none runs.
    pub clock: Option<TimerClock>,
    /// Until when it runs, or since when it is overdue, by the phone's wall clock, UTC milliseconds.
    pub at: Option<i64>,
    /// Make the phone sound now.
    pub sound: bool,
    /// What the team knows.
    pub team: TeamKnows,
    /// When the team was told, UTC milliseconds.
    pub told_at: Option<i64>,
    /// The last exchange with the server, if the team was not told as far as this phone knows, UTC milliseconds.
    pub last_network: Option<i64>,
}

impl From<device::LoneWorker> for LoneWorkerStatus {
    fn from(now: device::LoneWorker) -> Self {
        let (state, clock, at) = match now.state {
            device::LoneState::Off => (TimerState::Off, None, None),
            device::LoneState::Running { until, clock, .. } => {
                (TimerState::Running, Some(clock), Some(until))
            }
            device::LoneState::Overdue { since, clock } => (TimerState::Overdue, Some(clock), since),
        };
        let (team, told_at, last_network) = match now.team {
            device::TeamWord::Nothing => (TeamKnows::Nothing, None, None),
            device::TeamWord::Told { at } => (TeamKnows::Told, Some(at), None),
            device::TeamWord::ServerWatches { network } => (TeamKnows::ServerWatches, None, network),
            device::TeamWord::NotTold { network } => (TeamKnows::NotTold, None, network),
        };
        let clock = clock.map(|clock| match clock {
            AloneClock::SameStart => TimerClock::SameStart,
            AloneClock::Legal => TimerClock::Legal,
            AloneClock::Wall => TimerClock::Wall,
            AloneClock::Nobody => TimerClock::Nobody,
        });
        Self { state, clock, at, sound: now.sound, team, told_at, last_network }
    }
}

#[uniffi::export]
impl Notebook {
    /// Starts the timer; the authority's usual number of minutes if none is said. `place` is where the officer will be, in
    /// words, for the own team.
    pub fn start_alone(&self, minutes: Option<u16>, place: Option<String>) -> Result<(), BeatbookError> {
        Ok(self.beatbook.start_alone(device::StartAlone { minutes, words: place })?)
    }

    /// "I am well": it begins again.
    pub fn check_alone(&self) -> Result<(), BeatbookError> {
        Ok(self.beatbook.check_alone()?)
    }

    /// The officer is well, and not alone any more.
    pub fn stop_alone(&self) -> Result<(), BeatbookError> {
        Ok(self.beatbook.stop_alone()?)
    }

    /// How it stands: to be asked every few seconds while it runs, and when the app starts.
    pub fn lone_worker(&self) -> Result<LoneWorkerStatus, BeatbookError> {
        Ok(self.beatbook.lone_worker()?.into())
    }
}
