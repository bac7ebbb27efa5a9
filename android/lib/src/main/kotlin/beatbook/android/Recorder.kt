package beatbook.android

import beatbook.Beatbook
import beatbook.code
import beatbook.core.BeatbookException
import beatbook.core.NotebookState
import beatbook.core.RawFix
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import kotlinx.coroutines.flow.update
import kotlinx.coroutines.runBlocking
import java.util.concurrent.atomic.AtomicInteger

/**
 * Records one patrol's positions, from sign-on to sign-off.
 *
 * What the source hands over is on the phone's storage before its thread goes on. In memory wait only the network's reports, for those
 * of satellites ([HeldNetwork]), and what the notebook does not take at the moment: that is kept back and offered again, at the next
 * report and at each [look].
 */
internal class Recorder(
    private val book: Beatbook,
    private val source: PositionSource,
    private val kept: KeptBack,
    private val clock: () -> Long,
) {
    private val state = MutableStateFlow(Recording())
    private val begun = clock()
    private val held = HeldNetwork()
    private val looks = AtomicInteger()

    /** What a screen shows. */
    val recording: StateFlow<Recording> = state.asStateFlow()

    fun start(delay: PositionDelay) {
        held.use(delay)
        source.start(delay, ::hear)
    }

    fun use(delay: PositionDelay) {
        held.use(delay)
        source.use(delay)
    }

    /**
     * Every few seconds: gaps and lost permissions make no noise of their own, nor does a patrol that the app itself ended. For that one
     * the notebook is asked at the first look, and then at every sixth: it reckons the whole patrol each time.
     */
    suspend fun look() {
        source.look()
        val due = held.take(emptyList(), clock())
        if (due.isNotEmpty() || !kept.isEmpty) record(due)
        if (looks.getAndIncrement() % LOOKS_FOR_END == 0) watchEnd()
        watchGap()
    }

    /** Has what the receiver has gathered recorded. */
    suspend fun flush() {
        source.flush()
        record(held.all())
    }

    /** What is still held is on the storage when it returns; off duty it is kept as evidence. */
    fun stop() {
        source.stop()
        val left = held.end()
        if (left.isNotEmpty()) runBlocking { kept.record(book, left) }
    }

    private fun hear(news: PositionNews) {
        when (news) {
            is PositionNews.Fixes -> {
                runBlocking { record(held.take(news.fixes, clock())) }
                val newest = news.fixes.filter { it.counts }.maxOfOrNull { it.mono }
                // One that comes late does not turn the time back.
                state.update { it.copy(lastFix = listOfNotNull(it.lastFix, newest).maxOrNull()) }
            }
            is PositionNews.None -> state.update { it.copy(noPosition = news.why) }
        }
        watchGap()
    }

    private suspend fun record(fixes: List<RawFix>) {
        // Told already: the notebook takes no more, whatever comes.
        if (state.value.ended != null) return
        val refused = kept.record(book, fixes)
        state.update {
            if (refused in KeptBack.ENDS) it.copy(ended = refused) else it.copy(heldBack = refused, letGo = kept.letGo)
        }
    }

    /** For ten minutes after a sign-off the notebook takes reports, as evidence, and says nothing. */
    private suspend fun watchEnd() {
        if (state.value.ended != null) return
        val ended = try {
            val status = book.status()
            when {
                status.state == NotebookState.MOVED -> "moved"
                status.state == NotebookState.RETIRED -> "retired"
                status.onDuty == null -> "off_duty"
                else -> null
            }
        } catch (refused: BeatbookException) {
            refused.code.takeIf { it in KeptBack.ENDS }
        }
        if (ended != null) state.update { it.copy(ended = ended) }
    }

    private fun watchGap() {
        val now = clock()
        state.update {
            val last = it.lastFix ?: begun
            it.copy(gapSince = last.takeIf { now - last > GAP_LIMIT_MS })
        }
    }

    internal companion object {
        /** Of so many looks one asks whether the patrol has ended. */
        const val LOOKS_FOR_END = 6
    }
}
