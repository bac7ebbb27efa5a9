package beatbook.android

import android.Manifest.permission.ACCESS_BACKGROUND_LOCATION
import android.Manifest.permission.ACCESS_COARSE_LOCATION
import android.Manifest.permission.ACCESS_FINE_LOCATION
import android.content.Context
import android.content.pm.PackageManager
import android.os.Build

/** What the officer has allowed of positions. */
internal enum class Allowed { NO, ROUGHLY, FULLY }

internal fun Context.allowedPositions(): Allowed {
    fun has(permission: String) = checkSelfPermission(permission) == PackageManager.PERMISSION_GRANTED
    return when {
        has(ACCESS_FINE_LOCATION) -> Allowed.FULLY
        has(ACCESS_COARSE_LOCATION) -> Allowed.ROUGHLY
        else -> Allowed.NO
    }
}

/**
 * Whether a service of positions can begin at all. From Android 14 on `startForeground` throws where no position is allowed, and an app
 * that has asked for a service and does not put it in the foreground is ended.
 */
internal fun Context.letsServiceBegin(): Boolean =
    Build.VERSION.SDK_INT < Build.VERSION_CODES.UPSIDE_DOWN_CAKE || allowedPositions() != Allowed.NO

/**
 * Whether a service that begins while nobody looks gets positions. Since Android 11 only where they are allowed "all the time"; from
 * Android 14 on it does not even begin without (developer.android.com, "Restrictions on starting a foreground service from the
 * background").
 */
internal fun Context.recordsUnseen(): Boolean = Build.VERSION.SDK_INT < Build.VERSION_CODES.R ||
    checkSelfPermission(ACCESS_BACKGROUND_LOCATION) == PackageManager.PERMISSION_GRANTED
