package beatbook.android

import android.Manifest.permission.ACCESS_BACKGROUND_LOCATION
import android.Manifest.permission.ACCESS_FINE_LOCATION
import android.os.Build
import beatbook.Beatbook
import beatbook.testing.Force
import beatbook.testing.LAT
import beatbook.testing.LON
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.runBlocking
import org.junit.After
import org.junit.Assert.assertEquals
import org.junit.Before
import org.junit.Rule
import org.junit.Test
import org.junit.rules.TemporaryFolder
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config

/** Wake-ups as older Androids have them: what a pending intent is, who may be found, which permission is asked for. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [26, 30, 31, 34, 35], application = FieldHost::class, shadows = [WatchedCircles::class])
class OldWakeUpsTest {
    @get:Rule
    val scratch = TemporaryFolder()

    private val app = RuntimeEnvironment.getApplication() as FieldHost
    private val force by lazy { Force(scratch.newFolder()) }
    private lateinit var book: Beatbook

    private fun <T> officer(does: suspend CoroutineScope.() -> T): T = runBlocking(Dispatchers.Default, does)

    @Before
    fun aPhoneWithTheBriefing() {
        book = officer { app.phone.enrol(force.ticket()).also { it.sync() } }
        shadowOf(app).grantPermissions(ACCESS_FINE_LOCATION)
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.Q) shadowOf(app).grantPermissions(ACCESS_BACKGROUND_LOCATION)
    }

    @After
    fun end() = officer {
        book.shutdown()
        force.close()
    }

    @Test
    fun theZoneNearHereIsWatchedAndWhoeverComesThereIsAsked() {
        val system = WatchedCircles.ofThePhone()
        system.goTo(LAT - 0.02, LON)
        assertEquals(Watching.Zones(1), officer { WakeUps(app).choose(book) })
        assertEquals(listOf("HS"), system.codes)
        system.goTo(LAT, LON)
        soon("asked, not ${app.told()}") { app.told() == "Near High Street: sign on?" }
        officer { WakeUps(app).end() }
        assertEquals(0, system.count)
    }

    @Test
    fun aPhoneThatHasNoPlaceIsNotAskedForOneBeforeAndroid11() {
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.R) return
        assertEquals(Watching.Nothing(NotWatched.NO_PLACE), officer { WakeUps(app).choose(book) })
    }
}
