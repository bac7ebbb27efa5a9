package beatbook.officer

import android.app.Activity
import android.os.Build
import android.window.OnBackInvokedCallback
import android.window.OnBackInvokedDispatcher

/**
 * Back, as Android 13 and later want to know it beforehand: while there is a page to go back to the system asks this app, else it does
 * what it does for every app. From Android 16 on it asks in no other way.
 */
internal class Back(private val activity: Activity, private val go: () -> Unit) {
    private var asked: OnBackInvokedCallback? = null

    fun isWanted(isWanted: Boolean) {
        if (Build.VERSION.SDK_INT < Build.VERSION_CODES.TIRAMISU || isWanted == (asked != null)) return
        val before = asked
        if (before != null) {
            activity.onBackInvokedDispatcher.unregisterOnBackInvokedCallback(before)
            asked = null
        } else {
            val callback = OnBackInvokedCallback { go() }
            activity.onBackInvokedDispatcher.registerOnBackInvokedCallback(OnBackInvokedDispatcher.PRIORITY_DEFAULT, callback)
            asked = callback
        }
    }
}
