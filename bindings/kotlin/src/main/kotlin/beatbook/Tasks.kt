package beatbook

import beatbook.core.NotDoneReason
import beatbook.core.TaskView
import beatbook.core.WelfareTask
import java.util.UUID

/** Tasks from the tasking process, from rules and from the welfare service. */
public class TaskCalls internal constructor(private val calls: Calls) {
    /**
     * Tasks for this officer, the officer's team and, by role, the welfare service: what is to be done first, by
     * priority and time; then what is answered. Of a sensitive one only that it is there, when, and with what care.
     *
     * @throws beatbook.core.BeatbookException Storage errors.
     */
    public suspend fun all(): List<TaskView> = calls.ask { tasks() }

    /**
     * One task with all its words; of a sensitive one that was withdrawn, or given to somebody else, as in the list.
     *
     * @throws beatbook.core.BeatbookException `task_unknown`, storage errors.
     */
    public suspend fun one(task: UUID): TaskView = calls.ask { task(task) }

    /**
     * Tasks of the welfare service for this officer, the officer's team or any team, the first due first.
     *
     * @throws beatbook.core.BeatbookException Storage errors.
     */
    public suspend fun ofWelfare(): List<WelfareTask> = calls.ask { welfareTasks() }

    /**
     * Takes a task on.
     *
     * @throws beatbook.core.BeatbookException `task_unknown`, `task_done_already`, `task_withdrawn`,
     * `task_not_yours` (it was handed over); `moved`, `retired`, storage errors: nothing was stored.
     */
    public suspend fun accept(task: UUID): Unit = calls.tell { acceptTask(task) }

    /**
     * Hands a task over to a colleague, by the colleague's code; the colleague's phone has it after both have
     * synced.
     *
     * @throws beatbook.core.BeatbookException `unknown_officer`, `hand_over_to_oneself`, `sensitive_hand_over`, and
     * those of [accept].
     */
    public suspend fun handOver(task: UUID, to: String): Unit = calls.tell { handOverTask(task, checked(to)) }

    /**
     * Says that a task is done; with the proposed presence as proof if the officer confirms it.
     *
     * @throws beatbook.core.BeatbookException `no_presence` (there is none to confirm), `task_text`, and those of
     * [accept] but `task_withdrawn` and `task_not_yours`.
     */
    public suspend fun done(task: UUID, withPresence: Boolean, words: String? = null): Unit =
        calls.tell { taskDone(task, withPresence, checked(words)) }

    /**
     * Says that a task was not done, and why.
     *
     * @throws beatbook.core.BeatbookException `task_text` (another reason, and no words), and those of [accept].
     */
    public suspend fun notDone(task: UUID, reason: NotDoneReason, words: String? = null): Unit =
        calls.tell { taskNotDone(task, reason, checked(words)) }
}
