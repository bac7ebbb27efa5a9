package beatbook.android

import android.content.Context
import android.os.SystemClock
import android.provider.Settings
import beatbook.Beatbook
import beatbook.Phone
import beatbook.code
import beatbook.core.BeatbookException
import beatbook.core.Keeping
import beatbook.core.NotebookState
import beatbook.core.SignOn
import beatbook.core.SignedOff
import beatbook.core.SyncReport
import beatbook.core.SyncSoFar
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.ensureActive
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.launch
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import kotlinx.coroutines.withContext
import java.io.File
import java.util.UUID

/**
 * The officer's notebook on this phone, and the patrol that is recorded into it: one object for a process, shared by screens, the
 * service, jobs and receivers. Its calls may come from any thread.
 *
 * @param secrets where keys of notebooks lie.
 * @param folder of notebooks and seats: no backup and no transfer to another phone takes it.
 * @param positions makes the source of a patrol's positions.
 * @param keeping how long this phone keeps what the server holds; null: as long as `journal.purge` says.
 */
public class OfficerPhone(
    context: Context,
    secrets: SecretStore = SealedSecrets(context),
    folder: File = File(context.noBackupFilesDir, "beatbook"),
    private val positions: (Context) -> PositionSource = ::SystemPositions,
    private val keeping: Keeping? = null,
) {
    private val context = context.applicationContext
    private val keys = KeyRing(secrets)
    private val phone = Phone(
        notebooks = File(folder, "notebooks").apply { mkdirs() },
        seats = File(folder, "seats").apply { mkdirs() },
        keys = keys,
        boot = bootCount(context),
    )
    private val inUse = NotebookInUse(File(folder, "current"))
    private val former = FormerNotebooks(phone, File(folder, "former"))
    private val opening = Mutex()
    private val beside = CoroutineScope(SupervisorJob() + Dispatchers.IO)
    private val stands = MutableStateFlow<Standing>(Standing.Unknown)
    private val records = MutableStateFlow<Recorder?>(null)
    private var delay = PositionDelay.POCKETED

    /** Of the open patrol. */
    @Volatile
    private var keptBack = KeptBack()

    /** Since when a patrol has no service because no position is allowed: milliseconds since the phone's start. Null if that is not so. */
    @Volatile
    private var notAllowedSince: Long? = null

    /** How the notebook stands, now and at each change. */
    public val standing: StateFlow<Standing> = stands.asStateFlow()

    /**
     * How many entries without the server's receipt are in notebooks that this one goes on from. They are sent with this one's, and
     * looked at when it is opened, when it is begun, and at each sync.
     */
    public val formerToSend: Flow<ULong> = former.toSend

    /**
     * Why one of those could not be opened or sent when that was last tried, by a job or in an earlier life of the app, too; null if
     * nothing is wrong.
     */
    public val formerProblem: Flow<FormerProblem?> = former.problem

    /** What records now; null while nothing does. */
    internal val recorder: StateFlow<Recorder?> = records.asStateFlow()

    /** Whether something records, now and at each change. Another recording, which may be of another patrol, is told anew. */
    public val isRecording: Flow<Boolean> = records.map { it != null }

    /**
     * What is recorded now; null while nothing is: off duty, or the system has not let the service begin. Where it lets none begin because
     * positions are not allowed (from Android 14 on), this says so: [goOn] begins when they are.
     */
    public val recording: Recording?
        get() = records.value?.recording?.value ?: notAllowedSince?.let { since ->
            Recording(NoPosition.NOT_ALLOWED, gapSince = since.takeIf { SystemClock.elapsedRealtime() - it > GAP_LIMIT_MS })
        }

    /**
     * What of the phone's ways to save power would end the positions of a patrol; null if nothing would. For the screen before sign-on:
     * on duty [recording] says it.
     */
    public val heldUpByPower: NoPosition?
        get() = context.heldUpByPower()

    /**
     * Opens the notebook if it is not open, and says how it stands. Where a successor was begun, that one. A coroutine that is
     * cancelled meanwhile ends when it is open: it stays open for whoever asks next.
     */
    public suspend fun open(): Standing = whole {
        val now = stands.value
        if (now is Standing.Open) now else openNow().also { stands.value = it }
    }

    private suspend fun openNow(): Standing = try {
        val all = phone.notebooks()
        when (val book = openInUse(all)) {
            null -> Standing.None
            else -> {
                closedUnless(book) { former.look(all - book.id) }
                SyncJobs.regularly(context)
                Standing.Open(book)
            }
        }
    } catch (refused: BeatbookException) {
        Standing.Shut(refused.code, refused.remedy)
    }

    /**
     * The open notebook.
     *
     * @throws BeatbookException `missing` where there is none, and the reason why it cannot be opened.
     */
    public suspend fun book(): Beatbook = when (val now = open()) {
        is Standing.Open -> now.book
        is Standing.Shut -> throw BeatbookException.Refused(now.code, now.remedy)
        else -> throw BeatbookException.Refused("missing", "there is no notebook on this phone: enrol with a code")
    }

    /**
     * Makes this phone's notebook from an enrolment code, without a network, and opens it. It records from now on; the next sync
     * has the server let it in.
     *
     * @throws BeatbookException `already_exists`, and those of [Phone.found].
     */
    public suspend fun enrol(ticket: String): Beatbook = whole {
        if (phone.notebooks().isNotEmpty()) {
            throw BeatbookException.Refused("already_exists", "this phone has a notebook: open it")
        }
        // Of notebooks that are not here any more: what cannot be opened would refuse the new one's key.
        withContext(Dispatchers.IO) { keys.setAside() }
        phone.found(ticket).also { book ->
            closedUnless(book) {
                // It is the only one: it is found without its name, too.
                isKept(book.id)
                keep(book)
            }
            // The code is valid for 15 minutes.
            SyncJobs.urgent(context)
        }
    }

    /**
     * Puts the notebook aside that stays shut, so that this phone can be enrolled again. Its file gets another name and is kept, and so
     * does its key, if there is one, openable or not; what was not sent is in that file only, and no sync looks there. Answers where
     * it is: ask the officer before, and say so.
     *
     * @throws BeatbookException `already_open` where it opens after all, if need be without a key that was put away: go on with it;
     * `missing` where there is none, the reason why it is shut where that may pass, and those of [Phone.setAside].
     */
    public suspend fun setAside(): File = whole {
        mustStayShut(stands.value.takeIf { it is Standing.Open } ?: openNow())
        val shut = whichInUse(phone.notebooks())
            ?: throw BeatbookException.Refused("missing", "there is no notebook on this phone: enrol with a code")
        // First: a notebook whose key is put away stays shut, and this goes on where it was ended.
        withContext(Dispatchers.IO) { keys.setAside() }
        // Unless that key was not the only one it opens with, or not its own: then nothing is wrong any more.
        mustStayShut(openNow())
        phone.setAside(shut).also {
            // What the recorder kept back belongs to a patrol of that one.
            keptBack = KeptBack()
            stands.value = openNow()
        }
    }

    /** Says how the notebook stands now, and refuses where that is no reason to put it away. */
    private fun mustStayShut(now: Standing) {
        stands.value = now
        when {
            now is Standing.Open -> throw BeatbookException.Refused("already_open", "the notebook opens: go on with it")
            now is Standing.Shut && !now.staysShut -> throw BeatbookException.Refused(now.code, now.remedy)
        }
    }

    /**
     * Goes on in a new notebook, after this one was restored or copied. What this one has not handed over is sent all the same.
     *
     * @throws BeatbookException those of [Beatbook.beginSuccessor]; `storage` where it cannot be kept which one is in use: that is
     * still this one, and the same call goes on with the new one.
     */
    public suspend fun beginSuccessor(): Beatbook {
        val before = book()
        val next = whole {
            before.beginSuccessor().also { next ->
                closedUnless(next) {
                    // First: once its key is settled, a successor cannot be begun again.
                    if (!isKept(next.id)) {
                        throw BeatbookException.Refused("storage", "the phone's storage takes nothing: free some space, and try again")
                    }
                    keep(next)
                }
                // Whatever becomes of the app: the server is told of the new one, and has what is left of the former one.
                SyncJobs.soon(context)
                // It recorded into the former one, which takes no more.
                keptBack = KeptBack()
                notAllowedSince = null
                PatrolService.stop(context)
                context.tellNoMore()
                closed(before)
            }
        }
        former.look(phone.notebooks() - next.id)
        return next
    }

    /**
     * On duty from now on, and recording. Call it while the app is on screen: the system lets no service of positions begin
     * otherwise. Where positions are not allowed, [recording] says so.
     *
     * @throws BeatbookException those of `patrol.signOn`.
     */
    public suspend fun signOn(signOn: SignOn): UUID {
        val record = book().patrol.signOn(signOn)
        // Of a patrol before, which may have ended without this object.
        notAllowedSince = null
        beginService(lastFixAge = null)
        WakeUps(context).end()
        return record
    }

    /**
     * Has a patrol that is open go on being recorded, after the app was ended or positions were allowed again; nothing happens off
     * duty, nor where a successor must be begun first. Call it whenever the app comes on screen.
     */
    public suspend fun goOn() {
        val status = book().status()
        val duty = status.onDuty
        when {
            duty == null || status.state.needsSuccessor -> notAllowedSince = null
            records.value == null -> beginService(duty.lastFixAge)
        }
    }

    private fun beginService(lastFixAge: Long?) {
        if (context.letsServiceBegin()) {
            notAllowedSince = null
            PatrolService.start(context)
        } else if (notAllowedSince == null) {
            notAllowedSince = SystemClock.elapsedRealtime() - (lastFixAge ?: 0)
        }
    }

    /**
     * Off duty, with every position the receiver has gathered until now.
     *
     * @throws BeatbookException those of `patrol.signOff`: still on duty, and recording goes on.
     */
    public suspend fun signOff(): SignedOff {
        val book = book()
        records.value?.flush()
        val off = keptBack.ending(book) { book.patrol.signOff(it) }
        endService(book)
        return off
    }

    /**
     * Closes a patrol that was forgotten at its last position, with the reason why only now. The receiver's last one counts, and so does
     * what the notebook did not take until now: where it still does not, nothing is closed.
     *
     * @throws BeatbookException those of `patrol.closeForgotten`: still on duty, and recording goes on.
     */
    public suspend fun closeForgotten(reason: String): SignedOff {
        val book = book()
        records.value?.flush()
        val off = keptBack.closing(book) { book.patrol.closeForgotten(reason) }
        endService(book)
        return off
    }

    /** All of it, though nobody waits for it any more: the patrol is over. */
    private suspend fun endService(book: Beatbook): Unit = withContext(NonCancellable) {
        // Before the service ends on the main thread, which must not wait for storage.
        withContext(Dispatchers.IO) { stopRecording() }
        // What comes late is the ended patrol's, and its recorder's.
        keptBack = KeptBack()
        notAllowedSince = null
        PatrolService.stop(context)
        // What is said to be amiss with a patrol is over with it.
        context.tellNoMore()
        SyncJobs.soon(context)
        watchZones(book)
    }

    /**
     * Sends and pulls now; then sends what former notebooks have. The report is of the one in use; [formerProblem] says why one of the
     * others was not sent.
     *
     * @throws BeatbookException those of [Beatbook.sync], of the one in use.
     */
    public suspend fun sync(progress: ((SyncSoFar) -> Unit)? = null): SyncReport {
        val book = book()
        val report = book.sync(progress)
        former.each(phone.notebooks() - book.id) { it.sync().exchanges > 0u }
        return report
    }

    /** [purge] of the open notebook, and then of each former one. The regular job does it: an officer who syncs waits for none of it. */
    internal suspend fun purgeAll() {
        val book = (stands.value as? Standing.Open)?.book ?: return
        purge(book)
        try {
            former.purge(phone.notebooks() - book.id) { purge(it) }
        } catch (_: BeatbookException) {
            // Which there are cannot be listed now.
            return
        }
    }

    /**
     * Drops on this phone what the server durably holds and whose keeping time is over, if nothing waits to be sent, or what waits will
     * never be taken. Nobody waits for it: what does not go now goes the next time.
     */
    internal suspend fun purge(book: Beatbook) {
        try {
            val status = book.status()
            if (status.toSend == 0uL || status.state == NotebookState.RETIRED) book.journal.purge(keeping)
        } catch (_: BeatbookException) {
            // Paused, closed, cancelled, or a phone that is full.
            return
        }
    }

    /**
     * Calls [send] with each notebook that has something to send and is not in use any more. It answers whether the server was heard,
     * and throws why not.
     */
    internal suspend fun eachFormer(send: suspend (Beatbook) -> Boolean): Unit =
        former.each(phone.notebooks() - book().id, send)

    /** Reports come at once while the officer looks, and many together in a pocket. */
    public fun watched(isWatched: Boolean): Unit = synchronized(records) {
        // A recorder that begins in this moment is told before or after, not in between.
        delay = if (isWatched) PositionDelay.WATCHED else PositionDelay.POCKETED
        records.value?.use(delay)
    }

    /**
     * Begins to record the open patrol, if there is one; answers what records. Called by the service, once, which ends it: one that
     * has ended meanwhile cancels this first, and nothing begins.
     */
    internal suspend fun record(): Recorder? {
        val book = book()
        if (book.status().onDuty == null) return null
        val service = currentCoroutineContext()
        return synchronized(records) {
            service.ensureActive()
            Recorder(book, positions(context), keptBack, SystemClock::elapsedRealtime).also {
                it.start(delay)
                records.value = it
            }
        }
    }

    /** The service or its patrol has ended. What the notebook has not taken waits for the next one. */
    internal fun stopRecording() {
        synchronized(records) {
            records.value?.stop()
            records.value = null
        }
    }

    /** Beside what the officer waits for: the phone may have to find out where it is. */
    private fun watchZones(book: Beatbook) {
        beside.launch {
            try {
                WakeUps(context).choose(book)
            } catch (_: BeatbookException) {
                // The sync that comes soon chooses, too.
                return@launch
            }
        }
    }

    private suspend fun keep(book: Beatbook) {
        val all = phone.notebooks()
        // Off the main thread: key store and storage.
        withContext(Dispatchers.IO) { keys.settle(all) }
        stands.value = Standing.Open(book)
        SyncJobs.regularly(context)
    }

    /**
     * Opens the one in use, and gives it its key; null where there is no notebook. The name of the one in use is kept in a file. Where
     * that is gone, it is the newest that takes entries, and the newest if none does.
     */
    private suspend fun openInUse(all: List<UUID>): Beatbook? {
        val use = whichInUse(all) ?: return null
        if (use != lastInUse()) isKept(use)
        return phone.open(use).also { book ->
            // A successor that the app was ended over is not in use: its key waits until it is begun again, with that key. So whose
            // key it is that waits is known when it has opened this one, and not before.
            closedUnless(book) { withContext(Dispatchers.IO) { keys.settle(listOf(use)) } }
        }
    }

    private suspend fun whichInUse(all: List<UUID>): UUID? {
        val last = lastInUse()
        return all.firstOrNull { it == last } ?: newestThatTakesEntries(all)
    }

    private suspend fun lastInUse(): UUID? = withContext(Dispatchers.IO) { inUse.last() }

    private suspend fun isKept(use: UUID): Boolean = withContext(Dispatchers.IO) { inUse.keep(use) }

    private suspend fun newestThatTakesEntries(all: List<UUID>): UUID? {
        if (all.size < 2) return all.singleOrNull()
        // They are listed in the order of their founding.
        return all.lastOrNull { takesEntries(it) } ?: all.last()
    }

    private suspend fun takesEntries(which: UUID): Boolean = try {
        val book = phone.open(which)
        try {
            !book.status().state.needsSuccessor
        } finally {
            closed(book)
        }
    } catch (_: BeatbookException) {
        // Whether it does is not known: another one may be the one.
        false
    }

    /**
     * One after the other, and each to its end: cut off in between, a notebook would be open that nobody holds. A coroutine that is
     * cancelled before it has begun does not begin.
     */
    private suspend fun <T> whole(work: suspend () -> T): T = opening.withLock {
        currentCoroutineContext().ensureActive()
        withContext(NonCancellable) { work() }
    }

    private suspend fun closedUnless(book: Beatbook, works: suspend () -> Unit): Unit = try {
        works()
    } catch (failed: Throwable) {
        closed(book)
        throw failed
    }
}

/** Lets go of it; where its log cannot be folded back, that stays beside the file and nothing is lost. */
internal suspend fun closed(book: Beatbook): Unit = try {
    book.shutdown()
} catch (_: BeatbookException) {
    Unit
}

/** How often this phone was started: names this start. Null where the system does not say. */
private fun bootCount(context: Context): ULong? =
    Settings.Global.getInt(context.contentResolver, Settings.Global.BOOT_COUNT, -1).takeIf { it >= 0 }?.toULong()
