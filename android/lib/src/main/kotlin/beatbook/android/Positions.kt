package beatbook.android

import beatbook.core.RawFix

/** Where position reports come from: one a second, with no least distance, since an officer who stands still is present. */
public interface PositionSource {
    /** Begins. [hear] is called on a thread of the source, which waits for it; the system keeps the phone awake meanwhile. */
    public fun start(delay: PositionDelay, hear: (PositionNews) -> Unit)

    /** Reports come at once, or many together. */
    public fun use(delay: PositionDelay)

    /** Whether there may be positions, told anew if it has changed: permissions go without a word. */
    public fun look()

    /** Has what the receiver has gathered handed over, and waits for that, some seconds at most. */
    public suspend fun flush()

    /** Ends. Nothing is heard after it. */
    public fun stop()
}

/** How long the receiver may gather reports before it hands them over together. Fewer wake-ups save energy; no report is left out. */
public enum class PositionDelay(
    /** Milliseconds. */
    public val longest: Long,
) {
    /** The officer looks at the screen: the minutes there run along. */
    WATCHED(0),

    /** The phone is in a pocket. */
    POCKETED(30_000),
}

/** What a source says. */
public sealed interface PositionNews {
    /** Reports, in the order they were made. */
    public data class Fixes(
        /** None of them filtered, smoothed or thinned. */
        val fixes: List<RawFix>,
    ) : PositionNews

    /**
     * No position, and why: a gap begins or goes on. Or, with [NoPosition.stopsInPocket], perhaps none as soon as nobody looks: fixes may
     * come all the while. Recording does not end.
     */
    public data class None(
        /** Null: nothing keeps positions from coming any more. */
        val why: NoPosition?,
    ) : PositionNews
}
