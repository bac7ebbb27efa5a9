//! What Kotlin, Swift and Python call: the phone's facade in records, no logic of its own.
//!
//! Every call blocks and is meant for a background thread; every call answers or throws a
//! [`BeatbookError`] with a stable code. The first surface: one notebook, one patrol, its hours, its sync.

mod alone;
mod error;
mod notebook;
mod records;

pub use alone::{LoneWorkerStatus, TeamKnows, TimerClock, TimerState};
pub use error::BeatbookError;
pub use notebook::{Notebook, list_notebooks};
pub use records::{
    DutyKind, FixReport, FolderPlaces, NotebookStatus, Outbox, PatrolHours, Position, PositionOutcome,
    PositionProvider, PositionResult, SignOnChoices, SignedOffPatrol, SyncResult, TravelKind, ZoneHere,
    ZoneHours,
};

uniffi::setup_scaffolding!();
