// Tasks that the desk or a supervisor has set.

import BeatbookCore
import Foundation

extension Notebook {
    /// Takes a task on.
    ///
    /// - Throws: `task_unknown`, `task_done_already`, `task_withdrawn`, `task_not_yours` (it was handed over); `moved`, `retired`,
    /// storage errors: nothing was stored.
    public func acceptTask(_ task: Id) throws(BeatbookError) {
        try write { try $0.acceptTask(task: task) }
    }

    /// Hands a task over to a colleague, by the colleague's code; the colleague's phone has it after both have synced.
    ///
    /// - Throws: `unknown_officer`, `hand_over_to_oneself`, `sensitive_hand_over`, and those of `acceptTask`.
    public func handOverTask(_ task: Id, to: String) throws(BeatbookError) {
        try write { try $0.handOverTask(task: task, to: to) }
    }

    /// Says that a task is done; with the proposed presence as proof if the officer confirms it.
    ///
    /// - Throws: `no_presence` (there is none to confirm), `task_text`, and those of `acceptTask` but `task_withdrawn` and
    /// `task_not_yours`.
    public func taskDone(_ task: Id, withPresence: Bool, words: String? = nil) throws(BeatbookError) {
        try write { try $0.taskDone(task: task, withPresence: withPresence, words: words) }
    }

    /// Says that a task was not done, and why.
    ///
    /// - Throws: `task_text` (another reason, and no words), and those of `acceptTask`.
    public func taskNotDone(_ task: Id, reason: NotDoneReason, words: String? = nil) throws(BeatbookError) {
        try write { try $0.taskNotDone(task: task, reason: reason, words: words) }
    }

    /// Tasks for this officer, the officer's team and, by role, the welfare service: what is to be done first, by priority
    /// and time; then what is answered. Of a sensitive one only that it is there, when, and with what care.
    ///
    /// - Throws: Storage errors.
    public func tasks() throws(BeatbookError) -> [TaskView] {
        try read { try $0.tasks() }
    }

    /// One task with all its words; of a sensitive one that was withdrawn, or given to somebody else, as in the list.
    ///
    /// - Throws: `task_unknown`, storage errors.
    public func task(_ task: Id) throws(BeatbookError) -> TaskView {
        try read { try $0.task(task: task) }
    }
}
