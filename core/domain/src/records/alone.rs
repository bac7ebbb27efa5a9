//! A lone worker's timer: started, checked, stopped on the phone, and what the server tells the team when none of that comes.
//!
//! It is about the officer's own life: the last certain position goes to the own team exactly, and to nobody else. It is
//! neither hours nor time in an area, and no other register reads it.

use beatbook_protocol::id::Id;
use beatbook_protocol::limits::NAME_MAX;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::access::{Area, Audience};
use crate::orders::legal_time::LegalTime;
use crate::records::journal::Moment;
use crate::records::kinds::kinds;
use crate::records::seen::{KeptPlace, said};
use crate::welfare::cell::Cell;

/// Fewest minutes of a timer.
pub const MINUTES_LEAST: u16 = 5;
/// Most minutes of a timer.
pub const MINUTES_MOST: u16 = 240;

/// Where the officer was, as the phone knew it last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct AlonePlace {
    /// Where.
    pub at: KeptPlace,
    /// How long before the entry that was, milliseconds.
    pub age_ms: i64,
}

/// The timer runs from now for so many minutes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AloneSet {
    /// When it was set.
    pub at: Moment,
    /// The same by legal time.
    pub time: LegalTime,
    /// For how long.
    pub minutes: u16,
    /// The last certain position.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub place: Option<AlonePlace>,
    /// Where the officer says to be, in words.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub words: Option<String>,
}

/// It runs no more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AloneStopped {
    /// When it was stopped.
    pub at: Moment,
    /// The same by legal time.
    pub time: LegalTime,
}

/// An entry about a timer. All of one timer have one record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AloneEntry {
    /// It begins.
    Started(AloneSet),
    /// The officer is well; it begins again.
    Checked(AloneSet),
    /// The officer is well and not alone any more.
    Stopped(AloneStopped),
}

kinds!(AloneEntry {
    "alone_started" => Started,
    "alone_checked" => Checked,
    "alone_stopped" => Stopped,
});

/// Why a timer stays as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum AloneRefusal {
    /// Too few or too many.
    #[error("a timer runs from {MINUTES_LEAST} to {MINUTES_MOST} minutes: choose between")]
    Minutes,
    /// Words that are empty or too long.
    #[error("say where in at most {NAME_MAX} characters, or leave it out")]
    Words,
    /// There is none to check or to stop.
    #[error("no timer runs: start one")]
    NotRunning,
}

impl AloneRefusal {
    /// Stable name for machines.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Minutes => "alone_minutes",
            Self::Words => "alone_words",
            Self::NotRunning => "alone_not_running",
        }
    }
}

impl AloneEntry {
    /// Whether it is well formed.
    ///
    /// # Errors
    /// [`AloneRefusal::Minutes`], [`AloneRefusal::Words`].
    pub fn check(&self) -> Result<(), AloneRefusal> {
        let (Self::Started(set) | Self::Checked(set)) = self else { return Ok(()) };
        if !(MINUTES_LEAST..=MINUTES_MOST).contains(&set.minutes) {
            return Err(AloneRefusal::Minutes);
        }
        set.words.iter().try_for_each(|words| said("where", words, NAME_MAX)).map_err(|_| AloneRefusal::Words)
    }

    /// When, by both clocks.
    #[must_use]
    pub fn at(&self) -> Moment {
        match self {
            Self::Started(set) | Self::Checked(set) => set.at,
            Self::Stopped(stopped) => stopped.at,
        }
    }

    /// When, by legal time.
    #[must_use]
    pub fn time(&self) -> LegalTime {
        match self {
            Self::Started(set) | Self::Checked(set) => set.time,
            Self::Stopped(stopped) => stopped.time,
        }
    }

    /// What it sets, unless it stops.
    #[must_use]
    pub fn set(&self) -> Option<&AloneSet> {
        match self {
            Self::Started(set) | Self::Checked(set) => Some(set),
            Self::Stopped(_) => None,
        }
    }
}

/// Whom the server tells.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AloneFor {
    /// The officer's own team, as officers' teams are spelled.
    Team(String),
    /// The officer alone, who is of no team.
    Officer(Id),
    /// Those who read all of an area's records: of welfare if the officer was out for it, else of patrols.
    Whole(Area),
}

impl AloneFor {
    /// Whose phones get it.
    #[must_use]
    pub fn audience(&self) -> Audience {
        match self {
            Self::Team(team) => Audience::Team(team.clone()),
            Self::Officer(officer) => Audience::Officers(vec![*officer]),
            Self::Whole(area) => Audience::Whole(*area),
        }
    }

    /// Whether it is the own team's, and so exact.
    #[must_use]
    pub fn is_own(&self) -> bool {
        !matches!(self, Self::Whole(_))
    }
}

/// Where the officer was last, as far as it is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AloneWhere {
    /// Exactly.
    Exact(KeptPlace),
    /// In this square of 100 m.
    Cell(Cell),
}

/// A timer is over, and nobody has heard of the officer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AloneOverdue {
    /// The timer.
    pub timer: Id,
    /// Whose.
    pub officer: Id,
    /// The officer's code.
    pub code: String,
    /// The notebook that set it.
    pub notebook: Id,
    /// The entry that set it: there is one alarm for each.
    pub entry: u64,
    /// Since when, UTC milliseconds.
    pub since: i64,
    /// When the server told this, UTC milliseconds.
    pub told: i64,
    /// Whether the phone knew the time when it set it. If not, it may be over later than this says.
    pub sure: bool,
    /// Where the officer was last.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub place: Option<AloneWhere>,
    /// When the officer was there, UTC milliseconds.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub place_at: Option<i64>,
    /// Where the officer said to be; for the own team.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub words: Option<String>,
    /// Whom this is for.
    pub for_whom: AloneFor,
}

/// What ended an alarm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AloneEnd {
    /// The officer was well, and went on.
    Checked,
    /// The officer stopped the timer.
    Stopped,
}

impl AloneEnd {
    /// Its word.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Checked => "checked",
            Self::Stopped => "stopped",
        }
    }
}

/// An alarm is over: the officer was heard of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AloneEnded {
    /// The timer.
    pub timer: Id,
    /// Whose.
    pub officer: Id,
    /// The officer's code.
    pub code: String,
    /// The notebook that set what was over.
    pub notebook: Id,
    /// The entry that set it.
    pub entry: u64,
    /// How.
    pub how: AloneEnd,
    /// When that really was, UTC milliseconds, however late it came.
    pub at: i64,
    /// Last local day on which phones say so.
    pub until: Date,
    /// Those who were told that it was overdue.
    pub for_whom: AloneFor,
}

/// What the server's journal says of timers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AloneWord {
    /// See [`AloneOverdue`].
    Overdue(Box<AloneOverdue>),
    /// See [`AloneEnded`].
    Ended(AloneEnded),
}

kinds!(AloneWord {
    "alone_overdue" => Overdue,
    "alone_ended" => Ended,
});

impl AloneWord {
    /// The notebook and entry that set what is overdue or was.
    #[must_use]
    pub fn period(&self) -> (Id, u64) {
        match self {
            Self::Overdue(overdue) => (overdue.notebook, overdue.entry),
            Self::Ended(ended) => (ended.notebook, ended.entry),
        }
    }

    /// The timer.
    #[must_use]
    pub fn timer(&self) -> Id {
        match self {
            Self::Overdue(overdue) => overdue.timer,
            Self::Ended(ended) => ended.timer,
        }
    }

    /// Whom it is for.
    #[must_use]
    pub fn for_whom(&self) -> &AloneFor {
        match self {
            Self::Overdue(overdue) => &overdue.for_whom,
            Self::Ended(ended) => &ended.for_whom,
        }
    }

    /// Whose phones get it: the end goes to all that got the alarm, however late they ask, and is erased with it.
    #[must_use]
    pub fn audience(&self) -> Audience {
        self.for_whom().audience()
    }
}
