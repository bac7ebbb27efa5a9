//! Types of `beatbook_device::tasks`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// A task as this phone knows it.
#[uniffi::remote(Record)]
pub struct TaskView {
    /// The task, and where it stands by what the desk and this notebook tell.
    pub task: Task,
    /// Its window is over, and it is still to be done.
    pub overdue: bool,
    /// Presence of this notebook's patrols in its zone within its window, to be confirmed as proof.
    #[uniffi(default = None)]
    pub proposed: Option<TaskProof>,
}
