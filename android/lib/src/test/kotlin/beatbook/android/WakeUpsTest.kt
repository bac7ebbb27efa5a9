package beatbook.android

import android.Manifest.permission.ACCESS_BACKGROUND_LOCATION
import android.Manifest.permission.ACCESS_FINE_LOCATION
import android.app.NotificationManager
import android.content.Context
import android.content.Intent
import android.content.IntentFilter
import android.location.Location
import android.location.LocationManager
import android.os.SystemClock
import beatbook.Beatbook
import beatbook.core.Basis
import beatbook.testing.Force
import beatbook.testing.LAT
import beatbook.testing.LON
import kotlinx.coroutines.CoroutineScope
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
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.robolectric.shadow.api.Shadow
import org.robolectric.shadows.ShadowBroadcastPendingResult
import org.robolectric.shadows.ShadowSystemClock
import java.io.File
import java.time.Duration
import kotlin.concurrent.thread

/** So far is it to the north from one zone of the street to the next, degrees: about 330 m. */
private const val STEP = 0.003

/** An officer off duty comes near a zone and is asked whether to sign on; and the phone that was started again, or updated. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [35], application = FieldHost::class, shadows = [WatchedCircles::class])
class WakeUpsTest {
    @get:Rule
    val scratch = TemporaryFolder()

    private val app = RuntimeEnvironment.getApplication() as FieldHost
    private val force by lazy { Force(scratch.newFolder()) }
    private lateinit var book: Beatbook
    private val system by lazy { WatchedCircles.ofThePhone() }
    private val home = LAT - 0.005

    private fun <T> officer(does: suspend CoroutineScope.() -> T): T = runBlocking(Dispatchers.Default, does)

    @Before
    fun aPhoneWithTheBriefing() {
        val zones = listOf(zone("W1", "Ward", "ward", LAT, 0.02)) +
            (0 until 30).map { zone("P${it + 10}", "Parade $it", if (it == 0) "pspo_area" else "hotspot", LAT + 0.01 + it * STEP, 0.001) }
        val file = File(scratch.root, "street.geojson")
        file.writeText("""{"type":"FeatureCollection","features":[${zones.joinToString(",")}]}""")
        force.say("zones", "import", file.path, "--authority", "MDW")
        book = officer { app.phone.enrol(force.ticket()).also { it.sync() } }
        shadowOf(app).grantPermissions(ACCESS_FINE_LOCATION, ACCESS_BACKGROUND_LOCATION)
    }

    private fun zone(code: String, name: String, kind: String, lat: Double, half: Double): String {
        val ring = listOf(-1 to -1, 1 to -1, 1 to 1, -1 to 1, -1 to -1)
            .joinToString(",") { (east, north) -> "[${LON + east * half},${lat + north * half}]" }
        return """{"type":"Feature","properties":{"code":"$code","name":"$name","kind":"$kind","illustrative":true},
            "geometry":{"type":"Polygon","coordinates":[[$ring]]}}"""
    }

    private fun parade(number: Int) = LAT + 0.01 + number * STEP

    @After
    fun end() = officer {
        book.shutdown()
        force.close()
    }

    private fun choose() = officer { WakeUps(app).choose(book) }

    /** What the officer is told within some time; then put away. */
    private fun hears(words: String) {
        soon("told: $words, not ${app.told()}") { app.told() == words }
        app.getSystemService(NotificationManager::class.java).cancelAll()
    }

    private fun hearsNothing() {
        Thread.sleep(300)
        assertNull(app.told())
    }

    @Test
    fun theNearestHotspotsAndOrdersAreWatchedAndNoWard() {
        system.goTo(home, LON)
        assertEquals(Watching.Zones(20), choose())
        assertEquals((listOf("HS") + (10..28).map { "P$it" }).toSet(), system.codes.toSet())
        // From the other end of the street the other end is.
        system.goTo(parade(29), LON)
        choose()
        assertEquals((20..39).map { "P$it" }.toSet(), system.codes.toSet())
        assertEquals("and one around the place", 21, system.count)
    }

    @Test
    fun comingToAZoneOffDutyIsToldOnceInAShiftsLengthAndAgainTheNextDay() {
        system.goTo(home, LON)
        choose()
        hearsNothing()
        system.goTo(parade(0), LON)
        hears("Near Parade 0: sign on?")
        system.goTo(home, LON)
        system.goTo(parade(0), LON)
        hearsNothing()

        var now = System.currentTimeMillis()
        officer {
            now += ToldZones.SILENT_MS - 60_000
            WakeUps(app) { now }.entered("P10", "Parade 0")
        }
        hearsNothing()
        officer {
            now += 120_000
            WakeUps(app) { now }.entered("P10", "Parade 0")
        }
        hears("Near Parade 0: sign on?")
        // A clock that was set back a year silences nothing.
        officer { WakeUps(app) { now - 365L * 86_400_000 }.entered("P10", "Parade 0") }
        hears("Near Parade 0: sign on?")
    }

    @Test
    fun signOnEndsTheWatchAndWhoSignsOffInAZoneIsNotAskedToSignOn() {
        system.goTo(parade(3), LON)
        officer { app.phone.signOn(ON_FOOT) }
        assertEquals(0, system.count)
        assertEquals(Watching.Nothing(NotWatched.ON_DUTY), choose())
        officer { app.phone.signOff() }
        soon("the zones are watched") { system.count == 21 }
        system.goTo(parade(3), LON)
        hearsNothing()
        system.goTo(parade(5), LON)
        hears("Near Parade 5: sign on?")
        officer { app.phone.signOn(ON_FOOT) }
        assertEquals(0, system.count)
    }

    @Test
    fun aDayAtWorkForgetsWhichZonesWereTold() {
        system.goTo(home, LON)
        choose()
        system.goTo(parade(0), LON)
        hears("Near Parade 0: sign on?")
        officer { app.phone.signOn(ON_FOOT) }
        system.goTo(home, LON)
        officer { app.phone.signOff() }
        soon("the zones are watched") { system.count == 21 }
        system.goTo(parade(0), LON)
        hears("Near Parade 0: sign on?")
    }

    @Test
    fun anOldPlaceServesOnlyWhereNobodyFindsTheNewOne() {
        val manager = app.getSystemService(LocationManager::class.java)
        shadowOf(manager).setProviderEnabled(LocationManager.NETWORK_PROVIDER, false)
        system.goTo(parade(29), LON)
        ShadowSystemClock.advanceBy(Duration.ofMinutes(14))
        val begin = System.nanoTime()
        choose()
        assertTrue("a quarter of an hour is no long time", System.nanoTime() - begin < 2_000_000_000)
        ShadowSystemClock.advanceBy(Duration.ofMinutes(2))
        choose()
        assertTrue("the old one, after some seconds", "P39" in system.codes && System.nanoTime() - begin > 3_000_000_000)
        val choosing = thread { choose() }
        Thread.sleep(1_000)
        system.goTo(home, LON)
        choosing.join()
        assertTrue("HS" in system.codes && "P39" !in system.codes)
    }

    @Test
    fun ofTwoPlacesTheNewerOneCounts() {
        for ((provider, lat) in listOf(LocationManager.GPS_PROVIDER to home, LocationManager.NETWORK_PROVIDER to parade(29))) {
            ShadowSystemClock.advanceBy(Duration.ofMinutes(1))
            system.simulateLocation(
                Location(provider).apply {
                    latitude = lat
                    longitude = LON
                    accuracy = 10f
                    elapsedRealtimeNanos = SystemClock.elapsedRealtimeNanos()
                },
            )
            choose()
            assertEquals(lat == home, "HS" in system.codes)
        }
        ShadowSystemClock.advanceBy(Duration.ofMinutes(1))
        system.goTo(home, LON)
        choose()
        assertTrue("HS" in system.codes)
    }

    @Test
    fun aZoneThatIsToldLetsNoOtherBeForgotten() {
        system.goTo(home, LON)
        choose()
        for (number in listOf(0, 5)) {
            system.goTo(parade(number), LON)
            hears("Near Parade $number: sign on?")
        }
        system.goTo(parade(0), LON)
        hearsNothing()
    }

    @Test
    fun whoLeavesTheNeighbourhoodHasOtherZonesWatchedAndHearsOfTheOneThere() {
        system.goTo(home, LON)
        choose()
        system.goTo(home, LON)
        assertTrue("P35" !in system.codes)
        // By car, and the system looks only now.
        system.goTo(parade(25), LON)
        soon("other zones") { "P35" in system.codes }
        hearsNothing()
        system.goTo(parade(25), LON)
        hears("Near Parade 25: sign on?")
    }

    @Test
    fun aSyncThatBringsOtherZonesHasThemWatched() {
        system.goTo(home, LON)
        officer { book.journal.note("the gate is open", Basis.FACT) }
        assertEquals(0, system.count)
        SyncJobs.soon(app)
        RunningJob(app, SyncJobs.SOON).finish()
        assertEquals(21, system.count)
    }

    @Test
    fun aSyncThatWasPutOffBringsNothingAndChoosesNothingAnew() {
        system.goTo(home, LON)
        force.stop()
        officer { while (book.status().syncWait < 60_000) runCatching { book.sync() } }
        RunningJob(app, SyncJobs.REGULAR).finish()
        assertEquals("the server was not asked", 0, system.count)
    }

    @Test
    fun withoutThePermissionForAllTheTimeNothingIsWatchedAndItIsSaidWhy() {
        system.goTo(home, LON)
        choose()
        shadowOf(app).denyPermissions(ACCESS_BACKGROUND_LOCATION)
        assertEquals(Watching.Nothing(NotWatched.NOT_ALLOWED), choose())
        assertEquals(0, system.count)
    }

    @Test
    fun whereNobodyKnowsThePlaceOrNoZoneIsNearItIsSaid() {
        val manager = app.getSystemService(LocationManager::class.java)
        manager.allProviders.forEach { shadowOf(manager).setProviderEnabled(it, false) }
        assertEquals(Watching.Nothing(NotWatched.NO_PLACE), choose())
        system.goTo(56.0, -3.0)
        assertEquals(Watching.Nothing(NotWatched.NO_ZONE), choose())
    }

    @Test
    fun onDutyWhileNothingRecordsTheOfficerIsToldToOpenTheApp() {
        officer { book.patrol.signOn(ON_FOOT) }
        val intent = Intent(app, WakeUpReceiver::class.java).putExtra(WakeUps.CODE, "P10").putExtra(WakeUps.NAME, "Parade 0")
        WakeUpReceiver().onReceive(app, intent)
        hearsNothing()
        WakeUpReceiver().onReceive(app, intent.putExtra(LocationManager.KEY_PROXIMITY_ENTERING, true))
        hears("Open Beatbook to go on")
    }

    @Test
    fun whatTheSystemDoesNotSayAndWhatIsNoNewsChangesNothing() {
        system.goTo(home, LON)
        fun hear(intent: Intent) = WakeUpReceiver().onReceive(app, intent)
        fun ofTheZone() = Intent().putExtra(WakeUps.CODE, "P10").putExtra(WakeUps.NAME, "Parade 0")
        hear(ofTheZone().putExtra(LocationManager.KEY_PROXIMITY_ENTERING, false))
        hear(Intent().putExtra(LocationManager.KEY_PROXIMITY_ENTERING, true))
        hear(Intent())
        ResumeReceiver().onReceive(app, Intent(Intent.ACTION_POWER_CONNECTED))
        hearsNothing()
        assertEquals(0, system.count)
    }

    @Test
    fun onDutyWhilePositionsAreRecordedTheOfficerIsLeftAlone() {
        officer {
            app.phone.signOn(ON_FOOT)
            app.phone.record()
        }
        val intent = Intent().putExtra(WakeUps.CODE, "P10").putExtra(WakeUps.NAME, "Parade 0")
        WakeUpReceiver().onReceive(app, intent.putExtra(LocationManager.KEY_PROXIMITY_ENTERING, true))
        system(says = Intent.ACTION_MY_PACKAGE_REPLACED)
        hearsNothing()
        app.phone.stopRecording()
    }

    /** The system starts the phone, or has the app replaced, and waits for the receiver. */
    private fun system(says: String) {
        val receiver = ResumeReceiver()
        app.registerReceiver(receiver, IntentFilter(says), Context.RECEIVER_NOT_EXPORTED)
        app.sendBroadcast(Intent(says).setPackage(app.packageName))
        soon("the receiver is called") { shadowOf(receiver).wentAsync() }
        val waits = Shadow.extract<ShadowBroadcastPendingResult>(shadowOf(receiver).originalPendingResult)
        soon("the receiver ends in its ten seconds", within = 10) { waits.future.isDone }
        app.unregisterReceiver(receiver)
    }

    private fun endedOnDuty() {
        officer {
            book.patrol.signOn(ON_FOOT)
            book.shutdown()
        }
        app.scheduler().cancelAll()
        app.anotherLife()
    }

    @Test
    fun aPhoneThatWasStartedOnDutyGoesOnWherePositionsAreAllowedAllTheTime() {
        endedOnDuty()
        for (said in listOf(Intent.ACTION_BOOT_COMPLETED, Intent.ACTION_MY_PACKAGE_REPLACED)) {
            system(says = said)
            assertEquals(PatrolService::class.java.name, shadowOf(app).nextStartedService?.component?.className)
            hearsNothing()
        }
        book = officer { app.phone.book() }
    }

    @Test
    fun aPhoneThatWasStartedOnDutySaysThatTheAppMustBeOpened() {
        shadowOf(app).denyPermissions(ACCESS_BACKGROUND_LOCATION)
        endedOnDuty()
        system(says = Intent.ACTION_BOOT_COMPLETED)
        hears("Open Beatbook to go on")
        assertNull("no service that the system would refuse", shadowOf(app).nextStartedService)
        assertNotNull("what waits is sent", app.waitingJob(SyncJobs.SOON))
        assertNotNull(app.waitingJob(SyncJobs.REGULAR))
        assertEquals(0, system.count)
        book = officer { app.phone.book() }
    }

    @Test
    fun anAppThatWasReplacedOffDutyWatchesAgainAndSaysNothing() {
        officer { book.shutdown() }
        app.scheduler().cancelAll()
        app.anotherLife()
        system.goTo(home, LON)
        system(says = Intent.ACTION_MY_PACKAGE_REPLACED)
        hearsNothing()
        assertEquals(21, system.count)
        assertNotNull(app.waitingJob(SyncJobs.REGULAR))
        assertNull("nothing waits", app.waitingJob(SyncJobs.SOON))
        book = officer { app.phone.book() }
    }

    @Test
    fun aPhoneWithoutANotebookStartsInSilence() {
        officer { book.shutdown() }
        app.noBackupFilesDir.deleteRecursively()
        app.scheduler().cancelAll()
        app.anotherLife()
        system(says = Intent.ACTION_BOOT_COMPLETED)
        hearsNothing()
        assertNull(app.waitingJob(SyncJobs.REGULAR))
    }
}
