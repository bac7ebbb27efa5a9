package beatbook.android

import android.app.NotificationManager
import android.app.Service
import android.content.Context
import android.content.Intent
import android.content.pm.ServiceInfo
import android.os.Build
import android.os.IBinder
import beatbook.core.BeatbookException
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.cancel
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.collectLatest
import kotlinx.coroutines.flow.distinctUntilChanged
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.launch
import java.util.concurrent.atomic.AtomicBoolean
import kotlin.time.Duration.Companion.seconds

/** Ids of notifications. */
internal const val STANDING = 4301
internal const val TELLING = 4302

/** How often permissions, gaps and kept-back reports are looked at; whether the patrol has ended, at every sixth of these looks. */
private val LOOK = 5.seconds

/** So often the notification that stands is made anew when nothing comes. */
private val SHOW_AGAIN = 30.seconds

/**
 * Keeps the process alive and in the foreground while an officer is on duty. Ended by the system, it is started again, and the
 * patrol goes on; where the system does not let it begin (since Android 12 not without the app on screen), the officer is told.
 */
public class PatrolService : Service() {
    private val scope = CoroutineScope(SupervisorJob() + Dispatchers.Default)
    private var recording: Job? = null

    override fun onBind(intent: Intent?): IBinder? = null

    override fun onStartCommand(intent: Intent?, flags: Int, startId: Int): Int {
        // At once: the system ends an app that lets it wait for five seconds.
        if (!inForeground()) {
            applicationContext.tell(if (letsServiceBegin()) Notice.OpenToGoOn else Notice.NoPositions(NoPosition.NOT_ALLOWED))
            stopSelf()
            return START_NOT_STICKY
        }
        val before = recording
        recording = scope.launch {
            // Started again while it records, it goes on; what is started in the moment that ends begins after it.
            before?.join()
            record(startId)
        }
        return START_STICKY
    }

    override fun onDestroy() {
        scope.cancel()
        // Shown once more after the system took it away, it would stay. It is shown on this thread alone: not again after this.
        getSystemService(NotificationManager::class.java)?.cancel(STANDING)
        // Nothing is left to be written after a sign-off.
        host.phone.stopRecording()
        super.onDestroy()
    }

    /** Until the service is destroyed, or the notebook takes no more: signed off without [OfficerPhone], say. */
    private suspend fun record(start: Int): Unit = coroutineScope {
        val recorder = try {
            host.phone.record()
        } catch (_: BeatbookException) {
            // The notebook cannot be opened: the app says why when it is looked at.
            applicationContext.tell(Notice.OpenToGoOn)
            null
        }
        if (recorder == null) return@coroutineScope stopSelf(start)
        val said = mutableSetOf<NoPosition>()
        val meanwhile = listOf(
            launch(Dispatchers.Main) { recorder.recording.collectLatest { keepShowing(it) } },
            launch { recorder.recording.map { it.noPosition }.distinctUntilChanged().collect { warn(it, said) } },
            launch { lookAt(recorder) },
        )
        val ended = recorder.recording.first { it.ended != null }.ended
        meanwhile.forEach { it.cancelAndJoin() }
        host.phone.stopRecording()
        // A notebook that was restored or copied leaves its patrol open: the officer is on duty, and nothing is recorded.
        if (ended in OVER) applicationContext.tellNoMore() else applicationContext.tell(Notice.OpenToGoOn)
        // Not if it was started again meanwhile: the next sign-on records.
        stopSelf(start)
    }

    private suspend fun lookAt(recorder: Recorder) {
        while (true) {
            recorder.look()
            delay(LOOK)
        }
    }

    /** What is shown grows old by itself: the minutes on duty, and those without a position. */
    private suspend fun keepShowing(recording: Recording) {
        while (true) {
            show(recording)
            delay(SHOW_AGAIN)
        }
    }

    private fun show(recording: Recording) {
        getSystemService(NotificationManager::class.java)?.notify(STANDING, host.patrolNotification(recording))
    }

    /**
     * Nobody looks at a phone in a pocket: it says aloud, once, why there are no positions. What comes and goes with each doze is in
     * [said] after the first time, and then is on the notification that stands alone.
     */
    private fun warn(why: NoPosition?, said: MutableSet<NoPosition>) {
        if (why == null || (why.stopsInPocket && !said.add(why))) {
            applicationContext.tellNoMore()
        } else {
            applicationContext.tell(Notice.NoPositions(why))
        }
    }

    private fun inForeground(): Boolean = try {
        val notification = host.patrolNotification(host.phone.recording ?: Recording())
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.Q) {
            startForeground(STANDING, notification, ServiceInfo.FOREGROUND_SERVICE_TYPE_LOCATION)
        } else {
            startForeground(STANDING, notification)
        }
        true
    } catch (_: SecurityException) {
        // Positions are not allowed, or not now.
        false
    } catch (_: IllegalStateException) {
        // ForegroundServiceStartNotAllowedException: begun while nobody looks at the app.
        false
    } finally {
        promised.set(false)
    }

    internal companion object {
        /** Ends of the recording after which no officer on duty waits for it: signed off, or closed by the app itself. */
        private val OVER = setOf("off_duty", "closed")

        /** A service was asked for that is to come into the foreground, and is not there yet. */
        private val promised = AtomicBoolean()

        /** Begins to record the open patrol. */
        fun start(context: Context) {
            promised.set(true)
            try {
                context.startForegroundService(Intent(context, PatrolService::class.java))
            } catch (_: IllegalStateException) {
                promised.set(false)
                context.tell(Notice.OpenToGoOn)
            }
        }

        /**
         * Ends it. Stopped before it has come into the foreground, the system would end the app (`ActiveServices.bringDownServiceLocked`):
         * that one comes, finds that nobody is on duty, and stops itself.
         */
        fun stop(context: Context) {
            if (!promised.get()) context.stopService(Intent(context, PatrolService::class.java))
        }
    }
}

/** Shows what the host has to say of it. */
internal fun Context.tell(notice: Notice) {
    val shown = host.notice(notice) ?: return
    getSystemService(NotificationManager::class.java)?.notify(TELLING, shown)
}

internal fun Context.tellNoMore() {
    getSystemService(NotificationManager::class.java)?.cancel(TELLING)
}
