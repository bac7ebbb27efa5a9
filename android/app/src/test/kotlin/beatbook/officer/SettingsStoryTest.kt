package beatbook.officer

import android.Manifest.permission.ACCESS_BACKGROUND_LOCATION
import android.Manifest.permission.ACCESS_COARSE_LOCATION
import android.Manifest.permission.ACCESS_FINE_LOCATION
import android.Manifest.permission.POST_NOTIFICATIONS
import android.app.ActivityManager
import android.content.Context
import android.content.res.Configuration
import android.location.LocationManager
import android.widget.EditText
import beatbook.android.remedy
import beatbook.core.BeatbookException
import beatbook.testing.Force
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.runBlocking
import org.junit.After
import org.junit.Assert.assertEquals
import org.junit.Assert.assertNotNull
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Rule
import org.junit.Test
import org.junit.rules.TemporaryFolder
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.robolectric.util.ReflectionHelpers
import org.robolectric.util.ReflectionHelpers.ClassParameter

/** What the phone's settings do to the app, and the window that is made anew. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [35], application = TestApp::class)
class SettingsStoryTest {
    @get:Rule
    val scratch = TemporaryFolder()
    private lateinit var force: Force

    @Before
    fun start() {
        force = Force(scratch.newFolder())
    }

    @After
    fun stop() = force.close()

    private fun Officer.setsUp() = setsUp(force.ticket())

    private fun Officer.signsOn() {
        allowsEverything()
        taps("Sign on")
        serviceBegins()
        sees("On duty")
    }

    @Test
    fun aPhoneWithoutThatPageOfItsSettingsGoesOnRecordingAndSaysSo() = Officer().use { officer ->
        officer.setsUp()
        officer.signsOn()
        officer.stands(reports = 1)
        officer.switchesLocation(false)
        // From here on no app answers to any page of the settings.
        shadowOf(officer.app).checkActivities(true)
        officer.taps("Open location settings")
        officer.sees("This phone does not show its settings from here.")
        officer.sees("On duty")
    }

    @Test
    fun alsoBeforeSignOnAPageThatIsNotThereIsSaid() = Officer().use { officer ->
        officer.setsUp()
        officer.taps("Sign on")
        officer.taps("Continue")
        officer.refuses(ACCESS_FINE_LOCATION, ACCESS_COARSE_LOCATION)
        shadowOf(officer.app).checkActivities(true)
        officer.taps("Open app settings")
        officer.sees("This phone does not show its settings from here.")
    }

    @Test
    fun theRoughLocationAloneIsNotCalledNone() = Officer().use { officer ->
        officer.setsUp()
        officer.taps("Sign on")
        officer.taps("Continue")
        officer.allows(ACCESS_COARSE_LOCATION)
        officer.sees("Only your rough location is allowed")
        officer.sees("“Use precise location”")
        officer.seesNot("Location is not allowed")
        officer.taps("Try again")
        officer.allows(ACCESS_FINE_LOCATION)
        officer.sees("Let Beatbook tell you")
    }

    @Test
    fun satellitesSwitchedOffAreSaidThoughTheNetworkHasPositions() = Officer().use { officer ->
        officer.setsUp()
        officer.signsOn()
        officer.switches(LocationManager.NETWORK_PROVIDER, true)
        officer.switches(LocationManager.GPS_PROVIDER, false)
        officer.sees(officer.app.getString(R.string.trouble_switched_off))
    }

    @Test
    fun anAppWhoseBatteryIsRestrictedSaysSoBeforeSignOn() = Officer().use { officer ->
        officer.setsUp()
        officer.seesNot("restricts Beatbook’s battery use")
        val apps = shadowOf(officer.app.getSystemService(ActivityManager::class.java))
        apps.setBackgroundRestricted(true)
        officer.sees("This phone restricts Beatbook’s battery use")
        officer.taps("Open app settings")
        assertNotNull(shadowOf(officer.app).nextStartedActivity)
        apps.setBackgroundRestricted(false)
        officer.seesNoMore("restricts Beatbook’s battery use")
    }

    @Test
    fun aNotebookThatCannotBeReadIsSaidOnDutyUntilItCan() = Officer().use { officer ->
        officer.setsUp()
        officer.signsOn()
        officer.stands(reports = 1)
        val book = runBlocking(Dispatchers.IO) { officer.app.phone.book() }
        var remedy = ""
        officer.leaves {
            runBlocking(Dispatchers.IO) {
                book.pause()
                remedy = (runCatching { book.status() }.exceptionOrNull() as BeatbookException).remedy
            }
        }
        officer.sees(remedy.drop(1))
        runBlocking(Dispatchers.IO) { book.resume() }
        officer.seesNoMore(remedy.drop(1))
        officer.sees("On duty")
    }

    private fun Officer.seesNoMore(words: String) {
        val until = System.nanoTime() + 20_000_000_000L
        while (reads().any { words in it } && System.nanoTime() < until) passes(200)
        seesNot(words)
    }

    @Test
    fun whoeverWantsToBeRemindedIsAskedForNotificationsFirst() = Officer().use { officer ->
        officer.setsUp()
        shadowOf(officer.app).grantPermissions(ACCESS_FINE_LOCATION, ACCESS_COARSE_LOCATION)
        officer.taps("Sign on")
        officer.taps("Sign on without notifications")
        officer.taps("Sign off")
        officer.taps("Sign off now")
        officer.taps("Remind me to sign on")
        officer.sees("A reminder is a notification.")
        officer.taps("Continue")
        officer.refuses(POST_NOTIFICATIONS)
        officer.sees("Nobody can remind you")
        officer.taps("Try again")
        officer.allows(POST_NOTIFICATIONS)
        officer.sees("Off duty no position is recorded and none is sent.")
        officer.taps("Continue")
        officer.allows(ACCESS_BACKGROUND_LOCATION)
        officer.sees("You will sign on as")
    }

    @Test
    fun whoWentOnWithoutNotificationsIsNotAskedAgainInAnotherLifeOfTheApp() = Officer().use { officer ->
        officer.setsUp()
        shadowOf(officer.app).grantPermissions(ACCESS_FINE_LOCATION, ACCESS_COARSE_LOCATION)
        assertEquals(false, anotherLife(officer.app).noticesAsked)
        officer.taps("Sign on")
        officer.taps("Sign on without notifications")
        officer.sees("On duty")
        assertEquals(true, anotherLife(officer.app).noticesAsked)
    }

    private fun anotherLife(app: TestApp) = TestApp().also {
        val context = ClassParameter.from(Context::class.java, app.baseContext)
        ReflectionHelpers.callInstanceMethod<Unit>(it, "attachBaseContext", context)
    }

    @Test
    fun whatIsTypedOutlivesAWindowThatIsMadeAnewAndGoesWithItsPage() = Officer().use { officer ->
        officer.sees("Set up this phone")
        officer.types("BEATBOOK1-HALF")
        officer.windowIsMadeAnew { it.orientation = Configuration.ORIENTATION_LANDSCAPE }
        assertEquals("BEATBOOK1-HALF", officer.typed())
        officer.setsUp()
        officer.signsOn()
        officer.app.desk.go(Page.Forgotten)
        officer.taps("Something else")
        officer.types("The battery was")
        officer.windowIsMadeAnew { it.fontScale = 2f }
        officer.sees("Say why in a few words")
        assertEquals("The battery was", officer.typed())
        officer.goesBack()
        officer.sees("On duty")
        officer.app.desk.go(Page.Forgotten)
        officer.passes(50)
        assertTrue(officer.views().none { it is EditText })
        officer.taps("Something else")
        assertEquals("", officer.typed())
    }

    private fun Officer.typed() = views().filterIsInstance<EditText>().single().text.toString()

    @Test
    fun goingBackLeavesAPageAndAtHomeTheApp() = Officer().use { officer ->
        officer.setsUp()
        assertNull("the system does what it does for every app", officer.back())
        officer.taps("Sent and waiting")
        officer.sees("Sync now")
        assertNotNull(officer.back())
        officer.goesBack()
        officer.sees("Off duty")
        assertNull(officer.back())
    }
}
