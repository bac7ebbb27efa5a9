package beatbook.officer

import beatbook.Beatbook
import beatbook.android.OfficerPhone
import beatbook.android.Standing
import beatbook.android.WakeUps
import beatbook.android.remedy
import beatbook.core.AskWhere
import beatbook.core.BeatbookException
import beatbook.core.SignOn
import beatbook.core.SignedOff
import beatbook.core.Status
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import kotlinx.coroutines.flow.collectLatest
import kotlinx.coroutines.flow.update
import kotlinx.coroutines.launch
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import kotlinx.coroutines.withContext
import kotlin.time.Duration.Companion.seconds

/** How often a screen looks at the recording, whose gaps make no noise of their own. */
private val LOOK = 1.seconds

/** So long until a notebook that could not be read is read again. */
private val READ_AGAIN = 5.seconds

/**
 * What an officer does with the app, and what is known for its screens. Lives as long as the process, so that a
 * sync goes on when the phone is turned.
 *
 * The phone is touched on threads of [Dispatchers.IO] only: every one of its calls may wait for storage.
 *
 * @param phone makes the phone at the first call.
 */
internal class Desk(phone: () -> OfficerPhone, private val now: () -> Now) {
    private val scope = CoroutineScope(SupervisorJob() + Dispatchers.Main.immediate)
    private val phone by lazy(phone)
    private val knows = MutableStateFlow(Known())
    private var syncing: Job? = null

    /** How many look, counted on the main thread; and one tells the phone after the other. */
    private var looking = 0
    private val telling = Mutex()

    /** What the officer types. */
    val draft = Draft()

    /** What screens are told from. */
    val known: StateFlow<Known> = knows.asStateFlow()

    /** The screen for what is known now. */
    fun screen(): Screen = screenOf(knows.value, now())

    /** Keeps up with the notebook and its recording, while the officer looks. */
    suspend fun watch(): Unit = coroutineScope {
        try {
            looks(1)
            io { phone.open() }
            launch { watchRecording() }
            launch { phone.formerToSend.collect { left -> knows.update { it.copy(formerToSend = left) } } }
            launch { phone.formerProblem.collect { why -> knows.update { it.copy(formerProblem = why) } } }
            phone.standing.collectLatest { standing ->
                knows.update { it.copy(notOpen = standing.takeIf { it !is Standing.Open }) }
                if (standing is Standing.Open) watchBook(standing.book)
            }
        } finally {
            withContext(NonCancellable) { looks(-1) }
        }
    }

    /** One looks more or less: the screen that is left may end after the next one has begun. */
    private suspend fun looks(more: Int) {
        looking += more
        telling.withLock {
            val isWatched = looking > 0
            io { phone.watched(isWatched) }
        }
    }

    private suspend fun watchRecording() {
        while (true) {
            val recording = phone.recording
            val heldUp = io { phone.heldUpByPower }
            val instant = now().sinceBoot
            knows.update {
                val waits = recording == null && it.status?.onDuty != null
                it.copy(recording = recording, heldUp = heldUp, waitsSince = if (waits) it.waitsSince ?: instant else null)
            }
            delay(LOOK)
        }
    }

    private suspend fun watchBook(book: Beatbook) {
        while (true) {
            try {
                io { phone.goOn() }
                book.statuses(LOOK).collect { hear(book, it) }
                return // Closed: a successor is in its place.
            } catch (refused: BeatbookException) {
                knows.update { it.copy(unread = remedy(refused.remedy)) }
                delay(READ_AGAIN)
            }
        }
    }

    private suspend fun hear(book: Beatbook, status: Status) {
        val before = knows.value
        val last = if (status.onDuty != null || (before.last != null && before.status?.onDuty == null)) {
            before.last
        } else {
            book.patrol.newest(1u).firstOrNull()
        }
        val rejected = if (status.outbox.rejected == 0uL) emptyList() else book.journal.rejected()
        val ended = book.briefing.rolesEnded()
        knows.update { it.copy(status = status, last = last, rejected = rejected, rolesEnded = ended, unread = null) }
    }

    /** Shows a page. */
    fun go(page: Page) {
        draft.clear()
        knows.update { it.copy(page = page, problem = null) }
        if (page == Page.WhatApplies) ask()
    }

    /** Whether there is a page to go back to. */
    val isAway: Boolean get() = knows.value.page != Page.Home

    /** Back from where the officer is; false if that is home already. */
    fun back(): Boolean = isAway.also { if (it) go(Page.Home) }

    /** Opens again what did not open. */
    fun open() {
        scope.launch { io { phone.open() } }
    }

    /** Makes a notebook from a code, or gives the one there is another code; then has the server let it in. */
    fun enrol(code: String) {
        val again = knows.value.page == Page.NewCode
        if (code.isBlank()) return complain(line(R.string.enrol_empty))
        work {
            if (again) phone.book().useCode(code.trim()) else phone.enrol(code.trim())
            go(Page.Home)
            sync()
        }
    }

    /** Another kind of duty, way of moving or crew for the next patrol. */
    fun choose(choice: Choice) {
        knows.update { it.copy(choice = choice) }
    }

    /** On duty, as chosen. */
    fun signOn() {
        val chosen = (screen() as? OffDutyScreen)?.choice ?: chosenBefore()
        val from = knows.value.page
        work {
            phone.signOn(SignOn(duty = chosen.duty, mode = chosen.mode, others = chosen.others.toUByte()))
            knows.update { it.copy(status = phone.book().status(), choice = null) }
            // The patrol is on the screen as soon as it is written down; whoever has gone on from there meanwhile stays where they are.
            if (knows.value.page == from) go(Page.Home)
        }
    }

    /** As the home screen said before the system's questions came. */
    private fun chosenBefore(): Choice = knows.value.run { choice ?: last?.patrol?.asChoice() ?: Choice() }

    /** Off duty. */
    fun signOff(): Unit = work { ended(phone.signOff()) }

    private suspend fun ended(off: SignedOff) {
        knows.update { it.copy(status = phone.book().status(), last = phone.book().patrol.newest(1u).firstOrNull()) }
        go(Page.Result(off.result))
    }

    /** Closes a patrol nobody signed off. */
    fun closeForgotten(reason: String) {
        if (reason.isBlank()) return complain(line(R.string.forgotten_say))
        work {
            ended(phone.closeForgotten(reason.trim()))
        }
    }

    /** Begins to record an open patrol again. */
    fun recordAgain(): Unit = work { phone.goOn() }

    /** Has the zones around here watched, now that the officer has allowed it; beside what else the officer does. */
    fun watchZones(wakeUps: WakeUps) {
        go(Page.Home)
        scope.launch {
            try {
                io { wakeUps.choose(phone.book()) }
            } catch (_: BeatbookException) {
                // The next sync chooses, too.
                return@launch
            }
        }
    }

    /** Sets the notebook aside that does not open; then a code is asked for. */
    fun setAside(): Unit = work {
        phone.setAside()
        go(Page.Home)
    }

    /** Goes on in a new notebook. */
    fun beginSuccessor(): Unit = work {
        phone.beginSuccessor()
        go(Page.Home)
        sync()
    }

    /** Sends and pulls; a sync that is under way goes on. */
    fun sync() {
        if (syncing?.isActive == true) return
        syncing = scope.launch {
            knows.update { it.copy(syncing = Syncing.Running()) }
            val ended = try {
                Syncing.Done(io { phone.sync { far -> knows.update { it.copy(syncing = Syncing.Running(far)) } } })
            } catch (refused: BeatbookException) {
                Syncing.Failed(refused.remedy)
            } catch (cancelled: CancellationException) {
                knows.update { it.copy(syncing = Syncing.Cancelled) }
                throw cancelled
            }
            knows.update { it.copy(syncing = ended) }
        }
    }

    /** Ends the sync under way. */
    fun cancelSync() {
        syncing?.cancel()
    }

    /** Asks what applies where the newest position is. */
    fun ask() {
        knows.update { it.copy(asked = Asked.Waiting) }
        scope.launch {
            val asked = try {
                Asked.Answered(io { phone.book().briefing.whatApplies(AskWhere.Newest) })
            } catch (refused: BeatbookException) {
                Asked.Refused(refused.remedy)
            }
            knows.update { it.copy(asked = asked) }
        }
    }

    /** Says why what was asked for cannot be done. */
    fun complain(problem: Line) {
        knows.update { it.copy(problem = problem) }
    }

    /** One thing after the other: while it runs its button is off. */
    private fun work(task: suspend () -> Unit) {
        if (knows.value.busy) return
        knows.update { it.copy(busy = true, problem = null) }
        scope.launch {
            try {
                io { task() }
            } catch (refused: BeatbookException) {
                complain(remedy(refused.remedy))
            } finally {
                knows.update { it.copy(busy = false) }
            }
        }
    }

    private suspend fun <T> io(call: suspend () -> T): T = withContext(Dispatchers.IO) { call() }
}
