package beatbook.officer

import android.Manifest.permission.ACCESS_BACKGROUND_LOCATION
import android.Manifest.permission.ACCESS_COARSE_LOCATION
import android.Manifest.permission.ACCESS_FINE_LOCATION
import android.Manifest.permission.POST_NOTIFICATIONS
import android.app.Activity
import android.content.ActivityNotFoundException
import android.content.ClipboardManager
import android.content.Intent
import android.content.pm.PackageManager
import android.net.Uri
import android.os.Build
import android.os.Bundle
import android.provider.Settings
import android.view.View
import android.view.ViewGroup
import android.view.Window
import android.view.WindowInsetsController
import android.view.WindowManager
import android.widget.FrameLayout
import android.widget.TextView
import beatbook.android.WakeUps
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.cancel
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlin.time.Duration.Companion.seconds

/** Ages and minutes run on while nothing else happens. */
private val REDRAW = 1.seconds

/** The app's window. It draws what [screenOf] tells, and hands what the officer does to the [Desk]. */
class MainActivity : Activity() {
    private val scope = CoroutineScope(SupervisorJob() + Dispatchers.Main.immediate)
    private val app get() = application as OfficerApp
    private val desk get() = app.desk
    private val back = Back(this) { desk.back() }
    private lateinit var frame: FrameLayout
    private var drawn: ScreenView<*>? = null
    private var kind: Class<out Screen>? = null
    private var watching: Job? = null

    override fun onCreate(savedInstanceState: Bundle?) {
        super.onCreate(savedInstanceState)
        requestWindowFeature(Window.FEATURE_NO_TITLE)
        // Neither the task switcher nor a screenshot has a picture of what is in the notebook.
        window.setFlags(WindowManager.LayoutParams.FLAG_SECURE, WindowManager.LayoutParams.FLAG_SECURE)
        setContentView(R.layout.main)
        frame = findViewById(R.id.frame)
        darkIconsByDay()
        scope.launch { desk.known.collect { draw() } }
    }

    override fun onResume() {
        super.onResume()
        watching = scope.launch {
            launch { desk.watch() }
            while (true) {
                draw()
                delay(REDRAW)
            }
        }
    }

    override fun onPause() {
        watching?.cancel()
        super.onPause()
    }

    override fun onDestroy() {
        scope.cancel()
        if (isFinishing) desk.go(Page.Home)
        super.onDestroy()
    }

    @Deprecated("Called by systems before Android 13; later ones ask by the callback of [Back].")
    @Suppress("DEPRECATION", "OVERRIDE_DEPRECATION")
    override fun onBackPressed() {
        if (!desk.back()) super.onBackPressed()
    }

    override fun onRequestPermissionsResult(requestCode: Int, permissions: Array<String>, grantResults: IntArray) {
        when (Question.entries[requestCode]) {
            Question.PLACE -> when {
                has(ACCESS_FINE_LOCATION) -> signOn()
                has(ACCESS_COARSE_LOCATION) -> desk.go(Page.Ask(Question.PLACE, Reply.ROUGHLY))
                else -> desk.go(Page.Ask(Question.PLACE, Reply.NO))
            }
            Question.NOTICES -> signOn()
            Question.REMINDERS -> if (lacksNotices()) desk.go(Page.Ask(Question.REMINDERS, Reply.NO)) else remind()
            Question.ALL_THE_TIME -> if (asksForAllTheTime()) {
                desk.go(Page.Ask(Question.ALL_THE_TIME, Reply.NO))
            } else {
                desk.watchZones(WakeUps(this))
            }
        }
    }

    private fun draw() {
        draw(desk.screen())
        back.isWanted(desk.isAway)
    }

    /** Draws it, keeping the views of a screen of the same kind. */
    internal fun draw(screen: Screen) {
        if (screen.javaClass != kind) {
            kind = screen.javaClass
            frame.removeAllViews()
            drawn = viewOf(screen).also { frame.addView(it.page) }
            show(screen)
            nameForTalkBack()
        } else {
            show(screen)
        }
    }

    @Suppress("UNCHECKED_CAST") // A view is made for its kind of screen, and replaced when that changes.
    private fun show(screen: Screen) = (drawn as ScreenView<Screen>).show(screen)

    private fun viewOf(screen: Screen): ScreenView<*> = when (screen) {
        LoadingScreen -> LoadingView(page(R.layout.loading))
        is EnrolScreen -> EnrolView(page(R.layout.enrol), desk, ::clipboard)
        is ShutScreen -> ShutView(page(R.layout.shut), desk)
        is SetAsideScreen -> SetAsideView(page(R.layout.set_aside), desk)
        is SuccessorScreen -> SuccessorView(page(R.layout.successor), desk)
        is OffDutyScreen -> OffDutyView(page(R.layout.off_duty), desk, ::signOn, ::mend)
        is PermissionScreen -> PermissionView(page(R.layout.permission), desk, ::ask, ::without, ::openAppSettings)
        is OnDutyScreen -> OnDutyView(page(R.layout.on_duty), desk, ::mend)
        is SignOffScreen -> SignOffView(page(R.layout.sign_off), desk)
        is ForgottenScreen -> ForgottenView(page(R.layout.forgotten), desk)
        is ResultScreen -> ResultView(page(R.layout.result), desk, ::remind, mayRemind())
        is OutboxScreen -> OutboxView(page(R.layout.outbox), desk)
        is AppliesScreen -> AppliesView(page(R.layout.applies), desk)
    }

    private fun page(layout: Int): View = layoutInflater.inflate(layout, frame, false)

    /** The page's heading is what TalkBack says when it comes up. */
    private fun nameForTalkBack() {
        if (Build.VERSION.SDK_INT < Build.VERSION_CODES.P) return
        val column = (drawn?.page as? ViewGroup)?.getChildAt(0) as? ViewGroup
        drawn?.page?.accessibilityPaneTitle = (column?.getChildAt(0) as? TextView)?.text
    }

    /** The system's questions come first, each after a page that says why. */
    private fun signOn() {
        when {
            !has(ACCESS_FINE_LOCATION) -> desk.go(Page.Ask(Question.PLACE))
            asksForNotices() -> desk.go(Page.Ask(Question.NOTICES))
            else -> desk.signOn()
        }
    }

    /** A reminder is a notification: where none may be shown, that is asked for first. */
    private fun remind() = when {
        lacksNotices() -> desk.go(Page.Ask(Question.REMINDERS))
        asksForAllTheTime() -> desk.go(Page.Ask(Question.ALL_THE_TIME))
        else -> desk.watchZones(WakeUps(this))
    }

    private fun ask(question: Question) = when (question) {
        Question.PLACE -> requestPermissions(arrayOf(ACCESS_FINE_LOCATION, ACCESS_COARSE_LOCATION), question.ordinal)
        Question.NOTICES, Question.REMINDERS -> {
            app.noticesAsked = true
            if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.TIRAMISU) {
                requestPermissions(arrayOf(POST_NOTIFICATIONS), question.ordinal)
            } else if (question == Question.REMINDERS) {
                remind()
            } else {
                signOn()
            }
        }
        // From Android 11 on the system shows its settings for it.
        Question.ALL_THE_TIME -> if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.Q) {
            requestPermissions(arrayOf(ACCESS_BACKGROUND_LOCATION), question.ordinal)
        } else {
            desk.go(Page.Home)
        }
    }

    private fun without(question: Question) {
        if (question == Question.ALL_THE_TIME || question == Question.REMINDERS) return desk.go(Page.Home)
        if (question == Question.NOTICES) app.noticesAsked = true
        desk.signOn()
    }

    /** Before Android 10 there is one permission for both; and it is asked for only beside the other one. */
    private fun asksForAllTheTime(): Boolean = Build.VERSION.SDK_INT >= Build.VERSION_CODES.Q &&
        has(ACCESS_FINE_LOCATION) && !has(ACCESS_BACKGROUND_LOCATION)

    /** Whether there is something left to ask of an officer who wants to be reminded. */
    private fun mayRemind(): Boolean = has(ACCESS_FINE_LOCATION) && (lacksNotices() || asksForAllTheTime())

    private fun asksForNotices(): Boolean = lacksNotices() && !app.noticesAsked

    private fun lacksNotices(): Boolean = Build.VERSION.SDK_INT >= Build.VERSION_CODES.TIRAMISU && !has(POST_NOTIFICATIONS)

    private fun has(permission: String) = checkSelfPermission(permission) == PackageManager.PERMISSION_GRANTED

    private fun mend(mend: Mend) = when (mend) {
        Mend.APP_SETTINGS -> openAppSettings()
        Mend.LOCATION_SETTINGS -> openSettings(Intent(Settings.ACTION_LOCATION_SOURCE_SETTINGS))
        Mend.STORAGE_SETTINGS -> openSettings(Intent(Settings.ACTION_INTERNAL_STORAGE_SETTINGS))
        Mend.BATTERY_SETTINGS -> openSettings(Intent(Settings.ACTION_BATTERY_SAVER_SETTINGS))
        Mend.RECORD_AGAIN -> desk.recordAgain()
    }

    private fun openAppSettings() =
        openSettings(Intent(Settings.ACTION_APPLICATION_DETAILS_SETTINGS, Uri.fromParts("package", packageName, null)))

    /** Makers leave pages of the settings out, and employers lock them. */
    private fun openSettings(page: Intent) {
        if (!opens(page) && !opens(Intent(Settings.ACTION_SETTINGS))) desk.complain(line(R.string.settings_none))
    }

    /** A patrol may be recorded in this process, with reports that wait in memory: nothing asked of another app may end it. */
    private fun opens(page: Intent): Boolean = try {
        startActivity(page)
        true
    } catch (_: ActivityNotFoundException) {
        false
    } catch (_: SecurityException) {
        false
    }

    private fun clipboard(): CharSequence? =
        getSystemService(ClipboardManager::class.java)?.primaryClip?.takeIf { it.itemCount > 0 }?.getItemAt(0)?.text

    /** The status bar lies on the page's own ground. */
    private fun darkIconsByDay() {
        if (Build.VERSION.SDK_INT < Build.VERSION_CODES.R) return
        val light = WindowInsetsController.APPEARANCE_LIGHT_STATUS_BARS or WindowInsetsController.APPEARANCE_LIGHT_NAVIGATION_BARS
        window.insetsController?.setSystemBarsAppearance(if (resources.getBoolean(R.bool.by_day)) light else 0, light)
    }
}
