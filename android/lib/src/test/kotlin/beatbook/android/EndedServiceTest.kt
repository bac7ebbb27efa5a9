package beatbook.android

import android.Manifest.permission.ACCESS_FINE_LOCATION
import android.os.SystemClock
import beatbook.Beatbook
import beatbook.code
import beatbook.core.BeatbookException
import beatbook.core.Provider
import beatbook.core.RawFix
import beatbook.testing.Force
import beatbook.testing.LAT
import beatbook.testing.LON
import beatbook.testing.eventually
import beatbook.testing.sinceBoot
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.runBlocking
import org.junit.After
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Rule
import org.junit.Test
import org.junit.rules.TemporaryFolder
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import java.util.concurrent.CopyOnWriteArrayList

/** An app whose positions a test hands over, and whose receiver takes its time to begin. */
class ReceiverHost : Host() {
    val receivers = CopyOnWriteArrayList<TestReceiver>()

    @Volatile
    var takes = 0L

    /** Milliseconds that a receiver takes between being asked and running. */
    @Volatile
    var begins = 0L

    override val phone: OfficerPhone by lazy {
        OfficerPhone(this, MemorySecrets(), positions = {
            val receiver = TestReceiver(begins)
            receivers += receiver
            Thread.sleep(takes)
            receiver
        })
    }
}

/** Says what it is told to say, for as long as it runs. */
class TestReceiver(private val begins: Long = 0) : PositionSource {
    @Volatile
    private var hear: ((PositionNews) -> Unit)? = null

    val runs: Boolean
        get() = hear != null

    /** How long it may gather. */
    @Volatile
    var delay: PositionDelay? = null

    override fun start(delay: PositionDelay, hear: (PositionNews) -> Unit) {
        this.delay = delay
        this.hear = hear
        Thread.sleep(begins)
    }

    override fun use(delay: PositionDelay) {
        this.delay = delay
    }

    /** What it has gathered and hands over when it is asked. */
    @Volatile
    var gathered: List<RawFix> = emptyList()

    override fun look(): Unit = Unit

    override suspend fun flush() {
        val all = gathered
        gathered = emptyList()
        if (all.isNotEmpty()) hands(all)
    }

    /** What is on its way when it ends. */
    @Volatile
    var onTheWay: List<RawFix> = emptyList()

    override fun stop() {
        if (onTheWay.isNotEmpty()) hands(onTheWay)
        hear = null
    }

    fun hands(fixes: List<RawFix>): Unit = checkNotNull(hear) { "it runs" }(PositionNews.Fixes(fixes))
}

/** The system ends the service in the middle of a patrol, at any moment. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [26, 30, 31, 34, 35], application = ReceiverHost::class)
class EndedServiceTest {
    @get:Rule
    val scratch = TemporaryFolder()

    private val app = RuntimeEnvironment.getApplication() as ReceiverHost
    private val force by lazy { Force(scratch.newFolder()) }
    private val book: Beatbook get() = runBlocking { app.phone.book() }

    @Before
    fun onDuty() {
        shadowOf(app).grantPermissions(ACCESS_FINE_LOCATION)
        runBlocking {
            app.phone.enrol(force.ticket())
            app.phone.signOn(ON_FOOT)
        }
    }

    @After
    fun end() {
        runBlocking { book.shutdown() }
        force.close()
    }

    private fun service() = Robolectric.buildService(PatrolService::class.java).create()
        .also { assertEquals(android.app.Service.START_STICKY, it.get().onStartCommand(null, 0, 1)) }

    private fun recordingService() = service().also { eventually("it records") { app.phone.recording != null } }

    /** One report a millisecond, in the zone, up to now. */
    private fun fixes(count: Int): List<RawFix> {
        Thread.sleep(count + 1L)
        val (mono, wall) = sinceBoot() to System.currentTimeMillis()
        return (1..count).map {
            RawFix(LAT + it * 1e-8, LON, wall - count + it, mono - count + it, 6.0, null, null, Provider.GNSS)
        }
    }

    private fun accepted(): UInt = runBlocking { book.status() }.onDuty?.soFar?.fixes?.accepted ?: 0u

    @Test
    fun endedInTheMomentItBeginsToRecordItLeavesNoReceiverRunning() {
        app.takes = 500
        val service = service()
        eventually("it begins") { app.receivers.isNotEmpty() }
        service.destroy()
        Thread.sleep(1_000)
        assertFalse("nobody would end it", app.receivers.any { it.runs })
        assertNull("the app knows that nothing is recorded", app.phone.recording)
        app.takes = 0
        recordingService()
        app.receivers.last().hands(fixes(5))
        assertEquals(5u, accepted())
    }

    @Test
    fun whatTheNotebookDidNotTakeBeforeTheEndIsRecordedByTheNextService() {
        val first = recordingService()
        runBlocking { book.pause() }
        app.receivers.last().hands(fixes(20))
        assertEquals("paused", app.phone.recording?.heldBack)
        first.destroy()
        runBlocking { book.resume() }
        recordingService()
        app.receivers.last().hands(fixes(5))
        assertEquals(25u, accepted())
    }

    @Test
    fun whatTheNotebookDidNotTakeBeforeTheEndIsCountedAtSignOff() {
        val only = recordingService()
        runBlocking { book.pause() }
        app.receivers.last().hands(fixes(20))
        only.destroy()
        runBlocking { book.resume() }
        assertEquals(20u, runBlocking { app.phone.signOff() }.result.fixes.accepted)
    }

    @Test
    fun aPatrolThatIsClosedLateHasEverythingThatWasReportedBefore() {
        recordingService()
        runBlocking { book.pause() }
        app.receivers.last().hands(fixes(20))
        val refused = runCatching { runBlocking { app.phone.closeForgotten("no power") } }.exceptionOrNull()
        assertEquals("paused", (refused as BeatbookException).code)
        runBlocking { book.resume() }
        app.receivers.last().gathered = fixes(5)
        assertEquals(25u, runBlocking { app.phone.closeForgotten("no power") }.result.fixes.accepted)
    }

    @Test
    fun anOfficerWhoLooksInTheMomentItBeginsHasReportsAtOnce() {
        app.begins = 500
        service()
        eventually("it begins") { app.receivers.any { it.runs } }
        app.phone.watched(true)
        eventually("it records") { app.phone.recording != null }
        assertEquals(PositionDelay.WATCHED, app.receivers.last().delay)
    }

    @Test
    fun afterSignOffNothingIsLeftToBeWrittenOnTheMainThread() {
        val service = recordingService()
        assertTrue(runBlocking { app.phone.isRecording.first() })
        app.receivers.last().hands(fixes(5))
        app.receivers.last().hands(fixes(1).map { it.copy(provider = Provider.NETWORK) })
        assertEquals("what was held is counted", 6u, runBlocking { app.phone.signOff() }.result.fixes.accepted)
        assertFalse("the receiver has ended", app.receivers.last().runs)
        assertNull(app.phone.recording)
        assertFalse(runBlocking { app.phone.isRecording.first() })
        service.destroy()
        val kept = runBlocking { book.patrol.newest(1u) }.single().result?.fixes
        assertEquals("each of them once", 6u to 0u, kept?.accepted to kept?.late)
    }

    @Test
    fun whatIsHeardBetweenSignOffAndTheEndOfTheRecordingIsKeptAsEvidence() {
        recordingService()
        app.receivers.last().hands(fixes(5))
        val late = fixes(1).map { it.copy(provider = Provider.NETWORK) }
        app.receivers.last().onTheWay = late
        assertEquals(5u, runBlocking { app.phone.signOff() }.result.fixes.accepted)
        assertEquals("it is there already", 1u, runBlocking { book.patrol.recordFixes(late) }.duplicates)
    }

    @Test
    fun whenTooManyWaitTheOldestAreLetGoOfAndCounted() {
        val kept = KeptBack(most = 10)
        runBlocking { book.pause() }
        val all = fixes(25)
        runBlocking { assertEquals("paused", kept.record(book, all.take(8))) }
        assertEquals(0, kept.letGo)
        runBlocking { assertEquals("paused", kept.record(book, all.drop(8))) }
        assertEquals(15, kept.letGo)
        runBlocking {
            book.resume()
            assertNull(kept.record(book, emptyList()))
        }
        assertTrue(kept.isEmpty)
        assertEquals(10u, accepted())
    }

    @Test
    fun whatTheNotebookNeverTakesIsToldAndNotKept() {
        val kept = KeptBack()
        val receiver = TestReceiver()
        val recorder = Recorder(book, receiver, kept, SystemClock::elapsedRealtime)
        recorder.start(PositionDelay.WATCHED)
        runBlocking { book.pause() }
        receiver.hands(fixes(2))
        assertFalse("it may take them later", kept.isEmpty)
        runBlocking { book.shutdown() }
        repeat(3) {
            receiver.hands(fixes(2))
            assertEquals("closed", recorder.recording.value.ended)
            assertTrue("it would grow with each report", kept.isEmpty)
        }
    }
}
