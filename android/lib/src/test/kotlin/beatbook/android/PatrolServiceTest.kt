package beatbook.android

import android.Manifest.permission.ACCESS_COARSE_LOCATION
import android.Manifest.permission.ACCESS_FINE_LOCATION
import android.app.ActivityManager
import android.app.Notification
import android.app.NotificationManager
import android.app.Service
import android.location.LocationManager
import android.os.Build
import beatbook.core.Duty
import beatbook.core.SignOn
import beatbook.core.TravelMode
import beatbook.testing.LAT
import beatbook.testing.Sky
import beatbook.testing.clocksAgree
import beatbook.testing.eventually
import beatbook.testing.report
import beatbook.testing.sinceBoot
import kotlinx.coroutines.runBlocking
import org.junit.After
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNotNull
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.android.controller.ServiceController
import org.robolectric.annotation.Config
import java.time.Duration
import org.robolectric.shadows.ShadowSystemClock

@RunWith(RobolectricTestRunner::class)
@Config(sdk = [31, 34, 35], application = TestHost::class)
class PatrolServiceTest {
    private val host get() = RuntimeEnvironment.getApplication() as TestHost
    private val phone get() = host.phone
    private val book get() = runBlocking { phone.book() }
    private lateinit var sky: Sky
    private val services = mutableListOf<ServiceController<PatrolService>>()

    @Before
    fun onAPhoneWithANotebook() {
        sky = Sky(host)
        allow(ACCESS_FINE_LOCATION, ACCESS_COARSE_LOCATION)
        clocksAgree()
        runBlocking { phone.enrol(host.ticket()) }
    }

    @After
    fun end() {
        services.forEach { it.destroy() }
        host.close()
    }

    @Test
    fun whatTheReceiverHandsOverIsInTheNotebookWhenItsThreadGoesOn() {
        val service = onDuty()
        assertNotNull("the service is in the foreground", shadowOf(service).lastForegroundNotification)
        standing(30)
        eventually("all are recorded") { accepted() == 30u }
        assertNull(recording().gapSince)
        runBlocking { phone.signOff() }
        assertNull(runBlocking { book.status() }.onDuty)
        assertEquals("the service was told to end", PatrolService::class.java.name, shadowOf(host).nextStoppedService.component?.className)
    }

    @Test
    fun anOfficerWhoStandsStillIsAskedForEverySecondAndNoMetre() {
        onDuty()
        for (provider in listOf(LocationManager.GPS_PROVIDER, LocationManager.NETWORK_PROVIDER)) {
            val asked = sky.shadow.getLocationRequests(provider).single()
            assertEquals(0f, asked.minUpdateDistanceMeters)
            assertEquals(1_000, asked.intervalMillis)
            assertEquals("in a pocket reports are gathered", 30_000, asked.maxUpdateDelayMillis)
        }
        phone.watched(true)
        assertEquals("on a screen they are not", 0, sky.shadow.getLocationRequests(LocationManager.GPS_PROVIDER).single().maxUpdateDelayMillis)
    }

    @Test
    fun endedByTheSystemTheServiceIsStartedAgainAndThePatrolGoesOn() {
        onDuty()
        standing(10)
        eventually("ten are recorded") { accepted() == 10u }
        services.removeLast().destroy()
        assertNull(phone.recording)
        val again = started(null)
        assertEquals(Service.START_STICKY, again.second)
        standing(10)
        eventually("twenty are recorded") { accepted() == 20u }
        assertTrue("nothing is told", told().isEmpty())
    }

    @Test
    fun offDutyTheServiceEndsItself() {
        val (service, _) = started(null)
        eventually("it ends") { shadowOf(service).isStoppedBySelf }
        assertNull(phone.recording)
    }

    @Test
    fun signedOffByTheAppItselfTheServiceEndsAndTheNextSignOnRecords() {
        val service = onDuty()
        standing(5)
        eventually("recorded") { accepted() == 5u }
        runBlocking { book.patrol.signOff(emptyList()) }
        looksForTheEnd()
        soon("it ends") { shadowOf(service).isStoppedBySelf }
        assertNull("nothing is recorded", phone.recording)
        // The system takes its time to destroy it.
        runBlocking { phone.signOn(SignOn(duty = Duty.TASKED_CORE, mode = TravelMode.FOOT, others = 0u)) }
        service.onStartCommand(null, 0, 2)
        eventually("it records again") { phone.recording != null }
        standing(5)
        eventually("the new patrol's") { accepted() == 5u }
    }

    @Test
    fun signedOffBeforeTheSystemHasBegunTheServiceThatIsNotStoppedAndEndsItself() {
        runBlocking {
            phone.signOn(SignOn(duty = Duty.TASKED_CORE, mode = TravelMode.FOOT, others = 0u))
            phone.signOff()
        }
        assertNull("the system would end the app", shadowOf(host).nextStoppedService)
        shadowOf(host).clearStartedServices()
        val (service, _) = started(1)
        assertNotNull("it keeps what was promised", shadowOf(service).lastForegroundNotification)
        eventually("and ends itself") { shadowOf(service).isStoppedBySelf }
        onDuty()
        runBlocking { phone.signOff() }
        assertEquals("the next one is told to end", PatrolService::class.java.name, shadowOf(host).nextStoppedService.component?.className)
    }

    @Test
    fun aNotebookThatIsClosedEndsTheService() {
        val service = onDuty()
        runBlocking { book.shutdown() }
        looksForTheEnd()
        soon("it ends") { shadowOf(service).isStoppedBySelf }
        assertNull(phone.recording)
    }

    @Test
    fun whatIsShownLateDoesNotStayAfterTheEnd() {
        onDuty()
        standing(5)
        soon("shown once more than at the begin") { host.asked.get() > 1 && recording().lastFix != null }
        assertTrue("it stands", stands())
        host.wordsTake = 500
        val before = host.asked.get()
        standing(5)
        soon("another one is about to be shown") { host.asked.get() > before }
        services.removeLast().destroy()
        Thread.sleep(1_000)
        idle()
        assertFalse("nobody would take it away", stands())
    }

    @Test
    fun whereTheSystemLetsNoServiceBeginTheOfficerIsTold() {
        runBlocking { phone.signOn(SignOn(duty = Duty.TASKED_CORE, mode = TravelMode.FOOT, others = 0u)) }
        val controller = Robolectric.buildService(PatrolService::class.java).create()
        shadowOf(controller.get()).setThrowInStartForeground(SecurityException("not allowed"))
        assertEquals(Service.START_NOT_STICKY, controller.get().onStartCommand(null, 0, 1))
        assertEquals(listOf("OpenToGoOn"), told())
        controller.destroy()
        // On screen again.
        started(null)
        eventually("the notice is gone") { told().isEmpty() }
        standing(5)
        eventually("and it records") { accepted() == 5u }
    }

    @Test
    fun aPermissionThatGoesWithoutAWordIsShownAndThenTheGap() {
        onDuty()
        standing(5)
        eventually("recorded") { accepted() == 5u }
        shadowOf(host).denyPermissions(ACCESS_FINE_LOCATION)
        look()
        assertEquals(NoPosition.ONLY_ROUGHLY, recording().noPosition)
        shadowOf(host).denyPermissions(ACCESS_COARSE_LOCATION)
        look()
        assertEquals(NoPosition.NOT_ALLOWED, recording().noPosition)
        assertNull("two minutes are no gap yet", recording().gapSince)
        ShadowSystemClock.advanceBy(Duration.ofSeconds(121))
        look()
        assertEquals(recording().lastFix, recording().gapSince)
        allow(ACCESS_FINE_LOCATION, ACCESS_COARSE_LOCATION)
        look()
        assertNull(recording().noPosition)
    }

    @Test
    fun withoutPositionsAllowedAndroid14LetsNoServiceBeginWhichIsSaidUntilTheyAre() {
        shadowOf(host).denyPermissions(ACCESS_FINE_LOCATION, ACCESS_COARSE_LOCATION)
        runBlocking { phone.signOn(SignOn(duty = Duty.TASKED_CORE, mode = TravelMode.FOOT, others = 0u)) }
        if (Build.VERSION.SDK_INT < Build.VERSION_CODES.UPSIDE_DOWN_CAKE) {
            assertNotNull("the service says itself what is missing", shadowOf(host).nextStartedService)
        } else {
            assertNull("it would end the app", shadowOf(host).nextStartedService)
            assertEquals(NoPosition.NOT_ALLOWED, recording().noPosition)
            assertNull("two minutes are no gap yet", recording().gapSince)
            ShadowSystemClock.advanceBy(Duration.ofSeconds(121))
            assertNotNull(recording().gapSince)
            allow(ACCESS_FINE_LOCATION, ACCESS_COARSE_LOCATION)
            runBlocking { phone.goOn() }
            assertEquals(PatrolService::class.java.name, shadowOf(host).nextStartedService.component?.className)
            started(1)
            eventually("it records") { phone.recorder.value != null }
            standing(5)
            eventually("all are recorded") { accepted() == 5u }
            assertNull(recording().noPosition)
        }
    }

    @Test
    fun locationSwitchedOffIsShownAtOnce() {
        onDuty()
        sky.on(LocationManager.GPS_PROVIDER, false)
        sky.on(LocationManager.NETWORK_PROVIDER, false)
        eventually("shown") { recording().noPosition == NoPosition.SWITCHED_OFF }
        sky.on(LocationManager.GPS_PROVIDER, true)
        eventually("shown no more") { recording().noPosition == null }
    }

    @Test
    fun aPhoneInAPocketSaysOnceThatPositionsStopAndSaysItNoMoreWhenTheyComeBack() {
        onDuty()
        sky.on(LocationManager.GPS_PROVIDER, false)
        sky.on(LocationManager.NETWORK_PROVIDER, false)
        eventually("it is said") { told() == listOf("NoPositions") }
        repeat(5) { look() }
        assertEquals("once", listOf(Notice.NoPositions(NoPosition.SWITCHED_OFF)), host.heard)
        sky.on(LocationManager.GPS_PROVIDER, true)
        eventually("it is taken away") { told().isEmpty() }

        shadowOf(host).denyPermissions(ACCESS_FINE_LOCATION, ACCESS_COARSE_LOCATION)
        look()
        eventually("it is said anew") { host.heard.last() == Notice.NoPositions(NoPosition.NOT_ALLOWED) && told().isNotEmpty() }
        runBlocking { phone.signOff() }
        assertTrue("off duty no position is missed", told().isEmpty())
    }

    @Test
    fun whatMayStopInThePocketIsSaidOnceHoweverOftenItComesAndWhatStopsNowIsSaidAllTheSame() {
        onDuty()
        val apps = shadowOf(host.getSystemService(ActivityManager::class.java))
        val restricted = Notice.NoPositions(NoPosition.RESTRICTED)
        fun restrict(isSo: Boolean) {
            apps.setBackgroundRestricted(isSo)
            look()
            eventually("known") { recording().noPosition == NoPosition.RESTRICTED.takeIf { isSo } }
        }
        restrict(true)
        eventually("it is said") { host.heard.toList() == listOf(restricted) && told().isNotEmpty() }
        restrict(false)
        eventually("it is taken away") { told().isEmpty() }
        restrict(true)
        Thread.sleep(300)
        assertTrue("and not said again", told().isEmpty())
        sky.on(LocationManager.GPS_PROVIDER, false)
        val off = Notice.NoPositions(NoPosition.SWITCHED_OFF)
        eventually("this is another matter") { host.heard.toList() == listOf(restricted, off) && told().isNotEmpty() }
        sky.on(LocationManager.GPS_PROVIDER, true)
        eventually("it is not true any more, and the other one is known") { told().isEmpty() }
        assertEquals(listOf(restricted, off), host.heard.toList())
    }

    @Test
    fun beganAgainWherePositionsAreNotAllowedTheServiceSaysWhatIsMissing() {
        onDuty()
        services.removeLast().destroy()
        shadowOf(host).denyPermissions(ACCESS_FINE_LOCATION, ACCESS_COARSE_LOCATION)
        val controller = Robolectric.buildService(PatrolService::class.java).create()
        services += controller
        shadowOf(controller.get()).setThrowInStartForeground(SecurityException("no position is allowed"))
        assertEquals(Service.START_NOT_STICKY, controller.get().onStartCommand(null, 0, 1))
        val isAndroid14 = Build.VERSION.SDK_INT >= Build.VERSION_CODES.UPSIDE_DOWN_CAKE
        assertEquals(listOf(if (isAndroid14) "NoPositions" else "OpenToGoOn"), told())
    }

    @Test
    fun whatTheNotebookDoesNotTakeNowIsKeptAndRecordedLater() {
        onDuty()
        runBlocking { book.pause() }
        standing(20)
        eventually("kept back") { recording().heldBack == "paused" }
        runBlocking { book.resume() }
        look()
        assertNull(recording().heldBack)
        assertEquals(20u, accepted())
    }

    @Test
    fun aSignOffThatFailsLosesNothingAndRecordingGoesOn() {
        onDuty()
        runBlocking { book.pause() }
        standing(20)
        eventually("kept back") { recording().heldBack == "paused" }
        val refused = runCatching { runBlocking { phone.signOff() } }.exceptionOrNull()
        assertEquals("paused", (refused as beatbook.core.BeatbookException.Refused).code)
        runBlocking { book.resume() }
        standing(5)
        eventually("all are recorded") { accepted() == 25u }
        val off = runBlocking { phone.signOff() }
        assertEquals(25u, off.result.fixes.accepted)
    }

    @Test
    fun moreThanOneCallTakesIsAllCountedAtSignOff() {
        onDuty()
        runBlocking { book.pause() }
        standing(10_050)
        eventually("kept back") { recording().heldBack == "paused" }
        runBlocking { book.resume() }
        assertEquals(10_050u, runBlocking { phone.signOff() }.result.fixes.accepted)
    }

    @Test
    fun aSimulatedPositionIsKeptAndNeverCounted() {
        onDuty()
        sky.hand(listOf(report(sinceBoot(), System.currentTimeMillis()).apply { isMock = true }))
        eventually("kept") { runBlocking { book.status() }.onDuty?.soFar?.fixes?.mock == 1u }
        assertEquals(0u, accepted())
    }

    @Test
    fun startedTwiceItRecordsOnce() {
        onDuty()
        services.last().get().onStartCommand(null, 0, 2)
        standing(5)
        eventually("recorded") { accepted() == 5u }
        assertEquals(1, sky.shadow.getLocationRequests(LocationManager.GPS_PROVIDER).size)
    }

    private fun onDuty(): PatrolService {
        runBlocking { phone.signOn(SignOn(duty = Duty.TASKED_CORE, mode = TravelMode.FOOT, others = 0u)) }
        assertEquals(PatrolService::class.java.name, shadowOf(host).nextStartedService.component?.className)
        return started(1).first
    }

    private fun started(start: Int?): Pair<PatrolService, Int> {
        val controller = Robolectric.buildService(PatrolService::class.java).create()
        services += controller
        val sticky = controller.get().onStartCommand(null, 0, start ?: 1)
        if (runBlocking { book.status() }.onDuty != null) eventually("it records") { phone.recording != null }
        return controller.get() to sticky
    }

    /** One report a millisecond, in the zone, up to now. */
    private fun standing(count: Int) {
        clocksAgree()
        Thread.sleep(count + 1L)
        val (mono, wall) = sinceBoot() to System.currentTimeMillis()
        sky.hand((1..count).map { report(mono - count + it, wall - count + it, lat = LAT + it * 1e-8) })
    }

    /** Half a minute of the service's looks; the recorder may be gone before they are over. */
    private fun looksForTheEnd(): Unit = runBlocking {
        val recorder = phone.recorder.value ?: return@runBlocking
        repeat(Recorder.LOOKS_FOR_END) { recorder.look() }
    }

    private fun look(): Unit = runBlocking { checkNotNull(phone.recorder.value).look() }

    private fun recording(): Recording = checkNotNull(phone.recording)

    private fun accepted(): UInt = runBlocking { book.status() }.onDuty?.soFar?.fixes?.accepted ?: 0u

    private fun told(): List<String> = active().filter { it.id == TELLING }
        .map { it.notification.extras.getString(Notification.EXTRA_TITLE).orEmpty() }

    /** Whether the notification of a patrol stands. */
    private fun stands(): Boolean = active().any { it.id == STANDING }

    private fun active() = checkNotNull(host.getSystemService(NotificationManager::class.java)).activeNotifications

    private fun allow(vararg permissions: String): Unit = shadowOf(host).grantPermissions(*permissions)
}
