package beatbook.officer

import android.app.Application
import android.app.Notification
import android.app.NotificationChannel
import android.app.NotificationManager
import android.app.PendingIntent
import android.content.Intent
import android.content.pm.ApplicationInfo
import android.os.StrictMode
import android.os.SystemClock
import beatbook.android.BeatbookHost
import beatbook.android.NoPosition
import beatbook.android.Notice
import beatbook.android.OfficerPhone
import beatbook.android.Recording
import java.time.ZoneId

private const val PATROL = "patrol"
private const val NOTICES = "notices"

/** The officer's app: one phone, one desk, the words of its notifications. */
open class OfficerApp : Application(), BeatbookHost {
    override val phone: OfficerPhone by lazy(::makePhone)

    /** What the officer does, for as long as the process lives. */
    internal val desk: Desk by lazy { Desk({ phone }, ::now) }

    private val standing by lazy { StandingNotice(phone.standing, phone.isRecording) }

    /** What was asked once and for all, in a file that no backup takes. */
    private val answers get() = getSharedPreferences("answers", MODE_PRIVATE)

    /** The officer was asked for notifications, and goes on without: not asked again at a sign-on. */
    internal var noticesAsked: Boolean
        get() = answers.getBoolean(NOTICES, false)
        set(isAsked) = answers.edit().putBoolean(NOTICES, isAsked).apply()

    override fun onCreate() {
        super.onCreate()
        // Read beside what else begins: nobody waits for it at the first tap.
        getSharedPreferences("answers", MODE_PRIVATE)
        if (applicationInfo.flags and ApplicationInfo.FLAG_DEBUGGABLE != 0) watchMainThread()
        val notifications = getSystemService(NotificationManager::class.java) ?: return
        notifications.createNotificationChannels(
            listOf(
                channel(PATROL, R.string.channel_patrol, R.string.channel_patrol_what, NotificationManager.IMPORTANCE_LOW),
                channel(NOTICES, R.string.channel_notices, R.string.channel_notices_what, NotificationManager.IMPORTANCE_HIGH),
            ),
        )
    }

    /** Tests keep secrets elsewhere: there is no key store on their machine. */
    protected open fun makePhone(): OfficerPhone = OfficerPhone(this)

    override fun patrolNotification(recording: Recording): Notification {
        val told = standing.told(recording, now())
        return builder(PATROL, told.title)
            .setContentText(told.text?.let(resources::say))
            .setOngoing(true)
            .setOnlyAlertOnce(true)
            .setCategory(Notification.CATEGORY_SERVICE)
            .setStyle(Notification.BigTextStyle().bigText(told.text?.let(resources::say)))
            .build()
    }

    override fun notice(notice: Notice): Notification = when (notice) {
        Notice.OpenToGoOn -> builder(NOTICES, line(R.string.notified_open))
        is Notice.NoPositions -> stoppedBy(notice.why)
        is Notice.NearZone -> builder(NOTICES, line(R.string.notified_near, notice.name))
    }.setAutoCancel(true).build()

    private fun stoppedBy(why: NoPosition): Notification.Builder {
        val mend = resources.say(line(why.words))
        return builder(NOTICES, line(if (why.stopsInPocket) R.string.notified_may_stop else R.string.notified_stopped))
            .setContentText(mend)
            .setStyle(Notification.BigTextStyle().bigText(mend))
    }

    private fun builder(channel: String, title: Line): Notification.Builder = Notification.Builder(this, channel)
        .setSmallIcon(R.drawable.notice)
        .setColor(getColor(R.color.primary))
        .setContentTitle(resources.say(title))
        // Nothing in it is about a person: a locked screen may show it.
        .setVisibility(Notification.VISIBILITY_PUBLIC)
        .setContentIntent(
            PendingIntent.getActivity(
                this,
                0,
                Intent(this, MainActivity::class.java).addFlags(Intent.FLAG_ACTIVITY_SINGLE_TOP),
                PendingIntent.FLAG_IMMUTABLE or PendingIntent.FLAG_UPDATE_CURRENT,
            ),
        )

    private fun channel(id: String, name: Int, what: Int, importance: Int) =
        NotificationChannel(id, getString(name), importance).apply { description = getString(what) }

    /** While the app is developed, each wait of the main thread for storage or network is logged. */
    private fun watchMainThread() {
        StrictMode.setThreadPolicy(
            StrictMode.ThreadPolicy.Builder().detectDiskReads().detectDiskWrites().detectNetwork().penaltyLog().build(),
        )
    }
}

private fun now() = Now(System.currentTimeMillis(), SystemClock.elapsedRealtime(), ZoneId.systemDefault())
