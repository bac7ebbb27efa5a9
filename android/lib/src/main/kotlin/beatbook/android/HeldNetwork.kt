package beatbook.android

import beatbook.core.Provider
import beatbook.core.RawFix

/**
 * Holds back the network's reports until the satellites' of the same time have come: the receiver hands those over later, in a pocket
 * half a minute and many together. The library uses no report that is older than one it has; recorded at once, one report of the
 * network would make evidence of half a minute of better ones.
 *
 * What satellites report is not held, nor put in another order. What is held lies in memory alone: where the process is killed, so
 * many seconds of the network's reports are lost.
 */
internal class HeldNetwork {
    /** Until when it waits at most: as its own batch was to come when it came, whatever the receiver is asked for later. */
    private class Held(val fix: RawFix, val until: Long)

    private val held = mutableListOf<Held>()
    private var longest = 0L
    private var isOver = false

    /** The satellites' reports come this late at most; a little is added for the way. */
    @Synchronized
    fun use(delay: PositionDelay) {
        longest = delay.longest + ON_THE_WAY_MS
    }

    /**
     * What is to be recorded now, in the order of its time: of these reports and of those that are held. A report of the network goes
     * with the first one of satellites that is as new, or when it has been held for too long: there may be no satellites.
     *
     * @param now milliseconds since the phone's start, sleep included.
     */
    @Synchronized
    fun take(fixes: List<RawFix>, now: Long): List<RawFix> {
        if (isOver) return fixes
        val (network, others) = fixes.partition { it.provider == Provider.NETWORK }
        held += network.map { Held(it, until = now + longest) }
        val newest = others.filter { it.provider == Provider.GNSS }.maxOfOrNull { it.mono }
        val (due, waiting) = held.partition { now >= it.until || (newest != null && it.fix.mono <= newest) }
        held.clear()
        held += waiting
        return (due.map { it.fix } + others).sortedBy { it.mono }
    }

    /** Everything that is held: no report of satellites is waited for any more. */
    @Synchronized
    fun all(): List<RawFix> = held.map { it.fix }.sortedBy { it.mono }.also { held.clear() }

    /** Everything that is held, and nothing is held after it. */
    @Synchronized
    fun end(): List<RawFix> {
        isOver = true
        return all()
    }

    private companion object {
        const val ON_THE_WAY_MS = 5_000L
    }
}
