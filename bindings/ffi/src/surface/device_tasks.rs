//! Types of `beatbook_device::tasks`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// What care a sensitive task needs; why it is sensitive is not said.
#[uniffi::remote(Record)]
pub struct TaskCare {
    /// No card, letter or note is to be left there.
    pub leave_nothing_in_writing: bool,
    /// Nobody is to ring there before or after.
    pub do_not_call: bool,
}

/// A task as this phone knows it.
#[uniffi::remote(Record)]
pub struct TaskView {
    /// The task, and where it stands by what the desk and this notebook tell. In a list a sensitive one has no words: no
    /// place, nothing of what is to be done or was answered, and no reason why it is sensitive.
    pub task: Task,
    /// Present if it is sensitive, in a list as well.
    #[uniffi(default = None)]
    pub care: Option<TaskCare>,
    /// Its window is over, and it is still to be done.
    pub overdue: bool,
    /// Code of the colleague to whom it was handed over here, while the desk has not given it on.
    #[uniffi(default = None)]
    pub handed_over_to: Option<String>,
    /// Presence of this notebook's patrols of the beat in its zone within its window, to be confirmed as proof.
    #[uniffi(default = None)]
    pub proposed: Option<TaskProof>,
}
