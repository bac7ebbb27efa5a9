package beatbook.android

import android.app.ActivityManager
import android.content.Context
import android.content.IntentFilter
import android.os.Build
import android.os.PowerManager

/** The system tells these to whoever listens while it runs; all of them come from the system alone. */
internal val POWER_CHANGES: IntentFilter = IntentFilter().apply {
    addAction(PowerManager.ACTION_DEVICE_IDLE_MODE_CHANGED)
    addAction(PowerManager.ACTION_POWER_SAVE_MODE_CHANGED)
}

/**
 * What of the phone's ways to save power ends positions; null if nothing does. It is said with the screen on, too: whoever reads it
 * can still do something, and it comes true in the pocket.
 */
internal fun Context.heldUpByPower(): NoPosition? {
    val power = checkNotNull(getSystemService(PowerManager::class.java)) { "every phone has it" }
    return when {
        isRestricted(this) -> NoPosition.RESTRICTED
        isReceiverAsleep(power) || endsWithTheScreen(power) -> NoPosition.SAVING_POWER
        else -> null
    }
}

/** Since Android 9 an officer can restrict an app's battery, and the system proposes it of apps that use much. */
private fun isRestricted(context: Context): Boolean = Build.VERSION.SDK_INT >= Build.VERSION_CODES.P &&
    checkNotNull(context.getSystemService(ActivityManager::class.java)) { "every phone has it" }.isBackgroundRestricted

/**
 * Up to Android 10 a phone that dozes deeply switches its receiver of satellites off, whatever services run; Android 11 does if it lies
 * still, too, and later ones go on telling the last place (AOSP, `GnssLocationProvider` and `StationaryThrottlingLocationProvider`).
 */
private fun isReceiverAsleep(power: PowerManager): Boolean = Build.VERSION.SDK_INT < Build.VERSION_CODES.S && power.isDeviceIdleMode

/** What Battery Saver does with positions, which makers choose. A service in the foreground counts as the app in the foreground. */
private fun endsWithTheScreen(power: PowerManager): Boolean = Build.VERSION.SDK_INT >= Build.VERSION_CODES.P &&
    power.isPowerSaveMode && power.locationPowerSaveMode in WITH_THE_SCREEN

/** Off, or seldom enough to be a gap: `LocationManager` throttles by asking the receiver for nothing. */
private val WITH_THE_SCREEN = setOf(
    PowerManager.LOCATION_MODE_GPS_DISABLED_WHEN_SCREEN_OFF,
    PowerManager.LOCATION_MODE_ALL_DISABLED_WHEN_SCREEN_OFF,
    PowerManager.LOCATION_MODE_THROTTLE_REQUESTS_WHEN_SCREEN_OFF,
)
