package beatbook.android

import beatbook.Beatbook
import beatbook.code
import beatbook.core.BeatbookException
import beatbook.core.RawFix
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import kotlinx.coroutines.flow.update
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock

/** The library takes so many reports in one call. */
private const val MOST = 10_000

/** Errors after which this notebook takes no more positions. */
private val ENDS = setOf("moved", "retired", "closed", "off_duty")

/**
 * Records one patrol's positions, from sign-on to sign-off.
 *
 * Nothing waits in memory: what the source hands over is on the phone's storage before its thread goes on. Only what the notebook
 * does not take at the moment is kept back and offered again, at the next report and at each [look].
 */
internal class Recorder(private val book: Beatbook, private val source: PositionSource, private val clock: () -> Long) {
    private val state = MutableStateFlow(Recording())
    private val begun = clock()

    /** One call after the other, in the order of the reports. */
    private val writing = Mutex()
    private val kept = ArrayDeque<RawFix>()

    /** What a screen shows. */
    val recording: StateFlow<Recording> = state.asStateFlow()

    fun start(delay: PositionDelay): Unit = source.start(delay, ::hear)

    fun use(delay: PositionDelay): Unit = source.use(delay)

    /** Every few seconds: gaps and lost permissions make no noise of their own. */
    suspend fun look() {
        source.look()
        writing.withLock { if (kept.isNotEmpty() && state.value.ended == null) write() }
        watchGap()
    }

    /**
     * Signs off with everything the receiver has gathered and everything that was kept back. If that fails, recording goes on.
     */
    suspend fun <T> ending(signOff: suspend (List<RawFix>) -> T): T {
        source.flush()
        return writing.withLock {
            // More than one call takes was kept back for hours: what is over is recorded before, or else as evidence after it.
            while (kept.size > MOST && write()) continue
            val last = kept.take(MOST)
            val answer = signOff(last)
            repeat(last.size) { kept.removeFirst() }
            while (kept.isNotEmpty() && write()) continue
            answer
        }
    }

    fun stop(): Unit = source.stop()

    private fun hear(news: PositionNews) {
        when (news) {
            is PositionNews.Fixes -> {
                runBlocking { writing.withLock { record(news.fixes) } }
                val newest = news.fixes.maxOfOrNull { it.mono }
                // One that comes late does not turn the time back.
                state.update { it.copy(lastFix = listOfNotNull(it.lastFix, newest).maxOrNull()) }
            }
            is PositionNews.None -> state.update { it.copy(noPosition = news.why) }
        }
        watchGap()
    }

    private suspend fun record(fixes: List<RawFix>) {
        kept += fixes
        if (state.value.ended == null) write()
    }

    /** As many as one call takes; those are forgotten here when they are on the medium. Whether they are. */
    private suspend fun write(): Boolean {
        try {
            val some = kept.take(MOST)
            book.patrol.recordFixes(some)
            repeat(some.size) { kept.removeFirst() }
            state.update { it.copy(heldBack = null) }
            return true
        } catch (refused: BeatbookException) {
            if (refused.code in ENDS) {
                state.update { it.copy(ended = refused.code) }
            } else {
                state.update { it.copy(heldBack = refused.code) }
            }
            return false
        }
    }

    private fun watchGap() {
        val now = clock()
        state.update {
            val last = it.lastFix ?: begun
            it.copy(gapSince = last.takeIf { now - last > GAP_LIMIT_MS })
        }
    }
}
