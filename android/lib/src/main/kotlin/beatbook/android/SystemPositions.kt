package beatbook.android

import android.annotation.SuppressLint
import android.content.BroadcastReceiver
import android.content.Context
import android.content.Intent
import android.location.Location
import android.location.LocationListener
import android.location.LocationManager
import android.location.LocationRequest
import android.os.Build
import android.os.Bundle
import android.os.Handler
import android.os.HandlerThread
import beatbook.core.Provider
import beatbook.core.RawFix
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.withTimeoutOrNull
import kotlin.time.Duration.Companion.seconds

/** One report a second, as the library wants them. */
private const val EVERY_MS = 1_000L

/** How long what the receiver has gathered is waited for. */
private val FLUSH = 3.seconds

/** The receiver and the network's positions, as the system hands them over. */
public class SystemPositions(private val context: Context) : PositionSource {
    private val manager = checkNotNull(context.getSystemService(LocationManager::class.java)) { "every phone has it" }

    /** What is waited for, by the number it was asked with: an answer that comes too late answers no later question. */
    private val flushes = mutableMapOf<Int, CompletableDeferred<Unit>>()
    private var asked = 0
    private var running: Running? = null

    private class Running(var delay: PositionDelay, val hear: (PositionNews) -> Unit, val thread: HandlerThread) {
        val handler = Handler(thread.looper)
        var allowed: Allowed? = null
        var why: NoPosition? = null
    }

    /** Old systems call the one with a list never, new ones for many reports at once. */
    private val listener = object : LocationListener {
        override fun onLocationChanged(location: Location) = onLocationChanged(listOf(location))

        override fun onLocationChanged(locations: List<Location>) {
            val hear = synchronized(this@SystemPositions) { running?.hear } ?: return
            hear(PositionNews.Fixes(locations.map(::fixOf)))
        }

        override fun onProviderEnabled(provider: String) = look()

        override fun onProviderDisabled(provider: String) = look()

        override fun onFlushComplete(requestCode: Int) {
            synchronized(flushes) { flushes.remove(requestCode) }?.complete(Unit)
        }

        @Deprecated("Called by systems before Android 10, where it has no body of its own.")
        override fun onStatusChanged(provider: String, status: Int, extras: Bundle) = Unit
    }

    /** A phone that dozes sleeps between two looks of the service: this wakes it in time to say so. */
    private val powerChanges = object : BroadcastReceiver() {
        override fun onReceive(context: Context, intent: Intent) = look()
    }

    @Synchronized
    override fun start(delay: PositionDelay, hear: (PositionNews) -> Unit) {
        check(running == null) { "it runs" }
        val now = Running(delay, hear, HandlerThread("positions").apply { start() })
        running = now
        context.registerReceiver(powerChanges, POWER_CHANGES, null, now.handler)
        look()
    }

    @Synchronized
    override fun use(delay: PositionDelay) {
        val now = running ?: return
        if (now.delay == delay) return
        val isShorter = delay.longest < now.delay.longest
        now.delay = delay
        if (now.allowed == Allowed.NO) return
        if (isShorter) handOver()
        ask(now)
    }

    /** What the receiver has gathered comes before what it makes from now on. Nobody waits for its number. */
    private fun handOver() {
        if (Build.VERSION.SDK_INT < Build.VERSION_CODES.S) return // Nothing is gathered there.
        try {
            manager.requestFlush(LocationManager.GPS_PROVIDER, listener, synchronized(flushes) { ++asked })
        } catch (_: IllegalArgumentException) {
            // There is no receiver, or it was not asked for anything.
            return
        }
    }

    override fun look() {
        val (hear, news) = synchronized(this) {
            val now = running ?: return
            val allowed = context.allowedPositions()
            if (allowed != now.allowed) {
                now.allowed = allowed
                if (allowed != Allowed.NO) ask(now)
            }
            val why = when {
                allowed == Allowed.NO -> NoPosition.NOT_ALLOWED
                allowed == Allowed.ROUGHLY -> NoPosition.ONLY_ROUGHLY
                !switchedOn() -> NoPosition.SWITCHED_OFF
                else -> context.heldUpByPower()
            }
            if (why == now.why) return
            now.why = why
            now.hear to PositionNews.None(why)
        }
        hear(news)
    }

    override suspend fun flush() {
        if (Build.VERSION.SDK_INT < Build.VERSION_CODES.S) return // Nothing is gathered there.
        val numbers = mutableListOf<Int>()
        try {
            val done = providers().filter { manager.isProviderEnabled(it) }.mapNotNull { provider ->
                val done = CompletableDeferred<Unit>()
                val number = synchronized(flushes) { (++asked).also { flushes[it] = done } }
                numbers += number
                try {
                    manager.requestFlush(provider, listener, number)
                    done
                } catch (_: IllegalArgumentException) {
                    // This provider was not asked for anything: there is nothing to hand over.
                    null
                }
            }
            withTimeoutOrNull(FLUSH) { done.forEach { it.await() } }
        } finally {
            synchronized(flushes) { flushes -= numbers.toSet() }
        }
    }

    @Synchronized
    override fun stop() {
        val now = running ?: return
        running = null
        context.unregisterReceiver(powerChanges)
        manager.removeUpdates(listener)
        now.thread.quitSafely()
    }

    /** Asking again replaces what was asked for before. */
    @SuppressLint("MissingPermission")
    private fun ask(now: Running) {
        for (provider in providers()) {
            try {
                if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.S) {
                    val request = LocationRequest.Builder(EVERY_MS)
                        .setQuality(LocationRequest.QUALITY_HIGH_ACCURACY)
                        // What other apps have the receiver make in between comes, too.
                        .setMinUpdateIntervalMillis(0)
                        .setMinUpdateDistanceMeters(0f)
                        .setMaxUpdateDelayMillis(now.delay.longest)
                        .build()
                    manager.requestLocationUpdates(provider, request, { now.handler.post(it) }, listener)
                } else {
                    manager.requestLocationUpdates(provider, EVERY_MS, 0f, listener, now.thread.looper)
                }
            } catch (_: SecurityException) {
                // Rough positions come from the network only, and permissions may go at any moment: `look` says so.
            }
        }
    }

    private fun providers(): List<String> =
        listOf(LocationManager.GPS_PROVIDER, LocationManager.NETWORK_PROVIDER).filter { it in manager.allProviders }

    /** The network's positions are of the next street: where there is a receiver of satellites, it is the one that must be on. */
    private fun switchedOn(): Boolean = providers().firstOrNull()?.let { manager.isProviderEnabled(it) } ?: false
}

/** A report as it came. Android's accuracy is the radius of 68 % probability, too ([Location.getAccuracy]). */
internal fun fixOf(location: Location): RawFix = RawFix(
    lat = location.latitude,
    lon = location.longitude,
    time = location.time,
    mono = location.elapsedRealtimeNanos / 1_000_000,
    accuracy = if (location.hasAccuracy()) location.accuracy.toDouble() else null,
    speed = if (location.hasSpeed()) location.speed.toDouble() else null,
    bearing = if (location.hasBearing()) location.bearing.toDouble() else null,
    provider = when {
        isMock(location) -> Provider.MOCK
        location.provider == LocationManager.GPS_PROVIDER -> Provider.GNSS
        else -> Provider.NETWORK
    },
)

@Suppress("DEPRECATION")
private fun isMock(location: Location): Boolean =
    if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.S) location.isMock else location.isFromMockProvider
