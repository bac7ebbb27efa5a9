package beatbook.android

import android.app.job.JobInfo
import beatbook.code
import beatbook.core.Basis
import beatbook.core.BeatbookException
import beatbook.core.NotebookState
import beatbook.testing.Force
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeoutOrNull
import org.junit.After
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNotNull
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Rule
import org.junit.Test
import org.junit.rules.TemporaryFolder
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import kotlin.time.Duration.Companion.seconds

/** What was written reaches the server while nobody looks at the app. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [31, 34, 35], application = FieldHost::class)
class SyncJobsTest {
    @get:Rule
    val scratch = TemporaryFolder()

    private val app = RuntimeEnvironment.getApplication() as FieldHost
    private val force by lazy { Force(scratch.newFolder()) }

    /** As a screen does it: not on the main thread. */
    private fun <T> officer(does: suspend CoroutineScope.() -> T): T = runBlocking(Dispatchers.Default, does)

    private fun enrolled() = officer { app.phone.enrol(force.ticket()) }

    private fun run(job: Int) = RunningJob(app, job).finish()

    private fun waiting() = officer { app.phone.book().status().outbox.run { waiting + offered } }

    @After
    fun end() = officer {
        (app.phone.standing.value as? Standing.Open)?.book?.shutdown()
        force.close()
    }

    @Test
    fun aNewNotebookIsLetInByAJobAndHasItsBriefing() {
        val book = enrolled()
        assertFalse(run(SyncJobs.URGENT).wantsToRunAgain)
        officer {
            assertEquals(NotebookState.OPEN, book.status().state)
            assertTrue(book.status().hasBriefing)
        }
        assertEquals(0uL, waiting())
        assertNull("nothing more is asked for", app.waitingJob(SyncJobs.SOON))
    }

    @Test
    fun afterSignOffThePatrolIsSentWithoutTheApp() {
        enrolled()
        run(SyncJobs.URGENT)
        officer {
            app.phone.signOn(ON_FOOT)
            app.phone.signOff()
        }
        assertTrue(waiting() > 0uL)
        assertFalse(run(SyncJobs.SOON).wantsToRunAgain)
        assertEquals("the server has it", 0uL, waiting())
    }

    @Test
    fun whatWasWrittenInAnEarlierLifeOfTheAppIsSent() {
        val book = enrolled()
        run(SyncJobs.URGENT)
        officer {
            book.journal.note("the gate is open", Basis.FACT)
            book.shutdown()
        }
        SyncJobs.soon(app)
        // The process is another one: nobody has opened the notebook there.
        app.anotherLife()
        run(SyncJobs.SOON)
        assertEquals(0uL, waiting())
    }

    @Test
    fun aServerThatIsGoneIsAskedAgainLaterAndNotBeforeThePauseIsOver() {
        val book = enrolled()
        run(SyncJobs.URGENT)
        force.stop()
        officer { book.journal.note("the gate is open", Basis.FACT) }
        SyncJobs.soon(app)
        val first = run(SyncJobs.SOON)
        assertTrue("asked again", first.wantsToRunAgain || app.waitingJob(SyncJobs.SOON) != null)

        // Failures make the pause longer, until it is long enough to be looked at.
        officer { while (book.status().syncWait < 60_000) runCatching { book.sync() } }
        SyncJobs.soon(app)
        val later = run(SyncJobs.SOON)
        assertFalse("the system's own pauses are too short", later.wantsToRunAgain)
        val asked = checkNotNull(app.waitingJob(SyncJobs.SOON)).minLatencyMillis
        assertTrue("$asked", asked >= officer { book.status().syncWait })

        // The server is back, and something urgent waits for no pause of the phone's own.
        force.start()
        SyncJobs.urgent(app)
        assertFalse(run(SyncJobs.URGENT).wantsToRunAgain)
        assertEquals(0uL, waiting())
    }

    @Test
    fun aJobThatIsStoppedEndsAtOnceKeepsWhatWasWrittenAndComesAgain() {
        val book = enrolled()
        run(SyncJobs.URGENT)
        officer { book.journal.note("the gate is open", Basis.FACT) }
        force.hang()
        SyncJobs.soon(app)
        val job = RunningJob(app, SyncJobs.SOON)
        Thread.sleep(1_000)
        assertFalse("it waits for the server", job.hasFinished)
        assertTrue("the system is to run it again", job.stop())
        Thread.sleep(2_000)
        val another = officer {
            withTimeoutOrNull(2.seconds) {
                try {
                    book.sync().exchanges
                } catch (refused: BeatbookException) {
                    refused.code
                }
            }
        }
        assertNull("the stopped sync has ended: another one begins, and waits for the server", another)
        force.goOn()
        SyncJobs.urgent(app)
        run(SyncJobs.URGENT)
        assertFalse("nothing is said of a job that was stopped", job.hasFinished)
        assertFalse("stopped twice", job.stop())
        assertEquals(0uL, waiting())
    }

    @Test
    fun aNotebookThatIsPausedIsSyncedWhenTheSystemThinksFit() {
        val book = enrolled()
        officer { book.pause() }
        assertTrue(run(SyncJobs.URGENT).wantsToRunAgain)
        officer { book.resume() }
        SyncJobs.urgent(app)
        assertFalse(run(SyncJobs.URGENT).wantsToRunAgain)
        assertEquals(0uL, waiting())
    }

    @Test
    fun aPhoneWithoutANotebookOrWithNothingToSendEndsQuietly() {
        for (job in listOf(SyncJobs.SOON, SyncJobs.URGENT, SyncJobs.REGULAR)) {
            SyncJobs.soon(app)
            SyncJobs.urgent(app)
            SyncJobs.regularly(app)
            assertFalse(run(job).wantsToRunAgain)
        }
        val book = enrolled()
        run(SyncJobs.URGENT)
        // Nothing new to send, and the briefing is fresh: the server is not asked.
        force.stop()
        val heard = officer { book.status().lastSync }
        SyncJobs.soon(app)
        assertFalse(run(SyncJobs.SOON).wantsToRunAgain)
        assertNull(app.waitingJob(SyncJobs.SOON))
        assertEquals(heard, officer { book.status().lastSync })
        assertEquals(0, officer { book.status().syncWait })
    }

    @Test
    fun theRegularJobFetchesWhatIsNewAndKeepsItsHours() {
        enrolled()
        run(SyncJobs.URGENT)
        val before = officer { app.phone.book().status().lastSync }
        Thread.sleep(20)
        val asked = checkNotNull(app.waitingJob(SyncJobs.REGULAR)) { "an opened notebook asks for it" }
        assertFalse(run(SyncJobs.REGULAR).wantsToRunAgain)
        assertTrue(checkNotNull(officer { app.phone.book().status().lastSync }) > checkNotNull(before))
        SyncJobs.regularly(app)
        assertTrue("its hours do not begin again", asked === app.waitingJob(SyncJobs.REGULAR))
    }

    @Test
    fun jobsWaitForWhatTheyNeedAndForNothingElse() {
        SyncJobs.soon(app)
        SyncJobs.urgent(app)
        SyncJobs.regularly(app)
        val (soon, urgent, regular) = listOf(SyncJobs.SOON, SyncJobs.URGENT, SyncJobs.REGULAR).map { checkNotNull(app.waitingJob(it)) }
        for (job in listOf(soon, urgent, regular)) assertNotNull("a network", job.requiredNetwork)
        assertEquals(4 * 3_600_000L, regular.intervalMillis)
        assertTrue(regular.isPersisted && regular.isRequireBatteryNotLow)
        assertTrue(soon.isPersisted && soon.isRequireBatteryNotLow && soon.minLatencyMillis in 1..60_000)
        assertEquals(JobInfo.BACKOFF_POLICY_EXPONENTIAL, soon.backoffPolicy)
        assertTrue(urgent.isExpedited && !urgent.isRequireBatteryNotLow)
        assertEquals(0, urgent.minLatencyMillis)
    }

    @Test
    fun whatIsUrgentIsTriedAgainWhateverTheBatteryAlsoIfSomethingElseIsWrittenMeanwhile() {
        val book = enrolled()
        run(SyncJobs.URGENT)
        force.stop()
        officer {
            book.journal.note("the gate is open", Basis.FACT)
            // Failures make the pause longer, until it is longer than the system's own.
            while (book.status().syncWait < 60_000) runCatching { book.sync() }
        }
        SyncJobs.soon(app)
        assertTrue("nothing urgent", checkNotNull(app.waitingJob(SyncJobs.SOON)).isRequireBatteryNotLow)
        SyncJobs.urgent(app)
        run(SyncJobs.URGENT)
        assertFalse(checkNotNull(app.waitingJob(SyncJobs.SOON)).isRequireBatteryNotLow)
        SyncJobs.soon(app)
        assertFalse("it still is urgent", checkNotNull(app.waitingJob(SyncJobs.SOON)).isRequireBatteryNotLow)
    }

    @Test
    fun whenTheSystemGivesNoHurriedJobsAnUrgentEntryGoesWithAnOrdinaryOne() {
        shadowOf(app.scheduler()).failExpeditedJob(true)
        SyncJobs.urgent(app)
        val urgent = checkNotNull(app.waitingJob(SyncJobs.URGENT))
        assertFalse(urgent.isExpedited)
        assertEquals(0, urgent.minLatencyMillis)
    }
}
