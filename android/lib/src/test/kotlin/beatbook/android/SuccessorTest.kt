package beatbook.android

import android.Manifest.permission.ACCESS_BACKGROUND_LOCATION
import android.Manifest.permission.ACCESS_FINE_LOCATION
import android.app.Service
import android.content.Intent
import beatbook.core.Basis
import beatbook.core.BeatbookException
import beatbook.core.NotebookState
import beatbook.testing.Force
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.runBlocking
import org.junit.After
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNotEquals
import org.junit.Assert.assertNotNull
import org.junit.Assert.assertNull
import org.junit.Assert.assertThrows
import org.junit.Assert.assertTrue
import org.junit.Rule
import org.junit.Test
import org.junit.rules.TemporaryFolder
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import java.io.File

/** A notebook was restored to this phone: the officer goes on in a new one, and nothing of the former one stays behind. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [35], application = FieldHost::class)
class SuccessorTest {
    @get:Rule
    val scratch = TemporaryFolder()

    private val app = RuntimeEnvironment.getApplication() as FieldHost
    private val force by lazy { Force(scratch.newFolder()) }

    private fun <T> officer(does: suspend CoroutineScope.() -> T): T = runBlocking(Dispatchers.Default, does)

    private fun run(job: Int) = RunningJob(app, job).finish()

    /** The process ends, and another one begins. */
    private fun killed() = officer {
        (app.phone.standing.value as? Standing.Open)?.book?.shutdown()
        app.anotherLife()
    }

    private fun leftInFormer() = officer {
        app.phone.open()
        app.phone.formerToSend.first()
    }

    /** A restore brings the notebook, with three notes that were never sent, and not its seat. */
    private fun restored() {
        officer {
            val book = app.phone.enrol(force.ticket())
            book.sync()
            repeat(3) { book.journal.note("the gate is open", Basis.FACT) }
        }
        killed()
        assertTrue(File(app.noBackupFilesDir, "beatbook/seats").deleteRecursively())
        officer { assertEquals(NotebookState.MOVED, app.phone.book().status().state) }
    }

    /** The same in the middle of a patrol. */
    private fun restoredOnDuty() {
        shadowOf(app).grantPermissions(ACCESS_FINE_LOCATION)
        officer {
            app.phone.enrol(force.ticket())
            app.phone.signOn(ON_FOOT)
        }
        killed()
        assertTrue(File(app.noBackupFilesDir, "beatbook/seats").deleteRecursively())
        officer {
            val status = app.phone.book().status()
            assertEquals(NotebookState.MOVED, status.state)
            assertNotNull("the patrol is open", status.onDuty)
        }
    }

    @After
    fun end() {
        killed()
        force.close()
    }

    @Test
    fun aServiceThatTheRestoredNotebookEndsInTheMiddleOfAPatrolTellsTheOfficer() {
        restoredOnDuty()
        // As the system starts it again, which asks nobody.
        val service = Robolectric.buildService(PatrolService::class.java).create()
        assertEquals(Service.START_STICKY, service.get().onStartCommand(null, 0, 1))
        soon("it ends") { shadowOf(service.get()).isStoppedBySelf }
        assertNull("nothing is recorded", app.phone.recording)
        assertEquals("Open Beatbook to go on", app.told())
        service.destroy()
        officer { app.phone.beginSuccessor() }
        assertNull("off duty in the new one", app.told())
    }

    @Test
    fun noServiceBeginsForANotebookThatTakesNoMoreAndTheOfficerIsTold() {
        restoredOnDuty()
        shadowOf(app).grantPermissions(ACCESS_BACKGROUND_LOCATION)
        shadowOf(app).clearStartedServices()
        officer { app.phone.goOn() }
        assertNull("nothing could be recorded", shadowOf(app).nextStartedService)
        ResumeReceiver().onReceive(app, Intent(Intent.ACTION_BOOT_COMPLETED))
        soon("the officer is told") { app.told() == "Open Beatbook to go on" }
        assertNull(shadowOf(app).nextStartedService)
    }

    @Test
    fun whatTheFormerNotebookHadIsSentWithTheNextSync() {
        restored()
        officer { app.phone.beginSuccessor() }
        assertEquals(3uL, leftInFormer())
        officer { app.phone.sync() }
        assertEquals(0uL, leftInFormer())
    }

    @Test
    fun withoutANetworkAndAfterTheAppWasKilledTheJobSendsItUntilNothingIsLeft() {
        restored()
        force.stop()
        officer {
            app.phone.beginSuccessor()
            assertThrows(BeatbookException::class.java) { runBlocking { app.phone.sync() } }
        }
        killed()
        val first = run(SyncJobs.SOON)
        assertTrue("it is asked again", first.wantsToRunAgain || app.waitingJob(SyncJobs.SOON) != null)
        killed()
        assertEquals("the officer sees it after a restart, too", 3uL, leftInFormer())

        force.start()
        SyncJobs.urgent(app)
        assertFalse(run(SyncJobs.URGENT).wantsToRunAgain)
        assertEquals(0uL, leftInFormer())
        killed()
        assertEquals("and the server has signed for it", 0uL, leftInFormer())
    }

    @Test
    fun whenOnlyTheFormerNotebookHasSomethingLeftTheJobComesAgainForIt() {
        restored()
        officer {
            val next = app.phone.beginSuccessor()
            // The new one alone is synced, and then the network goes.
            next.sync()
            force.stop()
        }
        val asked = run(SyncJobs.SOON)
        assertTrue(asked.wantsToRunAgain || app.waitingJob(SyncJobs.SOON) != null)
        assertEquals(3uL, leftInFormer())
        force.start()
        SyncJobs.urgent(app)
        run(SyncJobs.URGENT)
        assertEquals(0uL, leftInFormer())
        app.scheduler().cancel(SyncJobs.SOON)
        SyncJobs.soon(app)
        assertFalse(run(SyncJobs.SOON).wantsToRunAgain)
        assertNull("nothing more is asked for", app.waitingJob(SyncJobs.SOON))
    }

    private fun problemOfFormer() = officer { app.phone.formerProblem.first() }

    @Test
    fun whenTheServerGoesBeforeTheFormerNotebookIsSentTheOfficerIsToldUntilItIs() {
        restored()
        officer {
            val next = app.phone.beginSuccessor()
            repeat(2) { next.sync() }
            // One exchange is enough for the new one now; then the network goes.
            app.phone.sync { force.stop() }
        }
        assertEquals(3uL, leftInFormer())
        assertNotNull("why it was not sent, and what to do", problemOfFormer())
        force.start()
        officer { app.phone.sync() }
        assertEquals(0uL, leftInFormer())
        assertNull(problemOfFormer())
    }

    @Test
    fun whatAJobCouldNotSendIsToldAfterTheAppWasEndedUntilItIsSent() {
        restored()
        force.stop()
        officer { app.phone.beginSuccessor() }
        assertNull("nobody has tried yet", problemOfFormer())
        val before = System.currentTimeMillis()
        run(SyncJobs.SOON)
        val problem = checkNotNull(problemOfFormer()) { "the job failed while nobody looked" }
        assertEquals("network" to Tried.SENDING, problem.code to problem.tried)
        assertTrue(problem.at in before..System.currentTimeMillis())
        killed()
        assertEquals(3uL, leftInFormer())
        assertEquals("the same reason, and the time of the try", problem, problemOfFormer())
        killed()
        // A look at what is left is no try: it neither fails nor succeeds.
        repeat(2) { leftInFormer() }
        assertEquals(problem, problemOfFormer())

        force.start()
        SyncJobs.urgent(app)
        run(SyncJobs.URGENT)
        assertNull(problemOfFormer())
        killed()
        assertEquals(0uL, leftInFormer())
        assertNull("and it stays away", problemOfFormer())
    }

    @Test
    fun aJobThatWaitsForItsTimeChangesNothingOfWhatIsKnown() {
        restored()
        force.stop()
        officer { app.phone.beginSuccessor() }
        run(SyncJobs.SOON)
        val problem = checkNotNull(problemOfFormer())
        force.start()
        // After a failure the library waits, and so nothing is sent by a job that keeps to it.
        SyncJobs.soon(app)
        run(SyncJobs.SOON)
        assertEquals(3uL, leftInFormer())
        assertEquals(problem, problemOfFormer())
    }

    @Test
    fun aFormerNotebookThatDoesNotOpenIsToldUntilItDoes() {
        restored()
        val former = officer {
            val id = app.phone.book().id
            app.phone.beginSuccessor()
            File(app.noBackupFilesDir, "beatbook/notebooks/$id.beatbook")
        }
        killed()
        val whole = former.readBytes()
        former.writeBytes(ByteArray(whole.size))
        officer { assertTrue("the new one is in use", app.phone.open() is Standing.Open) }
        assertEquals(Tried.OPENING, problemOfFormer()?.tried)
        killed()
        former.writeBytes(whole)
        leftInFormer()
        assertNull("it opens again, and was never tried to be sent", problemOfFormer())
        former.writeBytes(ByteArray(whole.size))
        officer { app.phone.sync() }
        assertNotNull("what to do", problemOfFormer())
        former.writeBytes(whole)
        officer { app.phone.sync() }
        assertNull(problemOfFormer())
        assertEquals(0uL, leftInFormer())
    }

    @Test
    fun aFormerNotebookWhoseStatusIsRefusedWasOpenedAllTheSame() {
        restored()
        officer {
            app.phone.beginSuccessor()
            app.phone.eachFormer { former ->
                former.pause()
                true
            }
        }
        assertEquals("paused" to Tried.SENDING, problemOfFormer()?.let { it.code to it.tried })
    }

    @Test
    fun killedWhileItWasBegunTheVerySameSuccessorGoesOn() {
        restored()
        val (former, begun) = officer {
            val former = app.phone.book()
            val begun = former.beginSuccessor()
            begun.shutdown()
            former.id to begun.id
        }
        killed()
        officer {
            assertEquals("the app had not taken it into use", former, app.phone.book().id)
            assertEquals(begun, app.phone.beginSuccessor().id)
        }
        killed()
        officer {
            assertNotEquals(former, app.phone.book().id)
            app.phone.sync()
        }
        assertEquals(0uL, leftInFormer())
        assertNotNull(app.waitingJob(SyncJobs.SOON))
    }

    private fun current() = File(app.noBackupFilesDir, "beatbook/current")

    @Test
    fun withoutTheNameOfTheOneInUseTheSuccessorIsOpenedAllTheSame() {
        restored()
        val next = officer { app.phone.beginSuccessor().id }
        for (spoilt in listOf<(File) -> Unit>({ it.delete() }, { it.writeText("") }, { it.writeText("$next".take(20)) })) {
            killed()
            spoilt(current())
            officer { assertEquals(next, app.phone.book().id) }
            assertEquals("its name is kept again", next.toString(), current().readText())
        }
        assertEquals(3uL, leftInFormer())
    }

    @Test
    fun withoutItsNameARestoredNotebookIsInUseWhereThereIsNoOther() {
        restored()
        val only = officer { app.phone.book().id }
        killed()
        assertTrue(current().delete())
        officer { assertEquals(only, app.phone.book().id) }
    }

    @Test
    fun whereNothingCanBeKeptASuccessorIsRefusedAndGoesOnLater() {
        restored()
        val former = officer { app.phone.book().id }
        // A folder with something in it, where the file is written first.
        val inTheWay = File(current().path + ".new/something").apply { mkdirs() }
        val refused = assertThrows(BeatbookException.Refused::class.java) { officer { app.phone.beginSuccessor() } }
        assertEquals("storage", refused.code)
        officer { assertEquals("still in use", former, app.phone.book().id) }
        killed()
        officer { assertEquals("also in another life of the app", former, app.phone.book().id) }
        assertTrue(inTheWay.parentFile?.deleteRecursively() == true)
        val next = officer { app.phone.beginSuccessor().id }
        killed()
        officer { assertEquals(next, app.phone.book().id) }
        assertEquals(3uL, leftInFormer())
    }
}
