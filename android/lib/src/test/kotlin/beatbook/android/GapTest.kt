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
import org.junit.Assert.assertNull
import org.junit.Before
import org.junit.Rule
import org.junit.Test
import org.junit.rules.TemporaryFolder
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config

/** Reports come, and the library reckons with none of them: indoors, or made up by an app. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [35], application = ReceiverHost::class)
class GapTest {
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

    private fun report(accuracy: Double?, provider: Provider = Provider.GNSS) =
        RawFix(LAT, LON, System.currentTimeMillis(), sinceBoot(), accuracy, null, null, provider)

    @Test
    fun reportsThatCountForNothingEndNoGapAndOneThatCountsDoes() {
        val receiver = TestReceiver()
        val begun = sinceBoot() - 200_000
        var now = begun
        val recorder = Recorder(book, receiver, KeptBack()) { now }
        recorder.start(PositionDelay.WATCHED)
        now = sinceBoot()
        for (report in listOf(report(50.1), report(2_000.0), report(null), report(5.0, Provider.MOCK))) {
            receiver.hands(listOf(report))
            assertEquals("$report", begun, recorder.recording.value.gapSince)
            assertNull("$report", recorder.recording.value.lastFix)
        }
        val good = report(50.0)
        receiver.hands(listOf(good))
        assertNull(recorder.recording.value.gapSince)
        assertEquals(good.mono, recorder.recording.value.lastFix)
        val fixes = runBlocking { book.patrol.signOff(emptyList()) }.result.fixes
        assertEquals("so the library says", FixCounts(accepted = 1u, inaccurate = 3u, excursion = 0u, late = 0u, mock = 1u), fixes)
    }
}
