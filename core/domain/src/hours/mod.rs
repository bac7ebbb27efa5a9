//! The hours report: who was really where, for how long, derived from phones and typed by nobody.
//!
//! [`report()`] turns facts about patrols into one row per zone, kind, programme, team or operation.
//! Everything is in milliseconds and adds up exactly over periods; rounding is for whoever prints.
//! How each figure is made is told in `docs/hours.md`.

mod area;
mod facts;
mod figures;
mod measure;
mod outstanding;
mod published;
mod query;
mod report;
mod target;
mod teams;
mod visits;

pub use facts::{
    AbstractedTime, AreaTime, HoursFacts, LONGEST_PATROL_MS, OperationSpan, PatrolTime, ReportZone,
};
pub use figures::{
    AreaHours, Both, Bounds, ByDuty, ByMode, Cell, DutyHours, HoursReport, PastRedrawn, Row, RowName,
    Subject, TrackClasses, VisitCounts, WEEK_HOURS,
};
pub use outstanding::{Completeness, NotebookState, Outstanding, OutstandingReason, outstanding};
pub use published::{Restated, mark_restated, publish};
pub use query::{Basis, GroupBy, HoursQuery, HoursRefusal, SMALLEST_TEAM, Whose, ZoneChoice};
pub use report::report;
pub use teams::teams_left_out;
