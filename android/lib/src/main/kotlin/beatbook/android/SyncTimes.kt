package beatbook.android

import beatbook.core.NotebookState
import beatbook.core.Status

/** When a phone that nobody looks at should ask its server. What the decision needs of a notebook's status; all in milliseconds. */
internal data class SyncTimes(
    /** Entries without the server's receipt, or a notebook or successor that it does not know of. */
    val somethingToSend: Boolean,
    /** Until the next sync makes sense, after failures. */
    val wait: Long,
    /** When the server was last heard, UTC. */
    val lastSync: Long?,
) {
    constructor(status: Status) : this(
        somethingToSend = status.toSend > 0uL || status.state == NotebookState.ENROLLING || status.unannounced,
        wait = status.syncWait.coerceAtLeast(0),
        lastSync = status.lastSync,
    )

    /** Not before then; that very moment if it should be now. UTC, as [now]. */
    fun next(now: Long): Long {
        val allowed = now + wait
        // A server's time in the future says only that a clock is wrong: it must not put the sync off.
        if (somethingToSend || lastSync == null || lastSync > now) return allowed
        return maxOf(allowed, lastSync + BRIEFING)
    }

    /**
     * Whether a notebook that is not in use and has nothing to send should meet the server all the same: what it holds goes by the
     * server's clock, which it hears in no other way.
     */
    fun isPurgeDue(now: Long): Boolean = lastSync != null && now - lastSync > TRACKS

    /** What is left to do after a sync was tried, by the status after it; [heard]: the server answered. */
    fun after(heard: Boolean, now: Long): AfterSync {
        val delay = next(now) - now
        return when {
            heard && !somethingToSend -> AfterSync.Enough
            // Nothing to send, and the briefing is not old: the regular job asks.
            !somethingToSend && delay > wait -> AfterSync.Enough
            delay > 0 -> AfterSync.Again(delay)
            else -> AfterSync.Soon
        }
    }

    /** The same of a notebook that is not in use: it needs no briefing, and with nothing to send no job comes for it. */
    fun afterFormer(heard: Boolean, now: Long): AfterSync = if (somethingToSend) after(heard, now) else AfterSync.Enough

    companion object {
        /** A briefing gets old: a phone with nothing to send asks this often, four hours. */
        const val BRIEFING: Long = 4 * 3_600_000L

        /** What is dropped first, the tracks, is 31 days old (docs/keeping.md, "On the phone"). */
        const val TRACKS: Long = 31 * 24 * 3_600_000L
    }
}

/** What a job still wants after it has tried. */
internal sealed interface AfterSync {
    /** Nothing. */
    data object Enough : AfterSync

    /** Another try when the system thinks fit: its own growing pauses. */
    data object Soon : AfterSync

    /** Another try, and not before so many milliseconds have passed. */
    data class Again(val after: Long) : AfterSync
}

/** Of several notebooks: what comes first. */
internal fun List<AfterSync>.soonest(): AfterSync =
    if (AfterSync.Soon in this) AfterSync.Soon else filterIsInstance<AfterSync.Again>().minByOrNull { it.after } ?: AfterSync.Enough

/** Entries without a receipt: an offer that was lost on its way is made again. */
internal val Status.toSend: ULong
    get() = outbox.waiting + outbox.offered
