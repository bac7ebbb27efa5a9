package beatbook.officer

import beatbook.android.FormerProblem
import beatbook.android.NoPosition
import beatbook.android.Recording
import beatbook.android.Standing
import beatbook.android.needsSuccessor
import beatbook.core.Applies
import beatbook.core.NotebookState
import beatbook.core.PatrolResult
import beatbook.core.PatrolView
import beatbook.core.RejectedEntry
import beatbook.core.RoleTerm
import beatbook.core.Status
import beatbook.core.SyncReport
import beatbook.core.SyncSoFar

/** Where in the app the officer is. */
internal sealed interface Page {
    data object Home : Page
    data object NewCode : Page
    data object SetAside : Page
    data class Ask(val question: Question, val reply: Reply = Reply.NONE) : Page
    data object SignOff : Page
    data object Forgotten : Page
    data class Result(val result: PatrolResult) : Page
    data object Outbox : Page
    data object WhatApplies : Page
}

/** How the sync the officer asked for goes. */
internal sealed interface Syncing {
    data object Idle : Syncing
    data class Running(val soFar: SyncSoFar? = null) : Syncing
    data class Done(val report: SyncReport) : Syncing
    data object Cancelled : Syncing
    data class Failed(val remedy: String) : Syncing
}

/** What was answered to "what applies here?". */
internal sealed interface Asked {
    data object Waiting : Asked
    data class Answered(val applies: Applies) : Asked
    data class Refused(val remedy: String) : Asked
}

/** Everything screens are told from. Nothing of it outlives the process: the notebook keeps what is to be kept. */
internal data class Known(
    val page: Page = Page.Home,
    /** How the notebook stands while it is not open; null once it is. */
    val notOpen: Standing? = Standing.Unknown,
    val status: Status? = null,
    val recording: Recording? = null,
    /** What of the phone's ways to save power would end positions. */
    val heldUp: NoPosition? = null,
    /** When the app began to wait for a recorder to begin; it needs a moment. */
    val waitsSince: Long? = null,
    val last: PatrolView? = null,
    val choice: Choice? = null,
    val rejected: List<RejectedEntry> = emptyList(),
    /** Roles of the officer's that ended lately, and what the phone was told for them with them. */
    val rolesEnded: List<RoleTerm> = emptyList(),
    /** Entries that notebooks before this one still have to send. */
    val formerToSend: ULong = 0u,
    /** Why one of those could not be opened or sent the last time, and what to do. */
    val formerProblem: FormerProblem? = null,
    val busy: Boolean = false,
    /** Why the last thing asked for was not done: of this page, gone with it. */
    val problem: Line? = null,
    /** Why the notebook cannot be read at the moment: what is shown of it is as old as that. */
    val unread: Line? = null,
    val syncing: Syncing = Syncing.Idle,
    val asked: Asked = Asked.Waiting,
) {
    /** What a page of an open notebook says is wrong. */
    val wrong: Line? get() = problem ?: unread
}

/** What to show. */
internal fun screenOf(known: Known, now: Now): Screen {
    when (val standing = known.notOpen) {
        Standing.Unknown -> return LoadingScreen
        Standing.None -> return EnrolScreen(again = false, busy = known.busy, problem = known.problem)
        is Standing.Shut -> return shutScreen(standing, known)
        is Standing.Open, null -> Unit
    }
    val status = known.status ?: return LoadingScreen
    val duty = status.onDuty
    return when (val page = known.page) {
        Page.Outbox -> outboxScreen(known, status, now)
        Page.NewCode -> EnrolScreen(again = true, busy = known.busy, problem = known.problem)
        is Page.Result -> resultScreen(page.result, now)
        is Page.Ask -> PermissionScreen(page.question, page.reply, known.wrong)
        Page.SignOff -> duty?.let { signOffScreen(it, known, now) } ?: homeScreen(known, status, now)
        Page.Forgotten -> duty?.let { ForgottenScreen(known.busy, known.wrong) } ?: homeScreen(known, status, now)
        Page.WhatApplies -> appliesScreen(known.asked, now)
        Page.Home, Page.SetAside -> homeScreen(known, status, now)
    }
}

private fun shutScreen(standing: Standing.Shut, known: Known): Screen =
    if (known.page == Page.SetAside && standing.staysShut) {
        SetAsideScreen(known.busy, known.problem)
    } else {
        ShutScreen(remedy(standing.remedy), line(R.string.shut_code, standing.code), standing.staysShut)
    }

private fun homeScreen(known: Known, status: Status, now: Now): Screen {
    val duty = status.onDuty
    return when {
        status.state.needsSuccessor -> SuccessorScreen(
            line(if (status.state == NotebookState.MOVED) R.string.successor_moved else R.string.successor_retired),
            known.busy,
            known.wrong,
        )
        duty != null -> onDutyScreen(status, duty, known, now)
        else -> offDutyScreen(status, known, now)
    }
}

/** What is wrong with the recording. */
internal fun troubleOf(recording: Recording?, waited: Long): Trouble? = when {
    recording == null ->
        // The service needs a moment to begin.
        if (waited < BEGINNING) null else Trouble(line(R.string.trouble_not_recording), Mend.RECORD_AGAIN)
    recording.ended != null -> Trouble(line(R.string.trouble_ended), null)
    recording.heldBack != null -> {
        val isFull = recording.heldBack == "storage_full"
        val words = when {
            recording.letGo > 0 -> R.string.trouble_let_go
            isFull -> R.string.trouble_held_full
            else -> R.string.trouble_held
        }
        Trouble(line(words), Mend.STORAGE_SETTINGS.takeIf { isFull })
    }
    else -> recording.noPosition?.let(::troubleOf)
}

/** Why there is no position, or will be none, and where that is mended. */
internal fun troubleOf(why: NoPosition): Trouble = Trouble(line(why.words), why.mend)

/** So long a service may take to begin before it is called a trouble, milliseconds. */
private const val BEGINNING = 5_000L

internal val NoPosition.words: Int
    get() = when (this) {
        NoPosition.NOT_ALLOWED -> R.string.trouble_not_allowed
        NoPosition.ONLY_ROUGHLY -> R.string.trouble_roughly
        NoPosition.SWITCHED_OFF -> R.string.trouble_switched_off
        NoPosition.RESTRICTED -> R.string.trouble_restricted
        NoPosition.SAVING_POWER -> R.string.trouble_saving_power
    }
