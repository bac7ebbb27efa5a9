package beatbook.testing

import android.content.Context
import android.location.Location
import android.location.LocationManager
import org.robolectric.Shadows.shadowOf
import org.robolectric.shadows.ShadowLocationManager

/** What the receiver of a test's phone gets. */
public class Sky(context: Context) {
    private val manager: LocationManager = checkNotNull(context.getSystemService(LocationManager::class.java))

    /** Robolectric's side of it. */
    public val shadow: ShadowLocationManager = shadowOf(manager)

    init {
        for (provider in listOf(LocationManager.GPS_PROVIDER, LocationManager.NETWORK_PROVIDER)) on(provider, true)
    }

    /** The officer switches a provider on or off. */
    public fun on(provider: String, isOn: Boolean): Unit = shadow.setProviderEnabled(provider, isOn)

    /** These come together, as one hand-over. */
    public fun hand(fixes: List<Location>): Unit =
        shadow.simulateLocation(LocationManager.GPS_PROVIDER, *fixes.toTypedArray())
}

/** A report of the receiver at a place, so many milliseconds after the machine's start. */
public fun report(
    mono: Long,
    wall: Long,
    lat: Double = LAT,
    lon: Double = LON,
    provider: String = LocationManager.GPS_PROVIDER,
): Location = Location(provider).apply {
    latitude = lat
    longitude = lon
    accuracy = 6f
    time = wall
    elapsedRealtimeNanos = mono * 1_000_000
}
