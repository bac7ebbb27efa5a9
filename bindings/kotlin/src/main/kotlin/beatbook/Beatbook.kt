package beatbook

import beatbook.core.Notebook
import beatbook.core.Status
import beatbook.core.SyncProgress
import beatbook.core.SyncReport
import beatbook.core.SyncSoFar
import beatbook.core.ZoneNow
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.distinctUntilChanged
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.withContext
import java.util.UUID
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds

/**
 * One officer's open notebook. Made by [Phone.found], [Phone.enrol] or [Phone.open]; keep one for each notebook.
 *
 * Its suspend functions wait on the phone's dispatcher and may be called from any thread. A call that answers is on the phone's
 * storage. One that does not do what was asked throws `BeatbookException.Refused` (a stable code, a remedy) or
 * `BeatbookException.Incomplete` (every missing point), and nothing already recorded is lost; [reply] makes a value of both.
 * Storage errors, which any call may have: `paused`, `closed`, `storage_full`, `storage`, `corrupt`, `read_only_folder`. Any may
 * have `phone`, too (the phone's clock or random numbers cannot be read), and `internal` (a fault of the library).
 *
 * A coroutine that is cancelled before its call has begun does not make it; after that, short calls end as they would have, and
 * long ones – [sync], [syncWhenDue], `journal.verify`, `journal.rebuild`, `journal.export`, `journal.purge`, `patrol.ownHours` –
 * are cancelled and end within a second. [cancel] and each such end reach all long calls of this notebook; those whose
 * coroutines go on are refused with `cancelled`.
 *
 * Use it with `use { }`, or call [shutdown] or [close] at the end.
 */
public class Beatbook internal constructor(
    private val notebook: Notebook,
    /** This notebook's id, to open it by. */
    public val id: UUID,
    private val phone: Phone,
) : AutoCloseable {
    private val calls = Calls(notebook, phone.dispatcher)

    /** A patrol from sign-on to sign-off. */
    public val patrol: PatrolCalls = PatrolCalls(calls)

    /** Notes, entries, and the file they are in. */
    public val journal: JournalCalls = JournalCalls(calls)

    /** What applies where, cards of zones, wards, roles. */
    public val briefing: BriefingCalls = BriefingCalls(calls)

    /** Tasks for the officer. */
    public val tasks: TaskCalls = TaskCalls(calls)

    /** Encounters with people and vehicles. */
    public val encounters: EncounterCalls = EncounterCalls(calls)

    /** Notices: checked, issued, where they stand. */
    public val notices: NoticeCalls = NoticeCalls(calls)

    /** Notices and receipts on paper. */
    public val papers: PaperCalls = PaperCalls(calls)

    /** Welfare checks and contacts, dangers of places. */
    public val welfare: WelfareCalls = WelfareCalls(calls)

    /** The timer of an officer who works alone. */
    public val alone: AloneCalls = AloneCalls(calls)

    /** Counts of people who sleep rough. */
    public val counts: CountCalls = CountCalls(calls)

    /** Encampments and tents. */
    public val encampments: EncampmentCalls = EncampmentCalls(calls)

    /** Engagement with the public, and visits to premises. */
    public val engagement: EngagementCalls = EngagementCalls(calls)

    /**
     * What the home screen shows.
     *
     * @throws beatbook.core.BeatbookException storage errors.
     */
    public suspend fun status(): Status = calls.ask { status() }

    /**
     * [status] for a screen that is open: now, every [every] (no less than 100 ms), and at once after each own call that changed
     * something; only what differs from before. Ends when the notebook is closed, says nothing while it is paused, and fails
     * with storage errors.
     */
    public fun statuses(every: Duration = 5.seconds): Flow<Status> = calls.watch(every) { status() }

    /** Visits in progress, confirmed ones only, as zones with the begin of the visit; empty off duty. Otherwise as [statuses]. */
    public fun visits(every: Duration = 5.seconds): Flow<List<ZoneNow>> = statuses(every)
        .map { status -> status.onDuty?.zonesNow.orEmpty().filter { it.visitSince != null } }
        .distinctUntilChanged()

    /**
     * Sends what the server does not have, takes its receipts, and pulls its journal and briefing. Runs long; recording goes on
     * beside it, and cancelling the coroutine ends it within a second.
     *
     * @param progress hears how far it has come, on the dispatcher's thread that runs the sync, which waits for it. It may use
     * the notebook, but not close or pause it. What it throws is ignored.
     * @throws beatbook.core.BeatbookException `already_running`, `cancelled`; `network`, `clock_wrong`, `not_our_server`,
     * `bad_answer`, `upgrade_required`, `unauthorised`, `revoked`, `server_busy`, `server_restored`, `code_invalid`: nothing
     * on the phone is discarded; storage errors.
     */
    public suspend fun sync(progress: ((SyncSoFar) -> Unit)? = null): SyncReport =
        calls.long { sync(progress?.let(::ProgressForTheLibrary)) }

    /**
     * The same for a scheduler: after failures it does nothing before the kept time has come.
     *
     * @throws beatbook.core.BeatbookException as [sync].
     */
    public suspend fun syncWhenDue(): SyncReport = calls.long { syncWhenDue() }

    /** Ends running long calls with `cancelled`, within a second, from any thread. Does not wait. */
    public fun cancel(): Unit = calls.cancel()

    /**
     * Gives a notebook that still waits for its server a new code, after the former one has expired.
     *
     * @throws beatbook.core.BeatbookException `ticket`, `other_ticket`, storage errors.
     */
    public suspend fun useCode(ticket: String): Unit = calls.tell { useCode(checked(ticket)) }

    /**
     * Goes on from a notebook that is closed for writing because it was restored, copied or found twice, under a key of its own:
     * [Keys.key] is asked for one. The successor is written at once; this one stays open for syncing what it still has. Close
     * both.
     *
     * @throws beatbook.core.BeatbookException `no_successor_needed`, `successor_begun` (with another key), `already_open`, and
     * those of [Phone.found].
     */
    public suspend fun beginSuccessor(): Beatbook =
        phone.opened { notebook.beginSuccessor(phone.keyStore()) }

    /**
     * Ends long calls, finishes the commit under way and releases every file and lock, as before the system suspends the app.
     * Until [resume] calls are refused with `paused` and store nothing.
     *
     * @throws beatbook.core.BeatbookException `storage_full`, `storage`: the log could not be folded back; it stays beside the
     * file, nothing is lost; `already_running` inside the progress of a sync.
     */
    public suspend fun pause(): Unit = calls.pause()

    /**
     * Opens the file again after [pause].
     *
     * @throws beatbook.core.BeatbookException `closed`, and those of [Phone.open].
     */
    public suspend fun resume(): Unit = calls.tell { resume() }

    /**
     * Closes the notebook for good, on the dispatcher, even if the coroutine is cancelled; every later call is refused with
     * `closed`. The second time it does nothing.
     *
     * @throws beatbook.core.BeatbookException `storage_full`, `storage`: the log could not be folded back; it stays beside the
     * file, nothing is lost; `already_running` inside the progress of a sync.
     */
    public suspend fun shutdown() {
        refuseInsideProgress()
        withContext(NonCancellable) { blocking(phone.dispatcher) { calls.close() } }
    }

    /** [shutdown] for `use { }`: blocks until running calls have ended, some milliseconds if there are none. */
    override fun close(): Unit = calls.close()
}

private class ProgressForTheLibrary(private val hear: (SyncSoFar) -> Unit) : SyncProgress {
    override fun progress(soFar: SyncSoFar): Unit = ownPart { tellingProgress { hear(soFar) } }
}
