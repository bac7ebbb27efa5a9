//! What a supervisor may ask, and what is refused: the rules on one officer's hours live here.

use beatbook_protocol::id::Id;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::calendar::CalendarError;
use crate::presence::Interval;
use crate::zone::ZoneKind;

/// Fewest officers on a team whose hours are listed, ranked or exported.
pub const SMALLEST_TEAM: usize = 3;

/// What a row of the report stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GroupBy {
    /// One zone.
    Zone,
    /// All chosen zones of one kind, as one area.
    Kind,
    /// All chosen zones of one programme, as one area.
    Programme,
    /// The officers of one team, in all chosen zones as one area.
    Team,
    /// The patrols of one operation, in all chosen zones as one area.
    Operation,
}

/// Which zones the rows are about.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ZoneChoice {
    /// Every zone.
    All,
    /// Zones of one kind.
    Kind(ZoneKind),
    /// Zones of one programme.
    Programme(String),
    /// Zones of these codes.
    Codes(Vec<String>),
}

/// Which figure targets and shares are reckoned with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// Officer-hours on foot.
    #[default]
    OfficerFoot,
    /// Officer-hours in every mode.
    OfficerAll,
    /// Patrol-hours on foot.
    PatrolFoot,
    /// Patrol-hours in every mode.
    PatrolAll,
}

/// Whose time is counted.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Whose {
    /// Everyone's.
    Everyone,
    /// The officers of one team.
    Team(String),
    /// The patrols of one operation.
    Operation(String),
    /// One officer; made by [`Whose::own`] or [`Whose::with_reason`] only.
    Officer(OneOfficer),
}

/// Leave to see one officer's hours.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct OneOfficer {
    officer: Id,
    reason: Option<String>,
}

impl OneOfficer {
    /// Whose hours.
    #[must_use]
    pub fn officer(&self) -> Id {
        self.officer
    }

    /// The supervisor's reason, for the access log; absent if it is the officer's own view.
    #[must_use]
    pub fn reason(&self) -> Option<&str> {
        self.reason.as_deref()
    }
}

impl Whose {
    /// An officer's view of their own hours.
    #[must_use]
    pub fn own(reader: Id) -> Self {
        Self::Officer(OneOfficer { officer: reader, reason: None })
    }

    /// A supervisor's view of one officer's hours. The caller logs the reason before showing anything.
    ///
    /// # Errors
    /// [`HoursRefusal::ReasonMissing`].
    pub fn with_reason(officer: Id, reason: &str) -> Result<Self, HoursRefusal> {
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(HoursRefusal::ReasonMissing);
        }
        Ok(Self::Officer(OneOfficer { officer, reason: Some(reason.to_owned()) }))
    }
}

/// A question to the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HoursQuery {
    /// From when until when, UTC milliseconds.
    pub period: Interval,
    /// What a person calls the period.
    pub label: String,
    /// What a row is.
    pub group_by: GroupBy,
    /// Which zones.
    pub zones: ZoneChoice,
    /// Whose time.
    pub whose: Whose,
    /// What targets and shares are reckoned with.
    pub basis: Basis,
    /// Whether each row also says when in the week.
    pub by_week_hour: bool,
}

/// Why a report is refused.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum HoursRefusal {
    /// The team is too small for its hours to be anything but one officer's.
    #[error(
        "hours are listed for teams of at least {SMALLEST_TEAM} officers, and not for one from which a smaller one's would \
         follow: ask for a larger team, or for one officer's hours with a reason"
    )]
    TeamTooSmall,
    /// One officer's hours without saying why.
    #[error(
        "one officer's hours are for that officer, or for a supervisor who gives a reason: add the reason"
    )]
    ReasonMissing,
    /// One officer's hours as rows of a list.
    #[error(
        "officers are not listed or ranked by hours: ask for one officer's hours by zone, kind or programme"
    )]
    OfficerInList,
    /// A zone code that is not among the zones.
    #[error("no zone has this code in the period: see the zones in force and ask again")]
    UnknownZone,
    /// A team nobody belongs to.
    #[error("no officer belongs to a team of this name: see the officers and ask again")]
    UnknownTeam,
    /// The period holds no time.
    #[error("the period is empty: its end must be after its begin")]
    EmptyPeriod,
    /// Only the whole report by zone is published.
    #[error("only everyone's hours by zone, of all zones, can be published: leave the filters out")]
    NotTheWholeReport,
    /// The period lies outside the calendar.
    #[error(transparent)]
    Calendar(#[from] CalendarError),
}

impl HoursRefusal {
    /// Stable name for machines.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::TeamTooSmall => "team_too_small",
            Self::ReasonMissing => "reason_missing",
            Self::OfficerInList => "officer_in_list",
            Self::UnknownZone => "unknown_zone",
            Self::UnknownTeam => "unknown_team",
            Self::EmptyPeriod => "empty_period",
            Self::NotTheWholeReport => "not_the_whole_report",
            Self::Calendar(error) => error.code(),
        }
    }
}
