package beatbook.officer

import android.Manifest.permission.ACCESS_COARSE_LOCATION
import android.Manifest.permission.ACCESS_FINE_LOCATION
import android.Manifest.permission.POST_NOTIFICATIONS
import android.app.Notification
import android.app.NotificationManager
import android.content.ClipData
import android.content.ClipboardManager
import android.content.pm.ApplicationInfo
import android.content.pm.PackageManager
import android.content.res.Configuration
import android.location.Location
import android.location.LocationManager
import android.os.Build
import android.os.Looper
import android.util.Pair
import android.view.View
import android.view.ViewGroup
import android.widget.EditText
import android.widget.TextView
import android.window.OnBackInvokedCallback
import android.window.OnBackInvokedDispatcher
import android.window.ProxyOnBackInvokedDispatcher
import android.window.WindowOnBackInvokedDispatcher
import beatbook.android.PatrolService
import beatbook.testing.LAT
import beatbook.testing.LON
import org.robolectric.Robolectric
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.android.controller.ServiceController
import org.robolectric.util.ReflectionHelpers
import java.time.Duration

/** An officer with a phone in hand: looks, taps, types, walks. */
internal class Officer : AutoCloseable {
    val app = RuntimeEnvironment.getApplication() as TestApp
    private val window = Robolectric.buildActivity(MainActivity::class.java)
    private val receiver = checkNotNull(app.getSystemService(LocationManager::class.java))
    private var service: ServiceController<PatrolService>? = null
    val screen: MainActivity get() = window.get()

    init {
        shadowOf(receiver).setProviderEnabled(LocationManager.GPS_PROVIDER, true)
        asksForBack()
        window.setup()
    }

    /** What can be read, from top to bottom. */
    fun reads(): List<String> = views().filterIsInstance<TextView>().map { it.text.toString() }.filter { it.isNotBlank() }

    /** Waits until the words are on the screen, and fails with what is there instead. */
    fun sees(words: String, seconds: Int = 20) {
        val until = System.nanoTime() + seconds * 1_000_000_000L
        while (reads().none { words in it }) {
            if (System.nanoTime() > until) throw AssertionError("\"$words\" is not on the screen, but:\n${reads().joinToString("\n")}")
            passes(100)
        }
    }

    fun seesNot(words: String) {
        passes(100)
        if (reads().any { words in it }) throw AssertionError("\"$words\" is on the screen:\n${reads().joinToString("\n")}")
    }

    /** Taps what bears these words, once it can be tapped. */
    fun taps(words: String) {
        val until = System.nanoTime() + 20_000_000_000L
        while (true) {
            val target = views().firstOrNull { it is TextView && it.text.toString() == words && it.isClickable && it.isEnabled }
            if (target != null) {
                target.performClick()
                return passes(50)
            }
            if (System.nanoTime() > until) throw AssertionError("nothing to tap says \"$words\":\n${reads().joinToString("\n")}")
            passes(100)
        }
    }

    fun types(words: String) = views().filterIsInstance<EditText>().first().setText(words)

    fun copies(words: String) {
        app.getSystemService(ClipboardManager::class.java)!!.setPrimaryClip(ClipData.newPlainText("", words))
    }

    fun goesBack() {
        checkNotNull(back()) { "the system does what it does for every app" }.onBackInvoked()
        passes(50)
    }

    /**
     * What the system calls when the officer goes back: of this app, or null where it does what it does for every app. Robolectric goes
     * nowhere, so this looks who waits for it: at the window, or for a window that is not shown yet.
     */
    fun back(): OnBackInvokedCallback? {
        val window = screen.window.onBackInvokedDispatcher as ProxyOnBackInvokedDispatcher
        val early = ReflectionHelpers.getField<List<Pair<OnBackInvokedCallback, Int>>>(window, "mCallbacks").map { it.first }
        val shown = ReflectionHelpers.getField<OnBackInvokedDispatcher?>(window, "mActualDispatcher") as? WindowOnBackInvokedDispatcher
        val all = early + shown?.mOnBackInvokedCallbacks?.get(OnBackInvokedDispatcher.PRIORITY_DEFAULT).orEmpty()
        return all.lastOrNull { it.javaClass.name.startsWith("beatbook.") }
    }

    /** As the manifest asks, which Robolectric does not read; that it does is a rule of the suite `apk`. */
    private fun asksForBack() {
        val known = checkNotNull(shadowOf(app.packageManager).getInternalMutablePackageInfo(app.packageName).applicationInfo)
        for (its in listOf(known, app.applicationInfo)) {
            its.privateFlagsExt = its.privateFlagsExt or ApplicationInfo.PRIVATE_FLAG_EXT_ENABLE_ON_BACK_INVOKED_CALLBACK
        }
    }

    /** The phone is turned, or it gets dark: the window is made anew. */
    fun windowIsMadeAnew(change: (Configuration) -> Unit) {
        val before = screen
        window.configurationChange(Configuration(app.resources.configuration).also(change))
        check(screen !== before) { "it is the same one" }
        passes(50)
    }

    /** The system's question is answered. */
    fun allows(vararg permissions: String) = answers(true, *permissions)

    fun refuses(vararg permissions: String) = answers(false, *permissions)

    private fun answers(isYes: Boolean, vararg permissions: String) {
        val asked = checkNotNull(shadowOf(screen).lastRequestedPermission) { "the system was not asked" }
        check(asked.requestedPermissions.toList().containsAll(permissions.toList())) { asked.requestedPermissions.toList() }
        if (isYes) shadowOf(app).grantPermissions(*permissions) else shadowOf(app).denyPermissions(*permissions)
        screen.onRequestPermissionsResult(asked.requestCode, asked.requestedPermissions, IntArray(permissions.size))
        passes(50)
    }

    fun allowsEverything() =
        shadowOf(app).grantPermissions(ACCESS_FINE_LOCATION, ACCESS_COARSE_LOCATION, POST_NOTIFICATIONS)

    /** The system begins the service the app asked for. */
    fun serviceBegins() {
        val until = System.nanoTime() + 20_000_000_000L
        while (shadowOf(app).peekNextStartedService() == null) {
            check(System.nanoTime() < until) { "no service was asked for" }
            passes(50)
        }
        shadowOf(app).nextStartedService
        service = Robolectric.buildService(PatrolService::class.java).create().also(::asAndroid14).startCommand(0, 1)
        passes(300)
    }

    /** No service of positions comes into the foreground there where none are allowed; Robolectric lets it. */
    private fun asAndroid14(service: ServiceController<PatrolService>) {
        val isAllowed = listOf(ACCESS_FINE_LOCATION, ACCESS_COARSE_LOCATION)
            .any { app.checkSelfPermission(it) == PackageManager.PERMISSION_GRANTED }
        if (Build.VERSION.SDK_INT < Build.VERSION_CODES.UPSIDE_DOWN_CAKE || isAllowed) return
        shadowOf(service.get()).setThrowInStartForeground(SecurityException("no position is allowed"))
    }

    /** Nobody has asked the system for a service. */
    fun noServiceBegins() {
        passes(300)
        check(shadowOf(app).peekNextStartedService() == null) { "a service was asked for" }
    }

    /** With an enrolment code, to where an officer signs on. */
    fun setsUp(ticket: String) {
        sees("Set up this phone")
        types(ticket)
        taps("Set up")
        sees("Off duty")
    }

    /** To the phone's settings, where something may be done, and back. */
    fun leaves(meanwhile: () -> Unit) {
        window.pause()
        meanwhile()
        window.resume()
        passes(50)
    }

    /** The notification that stands. */
    fun notification() = checkNotNull(shadowOf(checkNotNull(service).get()).lastForegroundNotification)

    /** For so many milliseconds the receiver may gather reports, as soon as the app has asked it to. */
    fun receiverGathers(millis: Long) {
        val until = System.nanoTime() + 20_000_000_000L
        while (shadowOf(receiver).getLocationRequests(LocationManager.GPS_PROVIDER).map { it.maxUpdateDelayMillis } != listOf(millis)) {
            check(System.nanoTime() < until) { "the receiver was not asked to gather for $millis ms" }
            passes(50)
        }
    }

    /** Location is switched on or off on the phone. */
    fun switchesLocation(isOn: Boolean) = listOf(LocationManager.GPS_PROVIDER, LocationManager.NETWORK_PROVIDER)
        .forEach { switches(it, isOn) }

    /** The officer switches one provider on or off. */
    fun switches(provider: String, isOn: Boolean) = shadowOf(receiver).setProviderEnabled(provider, isOn)

    /** The titles of all notifications with the words below them. */
    fun notices(): Map<String, String> = checkNotNull(app.getSystemService(NotificationManager::class.java)).activeNotifications
        .map { it.notification.extras }
        .associate { it.getString(Notification.EXTRA_TITLE).orEmpty() to it.getString(Notification.EXTRA_TEXT).orEmpty() }

    /** The receiver reports, as often as told, and time goes on between. */
    fun stands(lat: Double = LAT, lon: Double = LON, reports: Int = 3) = repeat(reports) {
        shadowOf(receiver).simulateLocation(
            Location(LocationManager.GPS_PROVIDER).apply {
                latitude = lat
                longitude = lon
                accuracy = 5f
                time = System.currentTimeMillis()
                elapsedRealtimeNanos = sinceBoot()
            },
        )
        passes(1_000, real = 1_000)
    }

    /** Time passes on the screen. */
    fun passes(millis: Long, real: Long = 20) {
        shadowOf(Looper.getMainLooper()).idleFor(Duration.ofMillis(millis))
        Thread.sleep(real)
        shadowOf(Looper.getMainLooper()).idle()
    }

    fun views(): List<View> = under(screen.window.decorView)

    override fun close() {
        service?.destroy()
        window.pause().stop().destroy()
    }
}

/** Views that are shown, in order. */
internal fun under(view: View): List<View> = when {
    view.visibility != View.VISIBLE -> emptyList()
    view is ViewGroup -> listOf(view) + (0 until view.childCount).flatMap { under(view.getChildAt(it)) }
    else -> listOf(view)
}

/** The library asks the machine, not Robolectric, how long it has run. */
private fun sinceBoot(): Long = System.nanoTime()
