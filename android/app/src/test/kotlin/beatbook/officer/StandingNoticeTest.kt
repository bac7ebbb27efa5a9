package beatbook.officer

import beatbook.Beatbook
import beatbook.android.Recording
import beatbook.android.Standing
import beatbook.core.Duty
import beatbook.core.SignOn
import beatbook.core.TravelMode
import beatbook.testing.Force
import beatbook.testing.eventually
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.runBlocking
import org.junit.After
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Rule
import org.junit.Test
import org.junit.rules.TemporaryFolder
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.annotation.Config
import kotlin.time.Duration
import kotlin.time.Duration.Companion.hours
import kotlin.time.Duration.Companion.milliseconds

/** What the notification knows of the patrol, and when it asks. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [35], application = TestApp::class)
class StandingNoticeTest {
    @get:Rule
    val scratch = TemporaryFolder()
    private val isRecording = MutableStateFlow(false)
    private lateinit var force: Force
    private lateinit var book: Beatbook

    @Before
    fun onDuty() {
        force = Force(scratch.newFolder())
        val app = RuntimeEnvironment.getApplication() as TestApp
        book = runBlocking(Dispatchers.IO) { app.makePhone().enrol(force.ticket()) }
        signsOn()
    }

    @After
    fun end() {
        isRecording.value = false
        runBlocking { book.shutdown() }
        force.close()
    }

    private fun signsOn() {
        runBlocking { book.patrol.signOn(SignOn(duty = Duty.TASKED_CORE, mode = TravelMode.FOOT, others = 0u)) }
        isRecording.value = true
    }

    private fun notice(every: Duration) = StandingNotice(MutableStateFlow(Standing.Open(book)), isRecording, every)

    /** Whether it says how long the patrol goes on already. */
    private fun StandingNotice.saysMinutes(): Boolean = told(Recording(), NINE).title != line(R.string.notified_on_duty)

    @Test
    fun aNotebookThatCouldNotBeReadIsReadAgain() {
        val notice = notice(every = 20.milliseconds)
        eventually("it knows the patrol") { notice.saysMinutes() }
        runBlocking { book.pause() }
        eventually("it says less") { !notice.saysMinutes() }
        runBlocking { book.resume() }
        eventually("it knows it again") { notice.saysMinutes() }
    }

    @Test
    fun itAsksWhenAnotherRecordingBeginsAndNotAfterEachCallThatRecords() {
        val notice = notice(every = 1.hours)
        eventually("it knows the patrol") { notice.saysMinutes() }
        runBlocking { book.patrol.signOff(emptyList()) }
        Thread.sleep(500)
        assertTrue("each time would reckon the whole patrol", notice.saysMinutes())
        isRecording.value = false
        eventually("that one is over") { !notice.saysMinutes() }
        signsOn()
        eventually("it knows the next one") { notice.saysMinutes() }
    }
}
