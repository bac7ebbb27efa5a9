package beatbook.android

import android.content.BroadcastReceiver
import android.content.Context
import android.content.Intent
import android.location.LocationManager
import beatbook.core.BeatbookException
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.launch
import kotlinx.coroutines.withTimeoutOrNull
import kotlin.time.Duration.Companion.seconds

/** Hears that the phone came near a zone, or left the place where zones were chosen. */
public class WakeUpReceiver : BroadcastReceiver() {
    override fun onReceive(context: Context, intent: Intent) {
        // What the system did not fill in comes from nobody.
        if (!intent.hasExtra(LocationManager.KEY_PROXIMITY_ENTERING)) return
        val enters = intent.getBooleanExtra(LocationManager.KEY_PROXIMITY_ENTERING, false)
        val code = intent.getStringExtra(WakeUps.CODE)
        val name = intent.getStringExtra(WakeUps.NAME)
        when {
            code != null && name != null && enters -> meanwhile { wake(context, code, name) }
            // The circle around the place of the choice.
            code == null && !enters -> meanwhile { chooseAnew(context) }
        }
    }

    private suspend fun wake(context: Context, code: String, name: String) {
        val book = context.openBook() ?: return
        when {
            book.status().onDuty == null -> WakeUps(context).entered(code, name)
            context.host.phone.recording == null -> context.tell(Notice.OpenToGoOn)
        }
    }

    private suspend fun chooseAnew(context: Context) {
        val book = context.openBook() ?: return
        WakeUps(context).chooseElsewhere(book)
    }
}

/**
 * Hears that the phone was started or the app replaced: two of the moments in which a service may begin in the background. One of
 * positions may only where they are allowed "all the time", or before Android 11: there an open patrol goes on by itself. Elsewhere an
 * officer who is on duty is told to open the app. Jobs and wake-ups, which end with the phone, are asked for again.
 */
public class ResumeReceiver : BroadcastReceiver() {
    override fun onReceive(context: Context, intent: Intent) {
        if (intent.action != Intent.ACTION_BOOT_COMPLETED && intent.action != Intent.ACTION_MY_PACKAGE_REPLACED) return
        meanwhile { resume(context) }
    }

    private suspend fun resume(context: Context) {
        // Opened in a new process, it has the regular job asked for again.
        val book = context.openBook() ?: return
        val status = book.status()
        if (SyncTimes(status).somethingToSend || context.host.phone.formerToSend.first() > 0uL) SyncJobs.soon(context)
        when {
            status.onDuty == null -> WakeUps(context).choose(book)
            context.host.phone.recording != null -> return
            // One that takes no more goes on in a successor, which is begun on the screen.
            context.recordsUnseen() && !status.state.needsSuccessor -> PatrolService.start(context)
            else -> context.tell(Notice.OpenToGoOn)
        }
    }
}

/** A receiver has ten seconds; what it waits for longer than eight is left. */
private val LONGEST = 8.seconds
private val receiving = CoroutineScope(SupervisorJob() + Dispatchers.IO)

/** Works on after `onReceive`, off the main thread. What a notebook refuses is said when the app is looked at. */
private fun BroadcastReceiver.meanwhile(work: suspend () -> Unit) {
    val pending: BroadcastReceiver.PendingResult? = goAsync()
    receiving.launch {
        try {
            withTimeoutOrNull(LONGEST) { work() }
        } catch (_: BeatbookException) {
            return@launch
        } finally {
            pending?.finish()
        }
    }
}

/** The notebook; null where there is none, or it cannot be opened. */
private suspend fun Context.openBook() = (host.phone.open() as? Standing.Open)?.book
