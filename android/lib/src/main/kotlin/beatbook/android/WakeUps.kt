package beatbook.android

import android.Manifest.permission.ACCESS_BACKGROUND_LOCATION
import android.Manifest.permission.ACCESS_FINE_LOCATION
import android.annotation.SuppressLint
import android.app.PendingIntent
import android.content.Context
import android.content.Intent
import android.content.pm.PackageManager
import android.location.Location
import android.location.LocationManager
import android.os.Build
import android.os.CancellationSignal
import android.os.SystemClock
import beatbook.Beatbook
import beatbook.core.AskWhere
import beatbook.core.BeatbookException
import beatbook.core.ZoneKind
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.suspendCancellableCoroutine
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import kotlinx.coroutines.withContext
import kotlinx.coroutines.withTimeoutOrNull
import kotlin.coroutines.resume
import kotlin.time.Duration.Companion.seconds

/** What the system watches for an officer who is off duty. */
public sealed interface Watching {
    /** The nearest zones. */
    public data class Zones(
        /** How many. */
        val count: Int,
    ) : Watching

    /** Nothing, and why. */
    public data class Nothing(
        /** The reason. */
        val why: NotWatched,
    ) : Watching
}

/** Why the system watches no zone. */
public enum class NotWatched {
    /** The officer has not allowed exact positions "all the time": nobody is asked to, and nothing else suffers. */
    NOT_ALLOWED,

    /** On duty positions are recorded anyhow. */
    ON_DUTY,

    /** The phone does not know where it is; a later sync tries again. */
    NO_PLACE,

    /** No hotspot and no area of an order within 10 km, or no briefing yet. */
    NO_ZONE,
}

/**
 * Wakes the app when an officer who is off duty comes near a hotspot or an order's area, to ask whether to sign on. The system watches
 * circles around the nearest ones, and another one around the place where they were chosen: whoever leaves that has them chosen anew,
 * as does each sync of [SyncJob]. With the screen off the system may look only every few minutes, and it forgets all at the phone's
 * end, after which [ResumeReceiver] chooses anew.
 *
 * [OfficerPhone] sets them at sign-off and takes them away at sign-on. An app calls [choose] when the permission was given.
 */
public class WakeUps internal constructor(context: Context, private val clock: () -> Long) {
    private val context = context.applicationContext
    private val manager = checkNotNull(context.getSystemService(LocationManager::class.java)) { "every phone has it" }
    private val told = ToldZones(this.context, clock)

    public constructor(context: Context) : this(context, System::currentTimeMillis)

    /**
     * Has the nearest zones of now watched, in place of those before. Takes up to some seconds where the phone must first find out
     * where it is.
     *
     * @throws BeatbookException storage errors; what was watched before may still be.
     */
    public suspend fun choose(book: Beatbook): Watching = choose(book, justCame = false)

    /** The phone has left the place where zones were chosen: one that it is in by now is told, if that was not done yet. */
    internal suspend fun chooseElsewhere(book: Beatbook): Watching = choose(book, justCame = true)

    private suspend fun choose(book: Beatbook, justCame: Boolean): Watching = withContext(Dispatchers.IO) {
        oneAtATime.withLock {
            // Looked at under the lock: a sign-on that comes meanwhile takes them away after this.
            val watching = if (book.status().onDuty != null) Watching.Nothing(NotWatched.ON_DUTY) else chosen(book, justCame)
            if (watching is Watching.Nothing) removeAll()
            watching
        }
    }

    /** Nothing is watched any more: at sign-on. */
    public suspend fun end(): Unit = withContext(Dispatchers.IO) {
        oneAtATime.withLock {
            removeAll()
            told.forget()
        }
    }

    /** A zone was entered. Tells the officer off duty, at most once in some hours for each zone. */
    internal suspend fun entered(code: String, name: String): Unit = withContext(Dispatchers.IO) {
        if (oneAtATime.withLock { told.firstTime(code) }) context.tell(Notice.NearZone(name))
    }

    private suspend fun chosen(book: Beatbook, justCame: Boolean): Watching {
        if (!allowed()) return Watching.Nothing(NotWatched.NOT_ALLOWED)
        val here = here() ?: return Watching.Nothing(NotWatched.NO_PLACE)
        val place = AskWhere.At(here.latitude, here.longitude, here.accuracy.toDouble())
        val zones = book.briefing.zonesNear(place).filter { it.kind in PATROLLED }
        if (zones.isEmpty()) return Watching.Nothing(NotWatched.NO_ZONE)
        val choice = NearestCircles(zones.map(::Circle), here.latitude, here.longitude)
        removeAll()
        // The system tells at once of circles that hold the phone now. Who signs off there, or stays, did not just come.
        for (circle in choice.circles) {
            if (!justCame && circle.distance(here.latitude, here.longitude) == 0.0) told.note(circle.code)
        }
        try {
            choice.circles.forEachIndexed { slot, circle ->
                val extras = Intent().putExtra(CODE, circle.code).putExtra(NAME, circle.name)
                watch(slot, circle.lat, circle.lon, circle.radius, extras)
            }
            watch(AROUND_HERE, here.latitude, here.longitude, choice.holdsFor, Intent())
        } catch (_: SecurityException) {
            // The permission went in this moment.
            return Watching.Nothing(NotWatched.NOT_ALLOWED)
        }
        return Watching.Zones(choice.circles.size)
    }

    @SuppressLint("MissingPermission")
    private fun watch(slot: Int, lat: Double, lon: Double, radius: Double, extras: Intent) {
        val wake = PendingIntent.getBroadcast(
            context, slot, intent().putExtras(extras), PendingIntent.FLAG_UPDATE_CURRENT or mutable(),
        )
        manager.addProximityAlert(lat, lon, radius.toFloat(), NEVER_ENDS, wake)
    }

    private fun removeAll() {
        for (slot in 0..AROUND_HERE) {
            val flags = PendingIntent.FLAG_NO_CREATE or mutable()
            val wake: PendingIntent = PendingIntent.getBroadcast(context, slot, intent(), flags) ?: continue
            try {
                manager.removeProximityAlert(wake)
            } catch (_: SecurityException) {
                // Without the permission the system has ended them itself.
            }
            wake.cancel()
        }
    }

    private fun intent() = Intent(context, WakeUpReceiver::class.java)

    /** The system adds whether the circle was entered or left; addressed to this app alone, nobody else can fill it in. */
    private fun mutable() = if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.S) PendingIntent.FLAG_MUTABLE else 0

    private fun allowed(): Boolean {
        fun has(permission: String) = context.checkSelfPermission(permission) == PackageManager.PERMISSION_GRANTED
        // Before Android 10 there is one permission for both.
        val inBackground = Build.VERSION.SDK_INT < Build.VERSION_CODES.Q || has(ACCESS_BACKGROUND_LOCATION)
        return inBackground && has(ACCESS_FINE_LOCATION)
    }

    /** A place known lately, or one that is found out within seconds. */
    private suspend fun here(): Location? {
        val last = lastKnown()
        if (last != null && ageMs(last) <= FRESH_MS) return last
        return current() ?: last
    }

    @SuppressLint("MissingPermission")
    private fun lastKnown(): Location? = try {
        manager.allProviders.mapNotNull { manager.getLastKnownLocation(it) }.minByOrNull(::ageMs)
    } catch (_: SecurityException) {
        null
    }

    @SuppressLint("MissingPermission")
    private suspend fun current(): Location? {
        // Before that there is no call for one position that ends by itself: the next sync may find a known one.
        if (Build.VERSION.SDK_INT < Build.VERSION_CODES.R) return null
        val provider = listOf(LocationManager.NETWORK_PROVIDER, LocationManager.GPS_PROVIDER)
            .firstOrNull { it in manager.allProviders && manager.isProviderEnabled(it) } ?: return null
        return withTimeoutOrNull(FIND) {
            suspendCancellableCoroutine { waiting ->
                val signal = CancellationSignal()
                waiting.invokeOnCancellation { signal.cancel() }
                try {
                    manager.getCurrentLocation(provider, signal, Runnable::run) { if (waiting.isActive) waiting.resume(it) }
                } catch (_: SecurityException) {
                    waiting.resume(null)
                }
            }
        }
    }

    private fun ageMs(location: Location) = SystemClock.elapsedRealtime() - location.elapsedRealtimeNanos / 1_000_000

    internal companion object {
        /** Extras of a wake-up. */
        const val CODE = "code"
        const val NAME = "name"

        /** Where an officer works: not wards, which are everywhere, nor sectors of a count, nor premises. */
        val PATROLLED = setOf(ZoneKind.HOTSPOT, ZoneKind.PSPO_AREA)

        /** The slot of the circle around the place of the choice, after the zones' own. */
        private const val AROUND_HERE = NearestCircles.MOST
        private const val NEVER_ENDS = -1L
        private const val FRESH_MS = 15 * 60_000L

        /** A receiver has ten seconds in all. */
        private val FIND = 4.seconds

        /** Of the whole process: a choice, and its end. */
        private val oneAtATime = Mutex()
    }
}
