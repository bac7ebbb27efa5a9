package beatbook.android

import android.app.Application
import android.app.Notification
import android.app.NotificationManager
import android.app.job.JobInfo
import android.app.job.JobParameters
import android.app.job.JobScheduler
import android.content.Context
import android.os.Looper
import beatbook.core.Duty
import beatbook.core.Keeping
import beatbook.core.SignOn
import beatbook.core.TravelMode
import org.junit.Assert.assertEquals
import org.junit.Assert.assertNotNull
import org.robolectric.Robolectric
import org.robolectric.Shadows.shadowOf
import org.robolectric.shadow.api.Shadow
import org.robolectric.util.ReflectionHelpers
import java.util.concurrent.TimeUnit

/** An app whose keys may not be asked for on the main thread, and whose officer hears every notice. */
class FieldHost : Application(), BeatbookHost {
    private val secrets = OffTheMainThread()
    private var life = lazy(::newPhone)

    /** How long the phone keeps what the server holds. */
    var keeping: Keeping? = null

    private fun newPhone() = OfficerPhone(this, secrets, positions = { NoReceiver }, keeping = keeping)

    override val phone: OfficerPhone
        get() = life.value

    /** The process was ended, and another one begins. The officer's notebook has been closed. */
    fun anotherLife() {
        life = lazy(::newPhone)
    }

    override fun patrolNotification(recording: Recording): Notification = said("On duty")

    override fun notice(notice: Notice): Notification = when (notice) {
        Notice.OpenToGoOn -> said("Open Beatbook to go on")
        is Notice.NoPositions -> said("No positions: ${notice.why}")
        is Notice.NearZone -> said("Near ${notice.name}: sign on?")
    }

    private fun said(words: String): Notification = Notification.Builder(this, "patrol").setContentTitle(words).build()
}

/** What the officer was told last and has not put away. */
internal fun Context.told(): String? = shadowOf(getSystemService(NotificationManager::class.java))
    .getNotification(TELLING)?.extras?.getString(Notification.EXTRA_TITLE)

private class OffTheMainThread : SecretStore {
    private val secrets = mutableMapOf<String, ByteArray>()

    override fun secret(name: String): ByteArray? = away { secrets[name]?.copyOf() }

    override fun keep(name: String, secret: ByteArray): Unit = away { secrets[name] = secret.copyOf() }

    override fun forget(name: String): Unit = away { secrets.remove(name) }

    @Synchronized
    private fun <T> away(work: () -> T): T {
        check(Looper.myLooper() != Looper.getMainLooper()) { "a key store on the main thread makes the app stand still" }
        return work()
    }
}

/** No positions: these stories are told without them. */
private object NoReceiver : PositionSource {
    override fun start(delay: PositionDelay, hear: (PositionNews) -> Unit): Unit = Unit
    override fun use(delay: PositionDelay): Unit = Unit
    override fun look(): Unit = Unit
    override suspend fun flush(): Unit = Unit
    override fun stop(): Unit = Unit
}

internal val ON_FOOT = SignOn(duty = Duty.TASKED_CORE, mode = TravelMode.FOOT, others = 0u)

internal fun Context.scheduler(): JobScheduler = getSystemService(JobScheduler::class.java)

internal fun Context.waitingJob(id: Int): JobInfo? = scheduler().getPendingJob(id)

/** The system's part: it lets a job run. */
internal class RunningJob(private val context: Context, private val id: Int) {
    private val service = Robolectric.buildService(SyncJob::class.java).create().get()
    private val words = Shadow.newInstanceOf(JobParameters::class.java).also { ReflectionHelpers.setField(it, "jobId", id) }

    init {
        val asked = context.waitingJob(id)
        assertNotNull("the job was asked for", asked)
        assertEquals(SyncJob::class.java.name, asked?.service?.className)
        if (asked?.isPeriodic == false) context.scheduler().cancel(id)
        assertEquals("it works on", true, service.onStartJob(words))
    }

    val hasFinished: Boolean
        get() = shadowOf(service).isJobFinished

    /** Whether the system is asked to run it again, with its own pauses. */
    val wantsToRunAgain: Boolean
        get() = shadowOf(service).isRescheduleNeeded

    fun finish(): RunningJob = apply {
        soon("the job finishes") { hasFinished }
        idle()
    }

    /** The system takes its time away. */
    fun stop(): Boolean = service.onStopJob(words)
}

/** What waits for the main thread is done. */
internal fun idle(): Unit = shadowOf(Looper.getMainLooper()).idle()

/** Fails if it does not become true within some seconds. */
internal fun soon(what: String, within: Long = 20, isSo: () -> Boolean) {
    val end = System.nanoTime() + TimeUnit.SECONDS.toNanos(within)
    while (!isSo()) {
        check(System.nanoTime() < end) { "not within $within s: $what" }
        Thread.sleep(10)
        idle()
    }
}
