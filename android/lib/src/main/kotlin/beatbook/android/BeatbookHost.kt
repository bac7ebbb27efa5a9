package beatbook.android

import android.app.Notification
import android.content.Context

/** What the host app adds; its `Application` implements it. Words, icons and screens are the app's. */
public interface BeatbookHost {
    /** The one phone of this process: `override val phone by lazy { OfficerPhone(this) }`. */
    public val phone: OfficerPhone

    /**
     * The notification that stands while positions are recorded. A locked screen shows it: minutes and names of wards, hotspots and
     * areas of orders, no premises, no sector of a count, nothing of what was written down. Asked for on the main thread.
     */
    public fun patrolNotification(recording: Recording): Notification

    /** Tells the officer, who does not look at the app, or null to stay silent. */
    public fun notice(notice: Notice): Notification?
}

/** What an officer who does not look at the app should know. */
public sealed interface Notice {
    /**
     * On duty, but no positions are recorded until the app is opened: the system does not let the service begin, or the notebook does not
     * open, or takes no more because it was restored or copied. Time until then is a gap.
     */
    public data object OpenToGoOn : Notice

    /**
     * On duty, and from now on there are no positions, or none that count; where [NoPosition.stopsInPocket], they may stop, and time
     * may count until then. Told once, and taken away when there may be some again, or at sign-off. A phone that dozes wakes and dozes
     * again all night: what stops in the pocket is told once for a recording.
     */
    public data class NoPositions(
        /** The reason, which the officer can mend. */
        val why: NoPosition,
    ) : Notice

    /** Off duty, and near a zone: an officer who begins work there forgets to sign on. */
    public data class NearZone(
        /** Its name. */
        val name: String,
    ) : Notice
}

/** The host of a context's process. */
internal val Context.host: BeatbookHost
    get() = checkNotNull(applicationContext as? BeatbookHost) { "the Application implements BeatbookHost" }
