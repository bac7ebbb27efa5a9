package beatbook.android

import android.Manifest.permission.ACCESS_COARSE_LOCATION
import android.Manifest.permission.ACCESS_FINE_LOCATION
import android.app.ActivityManager
import android.app.Application
import android.content.Intent
import android.location.Location
import android.location.LocationManager
import android.os.Build
import android.os.Looper
import android.os.PowerManager
import beatbook.core.Provider
import beatbook.testing.Sky
import beatbook.testing.eventually
import beatbook.testing.report
import kotlinx.coroutines.runBlocking
import org.junit.After
import org.junit.Assert.assertEquals
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.robolectric.util.ReflectionHelpers
import org.robolectric.util.ReflectionHelpers.ClassParameter
import java.util.concurrent.CopyOnWriteArrayList

/** The receiver as Androids of all ages have it, and what keeps positions from coming. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [26, 30, 31, 34, 35], application = Application::class)
class SystemPositionsTest {
    private val app = RuntimeEnvironment.getApplication()
    private val sky = Sky(app)
    private val power = shadowOf(app.getSystemService(PowerManager::class.java))
    private val heard = CopyOnWriteArrayList<PositionNews>()
    private val positions = SystemPositions(app)

    @Before
    fun begin() {
        shadowOf(app).grantPermissions(ACCESS_FINE_LOCATION, ACCESS_COARSE_LOCATION)
        positions.start(PositionDelay.POCKETED, heard::add)
    }

    @After
    fun end() = positions.stop()

    private fun fixes() = heard.filterIsInstance<PositionNews.Fixes>().flatMap { it.fixes }

    /** What was told last of why there is no position. */
    private fun why(): NoPosition? = heard.filterIsInstance<PositionNews.None>().lastOrNull()?.why

    private fun hears(why: NoPosition?) = eventually("$why, not ${why()}") { why() == why }

    @Test
    fun reportsAreAskedForEverySecondAndNoMetreAndComeAsTheyAre() {
        for (provider in listOf(LocationManager.GPS_PROVIDER, LocationManager.NETWORK_PROVIDER)) {
            val asked = sky.shadow.getLegacyLocationRequests(provider).single()
            assertEquals(1_000, asked.intervalMillis)
            assertEquals(0f, asked.minUpdateDistanceMeters)
        }
        val all = (1L..3L).map { report(mono = 1_000_000 + it * 1_000, wall = 1_700_000_000_000 + it * 1_000) }
        sky.hand(all)
        eventually("all of them come") { fixes().size == 3 }
        assertEquals(all.map { it.time }, fixes().map { it.time })
        assertEquals(all.map { it.elapsedRealtimeNanos / 1_000_000 }, fixes().map { it.mono })
        assertTrue(fixes().all { it.provider == Provider.GNSS && it.accuracy == 6.0 })
    }

    @Test
    fun aPositionThatAnAppMadeUpIsToldAsSuch() {
        sky.hand(listOf(report(mono = 1_000_000, wall = 1_700_000_000_000).apply(::madeUp)))
        eventually("it comes") { fixes().singleOrNull()?.provider == Provider.MOCK }
    }

    private fun madeUp(location: Location) {
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.S) {
            location.isMock = true
        } else {
            val isMock = ClassParameter.from(Boolean::class.javaPrimitiveType, true)
            ReflectionHelpers.callInstanceMethod<Unit>(location, "setIsFromMockProvider", isMock)
        }
    }

    @Test
    fun takenOutOfThePocketAndAtSignOffWhatWasGatheredIsHandedOverWhereAnythingIs() {
        positions.use(PositionDelay.WATCHED)
        runBlocking { positions.flush() }
        val asked = sky.shadow.getLegacyLocationRequests(LocationManager.GPS_PROVIDER).single()
        assertEquals("it was asked once", 1_000, asked.intervalMillis)
        sky.hand(listOf(report(mono = 1_000_000, wall = 1_700_000_000_000)))
        eventually("and still reports") { fixes().size == 1 }
    }

    @Test
    fun afterTheEndNothingIsHeard() {
        positions.stop()
        assertTrue(sky.shadow.getLegacyLocationRequests(LocationManager.GPS_PROVIDER).isEmpty())
        sky.on(LocationManager.GPS_PROVIDER, false)
        tell(PowerManager.ACTION_POWER_SAVE_MODE_CHANGED)
        Thread.sleep(200)
        assertTrue("$heard", heard.isEmpty())
        positions.start(PositionDelay.WATCHED, heard::add)
        hears(NoPosition.SWITCHED_OFF)
    }

    @Test
    fun withSatellitesSwitchedOffThePositionsOfTheNetworkAreOfTheNextStreet() {
        sky.on(LocationManager.GPS_PROVIDER, false)
        hears(NoPosition.SWITCHED_OFF)
        sky.on(LocationManager.GPS_PROVIDER, true)
        hears(null)
        sky.on(LocationManager.NETWORK_PROVIDER, false)
        positions.look()
        assertNull("satellites are enough", why())
    }

    @Test
    fun aTabletWithoutSatellitesHasTheNetworkAlone() {
        sky.shadow.removeProvider(LocationManager.GPS_PROVIDER)
        positions.look()
        assertNull(why())
        sky.on(LocationManager.NETWORK_PROVIDER, false)
        hears(NoPosition.SWITCHED_OFF)
    }

    @Test
    fun aPhoneThatDozesWithItsReceiverOffSaysSoAtOnceAndNoMoreWhenItIsMoved() {
        power.setIsDeviceIdleMode(true)
        tell(PowerManager.ACTION_DEVICE_IDLE_MODE_CHANGED)
        if (Build.VERSION.SDK_INT < Build.VERSION_CODES.S) {
            hears(NoPosition.SAVING_POWER)
            power.setIsDeviceIdleMode(false)
            tell(PowerManager.ACTION_DEVICE_IDLE_MODE_CHANGED)
            hears(null)
        } else {
            Thread.sleep(200)
            assertTrue("the receiver tells its last place", heard.isEmpty())
        }
    }

    @Test
    fun aBatterySaverThatEndsPositionsWithTheScreenIsSaidWhileTheOfficerLooks() {
        power.setIsPowerSaveMode(true)
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.P) {
            for (mode in listOf(PowerManager.LOCATION_MODE_NO_CHANGE, PowerManager.LOCATION_MODE_FOREGROUND_ONLY)) {
                saver(mode)
                positions.look()
                assertTrue("a service in the foreground goes on", heard.isEmpty())
            }
            for (mode in listOf(
                PowerManager.LOCATION_MODE_GPS_DISABLED_WHEN_SCREEN_OFF,
                PowerManager.LOCATION_MODE_ALL_DISABLED_WHEN_SCREEN_OFF,
                PowerManager.LOCATION_MODE_THROTTLE_REQUESTS_WHEN_SCREEN_OFF,
            )) {
                saver(mode)
                hears(NoPosition.SAVING_POWER)
                saver(PowerManager.LOCATION_MODE_NO_CHANGE)
                hears(null)
            }
        } else {
            tell(PowerManager.ACTION_POWER_SAVE_MODE_CHANGED)
            assertTrue("Android 8 does not say what its saver does", heard.isEmpty())
        }
    }

    private fun saver(mode: Int) {
        power.setLocationPowerSaveMode(mode)
        tell(PowerManager.ACTION_POWER_SAVE_MODE_CHANGED)
    }

    @Test
    fun anAppWhoseBatteryIsRestrictedSaysSo() {
        if (Build.VERSION.SDK_INT < Build.VERSION_CODES.P) return
        val apps = shadowOf(app.getSystemService(ActivityManager::class.java))
        apps.setBackgroundRestricted(true)
        positions.look()
        assertEquals(NoPosition.RESTRICTED, why())
        apps.setBackgroundRestricted(false)
        positions.look()
        assertNull(why())
    }

    /** The system's broadcast. */
    private fun tell(action: String) {
        app.sendBroadcast(Intent(action))
        shadowOf(Looper.getMainLooper()).idle()
    }
}
