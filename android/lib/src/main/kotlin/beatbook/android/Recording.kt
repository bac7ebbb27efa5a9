package beatbook.android

import beatbook.core.Provider
import beatbook.core.RawFix

/** What a screen shows of the recording of positions. Times are milliseconds since the phone's start, sleep included. */
public data class Recording(
    /** Why there is no position, or may be none in a pocket ([NoPosition.stopsInPocket]); null while nothing keeps them from coming. */
    val noPosition: NoPosition? = null,
    /** When the newest report that counts was made; null before the first. */
    val lastFix: Long? = null,
    /** Since when there is a gap in the hours, if there is one: reports may come all the while, and none of them count. */
    val gapSince: Long? = null,
    /** The code of the error for which reports are kept back in memory, such as `storage_full` or `paused`. */
    val heldBack: String? = null,
    /** How many of those were let go of, the oldest first, because they were too many for the memory: that time is a gap. */
    val letGo: Int = 0,
    /**
     * The code of the error that ended the recording: the notebook takes no more, because it was restored or copied (`moved`,
     * `retired`: go on in a successor), closed, or nobody is on duty.
     */
    val ended: String? = null,
)

/** Why there is no position, or may be none as soon as nobody looks at the phone. */
public enum class NoPosition {
    /** The officer has not allowed it: only the officer can change that, in the phone's settings. */
    NOT_ALLOWED,

    /** Allowed, but to a few kilometres only. */
    ONLY_ROUGHLY,

    /** Location is switched off on this phone, or does without the receiver of satellites. */
    SWITCHED_OFF,

    /** The officer, or the phone by itself, has restricted this app's use of the battery: its service ends when its screen is left. */
    RESTRICTED,

    /** The phone saves power: it gives no positions, or none while its screen is off. */
    SAVING_POWER,
    ;

    /** Positions may come and count while the officer looks at the phone, and stop in the pocket; for the others there are none now. */
    public val stopsInPocket: Boolean
        get() = this == RESTRICTED || this == SAVING_POWER
}

/** Two fixes further apart than this have a gap between them: `gap_limit` of the library's thresholds, version 1 (docs/adr/0005). */
internal const val GAP_LIMIT_MS: Long = 120_000

/**
 * Metres. A report that is less accurate may be of the next street: it is kept and counts for nothing, so that a time of none but such is
 * a gap. `usable_accuracy` of the same thresholds.
 */
internal const val USABLE_ACCURACY_M: Double = 50.0

/** Whether the library reckons with it: it says how accurate it is, is accurate enough, and nobody made it up. */
internal val RawFix.counts: Boolean
    get() = provider != Provider.MOCK && accuracy.let { it != null && it > 0 && it <= USABLE_ACCURACY_M }
