package beatbook.android

import android.R
import android.app.Application
import android.app.Notification
import android.app.NotificationChannel
import android.app.NotificationManager
import beatbook.testing.Force
import java.io.File
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.atomic.AtomicInteger
import kotlin.io.path.createTempDirectory

/** An app of the library's. */
abstract class Host : Application(), BeatbookHost {
    override fun onCreate() {
        super.onCreate()
        val channel = NotificationChannel("patrol", "Patrol", NotificationManager.IMPORTANCE_LOW)
        checkNotNull(getSystemService(NotificationManager::class.java)).createNotificationChannel(channel)
    }

    /** How often the notification that stands was asked for, and how many milliseconds the app takes for its words. */
    val asked = AtomicInteger()

    @Volatile
    var wordsTake = 0L

    override fun patrolNotification(recording: Recording): Notification {
        asked.incrementAndGet()
        Thread.sleep(wordsTake)
        return words("On duty")
    }

    /** What the officer was told, in order. */
    val heard: MutableList<Notice> = CopyOnWriteArrayList()

    override fun notice(notice: Notice): Notification = words(notice::class.simpleName.orEmpty()).also { heard += notice }

    private fun words(title: String): Notification = Notification.Builder(this, "patrol")
        .setSmallIcon(R.drawable.ic_menu_mylocation).setContentTitle(title).build()
}

/** One with a server of its own, for one test. */
class TestHost : Host(), AutoCloseable {
    private val folder: File = createTempDirectory().toFile()
    private val started = lazy { Force(folder) }
    val force: Force by started

    override val phone: OfficerPhone by lazy { OfficerPhone(this, MemorySecrets()) }

    fun ticket(): String = force.ticket()

    override fun close() {
        if (started.isInitialized()) force.close()
        folder.deleteRecursively()
    }
}

/** Secrets that end with the test. */
class MemorySecrets : SecretStore {
    private val all = mutableMapOf<String, ByteArray>()

    @Synchronized
    override fun secret(name: String): ByteArray? = all[name]

    @Synchronized
    override fun keep(name: String, secret: ByteArray) {
        check(all.putIfAbsent(name, secret) == null) { "there is one" }
    }

    @Synchronized
    override fun forget(name: String) {
        all.remove(name)
    }
}
