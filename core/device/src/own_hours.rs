//! The officer's own hours over many patrols: told by the server, which alone has every phone's word.
//! What a single patrol came to the phone knows by itself, offline: see [`Beatbook::patrols`].

use beatbook_protocol::hours::HoursResponse;

use crate::beatbook::{Beatbook, Told};
use crate::error::{DeviceError, LinkFault};
use crate::sync;

/// What is asked of the officer's own hours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskHours {
    /// First instant of the period, UTC milliseconds.
    pub from: i64,
    /// First instant after it, UTC milliseconds.
    pub to: i64,
    /// Codes of the zones; empty for all that the officer's time says anything of.
    pub zones: Vec<String>,
}

/// Why the officer's own hours are not told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OwnHoursRefusal {
    /// The period is empty, too long, or outside the calendar.
    #[error("own hours are told for a period of at most 366 days between 2000 and 2199: choose other days")]
    Period,
    /// More zones than one question may name, or a code longer than any.
    #[error("at most 100 zones can be asked for at once, by their codes: leave some out")]
    TooManyZones,
    /// No zone has this code in the period.
    #[error("no zone has this code in the period: leave it out to see all")]
    UnknownZone,
    /// The answer would be too large.
    #[error("there is too much to tell at once: ask for a shorter period, or for some zones")]
    TooMuch,
    /// The server was not reached.
    #[error(
        "hours over several patrols come from the server, which was not reached: ask again with a network; what each \
         patrol came to is on this phone"
    )]
    NeedsServer,
}

impl OwnHoursRefusal {
    /// A stable name for screens, logs and tests.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Period => "hours_period",
            Self::TooManyZones => "too_many_zones",
            Self::UnknownZone => "unknown_zone",
            Self::TooMuch => "too_much",
            Self::NeedsServer => "needs_server",
        }
    }
}

impl Beatbook {
    /// The officer's own hours by zone, from the server: in the figures is what it has derived up to the instant it
    /// tells, from every phone that names the officer. Nobody else's hours can be asked for, and each look is logged
    /// there. Long; runs on the caller's thread, recording and `sync` go on beside it, and nothing is stored here.
    ///
    /// # Errors
    /// `hours_period`, `too_many_zones`, `unknown_zone`, `too_much`; `needs_server` (no network: what each patrol
    /// came to is told by [`Beatbook::patrols`]); `retired` (ask from the successor); `cancelled`; those of
    /// [`Beatbook::sync`] but `network`, `already_running` and `server_restored`.
    pub fn own_hours(&self, asked: &AskHours) -> Told<HoursResponse> {
        let run = self.gate.begin_long_run()?;
        let told = sync::own_hours(&run, self.setup.timeouts, asked);
        Ok(told.map_err(|error| match error {
            DeviceError::Link(LinkFault::Unreachable | LinkFault::TimedOut) => {
                OwnHoursRefusal::NeedsServer.into()
            }
            other => other,
        })?)
    }
}
