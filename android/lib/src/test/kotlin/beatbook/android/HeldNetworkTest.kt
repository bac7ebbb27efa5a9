package beatbook.android

import android.Manifest.permission.ACCESS_FINE_LOCATION
import beatbook.Beatbook
import beatbook.core.FixCounts
import beatbook.core.Provider
import beatbook.core.RawFix
import beatbook.testing.Force
import beatbook.testing.LAT
import beatbook.testing.LON
import beatbook.testing.sinceBoot
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

/** In a pocket the satellites' reports come half a minute late and together, those of the network at once. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [35], application = ReceiverHost::class)
class HeldNetworkTest {
    @get:Rule
    val scratch = TemporaryFolder()

    private val app = RuntimeEnvironment.getApplication() as ReceiverHost
    private val force by lazy { Force(scratch.newFolder()) }
    private val receiver = TestReceiver()
    private val book: Beatbook get() = runBlocking { app.phone.book() }

    /** The phone's clock, as the recorder reads it. */
    private var now = 0L
    private lateinit var recorder: Recorder

    /** Of the fixes that a test makes, a millisecond apart: all of them are over when it begins. */
    private var first = 0L
    private var firstWall = 0L

    @Before
    fun onDuty() {
        shadowOf(app).grantPermissions(ACCESS_FINE_LOCATION)
        runBlocking {
            app.phone.enrol(force.ticket())
            app.phone.signOn(ON_FOOT)
        }
        first = sinceBoot()
        firstWall = System.currentTimeMillis()
        Thread.sleep(200)
        recorder = Recorder(book, receiver, KeptBack()) { now }
        recorder.start(PositionDelay.POCKETED)
    }

    @After
    fun end() {
        runBlocking { book.shutdown() }
        force.close()
    }

    private fun fix(at: Int, provider: Provider = Provider.GNSS) =
        RawFix(LAT + at * 1e-8, LON, firstWall + at, first + at, 6.0, null, null, provider)

    private fun fixes(range: IntRange) = range.map { fix(it) }

    private fun counts(): FixCounts = checkNotNull(runBlocking { book.status() }.onDuty).soFar.fixes

    private fun look(): Unit = runBlocking { recorder.look() }

    @Test
    fun aReportOfTheNetworkMakesNoBatchLate() {
        receiver.hands(listOf(fix(30, Provider.NETWORK)))
        assertEquals("it waits for the satellites", 0u, counts().accepted)
        assertEquals("a screen knows of it at once", first + 30, recorder.recording.value.lastFix)
        receiver.hands(fixes(1..29) + fixes(31..40))
        assertEquals("all of them are used, each in its place", 40u, counts().accepted)
        assertEquals(0u, counts().late)
    }

    @Test
    fun oneThatIsNewerThanTheBatchWaitsForTheNext() {
        receiver.hands(listOf(fix(20, Provider.NETWORK)))
        receiver.hands(fixes(1..10))
        assertEquals(10u, counts().accepted)
        receiver.hands(fixes(11..19) + fixes(21..30))
        assertEquals(30u, counts().accepted)
        assertEquals(0u, counts().late)
    }

    @Test
    fun whereThereAreNoSatellitesTheNetworksReportsComeAfterTheLimit() {
        receiver.hands(fixes(1..3))
        receiver.hands(listOf(fix(4, Provider.NETWORK)))
        now += 34_000
        look()
        assertEquals(3u, counts().accepted)
        now += 1_000
        look()
        assertEquals(4u, counts().accepted)
        receiver.hands(listOf(fix(5, Provider.NETWORK)))
        now += 35_000
        receiver.hands(listOf(fix(6, Provider.NETWORK)))
        assertEquals("each one after its own time", 5u, counts().accepted)
    }

    @Test
    fun whatIsHeldInThePocketWaitsForItsOwnBatchAlsoOnTheScreen() {
        receiver.hands(listOf(fix(30, Provider.NETWORK)))
        now += 10_000
        recorder.use(PositionDelay.WATCHED)
        look()
        assertEquals("its batch is still to come", 0u, counts().accepted)
        receiver.hands(fixes(1..29) + fixes(31..40))
        assertEquals(40u, counts().accepted)
        assertEquals(0u, counts().late)
        recorder.use(PositionDelay.POCKETED)
        receiver.hands(listOf(fix(50, Provider.NETWORK)))
        recorder.use(PositionDelay.WATCHED)
        now += 35_000
        look()
        assertEquals("and no longer than in the pocket", 41u, counts().accepted)
    }

    @Test
    fun onAScreenTheyWaitForSecondsOnly() {
        recorder.use(PositionDelay.WATCHED)
        receiver.hands(listOf(fix(2, Provider.NETWORK)))
        receiver.hands(fixes(1..1))
        receiver.hands(fixes(3..3))
        assertEquals("a receiver needs some tenths of a second longer than the network", 3u, counts().accepted)
        receiver.hands(listOf(fix(4, Provider.NETWORK)))
        now += 5_000
        look()
        assertEquals(4u, counts().accepted)
    }

    @Test
    fun aFlushAndTheEndRecordWhatIsHeld() {
        receiver.hands(fixes(1..3))
        receiver.hands(listOf(fix(4, Provider.NETWORK)))
        runBlocking { recorder.flush() }
        assertEquals(4u, counts().accepted)
        receiver.hands(listOf(fix(5, Provider.NETWORK)))
        recorder.stop()
        assertEquals(5u, counts().accepted)
    }
}
