//! Calls. Tasks and their proof.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

#[uniffi::export]
impl Notebook {
    /// Tasks for this officer, the officer's team and, by role, the welfare service: what is to be done first, by priority
    /// and time; then what is answered. Of a sensitive one only that it is there, when, and with what care.
    ///
    /// # Errors
    /// Storage errors.
    pub fn tasks(&self) -> Result<Vec<TaskView>, BeatbookError> {
        Ok(self.beatbook.tasks()?)
    }

    /// One task with all its words; of a sensitive one that was withdrawn, or given to somebody else, as in the list.
    ///
    /// # Errors
    /// `task_unknown`, storage errors.
    pub fn task(&self, task: Id) -> Result<TaskView, BeatbookError> {
        Ok(self.beatbook.task(task)?)
    }

    /// Takes a task on.
    ///
    /// # Errors
    /// `task_unknown`, `task_done_already`, `task_withdrawn`, `task_not_yours` (it was handed over); `moved`, `retired`, storage
    /// errors: nothing was stored.
    pub fn accept_task(&self, task: Id) -> Result<(), BeatbookError> {
        Ok(self.beatbook.accept_task(task)?)
    }

    /// Says that a task is done; with the proposed presence as proof if the officer confirms it.
    ///
    /// # Errors
    /// `no_presence` (there is none to confirm), `task_text`, and those of `accept_task` but `task_withdrawn` and
    /// `task_not_yours`.
    pub fn task_done(
        &self,
        task: Id,
        with_presence: bool,
        words: Option<String>,
    ) -> Result<(), BeatbookError> {
        Ok(self.beatbook.task_done(task, with_presence, words)?)
    }

    /// Says that a task was not done, and why.
    ///
    /// # Errors
    /// `task_text` (another reason, and no words), and those of `accept_task`.
    pub fn task_not_done(
        &self,
        task: Id,
        reason: NotDoneReason,
        words: Option<String>,
    ) -> Result<(), BeatbookError> {
        Ok(self.beatbook.task_not_done(task, reason, words)?)
    }

    /// Hands a task over to a colleague, by the colleague's code; the colleague's phone has it after both have synced.
    ///
    /// # Errors
    /// `unknown_officer`, `hand_over_to_oneself`, `sensitive_hand_over`, and those of `accept_task`.
    pub fn hand_over_task(&self, task: Id, to: String) -> Result<(), BeatbookError> {
        Ok(self.beatbook.hand_over_task(task, &to)?)
    }
}
