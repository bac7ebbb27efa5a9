//! What the report says: figures in milliseconds, in a fixed order, nothing rounded.
//!
//! *Officer* counts every officer of a crew, *patrol* counts the crew once. Colleagues without a
//! notebook are in the officer figures and stand beside them on their own, so both numbers can be read.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

use crate::hours::outstanding::Completeness;
use crate::hours::published::Restated;
use crate::hours::query::{Basis, GroupBy, ZoneChoice};
use crate::presence::{Interval, Quality};
use crate::records::patrol::Duty;
use crate::records::server::PublishedFigure;
use crate::zone::ZoneKind;

/// Hours in a week: cells of the weekday-hour table, Monday 00:00 first, local time.
pub const WEEK_HOURS: usize = 168;

/// One measure by both ways of counting, milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Both {
    /// Every officer of a crew counts.
    pub officer: i64,
    /// A crew counts once.
    pub patrol: i64,
}

impl Both {
    pub(super) fn add(&mut self, other: Self) {
        self.officer = self.officer.saturating_add(other.officer);
        self.patrol = self.patrol.saturating_add(other.patrol);
    }
}

/// The estimate with the bounds that hold it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Bounds {
    /// Time inside.
    pub presence: Both,
    /// Certainly inside.
    pub certain: Both,
    /// Possibly inside.
    pub possible: Both,
}

impl Bounds {
    pub(super) fn add(&mut self, other: Self) {
        self.presence.add(other.presence);
        self.certain.add(other.certain);
        self.possible.add(other.possible);
    }
}

/// One thing for each way of moving.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct ByMode<T> {
    /// On foot.
    pub foot: T,
    /// On a cycle.
    pub cycle: T,
    /// In a vehicle.
    pub vehicle: T,
}

/// Presence under one kind of duty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct DutyHours {
    /// On foot.
    pub foot: Both,
    /// In every mode.
    pub all: Both,
}

/// Presence by kind of duty; welfare duties are never among them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct ByDuty {
    /// Tasked, within core duty.
    pub tasked_core: DutyHours,
    /// Overtime paid by a programme.
    pub overtime_funded: DutyHours,
    /// The officer's own initiative.
    pub self_initiated: DutyHours,
    /// On call.
    pub on_call: DutyHours,
}

impl ByDuty {
    /// The part of one duty; none for welfare duties.
    pub(super) fn of(&mut self, duty: Duty) -> Option<&mut DutyHours> {
        match duty {
            Duty::TaskedCore => Some(&mut self.tasked_core),
            Duty::OvertimeFunded => Some(&mut self.overtime_funded),
            Duty::SelfInitiated => Some(&mut self.self_initiated),
            Duty::OnCall => Some(&mut self.on_call),
            Duty::Outreach | Duty::Count => None,
        }
    }
}

/// Stays, counted in the period they begin in; a crew with two phones makes one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct VisitCounts {
    /// All.
    pub all: u32,
    /// Mostly on foot.
    pub foot: u32,
    /// With enough time on foot to count as a dose.
    pub dosage: u32,
}

/// Tracks by quality class, counted in the period they begin in; one for each phone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct TrackClasses {
    /// Gaps at most 2 % of the patrol.
    pub a: u32,
    /// At most 10 %.
    pub b: u32,
    /// At most 25 %.
    pub c: u32,
    /// More.
    pub d: u32,
}

impl TrackClasses {
    pub(super) fn count(&mut self, class: Quality) {
        match class {
            Quality::A => self.a += 1,
            Quality::B => self.b += 1,
            Quality::C => self.c += 1,
            Quality::D => self.d += 1,
        }
    }
}

/// One hour of the local week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Cell {
    /// Presence on foot.
    pub foot: Both,
    /// Presence in every mode.
    pub all: Both,
    /// Dosage visits that begin in it.
    pub dosage: u32,
}

/// Everything said of one area (or team, or operation) in one period. Milliseconds.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct AreaHours {
    /// Presence by way of moving; abstracted time is not in it.
    pub modes: ByMode<Bounds>,
    /// Presence in every mode.
    pub all: Bounds,
    /// The upper bound if officers had been there in every gap as well.
    pub possible_with_gaps: Both,
    /// Presence by kind of duty.
    pub duties: ByDuty,
    /// Of the officer presence on foot: colleagues without a notebook.
    pub others_foot: i64,
    /// Of the officer presence in every mode: colleagues without a notebook.
    pub others_all: i64,
    /// Of the presence: outside any visit.
    pub passing: Both,
    /// Present while abstracted: shown, never in the hours.
    pub abstracted: Both,
    /// Abstracted wherever they were, by reason.
    pub abstracted_on_duty: BTreeMap<String, Both>,
    /// On duty, abstraction apart, of the crews that were possibly in the area (teams, operations: all).
    pub on_duty: Both,
    /// Of that: no phone of the crew has a position. Neither presence nor absence.
    pub gap: Both,
    /// Their tracks.
    pub tracks: TrackClasses,
    /// Stays.
    pub visits: VisitCounts,
    /// Officer-hours of outreach and counts: wards and whole months only, and nothing finer.
    pub welfare: Option<i64>,
    /// When in the week; 168 cells, if asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub week: Vec<Cell>,
}

impl AreaHours {
    /// The figure that targets and shares are reckoned with.
    #[must_use]
    pub fn basis(&self, basis: Basis) -> i64 {
        match basis {
            Basis::OfficerFoot => self.modes.foot.presence.officer,
            Basis::OfficerAll => self.all.presence.officer,
            Basis::PatrolFoot => self.modes.foot.presence.patrol,
            Basis::PatrolAll => self.all.presence.patrol,
        }
    }
}

/// What a row is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case", tag = "is")]
pub enum RowName {
    /// A zone.
    Zone {
        /// Its code.
        code: String,
        /// Its name.
        name: String,
        /// Its kind.
        kind: ZoneKind,
        /// Its programme.
        programme: Option<String>,
    },
    /// All zones of a kind as one area.
    Kind {
        /// The kind.
        kind: ZoneKind,
    },
    /// All zones of a programme as one area.
    Programme {
        /// The programme.
        programme: String,
    },
    /// A team.
    Team {
        /// Its name.
        team: String,
    },
    /// An operation.
    Operation {
        /// Its name; absent for patrols of none.
        operation: Option<String>,
    },
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Row {
    /// What it is about.
    pub name: RowName,
    /// The figures.
    pub hours: AreaHours,
    /// What the programme wants in this period, milliseconds.
    pub target: Option<i64>,
    /// What the whole programme has, by the report's basis and for everyone, milliseconds.
    pub programme_total: Option<i64>,
    /// How it differs from the figure first published, if it does.
    pub restated: Option<Restated>,
}

impl Row {
    /// A row with no time in it.
    #[must_use]
    pub fn new(name: RowName) -> Self {
        Self { name, hours: AreaHours::default(), target: None, programme_total: None, restated: None }
    }
}

/// Zones were changed for the past.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PastRedrawn {
    /// From when on they are others, UTC milliseconds.
    pub from: i64,
    /// Why.
    pub reason: String,
}

/// Whose time the report counts, as it says so itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "of")]
pub enum Subject {
    /// Everyone.
    Everyone,
    /// A team.
    Team {
        /// Its name.
        team: String,
    },
    /// An operation.
    Operation {
        /// Its name.
        operation: String,
    },
    /// One officer, whom the report does not name.
    OneOfficer,
}

/// The report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HoursReport {
    /// From when until when, UTC milliseconds.
    #[serde(serialize_with = "as_pair")]
    pub period: Interval,
    /// What a person calls the period.
    pub label: String,
    /// What a row is.
    pub group_by: GroupBy,
    /// Which zones.
    pub zones: ZoneChoice,
    /// Whose time.
    pub subject: Subject,
    /// What targets and shares are reckoned with.
    pub basis: Basis,
    /// The rows, by name.
    pub rows: Vec<Row>,
    /// Each programme of the rows' zones as a whole: all its zones as one area. There is no other total.
    pub programmes: Vec<Row>,
    /// Teams left out: those of fewer than three officers that were out, and those from which such a team's hours would follow.
    pub teams_left_out: u32,
    /// Patrols begun in the period that last longer than anybody is on duty: they are in no figure.
    pub held_out: u32,
    /// Published zones that this report has no row for.
    pub published_without_row: Vec<PublishedFigure>,
    /// Zones changed for the past since the period was first published; none if no figure differs from then.
    pub redrawn: Vec<PastRedrawn>,
    /// How complete it is; absent until the caller says.
    pub completeness: Option<Completeness>,
}

fn as_pair<S: Serializer>(period: &Interval, serializer: S) -> Result<S::Ok, S::Error> {
    [period.from, period.to].serialize(serializer)
}
