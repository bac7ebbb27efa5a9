package beatbook.android

import beatbook.Beatbook
import beatbook.code
import beatbook.core.BeatbookException
import beatbook.core.RawFix
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock

/**
 * Reports of one patrol that its notebook does not take at the moment. They outlive the recorder: the system may end the service, and
 * the next one goes on with them.
 *
 * @param most so many are kept in memory, the newest; half a day of them if nothing else is said.
 */
internal class KeptBack(private val most: Int = 50_000) {
    /** One call after the other, in the order of the reports. */
    private val writing = Mutex()
    private val kept = ArrayDeque<RawFix>()

    /** How many were let go of, because too many waited. */
    @Volatile
    var letGo: Int = 0
        private set

    val isEmpty: Boolean
        get() = kept.isEmpty()

    /** These, after those that wait. Null if all are on the medium, or else the code of the refusal. */
    suspend fun record(book: Beatbook, fixes: List<RawFix>): String? = writing.withLock {
        kept += fixes
        write(book) { true }.also { limit() }
    }

    /** Signs off with everything that waits. If that fails, it goes on waiting. */
    suspend fun <T> ending(book: Beatbook, signOff: suspend (List<RawFix>) -> T): T = writing.withLock {
        // More than one call takes was kept back for hours: what is over is recorded before, or else as evidence after it.
        write(book) { kept.size > ONE_CALL }
        val last = kept.take(ONE_CALL)
        val answer = signOff(last)
        forget(last.size)
        write(book) { true }
        answer
    }

    /** Closes with everything that waits on the medium. If that fails, it goes on waiting, and nothing is closed. */
    suspend fun <T> closing(book: Beatbook, close: suspend () -> T): T = writing.withLock {
        handOver(book) { true }
        close()
    }

    private suspend fun write(book: Beatbook, goesOn: () -> Boolean): String? = try {
        handOver(book, goesOn)
        null
    } catch (refused: BeatbookException) {
        refused.code
    }

    /** As many as one call takes, again and again; those are forgotten here when they are on the medium. */
    private suspend fun handOver(book: Beatbook, goesOn: () -> Boolean) {
        try {
            while (kept.isNotEmpty() && goesOn()) {
                val some = kept.take(ONE_CALL)
                book.patrol.recordFixes(some)
                forget(some.size)
            }
        } catch (refused: BeatbookException) {
            // It never will: these belong to no patrol that is open.
            if (refused.code in ENDS) kept.clear()
            throw refused
        }
    }

    private fun forget(count: Int): Unit = repeat(count) { kept.removeFirst() }

    private fun limit() {
        val over = kept.size - most
        if (over <= 0) return
        forget(over)
        letGo += over
    }

    companion object {
        /** Errors after which this notebook takes no more positions. */
        val ENDS = setOf("moved", "retired", "closed", "off_duty")

        /** The library takes so many reports in one call. */
        private const val ONE_CALL = 10_000
    }
}
