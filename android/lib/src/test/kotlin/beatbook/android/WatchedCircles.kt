package beatbook.android

import android.Manifest.permission.ACCESS_FINE_LOCATION
import android.app.PendingIntent
import android.content.Intent
import android.content.pm.PackageManager
import android.location.Location
import android.location.LocationManager
import android.os.SystemClock
import org.junit.Assert.assertEquals
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Implementation
import org.robolectric.annotation.Implements
import org.robolectric.shadow.api.Shadow
import org.robolectric.shadows.ShadowLocationManager

/**
 * The system's part of proximity alerts, which Robolectric has none of: it tells of a circle that holds the phone when it first looks,
 * and then of each change; never of one that it finds left when it first looks. So Android's own GeofenceManager does it.
 */
@Implements(LocationManager::class)
class WatchedCircles : ShadowLocationManager() {
    private class Watched(val lat: Double, val lon: Double, val radius: Float, val wake: PendingIntent) {
        var isInside: Boolean? = null
    }

    private val all = mutableListOf<Watched>()

    /** Codes of the zones that are watched. */
    val codes: List<String>
        @Synchronized get() = all.mapNotNull { shadowOf(it.wake).savedIntent.getStringExtra(WakeUps.CODE) }

    val count: Int
        @Synchronized get() = all.size

    @Synchronized
    @Implementation
    protected fun addProximityAlert(lat: Double, lon: Double, radius: Float, end: Long, wake: PendingIntent) {
        val app = RuntimeEnvironment.getApplication()
        if (app.checkSelfPermission(ACCESS_FINE_LOCATION) != PackageManager.PERMISSION_GRANTED) throw SecurityException()
        require(!shadowOf(wake).isImmutable) { "pending intent must be mutable" }
        require(end == -1L) { "it ends" }
        all += Watched(lat, lon, radius, wake)
    }

    @Synchronized
    @Implementation
    protected fun removeProximityAlert(wake: PendingIntent) {
        all.removeAll { it.wake == wake }
    }

    /** The officer, off duty, is now there. */
    fun goTo(lat: Double, lon: Double) {
        simulateLocation(
            Location(LocationManager.GPS_PROVIDER).apply {
                latitude = lat
                longitude = lon
                accuracy = 10f
                time = System.currentTimeMillis()
                elapsedRealtimeNanos = SystemClock.elapsedRealtimeNanos()
            },
        )
        look(lat, lon)
    }

    /** The system looks where the phone is; it tells of what changed since it looked last. */
    private fun look(lat: Double, lon: Double) {
        val changed = synchronized(this) {
            all.mapNotNull { circle ->
                val away = FloatArray(1).also { Location.distanceBetween(lat, lon, circle.lat, circle.lon, it) }[0]
                val (was, isInside) = circle.isInside to (away <= circle.radius)
                circle.isInside = isInside
                if (isInside != (was ?: false)) circle.wake to isInside else null
            }
        }
        for ((wake, entering) in changed) {
            val intent = Intent(shadowOf(wake).savedIntent).putExtra(LocationManager.KEY_PROXIMITY_ENTERING, entering)
            assertEquals(WakeUpReceiver::class.java.name, intent.component?.className)
            WakeUpReceiver().onReceive(RuntimeEnvironment.getApplication(), intent)
        }
    }

    companion object {
        fun ofThePhone(): WatchedCircles =
            Shadow.extract(RuntimeEnvironment.getApplication().getSystemService(LocationManager::class.java))
    }
}
