package beatbook.android

import android.app.Application
import android.app.Notification
import android.app.NotificationChannel
import android.app.NotificationManager
import android.app.PendingIntent
import beatbook.core.Duty
import beatbook.core.SignOn
import beatbook.core.TravelMode

// README.md's, word for word: `ReadmeTest`.

class MyApp : Application(), BeatbookHost {
    override val phone by lazy { OfficerPhone(this) }

    override fun onCreate() {
        super.onCreate()
        getSystemService(NotificationManager::class.java)?.createNotificationChannels(
            listOf(
                NotificationChannel("patrol", "On duty", NotificationManager.IMPORTANCE_LOW),
                NotificationChannel("notices", "What needs you", NotificationManager.IMPORTANCE_HIGH),
            ),
        )
    }

    // A locked screen shows both: zones and minutes, nothing written down.
    override fun patrolNotification(recording: Recording): Notification = said("patrol", "On duty")

    override fun notice(notice: Notice): Notification = when (notice) {
        Notice.OpenToGoOn -> said("notices", "Nothing is recorded: open the app to go on")
        is Notice.NoPositions -> when {
            notice.why.stopsInPocket -> said("notices", "Positions may stop in your pocket: see to the phone's battery settings")
            else -> said("notices", "Nothing counts: see to location in the phone's settings")
        }
        is Notice.NearZone -> said("notices", "Near ${notice.name}: sign on?")
    }

    private fun said(channel: String, words: String): Notification = Notification.Builder(this, channel)
        .setSmallIcon(android.R.drawable.ic_menu_mylocation).setContentTitle(words).setContentIntent(open()).build()

    private fun open(): PendingIntent? = packageManager.getLaunchIntentForPackage(packageName)
        ?.let { PendingIntent.getActivity(this, 0, it, PendingIntent.FLAG_IMMUTABLE) }
}

suspend fun begin(phone: OfficerPhone, code: String) {
    if (phone.open() == Standing.None) phone.enrol(code)
    phone.signOn(SignOn(duty = Duty.TASKED_CORE, mode = TravelMode.FOOT, others = 0u)) // records from here on
}
